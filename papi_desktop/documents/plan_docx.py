"""The sample plan as the Word document an office would issue: Decree 30/2020/NĐ-CP, tasks in one table."""

from io import BytesIO
from pathlib import Path
from typing import Any, cast

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement  # pyright: ignore[reportUnknownVariableType] # lxml, below it, has no types
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from papi_desktop.disk import write_whole
from papi_desktop.documents.letterhead import MOTTO, NATION, place_and_date
from resources.sample_plan import SamplePlan

_HEADINGS = (
    "TT",
    "Chỉ số nội dung",
    "Nội dung thành phần",
    "Nhiệm vụ",
    "Chỉ tiêu",
    "Kết quả",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời gian thực hiện",
)
_WIDTHS = (11, 25, 26, 57, 26, 31, 25, 25, 26)
"""Millimetres; together the width between the margins."""
_FONT = "Times New Roman"
_SIZE, _TABLE_SIZE = Pt(13), Pt(11)
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def write_plan_document(target: Path, plan: SamplePlan) -> None:
    """Writes ``plan`` as a .docx to ``target``, replacing a file of that name only when the whole document is on the disk.

    Raises ``StorageError`` with ``DISK_FULL`` or ``WRITE_FAILED``.
    """
    document = Document()
    _set_up(document, plan)
    _letterhead(document, plan)
    _title(document, plan)
    _tasks(document, plan)
    _signature(document, plan)
    _keep_rows_whole(document)
    content = BytesIO()
    document.save(content)
    write_whole(target, content.getvalue())


def _set_up(document: DocxDocument, plan: SamplePlan) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(20), Mm(20), Mm(30), Mm(15)
    section.header_distance = Mm(10)
    normal = next(style for style in document.styles if isinstance(style, ParagraphStyle) and style.name == "Normal")
    normal.font.name, normal.font.size = _FONT, _SIZE
    cast("Any", normal.element).get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    _number_pages(section)
    properties = document.core_properties
    properties.title, properties.author, properties.language, properties.comments = plan.title, plan.issuer, "vi-VN", ""


def _number_pages(section: Section) -> None:
    """A page number centred in the top margin from the second page on."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = _CENTRE
    instruction = _element("w:instrText")
    instruction.text = "PAGE"
    for mark in (_element("w:fldChar", fldCharType="begin"), instruction, _element("w:fldChar", fldCharType="end")):
        cast("Any", paragraph.add_run().element).append(mark)


def _rule_style(document: DocxDocument) -> str:
    """A style for an empty paragraph that shows a rule; python-docx itself has no paragraph borders."""
    style = cast("ParagraphStyle", cast("Any", document.styles).add_style("Rule", WD_STYLE_TYPE.PARAGRAPH))
    style.paragraph_format.line_spacing = style.paragraph_format.space_before = Pt(3)
    borders = _element("w:pBdr")
    borders.append(_element("w:top", val="single", sz="6", space="1", color="000000"))
    cast("Any", style.element).get_or_add_pPr().insert(0, borders)
    return "Rule"


def _letterhead(document: DocxDocument, plan: SamplePlan) -> None:
    office = plan.commune
    left, right = _columns(document, (100, 152)).rows[0].cells
    for cell, lines in ((left, (office.body.upper(), office.proper_name.upper())), (right, (NATION, MOTTO))):
        first, *others = (line for line in lines if line)
        _write(cell.paragraphs[0], first, bold=True, align=_CENTRE)
        for line in others:
            _write(cell.add_paragraph(), line, bold=True, align=_CENTRE)
    style = _rule_style(document)
    for cell, indent in ((left, Mm(36)), (right, Mm(46))):
        rule = cell.add_paragraph(style=style)
        rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = indent
    _write(left.add_paragraph(), f"Số: {plan.number}", align=_CENTRE)
    _write(right.add_paragraph(), place_and_date(office.place, plan.date), italic=True, align=_CENTRE)


def _title(document: DocxDocument, plan: SamplePlan) -> None:
    kind, _, matter = plan.title.partition(" ")  # "Kế hoạch ..." stands as KẾ HOẠCH over the rest
    word, _, matter = matter.partition(" ")
    heading = _write(document.add_paragraph(), f"{kind} {word}".upper(), bold=True, align=_CENTRE, size=Pt(14))
    heading.paragraph_format.space_before = Pt(12)
    _write(document.add_paragraph(), matter[0].upper() + matter[1:], bold=True, align=_CENTRE, size=Pt(14))
    basis = _write(document.add_paragraph(), plan.basis, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    basis.paragraph_format.first_line_indent = Mm(10)
    basis.paragraph_format.space_before = basis.paragraph_format.space_after = Pt(8)


def _tasks(document: DocxDocument, plan: SamplePlan) -> None:
    table = document.add_table(rows=1 + len(plan.tasks), cols=len(_HEADINGS))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    rows = [row.cells for row in table.rows]
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        _write(rows[0][column].paragraphs[0], heading, bold=True, align=_CENTRE, size=_TABLE_SIZE)
        table.columns[column].width = Mm(width)
        for index, row in enumerate(rows):
            row[column].width = Mm(width)
            merged = index > 0 and column in (1, 2)  # these go on over pages, where only the top is seen
            row[column].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP if merged else WD_CELL_VERTICAL_ALIGNMENT.CENTER
    first = 1
    for dimension in plan.dimensions:
        start = first
        for component in dimension.components:
            _write(rows[first][2].paragraphs[0], f"{component.label}. {component.name}", size=_TABLE_SIZE)
            for row, task in enumerate(component.tasks, first):
                _write(rows[row][0].paragraphs[0], str(task.no), align=_CENTRE, size=_TABLE_SIZE)
                texts = (task.text, task.target, task.result, task.lead, task.coordinating, task.timing)
                for column, text in enumerate(texts, 3):
                    _write(rows[row][column].paragraphs[0], text, size=_TABLE_SIZE)
            rows[first][2].merge(rows[first + len(component.tasks) - 1][2])
            first += len(component.tasks)
        _write(rows[start][1].paragraphs[0], f"{dimension.number}. {dimension.name}", bold=True, size=_TABLE_SIZE)
        rows[start][1].merge(rows[first - 1][1])


def _keep_rows_whole(document: DocxDocument) -> None:
    """No row is cut by the end of a page, and the header of the task table stands on each; python-docx itself can say neither."""
    body = cast("Any", document.element).body
    for row in body.iter(qn("w:tr")):
        row.get_or_add_trPr().append(_element("w:cantSplit"))
    header = next(row for row in body.iter(qn("w:tr")) if len(row.tc_lst) == len(_HEADINGS))
    header.get_or_add_trPr().append(_element("w:tblHeader"))


def _signature(document: DocxDocument, plan: SamplePlan) -> None:
    document.add_paragraph()
    left, right = _columns(document, (126, 126)).rows[0].cells
    _write(left.paragraphs[0], "Nơi nhận:", bold=True, italic=True, size=Pt(12))
    _write(left.add_paragraph(), f"- {plan.authority.name};\n- Các phòng, đơn vị, các thôn;\n- Lưu: VT.", size=Pt(11))
    _write(right.paragraphs[0], f"TM. ỦY BAN NHÂN DÂN\n{plan.chairman.title.upper()}\n\n\n\n{plan.chairman.name}", bold=True, align=_CENTRE)


def _columns(document: DocxDocument, widths: tuple[int, int]) -> Table:
    """Two columns without borders, ``widths`` in millimetres."""
    table = document.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = Mm(width)
    return table


def _write(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: Length = _SIZE,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, size
    paragraph.alignment = align
    return paragraph


def _element(name: str, **attributes: str) -> Any:
    """An XML element of the word processing namespace, for what python-docx cannot say."""
    element = cast("Any", OxmlElement(name))
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
