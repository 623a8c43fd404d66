"""Excel workbooks to blocks: each visible sheet one grid, streamed, with merged areas."""

import datetime as dt
import posixpath
import re
import warnings
from collections.abc import Iterable, Iterator

from papi_desktop.plans.blocks import MAX_ROWS, Block, Cell, Grid, Row, TooLargeError, clean
from papi_desktop.plans.package import DamagedError, Package

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_Area = tuple[int, int, int, int]  # first row, first column, last row, last column; from 1
_Value = tuple[object, str]  # what the cell holds and its number format


def xlsx_blocks(package: Package) -> tuple[Block, ...]:
    """One grid for each visible sheet. Formulas give their stored value; numbers and dates read as Vietnamese offices write them."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on extensions it drops; none of them holds text
            book = openpyxl.load_workbook(package.stream(), read_only=True, data_only=True)
            merged = _merged_areas(package)
            grids: list[Grid] = []
            for number, sheet in enumerate(book.worksheets, start=1):
                if sheet.sheet_state != "visible":
                    continue
                sheet.reset_dimensions()  # the stated size may be a lie
                rows = _within_bounds(_rows(_values(sheet.iter_rows()), merged.get(sheet.title, ())))
                grids.append(Grid(number, tuple(rows), sheet=True, name=sheet.title))
            return tuple(grids)
    except (DamagedError, TooLargeError):
        raise
    except Exception as error:  # openpyxl raises whatever its parsers stumble on; all of it means that the workbook is broken
        raise DamagedError from error


def _within_bounds(rows: Iterable[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if count > MAX_ROWS:
            raise TooLargeError
        yield row


def _values(rows: Iterable[Iterable[object]]) -> Iterator[list[_Value]]:
    for row in rows:
        values = [(cell, getattr(cell, "value", None)) for cell in row]
        # looking up a format takes longer than reading the cell
        yield [(value, str(getattr(cell, "number_format", "")) if isinstance(value, int | float) else "") for cell, value in values]


def _rows(rows: Iterable[list[_Value]], areas: Iterable[_Area]) -> Iterator[Row]:
    waiting = sorted(areas, reverse=True)
    active: list[tuple[_Area, str]] = []
    width = 0  # of what has text so far; merged areas may reach to the end of the sheet
    for number, values in enumerate(rows, start=1):
        active = [entry for entry in active if entry[0][2] >= number]
        texts = [_written(*value) for value in values]
        while texts and not texts[-1]:
            texts.pop()
        while waiting and waiting[-1][0] == number:
            area = waiting.pop()
            active.append((area, texts[area[1] - 1] if area[1] <= len(texts) else ""))
        if any(texts):
            width = max(width, len(texts))
            texts += [""] * (width - len(texts))
            row = Row(number, tuple(_covered(texts, number, active)))
            if row.own():
                yield row


def _covered(texts: list[str], number: int, active: list[tuple[_Area, str]]) -> list[Cell]:
    cells = [Cell(text, column) for column, text in enumerate(texts)]
    for (first_row, first, _, last), text in active:
        for column in range(first - 1, min(last, len(cells))):
            cells[column] = Cell(text, first - 1, fresh=first_row == number)
    return cells


def _written(value: object, number_format: str) -> str:
    match value:
        case None:
            return ""
        case dt.datetime() | dt.date():
            return value.strftime("%d/%m/%Y")
        case bool():
            return "Có" if value else "Không"
        case int() | float() if "%" in number_format:
            return _number(round(value * 100, 6)) + "%"
        case int() | float():
            return _number(value)
        case _:
            return clean(str(value))


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.10g}".replace(".", ",")


def _merged_areas(package: Package) -> dict[str, tuple[_Area, ...]]:
    """The merged areas of each sheet by its title; the streaming reader of openpyxl does not give them."""
    main = next((name for name in package.names() if name.lower().endswith("xl/workbook.xml")), "xl/workbook.xml")
    folder, _, file = main.rpartition("/")
    targets = {r.get("Id"): r.get("Target") or "" for r in package.xml(f"{folder}/_rels/{file}.rels").iter(_RELATION)}
    found: dict[str, tuple[_Area, ...]] = {}
    for sheet in package.xml(main).iter(_S + "sheet"):
        target = targets.get(sheet.get(_ID), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if part in package.names():
            references = (node.get("ref") or "" for node in package.xml(part).iter(_S + "mergeCell"))
            found[sheet.get("name") or ""] = tuple(area for ref in references if (area := _area(ref)))
    return found


def _area(reference: str) -> _Area | None:
    from openpyxl.utils import column_index_from_string

    match = _AREA.fullmatch(reference)
    if match is None:
        return None
    return int(match[2]), column_index_from_string(match[1]), int(match[4]), column_index_from_string(match[3])
