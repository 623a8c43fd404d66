"""The print page as an officer uses it: choose, look, save, print; what goes wrong on the way; both roles, sizes and languages."""

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, current_thread
from typing import Any

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import update

from db.tables import Plan, Task
from papi_desktop.documents import fonts
from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App, Clock, open_app
from papi_desktop.services.bulk import assign_officer
from papi_desktop.services.changes import EVERYTHING
from papi_desktop.services.office import init_office, office_view
from papi_desktop.services.papers import ChecklistChoice, ChecklistPaper, write_checklist
from papi_desktop.services.pictures import PagePicture, paper_picture
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.services.ticks import tick_occurrence
from resources.i18n import use_language
from ui import paper_printer
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages import paper_maker, printing
from ui.pages.page import Page, Room
from ui.pages.printing import PrintPage
from ui.pages.task_rows import Tab, TasksWanted
from ui.paper_printer import PaperPrinter, a4_printer, ask_printer, wanted_pages
from ui.tour import settle
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import Message, MessageKind
from ui.window_state import open_settings

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
WIDE, NARROW, SINGLE = (1366, 689), (1093, 614), (683, 384)
PATIENCE = 15_000
PASSPHRASE = "mat khau mau"


class Officer:
    """One window with the print page and a hand on the keyboard."""

    def __init__(self, app: App, jobs: Jobs, qtbot: QtBot, folder: Path, size: tuple[int, int] = WIDE) -> None:
        self.app, self.jobs, self.qtbot, self.folder = app, jobs, qtbot, folder
        self.window = MainWindow(jobs=jobs, settings=open_settings(folder / "window.ini"), make_pages=self._pages)
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitExposed(self.window)
        self.settle()

    def _pages(self) -> list[Page]:
        page = PrintPage(self.app, self.jobs)
        page.year = 2026
        return [page]

    @property
    def page(self) -> PrintPage:
        page = self.window.page
        assert isinstance(page, PrintPage)
        return page

    def settle(self) -> None:
        settle(self.jobs)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.window.activateWindow()  # a screen without a window manager does not give the focus back after a dialogue
        QApplication.processEvents()
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def wait_for_paper(self) -> ChecklistPaper:
        self.qtbot.waitUntil(lambda: self.page.paper is not None, timeout=PATIENCE)
        self.settle()
        assert self.page.paper is not None
        return self.page.paper

    def choose_period(self, key: str) -> ChecklistPaper:
        self.page.arrive(ChecklistChoice(period=Period(key)))
        self.settle()
        return self.wait_for_paper()

    def said(self) -> Message:
        self.settle()
        bars = self.window.messages.bars
        assert bars, "the page said nothing"
        return bars[-1].message

    def dialog(self, kind: type[QDialog]) -> QDialog:
        def open_ones() -> list[QDialog]:
            return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]

        self.qtbot.waitUntil(lambda: bool(open_ones()), timeout=PATIENCE)
        return open_ones()[0]

    def name_file(self, path: Path) -> str:
        """Types ``path`` into the file dialog and presses Enter; gives the name that it proposed."""
        field = self.dialog(QFileDialog).findChild(QLineEdit, "fileNameEdit")
        self.settle()
        assert isinstance(field, QLineEdit)
        proposed = field.text()
        field.setText(str(path))
        QTest.keyClick(field, Key.Key_Return)
        self.settle()
        return proposed

    def words(self) -> EmptyState:
        return next(each for each in self.page.findChildren(EmptyState) if each.isVisible())

    def led(self) -> list[tuple[str, object]]:
        """Where the page leads from now on; there is no other page in this window."""
        led: list[tuple[str, object]] = []

        def note(name: str, what: object) -> None:
            led.append((name, what))

        self.page.leads_to.disconnect()
        self.page.leads_to.connect(note)
        return led

    def pages_printed(self) -> list[int]:
        """How many pages have gone out, each time that the printer says so."""
        done: list[int] = []

        def note(pages: int, _total: int) -> None:
            done.append(pages)

        self.page.printer.progress.connect(note)
        return done

    def papers(self) -> list[Path]:
        """What lies in the folder of temporary files."""
        return list(self.app.temporary.rglob("*.pdf"))


@pytest.fixture
def officer(commune: App, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Iterator[Officer]:
    officer = Officer(commune, jobs, qtbot, tmp_path)
    yield officer
    settle(jobs)


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def picture(path: Path, page: int) -> Image.Image:
    """Drawn as the printer gets it, then made small, so that a pixel more or less at an edge does not count."""
    drawn = paper_picture(path=path, page=page, side=3508)
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb).convert("L").reduce(8)


def unlike(one: Image.Image, two: Image.Image) -> float:
    """Mean difference of grey, of 255."""
    histogram = ImageChops.difference(one, two.crop((0, 0, *one.size))).histogram()
    return sum(value * count for value, count in enumerate(histogram)) / (one.width * one.height)


@pytest.fixture
def to_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Path]:
    """A printer that writes a PDF, confirmed without its dialogue."""

    def use(name: str = "printed.pdf", **ranges: int) -> Path:
        out = tmp_path / name

        def confirm(_parent: QWidget, printer: QPrinter, *, pages: int, then: Callable[[bool], object]) -> None:
            del pages
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(out))
            if ranges:
                printer.setPrintRange(QPrinter.PrintRange.PageRange)
                printer.setFromTo(ranges["first"], ranges["last"])
            then(True)

        monkeypatch.setattr(printing, "printers_installed", lambda: True)
        monkeypatch.setattr(printing, "ask_printer", confirm)
        return out

    return use


# choosing and looking


def test_keyboard_alone_chooses_looks_saves_and_prints(officer: Officer, to_file: Callable[..., Path], tmp_path: Path) -> None:
    """From the whole year to one quarter, through its pages, into a PDF file and onto paper."""
    printed = to_file()
    year = officer.wait_for_paper()
    assert officer.page.preview.pages == year.pages == len(PdfReader(year.path).pages)
    officer.press(Key.Key_F6)
    while not officer.page.card.isAncestorOf(QApplication.focusWidget() or officer.window):
        officer.press(Key.Key_F6)
    assert QApplication.focusWidget() is officer.page.card.period
    for _step in range(4):
        officer.press(Key.Key_Down)
    quarter = officer.wait_for_paper()
    assert quarter.path.name == "danh-muc-minh-chung-2026-Q4.pdf"
    assert 1 < quarter.pages == officer.page.preview.pages < year.pages
    officer.press(Key.Key_PageDown)
    officer.settle()
    assert officer.page.preview.page == 1
    officer.press(Key.Key_S, CTRL)
    assert officer.name_file(tmp_path / "nộp cấp trên") == "danh-muc-minh-chung-2026-Q4.pdf"
    said = officer.said()
    saved = tmp_path / "nộp cấp trên.pdf"
    assert (said.kind, said.sentence) == (MessageKind.DONE, str(saved))
    assert said.action is not None
    assert saved.read_bytes() == quarter.path.read_bytes()
    assert "Quý IV năm 2026" in text_of(saved)
    officer.press(Key.Key_P, CTRL)
    said = officer.said()
    assert (said.kind, said.heading) == (MessageKind.DONE, f"{quarter.pages} pages have gone to the printer.")
    assert len(PdfReader(printed).pages) == quarter.pages


def test_the_facts_say_what_the_paper_comes_to(officer: Officer) -> None:
    paper = officer.wait_for_paper()
    rows = list_occurrences(officer.app).rows
    needed = sum(row.expected for row in rows)
    assert officer.page.card.facts.text() == f"{paper.pages} pages A4 · {len(rows)} occurrences · 0/{needed} expected results have evidence"


def test_only_the_last_of_many_choices_is_shown(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first paper is still being made when the choice changes; it is given up and never seen."""
    officer.wait_for_paper()
    begun, go_on, made = Event(), Event(), list[str]()

    def slow(app: App, *, out: Path, choice: ChecklistChoice, progress: Any, cancelled: Callable[[], bool]) -> ChecklistPaper:
        if choice.period == Period("2026-Q1"):
            begun.set()
            go_on.wait(10)
            assert cancelled()
        made.append("" if choice.period is None else choice.period.key)
        return write_checklist(app, out=out, choice=choice, progress=progress, cancelled=cancelled)

    monkeypatch.setattr(paper_maker, "write_checklist", slow)
    shown = list[ChecklistPaper]()
    officer.page.maker.made.connect(shown.append)
    officer.page.card.period.setFocus()
    officer.press(Key.Key_Down)
    officer.qtbot.waitUntil(begun.is_set, timeout=PATIENCE)
    assert officer.page.paper is None
    assert not officer.page.card.print_button.isEnabled()
    for _step in range(3):
        officer.press(Key.Key_Down)
    go_on.set()
    paper = officer.wait_for_paper()
    assert [each.path.name for each in shown] == ["danh-muc-minh-chung-2026-Q4.pdf"]
    assert paper == shown[0]
    assert made == ["2026-Q1", "2026-Q4"]


def test_a_paper_is_made_anew_when_its_work_changes(officer: Officer) -> None:
    """The page that was looked at stays."""
    before = officer.wait_for_paper()
    officer.press(Key.Key_PageDown)
    officer.press(Key.Key_PageDown)
    officer.settle()
    row = next(row for row in list_occurrences(officer.app).rows if row.due is not None)
    changed = tick_occurrence(officer.app, occurrence_id=row.id, note="Đã xong trước hạn (mẫu)").changed
    officer.jobs.announced.emit(changed)
    officer.qtbot.waitUntil(lambda: officer.page.paper is not before, timeout=PATIENCE)
    paper = officer.wait_for_paper()
    assert "Đã xong trước hạn (mẫu)" in text_of(paper.path)
    assert officer.page.preview.page == 2


def test_papers_do_not_pile_up(officer: Officer) -> None:
    officer.wait_for_paper()
    for key in ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"):
        officer.choose_period(key)
    assert officer.papers() == [officer.wait_for_paper().path]


def test_papers_go_with_the_page(officer: Officer) -> None:
    officer.wait_for_paper()
    officer.window.rebuild()
    officer.qtbot.waitUntil(lambda: officer.page.paper is not None, timeout=PATIENCE)
    officer.settle()
    assert officer.papers() == [officer.wait_for_paper().path]


def test_another_year_keeps_the_part_of_the_year(officer: Officer) -> None:
    officer.choose_period("2026-Q4")
    officer.page.show_year(2025)
    assert officer.page.card.choice(2025).period == Period("2025-Q4")
    assert officer.page.paper is None
    period = officer.page.card.period
    assert [period.itemText(number) for number in range(period.count())] == ["Whole year 2025", "Quarter IV"]
    officer.settle()
    assert officer.words().accessibleName() == "Nothing to print for this year yet A checklist is printed from a plan."
    officer.page.show_year(2026)
    assert officer.wait_for_paper().path.name == "danh-muc-minh-chung-2026-Q4.pdf"
    assert officer.page.card.period.findText("Quarter IV") == officer.page.card.period.currentIndex()


def test_choices_are_found_again_at_the_next_start(officer: Officer, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    name = office_view(officer.app).officers[0].full_name
    row = next(row for row in list_occurrences(officer.app).rows if row.period == "2026-Q4" and row.index)
    assign_officer(officer.app, task_ids=[row.task_id], officer=name)
    choice = ChecklistChoice(period=Period("2026-Q4"), index=row.index, officer=name)
    officer.page.arrive(choice)
    officer.settle()
    place = officer.page.place()
    other = Officer(officer.app, jobs, qtbot, tmp_path)
    other.page.return_to(place)
    paper = other.wait_for_paper()
    assert (other.page.card.period.value, other.page.card.index.value, other.page.card.officer.value) == (
        choice.period,
        choice.index,
        choice.officer,
    )
    assert f"người phụ trách: {name}" in text_of(paper.path)


@pytest.mark.parametrize("place", ["", "{}", "[]", "Quý IV", '{"period": "2026-Q9", "index": "", "officer": "", "owner": ""}'])
def test_a_place_written_by_hand_changes_nothing(officer: Officer, place: str) -> None:
    officer.page.return_to(place)
    assert officer.wait_for_paper().path.name == "danh-muc-minh-chung-2026.pdf"


def test_what_is_missing_leads_to_the_tasks_that_lack_it(officer: Officer) -> None:
    officer.wait_for_paper()
    led = officer.led()
    assert officer.page.card.gaps_link.isVisible()
    officer.page.card.gaps_link.click()
    officer.choose_period("2026-Q4")
    index = officer.page.card.index.itemText(1)
    officer.page.arrive(ChecklistChoice(period=Period("2026-Q4"), index=index))
    officer.wait_for_paper()
    officer.page.card.gaps_link.click()
    name = office_view(officer.app).officers[0].full_name
    officer.page.card.officer.choose(name, name)
    officer.page.card.gaps_wanted.emit()
    part = TasksWanted(Tab.LACKING, index=index, period=Period("2026-Q4"))
    assert [what for _page, what in led] == [TasksWanted(Tab.LACKING), part, replace(part, officer=name)]
    assert {page for page, _what in led} == {"tasksPage"}


# saving


def test_a_full_disk_is_said_and_saving_is_offered_again(officer: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    officer.wait_for_paper()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        officer.press(Key.Key_S, CTRL)
        officer.name_file(tmp_path / "a.pdf")
        said = officer.said()
    assert said.kind is MessageKind.ERROR
    assert said.heading.startswith(f"The disk is full at {tmp_path / 'a.pdf'}.")
    assert not (tmp_path / "a.pdf").exists()
    assert said.action is not None
    said.action.run()
    officer.name_file(tmp_path / "b.pdf")
    assert len(PdfReader(tmp_path / "b.pdf").pages) == officer.wait_for_paper().pages


def test_what_was_asked_for_is_saved_though_another_is_made_meanwhile(officer: Officer, tmp_path: Path) -> None:
    wanted = officer.choose_period("2026-Q4").path.read_bytes()
    officer.press(Key.Key_S, CTRL)
    officer.dialog(QFileDialog)
    for key in ("2026-Q1", "2026-Q2", "2026-Q3"):
        officer.choose_period(key)
    officer.page._outdate()  # as at the moment when the next one is being made
    officer.name_file(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == wanted
    assert officer.said().heading.startswith("A paper of ")
    officer.choose_period("2026-Q1")
    officer.choose_period("2026-Q2")
    assert len(officer.papers()) == 1, "nothing is held any longer"


def test_a_file_dialogue_left_with_esc_holds_nothing(officer: Officer) -> None:
    officer.wait_for_paper()
    officer.press(Key.Key_S, CTRL)
    QTest.keyClick(officer.dialog(QFileDialog), Key.Key_Escape)
    officer.settle()
    officer.choose_period("2026-Q1")
    officer.choose_period("2026-Q2")
    assert len(officer.papers()) == 1


def test_a_data_folder_that_is_gone_is_said_in_the_page(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_app: App) -> Path:
        raise StorageError(Code.DATA_GONE, path="/mẫu")

    officer.wait_for_paper()
    with monkeypatch.context() as patched:
        patched.setattr(App, "temporary", property(gone))
        officer.window.rebuild()
        officer.settle()
        assert officer.page.paper is None
        assert [each.text() for each in officer.words().findChildren(QPushButton)] == ["Try again"]
    officer.words().findChildren(QPushButton)[0].click()
    officer.wait_for_paper()


def test_papers_are_removed_beside_the_window(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    removing = list[str]()
    remove = paper_maker.remove_folder

    def noting(folder: Path) -> None:
        removing.append(current_thread().name)
        remove(folder)

    monkeypatch.setattr(paper_maker, "remove_folder", noting)
    officer.wait_for_paper()
    officer.window.rebuild()
    officer.wait_for_paper()
    officer.qtbot.waitUntil(lambda: bool(removing), timeout=PATIENCE)
    officer.settle()
    assert current_thread().name not in removing


# printing


def test_printed_pages_look_like_the_paper(officer: Officer, to_file: Callable[..., Path]) -> None:
    printed = to_file()
    paper = officer.choose_period("2026-Q4")
    officer.page.card.print_button.click()
    officer.settle()
    pages = PdfReader(printed).pages
    assert len(pages) == paper.pages
    for number, page in enumerate(pages):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
        ours, theirs = picture(paper.path, number), picture(printed, number)
        blank = Image.new("L", ours.size, 255)
        assert unlike(ours, blank) > 4
        assert unlike(ours, theirs) < 0.1 * unlike(ours, blank)


def test_the_range_of_the_dialogue_is_kept_to(officer: Officer, to_file: Callable[..., Path]) -> None:
    printed = to_file(first=2, last=3)
    paper = officer.wait_for_paper()
    officer.page.card.print_button.click()
    assert officer.said().heading == "2 pages have gone to the printer."
    assert len(PdfReader(printed).pages) == 2
    assert unlike(picture(paper.path, 1), picture(printed, 0)) < unlike(picture(paper.path, 0), picture(printed, 0))


def test_pages_in_the_order_that_the_printer_wants() -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    assert wanted_pages(printer, 3) == [0, 1, 2]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert wanted_pages(printer, 4) == [2, 1]


def test_each_page_is_printed_as_it_lies(jobs: Jobs, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "paper.pdf"))
    for size in (A4, landscape(A4), A4):
        canvas.setPageSize(size)
        canvas.rect(100, 100, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    printer = a4_printer("paper", pages=3, landscape=False)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    PaperPrinter(jobs).print_paper(tmp_path / "paper.pdf", printer, pages=3)
    settle(jobs)
    pages = PdfReader(tmp_path / "printed.pdf").pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, True, False]


@pytest.mark.parametrize("lies", [True, False])
def test_the_dialogue_begins_with_the_paper_as_it_lies(lies: bool) -> None:
    printer = a4_printer("danh-muc", pages=4, landscape=lies)
    size = printer.paperRect(QPrinter.Unit.Millimeter).size().toSize()
    assert (size.width() > size.height()) is lies
    assert {size.width(), size.height()} == {297, 210}
    assert printer.docName() == "danh-muc"
    assert printer.pageLayout().margins().isNull()


def test_the_systems_dialogue_left_with_esc_prints_nothing(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "printers_installed", lambda: True)
    officer.wait_for_paper()
    officer.press(Key.Key_P, CTRL)
    dialog = officer.dialog(QPrintDialog)
    QTest.keyClick(dialog, Key.Key_Escape)
    officer.settle()
    assert not officer.page.printer.busy
    assert officer.window.messages.bars == []
    officer.choose_period("2026-Q1")
    officer.choose_period("2026-Q2")
    assert len(officer.papers()) == 1


def test_the_paper_to_be_printed_stays_while_it_is_glanced_at(
    officer: Officer, to_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed, go_on = to_file(), Event()

    def slow(**details: Any) -> PagePicture:
        assert go_on.wait(10)
        return paper_picture(**details)

    monkeypatch.setattr(printing, "paper_picture", slow)
    paper = officer.choose_period("2026-Q4")
    officer.page.card.print_button.click()
    for key in ("2026-Q1", "2026-Q2", "2026-Q3"):
        officer.page.maker.make(ChecklistChoice(period=Period(key)), "a.pdf")
        with officer.qtbot.waitSignal(officer.page.maker.made, timeout=PATIENCE):
            pass
    officer.qtbot.waitUntil(lambda: len(officer.jobs.jobs) == 1, timeout=PATIENCE)
    go_on.set()
    officer.settle()
    assert len(PdfReader(printed).pages) == paper.pages
    officer.choose_period("2026-Q1")
    officer.choose_period("2026-Q2")
    assert len(officer.papers()) == 1, "nothing is held any longer"


def test_the_dialogue_answers_whether_it_was_confirmed(qtbot: QtBot) -> None:
    parent, answers = QWidget(), list[bool]()
    qtbot.addWidget(parent)
    for end in (QDialog.accept, QDialog.reject):
        ask_printer(parent, a4_printer("a", pages=2, landscape=True), pages=2, then=answers.append)
        dialog = parent.findChildren(QPrintDialog)[-1]
        assert (dialog.minPage(), dialog.maxPage()) == (1, 2)
        end(dialog)
    assert answers == [True, False]


def test_without_a_printer_saving_is_offered(officer: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paper_printer.QPrinterInfo, "availablePrinterNames", list)
    officer.wait_for_paper()
    officer.press(Key.Key_P, CTRL)
    said = officer.said()
    assert (said.kind, said.heading) == (MessageKind.WARNING, "No printer is installed on this computer.")
    assert said.action is not None
    said.action.run()
    officer.name_file(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").is_file()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_is_said(officer: Officer, to_file: Callable[..., Path]) -> None:
    to_file("no such folder/printed.pdf")
    officer.wait_for_paper()
    officer.page.card.print_button.click()
    said = officer.said()
    assert (said.kind, said.heading) == (MessageKind.ERROR, "The printer refused the paper.")
    assert not officer.page.printer.busy


def test_esc_calls_a_paper_back(officer: Officer, to_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    to_file()
    called_back: list[QPrinter] = []

    def abort(printer: QPrinter) -> bool:
        called_back.append(printer)
        return True

    monkeypatch.setattr(QPrinter, "abort", abort)
    paper = officer.wait_for_paper()
    done = officer.pages_printed()
    officer.page.card.print_button.click()
    officer.qtbot.waitUntil(lambda: bool(done) and done[-1] >= 1, timeout=PATIENCE)
    assert officer.page.put_away() == "A paper is on its way to the printer; it would be called back."
    officer.press(Key.Key_Escape)
    assert officer.said().heading == "Printing was cancelled."
    assert len(called_back) == 1
    assert done[-1] < paper.pages
    assert not officer.page.printer.busy
    assert officer.page.put_away() == ""


def test_a_paper_under_way_outlives_its_place_on_the_screen(officer: Officer, to_file: Callable[..., Path]) -> None:
    """What is chosen meanwhile is shown, and what was chosen before is still printed to its end."""
    printed = to_file()
    paper = officer.wait_for_paper()
    done = officer.pages_printed()
    officer.page.card.print_button.click()
    officer.qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    officer.page.arrive(ChecklistChoice(period=Period("2026-Q1")))
    officer.settle()
    assert len(PdfReader(printed).pages) == paper.pages


# what goes wrong


def test_a_missing_font_is_said_in_the_page(officer: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    officer.wait_for_paper()
    with monkeypatch.context() as patched:
        patched.setattr(fonts, "search_folders", lambda: (tmp_path / "none",))
        officer.page.arrive(ChecklistChoice(period=Period("2026-Q1")))
        officer.settle()
    words = officer.words()
    assert "No Times-like font with all Vietnamese letters" in words.accessibleName()
    assert "Install Times New Roman" in words.accessibleName()
    assert not officer.page.card.print_button.isEnabled()
    (again,) = words.findChildren(QPushButton)
    again.click()
    assert officer.wait_for_paper().path.name == "danh-muc-minh-chung-2026-Q1.pdf"


def test_making_can_be_cancelled_and_begun_again(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    officer.wait_for_paper()
    go_on = Event()

    def slow(app: App, *, out: Path, choice: ChecklistChoice, progress: Any, cancelled: Callable[[], bool]) -> ChecklistPaper:
        progress(1, 4)
        go_on.wait(10)
        return write_checklist(app, out=out, choice=choice, progress=progress, cancelled=cancelled)

    with monkeypatch.context() as patched:
        patched.setattr(paper_maker, "write_checklist", slow)
        officer.page.arrive(ChecklistChoice(period=Period("2026-Q1")))
        officer.qtbot.waitUntil(lambda: officer.page.progress is not None and officer.page.progress.isVisible(), timeout=PATIENCE)
        officer.press(Key.Key_Escape)
        go_on.set()
        officer.settle()
    words = officer.words()
    assert words.accessibleName().startswith("The paper was not made")
    (again,) = words.findChildren(QPushButton)
    again.click()
    assert officer.wait_for_paper().path.name == "danh-muc-minh-chung-2026-Q1.pdf"


def test_ten_thousand_letters_take_pages_of_their_own(officer: Officer) -> None:
    before = officer.wait_for_paper()
    row = list_occurrences(officer.app).rows[0]
    with officer.app.engine.begin() as connection:
        connection.execute(update(Task).where(Task.id == row.task_id).values(text="Niêm yết công khai quy hoạch " * 350))
    officer.page.take(EVERYTHING)
    officer.qtbot.waitUntil(lambda: officer.page.paper is not before, timeout=PATIENCE)
    paper = officer.wait_for_paper()
    assert paper.pages > before.pages
    assert officer.page.preview.pages == paper.pages


def test_once_the_plan_is_gone_its_paper_cannot_be_saved(officer: Officer) -> None:
    officer.wait_for_paper()
    with officer.app.engine.begin() as connection:
        connection.execute(update(Plan).values(deleted=True))
    officer.page.take(EVERYTHING)
    officer.settle()
    assert officer.page.paper is None
    assert officer.words().isVisible()
    officer.press(Key.Key_S, CTRL)
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog) and each.isVisible()]


def test_an_office_without_a_plan_is_led_to_its_plans(jobs: Jobs, qtbot: QtBot, tmp_path: Path, clock: Clock) -> None:
    init_office(tmp_path / "new", role=Role.COMMUNE, code="99011", name="UBND xã Mới (mẫu)", passphrase=PASSPHRASE, clock=clock)
    with open_app(tmp_path / "new", clock=clock) as app:
        officer = Officer(app, jobs, qtbot, tmp_path)
        led = officer.led()
        officer.press(Key.Key_P, CTRL)
        (button,) = officer.words().findChildren(QPushButton)
        button.click()
        assert led == [("plansPage", None)]
        settle(jobs)


# the level above


def test_the_level_above_chooses_whose_list_it_prints(authority: App, invented: Any, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    here, there = invented.unit("99007", "UBND xã Hòa Bình (mẫu)"), invented.unit("99008", "UBND phường Tân An (mẫu)")
    invented.plan(here, {"2. Công khai": 3})
    invented.plan(there, {"3. Giải trình": 5}, index="SIPAS")
    officer = Officer(authority, jobs, qtbot, tmp_path)
    assert officer.wait_for_paper().path.name == "danh-muc-minh-chung-99007-2026.pdf"
    officer.page.card.unit.setFocus()
    officer.press(Key.Key_Down)
    paper = officer.wait_for_paper()
    assert paper.path.name == "danh-muc-minh-chung-99008-2026.pdf"
    assert paper.occurrences == 5
    assert officer.page.card.index.findText("SIPAS") > 0
    assert officer.page.card.index.findText("PAPI") < 0
    officer.page.arrive(ChecklistChoice(owner=here))
    officer.settle()
    assert "CỦA ỦY BAN NHÂN DÂN XÃ HÒA BÌNH (MẪU)" in text_of(officer.wait_for_paper().path)


def test_a_level_above_without_plans_is_led_to_the_inbox(authority: App, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    officer = Officer(authority, jobs, qtbot, tmp_path)
    led = officer.led()
    (button,) = officer.words().findChildren(QPushButton)
    button.click()
    assert led == [("inboxPage", None)]


# room and order


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_paper_and_choices_stand_beside_each_other(
    commune: App, jobs: Jobs, qtbot: QtBot, tmp_path: Path, language: Any, size: tuple[int, int]
) -> None:
    use_language(language)
    officer = Officer(commune, jobs, qtbot, tmp_path, size)
    officer.wait_for_paper()
    assert officer.page.card.isVisible()
    assert officer.page.preview.isVisible()
    assert not officer.page.card.look_button.isVisible()
    hint = officer.page.minimumSizeHint()
    assert hint.width() <= 1190 - (1366 - size[0])
    assert hint.height() <= 600 - (689 - size[1])


def test_in_a_small_window_choices_and_paper_take_turns(commune: App, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    officer = Officer(commune, jobs, qtbot, tmp_path, SINGLE)
    officer.wait_for_paper()
    page = officer.page
    assert page.room is Room.SINGLE
    assert page.card.isVisible()
    assert not page.preview.isVisible()
    page.card.period.setFocus()
    officer.press(Key.Key_Return)
    assert page.preview.isVisible()
    assert not page.card.isVisible()
    assert QApplication.focusWidget() is page.preview.view
    officer.press(Key.Key_Escape)
    assert page.card.isVisible()
    assert QApplication.focusWidget() is page.card.period


def test_tab_goes_from_the_choices_to_the_buttons_to_the_paper(officer: Officer) -> None:
    officer.wait_for_paper()
    card, preview = officer.page.card, officer.page.preview
    card.period.setFocus()
    walked = [QApplication.focusWidget()]
    for _step in range(6):
        officer.press(Key.Key_Tab)
        walked.append(QApplication.focusWidget())
    assert walked == [card.period, card.index, card.officer, card.gaps_link, card.save_button, card.print_button, preview.view]


def test_space_opens_the_full_view_and_esc_leaves_it(officer: Officer) -> None:
    officer.wait_for_paper()
    preview = officer.page.preview
    preview.setFocus()
    officer.press(Key.Key_Space)
    assert preview.view.window() is not officer.window
    QTest.keyClick(preview.view, Key.Key_Escape)
    assert preview.view.window() is officer.window
