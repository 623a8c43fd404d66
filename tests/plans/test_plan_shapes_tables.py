"""Tables of plans in shapes that offices use: headers, ticks, groups, roles, closing rows; each as a small document of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from papi_desktop.domain.plan_document import ReadPlan
from papi_desktop.domain.vocabulary import TimingKind
from papi_desktop.plans.reading import read_plan
from papi_desktop.plans.report import plan_as_json

TITLE = ("KẾ HOẠCH", "Nâng cao Chỉ số PAPI năm 2025 của xã An Mẫu (mẫu)")
Writer = Callable[..., Path]


def when(plan: ReadPlan) -> list[tuple[str, str, str | None, str | None]]:
    """The timing of each task: words, kind, first and last day."""
    timings = [task.timing for task in plan.tasks]
    return [(t.text, t.kind.value, t.start and t.start.isoformat(), t.end and t.end.isoformat()) for t in timings]


def test_a_commune_table_with_leaders_officers_and_remarks(word: Writer) -> None:
    header = (
        *("STT", "Nội dung công việc", "Sản phẩm đầu ra", "Đơn vị thực hiện", "Người thực hiện"),
        *("Lãnh đạo phụ trách", "Thời hạn hoàn thành", "Tiến độ", "Ghi chú"),
    )
    row = (
        "1",
        "Niêm yết kết quả",
        "Biên bản",
        "Văn phòng HĐND và UBND",
        "Lê Văn Mẫu",
        "Phó Chủ tịch UBND xã",
        "30/6/2025",
        "Đang làm",
        "KH 12",
    )
    (task,) = read_plan(word([header, row], texts=TITLE)).tasks
    assert (task.text, task.result, task.lead_units) == ("Niêm yết kết quả", "Biên bản", ("Văn phòng HĐND và UBND",))
    assert (task.timing.kind, task.implementing_text, task.coordinating_text) == (TimingKind.BY_DATE, "", "")


def test_a_leader_answers_where_nobody_else_is_named(word: Writer) -> None:
    (task,) = read_plan(word([("Công việc", "Lãnh đạo phụ trách"), ("Đối thoại với dân", "Chủ tịch UBND xã")])).tasks
    assert task.lead_units == ("Chủ tịch UBND xã",)


def test_results_of_last_year_are_no_products(word: Writer) -> None:
    header = ("TT", "Chỉ số thành phần", "Kết quả năm 2024", "Mục tiêu năm 2025", "Giải pháp thực hiện", "Cơ quan chủ trì")
    (task,) = read_plan(word([header, ("1", "Tri thức công dân", "0,8 điểm", "1,0 điểm", "Tuyên truyền", "Sở Nội vụ")])).tasks
    assert (task.component_name, task.target, task.result, task.text) == ("Tri thức công dân", "1,0 điểm", "", "Tuyên truyền")


def test_products_come_before_results_done(word: Writer) -> None:
    (task,) = read_plan(word([("Nhiệm vụ", "Kết quả thực hiện", "Sản phẩm"), ("Họp dân", "", "Biên bản")])).tasks
    assert task.result == "Biên bản"


QUARTERS = [
    ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian thực hiện", "", "", ""),
    ("", "", "", "Quý I", "Quý II", "Quý III", "Quý IV"),
    ("1", "Rà soát hương ước", "UBND xã", "x", "", "", ""),
    ("2", "Công khai ngân sách", "UBND xã", "x", "x", "x", "x"),
    ("3", "Họp dân", "Trưởng thôn", "", "X", "X", ""),
    ("4", "Báo cáo", "Văn phòng", "", "20/6", "", ""),
]


@pytest.mark.parametrize("merged", [True, False])
def test_quarters_are_ticked(word: Writer, merged: bool) -> None:
    areas = [(0, 3, 0, 6), (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2)] if merged else []
    plan = read_plan(word(QUARTERS, texts=TITLE, merges=areas))
    assert when(plan) == [
        ("Quý I", "by_quarter", "2025-01-01", "2025-03-31"),
        ("Hàng quý", "quarterly", None, None),
        ("Quý II, Quý III", "range", "2025-04-01", "2025-09-30"),
        ("20/6", "by_date", None, "2025-06-20"),
    ]
    assert plan.tables[0].columns[3:] == ("timing",) * 4


def test_months_are_ticked_by_number(excel: Writer) -> None:
    months = tuple(range(1, 13))
    rows = [
        ("KẾ HOẠCH NÂNG CAO CHỈ SỐ PAPI NĂM 2025",),
        ("TT", "Nội dung", "Chủ trì", "Thời gian (tháng)"),
        (None, None, None, *months),
        (1, "Rà soát", "Công chức Tư pháp", *("x" if month in (3, 4) else None for month in months)),
        (2, "Phát thanh", "Công chức Văn hóa", *("x" for _ in months)),
        (3, "Đối thoại", "UBND xã", *("ngày 15" if month == 5 else None for month in months)),
    ]
    plan = read_plan(excel(rows, merges=[(1, 3, 1, 14), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)], top=2, left=2))
    assert when(plan) == [
        ("Tháng 3, Tháng 4", "range", "2025-03-01", "2025-04-30"),
        ("Hàng tháng", "monthly", None, None),
        ("ngày 15 tháng 5", "by_date", None, "2025-05-15"),
    ]


def test_beginning_and_end_in_columns_of_their_own(excel: Writer) -> None:
    rows = [("TT", "Công việc", "Phụ trách", "Thời gian", None), (None, None, None, "Bắt đầu", "Kết thúc")]
    rows += [(1, "Việc một", "Tư pháp", "01/3/2025", "30/6/2025"), (2, "Việc hai", "Tư pháp", None, "Tháng 9/2025")]
    assert when(read_plan(excel(rows))) == [
        ("từ 01/3/2025 đến 30/6/2025", "range", "2025-03-01", "2025-06-30"),
        ("Tháng 9/2025", "range", "2025-09-01", "2025-09-30"),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.csv", 'TT;Nhiệm vụ;Phân công;;Hạn\n;;Chủ trì;Phối hợp;\n1;"Rà soát;\nđánh giá";Sở Y tế;"Sở ""mẫu""";Quý II/2025\n'),
        ("plan.txt", 'TT\tNhiệm vụ\tPhân công\t\tHạn\n\t\tChủ trì\tPhối hợp\t\n1\tRà soát;<br>đánh giá\tSở Y tế\tSở "mẫu"\tQuý II/2025\n'),
    ],
)
def test_two_header_rows_that_nobody_merged(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8-sig")
    plan = read_plan(path)
    (task,) = plan.tasks
    assert (task.text, task.lead_text, task.coordinating_text) == ("Rà soát;\nđánh giá", "Sở Y tế", 'Sở "mẫu"')
    assert (plan.unread, task.timing.text) == ((), "Quý II/2025")


def test_empty_columns_under_a_header_make_no_second_row(word: Writer) -> None:
    rows = [("Nhiệm vụ", "", "Chủ trì", ""), ("Họp dân", "", "Thôn Mẫu", ""), ("Niêm yết", "", "UBND xã", "")]
    assert [task.text for task in read_plan(word(rows)).tasks] == ["Họp dân", "Niêm yết"]


@pytest.mark.parametrize(
    ("cell", "lead", "others"),
    [
        ("Chủ trì: Sở Nội vụ\nPhối hợp: Sở Tư pháp, UBND cấp huyện, xã", ("Sở Nội vụ",), ("Sở Tư pháp", "UBND cấp huyện", "UBND cấp xã")),
        ("- Đơn vị chủ trì: Công an xã.\n- Đơn vị phối hợp: Các thôn.", ("Công an xã",), ("Các thôn",)),
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tư pháp", ("Sở Nội vụ",), ("Sở Tư pháp",)),
        ("Sở Nội vụ (chủ trì), Sở Y tế (phối hợp)", ("Sở Nội vụ",), ("Sở Y tế",)),
        ("Chủ trì: Sở Nội vụ", ("Sở Nội vụ",), ()),
        ("Sở Nội vụ, các Sở: Tài chính, Y tế", ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế"), ()),
        ("HTX An Mẫu, Điện lực", ("HTX An Mẫu", "Điện lực"), ()),
    ],
)
def test_one_cell_tells_who_leads_and_who_helps(word: Writer, cell: str, lead: tuple[str, ...], others: tuple[str, ...]) -> None:
    plan = read_plan(word([("TT", "Nhiệm vụ", "Phân công thực hiện"), ("1", "Việc", cell)]))
    assert (plan.tasks[0].lead_units, plan.tasks[0].coordinating_units) == (lead, others)
    tasks = plan_as_json(plan)["tasks"]
    assert isinstance(tasks, list)
    assert tasks[0]["coordinating_units"] == list(others)


HEADER = ("TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm")


def test_units_then_indices_then_components_then_dashes(word: Writer) -> None:
    rows = [
        HEADER,
        ("I", "SỞ NỘI VỤ", "", "", "", ""),
        ("1", "Chỉ số nội dung 1: Tham gia của người dân", "", "", "", ""),
        ("1.1", "Tri thức công dân", "", "", "", ""),
        ("-", "Tuyên truyền quyền bầu cử", "", "UBND cấp huyện, xã", "Thường xuyên", "Tin, bài"),
        ("II", "SỞ TÀI CHÍNH", "", "", "", ""),
        ("2", "Chỉ số: Công khai", "", "", "", ""),
        ("2.1", "Thu chi ngân sách", "", "", "", ""),
        ("-", "Hướng dẫn công khai", "", "", "Quý I/2025", "Công văn"),
    ]
    plan = read_plan(word(rows, texts=TITLE))
    assert [(t.lead_units, t.dimension_no, t.dimension_name, t.component_label, t.component_name) for t in plan.tasks] == [
        (("Sở Nội vụ",), "1", "Tham gia của người dân", "1.1", "Tri thức công dân"),
        (("Sở Tài chính",), "2", "Công khai", "2.1", "Thu chi ngân sách"),
    ]


def test_numbers_that_begin_anew_in_each_lettered_group(word: Writer) -> None:
    rows = [("STT", "Nội dung", "Thời gian"), ("A", "VĂN PHÒNG UBND XÃ", ""), ("1", "Việc một", "Hàng quý"), ("2", "Việc hai", "Hàng quý")]
    rows += [("B", "CÔNG AN XÃ", ""), ("1", "Việc ba", "Hàng năm")]
    plan = read_plan(word(rows))
    assert [(t.no, t.text, t.lead_units) for t in plan.tasks] == [
        (1, "Việc một", ("Văn phòng UBND xã",)),
        (2, "Việc hai", ("Văn phòng UBND xã",)),
        (3, "Việc ba", ("Công an xã",)),
    ]


def test_numbers_inside_the_task_column_are_left_out(word: Writer) -> None:
    rows = [("Nội dung nhiệm vụ", "Chủ trì", "Hoàn thành"), ("I. Công khai", "", ""), ("1. Niêm yết", "Địa chính", "Quý II/2025")]
    (task,) = read_plan(word(rows)).tasks
    assert (task.text, task.dimension_no, task.dimension_name, task.timing.kind) == ("Niêm yết", "I", "Công khai", TimingKind.BY_QUARTER)


def test_values_merged_down_hold_for_each_task(word: Writer) -> None:
    rows = [("TT", "Nhiệm vụ", "Chủ trì", "Hạn"), ("1", "Một", "Sở Nội vụ", "Hàng năm"), ("2", "Hai", "", "Hàng quý"), ("3", "Ba", "", "")]
    plan = read_plan(word(rows, merges=[(1, 2, 3, 2), (2, 3, 3, 3)]))
    assert [(t.text, t.lead_units, t.timing.text) for t in plan.tasks] == [
        ("Một", ("Sở Nội vụ",), "Hàng năm"),
        ("Hai", ("Sở Nội vụ",), "Hàng quý"),
        ("Ba", ("Sở Nội vụ",), "Hàng quý"),
    ]


def test_each_sheet_has_its_index_system(excel: Writer) -> None:
    heads = ("TT", "Nhiệm vụ", "Chủ trì")
    sheets = ([(f"CHỈ SỐ {name}",), heads, (1, f"Việc {name}", "Sở Nội vụ")] for name in ("PAPI", "PAR INDEX", "SIPAS"))
    assert [t.index_system for t in read_plan(excel(*sheets)).tasks] == ["PAPI", "PAR INDEX", "SIPAS"]


def test_nothing_below_the_signature_is_a_task(excel: Writer) -> None:
    rows = [
        ("STT", "Nhiệm vụ", "Chủ trì", "Thời gian"),
        (1, "Tập huấn", "Sở Tư pháp", "Quý I/2025"),
        ("Tổng số: 1 nhiệm vụ", None, None, None),
        (None, None, "An Mẫu, ngày 10 tháng 01 năm 2025", None),
        (None, None, "NGƯỜI LẬP", None),
        (None, "TRƯỞNG PHÒNG", None, None),
        (None, "Nguyễn Văn Mẫu", None, "Trần Thị Mẫu"),
    ]
    plan = read_plan(excel(rows))
    assert [(t.text, t.lead_units) for t in plan.tasks] == [("Tập huấn", ("Sở Tư pháp",))]
    assert [row.place.row for row in plan.unread] == [3, 4, 5, 6, 7]


def test_a_total_between_groups_ends_nothing(word: Writer) -> None:
    rows = [("TT", "Nhiệm vụ", "Hạn"), ("I", "CÔNG AN XÃ", ""), ("1", "Tuần tra", "Hàng tuần"), ("", "TỔNG CỘNG", "1")]
    rows += [("II", "VĂN PHÒNG", ""), ("1", "Thực hiện Kế hoạch của UBND tỉnh, ngày 10 tháng 01 năm 2025", "Quý I"), ("2", "Họp", "Quý II")]
    plan = read_plan(word(rows))
    assert [t.group for t in plan.tasks] == ["CÔNG AN XÃ", "VĂN PHÒNG", "VĂN PHÒNG"]


def test_tasks_that_begin_like_a_signature_stay_tasks(word: Writer) -> None:
    rows = [
        ("TT", "Nhiệm vụ", "Chủ trì"),
        ("1", "Chủ tịch UBND xã tiếp công dân", "Văn phòng"),
        ("2", "Cộng tác viên rà soát hộ", "Thôn Mẫu"),
    ]
    rows += [("3", "Đối thoại", "Chủ tịch")]
    assert len(read_plan(word(rows)).tasks) == 3


def test_a_markdown_table(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# Nâng cao chỉ số PAPI năm 2025\n\n| STT | **Nhiệm vụ** | Chủ trì | Thời gian |\n|:---:|---|---|:---|\n"
        "| 1 | Niêm yết<br>- Trụ sở | UBND xã | Hàng quý |\n| 2 | Rà soát \\| đánh giá |  | Quý I |\n",
        encoding="utf-8",
    )
    plan = read_plan(path)
    assert [(t.text, t.lead_text) for t in plan.tasks] == [("Niêm yết\n- Trụ sở", "UBND xã"), ("Rà soát | đánh giá", "")]


def test_a_header_into_which_text_of_the_table_leaked(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "TT\tNội dung công việc\tChủ trì\tThời gian\n1\tNiêm yết kết quả\tUBND xã\tHàng quý\n\n"
        "TT\tNội dung công việc công khai tại\tChủ trì\tThời gian\n\tthôn theo quy định\t\t\n2\tHọp dân\tThôn Mẫu\tHàng năm\n",
        encoding="utf-8",
    )
    assert [(t.text, t.timing.text) for t in read_plan(path).tasks] == [
        ("Niêm yết kết quả thôn theo quy định", "Hàng quý"),
        ("Họp dân", "Hàng năm"),
    ]


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        ("Số TT|Danh mục nhiệm vụ|CQ chủ trì|CQ phối hợp|TG hoàn thành|SP", "no text lead_text coordinating_text timing result"),
        ("TT|Chỉ số nội dung|Câu hỏi khảo sát|Hành động cải thiện|Trách nhiệm|Hạn", "no dimension_name - text lead_text timing"),
        ("STT|Nội dung PAPI|Việc phải làm|Ai làm|Khi nào xong|Minh chứng", "no component_name text lead_text timing result"),
        ("TT|Chỉ số|Điểm năm 2023|Điểm phấn đấu năm 2024|Nhiệm vụ|Chủ trì", "no dimension_name - target text lead_text"),
        ("STT|Nhiệm vụ cụ thể|Yêu cầu sản phẩm|Bắt đầu|Thời gian hoàn thành", "no text result timing timing"),
        ("TT|Nội dung đánh giá|Yêu cầu|Giải pháp|Phân công|Lộ trình", "no component_name target text lead_text timing"),
    ],
)
def test_columns_under_other_words(word: Writer, heads: str, fields: str) -> None:
    header = heads.split("|")
    (table,) = read_plan(word([header, ["Việc"] * len(header)])).tables
    assert [field or "-" for field in table.columns] == fields.split()
