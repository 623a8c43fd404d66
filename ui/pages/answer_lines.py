"""What a reply said, line by line: verdicts on evidence, bundles confirmed, files refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QModelIndex, Signal

from papi_desktop.domain.vocabulary import ImportVerdict, ReviewVerdict, SyncState
from papi_desktop.services.answers import Answer
from papi_desktop.services.bundles import BundleRow
from papi_desktop.services.receiving import FileVerdict
from papi_desktop.wording import kind_text, sync_text, verdict_text
from resources.i18n import gettext as _
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.bundle_words import number_of, verdict_sentence
from ui.states import Mark, mark_of
from ui.widgets.rows_view import TWO_LINES, RowsView


@dataclass(frozen=True)
class AnswerLine:
    """One line: what it is about, what was said of it. ``occurrence`` is the work it leads to."""

    mark: Mark
    state: str
    title: str
    said: str
    occurrence: UUID | None = None

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.said}" if self.said else self.title


def answer_line(answer: Answer) -> AnswerLine:
    state = SyncState.RETURNED if answer.verdict is ReviewVerdict.RETURNED else SyncState.ACCEPTED
    name = ", ".join(part for part in (answer.number, answer.abstract) if part) or kind_text(answer.kind)
    said = f"“{answer.comment}”" if answer.comment else kind_text(answer.kind)
    return AnswerLine(mark_of(state), sync_text(state), name, said, answer.occurrence)


def received_line(row: BundleRow) -> AnswerLine:
    said = _("{name} has confirmed it by a receipt").format(name=row.peer_name)
    title = _("Bundle {number}").format(number=number_of(row.sequence))
    return AnswerLine(mark_of(SyncState.RECEIVED), sync_text(SyncState.RECEIVED), title, said)


def file_line(file: FileVerdict) -> AnswerLine:
    state = verdict_text(file.verdict)
    return AnswerLine(mark_of(file.verdict), state, file.path.name, verdict_sentence(file))


def went_in(file: FileVerdict) -> bool:
    return file.verdict in {ImportVerdict.IMPORTED, ImportVerdict.PARTIAL, ImportVerdict.DUPLICATE}


class AnswerList(RowsView):
    """The lines, two text lines each. Enter or a double click leads to the work: ``line_opened`` carries the ``AnswerLine``."""

    line_opened = Signal(object)

    def __init__(self, label: str) -> None:
        super().__init__(label, row_height=TWO_LINES, headers=False)
        self.lines = RowsModel[AnswerLine](
            [
                Column(
                    _("State"),
                    text=lambda line: line.state,
                    icon=lambda line: line.mark.icon,
                    ink=lambda line: line.mark.ink,
                    spoken=lambda line: f"{line.state}. {line.text}",
                ),
                Column(_("Content"), text=lambda line: line.text, tooltip=lambda line: line.text),
            ]
        )
        self.setModel(self.lines)
        self.setWordWrap(False)
        self.set_widths(142, None)
        self.activated.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        line = self.lines.row_at(index)
        if line is not None:
            self.line_opened.emit(line)

    def set_lines(self, lines: Sequence[AnswerLine]) -> None:
        self.lines.set_rows(lines)
