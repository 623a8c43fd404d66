"""The right side of the inbox: what is known of one bundle that came or went back, and whose cards are trusted."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from papi_desktop.domain.errors import Code
from papi_desktop.domain.vocabulary import SyncState
from papi_desktop.services.bundles import BundleRow
from papi_desktop.services.cards import CardView
from papi_desktop.services.receiving import FileVerdict
from papi_desktop.wording import date_text, error_message, moment_text, number_text, size_text, verdict_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.bundle_words import (
    UNFINISHED,
    evidence_count,
    file_count,
    number_of,
    record_count,
    record_type_text,
    seal_mark,
    state_mark,
    state_text,
    verdict_sentence,
)
from ui.states import Mark, mark_of
from ui.theme import CARD_GAP, GAP, GAP_WITHIN
from ui.widgets.buttons import LinkButton, SmallButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Rule, TextLabel
from ui.widgets.rows_view import RowsView


class DetailsCard(Card):
    """One bundle: taken in just now (``show_file``), or taken in or written some time ago (``show_bundle``)."""

    card_wanted = Signal()
    folder_wanted = Signal(object)
    """the path of a file"""

    def __init__(self) -> None:
        super().__init__()
        self._body: QWidget | None = None
        self.show_nothing()

    def show_nothing(self) -> None:
        self._put(EmptyState("inbox", _("No bundle chosen"), _("What a bundle brought stands here when it is chosen in the list.")))

    def show_file(self, file: FileVerdict) -> None:
        """What one file brought, or why it did not get in and what to do."""
        body, column = _column()
        column.addWidget(TextLabel(_title(file.sequence, file.unit_name or file.path.name), TextStyle.CARD_TITLE, wrap=True))
        chips = [(verdict_text(file.verdict), mark_of(file.verdict))]
        if (seal := seal_mark(file)) is not None:
            chips.append(seal)
        column.addLayout(_chips(chips))
        column.addWidget(TextLabel(verdict_sentence(file), wrap=True))
        if file.error is not None:
            column.addWidget(TextLabel(error_message(file.error, name=file.path.name).todo, TextStyle.STRONG, wrap=True))
        if file.error is not None and file.error.code is Code.UNKNOWN_CARD:
            button = SmallButton(_("Take in a unit card…"))
            button.clicked.connect(self.card_wanted)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(TextLabel(_breakable(str(file.path)), TextStyle.CAPTION, Ink.SECONDARY, wrap=True))
        if kinds := list(dict.fromkeys([*file.new, *file.changed, *file.same])):
            column.addWidget(Rule())
            column.addLayout(_counts(file, kinds))
        for text in _open_ends(file):
            column.addWidget(TextLabel(text, TextStyle.BODY, Ink.AMBER, wrap=True))
        column.addStretch(1)
        self._put(body)

    def show_bundle(self, row: BundleRow) -> None:
        """What the history keeps of a bundle, or of a reply and how far it has come."""
        body, column = _column()
        title = _reply_title(row) if row.ours else _title(row.sequence, row.peer_name)
        column.addWidget(TextLabel(title, TextStyle.CARD_TITLE, wrap=True))
        state = (state_text(row), state_mark(row))
        column.addLayout(_chips([state] if row.ours else [state, (_("Seal is right"), Mark("lock", Ink.GREEN))]))
        if row.ours:
            column.addWidget(TextLabel(_reply_sentence(row), wrap=True))
        column.addLayout(_facts(_bundle_facts(row)))
        column.addWidget(TextLabel(_breakable(row.path), TextStyle.CAPTION, Ink.SECONDARY, wrap=True))
        folder = LinkButton(_("Open the folder of the bundle"))
        folder.clicked.connect(lambda: self.folder_wanted.emit(row.path))
        column.addWidget(folder, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._put(body)

    def _put(self, body: QWidget) -> None:
        if self._body is not None:
            self.content.removeWidget(self._body)
            self._body.deleteLater()
        self._body = body
        self.content.addWidget(body, 1)


def _column() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    return body, column


def _title(sequence: int | None, name: str) -> str:
    if sequence is None:
        return name
    return _("Bundle {number}, {name}").format(number=number_of(sequence), name=name)


def _reply_title(row: BundleRow) -> str:
    return _("Reply {number}, {name}").format(number=number_of(row.sequence), name=row.peer_name)


def _reply_sentence(row: BundleRow) -> str:
    """What may be said of a reply: written is not sent, sent is not received."""
    if row.state == UNFINISHED:
        return _("Writing it was not finished. Nothing of it counts as sent; write the replies again.")
    if row.state == SyncState.SENT:
        honest = _("“Sent” does not yet mean “Received”.")
        return _("No receipt of {name} yet; {honest}").format(name=row.peer_name, honest=honest)
    return _("{name} has confirmed by a receipt that it holds this reply.").format(name=row.peer_name)


def _bundle_facts(row: BundleRow) -> list[tuple[str, str]]:
    size = (_("Size"), size_text(row.size))
    if row.ours:
        return [(_("Written"), moment_text(row.at)), (_("Records"), record_count(row.records)), size]
    return [
        (_("Taken in"), moment_text(row.at)),
        (_("Evidence"), evidence_count(row.evidence)),
        (_("Records"), record_count(row.records)),
        (_("Files"), file_count(row.objects)),
        size,
    ]


def _chips(chips: Sequence[tuple[str, Mark]]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    for text, mark in chips:
        row.addWidget(Chip(text, mark.icon, mark.ink))
    row.addStretch(1)
    return row


def _counts(file: FileVerdict, kinds: Sequence[str]) -> QGridLayout:
    """New, changed, known: one line per type of record."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(CARD_GAP)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(0, 1)
    for place, title in enumerate((_("Record"), _("New"), _("Changed"), _("Known"))):
        grid.addWidget(TextLabel(title, TextStyle.CAPTION, Ink.SECONDARY), 0, place, _side(place))
    for line, kind in enumerate(kinds, 1):
        grid.addWidget(TextLabel(record_type_text(kind)), line, 0)
        for place, counts in enumerate((file.new, file.changed, file.same), 1):
            count = counts.get(kind, 0)
            label = TextLabel(number_text(count)) if count else TextLabel("–", ink=Ink.SECONDARY)
            grid.addWidget(label, line, place, _side(place))
    return grid


def _side(place: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft


def _facts(facts: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(CARD_GAP)
    grid.setVerticalSpacing(GAP_WITHIN)
    grid.setColumnStretch(1, 1)
    for line, (name, value) in enumerate(facts):
        grid.addWidget(TextLabel(name, ink=Ink.SECONDARY), line, 0)
        grid.addWidget(TextLabel(value, wrap=True), line, 1)
    return grid


def _breakable(path: str) -> str:
    """A path that may be wrapped after each folder."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")


def _open_ends(file: FileVerdict) -> list[str]:
    texts: list[str] = []
    if file.missing:
        count = len(file.missing)
        text = ngettext(
            "{count} file named by its evidence has not come yet; the reply asks for it.",
            "{count} files named by its evidence have not come yet; the reply asks for them.",
            count,
        )
        texts.append(text.format(count=count))
    if file.open:
        texts.append(_("Still awaited: {ranges}").format(ranges=", ".join(file.open)))
    return texts


class CardsCard(Card):
    """The cards of subordinate offices, and the two ways they travel."""

    def __init__(self) -> None:
        super().__init__(_("Unit cards"))
        self.rows = RowsModel[CardView](
            [
                Column(
                    _("Office"),
                    text=lambda card: card.name,
                    icon=lambda card: "check" if card.revoked_at is None else "minus-circle",
                    ink=lambda card: Ink.TEXT if card.revoked_at is None else Ink.SECONDARY,
                    tooltip=_card_text,
                    spoken=_card_text,
                ),
                Column(_("Unit code"), text=lambda card: card.code),
                Column(
                    _("Trusted"),
                    text=lambda card: _("revoked") if card.revoked_at is not None else _trusted_since(card),
                    sort=lambda card: card.trusted_at,
                ),
            ],
            key=lambda card: (card.unit, card.number),
        )
        self.table = RowsView(_("Unit cards"))
        self.table.setModel(self.rows)
        self.table.set_widths(None, 82, 92)
        self.none = TextLabel(
            _("No card yet. A bundle gets in only once the card of its office is trusted."), TextStyle.BODY, Ink.SECONDARY, wrap=True
        )
        self.take_button = SmallButton(_("Take in a unit card…"), "inbox")
        self.write_button = SmallButton(_("Write the card of this office…"), "save")
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.take_button)
        foot.addWidget(self.write_button)
        foot.addStretch(1)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(self.none)
        self.content.addLayout(foot)

    def set_cards(self, cards: Sequence[CardView]) -> None:
        self.rows.set_rows(cards)
        self.table.setVisible(bool(cards))
        self.none.setVisible(not cards)


def _trusted_since(card: CardView) -> str:
    return "" if card.trusted_at is None else date_text(card.trusted_at.astimezone().date())


def _card_text(card: CardView) -> str:
    return _("{name}, fingerprint {fingerprint}").format(name=card.name, fingerprint=card.fingerprint)
