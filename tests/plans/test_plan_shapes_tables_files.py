"""Tables of plans in the ways files hold them: tracked changes, tables in tables, old fonts and code pages, pages of a PDF, big sheets."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from operator import methodcaller
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml

from papi_desktop.documents.fonts import find_serif
from papi_desktop.domain.timing import read_timing
from papi_desktop.domain.vocabulary import TimingKind
from papi_desktop.plans.letters import from_tcvn3, from_vni
from papi_desktop.plans.reading import read_plan

HEADER = ("TT", "Nội dung công việc", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian")
FIRST = ("1", "Niêm yết kết quả rà soát hộ nghèo", "Biên bản", "Ủy ban nhân dân xã", "Các thôn", "Hàng quý")
SECOND = ("2", "Họp dân bàn đóng góp xây dựng đường", "Nghị quyết", "Đài truyền thanh", "Trưởng thôn", "Quý II/2025")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1" w:author="a"'
TCVN3 = {
    "Kế hoạch": "KÕ ho¹ch", "Nội dung công việc": "Néi dung c«ng viÖc", "Chủ trì": "Chñ tr×", "Thời gian": "Thêi gian",
    "Niêm yết kết quả": "Niªm yÕt kÕt qu¶", "Công an xã": "C«ng an x·", "Hàng quý": "Hµng quý",
}  # fmt: skip
Writer = Callable[..., Path]


def test_changes_count_as_accepted(word: Writer) -> None:
    path = word([HEADER, ("1", "", *FIRST[2:]), ("2", "Việc bị xóa", *SECOND[2:]), ("3", "Việc thêm", *SECOND[2:])])
    document = docx.Document(str(path))
    table = document.tables[0]
    add = table.cell(1, 1).paragraphs[0]._p.append  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # lxml is untyped here
    for tag, text in (("ins", "Niêm yết"), ("del", "cũ"), ("moveFrom", "dời đi"), ("moveTo", " danh sách")):
        kind = "delText" if tag == "del" else "t"
        add(parse_xml(f'<w:{tag} {W}><w:r><w:{kind} xml:space="preserve">{text}</w:{kind}></w:r></w:{tag}>'))
    deleted = table.rows[2]._tr.get_or_add_trPr()
    deleted.append(parse_xml(f"<w:del {W}/>"))  # pyright: ignore[reportUnknownMemberType]  # the same
    document.save(str(path))
    assert [task.text for task in read_plan(path).tasks] == ["Niêm yết danh sách", "Việc thêm"]


def test_a_table_inside_a_cell_stays_in_the_task(word: Writer) -> None:
    path = word([HEADER, FIRST, SECOND])
    document = docx.Document(str(path))
    inner = document.tables[0].cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Nhà văn hóa", "30 ngày"
    document.save(str(path))
    plan = read_plan(path)
    assert [task.text for task in plan.tasks] == [f"{FIRST[1]}\nNhà văn hóa\n30 ngày", SECOND[1]]
    assert [row.text for row in plan.unread] == ["Nhà văn hóa | 30 ngày"]


def test_a_plan_table_inside_a_table_for_layout(tmp_path: Path) -> None:
    document = docx.Document()
    inner = document.add_table(1, 1).cell(0, 0).add_table(2, len(HEADER))
    for row, texts in enumerate((HEADER, FIRST)):
        for column, text in enumerate(texts):
            inner.cell(row, column).text = text
    document.save(str(tmp_path / "plan.docx"))
    assert [task.text for task in read_plan(tmp_path / "plan.docx").tasks] == [FIRST[1]]


def test_letters_of_old_fonts() -> None:
    assert from_tcvn3("Niªm yÕt kÕt qu¶, hép lÖ, m· sè") == "Niêm yết kết quả, hộp lệ, mã số"
    assert from_vni("Nieâm yeát keát quaû, hoäp leä, maõ soá") == "Niêm yết kết quả, hộp lệ, mã số"


def test_cells_in_a_font_from_before_unicode(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    words = ("Nội dung công việc", "Chủ trì", "Thời gian", "Niêm yết kết quả", "Công an xã", "Hàng quý")
    for number, text in enumerate(words):
        table.cell(number // 3, number % 3).paragraphs[0].add_run(TCVN3[text]).font.name = ".VnTime"
    document.save(str(tmp_path / "plan.docx"))
    (task,) = read_plan(tmp_path / "plan.docx").tasks
    assert (task.text, task.lead_text, task.timing.text) == words[3:]


def windows_1258(text: str) -> bytes:
    """As that code page writes it: letters with their hat or horn, tones behind them."""
    return "".join(map(_letter_and_tone, unicodedata.normalize("NFC", text))).encode("cp1258")


def _letter_and_tone(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + "".join(tones)


def decomposed(text: str) -> bytes:
    return unicodedata.normalize("NFD", text).encode()


@pytest.mark.parametrize("encode", [methodcaller("encode", "utf-16"), methodcaller("encode", "utf-16-le"), decomposed, windows_1258])
def test_text_files_in_other_encodings(tmp_path: Path, encode: Callable[[str], bytes]) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(encode("\n".join("\t".join(row) for row in (HEADER, FIRST, SECOND))))
    assert [(t.text, t.lead_text, t.timing.text) for t in read_plan(path).tasks] == [(r[1], r[3], r[5]) for r in (FIRST, SECOND)]


LONG = (
    "Tổ chức tuyên truyền, phổ biến các quy định của pháp luật về thực hiện dân chủ ở cơ sở đến toàn thể cán bộ, công chức "
    "và nhân dân trên địa bàn xã bằng nhiều hình thức; niêm yết công khai tại trụ sở và nhà văn hóa các thôn theo đúng quy định, "
    "bảo đảm đầy đủ thông tin"
)


def pdf_table(path: Path, rows: Sequence[Sequence[str]], widths: Sequence[int], align: str) -> Path:
    """A ruled table over several pages, its rows cut where the page ends; the rule above the rest of a row is missing."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(TTFont("mau", str(find_serif().regular)))  # pyright: ignore[reportUnknownMemberType]  # reportlab is untyped here
    paragraph = partial(Paragraph, style=ParagraphStyle("mau", fontName="mau", fontSize=9, leading=11))
    table = Table([[paragraph(text) for text in row] for row in rows], colWidths=widths, splitInRow=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), align)]))
    SimpleDocTemplate(str(path), pagesize=landscape(A4), topMargin=40, bottomMargin=40).build([table])
    return path


@pytest.mark.parametrize(("width", "align"), [(230, "TOP"), (180, "TOP"), (180, "MIDDLE"), (140, "MIDDLE")])
def test_rows_cut_by_the_end_of_a_page(tmp_path: Path, width: int, align: str) -> None:
    tasks = [(str(number), f"{LONG} lần {number}", *FIRST[2:]) for number in range(1, 11)]
    plan = read_plan(pdf_table(tmp_path / "plan.pdf", [HEADER, *tasks], (25, width, 120, 120, 120, 100), align))
    assert [(t.text, t.result, t.lead_text, t.timing.text) for t in plan.tasks] == [(t[1], t[2], t[3], t[5]) for t in tasks]


def test_a_sheet_of_many_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Biểu")
    sheet.append(HEADER)
    for number in range(5000):
        sheet.append((number + 1, f"{FIRST[1]} thôn {number}", *FIRST[2:]))
    book.save(tmp_path / "plan.xlsx")
    assert len(read_plan(tmp_path / "plan.xlsx").tasks) == 5000


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("T6/2025", TimingKind.RANGE, "2025-06-01", "2025-06-30"),
        ("Q2/2025", TimingKind.BY_QUARTER, "2025-04-01", "2025-06-30"),
        ("10/2025", TimingKind.RANGE, "2025-10-01", "2025-10-31"),
        ("IV/2025", TimingKind.BY_QUARTER, "2025-10-01", "2025-12-31"),
        ("Quý III/2025 - Quý I/2026", TimingKind.RANGE, "2025-07-01", "2026-03-31"),
        ("Tuần 1 tháng 3", TimingKind.RANGE, "2025-03-01", "2025-03-31"),
        ("nửa cuối năm 2025", TimingKind.RANGE, "2025-07-01", "2025-12-31"),
        ("1 năm 2 lần", TimingKind.HALF_YEARLY, None, None),
        ("4 đợt/năm", TimingKind.QUARTERLY, None, None),
        ("Xuyên suốt", TimingKind.CONTINUOUS, None, None),
    ],
)
def test_short_ways_of_saying_when(text: str, kind: TimingKind, start: str | None, end: str | None) -> None:
    timing = read_timing(text, 2025)
    assert timing.kind is kind
    assert (timing.start and timing.start.isoformat(), timing.end and timing.end.isoformat()) == (start, end)


def test_periods_of_a_year_that_nobody_names() -> None:
    kinds = [read_timing(text, None).kind for text in ("Tháng 6", "Quý I", "Trước tháng 6", "Sau 05 ngày làm việc")]
    assert kinds == [TimingKind.RANGE, TimingKind.BY_QUARTER, TimingKind.BY_DATE, TimingKind.ON_EVENT]
