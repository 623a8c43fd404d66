import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import cast

import pytest

from resources.kinds import evidence_kind
from resources.sample_plan import SampleEvidence, SamplePlan, neighbour_plan, sample_plan


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = tuple(cast("dict[str, object]", value).values())
    if isinstance(value, tuple):
        return [text for each in cast("Iterable[object]", value) for text in _texts(each)]
    return []


def test_the_plan_covers_the_eight_dimensions_with_numbered_tasks() -> None:
    plan = sample_plan(2026)
    assert [dimension.number for dimension in plan.dimensions] == list("12345678")
    assert {len(dimension.components) for dimension in plan.dimensions} <= {3, 4}
    assert 44 <= len(plan.tasks) <= 48
    assert [task.no for task in plan.tasks] == list(range(1, len(plan.tasks) + 1))
    assert all(
        component.label.startswith(f"{dimension.number}.") and component.tasks
        for dimension in plan.dimensions
        for component in dimension.components
    )


def test_every_task_says_what_proves_it_who_leads_and_when() -> None:
    assert all(task.text and task.result and task.lead and task.timing for task in sample_plan(2026).tasks)
    assert any(not task.target for task in sample_plan(2026).tasks)
    assert len({task.text for task in sample_plan(2026).tasks}) == len(sample_plan(2026).tasks)
    assert len({task.timing for task in sample_plan(2026).tasks}) >= 12


def _paper_of(plan: SamplePlan) -> SampleEvidence:
    return plan.quarter_paper(evidence_kind("bien_ban"), number=7, dimension="Quản trị điện tử", period="Quý I", day=date(plan.year, 3, 31))


def test_a_paper_of_a_quarter_names_kind_dimension_and_period() -> None:
    paper = _paper_of(sample_plan(2026))
    assert (paper.kind, paper.number, paper.date) == ("bien_ban", "07/BB-UBND", date(2026, 3, 31))
    assert paper.abstract == "Biên bản về nội dung “Quản trị điện tử”, Quý I"


@pytest.mark.parametrize("year", [2025, 2026, 2031])
def test_the_year_stands_wherever_it_is_asked_for(year: int) -> None:
    plan = sample_plan(year)
    # the papers of a quarter keep their braces until a kind, a dimension and a period fill them
    texts = [*_texts(asdict(replace(plan, quarter_papers={}))), *_texts(asdict(_paper_of(plan)))]
    assert not [text for text in texts if "{" in text or unicodedata.normalize("NFC", text) != text]
    assert plan.title.endswith(f"năm {year}")
    assert plan.date == date(year, 2, 12)
    assert f"Trước 15/11/{year}" in {task.timing for task in plan.tasks}


def test_reports_are_due_on_the_fifth_after_each_quarter() -> None:
    periods = sample_plan(2026).reporting_periods
    assert [period.key for period in periods] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [period.deadline for period in periods] == [date(2026, 4, 5), date(2026, 7, 5), date(2026, 10, 5), date(2027, 1, 5)]


def test_evidence_proves_tasks_of_the_plan_within_its_year() -> None:
    plan = sample_plan(2026)
    numbers = {task.no for task in plan.tasks}
    assert len(plan.evidences) >= 8
    for evidence in plan.evidences:
        assert evidence.tasks
        assert set(evidence.tasks) <= numbers
        assert plan.date <= evidence.date <= date(2026, 12, 31)
        kind = evidence_kind(evidence.kind)
        assert bool(evidence.paragraphs) != bool(evidence.photos)
        assert evidence.abstract.startswith(kind.name)
        if kind.document:
            assert evidence.number.split("/")[1].startswith(f"{kind.abbreviation}-")


def test_offices_and_people_are_marked_as_invented() -> None:
    plan = sample_plan(2026)
    assert (plan.commune.code, plan.authority.code) == ("99001", "99000")
    assert plan.commune.name.endswith("(mẫu)")
    assert plan.authority.name.endswith("(mẫu)")
    assert plan.chairman.title == "Chủ tịch"
    offices = [plan.commune, plan.authority, *(neighbour_plan(2026, each.code).commune for each in plan.neighbours)]
    assert len({office.code for office in offices}) == len({office.name for office in offices}) == len(offices) == 9
    for office in offices:
        assert office.code.startswith("990")
        assert office.name.endswith("(mẫu)")
        assert office.proper_name.endswith(f"{office.place} (mẫu)") or office == plan.authority


@pytest.mark.parametrize("code", [each.code for each in sample_plan(2026).neighbours])
def test_a_neighbours_plan_is_in_its_own_name_throughout(code: str) -> None:
    own, theirs = sample_plan(2026), neighbour_plan(2026, code)
    neighbour = next(each for each in own.neighbours if each.code == code)
    papers = asdict(replace(theirs, quarter_papers={}, authority=theirs.commune, neighbours=()))
    strange = (own.commune.place, own.number, *(officer.name for officer in own.officers))
    assert not [text for text in _texts(papers) if any(each in text for each in strange)]
    assert theirs.issuer == theirs.commune.name == f"UBND {neighbour.called}"
    assert (theirs.chairman.name, theirs.chairman.title) == (neighbour.people[-1], "Chủ tịch")
    assert [task.text for task in theirs.tasks] == [task.text for task in own.tasks]
    numbers = [(ours.number, paper.number) for ours, paper in zip(own.evidences, theirs.evidences, strict=True)]
    assert all(ours != number for ours, number in numbers if ours), "offices count their papers each for itself"
    assert all(not number for ours, number in numbers if not ours)


def test_what_the_neighbours_have_done_can_be_told_from_the_plan() -> None:
    plan = sample_plan(2026)
    dimensions = {dimension.number for dimension in plan.dimensions}
    for each in plan.neighbours:
        assert dimensions >= {*each.open, *each.whole}
        assert not set(each.open) & set(each.whole)
        assert 0 <= each.returned <= each.judged <= each.evidence
        assert bool(each.evidence) is each.reports
    assert [each.code for each in plan.neighbours if not each.reports] == ["99008"]
