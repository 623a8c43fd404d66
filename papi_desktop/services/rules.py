"""The rules of posting and meeting as this office keeps them, and what they say of an occurrence."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from db.office_queries import settings_of
from db.tables import Evidence
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.periods import Period
from papi_desktop.domain.progress import Finding, FindingCode
from papi_desktop.domain.rules import Facts, Proof, governing, judge
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.office_settings import change_settings
from resources.rules import Rule, rule, rules

_PREFIX = "rule."
"""Of the settings that hold what the office set otherwise, by the names of ``Rule``."""
MOST_DAYS = 366
"""No list hangs longer than a year."""


@dataclass(frozen=True)
class RuleRow:
    """A rule as it holds here; ``changed``: other than the program ships it."""

    rule: Rule
    changed: bool


@dataclass(frozen=True)
class RuleResult:
    row: RuleRow
    changed: Changed = frozenset({Area.OFFICE, Area.TASKS, Area.REVIEWS})


def list_rules(app: App) -> tuple[RuleRow, ...]:
    """Every rule, those that are switched off too."""
    with app.read() as session:
        return _rows(session)


def change_rule(
    app: App,
    *,
    rule_id: str,
    days: int | None = None,
    working: bool | None = None,
    quorum: int | None = None,
    verified: bool | None = None,
    active: bool | None = None,
) -> RuleResult:
    """Changes what is given and leaves the rest; what is set back to what the program ships is no change any more.

    Raises ``RequestError`` NOT_FOUND, or BAD_VALUE for days (1 to 366) or a quorum (1 to 100) that cannot be, or of a rule without any.
    """
    shipped = _shipped(rule_id)
    _check(days, shipped.days, "days", MOST_DAYS)
    _check(quorum, shipped.quorum, "quorum", 100)
    if working is not None and shipped.days is None:
        raise RequestError(Code.BAD_VALUE, field="days", value=rule_id)
    given = {"days": days, "working": working, "quorum": quorum, "verified": verified, "active": active}
    with app.unit_of_work("rule.change") as uow:
        held = json.loads(settings_of(uow.session, _PREFIX).get(rule_id, "{}"))
        changes = held | {key: value for key, value in given.items() if value is not None}
        changes = {key: value for key, value in changes.items() if value != getattr(shipped, key)}
        change_settings(uow, {_key(rule_id): json.dumps(changes, sort_keys=True) if changes else None})
        uow.commit()
    return RuleResult(_row(shipped, changes))


def reset_rule(app: App, *, rule_id: str) -> RuleResult:
    """Puts a rule back to what the program ships. Raises ``RequestError(NOT_FOUND)``."""
    shipped = _shipped(rule_id)
    with app.unit_of_work("rule.reset") as uow:
        change_settings(uow, {_key(rule_id): None})
        uow.commit()
    return RuleResult(_row(shipped, {}))


def rules_in_force(session: Session) -> tuple[Rule, ...]:
    """What ``rule_findings`` judges by."""
    return tuple(row.rule for row in _rows(session) if row.rule.active)


def rule_findings(
    app: App, in_force: Sequence[Rule], *, text: str, period: str, kinds: Iterable[str], evidence: Iterable[Evidence], closed: bool
) -> list[Finding]:
    """What the rules ``in_force`` say of one occurrence: ``text`` is that of its task, ``kinds`` those of its expected results.

    ``closed``: it is done, or its due date is over. What is missing and was an expected result is named as that, not once more here.
    """
    facts, expected = Facts(Period(period), tuple(_proof(item) for item in evidence), closed), frozenset(kinds)
    found = governing(in_force, text=text, kinds=expected.union(proof.kind for proof in facts.proofs), period=facts.period)
    said = [finding for each in found for finding in judge(each, facts, today=app.today(), calendar=app.calendar)]
    return [finding for finding in said if finding.code is not FindingCode.FORM_MISSING or finding.params["kind"] not in expected]


def _proof(item: Evidence) -> Proof:
    return Proof(item.kind, item.issued, item.place, item.posted_from, item.posted_to, item.details)


def _rows(session: Session) -> tuple[RuleRow, ...]:
    held = settings_of(session, _PREFIX)
    return tuple(_row(each, json.loads(held.get(each.id, "{}"))) for each in rules())


def _row(shipped: Rule, changes: dict[str, Any]) -> RuleRow:
    return RuleRow(replace(shipped, **changes), bool(changes))


def _key(rule_id: str) -> str:
    return f"{_PREFIX}{rule_id}"


def _shipped(rule_id: str) -> Rule:
    try:
        return rule(rule_id)
    except KeyError as error:
        raise RequestError(Code.NOT_FOUND, what=rule_id) from error


def _check(value: int | None, shipped: int | None, field: str, most: int) -> None:
    if value is not None and (shipped is None or not 1 <= value <= most):
        raise RequestError(Code.BAD_VALUE, field=field, value=str(value))
