"""The inbox of the level above: drop bundles, read the verdicts, trust cards, send the replies."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import delete

from db.tables import TrustedCard
from papi_desktop.domain.errors import BundleError, Code
from papi_desktop.domain.vocabulary import ImportVerdict, SyncState
from papi_desktop.services.app import App
from papi_desktop.services.bundles import list_bundles
from papi_desktop.services.cards import list_cards, write_own_card
from papi_desktop.services.changes import EVERYTHING
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.wording import error_message
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages.cards import TrustCardDialog
from ui.pages.inbox import InboxPage
from ui.passphrase import PassphraseDialog
from ui.tour import settle
from ui.widgets.chip import Chip
from ui.widgets.labels import TextLabel
from ui.widgets.message_bar import Message, MessageKind
from ui.window_state import open_settings

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
PATIENCE = 20_000


@dataclass
class Stage:
    """A window with the inbox alone, and what it has said."""

    window: MainWindow
    page: InboxPage
    jobs: Jobs
    qtbot: QtBot

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.window.activateWindow()  # the screenless platform does not when a dialog closes
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window, key, modifier)

    def settle(self) -> None:
        settle(self.jobs)

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

    def name_file(self, path: Path) -> None:
        """Pastes ``path`` into the file dialog that is open and presses Enter."""
        field = self.dialog(QFileDialog).findChild(QLineEdit, "fileNameEdit")
        assert isinstance(field, QLineEdit)
        field.setText(str(path))
        QTest.keyClick(field, Qt.Key.Key_Return)

    def drop(self, *paths: Path) -> None:
        """Drags ``paths`` over the page and lets go."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        action, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.page, QDragEnterEvent(QPoint(50, 50), action, data, LEFT, keys))
        assert self.page.drop.isVisible()
        QApplication.sendEvent(self.page, QDropEvent(QPointF(50, 50), action, data, LEFT, keys))
        self.settle()

    def words(self) -> str:
        """Everything that the details say."""
        labels = [label.text() for label in self.page.details.findChildren(TextLabel) if not label.isHidden()]
        return "\n".join([*labels, *(chip.text for chip in self.page.details.findChildren(Chip))])


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return open_settings(tmp_path / "machine" / "window.ini")


@pytest.fixture
def stage(qtbot: QtBot, jobs: Jobs, authority: App, settings: QSettings) -> Iterator[Stage]:
    window = MainWindow(jobs=jobs, settings=settings, make_pages=lambda: [InboxPage(authority, jobs)])
    qtbot.addWidget(window)
    window.resize(1366, 689)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settle(jobs)
    page = window.page
    assert isinstance(page, InboxPage)
    yield Stage(window, page, jobs, qtbot)
    settle(jobs)


@pytest.fixture
def bundle(commune: App, sample_files: dict[str, Path], tmp_path: Path) -> Path:
    """A commune's first bundle, with one piece of evidence."""
    row = list_occurrences(commune).rows[0]
    fields = EvidenceFields(kind="photo", abstract="Ảnh niêm yết (mẫu)", issued=date(2026, 11, 3))
    add_evidence(commune, task_ids=[row.task_id], fields=fields, files=[sample_files["photo"]])
    return export_bundles(commune, out=tmp_path / "usb").bundles[0].path


def damaged(path: Path) -> Path:
    """A copy with one bit flipped in its middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    copy = path.with_name("hong.papi.age")
    copy.write_bytes(data)
    return copy


def test_a_dropped_folder_is_taken_in(stage: Stage, authority: App, bundle: Path) -> None:
    (bundle.parent / "ghi chú.txt").write_text("không phải gói", "utf-8")
    stage.drop(bundle.parent)
    said = stage.said()
    assert (said.kind, said.heading) == (MessageKind.DONE, "1 bundle is taken in.")
    (file,) = stage.page.last.rows.rows
    assert file.verdict is ImportVerdict.IMPORTED
    assert file.new["evidence"] == 1
    assert "1 other file" in stage.page.last.skipped.text()
    words = stage.words()
    assert "Bundle 0001, UBND xã Tân Phú (mẫu)" in words
    assert "Seal is right" in words
    assert "Evidence" in words
    (row,) = stage.page.history.rows.rows
    assert (row.peer_name, row.evidence) == ("UBND xã Tân Phú (mẫu)", 1)
    assert len(list_bundles(authority)) == 1
    assert stage.page.header.fact.startswith("1 bundle taken in")


def test_the_same_bundle_twice_changes_nothing(stage: Stage, authority: App, bundle: Path) -> None:
    import_bundles(authority, paths=[bundle])
    before = list_bundles(authority)
    stage.drop(bundle)
    assert stage.said().heading == "1 bundle was here before."
    (file,) = stage.page.last.rows.rows
    assert file.verdict is ImportVerdict.DUPLICATE
    assert "nothing changed" in stage.words()
    assert list_bundles(authority) == before


def test_bad_files_are_refused_each_with_its_sentence(stage: Stage, authority: App, bundle: Path, tmp_path: Path) -> None:
    broken = damaged(bundle)
    note = tmp_path / "ghi-chu.papi.age"
    note.write_text("không phải gói", "utf-8")
    stage.drop(broken, note)
    said = stage.said()
    assert (said.kind, said.heading) == (MessageKind.WARNING, "2 files did not get in.")
    assert [file.verdict for file in stage.page.last.rows.rows] == [ImportVerdict.REFUSED] * 2
    for row, code in enumerate((Code.OBJECT, Code.NOT_A_BUNDLE)):
        stage.page.last.table.selectRow(row)
        error = stage.page.last.rows.rows[row].error
        assert error is not None
        assert error.code is code
        sentence = error_message(error, name=stage.page.last.rows.rows[row].path.name)
        assert sentence.what in stage.words()
        assert sentence.todo in stage.words()
    assert list_bundles(authority) == ()
    assert list(authority.temporary.iterdir()) == []


def test_good_bundles_get_in_beside_bad_ones(stage: Stage, bundle: Path) -> None:
    stage.drop(damaged(bundle), bundle)
    said = stage.said()
    assert said.heading == "1 file did not get in."
    assert "1 bundle is taken in." in said.sentence
    assert len(stage.page.history.rows.rows) == 1


def test_an_unknown_office_waits_for_its_card_and_then_gets_in(
    stage: Stage, commune: App, authority: App, bundle: Path, tmp_path: Path
) -> None:
    with authority.read() as session:
        session.execute(delete(TrustedCard))
        session.commit()
    stage.jobs.announced.emit(EVERYTHING)
    stage.settle()
    assert stage.page.history.card_button.isVisible()
    assert not stage.page.reply_button.isEnabled()
    stage.drop(bundle)
    unknown = error_message(BundleError(Code.UNKNOWN_CARD), name=bundle.name)
    assert unknown.what in stage.words()
    assert unknown.todo in stage.words()
    card = write_own_card(commune, out=tmp_path / "xa.papi.card")
    (hint,) = [each for each in stage.page.details.findChildren(QAbstractButton) if each.text() == "Take in a unit card…"]
    QTest.mouseClick(hint, LEFT)
    stage.name_file(tmp_path / "xa.papi.card")
    dialog = stage.dialog(TrustCardDialog)
    assert isinstance(dialog, TrustCardDialog)
    assert "UBND xã Tân Phú (mẫu)" in [label.text() for label in dialog.findChildren(QLabel)]
    QTest.keyClicks(dialog.field, card.fingerprint)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert stage.said().kind is MessageKind.DONE
    assert [trusted.code for trusted in list_cards(authority)] == [commune.office.code]
    assert [row.code for row in stage.page.cards.rows.rows] == [commune.office.code]
    stage.drop(bundle)
    assert stage.page.last.rows.rows[0].verdict is ImportVerdict.IMPORTED


def test_a_card_that_is_none_is_told(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "thẻ.papi.card"
    path.write_text("{}", "utf-8")
    QTest.mouseClick(stage.page.cards.take_button, LEFT)
    stage.name_file(path)
    stage.qtbot.waitUntil(lambda: bool(stage.window.messages.bars), timeout=PATIENCE)
    assert stage.said().heading == error_message(BundleError(Code.NOT_A_CARD)).what


def test_locked_keys_are_asked_for_before_anything_is_opened(stage: Stage, authority: App, bundle: Path) -> None:
    authority._keys = None
    stage.press(Qt.Key.Key_I, CTRL)
    stage.name_file(bundle)
    dialog = stage.dialog(PassphraseDialog)
    assert isinstance(dialog, PassphraseDialog)
    assert list_bundles(authority) == ()
    QTest.keyClicks(dialog.field, "mat khau mau")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: bool(stage.window.messages.bars), timeout=PATIENCE)
    assert stage.said().kind is MessageKind.DONE


def test_cancelling_keeps_what_was_taken_in_before(stage: Stage, authority: App, bundle: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(200):
        shutil.copy(bundle, many / f"{number:03}.papi.age")
    stage.page.intake.take([many])
    stage.qtbot.waitUntil(lambda: stage.page.intake.panel is not None and stage.page.intake.panel.isVisible(), timeout=PATIENCE)
    stage.qtbot.waitUntil(lambda: len(list_bundles(authority)) == 1, timeout=PATIENCE)
    stage.press(Qt.Key.Key_Escape)
    assert "cancelled" in stage.said().heading
    assert stage.page.intake.panel is None
    assert len(stage.page.history.rows.rows) == 1
    stage.drop(bundle)
    assert stage.page.last.rows.rows[0].verdict is ImportVerdict.DUPLICATE


def test_replies_go_back_by_keyboard_and_are_received(stage: Stage, commune: App, bundle: Path, tmp_path: Path) -> None:
    stage.drop(bundle)
    out = tmp_path / "tra-loi"
    out.mkdir()
    stage.press(Qt.Key.Key_E, CTRL)
    stage.name_file(out)
    stage.qtbot.waitUntil(lambda: bool(list(out.glob("*.papi.age"))), timeout=PATIENCE)
    said = stage.said()
    assert said.heading == "1 reply is written and read back equal."
    assert commune.office.code in said.sentence
    import_bundles(commune, paths=[out])
    assert next(row.state for row in list_bundles(commune) if row.ours) == SyncState.RECEIVED


def test_a_reply_that_was_written_stands_in_the_history(
    stage: Stage, commune: App, authority: App, bundle: Path, sample_files: dict[str, Path], tmp_path: Path, clock: Any
) -> None:
    stage.drop(bundle)
    out = tmp_path / "tra-loi"
    out.mkdir()
    clock.advance(minutes=5)
    stage.page._answer(out)
    stage.settle()
    history = stage.page.history
    assert [row.ours for row in history.rows.rows] == [True, False], "newest first, both ways in one list"
    assert stage.page.header.fact.startswith("1 bundle taken in"), "replies are not counted as taken in"
    said = [str(history.rows.index(0, column).data()) for column in (0, 1, 4, 5)]
    assert said == ["UBND xã Tân Phú (mẫu)", "0001", "tra-loi", "Sent"]
    assert str(history.rows.index(0, 3).data()).startswith("Reply, ")
    spoken = [history.rows.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert spoken == ["Office: Reply to UBND xã Tân Phú (mẫu)", "Office: Bundle of UBND xã Tân Phú (mẫu)"]
    history.table.selectRow(0)
    words = stage.words()
    assert "Reply 0001, UBND xã Tân Phú (mẫu)" in words
    assert "No receipt of UBND xã Tân Phú (mẫu) yet" in words
    assert chips(stage) == ["Sent"], "what is written here has no seal to be held against"
    import_bundles(commune, paths=[out])
    clock.advance(minutes=5)
    fields = EvidenceFields(kind="thong_bao", number="2/TB-UBND")
    add_evidence(commune, task_ids=[list_occurrences(commune).rows[0].task_id], fields=fields, files=[sample_files["pdf"]])
    receipt = export_bundles(commune, out=tmp_path / "bien-nhan").bundles[0].path
    stage.jobs.announced.emit(import_bundles(authority, paths=[receipt]).changed)
    stage.settle()
    assert "UBND xã Tân Phú (mẫu) has confirmed by a receipt that it holds this reply." in stage.words(), "shown at once"
    history.table.selectRow(history.rows.index_of(next(row.id for row in history.rows.rows if not row.ours)).row())
    assert chips(stage) == ["Imported", "Seal is right"]
    assert "Bundle 0002, UBND xã Tân Phú (mẫu)" in stage.words()


def chips(stage: Stage) -> list[str]:
    """Those of the bundle shown; the one shown before may not be gone yet."""
    body = stage.page.details._body
    assert body is not None
    return [chip.text for chip in body.findChildren(Chip)]


def test_replies_that_cannot_be_written_are_told(stage: Stage, bundle: Path, tmp_path: Path) -> None:
    stage.drop(bundle)
    gone = tmp_path / "gone"
    gone.write_text("no folder any more")
    stage.page._answer(gone)
    stage.settle()
    said = stage.window.messages.bars[0].message
    assert said.kind is MessageKind.ERROR
    assert said.action is not None
    assert said.action.text == "Write again"
    assert stage.page.reply_button.isEnabled()


def test_an_empty_inbox_says_how_to_begin(stage: Stage) -> None:
    assert stage.page.header.fact == "nothing taken in yet"
    assert stage.page.history.begin_button.isVisible()
    assert not stage.page.last.isVisible()


def test_every_control_has_a_name_and_the_page_fits(stage: Stage, bundle: Path) -> None:
    stage.drop(bundle)
    controls = [each for each in stage.page.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()]
    assert len(controls) >= 5
    for control in controls:
        assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text()), control
    assert stage.window.minimumSizeHint().height() <= 689
    for width in (1093, 700):
        stage.window.resize(width, 614)
        stage.settle()
        assert stage.page._left.width() <= stage.page.width()
