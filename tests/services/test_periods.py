"""Reporting periods: whose deadlines an office is shown."""

from datetime import date
from pathlib import Path

from papi_desktop.domain.periods import Period
from papi_desktop.services.app import App
from papi_desktop.services.cards import revoke_card
from papi_desktop.services.periods import ReportingPeriodRow, list_reporting_periods, set_reporting_period
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.sending import export_bundles, write_replies

FIRST, SECOND = Period("2026-H1"), Period("2026-Q4")


def shown(rows: tuple[ReportingPeriodRow, ...]) -> list[tuple[str, bool]]:
    return [(row.key, row.set_above) for row in rows]


def test_what_a_commune_sets_for_itself_is_not_listed_above(commune: App, authority: App, tmp_path: Path) -> None:
    set_reporting_period(commune, period=FIRST, name="Sơ kết (mẫu)", deadline=date(2026, 7, 5))
    set_reporting_period(authority, period=SECOND, name="Quý IV (mẫu)", deadline=date(2027, 1, 5))
    export_bundles(commune, out=tmp_path / "up")
    import_bundles(authority, paths=[tmp_path / "up"])
    assert shown(list_reporting_periods(authority)) == [(SECOND.key, False)]
    write_replies(authority, out=tmp_path / "down")
    import_bundles(commune, paths=[tmp_path / "down"])
    assert shown(list_reporting_periods(commune)) == [(FIRST.key, False), (SECOND.key, True)]
    revoke_card(commune, code="99000")
    assert shown(list_reporting_periods(commune)) == [(FIRST.key, False), (SECOND.key, True)], "what was taken in stays"
