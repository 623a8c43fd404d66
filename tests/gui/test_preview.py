"""Looking at files: moving by keys, zoom and turn, full view, quick switching, and what cannot be shown."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.pictures import PagePicture, page_picture
from papi_desktop.services.tasks import AttachmentView, list_occurrences
from resources.i18n import use_language
from ui import page_images
from ui.jobs import Jobs
from ui.preview import SIDES, Preview
from ui.theme import Theme, ThemeChoice
from ui.tour import settle
from ui.widgets.buttons import PlainButton
from ui.widgets.empty_state import EmptyState

Key = Qt.Key
COLOURS = ["#c83c3c", "#3c8c3c", "#3c50c8", "#c8a03c", "#8c3ca0"]


def write_pages(path: Path, colours: list[str]) -> Path:
    """One page of each colour."""
    canvas = Canvas(str(path), pagesize=(300, 400))
    for colour in colours:
        canvas.setFillColor(colour)
        canvas.rect(0, 0, 300, 400, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def files(commune: App, tmp_path: Path) -> dict[str, AttachmentView]:
    """A wide photo with a dark left half, a PDF of three pages, half a photo, a sound, in this order."""
    folder = tmp_path / "files"
    folder.mkdir()
    photo = Image.new("RGB", (2000, 1000), COLOURS[4])
    ImageDraw.Draw(photo).rectangle((0, 0, 999, 999), fill="#101010")
    photo.save(folder / "a.jpg", quality=95)
    write_pages(folder / "b.pdf", COLOURS[:3])
    (folder / "c.jpg").write_bytes((folder / "a.jpg").read_bytes()[:4000])
    (folder / "d.mp3").write_bytes(b"ID3\x03" + bytes(100))
    task = list_occurrences(commune).rows[0].id
    add_evidence(commune, task_ids=[task], fields=EvidenceFields("photo"), files=sorted(folder.iterdir()))
    by_name = {file.name: file for file in list_evidence(commune)[0].attachments}
    return {kind: by_name[name] for kind, name in {"photo": "a.jpg", "pdf": "b.pdf", "half": "c.jpg", "sound": "d.mp3"}.items()}


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[QWidget]:
    """A page of the window as far as a preview needs one."""
    page = QWidget()
    QVBoxLayout(page)
    qtbot.addWidget(page)
    page.resize(700, 600)
    page.show()
    page.activateWindow()
    yield page
    page.hide()


@pytest.fixture
def preview(page: QWidget, commune: App, jobs: Jobs) -> Iterator[Preview]:
    preview = Preview(commune, jobs)
    layout = page.layout()
    assert layout is not None
    layout.addWidget(preview)
    keys: dict[str, Callable[[], object]] = {
        "PgDown": preview.next_page,
        "PgUp": preview.previous_page,
        "+": preview.zoom_in,
        "-": preview.zoom_out,
        "0": preview.fit,
        "Space": preview.full_view,
    }
    for key, action in keys.items():
        QShortcut(QKeySequence(key), page).activated.connect(action)
    QApplication.processEvents()
    yield preview
    settle(jobs)


def middle(preview: Preview) -> str:
    """The colour that is seen in the middle of the picture."""
    seen = preview.view.viewport().grab().toImage()
    return seen.pixelColor(seen.width() // 2, seen.height() // 2).name()


def is_near(seen: str, wanted: str) -> bool:
    one, two = QColor(seen), QColor(wanted)
    return max(abs(one.red() - two.red()), abs(one.green() - two.green()), abs(one.blue() - two.blue())) < 12


def words(preview: Preview) -> str:
    """What is said in place of a picture; empty while there is one."""
    panels = [panel for panel in preview.findChildren(EmptyState) if panel.isVisible()]
    return panels[0].accessibleName() if panels else ""


def show(preview: Preview, jobs: Jobs, *files: AttachmentView, number: int | None = None) -> None:
    preview.show_files(files, number)
    settle(jobs)


def press(preview: Preview, jobs: Jobs, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """In the window that holds the picture now. A screen without a window manager does not choose the active window itself."""
    window = preview.view.window()
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    settle(jobs)


def test_keyboard_alone_looks_through_all_files(preview: Preview, page: QWidget, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    """A photo, three pages, zoom, full view and back, on to what cannot be shown, and back to the last page."""
    show(preview, jobs, *files.values())
    assert preview.controls.place.whole == "File 1/4"
    seen = [(preview.number, preview.page)]
    for colour in COLOURS[:3]:
        press(preview, jobs, Key.Key_PageDown)
        seen.append((preview.number, preview.page))
        assert is_near(middle(preview), colour)
    assert seen == [(0, 0), (1, 0), (1, 1), (1, 2)]
    assert preview.pages == 3
    assert preview.controls.place.whole == "File 2/4 · Page 3/3"
    press(preview, jobs, Key.Key_Plus)
    press(preview, jobs, Key.Key_Plus)
    assert preview.view.zoom == 1.5
    press(preview, jobs, Key.Key_0)
    assert preview.view.zoom == 1
    press(preview, jobs, Key.Key_Space)
    assert preview.view.window() is not page
    press(preview, jobs, Key.Key_PageUp)
    assert is_near(middle(preview), COLOURS[1])
    press(preview, jobs, Key.Key_PageDown)
    press(preview, jobs, Key.Key_Escape)
    assert preview.view.window() is page
    press(preview, jobs, Key.Key_PageDown)
    assert "damaged" in words(preview)
    press(preview, jobs, Key.Key_PageDown)
    assert "no picture here" in words(preview)
    assert not preview.controls.next.isEnabled()
    press(preview, jobs, Key.Key_PageDown)
    assert preview.number == 3
    press(preview, jobs, Key.Key_PageUp)
    press(preview, jobs, Key.Key_PageUp)
    assert (preview.number, preview.page) == (1, 2)
    assert is_near(middle(preview), COLOURS[2])


def test_next_page_has_been_drawn_ahead(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    """What comes next is there at once, before anything is read."""
    show(preview, jobs, files["pdf"], files["photo"])
    shown: list[int] = []
    preview.shown.connect(lambda: shown.append(preview.page))
    preview.next_page()
    assert shown == [1]
    assert is_near(middle(preview), COLOURS[1])
    settle(jobs)
    preview.next_page()
    settle(jobs)
    preview.next_page()
    assert (preview.number, shown) == (1, [1, 2, 0])


def test_quick_switching_shows_only_the_last(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    shown: list[int] = []
    preview.shown.connect(lambda: shown.append(preview.number))
    many = [files["photo"], *([files["pdf"], replace(files["photo"], name="x")] * 10), files["pdf"]]
    preview.show_files(many)
    for number in range(len(many)):
        preview.show_file(number)
    assert len([job for job in jobs.jobs if not job.stop.is_set()]) <= 1
    settle(jobs)
    assert shown[-1] == len(many) - 1
    assert is_near(middle(preview), COLOURS[0])


def test_page_being_drawn_is_not_begun_again(
    commune: App, jobs: Jobs, files: dict[str, AttachmentView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked for again goes on; what is not is given up."""
    begun: list[int] = []

    def draw(app: App, *, page: int, **named: Any) -> PagePicture:
        begun.append(page)
        return page_picture(app, page=page, **named)

    monkeypatch.setattr(page_images, "page_picture", draw)
    images, drawn = page_images.PageImages(commune, jobs), list[int]()

    def note(_sheet: page_images.Sheet, page: page_images.DrawnPage) -> None:
        drawn.append(page.page)

    images.drawn.connect(note)
    source = page_images.Source(files["pdf"].sha256, files["pdf"].media_type)
    first, second = (page_images.Sheet(source, number, 400) for number in (0, 1))
    images.ask((first,))
    images.ask((second, first))
    settle(jobs)
    assert (begun, drawn) == ([0, 1], [0, 1])
    images.ask((page_images.Sheet(source, 2, 400),))
    images.ask((first,))
    settle(jobs)
    assert drawn == [0, 1]


def test_first_picture_of_other_files_replaces_the_old_one(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    show(preview, jobs, files["pdf"])
    preview.next_page()
    settle(jobs)
    show(preview, jobs, files["photo"], files["pdf"])
    assert (preview.number, preview.page, preview.pages) == (0, 0, 1)
    show(preview, jobs, files["pdf"])
    assert (preview.page, preview.pages) == (0, 3)
    assert is_near(middle(preview), COLOURS[0])


def test_refresh_with_the_same_files_moves_nothing(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    show(preview, jobs, files["photo"], files["pdf"], number=1)
    preview.next_page()
    settle(jobs)
    preview.zoom_in()
    settle(jobs)
    shown: list[int] = []
    preview.shown.connect(lambda: shown.append(preview.page))
    show(preview, jobs, files["photo"], files["pdf"])
    assert (preview.number, preview.page, preview.view.zoom, shown) == (1, 1, 1.25, [1])


def test_zooming_in_brings_more_pixels_and_keeps_the_place(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    show(preview, jobs, files["pdf"])
    assert preview.view.image.height() == SIDES[0]
    for _step in range(5):
        preview.zoom_in()
    before = preview.view.verticalScrollBar().value()
    assert preview.view.image.height() == SIDES[0]
    assert before > 0
    settle(jobs)
    assert preview.view.zoom == 4
    assert preview.view.image.height() > SIDES[0]
    assert preview.view.verticalScrollBar().value() == before
    for _step in range(9):
        preview.zoom_in()
    settle(jobs)
    assert (preview.view.zoom, preview.view.image.height()) == (8, SIDES[-1])
    for _step in range(9):
        preview.zoom_out()
    QApplication.processEvents()
    assert preview.view.zoom == 1
    assert not preview.view.verticalScrollBar().isVisible()


def test_photo_without_more_pixels_is_not_read_again(
    preview: Preview, jobs: Jobs, files: dict[str, AttachmentView], tmp_path: Path, commune: App
) -> None:
    del files
    Image.new("RGB", (300, 200), "#123456").save(tmp_path / "small.png")
    task = list_occurrences(commune).rows[0].id
    evidence = add_evidence(commune, task_ids=[task], fields=EvidenceFields("photo"), files=[tmp_path / "small.png"]).evidence
    (small,) = next(item for item in list_evidence(commune) if item.id == evidence).attachments
    show(preview, jobs, small)
    for _step in range(9):
        preview.zoom_in()
    assert not jobs.busy
    assert preview.view.image.size() == QSize(300, 200)


def test_turning_holds_for_the_file(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    show(preview, jobs, files["photo"], files["pdf"])
    assert preview.view.image.width() > preview.view.image.height()
    press(preview, jobs, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    image = preview.view.image
    assert image.height() == 2 * image.width()
    assert image.pixelColor(image.width() // 2, 20).name() < image.pixelColor(image.width() // 2, image.height() - 20).name()
    preview.show_file(1)
    settle(jobs)
    assert preview.view.image.height() > preview.view.image.width()
    preview.show_file(0)
    settle(jobs)
    assert preview.view.image.height() == 2 * preview.view.image.width()


def test_full_view_shows_the_same_and_gives_the_focus_back(
    preview: Preview, page: QWidget, jobs: Jobs, files: dict[str, AttachmentView]
) -> None:
    show(preview, jobs, *files.values(), number=1)
    preview.controls.fit.setFocus()
    assert not preview.leave_full_view()
    preview.full_view()
    full = preview.view.window()
    assert full.objectName() == "fullView"
    assert full.windowTitle() == files["pdf"].name
    assert full.width() > page.width()
    assert full.focusWidget() is preview.view
    assert not preview.controls.full.isVisible()
    press(preview, jobs, Key.Key_Equal)
    assert preview.view.zoom == 1.25
    press(preview, jobs, Key.Key_Minus)
    assert preview.view.zoom == 1
    press(preview, jobs, Key.Key_Space)
    assert preview.view.window() is page
    assert preview.view.isVisible()
    assert preview.controls.full.isVisible()
    page.activateWindow()
    QApplication.processEvents()
    assert preview.controls.fit.hasFocus()
    preview.full_view()
    assert preview.leave_full_view()
    assert not preview.leave_full_view()


def test_double_click_opens_and_closes_the_full_view(preview: Preview, page: QWidget, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    show(preview, jobs, files["pdf"])
    for expected in (True, False):
        QTest.mouseDClick(preview.view.viewport(), Qt.MouseButton.LeftButton)
        assert (preview.view.window() is not page) is expected


def test_dragging_moves_a_zoomed_page(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    show(preview, jobs, files["pdf"])
    for _step in range(4):
        preview.zoom_in()
    settle(jobs)
    bar, viewport = preview.view.verticalScrollBar(), preview.view.viewport()
    before = bar.value()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    QTest.mouseMove(viewport, QPoint(100, 150))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(100, 150))
    assert bar.value() == before + 50
    QTest.mouseMove(viewport, QPoint(100, 20))
    assert bar.value() == before + 50


def test_strip_chooses_and_follows(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    show(preview, jobs, files["photo"], files["pdf"], files["sound"])
    assert preview.strip.isVisible()
    preview.strip.setFocus()
    QTest.keyClick(preview.strip, Key.Key_Right)
    settle(jobs)
    assert preview.number == 1
    assert is_near(middle(preview), COLOURS[0])
    for _page in range(3):
        preview.next_page()
    settle(jobs)
    assert preview.strip.currentRow() == 2
    show(preview, jobs, files["pdf"])
    assert not preview.strip.isVisible()


def test_one_photo_has_nowhere_else_to_go(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    show(preview, jobs, files["photo"])
    assert not preview.controls.next.isVisible()
    assert not preview.controls.place.isVisible()
    assert preview.controls.turn.isEnabled()


@pytest.mark.parametrize(("kind", "sentence"), [("half", "damaged"), ("sound", "no picture here")])
def test_file_without_a_picture_can_be_opened(
    preview: Preview, jobs: Jobs, files: dict[str, AttachmentView], kind: str, sentence: str
) -> None:
    opened: list[object] = []
    preview.open_requested.connect(opened.append)
    shown: list[int] = []
    preview.shown.connect(lambda: shown.append(1))
    show(preview, jobs, files[kind])
    assert sentence in words(preview)
    assert shown == [1]
    assert not preview.controls.zoom_in.isEnabled()
    (button,) = [button for button in preview.findChildren(PlainButton) if button.text() == "Open" and button.isVisible()]
    assert button.accessibleName() == f"Open {files[kind].name}"
    button.click()
    assert opened == [files[kind]]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("owed", "with a later bundle"), ("thinned", "to save room"), ("damaged", "damaged")],
)
def test_file_that_is_not_here_says_why_and_is_not_read(
    preview: Preview, jobs: Jobs, files: dict[str, AttachmentView], state: str, sentence: str
) -> None:
    preview.show_files([replace(files["pdf"], state=state)])
    assert not jobs.busy
    assert sentence in words(preview)


def test_file_that_comes_later_is_shown(
    preview: Preview, jobs: Jobs, commune: App, files: dict[str, AttachmentView], tmp_path: Path
) -> None:
    """The same evidence, read anew after its file has arrived."""
    there = commune.store.path(files["pdf"].sha256)
    shutil.move(there, tmp_path / "aside")
    show(preview, jobs, files["pdf"])
    assert "not on this computer" in words(preview)
    shutil.move(tmp_path / "aside", there)
    show(preview, jobs, files["photo"])
    show(preview, jobs, files["pdf"])
    assert words(preview) == ""
    assert is_near(middle(preview), COLOURS[0])


def test_slow_file_says_that_it_is_being_read(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView], qtbot: QtBot) -> None:
    show(preview, jobs, files["pdf"])
    jobs_before = preview.view.image
    preview.show_file(0)
    preview._say_loading()
    assert "Reading" in words(preview)
    preview.show_files([files["photo"]])
    settle(jobs)
    assert words(preview) == ""
    qtbot.wait(0)
    assert preview.view.image != jobs_before


def test_paper_is_shown_anew_when_it_was_made_anew(preview: Preview, jobs: Jobs, tmp_path: Path) -> None:
    paper = write_pages(tmp_path / "giay.pdf", COLOURS[:2])
    preview.show_paper(paper)
    settle(jobs)
    assert (preview.page, preview.pages) == (0, 2)
    preview.next_page()
    preview.next_page()
    settle(jobs)
    assert preview.page == 1
    assert is_near(middle(preview), COLOURS[1])
    assert not preview.controls.turn.isVisible()
    write_pages(paper, COLOURS[2:4])
    preview.show_paper(paper)
    settle(jobs)
    assert preview.page == 0
    assert is_near(middle(preview), COLOURS[2])
    preview.show_paper(tmp_path / "none.pdf")
    settle(jobs)
    assert words(preview) != ""


def test_empty_and_cleared(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    assert "No file is chosen" in words(preview)
    for key in (preview.next_page, preview.previous_page, preview.zoom_in, preview.turn, preview.full_view):
        key()
    assert not preview.leave_full_view()
    show(preview, jobs, files["pdf"])
    preview.show_files([])
    settle(jobs)
    assert "No file is chosen" in words(preview)
    assert (preview.number, preview.page, preview.pages) == (0, 0, 1)


def test_clearing_while_a_page_is_drawn_leaves_nothing(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    preview.show_files([files["pdf"]])
    preview.clear()
    settle(jobs)
    assert "No file is chosen" in words(preview)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_fits_where_the_pages_put_it(qtbot: QtBot, commune: App, jobs: Jobs, files: dict[str, AttachmentView], language: str) -> None:
    """Beside the evidence list it has 340 pixels: icons alone, and nothing cut; with more room, words."""
    use_language("vi" if language == "vi" else "en")
    preview = Preview(commune, jobs)
    qtbot.addWidget(preview)
    assert preview.minimumSizeHint().width() <= 340
    preview.resize(340, 500)
    preview.show()
    show(preview, jobs, files["photo"], files["pdf"], number=1)
    assert preview.width() == 340
    assert preview.controls.next.text() == ""
    assert preview.controls.place.text() == preview.controls.place.whole
    preview.resize(1100, 500)
    QApplication.processEvents()
    assert preview.controls.full.text() != ""
    assert preview.controls.place.text() == preview.controls.place.whole
    preview.resize(340, 250)
    QApplication.processEvents()
    assert not preview.strip.isVisible()


def test_every_control_has_a_name_and_says_its_key(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    show(preview, jobs, files["photo"], files["pdf"], number=1)
    for button in preview.controls.findChildren(PlainButton):
        assert button.accessibleName()
        assert button.toolTip().endswith(")")
    assert preview.view.accessibleName() == "b.pdf, File 2/2, Page 1/3"
    assert preview.strip.accessibleName()


def test_white_page_is_told_from_what_is_around_it(preview: Preview, jobs: Jobs, files: dict[str, AttachmentView], theme: Theme) -> None:
    show(preview, jobs, files["pdf"])
    seen: list[QImage] = []
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        theme.choose(choice)
        QApplication.processEvents()
        seen.append(preview.view.viewport().grab().toImage())
    around = [image.pixelColor(3, 3).name() for image in seen]
    assert "#ffffff" not in around
    assert around[0] != around[1]
