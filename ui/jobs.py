"""Work beside the window: writes one after the other on one thread, reads on others, results back on the window's thread."""

import logging
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from itertools import count
from typing import TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from papi_desktop.domain.errors import Code, PapiError

_log = logging.getLogger(__name__)

R = TypeVar("R")

READERS = 3
_PROGRESS_EVERY = 0.05
"""Seconds between two reports of progress: about 20 a second, however often the work reports."""


class Ending(Enum):
    """How a job ended. ``DROPPED`` is a read that nobody waits for any more."""

    DONE = "done"
    REFUSED = "refused"
    BROKEN = "broken"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Failure:
    """An error that the caller did not take care of. ``details`` is what a maintainer needs: the whole trace."""

    title: str
    error: Exception
    details: str


class Job(QObject):
    """One piece of work under way. Its signals come on the window's thread."""

    progress = Signal(object, object)
    """done, total: integers of any size, since bytes do not fit 32 bits; total is 0 while it is not known"""
    ended = Signal(object)
    """an ``Ending``, after the callbacks have run"""

    def __init__(self, title: str, *, writes: bool, long: bool) -> None:
        super().__init__()
        self.title, self.writes, self.long = title, writes, long
        self.ending: Ending | None = None
        self.stop = threading.Event()

    def cancel(self) -> None:
        """Asks the work to stop at its next safe point.

        Work that has not begun never will. A write that ends before it notices still delivers its result, because something
        has changed; a read delivers nothing any more.
        """
        self.stop.set()


def drop(job: Job | None) -> None:
    """Cancels work that nobody waits for any more, where there is some."""
    if job is not None:
        job.cancel()


@dataclass(frozen=True)
class _Callbacks:
    done: Callable[[object], object] | None
    error: Callable[[PapiError], object] | None
    cancelled: Callable[[], object] | None


class _Task(QRunnable):
    """Carries the work to a thread of a pool. Holds nothing that belongs to the window's thread."""

    def __init__(self, work: Callable[[], object], stop: threading.Event, land: Callable[[], None]) -> None:
        super().__init__()
        self.setAutoDelete(False)  # Python holds it until its outcome has been delivered
        self.begun = False
        self.finished = False
        self.value: object = None
        self.error: Exception | None = None
        self.details = ""
        self._work, self._stop, self._land = work, stop, land

    def run(self) -> None:
        try:
            if not self._stop.is_set():
                self.begun = True
                self.value = self._work()
        except Exception as error:  # whatever it is, the window hears of it; refusals are told from the unexpected there
            self.error, self.details = error, traceback.format_exc()
        finally:
            self.finished = True
            self._land()


class _Reporter:
    """``progress(done, total)`` for the working thread: passes on some 20 reports a second, and always the last one."""

    def __init__(self, send: Callable[[int, int], None]) -> None:
        self._send = send
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now >= self._next or (total and done >= total):
            self._next = now + _PROGRESS_EVERY
            self._send(done, total)


@dataclass(frozen=True)
class _Running:
    task: _Task
    job: Job
    callbacks: _Callbacks


class Jobs(QObject):
    """The way from the window to the services. Lives on the window's thread and is called there only.

    ``refused`` carries a ``Failure`` with a ``PapiError`` for which the caller gave no ``on_error``, ``broke`` one with any other
    exception; the window shows both. ``changed`` comes whenever work begins or ends, ``idle`` when the last has ended.
    """

    refused = Signal(object)
    broke = Signal(object)
    changed = Signal()
    idle = Signal()
    announced = Signal(object)
    """a ``Changed``: something in the data is not as it was, and every window that shows it reads it anew"""
    _landed = Signal(int)
    _reported = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(READERS)
        self._running: dict[int, _Running] = {}
        self._numbers = count()
        self._stopping = False
        self._landed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._relay, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        function: Callable[..., R],
        *args: object,
        title: str = "",
        long: bool = False,
        writes: bool = True,
        on_done: Callable[[R], object] | None = None,
        on_error: Callable[[PapiError], object] | None = None,
        on_cancelled: Callable[[], object] | None = None,
        **kwargs: object,
    ) -> Job:
        """Calls ``function(*args, **kwargs)`` on the writing thread, after all writes begun before it.

        ``long`` work is also given ``progress`` and ``cancelled``, and is asked to stop when the window closes; short work is
        waited for. Callbacks run on the window's thread; ``on_error`` gets refusals only. ``title`` says in the status bar what is
        going on. A parameter of ``function`` that is named like one of these goes in with ``functools.partial``.

        Raises ``RuntimeError`` for a write once the window is closing.
        """
        if self._stopping and writes:
            message = "a write was started while the window is closing"
            raise RuntimeError(message)
        number = next(self._numbers)
        job = Job(title, writes=writes, long=long)
        if self._stopping:
            job.cancel()
        if long:
            kwargs |= {"progress": _Reporter(partial(self._reported.emit, number)), "cancelled": job.stop.is_set}
        task = _Task(partial(function, *args, **kwargs), job.stop, partial(self._landed.emit, number))
        callbacks = _Callbacks(on_done, on_error, on_cancelled)  # pyright: ignore[reportArgumentType] - on_done takes what function returns
        self._running[number] = _Running(task, job, callbacks)
        (self._writer if writes else self._readers).start(task)
        self.changed.emit()
        return job

    def read(
        self,
        function: Callable[..., R],
        *args: object,
        title: str = "",
        long: bool = False,
        on_done: Callable[[R], object] | None = None,
        on_error: Callable[[PapiError], object] | None = None,
        **kwargs: object,
    ) -> Job:
        """As ``run``, for work that changes nothing: beside writes and other reads. Once cancelled it delivers nothing."""
        return self.run(
            function, *args, title=title, long=long, writes=False, on_done=on_done, on_error=on_error, on_cancelled=None, **kwargs
        )

    @property
    def jobs(self) -> list[Job]:
        """What is under way, in the order in which it was started."""
        return [running.job for running in self._running.values()]

    @property
    def busy(self) -> bool:
        return bool(self._running)

    @property
    def writing(self) -> bool:
        """Whether a write is under way or waits for its turn."""
        return any(running.job.writes for running in self._running.values())

    @property
    def stopping(self) -> bool:
        return self._stopping

    def stop(self) -> None:
        """Begins to close: reads are dropped, long writes asked to stop; short writes are still carried out. Wait for ``idle``."""
        self._stopping = True
        for job in self.jobs:
            if job.long or not job.writes:
                job.cancel()

    def go_on(self) -> None:
        """Takes a ``stop`` back: work may begin again. What was cancelled stays cancelled."""
        self._stopping = False

    def shut_down(self, timeout: float) -> bool:
        """``stop``, then waits at most ``timeout`` seconds in all. True when nothing runs any more; what ended has been delivered."""
        self.stop()
        until = time.monotonic() + timeout
        ended = [pool.waitForDone(max(0, round(1000 * (until - time.monotonic())))) for pool in (self._writer, self._readers)]
        for number, running in list(self._running.items()):
            if running.task.finished:
                self._deliver(number)
        return all(ended)

    def _relay(self, number: int, done: int, total: int) -> None:
        running = self._running.get(number)
        if running is not None and not running.job.stop.is_set():
            running.job.progress.emit(done, total)

    def _deliver(self, number: int) -> None:
        running = self._running.pop(number, None)
        if running is None:  # delivered by shut_down before its signal came
            return
        running.job.ending = ending = _ending(running)
        try:
            self._call_back(running, ending)
        finally:
            running.job.ended.emit(ending)
            self.changed.emit()
            if not self._running:
                self.idle.emit()

    def _call_back(self, running: _Running, ending: Ending) -> None:
        task, callbacks = running.task, running.callbacks
        if ending is Ending.DONE and callbacks.done is not None:
            callbacks.done(task.value)
        elif ending is Ending.CANCELLED and callbacks.cancelled is not None:
            callbacks.cancelled()
        elif ending is Ending.REFUSED and isinstance(task.error, PapiError):
            if callbacks.error is not None:
                callbacks.error(task.error)
            else:
                self.refused.emit(Failure(running.job.title, task.error, task.details))
        elif ending is Ending.BROKEN and task.error is not None:
            _log.error("unexpected error in %s", running.job.title or "a job", exc_info=task.error)
            self.broke.emit(Failure(running.job.title, task.error, task.details))


def _ending(running: _Running) -> Ending:
    task, job = running.task, running.job
    if task.error is not None and not isinstance(task.error, PapiError):
        return Ending.BROKEN
    if not job.writes and job.stop.is_set():
        return Ending.DROPPED
    if not task.begun or (isinstance(task.error, PapiError) and task.error.code is Code.CANCELLED):
        return Ending.CANCELLED
    return Ending.DONE if task.error is None else Ending.REFUSED
