"""One or many occurrences at once: marks, not applicable, officers; one step to undo, and seen by the receiver as it is."""

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from papi_desktop.domain.errors import Code, PapiError, RequestError
from papi_desktop.domain.vocabulary import OccurrenceStatus, WhyLeftOut
from papi_desktop.services.app import App
from papi_desktop.services.bulk import (
    assign_officer,
    clear_ticks,
    set_applicable,
    set_not_applicable,
    tick_occurrences,
)
from papi_desktop.services.officers import add_officer, set_officer_active
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences, task_details
from papi_desktop.services.ticks import tick_occurrence
from papi_desktop.services.undo import last_rev, undo

HANH = "Nguyễn Thị Hạnh"


def rows_of(app: App) -> dict[UUID, OccurrenceRow]:
    return {row.id: row for row in list_occurrences(app).rows}


@pytest.fixture
def plain(commune: App) -> list[UUID]:
    """Occurrences whose target asks for no figure."""
    details = task_details(commune, rows=list_occurrences(commune).rows)
    return [each for each, detail in details.items() if not detail.measures]


@pytest.fixture
def counted(commune: App) -> list[UUID]:
    """Occurrences whose target asks for a figure."""
    details = task_details(commune, rows=list_occurrences(commune).rows)
    return [each for each, detail in details.items() if detail.measures]


def statuses(app: App, ids: list[UUID]) -> set[OccurrenceStatus]:
    rows = rows_of(app)
    return {rows[each].status for each in ids}


def test_what_needs_no_figure_is_marked_and_the_rest_is_named(commune: App, plain: list[UUID], counted: list[UUID]) -> None:
    result = tick_occurrences(commune, occurrence_ids=[*plain[:3], *counted[:2]], note=" cả đợt ", by=HANH)
    assert set(result.done) == set(plain[:3])
    assert result.left_out == dict.fromkeys(counted[:2], WhyLeftOut.FIGURE_NEEDED)
    rows = rows_of(commune)
    assert {(rows[each].status, rows[each].tick_note) for each in plain[:3]} == {(OccurrenceStatus.DONE, "cả đợt")}
    assert OccurrenceStatus.DONE not in statuses(commune, counted[:2])


def test_a_mark_that_is_there_stays_as_it_is(commune: App, plain: list[UUID], counted: list[UUID]) -> None:
    tick_occurrence(commune, occurrence_id=counted[0], measured=Decimal(5), note="của riêng")
    result = tick_occurrences(commune, occurrence_ids=[counted[0], plain[0]], note="cả đợt")
    assert result.done == (plain[0],)
    assert result.left_out == {}
    row = rows_of(commune)[counted[0]]
    assert (row.measured, row.tick_note) == (Decimal(5), "của riêng")


def test_many_marks_are_one_step_to_undo(commune: App, plain: list[UUID]) -> None:
    before = rows_of(commune)
    tick_occurrences(commune, occurrence_ids=plain)
    assert undo(commune).action == "tick"
    assert rows_of(commune) == before
    tick_occurrences(commune, occurrence_ids=plain)
    clear_ticks(commune, occurrence_ids=plain)
    assert rows_of(commune) == before
    assert undo(commune).rows == len(plain) > 1
    assert statuses(commune, plain) == {OccurrenceStatus.DONE}


def test_one_unknown_id_changes_nothing(commune: App, plain: list[UUID], snapshot: Callable[[App], object]) -> None:
    before = snapshot(commune)
    unknown = uuid4()
    for call in (
        lambda: tick_occurrences(commune, occurrence_ids=[plain[0], unknown]),
        lambda: clear_ticks(commune, occurrence_ids=[plain[0], unknown]),
        lambda: set_not_applicable(commune, occurrence_ids=[plain[0], unknown], reason="không có"),
        lambda: set_applicable(commune, occurrence_ids=[plain[0], unknown]),
        lambda: assign_officer(commune, task_ids=[plain[0], unknown], officer=HANH),
        lambda: assign_officer(commune, task_ids=[plain[0]], officer="Không Ai Cả"),
    ):
        with pytest.raises(RequestError) as refused:
            call()
        assert refused.value.code is Code.NOT_FOUND
    assert snapshot(commune) == before


def test_cancelling_changes_nothing(commune: App, plain: list[UUID], snapshot: Callable[[App], object]) -> None:
    before = snapshot(commune)
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))

    with pytest.raises(PapiError) as refused:
        tick_occurrences(commune, occurrence_ids=plain[:3], progress=progress, cancelled=lambda: len(told) == 2)
    assert refused.value.code is Code.CANCELLED
    assert told == [(0, 3), (1, 3)]
    assert snapshot(commune) == before


def test_not_applicable_takes_the_mark_and_comes_back(commune: App, plain: list[UUID]) -> None:
    before = rows_of(commune)
    tick_occurrences(commune, occurrence_ids=plain[:1])
    done = rows_of(commune)
    set_not_applicable(commune, occurrence_ids=plain[:2], reason="  Xã không có dự án ")
    rows = rows_of(commune)
    assert {(rows[each].status, rows[each].status_note) for each in plain[:2]} == {(OccurrenceStatus.NOT_APPLICABLE, "Xã không có dự án")}
    assert rows[plain[0]].ticked_at is None
    assert tick_occurrences(commune, occurrence_ids=plain[:2]).left_out == dict.fromkeys(plain[:2], WhyLeftOut.NOT_APPLICABLE)
    assert set_applicable(commune, occurrence_ids=plain[:3]).done == tuple(plain[:2])
    assert rows_of(commune) == before
    assert undo(commune).action == "task.applicable"
    assert undo(commune).action == "task.not_applicable"
    assert rows_of(commune) == done


@pytest.mark.parametrize("reason", ["", "   "])
def test_not_applicable_needs_a_reason(commune: App, plain: list[UUID], reason: str) -> None:
    with pytest.raises(RequestError) as refused:
        set_not_applicable(commune, occurrence_ids=plain[:1], reason=reason)
    assert (refused.value.code, refused.value.params["field"]) == (Code.BAD_VALUE, "reason")


def test_the_receiver_sees_what_does_not_apply_and_why(commune: App, authority: App, plain: list[UUID], tmp_path: Path) -> None:
    set_not_applicable(commune, occurrence_ids=plain[:2], reason="Không có thôn nào (mẫu)")
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])
    seen = rows_of(authority)
    assert {(seen[each].status, seen[each].status_note) for each in plain[:2]} == {
        (OccurrenceStatus.NOT_APPLICABLE, "Không có thôn nào (mẫu)")
    }
    set_applicable(commune, occurrence_ids=plain[:1])
    export_bundles(commune, out=tmp_path / "usb2")
    import_bundles(authority, paths=[tmp_path / "usb2"])
    seen = rows_of(authority)
    assert seen[plain[0]].status is not OccurrenceStatus.NOT_APPLICABLE
    assert seen[plain[1]].status is OccurrenceStatus.NOT_APPLICABLE


def test_an_officer_takes_many_tasks_named_by_their_occurrences(commune: App) -> None:
    rows = list(rows_of(commune).values())
    named = [rows[0].id, rows[30].task_id]
    result = assign_officer(commune, task_ids=named, officer="nguyen thi hanh")
    assert set(result.tasks) == {rows[0].task_id, rows[30].task_id}
    assert {row.officer for row in rows_of(commune).values() if row.task_id in result.tasks} == {HANH}
    assert assign_officer(commune, task_ids=named, officer=HANH).tasks == ()
    assert assign_officer(commune, task_ids=named[:1], officer="").tasks == (rows[0].task_id,)
    assert rows_of(commune)[rows[0].id].officer == ""
    undo(commune)
    assert rows_of(commune)[rows[0].id].officer == HANH


def test_an_officer_is_named_as_written_else_as_only_one_can_be_meant(commune: App, plain: list[UUID]) -> None:
    row = rows_of(commune)[plain[0]]

    def in_charge(officer: str) -> str:
        assign_officer(commune, task_ids=[row.task_id], officer=officer)
        return rows_of(commune)[row.id].officer

    hoa, hoa_with_mark = (add_officer(commune, full_name=name, position="").officer for name in ("Trần Thị Hoa", "Trần Thị Hòa"))
    assert in_charge("Trần Thị Hòa") == "Trần Thị Hòa"
    assert in_charge("trần thị  HOA") == "Trần Thị Hoa"
    assert in_charge(unicodedata.normalize("NFD", "Trần Thị Hòa")) == "Trần Thị Hòa"
    assert in_charge("nguyen thi hanh") == HANH
    assert in_charge(str(hoa_with_mark)) == "Trần Thị Hòa"
    with pytest.raises(RequestError) as caught:
        in_charge("Tran Thi Hoa")
    assert caught.value.code is Code.AMBIGUOUS
    set_officer_active(commune, officer_id=hoa, active=False)
    assert in_charge("Tran Thi Hoa") == "Trần Thị Hòa"
    set_officer_active(commune, officer_id=hoa_with_mark, active=False)
    for call in (lambda: in_charge("Trần Thị Hòa"), lambda: tick_occurrence(commune, occurrence_id=row.id, by="Trần Thị Hòa")):
        with pytest.raises(RequestError) as caught:
            call()
        assert caught.value.code is Code.NOT_FOUND


def test_undo_of_one_action_is_refused_when_another_is_newer(commune: App, plain: list[UUID]) -> None:
    tick_occurrences(commune, occurrence_ids=[plain[0]])
    rev = last_rev(commune)
    tick_occurrences(commune, occurrence_ids=[plain[1]])
    with pytest.raises(RequestError) as caught:
        undo(commune, rev)
    assert caught.value.code is Code.NOT_NEWEST
    assert statuses(commune, plain[:2]) == {OccurrenceStatus.DONE}
    undo(commune)
    assert last_rev(commune) == rev
    undo(commune, rev)
    assert OccurrenceStatus.DONE not in statuses(commune, plain[:2])
