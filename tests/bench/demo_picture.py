"""The demo's picture: originals, reconstructions and differences of both images, and maps; measures nothing."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np
from osgeo import gdal

matplotlib.use("Agg")
from matplotlib import pyplot

ROOT = Path(__file__).resolve().parents[2]
BANDS = {"OPTICAL": [2, 1, 0], "SAR": [0]}  # red, green, blue; VV
TITLES = {"OPTICAL": "Sentinel-2, B04 B03 B02", "SAR": "Sentinel-1, VV"}


def draw(target: Path, originals: dict[str, Path], rows: list[dict], reference: Path | None) -> None:
    """Write the picture: per image a line of views (original, each quality) and a line of differences
    below; last a line of maps, where `reference` is the originals'."""
    lines = 2 * len(originals) + (reference is not None)
    figure, axes = pyplot.subplots(
        lines, 1 + len(rows), figsize=(3.1 * (1 + len(rows)), 3.3 * lines), squeeze=False
    )
    for place, (name, path) in enumerate(originals.items()):
        original = read(path, BANDS[name])
        low, high = np.percentile(original, (2, 98))
        views, differences = axes[2 * place], axes[2 * place + 1]
        show(views[0], stretch(original, low, high), f"{TITLES[name]}\noriginal")
        for view, difference, row in zip(views[1:], differences[1:], rows):
            decoded = read(ROOT / row["decoded"][name], BANDS[name])
            quality = row["psnr_" + name.lower()]
            title = (
                f"quality {row['quality']}: {row['bytes']:,} bytes\n{row['bpp']:.3f} bpp, {quality:.2f} dB"
            )
            show(view, stretch(decoded, low, high), title)
            error = np.abs(decoded - original).mean(axis=0) / (high - low)
            drawn = show(difference, error, "difference", cmap="magma", vmin=0, vmax=0.2)
        differences[0].axis("off")
        bar = figure.colorbar(drawn, ax=differences[0], location="left", fraction=0.3)
        bar.set_label("mean absolute difference,\nshare of the range shown")
    if reference is not None:
        draw_maps(axes[-1], reference, rows)
    figure.tight_layout()
    figure.savefig(target, dpi=90)
    pyplot.close(figure)


def draw_maps(views, reference: Path, rows: list[dict]) -> None:
    """A line of maps in their own colours, the classes named at the first."""
    show(views[0], colored(reference), "map of the originals")
    table = gdal.Open(str(reference)).GetRasterBand(1).GetDefaultRAT()
    for number in range(table.GetRowCount()):
        color = [table.GetValueAsInt(number, column) / 255 for column in (2, 3, 4)]
        views[0].scatter([], [], color=color, marker="s", label=table.GetValueAsString(number, 1))
    views[0].legend(loc="lower left", fontsize=7)
    for view, row in zip(views[1:], rows):
        show(view, colored(ROOT / row["map"]), f"map of the file\n{row['map_agreement']:.2%} the same")


def colored(path: Path) -> np.ndarray:
    """A map in the colours of its own table, (h, w, 4) in [0,1]."""
    band = gdal.Open(str(path)).GetRasterBand(1)
    palette = band.GetColorTable()
    colors = np.array([palette.GetColorEntry(value) for value in range(palette.GetCount())])
    return colors[band.ReadAsArray()] / 255


def read(path: Path, bands: list[int]) -> np.ndarray:
    """The bands (0-based) of a raster, float32 (bands, h, w)."""
    dataset = gdal.Open(str(path))
    return np.stack([dataset.GetRasterBand(band + 1).ReadAsArray() for band in bands]).astype(np.float32)


def stretch(image: np.ndarray, low: float, high: float) -> np.ndarray:
    """To [0,1] and (h, w, 3) or (h, w) for display."""
    scaled = np.clip((image - low) / (high - low), 0, 1)
    return scaled[0] if len(scaled) == 1 else np.moveaxis(scaled, 0, -1)


def show(axis, image: np.ndarray, title: str, **options):
    """One image without ticks."""
    axis.set_title(title, fontsize=9)
    axis.axis("off")
    return axis.imshow(image, interpolation="nearest", **({"cmap": "gray", "vmin": 0, "vmax": 1} | options))
