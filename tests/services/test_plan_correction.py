"""What the officer corrects of a plan as read, and what taking it in would make."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from papi_desktop.domain.plan_document import ReadPlan, ReadTask, SourcePlace
from papi_desktop.domain.results import read_expected
from papi_desktop.domain.targets import read_measures
from papi_desktop.domain.timing import read_timing
from papi_desktop.domain.vocabulary import TimingKind
from papi_desktop.services.app import App
from papi_desktop.services.plan_correction import PlanHeading, TaskCorrection, correct_plan, correct_task, needs_confirming
from papi_desktop.services.plan_difference import diff_plan
from papi_desktop.services.plan_reading import read_plan
from papi_desktop.services.plans import count_occurrences, import_plan, preview_plan

PLACE = SourcePlace(1, 2)
TASK = ReadTask(
    no=1,
    text="Công khai ngân sách",
    target="100% khoản thu",
    result="Báo cáo",
    lead_text="Phòng Kinh tế",
    lead_units=("Phòng Kinh tế",),
    timing=read_timing("Quý II", 2026),
    measures=read_measures("100% khoản thu"),
    expected=read_expected("Báo cáo"),
    place=PLACE,
)
PLAN = ReadPlan(title="Kế hoạch", number="7/KH-UBND", issuer="UBND xã An Bình (mẫu)", date=None, year=2026, tasks=(TASK,))


def test_nothing_corrected_is_the_task_as_read() -> None:
    assert correct_task(TASK, TaskCorrection(), year=2026) == TASK


def test_every_text_is_understood_anew() -> None:
    correction = TaskCorrection(
        text="  Công khai quyết toán  ",
        target="Ít nhất 80% khoản chi",
        result="Thông báo; Biên bản",
        lead_text="Văn phòng HĐND và UBND, Trưởng thôn",
        timing_text="Hàng tháng",
    )
    task = correct_task(TASK, correction, year=2026)
    assert task.text == "Công khai quyết toán"
    assert [(measure.comparator.value, measure.value) for measure in task.measures] == [("ge", Decimal(80))]
    assert [expected.text for expected in task.expected] == ["Thông báo", "Biên bản"]
    assert task.lead_units == ("Văn phòng HĐND và UBND", "Trưởng thôn")
    assert task.timing.kinds == (TimingKind.MONTHLY,)


def test_a_task_never_loses_its_words() -> None:
    assert correct_task(TASK, TaskCorrection(text="  "), year=2026).text == TASK.text


def test_a_target_that_is_emptied_asks_for_nothing() -> None:
    assert correct_task(TASK, TaskCorrection(target=""), year=2026).measures == ()


def test_figures_that_stand_in_the_result_follow_it() -> None:
    read = replace(TASK, target="", result="01 báo cáo", measures=read_measures("01 báo cáo"))
    (measure,) = correct_task(read, TaskCorrection(result="02 báo cáo"), year=2026).measures
    assert measure.value == Decimal(2)


def test_texts_are_kept_in_one_normal_form() -> None:
    task = correct_task(TASK, TaskCorrection(text="Niêm ye\u0302\u0301t"), year=2026)
    assert task.text == "Niêm yết"


def test_a_kind_leaves_the_words_and_their_bounds() -> None:
    timing = correct_task(TASK, TaskCorrection(kind=TimingKind.MONTHLY), year=2026).timing
    assert (timing.text, timing.kinds, timing.start) == ("Quý II", (TimingKind.MONTHLY,), date(2026, 4, 1))


def test_a_due_date_counts_for_a_timing_by_date_only() -> None:
    day = date(2026, 5, 4)
    by_date = correct_task(TASK, TaskCorrection(kind=TimingKind.BY_DATE, due=day), year=2026).timing
    assert (by_date.start, by_date.end) == (None, day)
    assert correct_task(TASK, TaskCorrection(due=day), year=2026).timing == TASK.timing


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Quý II/2026", False),
        ("Thường xuyên", False),
        ("Hàng quý, năm", True),
        ("Khi có phát sinh", True),
        ("Theo hướng dẫn", True),
        ("", False),
    ],
)
def test_which_timings_are_to_be_confirmed(text: str, wanted: bool) -> None:
    assert needs_confirming(read_timing(text, 2026)) is wanted


def test_another_year_means_other_days() -> None:
    heading = PlanHeading(title=" Kế hoạch mới ", number="8/KH-UBND", issuer=PLAN.issuer, issued=date(2027, 1, 5), year=2027)
    plan = correct_plan(PLAN, heading=heading, corrections={})
    assert (plan.title, plan.number, plan.date, plan.year) == ("Kế hoạch mới", "8/KH-UBND", date(2027, 1, 5), 2027)
    assert plan.tasks[0].timing.end == date(2027, 6, 30)


def test_corrections_find_their_task_by_its_place() -> None:
    other = replace(TASK, no=2, place=SourcePlace(1, 3))
    plan = replace(PLAN, tasks=(TASK, other))
    corrected = correct_plan(plan, heading=PlanHeading.of(plan), corrections={other.place or PLACE: TaskCorrection(text="Khác")})
    assert [task.text for task in corrected.tasks] == [TASK.text, "Khác"]


def test_the_preview_says_what_the_import_makes(commune: App, sample_files: dict[str, Path]) -> None:
    path = sample_files["docx"]
    plan = read_plan(path)
    task = plan.tasks[0]
    assert task.place is not None
    corrections = {task.place: TaskCorrection(timing_text="Quý III")}
    preview = preview_plan(commune, path=path, plan=plan, heading=PlanHeading.of(plan), corrections=corrections)
    assert preview.occurrences == count_occurrences(commune, plan=plan) - 11
    assert preview.difference.changed == (task.text,)
    assert preview.difference == diff_plan(commune, path=path, plan=preview.plan)
    result = import_plan(commune, path=path, plan=preview.plan)
    assert (result.changed_tasks, result.occurrences) == (1, preview.occurrences)
