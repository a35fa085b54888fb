<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
 <context>
  <name>DuetBatch</name>
  <message>
   <source>&amp;Folders…</source>
   <translation>&amp;Carpetas…</translation>
  </message>
  <message>
   <source>&amp;Into folder</source>
   <translation>En la carpe&amp;ta</translation>
  </message>
  <message>
   <source>&amp;List (CSV)…</source>
   <translation>&amp;Lista (CSV)…</translation>
  </message>
  <message>
   <source>&amp;Project</source>
   <translation>&amp;Proyecto</translation>
  </message>
  <message>
   <source>&amp;Quality</source>
   <translation>Ca&amp;lidad</translation>
  </message>
  <message>
   <source>&amp;Save list…</source>
   <translation>&amp;Guardar lista…</translation>
  </message>
  <message>
   <source>&amp;γ</source>
   <translation>&amp;γ</translation>
  </message>
  <message>
   <source>Add pairs from</source>
   <translation>Añadir pares de</translation>
  </message>
  <message>
   <source>Aim a&amp;t</source>
   <translation>O&amp;bjetivo</translation>
  </message>
  <message>
   <source>Ca&amp;ncel</source>
   <translation>Ca&amp;ncelar</translation>
  </message>
  <message>
   <source>D&amp;evice</source>
   <translation>Dispositiv&amp;o</translation>
  </message>
  <message>
   <source>How to compress, where a row says nothing else</source>
   <translation>Cómo comprimir, donde una fila no diga otra cosa</translation>
  </message>
  <message>
   <source>M&amp;odel</source>
   <translation>&amp;Modelo</translation>
  </message>
  <message>
   <source>Open &amp;report</source>
   <translation>Ab&amp;rir informe</translation>
  </message>
  <message>
   <source>Pa&amp;use</source>
   <translation>Pa&amp;usar</translation>
  </message>
  <message>
   <source>Re&amp;move</source>
   <translation>&amp;Quitar</translation>
  </message>
  <message>
   <source>Retr&amp;y failed</source>
   <translation>&amp;Reintentar los fallidos</translation>
  </message>
  <message>
   <source>S&amp;kip what is done</source>
   <translation>&amp;Omitir lo ya hecho</translation>
  </message>
  <message>
   <source>St&amp;art</source>
   <translation>&amp;Empezar</translation>
  </message>
  <message>
   <source>favour SAR</source>
   <translation>favorece SAR</translation>
  </message>
  <message>
   <source>favour optical</source>
   <translation>favorece óptica</translation>
  </message>
  <message>
   <source>γ that the profile l&amp;earned</source>
   <translation>γ que aprendió el p&amp;erfil</translation>
  </message>
 </context>
 <context>
  <name>DuetPanel</name>
  <message>
   <source>&amp;Aim at</source>
   <translation>O&amp;bjetivo</translation>
  </message>
  <message>
   <source>&amp;Batch…</source>
   <translation>Po&amp;r lotes…</translation>
  </message>
  <message>
   <source>&amp;Compress</source>
   <translation>&amp;Comprimir</translation>
  </message>
  <message>
   <source>&amp;Copy</source>
   <translation>&amp;Copiar</translation>
  </message>
  <message>
   <source>&amp;Decode…</source>
   <translation>&amp;Decodificar…</translation>
  </message>
  <message>
   <source>&amp;File</source>
   <translation>Arc&amp;hivo</translation>
  </message>
  <message>
   <source>&amp;Map</source>
   <translation>Car&amp;tografiar</translation>
  </message>
  <message>
   <source>&amp;Pair</source>
   <translation>&amp;Par</translation>
  </message>
  <message>
   <source>&amp;Quality</source>
   <translation>Ca&amp;lidad</translation>
  </message>
  <message>
   <source>&amp;Report with pictures</source>
   <translation>&amp;Informe con imágenes</translation>
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
   <translation>A&amp;ñadir capas decodificadas</translation>
  </message>
  <message>
   <source>Align t&amp;he SAR layer</source>
   <translation>Aline&amp;ar la capa SAR</translation>
  </message>
  <message>
   <source>C&amp;lear</source>
   <translation>&amp;Limpiar</translation>
  </message>
  <message>
   <source>Ca&amp;ncel</source>
   <translation>Ca&amp;ncelar</translation>
  </message>
  <message>
   <source>Compress many pairs, one after another</source>
   <translation>Comprimir muchos pares, uno tras otro</translation>
  </message>
  <message>
   <source>D&amp;evice</source>
   <translation>Dispositiv&amp;o</translation>
  </message>
  <message>
   <source>D&amp;ifference</source>
   <translation>Di&amp;ferencia</translation>
  </message>
  <message>
   <source>Lo&amp;g</source>
   <translation>Re&amp;gistro</translation>
  </message>
  <message>
   <source>M&amp;odel</source>
   <translation>&amp;Modelo</translation>
  </message>
  <message>
   <source>Op&amp;tical</source>
   <translation>&amp;Óptica</translation>
  </message>
  <message>
   <source>Pre&amp;view</source>
   <translation>&amp;Vista previa</translation>
  </message>
  <message>
   <source>favour SAR</source>
   <translation>favorece SAR</translation>
  </message>
  <message>
   <source>favour optical</source>
   <translation>favorece óptica</translation>
  </message>
  <message>
   <source>γ that the profile &amp;learned</source>
   <translation>γ que aprendió el p&amp;erfil</translation>
  </message>
 </context>
 <context>
  <name>EODuet</name>
  <message>
   <source>    map {}: {}</source>
   <translation>    mapa {}: {}</translation>
  </message>
  <message>
   <source>    profiles: {}</source>
   <translation>    perfiles: {}</translation>
  </message>
  <message>
   <source> (suggested)</source>
   <translation> (recomendado)</translation>
  </message>
  <message>
   <source> or </source>
   <translation> o </translation>
  </message>
  <message>
   <source>&amp;Cancel</source>
   <translation>&amp;Cancelar</translation>
  </message>
  <message>
   <source>&amp;Change</source>
   <translation>Ca&amp;mbiar</translation>
  </message>
  <message>
   <source>&amp;Go on</source>
   <translation>Con&amp;tinuar</translation>
  </message>
  <message>
   <source>&amp;Repair</source>
   <translation>&amp;Reparar</translation>
  </message>
  <message>
   <source>&amp;Set up</source>
   <translation>Con&amp;figurar</translation>
  </message>
  <message>
   <source>&amp;Set up…</source>
   <translation>Con&amp;figurar…</translation>
  </message>
  <message>
   <source>. Check the registration: more than a pixel or so costs quality.</source>
   <translation>. Compruebe el corregistro: más de un píxel, aproximadamente, cuesta calidad.</translation>
  </message>
  <message>
   <source>A CSV file with the columns optical and sar (paths, relative to the list; one of them may be empty) and, as you like, output, quality, gamma and profile, which outrank what is set here.</source>
   <translation>Un archivo CSV con las columnas optical y sar (rutas, relativas a la lista; una puede estar vacía) y, si se quiere, output, quality, gamma y profile, que prevalecen sobre lo que se fija aquí.</translation>
  </message>
  <message>
   <source>A folder of wheels to install from, without a network. Fill it elsewhere with 'pip download': see the user guide.</source>
   <translation>Una carpeta de wheels desde la que instalar sin red. Se llena en otro equipo con «pip download»: véase la guía.</translation>
  </message>
  <message>
   <source>A folder that holds model bundles, or one bundle itself, as the training commands export it. It is kept in QGIS's settings and looked through from now on.</source>
   <translation>Una carpeta con paquetes de modelos, o un paquete mismo, tal como lo exportan los comandos de entrenamiento. Se guarda en la configuración de QGIS y se examina a partir de ahora.</translation>
  </message>
  <message>
   <source>A package is not the one that was pinned, so nothing of it was installed: it was changed or damaged on its way; try again, or take it from another source.</source>
   <translation>Un paquete no es el que se fijó, así que no se instaló nada de él: se cambió o se dañó por el camino; inténtelo de nuevo o tómelo de otra fuente.</translation>
  </message>
  <message>
   <source>A whole file that was made from the same images with the same settings is not made again</source>
   <translation>Un archivo completo hecho con las mismas imágenes y los mismos ajustes no se vuelve a hacer</translation>
  </message>
  <message>
   <source>Add a band with the certainty in per cent</source>
   <translation>Añadir una banda con la certeza en porcentaje</translation>
  </message>
  <message>
   <source>Add pairs first.</source>
   <translation>Añada primero pares.</translation>
  </message>
  <message>
   <source>Adds a second band to the map with the network's own certainty in per cent, which is not a measured accuracy.</source>
   <translation>Añade al mapa una segunda banda con la certeza que la propia red indica, en porcentaje; no es una exactitud medida.</translation>
  </message>
  <message>
   <source>Aim at</source>
   <translation>Objetivo</translation>
  </message>
  <message>
   <source>Aim at bits per pixel (bpp), a file size in bytes (size) or a joint PSNR in dB (psnr) in place of a quality. The quality that meets it is searched for on a few tiles.</source>
   <translation>Fijar bits por píxel (bpp), un tamaño de archivo en bytes (size) o un PSNR conjunto en dB (psnr) en lugar de una calidad. La calidad que lo cumple se busca en unas pocas teselas.</translation>
  </message>
  <message>
   <source>Algorithms</source>
   <translation>Algoritmos</translation>
  </message>
  <message>
   <source>Align SAR to optical</source>
   <translation>Alinear SAR con la óptica</translation>
  </message>
  <message>
   <source>Align t&amp;he SAR layer ({})</source>
   <translation>Aline&amp;ar la capa SAR ({})</translation>
  </message>
  <message>
   <source>Aligned SAR image</source>
   <translation>Imagen SAR alineada</translation>
  </message>
  <message>
   <source>Aligned with {} resampling</source>
   <translation>Alineada con remuestreo {}</translation>
  </message>
  <message>
   <source>Aligned {} onto {} with {} resampling: {}</source>
   <translation>{} alineada con {}, remuestreo {}: {}</translation>
  </message>
  <message>
   <source>Aligning… {:.0f} %</source>
   <translation>Alineando… {:.0f} %</translation>
  </message>
  <message>
   <source>All classes as JSON</source>
   <translation>Todas las clases en JSON</translation>
  </message>
  <message>
   <source>All classes with pixels, per cent and area, as JSON.</source>
   <translation>Todas las clases con píxeles, porcentaje y área, en JSON.</translation>
  </message>
  <message>
   <source>All of it as JSON</source>
   <translation>Todo en JSON</translation>
  </message>
  <message>
   <source>All of it as JSON, as the command 'eoduet info --json' gives it.</source>
   <translation>Todo en JSON, como lo da el comando «eoduet info --json».</translation>
  </message>
  <message>
   <source>All of it as JSON, with the reason for each damaged tile.</source>
   <translation>Todo en JSON, con el motivo de cada tesela dañada.</translation>
  </message>
  <message>
   <source>Another QGIS is setting up EO-Duet at this moment: wait until it is done.</source>
   <translation>Otro QGIS está configurando EO-Duet en este momento: espere a que termine.</translation>
  </message>
  <message>
   <source>Any graphics card (DirectML)</source>
   <translation>Cualquier tarjeta gráfica (DirectML)</translation>
  </message>
  <message>
   <source>Area in m²: in the plane of a projected CRS, on the ellipsoid where the CRS is in degrees, left out without a CRS.</source>
   <translation>Área en m²: en el plano de un SRC proyectado, sobre el elipsoide si el SRC está en grados; sin SRC se omite.</translation>
  </message>
  <message>
   <source>Area of {} in m²</source>
   <translation>Área de {} en m²</translation>
  </message>
  <message>
   <source>Areas are measured in the plane of the CRS.</source>
   <translation>Las áreas se miden en el plano del SRC.</translation>
  </message>
  <message>
   <source>Areas are measured on the ellipsoid of the CRS.</source>
   <translation>Las áreas se miden sobre el elipsoide del SRC.</translation>
  </message>
  <message>
   <source>At most {} of {} bands can be coded:</source>
   <translation>Se pueden codificar {} de {} bandas como máximo:</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automático</translation>
  </message>
  <message>
   <source>Automatic ({})</source>
   <translation>Automático ({})</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>Atrás</translation>
  </message>
  <message>
   <source>Band {}</source>
   <translation>Banda {}</translation>
  </message>
  <message>
   <source>Batch…</source>
   <translation>Por lotes…</translation>
  </message>
  <message>
   <source>Bits per pixel</source>
   <translation>Bits por píxel</translation>
  </message>
  <message>
   <source>Bits per pixel: all bits of the file over images × pixels.</source>
   <translation>Bits por píxel: todos los bits del archivo entre imágenes × píxeles.</translation>
  </message>
  <message>
   <source>Build that is installed</source>
   <translation>Variante instalada</translation>
  </message>
  <message>
   <source>Bytes</source>
   <translation>Bytes</translation>
  </message>
  <message>
   <source>Bytes of all files together</source>
   <translation>Bytes de todos los archivos juntos</translation>
  </message>
  <message>
   <source>C&amp;heck</source>
   <translation>C&amp;omprobar</translation>
  </message>
  <message>
   <source>CRS</source>
   <translation>SRC</translation>
  </message>
  <message>
   <source>CRS as WKT</source>
   <translation>SRC en WKT</translation>
  </message>
  <message>
   <source>CRS: optical {}, SAR {}</source>
   <translation>SRC: óptica {}, SAR {}</translation>
  </message>
  <message>
   <source>Cancelled; nothing was written.</source>
   <translation>Cancelado; no se ha escrito nada.</translation>
  </message>
  <message>
   <source>Cancelled; the next set-up goes on from here.</source>
   <translation>Cancelado; la próxima configuración continúa desde aquí.</translation>
  </message>
  <message>
   <source>Certificate</source>
   <translation>Certificado</translation>
  </message>
  <message>
   <source>Checks every byte of a .duet file against its checksums and lists the damaged tiles.
Damage is a result, not an error: the other tiles decode as before.</source>
   <translation>Comprueba cada byte de un archivo .duet con sus sumas de verificación y enumera las teselas dañadas.
Un daño es un resultado y no un error: las demás teselas se decodifican como antes.</translation>
  </message>
  <message>
   <source>Choose an optical and a SAR layer: the visible part of the map is shown here, coded and decoded.</source>
   <translation>Elija una capa óptica y una capa SAR: aquí se muestra la parte visible del mapa, codificada y decodificada.</translation>
  </message>
  <message>
   <source>Choose at least one band.</source>
   <translation>Elija al menos una banda.</translation>
  </message>
  <message>
   <source>Choose bands</source>
   <translation>Elegir bandas</translation>
  </message>
  <message>
   <source>Choose the bands to code first.</source>
   <translation>Elija primero las bandas que se van a codificar.</translation>
  </message>
  <message>
   <source>Choose two images on one pixel grid first.</source>
   <translation>Elija primero dos imágenes en una misma cuadrícula de píxeles.</translation>
  </message>
  <message>
   <source>Coded and decoded a tile on {}: the symbols agree</source>
   <translation>Una tesela codificada y decodificada en {}: los símbolos coinciden</translation>
  </message>
  <message>
   <source>Coding and decoding a tile</source>
   <translation>Codificando y decodificando una tesela</translation>
  </message>
  <message>
   <source>Coding the visible part…</source>
   <translation>Codificando la parte visible…</translation>
  </message>
  <message>
   <source>Columns optical and sar; if you like output, quality, gamma, profile</source>
   <translation>Columnas optical y sar; si se quiere, output, quality, gamma, profile</translation>
  </message>
  <message>
   <source>Compress a SAR and an optical layer into one file (EO-Duet)</source>
   <translation>Comprimir una capa SAR y una óptica en un solo archivo (EO-Duet)</translation>
  </message>
  <message>
   <source>Compress and map</source>
   <translation>Comprimir y cartografiar</translation>
  </message>
  <message>
   <source>Compress many pairs, one after another (EO-Duet)</source>
   <translation>Comprimir muchos pares, uno tras otro (EO-Duet)</translation>
  </message>
  <message>
   <source>Compress the pairs, one after another</source>
   <translation>Comprimir los pares, uno tras otro</translation>
  </message>
  <message>
   <source>Compressed file</source>
   <translation>Archivo comprimido</translation>
  </message>
  <message>
   <source>Compressed file (or the two images below)</source>
   <translation>Archivo comprimido (o las dos imágenes de abajo)</translation>
  </message>
  <message>
   <source>Compresses an optical and a SAR image of the same place, on one pixel grid, into one .duet file.
Pixels of 8 bits, 16 bits or floating point; NoData is kept exactly, as are CRS, position, band names and a style that you chose. Either image may be left out.</source>
   <translation>Comprime una imagen óptica y una SAR del mismo lugar, en una misma cuadrícula de píxeles, en un archivo .duet.
Píxeles de 8 bits, 16 bits o coma flotante; los valores sin datos se conservan exactamente, igual que el SRC, la posición, los nombres de las bandas y el estilo elegido. Cualquiera de las dos imágenes puede faltar.</translation>
  </message>
  <message>
   <source>Compresses many pairs of an optical and a SAR image, each into a .duet file of its own, all in one folder.
A pair that fails stops no other. A whole file that was made from the same images with the same settings is skipped, so the same call goes on after a cancel, a crash or failures.</source>
   <translation>Comprime muchos pares de una imagen óptica y una SAR, cada uno en su propio archivo .duet, todos en una carpeta.
Un par que falla no detiene a los demás. Un archivo completo hecho con las mismas imágenes y los mismos ajustes se omite, de modo que la misma llamada continúa tras una cancelación, un bloqueo o fallos.</translation>
  </message>
  <message>
   <source>Compresses two images of one place into a .duet file, decodes them from it and maps them from it, in one step.
What is left in the file is what the map is made from. Every output may be left out, and is then not computed. The map is a paletted GeoTIFF with the names and colours of the classes; 255 is NoData.</source>
   <translation>Comprime dos imágenes de un lugar en un archivo .duet, las decodifica y las cartografía a partir de él, en un solo paso.
El mapa se hace con lo que queda en el archivo. Cualquier salida puede omitirse y entonces no se calcula. El mapa es un GeoTIFF con paleta, con los nombres y colores de las clases; 255 es sin datos.</translation>
  </message>
  <message>
   <source>Compressing</source>
   <translation>Comprimiendo</translation>
  </message>
  <message>
   <source>Computing on {}</source>
   <translation>Calculando en {}</translation>
  </message>
  <message>
   <source>Contents</source>
   <translation>Contenido</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>Copiado</translation>
  </message>
  <message>
   <source>Copy &amp;diagnostics</source>
   <translation>Copiar &amp;diagnóstico</translation>
  </message>
  <message>
   <source>Corner: SAR starts {:+.2f} pixels right and {:+.2f} down of the optical image</source>
   <translation>Esquina: SAR empieza {:+.2f} píxeles a la derecha y {:+.2f} por debajo de la imagen óptica</translation>
  </message>
  <message>
   <source>Damaged tiles</source>
   <translation>Teselas dañadas</translation>
  </message>
  <message>
   <source>Decode .duet</source>
   <translation>Decodificar .duet</translation>
  </message>
  <message>
   <source>Decode a .duet file</source>
   <translation>Decodificar un archivo .duet</translation>
  </message>
  <message>
   <source>Decode a .duet file and add its images</source>
   <translation>Decodificar un archivo .duet y añadir sus imágenes</translation>
  </message>
  <message>
   <source>Decode and compare the symbols too</source>
   <translation>Decodificar y comparar también los símbolos</translation>
  </message>
  <message>
   <source>Decode to files…</source>
   <translation>Decodificar en archivos…</translation>
  </message>
  <message>
   <source>Decoded</source>
   <translation>Decodificada</translation>
  </message>
  <message>
   <source>Decoded SAR image</source>
   <translation>Imagen SAR decodificada</translation>
  </message>
  <message>
   <source>Decoded by EO-Duet from {} while it is looked at</source>
   <translation>Decodificada por EO-Duet a partir de {} mientras se mira</translation>
  </message>
  <message>
   <source>Decoded by EO-Duet from {}, which was encoded from {}</source>
   <translation>Decodificada por EO-Duet a partir de {}, que se codificó a partir de {}</translation>
  </message>
  <message>
   <source>Decoded optical image</source>
   <translation>Imagen óptica decodificada</translation>
  </message>
  <message>
   <source>Decoded {}</source>
   <translation>{} decodificado</translation>
  </message>
  <message>
   <source>Decodes every tile too and compares it with what the encoder wrote down: proof that this machine decodes exactly what was encoded. It takes longer and needs the private environment.</source>
   <translation>Decodifica también cada tesela y la compara con lo que anotó el codificador: la prueba de que este equipo decodifica exactamente lo que se codificó. Tarda más y necesita el entorno privado.</translation>
  </message>
  <message>
   <source>Decoding</source>
   <translation>Decodificando</translation>
  </message>
  <message>
   <source>Decoding failed: {}</source>
   <translation>La decodificación falló: {}</translation>
  </message>
  <message>
   <source>Decoding…</source>
   <translation>Decodificando…</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>Dispositivo</translation>
  </message>
  <message>
   <source>Device that computed</source>
   <translation>Dispositivo que calculó</translation>
  </message>
  <message>
   <source>Device that computes</source>
   <translation>Dispositivo que calcula</translation>
  </message>
  <message>
   <source>Difference × {}</source>
   <translation>Diferencia × {}</translation>
  </message>
  <message>
   <source>Double click to set it for this pair alone; empty: as set below</source>
   <translation>Doble clic para fijarlo solo para este par; vacío: como se fija abajo</translation>
  </message>
  <message>
   <source>Drag the divider, or move it with the arrow keys</source>
   <translation>Arrastre el divisor o muévalo con las teclas de flecha</translation>
  </message>
  <message>
   <source>EO-Duet batch</source>
   <translation>EO-Duet por lotes</translation>
  </message>
  <message>
   <source>EO-Duet computes in a Python of its own. It is made once, takes a minute or two and downloads about {}.</source>
   <translation>EO-Duet calcula en un Python propio. Se crea una vez, tarda uno o dos minutos y descarga unos {}.</translation>
  </message>
  <message>
   <source>EO-Duet files (*.duet)</source>
   <translation>Archivos EO-Duet (*.duet)</translation>
  </message>
  <message>
   <source>EO-Duet help</source>
   <translation>Ayuda de EO-Duet</translation>
  </message>
  <message>
   <source>EO-Duet is closing.</source>
   <translation>EO-Duet se está cerrando.</translation>
  </message>
  <message>
   <source>EO-Duet is switched off: switch it on in QGIS's plugin manager.</source>
   <translation>EO-Duet está desactivado: actívelo en el administrador de complementos de QGIS.</translation>
  </message>
  <message>
   <source>EO-Duet live layers</source>
   <translation>Capas en vivo de EO-Duet</translation>
  </message>
  <message>
   <source>EO-Duet panel</source>
   <translation>Panel de EO-Duet</translation>
  </message>
  <message>
   <source>EO-Duet: aligning the SAR layer</source>
   <translation>EO-Duet: alineando la capa SAR</translation>
  </message>
  <message>
   <source>EO-Duet: batch of {} pairs</source>
   <translation>EO-Duet: lote de {} pares</translation>
  </message>
  <message>
   <source>EO-Duet: looking at the pair</source>
   <translation>EO-Duet: examinando el par</translation>
  </message>
  <message>
   <source>EO-Duet: looking for graphics cards</source>
   <translation>EO-Duet: buscando tarjetas gráficas</translation>
  </message>
  <message>
   <source>EO-Duet: opening {}</source>
   <translation>EO-Duet: abriendo {}</translation>
  </message>
  <message>
   <source>EO-Duet: overview of {}</source>
   <translation>EO-Duet: vista general de {}</translation>
  </message>
  <message>
   <source>EO-Duet: report</source>
   <translation>EO-Duet: informe</translation>
  </message>
  <message>
   <source>EO-Duet: {}</source>
   <translation>EO-Duet: {}</translation>
  </message>
  <message>
   <source>EXTENT does not touch the image: choose one that overlaps it.</source>
   <translation>EXTENT no toca la imagen: elija una extensión que se solape con ella.</translation>
  </message>
  <message>
   <source>Encode a list to .duet</source>
   <translation>Codificar una lista en .duet</translation>
  </message>
  <message>
   <source>Encode to .duet</source>
   <translation>Codificar en .duet</translation>
  </message>
  <message>
   <source>Encode what is done as well</source>
   <translation>Codificar también lo ya hecho</translation>
  </message>
  <message>
   <source>Encodes what is done already as well, instead of skipping it.</source>
   <translation>Codifica también lo que ya está hecho, en lugar de omitirlo.</translation>
  </message>
  <message>
   <source>Estimating…</source>
   <translation>Estimando…</translation>
  </message>
  <message>
   <source>Extent (empty: all of it)</source>
   <translation>Extensión (vacía: todo)</translation>
  </message>
  <message>
   <source>File</source>
   <translation>Archivo</translation>
  </message>
  <message>
   <source>Folder of SAR images</source>
   <translation>Carpeta de imágenes SAR</translation>
  </message>
  <message>
   <source>Folder of compressed files</source>
   <translation>Carpeta de archivos comprimidos</translation>
  </message>
  <message>
   <source>Folder of optical images</source>
   <translation>Carpeta de imágenes ópticas</translation>
  </message>
  <message>
   <source>Folder of the environment</source>
   <translation>Carpeta del entorno</translation>
  </message>
  <message>
   <source>Folder of wheels</source>
   <translation>Carpeta de wheels</translation>
  </message>
  <message>
   <source>Folder of wheels (empty: from the package index)</source>
   <translation>Carpeta de wheels (vacía: del índice de paquetes)</translation>
  </message>
  <message>
   <source>Folder of your own models</source>
   <translation>Carpeta de modelos propios</translation>
  </message>
  <message>
   <source>Forget the folder</source>
   <translation>Olvidar la carpeta</translation>
  </message>
  <message>
   <source>Forward</source>
   <translation>Adelante</translation>
  </message>
  <message>
   <source>GDAL could not warp {}: check its CRS.</source>
   <translation>GDAL no pudo reproyectar {}: compruebe su SRC.</translation>
  </message>
  <message>
   <source>Gives the optical and the SAR image of a .duet file back as GeoTIFFs, each on its own.
CRS, position, NoData, band names, data type and a kept style come back too. A damaged tile becomes NoData and is reported.</source>
   <translation>Devuelve la imagen óptica y la imagen SAR de un archivo .duet como GeoTIFF, cada una por separado.
También vuelven el SRC, la posición, los valores sin datos, los nombres de las bandas, el tipo de datos y el estilo guardado. Una tesela dañada queda sin datos y se notifica.</translation>
  </message>
  <message>
   <source>Going on with the environment in {}</source>
   <translation>Se continúa con el entorno en {}</translation>
  </message>
  <message>
   <source>Guide</source>
   <translation>Guía</translation>
  </message>
  <message>
   <source>Height in pixels</source>
   <translation>Alto en píxeles</translation>
  </message>
  <message>
   <source>Height in pixels.</source>
   <translation>Alto en píxeles.</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Ayuda</translation>
  </message>
  <message>
   <source>How SAR values were taken: 'average' or 'bilinear'.</source>
   <translation>Cómo se tomaron los valores SAR: «average» (media) o «bilinear» (bilineal).</translation>
  </message>
  <message>
   <source>How good the images are to be, from 0 (smallest file) to 100 (best).</source>
   <translation>Lo buenas que deben ser las imágenes, de 0 (archivo más pequeño) a 100 (las mejores).</translation>
  </message>
  <message>
   <source>How good the images are to be, from 0 (smallest files) to 100 (best), where the list says nothing else.</source>
   <translation>Lo buenas que deben ser las imágenes, de 0 (archivos más pequeños) a 100 (las mejores), donde la lista no diga otra cosa.</translation>
  </message>
  <message>
   <source>How long it took, in seconds.</source>
   <translation>Cuánto tardó, en segundos.</translation>
  </message>
  <message>
   <source>How many times larger the uncompressed pixels are.</source>
   <translation>Cuántas veces más ocupan los píxeles sin comprimir.</translation>
  </message>
  <message>
   <source>How the grids differed</source>
   <translation>En qué diferían las cuadrículas</translation>
  </message>
  <message>
   <source>How the grids differed, in words; empty where they were the same.</source>
   <translation>En qué diferían las cuadrículas, en palabras; vacío si eran iguales.</translation>
  </message>
  <message>
   <source>Image to preview</source>
   <translation>Imagen de la vista previa</translation>
  </message>
  <message>
   <source>In place of a list: a folder of optical images.</source>
   <translation>En lugar de una lista: una carpeta de imágenes ópticas.</translation>
  </message>
  <message>
   <source>Information on .duet</source>
   <translation>Información sobre .duet</translation>
  </message>
  <message>
   <source>Joint</source>
   <translation>Conjunto</translation>
  </message>
  <message>
   <source>List models</source>
   <translation>Listar modelos</translation>
  </message>
  <message>
   <source>List of pairs</source>
   <translation>Lista de pares</translation>
  </message>
  <message>
   <source>List of pairs (CSV)</source>
   <translation>Lista de pares (CSV)</translation>
  </message>
  <message>
   <source>Lists the models that are installed, with their profiles and the classes that they map.
These are the models of the plugin, those of the environment variable EODUET_MODELS, and those of a folder of your own.</source>
   <translation>Enumera los modelos instalados, con sus perfiles y las clases que cartografían.
Son los modelos del complemento, los de la variable de entorno EODUET_MODELS y los de una carpeta propia.</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Registro</translation>
  </message>
  <message>
   <source>Made</source>
   <translation>Creado</translation>
  </message>
  <message>
   <source>Makes the private environment that EO-Duet computes in, changes or repairs it.
It is a Python of its own in your QGIS profile, with NumPy, ONNX Runtime and constriction in fixed versions, every wheel checked against its pinned hash; QGIS's own Python is not touched. It is needed once, takes a minute or two, downloads about 50 MB and ends with a proof: a tile is coded and decoded. Cancelled or interrupted, it goes on where it stopped; run again on a complete environment, it checks it and repairs it where needed. The proxy set in QGIS (Settings, Options, Network) is used.</source>
   <translation>Crea el entorno privado en el que calcula EO-Duet, lo cambia o lo repara.
Es un Python propio en su perfil de QGIS, con NumPy, ONNX Runtime y constriction en versiones fijas, cada wheel comprobado con su suma fijada; el Python de QGIS no se toca. Se necesita una vez, tarda uno o dos minutos, descarga unos 50 MB y termina con una prueba: se codifica y decodifica una tesela. Si se cancela o se interrumpe, continúa donde se quedó; sobre un entorno completo, lo comprueba y lo repara si hace falta. Se usa el proxy configurado en QGIS (Configuración, Opciones, Red).</translation>
  </message>
  <message>
   <source>Making the environment in {} with {}</source>
   <translation>Creando el entorno en {} con {}</translation>
  </message>
  <message>
   <source>Map</source>
   <translation>Mapa</translation>
  </message>
  <message>
   <source>Map land cover</source>
   <translation>Cartografiar la cobertura del suelo</translation>
  </message>
  <message>
   <source>Map model, where the model has several</source>
   <translation>Modelo de mapa, si el modelo tiene varios</translation>
  </message>
  <message>
   <source>Map the land cover of the pair</source>
   <translation>Cartografiar la cobertura del suelo del par</translation>
  </message>
  <message>
   <source>Mapped: {}</source>
   <translation>Cartografiado: {}</translation>
  </message>
  <message>
   <source>Mapping</source>
   <translation>Cartografiando</translation>
  </message>
  <message>
   <source>Maps the classes that a model knows, such as flooded and not flooded, from a .duet file or from two images.
A file is mapped straight from its decoded tiles; a pair of images on one pixel grid may never have been compressed. The map is a paletted GeoTIFF with the names and colours of the classes (an attribute table in .aux.xml and a style in .qml beside it); 255 is NoData.</source>
   <translation>Cartografía las clases que conoce un modelo, como inundado y no inundado, a partir de un archivo .duet o de dos imágenes.
Un archivo se cartografía directamente desde sus teselas decodificadas; un par de imágenes en una misma cuadrícula puede no haberse comprimido nunca. El mapa es un GeoTIFF con paleta, con los nombres y colores de las clases (una tabla de atributos en .aux.xml y un estilo en .qml al lado); 255 es sin datos.</translation>
  </message>
  <message>
   <source>Mean of the two PSNRs in dB</source>
   <translation>Media de los dos PSNR en dB</translation>
  </message>
  <message>
   <source>Memory ran out in the worker process: close other programs, or use the device 'cpu', and try again.</source>
   <translation>El proceso de cálculo se quedó sin memoria: cierre otros programas o use el dispositivo «cpu» e inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modelo</translation>
  </message>
  <message>
   <source>Model (empty: the one that the file names)</source>
   <translation>Modelo (vacío: el que indica el archivo)</translation>
  </message>
  <message>
   <source>Model of the map (empty: the one to code with)</source>
   <translation>Modelo del mapa (vacío: el de la codificación)</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (CUDA 12)</source>
   <translation>Tarjeta gráfica NVIDIA (CUDA 12)</translation>
  </message>
  <message>
   <source>Name a file to write.</source>
   <translation>Indique el archivo que se va a escribir.</translation>
  </message>
  <message>
   <source>Name a folder to write into.</source>
   <translation>Indique la carpeta en la que escribir.</translation>
  </message>
  <message>
   <source>Name either INPUT, a .duet file, or OPTICAL and SAR.</source>
   <translation>Indique INPUT, un archivo .duet, o bien OPTICAL y SAR.</translation>
  </message>
  <message>
   <source>Name either LIST, or OPTICAL_FOLDER and SAR_FOLDER.</source>
   <translation>Indique LIST, o bien OPTICAL_FOLDER y SAR_FOLDER.</translation>
  </message>
  <message>
   <source>Needs a repair</source>
   <translation>Necesita una reparación</translation>
  </message>
  <message>
   <source>No Python was found to make the environment from (looked for {}): name one in the setting {}.</source>
   <translation>No se encontró ningún Python con el que crear el entorno (se buscó {}): indique uno en el ajuste {}.</translation>
  </message>
  <message>
   <source>No areas: the image has no CRS and position that say how large a pixel is.</source>
   <translation>Sin áreas: la imagen no tiene SRC ni posición que digan cuánto mide un píxel.</translation>
  </message>
  <message>
   <source>No build of a needed package exists for this Python on this machine: use Python 3.9 or newer, named in the setting eoduet/python.</source>
   <translation>No existe, para este Python en este equipo, una versión de un paquete necesario: use Python 3.9 o posterior, indicado en el ajuste eoduet/python.</translation>
  </message>
  <message>
   <source>No graphics card computes in the private environment: the CPU does.</source>
   <translation>En el entorno privado no calcula ninguna tarjeta gráfica, sino la CPU.</translation>
  </message>
  <message>
   <source>No graphics card was found that could be used.</source>
   <translation>No se encontró ninguna tarjeta gráfica utilizable.</translation>
  </message>
  <message>
   <source>No picture: {}</source>
   <translation>Sin imagen: {}</translation>
  </message>
  <message>
   <source>None of the {} pairs could be encoded; the first: {}</source>
   <translation>No se pudo codificar ninguno de los {} pares; el primero: {}</translation>
  </message>
  <message>
   <source>Not finished</source>
   <translation>Sin terminar</translation>
  </message>
  <message>
   <source>Not offered here:</source>
   <translation>No se ofrecen aquí:</translation>
  </message>
  <message>
   <source>Not set up yet</source>
   <translation>Aún sin configurar</translation>
  </message>
  <message>
   <source>Nothing is damaged</source>
   <translation>No hay nada dañado</translation>
  </message>
  <message>
   <source>Nothing is open to preview.</source>
   <translation>No hay nada abierto para la vista previa.</translation>
  </message>
  <message>
   <source>Nothing of QGIS is changed.</source>
   <translation>No se cambia nada de QGIS.</translation>
  </message>
  <message>
   <source>Nothing to decode: name OPTICAL_OUTPUT, SAR_OUTPUT, or both.</source>
   <translation>Nada que decodificar: indique OPTICAL_OUTPUT, SAR_OUTPUT o ambas.</translation>
  </message>
  <message>
   <source>Nothing to write: name {}.</source>
   <translation>Nada que escribir: indique {}.</translation>
  </message>
  <message>
   <source>Number of models</source>
   <translation>Número de modelos</translation>
  </message>
  <message>
   <source>Number of pairs</source>
   <translation>Número de pares</translation>
  </message>
  <message>
   <source>ONNX Runtime</source>
   <translation>ONNX Runtime</translation>
  </message>
  <message>
   <source>Of the optical and of the SAR image as they decode</source>
   <translation>De la imagen óptica y de la SAR tal como se decodifican</translation>
  </message>
  <message>
   <source>One grid; SAR lies {:.1f} px {}, {:.1f} px {}</source>
   <translation>Misma cuadrícula; SAR está {:.1f} px {}, {:.1f} px {}</translation>
  </message>
  <message>
   <source>One grid; the shift between the two images cannot be told here.</source>
   <translation>Misma cuadrícula; aquí no se puede determinar el desplazamiento entre las dos imágenes.</translation>
  </message>
  <message>
   <source>Only the pixels that this extent touches; only their tiles are read and computed. Empty: all of it.</source>
   <translation>Solo los píxeles que toca esta extensión; solo se leen y calculan sus teselas. Vacía: todo.</translation>
  </message>
  <message>
   <source>Open &amp;report</source>
   <translation>Ab&amp;rir informe</translation>
  </message>
  <message>
   <source>Open .duet files</source>
   <translation>Abrir archivos .duet</translation>
  </message>
  <message>
   <source>Open .duet file…</source>
   <translation>Abrir archivo .duet…</translation>
  </message>
  <message>
   <source>Open as layers</source>
   <translation>Abrir como capas</translation>
  </message>
  <message>
   <source>Optical</source>
   <translation>Óptica</translation>
  </message>
  <message>
   <source>Optical bands</source>
   <translation>Bandas ópticas</translation>
  </message>
  <message>
   <source>Optical image</source>
   <translation>Imagen óptica</translation>
  </message>
  <message>
   <source>Or: folder of optical images</source>
   <translation>O bien: carpeta de imágenes ópticas</translation>
  </message>
  <message>
   <source>Original</source>
   <translation>Original</translation>
  </message>
  <message>
   <source>Out of memory: close other programs and try again.</source>
   <translation>Sin memoria: cierre otros programas e inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>PSNR</source>
   <translation>PSNR</translation>
  </message>
  <message>
   <source>PSNR of the SAR image in dB</source>
   <translation>PSNR de la imagen SAR en dB</translation>
  </message>
  <message>
   <source>PSNR of the optical image in dB</source>
   <translation>PSNR de la imagen óptica en dB</translation>
  </message>
  <message>
   <source>PSNR {}</source>
   <translation>PSNR {}</translation>
  </message>
  <message>
   <source>Pa&amp;use</source>
   <translation>Pa&amp;usar</translation>
  </message>
  <message>
   <source>Pair the project's layers by place, name and date</source>
   <translation>Emparejar las capas del proyecto por lugar, nombre y fecha</translation>
  </message>
  <message>
   <source>Pair the rasters of two folders by name and date</source>
   <translation>Emparejar los rásteres de dos carpetas por nombre y fecha</translation>
  </message>
  <message>
   <source>Pairs</source>
   <translation>Pares</translation>
  </message>
  <message>
   <source>Pairs done before</source>
   <translation>Pares hechos antes</translation>
  </message>
  <message>
   <source>Pairs that failed</source>
   <translation>Pares que fallaron</translation>
  </message>
  <message>
   <source>Pairs whose file is there</source>
   <translation>Pares cuyo archivo existe</translation>
  </message>
  <message>
   <source>Parameters</source>
   <translation>Parámetros</translation>
  </message>
  <message>
   <source>Peak signal-to-noise ratio of the decoded SAR image in dB, on the coded range of its values.</source>
   <translation>Relación señal-ruido de pico de la imagen SAR decodificada en dB, sobre el intervalo codificado de sus valores.</translation>
  </message>
  <message>
   <source>Peak signal-to-noise ratio of the decoded optical image in dB, on the coded range of its values.</source>
   <translation>Relación señal-ruido de pico de la imagen óptica decodificada en dB, sobre el intervalo codificado de sus valores.</translation>
  </message>
  <message>
   <source>Per cent of the pixels that have a class.</source>
   <translation>Porcentaje de los píxeles que tienen clase.</translation>
  </message>
  <message>
   <source>Per cent of {}</source>
   <translation>Porcentaje de {}</translation>
  </message>
  <message>
   <source>Picture of the {} image</source>
   <translation>Vista previa de la imagen: {}</translation>
  </message>
  <message>
   <source>Pixels without a class</source>
   <translation>Píxeles sin clase</translation>
  </message>
  <message>
   <source>Preview on {} with ONNX Runtime {}</source>
   <translation>Vista previa en {} con ONNX Runtime {}</translation>
  </message>
  <message>
   <source>Preview: original on the left, decoded on the right of the divider</source>
   <translation>Vista previa: el original a la izquierda del divisor, lo decodificado a la derecha</translation>
  </message>
  <message>
   <source>Processor (CPU)</source>
   <translation>Procesador (CPU)</translation>
  </message>
  <message>
   <source>Profile</source>
   <translation>Perfil</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Progreso</translation>
  </message>
  <message>
   <source>Progress of the batch</source>
   <translation>Progreso del lote</translation>
  </message>
  <message>
   <source>Python's venv module is missing: install it (on Debian and Ubuntu the package python3-venv), then run the set-up again.</source>
   <translation>Falta el módulo venv de Python: instálelo (en Debian y Ubuntu, el paquete python3-venv) y ejecute de nuevo la configuración.</translation>
  </message>
  <message>
   <source>QGIS can be used meanwhile, and this window be closed.</source>
   <translation>Entretanto se puede usar QGIS y cerrar esta ventana.</translation>
  </message>
  <message>
   <source>QGIS has no proxy set (Settings ▸ Options ▸ Network).</source>
   <translation>QGIS no tiene proxy configurado (Configuración ▸ Opciones ▸ Red).</translation>
  </message>
  <message>
   <source>Quality</source>
   <translation>Calidad</translation>
  </message>
  <message>
   <source>Quality (0–100)</source>
   <translation>Calidad (0–100)</translation>
  </message>
  <message>
   <source>Quality used</source>
   <translation>Calidad usada</translation>
  </message>
  <message>
   <source>Quality, 0 smallest to 100 best</source>
   <translation>Calidad, de 0 (más pequeño) a 100 (mejor)</translation>
  </message>
  <message>
   <source>Quality, γ</source>
   <translation>Calidad, γ</translation>
  </message>
  <message>
   <source>Rate</source>
   <translation>Tasa</translation>
  </message>
  <message>
   <source>Ratio to the uncompressed pixels</source>
   <translation>Relación con los píxeles sin comprimir</translation>
  </message>
  <message>
   <source>Ready</source>
   <translation>Listo</translation>
  </message>
  <message>
   <source>Ready: {}</source>
   <translation>Listo: {}</translation>
  </message>
  <message>
   <source>Rebuild: remove it and make it anew</source>
   <translation>Rehacer: eliminarlo y crearlo de nuevo</translation>
  </message>
  <message>
   <source>Removes the environment first and makes it anew: the remedy where it is broken.</source>
   <translation>Elimina primero el entorno y lo crea de nuevo: el remedio si está roto.</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Informe</translation>
  </message>
  <message>
   <source>Report as a table</source>
   <translation>Informe como tabla</translation>
  </message>
  <message>
   <source>Report: {}</source>
   <translation>Informe: {}</translation>
  </message>
  <message>
   <source>Res&amp;ume</source>
   <translation>Rean&amp;udar</translation>
  </message>
  <message>
   <source>Resampling</source>
   <translation>Remuestreo</translation>
  </message>
  <message>
   <source>Resolution: optical {}, SAR {}</source>
   <translation>Resolución: óptica {}, SAR {}</translation>
  </message>
  <message>
   <source>Results</source>
   <translation>Resultados</translation>
  </message>
  <message>
   <source>Row {} failed: {}</source>
   <translation>La fila {} falló: {}</translation>
  </message>
  <message>
   <source>SAR</source>
   <translation>SAR</translation>
  </message>
  <message>
   <source>SAR bands</source>
   <translation>Bandas SAR</translation>
  </message>
  <message>
   <source>SAR image</source>
   <translation>Imagen SAR</translation>
  </message>
  <message>
   <source>SAR, decoded</source>
   <translation>SAR, decodificada</translation>
  </message>
  <message>
   <source>SAR, live</source>
   <translation>SAR, en vivo</translation>
  </message>
  <message>
   <source>Save the list</source>
   <translation>Guardar la lista</translation>
  </message>
  <message>
   <source>Seconds</source>
   <translation>Segundos</translation>
  </message>
  <message>
   <source>Set up EO-Duet</source>
   <translation>Configurar EO-Duet</translation>
  </message>
  <message>
   <source>Set up…</source>
   <translation>Configurar…</translation>
  </message>
  <message>
   <source>Setting up EO-Duet failed: {}</source>
   <translation>No se pudo configurar EO-Duet: {}</translation>
  </message>
  <message>
   <source>Setting up…</source>
   <translation>Configurando…</translation>
  </message>
  <message>
   <source>Share of values outside the coded range (worse image)</source>
   <translation>Proporción de valores fuera del intervalo codificado (la peor imagen)</translation>
  </message>
  <message>
   <source>Sho&amp;w log</source>
   <translation>Ver re&amp;gistro</translation>
  </message>
  <message>
   <source>Shows what coding changed, {} times as strong</source>
   <translation>Muestra lo que cambió la codificación, amplificado {} veces</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Tamaño</translation>
  </message>
  <message>
   <source>Size in bytes</source>
   <translation>Tamaño en bytes</translation>
  </message>
  <message>
   <source>Size: optical {} × {}, SAR {} × {} pixels</source>
   <translation>Tamaño: óptica {} × {}, SAR {} × {} píxeles</translation>
  </message>
  <message>
   <source>Sound; tiles checked: {}</source>
   <translation>Íntegro; teselas comprobadas: {}</translation>
  </message>
  <message>
   <source>State</source>
   <translation>Estado</translation>
  </message>
  <message>
   <source>Takes the folder out of the settings again.</source>
   <translation>Quita la carpeta de la configuración.</translation>
  </message>
  <message>
   <source>Target (bpp, bytes or dB)</source>
   <translation>Valor objetivo (bpp, bytes o dB)</translation>
  </message>
  <message>
   <source>Tells what a .duet file holds: size, ratio, bands, CRS, quality, trade-off γ and the model that decodes it.
Only the head of the file is read, and no private environment is needed.</source>
   <translation>Dice qué contiene un archivo .duet: tamaño, relación, bandas, SRC, calidad, compromiso γ y el modelo que lo decodifica.
Solo se lee la cabecera del archivo y no hace falta el entorno privado.</translation>
  </message>
  <message>
   <source>The .duet file to map, or nothing where the two images below are given.</source>
   <translation>El archivo .duet que se va a cartografiar, o nada si se indican las dos imágenes de abajo.</translation>
  </message>
  <message>
   <source>The .duet file to write.</source>
   <translation>El archivo .duet que se va a escribir.</translation>
  </message>
  <message>
   <source>The .duet file. Anything GDAL can open will do, such as a path that starts with /vsicurl/ or /vsizip/.</source>
   <translation>El archivo .duet. Sirve cualquier cosa que GDAL pueda abrir, como una ruta que empiece por /vsicurl/ o /vsizip/.</translation>
  </message>
  <message>
   <source>The ONNX Runtime to install, exactly one: 'cpu', 'nvidia' (NVIDIA graphics cards, CUDA 12, 1.9 GB to download) or 'directml' (Windows, any graphics card). 'auto' keeps what is installed, or takes what suits this machine.</source>
   <translation>El ONNX Runtime que se instala, exactamente uno: «cpu», «nvidia» (tarjetas gráficas NVIDIA, CUDA 12, descarga de 1,9 GB) o «directml» (Windows, cualquier tarjeta gráfica). «auto» conserva el instalado o toma el que conviene a este equipo.</translation>
  </message>
  <message>
   <source>The SAR image cannot be aligned: {}; give both a CRS and a position first.</source>
   <translation>La imagen SAR no se puede alinear: {}; dé primero a ambas un SRC y una posición.</translation>
  </message>
  <message>
   <source>The SAR image on the optical grid, a GeoTIFF.</source>
   <translation>La imagen SAR en la cuadrícula óptica, un GeoTIFF.</translation>
  </message>
  <message>
   <source>The SAR image to warp.</source>
   <translation>La imagen SAR que se va a ajustar.</translation>
  </message>
  <message>
   <source>The SAR image, where no .duet file is given; it may be left out.</source>
   <translation>La imagen SAR, si no se indica un archivo .duet; puede omitirse.</translation>
  </message>
  <message>
   <source>The SAR image: 1 or 2 polarisations, as power or in dB. It may be left out; then the file holds the optical image alone.</source>
   <translation>La imagen SAR: 1 o 2 polarizaciones, en potencia o en dB. Puede omitirse; entonces el archivo contiene solo la imagen óptica.</translation>
  </message>
  <message>
   <source>The build of ONNX Runtime that is installed: 'cpu', 'nvidia' or 'directml'.</source>
   <translation>La variante de ONNX Runtime instalada: «cpu», «nvidia» o «directml».</translation>
  </message>
  <message>
   <source>The chosen model has no map model.</source>
   <translation>El modelo elegido no tiene modelo de mapa.</translation>
  </message>
  <message>
   <source>The coordinate reference system as WKT.</source>
   <translation>El sistema de referencia de coordenadas en WKT.</translation>
  </message>
  <message>
   <source>The decoded SAR image, a GeoTIFF. Left out, it is not computed.</source>
   <translation>La imagen SAR decodificada, un GeoTIFF. Si se omite, no se calcula.</translation>
  </message>
  <message>
   <source>The decoded optical image, a GeoTIFF. Left out, it is not computed.</source>
   <translation>La imagen óptica decodificada, un GeoTIFF. Si se omite, no se calcula.</translation>
  </message>
  <message>
   <source>The device that really computed.</source>
   <translation>El dispositivo que realmente calculó.</translation>
  </message>
  <message>
   <source>The disk is full: free about 500 MB, then run the set-up again; it goes on where it stopped.</source>
   <translation>El disco está lleno: libere unos 500 MB y ejecute de nuevo la configuración; continúa donde se quedó.</translation>
  </message>
  <message>
   <source>The disk is too full: {} needs {} MB and {:.0f} MB are free. Free some, then try again.</source>
   <translation>El disco está demasiado lleno: {} necesita {} MB y hay {:.0f} MB libres. Libere espacio e inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>The environment's folder cannot be written: check the permissions of your QGIS profile folder.</source>
   <translation>No se puede escribir en la carpeta del entorno: compruebe los permisos de su carpeta de perfil de QGIS.</translation>
  </message>
  <message>
   <source>The file does not hold the image asked for: ask for the other output.</source>
   <translation>El archivo no contiene la imagen pedida: pida la otra salida.</translation>
  </message>
  <message>
   <source>The folder for the .duet files, the reports and the journal of what is done.</source>
   <translation>La carpeta para los archivos .duet, los informes y el diario de lo hecho.</translation>
  </message>
  <message>
   <source>The folder of SAR images that go with them, matched by name and date; it may be the same folder.</source>
   <translation>La carpeta de imágenes SAR que les corresponden, emparejadas por nombre y fecha; puede ser la misma carpeta.</translation>
  </message>
  <message>
   <source>The folder of the environment.</source>
   <translation>La carpeta del entorno.</translation>
  </message>
  <message>
   <source>The folder {} holds no wheels: fill it on a machine with a network ('pip download', see the help).</source>
   <translation>La carpeta {} no contiene wheels: llénela en un equipo con red («pip download», véase la ayuda).</translation>
  </message>
  <message>
   <source>The folder {} lacks a wheel that this Python needs: fill it with 'pip download', see the help.</source>
   <translation>En la carpeta {} falta un wheel que este Python necesita: llénela con «pip download», véase la ayuda.</translation>
  </message>
  <message>
   <source>The grids are the same.</source>
   <translation>Las cuadrículas son iguales.</translation>
  </message>
  <message>
   <source>The grids differ:</source>
   <translation>Las cuadrículas difieren:</translation>
  </message>
  <message>
   <source>The installed version of NumPy.</source>
   <translation>La versión instalada de NumPy.</translation>
  </message>
  <message>
   <source>The installed version of ONNX Runtime.</source>
   <translation>La versión instalada de ONNX Runtime.</translation>
  </message>
  <message>
   <source>The installed version of constriction.</source>
   <translation>La versión instalada de constriction.</translation>
  </message>
  <message>
   <source>The job failed without saying why: see the log.</source>
   <translation>La tarea falló sin decir por qué: consulte el registro.</translation>
  </message>
  <message>
   <source>The map made from the file: a GeoTIFF with the names and colours of the classes. Left out, it is not computed.</source>
   <translation>El mapa hecho a partir del archivo: un GeoTIFF con los nombres y colores de las clases. Si se omite, no se calcula.</translation>
  </message>
  <message>
   <source>The map to write, a GeoTIFF.</source>
   <translation>El mapa que se va a escribir, un GeoTIFF.</translation>
  </message>
  <message>
   <source>The mean of the two in dB.</source>
   <translation>La media de los dos en dB.</translation>
  </message>
  <message>
   <source>The model that decodes the file.</source>
   <translation>El modelo que decodifica el archivo.</translation>
  </message>
  <message>
   <source>The model to code with. eoduet:models lists what is installed.</source>
   <translation>El modelo con el que codificar. eoduet:models enumera los instalados.</translation>
  </message>
  <message>
   <source>The model whose map is wanted, where it is not the file's own. eoduet:models lists them and takes a folder of yours.</source>
   <translation>El modelo cuyo mapa se quiere, si no es el del propio archivo. eoduet:models los enumera y admite una carpeta propia.</translation>
  </message>
  <message>
   <source>The models with their folders, profiles and classes, as JSON.</source>
   <translation>Los modelos con sus carpetas, perfiles y clases, en JSON.</translation>
  </message>
  <message>
   <source>The name of the map model, where a model has several.</source>
   <translation>El nombre del modelo de mapa, si un modelo tiene varios.</translation>
  </message>
  <message>
   <source>The number of SAR bands, 0 where the file has no SAR image.</source>
   <translation>El número de bandas SAR; 0 si el archivo no tiene imagen SAR.</translation>
  </message>
  <message>
   <source>The number of damaged tiles.</source>
   <translation>El número de teselas dañadas.</translation>
  </message>
  <message>
   <source>The number of damaged tiles; each of them is NoData in what was written.</source>
   <translation>El número de teselas dañadas; cada una queda sin datos en lo que se escribió.</translation>
  </message>
  <message>
   <source>The number of models.</source>
   <translation>El número de modelos.</translation>
  </message>
  <message>
   <source>The number of optical bands, 0 where the file has no optical image.</source>
   <translation>El número de bandas ópticas; 0 si el archivo no tiene imagen óptica.</translation>
  </message>
  <message>
   <source>The number of pairs in the list.</source>
   <translation>El número de pares de la lista.</translation>
  </message>
  <message>
   <source>The number of pairs that failed; the report says why.</source>
   <translation>El número de pares que fallaron; el informe dice por qué.</translation>
  </message>
  <message>
   <source>The number of pairs that were done before.</source>
   <translation>El número de pares que ya estaban hechos.</translation>
  </message>
  <message>
   <source>The number of pairs whose file is there, made now or before.</source>
   <translation>El número de pares cuyo archivo existe, hecho ahora o antes.</translation>
  </message>
  <message>
   <source>The number of pixels without a class: where an image has no data, or a tile is damaged.</source>
   <translation>El número de píxeles sin clase: donde una imagen no tiene datos o una tesela está dañada.</translation>
  </message>
  <message>
   <source>The number of tiles.</source>
   <translation>El número de teselas.</translation>
  </message>
  <message>
   <source>The old environment in {} cannot be removed ({}): close other QGIS windows and try again.</source>
   <translation>No se puede eliminar el entorno antiguo en {} ({}): cierre las demás ventanas de QGIS e inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>The optical image whose CRS, size and pixels the result takes.</source>
   <translation>La imagen óptica cuyo SRC, tamaño y píxeles toma el resultado.</translation>
  </message>
  <message>
   <source>The optical image, where no .duet file is given; it may be left out.</source>
   <translation>La imagen óptica, si no se indica un archivo .duet; puede omitirse.</translation>
  </message>
  <message>
   <source>The optical image: 1 to 4 bands, blue, green, red and near-infrared in any order. It may be left out; then the file holds the SAR image alone. It must lie on the same pixel grid as the SAR image.</source>
   <translation>La imagen óptica: de 1 a 4 bandas, azul, verde, roja e infrarroja cercana en cualquier orden. Puede omitirse; entonces el archivo contiene solo la imagen SAR. Debe estar en la misma cuadrícula de píxeles que la imagen SAR.</translation>
  </message>
  <message>
   <source>The overview could not be kept in {} ({}).</source>
   <translation>No se pudo guardar la vista general en {} ({}).</translation>
  </message>
  <message>
   <source>The package index cannot be reached: check the network connection, then run the set-up again.</source>
   <translation>No se puede acceder al índice de paquetes: compruebe la conexión de red y ejecute de nuevo la configuración.</translation>
  </message>
  <message>
   <source>The package index's certificate is not trusted here: ask your administrator for the certificate and name it in pip's setting 'cert'.</source>
   <translation>Aquí no se confía en el certificado del índice de paquetes: pídalo a su administrador e indíquelo en el ajuste «cert» de pip.</translation>
  </message>
  <message>
   <source>The pair is outside the visible part of the map.</source>
   <translation>El par está fuera de la parte visible del mapa.</translation>
  </message>
  <message>
   <source>The preview failed: {}</source>
   <translation>La vista previa falló: {}</translation>
  </message>
  <message>
   <source>The preview is off.</source>
   <translation>La vista previa está desactivada.</translation>
  </message>
  <message>
   <source>The preview needs the private environment.</source>
   <translation>La vista previa necesita el entorno privado.</translation>
  </message>
  <message>
   <source>The preview pauses.</source>
   <translation>La vista previa está en pausa.</translation>
  </message>
  <message>
   <source>The preview starts once the two images lie on one pixel grid.</source>
   <translation>La vista previa empieza cuando las dos imágenes están en una misma cuadrícula de píxeles.</translation>
  </message>
  <message>
   <source>The private environment has lost its Python, as after an update of QGIS or the system: repair it with 'Set up EO-Duet' (eoduet:setup).</source>
   <translation>El entorno privado ha perdido su Python, como tras una actualización de QGIS o del sistema: repárelo con «Configurar EO-Duet» (eoduet:setup).</translation>
  </message>
  <message>
   <source>The private environment is broken ({}): repair it with 'Set up EO-Duet' (eoduet:setup).</source>
   <translation>El entorno privado está roto ({}): repárelo con «Configurar EO-Duet» (eoduet:setup).</translation>
  </message>
  <message>
   <source>The private environment is missing: run 'Set up EO-Duet' (eoduet:setup) once; it downloads about {} MB.</source>
   <translation>Falta el entorno privado: ejecute una vez «Configurar EO-Duet» (eoduet:setup); descarga unos {} MB.</translation>
  </message>
  <message>
   <source>The private environment was made for another version of the plugin: run 'Set up EO-Duet' (eoduet:setup) to renew it.</source>
   <translation>El entorno privado se creó para otra versión del complemento: ejecute «Configurar EO-Duet» (eoduet:setup) para renovarlo.</translation>
  </message>
  <message>
   <source>The profile that made the file.</source>
   <translation>El perfil con el que se hizo el archivo.</translation>
  </message>
  <message>
   <source>The project has no optical and SAR layers of one place: add some, or use folders or a list.</source>
   <translation>El proyecto no tiene capas ópticas y SAR de un mismo lugar: añada algunas, o use carpetas o una lista.</translation>
  </message>
  <message>
   <source>The proxy refused the connection: check it, its user and its password in QGIS (Settings, Options, Network), then try again.</source>
   <translation>El proxy rechazó la conexión: compruébelo en QGIS, con su usuario y su contraseña (Configuración, Opciones, Red), e inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>The proxy set in QGIS is used.</source>
   <translation>Se usa el proxy configurado en QGIS.</translation>
  </message>
  <message>
   <source>The quality that was used; with a target, the one that met it.</source>
   <translation>La calidad usada; con un objetivo, la que lo cumplió.</translation>
  </message>
  <message>
   <source>The quality the file was coded with.</source>
   <translation>La calidad con la que se codificó el archivo.</translation>
  </message>
  <message>
   <source>The report as a page, with sizes, rates and PSNR of each pair and why one failed: batch.html.</source>
   <translation>El informe como página, con tamaños, tasas y PSNR de cada par y por qué falló alguno: batch.html.</translation>
  </message>
  <message>
   <source>The report as a table: batch.csv.</source>
   <translation>El informe como tabla: batch.csv.</translation>
  </message>
  <message>
   <source>The report could not be written beside the file.</source>
   <translation>No se pudo escribir el informe junto al archivo.</translation>
  </message>
  <message>
   <source>The set-up failed</source>
   <translation>La configuración falló</translation>
  </message>
  <message>
   <source>The set-up of the private environment was not finished: run 'Set up EO-Duet' (eoduet:setup); it goes on where it stopped.</source>
   <translation>La configuración del entorno privado no se terminó: ejecute «Configurar EO-Duet» (eoduet:setup); continúa donde se quedó.</translation>
  </message>
  <message>
   <source>The share of values outside the coded range, 0 to 1, of the image with more of them.</source>
   <translation>La proporción de valores fuera del intervalo codificado, de 0 a 1, en la imagen que tiene más.</translation>
  </message>
  <message>
   <source>The size of all files together in bytes.</source>
   <translation>El tamaño de todos los archivos juntos en bytes.</translation>
  </message>
  <message>
   <source>The size of the file in bytes, its head included.</source>
   <translation>El tamaño del archivo en bytes, cabecera incluida.</translation>
  </message>
  <message>
   <source>The style of {} could not be written.</source>
   <translation>No se pudo escribir el estilo de {}.</translation>
  </message>
  <message>
   <source>The temporary folder {} cannot be written ({}): free some space there.</source>
   <translation>No se puede escribir en la carpeta temporal {} ({}): libere espacio en ella.</translation>
  </message>
  <message>
   <source>The tile coded in the environment does not decode to itself: report this with the diagnostics.</source>
   <translation>La tesela codificada en el entorno no se decodifica igual: notifíquelo con el diagnóstico.</translation>
  </message>
  <message>
   <source>The trade-off γ that was used.</source>
   <translation>El compromiso γ usado.</translation>
  </message>
  <message>
   <source>The trade-off γ the file was coded with.</source>
   <translation>El compromiso γ con el que se codificó el archivo.</translation>
  </message>
  <message>
   <source>The value to aim at, in the unit of the target.</source>
   <translation>El valor que se quiere alcanzar, en la unidad del objetivo.</translation>
  </message>
  <message>
   <source>The visible part holds no data.</source>
   <translation>La parte visible no contiene datos.</translation>
  </message>
  <message>
   <source>The worker process crashed ({}): try the device 'cpu', or repair it with 'Set up EO-Duet'.</source>
   <translation>El proceso de cálculo se bloqueó ({}): pruebe el dispositivo «cpu» o repárelo con «Configurar EO-Duet».</translation>
  </message>
  <message>
   <source>The worker process did not answer for {} s: close other programs and try again.</source>
   <translation>El proceso de cálculo no respondió durante {} s: cierre otros programas e inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>The worker process ended unexpectedly ({}): repair it with 'Set up EO-Duet'.</source>
   <translation>El proceso de cálculo terminó inesperadamente ({}): repárelo con «Configurar EO-Duet».</translation>
  </message>
  <message>
   <source>The worker process failed: {}</source>
   <translation>El proceso de cálculo falló: {}</translation>
  </message>
  <message>
   <source>The worker process was killed by the system, most likely because memory ran out: close other programs, or use the device 'cpu', and try again.</source>
   <translation>El sistema terminó el proceso de cálculo, muy probablemente por falta de memoria: cierre otros programas o use el dispositivo «cpu» e inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>There is no algorithm {}.</source>
   <translation>No existe el algoritmo {}.</translation>
  </message>
  <message>
   <source>There is no build '{}' for this system: use {}.</source>
   <translation>No hay variante «{}» para este sistema: use {}.</translation>
  </message>
  <message>
   <source>This tile is being decoded: click again in a moment.</source>
   <translation>Esta tesela se está decodificando: haga clic de nuevo en un momento.</translation>
  </message>
  <message>
   <source>Tile {} is NoData: {}</source>
   <translation>La tesela {} queda sin datos: {}</translation>
  </message>
  <message>
   <source>Tile {} is damaged: {}</source>
   <translation>La tesela {} está dañada: {}</translation>
  </message>
  <message>
   <source>Tiles</source>
   <translation>Teselas</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>Tiempo</translation>
  </message>
  <message>
   <source>Trade-off γ</source>
   <translation>Compromiso γ</translation>
  </message>
  <message>
   <source>Trade-off γ (0: favour SAR, 1: favour optical; empty: the profile's, or 0.5)</source>
   <translation>Compromiso γ (0: favorece SAR, 1: favorece óptica; vacío: el del perfil, o 0,5)</translation>
  </message>
  <message>
   <source>Trade-off γ used</source>
   <translation>Compromiso γ usado</translation>
  </message>
  <message>
   <source>Trade-off γ, 0 favours SAR, 1 favours optical</source>
   <translation>Compromiso γ: 0 favorece SAR, 1 favorece óptica</translation>
  </message>
  <message>
   <source>Trade-off γ, left favours SAR, right favours optical</source>
   <translation>Compromiso γ: a la izquierda favorece SAR, a la derecha óptica</translation>
  </message>
  <message>
   <source>True where nothing is damaged.</source>
   <translation>Verdadero si no hay nada dañado.</translation>
  </message>
  <message>
   <source>Value to aim at</source>
   <translation>Valor que se quiere alcanzar</translation>
  </message>
  <message>
   <source>Verify .duet</source>
   <translation>Verificar .duet</translation>
  </message>
  <message>
   <source>Version of {}</source>
   <translation>Versión de {}</translation>
  </message>
  <message>
   <source>Waiting for another EO-Duet job</source>
   <translation>Esperando a otra tarea de EO-Duet</translation>
  </message>
  <message>
   <source>Warps a SAR image onto the pixel grid of an optical image with GDAL, so that the two can be encoded together.
Where the optical pixels are larger by half or more, each takes the average of the SAR pixels under it; otherwise values are interpolated bilinearly. What the SAR image does not cover becomes NoData. A SAR image that lies on the grid already keeps its values.</source>
   <translation>Ajusta con GDAL una imagen SAR a la cuadrícula de píxeles de una imagen óptica, para que ambas puedan codificarse juntas.
Si los píxeles ópticos son mayores en la mitad o más, cada uno toma la media de los píxeles SAR que cubre; si no, los valores se interpolan bilinealmente. Lo que la imagen SAR no cubre queda sin datos. Una imagen SAR que ya está en la cuadrícula conserva sus valores.</translation>
  </message>
  <message>
   <source>Warps the SAR layer onto the optical grid with GDAL, {} resampling</source>
   <translation>Ajusta la capa SAR a la cuadrícula óptica con GDAL, remuestreo {}</translation>
  </message>
  <message>
   <source>What areas are measured on</source>
   <translation>Sobre qué se miden las áreas</translation>
  </message>
  <message>
   <source>What the areas are measured on: 'plane', 'ellipsoid' or 'unknown'.</source>
   <translation>Sobre qué se miden las áreas: «plane» (plano), «ellipsoid» (elipsoide) o «unknown» (desconocido).</translation>
  </message>
  <message>
   <source>What the file is for</source>
   <translation>Para qué es el archivo</translation>
  </message>
  <message>
   <source>What the file is for: 'image' to look at it, or a task of the model such as 'flood', whose maps lose less then. The file says which profile made it.</source>
   <translation>Para qué es el archivo: «image» para verlo, o una tarea del modelo como «flood», cuyos mapas pierden menos entonces. El archivo dice qué perfil lo hizo.</translation>
  </message>
  <message>
   <source>What the file says of itself</source>
   <translation>Lo que el archivo dice de sí mismo</translation>
  </message>
  <message>
   <source>What to aim at instead of a quality</source>
   <translation>Qué se quiere alcanzar en lugar de una calidad</translation>
  </message>
  <message>
   <source>What was there cannot be repaired ({}): making it anew</source>
   <translation>Lo que había no se puede reparar ({}): se crea de nuevo</translation>
  </message>
  <message>
   <source>Where the networks run: 'auto' takes a GPU where one is there, 'cpu', 'cuda' and 'directml' insist. The device that really computed is reported.</source>
   <translation>Dónde se ejecutan las redes: «auto» usa una GPU si la hay; «cpu», «cuda» y «directml» la imponen. Se informa del dispositivo que realmente calculó.</translation>
  </message>
  <message>
   <source>Which image gets the bits: 0 favours SAR, 1 favours optical. Left empty, it is what the profile learned for this quality, or 0.5.</source>
   <translation>Qué imagen recibe los bits: 0 favorece SAR, 1 favorece óptica. Vacío: lo que el perfil aprendió para esta calidad, o 0,5.</translation>
  </message>
  <message>
   <source>Whole pair, {:.0%} of it coded in {} windows</source>
   <translation>Par completo, {:.0%} codificado en {} ventanas</translation>
  </message>
  <message>
   <source>Whole pair: {}</source>
   <translation>Par completo: {}</translation>
  </message>
  <message>
   <source>Width in pixels</source>
   <translation>Ancho en píxeles</translation>
  </message>
  <message>
   <source>Width in pixels.</source>
   <translation>Ancho en píxeles.</translation>
  </message>
  <message>
   <source>Within 64 pixels of a damaged tile the picture is approximate, within 8 visibly so.</source>
   <translation>A menos de 64 píxeles de una tesela dañada la imagen es aproximada; a menos de 8, visiblemente.</translation>
  </message>
  <message>
   <source>Without a window</source>
   <translation>Sin ventana</translation>
  </message>
  <message>
   <source>Write both images into one .duet file</source>
   <translation>Escribir ambas imágenes en un archivo .duet</translation>
  </message>
  <message>
   <source>Writing the report</source>
   <translation>Escribiendo el informe</translation>
  </message>
  <message>
   <source>Written by</source>
   <translation>Escrito por</translation>
  </message>
  <message>
   <source>a map or a terrain model, not an image</source>
   <translation>un mapa o un modelo del terreno, no una imagen</translation>
  </message>
  <message>
   <source>about {} left</source>
   <translation>quedan unos {}</translation>
  </message>
  <message>
   <source>aimed at</source>
   <translation>según objetivo</translation>
  </message>
  <message>
   <source>and folder of SAR images</source>
   <translation>y carpeta de imágenes SAR</translation>
  </message>
  <message>
   <source>band {}</source>
   <translation>banda {}</translation>
  </message>
  <message>
   <source>bits per pixel</source>
   <translation>bits por píxel</translation>
  </message>
  <message>
   <source>blue</source>
   <translation>azul</translation>
  </message>
  <message>
   <source>choose bands…</source>
   <translation>elegir bandas…</translation>
  </message>
  <message>
   <source>classes, not measurements</source>
   <translation>clases, no mediciones</translation>
  </message>
  <message>
   <source>complex numbers: convert to intensity first</source>
   <translation>números complejos: conviértalos primero a intensidad</translation>
  </message>
  <message>
   <source>done</source>
   <translation>hecho</translation>
  </message>
  <message>
   <source>done before</source>
   <translation>hecho antes</translation>
  </message>
  <message>
   <source>down</source>
   <translation>abajo</translation>
  </message>
  <message>
   <source>failed: {}</source>
   <translation>falló: {}</translation>
  </message>
  <message>
   <source>file size</source>
   <translation>tamaño de archivo</translation>
  </message>
  <message>
   <source>for a machine without a network</source>
   <translation>para un equipo sin red</translation>
  </message>
  <message>
   <source>for viewing</source>
   <translation>para ver</translation>
  </message>
  <message>
   <source>for {}</source>
   <translation>para {}</translation>
  </message>
  <message>
   <source>green</source>
   <translation>verde</translation>
  </message>
  <message>
   <source>it printed nothing</source>
   <translation>no imprimió nada</translation>
  </message>
  <message>
   <source>joint PSNR</source>
   <translation>PSNR conjunto</translation>
  </message>
  <message>
   <source>learned</source>
   <translation>aprendido</translation>
  </message>
  <message>
   <source>left</source>
   <translation>a la izquierda</translation>
  </message>
  <message>
   <source>looks like a SAR image</source>
   <translation>parece una imagen SAR</translation>
  </message>
  <message>
   <source>looks like an optical image</source>
   <translation>parece una imagen óptica</translation>
  </message>
  <message>
   <source>map</source>
   <translation>mapa</translation>
  </message>
  <message>
   <source>near-infrared</source>
   <translation>infrarrojo cercano</translation>
  </message>
  <message>
   <source>no raster file</source>
   <translation>no es un archivo ráster</translation>
  </message>
  <message>
   <source>none</source>
   <translation>ninguno</translation>
  </message>
  <message>
   <source>optical, decoded</source>
   <translation>óptica, decodificada</translation>
  </message>
  <message>
   <source>optical, live</source>
   <translation>óptica, en vivo</translation>
  </message>
  <message>
   <source>paused at {:.0%}</source>
   <translation>en pausa al {:.0%}</translation>
  </message>
  <message>
   <source>pip cannot go through a SOCKS proxy: set an HTTP proxy in QGIS (Settings, Options, Network), or use a folder of wheels.</source>
   <translation>pip no puede usar un proxy SOCKS: configure un proxy HTTP en QGIS (Configuración, Opciones, Red) o use una carpeta de wheels.</translation>
  </message>
  <message>
   <source>red</source>
   <translation>rojo</translation>
  </message>
  <message>
   <source>right</source>
   <translation>a la derecha</translation>
  </message>
  <message>
   <source>the chosen quality</source>
   <translation>la calidad elegida</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>desconocido</translation>
  </message>
  <message>
   <source>up</source>
   <translation>arriba</translation>
  </message>
  <message>
   <source>waiting</source>
   <translation>en espera</translation>
  </message>
  <message>
   <source>{:,} bytes (1 : {})</source>
   <translation>{:,} bytes (1 : {})</translation>
  </message>
  <message>
   <source>{:.1f} s</source>
   <translation>{:.1f} s</translation>
  </message>
  <message>
   <source>{:.3f} bits per pixel and image</source>
   <translation>{:.3f} bits por píxel e imagen</translation>
  </message>
  <message>
   <source>{WIDTH} × {HEIGHT} pixels, {BYTES} bytes, {BPP:.3f} bpp, ratio 1 : {RATIO_WORDS}</source>
   <translation>{WIDTH} × {HEIGHT} píxeles, {BYTES} bytes, {BPP:.3f} bpp, relación 1 : {RATIO_WORDS}</translation>
  </message>
  <message>
   <source>{} (1 : {})</source>
   <translation>{} (1 : {})</translation>
  </message>
  <message>
   <source>{} (aligned)</source>
   <translation>{} (alineada)</translation>
  </message>
  <message>
   <source>{} (bands {})</source>
   <translation>{} (bandas {})</translation>
  </message>
  <message>
   <source>{} Put it back, or show its new place by 'Handle Unavailable Layers'.</source>
   <translation>{} Devuélvalo a su sitio o indique su nuevo lugar con «Gestionar capas no disponibles».</translation>
  </message>
  <message>
   <source>{} at the chosen quality; the target is searched for when compressing</source>
   <translation>{} con la calidad elegida; el objetivo se busca al comprimir</translation>
  </message>
  <message>
   <source>{} bands, at most {} can be coded:</source>
   <translation>{} bandas, se pueden codificar {} como máximo:</translation>
  </message>
  <message>
   <source>{} cannot be shown live.</source>
   <translation>{} no se puede mostrar en vivo.</translation>
  </message>
  <message>
   <source>{} cannot be shown: {}</source>
   <translation>{} no se puede mostrar: {}</translation>
  </message>
  <message>
   <source>{} cannot be written ({}).</source>
   <translation>No se puede escribir {} ({}).</translation>
  </message>
  <message>
   <source>{} could not be made: {}</source>
   <translation>No se pudo crear {}: {}</translation>
  </message>
  <message>
   <source>{} failed</source>
   <translation>{} fallidos</translation>
  </message>
  <message>
   <source>{} holds no model: choose a folder of bundles, each with a manifest.json.</source>
   <translation>{} no contiene ningún modelo: elija una carpeta de paquetes, cada uno con un manifest.json.</translation>
  </message>
  <message>
   <source>{} holds no {} image.</source>
   <translation>{} no contiene imagen {}.</translation>
  </message>
  <message>
   <source>{} is rotated or upside down, which live layers cannot show: decode it to files.</source>
   <translation>{} está girado o invertido, y las capas en vivo no pueden mostrarlo: decodifíquelo en archivos.</translation>
  </message>
  <message>
   <source>{} of {} done</source>
   <translation>{} de {} hechos</translation>
  </message>
  <message>
   <source>{} original</source>
   <translation>{}: original</translation>
  </message>
  <message>
   <source>{} pairs added.</source>
   <translation>{} pares añadidos.</translation>
  </message>
  <message>
   <source>{} stays empty: the file has no such image.</source>
   <translation>{} queda vacía: el archivo no tiene esa imagen.</translation>
  </message>
  <message>
   <source>{} to download</source>
   <translation>{} de descarga</translation>
  </message>
  <message>
   <source>{} was found, but its driver {} is older than {}: renew the driver to use it.</source>
   <translation>Se encontró {}, pero su controlador {} es anterior a {}: renuévelo para usarla.</translation>
  </message>
  <message>
   <source>{} was found, which no build for this system can use.</source>
   <translation>Se encontró {}, que ninguna variante para este sistema puede usar.</translation>
  </message>
  <message>
   <source>{} was found.</source>
   <translation>Se encontró {}.</translation>
  </message>
  <message>
   <source>{} with ONNX Runtime {}. A tile was coded and decoded on: {}.</source>
   <translation>{} con ONNX Runtime {}. Se codificó y decodificó una tesela en: {}.</translation>
  </message>
  <message>
   <source>{} with driver {} was found.</source>
   <translation>Se encontró {} con el controlador {}.</translation>
  </message>
  <message>
   <source>{} · 1 : {} · {:.3f} bpp · {}</source>
   <translation>{} · 1 : {} · {:.3f} bpp · {}</translation>
  </message>
  <message>
   <source>{} · centre first</source>
   <translation>{} · primero el centro</translation>
  </message>
  <message>
   <source>{} × {} pixels</source>
   <translation>{} × {} píxeles</translation>
  </message>
  <message>
   <source>{} × {} pixels · {:.3f} bpp · {} {}</source>
   <translation>{} × {} píxeles · {:.3f} bpp · {} {}</translation>
  </message>
  <message>
   <source>{} × {} pixels, {}, {:.3f} bpp, quality {:g}, γ {:g}, {}</source>
   <translation>{} × {} píxeles, {}, {:.3f} bpp, calidad {:g}, γ {:g}, {}</translation>
  </message>
  <message>
   <source>{}, middle of the image</source>
   <translation>{}, centro de la imagen</translation>
  </message>
  <message>
   <source>{}, tile {}, shown as NoData: {}</source>
   <translation>{}, tesela {}, mostrada sin datos: {}</translation>
  </message>
  <message>
   <source>{}: the layer {} is no raster file: save it as GeoTIFF first.</source>
   <translation>{}: la capa {} no es un archivo ráster: guárdela primero como GeoTIFF.</translation>
  </message>
  <message>
   <source>{}: there is no such image to decode; leave it out.</source>
   <translation>{}: no existe tal imagen que decodificar; omítala.</translation>
  </message>
  <message>
   <source>{}: {:.3%} of the values lie outside the coded range</source>
   <translation>{}: {:.3%} de los valores están fuera del intervalo codificado</translation>
  </message>
  <message>
   <source>{}: {}</source>
   <translation>{}: {}</translation>
  </message>
  <message>
   <source>{}: {} is no raster that QGIS can read: choose another file or layer.</source>
   <translation>{}: {} no es un ráster que QGIS pueda leer: elija otro archivo u otra capa.</translation>
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
   <translation>C&amp;errar</translation>
  </message>
  <message>
   <source>A &amp;folder of wheels:</source>
   <translation>Una car&amp;peta de wheels:</translation>
  </message>
  <message>
   <source>Compute on</source>
   <translation>Calcular en</translation>
  </message>
  <message>
   <source>Copy &amp;diagnostics</source>
   <translation>Copiar &amp;diagnóstico</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Instalar desde</translation>
  </message>
  <message>
   <source>Set up EO-Duet</source>
   <translation>Configurar EO-Duet</translation>
  </message>
  <message>
   <source>The &amp;package index, through the network</source>
   <translation>El índ&amp;ice de paquetes, por la red</translation>
  </message>
  <message>
   <source>Versions, cards and the last lines above, for a bug report; without passwords and with your home folder as ~</source>
   <translation>Versiones, tarjetas y las últimas líneas de arriba, para un informe de error; sin contraseñas y con su carpeta personal como ~</translation>
  </message>
  <message>
   <source>What is done is told here.</source>
   <translation>Aquí se cuenta lo que se hace.</translation>
  </message>
 </context>
</TS>
