"""The demo's maps: from the originals, from each `.duet` file, and by the map's own profile; how far they agree.

What is compared is one map model's word on two inputs, not the truth: the sample scene comes with no labels of the
classes that the shipped model maps."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from osgeo import gdal

from eoduet.engine.bundle import DEFAULT_BUNDLE

NODATA = 255


def add_maps(qgis, originals: dict[str, Path], rows: list[dict], out: Path, root: Path) -> Path | None:
    """Map everything with `qgis` (the demo's), add map and agreement to the rows; the originals' map.

    None, said on the terminal, where the shipped model has no map."""
    models = {model["id"]: model for model in json.loads(qgis.run("models")["MODELS"])}
    if not models[DEFAULT_BUNDLE]["maps"]:
        print("The shipped model has no map model, so there is no map.")
        return None
    task = next((name for name in models[DEFAULT_BUNDLE]["profiles"] if name != "image"), None)
    print("Mapping the originals ...", flush=True)
    reference = out / "map_original.tif"
    told = qgis.run("landcover", **originals, OUTPUT=reference)
    for share in json.loads(told["CLASSES"]):
        print(f"  {share['name']}: {share['percent']:.2f} %, {share['area_m2'] / 1e6:.2f} km²")
    for row in rows:
        quality = row["quality"]
        print(f"Mapping from the file at quality {quality} ...", flush=True)
        target = out / f"quality{quality}_map.tif"
        qgis.run("landcover", INPUT=out / f"quality{quality}.duet", OUTPUT=target)
        row["map"] = str(target.relative_to(root))
        row["map_agreement"], row["map_kappa"] = agreement(*map(read, (reference, target)))
        if task is not None:
            target = out / f"quality{quality}_{task}_map.tif"
            made = qgis.run("compressandmap", **originals, QUALITY=quality, PROFILE=task, MAP_OUTPUT=target)
            same, kappa = agreement(*map(read, (reference, target)))
            row["task"] = {"profile": task, "bpp": made["BPP"], "gamma": made["USED_GAMMA"]}
            row["task"].update(map_agreement=same, map_kappa=kappa)
    return reference


def read(path: Path) -> np.ndarray:
    """Class ids of a map, (h, w)."""
    return gdal.Open(str(path)).GetRasterBand(1).ReadAsArray()


def agreement(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Share of pixels with the same class, and Cohen's κ, over what has a class in both; κ is 1 where all agree."""
    known = (one != NODATA) & (other != NODATA)
    one, other = one[known], other[known]
    same = float(np.mean(one == other))
    classes = np.union1d(one, other)
    chance = float(sum(np.mean(one == value) * np.mean(other == value) for value in classes))
    return same, 1.0 if chance == 1 else (same - chance) / (1 - chance)


def print_maps(rows: list[dict]) -> None:
    """How far the maps agree with that of the originals, on the terminal."""
    print("\nThe map from the file against the map from the originals (same pixels, Cohen's κ)\n")
    print("quality    bpp   agreement      κ")
    for row in rows:
        line = f"{row['quality']:7} {row['bpp']:6.3f} {row['map_agreement']:10.2%} {row['map_kappa']:7.3f}"
        if "task" in row:
            line += (
                "   profile {profile}: {bpp:.3f} bpp, γ {gamma:g}, {map_agreement:.2%}, κ {map_kappa:.3f}"
            ).format(**row["task"])
        print(line)
