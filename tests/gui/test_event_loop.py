"""The watch over the event loop: it names what blocks, and blames nobody else."""

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from ui.jobs import Jobs
from ui.tour import settle

LONG, SHORT = 0.5, 0.04
"""Seconds. What counts is held against the pace of the moment: on a crowded machine a third of ``LONG`` may be left."""
ENOUGH = 0.1


def burn(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


class Watch:
    """What these tests need of ``LoopWatch``."""

    take: Callable[[], list[object]]


def test_a_slot_that_works_too_long_is_named(qtbot: QtBot, loop_watch: Watch) -> None:
    QTimer.singleShot(0, lambda: burn(LONG))
    qtbot.wait(10)
    [block] = loop_watch.take()
    assert "in burn" in str(block)
    assert "in <lambda>" in str(block)
    assert "in test_" not in str(block)


def test_the_same_work_beside_the_window_is_no_block(qtbot: QtBot, jobs: Jobs, loop_watch: Watch) -> None:
    del qtbot
    jobs.read(burn, LONG)
    jobs.read(time.sleep, LONG)
    settle(jobs)
    assert loop_watch.take() == []


def test_waiting_is_no_work(qtbot: QtBot, loop_watch: Watch) -> None:
    QTimer.singleShot(0, lambda: time.sleep(LONG))
    qtbot.wait(200)
    assert loop_watch.take() == []


def test_what_a_test_does_itself_does_not_count(qtbot: QtBot, loop_watch: Watch) -> None:
    qtbot.wait(1)
    burn(LONG)
    QApplication.processEvents()
    burn(LONG)
    assert loop_watch.take() == []


def test_short_work_in_several_turns_does_not_add_up(qtbot: QtBot, loop_watch: Watch) -> None:
    left = [5]

    def work() -> None:
        burn(SHORT)
        left[0] -= 1
        if left[0]:
            QTimer.singleShot(1, work)

    QTimer.singleShot(0, work)
    qtbot.waitUntil(lambda: left[0] == 0)
    assert loop_watch.take() == []


def test_everything_that_one_turn_delivers_adds_up(qtbot: QtBot, loop_watch: Watch) -> None:
    for _ in range(12):
        QTimer.singleShot(0, lambda: burn(SHORT))
    qtbot.wait(10)
    assert len(loop_watch.take()) == 1


def test_a_dialog_that_waits_inside_a_slot_is_watched_by_itself(qtbot: QtBot, loop_watch: Watch) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)

    def open_dialog() -> None:
        burn(0.06)
        QTimer.singleShot(20, lambda: (burn(0.06), dialog.reject()))
        dialog.exec()

    QTimer.singleShot(0, open_dialog)
    qtbot.wait(100)
    assert loop_watch.take() == []

    def block_inside() -> None:
        QTimer.singleShot(0, lambda: (burn(LONG), inner.quit()))
        inner.exec()

    inner = QEventLoop()
    QTimer.singleShot(0, block_inside)
    qtbot.wait(100)
    assert len(loop_watch.take()) == 1


def test_loops_of_other_threads_are_their_own_affair(qtbot: QtBot, loop_watch: Watch) -> None:
    def work() -> None:
        loop = QEventLoop()
        QTimer.singleShot(0, lambda: (burn(LONG), loop.quit()))
        loop.exec()

    thread = threading.Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive())
    assert loop_watch.take() == []
