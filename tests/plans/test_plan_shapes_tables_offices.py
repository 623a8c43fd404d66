"""Tables of plans as ten offices write them: criteria with points, tables of targets, columns of offices, cells that say "as above"."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from papi_desktop.domain.plan_document import ReadTask
from papi_desktop.domain.timing import read_timing
from papi_desktop.domain.unit_names import names_unit, split_roles, split_units
from papi_desktop.plans.reading import read_plan
from papi_desktop.plans.report import plan_as_json

TITLE = ("KẾ HOẠCH", "Nâng cao Chỉ số PAPI năm 2025 của tỉnh An Mẫu (mẫu)")
Writer = Callable[..., Path]


def place(task: ReadTask) -> tuple[str, str, str, str]:
    return task.dimension_no, task.dimension_name, task.component_label, task.component_name


def test_criteria_with_points_under_headings_with_points(word: Writer) -> None:
    rows = [
        ("STT", "Tiêu chí, tiêu chí thành phần", "Điểm tối đa", "Nội dung\nthực hiện", "Bộ phận\ntham mưu"),
        ("I", "CHỈ ĐẠO, ĐIỀU HÀNH (10 điểm)", "10,0", "", ""),
        ("1", "Kế hoạch cải cách (2 điểm)", "2", "Ban hành kế hoạch", "Văn phòng"),
        ("", "TỔNG ĐIỂM", "10,0", "", ""),
    ]
    plan = read_plan(word(rows))
    assert [place(task) for task in plan.tasks] == [("I", "CHỈ ĐẠO, ĐIỀU HÀNH", "1", "Kế hoạch cải cách")]
    assert [row.text for row in plan.unread] == ["TỔNG ĐIỂM | 10,0"]


def test_groups_with_a_sum_of_money(excel: Writer) -> None:
    rows = [("STT", "Nhiệm vụ", "Chủ trì", "Bắt đầu", "Kết thúc", "Kinh phí"), ("A", "HẠ TẦNG SỐ", None, None, None, 1200)]
    rows += [(1, "Phủ sóng wifi nhà văn hóa", "Phòng Kinh tế", "01/2026", "12/2026", 1200)]
    (task,) = read_plan(excel(rows)).tasks
    assert (task.dimension_no, task.dimension_name) == ("A", "HẠ TẦNG SỐ")
    assert (task.timing.start, task.timing.end) == (date(2026, 1, 1), date(2026, 12, 31))


def test_names_of_indices_in_quotes(word: Writer) -> None:
    rows = [
        ("TT", "Nhiệm vụ", "Chủ trì"),
        ("I", "CHỈ SỐ NỘI DUNG “CÔNG KHAI, MINH BẠCH” (đạt từ 5,2 điểm)", ""),
        ("1", "Niêm yết", "UBND xã"),
    ]
    assert place(read_plan(word(rows)).tasks[0])[:2] == ("I", "CÔNG KHAI, MINH BẠCH")


def test_indices_and_components_that_bear_their_numbers(excel: Writer) -> None:
    rows = [("Thời hạn", "Đơn vị thực hiện", "Việc cần làm"), ("Chỉ số nội dung 1: Tham gia của người dân",)]
    rows += [("Chỉ số thành phần 1.1: Tri thức công dân",), ("15/9/2025", "Phòng Văn hóa - Xã hội", "Phát tờ rơi")]
    rows += [("Chỉ số thành phần 1.2: Cơ hội tham gia",), ("Thường xuyên", "Trưởng thôn", "Mời dân dự họp")]
    plan = read_plan(excel(rows, merges=[(row, 0, row, 2) for row in (1, 2, 4)]))
    assert [place(task) for task in plan.tasks] == [
        ("1", "Tham gia của người dân", "1.1", "Tri thức công dân"),
        ("1", "Tham gia của người dân", "1.2", "Cơ hội tham gia"),
    ]


def test_components_announced_in_their_column(word: Writer) -> None:
    rows = [
        ("Trục nội dung", "Tiêu chí thành phần", "Công việc", "Chủ trì"),
        ("Trục nội dung 2:\nCông khai", "Tiêu chí 2.1. Ngân sách", "Niêm yết", "Xã"),
    ]
    assert place(read_plan(word(rows)).tasks[0]) == ("2", "Công khai", "2.1", "Ngân sách")


def test_a_table_of_targets_is_no_plan(word: Writer) -> None:
    targets = [
        ("TT", "Tên chỉ số nội dung", "Kết quả 2024", "Mục tiêu 2025", "Cơ quan chủ trì"),
        ("1", "Công khai", "5,2", "5,4", "Sở Tài chính"),
    ]
    plan = read_plan(word(targets, [("Nội dung", "Cách làm", "Người phụ trách"), ("Công khai", "Niêm yết", "Trưởng thôn")], texts=TITLE))
    assert [(task.text, task.component_name) for task in plan.tasks] == [("Niêm yết", "Công khai")]


def test_results_of_last_year_over_points_and_ranks(word: Writer) -> None:
    rows = [
        ("Chỉ số thành phần", "Kết quả 2024", "", "Nhiệm vụ", "Đầu mối"),
        ("", "Điểm số", "Xếp hạng", "", ""),
        ("Tính minh bạch", "6,5", "12", "Công khai quy hoạch", "Sở Tài chính"),
    ]
    (task,) = read_plan(word(rows, merges=[(0, 1, 0, 2), (0, 0, 1, 0), (0, 3, 1, 3), (0, 4, 1, 4)])).tasks
    assert (task.result, task.component_name) == ("", "Tính minh bạch")


@pytest.mark.parametrize("ditto", ["nt", "-nt-", "Như trên", '"', "//"])
def test_cells_that_say_as_above(word: Writer, ditto: str) -> None:
    rows = [
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"),
        ("1", "Một", "Sở Nội vụ", "Hàng quý"),
        ("2", "Hai", ditto, ditto),
        ("3", "Ba", ditto, ""),
    ]
    tasks = read_plan(word(rows)).tasks
    assert [(task.lead_text, task.timing.text) for task in tasks] == [
        ("Sở Nội vụ", "Hàng quý"),
        ("Sở Nội vụ", "Hàng quý"),
        ("Sở Nội vụ", ""),
    ]


OFFICES = ("Phòng Nội vụ", "Phòng TN và MT", "Công an huyện")


@pytest.mark.parametrize("above", ["Phân công nhiệm vụ", "Đơn vị thực hiện"])
def test_columns_of_offices_are_marked(word: Writer, above: str) -> None:
    rows = [
        ("STT", "Nội dung công việc", above, "", "", "Thời gian"),
        ("", "", *OFFICES, ""),
        ("1", "Xây dựng kế hoạch", "x", "", "X", "Quý I"),
        ("2", "Xử lý ô nhiễm", "PH", "CT", "PH", "Thường xuyên"),
    ]
    plan = read_plan(word(rows, texts=TITLE, merges=[(0, 2, 0, 4), *((0, column, 1, column) for column in (0, 1, 5))]))
    assert [(task.lead_units, task.coordinating_units) for task in plan.tasks] == [
        (("Phòng Nội vụ", "Công an huyện"), ()),
        (("Phòng TN và MT",), ("Phòng Nội vụ", "Công an huyện")),
    ]


def test_marked_offices_help_the_one_that_leads(word: Writer) -> None:
    (task,) = read_plan(word([("Nhiệm vụ", "Chủ trì", *OFFICES), ("Họp", "UBND huyện", "x", "", "x")])).tasks
    assert (task.lead_units, task.implementing_units) == (("UBND huyện",), ("Phòng Nội vụ", "Công an huyện"))


def test_a_group_tells_who_leads_and_who_helps(word: Writer) -> None:
    rows = [
        ("TT", "Nội dung công việc", "Thời gian"),
        ("I", "Giao Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành thực hiện:", ""),
        ("1", "Đôn đốc", "Thường xuyên"),
    ]
    plan = read_plan(word(rows))
    assert (plan.tasks[0].lead_units, plan.tasks[0].coordinating_units) == (("Sở Nội vụ",), ("Các sở, ban, ngành",))
    assert plan_as_json(plan)["tasks"][0]["coordinating_units"] == ["Các sở, ban, ngành"]  # pyright: ignore[reportIndexIssue, reportUnknownVariableType]


@pytest.mark.parametrize(
    "topic",
    [
        "Công chức trực tiếp giải quyết công việc",
        "Cơ sở hạ tầng căn bản",
        "XÃ HỘI SỐ",
        "TỔ CHỨC BỘ MÁY",
        "BAN HÀNH VĂN BẢN",
        "Thanh tra, kiểm tra",
    ],
)
def test_topics_that_begin_like_offices(topic: str) -> None:
    assert not names_unit(topic)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Sở Tài chính, Tư pháp và UBND cấp xã", ("Sở Tài chính", "Sở Tư pháp", "UBND cấp xã")),
        ("Công an, Quân sự, Tư pháp - Hộ tịch", ("Công an", "Quân sự", "Tư pháp - Hộ tịch")),
        ("Phòng VH-XH, VP HĐND&UBND; TT PVHCC", ("Phòng VH-XH", "VP HĐND&UBND", "TT PVHCC")),
        ("Sở KH&CN, Báo và phát thanh, truyền hình tỉnh", ("Sở KH&CN", "Báo và phát thanh, truyền hình tỉnh")),
        ("Đ/c Lê Văn Mẫu - Công chức Văn phòng", ("Đ/c Lê Văn Mẫu - Công chức Văn phòng",)),
        ("Trưởng các thôn, khu phố", ("Trưởng các thôn, khu phố",)),
        ("CC Địa chính, CC Tài chính - Kế toán", ("CC Địa chính", "CC Tài chính - Kế toán")),
    ],
)
def test_lists_of_offices(text: str, units: tuple[str, ...]) -> None:
    assert split_units(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "CT: Sở Y tế; PH: Sở Nội vụ",
        "- CQ chủ trì: Sở Y tế\n- CQ phối hợp: Sở Nội vụ",
        "Sở Y tế chủ trì; Sở Nội vụ phối hợp",
        "Đơn vị chủ trì: Sở Y tế - Đơn vị phối hợp: Sở Nội vụ",
    ],
)
def test_roles_in_short(text: str) -> None:
    assert split_roles(text) == ("Sở Y tế", "Sở Nội vụ")


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("Tháng 10 - 12/2025", "range", "2025-10-01", "2025-12-31"),
        ("11/2025 - 3/2026", "range", "2025-11-01", "2026-03-31"),
        ("Từ tháng 11/2025 đến hết tháng 3/2026", "range", "2025-11-01", "2026-03-31"),
        ("01/7 - 30/9/2025", "range", "2025-07-01", "2025-09-30"),
        ("15-30/6/2025", "range", "2025-06-15", "2025-06-30"),
        ("Từ ngày 01 đến ngày 15/12", "range", "2025-12-01", "2025-12-15"),
        ("30-6-2025", "by_date", "None", "2025-06-30"),
        ("Sáu tháng một lần", "half_yearly", "None", "None"),
        ("24/24 giờ", "continuous", "None", "None"),
    ],
)
def test_timings(text: str, kind: str, start: str, end: str) -> None:
    timing = read_timing(text, 2025)
    assert (timing.kind.value, str(timing.start), str(timing.end)) == (kind, start, end)


def test_half_years_and_years() -> None:
    assert [kind.value for kind in read_timing("6 tháng, 1 năm", 2025).kinds] == ["half_yearly", "yearly"]


def test_letters_below_a_numbered_index_in_quotes(word: Writer) -> None:
    rows = [("STT", "Nhiệm vụ", "Chủ trì"), ("2", "Cải thiện từng chỉ số", ""), ("2.1", 'Chỉ số "Quản trị điện tử"', "")]
    rows += [("a", "Nâng cấp cổng thông tin", "Sở KH&CN"), ("b", "Phổ cập kỹ năng số", "Sở KH&CN")]
    plan = read_plan(word(rows))
    assert [place(task) for task in plan.tasks] == [("2", "Cải thiện từng chỉ số", "2.1", "Quản trị điện tử")] * 2


def test_an_index_on_each_sheet(excel: Writer) -> None:
    head = ("TT", "Nội dung thực hiện", "Đv chủ trì", "T.gian thực hiện", "% hoàn thành")
    first = [("CHỈ SỐ NỘI DUNG 1: THAM GIA",), head, (1, "Họp thôn", "Thôn Mẫu", "Quý I/2025", 0.5)]
    second = [("CHỈ SỐ NỘI DUNG 2: CÔNG KHAI",), head, (1, "Niêm yết", "CC Địa chính + Thôn Mẫu", "Thường xuyên", 1)]
    tasks = read_plan(excel(first, second)).tasks
    assert [(place(task)[:2], task.timing.text, task.lead_units) for task in tasks] == [
        (("1", "THAM GIA"), "Quý I/2025", ("Thôn Mẫu",)),
        (("2", "CÔNG KHAI"), "Thường xuyên", ("CC Địa chính", "Thôn Mẫu")),
    ]


LIST = ("TT", "Nhiệm vụ", "Chủ trì", "Thời gian")


def test_items_in_rows_of_their_own_belong_to_the_task(word: Writer) -> None:
    rows = [
        LIST,
        ("1", "Công khai:", "UBND xã", "Quý I"),
        ("", "- Ngân sách", "", ""),
        ("", "– Đất đai", "", ""),
        ("2", "Họp", "Thôn", "Năm"),
    ]
    assert [task.text for task in read_plan(word(rows)).tasks] == ["Công khai:\n- Ngân sách\n– Đất đai", "Họp"]


def test_items_with_answers_of_their_own_are_tasks(word: Writer) -> None:
    rows = [
        LIST,
        ("1", "Công khai:", "", ""),
        ("", "- Ngân sách", "Kế toán", "Quý I"),
        ("", "- Đất đai", "Địa chính", "Quý II"),
        ("2", "Họp", "Thôn", "Quý I"),
    ]
    tasks = read_plan(word(rows)).tasks
    assert [(task.text, task.dimension_name, task.lead_units) for task in tasks] == [
        ("- Ngân sách", "Công khai", ("Kế toán",)),
        ("- Đất đai", "Công khai", ("Địa chính",)),
        ("Họp", "", ("Thôn",)),
    ]


@pytest.mark.parametrize("title", ["Chỉ số nội dung thứ hai: Công khai", "Trục nội dung số 2. Công khai", "Nội dung 2 - Công khai"])
def test_numbers_of_indices_in_words(word: Writer, title: str) -> None:
    plan = read_plan(word([LIST, (title, "", "", ""), ("1", "Niêm yết", "UBND xã", "Quý I")], merges=[(1, 0, 1, 3)]))
    assert place(plan.tasks[0])[:2] == ("2", "Công khai")


def test_titles_between_word_tables_name_the_index_of_the_table_below(tmp_path: Path) -> None:
    document = docx.Document()
    for title, task in (("1. Chỉ số Tham gia của người dân ở cấp cơ sở", "Họp thôn"), ("2. Chỉ số Công khai, minh bạch", "Niêm yết")):
        document.add_paragraph(title)
        table = document.add_table(rows=2, cols=3)
        for row, texts in zip(table.rows, (("STT", "Nhiệm vụ", "Người thực hiện"), ("1", task, "Công chức")), strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    path = tmp_path / "hai-bang.docx"
    document.save(str(path))
    assert [(task.dimension_no, task.dimension_name, task.text) for task in read_plan(path).tasks] == [
        ("1", "Tham gia của người dân ở cấp cơ sở", "Họp thôn"),
        ("2", "Công khai, minh bạch", "Niêm yết"),
    ]
