"""The review page as a reviewer uses it: by keyboard alone, with an input method in the way, while new versions arrive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from db.tables import Evidence
from papi_desktop.domain.vocabulary import ReviewState, ReviewVerdict
from papi_desktop.services.app import App
from papi_desktop.services.changes import EVERYTHING
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.review_details import review_detail
from papi_desktop.services.reviews import QueueFilter, review_evidence, review_queue
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.tasks import list_occurrences
from resources.i18n import Language, use_language
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages.inbox import InboxPage
from ui.pages.page import Room
from ui.pages.review import ReviewPage
from ui.pages.review_rows import ReviewWanted, merged
from ui.tour import settle
from ui.undoing import undo_last
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.labels import TextLabel
from ui.widgets.lines_label import LinesLabel
from ui.widgets.verdict_line import VerdictLine
from ui.window_state import open_settings

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
COMMENT = "Anh khong doc duoc ngay"


@dataclass
class Stage:
    """A window of the level above with evidence to review, in the order of the queue."""

    window: MainWindow
    page: ReviewPage
    app: App
    commune: App
    jobs: Jobs
    folder: Path
    evidence: list[UUID] = field(default_factory=list[UUID])

    def settle(self) -> None:
        settle(self.jobs)

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Presses keys where the focus is, and waits for what they do."""
        for key in keys:
            QTest.keyClick(focused(), key, modifier)
            self.settle()

    def send(self, text: str = "", key: int = 0, *, repeated: bool = False) -> None:
        """A key event as an input method makes it, to where the focus is, without waiting."""
        QApplication.sendEvent(focused(), QKeyEvent(QEvent.Type.KeyPress, key, NONE, text, repeated))

    def states(self) -> list[ReviewState]:
        by_id = {row.id: row.state for row in review_queue(self.app, chosen=QueueFilter()).rows}
        return [by_id[evidence] for evidence in self.evidence]

    @property
    def shown(self) -> int:
        """The number of the evidence on the screen, from 0."""
        assert self.page.detail is not None
        assert self.page.list.current == self.page.detail.key
        return self.evidence.index(self.page.detail.id)

    def said(self) -> str:
        return " ".join(f"{bar.message.heading} {bar.message.sentence}" for bar in self.window.messages.bars)

    def new_version(self, number: int) -> None:
        """The commune corrects an evidence and sends it again."""
        with self.commune.unit_of_work("evidence.edit") as uow:
            row = uow.session.get_one(Evidence, (self.commune.office.unit, self.evidence[number]))
            row.abstract += " (đã sửa)"
            uow.commit()
        out = self.folder / f"again-{number}"
        export_bundles(self.commune, out=out)
        import_bundles(self.app, paths=[out])


PENDING, ACCEPTED, RETURNED = ReviewState.PENDING, ReviewState.ACCEPTED, ReviewState.RETURNED


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def fill(commune: App, authority: App, files: Sequence[Path], folder: Path) -> list[UUID]:
    """Records one evidence a file, named like papers 1, 2, ..., and takes them in above."""
    row = list_occurrences(commune).rows[0]
    made = [
        add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="thong_bao", number=f"{number}/TB-UBND"), files=[file]).evidence
        for number, file in enumerate(files, 1)
    ]
    if made:
        export_bundles(commune, out=folder / "usb")
        import_bundles(authority, paths=[folder / "usb"])
    return made


def three_files(sample_files: dict[str, Path], folder: Path) -> list[Path]:
    sound = folder / "phat-thanh.mp3"
    sound.write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x21" + bytes(4000))
    return [sample_files["pdf"], sample_files["photo"], sound]


def opened(qtbot: QtBot, app: App, commune: App, jobs: Jobs, folder: Path) -> Stage:
    settings = open_settings(folder / "machine" / "window.ini")
    window = MainWindow(jobs=jobs, settings=settings, make_pages=lambda: [InboxPage(app, jobs), ReviewPage(app, jobs)])
    window.undo_requested.connect(lambda: undo_last(app, jobs, show=window.show_message, announce=jobs.announced.emit))
    qtbot.addWidget(window)
    window.resize(1366, 689)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_page("reviewPage")
    settle(jobs)
    page = window.page
    assert isinstance(page, ReviewPage)
    page.list.view.setFocus()
    return Stage(window, page, app, commune, jobs, folder)


@pytest.fixture
def stage(qtbot: QtBot, authority: App, commune: App, jobs: Jobs, sample_files: dict[str, Path], tmp_path: Path) -> Iterator[Stage]:
    made = fill(commune, authority, three_files(sample_files, tmp_path), tmp_path)
    stage = opened(qtbot, authority, commune, jobs, tmp_path)
    stage.evidence = made
    yield stage
    settle(jobs)


def test_three_pieces_are_reviewed_by_keyboard_alone(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accepted, returned with a comment, undone, accepted; then on to the replies. The mouse is never used."""
    page = stage.page
    assert stage.shown == 0
    assert page.header.fact == "3 evidence items wait, 1 office"
    assert page.list.share.text() == "0/3 reviewed"
    stage.press(Key.Key_A)
    assert stage.states() == [ACCEPTED, PENDING, PENDING]
    assert stage.shown == 1
    assert page.list.rows.rows[0].state is ACCEPTED, "what was judged stays in its place"
    assert page.list.share.text() == "1/3 reviewed"
    assert page.panel.place.text() == "2/3"
    assert page.header.fact == "2 evidence items wait, 1 office · 1 verdict without a reply yet"

    stage.press(Key.Key_R)
    assert page.panel.comment.hasFocus()
    assert stage.states()[1] is PENDING
    assert page.panel.comment_note.text
    QTest.keyClicks(page.panel.comment, f"{COMMENT} ARNB")
    stage.press(Key.Key_Return, modifier=CTRL)
    assert stage.states() == [ACCEPTED, RETURNED, PENDING]
    assert review_detail(stage.app, evidence_id=stage.evidence[1]).comment == f"{COMMENT} ARNB"
    assert stage.shown == 2
    assert page.list.view.hasFocus()
    assert page.panel.comment_text == ""

    stage.press(Key.Key_Z, modifier=CTRL)
    assert stage.states() == [ACCEPTED, PENDING, PENDING]
    assert stage.shown == 1, "what was undone is shown again"
    stage.press(Key.Key_F7)
    stage.press(Key.Key_B, Key.Key_B, Key.Key_N)
    assert stage.shown == 1
    stage.press(Key.Key_F9)
    stage.press(Key.Key_A)
    assert stage.states() == [ACCEPTED, ACCEPTED, ACCEPTED]
    assert page.list.current is None
    assert any("Everything has been reviewed" in each.accessibleName() for each in page.findChildren(QWidget) if each.isVisible())

    asked: list[str] = []

    def ask_folder(_page: object, title: str, _then: object) -> None:
        asked.append(title)

    monkeypatch.setattr("ui.pages.inbox.ask_folder", ask_folder)
    stage.press(Key.Key_E, modifier=CTRL)
    assert stage.window.page.name == "inboxPage"
    assert asked == ["Where to write the replies"]


def test_letters_of_an_input_method_never_judge(stage: Stage) -> None:
    """A, A under Telex: A acts; Backspace and â do not, and nothing of a third A does either."""
    note, page = stage.page.foot.note, stage.page
    assert not note.isVisible()
    stage.press(Key.Key_A)
    assert stage.shown == 1
    stage.send(key=Key.Key_Backspace)
    stage.send("â", 0xE2)
    stage.settle()
    assert stage.states() == [ACCEPTED, PENDING, PENDING]
    assert stage.shown == 1
    assert note.isVisible()
    assert "F7, F8, F9" in page.foot.words.text()

    stage.send("\b", Key.Key_Backspace)
    for _ in range(2):
        stage.send("a", Key.Key_A)
    stage.settle()
    assert stage.states() == [ACCEPTED, PENDING, PENDING], "the letters that come with a Backspace are no person's"
    for text in ("ả", "ạ", "Ă", "đ", "ư"):
        stage.send(text)
    stage.send("n", Key.Key_N)
    stage.settle()
    assert stage.shown == 1, "A, N, A arrives as two Backspaces, â, n"
    assert stage.states() == [ACCEPTED, PENDING, PENDING]
    stage.press(Key.Key_F7)
    assert stage.states() == [ACCEPTED, ACCEPTED, PENDING], "the function keys work whatever the input method does"
    assert not note.isVisible()


def test_backspace_alone_does_nothing_and_letters_count_again_after_it(stage: Stage, qtbot: QtBot) -> None:
    stage.press(Key.Key_A)
    stage.press(Key.Key_Backspace)
    assert stage.states() == [ACCEPTED, PENDING, PENDING]
    assert not stage.page.foot.note.isVisible()
    qtbot.waitUntil(lambda: not stage.page.keys._quiet())  # pyright: ignore[reportPrivateUsage] - no signal says it
    stage.press(Key.Key_A)
    assert stage.states() == [ACCEPTED, ACCEPTED, PENDING]


@pytest.mark.parametrize("text", ["a", "â", "r", "ả"])
def test_text_put_together_by_an_input_method_is_no_key(stage: Stage, text: str) -> None:
    for event in (QInputMethodEvent(text, []), QInputMethodEvent()):
        event.setCommitString(text)
        QApplication.sendEvent(focused(), event)
    stage.settle()
    assert stage.states() == [PENDING, PENDING, PENDING]
    assert stage.shown == 0
    assert stage.page.foot.note.isVisible()


def test_a_key_held_down_judges_once(stage: Stage) -> None:
    stage.send("a", Key.Key_A)
    for _ in range(5):
        stage.settle()
        stage.send("a", Key.Key_A, repeated=True)
    stage.settle()
    assert stage.states() == [ACCEPTED, PENDING, PENDING]


def test_a_second_press_before_the_next_piece_is_shown_judges_nothing(stage: Stage) -> None:
    stage.send("a", Key.Key_A)
    stage.send("a", Key.Key_A)
    stage.settle()
    assert stage.states() == [ACCEPTED, PENDING, PENDING]
    assert stage.said() == ""
    stage.press(Key.Key_A)
    assert stage.states() == [ACCEPTED, ACCEPTED, PENDING]


def test_other_letters_lead_nowhere(stage: Stage) -> None:
    """No list jumps to a row, no choice to another entry: what is on the screen stays on it."""
    for widget in (stage.page.list.view, stage.page.list.state, stage.page.list.unit):
        widget.setFocus()
        for letter in "tcdw23":
            stage.send(letter, ord(letter.upper()))
        stage.settle()
    assert stage.shown == 0
    assert stage.page.list.state.currentIndex() == 0


def test_in_the_comment_every_key_is_text(stage: Stage) -> None:
    comment = stage.page.panel.comment
    comment.setFocus()
    for text in ("a", "r", "n", "b", " ", "+", "0", "â"):
        stage.send(text, ord(text.upper()))
    stage.send(key=Key.Key_Backspace)
    event = QInputMethodEvent()
    event.setCommitString("ế")
    QApplication.sendEvent(comment, event)
    stage.settle()
    assert comment.toPlainText() == "arnb +0ế"
    assert stage.states() == [PENDING, PENDING, PENDING]
    assert not stage.page.foot.note.isVisible()
    stage.press(Key.Key_Escape)
    assert stage.page.list.view.hasFocus()
    stage.press(Key.Key_R)
    assert stage.states()[0] is RETURNED, "with a comment written R returns at once"


def test_a_comment_waits_with_its_evidence(stage: Stage) -> None:
    panel = stage.page.panel
    panel.comment.setPlainText(COMMENT)
    stage.press(Key.Key_N)
    assert panel.comment_text == ""
    assert "1 comment is written and not sent" in stage.page.put_away()
    stage.page.refresh(EVERYTHING)
    stage.settle()
    stage.press(Key.Key_B)
    assert panel.comment_text == COMMENT
    stage.page.refresh(EVERYTHING)
    stage.settle()
    assert panel.comment_text == COMMENT
    stage.press(Key.Key_F8)
    assert stage.states()[0] is RETURNED
    assert stage.page.put_away() == ""
    stage.press(Key.Key_B)
    assert panel.comment_text == COMMENT, "what was said is shown with the verdict"


def test_a_sample_sentence_begins_the_comment(stage: Stage) -> None:
    panel = stage.page.panel
    first, second = panel.phrases.menu().actions()[:2]
    first.trigger()
    assert panel.comment_text == first.text()
    assert panel.comment.hasFocus()
    second.trigger()
    assert panel.comment_text == f"{first.text()} {second.text()}"
    stage.press(Key.Key_Return, modifier=CTRL)
    assert stage.states()[0] is RETURNED


def test_a_verdict_never_goes_to_a_version_that_was_not_seen(stage: Stage) -> None:
    stage.new_version(0)
    stage.press(Key.Key_A)
    assert stage.states() == [PENDING, PENDING, PENDING]
    assert "The verdict was not recorded" in stage.said()
    assert stage.page.detail is not None
    assert stage.page.detail.abstract.endswith("(đã sửa)"), "the present version is shown now"
    stage.press(Key.Key_A)
    assert sorted(stage.states()) == [ACCEPTED, PENDING, PENDING]


def test_a_version_that_arrives_while_one_is_looked_at_is_announced(stage: Stage) -> None:
    stage.new_version(0)
    stage.jobs.announced.emit(EVERYTHING)
    stage.settle()
    assert stage.shown == 0
    assert "A newer version of this evidence has arrived" in stage.said()


def test_a_verdict_given_elsewhere_is_not_written_over(stage: Stage) -> None:
    review_evidence(stage.app, evidence_id=stage.evidence[0], verdict=ReviewVerdict.RETURNED, comment=COMMENT)
    stage.press(Key.Key_A)
    assert stage.states()[0] is RETURNED
    assert "The verdict was not recorded" in stage.said()


def test_judged_rows_stay_until_the_queue_is_opened_anew(stage: Stage) -> None:
    page = stage.page
    stage.press(Key.Key_N)
    stage.press(Key.Key_A)
    stage.jobs.announced.emit(EVERYTHING)
    stage.settle()
    assert [row.state for row in page.list.rows.rows] == [PENDING, ACCEPTED, PENDING]
    assert stage.shown == 2
    stage.window.open_page("inboxPage")
    stage.window.open_page("reviewPage")
    stage.settle()
    assert [row.id for row in page.list.rows.rows] == [stage.evidence[0], stage.evidence[2]]
    page.list.state.setCurrentIndex(2)
    page.list.state.activated.emit(2)
    stage.settle()
    assert [row.id for row in page.list.rows.rows] == [stage.evidence[1]]
    assert stage.shown == 1


def test_another_page_leads_to_a_unit_a_dimension_or_one_evidence(stage: Stage) -> None:
    page = stage.page
    dimension = list_occurrences(stage.commune).rows[0].dimension
    page.arrive(ReviewWanted(stage.commune.office.code, dimension))
    stage.settle()
    assert len(page.list.rows.rows) == 3
    assert page.list.dimension.isVisible()
    assert page.list.dimension.currentText() == dimension
    page.arrive(ReviewWanted(dimension="99. Không có (mẫu)"))
    stage.settle()
    assert len(page.list.rows.rows) == 0
    clear = next(each for each in page.list.findChildren(PlainButton) if each.isVisible() and each.text() == "Clear filters")
    clear.click()
    stage.settle()
    assert len(page.list.rows.rows) == 3
    assert not page.list.dimension.isVisible()
    stage.press(Key.Key_A)
    page.arrive(stage.evidence[0])
    stage.settle()
    assert stage.shown == 0
    page.arrive(ReviewWanted(dimension=dimension, first=(stage.commune.office.unit, stage.evidence[2])))
    stage.settle()
    assert stage.shown == 2, "the piece that is asked for, not the first that waits"
    assert len(page.list.rows.rows) == 2


def test_a_piece_of_another_year_is_shown_where_a_search_leads_to_it(stage: Stage) -> None:
    page = stage.page
    page.show_year(2025)
    stage.settle()
    assert page.list.current is None
    page.arrive(stage.evidence[1])
    stage.settle()
    assert stage.shown == 1
    page.arrive((stage.commune.office.unit, stage.evidence[2]))
    stage.settle()
    assert stage.shown == 2
    page.take(EVERYTHING)
    stage.settle()
    assert stage.shown == 2, "it stays in sight while it is looked at"


def test_the_unit_tells_two_pieces_of_one_id_apart(stage: Stage) -> None:
    stage.page.arrive((uuid4(), stage.evidence[1]))
    stage.settle()
    assert stage.page.list.current != (stage.commune.office.unit, stage.evidence[1])
    stage.page.return_to(str(stage.evidence[2]))
    stage.settle()
    assert stage.shown == 2, "a place kept before units were"
    assert stage.page.place() == f"{stage.commune.office.unit} {stage.evidence[2]}"


def test_what_comes_next_is_read_while_this_is_looked_at(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object, **_kwargs: object) -> None:
        raise AssertionError

    monkeypatch.setattr("ui.pages.review.ReviewPage._read_detail", never)
    stage.press(Key.Key_N)
    assert stage.shown == 1


def test_what_has_no_picture_is_opened_by_key(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    urls: list[QUrl] = []

    def take(url: QUrl) -> bool:
        urls.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    stage.press(Key.Key_N, Key.Key_N)
    stage.press(Key.Key_O, modifier=CTRL)
    assert [Path(url.toLocalFile()).name for url in urls] == ["phat-thanh.mp3"]


def test_a_link_is_opened_by_key(
    qtbot: QtBot, commune: App, authority: App, jobs: Jobs, sample_files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls: list[str] = []

    def take(url: QUrl) -> bool:
        urls.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    fields = EvidenceFields(kind="link", abstract="Trang mẫu https://mau.example/ngan-sach")
    add_evidence(commune, task_ids=[list_occurrences(commune).rows[0].id], fields=fields, files=[sample_files["photo"]])
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])
    stage = opened(qtbot, authority, commune, jobs, tmp_path)
    stage.press(Key.Key_O, modifier=CTRL)
    assert urls == ["https://mau.example/ngan-sach"]


def test_the_fields_of_the_kind_are_shown_where_it_is_judged(
    qtbot: QtBot, commune: App, authority: App, jobs: Jobs, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    said = {"invited": "1200", "present": "744", "households": "\n".join(f"Hộ số {number} (mẫu): dự" for number in range(400))}
    row = list_occurrences(commune).rows[0]
    fields = EvidenceFields(kind="meeting", details=said)
    add_evidence(commune, task_ids=[row.id], fields=fields, files=[sample_files["photo"]])
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])
    stage = opened(qtbot, authority, commune, jobs, tmp_path)
    shown = [label.text() for label in stage.page.panel.findChildren(QLabel)]
    for text in ("Households invited", "1,200", "Households present", "744"):
        assert text in shown
    assert any(text.startswith("62") and "were present" in text for text in shown)
    assert any(text.startswith("Hộ số 0 (mẫu)") and len(text) < 300 for text in shown), "a long list begins short"
    assert stage.page.panel.width() == 352


def test_owed_files_and_a_long_abstract_are_shown_as_they_are(
    qtbot: QtBot, commune: App, authority: App, jobs: Jobs, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    row = list_occurrences(commune).rows[0]
    long = "Trích yếu rất dài (mẫu) " * 420
    lost = add_evidence(
        commune, task_ids=[row.id], fields=EvidenceFields(kind="thong_bao", abstract=long[:10_000]), files=[sample_files["pdf"]]
    ).evidence
    export_bundles(commune, out=tmp_path / "lost")
    fill(commune, authority, [sample_files["photo"]], tmp_path)
    stage = opened(qtbot, authority, commune, jobs, tmp_path)
    stage.page.arrive(lost)
    stage.settle()
    lines = [line.verdict.sentence for line in stage.page.panel.findChildren(VerdictLine)]
    assert any(sample_files["pdf"].name in line and "Not here yet" in line for line in lines)
    assert stage.page.minimumSizeHint().width() < 1190
    more = next(each for each in stage.page.panel.findChildren(PlainButton) if each.text() == "Show all of it")
    more.click()
    stage.settle()
    assert stage.page.panel.width() == 352
    stage.press(Key.Key_A)
    assert review_detail(authority, evidence_id=lost).state is ACCEPTED


def test_a_long_queue_goes_on_where_the_first_rows_end(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.pages.review.review_queue", partial(review_queue, limit=2))
    stage.page.refresh(EVERYTHING)
    stage.settle()
    assert stage.page.panel.place.text() == "1/2+"
    stage.press(Key.Key_A, Key.Key_A)
    assert stage.shown == 2
    assert stage.page.panel.place.text() == "1/1"
    stage.press(Key.Key_A)
    assert stage.page.list.current is None
    stage.page.arrive(stage.evidence[2])
    stage.settle()
    assert stage.shown == 2, "what another page leads to is shown though it lies beyond the first rows"


def test_the_same_piece_is_shown_at_the_next_start(stage: Stage) -> None:
    stage.press(Key.Key_N)
    place = stage.page.place()
    stage.press(Key.Key_N)
    stage.page.return_to(place)
    stage.settle()
    assert stage.shown == 1
    stage.page.return_to("no id")
    stage.settle()
    assert stage.shown == 1


def test_nothing_received_leads_to_the_inbox(qtbot: QtBot, commune: App, authority: App, jobs: Jobs, tmp_path: Path) -> None:
    stage = opened(qtbot, authority, commune, jobs, tmp_path)
    button = next(each for each in stage.page.findChildren(PlainButton) if each.isVisible() and each.text() == "Open the inbox")
    stage.press(Key.Key_A)
    stage.press(Key.Key_F8)
    button.click()
    assert stage.window.page.name == "inboxPage"
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog) and each.isVisible()]


def test_the_queue_that_is_done_says_so_at_once(stage: Stage) -> None:
    for evidence in stage.evidence:
        review_evidence(stage.app, evidence_id=evidence, verdict=ReviewVerdict.ACCEPTED)
    stage.window.open_page("inboxPage")
    stage.window.open_page("reviewPage")
    stage.settle()
    assert stage.page.list.rows.rows == []
    assert any("Everything has been reviewed" in each.accessibleName() for each in stage.page.findChildren(QWidget) if each.isVisible())


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_menu_and_a_button_keep_their_keys(stage: Stage) -> None:
    panel = stage.page.panel
    panel.return_button.setFocus()
    stage.press(Key.Key_Space)
    assert panel.comment.hasFocus(), "Space presses the button that has the focus"
    panel.phrases.setFocus()
    menu = panel.phrases.menu()
    menu.popup(panel.mapToGlobal(panel.rect().center()))
    QTest.keyClick(menu, Key.Key_A)
    menu.close()
    stage.settle()
    assert stage.states() == [PENDING, PENDING, PENDING]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_fits_every_window_in_both_languages(
    qtbot: QtBot, commune: App, authority: App, jobs: Jobs, sample_files: dict[str, Path], tmp_path: Path, language: Language
) -> None:
    use_language(language)
    fill(commune, authority, three_files(sample_files, tmp_path), tmp_path)
    stage = opened(qtbot, authority, commune, jobs, tmp_path)
    page = stage.page
    hint = page.minimumSizeHint()
    assert hint.width() <= 1190
    assert hint.height() <= 600
    assert page.list.width() == 322
    assert page.panel.width() == 352
    stage.window.resize(1093, 614)
    stage.settle()
    assert page.room is Room.NARROW
    assert page.panel.geometry().right() <= page.width()
    stage.window.resize(683, 384)
    stage.settle()
    assert page.room is Room.SINGLE
    assert page.list.isVisible()
    assert not page.panel.isVisible()
    page.list.view.setFocus()
    stage.press(Key.Key_Return)
    assert page.panel.isVisible()
    assert not page.list.isVisible()
    stage.settle()
    for widget in (page.preview, page.panel, page.panel.accept_button, page.panel.return_button):
        corner = widget.mapTo(page, widget.rect().bottomRight())
        assert page.rect().contains(corner), widget
    stage.press(Key.Key_A)
    assert page.panel.isVisible(), "the next piece takes the place of the one judged"
    stage.press(Key.Key_Escape)
    assert page.list.isVisible()


def test_every_control_has_a_name_and_one_button_is_primary(stage: Stage) -> None:
    for widget in stage.page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or (isinstance(widget, PlainButton) and widget.text()), widget
    assert len([each for each in stage.page.findChildren(PrimaryButton) if each.isVisible()]) == 1
    assert "Ctrl+E" in stage.page.reply_button.toolTip()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_checks_and_abstract_of_a_document_are_in_sight_at_once(
    qtbot: QtBot, commune: App, authority: App, jobs: Jobs, sample_files: dict[str, Path], tmp_path: Path, language: Language
) -> None:
    use_language(language)
    row = next(row for row in list_occurrences(commune).rows if len(row.text) > 100 and row.expected == 1)
    abstract = "Thông báo niêm yết danh sách hộ nghèo, hộ cận nghèo của xã (mẫu)"
    fields = EvidenceFields(
        kind="thong_bao", number="7/TB-UBND", abstract=abstract, issued=date(2026, 1, 20), place="Nhà văn hóa thôn (mẫu)"
    )
    add_evidence(commune, task_ids=[row.id], fields=fields, files=[sample_files["pdf"]])
    fill(commune, authority, [sample_files["photo"]], tmp_path)
    panel = opened(qtbot, authority, commune, jobs, tmp_path).page.panel
    view = panel.area.viewport()

    def bottom(part: QWidget) -> int:
        return part.mapTo(view, part.rect().bottomLeft()).y()

    words = next(label for label in panel.area.findChildren(TextLabel) if label.text() == abstract)
    last_check = max(bottom(line) for line in panel.findChildren(VerdictLine))
    assert last_check < bottom(words) <= view.height(), "the checks first, then the abstract, without scrolling"
    (task,) = panel.area.findChildren(LinesLabel)
    assert task.toolTip() == " ".join(row.text.split())
    assert task.text().count("\n") <= 1
    assert task.height() <= 2 * task.fontMetrics().lineSpacing() + 4


def test_several_tasks_take_two_lines(
    qtbot: QtBot, commune: App, authority: App, jobs: Jobs, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    rows = list({row.task_id: row for row in list_occurrences(commune).rows}.values())[:3]
    fields = EvidenceFields(kind="thong_bao", number="7/TB-UBND")
    add_evidence(commune, task_ids=[row.id for row in rows], fields=fields, files=[sample_files["pdf"]])
    fill(commune, authority, [sample_files["photo"]], tmp_path)
    panel = opened(qtbot, authority, commune, jobs, tmp_path).page.panel
    (task,) = panel.area.findChildren(LinesLabel)
    texts = {" ".join(row.text.split()) for row in rows}
    assert task.whole in texts
    assert "\n" not in task.text()
    assert "and 2 more tasks" in [label.text() for label in panel.area.findChildren(TextLabel)]
    assert set(task.accessibleName().splitlines()) == texts
    lines = task.parentWidget()
    assert lines is not None
    assert set(lines.toolTip().splitlines()) == texts


def test_judged_rows_are_merged_where_they_stood(stage: Stage) -> None:
    one, two, three = stage.page.list.rows.rows
    assert merged([one, two, three], [one, three], {two.key}) == [one, two, three]
    assert merged([one, two, three], [two, three], {one.key}) == [one, two, three]
    assert merged([one, two, three], [one, two], {three.key}) == [one, two, three]
    assert merged([one, two, three], [three], {one.key, two.key}) == [one, two, three]
    assert merged([one, two], [one, three], set()) == [one, three]
