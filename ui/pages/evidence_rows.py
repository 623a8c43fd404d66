"""How an evidence reads in the gallery, in the table and in the bin: one model for all three."""

from datetime import date

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from papi_desktop.services.evidence_listing import EvidenceRow
from papi_desktop.wording import date_text, kind_text, sync_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink, current_scheme
from ui.icons import icon
from ui.models.columns import Column, Index
from ui.models.slices_model import SlicesModel
from ui.states import mark_of
from ui.thumbnails import Thumbnails, filling, type_icon

TILE = QSize(122, 92)
"""The picture of one evidence in the gallery."""
TILE_LINES = 3
"""Two of its name, one of its date."""
PICTURE, NAME, DATE, SYNC, REST = range(5)
"""The columns; the gallery shows the first, the table the others."""
_AROUND = 12
_KEPT = 600
_LETTERS = 200


class EvidenceModel(SlicesModel[EvidenceRow]):
    """Evidence with the picture of its first file in column ``PICTURE``, asked for when it is painted."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(_columns(), key=lambda row: row.id, parent=parent)
        self._thumbnails = thumbnails
        self._tiles: dict[tuple[str, str, str], QIcon] = {}
        self.cell = QSize(TILE.width() + _AROUND, TILE.height() + TILE_LINES * QFontMetrics(QApplication.font()).lineSpacing() + _AROUND)
        """What one evidence takes in the gallery."""
        thumbnails.arrived.connect(self._picture_came)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is not None and index.column() == PICTURE:
            if role == Qt.ItemDataRole.DecorationRole:
                return self._tile(row)
            if role == Qt.ItemDataRole.SizeHintRole:
                return self.cell
        return super().data(index, role)

    def _picture_came(self, sha256: str) -> None:
        for number, row in enumerate(self.rows):
            if row.sha256 == sha256:
                self.dataChanged.emit(self.index(number, PICTURE), self.index(number, PICTURE), [Qt.ItemDataRole.DecorationRole])

    def _tile(self, row: EvidenceRow) -> QIcon:
        picture = self._thumbnails.pixmap(row.sha256, row.media_type) if row.sha256 else None
        key = (current_scheme().name, row.media_type, row.sha256 if picture is not None else "")
        if key not in self._tiles:
            if len(self._tiles) >= _KEPT:
                self._tiles.clear()
            drawn = _tile(picture, row.media_type)
            self._tiles[key] = QIcon(drawn)
            self._tiles[key].addPixmap(drawn, QIcon.Mode.Selected)
        return self._tiles[key]


def evidence_name(number: str, abstract: str, kind: str) -> str:
    """What an evidence is called in lists and above its file: its number, else its abstract, else its kind."""
    return number or " ".join(abstract[:_LETTERS].split()) or kind_text(kind)


def task_words(text: str, index: str, dimension: str) -> str:
    """A task on one line, its index before it: "PAPI 2: Niêm yết danh sách hộ nghèo"."""
    place = f"{index} {dimension}".strip()
    line = " ".join(text[:_LETTERS].split())
    return f"{place}: {line}" if place else line


def files_text(count: int) -> str:
    return ngettext("{count} file", "{count} files", count).format(count=count)


def _columns() -> list[Column[EvidenceRow]]:
    return [
        Column(_("Evidence"), _caption, tooltip=_whole, spoken=_whole),
        Column(_("Evidence"), _two_lines, tooltip=_whole),
        Column(_("Date"), lambda row: date_text(row.issued) or _("Undated")),
        Column(
            _("Sync"),
            lambda row: sync_text(row.sync),
            icon=lambda row: mark_of(row.sync).icon,
            ink=lambda row: mark_of(row.sync).ink,
        ),
        Column(_("Rests still"), lambda row: ngettext("{count} day", "{count} days", row.days_left or 0).format(count=row.days_left or 0)),
    ]


def _name(row: EvidenceRow) -> str:
    return evidence_name(row.number, row.abstract, row.kind)


def _two_lines(row: EvidenceRow) -> str:
    """The number with the abstract below it, or the abstract, or the kind with what there is."""
    if row.number:
        return f"{row.number}\n{' '.join(row.abstract[:_LETTERS].split()) or kind_text(row.kind)}"
    return _name(row)


def _caption(row: EvidenceRow) -> str:
    """Two lines of name at most, as wide as the picture, and the date."""
    lines = _wrapped(_name(row), QFontMetrics(QApplication.font()), TILE.width(), TILE_LINES - 1)
    return "\n".join([*lines, date_text(row.issued) or _("Undated")])


def _whole(row: EvidenceRow) -> str:
    """Everything the list knows of it, for tooltip and screen reader."""
    parts = [kind_text(row.kind), row.number, _day(row.issued), row.abstract, row.place, files_text(row.files), sync_text(row.sync)]
    if not row.tasks and row.days_left is None:
        parts.append(_("Serves no task yet"))
    return ", ".join(part for part in parts if part)


def _day(issued: date | None) -> str:
    return date_text(issued) or _("Undated")


def _wrapped(text: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """``text`` in at most ``most`` lines of ``width`` pixels, cut at the end of the last."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most - 1:
        taken = 1
        while taken < len(rest) and metrics.horizontalAdvance(" ".join(rest[: taken + 1])) <= width:
            taken += 1
        lines.append(metrics.elidedText(" ".join(rest[:taken]), Qt.TextElideMode.ElideRight, width))
        rest = rest[taken:]
    return [*lines, metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, width)] if rest else lines


def _tile(picture: QPixmap | None, media_type: str) -> QPixmap:
    """A photo fills its tile; a page stands on it whole, and so does the icon of a file that has no picture."""
    ratio = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    if picture is not None and media_type.startswith("image/"):
        return filling(picture, TILE, ratio)
    tile = QPixmap(TILE * ratio)
    tile.setDevicePixelRatio(ratio)
    tile.fill(current_scheme().side_bar)
    drawn = icon(type_icon(media_type), Ink.SECONDARY, 40).pixmap(QSize(40, 40), ratio)
    if picture is not None:
        size = picture.size().scaled(TILE * ratio, Qt.AspectRatioMode.KeepAspectRatio)
        drawn = picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        drawn.setDevicePixelRatio(ratio)
    across = drawn.deviceIndependentSize()
    painter = QPainter(tile)
    painter.drawPixmap(round((TILE.width() - across.width()) / 2), round((TILE.height() - across.height()) / 2), drawn)
    painter.end()
    return tile
