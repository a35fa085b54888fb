"""A label whose words wrap and which is just as high as they need at its width; a `QFormLayout` gives a plain one too much."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy

NARROW = 120  # pixels; it never makes its form wider


def say(label: QLabel, text: str) -> None:
    """Show a text, or take no room without one."""
    label.setText(text)
    label.setVisible(bool(text))


class WrappedLabel(QLabel):
    """Use as `QLabel`."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def hasHeightForWidth(self) -> bool:
        """The height is in the size hint already."""
        return False

    def sizeHint(self) -> QSize:
        """The height that the text has at the present width."""
        return QSize(NARROW, self.heightForWidth(max(self.width(), NARROW)))

    def minimumSizeHint(self) -> QSize:
        """No lower than that."""
        return self.sizeHint()

    def resizeEvent(self, event) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
