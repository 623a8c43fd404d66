"""Shapes of plan tables, each as a small Word document or workbook."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from papi_desktop.domain.vocabulary import TimingKind
from papi_desktop.plans.reading import read_plan

HEADER = (
    "TT",
    "Chỉ số nội dung",
    "Nội dung thành phần",
    "Nhiệm vụ",
    "Chỉ tiêu",
    "Kết quả",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời gian",
)
TASK = ("1", "Tham gia", "a) Tri thức", "Niêm yết quy chế thôn (mẫu)", "100% thôn", "Biên bản", "UBND xã An Mẫu", "Các thôn", "Hàng quý")
Writer = Callable[..., Path]


def test_one_row_becomes_one_task_with_everything(word: Writer) -> None:
    plan = read_plan(word([HEADER, TASK]))
    (task,) = plan.tasks
    assert (task.no, task.dimension_no, task.dimension_name) == (1, "1", "Tham gia")
    assert (task.component_label, task.component_name) == ("a", "Tri thức")
    assert task.text == "Niêm yết quy chế thôn (mẫu)"
    assert task.lead_units == ("UBND xã An Mẫu",)
    assert task.coordinating_units == ("Các thôn",)
    assert task.timing.kind is TimingKind.QUARTERLY
    assert [m.text for m in task.measures] == ["100% thôn"]
    assert [(e.text, e.kind) for e in task.expected] == [("Biên bản", "bien_ban")]
    assert task.place is not None
    assert (task.place.table, task.place.row) == (1, 2)


def test_the_source_table_is_kept_for_the_preview(word: Writer) -> None:
    plan = read_plan(word([HEADER, TASK, ("",) * 9, ("", "", "", "Việc hai", "", "", "", "", "Hàng năm")], merges=[(1, 1, 3, 1)]))
    (table,) = plan.tables
    assert table.columns == (
        "no", "dimension_name", "component_name", "text", "target", "result", "lead_text", "coordinating_text", "timing",
    )  # fmt: skip
    assert table.kinds == ("header", "task", "task")
    assert table.row_numbers == (1, 2, 4)
    assert table.rows[2][1] == ""
    assert plan.tasks[1].dimension_name == "Tham gia"


def test_columns_stand_in_any_order_under_other_names(word: Writer) -> None:
    header = ("Thời hạn hoàn thành", "Sản phẩm", "Cơ quan phối hợp", "Cơ quan thực hiện", "Nội dung công việc", "Ghi chú", "Stt")
    plan = read_plan(word([header, ("Hàng tháng", "Báo cáo", "Công an xã", "UBND xã Mẫu", "Họp giao ban", "", "1")]))
    (task,) = plan.tasks
    assert (task.text, task.result, task.lead_text, task.coordinating_text) == ("Họp giao ban", "Báo cáo", "UBND xã Mẫu", "Công an xã")
    assert task.timing.kind is TimingKind.MONTHLY
    assert task.implementing_text == ""


def test_a_header_in_two_rows(word: Writer) -> None:
    rows = [
        ("TT", "Nhiệm vụ", "Đơn vị thực hiện", "", "Thời gian"),
        ("", "", "Chủ trì", "Phối hợp", ""),
        ("1", "Công khai ngân sách", "UBND xã Mẫu", "Các thôn", "Hàng quý"),
    ]
    plan = read_plan(word(rows, merges=[(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1), (0, 4, 1, 4)]))
    assert plan.tables[0].columns == ("no", "text", "lead_text", "coordinating_text", "timing")
    assert plan.tables[0].kinds == ("header", "header", "task")
    assert [(t.text, t.lead_text) for t in plan.tasks] == [("Công khai ngân sách", "UBND xã Mẫu")]


def test_a_row_of_column_numbers_is_part_of_the_header(word: Writer) -> None:
    plan = read_plan(word([("TT", "Nhiệm vụ", "Chủ trì"), ("(1)", "(2)", "(3)"), ("1", "Việc", "UBND xã Mẫu")]))
    assert [t.text for t in plan.tasks] == ["Việc"]


@pytest.mark.parametrize(("top", "left"), [(1, 1), (7, 3)])
def test_a_sheet_may_begin_anywhere(excel: Writer, top: int, left: int) -> None:
    plan = read_plan(excel([HEADER, TASK], top=top, left=left))
    assert plan.tasks[0].place is not None
    assert plan.tasks[0].place.row == top + 1
    assert plan.tasks[0].text == TASK[3]


def test_sheets_hold_numbers_dates_and_percentages(excel: Writer) -> None:
    path = excel([("TT", "Nhiệm vụ", "Chỉ tiêu", "Thời hạn"), (1, "Việc", 96.5, dt.date(2026, 11, 15))])
    (task,) = read_plan(path).tasks
    assert (task.target, task.timing.text) == ("96,5", "15/11/2026")
    assert task.timing.end == dt.date(2026, 11, 15)


def test_a_header_repeated_on_each_page_is_no_task(word: Writer) -> None:
    plan = read_plan(word([HEADER, TASK, HEADER, ("", "", "b) Cơ hội", "Việc hai", "", "", "UBND xã", "", "Hàng năm")]))
    assert [t.text for t in plan.tasks] == [TASK[3], "Việc hai"]
    assert plan.tables[0].kinds == ("header", "task", "header", "task")
    assert plan.tasks[1].dimension_name == "Tham gia"


def test_a_row_cut_by_a_page_break_is_joined(word: Writer) -> None:
    cut = ("", "", "", "theo đúng quy định", "trên địa bàn", "", "", "", "")
    plan = read_plan(word([HEADER, TASK, HEADER, cut]))
    assert [t.text for t in plan.tasks] == [f"{TASK[3]} theo đúng quy định"]
    assert plan.tasks[0].target == "100% thôn trên địa bàn"
    assert plan.tables[0].kinds == ("header", "task", "header", "continued")


def test_a_table_cut_in_two_goes_on_without_a_header(word: Writer) -> None:
    plan = read_plan(word([HEADER, TASK], [("", "", "b) Cơ hội", "Việc hai", "", "", "UBND xã", "", "Hàng năm")]))
    assert [(t.text, t.dimension_name, t.component_name) for t in plan.tasks] == [
        (TASK[3], "Tham gia", "Tri thức"),
        ("Việc hai", "Tham gia", "Cơ hội"),
    ]


@pytest.mark.parametrize("make", ["word", "excel"])
def test_one_task_cell_over_four_targets_is_four_tasks(make: str, request: pytest.FixtureRequest) -> None:
    rows = [("Nhiệm vụ", "Chỉ tiêu", "Chủ trì"), ("Tuyên truyền", "Một", "Công an"), *(("", t, "Công an") for t in ("Hai", "Ba", "Bốn"))]
    plan = read_plan(request.getfixturevalue(make)(rows, merges=[(1, 0, 4, 0)]))
    assert [(t.text, t.target) for t in plan.tasks] == [("Tuyên truyền", t) for t in ("Một", "Hai", "Ba", "Bốn")]


@pytest.mark.parametrize("make", ["word", "excel"])
def test_one_task_over_three_components_is_one_task(make: str, request: pytest.FixtureRequest) -> None:
    rows = [
        ("Chỉ số nội dung", "Nội dung thành phần", "Nhiệm vụ", "Chủ trì"),
        ("6. Thủ tục", "a) Chứng thực", "Rà soát", "UBND xã"),
        ("", "b) Cấp giấy", "", ""),
        ("", "c) Dịch vụ", "", ""),
    ]
    plan = read_plan(request.getfixturevalue(make)(rows, merges=[(1, 0, 3, 0), (1, 2, 3, 2), (1, 3, 3, 3)]))
    (task,) = plan.tasks
    assert (task.component_label, task.component_name) == ("a,b,c", "Chứng thực; Cấp giấy; Dịch vụ")
    assert (task.dimension_no, task.dimension_name) == ("6", "Thủ tục")


def test_roman_rows_with_a_unit_give_the_lead_of_the_tasks_below(word: Writer) -> None:
    rows = [
        ("TT", "Nhiệm vụ", "Sản phẩm", "Thời gian"),
        ("I", "CÔNG AN XÃ", "", ""),
        ("1", "Tuần tra", "Kế hoạch", "Hàng tuần"),
        ("II", "Sở Nội vụ", "", ""),
        ("1", "Kiểm tra", "Báo cáo", "Hàng năm"),
    ]
    plan = read_plan(word(rows))
    assert [(t.text, t.group, t.lead_units) for t in plan.tasks] == [
        ("Tuần tra", "CÔNG AN XÃ", ("Công an xã",)),
        ("Kiểm tra", "Sở Nội vụ", ("Sở Nội vụ",)),
    ]
    assert plan.tables[0].kinds == ("header", "group", "task", "group", "task")


def test_several_index_systems_and_headings_in_one_plan(word: Writer) -> None:
    rows = [
        ("TT", "Nội dung nhiệm vụ", "Đơn vị thực hiện", "Thời hạn"),
        ("A. CHỈ SỐ PAPI", "", "", ""),
        ("I", "Tham gia của người dân", "", ""),
        ("1", "Việc một", "UBND xã", "Hàng quý"),
        ("B. Chỉ số cải cách hành chính (PAR INDEX)", "", "", ""),
        ("1", "Việc hai", "UBND xã", "Hàng năm"),
    ]
    plan = read_plan(word(rows, merges=[(1, 0, 1, 3), (4, 0, 4, 3)]))
    assert [(t.text, t.index_system, t.dimension_no, t.dimension_name) for t in plan.tasks] == [
        ("Việc một", "PAPI", "I", "Tham gia của người dân"),
        ("Việc hai", "PAR INDEX", "", ""),
    ]
    assert plan.tasks[0].lead_units == ("UBND xã",)


def test_numbered_headings_above_numbered_tasks(word: Writer) -> None:
    rows = [
        ("TT", "Nhiệm vụ", "Thời gian"),
        ("1", "Công khai", ""),
        ("1.1", "Niêm yết danh sách", "Hàng năm"),
        ("1.2", "Họp dân", "Hàng năm"),
    ]
    plan = read_plan(word(rows))
    assert [(t.text, t.dimension_name) for t in plan.tasks] == [("Niêm yết danh sách", "Công khai"), ("Họp dân", "Công khai")]


def test_a_bare_task_stays_a_task(word: Writer) -> None:
    plan = read_plan(word([("TT", "Nhiệm vụ", "Chủ trì"), ("1", "Rà soát quy chế", ""), ("2", "Họp dân", "Thôn Mẫu")]))
    assert [(t.text, t.lead_units) for t in plan.tasks] == [("Rà soát quy chế", ()), ("Họp dân", ("Thôn Mẫu",))]


def test_totals_and_signatures_are_unread_and_kept(word: Writer) -> None:
    rows = [HEADER, TASK, ("", "", "", "Tổng cộng", "12", "", "", "", "")]
    plan = read_plan(word(rows, [("Nơi nhận:\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")]))
    assert [t.text for t in plan.tasks] == [TASK[3]]
    assert [(u.place.table, u.place.row, u.text.split("\n")[0]) for u in plan.unread] == [(1, 3, "Tổng cộng | 12"), (2, 1, "Nơi nhận:")]
    assert plan.tables[0].kinds[-1] == "unread"


def test_every_text_below_the_header_is_a_task_context_or_unread(word: Writer) -> None:
    rows = [HEADER, ("", "", "", "", "", "lạc", "", "", ""), TASK, ("", "", "", "", "", "", "", "", "")]
    plan = read_plan(word(rows))
    assert [u.text for u in plan.unread] == ["lạc"]


def test_implementing_units_beside_a_lead_stay_implementing(word: Writer) -> None:
    plan = read_plan(word([("Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị thực hiện"), ("Việc", "UBND xã", "Công chức Tư pháp")]))
    assert (plan.tasks[0].lead_text, plan.tasks[0].implementing_units) == ("UBND xã", ("Công chức Tư pháp",))


def test_several_plan_tables_and_sheets(excel: Writer) -> None:
    other = [("Họ tên", "Chức vụ"), ("Nguyễn Văn Mẫu", "Chủ tịch")]
    plan = read_plan(excel(other, [HEADER, TASK], [("Nhiệm vụ", "Chủ trì"), ("Việc hai", "Công an")]))
    assert [(t.text, t.place.table if t.place else 0) for t in plan.tasks] == [(TASK[3], 2), ("Việc hai", 3)]
    assert plan.tasks[1].dimension_name == ""


def test_the_run_of_columns_over_wide_cells(word: Writer) -> None:
    rows = [("TT", "Nhiệm vụ", "", "Chủ trì"), ("1", "a.", "Niêm yết", "UBND xã"), ("2", "b.", "Họp dân", "Thôn Mẫu")]
    plan = read_plan(word(rows, merges=[(0, 1, 0, 2)]))
    assert [t.text for t in plan.tasks] == ["a. Niêm yết", "b. Họp dân"]


def test_a_heading_is_known_by_its_siblings_and_by_dashes_below(word: Writer) -> None:
    rows = [
        ("TT", "Nhiệm vụ", "Chủ trì"),
        ("1", "Tham gia", ""),
        ("1.1", "Họp dân", "UBND xã"),
        ("2", "Công khai", ""),
        ("-", "Niêm yết", "UBND xã"),
        ("3", "Giải trình", ""),
        ("", "Tiếp công dân", "UBND xã"),
    ]
    plan = read_plan(word(rows))
    assert [(t.text, t.dimension_no, t.dimension_name) for t in plan.tasks] == [
        ("Họp dân", "1", "Tham gia"),
        ("Niêm yết", "2", "Công khai"),
        ("Tiếp công dân", "3", "Giải trình"),
    ]


def test_one_column_for_index_and_component(word: Writer) -> None:
    rows = [
        ("TT", "Chỉ số, chỉ số thành phần", "Nhiệm vụ", "Chủ trì"),
        ("1", "Tham gia", "", ""),
        ("1.1", "Tri thức", "Tuyên truyền", "UBND xã"),
        ("", "", "Họp dân", "Thôn Mẫu"),
    ]
    plan = read_plan(word(rows))
    assert [(t.text, t.dimension_no, t.dimension_name, t.component_label, t.component_name) for t in plan.tasks] == [
        ("Tuyên truyền", "1", "Tham gia", "1.1", "Tri thức"),
        ("Họp dân", "1", "Tham gia", "1.1", "Tri thức"),
    ]
