"""The evidence checklist on paper: A4 landscape, Decree 30/2020/NĐ-CP, Vietnamese whatever the screen speaks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from papi_desktop.disk import write_whole
from papi_desktop.documents.checklist_table import (
    COMPONENT,
    DUE,
    EXPECTED,
    NOTE,
    NUMBER,
    REFERENCES,
    RESULT,
    TASK,
    Band,
    Heading,
    Lines,
    PageCutter,
    Placed,
    Row,
    TableFrame,
)
from papi_desktop.documents.fonts import find_serif
from papi_desktop.documents.letterhead import SignatureBlock, draw_letterhead
from papi_desktop.documents.papers import Checklist, ChecklistExpected, ChecklistRow, PrintedPaper
from papi_desktop.documents.pdf import A4_LANDSCAPE, MM, Align, PdfPages
from papi_desktop.documents.typesetting import Line, Run, Style, Typeface
from papi_desktop.domain.errors import Code, PapiError

_LEFT, _RIGHT, _TOP, _BOTTOM = 30 * MM, 15 * MM, 20 * MM, 20 * MM
_PAGE_NUMBER_TOP = 10 * MM
_FOOTER_TOP = 11 * MM
"""From the lower edge of the page."""
_FOOTER_SIZE = 9.0
_TITLE_SIZE, _BASIS_SIZE = 14.0, 13.0
_GAP = 10.0
_BOX_INDENT = 15.0


def write_checklist(
    target: Path,
    checklist: Checklist,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PrintedPaper:
    """Writes ``checklist`` as a PDF to ``target``, replacing a file of that name only when the whole document is on the disk.

    The same checklist gives the same bytes. ``progress(done, total)`` counts steps, two for each row; ``cancelled`` is asked between them.
    Raises ``PapiError`` with ``NO_FONT`` or ``CANCELLED``, ``StorageError`` with ``DISK_FULL`` or ``WRITE_FAILED``.
    """
    steps = _Steps(2 * sum(len(group.rows) for group in checklist.groups), progress, cancelled)
    pages = _draw(checklist, Typeface(find_serif()), steps)
    content = pages.finish()
    steps.check()
    write_whole(target, content)
    return PrintedPaper(target.absolute(), pages.pages)


class _Steps:
    def __init__(self, total: int, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None) -> None:
        self._done, self._total, self._progress, self._cancelled = 0, total, progress, cancelled

    def advance(self, steps: int = 1) -> None:
        self.check()
        self._done += steps
        if self._progress is not None:
            self._progress(self._done, self._total)

    def check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise PapiError(Code.CANCELLED)


def _draw(checklist: Checklist, face: Typeface, steps: _Steps) -> PdfPages:
    pages = PdfPages(face, A4_LANDSCAPE, title=f"{checklist.title} - {checklist.subtitle}", author=checklist.letterhead.name)
    width = pages.width - _LEFT - _RIGHT
    frame = TableFrame(face, x=_LEFT, width=width)
    signatures = SignatureBlock(face, checklist.signatures, width)
    cutter = PageCutter(
        first_top=_draw_head(pages, face, checklist, width), top=_TOP, bottom=pages.height - _BOTTOM, header=frame.header_height
    )
    cutter.place(_rows(checklist, frame, steps))
    cutter.place_after(signatures.height + 2 * _GAP)
    for index, placed in enumerate(cutter.pages):
        frame.draw(pages, placed)
        if index + 1 == len(cutter.pages):
            signatures.draw(pages, x=_LEFT, y=(cutter.y if placed else _TOP) + _GAP)
        _draw_margins(pages, face, checklist, page=index + 1, of=len(cutter.pages))
        pages.end_page()
        steps.advance(_rows_ended(placed))
    return pages


def _rows_ended(placed: list[Placed]) -> int:
    return sum(each.last and isinstance(each.row, Row) for each in placed)


def _draw_head(pages: PdfPages, face: Typeface, checklist: Checklist, width: float) -> float:
    """Letterhead and title; gives the upper edge of the table."""
    y = _GAP + draw_letterhead(pages, face, checklist.letterhead, checklist.printed_at.date(), x=_LEFT, y=_TOP, width=width)
    for text, style, size in (
        (checklist.title.upper(), Style.BOLD, _TITLE_SIZE),
        (checklist.subtitle, Style.BOLD, _TITLE_SIZE),
        (checklist.basis, Style.ITALIC, _BASIS_SIZE),
    ):
        lines = face.wrap([Run(text, style)], size=size, width=width * 0.8)
        y = pages.text(lines, x=_LEFT, y=y, width=width, size=size, align=Align.CENTRE)
    return y + _GAP


def _draw_margins(pages: PdfPages, face: Typeface, checklist: Checklist, *, page: int, of: int) -> None:
    width = pages.width - _LEFT - _RIGHT
    if page > 1:
        number = face.wrap([Run(str(page))], size=_BASIS_SIZE, width=width)
        pages.text(number, x=_LEFT, y=_PAGE_NUMBER_TOP, width=width, size=_BASIS_SIZE, align=Align.CENTRE)
    code = f"Mã biểu: {checklist.form_code}. " if checklist.form_code else ""
    left = f"{code}Có: {checklist.present}/{checklist.needed} minh chứng."
    right = f"In lúc {checklist.printed_at:%H:%M} ngày {_day(checklist.printed_at.date())}, trang {page}/{of}"
    for text, align in ((left, Align.LEFT), (right, Align.RIGHT)):
        lines = face.wrap([Run(text)], size=_FOOTER_SIZE, width=width / 2)
        pages.text(lines[:1], x=_LEFT, y=pages.height - _FOOTER_TOP, width=width, size=_FOOTER_SIZE, align=align)


def _rows(checklist: Checklist, frame: TableFrame, steps: _Steps) -> Iterator[Row | Heading]:
    filled = [group for group in checklist.groups if group.rows]
    if not filled:
        yield Heading(frame.set_heading([Run("Không có nhiệm vụ nào trong kỳ này.", Style.ITALIC)]), keep_with_next=False)
    for group in filled:
        yield Heading(frame.set_heading([Run(f"{group.title.upper()} ({group.done}/{group.total})", Style.BOLD)]))
        for row in group.rows:
            steps.advance()
            yield _row(row, frame, checklist.printed_at.date())


def _row(row: ChecklistRow, frame: TableFrame, today: date) -> Row:
    task = [Run(row.task.rstrip(" .;\n") + "; "), Run(row.target, Style.BOLD)] if row.target else [Run(row.task)]
    due = "\n".join(text for text in (_day(row.due) if row.due else "", row.period_label) if text)
    result = row.result or ("Hoàn thành" if row.done else "")
    return Row(
        cells={
            NUMBER: frame.set_cell([Run(str(row.number))], NUMBER),
            COMPONENT: frame.set_cell([Run(row.component)], COMPONENT),
            TASK: frame.set_cell(task, TASK),
            DUE: frame.set_cell([Run(due)], DUE),
            RESULT: frame.set_cell([Run(result)], RESULT),
            NOTE: frame.set_cell([Run(row.note)], NOTE),
        },
        bands=_bands(row, frame, today),
        merge_key=row.component,
    )


def _bands(row: ChecklistRow, frame: TableFrame, today: date) -> tuple[Band, ...]:
    """What is expected beside what was recorded.

    Gaps stand apart and are named ("Còn thiếu") once some evidence is there, the due date has passed or the task is ticked off; before
    that empty boxes say enough.
    """
    references = frame.set_cell([Run("\n".join(row.references))], REFERENCES)
    present = [each for each in row.expected if each.present]
    missing = [each for each in row.expected if not each.present]
    begun = bool(present or row.references or row.done or (row.due and row.due < today))
    if not missing or not begun:
        return (Band(_boxes(row.expected, frame), references),)
    gaps = Band(_boxes(missing, frame), frame.set_cell([Run("Còn thiếu", Style.BOLD)], REFERENCES))
    if present or references:
        return Band(_boxes(present, frame), references), gaps
    return (gaps,)


def _boxes(expected: list[ChecklistExpected] | tuple[ChecklistExpected, ...], frame: TableFrame) -> Lines:
    lines: list[Line] = []
    for each in expected:
        runs = [Run(each.text)] + ([Run(" ("), Run(each.note, Style.ITALIC), Run(")")] if each.note else [])
        first, *others = frame.set_cell(runs, EXPECTED, indent=_BOX_INDENT) or (Line((), _BOX_INDENT),)
        lines += [replace(first, box=each.present), *others]
    return tuple(lines)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
