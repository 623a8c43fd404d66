import errno
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from papi_desktop.documents import fonts
from papi_desktop.documents.checklist import write_checklist
from papi_desktop.documents.papers import Checklist, ChecklistExpected, ChecklistGroup, ChecklistRow, Letterhead
from papi_desktop.domain.errors import Code, PapiError, StorageError

MakeRow = Callable[..., ChecklistRow]
MakeChecklist = Callable[..., Checklist]


def _pages(path: Path) -> list[str]:
    """The text of each page, blanks and line breaks as one blank."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(path.read_bytes())).pages]


def _in_order(text: str, words: list[str]) -> bool:
    place = 0
    for word in words:
        place = text.find(word, place)
        if place < 0:
            return False
    return True


def test_a_sheet_of_one_page_has_everything_an_office_signs(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    paper = write_checklist(tmp_path / "danh-muc.pdf", make_checklist(make_row(result="3/3 thôn = 100 %", note="Quá hạn 3 ngày")))
    assert paper.path == tmp_path / "danh-muc.pdf"
    assert paper.pages == 1
    (text,) = _pages(paper.path)
    assert _in_order(
        text,
        [
            "ỦY BAN NHÂN DÂN",
            "XÃ TÂN PHÚ (MẪU)",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Tân Phú, ngày 16 tháng 11 năm 2026",
            "DANH MỤC MINH CHỨNG",
            "Quý IV năm 2026, bộ chỉ số PAPI",
            "(Theo Kế hoạch số 45/KH-UBND ngày 12/02/2026)",
            "Nội dung thành phần",
            "2. CÔNG KHAI, MINH BẠCH (1/1)",
            "2.2. Danh sách hộ nghèo",
            "100% thôn",
            "13/11/2026",
            "Thông báo niêm yết",
            "62/TB-UBND",
            "Nhật ký phát thanh",
            "Còn thiếu",
            "3/3 thôn = 100 %",
            "Quá hạn 3 ngày",
            "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
            "Lê Minh Đức",
            "Mã biểu: 99001-2026-Q4-0007. Có: 1/2 minh chứng.",
            "In lúc 09:42 ngày 16/11/2026, trang 1/1",
        ],
    )


def test_the_page_is_a4_landscape_and_says_that_it_is_vietnamese(tmp_path: Path, make_checklist: MakeChecklist) -> None:
    reader = PdfReader(write_checklist(tmp_path / "a.pdf", make_checklist()).path)
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [297, 210]
    assert reader.root_object["/Lang"] == "vi-VN"
    assert reader.metadata is not None
    assert reader.metadata.title == "Danh mục minh chứng - Quý IV năm 2026, bộ chỉ số PAPI"


def test_only_embedded_fonts_are_used(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    reader = PdfReader(write_checklist(tmp_path / "a.pdf", make_checklist(make_row())).path)
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType, reportIndexIssue] # pypdf objects
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]  # pyright: ignore[reportUnknownMemberType] # pypdf objects


def test_further_pages_repeat_the_header_and_are_numbered(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    rows = [make_row(number=n, task=f"Nhiệm vụ thứ {n:03d}") for n in range(1, 41)]
    paper = write_checklist(tmp_path / "a.pdf", make_checklist(*rows))
    pages = _pages(paper.path)
    assert paper.pages == len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert text.count("Nhiệm vụ và chỉ tiêu") == 1
        assert f"trang {number}/{len(pages)}" in text
    assert _in_order(" ".join(pages), [f"Nhiệm vụ thứ {n:03d}" for n in range(1, 41)])
    assert [text.count("Lê Minh Đức") for text in pages] == [0] * (len(pages) - 1) + [1]


def test_the_page_number_stands_in_the_top_margin_from_the_second_page_on(
    tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist
) -> None:
    paper = write_checklist(tmp_path / "a.pdf", make_checklist(*(make_row(number=n + 100) for n in range(20))))

    def in_top_margin(number: int) -> list[tuple[str, float]]:
        found: list[tuple[str, float]] = []

        def visit(text: str, _cm: object, matrix: list[float], _font: object, _size: object) -> None:
            if text.strip() and matrix[5] > (210 - 20) / 25.4 * 72:
                found.append((text.strip(), matrix[4]))

        PdfReader(paper.path).pages[number].extract_text(visitor_text=visit)
        return found

    assert in_top_margin(0) == []
    ((text, x),) = in_top_margin(1)
    assert text == "2"
    assert x / 72 * 25.4 == pytest.approx(30 + (297 - 45) / 2, abs=2)


def test_nobody_signs_a_page_without_rows(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    counts = set[int]()
    for length in range(1, 16):  # some of these leave no room for the signatures under the last row
        rows = [make_row(number=n, task=f"Nhiệm vụ thứ {n:03d}") for n in range(length)]
        pages = _pages(write_checklist(tmp_path / "a.pdf", make_checklist(*rows)).path)
        assert f"Nhiệm vụ thứ {length - 1:03d}" in pages[-1]
        assert "Lê Minh Đức" in pages[-1]
        counts.add(len(pages))
    assert counts == {1, 2, 3}


def test_the_end_of_a_long_last_row_goes_with_the_signatures(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    for words in range(900, 1500, 60):  # some of these fill the last page of the row
        task = " ".join(f"từ{n:04d}" for n in range(words))
        pages = _pages(write_checklist(tmp_path / "a.pdf", make_checklist(make_row(task=task))).path)
        assert f"từ{words - 1:04d}" in pages[-1]
        assert "Lê Minh Đức" in pages[-1]
        assert _in_order(" ".join(pages), task.split())


def test_neighbours_share_their_component_once_on_each_page(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    rows = [make_row(component="2.3. Ngân sách"), make_row(component="2.3. Ngân sách"), make_row(component="2.4. Đất đai")]
    (text,) = _pages(write_checklist(tmp_path / "a.pdf", make_checklist(*rows, signatures=())).path)
    assert (text.count("2.3. Ngân sách"), text.count("2.4. Đất đai")) == (1, 1)
    pages = _pages(write_checklist(tmp_path / "a.pdf", make_checklist(*(rows[:1] * 30))).path)
    assert {page.count("2.3. Ngân sách") for page in pages} == {1}


def test_no_tasks_is_said_in_words(tmp_path: Path, make_checklist: MakeChecklist) -> None:
    for groups in ((), (ChecklistGroup("2. Công khai", 0, 0, ()),)):
        paper = write_checklist(tmp_path / "a.pdf", make_checklist(groups=groups))
        (text,) = _pages(paper.path)
        assert "Không có nhiệm vụ nào trong kỳ này." in text
        assert "Lê Minh Đức" in text
        assert "CÔNG KHAI (0/0)" not in text


MISSING = (ChecklistExpected("Thông báo", present=False), ChecklistExpected("Ảnh", present=False))
PARTLY = (ChecklistExpected("Thông báo", present=True), ChecklistExpected("Ảnh", present=False))
COMPLETE = (ChecklistExpected("Thông báo", present=True),)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"expected": MISSING, "due": date(2026, 12, 31)}, False),
        ({"expected": MISSING, "due": None}, False),
        ({"expected": MISSING, "due": date(2026, 11, 16)}, False),
        ({"expected": MISSING, "due": date(2026, 11, 15)}, True),
        ({"expected": MISSING, "due": None, "done": True}, True),
        ({"expected": MISSING, "due": None, "references": ("01/TB-UBND",)}, True),
        ({"expected": PARTLY, "due": date(2026, 12, 31)}, True),
        ({"expected": COMPLETE, "due": date(2026, 1, 1)}, False),
        ({"expected": (), "due": date(2026, 1, 1)}, False),
    ],
)
def test_gaps_are_named_once_the_work_has_begun_or_is_late(
    tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist, fields: dict[str, object], *, named: bool
) -> None:
    (text,) = _pages(write_checklist(tmp_path / "a.pdf", make_checklist(make_row(**{"references": (), **fields}))).path)
    assert ("Còn thiếu" in text) == named


def test_a_ticked_task_without_a_figure_says_so(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    def text(row: ChecklistRow) -> str:
        return _pages(write_checklist(tmp_path / "a.pdf", make_checklist(row)).path)[0]

    assert "Hoàn thành" in text(make_row(done=True))
    assert "Hoàn thành" not in text(make_row(done=True, result="97 %"))
    assert "Hoàn thành" not in text(make_row())


def test_ticked_and_empty_boxes_are_drawn(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    def drawing(row: ChecklistRow) -> bytes:
        path = write_checklist(tmp_path / "a.pdf", make_checklist(row)).path
        contents = PdfReader(BytesIO(path.read_bytes())).pages[0].get_contents()
        assert contents is not None
        return contents.get_data()

    row = make_row(references=(), due=None, expected=MISSING)
    ticked = replace(row, expected=tuple(replace(each, present=True) for each in MISSING))
    assert drawing(ticked).count(b" l S") - drawing(row).count(b" l S") == 2 * len(MISSING)  # a tick is two strokes


@pytest.mark.parametrize("text", ["<b>đậm & nghiêng</i>", "&amp; <para>", "</font><img src='x'/>", "a < b > c", "<!-- x -->"])
def test_markup_is_only_text(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist, text: str) -> None:
    row = make_row(task=text, target="", component=text, note=text, result=text, expected=(ChecklistExpected(text, present=True),))
    (page,) = _pages(write_checklist(tmp_path / "a.pdf", make_checklist(row, subtitle=text)).path)
    assert page.replace(" ", "").count(text.replace(" ", "")) >= 5


def test_decomposed_text_prints_as_precomposed(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    decomposed = "Nie\u0302m ye\u0302\u0301t"
    (page,) = _pages(write_checklist(tmp_path / "a.pdf", make_checklist(make_row(task=decomposed))).path)
    assert "Niêm yết; 100% thôn" in page


@pytest.mark.parametrize("field", ["task", "target", "component", "result", "note", "period_label"])
@pytest.mark.parametrize("word", ["nhiệm vụ ", "khôngcódấucách"])
def test_ten_thousand_characters_go_on_over_the_pages(
    tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist, field: str, word: str
) -> None:
    long = (word * 2000)[:10_000].strip()
    paper = write_checklist(tmp_path / "a.pdf", make_checklist(make_row(**{field: long}), make_row(number=2, task="Nhiệm vụ cuối cùng")))
    pages = _pages(paper.path)
    assert paper.pages > 3
    assert "Nhiệm vụ cuối cùng" in pages[-1]
    assert sum(page.replace(" ", "").count(word[-4:].strip()) for page in pages) >= 0.95 * len(long) / len(word)


def test_long_lists_of_evidence_lose_nothing_over_the_pages(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    row = make_row(
        expected=tuple(ChecklistExpected(f"Minh chứng số {n:03d}.", present=n % 2 == 0, note="bản chính") for n in range(120)),
        references=tuple(f"{n:03d}/TB-UBND" for n in range(90)),
    )
    text = " ".join(_pages(write_checklist(tmp_path / "a.pdf", make_checklist(row, make_row(number=2))).path))
    assert {n for n in range(120) if text.count(f"Minh chứng số {n:03d}.") != 1} == set()
    assert {n for n in range(90) if text.count(f"{n:03d}/TB-UBND") != 1} == set()
    assert text.count("Còn thiếu") == 2


def test_long_names_in_the_head_are_broken(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    letterhead = Letterhead("", "Trung tâm Phục vụ hành chính công " * 4, "", superior="Ủy ban nhân dân tỉnh Mẫu")
    text = _pages(write_checklist(tmp_path / "a.pdf", make_checklist(make_row(), letterhead=letterhead, subtitle="Quý IV " * 60)).path)[0]
    assert _in_order(text, ["ỦY BAN NHÂN DÂN TỈNH MẪU", "TRUNG TÂM PHỤC VỤ", "Ngày 16 tháng 11 năm 2026"])
    assert text.count("TRUNG TÂM") == 4
    assert text.count("Quý IV") == 60


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(codec=None), max_size=300), min_size=6, max_size=6))
def test_any_text_can_be_printed(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist, texts: list[str]) -> None:
    component, task, target, expected, result, name = texts
    row = make_row(component=component, task=task, target=target, expected=(ChecklistExpected(expected, present=True),), result=result)
    paper = write_checklist(tmp_path / "a.pdf", make_checklist(row, letterhead=Letterhead(name, name, name), form_code=name))
    assert len(PdfReader(paper.path).pages) == paper.pages


def test_letters_that_no_file_can_hold_are_left_out(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    broken = "Tân\ud800 Phú\x00\u202e"
    paper = write_checklist(
        tmp_path / "a.pdf", make_checklist(make_row(task=broken), title=broken, letterhead=Letterhead("", broken, broken))
    )
    (text,) = _pages(paper.path)
    assert _in_order(text, ["TÂN PHÚ", "Tân Phú, ngày", "TÂN PHÚ", "Tân Phú; 100% thôn"])


def test_the_same_checklist_gives_the_same_bytes(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    checklist = make_checklist(*(make_row(number=n) for n in range(30)))
    one = write_checklist(tmp_path / "one.pdf", checklist).path.read_bytes()
    assert one == write_checklist(tmp_path / "two.pdf", checklist).path.read_bytes()


def test_progress_counts_up_to_the_whole(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist) -> None:
    seen: list[tuple[int, int]] = []
    rows = [make_row(number=n) for n in range(40)]
    write_checklist(tmp_path / "a.pdf", make_checklist(*rows), progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (80, 80)
    assert {total for _, total in seen} == {80}


@pytest.mark.parametrize("answers", [1, 10, 45])
def test_cancelling_leaves_what_was_there(tmp_path: Path, make_row: MakeRow, make_checklist: MakeChecklist, answers: int) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"an older print-out")
    asked = iter(range(1000))
    with pytest.raises(PapiError) as caught:
        write_checklist(target, make_checklist(*(make_row(number=n) for n in range(40))), cancelled=lambda: next(asked) >= answers - 1)
    assert caught.value.code is Code.CANCELLED
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert target.read_bytes() == b"an older print-out"


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, Code.DISK_FULL), (errno.EIO, Code.WRITE_FAILED)])
def test_a_disk_that_fails_leaves_what_was_there(
    tmp_path: Path, make_checklist: MakeChecklist, monkeypatch: pytest.MonkeyPatch, number: int, code: Code
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    target = tmp_path / "a.pdf"
    target.write_bytes(b"an older print-out")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError) as caught:
        write_checklist(target, make_checklist())
    assert caught.value.code is code
    assert caught.value.params["path"] == str(target)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert target.read_bytes() == b"an older print-out"


def test_a_print_out_replaces_the_one_before(tmp_path: Path, make_checklist: MakeChecklist) -> None:
    target = tmp_path / "new folder" / "a.pdf"
    write_checklist(target, make_checklist(subtitle="Quý III năm 2026"))
    write_checklist(target, make_checklist(subtitle="Quý IV năm 2026"))
    assert "Quý IV năm 2026" in _pages(target)[0]
    assert [path.name for path in target.parent.iterdir()] == ["a.pdf"]


def test_a_folder_in_the_way_is_a_failed_write(tmp_path: Path, make_checklist: MakeChecklist) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(StorageError) as caught:
        write_checklist(tmp_path / "a.pdf", make_checklist())
    assert caught.value.code is Code.WRITE_FAILED


def test_without_a_font_nothing_is_written(tmp_path: Path, make_checklist: MakeChecklist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "search_folders", lambda: (tmp_path / "none",))
    with pytest.raises(PapiError) as caught:
        write_checklist(tmp_path / "a.pdf", make_checklist())
    assert caught.value.code is Code.NO_FONT
    assert list(tmp_path.iterdir()) == []
