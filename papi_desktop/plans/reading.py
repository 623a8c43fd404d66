"""Reading a plan document: bytes, blocks, tables with known columns, rows, tasks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from papi_desktop.domain.errors import Code, PlanError
from papi_desktop.domain.plan_document import ReadPlan, SourcePlace, SourceTable, UnreadRow
from papi_desktop.plans.blocks import Block, Grid, Paragraph, Row
from papi_desktop.plans.columns import Columns, find_columns, looked_for
from papi_desktop.plans.docx import docx_blocks
from papi_desktop.plans.heading import read_heading, systems_named
from papi_desktop.plans.package import DamagedError, Kind, Package
from papi_desktop.plans.rows import plan_rows
from papi_desktop.plans.tasks import TaskReader
from papi_desktop.plans.xlsx import xlsx_blocks

_ZIP = b"PK"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream that a document with a password is wrapped in
_MAX_BYTES = 300_000_000

ColumnChoice = Mapping[int, Sequence[str]]
"""By the number of a table, what its columns hold in the officer's eyes: ``SourceTable.columns`` corrected."""


def read_plan(path: Path, columns: ColumnChoice | None = None) -> ReadPlan:
    """Reads the plan in ``path``, a Word document or Excel workbook by its content; the file is read once and never written.

    ``columns`` corrects what columns were understood as; tables that go on from a corrected one follow it.

    Raises ``PlanError``: ``FILE_MISSING``, ``FILE_UNREADABLE``, ``DOCUMENT_EMPTY``, ``OLD_FORMAT``, ``DOCUMENT_LOCKED``,
    ``DOCUMENT_CORRUPT``, ``NOT_A_PLAN`` (``looked_for`` lists the header words) or ``NO_TASKS``; ``name`` is the file's.
    """
    try:
        blocks = _blocks(_content(path), path.name)
    except DamagedError as error:
        raise PlanError(Code.DOCUMENT_CORRUPT, name=path.name) from error
    return read_blocks(blocks, path.name, columns)


def read_blocks(blocks: Sequence[Block], name: str, chosen: ColumnChoice | None = None) -> ReadPlan:
    """The plan in the blocks of a document called ``name``; raises ``PlanError`` ``NOT_A_PLAN`` or ``NO_TASKS``."""
    tables = list(_plan_tables(blocks, chosen or {}))
    if not tables:
        raise _not_a_plan(name)
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


def _content(path: Path) -> bytes:
    """The bytes of the file, or of its beginning where that already says that it is nothing that can be read."""
    try:
        if path.exists() and not path.is_file():
            raise PlanError(Code.FILE_UNREADABLE, name=path.name)
        with path.open("rb") as file:
            data = file.read(len(_OLE))
            if data.startswith(_ZIP) or data == _OLE:
                data += file.read(_MAX_BYTES)
                if file.read(1):
                    raise PlanError(Code.DOCUMENT_CORRUPT, name=path.name)
    except FileNotFoundError as error:
        raise PlanError(Code.FILE_MISSING, name=path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise PlanError(Code.FILE_UNREADABLE, name=path.name) from error
    if not data:
        raise PlanError(Code.DOCUMENT_EMPTY, name=path.name)
    return data


def _blocks(data: bytes, name: str) -> Sequence[Block]:
    if data.startswith(_OLE):
        raise PlanError(Code.DOCUMENT_LOCKED if _ENCRYPTED in data else Code.OLD_FORMAT, name=name)
    if not data.startswith(_ZIP):
        raise _not_a_plan(name)
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
    for grid in blocks:
        if not isinstance(grid, Grid):
            continue
        columns = find_columns(grid.rows)
        if columns is not None:
            continues = before is not None and not grid.sheet and columns.heads == before.heads
            fields = before.fields if before is not None and continues else columns.fields
            before = replace(columns, fields=tuple(chosen.get(grid.number, fields)))
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
