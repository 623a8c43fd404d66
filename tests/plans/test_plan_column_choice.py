"""Columns that the officer says hold something else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from papi_desktop.domain.errors import Code, PlanError
from papi_desktop.plans.reading import read_plan

HEAD = ("TT", "Nhiệm vụ", "Mục tiêu", "Ghi chú", "Thời gian")
ROW = ("1", "Công khai ngân sách", "Báo cáo", "100% khoản thu", "Quý II/2026")
CHOSEN = ("no", "text", "result", "target", "timing")


def test_a_column_is_read_as_what_was_chosen(word: Callable[..., Path]) -> None:
    path = word((HEAD, ROW))
    (table,) = read_plan(path).tables
    plan = read_plan(path, {table.number: CHOSEN})
    (task,) = plan.tasks
    assert (task.target, task.result) == ("100% khoản thu", "Báo cáo")
    assert [measure.unit for measure in task.measures] == ["%"]
    assert plan.tables[0].columns == CHOSEN


def test_tables_that_go_on_follow_the_choice(word: Callable[..., Path]) -> None:
    more = ("2", "Niêm yết danh sách", "Ảnh", "100% thôn", "Quý III/2026")
    without_head = ("3", "Họp dân", "Biên bản", "70% hộ", "Quý IV/2026")
    path = word((HEAD, ROW), (HEAD, more), (without_head,))
    first = read_plan(path).tables[0].number
    plan = read_plan(path, {first: CHOSEN})
    assert [task.target for task in plan.tasks] == ["100% khoản thu", "100% thôn", "70% hộ"]


def test_another_table_keeps_its_own_choice(word: Callable[..., Path]) -> None:
    path = word((HEAD, ROW), (HEAD, ROW))
    tables = read_plan(path).tables
    plan = read_plan(path, {tables[1].number: CHOSEN})
    assert [task.target for task in plan.tasks] == ["Báo cáo", "100% khoản thu"]


def test_without_a_task_column_there_is_no_task(word: Callable[..., Path]) -> None:
    path = word((HEAD, ROW))
    number = read_plan(path).tables[0].number
    with pytest.raises(PlanError) as refused:
        read_plan(path, {number: ("no", "", "target", "", "timing")})
    assert refused.value.code is Code.NO_TASKS
