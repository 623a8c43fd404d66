"""What takes long to read from the data folder, kept for as long as nobody writes."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar, cast

from sqlalchemy import Engine

from db.engine import WriteWatch

T = TypeVar("T")


@dataclass
class _Place:
    """The one reading of its kind that is kept, and for which version of the data and which question."""

    lock: Lock = field(default_factory=Lock)
    kept_for: tuple[int, Hashable] | None = None
    kept: object = None


class Readings:
    """Pages show the same list in several ways; it is read once for all of them. One reading of each kind is kept."""

    def __init__(self, engine: Engine) -> None:
        self._watch = WriteWatch(engine)
        self._lock = Lock()
        self._places: dict[str, _Place] = {}

    def kept(self, kind: str, key: Hashable, read: Callable[[], T]) -> T:
        """What ``read`` gives for ``key``, from the last time when nothing was written since. Who asks meanwhile waits for that reading.

        The version is taken before the reading: what is written in between makes the list look older than it is, never newer.
        """
        with self._lock:
            place = self._places.setdefault(kind, _Place())
        with place.lock:
            with self._lock:
                version = self._watch.version()
            wanted = None if version is None else (version, key)
            if wanted is None or wanted != place.kept_for:
                place.kept_for, place.kept = None, None  # the old list need not stay while the new one is made
                place.kept = read()
                place.kept_for = wanted
            return cast("T", place.kept)

    def last(self, kind: str) -> tuple[Hashable, object] | None:
        """For what, and what, was read last; None where nothing was, something was written since, or a reading is under way."""
        with self._lock:
            place, version = self._places.get(kind), self._watch.version()
        if place is None or not place.lock.acquire(blocking=False):
            return None
        try:
            kept_for, kept = place.kept_for, place.kept
        finally:
            place.lock.release()
        return None if kept_for is None or kept_for[0] != version else (kept_for[1], kept)

    def close(self) -> None:
        self._watch.close()
