"""Importing a plan, step 2: the document beside what was understood of it, to be corrected and confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.domain.plan_document import ReadPlan, ReadTask, SourcePlace
from papi_desktop.services.app import App
from papi_desktop.services.plan_correction import PlanHeading, TaskCorrection, correct_plan, correct_task
from papi_desktop.services.plan_edits import Adopt, Exclude, Join, PlanEdit, Split, before, edit_plan, next_part
from papi_desktop.services.plan_reading import OpenedPlan, read_again
from papi_desktop.services.plans import PlanPreview, dues_of, preview_plan
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Job, Jobs
from ui.pages.page import Room
from ui.pages.plan_heading_form import HeadingForm
from ui.pages.plan_source import SourceCard
from ui.pages.plan_task_form import TaskForm
from ui.pages.plan_understood import Entry, UnderstoodTree, parts_of, task_entry
from ui.pages.plan_words import difference_details, difference_text, heading_text
from ui.theme import CARD_GAP, GAP
from ui.widgets.buttons import LinkButton, PlainButton, PrimaryButton, SmallButton
from ui.widgets.chip import Chip
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import IconLabel

_RECONSIDERED_AFTER_MS = 200
_HEADING = SourcePlace(0, 0)
"""No row: the facts by which the plan is known."""
_RIGHT_WIDTH = 460
_RIGHT_WIDTH_NARROW = 420


@dataclass(frozen=True)
class _State:
    """Everything the officer has made of a plan as read: what one step of undoing goes back to."""

    read: ReadPlan
    heading: PlanHeading
    corrections: Mapping[SourcePlace, TaskCorrection] = field(default_factory=dict[SourcePlace, TaskCorrection])
    edits: tuple[PlanEdit, ...] = ()
    confirmed: frozenset[SourcePlace] = frozenset()
    columns: Mapping[int, Sequence[str]] = field(default_factory=dict[int, Sequence[str]])


class PlanImport(QWidget):
    """Holds one plan as read and what the officer makes of it; changes nothing itself. ``undo`` takes back one step after the other.

    ``confirmed`` carries the corrected ``ReadPlan``. ``working`` carries the title of a piece of work and its ``Job``, ``failed`` an
    error of it. ``cancelled`` and ``back`` come from the buttons.
    """

    confirmed = Signal(object)
    cancelled = Signal()
    back = Signal()
    working = Signal(str, object)
    failed = Signal(object)

    def __init__(self, app: App, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs
        self.path = Path()
        self._opened: OpenedPlan | None = None
        self._state: _State | None = None
        self._past: list[_State] = []
        self._typed: SourcePlace | None = None
        """where the last step was typing: what follows there belongs to the same step"""
        self._plan: ReadPlan | None = None
        self._ours: frozenset[SourcePlace] | None = None
        self._goes_to: SourcePlace | None = None
        """where an edit leads, once what it makes of the plan is known"""
        self._first = False
        """the plan was just read: which line is the first is known with whose work it is"""
        self._previewed: PlanPreview | None = None
        self._preview: Job | None = None
        self._wanted = False
        self._room = Room.WIDE
        self._part = "tree"
        self._replaces = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_RECONSIDERED_AFTER_MS)
        self._later.timeout.connect(self._reconsider)
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._build_facts(column)
        self._build_parts(column)
        self._build_buttons(column)

    def _build_facts(self, column: QVBoxLayout) -> None:
        self.read_chip = Chip(" ", "check-circle", Ink.GREEN)
        self.unread_chip = Chip(" ", "warning", Ink.AMBER)
        self.open_chip = Chip(" ", "info", Ink.BLUE)
        self.machine_chip = Chip(_("Read by machine"), "warning", Ink.AMBER)
        self.machine_chip.hide()
        self.heading_line = ElidedLabel(right=True)
        self.heading_button = LinkButton(_("Correct…"))
        self.heading_button.setCheckable(True)
        self.heading_button.setAccessibleName(_("Correct number, date, issuer and year of the plan"))
        self.turn_button = SmallButton("")
        self.turn_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.turn_button.hide()
        facts = _row(self.read_chip, self.unread_chip, self.open_chip, self.machine_chip)
        facts.addWidget(self.heading_line, 1)
        facts.addWidget(self.heading_button)
        facts.addWidget(self.turn_button)
        self.heading_form = HeadingForm()
        self.heading_form.hide()
        self.difference = ElidedLabel(style=TextStyle.BODY)
        self._difference_row = QWidget()
        said = QHBoxLayout(self._difference_row)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(GAP)
        said.addWidget(IconLabel("info", Ink.BLUE))
        said.addWidget(self.difference, 1)
        self._difference_row.hide()
        column.addLayout(facts)
        column.addWidget(self.heading_form)
        column.addWidget(self._difference_row)

    def _build_parts(self, column: QVBoxLayout) -> None:
        self.source, self.tree, self.form = SourceCard(), UnderstoodTree(), TaskForm()
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(CARD_GAP)
        right.addWidget(self.tree, 1)
        right.addWidget(self.form)
        self._parts = QSplitter(Qt.Orientation.Horizontal)
        self._parts.setChildrenCollapsible(False)
        self._parts.setHandleWidth(CARD_GAP)
        self._parts.addWidget(self.source)
        self._parts.addWidget(self._right)
        self._parts.setStretchFactor(0, 1)
        self._parts.setStretchFactor(1, 0)
        column.addWidget(self._parts, 1)

    def _build_buttons(self, column: QVBoxLayout) -> None:
        self.back_button = PlainButton(_("Back"))
        self.cancel_button = PlainButton(_("Cancel (Esc)"))
        self.confirm_button = PrimaryButton(" ", "check")
        self.confirm_button.setShortcut("Ctrl+Return")
        buttons = _row(self.back_button)
        self._kept = ElidedLabel(
            _("Unread rows are kept with the plan all the same and can be handled later."), TextStyle.CAPTION, Ink.SECONDARY
        )
        self.ours_box = QCheckBox()
        self.ours_box.setChecked(True)
        self.ours_box.setToolTip(_("The other tasks stay in the plan, marked as not applicable here; that can be taken back at any time."))
        self.ours_box.hide()
        buttons.addWidget(self._kept, 1)
        buttons.addWidget(self.ours_box)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.confirm_button)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.source.place_chosen.connect(self._choose_place)
        self.source.columns_chosen.connect(self._choose_columns)
        self.tree.entry_chosen.connect(self._show_entry)
        self.tree.entered.connect(self._enter_form)
        self.form.corrected.connect(self._correct)
        self.ours_box.toggled.connect(self._count_ours)
        self.form.confirmed.connect(self._confirm_task)
        self.form.split.connect(self._split)
        self.form.joined.connect(self._join)
        self.form.excluded.connect(self._exclude)
        self.form.adopted.connect(self._adopt)
        self.heading_button.toggled.connect(self._show_heading_form)
        self.heading_form.edited.connect(self._correct_heading)
        self.turn_button.clicked.connect(lambda: self._show_part("source" if self._part != "source" else "tree"))
        self.back_button.clicked.connect(self.back)
        self.cancel_button.clicked.connect(self.cancelled)
        self.confirm_button.clicked.connect(self.confirm)

    @property
    def corrected(self) -> bool:
        """Whether the officer has changed anything since the document was read."""
        return self._opened is not None and self._state != _State(self._opened.plan, PlanHeading.of(self._opened.plan))

    @property
    def ours_only(self) -> bool:
        """Whether the tasks of other offices are to be no work of this one."""
        return not self.ours_box.isHidden() and self.ours_box.isChecked()

    def load(self, path: Path, opened: OpenedPlan) -> None:
        """Begins with a plan just read from ``path``."""
        plan = opened.plan
        self.path, self._opened, self._plan = path, opened, plan
        self._state, self._past, self._typed = _State(plan, PlanHeading.of(plan)), [], None
        self._ours, self._previewed, self._first = None, None, True
        self._wanted = False
        self.machine_chip.setVisible(plan.by_machine)
        self.heading_form.show_heading(self._state.heading)
        self._replaces = False
        self.heading_button.setChecked(self._room is not Room.SINGLE and not (plan.number and plan.issuer and plan.year))
        self._show_part("tree")
        self._show_reading(plan)
        self.tree.go_to_first()
        self.tree.setFocus()

    def set_room(self, room: Room) -> None:
        self._room = room
        self._show_part(self._part)
        width = _RIGHT_WIDTH if room is Room.WIDE else _RIGHT_WIDTH_NARROW
        self._parts.setSizes([max(self._parts.width() - width - CARD_GAP, 1), width])

    def areas(self) -> Sequence[QWidget]:
        return (self.heading_form, self.source, self.tree, self.form, self.confirm_button)

    def escape(self) -> None:
        """Closes what lies over the comparison first, then cancels."""
        focus = QApplication.focusWidget()
        if self.heading_button.isChecked() and focus is not None and self.heading_form.isAncestorOf(focus):
            self.heading_button.setChecked(False)
            self.heading_button.setFocus()
        elif self._room is Room.SINGLE and self._part != "tree":
            self._show_part("tree")
            self.tree.setFocus()
        else:
            self.cancelled.emit()

    def undo(self) -> bool:
        """Takes back the last thing that was made of the plan; False where there is none."""
        if not self._past:
            return False
        state = self._past.pop()
        read_anew = self._state is None or state.read != self._state.read
        self._state, self._typed = state, None
        self.heading_form.show_heading(state.heading)
        if read_anew:
            self.source.show_tables(state.read.tables)
        self._reconsider()
        return True

    def confirm(self) -> None:
        """Hands the corrected plan on, as soon as the last correction has been considered."""
        self._wanted = True
        if self._later.isActive():
            self._later.stop()
            self._reconsider()
        elif self._preview is None:
            self._hand_on()

    def _hand_on(self) -> None:
        self._wanted = False
        if self.heading_form.heading is not None:
            self.confirmed.emit(self._plan)

    def _show_reading(self, plan: ReadPlan) -> None:
        self.source.show_tables(plan.tables)
        self._show_understood(plan)
        self._reconsider()

    def _reconsider(self) -> None:
        """What the corrections make of the whole plan, beside the window: the difference to an earlier edition takes a while."""
        if self._state is None:
            return
        if self._preview is not None:
            self._preview.cancel()
        self._preview = self._jobs.read(
            preview_plan,
            self._app,
            path=self.path,
            plan=self._state.read,
            heading=self._state.heading,
            corrections=self._state.corrections,
            edits=self._state.edits,
            on_done=self._take_preview,
        )

    def _take_preview(self, preview: PlanPreview) -> None:
        self._preview = None
        self._plan = preview.plan
        self._previewed = preview
        some = 0 < len(preview.ours) < len(preview.plan.tasks)
        self._ours = preview.ours if some else None
        self.ours_box.setVisible(some)
        said = _("Only the {count} tasks of our office ({total} in the plan)")
        self.ours_box.setText(said.format(count=len(preview.ours), total=len(preview.plan.tasks)))
        self._say_counts(preview)
        self._show_understood(preview.plan)
        if self._first:
            self.tree.go_to_first()
        elif self._goes_to is not None:
            self.tree.go_to(self._goes_to)
        self._first, self._goes_to = False, None
        self._show_shown_task()
        if self._wanted and not self._later.isActive():
            self._hand_on()

    def _say_counts(self, preview: PlanPreview) -> None:
        difference = preview.difference
        count = preview.own_occurrences if self.ours_only else preview.occurrences
        if difference.previous is None:
            text = ngettext("Confirm and make {count} occurrence", "Confirm and make {count} occurrences", count)
        else:
            text = ngettext("Confirm the new edition ({count} occurrence)", "Confirm the new edition ({count} occurrences)", count)
        self.confirm_button.setText(text.format(count=count))
        self.confirm_button.setShortcut("Ctrl+Return")
        self.confirm_button.setToolTip(_("Ctrl+Enter"))
        self._replaces = difference.previous is not None or bool(difference.earlier)
        self._difference_row.setVisible(self._replaces and self._room is not Room.SINGLE)
        self.difference.say(difference_text(preview.plan, difference), difference_details(difference))

    def _count_ours(self) -> None:
        if self._previewed is not None:
            self._say_counts(self._previewed)

    def _show_understood(self, plan: ReadPlan) -> None:
        tasks, unread = len(plan.tasks), len(plan.unread)
        state = self._state
        if state is None:
            return
        self.tree.show_parts(parts_of(plan, state.corrections, state.confirmed, self._ours))
        waiting = sum(row.open for part in self.tree.entries.groups for row in part.rows)
        said = ngettext("{count} task read", "{count} tasks read", tasks).format(count=tasks)
        self.read_chip.set_state(said, "check-circle", Ink.GREEN)
        said = ngettext("{count} row unread", "{count} rows unread", unread).format(count=unread)
        self.unread_chip.set_state(said, "warning", Ink.AMBER)
        self.unread_chip.setVisible(unread > 0)
        said = ngettext("{count} task to be confirmed", "{count} tasks to be confirmed", waiting).format(count=waiting)
        self.open_chip.set_state(said, "info", Ink.BLUE)
        self.open_chip.setVisible(waiting > 0)
        self.heading_line.say(heading_text(PlanHeading.of(plan)), plan.title)

    def _show_entry(self, entry: Entry) -> None:
        self.source.show_place(entry.place)
        self._fill_form(entry)

    def _fill_form(self, entry: Entry) -> None:
        read = self._task_as_read(entry.place)
        if entry.task is None or read is None or self._plan is None or self._state is None:
            self.form.show_unread(entry)
            return
        dues = dues_of(self._app, plan=self._plan, task=entry.task)
        self.form.show_task(read, self._state.corrections.get(entry.place), entry, dues)

    def _task_as_read(self, place: SourcePlace) -> ReadTask | None:
        """The task before it was corrected, its timing understood for the plan's year."""
        state = self._state
        if state is None:
            return None
        plan = edit_plan(state.read, state.edits)
        tasks = tuple(task for task in plan.tasks if task.place == place)
        return next(iter(correct_plan(replace(plan, tasks=tasks), heading=state.heading, corrections={}).tasks), None)

    def _show_shown_task(self) -> None:
        entry = self.tree.entry
        if entry is not None and entry.task is not None and entry.place == self.form.place:
            self._fill_form(entry)

    def _choose_place(self, place: SourcePlace) -> None:
        """A row of the document: the task that it begins or goes on with, or the row that was not understood."""
        if self.tree.mark(self.source.model.beginning(place)) and self.tree.entry is not None:
            self._fill_form(self.tree.entry)

    def _enter_form(self) -> None:
        self._show_part("form")
        first = self.form.text if self.form.text.isVisible() else self.form.unread_words
        first.setFocus()

    # what the officer makes of it

    def _step(self, state: _State, *, typed: SourcePlace | None = None) -> None:
        """Goes on to ``state``; typing in one place is one step."""
        if self._state is not None and (typed is None or typed != self._typed):
            self._past.append(self._state)
        self._state, self._typed = state, typed

    def _correct(self, place: SourcePlace, correction: TaskCorrection | None) -> None:
        """Shows at once what the words now mean; the whole plan follows when the typing rests."""
        read, entry, state = self._task_as_read(place), self.tree.entry, self._state
        if read is None or state is None:
            return
        corrections = {each: said for each, said in state.corrections.items() if each != place}
        if correction is not None:
            corrections[place] = correction
        state = replace(state, corrections=corrections, confirmed=state.confirmed - {place})
        self._step(state, typed=place)
        self._later.start()
        if entry is not None and entry.place == place and self._plan is not None:
            task = correct_task(read, correction or TaskCorrection(), year=state.heading.year)
            dues = dues_of(self._app, plan=self._plan, task=task)
            self.form.show_task(read, correction, task_entry(task, place, state.corrections, state.confirmed), dues)

    def _confirm_task(self, place: SourcePlace) -> None:
        """Settles this one and goes on to the next that waits."""
        if self._state is not None:
            self._step(replace(self._state, confirmed=self._state.confirmed | {place}))
        if self._plan is not None:
            self._show_understood(self._plan)
        following = self.tree.next_open() or place
        self.tree.go_to(following)
        if self.form.confirm_button.isHidden():
            self.tree.setFocus()

    def _split(self, place: SourcePlace, first: str, second: str) -> None:
        if self._plan is not None:
            self._edit(place, Split(place, next_part(self._plan, place), first, second))

    def _join(self, place: SourcePlace) -> None:
        """The row goes to the task before it, be it a task itself or a row that was not understood."""
        if self._plan is None:
            return
        above = before(self._plan, place)
        row = next((row for row in self._plan.unread if row.place == place), None)
        task = next((task for task in self._plan.tasks if task.place == place), None)
        words = task.text if task is not None else row.text if row is not None else ""
        if above is not None and above.place is not None and words:
            join = Join(place, above.place, f"{above.text}\n{words}")
            self._edit(above.place, *((join,) if task is not None else (Adopt(place), join)))

    def _exclude(self, place: SourcePlace) -> None:
        self._edit(place, Exclude(place))

    def _adopt(self, place: SourcePlace) -> None:
        self._edit(place, Adopt(place))

    def _edit(self, place: SourcePlace, *edits: PlanEdit) -> None:
        """What was typed into words that an edit writes anew has gone into them."""
        state = self._state
        if state is None:
            return
        written = {edit.place if isinstance(edit, Split) else edit.onto for edit in edits if isinstance(edit, Split | Join)}
        kept = {each: replace(said, text=None) if each in written else said for each, said in state.corrections.items()}
        corrections = {each: said for each, said in kept.items() if said != TaskCorrection()}
        self._step(replace(state, edits=(*state.edits, *edits), corrections=corrections))
        self._goes_to = place
        self._reconsider()

    def _show_heading_form(self, shown: bool) -> None:
        self.heading_form.setVisible(shown)
        self._show_part(self._part)
        if shown:
            self.heading_form.number.setFocus()
        elif self._state is not None:  # a field that was left wrong says again what counts
            self.heading_form.show_heading(self._state.heading)
            self.confirm_button.setEnabled(True)

    def _correct_heading(self) -> None:
        heading = self.heading_form.heading
        self.confirm_button.setEnabled(heading is not None)
        if heading is not None and self._state is not None:
            self._step(replace(self._state, heading=heading), typed=_HEADING)
            self._later.start()

    def _choose_columns(self, table: int, fields: Sequence[str]) -> None:
        state, opened = self._state, self._opened
        if state is None or opened is None:
            return
        columns = {**state.columns, table: fields}

        def take(plan: ReadPlan) -> None:
            self._step(replace(state, read=plan, columns=columns))
            self._plan = plan
            self._show_reading(plan)
            if self.tree.entry is None:
                self.tree.go_to_first()

        def refuse(error: PapiError) -> None:
            self.source.show_tables(state.read.tables)
            self.failed.emit(error)

        job = self._jobs.read(read_again, opened.source, columns, title=_("Reading the plan again"), on_done=take, on_error=refuse)
        self.working.emit(job.title, job)

    def _show_part(self, part: str) -> None:
        """Where there is room for one part only, they take turns."""
        self._part = part
        single = self._room is Room.SINGLE
        self.source.setVisible(not single or part == "source")
        self._right.setVisible(not single or part != "source")
        self.tree.setVisible(not single or part == "tree")
        self.form.setVisible(not single or part == "form")
        self._parts.setVisible(not single or not self.heading_button.isChecked())
        self.heading_form.set_narrow(narrow=single)
        self.turn_button.setVisible(single)
        self.turn_button.setText(_("Show the source") if part != "source" else _("Show what was understood"))
        for wide in (self.read_chip, self.heading_line, self._kept):
            wide.setVisible(not single)
        self._difference_row.setVisible(self._replaces and not single)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    for widget in widgets:
        row.addWidget(widget)
    return row
