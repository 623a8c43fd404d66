"""What Word hides in its XML: numbers that stand nowhere, tracked changes, nested tables, the strict variant of the format."""

import io
import zipfile
from pathlib import Path

import docx

from papi_desktop.plans.blocks import Block, Grid, Paragraph
from papi_desktop.plans.docx import docx_blocks
from papi_desktop.plans.package import Package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def blocks_of(body: str, *, numbering: str = "", namespace: str = W) -> tuple[Block, ...]:
    """The blocks of a document with this body."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", '<Types><Override ContentType="application/x.wordprocessingml.document.main+xml"/></Types>')
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>')
        if numbering:
            archive.writestr("word/numbering.xml", f'<w:numbering xmlns:w="{namespace}">{numbering}</w:numbering>')
    return docx_blocks(Package(content.getvalue()))


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def test_automatic_numbers_and_bullets_are_written_out() -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{level.format(0, "upperRoman", "%1.")}{level.format(1, "decimal", "%2.")}'
        f"{level.format(2, 'lowerLetter', '%3)')}{level.format(3, 'bullet', '•')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    depth = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    body = "".join(
        p(text, depth.format(at)) for text, at in (("Một", 0), ("Hai", 1), ("Ba", 1), ("Bốn", 2), ("Năm", 3), ("Sáu", 0), ("Bảy", 1))
    )
    assert blocks_of(body, numbering=numbering) == tuple(
        map(Paragraph, ("I. Một", "1. Hai", "2. Ba", "a) Bốn", "- Năm", "II. Sáu", "1. Bảy"))
    )


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    body = (
        '<w:p><w:r><w:t>Giữ</w:t></w:r><w:del w:id="1"><w:r><w:delText> bỏ</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t> thêm</w:t></w:r></w:ins><w:moveFrom w:id="3"><w:r><w:t> đi</w:t></w:r></w:moveFrom></w:p>'
    )
    assert blocks_of(body) == (Paragraph("Giữ thêm"),)


def test_a_deleted_row_is_gone() -> None:
    row = "<w:tr><w:trPr>{}</w:trPr>" + cell(p("{}")) + "</w:tr>"
    (grid,) = blocks_of("<w:tbl>" + row.format("", "Giữ") + row.format('<w:del w:id="1"/>', "Bỏ") + "</w:tbl>")
    assert isinstance(grid, Grid)
    assert [row.cells[0].text for row in grid.rows] == ["Giữ"]


def test_a_nested_table_is_text_of_its_cell_and_a_grid_of_its_own() -> None:
    inner = "<w:tbl><w:tr>" + cell(p("trong")) + "</w:tr></w:tbl>"
    outer, nested = blocks_of("<w:tbl><w:tr>" + cell(p("ngoài") + inner) + "</w:tr></w:tbl>")
    assert isinstance(outer, Grid)
    assert isinstance(nested, Grid)
    assert outer.rows[0].cells[0].text == "ngoài\ntrong"
    assert nested.rows[0].cells[0].text == "trong"


def test_content_controls_around_rows_and_paragraphs() -> None:
    row = (
        "<w:sdt><w:sdtContent><w:tr>"
        + cell("<w:sdt><w:sdtContent>" + p("Việc") + "</w:sdtContent></w:sdt>")
        + "</w:tr></w:sdtContent></w:sdt>"
    )
    (grid,) = blocks_of(f"<w:tbl>{row}</w:tbl>")
    assert isinstance(grid, Grid)
    assert grid.rows[0].cells[0].text == "Việc"


def test_the_strict_variant_and_decomposed_letters() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert blocks_of(p("Nhie\u0323\u0302m vu\u0323"), namespace=strict) == (Paragraph("Nhiệm vụ"),)


def test_rows_that_begin_after_empty_columns() -> None:
    first = "<w:tr>" + cell(p("A")) + cell(p("B"), '<w:vMerge w:val="restart"/>') + "</w:tr>"
    second = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell(p(""), "<w:vMerge/>") + cell(p("C")) + "</w:tr>"
    (grid,) = blocks_of(f"<w:tbl>{first}{second}</w:tbl>")
    assert isinstance(grid, Grid)
    assert [(c.text, c.fresh) for c in grid.rows[1].cells] == [("", True), ("B", False), ("C", True)]


def test_numbers_given_by_a_paragraph_style(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Việc", style="List Bullet")
    path = tmp_path / "bullets.docx"
    document.save(str(path))
    assert docx_blocks(Package(path.read_bytes())) == (Paragraph("- Việc"),)
