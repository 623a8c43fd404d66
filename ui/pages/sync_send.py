"""The sending half of the sync page: what will go, where to, and how to write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from papi_desktop.services.sending import ExportPreview
from papi_desktop.wording import date_text, number_text, size_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.drives import Drive
from ui.fonts import TextStyle
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.theme import GAP, GAP_WITHIN
from ui.widgets.buttons import PrimaryButton, SmallButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.labels import IconLabel, Rule, TextLabel
from ui.widgets.rows_view import ROW, RowsView


@dataclass(frozen=True)
class _Item:
    icon: str
    what: str
    count: int
    size: int | None = None


class ContentCard(Card):
    """What the next bundle will hold."""

    def __init__(self) -> None:
        super().__init__(_("1. What will be sent"))
        self.table = RowsView(_("What will be sent"))
        self.table.setMinimumHeight(4 * ROW)
        self.note = FieldNote(self.table)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(self.note)

    def show_preview(self, preview: ExportPreview) -> None:
        items = [
            _Item("image", _("New or changed evidence"), preview.evidence),
            _Item("file", _("Attached files"), preview.files, preview.bytes),
            _Item("check-circle", _("Occurrences marked as done"), preview.ticks),
            _Item("returned", _("Evidence changed after it was returned"), preview.supplemented),
            _Item("tasks", _("Records in all, with tasks and plans"), preview.records),
        ]
        self.table.setModel(_items_model(items, preview))
        self.table.set_widths(None, 76, 88)
        self._say(preview)

    def _say(self, preview: ExportPreview) -> None:
        if not preview.records and not preview.files:
            self.note.say(NoteKind.GOOD, _("Nothing new: {name} has confirmed everything.").format(name=preview.recipient))
        elif preview.personal_data:
            text = ngettext(
                "{count} evidence item holds personal data: the bundle leaves only encrypted.",
                "{count} evidence items hold personal data: the bundle leaves only encrypted.",
                preview.personal_data,
            )
            self.note.say(NoteKind.WARNING, text.format(count=preview.personal_data))
        else:
            self.note.say(NoteKind.SOURCE, _("Everything that {name} has not confirmed yet.").format(name=preview.recipient))


def _items_model(items: Sequence[_Item], preview: ExportPreview) -> RowsModel[_Item]:
    title = _("New since the first use")
    if preview.since is not None:
        title = _("New since the last receipt ({date})").format(date=date_text(preview.since))
    model = RowsModel[_Item](
        [
            Column(title, text=lambda item: item.what, icon=lambda item: item.icon),
            Column(_("Count"), text=lambda item: number_text(item.count), right=True),
            Column(_("Size"), text=lambda item: size_text(item.size) if item.size else "", right=True),
        ]
    )
    model.set_rows(items)
    return model


class PlaceRow(QWidget):
    """One place to write to: a radio button whose name and fact stand beside it. A click anywhere chooses it."""

    def __init__(self, icon: str, ink: Ink, title: str, fact: str, *, strong: bool = False) -> None:
        super().__init__()
        self.radio = QRadioButton()
        self.title = TextLabel("", TextStyle.STRONG if strong else TextStyle.BODY)
        self.fact = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.fact)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(GAP_WITHIN, 2, GAP, 2)
        self.row.setSpacing(GAP + GAP_WITHIN)
        self.row.addWidget(self.radio)
        self.row.addWidget(IconLabel(icon, ink, 18))
        self.row.addLayout(words, 1)
        self.set_words(title, fact)

    def set_words(self, title: str, fact: str) -> None:
        self.title.setText(title)
        self.fact.setText(fact)
        self.fact.setToolTip(fact)
        self.radio.setAccessibleName(title)
        self.radio.setAccessibleDescription(fact)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.radio.click()
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)


class PlaceCard(Card):
    """Where the bundle is written, whether encrypted, and the button that writes it.

    Tab comes here from ``after``. ``folder`` is the place chosen; None while "another folder" is chosen and none was named.
    """

    write_requested = Signal()
    folder_wanted = Signal()

    def __init__(self, after: QWidget) -> None:
        super().__init__(_("2. Where to write the bundle"))
        self._after = after
        self._group = QButtonGroup(self)
        self._drives: tuple[Drive, ...] = ()
        self._other: Drive | None = None
        self._chosen: Path | None = None
        self._needed = 0
        self._rows: list[PlaceRow] = []
        self.folder_button = SmallButton(_("Choose folder…"))
        self._places = QVBoxLayout()
        self._places.setSpacing(GAP_WITHIN)
        self.content.addLayout(self._places)
        self.no_drive = FieldNote(self.folder_button)
        self.content.addWidget(self.no_drive)
        self.other = PlaceRow("folder", Ink.TEXT, "", "")
        self.folder_button.clicked.connect(self.folder_wanted)
        self._other_space = _space_chip()
        self.other.row.addWidget(self._other_space)
        self.other.row.addWidget(self.folder_button)
        self._group.addButton(self.other.radio)
        self.content.addWidget(self.other)
        self.content.addWidget(Rule())
        self.encrypt = QCheckBox()
        self.encrypt.setChecked(True)
        self.encrypt.toggled.connect(self._say_encryption)
        self.note = FieldNote(self.encrypt)
        self.write_button = PrimaryButton(_("Seal and write the bundle"), "lock")
        self.write_button.clicked.connect(self.write_requested)
        self._group.buttonToggled.connect(self._choose)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.encrypt, 1)
        foot.addWidget(self.write_button)
        self.content.addLayout(foot)
        self.content.addWidget(self.note)
        self.set_drives(())

    @property
    def folder(self) -> Path | None:
        return self._chosen

    @property
    def removable(self) -> bool:
        """Whether the place chosen can be pulled out."""
        place = next((drive for drive in (*self._drives, self._other) if drive is not None and drive.path == self._chosen), None)
        return place is not None and place.removable

    @property
    def plain(self) -> bool:
        return not self.encrypt.isChecked()

    def set_recipient(self, name: str) -> None:
        self.encrypt.setText(_("Encrypt the bundle for {name}").format(name=name))

    def set_needed(self, size: int) -> None:
        """How many bytes will be written, about."""
        self._needed = size
        for row, drive in zip(self._rows, self._drives, strict=True):
            self._say_space(row, drive)
        self._say_other()

    def set_drives(self, drives: Sequence[Drive]) -> None:
        """The drives plugged in now. The place chosen stays chosen while it is there."""
        if tuple(drives) == self._drives and self._rows:
            return
        keep = self._chosen
        for row in self._rows:
            self._group.removeButton(row.radio)
            self._places.removeWidget(row)
            row.deleteLater()
        self._drives, self._rows = tuple(drives), []
        for drive in drives:
            row = PlaceRow("usb", Ink.BLUE, drive.label, _space_text(drive), strong=True)
            row.row.addWidget(_space_chip())
            self._group.addButton(row.radio)
            self._places.addWidget(row)
            self._rows.append(row)
        self.no_drive.clear()
        if not drives:
            self.no_drive.say(NoteKind.SOURCE, _("No USB drive is plugged in. One that is plugged in appears here."))
        self.set_needed(self._needed)
        self._restore(keep)
        if self.window() is self._after.window():
            self._set_tab_order()

    def set_other(self, folder: Drive) -> None:
        """The folder that was chosen in the dialog."""
        self._other = folder
        self._say_other()
        self.other.radio.setChecked(True)
        self._chosen = folder.path

    def _restore(self, keep: Path | None) -> None:
        places = [drive.path for drive in self._drives]
        if keep in places:
            self._rows[places.index(keep)].radio.setChecked(True)
        elif (self._other is not None and keep == self._other.path) or not self._rows:
            self.other.radio.setChecked(True)
        else:
            self._rows[0].radio.setChecked(True)
        self._choose()

    def _choose(self) -> None:
        chosen = next((drive.path for row, drive in zip(self._rows, self._drives, strict=True) if row.radio.isChecked()), None)
        self._chosen = chosen or (None if self._other is None else self._other.path)

    def _set_tab_order(self) -> None:
        radios = [row.radio for row in self._rows]
        order: list[QWidget] = [self._after, *radios, self.other.radio, self.folder_button, self.encrypt, self.write_button]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _say_space(self, row: PlaceRow, drive: Drive) -> None:
        chip = row.findChild(Chip)
        if chip is not None:
            _show_space(chip, drive, self._needed)

    def _say_other(self) -> None:
        folder = self._other
        self._other_space.setVisible(folder is not None)
        if folder is None:
            self.other.set_words(_("Another folder"), _("A network drive or a folder on this computer"))
            return
        self.other.set_words(folder.path.name or str(folder.path), f"{folder.path}")
        _show_space(self._other_space, folder, self._needed)

    def _say_encryption(self, checked: bool) -> None:
        if checked:
            self.note.clear()
            return
        self.note.say(NoteKind.WARNING, _("Not encrypted: whoever holds the file can read it. Personal data does not leave that way."))


def _space_text(drive: Drive) -> str:
    text = _("{free} free of {total}, {file_system}")
    return text.format(free=size_text(drive.free), total=size_text(drive.total), file_system=drive.file_system)


def _space_chip() -> Chip:
    return Chip(_("Enough space"), "check-circle", Ink.GREEN)


def _show_space(chip: Chip, drive: Drive, needed: int) -> None:
    if drive.free > needed:
        chip.set_state(_("Enough space"), "check-circle", Ink.GREEN)
    else:
        chip.set_state(_("Not enough space"), "exclamation-circle", Ink.RED)
