"""What is found out about a file before it becomes evidence: what it is, what it says of itself, what speaks against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from papi_desktop.domain.errors import Code, EvidenceError
from papi_desktop.domain.official_heading import OfficialHeading, read_official_heading
from papi_desktop.domain.text import nfc
from papi_desktop.evidence.file_facts import FileFacts, read_facts, refuse_unfit
from resources.kinds import evidence_kinds

LARGE_BYTES = 200_000_000
"""Beyond this a file is taken in with a warning."""
_CLOCKS_BEGIN = date(2000, 1, 1)
"""Where the clocks of digital cameras stand after their battery was empty, at the latest."""


@dataclass(frozen=True)
class EvidenceWarning:
    """Something to look at; never a wall. Codes: UNREAD_CONTENT, MACROS, LOCKED, LARGE, CAMERA_CLOCK,
    UNUSUAL_KIND, DATE_OUTSIDE, REPEATED_NUMBER.
    """

    code: str
    params: dict[str, str]


@dataclass(frozen=True)
class IncomingFile:
    """``heading`` is what an administrative document says of itself, ``taken_on`` the day of a photo whose camera's clock can be right."""

    facts: FileFacts
    heading: OfficialHeading
    taken_on: date | None


def examine_file(path: Path, today: date) -> IncomingFile:
    """Reads a file that may become evidence; nothing of it is kept.

    Raises ``EvidenceError``: FILE_MISSING, FILE_UNREADABLE, FILE_EMPTY, FILE_EXECUTABLE, and FILE_CLASSIFIED for a paper that is marked
    secret.
    """
    facts = read_facts(path, refuse_unfit(path))
    heading = read_official_heading(facts.words, _document_kinds())
    if heading.secret:
        raise EvidenceError(Code.FILE_CLASSIFIED, name=nfc(path.name), secret=heading.secret)
    return IncomingFile(facts, heading, _day_of(facts.taken_at, today))


def _day_of(taken_at: datetime | None, today: date) -> date | None:
    """The day a photo was taken; None where its camera cannot have known: its clock was set back to the beginning, or runs ahead."""
    return None if taken_at is None or not _CLOCKS_BEGIN < taken_at.date() <= today else taken_at.date()


@cache
def _document_kinds() -> dict[str, tuple[str, str]]:
    return {kind.code: (kind.name, kind.abbreviation) for kind in evidence_kinds() if kind.document}


def file_warnings(name: str, facts: FileFacts, taken_on: date | None, size: int) -> Iterator[EvidenceWarning]:
    """What whoever opens the file later will stumble over."""
    if facts.taken_at is not None and taken_on is None:
        yield EvidenceWarning("CAMERA_CLOCK", {"name": name, "date": facts.taken_at.strftime("%d/%m/%Y")})
    if facts.unread:
        yield EvidenceWarning("UNREAD_CONTENT", {"name": name, "reason": facts.unread})
    if facts.macros:
        yield EvidenceWarning("MACROS", {"name": name})
    if facts.locked:
        yield EvidenceWarning("LOCKED", {"name": name})
    if size > LARGE_BYTES:
        yield EvidenceWarning("LARGE", {"name": name, "size": str(size)})
