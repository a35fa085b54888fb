"""The user's choices that outlive a session, kept in QGIS's own settings under `eoduet/`; nothing else is
stored there."""

from __future__ import annotations

from qgis.core import QgsSettings

DEVICES = ("auto", "cpu", "cuda", "directml")


def device() -> str:
    """The device inference runs on unless an algorithm says otherwise: one of `DEVICES`."""
    value = str(QgsSettings().value("eoduet/device", DEVICES[0]))
    return value if value in DEVICES else DEVICES[0]


def threads() -> int:
    """How many threads the worker uses; 0 lets ONNX Runtime choose."""
    text = str(QgsSettings().value("eoduet/threads", 0))
    return int(text) if text.isdecimal() else 0


def models() -> str:
    """The user's folder of model bundles; empty for none."""
    return str(QgsSettings().value("eoduet/models", ""))


def set_models(folder: str) -> None:
    """Look for model bundles in this folder from now on; empty for none."""
    QgsSettings().setValue("eoduet/models", folder)


def python() -> str:
    """The Python that the private environment is made from, where the user names one; empty to look for
    it."""
    return str(QgsSettings().value("eoduet/python", ""))
