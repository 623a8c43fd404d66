"""The small cards of the overview: what is due next, and the last bundle."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from papi_desktop.domain.vocabulary import SyncState
from papi_desktop.services.bundles import BundleRow
from papi_desktop.services.overview import DueTask
from papi_desktop.wording import date_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.pages.bundle_words import evidence_count, number_of, state_mark, state_text
from ui.theme import CARD_GAP
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.elided_link import ElidedLink
from ui.widgets.labels import Rule, TextLabel


class SoonCard(Card):
    """The next due dates, each a link to its work. ``opened`` carries the occurrence."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Due next"))
        self.links: list[ElidedLink] = []
        self._dates: list[TextLabel] = []
        self._rows: Sequence[DueTask] = ()
        self._nothing = TextLabel(_("Nothing more is due this year."), ink=Ink.SECONDARY)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.content.addWidget(Rule())
        self.content.addWidget(self._nothing)
        self.content.addLayout(self._column)
        self.content.addStretch(0)

    def show_rows(self, rows: Sequence[DueTask]) -> None:
        self._rows = rows
        self._nothing.setVisible(not rows)
        while len(self.links) < len(rows):
            self._add_line()
        for number, (link, day) in enumerate(zip(self.links, self._dates, strict=True)):
            link.setVisible(number < len(rows))
            day.setVisible(number < len(rows))
            if number < len(rows):
                due = date_text(rows[number].due)
                link.say(rows[number].text, f"{due}: {rows[number].text}")
                day.setText(due)

    def _add_line(self) -> None:
        number = len(self.links)
        link, day = ElidedLink(ink=Ink.TEXT), TextLabel("", ink=Ink.SECONDARY)
        link.clicked.connect(lambda: self.opened.emit(self._rows[number].id))
        line = QHBoxLayout()
        line.setSpacing(CARD_GAP)
        line.addWidget(link, 1)
        line.addWidget(day)
        self._column.addLayout(line)
        self.links.append(link)
        self._dates.append(day)


class SentCard(Card):
    """The last bundle: what it carried and how far it has come, in honest words. ``history_wanted`` asks for the sync page."""

    history_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Last bundle sent"))
        self.chip = Chip("", "arrow-right", Ink.BLUE)
        self.bundle = TextLabel("", wrap=True)
        self.said = TextLabel("", ink=Ink.SECONDARY, wrap=True)
        self.link = LinkButton("")
        self.link.setAutoDefault(True)
        self.link.clicked.connect(self.history_wanted)
        self.head.insertWidget(1, self.link)
        self.head.addWidget(self.chip)
        for part in (Rule(), self.bundle, self.said):
            self.content.addWidget(part)
        self.content.addStretch(0)

    def show_bundle(self, row: BundleRow | None, today: date) -> None:
        self.chip.setVisible(row is not None)
        self.bundle.setVisible(row is not None)
        self.link.setText(_("History") if row else _("Write the first bundle"))
        if row is None:
            self.said.setText(_("Nothing was sent yet."))
            return
        mark = state_mark(row)
        self.chip.set_state(state_text(row), mark.icon, mark.ink)
        day = row.at.astimezone().date()
        text = _("Bundle {number} of {date}, {evidence}")
        self.bundle.setText(text.format(number=number_of(row.sequence), date=date_text(day), evidence=evidence_count(row.evidence)))
        self.said.setText(_sent_words(SyncState(row.state), (today - day).days))


def _sent_words(state: SyncState, days: int) -> str:
    match state:
        case SyncState.RECEIVED:
            return _("Confirmed by a receipt; not all of it has been judged yet.")
        case SyncState.ACCEPTED:
            return _("Confirmed by a receipt; all evidence in it is accepted.")
        case SyncState.RETURNED:
            return _("Confirmed by a receipt; some evidence in it was returned.")
        case _:
            kept = _("The data stays whole on this computer.")
            if days < 1:
                return " ".join((_("No receipt yet."), kept))
            waited = ngettext("No receipt after {count} day.", "No receipt after {count} days.", days).format(count=days)
            return f"{waited} {kept}"
