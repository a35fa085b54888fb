"""Help: no parameter and no output without its meaning, a page for each algorithm, a guide whose links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.core import QgsProcessingParameterDefinition
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QTextDocument

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "resources" / "help"


@pytest.fixture
def algorithms(provider):
    """Those with code of their own: not the ready-made models."""
    from eoduet.plugin.algorithms.base import DuetAlgorithm

    return [one for one in provider.algorithms() if isinstance(one, DuetAlgorithm)]


def test_every_parameter_and_output_is_explained(algorithms):
    silent = []
    for algorithm in algorithms:
        parameters = {one.name() for one in algorithm.parameterDefinitions()}
        outputs = {one.name() for one in algorithm.outputDefinitions()} - parameters
        silent += [f"{algorithm.id()} {name}" for name in parameters if not algorithm.meaning(name, False)]
        silent += [f"{algorithm.id()} {name}" for name in outputs if not algorithm.meaning(name, True)]
    assert silent == []


def test_the_dialog_shows_it_beside_and_at_each_box(algorithms):
    for algorithm in algorithms:
        text = algorithm.shortHelpString()
        assert algorithm.shortDescription() and "\n" not in algorithm.shortDescription()
        for one in algorithm.parameterDefinitions():
            assert one.help(), (algorithm.id(), one.name())
            if not one.flags() & QgsProcessingParameterDefinition.FlagHidden:
                assert one.description() in text and one.help() in text, (algorithm.id(), one.name())


def test_every_algorithm_has_an_icon_of_its_own(algorithms):
    icons = {one.name() for one in algorithms}
    assert [name for name in icons if not (ROOT / "resources" / "icons" / f"{name}.svg").exists()] == []


@pytest.fixture
def window(algorithms):
    """The help window, opened by its address as an algorithm's *Help* button opens it."""
    from eoduet.ui.helpwindow import Help

    help_ = Help()
    yield help_
    help_.close()


def test_an_algorithms_help_button_opens_its_page(window, algorithms):
    for algorithm in algorithms:
        assert QDesktopServices.openUrl(QUrl(algorithm.helpUrl()))
        QCoreApplication.processEvents()
        shown = window.window.page.toPlainText()
        assert algorithm.displayName() in shown and f"qgis_process run {algorithm.id()}" in shown
        assert window.window.contents.currentItem().text(0) == algorithm.displayName()
    window.window.page.backward()
    assert algorithm.displayName() not in window.window.page.toPlainText()


def test_the_guide_opens_and_names_its_parts(window):
    window.show_guide()
    titles = [window.window.contents.topLevelItem(row).text(0) for row in range(2)]
    assert titles == ["Guide", "Algorithms"]
    assert window.window.page.toPlainText().startswith("EO-Duet")


def test_links_and_pictures_of_the_help_are_there():
    broken = []
    for path in HELP.glob("*.md"):
        for target in re.findall(r"\]\(([^)\s#]+)", path.read_text(encoding="utf-8")):
            if not target.startswith(("https:", "eoduet:")) and not (HELP / target).exists():
                broken.append(f"{path.name}: {target}")
    assert broken == []


def test_links_to_algorithms_name_algorithms(algorithms):
    names = {algorithm.name() for algorithm in algorithms}
    linked = {
        name
        for path in HELP.glob("*.md")
        for name in re.findall(r"\(eoduet://algorithm/(\w+)\)", path.read_text(encoding="utf-8"))
    }
    assert linked <= names


def test_pictures_shrink_to_the_window(window):
    pictures = sorted(HELP.glob("*.png"))
    assert pictures
    window.show_guide()
    page = window.window.page
    for path in pictures:
        image = page.loadResource(QTextDocument.ResourceType.ImageResource, QUrl.fromLocalFile(str(path)))
        width = image.width() if hasattr(image, "width") else 0
        assert width <= page.viewport().width()
        assert path.stat().st_size < 300_000
