"""The task page as an officer uses it: drop, fill in, tick, undo; filters, tabs, narrow windows; wrong dates and files."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.app import App
from papi_desktop.services.changes import EVERYTHING
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.rules import change_rule
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences, task_detail
from papi_desktop.wording import date_text
from resources.i18n import use_language
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages.add_evidence import AddEvidenceDialog
from ui.pages.page import Room
from ui.pages.task_rows import Grouping, Tab
from ui.pages.tasks import TasksPage
from ui.reading import TypedError, read_date, read_number
from ui.tour import settle
from ui.undoing import undo_last
from ui.widgets.buttons import PlainButton
from ui.widgets.message_bar import MessageKind
from ui.widgets.slot import Slot
from ui.widgets.verdict_line import VerdictLine

WIDE = (1366, 689)
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot: QtBot, commune: App, jobs: Jobs, tmp_path: Path) -> Iterator[MainWindow]:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(jobs=jobs, settings=settings, make_pages=lambda: [TasksPage(commune, jobs)])
    window.undo_requested.connect(lambda: undo_last(commune, jobs, show=window.show_message, announce=jobs.announced.emit))
    qtbot.addWidget(window)
    window.resize(*WIDE)
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


def rows_of(app: App) -> tuple[OccurrenceRow, ...]:
    return list_occurrences(app).rows


def a_row(app: App, wanted: Callable[[OccurrenceRow], bool]) -> OccurrenceRow:
    return next(row for row in rows_of(app) if wanted(row))


def choose(page: TasksPage, jobs: Jobs, row: OccurrenceRow) -> None:
    page.arrive(row.id)
    settle(jobs)
    assert page.detail is not None
    assert page.detail.row.id == row.id


def open_dialogs(window: QWidget) -> list[AddEvidenceDialog]:
    return [dialog for dialog in window.findChildren(AddEvidenceDialog) if dialog.isVisible()]


def dialog_of(window: QWidget) -> AddEvidenceDialog:
    [dialog] = open_dialogs(window)
    return dialog


def drop(page: QWidget, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    left = Qt.MouseButton.LeftButton
    QApplication.sendEvent(page, QDragEnterEvent(page.rect().center(), Qt.DropAction.CopyAction, data, left, NONE))
    QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, NONE))


def back_to(window: MainWindow) -> None:
    """A screen without a window manager does not give the focus back when a dialog closes."""
    assert open_dialogs(window) == []
    window.activateWindow()
    QApplication.processEvents()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget, key, modifier)


def with_share(row: OccurrenceRow) -> bool:
    return row.target.startswith("100%") and row.expected > 1 and row.status is not OccurrenceStatus.DONE


def messages(window: MainWindow) -> list[str]:
    return [f"{bar.message.heading} {bar.message.sentence}".strip() for bar in window.messages.bars]


def test_drop_fill_tick_undo(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    """The whole piece of work: a real file dropped on the task, the dialog filled by keyboard, the mark set and taken back."""
    row = a_row(commune, with_share)
    choose(page, jobs, row)
    drop(page, sample_files["pdf"])
    dialog = dialog_of(window)
    settle(jobs)
    assert dialog.files.item(0).text().startswith(sample_files["pdf"].name)
    dialog.number.setFocus()
    dialog.number.selectAll()
    QTest.keyClicks(dialog.number, "62/TB-UBND")
    press(dialog.number, Key.Key_Tab)
    assert dialog.focusWidget() is dialog.issued
    QTest.keyClicks(dialog.issued, "2/11/2026")
    press(dialog.issued, Key.Key_Return, CTRL)
    settle(jobs)
    back_to(window)
    recorded = list_evidence(commune)
    assert [(item.number, date_text(item.issued)) for item in recorded] == [("62/TB-UBND", "02/11/2026")]
    assert page.list.current == row.id
    assert page.detail is not None
    assert [file.name for file in page.panel.files.files()] == [sample_files["pdf"].name]
    assert any("Recorded evidence with 1 file." in text for text in messages(window))

    tick = page.panel.tick
    QTest.keyClicks(tick.first, "3")
    QTest.keyClicks(tick.second, "4")
    assert "= 75\u00a0%" in tick.live.text()
    QTest.keyClicks(tick.reason, "Bo sung sau")
    press(page, Key.Key_Return, CTRL)
    settle(jobs)
    marked = task_detail(commune, occurrence_id=row.id).row
    assert (marked.status, marked.measured, marked.tick_note) == (OccurrenceStatus.DONE, Decimal(75), "Bo sung sau")
    assert page.list.current == row.id
    assert not tick.tick_button.isVisible()
    assert tick.clear_button.isVisible()

    press(window, Key.Key_Z, CTRL)
    settle(jobs)
    assert task_detail(commune, occurrence_id=row.id).row.ticked_at is None
    assert any("Undone" in text for text in messages(window))
    press(window, Key.Key_Z, CTRL)
    settle(jobs)
    assert list_evidence(commune) == ()
    assert page.list.current == row.id
    press(window, Key.Key_Z, CTRL)
    press(window, Key.Key_Z, CTRL)
    settle(jobs)
    assert any("nothing to undo" in text for text in messages(window))


def test_a_document_fills_in_what_it_says_of_itself(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, tmp_path: Path) -> None:
    """What the officer typed stays; what was read is no work that would be lost."""
    paths = [tmp_path / name for name in ("a.docx", "b.docx")]
    for number, path in enumerate(paths, start=61):
        document = Document()
        for line in (f"Số: {number}/TB-UBND", "Tân Phú, ngày 02 tháng 11 năm 2026", "THÔNG BÁO", "Niêm yết danh sách (mẫu)"):
            document.add_paragraph(line)
        document.save(str(path))
    page.add_evidence(paths[:1])
    dialog = dialog_of(window)
    settle(jobs)
    assert (dialog.number.text(), dialog.issued.text(), dialog.kind.currentData()) == ("61/TB-UBND", "02/11/2026", "thong_bao")
    assert dialog.abstract.toPlainText() == "Niêm yết danh sách (mẫu)"
    assert dialog.number_note.text == "Read from the document; please compare."
    assert dialog.put_away() == ""
    dialog.number.selectAll()
    QTest.keyClicks(dialog.number, "61a/TB-UBND")
    assert dialog.put_away() != ""
    press(dialog.number, Key.Key_Return, CTRL)
    settle(jobs)
    [recorded] = list_evidence(commune)
    assert (recorded.number, recorded.issued, recorded.kind) == ("61a/TB-UBND", date(2026, 11, 2), "thong_bao")
    page.add_evidence(paths)
    settle(jobs)
    assert dialog_of(window).number.text() == "", "of two documents it is not known which one the evidence is"


def test_a_meeting_is_recorded_with_its_counts(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    page.add_evidence([sample_files["pdf"]])
    dialog = dialog_of(window)
    settle(jobs)
    dialog.kind.setCurrentIndex(dialog.kind.findData("meeting"))
    fields = {field.name: field.widget for field in dialog.kind_rows.fields}
    assert {name for name, field in fields.items() if field.isVisible()} == {"invited", "present", "agreed", "households"}
    for name, text in (("invited", "50"), ("present", "60")):
        fields[name].setFocus()
        QTest.keyClicks(fields[name], text)
    press(fields["present"], Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert fields["present"].hasFocus()
    assert list_evidence(commune) == ()
    press(fields["present"], Key.Key_A, CTRL)
    QTest.keyClicks(fields["present"], "31")
    press(fields["present"], Key.Key_Return, CTRL)
    settle(jobs)
    assert dict(list_evidence(commune)[0].details) == {"invited": "50", "present": "31"}


def test_a_classified_paper_is_kept_out_of_the_dialog(window: MainWindow, page: TasksPage, jobs: Jobs, tmp_path: Path) -> None:
    document = Document()
    for line in ("Số: 3/BC-UBND", "MẬT", "BÁO CÁO"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "bao-cao.docx"))
    page.add_evidence([tmp_path / "bao-cao.docx"])
    dialog = dialog_of(window)
    settle(jobs)
    assert "Classified papers must not be kept" in dialog.files_note.text
    assert dialog.number.text() == ""


def test_keyboard_alone_does_the_whole_work(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    """From the list by arrows, F6, Ctrl+V, Tab, Enter and Ctrl+Enter; the mouse is never used."""
    page.list.view.setFocus()
    press(page.list.view, Key.Key_Down)
    settle(jobs)
    chosen = page.list.current
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sample_files["photo"]))])
    QGuiApplication.clipboard().setMimeData(data)
    press(page.list.view, Key.Key_V, CTRL)
    dialog = dialog_of(window)
    settle(jobs)
    assert dialog.issued.text() == date_text(read_date(dialog.issued.text()))
    assert dialog.issued_note.text == "Read from the photo."
    assert dialog.kind.currentData() == "photo"
    press(dialog.kind, Key.Key_Return, CTRL)
    settle(jobs)
    back_to(window)
    assert [file.media_type for file in list_evidence(commune)[0].attachments] == ["image/jpeg"]
    press(page.list.view, Key.Key_Return)
    assert page.panel.isAncestorOf(focused())
    press(focused(), Key.Key_Escape)
    assert page.list.view.hasFocus()
    press(page.list.view, Key.Key_Return)
    press(focused(), Key.Key_Return, CTRL)
    settle(jobs)
    assert page.list.current == chosen
    assert page.detail is not None
    assert page.detail.row.status is OccurrenceStatus.DONE
    assert page.list.view.hasFocus()


def test_f6_walks_the_areas_and_every_control_has_a_name(window: MainWindow, page: TasksPage) -> None:
    page.list.view.setFocus()
    press(window, Key.Key_F6)
    assert page.panel.isAncestorOf(focused())
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            named = widget.accessibleName() or (isinstance(widget, PlainButton) and widget.text())
            assert named, widget


def test_tabs_and_filters_hold_what_they_say(page: TasksPage, commune: App, jobs: Jobs) -> None:
    listed = list_occurrences(commune)
    counts = {Tab.ALL: len(listed.rows), Tab.OVERDUE: listed.overdue, Tab.LACKING: listed.lacking, Tab.RETURNED: listed.returned}
    for tab, count in counts.items():
        assert page.list.tabs.tabText(list(Tab).index(tab)) == f"{tab.title()} {count}"
        page.list.tabs.show_tab(tab)
        assert sum(len(group.rows) for group in page.list.model.groups) == count
    assert page.list.filters.clear_link.isEnabled()
    page.list.filters.clear_link.click()
    assert page.list.tabs.tab is Tab.ALL
    QTest.keyClicks(page.list.filters.search, "niem yet ho ngheo")
    settle(jobs)
    shown = [row for group in page.list.model.groups for row in group.rows]
    assert shown
    assert all("hộ nghèo" in row.text for row in shown)
    assert page.list.current in {row.id for row in shown}
    page.list.filters.search.setText("không có nhiệm vụ nào như vậy")
    settle(jobs)
    assert page.list.current is None
    assert page.detail is None
    page.list.filters.clear()
    settle(jobs)
    assert page.detail is not None
    assert not page.list.filters.clear_link.isEnabled()


@pytest.mark.parametrize("by", list(Grouping))
def test_every_grouping_keeps_every_row_and_the_choice(page: TasksPage, commune: App, jobs: Jobs, by: Grouping) -> None:
    row = rows_of(commune)[40]
    choose(page, jobs, row)
    page.list.filters.grouping.choose(by)
    page.list.filters.grouping.activated.emit(0)
    groups = page.list.model.groups
    assert sum(group.total for group in groups) == len(rows_of(commune))
    assert len({group.title for group in groups}) == len(groups)
    assert page.list.current == row.id


def test_a_ticked_row_stays_in_sight_under_its_tab(page: TasksPage, commune: App, jobs: Jobs) -> None:
    """Otherwise the officer would lose the row that was just worked on."""
    row = a_row(commune, lambda row: row.status is OccurrenceStatus.OVERDUE)
    page.list.tabs.show_tab(Tab.OVERDUE)
    choose(page, jobs, row)
    page.panel.tick.tick_button.click()
    settle(jobs)
    assert page.list.current == row.id
    assert page.list.model.index_of(row.id).isValid()
    page.list.tabs.tabBarClicked.emit(page.list.tabs.currentIndex())
    assert not page.list.model.index_of(row.id).isValid()


def test_a_wrong_date_is_said_under_its_field_and_nothing_is_lost(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    choose(page, jobs, rows_of(commune)[0])
    page.add_evidence([sample_files["pdf"]])
    dialog = dialog_of(window)
    dialog.number.setText("7/BC-UBND")
    dialog.issued.setText("31/02/2026")
    dialog.record_button.click()
    settle(jobs)
    assert dialog.isVisible()
    assert dialog.issued_note.text == "There is no day 31/02/2026. Please write day/month/year."
    assert dialog.issued.accessibleDescription() == dialog.issued_note.text
    assert dialog.number.text() == "7/BC-UBND"
    assert dialog.focusWidget() is dialog.issued
    assert list_evidence(commune) == ()


def test_what_was_entered_is_given_up_only_when_that_is_asked_for(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    choose(page, jobs, rows_of(commune)[0])
    page.add_evidence()
    dialog = dialog_of(window)
    press(dialog.number, Key.Key_7)
    assert page.put_away() == "Evidence is being entered and is not recorded yet; it would be given up."
    press(dialog.number, Key.Key_Escape)
    box = question_of(dialog)
    assert box.text() == "This evidence has not been recorded yet."
    assert [button.text() for button in box.buttons()] == ["Stay here", "Close without recording"]
    assert box.defaultButton().text() == "Stay here"
    press(box, Key.Key_Escape)
    assert (dialog.isVisible(), dialog.number.text()) == (True, "7")
    dialog.number.clear()
    dialog.add_files([sample_files["pdf"]])
    dialog.close()
    assert dialog.isVisible()
    press(question_of(dialog).buttons()[1], Key.Key_Space)
    settle(jobs)
    assert open_dialogs(window) == []
    assert page.put_away() == ""
    assert list_evidence(commune) == ()


def question_of(dialog: AddEvidenceDialog) -> QMessageBox:
    [box] = (box for box in dialog.findChildren(QMessageBox) if box.isVisible())
    return box


@pytest.mark.parametrize("name", ["abstract", "place", "issued", "posted_from", "posted_to"])
def test_no_field_is_given_up_without_a_word(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, name: str) -> None:
    choose(page, jobs, rows_of(commune)[0])
    page.add_evidence()
    dialog = dialog_of(window)
    QTest.keyClicks(getattr(dialog, name), "2")
    dialog.reject()
    dialog.reject()
    question_of(dialog).buttons()[1].click()
    settle(jobs)
    assert open_dialogs(window) == []


def test_nothing_is_asked_where_nothing_was_entered(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    choose(page, jobs, rows_of(commune)[0])
    page.add_evidence([sample_files["photo"]])
    settle(jobs)
    dialog = dialog_of(window)
    assert dialog.issued.text(), "read from the photo"
    assert page.put_away() == ""
    press(dialog.number, Key.Key_Escape)
    settle(jobs)
    assert open_dialogs(window) == []


def test_posting_dates_are_asked_for_postings_only(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs) -> None:
    choose(page, jobs, rows_of(commune)[0])
    page.add_evidence()
    dialog = dialog_of(window)
    assert not dialog.posted_from.isVisible()
    dialog.kind.setCurrentIndex(dialog.kind.findData("posting"))
    assert dialog.posted_from.isVisible()
    dialog.posted_from.setText("05/11/2026")
    dialog.posted_to.setText("03/11/2026")
    dialog.record_button.click()
    assert dialog.to_note.text == "The posting cannot end before it begins."
    assert dialog.files_note.text.startswith("Please choose at least one file")


def test_an_empty_file_is_refused_before_and_after(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    empty = tmp_path / "rong.pdf"
    empty.touch()
    choose(page, jobs, rows_of(commune)[0])
    page.add_evidence([empty])
    dialog = dialog_of(window)
    settle(jobs)
    assert "is empty (0 bytes)" in dialog.files_note.text
    dialog.abstract.setPlainText("Nhật ký")
    dialog.record_button.click()
    settle(jobs)
    assert dialog.isVisible()
    assert dialog.abstract.toPlainText() == "Nhật ký"
    assert list_evidence(commune) == ()
    dialog.add_files([sample_files["pdf"]])
    settle(jobs)
    dialog.record_button.click()
    settle(jobs)
    assert open_dialogs(window) == []
    assert len(list_evidence(commune)[0].attachments) == 1
    window.messages.close_first()  # what was done
    window.messages.close_first()  # what to look at: the date that was read lies outside the period
    assert any(text.startswith("1 file was left out.") and "rong.pdf" in text for text in messages(window))


def test_a_missing_result_is_filled_from_its_own_button(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    row = a_row(commune, lambda row: row.expected == 3)
    choose(page, jobs, row)
    slots = page.panel.findChildren(Slot)
    assert [slot.filled for slot in slots] == [False] * 3
    slots[2].button.click()
    dialog = dialog_of(window)
    assert page.detail is not None
    assert dialog.slot.currentData() == page.detail.slots[2].id
    assert dialog.kind.currentData() == page.detail.slots[2].kind
    dialog.add_files([sample_files["pdf"]])
    dialog.record()
    settle(jobs)
    assert [slot.filled for slot in page.panel.findChildren(Slot) if slot.isVisible()] == [False, False, True]


def test_a_picture_from_the_clipboard_becomes_a_file_once(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs) -> None:
    choose(page, jobs, rows_of(commune)[0])
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)
    page.paste()
    settle(jobs)
    dialog = dialog_of(window)
    settle(jobs)
    dialog.record()
    settle(jobs)
    [file] = list_evidence(commune)[0].attachments
    assert file.media_type == "image/png"
    assert not list(commune.temporary.glob("*.png"))


def test_an_evidence_file_opens_under_its_own_name(
    page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = rows_of(commune)[0]
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="photo"), files=[sample_files["photo"]])
    page.refresh(EVERYTHING)
    choose(page, jobs, row)
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    page.panel.files.setCurrentRow(0)
    page.panel.files.itemActivated.emit(page.panel.files.item(0))
    settle(jobs)
    assert [path.name for path in opened] == [sample_files["photo"].name]
    assert opened[0].read_bytes() == sample_files["photo"].read_bytes()
    assert not page.panel.files.item(0).icon().isNull()


def test_another_language_leaves_the_officer_where_he_was(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs) -> None:
    row = rows_of(commune)[5]
    choose(page, jobs, row)
    use_language("vi")
    window.rebuild()
    settle(jobs)
    new = window.page
    assert isinstance(new, TasksPage)
    assert new is not page
    assert new.list.current == row.id


@pytest.mark.parametrize(("size", "room"), [((1366, 689), Room.WIDE), ((1093, 614), Room.NARROW), ((683, 384), Room.SINGLE)])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_fits_its_window(
    window: MainWindow, page: TasksPage, jobs: Jobs, size: tuple[int, int], room: Room, language: str
) -> None:
    use_language("en" if language == "en" else "vi")
    window.rebuild()
    settle(jobs)
    new = window.page
    assert isinstance(new, TasksPage)
    window.resize(*size)
    settle(jobs)
    assert (window.width(), window.height()) == size
    assert new.room is room
    assert new.panel.isVisible() is (room is not Room.SINGLE)
    assert new.list.filters.more.isVisible() is (room is not Room.WIDE)
    assert new.list.view.isColumnHidden(4) is (room is not Room.WIDE)
    del page


def test_list_and_panel_take_turns_in_a_small_window(window: MainWindow, page: TasksPage, jobs: Jobs) -> None:
    window.resize(683, 384)
    settle(jobs)
    chosen = page.list.current
    page.list.view.setFocus()
    press(page.list.view, Key.Key_Return)
    assert page.panel.isVisible()
    assert not page.list.isVisible()
    press(window, Key.Key_Escape)
    assert page.list.isVisible()
    assert not page.panel.isVisible()
    assert page.list.current == chosen


def test_ten_thousand_letters_scroll_inside_the_panel(page: TasksPage, commune: App, jobs: Jobs) -> None:
    choose(page, jobs, rows_of(commune)[0])
    assert page.detail is not None
    words = "Niêm yết công khai " * 520 + "x" * 200
    page.panel.show_detail(replace(page.detail, row=replace(page.detail.row, text=words)), commune.today())
    QApplication.processEvents()
    assert page.panel.width() == 396
    assert page.panel.tick.tick_button.isVisible()
    assert page.panel.area.verticalScrollBar().maximum() > 1000
    body = page.panel.area.widget()
    assert body is not None
    assert body.width() <= page.panel.area.viewport().width()


def test_a_slip_in_a_figure_is_said_and_nothing_is_marked(page: TasksPage, commune: App, jobs: Jobs) -> None:
    row = a_row(commune, with_share)
    choose(page, jobs, row)
    page.panel.tick.first.setText("ba")
    page.panel.tick.tick_button.click()
    settle(jobs)
    assert "is no number" in page.panel.tick.note.text
    assert task_detail(commune, occurrence_id=row.id).row.ticked_at is None
    page.panel.tick.first.setText("3")
    page.panel.tick.second.setText("0")
    page.panel.tick.tick_button.click()
    assert "how many of how many" in page.panel.tick.note.text


def test_a_rule_says_how_long_a_posting_must_hang_and_that_nobody_has_compared_it(
    page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    row = a_row(commune, lambda each: each.text.startswith("Niêm yết lịch tiếp công dân"))
    fields = EvidenceFields(kind="posting", posted_from=date(2026, 11, 1), posted_to=date(2026, 11, 26))
    add_evidence(commune, task_ids=[row.id], fields=fields, files=[sample_files["photo"]])
    page.take(EVERYTHING)
    choose(page, jobs, row)
    assert said_by_rules(page) == ["Enough once posted up to and including 30/11 (Postings in general; rule to be verified)"]
    page.take(change_rule(commune, rule_id="posting", days=10, verified=True).changed)
    settle(jobs)
    assert said_by_rules(page) == ["Enough (Postings in general)"]


def said_by_rules(page: TasksPage) -> list[str]:
    return [line.accessibleName() for line in page.panel.findChildren(VerdictLine) if line.verdict.rule and line.isVisible()]


def test_the_mark_can_be_cleared(window: MainWindow, page: TasksPage, commune: App, jobs: Jobs) -> None:
    row = rows_of(commune)[0]
    choose(page, jobs, row)
    page.panel.tick.tick_button.click()
    settle(jobs)
    page.panel.tick.clear_button.click()
    settle(jobs)
    assert task_detail(commune, occurrence_id=row.id).row.ticked_at is None
    assert window.messages.bars[-1].message.kind is MessageKind.UNDO
    window.messages.bars[-1].action_button.click()
    settle(jobs)
    assert task_detail(commune, occurrence_id=row.id).row.ticked_at is not None


def test_files_dropped_while_nothing_is_chosen_are_answered(window: MainWindow, page: TasksPage, sample_files: dict[str, Path]) -> None:
    page.list.filters.search.setText("không có gì")
    drop(page, sample_files["pdf"])
    assert any("No task is chosen." in text for text in messages(window))


def test_the_office_without_a_plan_is_told_how_to_begin(qtbot: QtBot, authority: App, jobs: Jobs) -> None:
    page = TasksPage(authority, jobs)
    qtbot.addWidget(page)
    page.show()
    settle(jobs)
    led: list[object] = []

    def take(name: str, what: object) -> None:
        led.append((name, what))

    page.leads_to.connect(take)
    [button] = [button for button in page.findChildren(PlainButton) if button.isVisible() and button.text() == "Import a plan…"]
    button.click()
    assert led == [("plansPage", None)]


@pytest.mark.parametrize(("text", "day"), [("3/11/2026", "03/11/2026"), (" 03-11-2026 ", "03/11/2026"), ("", ""), ("  ", "")])
def test_dates_as_people_write_them(text: str, day: str) -> None:
    assert date_text(read_date(text)) == day


@pytest.mark.parametrize("text", ["31/02/2026", "2026-11-03", "3/11", "hôm nay", "00/01/2026", "1/1/0000"])
def test_dates_that_cannot_be_meant(text: str) -> None:
    with pytest.raises(TypedError):
        read_date(text)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [("vi", "1.234,5", "1234.5"), ("vi", "96,5", "96.5"), ("en", "1,234.5", "1234.5"), ("en", "3", "3"), ("vi", "1 000", "1000")],
)
def test_numbers_as_the_language_writes_them(language: str, text: str, value: str) -> None:
    use_language("en" if language == "en" else "vi")
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["ba", "1,23,4", "-1", "1.2.3", "1e5", "٣"])
def test_numbers_that_cannot_be_meant(text: str) -> None:
    with pytest.raises(TypedError):
        read_number(text)


def test_a_file_that_vanishes_is_said_when_it_is_recorded(
    window: MainWindow, page: TasksPage, commune: App, jobs: Jobs, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    gone = tmp_path / "di-mat.pdf"
    shutil.copy(sample_files["pdf"], gone)
    choose(page, jobs, rows_of(commune)[0])
    page.add_evidence([gone])
    dialog = dialog_of(window)
    settle(jobs)
    gone.unlink()
    dialog.record()
    settle(jobs)
    assert "is no longer there" in dialog.files_note.text
    assert list_evidence(commune) == ()
    dialog.reject()
