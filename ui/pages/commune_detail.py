"""Under the heat map: what its marks mean, and what is behind the chosen cell."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from papi_desktop.services.status import CellDetail, StatusMatrix
from papi_desktop.wording import date_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink, Scheme
from ui.fonts import TextStyle
from ui.models.heat_model import SHARES
from ui.pages.commune_rows import UnitRow, behind_text
from ui.theme import CARD_GAP, GAP, GAP_WITHIN, Themed
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.form import button_row
from ui.widgets.labels import IconLabel, TextLabel

_NAMED = 3
"""Overdue tasks that are named."""


class Swatch(Themed, QFrame):
    """A sample of one of the four grounds."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self._step = step
        self.setFixedSize(18, 14)
        self.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)
        self.setAutoFillBackground(True)
        self.take_scheme()

    def restyle(self, scheme: Scheme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, scheme.heat[self._step])
        palette.setColor(QPalette.ColorRole.WindowText, scheme.line)
        self.setPalette(palette)


class Legend(QWidget):
    """Always in sight; nothing in it is pressed."""

    def __init__(self) -> None:
        super().__init__()
        marks, grounds = QHBoxLayout(), QHBoxLayout()
        marks.addWidget(TextLabel(_("Key"), TextStyle.STRONG))
        for icon_name, ink, words in (
            ("exclamation-circle", Ink.RED, _("late n: n overdue")),
            ("returned", Ink.PLUM, _("back n: n with evidence returned")),
            ("check-circle", Ink.GREEN, _("all n/N done")),
        ):
            marks.addSpacing(GAP_WITHIN)
            marks.addWidget(IconLabel(icon_name, ink, 14))
            marks.addWidget(TextLabel(words, TextStyle.CAPTION, Ink.SECONDARY))
        marks.addStretch(1)
        for step, words in enumerate((f"< {SHARES[0]}", *(f"≥ {share}" for share in SHARES))):
            grounds.addWidget(Swatch(step))
            grounds.addWidget(TextLabel(f"{words}\N{NO-BREAK SPACE}%", TextStyle.CAPTION, Ink.SECONDARY))
        grounds.addSpacing(GAP)
        note = _("n/N: occurrences done out of all; not a PAPI score")
        grounds.addWidget(ElidedLabel(note, TextStyle.CAPTION, Ink.SECONDARY, right=True), 1)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        for row in (marks, grounds, self._rows):
            row.setSpacing(GAP_WITHIN + 2)
        self._rows.addLayout(marks)
        self._rows.addLayout(grounds, 1)

    def set_stacked(self, *, stacked: bool) -> None:
        """One row or two."""
        self._rows.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)


class DetailCard(Card):
    """Unit and dimension, counts, the first overdue tasks, and the two ways on."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = ElidedLabel("", TextStyle.CARD_TITLE)
        self.counts = TextLabel()
        self.late = Chip("", "exclamation-circle", Ink.RED)
        self.returned = Chip("", "returned", Ink.PLUM)
        self.unreviewed = Chip("", "review", Ink.BLUE)
        self.named = ElidedLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self.open_button = PlainButton(_("Open the occurrences"), "tasks")
        self.review_button = PrimaryButton("", "review")
        figures = QHBoxLayout()
        figures.setSpacing(GAP)
        for widget in (self.counts, self.late, self.returned, self.unreviewed):
            figures.addWidget(widget)
        figures.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(GAP_WITHIN)
        words.addWidget(self.heading)
        words.addLayout(figures)
        words.addWidget(self.named)
        buttons = button_row(self.open_button, self.review_button)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(CARD_GAP)
        self._halves.addLayout(words, 1)
        self._halves.addLayout(buttons)
        self.content.addLayout(self._halves)
        self.show_nothing()

    def show_nothing(self) -> None:
        self.heading.say(_("No cell is chosen"))
        for widget in (self.counts, self.late, self.returned, self.unreviewed, self.named):
            widget.hide()
        self._offer(rows=0, unreviewed=0)

    def show_cell(self, row: UnitRow, column: str, dimension: str, matrix: StatusMatrix) -> None:
        """What is known at once: the figures of the cell, or of the whole unit where ``column`` is no dimension."""
        cell = row.cells.get(column)
        counted = cell or (row.status if not dimension else None)
        self.heading.say(f"{row.name}, {dimension}" if dimension else row.name)
        done, due, late, returned = (0, 0, 0, 0) if counted is None else (counted.done, counted.due, counted.late, counted.returned)
        count = ngettext("{done}/{due} occurrence done", "{done}/{due} occurrences done", due)
        self.counts.setText(count.format(done=done, due=due) if due else _("Nothing of it in the plan"))
        self.counts.show()
        self._show_chip(self.late, ngettext("{count} overdue", "{count} overdue", late).format(count=late), late)
        self._show_chip(self.returned, ngettext("{count} returned", "{count} returned", returned).format(count=returned), returned)
        self.unreviewed.hide()
        self.named.say(_sent_text(row, matrix))
        self.named.show()
        self._offer(rows=due, unreviewed=0)

    def show_detail(self, row: UnitRow, detail: CellDetail, matrix: StatusMatrix) -> None:
        """What had to be read: the names of what is overdue, what waits for review."""
        count = detail.unreviewed
        self._show_chip(self.unreviewed, _("{count} to review").format(count=count), count)
        self.named.say(_overdue_text(detail) or _sent_text(row, matrix))
        self._offer(rows=len(detail.rows), unreviewed=count)

    def set_stacked(self, *, stacked: bool) -> None:
        """The buttons under the words where there is little room across."""
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)

    def set_beside_occurrences(self, *, beside: bool) -> None:
        """While the occurrences are listed they are not offered once more, and their head names the cell."""
        self.heading.setVisible(not beside)
        self.open_button.setVisible(not beside)

    def _offer(self, *, rows: int, unreviewed: int) -> None:
        self.open_button.setEnabled(rows > 0)
        text = ngettext("Review {count} piece of evidence", "Review {count} pieces of evidence", unreviewed)
        self.review_button.setText(text.format(count=unreviewed))
        self.review_button.setEnabled(unreviewed > 0)

    def _show_chip(self, chip: Chip, text: str, count: int) -> None:
        ink = {self.late: Ink.RED, self.returned: Ink.PLUM, self.unreviewed: Ink.BLUE}[chip]
        icon_name = {self.late: "exclamation-circle", self.returned: "returned", self.unreviewed: "review"}[chip]
        chip.set_state(text, icon_name, ink)
        chip.setVisible(count > 0)


def _overdue_text(detail: CellDetail) -> str:
    if not detail.overdue:
        return ""
    named = [_("{task} (due {date})").format(task=_short(row.text), date=date_text(row.due)) for row in detail.overdue[:_NAMED]]
    more = len(detail.overdue) - len(named)
    if more:
        named.append(_("and {count} more").format(count=more))
    return _("Overdue: {tasks}").format(tasks="; ".join(named))


def _short(text: str, length: int = 90) -> str:
    line = " ".join(text.split()).rstrip(".;")
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _sent_text(row: UnitRow, matrix: StatusMatrix) -> str:
    """When the unit sent last, and against which deadline it is late."""
    unit = row.status
    parts: list[str] = []
    if unit.last_at is None:
        parts.append(_("No bundle of this office has come yet."))
    else:
        day = date_text(unit.last_at.astimezone().date())
        parts.append(_("Last bundle: number {number}, taken in on {date}.").format(number=f"{unit.last_sequence:04d}", date=day))
    if behind_text(unit) and matrix.reporting is not None:
        period = matrix.reporting
        parts.append(_("{period} was due on {date}.").format(period=period.name or period.key, date=date_text(period.deadline)))
    return " ".join(parts)
