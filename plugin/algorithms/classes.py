"""What the algorithms that map share: the parameters of a map, and its classes as outputs; no work of its own."""

from __future__ import annotations

import json
import re

from qgis.core import QgsProcessingOutputString, QgsProcessingParameterBoolean

from ...engine import wording
from ...engine.landcover import MapReport
from ...engine.mapmodel import map_models
from ..models import installed_models
from ..translation import marked


def output_name(kind: str, class_name: str) -> str:
    """The name of a class's output: PERCENT_NOT_FLOODED for ("PERCENT", "not flooded")."""
    return f"{kind}_{re.sub('[^A-Z0-9]+', '_', class_name.upper()).strip('_')}"


def add_class_outputs(algorithm) -> None:
    """Declare the numbers of every class that an installed map model shows, so that models can use them."""
    names = dict.fromkeys(
        land.name
        for bundle in installed_models()
        for model in map_models(bundle)
        for land in model.classes.classes
    )
    numbers = {}
    for name in names:
        numbers[output_name("PERCENT", name)] = algorithm.tr("Per cent of {}").format(name)
        numbers[output_name("AREA", name)] = algorithm.tr("Area of {} in m²").format(name)
    algorithm.add_numbers(
        **numbers, NODATA_PIXELS=marked("Pixels without a class"), DAMAGED=marked("Damaged tiles")
    )
    for name, label in (
        ("CLASSES", marked("All classes as JSON")),
        ("AREA_BASIS", marked("What areas are measured on")),
    ):
        algorithm.addOutput(QgsProcessingOutputString(name, algorithm.tr(label)))


def add_map_choice(algorithm, model_label: str) -> None:
    """Add CONFIDENCE, MAP_MODEL and MAP, all of them advanced."""
    label = algorithm.tr("Add a band with the certainty in per cent")
    algorithm.add_advanced(QgsProcessingParameterBoolean("CONFIDENCE", label, defaultValue=False))
    bundles = [bundle for bundle in installed_models() if map_models(bundle)]
    algorithm.add_choice("MAP_MODEL", model_label, "", [bundle.id for bundle in bundles])
    names = dict.fromkeys(model.name for bundle in bundles for model in map_models(bundle))
    algorithm.add_choice("MAP", algorithm.tr("Map model, where the model has several"), "", list(names))


def class_results(algorithm, report: MapReport, feedback) -> dict:
    """The outputs of a `MapReport`; damage and missing areas are said."""
    results = {
        "NODATA_PIXELS": report.nodata_pixels,
        "DAMAGED": len(report.damaged),
        "CLASSES": json.dumps(report.to_dict()["classes"]),
        "AREA_BASIS": report.area_basis,
    }
    for share in report.classes:
        results[output_name("PERCENT", share.name)] = share.percent
        area = ""
        if share.area_m2 is not None:
            results[output_name("AREA", share.name)] = share.area_m2
            area = f", {share.area_m2:,.0f} m²"
        feedback.pushInfo(f"{share.id} {share.name}: {share.percent:.2f} %{area}")
    feedback.pushInfo(algorithm.tr(wording.AREAS[report.area_basis]))
    for damage in report.damaged:
        feedback.pushWarning(algorithm.tr("Tile {} is NoData: {}").format(damage.tile, damage.reason))
    return results
