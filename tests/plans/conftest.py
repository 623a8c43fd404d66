"""Small plan documents made on the spot; all offices are invented (mẫu)."""

from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest

Table = Sequence[Sequence[str]]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0


@pytest.fixture
def word(tmp_path: Path) -> Callable[..., Path]:
    """Writes a Word document: ``texts`` above, then tables; ``merges`` are areas of the first table."""

    def write(*tables: Table, texts: Sequence[str] = (), merges: Sequence[Area] = ()) -> Path:
        document = docx.Document()
        for text in texts:
            document.add_paragraph(text)
        for number, rows in enumerate(tables):
            table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
            for r, row in enumerate(rows):
                for c, text in enumerate(row):
                    table.cell(r, c).text = text
            for r1, c1, r2, c2 in merges if number == 0 else ():
                table.cell(r1, c1).merge(table.cell(r2, c2))
            document.add_paragraph("")
        path = tmp_path / "plan.docx"
        document.save(str(path))
        return path

    return write


@pytest.fixture
def excel(tmp_path: Path) -> Callable[..., Path]:
    """Writes a workbook with one sheet for each table, its first cell at (``top``, ``left``), counted from 1."""

    def write(*tables: Sequence[Sequence[object]], merges: Sequence[Area] = (), top: int = 1, left: int = 1) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for number, rows in enumerate(tables, start=1):
            sheet = book.create_sheet(f"Biểu {number}")
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    sheet.cell(top + r, left + c).value = value  # pyright: ignore[reportAttributeAccessIssue]  # the stubs know no plain value
            for r1, c1, r2, c2 in merges:
                sheet.merge_cells(start_row=top + r1, start_column=left + c1, end_row=top + r2, end_column=left + c2)
        path = tmp_path / "plan.xlsx"
        book.save(path)
        return path

    return write
