"""Two pictures of one window on top of each other with a divider to drag between them; draws, and knows nothing of codecs."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPointF, QRect, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPen
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

from ..plugin.translation import tr

STEP = 0.05
GROUND = QColor(128, 128, 128, 48)  # a shade of any theme's own colour
GRIP = 9  # radius in pixels


class SwipeView(QWidget):
    """`show_pictures` sets what lies left and right of the divider; arrow keys, Home and End move it too."""

    moved = pyqtSignal(float)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setMinimumSize(160, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(tr("Preview: original on the left, decoded on the right of the divider"))
        self.setToolTip(tr("Drag the divider, or move it with the arrow keys"))
        self._left, self._right = QImage(), QImage()
        self._labels = ("", "")
        self._words = QLabel(self)  # a label takes the colours of any theme, style sheets included
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._frame: tuple[QRectF, QRectF] | None = None
        self.position = 0.5

    def sizeHint(self) -> QSize:
        """Room enough to judge a picture."""
        return QSize(320, 280)

    def show_pictures(
        self, left: QImage, right: QImage, labels: tuple[str, str], inside: QRectF, whole: QRectF
    ) -> None:
        """Show two pictures of the window `inside` in a frame of the size of `whole` (both in one unit, pixels)."""
        self._left, self._right, self._labels = left, right, labels
        self._words.clear()
        self._frame = (inside, whole)
        self.update()

    def show_message(self, text: str) -> None:
        """Show words in place of pictures."""
        self._left, self._right = QImage(), QImage()
        self._words.setText(text)
        self.update()

    @property
    def message(self) -> str:
        """The words in place of pictures; "" where there are pictures."""
        return self._words.text()

    @property
    def is_empty(self) -> bool:
        """Whether there is no picture."""
        return self._left.isNull()

    def set_position(self, position: float) -> None:
        """Put the divider at a share 0..1 of the width."""
        self.position = min(max(position, 0.0), 1.0)
        self.moved.emit(self.position)
        self.update()

    def resizeEvent(self, event) -> None:
        """The message stays in the middle."""
        super().resizeEvent(event)
        self._words.setGeometry(self.rect().adjusted(16, 16, -16, -16))

    def paintEvent(self, event) -> None:
        """Pictures, divider and labels; nothing but the ground where there is a message."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        if not self.is_empty:
            self._paint_pictures(painter)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight(), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_pictures(self, painter: QPainter) -> None:
        target = self._target()
        divider = round(self.position * self.width())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, target.width() < self._left.width())
        halves = (
            QRect(0, 0, divider, self.height()),
            QRect(divider, 0, self.width() - divider, self.height()),
        )
        for half, image in zip(halves, (self._left, self._right)):
            painter.setClipRect(half)
            painter.drawImage(target, image, QRectF(image.rect()))
        painter.setClipping(False)
        self._paint_divider(painter, divider)
        for half, label, side in zip(
            halves, self._labels, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        ):
            self._paint_label(painter, half, label, side)

    def _target(self) -> QRectF:
        """Where the pictures go: the whole window fits, a part of it lies where it belongs."""
        if self._frame is None:
            return QRectF(self.rect())
        inside, whole = self._frame
        scale = min(self.width() / whole.width(), self.height() / whole.height())
        left = (self.width() - scale * whole.width()) / 2 + scale * (inside.x() - whole.x())
        top = (self.height() - scale * whole.height()) / 2 + scale * (inside.y() - whole.y())
        return QRectF(left, top, scale * inside.width(), scale * inside.height())

    def _paint_divider(self, painter: QPainter, x: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((QColor(0, 0, 0, 160), 4), (QColor(255, 255, 255), 2)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(x, 0, x, self.height())
        middle = QPointF(x, self.height() / 2)
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
        painter.setBrush(QColor(255, 255, 255))
        painter.drawEllipse(middle, GRIP, GRIP)
        painter.setPen(QPen(QColor(40, 40, 40), 1.6))
        for sign in (-1, 1):
            tip = middle + QPointF(sign * 6, 0)
            painter.drawPolyline(tip + QPointF(-sign * 3, -3.5), tip, tip + QPointF(-sign * 3, 3.5))

    def _paint_label(self, painter: QPainter, half: QRect, text: str, side: Qt.AlignmentFlag) -> None:
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(text) + 12, metrics.height() + 4
        if not text or half.width() < width + 20:
            return
        x = half.left() + 6 if side == Qt.AlignmentFlag.AlignLeft else half.right() - width - 6
        box = QRectF(x, 6, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 170))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def mousePressEvent(self, event) -> None:
        """The divider jumps to the pointer."""
        self.set_position(event.pos().x() / max(self.width(), 1))

    def mouseMoveEvent(self, event) -> None:
        """The divider follows the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.set_position(event.pos().x() / max(self.width(), 1))

    def keyPressEvent(self, event) -> None:
        """Arrow keys, Home and End."""
        goals = {
            Qt.Key.Key_Left: self.position - STEP,
            Qt.Key.Key_Right: self.position + STEP,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: 1.0,
        }
        if event.key() in goals:
            self.set_position(goals[event.key()])
        else:
            super().keyPressEvent(event)
