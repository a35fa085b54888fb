"""The preset dictionaries of the `.duet` header's deflate: constants of formats 1 to 3, never to be changed; no code.

Deflate may copy from its dictionary as if it stood before the header. The further to the end a phrase stands, the cheaper it
is to copy, so the rare ones (a layer's style, a CRS that is no EPSG code) come first and the frame of an 8-bit pair last.
From format 2 on the header's numbers are elsewhere (engine.headernumbers), and □ here stands for the placeholder of each.
"""

from __future__ import annotations

from .headernumbers import PLACEHOLDER

_CRS = (
    'BOUNDCRS[SOURCECRS[ABRIDGEDTRANSFORMATION["COMPOUNDCRS["VERTCRS["ENGCRS["LOCAL_CS["unknown","unnamed","undefined","North'
    ' America","Europe","NAD83","North American Datum 1983","GRS 1980",6378137,298.257222101,"ETRS89","European Terrestrial'
    ' Reference System 1989","GDA2020","SIRGAS 2000","JGD2011","Pulkovo 1942","Krassowsky 1940",6378245,298.3,"Bessel 1841"'
    ',6377397.155,299.1528128,"International 1924",6378388,297,METHOD["Lambert Conic Conformal (2SP)",ID["EPSG",9802]],'
    'METHOD["Lambert Azimuthal Equal Area",ID["EPSG",9820]],METHOD["Albers Equal Area",ID["EPSG",9822]],METHOD["Polar'
    ' Stereographic (variant B)",ID["EPSG",9829]],METHOD["Popular Visualisation Pseudo Mercator",ID["EPSG",1024]],METHOD['
    '"Sinusoidal"],PARAMETER["Latitude of false origin",ID["EPSG",8821]],PARAMETER["Longitude of false origin",ID["EPSG",'
    '8822]],PARAMETER["Latitude of 1st standard parallel",ID["EPSG",8823]],PARAMETER["Latitude of 2nd standard parallel",'
    'ID["EPSG",8824]],PARAMETER["Easting at false origin",ID["EPSG",8826]],PARAMETER["Northing at false origin",ID["EPSG",'
    '8827]],LENGTHUNIT["US survey foot",0.304800609601219],LENGTHUNIT["foot",0.3048],CS[ellipsoidal,2],AXIS["geodetic'
    ' latitude (Lat)",north,ORDER[1],ANGLEUNIT["degree",0.0174532925199433]],AXIS["geodetic longitude (Lon)",east,ORDER[2]'
    ',ANGLEUNIT["degree",0.0174532925199433]],AXIS["easting",east,AXIS["northing",north,REMARK["GEOGCRS["WGS 84",ENSEMBLE['
    '"World Geodetic System 1984 ensemble",MEMBER["World Geodetic System 1984 (Transit)"],MEMBER["World Geodetic System'
    ' 1984 (G730)"],MEMBER["World Geodetic System 1984 (G873)"],MEMBER["World Geodetic System 1984 (G1150)"],MEMBER["World'
    ' Geodetic System 1984 (G1674)"],MEMBER["World Geodetic System 1984 (G1762)"],MEMBER["World Geodetic System 1984'
    ' (G2139)"],MEMBER["World Geodetic System 1984 (G2296)"],ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1'
    ']],ENSEMBLEACCURACY[2.0]],AREA["World."],BBOX[-90,-180,90,180]],"crs":"PROJCRS["WGS 84 / UTM zone 33N",BASEGEOGCRS['
    '"WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],PRIMEM['
    '"Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4326]],CONVERSION["UTM zone 33N",METHOD["Transverse'
    ' Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG"'
    ',8801]],PARAMETER["Longitude of natural origin",15,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8802]],PARAMETER['
    '"Scale factor at natural origin",0.9996,SCALEUNIT["unity",1],ID["EPSG",8805]],PARAMETER["False easting",500000,'
    'LENGTHUNIT["metre",1],ID["EPSG",8806]],PARAMETER["False northing",0,LENGTHUNIT["metre",1],ID["EPSG",8807]]],CS['
    'Cartesian,2],AXIS["(E)",east,ORDER[1],LENGTHUNIT["metre",1]],AXIS["(N)",north,ORDER[2],LENGTHUNIT["metre",1]],USAGE['
    'SCOPE["Engineering survey, topographic mapping."],AREA["Between 12°E and 18°E, northern hemisphere between equator'
    ' and 84°N, onshore and offshore."],BBOX[0,12,84,18]],ID["EPSG",32633]]'
)
_STYLE = (
    '<!DOCTYPE qgis>\n<qgis styleCategories="Symbology"><pipe><provider><resampling '
    'zoomedInResamplingMethod="nearestNeighbour" enabled="false" zoomedOutResamplingMethod="nearestNeighbour" '
    'maxOversampling="2"/></provider><rasterrenderer type="singlebandpseudocolor" band="1" '
    'classificationMin="classificationMax="<rastershader><colorrampshader colorRampType="INTERPOLATED" '
    'classificationMode="1" clip="0" minimumValue="maximumValue="labelPrecision="4"<colorramp type="gradient" '
    'name="[source]"><Option type="QString" name="color1" value="<item '
    'label="color="#alpha="255"value="</colorrampshader></rastershader><rasterrenderer type="singlebandgray" '
    'nodataColor="" gradient="BlackToWhite" alphaBand="-1" grayBand="1" opacity="1"><minMaxOrigin><limits>'
    "MinMax</limits><contrastEnhancement><minValue></minValue><maxValue></maxValue><algorithm>"
    'StretchToMinimumMaximum</algorithm></contrastEnhancement><rampLegendSettings suffix="" minimumLabel="" '
    'maximumLabel="" direction="0" prefix="" orientation="2" useContinuousLegend="1"><numericFormat id="basic">'
    '<Option type="Map"><Option type="QChar" name="decimal_separator" value=""/><Option type="int" name="decimals" '
    'value="6"/><Option type="int" name="rounding_type" value="0"/><Option type="bool" name="show_plus" '
    'value="false"/><Option type="bool" name="show_thousand_separator" value="true"/><Option type="bool" '
    'name="show_trailing_zeros" value="false"/><Option type="QChar" name="thousand_separator" value=""/></Option>'
    '</numericFormat></rampLegendSettings></rasterrenderer><rasterrenderer type="multibandcolor" nodataColor="" '
    'blueBand="3" greenBand="2" alphaBand="-1" redBand="1" opacity="1"><rasterTransparency/><minMaxOrigin><limits>'
    "CumulativeCut</limits><extent>WholeRaster</extent><statAccuracy>Estimated</statAccuracy><cumulativeCutLower>"
    "0.02</cumulativeCutLower><cumulativeCutUpper>0.98</cumulativeCutUpper><stdDevFactor>2</stdDevFactor>"
    "</minMaxOrigin><redContrastEnhancement><minValue></minValue><maxValue></maxValue><algorithm>"
    "StretchToMinimumMaximum</algorithm></redContrastEnhancement><greenContrastEnhancement><minValue></maxValue>"
    "<algorithm>StretchToMinimumMaximum</algorithm></greenContrastEnhancement><blueContrastEnhancement><minValue>"
    "</maxValue><algorithm>StretchToMinimumMaximum</algorithm></blueContrastEnhancement></rasterrenderer>"
    '<brightnesscontrast brightness="0" contrast="0" gamma="1"/><huesaturation colorizeOn="0" colorizeGreen="128" '
    'colorizeRed="255" colorizeStrength="100" grayscaleMode="0" invertColors="0" saturation="0" colorizeBlue="128"/>'
    '<rasterresampler maxOversampling="2"/><resamplingStage>resamplingFilter</resamplingStage></pipe><blendMode>'
    "0</blendMode></qgis>"
)
# Inside a JSON string a quotation mark is written \" and a new line \n, so that is how they must stand here.
_TEXT = (_STYLE + _CRS).replace('"', '\\"').replace("\n", "\\n")

_RARE = (
    '"epoch":20,"tile":256,"tile":1024,"style":"<!DOCTYPE qgis>"metadata":{"AREA_OR_POINT":"Point",'
    '"TIFFTAG_DATETIME":"TIFFTAG_SOFTWARE":"'
    'TIFFTAG_IMAGEDESCRIPTION":"wavelength":"description":"acquisition_date":"20"orbit":"ASCENDING","DESCENDING","'
    'sigma0","gamma0","polarisation":"reflectance","unit":"dB","unit":"m","scale":0.0001,"offset":-0.1,"offset":-1000,'
    '"nodata":-9999,"nodata":-32768,"nodata":65535,"nodata":255,"nodata":-3.4028234663852886e+38,"dtype":"float64",'
    '"dtype":"uint32","dtype":"int32","dtype":"int16","color":"Alpha","color":"Undefined"'
)

_BANDS = (
    '{"name":"HH"},{"name":"HV"},{"name":"NIR"},{"name":"nir"},{"name":"red"},{"name":"green"},{"name":"blue"}'
    '{"name":"B8A","dtype":"uint16"},{"name":"B11","dtype":"uint16"},{"name":"B12","dtype":"uint16"}'
    '"sar":{"bands":[{"name":"VH"}],"mean":['
    '"dtype":"float32","color":"Gray","kind":"log","low":-30,"high":'
    '"optical":{"bands":[{"name":"B04","dtype":"uint16","nodata":0,"color":"Red","low":10,"high":'
    '},{"name":"B03","dtype":"uint16","nodata":0,"color":"Green","low":10,"high":'
    '},{"name":"B02","dtype":"uint16","nodata":0,"color":"Blue","low":10,"high":'
    '},{"name":"B08","dtype":"uint16","nodata":0,"low":10,"high":'
    '"sar":{"bands":[{"name":"VV","dtype":"float32","nodata":"nan","color":"Gray","low":-'
    '},{"name":"VH","dtype":"float32","nodata":"nan","low":-'
    '{"size":[10980,10980],"crs":"EPSG:326'
    '","geotransform":[399960,10,0,5500020,0,-10],'
    '"optical":{"bands":[{"name":"B02","dtype":"uint16","color":"Gray","low":10'
    '},{"name":"B03","dtype":"uint16","low":10'
    '},{"name":"B04","dtype":"uint16","low":10'
    '},{"name":"B08","dtype":"uint16","low":10'
    '}],"mean":['
    ']},"sar":{"bands":[{"name":"VV","dtype":"float32","color":"Gray","low":-2'
    '},{"name":"VH","dtype":"float32","low":-3'
    '}],"mean":['
)

_FRAME = (
    '{"size":[120,120],"crs":"EPSG:3857","geotransform":["crs":"EPSG:4326","geotransform":['
    '{"size":[128,128],{"size":[512,512],"crs":"EPSG:327","geotransform":['
    '{"size":[2048,2048],"optical":{"bands":[{"color":"Gray"}],"mean":['
    '{"size":[1024,1024],"optical":{"bands":[{},{},{}],"mean":['
    '],"rotation":[0'
    ']},"sar":{"bands":[{"name":"VV"}],"mean":['
    '{"size":[256,256],"optical":{"bands":[{"color":"Red"},{"color":"Green"},{"color":"Blue"}],"mean":['
    '],"rotation":['
    ']},"sar":{"bands":[{"color":"Gray"}],"mean":['
    ']},"bundle":["s1s2-lite","'
    '"],"quality":500,"gamma":500,"producer":"eoduet 0.1.0"}'
)

_RARE_2 = (
    '"epoch":□,"gamma":□,"profile":"flood","style":"<!DOCTYPE qgis>"metadata":{"AREA_OR_POINT":"Point",'
    '"TIFFTAG_DATETIME":"TIFFTAG_SOFTWARE":"'
    'TIFFTAG_IMAGEDESCRIPTION":"wavelength":"description":"acquisition_date":"20"orbit":"ASCENDING","DESCENDING","'
    'sigma0","gamma0","polarisation":"reflectance","unit":"dB","unit":"m","scale":□,"offset":□,"dtype":"float64",'
    '"dtype":"uint32","dtype":"int32","dtype":"int16","color":"Alpha","color":"Undefined","nodata":□,"kind":"log","low":□'
    '"crs":□,"geotransform":[□e-05,□,□,□,□,□e-05],"crs":□,"geotransform":[□e-05,□,□,□,□,□e-06],'
)

_BANDS_2 = (
    '{"name":"HH"},{"name":"HV"},{"name":"NIR"},{"name":"nir"},{"name":"red"},{"name":"green"},{"name":"blue"}'
    '{"name":"B8A","dtype":"uint16"},{"name":"B11","dtype":"uint16"},{"name":"B12","dtype":"uint16"}'
    '"sar":{"bands":[{"name":"VV","dtype":"float32","color":"Gray","kind":"log","low":□,"high":□},'
    '{"name":"VH","dtype":"float32","kind":"log","low":□,"high":□}],"mean":[□,□],"rotation":[□,□]},'
    '"sar":{"bands":[{"name":"VV","dtype":"float32","nodata":"nan","color":"Gray","kind":"log","low":□,"high":□},'
    '{"name":"VH","dtype":"float32","nodata":"nan","kind":"log","low":□,"high":□}],"mean":[□,□],"rotation":[□,□]},'
    '"optical":{"bands":[{"name":"B04","dtype":"uint16","nodata":□,"color":"Red","low":□,"high":□},'
    '{"name":"B03","dtype":"uint16","nodata":□,"color":"Green","low":□,"high":□},'
    '{"name":"B02","dtype":"uint16","nodata":□,"color":"Blue","low":□,"high":□},'
    '{"name":"B08","dtype":"uint16","nodata":□,"low":□,"high":□}],"mean":[□,□,□,□],"rotation":[□,□,□,□,□,□,□]},'
    '"sar":{"bands":[{"name":"VV","dtype":"float32","nodata":"nan","color":"Gray","low":□,"high":□},'
    '{"name":"VH","dtype":"float32","nodata":"nan","low":□,"high":□}],"mean":[□,□],"rotation":[□,□]},'
    '"optical":{"bands":[{"dtype":"uint16","color":"Gray","low":□,"high":□},{"dtype":"uint16","low":□,"high":□},'
    '{"dtype":"uint16","low":□,"high":□},{"dtype":"uint16","low":□,"high":□}],"mean":[□,□,□,□],"rotation":[□,□,□,□,□,□,□]},'
    '"sar":{"bands":[{"dtype":"float32","color":"Gray","low":□,"high":□},'
    '{"dtype":"float32","low":□,"high":□}],"mean":[□,□],"rotation":[□,□]},'
    '"bundle":"s1s2-lite","quality":□,"gamma":□,"producer":"eoduet 0.1.0","profile":"flood"}'
    '"tile":□,"bundle":"s1s2-lite","quality":□,"producer":"eoduet 0.1.0"}'
    '{"size":[□,□],"crs":□,"geotransform":[□,□,□,□,□,□],'
    '"optical":{"bands":[{"name":"B02","dtype":"uint16","color":"Gray","low":□,"high":□},'
    '{"name":"B03","dtype":"uint16","low":□,"high":□},{"name":"B04","dtype":"uint16","low":□,"high":□},'
    '{"name":"B08","dtype":"uint16","low":□,"high":□}],"mean":[□,□,□,□],"rotation":[□,□,□,□,□,□,□]},'
    '"sar":{"bands":[{"name":"VV","dtype":"float32","color":"Gray","low":□,"high":□},'
    '{"name":"VH","dtype":"float32","low":□,"high":□}],"mean":[□,□],"rotation":[□,□]},'
    '"bundle":"s1s2-lite","quality":□,"producer":"eoduet 0.1.0"}'
)

_FRAME_2 = (
    '{"size":[□,□],"optical":{"bands":[{}],"mean":[□]},"sar":{"bands":[{}],"mean":[□]},"bundle":"s1s2-lite",'
    '{"size":[□,□],"optical":{"bands":[{"color":"Gray"}],"mean":[□]},"bundle":"s1s2-lite","quality":□,'
    '{"size":[□,□],"crs":□,"geotransform":[□,□,□,□,□,□],"optical":{"bands":[{},{},{},{}],"mean":[□,□,□,□],'
    '"rotation":[□,□,□,□,□,□,□]},"sar":{"bands":[{"name":"VV"},{"name":"VH"}],"mean":[□,□],"rotation":[□,□]},'
    '{"size":[□,□],"crs":□,"geotransform":[□,□,□,□,□,□],'
    '"optical":{"bands":[{},{},{}],"mean":[□,□,□],"rotation":[□,□,□,□]},"sar":{"bands":[{"color":"Gray"}],"mean":[□]},'
    '"sar":{"bands":[{"name":"VV","color":"Gray"}],"mean":[□]},"bundle":"s1s2-lite","quality":□,"gamma":□,"producer":"'
    '{"size":[□,□],"optical":{"bands":[{"color":"Red"},{"color":"Green"},{"color":"Blue"}],"mean":[□,□,□],"rotation":[□,□,□,□]},'
    '"sar":{"bands":[{"color":"Gray"}],"mean":[□]},"bundle":"s1s2-lite","quality":□,"gamma":□,"producer":"eoduet 0.1.0"}'
    '{"size":[□,□],"sar":{"bands":[{"color":"Gray"}],"mean":[□]},"bundle":"s1s2-lite","quality":□,"producer":"eoduet 0.1.0"}'
    '{"size":[□,□],"optical":{"bands":[{},{},{}],"mean":[□,□,□],"rotation":[□,□,□,□]},'
    '"bundle":"s1s2-lite","quality":□,"producer":"eoduet 0.1.0"}'
    '{"size":[□,□],"optical":{"bands":[{},{},{}],"mean":[□,□,□],"rotation":[□,□,□,□]},'
    '"sar":{"bands":[{"color":"Gray"}],"mean":[□]},"bundle":"s1s2-lite","quality":□,"producer":"eoduet 0.1.0"}'
)

_ENLARGED = (
    '{"name":"B05","dtype":"uint16","enlarged":[□,□,□]},{"name":"B8A","dtype":"uint16","low":□,"high":□,"enlarged":[□,□,□]},'
    '{"name":"B12","dtype":"uint16","low":□,"high":□,"enlarged":[□,□,□]},'
    '{"name":"B11","dtype":"uint16","low":□,"high":□,"enlarged":[□,□,□]}],"mean":[□,□,□,□],"rotation":[□,□,□,□,□,□,□]},'
    '{"size":[□,□],"crs":□,"geotransform":[□,□,□,□,□,□],'
    '"optical":{"bands":[{"dtype":"uint16","color":"Gray","low":□,"high":□,"enlarged":[□,□,□]},'
    '{"dtype":"uint16","low":□,"high":□,"enlarged":[□,□,□]},{"dtype":"uint16","low":□,"high":□}],"mean":['
    '{"size":[□,□],"optical":{"bands":[{},{},{"enlarged":[□,□,□]}],"mean":['
    '{"size":[□,□],"optical":{"bands":[{"color":"Red","enlarged":[□,□,□]},{"color":"Green"},{"color":"Blue"}],"mean":['
    '{"size":[□,□],"optical":{"bands":[{"enlarged":[□,□,□]},{},{}],"mean":[□,□,□],"rotation":[□,□,□,□]},'
    '"bundle":"s1s2-lite","quality":□,"producer":"eoduet 0.1.0"}'
    '{"size":[□,□],"optical":{"bands":[{"enlarged":[□,□,□]},{},{}],"mean":[□,□,□],"rotation":[□,□,□,□]},'
    '"sar":{"bands":[{"color":"Gray"}],"mean":[□]},"bundle":"s1s2-lite","quality":□,"producer":"eoduet 0.1.0"}'
)

DICTIONARIES = {
    1: (_TEXT + _RARE + _BANDS + _FRAME).encode("utf-8"),
    2: (_TEXT + (_RARE_2 + _BANDS_2 + _FRAME_2).replace("□", PLACEHOLDER)).encode("utf-8"),
    3: (_TEXT + (_RARE_2 + _BANDS_2 + _FRAME_2 + _ENLARGED).replace("□", PLACEHOLDER)).encode("utf-8"),
}
