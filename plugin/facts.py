"""What a `.duet` file says of itself, in words to read: for layers, the Browser and tooltips; reads no file."""

from __future__ import annotations

import html

from ..engine.wording import ratio_words, size_words
from .certificate import NAMES
from .translation import tr


def rows(said: dict) -> list[tuple[str, str]]:
    """Label and value, from what `engine.codec.info` gives, in the order to read them."""
    model = said["model"]
    return [
        (tr("File"), said["path"]),
        (tr("Size"), tr("{} × {} pixels").format(said["width"], said["height"])),
        *[(tr(NAMES[modality]), bands(held)) for modality, held in said["modalities"].items()],
        (tr("CRS"), said["crs_name"] or tr("none")),
        (tr("Bytes"), tr("{} (1 : {})").format(size_words(said["bytes"]), ratio_words(said["ratio"]))),
        (tr("Rate"), tr("{:.3f} bits per pixel and image").format(said["bpp"])),
        (tr("Quality, γ"), f"{said['quality']:g}, {said['gamma']:g}"),
        (tr("Model"), f"{model['id']} {model['digest'][:8]}"),
        (tr("Profile"), said["profile"]),
        (tr("Written by"), said["producer"] or tr("unknown")),
    ]


def bands(held: dict) -> str:
    """Names and type of the bands of one of the `modalities`."""
    names = (band["name"] or tr("band {}").format(i) for i, band in enumerate(held["bands"], 1))
    return ", ".join(names) + f" ({held['bands'][0]['dtype']})"


def table(said: dict) -> str:
    """The same as rows of an HTML table, as QGIS's layer information has them."""
    return "".join(
        f'<tr><td class="highlight">{html.escape(label)}</td><td>{html.escape(value)}</td></tr>\n'
        for label, value in rows(said)
    )


def summary(said: dict) -> str:
    """One line: size, rate, quality."""
    return tr("{} × {} pixels, {}, {:.3f} bpp, quality {:g}, γ {:g}, {}").format(
        said["width"],
        said["height"],
        size_words(said["bytes"]),
        said["bpp"],
        said["quality"],
        said["gamma"],
        said["model"]["id"],
    )
