"""The plans page: the plans there are, the one that is chosen, and taking in another."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.plan_document import ReadPlan
from papi_desktop.domain.text import fold
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.plan_reading import OpenedPlan
from papi_desktop.services.plans import PlanImportResult, PlanRow, list_plans
from papi_desktop.wording import date_text, size_text
from resources.i18n import gettext as _
from resources.i18n import ngettext, pgettext
from ui.colours import Ink
from ui.jobs import Jobs
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.page import Page, Room
from ui.pages.plan_import import PlanImport
from ui.pages.plan_intake import PlanIntake, ask_for_plan
from ui.pages.plan_panel import PlanPanel
from ui.theme import CARD_GAP, GAP
from ui.undoing import undo_action
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.drop_frame import DropFrame
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import Message, MessageAction, MessageKind
from ui.widgets.rows_view import TWO_LINES, RowsView

_SHOWN = frozenset({Area.PLANS, Area.TASKS})
_PANEL_WIDTH = 396
_PANEL_WIDTH_NARROW = 340
_ISSUER, _EDITION = 3, 6


class PlansPage(Page):
    """``arrive`` takes the id of a plan, which it selects, or the ``Path`` of a document, which it begins to import."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("plansPage", _("Plans"), "plan")
        self._app, self._jobs = app, jobs
        self._wanted: UUID | None = None
        self._build()
        self._connect()
        self._show_step(self._plans)

    def refresh(self, changed: Changed) -> None:
        if changed & _SHOWN:
            self.latest("plans", self._jobs.read(list_plans, self._app, on_done=self._show_plans))

    def areas(self) -> Sequence[QWidget]:
        if self._steps.currentWidget() is self.comparison:
            return self.comparison.areas()
        return (self.list, self.panel) if self._steps.currentWidget() is self._plans else (self.empty, self._choosing)

    def arrive(self, what: object) -> None:
        if isinstance(what, Path):
            self._intake.read(what)
        elif isinstance(what, UUID):
            self._wanted = what
            self._select(what)

    def put_away(self) -> str:
        if self._steps.currentWidget() is self.comparison and self.comparison.corrected:
            return _("The plan being imported has corrections that are not taken in yet: confirm the import or cancel it first.")
        return ""

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        narrow = room is not Room.WIDE
        for column in (_ISSUER, _EDITION):
            self.list.setColumnHidden(column, narrow)
        self.panel.setMaximumWidth(16777215 if room is Room.SINGLE else _PANEL_WIDTH_NARROW if narrow else _PANEL_WIDTH)
        self.panel.setMinimumWidth(0 if room is Room.SINGLE else self.panel.maximumWidth())
        self._show_side("list")
        self.comparison.set_room(room)

    def undo(self) -> bool:
        """Of an import, which is written nowhere yet."""
        return self._steps.currentWidget() is self.comparison and self.comparison.undo()

    def escape(self) -> bool:
        if self._intake.cancel():
            return True
        if self._steps.currentWidget() is self.comparison:
            self.comparison.escape()
        elif self._steps.currentWidget() is self._choosing:
            self._leave()
        elif self.room is Room.SINGLE and self.list.isHidden():
            self._show_side("list")
            self.list.setFocus()
        else:
            return False
        return True

    def _build(self) -> None:
        self.import_button = PlainButton(_("Import a plan…"), "plus")
        self.header.add_action(self.import_button)
        self.plans = RowsModel[PlanRow](_columns(), key=lambda row: (row.owner, row.id), parent=self)
        self.list = RowsView(_("Plans"), row_height=TWO_LINES, sorts=True)
        self.list.setModel(self.plans)
        self.list.setAlternatingRowColors(True)
        self.list.set_widths(48, 112, None, 132, 72, 48, 44, 76)
        self.panel = PlanPanel(leads_to_tasks=self._app.office.role is Role.COMMUNE)
        self._plans = QWidget()
        row = QHBoxLayout(self._plans)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CARD_GAP)
        row.addWidget(self.list, 1)
        row.addWidget(self.panel)
        self.empty = _choose_card(_("No plan yet"), self._choose, primary := PrimaryButton(_("Choose a file…"), "folder"))
        self.empty_button = primary
        self.cancel_choice = PlainButton(_("Cancel (Esc)"))
        self.choose_button = PrimaryButton(_("Choose a file…"), "folder")
        self._choosing = _choose_card(_("Which document holds the plan?"), self._choose, self.choose_button, self.cancel_choice)
        self.comparison = PlanImport(self._app, self._jobs)
        self._steps = QStackedWidget()
        for step in (self._plans, self.empty, self._choosing, self.comparison):
            self._steps.addWidget(step)
        self._intake = PlanIntake(self._app, self._jobs, self.comparison)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._intake)
        column.addWidget(self._steps, 1)
        self.drop = DropFrame(self, lambda _count: _("Drop the file to import it as a plan"))

    def _connect(self) -> None:
        self.import_button.clicked.connect(self._choose)
        self.bind_key(self.import_button, "Ctrl+O")
        self.cancel_choice.clicked.connect(self._leave)
        self.list.chosen.connect(self._show_chosen)
        self.list.activated.connect(partial(self._show_side, "panel"))
        self.panel.tasks_wanted.connect(lambda: self.leads_to.emit("tasksPage", None))
        self.drop.dropped.connect(self._take_dropped)
        self.comparison.back.connect(lambda: self._show_step(self._choosing))
        self.comparison.cancelled.connect(self._leave)
        self._intake.opened.connect(self._compare)
        self._intake.imported.connect(self._imported)
        self._intake.stopped.connect(self._not_imported)
        self._intake.refused.connect(self.message)

    # the plans there are

    def _show_plans(self, rows: tuple[PlanRow, ...]) -> None:
        self.plans.set_rows(rows)
        if self._steps.currentWidget() in (self._plans, self.empty):
            self._show_step(self._plans if rows else self.empty)
        self._show_title()
        here = self.plans.row_at(self.list.currentIndex())
        wanted = self._wanted or (here.id if here else rows[0].id if rows else None)
        if wanted is not None:
            self._select(wanted)

    def _select(self, plan: UUID) -> None:
        for number, row in enumerate(self.plans.rows):
            if row.id == plan:
                self._wanted = None
                self.list.selectRow(number)
                self.panel.show_plan(row)

    def _show_chosen(self, index: QModelIndex) -> None:
        row = self.plans.row_at(index)
        if row is not None:
            self.panel.show_plan(row)

    def _show_side(self, side: str, _index: QModelIndex | None = None) -> None:
        """In a narrow window list and panel take turns."""
        single = self.room is Room.SINGLE
        self.list.setVisible(not single or side == "list")
        self.panel.setVisible(not single or side == "panel")
        if side == "panel":
            self.panel.setFocus()

    # importing

    def _take_dropped(self, paths: list[Path]) -> None:
        self._intake.read(paths[0])

    def _choose(self) -> None:
        ask_for_plan(self, self._intake.read)

    def _compare(self, path: Path, opened: OpenedPlan) -> None:
        self._show_step(self.comparison)
        self.comparison.load(path, opened)
        self._show_title()

    def _leave(self) -> None:
        """Nothing was changed; what was corrected can still be gone on with."""
        compared = self._steps.currentWidget() is self.comparison or self._steps.currentWidget() is self._choosing
        self._show_step(self._plans if self.plans.total else self.empty)
        self._focus_first()
        if compared and self.comparison.corrected:
            go_on = MessageAction(_("Go on importing"), self._go_on)
            self.message.emit(Message(MessageKind.UNDO, _("Importing the plan was cancelled."), _("Nothing was changed."), go_on))

    def _go_on(self) -> None:
        self._show_step(self.comparison)
        self.comparison.tree.setFocus()

    def _not_imported(self) -> None:
        self.message.emit(Message(MessageKind.UNDO, _("Importing the plan was cancelled."), _("Nothing was changed.")))

    def _imported(self, plan: ReadPlan, result: PlanImportResult) -> None:
        self._wanted = result.plan
        self._show_step(self._plans)
        self.list.setFocus()
        self.changed.emit(result.changed)
        tasks = result.added + result.changed_tasks + result.kept
        heading = _("Imported the plan {name}.").format(name=plan.number or f"“{plan.title}”")
        said = (
            ngettext("{count} task", "{count} tasks", tasks).format(count=tasks),
            ngettext("{count} occurrence", "{count} occurrences", result.occurrences).format(count=result.occurrences),
        )
        tasks_link = MessageAction(_("Show the tasks"), lambda: self.leads_to.emit("tasksPage", None))
        link = tasks_link if self._app.office.role is Role.COMMUNE else None
        undo = undo_action(self._app, self._jobs, self)
        self.message.emit(Message(MessageKind.UNDO, heading, f"{', '.join(said)}.", undo, link=link))

    def _show_step(self, step: QWidget) -> None:
        self._steps.setCurrentWidget(step)
        importing = step in (self._choosing, self.comparison)
        self.import_button.setVisible(not importing and step is not self.empty)
        self.import_button.setEnabled(step is not self.comparison)
        self.header.search.setVisible(not importing)
        if self.wants_width != (step is self.comparison):
            self.wants_width = step is self.comparison
            self.width_wanted.emit()
        self._show_title()
        if step is self._choosing:
            self.choose_button.setFocus()

    def _show_title(self) -> None:
        step = self._steps.currentWidget()
        if step is self._choosing:
            self.header.title.setText(_("Import a plan"))
            self.header.set_fact(_("Step 1 of 3: choose the document"))
        elif step is self.comparison:
            self.header.title.setText(_("Import a plan"))
            fact = _("Step 2 of 3: compare")
            self.header.set_fact(f"{fact} · {self.comparison.path.name}{_size(self.comparison.path)}")
        else:
            self.header.title.setText(self.title)
            count = self.plans.total
            self.header.set_fact(ngettext("{count} plan", "{count} plans", count).format(count=count) if count else "")

    def _focus_first(self) -> None:
        (self.list if self._steps.currentWidget() is self._plans else self.empty_button).setFocus()


def _columns() -> tuple[Column[PlanRow], ...]:
    def unread(row: PlanRow) -> str:
        return str(len(row.unread)) if row.unread else ""

    return (
        Column(_("Year"), lambda row: str(row.year), sort=lambda row: row.year),
        Column(_("Number, date"), lambda row: f"{row.number}\n{date_text(row.issued)}".strip(), sort=lambda row: fold(row.number)),
        Column(_("Plan title"), lambda row: " ".join(row.title.split()), tooltip=lambda row: row.title),
        Column(_("Issuer"), lambda row: row.issuer, tooltip=lambda row: row.issuer),
        Column(_("Tasks"), lambda row: str(row.tasks), sort=lambda row: row.tasks, right=True),
        Column(pgettext("column", "Occurrences"), lambda row: str(row.occurrences), sort=lambda row: row.occurrences, right=True),
        Column(_("Edition"), lambda row: str(row.edition), sort=lambda row: row.edition, right=True),
        Column(
            pgettext("column", "Unread"),
            unread,
            icon=lambda row: "warning" if row.unread else None,
            ink=lambda _row: Ink.AMBER,
            sort=lambda row: len(row.unread),
        ),
    )


def _choose_card(sentence: str, choose: Callable[[], None], *buttons: PlainButton) -> Card:
    """Step 1: the first of ``buttons`` chooses a file."""
    card = Card()
    buttons[0].clicked.connect(choose)
    card.content.addWidget(
        EmptyState("plan", sentence, _("Drop the Word, Excel, PDF or text file here, or choose it on this computer."), buttons), 1
    )
    return card


def _size(path: Path) -> str:
    """The size of the file, where it is still there to be measured."""
    try:
        return f", {size_text(path.stat().st_size)}"
    except OSError:
        return ""
