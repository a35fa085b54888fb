"""What each parameter and output of the algorithms means, one sentence or two a name; names mean the same everywhere.

An algorithm whose name means something of its own says so in its `help_of`."""

from __future__ import annotations

from ..translation import marked

PARAMETERS = {
    "INPUT": marked(
        "The .duet file. Anything GDAL can open will do, such as a path that starts with /vsicurl/ or /vsizip/."
    ),
    "OPTICAL": marked(
        "The optical image: 1 to 4 bands, blue, green, red and near-infrared in any order. It may be left out; then the "
        "file holds the SAR image alone. It must lie on the same pixel grid as the SAR image."
    ),
    "SAR": marked(
        "The SAR image: 1 or 2 polarisations, as power or in dB. It may be left out; then the file holds the optical image "
        "alone."
    ),
    "QUALITY": marked("How good the images are to be, from 0 (smallest file) to 100 (best)."),
    "GAMMA": marked(
        "Which image gets the bits: 0 favours SAR, 1 favours optical. Left empty, it is what the profile learned for this "
        "quality, or 0.5."
    ),
    "PROFILE": marked(
        "What the file is for: 'image' to look at it, or a task of the model such as 'flood', whose maps lose less then. The "
        "file says which profile made it."
    ),
    "MODEL": marked("The model to code with. eoduet:models lists what is installed."),
    "TARGET": marked(
        "Aim at bits per pixel (bpp), a file size in bytes (size) or a joint PSNR in dB (psnr) in place of a quality. The "
        "quality that meets it is searched for on a few tiles."
    ),
    "TARGET_VALUE": marked("The value to aim at, in the unit of the target."),
    "DEVICE": marked(
        "Where the networks run: 'auto' takes a GPU where one is there, 'cpu', 'cuda' and 'directml' insist. The device that "
        "really computed is reported."
    ),
    "OUTPUT": marked("The .duet file to write."),
    "OPTICAL_OUTPUT": marked("The decoded optical image, a GeoTIFF. Left out, it is not computed."),
    "SAR_OUTPUT": marked("The decoded SAR image, a GeoTIFF. Left out, it is not computed."),
    "MAP_OUTPUT": marked(
        "The map made from the file: a GeoTIFF with the names and colours of the classes. Left out, it is not computed."
    ),
    "EXTENT": marked(
        "Only the pixels that this extent touches; only their tiles are read and computed. Empty: all of it."
    ),
    "CONFIDENCE": marked(
        "Adds a second band to the map with the network's own certainty in per cent, which is not a measured accuracy."
    ),
    "MAP_MODEL": marked(
        "The model whose map is wanted, where it is not the file's own. eoduet:models lists them and takes a folder of yours."
    ),
    "MAP": marked("The name of the map model, where a model has several."),
    "DECODE": marked(
        "Decodes every tile too and compares it with what the encoder wrote down: proof that this machine decodes exactly "
        "what was encoded. It takes longer and needs the private environment."
    ),
    "FOLDER": marked(
        "A folder that holds model bundles, or one bundle itself, as the training commands export it. It is kept in QGIS's "
        "settings and looked through from now on."
    ),
    "FORGET": marked("Takes the folder out of the settings again."),
    "LIST": marked(
        "A CSV file with the columns optical and sar (paths, relative to the list; one of them may be empty) and, as you "
        "like, output, quality, gamma and profile, which outrank what is set here."
    ),
    "OPTICAL_FOLDER": marked("In place of a list: a folder of optical images."),
    "SAR_FOLDER": marked(
        "The folder of SAR images that go with them, matched by name and date; it may be the same folder."
    ),
    "REDO": marked("Encodes what is done already as well, instead of skipping it."),
    "BUILD": marked(
        "The ONNX Runtime to install, exactly one: 'cpu', 'nvidia' (NVIDIA graphics cards, CUDA 12, 1.9 GB to download) or "
        "'directml' (Windows, any graphics card). 'auto' keeps what is installed, or takes what suits this machine."
    ),
    "WHEELS": marked(
        "A folder of wheels to install from, without a network. Fill it elsewhere with 'pip download': see the user guide."
    ),
    "REBUILD": marked("Removes the environment first and makes it anew: the remedy where it is broken."),
}

OUTPUTS = {
    "BYTES": marked("The size of the file in bytes, its head included."),
    "RATIO": marked("How many times larger the uncompressed pixels are."),
    "BPP": marked("Bits per pixel: all bits of the file over images × pixels."),
    "PSNR_OPTICAL": marked(
        "Peak signal-to-noise ratio of the decoded optical image in dB, on the coded range of its values."
    ),
    "PSNR_SAR": marked(
        "Peak signal-to-noise ratio of the decoded SAR image in dB, on the coded range of its values."
    ),
    "PSNR_JOINT": marked("The mean of the two in dB."),
    "USED_QUALITY": marked("The quality that was used; with a target, the one that met it."),
    "USED_GAMMA": marked("The trade-off γ that was used."),
    "CLIPPED": marked("The share of values outside the coded range, 0 to 1, of the image with more of them."),
    "SECONDS": marked("How long it took, in seconds."),
    "USED_DEVICE": marked("The device that really computed."),
    "WIDTH": marked("Width in pixels."),
    "HEIGHT": marked("Height in pixels."),
    "DAMAGED": marked("The number of damaged tiles; each of them is NoData in what was written."),
    "TILES": marked("The number of tiles."),
    "SOUND": marked("True where nothing is damaged."),
    "REPORT": marked("All of it as JSON, with the reason for each damaged tile."),
    "INFO": marked("All of it as JSON, as the command 'eoduet info --json' gives it."),
    "OPTICAL_BANDS": marked("The number of optical bands, 0 where the file has no optical image."),
    "SAR_BANDS": marked("The number of SAR bands, 0 where the file has no SAR image."),
    "QUALITY": marked("The quality the file was coded with."),
    "GAMMA": marked("The trade-off γ the file was coded with."),
    "MODEL": marked("The model that decodes the file."),
    "PROFILE": marked("The profile that made the file."),
    "CRS": marked("The coordinate reference system as WKT."),
    "PERCENT_": marked("Per cent of the pixels that have a class."),
    "AREA_": marked(
        "Area in m²: in the plane of a projected CRS, on the ellipsoid where the CRS is in degrees, left out without a CRS."
    ),
    "NODATA_PIXELS": marked(
        "The number of pixels without a class: where an image has no data, or a tile is damaged."
    ),
    "CLASSES": marked("All classes with pixels, per cent and area, as JSON."),
    "AREA_BASIS": marked("What the areas are measured on: 'plane', 'ellipsoid' or 'unknown'."),
    "PAIRS": marked("The number of pairs in the list."),
    "FINISHED": marked("The number of pairs whose file is there, made now or before."),
    "SKIPPED": marked("The number of pairs that were done before."),
    "FAILED": marked("The number of pairs that failed; the report says why."),
    "TABLE": marked("The report as a table: batch.csv."),
    "RESAMPLING": marked("How SAR values were taken: 'average' or 'bilinear'."),
    "DIFFERENCES": marked("How the grids differed, in words; empty where they were the same."),
    "COUNT": marked("The number of models."),
    "MODELS": marked("The models with their folders, profiles and classes, as JSON."),
    "ENVIRONMENT": marked("The folder of the environment."),
    "USED_BUILD": marked("The build of ONNX Runtime that is installed: 'cpu', 'nvidia' or 'directml'."),
    "NUMPY": marked("The installed version of NumPy."),
    "ONNXRUNTIME": marked("The installed version of ONNX Runtime."),
    "CONSTRICTION": marked("The installed version of constriction."),
}


def meaning(name: str, is_output: bool) -> str:
    """The English sentence for a parameter or an output; "" where nobody wrote one."""
    if not is_output:
        return PARAMETERS.get(name, "")
    prefix = next((p for p in ("PERCENT_", "AREA_") if name.startswith(p) and name not in OUTPUTS), name)
    return OUTPUTS.get(prefix, "") or PARAMETERS.get(name, "")  # a destination is both
