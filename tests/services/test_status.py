"""Progress by unit: the figures are those of the commune itself, and who is late is said against a deadline that has passed."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from sqlalchemy import select, update

from db.journal import table_of
from db.tables import Occurrence, Stream, Task, TrustedCard
from papi_desktop.cli.root import cli
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import OccurrenceStatus, ReviewVerdict, SyncState
from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.periods import set_reporting_period
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.reviews import list_reviews, review_evidence
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.status import StatusScope, UnitStatus, cell_detail, status, status_matrix
from papi_desktop.services.status_sheet import write_status_sheet
from papi_desktop.services.tasks import OccurrenceFilter, list_occurrences
from papi_desktop.services.ticks import tick_occurrence
from papi_desktop.wording import error_message

PAPI_2 = "2. Công khai, minh bạch (mẫu)"


def by_code(units: tuple[UnitStatus, ...]) -> dict[str, UnitStatus]:
    return {unit.code: unit for unit in units}


def send(commune: App, authority: App, folder: Path) -> None:
    export_bundles(commune, out=folder)
    import_bundles(authority, paths=[folder])


def figures(app: App, scope: StatusScope) -> list[tuple[str, int, int, int, int]]:
    (unit,) = [unit for unit in status_matrix(app, scope=scope).units if unit.code == "99001"]
    return [(cell.dimension, cell.done, cell.due, cell.late, cell.returned) for cell in unit.cells]


def listed(app: App, scope: StatusScope, owner: UUID) -> list[tuple[str, int, int, int, int]]:
    """The same figures counted one by one from the task list."""
    rows = [
        row
        for row in list_occurrences(app, chosen=OccurrenceFilter(year=scope.year, index=scope.index, owner=owner)).rows
        if scope.period is None or scope.period.takes(row.period, row.due)
    ]
    found: list[tuple[str, int, int, int, int]] = []
    for dimension in dict.fromkeys(row.dimension for row in rows):
        own = [row for row in rows if row.dimension == dimension and row.status is not OccurrenceStatus.NOT_APPLICABLE]
        done, late = (sum(row.status is state for row in own) for state in (OccurrenceStatus.DONE, OccurrenceStatus.OVERDUE))
        found.append((dimension, done, len(own), late, sum(row.sync is SyncState.RETURNED for row in own)))
    return found


@pytest.mark.parametrize(
    "scope",
    [StatusScope(), StatusScope(year=2026), StatusScope(index="PAPI", period=Period("2026-Q3")), StatusScope(period=Period("2026-H2"))],
    ids=["all", "year", "quarter", "half"],
)
def test_the_receiver_counts_what_the_commune_counts(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path, scope: StatusScope
) -> None:
    rows = list_occurrences(commune).rows
    for row in rows[:5]:
        add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="thong_bao", number="1/TB"), files=[sample_files["pdf"]])
    for row in rows[3:9]:
        tick_occurrence(commune, occurrence_id=row.id)
    with commune.engine.begin() as connection:
        table = table_of(Occurrence)
        connection.execute(update(table).where(table.c.id == rows[20].id).values(not_applicable=True))
    send(commune, authority, tmp_path / "usb")
    item = list_reviews(authority)[0]
    review_evidence(authority, evidence_id=item.id, verdict=ReviewVerdict.RETURNED, comment="Bổ sung (mẫu)")
    assert figures(authority, scope) == listed(authority, scope, commune.office.unit)
    own = [(dimension, done, due, late) for dimension, done, due, late, _ in figures(commune, scope)]
    assert own == [each[:4] for each in figures(authority, scope)]
    assert sum(each[1] for each in figures(authority, StatusScope())) == 6
    assert sum(each[4] for each in figures(authority, StatusScope())) == 5, "one piece of evidence came back that serves five"


def test_what_left_the_plan_counts_only_with_work_on_it(commune: App) -> None:
    rows = list_occurrences(commune).rows
    before = sum(unit.due for unit in status(commune))
    tick_occurrence(commune, occurrence_id=rows[0].id)
    with commune.engine.begin() as connection:
        table = table_of(Task)
        connection.execute(update(table).where(table.c.id.in_([rows[0].task_id, rows[-1].task_id])).values(retired=True))
    (unit,) = status(commune)
    gone = len([row for row in rows if row.task_id == rows[-1].task_id])
    idle = len([row for row in rows if row.task_id == rows[0].task_id]) - 1
    assert (unit.due, unit.done) == (before - gone - idle, 1)


def test_a_unit_known_by_its_card_is_a_row_without_cells(authority: App, invented: Any) -> None:
    invented.unit("99002", "UBND xã Minh Tân (mẫu)")
    units = by_code(status(authority))
    assert units["99002"].cells == ()
    assert (units["99002"].last_at, units["99002"].sent, units["99002"].behind) == (None, False, False)
    assert units["99001"].name == "UBND xã Tân Phú (mẫu)", "the card of the sample commune names it before any bundle"
    with authority.engine.begin() as connection:
        connection.execute(update(TrustedCard).where(TrustedCard.code == "99002").values(revoked_at=authority.clock.now()))
    assert "99002" not in by_code(status(authority))


def test_columns_are_the_union_in_a_stable_order(authority: App, invented: Any) -> None:
    one, two = invented.unit("99003", "UBND xã Đông Hưng (mẫu)"), invented.unit("99004", "UBND phường Trần Phú (mẫu)")
    invented.plan(one, {"10. Việc sau": 1, PAPI_2: 3, "Việc khác": 1})
    invented.plan(two, {PAPI_2: 2, "1. Tham gia (mẫu)": 4, "": 2})
    matrix = status_matrix(authority)
    assert [column.dimension for column in matrix.columns] == ["1. Tham gia (mẫu)", PAPI_2, "10. Việc sau", "Việc khác", ""]
    units = by_code(matrix.units)
    assert [cell.due for cell in units["99003"].cells] == [1, 3, 1], "in the order of its own plan"
    assert {cell.column for cell in units["99003"].cells} & {cell.column for cell in units["99004"].cells} == {
        "PAPI/công khai, minh bạch (mẫu)"
    }
    assert matrix.indexes == ("PAPI",)
    assert [column.dimension for column in status_matrix(authority, scope=StatusScope(index="DDCI")).columns] == []


@pytest.mark.parametrize(
    ("came", "sent", "behind", "late"),
    [
        ([], False, True, False),
        ([datetime(2026, 7, 4, tzinfo=UTC)], False, True, False),  # while quarter II could still be reported
        ([datetime(2026, 7, 7, tzinfo=UTC)], True, False, False),
        ([datetime(2026, 10, 5, 12, tzinfo=UTC)], True, False, False),
        ([datetime(2026, 10, 20, tzinfo=UTC)], True, False, True),  # late, but here
        ([datetime(2026, 7, 4, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC)], True, False, True),
        ([datetime(2026, 9, 30, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC)], True, False, False),
    ],
    ids=["nothing", "for the period before", "in time", "on the last day", "after the deadline", "before and after", "in time and more"],
)
def test_late_is_said_against_the_deadline_that_passed_last(
    authority: App, invented: Any, came: list[datetime], sent: bool, behind: bool, late: bool
) -> None:
    for key, deadline in (("2026-Q2", date(2026, 7, 5)), ("2026-Q3", date(2026, 10, 5)), ("2026-Q4", date(2027, 1, 5))):
        set_reporting_period(authority, period=Period(key), name=f"Kỳ {key} (mẫu)", deadline=deadline)
    missed = invented.unit("99002", "UBND xã Minh Tân (mẫu)")
    for sequence, at in enumerate(came, 1):
        invented.bundle(missed, at, sequence=sequence)
    matrix = status_matrix(authority, scope=StatusScope(year=2026))
    assert matrix.reporting is not None
    assert matrix.reporting.key == "2026-Q3"
    unit = by_code(matrix.units)["99002"]
    assert (unit.sent, unit.behind, unit.sent_late) == (sent, behind, late)


def test_the_workbook_says_who_sent_late(authority: App, invented: Any, tmp_path: Path) -> None:
    set_reporting_period(authority, period=Period("2026-Q3"), name="Quý III (mẫu)", deadline=date(2026, 10, 5))
    invented.unit("99002", "UBND xã Minh Tân (mẫu)", came=datetime(2026, 10, 20, tzinfo=UTC))
    invented.unit("99003", "UBND xã Đông Hưng (mẫu)", came=datetime(2026, 10, 1, tzinfo=UTC))
    path = write_status_sheet(authority, out=tmp_path / "tien-do.xlsx", scope=StatusScope(year=2026, below=True)).path
    (sheet, *_rest) = load_workbook(path).worksheets
    said = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    late, in_time = (next(row for row in said if name in row) for name in ("UBND xã Minh Tân (mẫu)", "UBND xã Đông Hưng (mẫu)"))
    assert "Gửi muộn kỳ này" in late
    assert "Đã gửi kỳ này" in in_time


def test_nobody_is_late_before_a_deadline_or_without_one(authority: App, invented: Any) -> None:
    invented.unit("99002", "UBND xã Minh Tân (mẫu)", came=datetime(2026, 3, 1, tzinfo=UTC))
    unset = status_matrix(authority, scope=StatusScope(year=2026))
    assert unset.reporting is None
    assert (by_code(unset.units)["99002"].sent, by_code(unset.units)["99002"].behind) == (True, False)
    set_reporting_period(authority, period=Period("2026-Q4"), name="Quý IV", deadline=date(2026, 11, 16))
    today = by_code(status_matrix(authority, scope=StatusScope(year=2026)).units)["99002"]
    assert (today.sent, today.behind) == (False, False), "the day of the deadline itself is not late"
    other = status_matrix(authority, scope=StatusScope(year=2025))
    assert other.reporting is None


def test_a_waiting_bundle_has_come_and_a_fork_has_not(authority: App, invented: Any) -> None:
    unit = invented.unit("99002", "UBND xã Minh Tân (mẫu)", came=datetime(2026, 5, 4, tzinfo=UTC))
    invented.bundle(unit, datetime(2026, 6, 4, tzinfo=UTC), sequence=3, state="waiting")
    invented.bundle(unit, datetime(2026, 7, 4, tzinfo=UTC), sequence=4, state="fork")
    found = by_code(status(authority))["99002"]
    assert found.last_at == datetime(2026, 6, 4, tzinfo=UTC)
    assert (found.last_sequence, found.waiting, found.refused) == (3, 1, 1)


def test_behind_a_cell_are_its_occurrences_and_what_waits(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    rows = list_occurrences(commune).rows
    here = [row for row in rows if row.dimension == rows[0].dimension]
    other = next(row for row in rows if row.dimension != rows[0].dimension)
    shared = [here[0].id, here[1].id, other.id]
    add_evidence(commune, task_ids=shared, fields=EvidenceFields(kind="thong_bao", number="1/TB"), files=[sample_files["pdf"]])
    send(commune, authority, tmp_path / "usb")
    unit = by_code(status(authority))["99001"]
    cell = next(cell for cell in unit.cells if cell.dimension == here[0].dimension)
    detail = cell_detail(authority, unit=unit.unit, cell=cell)
    assert [row.id for row in detail.rows] == [row.id for row in here]
    assert len(detail.overdue) == cell.late > 0
    assert [row.due for row in detail.overdue] == sorted(row.due for row in detail.overdue if row.due)
    assert detail.unreviewed == 1, "one piece of evidence that serves two occurrences is one"
    whole = cell_detail(authority, unit=unit.unit, scope=StatusScope(period=Period("2026-Q4")))
    assert all(Period("2026-Q4").takes(row.period, row.due) for row in whole.rows)
    assert len(whole.rows) < len(rows)
    (item,) = list_reviews(authority)
    assert unit.unreviewed == 1
    review_evidence(authority, evidence_id=item.id, verdict=ReviewVerdict.ACCEPTED)
    assert by_code(status(authority))["99001"].unreviewed == 0
    assert cell_detail(authority, unit=unit.unit, cell=cell).unreviewed == 0


def test_the_office_itself_can_be_left_out(authority: App, invented: Any) -> None:
    with authority.read() as session:
        assert session.scalars(select(Stream.unit)).all() == [authority.office.unit]
    invented.plan(authority.office.unit, {PAPI_2: 1})
    assert authority.office.code in by_code(status(authority))
    assert authority.office.code not in by_code(status_matrix(authority, scope=StatusScope(below=True)).units)


def answer(home: Path, *arguments: str) -> Any:
    done = CliRunner().invoke(cli, ["--home", str(home), "--json", *arguments], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout)


@pytest.fixture
def said(template: Any, tmp_path: Path) -> Callable[..., Any]:
    import shutil

    home = tmp_path / "xa"
    shutil.copytree(template.home / "commune", home)
    return lambda *arguments: answer(home, "status", *arguments)


def test_the_command_narrows_and_writes_the_workbook(said: Callable[..., Any], tmp_path: Path) -> None:
    whole, quarter = said(), said("--period", "2026-Q4")
    assert {"code", "name", "cells"} <= whole["units"][0].keys()
    assert {"dimension", "done", "due", "late", "returned"} <= whole["units"][0]["cells"][0].keys()
    due = [sum(cell["due"] for cell in found["units"][0]["cells"]) for found in (whole, quarter)]
    assert due[0] > due[1] > 0
    assert "path" not in whole
    written = said("--out", str(tmp_path / "moi" / "tien-do.xlsx"), "--year", "2026")
    assert Path(written["path"]).is_file()
    assert said("--year", "2020")["units"] == []


@pytest.mark.parametrize("name", ["tien-do.csv", "tien-do", "tien-do.xlsx.bak"])
def test_only_a_workbook_is_written_as_one(said: Callable[..., Any], tmp_path: Path, name: str) -> None:
    with pytest.raises(RequestError) as raised:
        said("--out", str(tmp_path / name))
    assert raised.value.code is Code.BAD_VALUE
    message = error_message(raised.value)
    assert f"“{name}”" in message.what
    assert ".xlsx”" in message.what, "it says what the name must end in"
    assert not (tmp_path / name).exists()
