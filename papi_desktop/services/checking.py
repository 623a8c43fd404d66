"""Checking that nothing was lost or altered: objects, journal chains, references, kept seals."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from db.check_queries import (
    attachments_without_object,
    broken_references,
    chain,
    integrity_faults,
    kept_proofs,
    row_count,
    streams,
    unclaimed_objects,
)
from db.evidence_queries import stored_objects
from db.tables import StoredObject, Stream
from papi_desktop.bundle.layout import SEAL, TAG_FILES, TAG_MANIFEST
from papi_desktop.bundle.verifying import check_tag_files
from papi_desktop.domain.chain import entry_digest, next_head, root_head
from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.proofs import kept_file

CHUNK = 1 << 20


@dataclass(frozen=True)
class Problem:
    """Something lost or inconsistent. Codes: DATABASE, REFERENCE, OBJECT_MISSING, OBJECT_DAMAGED, CHAIN, PROOF."""

    code: str
    what: str


@dataclass(frozen=True)
class CheckResult:
    """``notes`` name what is odd but harmless, such as objects nothing refers to."""

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    rows: int
    objects: int
    entries: int


@dataclass
class _Findings:
    problems: list[Problem] = field(default_factory=list[Problem])
    entries: int = 0


def check(app: App, *, progress: Progress = no_progress, cancelled: Cancelled = never) -> CheckResult:
    """Reads every row, object, journal entry and kept seal once. Changes nothing. Raises ``PapiError(CANCELLED)``."""
    found = _Findings()
    with app.read() as session:
        found.problems += [Problem("DATABASE", text) for text in integrity_faults(session)]
        found.problems += [Problem("REFERENCE", text) for text in broken_references(session)]
        objects = list(stored_objects(session))
        found.problems += list(_objects(app, objects, progress, cancelled))
        found.problems += [Problem("OBJECT_MISSING", sha) for sha in attachments_without_object(session, app.office.unit)]
        for stream in streams(session):
            _chain(session, stream, found)
        found.problems += list(_proofs(session, app))
        claimed = {each.sha256 for each in objects}
        notes = [f"unclaimed:{sha}" for sha in app.store.names() if sha not in claimed]
        notes += [f"unused:{sha}" for sha in unclaimed_objects(session)]
        rows = row_count(session)
    return CheckResult(tuple(found.problems), tuple(notes), rows, len(objects), found.entries)


def _objects(app: App, objects: list[StoredObject], progress: Progress, cancelled: Cancelled) -> Iterator[Problem]:
    for done, stored in enumerate(objects):
        progress(done, len(objects))
        if not app.store.has(stored.sha256):
            yield Problem("OBJECT_MISSING", stored.sha256)
            continue
        digest = hashlib.sha256()
        with app.store.open(stored.sha256) as file:
            while chunk := file.read(CHUNK):
                if cancelled():
                    raise PapiError(Code.CANCELLED)
                digest.update(chunk)
        if digest.hexdigest() != stored.sha256:
            yield Problem("OBJECT_DAMAGED", stored.sha256)
    progress(len(objects), len(objects))


def _chain(session: Session, stream: Stream, found: _Findings) -> None:
    """Every entry's digest from its body (where it was not lawfully erased), every head from the one before."""
    parent_head = None
    head, rev = root_head(stream.id, parent_head), 0
    for entry in chain(session, stream.id):
        rev += 1
        found.entries += 1
        digest = entry.digest if entry.body is None or entry.salt is None else entry_digest(entry.salt, entry.body.encode())
        head = next_head(head, digest)
        if entry.rev != rev or digest != entry.digest or head != entry.head:
            found.problems.append(Problem("CHAIN", f"{stream.id}@{entry.rev}"))
            return
    if (rev, head) != (stream.rev, stream.head):
        found.problems.append(Problem("CHAIN", f"{stream.id}@{stream.rev}"))


def _proofs(session: Session, app: App) -> Iterator[Problem]:
    for bundle in kept_proofs(session):
        try:
            check_tag_files({name: kept_file(session, app, bundle, name) for name in (*TAG_FILES, TAG_MANIFEST, SEAL)})
        except PapiError:
            yield Problem("PROOF", str(bundle))
