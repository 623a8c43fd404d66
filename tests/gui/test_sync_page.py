"""The sync page, worked as an officer works it: write, cancel, take in the reply."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import delete

from db.tables import TrustedCard
from papi_desktop.domain.errors import BundleError, Code
from papi_desktop.domain.vocabulary import ReviewVerdict, SyncState
from papi_desktop.services.app import App
from papi_desktop.services.bundles import list_bundles
from papi_desktop.services.cards import list_cards, write_own_card
from papi_desktop.services.changes import EVERYTHING
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.reviews import list_reviews, review_evidence
from papi_desktop.services.sending import export_bundles, write_replies
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.wording import error_message
from ui.drives import Drive
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages.cards import TrustCardDialog
from ui.pages.page import Room
from ui.pages.sync import SyncPage
from ui.passphrase import PassphraseDialog
from ui.tour import settle
from ui.widgets.message_bar import Message, MessageKind
from ui.window_state import open_settings

CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 20_000


@dataclass
class Stage:
    """A window with the page alone, and what it has said."""

    window: MainWindow
    page: SyncPage
    jobs: Jobs
    qtbot: QtBot

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.window.activateWindow()  # the screenless platform does not when a dialog closes
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window, key, modifier)

    def settle(self) -> None:
        settle(self.jobs)

    def said(self) -> Message:
        """The newest message, once nothing runs any more."""
        self.settle()
        bars = self.window.messages.bars
        assert bars, "the page said nothing"
        return bars[-1].message

    def dialog(self, kind: type[QDialog]) -> QDialog:
        def found() -> None:
            assert self._dialog(kind) is not None

        self.qtbot.waitUntil(found, timeout=PATIENCE)
        dialog = self._dialog(kind)
        assert dialog is not None
        return dialog

    def _dialog(self, kind: type[QDialog]) -> QDialog | None:
        return next((each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()), None)

    def name_file(self, path: Path) -> None:
        """Pastes ``path`` into the file dialog that is open and presses Enter."""
        dialog = self.dialog(QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(field, QLineEdit)
        field.setFocus()
        field.setText(str(path))
        QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return open_settings(tmp_path / "machine" / "window.ini")


@pytest.fixture
def stage(qtbot: QtBot, jobs: Jobs, commune: App, settings: QSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr("ui.pages.sync.removable_drives", tuple[Drive, ...])  # whatever is plugged into the test machine
    window = MainWindow(jobs=jobs, settings=settings, make_pages=lambda: [SyncPage(commune, jobs)])
    qtbot.addWidget(window)
    window.resize(1366, 689)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settle(jobs)
    page = window.page
    assert isinstance(page, SyncPage)
    yield Stage(window, page, jobs, qtbot)
    settle(jobs)


def record(commune: App, *files: Path, abstract: str = "Thông báo niêm yết (mẫu)", personal_data: bool = False) -> None:
    row = list_occurrences(commune).rows[0]
    fields = EvidenceFields(kind="photo", abstract=abstract, issued=date(2026, 11, 3), personal_data=personal_data)
    add_evidence(commune, task_ids=[row.task_id], fields=fields, files=files)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Long enough to be cancelled half way."""
    path = tmp_path / "video.mp4"
    path.write_bytes(os.urandom(1 << 20) * 80)
    return path


def show_news(stage: Stage) -> None:
    """What a service changed beside the window."""
    stage.jobs.announced.emit(EVERYTHING)
    stage.settle()


def exchange(commune: App, authority: App, folder: Path, *, verdict: ReviewVerdict = ReviewVerdict.ACCEPTED) -> Path:
    """Commune writes, authority takes in, judges, answers: the reply."""
    export_bundles(commune, out=folder / "up")
    import_bundles(authority, paths=[folder / "up"])
    for item in list_reviews(authority):
        comment = "Ảnh chưa rõ ngày." if verdict is ReviewVerdict.RETURNED else ""
        review_evidence(authority, evidence_id=item.id, verdict=verdict, comment=comment)
    return write_replies(authority, out=folder / "down").bundles[0].path


# writing


def test_a_bundle_is_written_by_keyboard_alone_with_the_keys_locked(
    stage: Stage, commune: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    record(commune, sample_files["pdf"])
    show_news(stage)
    commune._keys = None
    usb = tmp_path / "usb"
    usb.mkdir()
    stage.press(Qt.Key.Key_E, CTRL)
    stage.name_file(usb)
    dialog = stage.dialog(PassphraseDialog)
    assert isinstance(dialog, PassphraseDialog)
    QTest.keyClicks(dialog.field, "mat khau mau")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: bool(stage.window.messages.bars), timeout=PATIENCE)
    said = stage.said()
    assert said.kind is MessageKind.DONE
    assert said.heading == "Written and read back equal."
    assert "0001" in said.sentence
    (written,) = usb.iterdir()
    assert written.name.endswith(".papi.age")
    row = stage.page.history.rows.rows[0]
    assert (row.state, row.evidence, Path(row.path)) == (SyncState.SENT, 1, written)
    panel = stage.page.history.panel
    assert "“Sent” does not yet mean “Received”." in panel.sentence.text()
    assert panel.chip.text == "Sent"


def test_what_will_be_sent_is_counted_and_personal_data_named(stage: Stage, commune: App, sample_files: dict[str, Path]) -> None:
    record(commune, sample_files["photo"], personal_data=True)
    show_news(stage)
    model = stage.page.content.table.model()
    counts = {model.index(row, 0).data(): model.index(row, 1).data() for row in range(model.rowCount())}
    assert counts["New or changed evidence"] == "1"
    assert counts["Attached files"] == "1"
    assert "personal data" in stage.page.content.note.text
    assert stage.page.header.fact == "with Sở Nội vụ (mẫu)"


def test_an_unencrypted_bundle_is_warned_of_and_refused_for_personal_data(
    stage: Stage, commune: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    record(commune, sample_files["photo"], personal_data=True)
    show_news(stage)
    stage.page.destination.encrypt.click()
    assert "Not encrypted" in stage.page.destination.note.text
    write_to(stage, tmp_path)
    said = stage.said()
    assert said.kind is MessageKind.ERROR
    assert said.action is None
    assert [row for row in list_bundles(commune) if row.ours] == []


def write_to(stage: Stage, folder: Path) -> None:
    stage.page.destination.set_other(Drive(folder, folder.name, 10**12, 10**12, "ext4", removable=False))
    stage.press(Qt.Key.Key_E, CTRL)


def test_esc_cancels_half_way_and_leaves_no_file(stage: Stage, commune: App, large: Path, tmp_path: Path) -> None:
    record(commune, large)
    show_news(stage)
    usb = tmp_path / "usb"
    usb.mkdir()
    with stage.qtbot.waitSignal(stage.page._stage, timeout=PATIENCE, check_params_cb=_is_write):
        write_to(stage, usb)
    assert not stage.page.destination.write_button.isEnabled()
    stage.press(Qt.Key.Key_Escape)
    assert "cancelled" in stage.said().heading
    assert list(usb.iterdir()) == []
    assert list_bundles(commune) == ()
    assert stage.page.destination.write_button.isEnabled()


def _is_write(number: int) -> bool:
    return number == 1


def test_progress_names_the_stage_and_the_bytes(stage: Stage, commune: App, large: Path, tmp_path: Path) -> None:
    record(commune, large)
    show_news(stage)
    write_to(stage, tmp_path / "usb")
    panel = stage.page._writing
    assert panel is not None
    seen: list[str] = []
    stages: list[int] = []
    stage.page._stage.connect(stages.append)
    stage.jobs.jobs[0].progress.connect(lambda: seen.append(panel.amount.text()))
    stage.qtbot.waitUntil(panel.isVisible, timeout=PATIENCE)
    assert stage.said().kind is MessageKind.DONE
    assert stages == [0, 1, 2]
    assert any(text.endswith("83.9\u00a0MB") for text in seen)
    assert stage.page._writing is None


def test_a_place_that_vanished_is_told_and_written_again(stage: Stage, commune: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    record(commune, sample_files["pdf"])
    show_news(stage)
    usb = tmp_path / "usb"
    usb.write_text("no folder any more")
    write_to(stage, usb)
    said = stage.said()
    assert said.kind is MessageKind.ERROR
    assert said.action is not None
    assert said.action.text == "Write again"
    usb.unlink()
    QTest.mouseClick(stage.window.messages.bars[0].action_button, Qt.MouseButton.LeftButton)
    assert stage.said().kind is MessageKind.DONE


def test_a_full_drive_is_told_and_leaves_nothing(stage: Stage, commune: App, large: Path, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    record(commune, large)
    show_news(stage)
    usb = tmp_path / "usb"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000_000, hard))
    try:
        write_to(stage, usb)
        said = stage.said()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert said.kind is MessageKind.ERROR
    assert list(usb.iterdir()) == []
    assert list_bundles(commune) == ()


def test_drives_come_and_go_and_the_choice_stays(stage: Stage, tmp_path: Path) -> None:
    place = stage.page.destination
    first = Drive(tmp_path / "e", "USB A (E:)", 10**9, 2 * 10**9, "FAT32", removable=True)
    second = Drive(tmp_path / "f", "USB B (F:)", 10, 2 * 10**9, "FAT32", removable=True)
    place.set_drives([first])
    assert place.folder == first.path
    assert place.removable
    place.set_needed(100)
    place.set_drives([first, second])
    assert place.folder == first.path
    QTest.mouseClick(place._rows[1], Qt.MouseButton.LeftButton)
    assert place.folder == second.path
    assert [row.radio.isChecked() for row in place._rows] == [False, True]
    place.set_drives([])
    assert place.folder is None
    assert "No USB drive" in place.no_drive.text


def test_a_written_bundle_can_be_checked_again(stage: Stage, commune: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    record(commune, sample_files["pdf"])
    path = export_bundles(commune, out=tmp_path / "usb").bundles[0].path
    show_news(stage)
    panel = stage.page.history.panel
    whole = path.read_bytes()

    def check() -> str:
        QTest.mouseClick(panel.check_button, Qt.MouseButton.LeftButton)
        stage.settle()
        return panel.check_note.text

    assert check().startswith("Whole, seal right")
    path.write_bytes(whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1 :])
    assert "Do not hand it over" in check()
    path.unlink()
    assert "plug that in" in check()


# replies


@pytest.mark.parametrize(("verdict", "state"), [(ReviewVerdict.ACCEPTED, SyncState.ACCEPTED), (ReviewVerdict.RETURNED, SyncState.RETURNED)])
def test_a_reply_closes_the_loop(
    stage: Stage,
    commune: App,
    authority: App,
    sample_files: dict[str, Path],
    tmp_path: Path,
    verdict: ReviewVerdict,
    state: SyncState,
) -> None:
    record(commune, sample_files["pdf"])
    reply = exchange(commune, authority, tmp_path, verdict=verdict)
    show_news(stage)
    assert stage.page.history.rows.rows[0].state == SyncState.SENT
    stage.press(Qt.Key.Key_I, CTRL)
    stage.name_file(reply)
    stage.qtbot.waitUntil(lambda: bool(stage.window.messages.bars), timeout=PATIENCE)
    assert stage.said().kind is MessageKind.DONE
    states = {row.ours: row.state for row in stage.page.history.rows.rows}
    assert states == {True: state, False: "imported"}
    lines = stage.page.result.list.lines.rows
    assert stage.page.result.isVisible()
    assert [line.title for line in lines] == ["Bundle 0001", "Thông báo niêm yết (mẫu)"]
    assert ("Ảnh chưa rõ ngày." in lines[1].said) is (verdict is ReviewVerdict.RETURNED)
    (evidence,) = [item for item in list_evidence(commune) if item.unit == commune.office.unit]
    assert evidence.sync is state
    stage.page.leads_to.disconnect()
    led: list[object] = []

    def lead(page: str, what: object) -> None:
        led.extend([page, what])

    stage.page.leads_to.connect(lead)
    stage.page.result.list.setFocus()
    stage.page.result.list.selectRow(1)
    QTest.keyClick(stage.page.result.list, Qt.Key.Key_Return)
    assert led == ["tasksPage", lines[1].occurrence]


def test_nothing_new_is_said_quietly(stage: Stage, commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    record(commune, sample_files["pdf"])
    import_bundles(commune, paths=[exchange(commune, authority, tmp_path)])
    show_news(stage)
    assert stage.page.content.note.text.startswith("Nothing new")
    write_to(stage, tmp_path / "usb")
    assert stage.said().heading == "Nothing new to send."
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_damaged_reply_is_refused_and_changes_nothing(
    stage: Stage, commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    record(commune, sample_files["pdf"])
    reply = exchange(commune, authority, tmp_path)
    data = bytearray(reply.read_bytes())
    data[len(data) // 2] ^= 1
    reply.write_bytes(data)
    before = list_bundles(commune)
    stage.page.drop.dropped.emit([reply])
    said = stage.said()
    assert said.kind is MessageKind.ERROR
    assert reply.name in said.heading
    assert list_bundles(commune) == before
    (line,) = stage.page.result.list.lines.rows
    assert line.state == "Refused"
    assert line.said == said.heading


def test_what_a_reply_said_can_be_read_again_from_the_history(
    stage: Stage, commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    record(commune, sample_files["pdf"])
    import_bundles(commune, paths=[exchange(commune, authority, tmp_path, verdict=ReviewVerdict.RETURNED)])
    show_news(stage)
    history = stage.page.history
    history.filter.setCurrentIndex(history.filter.findText("Replies taken in"))
    stage.settle()
    (row,) = history.rows.rows
    assert not row.ours
    (line,) = history.panel.answers.lines.rows
    assert line.said == "“Ảnh chưa rõ ngày.”"
    history.filter.setCurrentIndex(history.filter.findText("Sent"))
    assert history.panel.isHidden()


# cards


def test_without_a_card_the_page_says_what_to_do(stage: Stage, commune: App, authority: App, tmp_path: Path) -> None:
    forget_cards(stage, commune)
    assert stage.page.no_card.isVisible()
    path = tmp_path / "so.papi.card"
    card = write_own_card(authority, out=path)
    QTest.mouseClick(stage.page.no_card.take_button, Qt.MouseButton.LeftButton)
    stage.name_file(path)
    dialog = stage.dialog(TrustCardDialog)
    assert isinstance(dialog, TrustCardDialog)
    assert card.fingerprint in [label.text() for label in dialog.findChildren(QLabel)]
    QTest.keyClicks(dialog.field, "AAAA-" * 7 + "AAAA")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    stage.settle()
    assert dialog.isVisible()
    assert error_message(BundleError(Code.WRONG_FINGERPRINT, name=card.name)).what in dialog.note.text
    assert list_cards(commune) == ()
    dialog.field.selectAll()
    QTest.keyClicks(dialog.field, card.fingerprint.replace("-", " ").lower())
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert "is trusted" in stage.said().heading
    assert [trusted.name for trusted in list_cards(commune)] == ["Sở Nội vụ (mẫu)"]
    assert stage.page.destination.write_button.isVisible()


def forget_cards(stage: Stage, app: App) -> None:
    with app.read() as session:
        session.execute(delete(TrustedCard))
        session.commit()
    show_news(stage)


def test_the_own_card_is_written(stage: Stage, commune: App, tmp_path: Path) -> None:
    forget_cards(stage, commune)
    QTest.mouseClick(stage.page.no_card.write_button, Qt.MouseButton.LeftButton)
    stage.name_file(tmp_path / "xa.papi.card")
    said = stage.said()
    assert said.kind is MessageKind.DONE
    assert stage.page.no_card.fingerprint.text().split()[-1] in said.sentence
    assert (tmp_path / "xa.papi.card").is_file()


# the frame


def test_every_control_has_a_name_and_the_page_fits(stage: Stage, commune: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    record(commune, sample_files["pdf"])
    export_bundles(commune, out=tmp_path / "usb")
    stage.page.destination.set_drives([Drive(tmp_path, "USB A (E:)", 10**9, 2 * 10**9, "FAT32", removable=True)])
    show_news(stage)
    controls = [each for each in stage.page.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()]
    for control in controls:
        assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text()), control
    assert stage.window.minimumSizeHint().height() <= 689
    assert "(Ctrl+E)" in stage.page.destination.write_button.toolTip()
    assert "(Ctrl+I)" in stage.page.import_button.toolTip()


def test_tab_goes_from_what_to_where_to_the_button(stage: Stage, tmp_path: Path) -> None:
    place = stage.page.destination
    place.set_drives([Drive(tmp_path, "USB A (E:)", 10**9, 2 * 10**9, "FAT32", removable=True)])
    stage.settle()
    stage.page.content.table.setFocus()
    seen: list[QWidget | None] = []
    for _step in range(4):
        QTest.keyClick(QApplication.focusWidget() or stage.window, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [place._rows[0].radio, place.folder_button, place.encrypt, place.write_button]


@pytest.mark.parametrize("room", [Room.NARROW, Room.SINGLE])
def test_a_narrow_window_drops_the_place_column(stage: Stage, room: Room) -> None:
    stage.window.resize(1093 if room is Room.NARROW else 700, 614)
    stage.settle()
    assert stage.page.room is room
    assert stage.page.history.table.isColumnHidden(3)
    assert stage.page._left.width() <= stage.page.width()
