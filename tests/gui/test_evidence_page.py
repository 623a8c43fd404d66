"""The evidence page as an officer uses it: add, describe, link, bin, undo; what was typed is never lost; long lists in slices."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QIcon, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.services.app import App
from papi_desktop.services.bin import delete_evidence
from papi_desktop.services.changes import EVERYTHING
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence, show_evidence
from papi_desktop.services.evidence_editing import change_evidence
from papi_desktop.services.evidence_links import linkable_occurrences
from papi_desktop.services.evidence_listing import EvidenceFilter, evidence_detail, evidence_totals
from papi_desktop.services.tasks import list_occurrences, task_detail
from papi_desktop.services.undo import undo
from papi_desktop.wording import error_message
from resources.i18n import use_language
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages import evidence_list
from ui.pages.add_evidence import MOST_FILES, AddEvidenceDialog
from ui.pages.evidence import EvidencePage
from ui.pages.evidence_filters import EvidenceTab
from ui.pages.evidence_form import PAUSE_MS
from ui.pages.evidence_rows import TILE
from ui.pages.page import Room
from ui.pages.task_choice import TaskChoiceDialog
from ui.theme import Theme, ThemeChoice
from ui.tour import settle
from ui.undoing import undo_last
from ui.widgets.buttons import PrimaryButton
from ui.widgets.message_bar import Message

WIDE = (1366, 689)
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def record(app: App, folder: Path, name: str, fields: EvidenceFields, *tasks: UUID) -> UUID:
    file = folder / f"{name}.txt"
    file.write_text(f"Văn bản {name} (mẫu)", "utf-8")
    return add_evidence(app, task_ids=tasks, fields=fields, files=[file]).evidence


@pytest.fixture
def three(commune: App, tmp_path: Path) -> tuple[UUID, UUID, UUID]:
    """Three evidence of 2026, the latest first, as the list shows them."""
    said = [("So mot", date(2026, 11, 3)), ("So hai", date(2026, 10, 2)), ("So ba", date(2026, 9, 1))]
    first, second, third = (
        record(commune, tmp_path, f"tep-{issued:%m}", EvidenceFields(kind="thong_bao", number=name, issued=issued)) for name, issued in said
    )
    return first, second, third


def opened(qtbot: QtBot, app: App, jobs: Jobs, folder: Path, size: tuple[int, int] = WIDE) -> MainWindow:
    def pages() -> list[EvidencePage]:
        page = EvidencePage(app, jobs)
        page.year = 2026
        return [page]

    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(jobs=jobs, settings=settings, make_pages=pages)
    window.undo_requested.connect(lambda: undo_last(app, jobs, show=window.show_message, announce=jobs.announced.emit))
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    settle(jobs)
    return window


@pytest.fixture
def window(qtbot: QtBot, commune: App, jobs: Jobs, three: tuple[UUID, ...], tmp_path: Path) -> Iterator[MainWindow]:
    del three
    window = opened(qtbot, commune, jobs, tmp_path)
    yield window
    settle(jobs)


@pytest.fixture
def page(window: MainWindow) -> EvidencePage:
    return page_of(window)


def page_of(window: MainWindow) -> EvidencePage:
    page = window.page
    assert isinstance(page, EvidencePage)
    return page


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget, key, modifier)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def back_to(window: MainWindow) -> None:
    """A screen without a window manager does not give the focus back when a dialog closes."""
    window.activateWindow()
    QApplication.processEvents()


def dialog_of(window: QWidget, kind: type[AddEvidenceDialog] | type[TaskChoiceDialog]) -> AddEvidenceDialog | TaskChoiceDialog:
    (dialog,) = (dialog for dialog in window.findChildren(kind) if dialog.isVisible())
    return dialog


def adding(window: QWidget) -> AddEvidenceDialog:
    dialog = dialog_of(window, AddEvidenceDialog)
    assert isinstance(dialog, AddEvidenceDialog)
    return dialog


def choosing(window: QWidget) -> TaskChoiceDialog:
    dialog = dialog_of(window, TaskChoiceDialog)
    assert isinstance(dialog, TaskChoiceDialog)
    return dialog


def drop(page: QWidget, files: Sequence[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    left = Qt.MouseButton.LeftButton
    QApplication.sendEvent(page, QDragEnterEvent(page.rect().center(), Qt.DropAction.CopyAction, data, left, NONE))
    QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, NONE))


def messages(window: MainWindow) -> str:
    return " ".join(f"{bar.message.heading} {bar.message.sentence}" for bar in window.messages.bars)


def select(page: EvidencePage, jobs: Jobs, *rows: int) -> None:
    flags = QItemSelectionModel.SelectionFlag
    model = page.list.table.selectionModel()
    model.clearSelection()
    for row in rows:
        model.select(page.list.model.index(row, 0), flags.Select | flags.Rows)
    settle(jobs)


def shown(page: EvidencePage) -> list[str]:
    return [row.number for row in page.list.model.rows]


def fields_of(app: App, evidence: UUID) -> EvidenceFields:
    return evidence_detail(app, evidence_id=evidence).fields


def test_the_whole_work_by_keyboard_alone(
    window: MainWindow, page: EvidencePage, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    """A photo pasted, described, linked to a task, moved to the bin, and all of it taken back."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sample_files["photo"]))])
    QGuiApplication.clipboard().setMimeData(data)
    page.list.view.setFocus()
    press(page.list.view, Key.Key_V, CTRL)
    settle(jobs)
    dialog = adding(window)
    assert dialog.kind.currentData() == "photo"
    press(dialog.kind, Key.Key_Return, CTRL)
    settle(jobs)
    back_to(window)
    (evidence,) = page.list.current
    assert [file.view.media_type for file in evidence_detail(commune, evidence_id=evidence).files] == ["image/jpeg"]
    assert page.form.evidence == evidence
    assert page.form.issued.text()
    assert "Read from the photo." in page.form.issued.accessibleDescription()

    page.list.view.setFocus()
    press(page.list.view, Key.Key_Return)
    assert page.form.kind.hasFocus()
    press(focused(), Key.Key_Tab)
    QTest.keyClicks(focused(), "62/TB-UBND")
    press(focused(), Key.Key_Tab)
    press(focused(), Key.Key_Tab)
    QTest.keyClicks(focused(), "Niem yet danh sach")
    press(focused(), Key.Key_Tab)
    settle(jobs)
    said = fields_of(commune, evidence)
    assert (said.number, said.abstract) == ("62/TB-UBND", "Niem yet danh sach")
    assert page.form.place.hasFocus()

    press(focused(), Key.Key_L, CTRL)
    settle(jobs)
    choice = choosing(window)
    QTest.keyClicks(choice.search, "niem yet")
    QTest.qWait(300)
    settle(jobs)
    press(choice.search, Key.Key_Down)
    assert choice.list.hasFocus()
    press(choice.list, Key.Key_Space)
    press(choice.list, Key.Key_Return, CTRL)
    settle(jobs)
    back_to(window)
    assert len(show_evidence(commune, evidence_id=evidence).task_ids) == 1
    assert page.served.list.count() == 1

    page.form.place.setFocus()
    press(focused(), Key.Key_Escape)
    assert page.list.view.hasFocus()
    press(page.list.view, Key.Key_Delete)
    settle(jobs)
    assert evidence not in {view.id for view in list_evidence(commune)}
    assert page.list.current != (evidence,)
    assert "bin" in messages(window)
    for _action in ("delete", "link"):
        press(page.list.view, Key.Key_Z, CTRL)
        settle(jobs)
    assert show_evidence(commune, evidence_id=evidence).task_ids == ()
    assert fields_of(commune, evidence).number == "62/TB-UBND"


def test_typing_is_saved_after_a_pause(page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...], qtbot: QtBot) -> None:
    page.form.place.setFocus()
    QTest.keyClicks(page.form.place, "Nha van hoa")
    settle(jobs)
    assert fields_of(commune, three[0]).place == ""
    qtbot.waitUntil(lambda: fields_of(commune, three[0]).place == "Nha van hoa", timeout=4 * PAUSE_MS)
    settle(jobs)
    assert page.form.state.text() == "Saves by itself"
    QTest.keyClicks(page.form.place, " thon")
    assert page.form.place.text() == "Nha van hoa thon"
    page.form.save()
    settle(jobs)


def test_a_refresh_while_typing_keeps_text_and_cursor(page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]) -> None:
    field = page.form.abstract
    field.setFocus()
    QTest.keyClicks(field, "mot ba")
    for _letter in "ba":
        press(field, Key.Key_Left)
    QTest.keyClicks(field, "hai ")
    place = field.textCursor().position()
    change_evidence(commune, evidence_ids=[three[0]], values=EvidenceFields(kind="photo", abstract="khac"), only={"kind", "abstract"})
    page.take(EVERYTHING)
    settle(jobs)
    assert (field.toPlainText(), field.textCursor().position()) == ("mot hai ba", place)
    assert field.hasFocus()
    assert page.form.kind.currentData() == "photo"
    QTest.keyClicks(field, "va ")
    page.form.save()
    settle(jobs)
    assert fields_of(commune, three[0]).abstract == "mot hai va ba"
    assert field.textCursor().position() == place + 3


def test_a_space_at_the_end_of_a_pause_is_not_taken_away(page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]) -> None:
    page.form.place.setFocus()
    QTest.keyClicks(page.form.place, "thon ")
    page.form.save()
    settle(jobs)
    assert fields_of(commune, three[0]).place == "thon"
    assert page.form.place.text() == "thon "


def test_a_wrong_date_stays_and_blocks_nothing(page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]) -> None:
    form = page.form
    form.issued.setFocus()
    form.issued.selectAll()
    QTest.keyClicks(form.issued, "31/02/2026")
    press(form.issued, Key.Key_Tab)
    QTest.keyClicks(form.abstract, "van luu")
    select(page, jobs, 1)
    assert fields_of(commune, three[0]).abstract == "van luu"
    assert fields_of(commune, three[0]).issued == date(2026, 11, 3)
    assert form.issued.text() == "02/10/2026"
    assert "31/02" not in form.issued.accessibleDescription()
    assert page.put_away() != ""
    select(page, jobs, 0)
    assert form.issued.text() == "31/02/2026"
    assert "31/02/2026" in form.issued.accessibleDescription()
    assert "mended" in form.state.text()
    form.issued.setFocus()
    form.issued.selectAll()
    QTest.keyClicks(form.issued, "4/11/2026")
    press(form.issued, Key.Key_Return)
    settle(jobs)
    assert fields_of(commune, three[0]).issued == date(2026, 11, 4)
    assert page.put_away() == ""


def test_nobody_is_told_of_a_wrong_date_in_the_middle_of_it(page: EvidencePage, jobs: Jobs) -> None:
    form = page.form
    form.issued.setFocus()
    form.issued.selectAll()
    QTest.keyClicks(form.issued, "4/1")
    QTest.qWait(PAUSE_MS + 200)
    settle(jobs)
    assert form.issued.accessibleDescription() == ""
    press(form.issued, Key.Key_Tab)
    assert "03/11/2026" in form.issued.accessibleDescription()
    assert "does not exist" in page.put_away()
    form.issued.setText("04/11/2026")
    form.issued.textEdited.emit(form.issued.text())
    assert page.put_away() == ""
    settle(jobs)


def test_a_posting_counts_its_days_and_cannot_end_before_it_begins(
    page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]
) -> None:
    form = page.form
    assert not form.posted_from.isVisible()
    form.kind.setCurrentIndex(form.kind.findData("posting"))
    form.kind.activated.emit(form.kind.currentIndex())
    settle(jobs)
    assert fields_of(commune, three[0]).kind == "posting"
    for field, text in ((form.posted_from, "3/11/2026"), (form.posted_to, "1/11/2026")):
        field.setFocus()
        QTest.keyClicks(field, text)
        press(field, Key.Key_Return)
    settle(jobs)
    assert "before it begins" in form.posted_to.accessibleDescription()
    assert fields_of(commune, three[0]).posted_to is None
    form.posted_to.selectAll()
    QTest.keyClicks(form.posted_to, "5/11/2026")
    press(form.posted_to, Key.Key_Return)
    settle(jobs)
    said = fields_of(commune, three[0])
    assert (said.posted_from, said.posted_to) == (date(2026, 11, 3), date(2026, 11, 5))
    assert form.posted_to.accessibleDescription() == "3 days, first and last included"


def test_a_write_that_fails_keeps_what_was_typed_and_says_so(
    window: MainWindow, page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...], tmp_path: Path
) -> None:
    away = tmp_path / "away"
    commune.home.rename(away)
    form = page.form
    form.place.setFocus()
    QTest.keyClicks(form.place, "Thon Doai")
    press(form.place, Key.Key_Return)
    settle(jobs)
    assert form.place.text() == "Thon Doai"
    assert "Not saved yet" in form.state.text()
    assert "is kept in the form" in messages(window)
    select(page, jobs, 1)
    select(page, jobs, 0)
    away.rename(commune.home)
    page.take(EVERYTHING)
    settle(jobs)
    assert form.place.text() == "Thon Doai"
    while "is kept in the form" not in window.messages.bars[0].accessibleName():  # what could not be read meanwhile came after it
        window.messages.close_first()
    window.messages.bars[0].action_button.click()
    settle(jobs)
    assert fields_of(commune, three[0]).place == "Thon Doai"
    assert form.state.text() == "Saves by itself"


def test_what_could_not_be_saved_is_named_before_closing(
    page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...], tmp_path: Path
) -> None:
    away = tmp_path / "away"
    commune.home.rename(away)
    form = page.form
    form.place.setText("Thon Doai")
    form.place.textEdited.emit(form.place.text())
    assert page.put_away() == ""
    settle(jobs)
    assert form.place.text() == "Thon Doai"
    assert page.put_away() == "1 field could not be saved when it was last tried; what was typed is kept in the form."
    settle(jobs)
    form.issued.setText("31/02/2026")
    form.issued.textEdited.emit(form.issued.text())
    said = page.put_away()
    assert said.startswith("1 field could not be saved")
    assert "1 field cannot be recorded as it stands" in said
    settle(jobs)
    away.rename(commune.home)
    assert page.put_away().startswith("1 field could not be saved")
    settle(jobs)
    assert fields_of(commune, three[0]).place == "Thon Doai"
    assert page.put_away().startswith("1 field cannot be recorded as it stands")


def test_nothing_more_is_saved_once_the_window_is_closing(
    page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...], tmp_path: Path
) -> None:
    """Neither on leaving a field, nor on hiding, nor after a save that tells that writing works again."""
    away, form = tmp_path / "away", page.form
    commune.home.rename(away)
    form.place.setFocus()
    QTest.keyClicks(form.place, "Thon Doai")
    form.save()
    settle(jobs)
    away.rename(commune.home)
    QTest.keyClicks(form.number, " moi")
    select(page, jobs, 1)
    assert fields_of(commune, three[0]).place == "Thon Doai"
    commune.home.rename(away)
    QTest.keyClicks(form.place, "Thon Trung")
    form.save()
    settle(jobs)
    away.rename(commune.home)
    select(page, jobs, 2)
    QTest.keyClicks(form.place, "Thon Thuong")
    form.place.setFocus()
    form.save()
    jobs.stop()
    form.place.clearFocus()
    page.hide()
    settle(jobs)
    QTest.keyClicks(form.place, " x")
    form.save()
    form.save_all()
    settle(jobs)
    assert fields_of(commune, three[2]).place == "Thon Thuong"
    assert form.place.text() == "Thon Thuong x"


@pytest.mark.parametrize("by", ["this page", "somebody else", "somebody else while it is shown"])
def test_what_was_typed_of_evidence_in_the_bin_is_settled(
    window: MainWindow, page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...], by: str
) -> None:
    form = page.form
    form.issued.setFocus()
    form.issued.selectAll()
    QTest.keyClicks(form.issued, "31/02/2026")
    assert page.put_away() != ""
    if by == "this page":
        page.list.view.setFocus()
        press(page.list.view, Key.Key_Delete)
    else:
        delete_evidence(commune, evidence_ids=[three[0]])
        if by == "somebody else":
            page.take(EVERYTHING)
        else:
            QTest.keyClicks(form.place, "Thon Doai")
            form.save()
    settle(jobs)
    assert page.put_away() == ""
    assert "is kept in the form" not in messages(window)


def test_links_are_made_for_what_the_choice_was_opened_for(page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]) -> None:
    dialog = page.link()
    assert dialog is not None
    settle(jobs)
    select(page, jobs, 1)
    row = list_occurrences(commune).rows[0]
    dialog.taken.emit((linkable_occurrences(commune)[0],))
    dialog.reject()
    settle(jobs)
    assert [len(show_evidence(commune, evidence_id=each).task_ids) for each in three] == [1, 0, 0]
    assert show_evidence(commune, evidence_id=three[0]).task_ids == (row.task_id,)


def test_enter_among_the_words_links_the_first_task_found(page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]) -> None:
    dialog = page.link()
    assert dialog is not None
    settle(jobs)
    QTest.keyClicks(dialog.search, "ho ngheo")
    press(dialog.search, Key.Key_Return)
    assert dialog.isVisible(), "what was listed was not what the words ask for"
    settle(jobs)
    found = dialog.list.item(0).data(Qt.ItemDataRole.UserRole)
    press(dialog.search, Key.Key_Return)
    settle(jobs)
    assert page.window().findChildren(TaskChoiceDialog) == []
    assert [name.id for name in evidence_detail(commune, evidence_id=three[0]).serves] == [found.id]


def test_evidence_that_is_being_entered_is_named_before_it_is_given_up(window: MainWindow, page: EvidencePage, jobs: Jobs) -> None:
    dialog = page.add_evidence()
    assert dialog is not None
    assert window.put_away() == ""
    dialog.personal.click()
    assert "not recorded yet" in window.put_away()
    dialog.personal.click()
    choice = dialog.choose_tasks()
    assert choice is not None
    settle(jobs)
    choice.take()
    assert "not recorded yet" in window.put_away(), "tasks were chosen"
    dialog.done(0)
    settle(jobs)
    assert window.put_away() == ""


def test_leaving_the_page_or_closing_the_window_saves(
    window: MainWindow, page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]
) -> None:
    page.form.place.setFocus()
    QTest.keyClicks(page.form.place, "Thon Trung")
    window.close()
    settle(jobs)
    assert not window.isVisible()
    assert fields_of(commune, three[0]).place == "Thon Trung"


def test_quick_changes_of_the_selection_show_the_last(page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]) -> None:
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    page.form.place.setFocus()
    QTest.keyClicks(page.form.place, "cua so mot")
    for number in range(40):
        page.list.table.selectionModel().setCurrentIndex(page.list.model.index(number % 3, 0), flags)
    settle(jobs)
    assert page.list.current == (three[0],)
    assert (page.form.evidence, page.form.number.text()) == (three[0], "So mot")
    assert page.form.place.text() == "cua so mot"
    page.form.save()
    settle(jobs)
    assert [fields_of(commune, each).place for each in three] == ["cua so mot", "", ""]


def test_several_are_changed_and_undone_as_one(page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]) -> None:
    page.list.view.setFocus()
    press(page.list.view, Key.Key_A, CTRL)
    settle(jobs)
    several = page.side.several
    assert several.title.text() == "3 items chosen"
    several.kind.setCurrentIndex(several.kind.findData("bien_ban"))
    several.personal.setCurrentIndex(several.personal.findData(True))
    several.issued.setFocus()
    QTest.keyClicks(several.issued, "31/11/2026")
    press(several.issued, Key.Key_Return)
    settle(jobs)
    assert "31/11/2026" in several.issued.accessibleDescription()
    assert {fields_of(commune, each).kind for each in three} == {"thong_bao"}
    several.issued.selectAll()
    QTest.keyClicks(several.issued, "30/11/2026")
    press(several.issued, Key.Key_Return)
    settle(jobs)
    changed = [fields_of(commune, each) for each in three]
    assert {(each.kind, each.personal_data, each.issued) for each in changed} == {("bien_ban", True, date(2026, 11, 30))}
    assert [each.number for each in changed] == ["So mot", "So hai", "So ba"]
    assert set(page.list.current) == set(three)
    press(page.list.view, Key.Key_Z, CTRL)
    settle(jobs)
    assert [fields_of(commune, each).issued for each in three] == [date(2026, 11, 3), date(2026, 10, 2), date(2026, 9, 1)]
    page.list.view.setFocus()
    press(page.list.view, Key.Key_Delete)
    settle(jobs)
    assert list_evidence(commune) == ()
    assert undo(commune).action == "evidence.delete"
    assert len(list_evidence(commune)) == 3


def test_the_bin_gives_back(window: MainWindow, page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]) -> None:
    delete_evidence(commune, evidence_ids=[three[1]])
    page.take(EVERYTHING)
    settle(jobs)
    assert shown(page) == ["So mot", "So ba"]
    tabs = page.list.filters.tabs
    assert tabs.tabText(2) == "Bin (1)"
    tabs.setCurrentIndex(2)
    settle(jobs)
    assert shown(page) == ["So hai"]
    assert "30 more days" in page.side.resting.said.text()
    assert page.file.name.whole == "So hai"
    page.list.view.setFocus()
    press(page.list.view, Key.Key_Delete)
    press(page.list.view, Key.Key_Return)
    assert page.side.resting.restore_button.hasFocus()
    press(focused(), Key.Key_Space)
    settle(jobs)
    assert len(list_evidence(commune)) == 3
    assert shown(page) == []
    assert "Restored 1 item." in messages(window)
    page.arrive(three[1])
    settle(jobs)
    assert page.list.filters.tab is EvidenceTab.GALLERY
    assert page.list.current == (three[1],)


def test_five_thousand_files_are_refused_politely(
    window: MainWindow, page: EvidencePage, jobs: Jobs, commune: App, tmp_path: Path, sample_files: dict[str, Path]
) -> None:
    drop(page, [tmp_path / f"anh-{number}.jpg" for number in range(5000)])
    assert window.findChildren(AddEvidenceDialog) == []
    assert "5,000 files are too many" in messages(window)
    assert str(MOST_FILES) in messages(window)
    drop(page, [sample_files["pdf"]])
    dialog = adding(window)
    drop(dialog, [tmp_path / f"anh-{number}.jpg" for number in range(5000)])
    assert dialog.files.count() == 1
    assert "too many" in dialog.files_note.text
    dialog.record()
    settle(jobs)
    assert len(list_evidence(commune)) == 4


def test_evidence_without_a_task_is_marked_and_found(page: EvidencePage, commune: App, jobs: Jobs, tmp_path: Path) -> None:
    linked = record(commune, tmp_path, "gan", EvidenceFields(kind="photo", number="Da gan"), list_occurrences(commune).rows[0].id)
    page.take(EVERYTHING)
    settle(jobs)
    assert "Serves no task yet" in str(page.list.model.data(page.list.model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole))
    unlinked = page.list.filters.unlinked
    assert unlinked.isVisible()
    assert "(3)" in unlinked.text()
    unlinked.click()
    settle(jobs)
    assert shown(page) == ["So mot", "So hai", "So ba"]
    page.arrive(linked)
    settle(jobs)
    assert not unlinked.isChecked()
    assert page.list.current == (linked,)


def test_a_suggestion_is_linked_by_its_box(page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]) -> None:
    row = next(row for row in list_occurrences(commune).rows if row.expected and row.due is not None and row.due.year == 2026)
    kind = task_detail(commune, occurrence_id=row.id).slots[0].kind
    change_evidence(
        commune,
        evidence_ids=[three[0]],
        values=EvidenceFields(kind=kind, issued=row.due, abstract=row.text),
        only={"kind", "issued", "abstract"},
    )
    page.take(EVERYTHING)
    settle(jobs)
    names = page.served.suggestions
    assert names
    box = names[0]
    assert box.whole.startswith(box.text().rstrip("…"))
    assert box.toolTip().startswith(box.whole)
    box.setFixedWidth(200)
    QApplication.processEvents()
    short = box.text()
    assert short.endswith("…")
    box.setFixedWidth(box.fontMetrics().horizontalAdvance(box.whole) + 100)
    QApplication.processEvents()
    assert box.text() == box.whole.replace("&", "&&")
    assert len(box.text()) > len(short)
    names[0].click()
    settle(jobs)
    assert len(show_evidence(commune, evidence_id=three[0]).task_ids) == 1
    assert page.served.list.count() == 1
    page.served.list.setFocus()
    press(page.served.list, Key.Key_Delete)
    settle(jobs)
    assert show_evidence(commune, evidence_id=three[0]).task_ids == ()
    assert page.served.link_button.isVisible()


def test_long_lists_come_in_slices_and_arriving_reaches_far(
    qtbot: QtBot, commune: App, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_list, "SLICE", 20)
    made = [
        record(
            commune, tmp_path, f"so-{number}", EvidenceFields(kind="photo", number=f"So {number}", issued=date(2026, 1, 1 + number % 28))
        )
        for number in range(70)
    ]
    window = opened(qtbot, commune, jobs, tmp_path)
    page = page_of(window)
    model = page.list.model
    assert len(model.rows) == 20
    assert page.list.filters.counts.text() == "70 items, 70 files"
    page.list.view.verticalScrollBar().setValue(page.list.view.verticalScrollBar().maximum())
    settle(jobs)
    assert len(model.rows) == 40
    selected, place = page.list.current, page.list.view.verticalScrollBar().value()
    page.take(EVERYTHING)
    settle(jobs)
    assert (len(model.rows), page.list.current, page.list.view.verticalScrollBar().value()) == (40, selected, place)
    last = min(made, key=lambda each: (fields_of(commune, each).issued, [-byte for byte in each.bytes]))
    page.arrive(last)
    settle(jobs)
    assert page.list.current == (last,)
    assert len({row.id for row in model.rows}) == len(model.rows) == 70
    page.list.view.setFocus()
    press(page.list.view, Key.Key_Home)
    settle(jobs)
    assert page.list.current == (model.rows[0].id,)


REFUSAL = StorageError(Code.DATA_GONE, path="/mau")


def refuse(*_args: object, **_kwargs: object) -> NoReturn:
    raise REFUSAL


def test_a_list_that_cannot_be_read_says_so_once_and_is_asked_for_again(
    qtbot: QtBot, commune: App, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_list, "SLICE", 20)
    for number in range(45):
        record(commune, tmp_path, f"so-{number}", EvidenceFields(kind="photo", number=f"So {number}", issued=date(2026, 1, 1)))
    window = opened(qtbot, commune, jobs, tmp_path)
    page = page_of(window)
    model, bar = page.list.model, page.list.view.verticalScrollBar()
    said: list[Message] = []
    page.message.connect(said.append)
    with monkeypatch.context() as broken:
        broken.setattr(evidence_list, "evidence_slice", refuse)
        broken.setattr(evidence_list, "evidence_totals", refuse)
        model.fetchMore()
        settle(jobs)
        assert [message.heading for message in said] == [error_message(REFUSAL).what]
        assert len(model.rows) == 20
        page.list.refresh(2026)
        model.fetchMore()
        settle(jobs)
        assert len(said) == 1
    model.fetchMore()
    settle(jobs)
    assert len(model.rows) == 40
    bar.setValue(bar.maximum())
    settle(jobs)
    assert len(model.rows) == 45
    monkeypatch.setattr(evidence_list, "evidence_totals", refuse)
    page.list.refresh(2026)
    settle(jobs)
    assert (len(said), len(model.rows)) == (2, 45), "the count failed, not the list"


def test_what_is_edited_stays_though_the_filter_no_longer_holds_it(page: EvidencePage, jobs: Jobs, three: tuple[UUID, ...]) -> None:
    page.list.filters.search.setText("so mot")
    QTest.qWait(300)
    settle(jobs)
    assert shown(page) == ["So mot"]
    page.form.number.setFocus()
    page.form.number.selectAll()
    QTest.keyClicks(page.form.number, "Khac")
    page.form.save()
    settle(jobs)
    assert shown(page) == []
    assert page.form.number.text() == "Khac"
    assert page.form.number.hasFocus()
    assert page.list.current == (three[0],)


def test_filters_and_an_empty_list_say_what_they_are(page: EvidencePage, commune: App, jobs: Jobs) -> None:
    filters = page.list.filters
    filters.period.setCurrentIndex(3)
    filters.period.activated.emit(3)
    settle(jobs)
    assert shown(page) == ["So ba"]
    filters.search.setText("khong co")
    QTest.qWait(300)
    settle(jobs)
    clear = next(each for each in page.list.findChildren(QWidget) if each.isVisible() and each.property("text") == "Clear filters")
    clear.click()  # type: ignore[attr-defined]
    settle(jobs)
    assert shown(page) == ["So mot", "So hai", "So ba"]
    delete_evidence(commune, evidence_ids=[row.id for row in page.list.model.rows])
    page.take(EVERYTHING)
    settle(jobs)
    assert any(each.isVisible() and each.property("text") == "There is no evidence yet" for each in page.list.findChildren(QWidget))
    assert evidence_totals(commune, chosen=EvidenceFilter()).binned == 3
    assert not page.form.isVisible()


def test_a_picture_from_the_clipboard_goes_away_with_its_dialog(window: MainWindow, page: EvidencePage, commune: App, jobs: Jobs) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    press(page.list.view, Key.Key_V, CTRL)
    settle(jobs)
    dialog = adding(window)
    assert len(list(commune.temporary.glob("*.png"))) == 1
    dialog.reject()
    settle(jobs)
    assert list(commune.temporary.glob("*.png")) == []


def test_a_picture_cannot_be_pasted_while_the_folder_is_gone(
    window: MainWindow, page: EvidencePage, commune: App, jobs: Jobs, tmp_path: Path
) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    away = tmp_path / "away"
    commune.home.rename(away)
    press(page.list.view, Key.Key_V, CTRL)
    settle(jobs)
    assert error_message(StorageError(Code.DATA_GONE, path=str(commune.home))).what in messages(window)
    assert window.findChildren(AddEvidenceDialog) == []
    away.rename(commune.home)
    press(page.list.view, Key.Key_V, CTRL)
    settle(jobs)
    dialog = adding(window)
    commune.home.rename(away)
    dialog.reject()
    settle(jobs)
    away.rename(commune.home)


def test_undo_in_a_field_takes_letters_back_first_then_the_action(
    page: EvidencePage, commune: App, jobs: Jobs, three: tuple[UUID, ...]
) -> None:
    change_evidence(commune, evidence_ids=[three[0]], values=EvidenceFields(kind="photo", place="cu"), only={"place"})
    page.take(EVERYTHING)
    settle(jobs)
    field = page.form.place
    field.setFocus()
    QTest.keyClicks(field, "x")
    press(field, Key.Key_Z, CTRL)
    assert field.text() == "cu"
    press(field, Key.Key_Z, CTRL)
    settle(jobs)
    assert fields_of(commune, three[0]).place == ""
    assert field.text() == ""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_fits_and_every_control_has_a_name(
    qtbot: QtBot, commune: App, jobs: Jobs, three: tuple[UUID, ...], tmp_path: Path, language: str, sample_files: dict[str, Path]
) -> None:
    del three
    use_language(language)  # type: ignore[arg-type]
    row = list_occurrences(commune).rows[0]
    evidence = add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="posting"), files=list(sample_files.values())).evidence
    window = opened(qtbot, commune, jobs, tmp_path)
    page = page_of(window)
    page.arrive(evidence)
    settle(jobs)
    assert page.minimumSizeHint().width() <= 1190
    assert page.minimumSizeHint().height() <= 600
    assert not page.panel.verticalScrollBar().isVisible()
    assert page.panel.horizontalScrollBar().maximum() == 0
    for control in (*page.findChildren(QLineEdit), *page.findChildren(QComboBox)):
        if control.isVisible():
            assert control.accessibleName(), control
    assert len([each for each in window.findChildren(PrimaryButton) if each.isVisible()]) == 1
    before = page.list.view
    for _area in range(12):
        press(window, Key.Key_F6)
    assert before.isVisible()


def test_list_and_panel_take_turns_in_a_small_window(
    qtbot: QtBot, commune: App, jobs: Jobs, three: tuple[UUID, ...], tmp_path: Path
) -> None:
    window = opened(qtbot, commune, jobs, tmp_path, (683, 384))
    page = page_of(window)
    assert page.room is Room.SINGLE
    assert (page.list.isVisible(), page.panel.isVisible()) == (True, False)
    page.list.view.setFocus()
    press(page.list.view, Key.Key_Return)
    assert (page.list.isVisible(), page.panel.isVisible()) == (False, True)
    assert page.form.kind.hasFocus()
    press(page.form.kind, Key.Key_Escape)
    assert page.list.view.hasFocus()
    assert page.list.current == (three[0],)
    window.resize(1093, 614)
    QApplication.processEvents()
    assert page.room is Room.NARROW
    assert page.file.mapTo(page, page.file.rect().bottomLeft()).y() <= page.side.mapTo(page, page.side.rect().topLeft()).y()
    window.resize(*WIDE)
    QApplication.processEvents()
    assert page.file.mapTo(page, page.file.rect().topRight()).x() <= page.side.mapTo(page, page.side.rect().topLeft()).x()


def test_another_scheme_repaints_the_tiles(page: EvidencePage, jobs: Jobs, theme: Theme) -> None:
    index = page.list.model.index(0, 0)
    light = tile_colour(page, index)
    theme.choose(ThemeChoice.DARK)
    settle(jobs)
    assert light.lightness() > 200
    assert tile_colour(page, index).lightness() < 60


def tile_colour(page: EvidencePage, index: QModelIndex) -> QColor:
    icon = page.list.model.data(index, Qt.ItemDataRole.DecorationRole)
    assert isinstance(icon, QIcon)
    return icon.pixmap(TILE).toImage().pixelColor(2, 2)
