"""Many occurrences at once on the task page, where other pages lead to, and what keys do that many things answer to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.app import App
from papi_desktop.services.bulk import set_not_applicable, tick_occurrences
from papi_desktop.services.changes import EVERYTHING
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.officers import add_officer, put_to_work
from papi_desktop.services.plans import list_plans
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences, task_details
from ui.jobs import Ending, Jobs
from ui.main_window import MainWindow
from ui.pages.add_evidence import AddEvidenceDialog
from ui.pages.choose_evidence import ChooseEvidenceDialog
from ui.pages.not_applicable import NotApplicableDialog
from ui.pages.task_choice import TaskChoiceDialog
from ui.pages.task_rows import Grouping, Listed, Tab, TasksWanted
from ui.pages.tasks import TasksPage
from ui.tour import settle
from ui.undoing import undo_action, undo_last
from ui.widgets.message_bar import Message, MessageKind
from ui.widgets.progress_panel import ProgressPanel

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot: QtBot, commune: App, jobs: Jobs, tmp_path: Path) -> Iterator[MainWindow]:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(jobs=jobs, settings=settings, make_pages=lambda: [TasksPage(commune, jobs)])
    window.undo_requested.connect(lambda: undo_last(commune, jobs, show=window.show_message, announce=jobs.announced.emit))
    qtbot.addWidget(window)
    window.resize(1366, 689)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    settle(jobs)
    yield window
    settle(jobs)


@pytest.fixture
def page(window: MainWindow) -> TasksPage:
    page = window.page
    assert isinstance(page, TasksPage)
    return page


def rows_of(app: App) -> dict[object, OccurrenceRow]:
    return {row.id: row for row in list_occurrences(app).rows}


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget, key, modifier)


def select(page: TasksPage, jobs: Jobs, rows: Sequence[OccurrenceRow]) -> None:
    page.list.select([row.id for row in rows])
    settle(jobs)
    assert {row.id for row in page.list.selected} == {row.id for row in rows}


def messages(window: MainWindow) -> str:
    return " ".join(f"{bar.message.heading} {bar.message.sentence}" for bar in window.messages.bars)


def shown(page: TasksPage) -> list[OccurrenceRow]:
    return [row for group in page.list.model.groups for row in group.rows]


def test_keyboard_alone_marks_many_and_takes_it_back(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs) -> None:
    """Three rows by Shift and arrows, F6 into the panel, Ctrl+Enter; what needs a figure stays selected; Ctrl+Z; then Ctrl+K."""
    before = rows_of(commune)
    details = task_details(commune, rows=list_occurrences(commune).rows)
    view = page.list.view
    page.list.filters.grouping.choose(Grouping.FLAT)
    page.list.filters.grouping.activated.emit(0)
    rows = shown(page)
    start = next(n for n in range(len(rows) - 2) if {bool(details[row.id].measures) for row in rows[n : n + 3]} == {True, False})
    page.arrive(rows[start].id)
    settle(jobs)
    view.setFocus()
    press(view, Key.Key_Down, SHIFT)
    press(view, Key.Key_Down, SHIFT)
    settle(jobs)
    chosen = [row.id for row in rows[start : start + 3]]
    assert [row.id for row in page.list.selected] == chosen
    assert page.panel.bulk.isVisible()
    assert page.panel.bulk.title.text() == "3 occurrences selected"
    press(view, Key.Key_Return, CTRL)
    settle(jobs)
    plain = {each for each in chosen if not details[each].measures}
    after = rows_of(commune)
    assert {each for each in chosen if after[each].status is OccurrenceStatus.DONE} == plain
    assert "left out. Its target asks for a figure." in messages(window)
    assert {row.id for row in page.list.selected} == set(chosen) - plain
    press(view, Key.Key_Z, CTRL)
    settle(jobs)
    assert rows_of(commune) == before
    press(view, Key.Key_A, CTRL)
    settle(jobs)
    assert len(page.list.selected) == len(before)
    press(view, Key.Key_Escape)
    settle(jobs)
    assert len(page.list.selected) == 1
    press(view, Key.Key_K, CTRL)
    [dialog] = window.findChildren(NotApplicableDialog)
    press(dialog.reason, Key.Key_Return)
    assert dialog.note.text == "Please say why it does not apply."
    QTest.keyClicks(dialog.reason, "Khong co thon nao")
    assert dialog.note.text == ""
    press(dialog.reason, Key.Key_Return)
    settle(jobs)
    [gone] = [row for row in rows_of(commune).values() if row.status is OccurrenceStatus.NOT_APPLICABLE]
    assert gone.status_note == "Khong co thon nao"
    assert page.panel.tick.apply_button.isVisible()
    assert not page.panel.tick.tick_button.isVisible()
    page.panel.tick.apply_button.click()
    settle(jobs)
    assert rows_of(commune) == before


def test_an_officer_is_put_in_charge_of_all_that_are_selected(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs) -> None:
    rows = [shown(page)[0], shown(page)[40]]
    select(page, jobs, rows)
    menu = page.panel.bulk.officer_menu
    menu.aboutToShow.emit()
    names = [action.text() for action in menu.actions()]
    assert names[-1] == "Nobody"
    menu.actions()[0].trigger()
    settle(jobs)
    assert {rows_of(commune)[row.id].officer for row in rows} == {names[0]}
    assert f"{names[0]} is in charge of 2 tasks." in messages(window)
    assert {row.id for row in page.list.selected} == {row.id for row in rows}


def test_one_evidence_is_recorded_for_all_that_are_selected(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    rows = shown(page)[:3]
    select(page, jobs, rows)
    dialog = page.add_evidence([sample_files["pdf"]])
    assert isinstance(dialog, AddEvidenceDialog)
    dialog.record()
    settle(jobs)
    assert len(list_evidence(commune)) == 1
    assert {each for each, row in rows_of(commune).items() if row.evidence} == {row.id for row in rows}
    del window


def test_evidence_recorded_before_is_linked_to_the_selection(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path], qtbot: QtBot
) -> None:
    rows = shown(page)[:3]
    for kind, number in (("bien_ban", "7/BB"), ("thong_bao", "8/TB")):
        file = sample_files["pdf" if number == "7/BB" else "photo"]
        add_evidence(commune, task_ids=[rows[0].id], fields=EvidenceFields(kind=kind, number=number), files=[file])
    select(page, jobs, rows[1:])
    press(page.list.view, Key.Key_L, CTRL)
    [dialog] = window.findChildren(ChooseEvidenceDialog)
    settle(jobs)
    assert len(dialog.model.rows) == 2
    QTest.keyClicks(dialog.search, "khong co dau")
    assert not jobs.busy, "typing alone reads nothing yet"
    qtbot.waitUntil(lambda: dialog.note.text == "No matching results")
    dialog.search.setText("8/TB")
    press(dialog.search, Key.Key_Return, CTRL)
    settle(jobs)
    assert dialog.isVisible(), "what was listed was not what the words ask for"
    assert [row.number for row in dialog.model.rows] == ["8/TB"]
    press(dialog.search, Key.Key_Return, CTRL)
    settle(jobs)
    assert {rows_of(commune)[row.id].evidence for row in rows[1:]} == {1}
    assert rows_of(commune)[rows[0].id].evidence == 2
    assert "Made 2 links." in messages(window)


def test_down_leads_from_the_words_to_the_evidence_found(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    rows = shown(page)[:2]
    for kind, name in (("bien_ban", "pdf"), ("thong_bao", "photo")):
        add_evidence(commune, task_ids=[rows[0].id], fields=EvidenceFields(kind=kind), files=[sample_files[name]])
    select(page, jobs, rows[1:])
    press(page.list.view, Key.Key_L, CTRL)
    [dialog] = window.findChildren(ChooseEvidenceDialog)
    settle(jobs)
    assert dialog.search.hasFocus()
    press(dialog.search, Key.Key_Down)
    assert dialog.view.hasFocus()
    press(dialog.view, Key.Key_Down)
    dialog.search.setFocus()
    press(dialog.search, Key.Key_Return)
    settle(jobs)
    assert window.findChildren(ChooseEvidenceDialog) == []
    assert rows_of(commune)[rows[1].id].evidence == 1


def test_other_pages_lead_to_exactly_the_rows_they_count(page: TasksPage, commune: App, jobs: Jobs) -> None:
    listed = list_occurrences(commune)
    page.list.filters.search.setText("hộ nghèo")
    page.arrive(TasksWanted(tab=Tab.OVERDUE))
    settle(jobs)
    assert len(shown(page)) == listed.overdue
    assert page.list.filters.search.text() == ""
    first = listed.rows[0]
    page.arrive(TasksWanted(index=first.index, dimension=first.dimension))
    settle(jobs)
    assert {row.id for row in shown(page)} == {
        row.id for row in listed.rows if (row.index, row.dimension) == (first.index, first.dimension)
    }
    assert first.dimension in page.list.filters.index.currentText()
    page.arrive(TasksWanted(index="SIPAS", dimension="9. Không có"))
    settle(jobs)
    assert shown(page) == []
    assert page.list.filters.index.currentText() == "9. Không có"
    page.arrive(TasksWanted(period=Period("2026-Q2"), officer="Lê Thị Ẩn (mẫu)"))
    settle(jobs)
    assert shown(page) == []
    assert page.list.filters.officer.currentText() == "Officer: Lê Thị Ẩn (mẫu)"
    page.arrive(TasksWanted(period=Period("2026-Q2")))
    settle(jobs)
    quarter = {row.id for row in listed.rows if Period("2026-Q2").takes(row.period, row.due)}
    assert 0 < len(quarter) < len(listed.rows)
    assert {row.id for row in shown(page)} == quarter
    assert page.list.filters.period.currentText() == "Quarter II"
    page.list.filters.set_folded(folded=True)
    assert page.list.filters.more.text() == "More filters (1)…"
    page.list.filters.clear_link.click()
    settle(jobs)
    assert len(shown(page)) == len(listed.rows)


def test_a_filter_stays_chosen_and_in_sight_when_its_last_row_goes(page: TasksPage, commune: App, jobs: Jobs) -> None:
    rows = list_occurrences(commune).rows
    mine = [replace(row, officer="Lê Thị Ẩn (mẫu)") for row in rows[:1]]
    page.list.set_rows(Listed([*mine, *rows[1:]], commune.today()))
    page.list.filters.officer.choose("Lê Thị Ẩn (mẫu)")
    page.list.filters.changed.emit()
    assert len(shown(page)) == 1
    page.arrive(TasksWanted())
    page.list.filters.officer.choose("Lê Thị Ẩn (mẫu)")
    page.list.filters.changed.emit()
    page.list.set_rows(Listed(rows, commune.today()))
    assert page.list.filters.officer.currentText() == "Officer: Lê Thị Ẩn (mẫu)"
    del jobs


def test_ctrl_z_takes_typing_back_first(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs) -> None:
    page.arrive(shown(page)[0].id)
    settle(jobs)
    page.panel.tick.tick_button.click()
    settle(jobs)
    search = page.list.filters.search
    search.setFocus()
    QTest.keyClicks(search, "a")
    press(search, Key.Key_Z, CTRL)
    settle(jobs)
    assert search.text() == ""
    assert any(row.ticked_at is not None for row in rows_of(commune).values())
    press(search, Key.Key_Z, CTRL)
    settle(jobs)
    assert all(row.ticked_at is None for row in rows_of(commune).values())
    del window


def test_ten_thousand_letters_are_cut_in_the_list(page: TasksPage, commune: App) -> None:
    rows = list_occurrences(commune).rows
    page.list.set_rows(Listed([replace(rows[0], text="Niêm yết " * 1200), *rows[1:]], commune.today()))
    QApplication.processEvents()
    index = page.list.model.index_of(rows[0].id)
    assert len(index.data()) < 310
    assert len(index.data(Qt.ItemDataRole.ToolTipRole)) < 1510


def test_a_dialog_outlives_the_row_it_was_opened_for(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    page.arrive(shown(page)[0].id)
    settle(jobs)
    dialog = page.add_evidence([sample_files["pdf"]])
    assert dialog is not None
    dialog.number.setText("9/BC")
    page.list.set_rows(Listed((), commune.today()))
    page.show_year(1999)
    settle(jobs)
    assert page.detail is None
    assert dialog.isVisible()
    assert dialog.number.text() == "9/BC"
    dialog.record()
    settle(jobs)
    assert [item.number for item in list_evidence(commune)] == ["9/BC"]
    assert list_plans(commune)
    del window


def test_ctrl_p_leads_to_printing(page: TasksPage) -> None:
    page.leads_to.disconnect()
    led: list[str] = []

    def take(name: str, what: object) -> None:
        del what
        led.append(name)

    page.leads_to.connect(take)
    press(page, Key.Key_P, CTRL)
    assert led == ["printPage"]


def test_space_and_headings_do_nothing_by_accident(page: TasksPage, commune: App, jobs: Jobs) -> None:
    before = rows_of(commune)
    view = page.list.view
    view.setFocus()
    view.selectionModel().setCurrentIndex(page.list.model.index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    current = page.list.current
    press(view, Key.Key_Space)
    press(view, Key.Key_Return)
    settle(jobs)
    assert page.list.current == current
    assert rows_of(commune) == before
    assert view.hasFocus()


def test_a_mark_goes_to_the_task_that_the_panel_shows_or_to_none(page: TasksPage, commune: App, jobs: Jobs) -> None:
    """The next row is chosen and the keys come before what it needs has been read."""
    before = rows_of(commune)
    details = task_details(commune, rows=tuple(before.values()))
    first, second = [row for row in shown(page) if details[row.id].measures][:2]
    page.arrive(first.id)
    settle(jobs)
    QTest.keyClicks(page.panel.tick.first, "3")
    QTest.keyClicks(page.panel.tick.second, "4")
    page.arrive(second.id)
    press(page, Key.Key_Return, CTRL)
    settle(jobs)
    assert rows_of(commune) == before
    assert page.panel.tick.first.text() == "", "the figures were those of the other task"


def test_buttons_of_the_panel_do_nothing_to_a_task_that_it_does_not_show(page: TasksPage, commune: App, jobs: Jobs) -> None:
    details = task_details(commune, rows=list_occurrences(commune).rows)
    first, second, third = [row.id for row in shown(page) if not details[row.id].measures][:3]
    tick_occurrences(commune, occurrence_ids=[first, second])
    set_not_applicable(commune, occurrence_ids=[third], reason="Không có (mẫu)")
    page.refresh(EVERYTHING)
    settle(jobs)
    before, tick = rows_of(commune), page.panel.tick
    page.arrive(first)
    settle(jobs)
    page.arrive(second)
    tick.clear_button.click()
    tick.more_button.menu().aboutToShow.emit()
    assert tick.more_button.menu().actions() == []
    settle(jobs)
    page.arrive(third)
    settle(jobs)
    page.arrive(first)
    tick.apply_button.click()
    settle(jobs)
    assert rows_of(commune) == before
    tick.more_button.menu().aboutToShow.emit()
    assert tick.more_button.menu().actions()
    tick.clear_button.click()
    settle(jobs)
    assert rows_of(commune)[first].ticked_at is None
    assert rows_of(commune)[second].ticked_at is not None


def test_what_does_not_apply_is_what_was_asked_about(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs) -> None:
    first, second = shown(page)[:2]
    page.arrive(first.id)
    settle(jobs)
    press(page, Key.Key_K, CTRL)
    [dialog] = window.findChildren(NotApplicableDialog)
    page.arrive(second.id)
    settle(jobs)
    QTest.keyClicks(dialog.reason, "Khong co")
    press(dialog.reason, Key.Key_Return)
    settle(jobs)
    assert {row.id for row in rows_of(commune).values() if row.status is OccurrenceStatus.NOT_APPLICABLE} == {first.id}


def test_one_piece_of_work_on_many_at_a_time(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs) -> None:
    details = task_details(commune, rows=list_occurrences(commune).rows)
    rows = [row for row in shown(page) if not details[row.id].measures][:3]
    tick_occurrences(commune, occurrence_ids=[row.id for row in rows])
    page.refresh(EVERYTHING)
    settle(jobs)
    select(page, jobs, rows)
    bulk = page.panel.bulk
    bulk.clear_button.click()
    bulk.clear_button.click()
    assert len(bulk.findChildren(ProgressPanel)) == 1
    assert "The work before this is not finished yet" in messages(window)
    settle(jobs)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert bulk.findChildren(ProgressPanel) == []
    assert not bulk.cancel()


def test_the_note_for_many_stays_until_they_are_marked(page: TasksPage, commune: App, jobs: Jobs) -> None:
    details = task_details(commune, rows=list_occurrences(commune).rows)
    rows = [row for row in shown(page) if not details[row.id].measures][:3]
    select(page, jobs, rows)
    bulk = page.panel.bulk
    bulk.note.setText("Cả đợt (mẫu)")
    bulk.tick_button.click()
    assert bulk.cancel()
    settle(jobs)
    assert not any(row.ticked_at for row in rows_of(commune).values())
    assert bulk.note.text() == "Cả đợt (mẫu)"
    bulk.tick_button.click()
    settle(jobs)
    assert {rows_of(commune)[row.id].tick_note for row in rows} == {"Cả đợt (mẫu)"}
    assert bulk.note.text() == ""
    bulk.note.setText("Lần sau (mẫu)")
    bulk.clear_button.click()
    settle(jobs)
    assert bulk.note.text() == "Lần sau (mẫu)"


def test_the_button_of_a_message_takes_back_what_it_tells_of_or_nothing(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs
) -> None:
    details = task_details(commune, rows=list_occurrences(commune).rows)
    first, second = [row.id for row in shown(page) if not details[row.id].measures][:2]
    page.arrive(first)
    settle(jobs)
    page.panel.tick.tick_button.click()
    settle(jobs)
    tick_occurrences(commune, occurrence_ids=[second])  # as a form saves of itself
    action = window.messages.bars[0].message.action
    assert action is not None
    action.run()
    settle(jobs)
    assert {each for each, row in rows_of(commune).items() if row.ticked_at is not None} == {first, second}
    assert "This is not the newest action any more." in messages(window)
    press(window, Key.Key_Z, CTRL)
    settle(jobs)
    action.run()
    settle(jobs)
    assert not any(row.ticked_at for row in rows_of(commune).values())


def test_no_button_where_something_newer_is_being_written(page: TasksPage, commune: App, jobs: Jobs) -> None:
    first, second = shown(page)[:2]
    told: list[Message] = []
    page.message.connect(told.append)
    for row in (first, second):
        page.list.select([row.id])
        jobs.run(
            set_not_applicable,
            commune,
            occurrence_ids=[row.id],
            reason="Không có (mẫu)",
            on_done=lambda _result: page.message.emit(Message(MessageKind.UNDO, "Done", action=undo_action(commune, jobs, page))),
        )
    settle(jobs)
    assert [message.action is not None for message in told] == [False, True]


@pytest.mark.parametrize("way", ["reject", "accept"])
def test_a_dialog_that_closes_early_hears_no_more_of_what_it_reads(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path], way: str
) -> None:
    dialogs = [
        AddEvidenceDialog(commune, jobs, page.detail, files=[sample_files["photo"]], parent=window),
        TaskChoiceDialog(commune, jobs, year=None, parent=window),
        ChooseEvidenceDialog(commune, jobs, [shown(page)[0].id], "A task", parent=window),
    ]
    reads = [job for job in jobs.jobs if not job.writes]
    assert len(reads) == len(dialogs)
    broken: list[object] = []
    jobs.broke.connect(broken.append)
    for dialog in dialogs:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        getattr(dialog, way)()
    settle(jobs)
    assert broken == []
    assert {job.ending for job in reads} == {Ending.DROPPED}


def test_officers_whose_names_differ_in_a_mark_are_not_taken_for_each_other(page: TasksPage, commune: App, jobs: Jobs) -> None:
    wanted = [add_officer(commune, full_name=name, position="").officer for name in ("Trần Thị Hoa (mẫu)", "Trần Thị Hòa (mẫu)")]
    page.refresh(EVERYTHING)
    settle(jobs)
    row = shown(page)[0]
    page.list.select([row.id])
    menu = page.panel.bulk.officer_menu
    for name in ("Trần Thị Hòa (mẫu)", "Trần Thị Hoa (mẫu)"):
        menu.aboutToShow.emit()
        next(action for action in menu.actions() if action.text() == name).trigger()
        settle(jobs)
        assert rows_of(commune)[row.id].officer == name
    put_to_work(commune, officer_id=wanted[1])
    page.refresh(EVERYTHING)
    settle(jobs)
    assert page.marking.at_work == str(wanted[1])
