"""Icons drawn for the scheme in use and for the pixels of the screen, from one line drawing each."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from resources.icon_files import icon_svg
from ui.colours import Ink, current_scheme

LIST_ICON = 16
CARD_ICON = 18
EMPTY_ICON = 40


def icon(name: str, ink: Ink = Ink.TEXT, size: int = LIST_ICON, *, ink_on: Ink | None = None, ink_selected: Ink | None = None) -> QIcon:
    """The icon ``name`` in the colour of ``ink``, ``size`` logical pixels square, sharp on every screen there is.

    It keeps its colour on a selected row, or takes that of ``ink_selected``. Disabled controls show it faded. ``ink_on`` colours it
    where a button is checked.
    The scheme is that of the moment: ask again when it changes. Raises ``LookupError`` for an unknown name.
    """
    scheme = current_scheme()
    result = QIcon()
    for ratio in _screen_ratios():
        drawn = _pixmap(name, scheme.ink(ink), size, ratio)
        result.addPixmap(drawn, QIcon.Mode.Normal)
        result.addPixmap(_pixmap(name, scheme.ink(ink_selected or ink), size, ratio), QIcon.Mode.Selected)
        faded = scheme.ink(Ink.TEXT)
        faded.setAlphaF(0.45)
        result.addPixmap(_pixmap(name, faded, size, ratio), QIcon.Mode.Disabled)
        if ink_on is not None:
            result.addPixmap(_pixmap(name, scheme.ink(ink_on), size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return result


def _screen_ratios() -> list[float]:
    return sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()})


def _pixmap(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    key = f"papi-icon:{name}:{colour.name(QColor.NameFormat.HexArgb)}:{size}:{ratio}"
    cached = QPixmap()
    if QPixmapCache.find(key, cached):
        return cached
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    drawing = QSvgRenderer(QByteArray(icon_svg(name).replace("currentColor", colour.name()).encode()))
    painter = QPainter(pixmap)
    painter.setOpacity(colour.alphaF())
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap
