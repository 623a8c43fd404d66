"""One picture to look at closely: fitted or zoomed, moved by dragging, sharp on every screen."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from ui.colours import Scheme
from ui.theme import GAP, Themed

ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
"""Against the size at which the whole page is seen."""
_SCALED_AT_MOST = 4_000_000
"""Pixels that are scaled with care before they are painted; larger pictures are scaled while they are painted."""


class PageView(Themed, QAbstractScrollArea):
    """Shows ``image``. ``zoomed`` comes when another size is shown: ``side`` says how many pixels would be sharp now."""

    zoomed = Signal()
    double_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.zoom = 1.0
        self._scaled = QPixmap()
        self._dragged_from: QPoint | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.take_scheme()

    @property
    def side(self) -> int:
        """The longer side of what is shown, in pixels of the screen."""
        size = self._page_size()
        return round(max(size.width(), size.height()) * self.devicePixelRatioF())

    @property
    def room_side(self) -> int:
        """The most that is seen of any page that is seen whole, in pixels of the screen."""
        room = self._room()
        return round(max(room.width(), room.height()) * self.devicePixelRatioF())

    def show_image(self, image: QImage) -> None:
        """Another page, all of it seen."""
        self.zoom = 1.0
        self.sharpen(image)

    def sharpen(self, image: QImage) -> None:
        """The same page drawn larger: what is looked at stays where it is."""
        self.image, self._scaled = image, QPixmap()
        self._lay_out()

    def zoom_in(self) -> None:
        self._zoom_to(next((zoom for zoom in ZOOMS if zoom > self.zoom), ZOOMS[-1]))

    def zoom_out(self) -> None:
        self._zoom_to(next((zoom for zoom in reversed(ZOOMS) if zoom < self.zoom), ZOOMS[0]))

    def fit(self) -> None:
        self._zoom_to(1.0)

    def restyle(self, scheme: Scheme) -> None:
        self._around, self._edge, self._focus = QColor(scheme.side_bar), QColor(scheme.line), QColor(scheme.bar)
        self.viewport().update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(340, 400)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, 120)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._around)
        if not self.image.isNull():
            place = self._place()
            self._paint_page(painter, place)
            painter.setPen(QPen(self._edge, 0))
            painter.drawRect(place)
        if self.hasFocus():
            painter.setPen(QPen(self._focus, 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._lay_out()
        self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out
            step()
            event.accept()
        elif self.zoom > 1:
            super().wheelEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton and self.zoom > 1:
            self._dragged_from = event.position().toPoint()
            self._show_hand()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._dragged_from is not None:
            here = event.position().toPoint()
            moved, self._dragged_from = here - self._dragged_from, here
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        del event
        self._dragged_from = None
        self._show_hand()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._scaled = QPixmap()
            self.zoomed.emit()

    def _room(self) -> QSize:
        """For a page that is seen whole."""
        return (self.maximumViewportSize() - QSize(2 * GAP, 2 * GAP)).expandedTo(QSize(1, 1))

    def _page_size(self) -> QSizeF:
        whole = QSizeF(self.image.size()).scaled(QSizeF(self._room()), Qt.AspectRatioMode.KeepAspectRatio)
        return QSizeF(max(1.0, whole.width()), max(1.0, whole.height())) * self.zoom

    def _place(self) -> QRectF:
        """The page on the viewport: in the middle where there is room around it. On whole pixels of the screen, so that it stays sharp."""
        size, room, ratio = self._page_size(), self.viewport().size(), self.devicePixelRatioF()
        x = max(GAP, (room.width() - size.width()) / 2) - self.horizontalScrollBar().value()
        y = max(GAP, (room.height() - size.height()) / 2) - self.verticalScrollBar().value()
        return QRectF(
            round(x * ratio) / ratio, round(y * ratio) / ratio, round(size.width() * ratio) / ratio, round(size.height() * ratio) / ratio
        )

    def _paint_page(self, painter: QPainter, place: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        pixels = QSize(max(1, round(place.width() * ratio)), max(1, round(place.height() * ratio)))
        if pixels.width() < self.image.width() and pixels.width() * pixels.height() <= _SCALED_AT_MOST:
            if self._scaled.size() != pixels:
                self._scaled = QPixmap.fromImage(
                    self.image.scaled(pixels, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
                )
                self._scaled.setDevicePixelRatio(ratio)
            painter.drawPixmap(place.topLeft(), self._scaled)
            return
        seen = place.intersected(QRectF(self.viewport().rect()))
        share = self.image.width() / place.width(), self.image.height() / place.height()
        corner = QPointF((seen.x() - place.x()) * share[0], (seen.y() - place.y()) * share[1])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(seen, self.image, QRectF(corner, QSizeF(seen.width() * share[0], seen.height() * share[1])))

    def _zoom_to(self, zoom: float) -> None:
        """The middle of what is seen stays in the middle."""
        if zoom == self.zoom or self.image.isNull():
            return
        place, middle = self._place(), QRectF(self.viewport().rect()).center()
        x, y = (middle.x() - place.x()) / place.width(), (middle.y() - place.y()) / place.height()
        self.zoom = zoom
        self._lay_out()
        size, room = self._page_size(), self.viewport().size()
        self.horizontalScrollBar().setValue(round(GAP + x * size.width() - room.width() / 2))
        self.verticalScrollBar().setValue(round(GAP + y * size.height() - room.height() / 2))
        self.zoomed.emit()

    def _lay_out(self) -> None:
        room, size = self.viewport().size(), self._page_size() if self.zoom > 1 else QSizeF(0, 0)
        for bar, needed, given in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setPageStep(given)
            bar.setSingleStep(max(1, given // 10))
            bar.setRange(0, max(0, round(needed + 2 * GAP - given)) if needed else 0)
        self._show_hand()
        self.viewport().update()

    def _show_hand(self) -> None:
        if self.zoom <= 1:
            self.viewport().unsetCursor()
        else:
            shape = Qt.CursorShape.OpenHandCursor if self._dragged_from is None else Qt.CursorShape.ClosedHandCursor
            self.viewport().setCursor(shape)
