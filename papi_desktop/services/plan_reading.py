"""Opening the document of a plan: what text it holds is read, pictures of pages through the text recogniser where there is one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from papi_desktop.domain.errors import Code, EvidenceError, PapiError, PlanError
from papi_desktop.domain.plan_document import ReadPlan
from papi_desktop.services.app import Cancelled, Progress, never, no_progress

if TYPE_CHECKING:
    from PIL.Image import Image

    from papi_desktop.plans.reading import ColumnChoice, PlanSource


@dataclass(frozen=True)
class OpenedPlan:
    """A document and the plan in it as first read; reading it again with other columns takes no further look at the file."""

    source: "PlanSource"
    plan: ReadPlan


def read_plan(path: Path, *, progress: Progress = no_progress, cancelled: Cancelled = never) -> ReadPlan:
    """The plan in a document; raises as ``open_plan`` does."""
    return open_plan(path, progress=progress, cancelled=cancelled).plan


def open_plan(path: Path, *, progress: Progress = no_progress, cancelled: Cancelled = never) -> OpenedPlan:
    """Opens a document and reads the plan in it.

    Raises ``PlanError`` as ``plans.reading.open_source`` and ``PlanSource.plan``; SCANNED only where no recogniser is installed, else
    RECOGNISER_FAILED where that stops; ``PapiError(CANCELLED)``.
    """
    from papi_desktop.plans.reading import open_source  # the readers of documents are imported when there is one to read

    def told(done: int, total: int) -> None:
        if cancelled():
            raise PapiError(Code.CANCELLED)
        progress(done, total)

    try:
        source = open_source(path, told)
    except PlanError as error:
        if error.code is not Code.SCANNED:
            raise
        source = _recognised(path, told, error)
    return OpenedPlan(source, source.plan())


def read_again(source: "PlanSource", columns: "ColumnChoice") -> ReadPlan:
    """The plan in a document whose columns the officer has named; raises as ``PlanSource.plan`` does."""
    return source.plan(columns)


def _recognised(path: Path, told: Progress, scanned: PlanError) -> "PlanSource":
    from papi_desktop.plans.reading import PlanSource
    from papi_desktop.plans.recognition import recognised_blocks, recogniser

    program = recogniser()
    if program is None:
        raise scanned
    try:
        count, pages = _pictures(path)
        return PlanSource(path.name, recognised_blocks(program, pages, count, path.name, told), by_machine=True)
    except EvidenceError as error:
        raise PlanError(Code.DOCUMENT_CORRUPT, name=path.name) from error


def _pictures(path: Path) -> "tuple[int, Iterator[Image]]":
    """How many pages there are, and a picture of each, drawn as it is asked for."""
    from PIL import Image

    from papi_desktop.evidence.file_facts import read_facts, refuse_unfit
    from papi_desktop.evidence.pictures import draw_page
    from papi_desktop.plans.recognition import PAGE_SIDE

    media_type = read_facts(path, refuse_unfit(path)).media_type
    first = draw_page(path, media_type, side=PAGE_SIDE)

    def pages() -> Iterator[Image.Image]:
        for number in range(first.pages):
            drawn = first if number == 0 else draw_page(path, media_type, page=number, side=PAGE_SIDE)
            yield Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb)

    return first.pages, pages()
