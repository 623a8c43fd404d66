"""Background work without a window: order, progress, cancelling, errors, closing while something runs."""

import logging
import threading
import time
from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from papi_desktop.domain.errors import Code, PapiError, RequestError
from ui.jobs import Ending, Failure, Jobs

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def until_cancelled(*, progress: Progress, cancelled: Cancelled, begun: threading.Event) -> str:
    progress(0, 10)
    begun.set()
    while not cancelled():
        time.sleep(0.002)
    raise PapiError(Code.CANCELLED)


def test_writes_run_one_at_a_time_in_the_order_given(qtbot: QtBot, jobs: Jobs) -> None:
    running, most, order = 0, 0, list[int]()

    def write(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.002)
        order.append(number)
        running -= 1
        return number

    done: list[int] = []
    for number in range(20):
        jobs.run(write, number, on_done=done.append)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert order == done == list(range(20))
    assert most == 1


def test_reads_do_not_wait_for_a_write(qtbot: QtBot, jobs: Jobs) -> None:
    gate = threading.Event()
    read: list[str] = []
    jobs.run(gate.wait, 5)
    jobs.read(lambda: "rows", on_done=read.append)
    qtbot.waitUntil(lambda: read == ["rows"])
    assert jobs.busy
    gate.set()


def test_results_come_on_the_thread_of_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    worked: list[QThread] = []
    called: list[QThread] = []

    def work(*, progress: Progress, cancelled: Cancelled) -> None:
        del cancelled
        progress(1, 1)
        worked.append(QThread.currentThread())

    def note_thread(*_what: object) -> None:
        called.append(QThread.currentThread())

    job = jobs.run(work, long=True, on_done=note_thread)
    job.progress.connect(note_thread)
    job.ended.connect(note_thread)
    qtbot.waitUntil(lambda: job.ending is Ending.DONE)
    assert len(called) == 3
    assert set(called) == {QThread.currentThread()}
    assert worked[0] is not QThread.currentThread()


def test_progress_is_thinned_but_the_last_report_arrives_and_numbers_may_be_large(qtbot: QtBot, jobs: Jobs) -> None:
    total = 10**13

    def work(*, progress: Progress, cancelled: Cancelled) -> None:
        del cancelled
        for step in range(5001):
            progress(step * total // 5000, total)

    seen: list[tuple[int, int]] = []

    def note(done: int, total: int) -> None:
        seen.append((done, total))

    began = time.monotonic()
    job = jobs.run(work, long=True)
    job.progress.connect(note)
    qtbot.waitUntil(lambda: job.ending is Ending.DONE)
    assert seen[-1] == (total, total)
    assert seen == sorted(seen)
    assert len(seen) <= 3 + (time.monotonic() - began) / 0.05


def test_short_work_is_called_with_its_own_parameters_only(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[dict[str, object]] = []

    def work(**given: object) -> None:
        seen.append(given)

    jobs.run(work, note="x")
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == [{"note": "x"}]


def test_cancelled_work_ends_at_its_safe_point(qtbot: QtBot, jobs: Jobs) -> None:
    begun, events = threading.Event(), list[str]()
    job = jobs.run(
        until_cancelled,
        begun=begun,
        long=True,
        on_done=lambda _value: events.append("done"),
        on_error=lambda _error: events.append("error"),
        on_cancelled=lambda: events.append("cancelled"),
    )
    assert begun.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: job.ending is Ending.CANCELLED)
    assert events == ["cancelled"]


def test_write_cancelled_before_its_turn_never_begins(qtbot: QtBot, jobs: Jobs) -> None:
    gate, ran = threading.Event(), list[str]()
    jobs.run(gate.wait, 5)
    job = jobs.run(ran.append, "second")
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert job.ending is Ending.CANCELLED
    assert ran == []


def test_write_that_ended_before_it_noticed_still_delivers(qtbot: QtBot, jobs: Jobs) -> None:
    begun, gate, done = threading.Event(), threading.Event(), list[str]()

    def write() -> str:
        begun.set()
        gate.wait(5)
        return "written"

    job = jobs.run(write, on_done=done.append)
    assert begun.wait(5)
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert job.ending is Ending.DONE
    assert done == ["written"]


def test_cancelled_read_delivers_nothing(qtbot: QtBot, jobs: Jobs) -> None:
    begun, gate, done = threading.Event(), threading.Event(), list[str]()

    def read() -> str:
        begun.set()
        gate.wait(5)
        return "old rows"

    job = jobs.read(read, on_done=done.append)
    assert begun.wait(5)
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert job.ending is Ending.DROPPED
    assert done == []


def failure_of(signal: SignalBlocker) -> Failure:
    (failure,) = cast("tuple[object]", getattr(signal, "args"))  # noqa: B009 - the attribute has no type
    assert isinstance(failure, Failure)
    return failure


def refuse() -> None:
    raise RequestError(Code.NOT_FOUND, what="occurrence")


def test_refusal_goes_to_the_caller(qtbot: QtBot, jobs: Jobs) -> None:
    errors: list[PapiError] = []
    with qtbot.assertNotEmitted(jobs.refused), qtbot.assertNotEmitted(jobs.broke):
        job = jobs.run(refuse, on_error=errors.append)
        qtbot.waitUntil(lambda: job.ending is Ending.REFUSED)
    assert [error.code for error in errors] == [Code.NOT_FOUND]


def test_refusal_nobody_takes_goes_to_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.waitSignal(jobs.refused) as signal:
        jobs.run(refuse, title="Marking as done")
    failure = failure_of(signal)
    assert isinstance(failure.error, RequestError)
    assert failure.title == "Marking as done"


@pytest.mark.parametrize("start", ["run", "read"])
def test_unexpected_error_is_never_swallowed(qtbot: QtBot, jobs: Jobs, start: str, caplog: pytest.LogCaptureFixture) -> None:
    def work() -> None:
        message = "the unforeseen"
        raise ZeroDivisionError(message)

    taken: list[PapiError] = []
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(jobs.broke) as signal:
        getattr(jobs, start)(work, title="Counting", on_error=taken.append)
    failure = failure_of(signal)
    assert "the unforeseen" in failure.details
    assert "test_jobs.py" in failure.details
    assert taken == []
    assert "Counting" in caplog.text


def test_error_in_a_callback_does_not_stop_the_rest(qtbot: QtBot, jobs: Jobs) -> None:
    def fail(_value: object) -> None:
        message = "callback"
        raise ValueError(message)

    done: list[str] = []
    with qtbot.captureExceptions() as raised:
        first = jobs.run(str, "a", on_done=fail)
        jobs.run(str, "b", on_done=done.append)
        qtbot.waitUntil(lambda: done == ["b"] and not jobs.busy)
    assert [error[0] for error in raised] == [ValueError]
    assert first.ending is Ending.DONE


def test_shut_down_cancels_long_work_and_carries_out_short_writes(jobs: Jobs) -> None:
    begun, written, events = threading.Event(), list[str](), list[str]()
    jobs.run(until_cancelled, begun=begun, long=True, on_cancelled=lambda: events.append("cancelled"))
    jobs.run(written.append, "tick", on_done=lambda _value: events.append("ticked"))
    assert begun.wait(5)
    assert jobs.shut_down(5)
    assert written == ["tick"]
    assert events == ["cancelled", "ticked"]
    assert not jobs.busy


def test_shut_down_does_not_wait_longer_than_asked(jobs: Jobs) -> None:
    gate = threading.Event()
    jobs.run(gate.wait, 5)
    began = time.monotonic()
    assert not jobs.shut_down(0.05)
    assert time.monotonic() - began < 1
    assert jobs.busy
    gate.set()
    assert jobs.shut_down(5)


def test_nothing_is_written_once_the_window_is_closing(qtbot: QtBot, jobs: Jobs) -> None:
    jobs.stop()
    with pytest.raises(RuntimeError):
        jobs.run(str, "late")
    done: list[str] = []
    job = jobs.read(str, "late", on_done=done.append)
    qtbot.waitUntil(lambda: job.ending is Ending.DROPPED)
    assert done == []


def test_idle_comes_once_when_the_last_has_ended(qtbot: QtBot, jobs: Jobs) -> None:
    idle: list[bool] = []
    jobs.idle.connect(lambda: idle.append(jobs.busy))
    for number in range(5):
        jobs.run(str, number)
    qtbot.waitUntil(lambda: idle == [False])
