"""Evidence files before they are taken in, and out of the store to be looked at."""

import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from uuid import uuid4

from papi_desktop.disk import disk_error
from papi_desktop.domain.errors import EvidenceError
from papi_desktop.domain.official_heading import OfficialHeading
from papi_desktop.domain.text import nfc
from papi_desktop.evidence.file_facts import refuse_unfit
from papi_desktop.evidence.store import stamp_of
from papi_desktop.services.app import App
from papi_desktop.services.evidence import object_path
from papi_desktop.services.incoming_files import EvidenceWarning, examine_file, file_warnings

NO_HEADING = OfficialHeading()
_VIEWING = "viewing"


@dataclass(frozen=True)
class FileLook:
    """What a file says of itself before it is recorded.

    ``refusal`` is why it cannot become evidence, ``taken_on`` the day of a photo, ``heading`` what an administrative document says.
    """

    path: Path
    size: int
    media_type: str = ""
    pages: int | None = None
    taken_on: date | None = None
    heading: OfficialHeading = NO_HEADING
    warnings: tuple[EvidenceWarning, ...] = ()
    refusal: EvidenceError | None = None


def look_at_files(app: App, *, paths: Iterable[Path]) -> tuple[FileLook, ...]:
    """Looks at files that may become evidence; changes nothing."""
    return tuple(_look(path, app.today()) for path in paths)


def _look(path: Path, today: date) -> FileLook:
    try:
        size, _changed = stamp_of(path)
        found = examine_file(path, today)
    except EvidenceError as error:
        return FileLook(path, 0, refusal=error)
    facts = found.facts
    return FileLook(
        path,
        size,
        facts.media_type,
        facts.pages,
        found.taken_on,
        found.heading,
        tuple(file_warnings(nfc(path.name), facts, found.taken_on, size)),
    )


def file_for_viewing(app: App, *, sha256: str, name: str) -> Path:
    """A read-only copy of a stored file under its own name, for the system's viewer; ``clear_viewing`` takes it away again.

    Programs and scripts are not handed out, whoever sent them. Raises ``EvidenceError`` FILE_MISSING or FILE_EXECUTABLE, ``StorageError``.
    """
    folder = app.home / _VIEWING / sha256[:16]
    copy = folder / (PurePath(name.replace("\\", "/")).name or sha256[:16])
    if not copy.exists():
        source = object_path(app, sha256=sha256)
        half = folder / f"{uuid4().hex}.part"  # two viewers may be asked for one file at once
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, half)
            half.chmod(0o444)
            half.replace(copy)
        except OSError as error:
            raise disk_error(error, folder) from error
    try:
        refuse_unfit(copy)
    except EvidenceError:
        copy.unlink(missing_ok=True)
        raise
    return copy


def clear_viewing(app: App) -> None:
    """Removes the copies made for viewing. One that a viewer still holds open stays until the next time."""
    remove_folder(app.home / _VIEWING)


def remove_folder(folder: Path) -> None:
    """Removes a folder of copies as far as the system lets go of it, files that are read-only too."""

    def once_more(function: Callable[[str], object], path: str, error: object) -> None:
        del error
        with suppress(OSError):  # Windows neither deletes read-only files nor files that another program holds
            Path(path).chmod(stat.S_IRWXU)
            function(path)

    shutil.rmtree(folder, onerror=once_more)
