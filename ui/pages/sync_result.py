"""What taking in replies changed, beside the message that says it is done."""

from PySide6.QtWidgets import QHBoxLayout

from papi_desktop.domain.vocabulary import ReviewVerdict, SyncState
from papi_desktop.services.answers import Answer, RepliesTaken
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.pages.answer_lines import AnswerList, answer_line, file_line, received_line, went_in
from ui.states import mark_of
from ui.theme import GAP
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip


class ResultCard(Card):
    """Counts as chips, then line by line: files refused, bundles confirmed, evidence returned and accepted."""

    def __init__(self) -> None:
        super().__init__(_("The reply just taken in"))
        self.close_button = LinkButton(_("Close"))
        self.close_button.clicked.connect(self.hide)
        self.head.addWidget(self.close_button)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(GAP)
        self.content.addLayout(self._chips)
        self.list = AnswerList(_("What the reply changed"))
        self.list.setMinimumHeight(84)
        self.content.addWidget(self.list, 1)

    def show_result(self, taken: RepliesTaken) -> None:
        refused = [file_line(file) for file in taken.imported.files if not went_in(file)]
        lines = [*refused, *map(received_line, taken.received), *map(answer_line, taken.answers)]
        self._show_chips(taken)
        self.list.set_lines(lines)
        self.setVisible(bool(lines))

    def _show_chips(self, taken: RepliesTaken) -> None:
        while (item := self._chips.takeAt(0)) is not None:  # pyright: ignore[reportUnnecessaryComparison] - None when empty
            if (old := item.widget()) is not None:  # pyright: ignore[reportUnnecessaryComparison] - None for the stretch
                old.deleteLater()
        counts = [
            (SyncState.RECEIVED, received_text(len(taken.received)), len(taken.received)),
            (SyncState.RETURNED, returned_text(_returned(taken.answers)), _returned(taken.answers)),
            (SyncState.ACCEPTED, accepted_text(_accepted(taken.answers)), _accepted(taken.answers)),
        ]
        for state, text, count in counts:
            if count:
                mark = mark_of(state)
                self._chips.addWidget(Chip(text, mark.icon, mark.ink))
        self._chips.addStretch(1)


def summary(taken: RepliesTaken) -> str:
    """The three counts in a sentence."""
    if not taken.received and not taken.answers:
        return _("It was taken in before or said nothing new.")
    parts = [
        accepted_text(_accepted(taken.answers)),
        returned_text(_returned(taken.answers)),
        received_text(len(taken.received)),
    ]
    return ", ".join(parts) + "."


def accepted_text(count: int) -> str:
    return ngettext("{count} accepted", "{count} accepted", count).format(count=count)


def returned_text(count: int) -> str:
    return ngettext("{count} returned", "{count} returned", count).format(count=count)


def received_text(count: int) -> str:
    return ngettext("{count} bundle confirmed", "{count} bundles confirmed", count).format(count=count)


def _accepted(answers: tuple[Answer, ...]) -> int:
    return sum(answer.verdict is ReviewVerdict.ACCEPTED for answer in answers)


def _returned(answers: tuple[Answer, ...]) -> int:
    return len(answers) - _accepted(answers)
