"""Reading a plan document: bytes, blocks, tables with known columns, rows, tasks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from papi_desktop.domain.errors import Code, PlanError
from papi_desktop.domain.plan_document import ReadPlan, ReadTask, SourcePlace, SourceTable, UnreadRow
from papi_desktop.plans.blocks import MAX_ROWS, Block, Grid, Paragraph, Row, TooLargeError
from papi_desktop.plans.columns import Columns, find_columns, looked_for
from papi_desktop.plans.docx import docx_blocks
from papi_desktop.plans.heading import read_heading, systems_named
from papi_desktop.plans.package import DamagedError, Kind, Package
from papi_desktop.plans.pdf import PageProgress, pdf_blocks
from papi_desktop.plans.plain import plain_blocks
from papi_desktop.plans.prose import ProseReader, begins_body
from papi_desktop.plans.rows import plan_rows
from papi_desktop.plans.tasks import TaskReader, index_named
from papi_desktop.plans.xlsx import xlsx_blocks

_ZIP = b"PK"
_PDF, _PDF_WITHIN = b"%PDF-", 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream that a document with a password is wrapped in
_MAX_BYTES = 300_000_000
_LONG_PARAGRAPH = 300

ColumnChoice = Mapping[int, Sequence[str]]
"""By the number of a table, what its columns hold in the officer's eyes: ``SourceTable.columns`` corrected."""


@dataclass(frozen=True)
class PlanSource:
    """A document called ``name``, opened: its plan is read as often as the officer corrects what its columns hold.

    ``by_machine`` says that its text was recognised on pictures of pages.
    """

    name: str
    blocks: tuple[Block, ...]
    by_machine: bool = False

    def plan(self, columns: ColumnChoice | None = None) -> ReadPlan:
        """The plan in it; ``columns`` corrects what columns were understood as, and tables that go on from a corrected one follow it.

        Raises ``PlanError`` ``NOT_A_PLAN`` (``looked_for`` lists the header words) or ``NO_TASKS``.
        """
        return replace(read_blocks(self.blocks, self.name, columns), by_machine=self.by_machine)


def read_plan(path: Path, columns: ColumnChoice | None = None) -> ReadPlan:
    """Opens the document in ``path`` and reads its plan; raises as ``open_source`` and ``PlanSource.plan`` do."""
    return open_source(path).plan(columns)


def open_source(path: Path, progress: PageProgress = lambda _done, _total: None) -> PlanSource:
    """Opens a Word, Excel, PDF or text document, told apart by content; the file is read once and never written.

    ``progress`` is told pages read and pages there are, where a document has pages; what it raises stops the reading.

    Raises ``PlanError``: ``FILE_MISSING``, ``FILE_UNREADABLE``, ``DOCUMENT_EMPTY``, ``OLD_FORMAT``, ``DOCUMENT_LOCKED``,
    ``DOCUMENT_CORRUPT``, ``DOCUMENT_TOO_LARGE``, ``NOT_A_PLAN``, or ``SCANNED`` for pictures of pages, which hold no text; ``name`` is
    the file's.
    """
    try:
        blocks = _blocks(_content(path), path.name, progress)
    except DamagedError as error:
        raise PlanError(Code.DOCUMENT_CORRUPT, name=path.name) from error
    except TooLargeError as error:
        raise PlanError(Code.DOCUMENT_TOO_LARGE, name=path.name, count=MAX_ROWS) from error
    return PlanSource(path.name, tuple(blocks))


def read_blocks(blocks: Sequence[Block], name: str, chosen: ColumnChoice | None = None) -> ReadPlan:
    """The plan in the blocks of a document called ``name``; raises ``PlanError`` ``NOT_A_PLAN`` or ``NO_TASKS``."""
    tables = list(_plan_tables(blocks, chosen or {}))
    if not tables:
        return _read_prose(blocks, name)
    heading = read_heading(list(_texts_above(blocks, *tables[0][:2])))
    reader = TaskReader(systems_named(heading.title))
    shown: list[SourceTable] = []
    for grid, columns, continues in tables:
        rows = plan_rows(grid.rows, columns)
        kinds = reader.take_table(grid.number, rows, continues=continues)
        header = grid.rows[columns.first : columns.last + 1] if columns.first >= 0 else ()
        shown.append(_shown(grid, columns, (*header, *(row.row for row in rows)), ("header",) * len(header) + kinds))
    tasks = reader.tasks(heading.year)
    if not tasks:
        raise PlanError(Code.NO_TASKS, name=name)
    return ReadPlan(
        title=heading.title,
        number=heading.number,
        issuer=heading.issuer,
        date=heading.issued,
        year=heading.year,
        tasks=tasks,
        unread=(*reader.unread, *_other_tables(blocks, [grid for grid, _, _ in tables])),
        tables=tuple(shown),
    )


def _read_prose(blocks: Sequence[Block], name: str) -> ReadPlan:
    """A plan in headings and paragraphs; raises ``PlanError(NOT_A_PLAN)`` for any other text."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    heading = read_heading(list(_head_texts(blocks)))
    reader = ProseReader(systems_named(heading.title))
    reader.take(paragraphs)
    if not reader.likely:
        raise _not_a_plan(name)
    doubtful = [line for block in paragraphs if block.doubtful for line in block.text.split("\n")]
    return ReadPlan(
        title=heading.title,
        number=heading.number,
        issuer=heading.issuer,
        date=heading.issued,
        year=heading.year,
        tasks=tuple(_with_doubts(task, doubtful) for task in reader.tasks(heading.year)),
        objectives=tuple(reader.aims),
        unread=reader.unread,
        tables=(reader.shown(),),
    )


def _with_doubts(task: ReadTask, doubtful: Sequence[str]) -> ReadTask:
    """``task`` marked where a machine was unsure of one of the lines that its words come from."""
    unsure = any(task.text in line or line in task.text or task.text.split("\n", 1)[0] in line for line in doubtful)
    return replace(task, doubtful=("text",)) if unsure else task


def _head_texts(blocks: Sequence[Block]) -> Iterator[str]:
    """What stands above the first numbered heading; long paragraphs there give reasons and name other documents."""
    for block in blocks:
        if isinstance(block, Paragraph):
            if begins_body(block.text):
                return
            if len(block.text) < _LONG_PARAGRAPH:
                yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.own())


def _content(path: Path) -> bytes:
    """The bytes of the file, or of its beginning where that already says that it is nothing that can be read."""
    try:
        if path.exists() and not path.is_file():
            raise PlanError(Code.FILE_UNREADABLE, name=path.name)
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES)
            if file.read(1):
                raise PlanError(Code.DOCUMENT_CORRUPT, name=path.name)
    except FileNotFoundError as error:
        raise PlanError(Code.FILE_MISSING, name=path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise PlanError(Code.FILE_UNREADABLE, name=path.name) from error
    if not data:
        raise PlanError(Code.DOCUMENT_EMPTY, name=path.name)
    return data


def _blocks(data: bytes, name: str, progress: PageProgress) -> Sequence[Block]:
    if data.startswith(_OLE):
        raise PlanError(Code.DOCUMENT_LOCKED if _ENCRYPTED in data else Code.OLD_FORMAT, name=name)
    if data[:_PDF_WITHIN].find(_PDF) >= 0:
        blocks = pdf_blocks(data, progress)
        if not blocks:
            raise PlanError(Code.SCANNED, name=name)
        return blocks
    if data.startswith(_PICTURES):
        raise PlanError(Code.SCANNED, name=name)
    if not data.startswith(_ZIP):
        return plain_blocks(data)
    package = Package(data)
    match package.kind():
        case Kind.TEXT:
            return docx_blocks(package)
        case Kind.WORKBOOK:
            return xlsx_blocks(package)
        case None:
            raise _not_a_plan(name)


def _not_a_plan(name: str) -> PlanError:
    return PlanError(Code.NOT_A_PLAN, name=name, looked_for=list(looked_for()))


def _plan_tables(blocks: Sequence[Block], chosen: ColumnChoice) -> Iterator[tuple[Grid, Columns, bool]]:
    """The tables with a task column, and whether each goes on from the one before: without a header of its own, or with the same."""
    before: Columns | None = None
    titles: list[str] = []  # since the last table
    for grid in blocks:
        if isinstance(grid, Paragraph):
            titles.append(grid.text)
            continue
        columns = find_columns(grid.rows)
        named = tuple(text for text in (*titles, grid.name) if len(text) < _LONG_PARAGRAPH and (systems_named(text) or index_named(text)))
        titles = []
        if columns is not None:
            continues = before is not None and not grid.sheet and not named and columns.same_as(before)
            fields = before.fields if before is not None and continues else columns.fields
            above = (*named, *columns.above)
            before = replace(columns, fields=tuple(chosen.get(grid.number, fields)), above=above)
            yield grid, before, continues
        elif before is not None and not grid.sheet and grid.width == len(before.fields):
            before = replace(before, fields=tuple(chosen.get(grid.number, before.fields)))
            yield grid, replace(before, first=-1, last=-1), True


def _texts_above(blocks: Sequence[Block], first: Grid, columns: Columns) -> Iterator[str]:
    """What stands before the first plan table, paragraph by paragraph and cell by cell."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
            continue
        rows = block.rows[: columns.first] if block is first else block.rows
        yield from (cell.text for row in rows for cell in row.own())
        if block is first:
            return


def _other_tables(blocks: Sequence[Block], plans: Sequence[Grid]) -> Iterator[UnreadRow]:
    """The rows of tables after the first plan table that are no plan: signatures, annexes."""
    grids = [block for block in blocks if isinstance(block, Grid)]
    for grid in grids[grids.index(plans[0]) :]:
        if not any(grid is plan for plan in plans):
            for row in grid.rows:
                yield UnreadRow(SourcePlace(grid.number, row.number), " | ".join(cell.text for cell in row.own()))


def _shown(grid: Grid, columns: Columns, rows: Sequence[Row], kinds: tuple[str, ...]) -> SourceTable:
    width = grid.width
    texts = (tuple(cell.text if cell.fresh and cell.start == i else "" for i, cell in enumerate(row.cells)) for row in rows)
    return SourceTable(
        number=grid.number,
        columns=(*columns.fields, *[""] * (width - len(columns.fields))),
        rows=tuple((*row, *[""] * (width - len(row))) for row in texts),
        row_numbers=tuple(row.number for row in rows),
        kinds=kinds,
    )
