"""What is done to the chosen occurrences, be it one or many: each a single call, a single step to undo."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from papi_desktop.domain.vocabulary import OccurrenceStatus, WhyLeftOut
from papi_desktop.services.app import App
from papi_desktop.services.bulk import (
    AssignResult,
    BulkResult,
    assign_officer,
    clear_ticks,
    set_applicable,
    set_not_applicable,
    tick_occurrences,
)
from papi_desktop.services.office import OfficerRow
from papi_desktop.services.tasks import OccurrenceRow
from papi_desktop.wording import left_out_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.jobs import Job, Jobs
from ui.pages.not_applicable import NotApplicableDialog
from ui.pages.page import Page
from ui.pages.task_panel import shortened
from ui.pages.task_rows import CLEAR_KEY, NOT_APPLICABLE_KEY, count_words
from ui.undoing import undo_action
from ui.widgets.message_bar import Message, MessageKind

_NAMED = 3
"""How many left out tasks a message names; all of them stay selected."""


class TaskActions(QObject):
    """``chosen`` gives the rows that are meant. ``left_out`` carries the ids of those that could not be marked with the others;
    ``started`` the ``Job`` of what is being written, one at a time. ``ticked`` says that marks were set.
    """

    left_out = Signal(object)
    started = Signal(object)
    ticked = Signal()

    def __init__(self, app: App, jobs: Jobs, page: Page, chosen: Callable[[], Sequence[OccurrenceRow]]) -> None:
        super().__init__(page)
        self._app, self._jobs, self._page, self._chosen = app, jobs, page, chosen
        self.at_work = ""
        """The id of the officer in whose name marks are set."""
        self.officers: Sequence[OfficerRow] = ()
        """Who can be put in charge."""
        self._job: Job | None = None

    def tick(self, note: str) -> None:
        """Marks those as done that need no figure."""
        texts = {row.id: row.text for row in self._chosen()}
        self._run(list(texts), partial(tick_occurrences, note=note, by=self.at_work), _("Marking as done"), partial(self._ticked, texts))

    def clear(self) -> None:
        if any(row.ticked_at is not None for row in self._chosen()):
            self._run(self._ids(), clear_ticks, _("Clearing the mark"), self._cleared)

    def toggle_applicable(self) -> None:
        """Asks for the reason why these do not apply; where none of them applies, takes that back."""
        if self.none_applies():
            self._run(self._ids(), set_applicable, _("Taking back “not applicable”"), self._applies)
        elif self._chosen():
            dialog = NotApplicableDialog(self._said(), parent=self._page.window())
            dialog.given.connect(partial(self._do_not_apply, self._ids()))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def none_applies(self) -> bool:
        rows = self._chosen()
        return bool(rows) and all(row.status is OccurrenceStatus.NOT_APPLICABLE for row in rows)

    def assign(self, officer: OfficerRow | None, *_checked: bool) -> None:
        """Puts an officer, or nobody, in charge of the tasks of these occurrences."""
        tasks = list(dict.fromkeys(row.task_id for row in self._chosen()))
        if tasks:
            self._jobs.run(
                assign_officer,
                self._app,
                title=_("Assigning an officer"),
                task_ids=tasks,
                officer="" if officer is None else str(officer.id),
                on_done=partial(self._assigned, "" if officer is None else officer.full_name),
            )

    def fill_officers(self, menu: QMenu) -> None:
        """The officers of the office; whoever has all of these tasks is checked."""
        menu.clear()
        having = {row.officer for row in self._chosen()}
        for officer in (*self.officers, None):
            name = "" if officer is None else officer.full_name
            action = menu.addAction(name or _("Nobody"))
            action.setCheckable(True)
            action.setChecked(having == {name})
            action.triggered.connect(partial(self.assign, officer))

    def fill_menu(self, menu: QMenu) -> None:
        """What can be done to these."""
        menu.clear()
        officers = menu.addMenu(_("Officer in charge"))
        self.fill_officers(officers)
        word = _("Applies again") if self.none_applies() else _("Not applicable…")
        self._add(menu, word, NOT_APPLICABLE_KEY, self.toggle_applicable)
        clear = self._add(menu, _("Clear the mark"), CLEAR_KEY, self.clear)
        clear.setEnabled(any(row.ticked_at is not None for row in self._chosen()))

    def _add(self, menu: QMenu, text: str, keys: str, act: Callable[[], None]) -> QAction:
        action = menu.addAction(f"{text}\t{keys}")
        action.triggered.connect(act)
        return action

    def _ids(self) -> list[UUID]:
        return [row.id for row in self._chosen()]

    def _run(self, ids: Sequence[UUID], function: Callable[..., BulkResult], title: str, on_done: Callable[[BulkResult], None]) -> None:
        if self._job is not None:
            heading = _("The work before this is not finished yet; nothing was changed.")
            self._page.message.emit(Message(MessageKind.UNDO, heading, _("Please wait until it ends, then do this again.")))
            return
        self._job = self._jobs.run(function, self._app, title=title, long=True, occurrence_ids=ids, on_done=on_done)
        self._job.ended.connect(self._over)
        self.started.emit(self._job)

    def _over(self) -> None:
        self._job = None

    def _said(self) -> str:
        rows = self._chosen()
        return shortened(rows[0].text) if len(rows) == 1 else count_words(len(rows))

    def _do_not_apply(self, ids: Sequence[UUID], reason: str) -> None:
        self._run(ids, partial(set_not_applicable, reason=reason), _("Marking as not applicable"), self._not_applicable)

    def _ticked(self, texts: dict[UUID, str], result: BulkResult) -> None:
        self.ticked.emit()
        self._page.changed.emit(result.changed)
        if result.done:
            count = len(result.done)
            self._say(ngettext("Marked {count} occurrence as done.", "Marked {count} occurrences as done.", count).format(count=count))
        if result.left_out:
            self._tell_left_out(result, texts)
        elif not result.done:
            self._page.message.emit(Message(MessageKind.DONE, _("These were marked as done before.")))

    def _tell_left_out(self, result: BulkResult, texts: dict[UUID, str]) -> None:
        count = len(result.left_out)
        heading = ngettext("{count} occurrence was left out.", "{count} occurrences were left out.", count).format(count=count)
        parts: list[str] = []
        for why in WhyLeftOut:
            named = [shortened(texts.get(each, "")) for each, reason in result.left_out.items() if reason is why]
            if named:
                more = [] if len(named) <= _NAMED else ["…"]
                parts.append(f"{left_out_text(why)} {'; '.join([*(f'“{text}”' for text in named[:_NAMED]), *more])}")
        self._page.message.emit(Message(MessageKind.WARNING, heading, " ".join(parts)))
        self.left_out.emit(tuple(result.left_out))

    def _cleared(self, result: BulkResult) -> None:
        count = len(result.done)
        self._tell(result, ngettext("The mark was cleared.", "Cleared {count} marks.", count).format(count=count))

    def _not_applicable(self, result: BulkResult) -> None:
        count = len(result.done)
        said = ngettext("Marked {count} occurrence as not applicable.", "Marked {count} occurrences as not applicable.", count)
        self._tell(result, said.format(count=count))

    def _applies(self, result: BulkResult) -> None:
        count = len(result.done)
        self._tell(result, ngettext("{count} occurrence applies again.", "{count} occurrences apply again.", count).format(count=count))

    def _assigned(self, officer: str, result: AssignResult) -> None:
        count = len(result.tasks)
        if officer:
            said = ngettext("{name} is in charge of {count} task.", "{name} is in charge of {count} tasks.", count)
        else:
            said = ngettext("Nobody is in charge of {count} task.", "Nobody is in charge of {count} tasks.", count)
        self._page.changed.emit(result.changed)
        if count:
            self._say(said.format(name=officer, count=count))

    def _tell(self, result: BulkResult, heading: str) -> None:
        self._page.changed.emit(result.changed)
        self._say(heading)

    def _say(self, heading: str) -> None:
        action = undo_action(self._app, self._jobs, self._page)
        self._page.message.emit(Message(MessageKind.UNDO, heading, action=action))
