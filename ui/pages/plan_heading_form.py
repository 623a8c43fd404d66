"""The facts by which a plan is known, to be corrected before it is taken in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from papi_desktop.services.plan_correction import PlanHeading
from papi_desktop.wording import date_text
from resources.i18n import gettext as _
from ui.reading import TypedError, read_date
from ui.theme import CARD_GAP, GAP, GAP_WITHIN
from ui.widgets.card import Card
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.fields import TextField

_YEARS = range(1900, 2100)
_WIDE = ((0, 0, 1), (0, 2, 1), (0, 4, 1), (0, 6, 1), (1, 0, 7))
_NARROW = ((0, 0, 1), (0, 2, 1), (1, 0, 1), (1, 2, 1), (2, 0, 3))
"""Row, column and span of the five fields."""


class HeadingForm(Card):
    """Number, day of issue, year, issuer and title. ``edited`` comes with every change; ``heading`` is ``None`` while a field is wrong."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.content.setContentsMargins(CARD_GAP, GAP, CARD_GAP, GAP)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP_WITHIN)
        self.content.addLayout(self._grid)
        self._fields: list[tuple[QLabel, TextField]] = []
        self.number = self._field(_("&Number and symbol"), 128)
        self.issued = self._field(_("&Date of issue"), 92)
        self.year = self._field(_("&Year"), 56)
        self.issuer = self._field(_("&Issuer"))
        self.title_field = self._field(_("Plan titl&e"))
        self.note = FieldNote(self.issued)
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """All in two rows, or in three where there is no room across."""
        places = _NARROW if narrow else _WIDE
        for (label, field), (row, column, span) in zip(self._fields, places, strict=True):
            self._grid.addWidget(label, row, column)
            self._grid.addWidget(field, row, column + 1, 1, span)
        self._grid.addWidget(self.note, 3, 1, 1, 7)
        self._grid.setColumnStretch(3, 1 if narrow else 0)
        self._grid.setColumnStretch(7, 0 if narrow else 1)

    def _field(self, name: str, width: int | None = None) -> TextField:
        field = TextField()
        label = QLabel(name)
        label.setBuddy(field)
        field.setAccessibleName(name.replace("&", ""))
        field.setAcceptDrops(False)
        if width is not None:
            field.setMinimumWidth(width)
            field.setMaximumWidth(width + 40)
        field.textEdited.connect(self._edited)
        self._fields.append((label, field))
        return field

    def show_heading(self, heading: PlanHeading) -> None:
        texts = (heading.number, date_text(heading.issued), str(heading.year or ""), heading.issuer, heading.title)
        for field, text in zip((self.number, self.issued, self.year, self.issuer, self.title_field), texts, strict=True):
            field.setText(" ".join(text.split()))
            field.setCursorPosition(0)
        self.note.clear()

    @property
    def heading(self) -> PlanHeading | None:
        """What the fields say."""
        if self._problem():
            return None
        year = self.year.text().strip()
        return PlanHeading(
            title=self.title_field.text().strip(),
            number=self.number.text().strip(),
            issuer=self.issuer.text().strip(),
            issued=read_date(self.issued.text()),
            year=int(year) if year else None,
        )

    def _problem(self) -> str:
        try:
            read_date(self.issued.text())
        except TypedError as error:
            return str(error)
        year = self.year.text().strip()
        if year and not (year.isascii() and year.isdigit() and int(year) in _YEARS):
            return _("Please write the year with four digits, as in 2026.")
        return ""

    def _edited(self) -> None:
        problem = self._problem()
        if problem:
            self.note.say(NoteKind.PROBLEM, problem)
        else:
            self.note.clear()
        self.edited.emit()
