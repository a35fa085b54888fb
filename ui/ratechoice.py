"""The boxes that say how to code: quality or a target, γ, model, profile, device; turns them into numbers and parameters."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal

from ..engine.bundle import DEFAULT_BUNDLE, Bundle
from ..engine.mapmodel import map_models
from ..engine.profiles import IMAGE, find_profile, profile_names
from ..engine.prompts import Prompts
from ..plugin.models import installed_models
from ..plugin.translation import marked, tr
from .markedslider import MarkedSlider

# kind: (what it is called, unit, decimals, most, step, usual, how many of the algorithm's units one is)
TARGETS = {
    "none": (marked("the chosen quality"), "", 0, 0, 1, 0, 1),
    "bpp": (marked("bits per pixel"), " bpp", 3, 16, 0.05, 0.5, 1),
    "size": (marked("file size"), " MB", 3, 100_000, 0.1, 1, 1_000_000),
    "psnr": (marked("joint PSNR"), " dB", 1, 100, 0.5, 34, 1),
}
NAMES = {
    "CUDA": "NVIDIA GPU (CUDA)",
    "DirectML": "GPU (DirectML)",
}  # what the engine calls devices: what people do


class RateChoice(QObject):
    """Works the boxes of the panel `form`; `changed` tells of anything that gives other bytes."""

    changed = pyqtSignal()

    def __init__(self, form, parent: QObject) -> None:
        super().__init__(parent)
        self.form = form
        self.gamma = MarkedSlider()
        form.gammaRow.addWidget(self.gamma, 0, 0, 1, 2)
        form.gammaLabel.setBuddy(self.gamma)
        self.models: list[Bundle] = []
        self._mute = False
        for name, words in {
            form.quality: tr("Quality, 0 smallest to 100 best"),
            form.qualityBox: tr("Quality, 0 smallest to 100 best"),
            self.gamma: tr("Trade-off γ, left favours SAR, right favours optical"),
            form.gammaBox: tr("Trade-off γ, 0 favours SAR, 1 favours optical"),
            form.target: tr("What to aim at instead of a quality"),
            form.targetValue: tr("Value to aim at"),
            form.model: tr("Model"),
            form.profile: tr("What the file is for"),
            form.device: tr("Device that computes"),
        }.items():
            name.setAccessibleName(words)
            name.setToolTip(words)
        for kind, (label, *_) in TARGETS.items():
            form.target.addItem(tr(label), kind)
        self._list_models()
        self.set_found("")
        self._connect()
        self._model_changed()
        self._target_changed()

    def _connect(self) -> None:
        form = self.form
        form.quality.valueChanged.connect(lambda value: form.qualityBox.setValue(value / 10))
        form.qualityBox.valueChanged.connect(lambda value: form.quality.setValue(round(10 * value)))
        form.quality.valueChanged.connect(self._quality_changed)
        self.gamma.valueChanged.connect(lambda value: form.gammaBox.setValue(value / 1000))
        form.gammaBox.valueChanged.connect(self._gamma_changed)
        form.learned.toggled.connect(self._learned_changed)
        form.target.currentIndexChanged.connect(self._target_changed)
        form.targetValue.valueChanged.connect(self.changed)
        form.model.currentIndexChanged.connect(self._model_changed)
        form.profile.currentIndexChanged.connect(self._profile_changed)
        form.device.currentIndexChanged.connect(self.changed)

    @property
    def bundle(self) -> Bundle | None:
        """The chosen model."""
        index = self.form.model.currentIndex()
        return self.models[index] if 0 <= index < len(self.models) else None

    @property
    def profile(self) -> str:
        """The chosen profile."""
        return self.form.profile.currentData() or IMAGE

    @property
    def maps(self) -> bool:
        """Whether the chosen model has a map model."""
        return self.bundle is not None and bool(map_models(self.bundle))

    @property
    def prompts(self) -> Prompts:
        """Quality and γ as the codec takes them."""
        return Prompts(self.form.quality.value(), round(1000 * self.form.gammaBox.value()))

    @property
    def target(self) -> str:
        """`none`, or what is aimed at."""
        return self.form.target.currentData()

    @property
    def device(self) -> str:
        """`auto`, `cpu`, `cuda` or `directml`."""
        return self.form.device.currentData()

    def parameters(self) -> dict:
        """The parameters of `eoduet:encode` but for the images and the file."""
        learned = self.form.learned.isVisibleTo(self.form) and self.form.learned.isChecked()
        given = {
            "QUALITY": self.prompts.quality_value,
            "GAMMA": None if learned else self.prompts.gamma_value,
            "MODEL": self.bundle.id if self.bundle else "",
            "PROFILE": self.profile,
            "DEVICE": self.device,
        }
        if self.target != "none":
            given["TARGET"] = self.target
            given["TARGET_VALUE"] = self.form.targetValue.value() * TARGETS[self.target][-1]
        return given

    def look_for_models(self) -> None:
        """Offer what was installed since; the choice stays where it can."""
        before = [bundle.digest for bundle in self.models]
        if before != [bundle.digest for bundle in installed_models()]:
            self._list_models()
            self._model_changed()

    def _list_models(self) -> None:
        self.models = installed_models()
        box, before = self.form.model, self.form.model.currentData()
        box.blockSignals(True)
        box.clear()
        for bundle in self.models:
            box.addItem(bundle.id, bundle.id)
            box.setItemData(box.count() - 1, str(bundle.folder), Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(max(box.findData(before or DEFAULT_BUNDLE), 0))
        box.blockSignals(False)

    def set_found(self, device: str) -> None:
        """Offer the devices that are really there: "CPU", "CUDA", "DirectML", or "" while nobody has looked."""
        box, before = self.form.device, self.form.device.currentData() or "auto"
        named = NAMES.get(device, device)
        rows = [("auto", tr("Automatic ({})").format(named) if device else tr("Automatic")), ("cpu", "CPU")]
        if device in NAMES:
            rows.append((device.lower(), named))
        box.blockSignals(True)
        box.clear()
        for value, label in rows:
            box.addItem(label, value)
        box.setCurrentIndex(max(box.findData(before), 0))
        box.blockSignals(False)
        if device == "CPU":
            box.setToolTip(tr("No graphics card computes in the private environment: the CPU does."))

    def state(self) -> dict:
        """What is remembered."""
        return {
            "quality": self.form.qualityBox.value(),
            "gamma": self.form.gammaBox.value(),
            "learned_gamma": self.form.learned.isChecked(),
            "target": self.target,
            "target_value": self.form.targetValue.value(),
            "model": self.bundle.id if self.bundle else "",
            "profile": self.profile,
            "device": self.device,
        }

    def restore(self, state: dict) -> None:
        """Set everything as it was; what is not installed any more is left as it is."""
        for box, key in (
            (self.form.model, "model"),
            (self.form.profile, "profile"),
            (self.form.device, "device"),
            (self.form.target, "target"),
        ):
            index = box.findData(state[key])
            if index >= 0:
                box.setCurrentIndex(index)
        self.form.qualityBox.setValue(state["quality"])
        self.form.gammaBox.setValue(state["gamma"])
        self.form.learned.setChecked(state["learned_gamma"])
        if self.target != "none":
            self.form.targetValue.setValue(state["target_value"])
        self._follow_learned()

    def _quality_changed(self, *_) -> None:
        self._follow_learned()
        self.changed.emit()

    def _gamma_changed(self, value: float) -> None:
        self.gamma.blockSignals(True)
        self.gamma.set_fraction(value)
        self.gamma.blockSignals(False)
        if not self._mute:
            self._mute = True  # a hand on the slider outranks what was learned
            self.form.learned.setChecked(False)
            self._mute = False
        self.changed.emit()

    def _learned_changed(self, *_) -> None:
        if not self._mute:
            self._follow_learned()
            self.changed.emit()

    def _follow_learned(self) -> None:
        """Put the mark where the profile learned γ for this quality, and γ there too where that is asked for."""
        bundle = self.bundle
        profile = find_profile(bundle, self.profile) if bundle else None
        has = profile is not None and bool(profile.gamma)
        self.form.learned.setVisible(has)
        learned = profile.gamma_at(self.form.quality.value()) / 1000 if has else None
        self.gamma.set_mark(learned)
        if has and self.form.learned.isChecked():
            self._mute = True
            self.form.gammaBox.setValue(learned)
            self._mute = False

    def _target_changed(self, *_) -> None:
        _, unit, decimals, most, step, usual, _ = TARGETS[self.target]
        aimed = self.target != "none"
        box = self.form.targetValue
        box.setVisible(aimed)
        box.blockSignals(True)
        box.setDecimals(decimals)
        box.setRange(10**-decimals if aimed else 0, most)
        box.setSingleStep(step)
        box.setSuffix(unit)
        box.setValue(usual)
        box.blockSignals(False)
        self.changed.emit()

    def _model_changed(self, *_) -> None:
        box, before = self.form.profile, self.profile
        box.blockSignals(True)
        box.clear()
        for name in profile_names(self.bundle) if self.bundle else [IMAGE]:
            box.addItem(tr("for viewing") if name == IMAGE else tr("for {}").format(name), name)
        box.setCurrentIndex(max(box.findData(before), 0))
        box.blockSignals(False)
        box.setVisible(box.count() > 1)
        self._profile_changed()

    def _profile_changed(self, *_) -> None:
        self._follow_learned()
        self.changed.emit()
