"""What the officer makes of the rows of a plan: nothing of it is lost, and what is no longer there is left alone."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.domain.plan_document import ReadPlan, ReadTask, SourcePlace, UnreadRow
from papi_desktop.domain.timing import read_timing
from papi_desktop.services.plan_edits import Adopt, Exclude, Join, PlanEdit, Split, before, edit_plan, next_part

PLACES = [SourcePlace(1, row) for row in range(2, 6)]


def task(row: int, text: str, **values: Any) -> ReadTask:
    named = ReadTask(0, "", index_system="PAPI", dimension_no="1", dimension_name="Tham gia của người dân", component_label="a")
    return replace(named, no=row - 1, text=text, place=SourcePlace(1, row), **values)


PLAN = ReadPlan(
    title="Kế hoạch (mẫu)",
    number="1/KH-UBND",
    issuer="UBND xã Tân Phú (mẫu)",
    date=None,
    year=2026,
    tasks=(
        task(2, "Niêm yết danh sách; họp thôn", target="100% thôn", timing=read_timing("Quý II", 2026)),
        task(3, "gửi biên bản", result="Biên bản họp", lead_text="Công chức", lead_units=("Công chức",)),
        replace(task(5, "Tổng số 2 việc"), no=3),
    ),
    unread=(UnreadRow(SourcePlace(1, 4), "Lập danh sách hộ nghèo"),),
)


def texts(plan: ReadPlan) -> list[str]:
    return [task.text for task in plan.tasks]


def test_a_task_is_split_where_the_officer_says() -> None:
    at = next_part(PLAN, PLACES[0])
    plan = edit_plan(PLAN, [Split(PLACES[0], at, "Niêm yết danh sách", "họp thôn")])
    assert texts(plan)[:2] == ["Niêm yết danh sách", "họp thôn"]
    first, second = plan.tasks[:2]
    assert (second.target, second.timing, second.index_system) == (first.target, first.timing, "PAPI")
    assert [task.no for task in plan.tasks] == [1, 2, 3, 4]
    assert next_part(plan, PLACES[0]).part == 2, "a third one has a place of its own"


def test_joined_tasks_say_what_both_said() -> None:
    plan = edit_plan(PLAN, [Join(PLACES[1], PLACES[0], "Niêm yết danh sách; họp thôn\ngửi biên bản")])
    joined = plan.tasks[0]
    assert texts(plan) == ["Niêm yết danh sách; họp thôn\ngửi biên bản", "Tổng số 2 việc"]
    assert (joined.target, joined.result, joined.lead_units) == ("100% thôn", "Biên bản họp", ("Công chức",))
    assert [expected.kind for expected in joined.expected] == ["bien_ban"]


def test_what_is_left_out_stays_among_the_rows_that_are_no_tasks() -> None:
    plan = edit_plan(PLAN, [Exclude(PLACES[3])])
    assert [row.text for row in plan.unread] == ["Lập danh sách hộ nghèo", "Tổng số 2 việc"]


def test_a_row_that_was_not_understood_becomes_a_task_in_its_place() -> None:
    plan = edit_plan(PLAN, [Adopt(PLACES[2])])
    assert texts(plan)[2] == "Lập danh sách hộ nghèo"
    assert plan.unread == ()
    assert (plan.tasks[2].dimension_name, plan.tasks[2].component_label) == ("Tham gia của người dân", "a")


def test_the_task_before_a_row() -> None:
    found = before(PLAN, PLACES[2])
    assert found is not None
    assert found.text == "gửi biên bản"
    assert before(PLAN, PLACES[0]) is None


places = st.sampled_from([*PLACES, SourcePlace(9, 9), SourcePlace(1, 2, part=1)])
edits = st.lists(
    st.one_of(
        st.builds(Split, places, st.just(SourcePlace(1, 2, part=1)), st.just("một"), st.just("hai")),
        st.builds(Join, places, places, st.just("gộp")),
        st.builds(Exclude, places),
        st.builds(Adopt, places),
    ),
    max_size=8,
)


@given(edits)
def test_any_edits_leave_a_plan_with_numbered_tasks(made: list[PlanEdit]) -> None:
    plan = edit_plan(PLAN, made)
    assert [task.no for task in plan.tasks] == list(range(1, len(plan.tasks) + 1))
    assert edit_plan(PLAN, []) is PLAN
