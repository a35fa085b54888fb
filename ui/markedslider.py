"""A horizontal slider from 0 to 1 with a mark at one value, drawn in the palette's colours; knows not what it stands for."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QPainter, QPolygonF
from qgis.PyQt.QtWidgets import QSlider, QStyle, QStyleOptionSlider

STEPS = 1000
REACH = 6  # pixels around the mark where a double click means it


class MarkedSlider(QSlider):
    """`fraction` is the value; `set_mark(None)` takes the mark away."""

    def __init__(self, parent=None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, STEPS)
        self.setSingleStep(10)
        self.setPageStep(100)
        self._mark: float | None = None

    @property
    def fraction(self) -> float:
        """The value, 0..1."""
        return self.value() / STEPS

    def set_fraction(self, value: float) -> None:
        """Move to a value, 0..1."""
        self.setValue(round(value * STEPS))

    @property
    def mark(self) -> float | None:
        """Where the mark is, 0..1; None where there is none."""
        return self._mark

    def set_mark(self, value: float | None) -> None:
        """Show a mark, or none."""
        self._mark = value
        self.update()

    def sizeHint(self):
        """A little higher than a plain slider: room for the mark."""
        hint = super().sizeHint()
        hint.setHeight(hint.height() + 6)
        return hint

    def mouseDoubleClickEvent(self, event) -> None:
        """A double click near the mark moves there."""
        if self._mark is not None and abs(event.pos().x() - self._position(self._mark)) <= REACH:
            self.set_fraction(self._mark)
        else:
            super().mouseDoubleClickEvent(event)

    def paintEvent(self, event) -> None:
        """The slider, and a triangle under its groove."""
        super().paintEvent(event)
        if self._mark is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().highlight() if self.isEnabled() else self.palette().mid())
        x, bottom = self._position(self._mark), self.height()
        painter.drawPolygon(
            QPolygonF([QPointF(x, bottom - 7), QPointF(x - 5, bottom), QPointF(x + 5, bottom)])
        )
        painter.drawRect(QRectF(x - 0.75, bottom - 10, 1.5, 4))
        painter.end()

    def _position(self, value: float) -> float:
        """Where a value lies, in pixels from the left: under the middle of the handle."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control = QStyle.ComplexControl.CC_Slider
        groove = self.style().subControlRect(control, option, QStyle.SubControl.SC_SliderGroove, self)
        handle = self.style().subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, self)
        return groove.left() + handle.width() / 2 + value * (groove.width() - handle.width())
