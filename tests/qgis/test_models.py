"""In a graphical model: encode's OUTPUT feeds decode's INPUT, and the numbers come out."""

from __future__ import annotations

import os

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
)

Source = QgsProcessingModelChildParameterSource


def chain() -> QgsProcessingModelAlgorithm:
    """A model: two layers → encode → decode → two rasters."""
    model = QgsProcessingModelAlgorithm("round trip", "tests")
    for name in ("OPTICAL", "SAR"):
        model.addModelParameter(
            QgsProcessingParameterRasterLayer(name, name), QgsProcessingModelParameter(name)
        )
    encode = QgsProcessingModelChildAlgorithm("eoduet:encode")
    encode.setChildId("encode")
    for name in ("OPTICAL", "SAR"):
        encode.addParameterSources(name, [Source.fromModelParameter(name)])
    encode.addParameterSources("QUALITY", [Source.fromStaticValue(30)])
    model.addChildAlgorithm(encode)
    decode = QgsProcessingModelChildAlgorithm("eoduet:decode")
    decode.setChildId("decode")
    decode.addParameterSources("INPUT", [Source.fromChildOutput("encode", "OUTPUT")])
    outputs = {}
    for name in ("OPTICAL_OUTPUT", "SAR_OUTPUT"):
        output = QgsProcessingModelOutput(name.lower())
        output.setChildId("decode")
        output.setChildOutputName(name)
        outputs[name.lower()] = output
    decode.setModelOutputs(outputs)
    model.addChildAlgorithm(decode)
    return model


def test_encode_feeds_decode(provider, environment, sample, recorder, tmp_path):
    model = chain()
    outputs = {
        definition.name(): str(tmp_path / f"{number}.tif")
        for number, definition in enumerate(model.destinationParameterDefinitions())
    }
    assert len(outputs) == 2
    feedback = recorder()
    results, done = model.run({**sample, **outputs}, QgsProcessingContext(), feedback)
    assert done, feedback.lines
    assert all(os.path.getsize(path) > 1000 for path in outputs.values())
    assert results["CHILD_RESULTS"]["encode"]["BYTES"] > 0


def test_registry_knows_the_provider(provider):
    assert QgsApplication.processingRegistry().providerById("eoduet") is provider
