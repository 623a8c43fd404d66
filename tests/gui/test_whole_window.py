"""One window, one piece of work from end to end: a file dropped on a task, ticked, sealed and written, the reply dropped back in."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.vocabulary import OccurrenceStatus, ReviewVerdict, SyncState
from papi_desktop.services.app import App
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.reviews import list_reviews, review_evidence
from papi_desktop.services.sending import write_replies
from papi_desktop.services.tasks import task_detail
from ui.drives import Drive
from ui.jobs import Jobs
from ui.pages.add_evidence import AddEvidenceDialog
from ui.pages.sync import SyncPage
from ui.pages.tasks import TasksPage
from ui.theme import Theme
from ui.tour import settle
from ui.window_state import open_settings
from ui.workplace import Workplace

CTRL = Qt.KeyboardModifier.ControlModifier


def drop(page: QWidget, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(page.rect().center(), Qt.DropAction.CopyAction, data, left, none))
    QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))


def activate(window: QWidget, qtbot: QtBot) -> None:
    """The screenless platform does not do it when a dialog closes."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_drop_tick_export_and_take_the_reply_back(
    qtbot: QtBot,
    commune: App,
    authority: App,
    jobs: Jobs,
    theme: Theme,
    sample_files: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.pages.sync.removable_drives", tuple[Drive, ...])  # whatever is plugged into the test machine
    place = Workplace(commune, jobs, open_settings(tmp_path / "window.ini"), theme)
    window = place.window
    qtbot.addWidget(window)
    window.resize(1366, 689)
    window.show()
    activate(window, qtbot)
    settle(jobs)

    QTest.keyClick(window, Qt.Key.Key_2, CTRL)
    settle(jobs)
    tasks = window.page
    assert isinstance(tasks, TasksPage)
    row = next(row for row in tasks.list.rows if row.target.startswith("100%") and row.expected)
    tasks.arrive(row.id)
    settle(jobs)
    drop(tasks, sample_files["pdf"])
    (dialog,) = (each for each in window.findChildren(AddEvidenceDialog) if each.isVisible())
    settle(jobs)
    dialog.number.selectAll()
    QTest.keyClicks(dialog.number, "62/TB-UBND")
    QTest.keyClick(dialog.number, Qt.Key.Key_Return, CTRL)
    settle(jobs)
    activate(window, qtbot)
    QTest.keyClicks(tasks.panel.tick.first, "3")
    QTest.keyClicks(tasks.panel.tick.second, "3")
    QTest.keyClick(tasks, Qt.Key.Key_Return, CTRL)
    settle(jobs)
    assert task_detail(commune, occurrence_id=row.id).row.status is OccurrenceStatus.DONE

    QTest.keyClick(window, Qt.Key.Key_6, CTRL)
    settle(jobs)
    sync = window.page
    assert isinstance(sync, SyncPage)
    usb = tmp_path / "usb"
    usb.mkdir()
    QTest.keyClick(window, Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: any(isinstance(each, QFileDialog) and each.isVisible() for each in QApplication.topLevelWidgets()))
    chooser = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog) and each.isVisible())
    field = chooser.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    field.setText(str(usb))
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(list(usb.glob("*.papi.age"))) == 1, timeout=20_000)
    settle(jobs)
    assert task_detail(commune, occurrence_id=row.id).row.sync is SyncState.SENT

    import_bundles(authority, paths=[usb])
    (item,) = list_reviews(authority)
    review_evidence(authority, evidence_id=item.id, verdict=ReviewVerdict.ACCEPTED)
    reply = write_replies(authority, out=tmp_path / "down").bundles[0].path
    activate(window, qtbot)
    drop(sync, reply)
    settle(jobs)
    settle(jobs)
    assert task_detail(commune, occurrence_id=row.id).row.sync is SyncState.ACCEPTED
    assert "accepted" in {str(each.state) for each in sync.history.rows.rows}
