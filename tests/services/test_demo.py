"""The sample offices after the whole journey: what a receiver finds there on the tests' own day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from papi_desktop.domain.errors import Code, KeyringError, StorageError
from papi_desktop.domain.vocabulary import ReviewState, Role
from papi_desktop.services.app import App, Clock, open_app
from papi_desktop.services.bundles import list_bundles
from papi_desktop.services.cards import list_cards
from papi_desktop.services.checking import check
from papi_desktop.services.demo import PASSPHRASE, STEPS, run_demo
from papi_desktop.services.demo_neighbours import SetClock, reports_at
from papi_desktop.services.office import make_office
from papi_desktop.services.reviews import list_reviews
from papi_desktop.services.status import StatusScope, UnitStatus, status_matrix
from resources.sample_plan import SamplePlan


@pytest.fixture
def receiver(season: Path, clock: Clock) -> Iterator[App]:
    with open_app(season / "authority", clock=clock) as app:
        yield app


@pytest.fixture
def units(receiver: App) -> dict[str, UnitStatus]:
    return {unit.code: unit for unit in status_matrix(receiver, scope=StatusScope(year=2026, below=True)).units}


def test_the_receiver_knows_a_small_province(receiver: App, units: dict[str, UnitStatus], sample: SamplePlan) -> None:
    assert list(units) == [sample.commune.code, *(each.code for each in sample.neighbours)]
    assert {card.code for card in list_cards(receiver)} == set(units)
    assert [code for code, unit in units.items() if unit.last_at is None] == ["99008"], "known by its card, nothing sent"
    assert units["99008"].cells == ()
    assert {unit.name for unit in units.values()} >= {"UBND xã Đông Hưng (mẫu)", "UBND phường Hòa Bình (mẫu)"}


def test_they_sent_on_days_of_their_own_one_too_late_and_one_not_for_this_period(units: dict[str, UnitStatus]) -> None:
    came = {code: unit.last_at.date() for code, unit in units.items() if unit.last_at is not None}
    assert len(set(came.values())) == 7
    assert came["99004"] == date(2026, 10, 12), "after the deadline of the third quarter, 05/10/2026"
    assert [code for code, unit in units.items() if unit.behind] == ["99003", "99008"]
    assert [code for code, unit in units.items() if unit.sent_late] == ["99001", "99004"]
    assert came["99003"] == date(2026, 6, 27)


def test_their_progress_differs(units: dict[str, UnitStatus]) -> None:
    figures = {(unit.done, unit.due) for unit in units.values()}
    assert len(figures) >= 6
    cells = [cell for unit in units.values() for cell in unit.cells]
    assert any(cell.done == cell.due for cell in cells)
    assert any(cell.returned for cell in cells)
    assert 5 < sum(not (cell.late or cell.returned) for cell in cells) < len(cells)
    assert sum(unit.late == 0 for unit in units.values() if unit.cells) == 1
    assert {code for code, unit in units.items() if unit.returned} == {"99001", "99005", "99007"}


def test_evidence_of_several_units_waits_and_none_of_the_demos_own_commune(receiver: App, units: dict[str, UnitStatus]) -> None:
    waiting = [item for item in list_reviews(receiver) if item.state is ReviewState.PENDING]
    assert 15 <= len(waiting) <= 25
    assert {item.unit_code for item in waiting} == {"99002", "99004", "99005", "99006", "99007"}
    assert sum(unit.unreviewed for unit in units.values()) == len(waiting)
    assert units["99001"].unreviewed == 0


def test_what_is_left_on_the_disk_is_whole_and_few(season: Path, receiver: App) -> None:
    assert check(receiver).problems == ()
    assert {path.name for path in season.iterdir() if path.is_dir()} == {
        *("authority", "commune", "minh-chung"),
        *("usb", "usb-cac-xa", "usb-tra-loi"),
    }
    assert len(list((season / "usb-cac-xa").iterdir())) == 10, "four of them sent twice"
    assert len(list((season / "usb-tra-loi").iterdir())) == 1, "the others wait for their reply"
    moments = [bundle.at for bundle in list_bundles(receiver)]
    assert max(moments) == datetime(2026, 11, 16, 9, 42, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 7, 2), date(2027, 1, 1), date(2027, 6, 30)])
def test_on_any_day_nothing_was_sent_before_the_plan_or_will_be(day: date, sample: SamplePlan) -> None:
    now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    for neighbour in sample.neighbours:
        at = reports_at(neighbour, sample, now)
        assert datetime(2026, 2, 12, tzinfo=UTC) < at < now


def test_a_set_clock_shows_the_past_until_it_is_let_go(clock: Clock) -> None:
    own = SetClock(clock, datetime(2026, 2, 12, 8, tzinfo=UTC))
    assert own.now() == datetime(2026, 2, 12, 8, tzinfo=UTC)
    own.moment = None
    assert own.now() == clock.now()


def test_keys_that_are_kept_nowhere_open_only_with_those_that_were_made(tmp_path: Path) -> None:
    made = make_office(tmp_path / "xa", role=Role.COMMUNE, code="99009", name="UBND xã Mới (mẫu)", lock=lambda _keys: (b"", b""))
    with open_app(tmp_path / "xa", keys=made.keys) as app:
        assert (app.office.unit, app.keys) == (made.unit, made.keys)
    with open_app(tmp_path / "xa") as app, pytest.raises(KeyringError) as refused:
        app.unlock(PASSPHRASE)
    assert refused.value.code is Code.DATA_DAMAGED


def test_a_folder_that_holds_data_is_left_alone(season: Path, clock: Clock) -> None:
    steps: list[object] = []
    with pytest.raises(StorageError) as refused:
        run_demo(season, step=steps.append, clock=clock)
    assert refused.value.code is Code.EXISTS
    assert len(steps) < STEPS
