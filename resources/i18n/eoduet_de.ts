<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>DuetBatch</name>
  <message>
   <source>&amp;Folders…</source>
   <translation>&amp;Ordner…</translation>
  </message>
  <message>
   <source>&amp;Into folder</source>
   <translation>In Or&amp;dner</translation>
  </message>
  <message>
   <source>&amp;List (CSV)…</source>
   <translation>&amp;Liste (CSV)…</translation>
  </message>
  <message>
   <source>&amp;Project</source>
   <translation>&amp;Projekt</translation>
  </message>
  <message>
   <source>&amp;Quality</source>
   <translation>&amp;Qualität</translation>
  </message>
  <message>
   <source>&amp;Save list…</source>
   <translation>Liste &amp;speichern…</translation>
  </message>
  <message>
   <source>&amp;γ</source>
   <translation>&amp;γ</translation>
  </message>
  <message>
   <source>Add pairs from</source>
   <translation>Paare hinzufügen aus</translation>
  </message>
  <message>
   <source>Aim a&amp;t</source>
   <translation>&amp;Ziel</translation>
  </message>
  <message>
   <source>Ca&amp;ncel</source>
   <translation>Abbre&amp;chen</translation>
  </message>
  <message>
   <source>D&amp;evice</source>
   <translation>&amp;Gerät</translation>
  </message>
  <message>
   <source>How to compress, where a row says nothing else</source>
   <translation>Wie komprimiert wird, wo eine Zeile nichts anderes sagt</translation>
  </message>
  <message>
   <source>M&amp;odel</source>
   <translation>&amp;Modell</translation>
  </message>
  <message>
   <source>Open &amp;report</source>
   <translation>Bericht &amp;öffnen</translation>
  </message>
  <message>
   <source>Pa&amp;use</source>
   <translation>Pa&amp;use</translation>
  </message>
  <message>
   <source>Re&amp;move</source>
   <translation>&amp;Entfernen</translation>
  </message>
  <message>
   <source>Retr&amp;y failed</source>
   <translation>Gescheiterte &amp;neu</translation>
  </message>
  <message>
   <source>S&amp;kip what is done</source>
   <translation>&amp;Fertiges überspringen</translation>
  </message>
  <message>
   <source>St&amp;art</source>
   <translation>St&amp;art</translation>
  </message>
  <message>
   <source>favour SAR</source>
   <translation>SAR bevorzugt</translation>
  </message>
  <message>
   <source>favour optical</source>
   <translation>Optik bevorzugt</translation>
  </message>
  <message>
   <source>γ that the profile l&amp;earned</source>
   <translation>vom Profil gelerntes γ (&amp;u)</translation>
  </message>
 </context>
 <context>
  <name>DuetPanel</name>
  <message>
   <source>&amp;Aim at</source>
   <translation>&amp;Ziel</translation>
  </message>
  <message>
   <source>&amp;Batch…</source>
   <translation>Stap&amp;el…</translation>
  </message>
  <message>
   <source>&amp;Compress</source>
   <translation>&amp;Komprimieren</translation>
  </message>
  <message>
   <source>&amp;Copy</source>
   <translation>&amp;Kopieren</translation>
  </message>
  <message>
   <source>&amp;Decode…</source>
   <translation>&amp;Dekodieren…</translation>
  </message>
  <message>
   <source>&amp;File</source>
   <translation>Date&amp;i</translation>
  </message>
  <message>
   <source>&amp;Map</source>
   <translation>Ka&amp;rtieren</translation>
  </message>
  <message>
   <source>&amp;Pair</source>
   <translation>&amp;Paar</translation>
  </message>
  <message>
   <source>&amp;Quality</source>
   <translation>&amp;Qualität</translation>
  </message>
  <message>
   <source>&amp;Report with pictures</source>
   <translation>&amp;Bericht mit Bildern</translation>
  </message>
  <message>
   <source>&amp;SAR</source>
   <translation>&amp;SAR</translation>
  </message>
  <message>
   <source>&amp;γ</source>
   <translation>&amp;γ</translation>
  </message>
  <message>
   <source>Add decoded la&amp;yers</source>
   <translation>Dekodierte &amp;Layer laden</translation>
  </message>
  <message>
   <source>Align t&amp;he SAR layer</source>
   <translation>SAR-Layer &amp;ausrichten</translation>
  </message>
  <message>
   <source>C&amp;lear</source>
   <translation>&amp;Leeren</translation>
  </message>
  <message>
   <source>Ca&amp;ncel</source>
   <translation>Abbre&amp;chen</translation>
  </message>
  <message>
   <source>Compress many pairs, one after another</source>
   <translation>Viele Paare nacheinander komprimieren</translation>
  </message>
  <message>
   <source>D&amp;evice</source>
   <translation>&amp;Gerät</translation>
  </message>
  <message>
   <source>D&amp;ifference</source>
   <translation>Di&amp;fferenz</translation>
  </message>
  <message>
   <source>Lo&amp;g</source>
   <translation>Pro&amp;tokoll</translation>
  </message>
  <message>
   <source>M&amp;odel</source>
   <translation>&amp;Modell</translation>
  </message>
  <message>
   <source>Op&amp;tical</source>
   <translation>&amp;Optisch</translation>
  </message>
  <message>
   <source>Pre&amp;view</source>
   <translation>&amp;Vorschau</translation>
  </message>
  <message>
   <source>favour SAR</source>
   <translation>SAR bevorzugt</translation>
  </message>
  <message>
   <source>favour optical</source>
   <translation>Optik bevorzugt</translation>
  </message>
  <message>
   <source>γ that the profile &amp;learned</source>
   <translation>vom Profil gelerntes γ (&amp;u)</translation>
  </message>
 </context>
 <context>
  <name>EODuet</name>
  <message>
   <source>    map {}: {}</source>
   <translation>    Karte {}: {}</translation>
  </message>
  <message>
   <source>    profiles: {}</source>
   <translation>    Profile: {}</translation>
  </message>
  <message>
   <source> (suggested)</source>
   <translation> (empfohlen)</translation>
  </message>
  <message>
   <source> or </source>
   <translation> oder </translation>
  </message>
  <message>
   <source>&amp;Cancel</source>
   <translation>&amp;Abbrechen</translation>
  </message>
  <message>
   <source>&amp;Change</source>
   <translation>Ä&amp;ndern</translation>
  </message>
  <message>
   <source>&amp;Go on</source>
   <translation>&amp;Weitermachen</translation>
  </message>
  <message>
   <source>&amp;Repair</source>
   <translation>&amp;Reparieren</translation>
  </message>
  <message>
   <source>&amp;Set up</source>
   <translation>&amp;Einrichten</translation>
  </message>
  <message>
   <source>&amp;Set up…</source>
   <translation>Einric&amp;hten…</translation>
  </message>
  <message>
   <source>. Check the registration: more than a pixel or so costs quality.</source>
   <translation>. Bitte die Koregistrierung prüfen: mehr als etwa ein Pixel kostet Qualität.</translation>
  </message>
  <message>
   <source>A CSV file with the columns optical and sar (paths, relative to the list; one of them may be empty) and, as you like, output, quality, gamma and profile, which outrank what is set here.</source>
   <translation>Eine CSV-Datei mit den Spalten optical und sar (Pfade, relativ zur Liste; einer darf leer sein) und, wenn gewünscht, output, quality, gamma und profile, die dem hier Eingestellten vorgehen.</translation>
  </message>
  <message>
   <source>A folder of wheels to install from, without a network. Fill it elsewhere with 'pip download': see the user guide.</source>
   <translation>Ein Ordner mit Wheels, aus dem ohne Netz installiert wird. Er wird anderswo mit „pip download“ gefüllt: siehe Anleitung.</translation>
  </message>
  <message>
   <source>A folder that holds model bundles, or one bundle itself, as the training commands export it. It is kept in QGIS's settings and looked through from now on.</source>
   <translation>Ein Ordner mit Modellbündeln oder ein Bündel selbst, wie es die Trainingsbefehle exportieren. Er wird in den QGIS-Einstellungen gemerkt und von nun an durchsucht.</translation>
  </message>
  <message>
   <source>A package is not the one that was pinned, so nothing of it was installed: it was changed or damaged on its way; try again, or take it from another source.</source>
   <translation>Ein Paket ist nicht das festgelegte, deshalb wurde nichts davon installiert: es wurde unterwegs verändert oder beschädigt; bitte erneut versuchen oder aus einer anderen Quelle nehmen.</translation>
  </message>
  <message>
   <source>A whole file that was made from the same images with the same settings is not made again</source>
   <translation>Eine vollständige Datei, die aus denselben Bildern mit denselben Einstellungen entstand, wird nicht noch einmal erstellt</translation>
  </message>
  <message>
   <source>Add a band with the certainty in per cent</source>
   <translation>Kanal mit der Sicherheit in Prozent hinzufügen</translation>
  </message>
  <message>
   <source>Add pairs first.</source>
   <translation>Bitte zuerst Paare hinzufügen.</translation>
  </message>
  <message>
   <source>Adds a second band to the map with the network's own certainty in per cent, which is not a measured accuracy.</source>
   <translation>Fügt der Karte einen zweiten Kanal mit der Sicherheit in Prozent hinzu, die das Netz selbst angibt; das ist keine gemessene Genauigkeit.</translation>
  </message>
  <message>
   <source>Aim at</source>
   <translation>Ziel</translation>
  </message>
  <message>
   <source>Aim at bits per pixel (bpp), a file size in bytes (size) or a joint PSNR in dB (psnr) in place of a quality. The quality that meets it is searched for on a few tiles.</source>
   <translation>Statt einer Qualität Bits je Pixel (bpp), eine Dateigröße in Byte (size) oder ein gemeinsames PSNR in dB (psnr) anstreben. Die Qualität, die das erreicht, wird an einigen Kacheln gesucht.</translation>
  </message>
  <message>
   <source>Algorithms</source>
   <translation>Algorithmen</translation>
  </message>
  <message>
   <source>Align SAR to optical</source>
   <translation>SAR auf Optik ausrichten</translation>
  </message>
  <message>
   <source>Align t&amp;he SAR layer ({})</source>
   <translation>SAR-Layer &amp;ausrichten ({})</translation>
  </message>
  <message>
   <source>Aligned SAR image</source>
   <translation>Ausgerichtetes SAR-Bild</translation>
  </message>
  <message>
   <source>Aligned with {} resampling</source>
   <translation>Ausgerichtet, Resampling {}</translation>
  </message>
  <message>
   <source>Aligned {} onto {} with {} resampling: {}</source>
   <translation>{} auf {} ausgerichtet, Resampling {}: {}</translation>
  </message>
  <message>
   <source>Aligning… {:.0f} %</source>
   <translation>Wird ausgerichtet… {:.0f} %</translation>
  </message>
  <message>
   <source>All classes as JSON</source>
   <translation>Alle Klassen als JSON</translation>
  </message>
  <message>
   <source>All classes with pixels, per cent and area, as JSON.</source>
   <translation>Alle Klassen mit Pixeln, Prozent und Fläche als JSON.</translation>
  </message>
  <message>
   <source>All of it as JSON</source>
   <translation>Alles als JSON</translation>
  </message>
  <message>
   <source>All of it as JSON, as the command 'eoduet info --json' gives it.</source>
   <translation>Alles als JSON, wie es der Befehl „eoduet info --json“ ausgibt.</translation>
  </message>
  <message>
   <source>All of it as JSON, with the reason for each damaged tile.</source>
   <translation>Alles als JSON, mit dem Grund für jede beschädigte Kachel.</translation>
  </message>
  <message>
   <source>Another QGIS is setting up EO-Duet at this moment: wait until it is done.</source>
   <translation>Ein anderes QGIS richtet EO-Duet gerade ein: bitte warten, bis es fertig ist.</translation>
  </message>
  <message>
   <source>Any graphics card (DirectML)</source>
   <translation>Beliebige Grafikkarte (DirectML)</translation>
  </message>
  <message>
   <source>Area in m²: in the plane of a projected CRS, on the ellipsoid where the CRS is in degrees, left out without a CRS.</source>
   <translation>Fläche in m²: in der Ebene eines projizierten KBS, auf dem Ellipsoid bei einem KBS in Grad; ohne KBS entfällt sie.</translation>
  </message>
  <message>
   <source>Area of {} in m²</source>
   <translation>Fläche von {} in m²</translation>
  </message>
  <message>
   <source>Areas are measured in the plane of the CRS.</source>
   <translation>Flächen sind in der Ebene des KBS gemessen.</translation>
  </message>
  <message>
   <source>Areas are measured on the ellipsoid of the CRS.</source>
   <translation>Flächen sind auf dem Ellipsoid des KBS gemessen.</translation>
  </message>
  <message>
   <source>At most {} of {} bands can be coded:</source>
   <translation>Höchstens {} von {} Kanälen können kodiert werden:</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatisch</translation>
  </message>
  <message>
   <source>Automatic ({})</source>
   <translation>Automatisch ({})</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <source>Band {}</source>
   <translation>Kanal {}</translation>
  </message>
  <message>
   <source>Batch…</source>
   <translation>Stapel…</translation>
  </message>
  <message>
   <source>Bits per pixel</source>
   <translation>Bits je Pixel</translation>
  </message>
  <message>
   <source>Bits per pixel: all bits of the file over images × pixels.</source>
   <translation>Bits je Pixel: alle Bits der Datei geteilt durch Bilder × Pixel.</translation>
  </message>
  <message>
   <source>Build that is installed</source>
   <translation>Installierte Ausgabe</translation>
  </message>
  <message>
   <source>Bytes</source>
   <translation>Byte</translation>
  </message>
  <message>
   <source>Bytes of all files together</source>
   <translation>Byte aller Dateien zusammen</translation>
  </message>
  <message>
   <source>C&amp;heck</source>
   <translation>&amp;Prüfen</translation>
  </message>
  <message>
   <source>CRS</source>
   <translation>KBS</translation>
  </message>
  <message>
   <source>CRS as WKT</source>
   <translation>KBS als WKT</translation>
  </message>
  <message>
   <source>CRS: optical {}, SAR {}</source>
   <translation>KBS: optisch {}, SAR {}</translation>
  </message>
  <message>
   <source>Cancelled; nothing was written.</source>
   <translation>Abgebrochen; nichts wurde geschrieben.</translation>
  </message>
  <message>
   <source>Cancelled; the next set-up goes on from here.</source>
   <translation>Abgebrochen; das nächste Einrichten geht hier weiter.</translation>
  </message>
  <message>
   <source>Certificate</source>
   <translation>Zertifikat</translation>
  </message>
  <message>
   <source>Checks every byte of a .duet file against its checksums and lists the damaged tiles.
Damage is a result, not an error: the other tiles decode as before.</source>
   <translation>Prüft jedes Byte einer .duet-Datei gegen ihre Prüfsummen und nennt die beschädigten Kacheln.
Ein Schaden ist ein Ergebnis und kein Fehler: die anderen Kacheln werden dekodiert wie zuvor.</translation>
  </message>
  <message>
   <source>Choose an optical and a SAR layer: the visible part of the map is shown here, coded and decoded.</source>
   <translation>Bitte einen optischen und einen SAR-Layer wählen: Hier erscheint der sichtbare Kartenausschnitt, kodiert und dekodiert.</translation>
  </message>
  <message>
   <source>Choose at least one band.</source>
   <translation>Bitte mindestens einen Kanal wählen.</translation>
  </message>
  <message>
   <source>Choose bands</source>
   <translation>Kanäle wählen</translation>
  </message>
  <message>
   <source>Choose the bands to code first.</source>
   <translation>Bitte zuerst die Kanäle wählen, die kodiert werden sollen.</translation>
  </message>
  <message>
   <source>Choose two images on one pixel grid first.</source>
   <translation>Bitte zuerst zwei Bilder auf einem Pixelraster wählen.</translation>
  </message>
  <message>
   <source>Coded and decoded a tile on {}: the symbols agree</source>
   <translation>Eine Kachel auf {} kodiert und dekodiert: die Symbole stimmen überein</translation>
  </message>
  <message>
   <source>Coding and decoding a tile</source>
   <translation>Eine Kachel wird kodiert und dekodiert</translation>
  </message>
  <message>
   <source>Coding the visible part…</source>
   <translation>Sichtbarer Ausschnitt wird kodiert…</translation>
  </message>
  <message>
   <source>Columns optical and sar; if you like output, quality, gamma, profile</source>
   <translation>Spalten optical und sar; wenn gewünscht output, quality, gamma, profile</translation>
  </message>
  <message>
   <source>Compress a SAR and an optical layer into one file (EO-Duet)</source>
   <translation>Einen SAR- und einen optischen Layer in eine Datei komprimieren (EO-Duet)</translation>
  </message>
  <message>
   <source>Compress and map</source>
   <translation>Komprimieren und kartieren</translation>
  </message>
  <message>
   <source>Compress many pairs, one after another (EO-Duet)</source>
   <translation>Viele Paare nacheinander komprimieren (EO-Duet)</translation>
  </message>
  <message>
   <source>Compress the pairs, one after another</source>
   <translation>Die Paare nacheinander komprimieren</translation>
  </message>
  <message>
   <source>Compressed file</source>
   <translation>Komprimierte Datei</translation>
  </message>
  <message>
   <source>Compressed file (or the two images below)</source>
   <translation>Komprimierte Datei (oder die beiden Bilder darunter)</translation>
  </message>
  <message>
   <source>Compresses an optical and a SAR image of the same place, on one pixel grid, into one .duet file.
Pixels of 8 bits, 16 bits or floating point; NoData is kept exactly, as are CRS, position, band names and a style that you chose. Either image may be left out.</source>
   <translation>Komprimiert ein optisches und ein SAR-Bild desselben Ortes auf einem Pixelraster in eine .duet-Datei.
Pixel mit 8 Bit, 16 Bit oder Gleitkomma; NoData bleibt exakt erhalten, ebenso KBS, Lage, Kanalnamen und ein selbst gewählter Stil. Eines der Bilder darf fehlen.</translation>
  </message>
  <message>
   <source>Compresses many pairs of an optical and a SAR image, each into a .duet file of its own, all in one folder.
A pair that fails stops no other. A whole file that was made from the same images with the same settings is skipped, so the same call goes on after a cancel, a crash or failures.</source>
   <translation>Komprimiert viele Paare aus einem optischen und einem SAR-Bild, jedes in eine eigene .duet-Datei, alle in einem Ordner.
Ein Paar, das scheitert, hält kein anderes auf. Eine vollständige Datei, die aus denselben Bildern mit denselben Einstellungen entstand, wird übersprungen; so macht derselbe Aufruf nach Abbruch, Absturz oder Fehlern weiter.</translation>
  </message>
  <message>
   <source>Compresses two images of one place into a .duet file, decodes them from it and maps them from it, in one step.
What is left in the file is what the map is made from. Every output may be left out, and is then not computed. The map is a paletted GeoTIFF with the names and colours of the classes; 255 is NoData.</source>
   <translation>Komprimiert zwei Bilder eines Ortes in eine .duet-Datei, dekodiert und kartiert sie daraus, in einem Schritt.
Die Karte entsteht aus dem, was in der Datei übrig ist. Jede Ausgabe darf entfallen und wird dann nicht berechnet. Die Karte ist ein GeoTIFF mit Farbpalette, mit Namen und Farben der Klassen; 255 ist NoData.</translation>
  </message>
  <message>
   <source>Compressing</source>
   <translation>Wird komprimiert</translation>
  </message>
  <message>
   <source>Computing on {}</source>
   <translation>Gerechnet wird auf {}</translation>
  </message>
  <message>
   <source>Contents</source>
   <translation>Inhalt</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Copy &amp;diagnostics</source>
   <translation>&amp;Diagnose kopieren</translation>
  </message>
  <message>
   <source>Corner: SAR starts {:+.2f} pixels right and {:+.2f} down of the optical image</source>
   <translation>Ecke: SAR beginnt {:+.2f} Pixel rechts und {:+.2f} unterhalb des optischen Bildes</translation>
  </message>
  <message>
   <source>Damaged tiles</source>
   <translation>Beschädigte Kacheln</translation>
  </message>
  <message>
   <source>Decode .duet</source>
   <translation>.duet dekodieren</translation>
  </message>
  <message>
   <source>Decode a .duet file</source>
   <translation>Eine .duet-Datei dekodieren</translation>
  </message>
  <message>
   <source>Decode a .duet file and add its images</source>
   <translation>Eine .duet-Datei dekodieren und ihre Bilder laden</translation>
  </message>
  <message>
   <source>Decode and compare the symbols too</source>
   <translation>Auch die Symbole dekodieren und vergleichen</translation>
  </message>
  <message>
   <source>Decode to files…</source>
   <translation>In Dateien dekodieren…</translation>
  </message>
  <message>
   <source>Decoded</source>
   <translation>Dekodiert</translation>
  </message>
  <message>
   <source>Decoded SAR image</source>
   <translation>Dekodiertes SAR-Bild</translation>
  </message>
  <message>
   <source>Decoded by EO-Duet from {} while it is looked at</source>
   <translation>Von EO-Duet beim Ansehen aus {} dekodiert</translation>
  </message>
  <message>
   <source>Decoded by EO-Duet from {}, which was encoded from {}</source>
   <translation>Von EO-Duet dekodiert aus {}, das aus {} kodiert wurde</translation>
  </message>
  <message>
   <source>Decoded optical image</source>
   <translation>Dekodiertes optisches Bild</translation>
  </message>
  <message>
   <source>Decoded {}</source>
   <translation>{} dekodiert</translation>
  </message>
  <message>
   <source>Decodes every tile too and compares it with what the encoder wrote down: proof that this machine decodes exactly what was encoded. It takes longer and needs the private environment.</source>
   <translation>Dekodiert auch jede Kachel und vergleicht sie mit dem, was der Kodierer notiert hat: der Beweis, dass dieser Rechner genau das dekodiert, was kodiert wurde. Das dauert länger und braucht die private Umgebung.</translation>
  </message>
  <message>
   <source>Decoding</source>
   <translation>Wird dekodiert</translation>
  </message>
  <message>
   <source>Decoding failed: {}</source>
   <translation>Das Dekodieren ist gescheitert: {}</translation>
  </message>
  <message>
   <source>Decoding…</source>
   <translation>Wird dekodiert…</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>Gerät</translation>
  </message>
  <message>
   <source>Device that computed</source>
   <translation>Gerät, das gerechnet hat</translation>
  </message>
  <message>
   <source>Device that computes</source>
   <translation>Gerät, das rechnet</translation>
  </message>
  <message>
   <source>Difference × {}</source>
   <translation>Differenz × {}</translation>
  </message>
  <message>
   <source>Double click to set it for this pair alone; empty: as set below</source>
   <translation>Doppelklick, um es nur für dieses Paar zu setzen; leer: wie unten eingestellt</translation>
  </message>
  <message>
   <source>Drag the divider, or move it with the arrow keys</source>
   <translation>Trennlinie ziehen oder mit den Pfeiltasten bewegen</translation>
  </message>
  <message>
   <source>EO-Duet batch</source>
   <translation>EO-Duet-Stapel</translation>
  </message>
  <message>
   <source>EO-Duet computes in a Python of its own. It is made once, takes a minute or two and downloads about {}.</source>
   <translation>EO-Duet rechnet in einem eigenen Python. Es wird einmal erstellt, dauert ein, zwei Minuten und lädt etwa {} herunter.</translation>
  </message>
  <message>
   <source>EO-Duet files (*.duet)</source>
   <translation>EO-Duet-Dateien (*.duet)</translation>
  </message>
  <message>
   <source>EO-Duet help</source>
   <translation>EO-Duet-Hilfe</translation>
  </message>
  <message>
   <source>EO-Duet is closing.</source>
   <translation>EO-Duet wird beendet.</translation>
  </message>
  <message>
   <source>EO-Duet is switched off: switch it on in QGIS's plugin manager.</source>
   <translation>EO-Duet ist ausgeschaltet: bitte in der Erweiterungsverwaltung von QGIS einschalten.</translation>
  </message>
  <message>
   <source>EO-Duet live layers</source>
   <translation>Live-Layer von EO-Duet</translation>
  </message>
  <message>
   <source>EO-Duet panel</source>
   <translation>EO-Duet-Bedienfeld</translation>
  </message>
  <message>
   <source>EO-Duet: aligning the SAR layer</source>
   <translation>EO-Duet: SAR-Layer wird ausgerichtet</translation>
  </message>
  <message>
   <source>EO-Duet: batch of {} pairs</source>
   <translation>EO-Duet: Stapel mit {} Paaren</translation>
  </message>
  <message>
   <source>EO-Duet: looking at the pair</source>
   <translation>EO-Duet: Paar wird angesehen</translation>
  </message>
  <message>
   <source>EO-Duet: looking for graphics cards</source>
   <translation>EO-Duet: Grafikkarten werden gesucht</translation>
  </message>
  <message>
   <source>EO-Duet: opening {}</source>
   <translation>EO-Duet: {} wird geöffnet</translation>
  </message>
  <message>
   <source>EO-Duet: overview of {}</source>
   <translation>EO-Duet: Übersicht von {}</translation>
  </message>
  <message>
   <source>EO-Duet: report</source>
   <translation>EO-Duet: Bericht</translation>
  </message>
  <message>
   <source>EO-Duet: {}</source>
   <translation>EO-Duet: {}</translation>
  </message>
  <message>
   <source>EXTENT does not touch the image: choose one that overlaps it.</source>
   <translation>EXTENT berührt das Bild nicht: bitte eine Ausdehnung wählen, die es überlappt.</translation>
  </message>
  <message>
   <source>Encode a list to .duet</source>
   <translation>Eine Liste in .duet kodieren</translation>
  </message>
  <message>
   <source>Encode to .duet</source>
   <translation>In .duet kodieren</translation>
  </message>
  <message>
   <source>Encode what is done as well</source>
   <translation>Auch Fertiges kodieren</translation>
  </message>
  <message>
   <source>Encodes what is done already as well, instead of skipping it.</source>
   <translation>Kodiert auch, was schon fertig ist, statt es zu überspringen.</translation>
  </message>
  <message>
   <source>Estimating…</source>
   <translation>Wird geschätzt…</translation>
  </message>
  <message>
   <source>Extent (empty: all of it)</source>
   <translation>Ausdehnung (leer: alles)</translation>
  </message>
  <message>
   <source>File</source>
   <translation>Datei</translation>
  </message>
  <message>
   <source>Folder of SAR images</source>
   <translation>Ordner mit SAR-Bildern</translation>
  </message>
  <message>
   <source>Folder of compressed files</source>
   <translation>Ordner für komprimierte Dateien</translation>
  </message>
  <message>
   <source>Folder of optical images</source>
   <translation>Ordner mit optischen Bildern</translation>
  </message>
  <message>
   <source>Folder of the environment</source>
   <translation>Ordner der Umgebung</translation>
  </message>
  <message>
   <source>Folder of wheels</source>
   <translation>Ordner mit Wheels</translation>
  </message>
  <message>
   <source>Folder of wheels (empty: from the package index)</source>
   <translation>Ordner mit Wheels (leer: aus dem Paketindex)</translation>
  </message>
  <message>
   <source>Folder of your own models</source>
   <translation>Ordner mit eigenen Modellen</translation>
  </message>
  <message>
   <source>Forget the folder</source>
   <translation>Ordner vergessen</translation>
  </message>
  <message>
   <source>Forward</source>
   <translation>Vorwärts</translation>
  </message>
  <message>
   <source>GDAL could not warp {}: check its CRS.</source>
   <translation>GDAL konnte {} nicht entzerren: bitte das KBS prüfen.</translation>
  </message>
  <message>
   <source>Gives the optical and the SAR image of a .duet file back as GeoTIFFs, each on its own.
CRS, position, NoData, band names, data type and a kept style come back too. A damaged tile becomes NoData and is reported.</source>
   <translation>Gibt das optische und das SAR-Bild einer .duet-Datei als GeoTIFF zurück, jedes für sich.
KBS, Lage, NoData, Kanalnamen, Datentyp und ein gemerkter Stil kommen mit zurück. Eine beschädigte Kachel wird zu NoData und gemeldet.</translation>
  </message>
  <message>
   <source>Going on with the environment in {}</source>
   <translation>Weiter mit der Umgebung in {}</translation>
  </message>
  <message>
   <source>Guide</source>
   <translation>Anleitung</translation>
  </message>
  <message>
   <source>Height in pixels</source>
   <translation>Höhe in Pixeln</translation>
  </message>
  <message>
   <source>Height in pixels.</source>
   <translation>Höhe in Pixeln.</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>How SAR values were taken: 'average' or 'bilinear'.</source>
   <translation>Wie die SAR-Werte gebildet wurden: „average“ (Mittel) oder „bilinear“.</translation>
  </message>
  <message>
   <source>How good the images are to be, from 0 (smallest file) to 100 (best).</source>
   <translation>Wie gut die Bilder sein sollen, von 0 (kleinste Datei) bis 100 (beste).</translation>
  </message>
  <message>
   <source>How good the images are to be, from 0 (smallest files) to 100 (best), where the list says nothing else.</source>
   <translation>Wie gut die Bilder sein sollen, von 0 (kleinste Dateien) bis 100 (beste), wo die Liste nichts anderes sagt.</translation>
  </message>
  <message>
   <source>How long it took, in seconds.</source>
   <translation>Wie lange es gedauert hat, in Sekunden.</translation>
  </message>
  <message>
   <source>How many times larger the uncompressed pixels are.</source>
   <translation>Wievielmal größer die unkomprimierten Pixel sind.</translation>
  </message>
  <message>
   <source>How the grids differed</source>
   <translation>Wie sich die Raster unterschieden</translation>
  </message>
  <message>
   <source>How the grids differed, in words; empty where they were the same.</source>
   <translation>Wie sich die Raster unterschieden, in Worten; leer, wenn sie gleich waren.</translation>
  </message>
  <message>
   <source>Image to preview</source>
   <translation>Bild für die Vorschau</translation>
  </message>
  <message>
   <source>In place of a list: a folder of optical images.</source>
   <translation>Statt einer Liste: ein Ordner mit optischen Bildern.</translation>
  </message>
  <message>
   <source>Information on .duet</source>
   <translation>Auskunft über .duet</translation>
  </message>
  <message>
   <source>Joint</source>
   <translation>Gemeinsam</translation>
  </message>
  <message>
   <source>List models</source>
   <translation>Modelle auflisten</translation>
  </message>
  <message>
   <source>List of pairs</source>
   <translation>Liste der Paare</translation>
  </message>
  <message>
   <source>List of pairs (CSV)</source>
   <translation>Liste der Paare (CSV)</translation>
  </message>
  <message>
   <source>Lists the models that are installed, with their profiles and the classes that they map.
These are the models of the plugin, those of the environment variable EODUET_MODELS, and those of a folder of your own.</source>
   <translation>Nennt die installierten Modelle mit ihren Profilen und den Klassen, die sie kartieren.
Das sind die Modelle der Erweiterung, die der Umgebungsvariablen EODUET_MODELS und die eines eigenen Ordners.</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Protokoll</translation>
  </message>
  <message>
   <source>Made</source>
   <translation>Erstellt</translation>
  </message>
  <message>
   <source>Makes the private environment that EO-Duet computes in, changes or repairs it.
It is a Python of its own in your QGIS profile, with NumPy, ONNX Runtime and constriction in fixed versions, every wheel checked against its pinned hash; QGIS's own Python is not touched. It is needed once, takes a minute or two, downloads about 50 MB and ends with a proof: a tile is coded and decoded. Cancelled or interrupted, it goes on where it stopped; run again on a complete environment, it checks it and repairs it where needed. The proxy set in QGIS (Settings, Options, Network) is used.</source>
   <translation>Erstellt die private Umgebung, in der EO-Duet rechnet, ändert oder repariert sie.
Sie ist ein eigenes Python im QGIS-Profil mit NumPy, ONNX Runtime und constriction in festen Versionen, jedes Wheel gegen seine festgelegte Prüfsumme geprüft; das Python von QGIS bleibt unberührt. Sie wird einmal gebraucht, dauert ein, zwei Minuten, lädt etwa 50 MB herunter und endet mit einem Beweis: eine Kachel wird kodiert und dekodiert. Abgebrochen oder unterbrochen, geht es dort weiter, wo es aufhörte; auf eine fertige Umgebung angewandt, wird sie geprüft und wenn nötig repariert. Der in QGIS eingestellte Proxy (Einstellungen, Optionen, Netzwerk) wird benutzt.</translation>
  </message>
  <message>
   <source>Making the environment in {} with {}</source>
   <translation>Umgebung wird in {} mit {} erstellt</translation>
  </message>
  <message>
   <source>Map</source>
   <translation>Karte</translation>
  </message>
  <message>
   <source>Map land cover</source>
   <translation>Landbedeckung kartieren</translation>
  </message>
  <message>
   <source>Map model, where the model has several</source>
   <translation>Kartenmodell, wenn das Modell mehrere hat</translation>
  </message>
  <message>
   <source>Map the land cover of the pair</source>
   <translation>Landbedeckung des Paares kartieren</translation>
  </message>
  <message>
   <source>Mapped: {}</source>
   <translation>Kartiert: {}</translation>
  </message>
  <message>
   <source>Mapping</source>
   <translation>Wird kartiert</translation>
  </message>
  <message>
   <source>Maps the classes that a model knows, such as flooded and not flooded, from a .duet file or from two images.
A file is mapped straight from its decoded tiles; a pair of images on one pixel grid may never have been compressed. The map is a paletted GeoTIFF with the names and colours of the classes (an attribute table in .aux.xml and a style in .qml beside it); 255 is NoData.</source>
   <translation>Kartiert die Klassen, die ein Modell kennt, etwa überflutet und nicht überflutet, aus einer .duet-Datei oder aus zwei Bildern.
Eine Datei wird direkt aus ihren dekodierten Kacheln kartiert; ein Bildpaar auf einem Pixelraster muss nie komprimiert gewesen sein. Die Karte ist ein GeoTIFF mit Farbpalette, mit Namen und Farben der Klassen (eine Attributtabelle in .aux.xml und ein Stil in .qml daneben); 255 ist NoData.</translation>
  </message>
  <message>
   <source>Mean of the two PSNRs in dB</source>
   <translation>Mittel der beiden PSNR in dB</translation>
  </message>
  <message>
   <source>Memory ran out in the worker process: close other programs, or use the device 'cpu', and try again.</source>
   <translation>Dem Rechenprozess ging der Speicher aus: bitte andere Programme schließen oder das Gerät „cpu“ wählen und erneut versuchen.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>Model (empty: the one that the file names)</source>
   <translation>Modell (leer: das in der Datei genannte)</translation>
  </message>
  <message>
   <source>Model of the map (empty: the one to code with)</source>
   <translation>Modell der Karte (leer: das zum Kodieren)</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (CUDA 12)</source>
   <translation>NVIDIA-Grafikkarte (CUDA 12)</translation>
  </message>
  <message>
   <source>Name a file to write.</source>
   <translation>Bitte eine Datei nennen, die geschrieben werden soll.</translation>
  </message>
  <message>
   <source>Name a folder to write into.</source>
   <translation>Bitte einen Ordner nennen, in den geschrieben wird.</translation>
  </message>
  <message>
   <source>Name either INPUT, a .duet file, or OPTICAL and SAR.</source>
   <translation>Bitte entweder INPUT, eine .duet-Datei, oder OPTICAL und SAR angeben.</translation>
  </message>
  <message>
   <source>Name either LIST, or OPTICAL_FOLDER and SAR_FOLDER.</source>
   <translation>Bitte entweder LIST oder OPTICAL_FOLDER und SAR_FOLDER angeben.</translation>
  </message>
  <message>
   <source>Needs a repair</source>
   <translation>Braucht eine Reparatur</translation>
  </message>
  <message>
   <source>No Python was found to make the environment from (looked for {}): name one in the setting {}.</source>
   <translation>Kein Python gefunden, aus dem die Umgebung entstehen kann (gesucht: {}): bitte eines in der Einstellung {} nennen.</translation>
  </message>
  <message>
   <source>No areas: the image has no CRS and position that say how large a pixel is.</source>
   <translation>Keine Flächen: KBS und Lage fehlen, die sagen, wie groß ein Pixel ist.</translation>
  </message>
  <message>
   <source>No build of a needed package exists for this Python on this machine: use Python 3.9 or newer, named in the setting eoduet/python.</source>
   <translation>Für dieses Python gibt es auf diesem Rechner keine Ausgabe eines benötigten Pakets: bitte Python 3.9 oder neuer verwenden und in der Einstellung eoduet/python nennen.</translation>
  </message>
  <message>
   <source>No graphics card computes in the private environment: the CPU does.</source>
   <translation>In der privaten Umgebung rechnet keine Grafikkarte, sondern die CPU.</translation>
  </message>
  <message>
   <source>No graphics card was found that could be used.</source>
   <translation>Es wurde keine nutzbare Grafikkarte gefunden.</translation>
  </message>
  <message>
   <source>No picture: {}</source>
   <translation>Kein Bild: {}</translation>
  </message>
  <message>
   <source>None of the {} pairs could be encoded; the first: {}</source>
   <translation>Keines der {} Paare konnte kodiert werden; das erste: {}</translation>
  </message>
  <message>
   <source>Not finished</source>
   <translation>Nicht beendet</translation>
  </message>
  <message>
   <source>Not offered here:</source>
   <translation>Hier nicht angeboten:</translation>
  </message>
  <message>
   <source>Not set up yet</source>
   <translation>Noch nicht eingerichtet</translation>
  </message>
  <message>
   <source>Nothing is damaged</source>
   <translation>Nichts ist beschädigt</translation>
  </message>
  <message>
   <source>Nothing is open to preview.</source>
   <translation>Nichts ist für die Vorschau geöffnet.</translation>
  </message>
  <message>
   <source>Nothing of QGIS is changed.</source>
   <translation>An QGIS wird nichts geändert.</translation>
  </message>
  <message>
   <source>Nothing to decode: name OPTICAL_OUTPUT, SAR_OUTPUT, or both.</source>
   <translation>Nichts zu dekodieren: bitte OPTICAL_OUTPUT, SAR_OUTPUT oder beide angeben.</translation>
  </message>
  <message>
   <source>Nothing to write: name {}.</source>
   <translation>Nichts zu schreiben: bitte {} angeben.</translation>
  </message>
  <message>
   <source>Number of models</source>
   <translation>Anzahl der Modelle</translation>
  </message>
  <message>
   <source>Number of pairs</source>
   <translation>Anzahl der Paare</translation>
  </message>
  <message>
   <source>ONNX Runtime</source>
   <translation>ONNX Runtime</translation>
  </message>
  <message>
   <source>Of the optical and of the SAR image as they decode</source>
   <translation>Des optischen und des SAR-Bilds, wie sie dekodiert werden</translation>
  </message>
  <message>
   <source>One grid; SAR lies {:.1f} px {}, {:.1f} px {}</source>
   <translation>Ein Raster; SAR liegt {:.1f} px {}, {:.1f} px {}</translation>
  </message>
  <message>
   <source>One grid; the shift between the two images cannot be told here.</source>
   <translation>Ein Raster; der Versatz der beiden Bilder lässt sich hier nicht bestimmen.</translation>
  </message>
  <message>
   <source>Only the pixels that this extent touches; only their tiles are read and computed. Empty: all of it.</source>
   <translation>Nur die Pixel, die diese Ausdehnung berührt; nur ihre Kacheln werden gelesen und berechnet. Leer: alles.</translation>
  </message>
  <message>
   <source>Open &amp;report</source>
   <translation>Bericht &amp;öffnen</translation>
  </message>
  <message>
   <source>Open .duet files</source>
   <translation>.duet-Dateien öffnen</translation>
  </message>
  <message>
   <source>Open .duet file…</source>
   <translation>.duet-Datei öffnen…</translation>
  </message>
  <message>
   <source>Open as layers</source>
   <translation>Als Layer öffnen</translation>
  </message>
  <message>
   <source>Optical</source>
   <translation>Optisch</translation>
  </message>
  <message>
   <source>Optical bands</source>
   <translation>Optische Kanäle</translation>
  </message>
  <message>
   <source>Optical image</source>
   <translation>Optisches Bild</translation>
  </message>
  <message>
   <source>Or: folder of optical images</source>
   <translation>Oder: Ordner mit optischen Bildern</translation>
  </message>
  <message>
   <source>Original</source>
   <translation>Original</translation>
  </message>
  <message>
   <source>Out of memory: close other programs and try again.</source>
   <translation>Zu wenig Speicher: bitte andere Programme schließen und erneut versuchen.</translation>
  </message>
  <message>
   <source>PSNR</source>
   <translation>PSNR</translation>
  </message>
  <message>
   <source>PSNR of the SAR image in dB</source>
   <translation>PSNR des SAR-Bildes in dB</translation>
  </message>
  <message>
   <source>PSNR of the optical image in dB</source>
   <translation>PSNR des optischen Bildes in dB</translation>
  </message>
  <message>
   <source>PSNR {}</source>
   <translation>PSNR {}</translation>
  </message>
  <message>
   <source>Pa&amp;use</source>
   <translation>Pa&amp;use</translation>
  </message>
  <message>
   <source>Pair the project's layers by place, name and date</source>
   <translation>Layer des Projekts nach Ort, Name und Datum paaren</translation>
  </message>
  <message>
   <source>Pair the rasters of two folders by name and date</source>
   <translation>Raster zweier Ordner nach Name und Datum paaren</translation>
  </message>
  <message>
   <source>Pairs</source>
   <translation>Paare</translation>
  </message>
  <message>
   <source>Pairs done before</source>
   <translation>Vorher fertige Paare</translation>
  </message>
  <message>
   <source>Pairs that failed</source>
   <translation>Gescheiterte Paare</translation>
  </message>
  <message>
   <source>Pairs whose file is there</source>
   <translation>Paare, deren Datei da ist</translation>
  </message>
  <message>
   <source>Parameters</source>
   <translation>Parameter</translation>
  </message>
  <message>
   <source>Peak signal-to-noise ratio of the decoded SAR image in dB, on the coded range of its values.</source>
   <translation>Spitzen-Signal-Rausch-Verhältnis des dekodierten SAR-Bildes in dB, bezogen auf den kodierten Wertebereich.</translation>
  </message>
  <message>
   <source>Peak signal-to-noise ratio of the decoded optical image in dB, on the coded range of its values.</source>
   <translation>Spitzen-Signal-Rausch-Verhältnis des dekodierten optischen Bildes in dB, bezogen auf den kodierten Wertebereich.</translation>
  </message>
  <message>
   <source>Per cent of the pixels that have a class.</source>
   <translation>Prozent der Pixel, die eine Klasse haben.</translation>
  </message>
  <message>
   <source>Per cent of {}</source>
   <translation>Prozent {}</translation>
  </message>
  <message>
   <source>Picture of the {} image</source>
   <translation>Vorschau des Bildes: {}</translation>
  </message>
  <message>
   <source>Pixels without a class</source>
   <translation>Pixel ohne Klasse</translation>
  </message>
  <message>
   <source>Preview on {} with ONNX Runtime {}</source>
   <translation>Vorschau auf {} mit ONNX Runtime {}</translation>
  </message>
  <message>
   <source>Preview: original on the left, decoded on the right of the divider</source>
   <translation>Vorschau: links der Trennlinie das Original, rechts dekodiert</translation>
  </message>
  <message>
   <source>Processor (CPU)</source>
   <translation>Prozessor (CPU)</translation>
  </message>
  <message>
   <source>Profile</source>
   <translation>Profil</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Fortschritt</translation>
  </message>
  <message>
   <source>Progress of the batch</source>
   <translation>Fortschritt des Stapels</translation>
  </message>
  <message>
   <source>Python's venv module is missing: install it (on Debian and Ubuntu the package python3-venv), then run the set-up again.</source>
   <translation>Pythons Modul venv fehlt: bitte installieren (unter Debian und Ubuntu das Paket python3-venv) und das Einrichten erneut starten.</translation>
  </message>
  <message>
   <source>QGIS can be used meanwhile, and this window be closed.</source>
   <translation>QGIS kann währenddessen benutzt und dieses Fenster geschlossen werden.</translation>
  </message>
  <message>
   <source>QGIS has no proxy set (Settings ▸ Options ▸ Network).</source>
   <translation>In QGIS ist kein Proxy eingestellt (Einstellungen ▸ Optionen ▸ Netzwerk).</translation>
  </message>
  <message>
   <source>Quality</source>
   <translation>Qualität</translation>
  </message>
  <message>
   <source>Quality (0–100)</source>
   <translation>Qualität (0–100)</translation>
  </message>
  <message>
   <source>Quality used</source>
   <translation>Verwendete Qualität</translation>
  </message>
  <message>
   <source>Quality, 0 smallest to 100 best</source>
   <translation>Qualität, von 0 (kleinste) bis 100 (beste)</translation>
  </message>
  <message>
   <source>Quality, γ</source>
   <translation>Qualität, γ</translation>
  </message>
  <message>
   <source>Rate</source>
   <translation>Rate</translation>
  </message>
  <message>
   <source>Ratio to the uncompressed pixels</source>
   <translation>Verhältnis zu den unkomprimierten Pixeln</translation>
  </message>
  <message>
   <source>Ready</source>
   <translation>Bereit</translation>
  </message>
  <message>
   <source>Ready: {}</source>
   <translation>Bereit: {}</translation>
  </message>
  <message>
   <source>Rebuild: remove it and make it anew</source>
   <translation>Neu bauen: entfernen und neu erstellen</translation>
  </message>
  <message>
   <source>Removes the environment first and makes it anew: the remedy where it is broken.</source>
   <translation>Entfernt die Umgebung zuerst und erstellt sie neu: die Abhilfe, wenn sie defekt ist.</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Bericht</translation>
  </message>
  <message>
   <source>Report as a table</source>
   <translation>Bericht als Tabelle</translation>
  </message>
  <message>
   <source>Report: {}</source>
   <translation>Bericht: {}</translation>
  </message>
  <message>
   <source>Res&amp;ume</source>
   <translation>&amp;Weiter</translation>
  </message>
  <message>
   <source>Resampling</source>
   <translation>Resampling</translation>
  </message>
  <message>
   <source>Resolution: optical {}, SAR {}</source>
   <translation>Auflösung: optisch {}, SAR {}</translation>
  </message>
  <message>
   <source>Results</source>
   <translation>Ergebnisse</translation>
  </message>
  <message>
   <source>Row {} failed: {}</source>
   <translation>Zeile {} ist gescheitert: {}</translation>
  </message>
  <message>
   <source>SAR</source>
   <translation>SAR</translation>
  </message>
  <message>
   <source>SAR bands</source>
   <translation>SAR-Kanäle</translation>
  </message>
  <message>
   <source>SAR image</source>
   <translation>SAR-Bild</translation>
  </message>
  <message>
   <source>SAR, decoded</source>
   <translation>SAR, dekodiert</translation>
  </message>
  <message>
   <source>SAR, live</source>
   <translation>SAR, live</translation>
  </message>
  <message>
   <source>Save the list</source>
   <translation>Liste speichern</translation>
  </message>
  <message>
   <source>Seconds</source>
   <translation>Sekunden</translation>
  </message>
  <message>
   <source>Set up EO-Duet</source>
   <translation>EO-Duet einrichten</translation>
  </message>
  <message>
   <source>Set up…</source>
   <translation>Einrichten…</translation>
  </message>
  <message>
   <source>Setting up EO-Duet failed: {}</source>
   <translation>EO-Duet konnte nicht eingerichtet werden: {}</translation>
  </message>
  <message>
   <source>Setting up…</source>
   <translation>Wird eingerichtet…</translation>
  </message>
  <message>
   <source>Share of values outside the coded range (worse image)</source>
   <translation>Anteil der Werte außerhalb des kodierten Bereichs (schlechteres Bild)</translation>
  </message>
  <message>
   <source>Sho&amp;w log</source>
   <translation>Protokoll a&amp;nzeigen</translation>
  </message>
  <message>
   <source>Shows what coding changed, {} times as strong</source>
   <translation>Zeigt, was das Kodieren verändert hat, {}-fach verstärkt</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Größe</translation>
  </message>
  <message>
   <source>Size in bytes</source>
   <translation>Größe in Byte</translation>
  </message>
  <message>
   <source>Size: optical {} × {}, SAR {} × {} pixels</source>
   <translation>Größe: optisch {} × {}, SAR {} × {} Pixel</translation>
  </message>
  <message>
   <source>Sound; tiles checked: {}</source>
   <translation>Unbeschädigt; geprüfte Kacheln: {}</translation>
  </message>
  <message>
   <source>State</source>
   <translation>Zustand</translation>
  </message>
  <message>
   <source>Takes the folder out of the settings again.</source>
   <translation>Nimmt den Ordner wieder aus den Einstellungen.</translation>
  </message>
  <message>
   <source>Target (bpp, bytes or dB)</source>
   <translation>Zielwert (bpp, Byte oder dB)</translation>
  </message>
  <message>
   <source>Tells what a .duet file holds: size, ratio, bands, CRS, quality, trade-off γ and the model that decodes it.
Only the head of the file is read, and no private environment is needed.</source>
   <translation>Sagt, was eine .duet-Datei enthält: Größe, Verhältnis, Kanäle, KBS, Qualität, Abwägung γ und das Modell, das sie dekodiert.
Nur der Kopf der Datei wird gelesen; die private Umgebung wird nicht gebraucht.</translation>
  </message>
  <message>
   <source>The .duet file to map, or nothing where the two images below are given.</source>
   <translation>Die .duet-Datei, die kartiert werden soll, oder nichts, wenn die beiden Bilder darunter angegeben sind.</translation>
  </message>
  <message>
   <source>The .duet file to write.</source>
   <translation>Die .duet-Datei, die geschrieben wird.</translation>
  </message>
  <message>
   <source>The .duet file. Anything GDAL can open will do, such as a path that starts with /vsicurl/ or /vsizip/.</source>
   <translation>Die .duet-Datei. Alles, was GDAL öffnen kann, etwa ein Pfad, der mit /vsicurl/ oder /vsizip/ beginnt.</translation>
  </message>
  <message>
   <source>The ONNX Runtime to install, exactly one: 'cpu', 'nvidia' (NVIDIA graphics cards, CUDA 12, 1.9 GB to download) or 'directml' (Windows, any graphics card). 'auto' keeps what is installed, or takes what suits this machine.</source>
   <translation>Das ONNX Runtime, das installiert wird, genau eines: „cpu“, „nvidia“ (NVIDIA-Grafikkarten, CUDA 12, 1,9 GB Download) oder „directml“ (Windows, jede Grafikkarte). „auto“ behält das installierte oder nimmt, was zu diesem Rechner passt.</translation>
  </message>
  <message>
   <source>The SAR image cannot be aligned: {}; give both a CRS and a position first.</source>
   <translation>Das SAR-Bild kann nicht ausgerichtet werden: {}; bitte zuerst beiden KBS und Lage geben.</translation>
  </message>
  <message>
   <source>The SAR image on the optical grid, a GeoTIFF.</source>
   <translation>Das SAR-Bild auf dem optischen Raster, ein GeoTIFF.</translation>
  </message>
  <message>
   <source>The SAR image to warp.</source>
   <translation>Das SAR-Bild, das entzerrt wird.</translation>
  </message>
  <message>
   <source>The SAR image, where no .duet file is given; it may be left out.</source>
   <translation>Das SAR-Bild, wenn keine .duet-Datei angegeben ist; es darf fehlen.</translation>
  </message>
  <message>
   <source>The SAR image: 1 or 2 polarisations, as power or in dB. It may be left out; then the file holds the optical image alone.</source>
   <translation>Das SAR-Bild: 1 oder 2 Polarisationen, als Leistung oder in dB. Es darf fehlen; dann enthält die Datei nur das optische Bild.</translation>
  </message>
  <message>
   <source>The build of ONNX Runtime that is installed: 'cpu', 'nvidia' or 'directml'.</source>
   <translation>Die installierte Ausgabe von ONNX Runtime: „cpu“, „nvidia“ oder „directml“.</translation>
  </message>
  <message>
   <source>The chosen model has no map model.</source>
   <translation>Das gewählte Modell hat kein Kartenmodell.</translation>
  </message>
  <message>
   <source>The coordinate reference system as WKT.</source>
   <translation>Das Koordinatenbezugssystem als WKT.</translation>
  </message>
  <message>
   <source>The decoded SAR image, a GeoTIFF. Left out, it is not computed.</source>
   <translation>Das dekodierte SAR-Bild, ein GeoTIFF. Ohne Angabe wird es nicht berechnet.</translation>
  </message>
  <message>
   <source>The decoded optical image, a GeoTIFF. Left out, it is not computed.</source>
   <translation>Das dekodierte optische Bild, ein GeoTIFF. Ohne Angabe wird es nicht berechnet.</translation>
  </message>
  <message>
   <source>The device that really computed.</source>
   <translation>Das Gerät, das wirklich gerechnet hat.</translation>
  </message>
  <message>
   <source>The disk is full: free about 500 MB, then run the set-up again; it goes on where it stopped.</source>
   <translation>Der Datenträger ist voll: bitte etwa 500 MB freimachen und das Einrichten erneut starten; es geht dort weiter, wo es aufhörte.</translation>
  </message>
  <message>
   <source>The disk is too full: {} needs {} MB and {:.0f} MB are free. Free some, then try again.</source>
   <translation>Der Datenträger ist zu voll: {} braucht {} MB, und {:.0f} MB sind frei. Bitte Platz schaffen und erneut versuchen.</translation>
  </message>
  <message>
   <source>The environment's folder cannot be written: check the permissions of your QGIS profile folder.</source>
   <translation>In den Ordner der Umgebung kann nicht geschrieben werden: bitte die Rechte des QGIS-Profilordners prüfen.</translation>
  </message>
  <message>
   <source>The file does not hold the image asked for: ask for the other output.</source>
   <translation>Die Datei enthält das verlangte Bild nicht: bitte die andere Ausgabe verlangen.</translation>
  </message>
  <message>
   <source>The folder for the .duet files, the reports and the journal of what is done.</source>
   <translation>Der Ordner für die .duet-Dateien, die Berichte und das Journal des Erledigten.</translation>
  </message>
  <message>
   <source>The folder of SAR images that go with them, matched by name and date; it may be the same folder.</source>
   <translation>Der Ordner mit den SAR-Bildern dazu, nach Name und Datum zugeordnet; es darf derselbe Ordner sein.</translation>
  </message>
  <message>
   <source>The folder of the environment.</source>
   <translation>Der Ordner der Umgebung.</translation>
  </message>
  <message>
   <source>The folder {} holds no wheels: fill it on a machine with a network ('pip download', see the help).</source>
   <translation>Der Ordner {} enthält keine Wheels: bitte auf einem Rechner mit Netz füllen („pip download“, siehe Hilfe).</translation>
  </message>
  <message>
   <source>The folder {} lacks a wheel that this Python needs: fill it with 'pip download', see the help.</source>
   <translation>Im Ordner {} fehlt ein Wheel, das dieses Python braucht: bitte mit „pip download“ füllen, siehe Hilfe.</translation>
  </message>
  <message>
   <source>The grids are the same.</source>
   <translation>Die Raster sind gleich.</translation>
  </message>
  <message>
   <source>The grids differ:</source>
   <translation>Die Raster unterscheiden sich:</translation>
  </message>
  <message>
   <source>The installed version of NumPy.</source>
   <translation>Die installierte Version von NumPy.</translation>
  </message>
  <message>
   <source>The installed version of ONNX Runtime.</source>
   <translation>Die installierte Version von ONNX Runtime.</translation>
  </message>
  <message>
   <source>The installed version of constriction.</source>
   <translation>Die installierte Version von constriction.</translation>
  </message>
  <message>
   <source>The job failed without saying why: see the log.</source>
   <translation>Die Aufgabe scheiterte ohne Angabe eines Grundes: siehe Protokoll.</translation>
  </message>
  <message>
   <source>The map made from the file: a GeoTIFF with the names and colours of the classes. Left out, it is not computed.</source>
   <translation>Die Karte aus der Datei: ein GeoTIFF mit Namen und Farben der Klassen. Ohne Angabe wird sie nicht berechnet.</translation>
  </message>
  <message>
   <source>The map to write, a GeoTIFF.</source>
   <translation>Die Karte, die geschrieben wird, ein GeoTIFF.</translation>
  </message>
  <message>
   <source>The mean of the two in dB.</source>
   <translation>Das Mittel der beiden in dB.</translation>
  </message>
  <message>
   <source>The model that decodes the file.</source>
   <translation>Das Modell, das die Datei dekodiert.</translation>
  </message>
  <message>
   <source>The model to code with. eoduet:models lists what is installed.</source>
   <translation>Das Modell zum Kodieren. eoduet:models nennt die installierten.</translation>
  </message>
  <message>
   <source>The model whose map is wanted, where it is not the file's own. eoduet:models lists them and takes a folder of yours.</source>
   <translation>Das Modell, dessen Karte gewünscht ist, wenn es nicht das der Datei ist. eoduet:models nennt sie und nimmt einen eigenen Ordner an.</translation>
  </message>
  <message>
   <source>The models with their folders, profiles and classes, as JSON.</source>
   <translation>Die Modelle mit Ordnern, Profilen und Klassen als JSON.</translation>
  </message>
  <message>
   <source>The name of the map model, where a model has several.</source>
   <translation>Der Name des Kartenmodells, wenn ein Modell mehrere hat.</translation>
  </message>
  <message>
   <source>The number of SAR bands, 0 where the file has no SAR image.</source>
   <translation>Die Anzahl der SAR-Kanäle; 0, wenn die Datei kein SAR-Bild enthält.</translation>
  </message>
  <message>
   <source>The number of damaged tiles.</source>
   <translation>Die Anzahl der beschädigten Kacheln.</translation>
  </message>
  <message>
   <source>The number of damaged tiles; each of them is NoData in what was written.</source>
   <translation>Die Anzahl der beschädigten Kacheln; jede ist NoData in dem, was geschrieben wurde.</translation>
  </message>
  <message>
   <source>The number of models.</source>
   <translation>Die Anzahl der Modelle.</translation>
  </message>
  <message>
   <source>The number of optical bands, 0 where the file has no optical image.</source>
   <translation>Die Anzahl der optischen Kanäle; 0, wenn die Datei kein optisches Bild enthält.</translation>
  </message>
  <message>
   <source>The number of pairs in the list.</source>
   <translation>Die Anzahl der Paare in der Liste.</translation>
  </message>
  <message>
   <source>The number of pairs that failed; the report says why.</source>
   <translation>Die Anzahl der gescheiterten Paare; der Bericht sagt, warum.</translation>
  </message>
  <message>
   <source>The number of pairs that were done before.</source>
   <translation>Die Anzahl der Paare, die schon vorher fertig waren.</translation>
  </message>
  <message>
   <source>The number of pairs whose file is there, made now or before.</source>
   <translation>Die Anzahl der Paare, deren Datei da ist, jetzt oder vorher erstellt.</translation>
  </message>
  <message>
   <source>The number of pixels without a class: where an image has no data, or a tile is damaged.</source>
   <translation>Die Anzahl der Pixel ohne Klasse: wo ein Bild keine Daten hat oder eine Kachel beschädigt ist.</translation>
  </message>
  <message>
   <source>The number of tiles.</source>
   <translation>Die Anzahl der Kacheln.</translation>
  </message>
  <message>
   <source>The old environment in {} cannot be removed ({}): close other QGIS windows and try again.</source>
   <translation>Die alte Umgebung in {} lässt sich nicht entfernen ({}): bitte andere QGIS-Fenster schließen und erneut versuchen.</translation>
  </message>
  <message>
   <source>The optical image whose CRS, size and pixels the result takes.</source>
   <translation>Das optische Bild, dessen KBS, Größe und Pixel das Ergebnis übernimmt.</translation>
  </message>
  <message>
   <source>The optical image, where no .duet file is given; it may be left out.</source>
   <translation>Das optische Bild, wenn keine .duet-Datei angegeben ist; es darf fehlen.</translation>
  </message>
  <message>
   <source>The optical image: 1 to 4 bands, blue, green, red and near-infrared in any order. It may be left out; then the file holds the SAR image alone. It must lie on the same pixel grid as the SAR image.</source>
   <translation>Das optische Bild: 1 bis 4 Kanäle, Blau, Grün, Rot und nahes Infrarot in beliebiger Reihenfolge. Es darf fehlen; dann enthält die Datei nur das SAR-Bild. Es muss auf demselben Pixelraster liegen wie das SAR-Bild.</translation>
  </message>
  <message>
   <source>The overview could not be kept in {} ({}).</source>
   <translation>Die Übersicht konnte nicht in {} aufbewahrt werden ({}).</translation>
  </message>
  <message>
   <source>The package index cannot be reached: check the network connection, then run the set-up again.</source>
   <translation>Der Paketindex ist nicht erreichbar: bitte die Netzverbindung prüfen und das Einrichten erneut starten.</translation>
  </message>
  <message>
   <source>The package index's certificate is not trusted here: ask your administrator for the certificate and name it in pip's setting 'cert'.</source>
   <translation>Dem Zertifikat des Paketindex wird hier nicht vertraut: bitte das Zertifikat bei der Systemverwaltung erfragen und in der pip-Einstellung „cert“ nennen.</translation>
  </message>
  <message>
   <source>The pair is outside the visible part of the map.</source>
   <translation>Das Paar liegt außerhalb des sichtbaren Kartenausschnitts.</translation>
  </message>
  <message>
   <source>The preview failed: {}</source>
   <translation>Die Vorschau ist gescheitert: {}</translation>
  </message>
  <message>
   <source>The preview is off.</source>
   <translation>Die Vorschau ist aus.</translation>
  </message>
  <message>
   <source>The preview needs the private environment.</source>
   <translation>Die Vorschau braucht die private Umgebung.</translation>
  </message>
  <message>
   <source>The preview pauses.</source>
   <translation>Die Vorschau pausiert.</translation>
  </message>
  <message>
   <source>The preview starts once the two images lie on one pixel grid.</source>
   <translation>Die Vorschau beginnt, sobald beide Bilder auf einem Pixelraster liegen.</translation>
  </message>
  <message>
   <source>The private environment has lost its Python, as after an update of QGIS or the system: repair it with 'Set up EO-Duet' (eoduet:setup).</source>
   <translation>Die private Umgebung hat ihr Python verloren, etwa nach einer Aktualisierung von QGIS oder des Systems: bitte mit „EO-Duet einrichten“ (eoduet:setup) reparieren.</translation>
  </message>
  <message>
   <source>The private environment is broken ({}): repair it with 'Set up EO-Duet' (eoduet:setup).</source>
   <translation>Die private Umgebung ist defekt ({}): bitte mit „EO-Duet einrichten“ (eoduet:setup) reparieren.</translation>
  </message>
  <message>
   <source>The private environment is missing: run 'Set up EO-Duet' (eoduet:setup) once; it downloads about {} MB.</source>
   <translation>Die private Umgebung fehlt: bitte einmal „EO-Duet einrichten“ (eoduet:setup) ausführen; es lädt etwa {} MB herunter.</translation>
  </message>
  <message>
   <source>The private environment was made for another version of the plugin: run 'Set up EO-Duet' (eoduet:setup) to renew it.</source>
   <translation>Die private Umgebung wurde für eine andere Version der Erweiterung erstellt: bitte mit „EO-Duet einrichten“ (eoduet:setup) erneuern.</translation>
  </message>
  <message>
   <source>The profile that made the file.</source>
   <translation>Das Profil, mit dem die Datei entstand.</translation>
  </message>
  <message>
   <source>The project has no optical and SAR layers of one place: add some, or use folders or a list.</source>
   <translation>Das Projekt hat keine optischen und SAR-Layer eines Ortes: bitte welche laden oder Ordner oder eine Liste verwenden.</translation>
  </message>
  <message>
   <source>The proxy refused the connection: check it, its user and its password in QGIS (Settings, Options, Network), then try again.</source>
   <translation>Der Proxy hat die Verbindung abgelehnt: bitte Proxy, Benutzer und Passwort in QGIS prüfen (Einstellungen, Optionen, Netzwerk) und erneut versuchen.</translation>
  </message>
  <message>
   <source>The proxy set in QGIS is used.</source>
   <translation>Der in QGIS eingestellte Proxy wird benutzt.</translation>
  </message>
  <message>
   <source>The quality that was used; with a target, the one that met it.</source>
   <translation>Die verwendete Qualität; bei einem Zielwert die, die ihn erreicht hat.</translation>
  </message>
  <message>
   <source>The quality the file was coded with.</source>
   <translation>Die Qualität, mit der die Datei kodiert wurde.</translation>
  </message>
  <message>
   <source>The report as a page, with sizes, rates and PSNR of each pair and why one failed: batch.html.</source>
   <translation>Der Bericht als Seite, mit Größen, Raten und PSNR jedes Paares und dem Grund, wenn eines scheiterte: batch.html.</translation>
  </message>
  <message>
   <source>The report as a table: batch.csv.</source>
   <translation>Der Bericht als Tabelle: batch.csv.</translation>
  </message>
  <message>
   <source>The report could not be written beside the file.</source>
   <translation>Der Bericht konnte nicht neben die Datei geschrieben werden.</translation>
  </message>
  <message>
   <source>The set-up failed</source>
   <translation>Das Einrichten ist gescheitert</translation>
  </message>
  <message>
   <source>The set-up of the private environment was not finished: run 'Set up EO-Duet' (eoduet:setup); it goes on where it stopped.</source>
   <translation>Das Einrichten der privaten Umgebung wurde nicht beendet: bitte „EO-Duet einrichten“ (eoduet:setup) ausführen; es geht dort weiter, wo es aufhörte.</translation>
  </message>
  <message>
   <source>The share of values outside the coded range, 0 to 1, of the image with more of them.</source>
   <translation>Der Anteil der Werte außerhalb des kodierten Bereichs, 0 bis 1, beim Bild mit mehr davon.</translation>
  </message>
  <message>
   <source>The size of all files together in bytes.</source>
   <translation>Die Größe aller Dateien zusammen in Byte.</translation>
  </message>
  <message>
   <source>The size of the file in bytes, its head included.</source>
   <translation>Die Größe der Datei in Byte, mit ihrem Kopf.</translation>
  </message>
  <message>
   <source>The style of {} could not be written.</source>
   <translation>Der Stil von {} konnte nicht geschrieben werden.</translation>
  </message>
  <message>
   <source>The temporary folder {} cannot be written ({}): free some space there.</source>
   <translation>In den temporären Ordner {} kann nicht geschrieben werden ({}): bitte dort Platz schaffen.</translation>
  </message>
  <message>
   <source>The tile coded in the environment does not decode to itself: report this with the diagnostics.</source>
   <translation>Die in der Umgebung kodierte Kachel lässt sich nicht zu sich selbst dekodieren: bitte mit der Diagnose melden.</translation>
  </message>
  <message>
   <source>The trade-off γ that was used.</source>
   <translation>Die verwendete Abwägung γ.</translation>
  </message>
  <message>
   <source>The trade-off γ the file was coded with.</source>
   <translation>Die Abwägung γ, mit der die Datei kodiert wurde.</translation>
  </message>
  <message>
   <source>The value to aim at, in the unit of the target.</source>
   <translation>Der angestrebte Wert in der Einheit des Ziels.</translation>
  </message>
  <message>
   <source>The visible part holds no data.</source>
   <translation>Der sichtbare Ausschnitt enthält keine Daten.</translation>
  </message>
  <message>
   <source>The worker process crashed ({}): try the device 'cpu', or repair it with 'Set up EO-Duet'.</source>
   <translation>Der Rechenprozess ist abgestürzt ({}): bitte das Gerät „cpu“ versuchen oder mit „EO-Duet einrichten“ reparieren.</translation>
  </message>
  <message>
   <source>The worker process did not answer for {} s: close other programs and try again.</source>
   <translation>Der Rechenprozess hat {} s lang nicht geantwortet: bitte andere Programme schließen und erneut versuchen.</translation>
  </message>
  <message>
   <source>The worker process ended unexpectedly ({}): repair it with 'Set up EO-Duet'.</source>
   <translation>Der Rechenprozess endete unerwartet ({}): bitte mit „EO-Duet einrichten“ reparieren.</translation>
  </message>
  <message>
   <source>The worker process failed: {}</source>
   <translation>Der Rechenprozess ist gescheitert: {}</translation>
  </message>
  <message>
   <source>The worker process was killed by the system, most likely because memory ran out: close other programs, or use the device 'cpu', and try again.</source>
   <translation>Der Rechenprozess wurde vom System beendet, höchstwahrscheinlich aus Speichermangel: bitte andere Programme schließen oder das Gerät „cpu“ wählen und erneut versuchen.</translation>
  </message>
  <message>
   <source>There is no algorithm {}.</source>
   <translation>Es gibt keinen Algorithmus {}.</translation>
  </message>
  <message>
   <source>There is no build '{}' for this system: use {}.</source>
   <translation>Für dieses System gibt es keine Ausgabe „{}“: bitte {} verwenden.</translation>
  </message>
  <message>
   <source>This tile is being decoded: click again in a moment.</source>
   <translation>Diese Kachel wird gerade dekodiert: bitte gleich noch einmal klicken.</translation>
  </message>
  <message>
   <source>Tile {} is NoData: {}</source>
   <translation>Kachel {} ist NoData: {}</translation>
  </message>
  <message>
   <source>Tile {} is damaged: {}</source>
   <translation>Kachel {} ist beschädigt: {}</translation>
  </message>
  <message>
   <source>Tiles</source>
   <translation>Kacheln</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>Dauer</translation>
  </message>
  <message>
   <source>Trade-off γ</source>
   <translation>Abwägung γ</translation>
  </message>
  <message>
   <source>Trade-off γ (0: favour SAR, 1: favour optical; empty: the profile's, or 0.5)</source>
   <translation>Abwägung γ (0: SAR bevorzugt, 1: Optik bevorzugt; leer: die des Profils oder 0,5)</translation>
  </message>
  <message>
   <source>Trade-off γ used</source>
   <translation>Verwendete Abwägung γ</translation>
  </message>
  <message>
   <source>Trade-off γ, 0 favours SAR, 1 favours optical</source>
   <translation>Abwägung γ: 0 bevorzugt SAR, 1 die Optik</translation>
  </message>
  <message>
   <source>Trade-off γ, left favours SAR, right favours optical</source>
   <translation>Abwägung γ: links bevorzugt SAR, rechts die Optik</translation>
  </message>
  <message>
   <source>True where nothing is damaged.</source>
   <translation>Wahr, wenn nichts beschädigt ist.</translation>
  </message>
  <message>
   <source>Value to aim at</source>
   <translation>Angestrebter Wert</translation>
  </message>
  <message>
   <source>Verify .duet</source>
   <translation>.duet prüfen</translation>
  </message>
  <message>
   <source>Version of {}</source>
   <translation>Version von {}</translation>
  </message>
  <message>
   <source>Waiting for another EO-Duet job</source>
   <translation>Wartet auf eine andere EO-Duet-Aufgabe</translation>
  </message>
  <message>
   <source>Warps a SAR image onto the pixel grid of an optical image with GDAL, so that the two can be encoded together.
Where the optical pixels are larger by half or more, each takes the average of the SAR pixels under it; otherwise values are interpolated bilinearly. What the SAR image does not cover becomes NoData. A SAR image that lies on the grid already keeps its values.</source>
   <translation>Entzerrt ein SAR-Bild mit GDAL auf das Pixelraster eines optischen Bildes, damit beide zusammen kodiert werden können.
Sind die optischen Pixel um die Hälfte oder mehr größer, bekommt jedes das Mittel der SAR-Pixel darunter; sonst wird bilinear interpoliert. Was das SAR-Bild nicht abdeckt, wird NoData. Ein SAR-Bild, das schon auf dem Raster liegt, behält seine Werte.</translation>
  </message>
  <message>
   <source>Warps the SAR layer onto the optical grid with GDAL, {} resampling</source>
   <translation>Entzerrt den SAR-Layer mit GDAL auf das optische Raster, Resampling {}</translation>
  </message>
  <message>
   <source>What areas are measured on</source>
   <translation>Worauf Flächen gemessen sind</translation>
  </message>
  <message>
   <source>What the areas are measured on: 'plane', 'ellipsoid' or 'unknown'.</source>
   <translation>Worauf die Flächen gemessen sind: „plane“ (Ebene), „ellipsoid“ oder „unknown“ (unbekannt).</translation>
  </message>
  <message>
   <source>What the file is for</source>
   <translation>Wofür die Datei ist</translation>
  </message>
  <message>
   <source>What the file is for: 'image' to look at it, or a task of the model such as 'flood', whose maps lose less then. The file says which profile made it.</source>
   <translation>Wofür die Datei ist: „image“ zum Ansehen oder eine Aufgabe des Modells wie „flood“, deren Karten dann weniger verlieren. In der Datei steht, welches Profil sie gemacht hat.</translation>
  </message>
  <message>
   <source>What the file says of itself</source>
   <translation>Was die Datei über sich sagt</translation>
  </message>
  <message>
   <source>What to aim at instead of a quality</source>
   <translation>Was statt einer Qualität angestrebt wird</translation>
  </message>
  <message>
   <source>What was there cannot be repaired ({}): making it anew</source>
   <translation>Was da war, lässt sich nicht reparieren ({}): es wird neu erstellt</translation>
  </message>
  <message>
   <source>Where the networks run: 'auto' takes a GPU where one is there, 'cpu', 'cuda' and 'directml' insist. The device that really computed is reported.</source>
   <translation>Wo die Netze rechnen: „auto“ nimmt eine GPU, wo es eine gibt; „cpu“, „cuda“ und „directml“ bestehen darauf. Das Gerät, das wirklich gerechnet hat, wird gemeldet.</translation>
  </message>
  <message>
   <source>Which image gets the bits: 0 favours SAR, 1 favours optical. Left empty, it is what the profile learned for this quality, or 0.5.</source>
   <translation>Welches Bild die Bits bekommt: 0 bevorzugt SAR, 1 die Optik. Leer: was das Profil für diese Qualität gelernt hat, oder 0,5.</translation>
  </message>
  <message>
   <source>Whole pair, {:.0%} of it coded in {} windows</source>
   <translation>Ganzes Paar, {:.0%} davon in {} Fenstern kodiert</translation>
  </message>
  <message>
   <source>Whole pair: {}</source>
   <translation>Ganzes Paar: {}</translation>
  </message>
  <message>
   <source>Width in pixels</source>
   <translation>Breite in Pixeln</translation>
  </message>
  <message>
   <source>Width in pixels.</source>
   <translation>Breite in Pixeln.</translation>
  </message>
  <message>
   <source>Within 64 pixels of a damaged tile the picture is approximate, within 8 visibly so.</source>
   <translation>Bis 64 Pixel um eine beschädigte Kachel ist das Bild ungenau, bis 8 Pixel sichtbar.</translation>
  </message>
  <message>
   <source>Without a window</source>
   <translation>Ohne Fenster</translation>
  </message>
  <message>
   <source>Write both images into one .duet file</source>
   <translation>Beide Bilder in eine .duet-Datei schreiben</translation>
  </message>
  <message>
   <source>Writing the report</source>
   <translation>Bericht wird geschrieben</translation>
  </message>
  <message>
   <source>Written by</source>
   <translation>Geschrieben von</translation>
  </message>
  <message>
   <source>a map or a terrain model, not an image</source>
   <translation>eine Karte oder ein Geländemodell, kein Bild</translation>
  </message>
  <message>
   <source>about {} left</source>
   <translation>noch etwa {}</translation>
  </message>
  <message>
   <source>aimed at</source>
   <translation>nach Ziel</translation>
  </message>
  <message>
   <source>and folder of SAR images</source>
   <translation>und Ordner mit SAR-Bildern</translation>
  </message>
  <message>
   <source>band {}</source>
   <translation>Kanal {}</translation>
  </message>
  <message>
   <source>bits per pixel</source>
   <translation>Bits je Pixel</translation>
  </message>
  <message>
   <source>blue</source>
   <translation>Blau</translation>
  </message>
  <message>
   <source>choose bands…</source>
   <translation>Kanäle wählen…</translation>
  </message>
  <message>
   <source>classes, not measurements</source>
   <translation>Klassen, keine Messwerte</translation>
  </message>
  <message>
   <source>complex numbers: convert to intensity first</source>
   <translation>komplexe Zahlen: zuerst in Intensität umwandeln</translation>
  </message>
  <message>
   <source>done</source>
   <translation>fertig</translation>
  </message>
  <message>
   <source>done before</source>
   <translation>schon fertig</translation>
  </message>
  <message>
   <source>down</source>
   <translation>unten</translation>
  </message>
  <message>
   <source>failed: {}</source>
   <translation>gescheitert: {}</translation>
  </message>
  <message>
   <source>file size</source>
   <translation>Dateigröße</translation>
  </message>
  <message>
   <source>for a machine without a network</source>
   <translation>für einen Rechner ohne Netz</translation>
  </message>
  <message>
   <source>for viewing</source>
   <translation>zum Ansehen</translation>
  </message>
  <message>
   <source>for {}</source>
   <translation>für {}</translation>
  </message>
  <message>
   <source>green</source>
   <translation>Grün</translation>
  </message>
  <message>
   <source>it printed nothing</source>
   <translation>keine Ausgabe</translation>
  </message>
  <message>
   <source>joint PSNR</source>
   <translation>gemeinsames PSNR</translation>
  </message>
  <message>
   <source>learned</source>
   <translation>gelernt</translation>
  </message>
  <message>
   <source>left</source>
   <translation>links</translation>
  </message>
  <message>
   <source>looks like a SAR image</source>
   <translation>sieht nach einem SAR-Bild aus</translation>
  </message>
  <message>
   <source>looks like an optical image</source>
   <translation>sieht nach einem optischen Bild aus</translation>
  </message>
  <message>
   <source>map</source>
   <translation>Karte</translation>
  </message>
  <message>
   <source>near-infrared</source>
   <translation>nahes Infrarot</translation>
  </message>
  <message>
   <source>no raster file</source>
   <translation>keine Rasterdatei</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keines</translation>
  </message>
  <message>
   <source>optical, decoded</source>
   <translation>optisch, dekodiert</translation>
  </message>
  <message>
   <source>optical, live</source>
   <translation>optisch, live</translation>
  </message>
  <message>
   <source>paused at {:.0%}</source>
   <translation>pausiert bei {:.0%}</translation>
  </message>
  <message>
   <source>pip cannot go through a SOCKS proxy: set an HTTP proxy in QGIS (Settings, Options, Network), or use a folder of wheels.</source>
   <translation>pip kann keinen SOCKS-Proxy benutzen: bitte in QGIS einen HTTP-Proxy einstellen (Einstellungen, Optionen, Netzwerk) oder einen Ordner mit Wheels verwenden.</translation>
  </message>
  <message>
   <source>red</source>
   <translation>Rot</translation>
  </message>
  <message>
   <source>right</source>
   <translation>rechts</translation>
  </message>
  <message>
   <source>the chosen quality</source>
   <translation>die gewählte Qualität</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
  <message>
   <source>up</source>
   <translation>oben</translation>
  </message>
  <message>
   <source>waiting</source>
   <translation>wartet</translation>
  </message>
  <message>
   <source>{:,} bytes (1 : {})</source>
   <translation>{:,} Byte (1 : {})</translation>
  </message>
  <message>
   <source>{:.1f} s</source>
   <translation>{:.1f} s</translation>
  </message>
  <message>
   <source>{:.3f} bits per pixel and image</source>
   <translation>{:.3f} Bits je Pixel und Bild</translation>
  </message>
  <message>
   <source>{WIDTH} × {HEIGHT} pixels, {BYTES} bytes, {BPP:.3f} bpp, ratio 1 : {RATIO_WORDS}</source>
   <translation>{WIDTH} × {HEIGHT} Pixel, {BYTES} Byte, {BPP:.3f} bpp, Verhältnis 1 : {RATIO_WORDS}</translation>
  </message>
  <message>
   <source>{} (1 : {})</source>
   <translation>{} (1 : {})</translation>
  </message>
  <message>
   <source>{} (aligned)</source>
   <translation>{} (ausgerichtet)</translation>
  </message>
  <message>
   <source>{} (bands {})</source>
   <translation>{} (Kanäle {})</translation>
  </message>
  <message>
   <source>{} Put it back, or show its new place by 'Handle Unavailable Layers'.</source>
   <translation>{} Bitte zurücklegen oder den neuen Ort über „Nicht verfügbare Layer behandeln“ angeben.</translation>
  </message>
  <message>
   <source>{} at the chosen quality; the target is searched for when compressing</source>
   <translation>{} bei der gewählten Qualität; das Ziel wird beim Komprimieren gesucht</translation>
  </message>
  <message>
   <source>{} bands, at most {} can be coded:</source>
   <translation>{} Kanäle, höchstens {} können kodiert werden:</translation>
  </message>
  <message>
   <source>{} cannot be shown live.</source>
   <translation>{} kann nicht live gezeigt werden.</translation>
  </message>
  <message>
   <source>{} cannot be shown: {}</source>
   <translation>{} kann nicht gezeigt werden: {}</translation>
  </message>
  <message>
   <source>{} cannot be written ({}).</source>
   <translation>{} kann nicht geschrieben werden ({}).</translation>
  </message>
  <message>
   <source>{} could not be made: {}</source>
   <translation>{} konnte nicht erstellt werden: {}</translation>
  </message>
  <message>
   <source>{} failed</source>
   <translation>{} gescheitert</translation>
  </message>
  <message>
   <source>{} holds no model: choose a folder of bundles, each with a manifest.json.</source>
   <translation>{} enthält kein Modell: bitte einen Ordner mit Bündeln wählen, jedes mit einer manifest.json.</translation>
  </message>
  <message>
   <source>{} holds no {} image.</source>
   <translation>{} enthält kein {}-Bild.</translation>
  </message>
  <message>
   <source>{} is rotated or upside down, which live layers cannot show: decode it to files.</source>
   <translation>{} ist gedreht oder steht auf dem Kopf; Live-Layer können das nicht zeigen: bitte in Dateien dekodieren.</translation>
  </message>
  <message>
   <source>{} of {} done</source>
   <translation>{} von {} fertig</translation>
  </message>
  <message>
   <source>{} original</source>
   <translation>{}: Original</translation>
  </message>
  <message>
   <source>{} pairs added.</source>
   <translation>{} Paare hinzugefügt.</translation>
  </message>
  <message>
   <source>{} stays empty: the file has no such image.</source>
   <translation>{} bleibt leer: die Datei hat kein solches Bild.</translation>
  </message>
  <message>
   <source>{} to download</source>
   <translation>{} herunterzuladen</translation>
  </message>
  <message>
   <source>{} was found, but its driver {} is older than {}: renew the driver to use it.</source>
   <translation>{} wurde gefunden, aber der Treiber {} ist älter als {}: bitte den Treiber erneuern, um sie zu nutzen.</translation>
  </message>
  <message>
   <source>{} was found, which no build for this system can use.</source>
   <translation>{} wurde gefunden; keine Ausgabe für dieses System kann sie nutzen.</translation>
  </message>
  <message>
   <source>{} was found.</source>
   <translation>{} wurde gefunden.</translation>
  </message>
  <message>
   <source>{} with ONNX Runtime {}. A tile was coded and decoded on: {}.</source>
   <translation>{} mit ONNX Runtime {}. Eine Kachel wurde kodiert und dekodiert auf: {}.</translation>
  </message>
  <message>
   <source>{} with driver {} was found.</source>
   <translation>{} mit Treiber {} wurde gefunden.</translation>
  </message>
  <message>
   <source>{} · 1 : {} · {:.3f} bpp · {}</source>
   <translation>{} · 1 : {} · {:.3f} bpp · {}</translation>
  </message>
  <message>
   <source>{} · centre first</source>
   <translation>{} · zuerst die Mitte</translation>
  </message>
  <message>
   <source>{} × {} pixels</source>
   <translation>{} × {} Pixel</translation>
  </message>
  <message>
   <source>{} × {} pixels · {:.3f} bpp · {} {}</source>
   <translation>{} × {} Pixel · {:.3f} bpp · {} {}</translation>
  </message>
  <message>
   <source>{} × {} pixels, {}, {:.3f} bpp, quality {:g}, γ {:g}, {}</source>
   <translation>{} × {} Pixel, {}, {:.3f} bpp, Qualität {:g}, γ {:g}, {}</translation>
  </message>
  <message>
   <source>{}, middle of the image</source>
   <translation>{}, Bildmitte</translation>
  </message>
  <message>
   <source>{}, tile {}, shown as NoData: {}</source>
   <translation>{}, Kachel {}, als NoData gezeigt: {}</translation>
  </message>
  <message>
   <source>{}: the layer {} is no raster file: save it as GeoTIFF first.</source>
   <translation>{}: der Layer {} ist keine Rasterdatei: bitte zuerst als GeoTIFF speichern.</translation>
  </message>
  <message>
   <source>{}: there is no such image to decode; leave it out.</source>
   <translation>{}: ein solches Bild gibt es nicht zu dekodieren; bitte weglassen.</translation>
  </message>
  <message>
   <source>{}: {:.3%} of the values lie outside the coded range</source>
   <translation>{}: {:.3%} der Werte liegen außerhalb des kodierten Bereichs</translation>
  </message>
  <message>
   <source>{}: {}</source>
   <translation>{}: {}</translation>
  </message>
  <message>
   <source>{}: {} is no raster that QGIS can read: choose another file or layer.</source>
   <translation>{}: {} ist kein Raster, das QGIS lesen kann: bitte eine andere Datei oder einen anderen Layer wählen.</translation>
  </message>
  <message>
   <source>{}{}{} · {:.3f} bpp · {}</source>
   <translation>{}{}{} · {:.3f} bpp · {}</translation>
  </message>
 </context>
 <context>
  <name>SetupWindow</name>
  <message>
   <source>&amp;Close</source>
   <translation>&amp;Schließen</translation>
  </message>
  <message>
   <source>A &amp;folder of wheels:</source>
   <translation>&amp;Ordner mit Wheels:</translation>
  </message>
  <message>
   <source>Compute on</source>
   <translation>Rechnen auf</translation>
  </message>
  <message>
   <source>Copy &amp;diagnostics</source>
   <translation>&amp;Diagnose kopieren</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Installieren aus</translation>
  </message>
  <message>
   <source>Set up EO-Duet</source>
   <translation>EO-Duet einrichten</translation>
  </message>
  <message>
   <source>The &amp;package index, through the network</source>
   <translation>Paket&amp;index, über das Netz</translation>
  </message>
  <message>
   <source>Versions, cards and the last lines above, for a bug report; without passwords and with your home folder as ~</source>
   <translation>Versionen, Karten und die letzten Zeilen von oben, für einen Fehlerbericht; ohne Passwörter und mit dem Heimordner als ~</translation>
  </message>
  <message>
   <source>What is done is told here.</source>
   <translation>Hier steht, was geschieht.</translation>
  </message>
 </context>
</TS>
