"""Looking again at a bundle of our own after it was written: is the file still there, still whole?"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from db.tables import Bundle
from papi_desktop.bundle.reading import recognise, verify_bundle
from papi_desktop.domain.errors import BundleError, Code, PapiError, RequestError
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress


class WrittenState(StrEnum):
    WHOLE = "whole"
    MISSING = "missing"
    """Not at the place it was written to: the stick is elsewhere, or the file was moved."""
    DAMAGED = "damaged"


@dataclass(frozen=True)
class WrittenCheck:
    """What became of a written bundle's file. ``error`` says what is wrong with a damaged one."""

    state: WrittenState
    path: Path
    error: PapiError | None = None


def check_written(app: App, *, bundle_id: UUID, progress: Progress = no_progress, cancelled: Cancelled = never) -> WrittenCheck:
    """Reads a bundle that this office wrote from where it was written, every byte, and changes nothing.

    An encrypted one opens with this office's own key, since it is always a second recipient: the keys must be unlocked.
    Raises ``RequestError(NOT_FOUND)`` for no bundle of ours, ``KeyringError(NO_PASSPHRASE)``, ``PapiError(CANCELLED)``.
    """
    with app.read() as session:
        bundle = session.get(Bundle, bundle_id)
    if bundle is None or not bundle.ours:
        raise RequestError(Code.NOT_FOUND, what=str(bundle_id))
    path = Path(bundle.path)
    if not path.is_file():
        return WrittenCheck(WrittenState.MISSING, path)
    try:
        report = verify_bundle(
            path,
            identities=(app.keys.age_identity,) if recognise(path) == "age" else (),
            trust=None,
            temporary=app.temporary,
            progress=lambda _stage, done, total: progress(done, total),
            cancelled=cancelled,
        )
    except BundleError as error:
        if error.code is Code.CANCELLED:
            raise
        gone = error.code is Code.FILE_MISSING
        return WrittenCheck(WrittenState.MISSING if gone else WrittenState.DAMAGED, path, error)
    if report.info.bundle_id != bundle_id:
        return WrittenCheck(WrittenState.DAMAGED, path, BundleError(Code.NOT_A_BUNDLE, name=path.name))
    return WrittenCheck(WrittenState.WHOLE, path)
