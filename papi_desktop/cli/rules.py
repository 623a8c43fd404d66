"""Commands about the rules of posting and meeting."""

from typing import Any

import click

from papi_desktop.cli.output import Invocation, pass_invocation
from papi_desktop.services import rules as keeping
from papi_desktop.services.rules import RuleResult, RuleRow
from papi_desktop.wording import rule_facts_text, rule_text
from resources.i18n import gettext as _


@click.group(help="Rules of posting and meeting: how long, where, by when, how many.")
def rules() -> None: ...


@rules.command("list", help="List the rules as they hold in this office.")
@pass_invocation
def rules_list(call: Invocation) -> None:
    with call.app() as app:
        rows = keeping.list_rules(app)
    call.answer({"rules": [_data(row) for row in rows]}, [_line(row) for row in rows])


@rules.command("set", help="Change a rule for this office.", epilog="Example: papi rules set posting --days 15 --working --verified")
@click.argument("rule_id", metavar="ID")
@click.option("--days", type=int, help="So many days.")
@click.option("--working/--calendar", default=None, help="Whether only working days count.")
@click.option("--quorum", type=int, help="The least share of the households, in per cent.")
@click.option("--verified/--unverified", default=None, help="Whether the rule was compared with the published text.")
@click.option("--on/--off", "active", default=None, help="Whether the rule is applied.")
@pass_invocation
def rules_set(call: Invocation, rule_id: str, **given: Any) -> None:
    if all(value is None for value in given.values()):
        raise click.UsageError(_("Name what is to be changed, for example --days 15."))
    with call.app() as app:
        _answer(call, keeping.change_rule(app, rule_id=rule_id, **given))


@rules.command("reset", help="Put a rule back to what the program ships.")
@click.argument("rule_id", metavar="ID")
@pass_invocation
def rules_reset(call: Invocation, rule_id: str) -> None:
    with call.app() as app:
        _answer(call, keeping.reset_rule(app, rule_id=rule_id))


def _answer(call: Invocation, result: RuleResult) -> None:
    call.answer(_data(result.row), [_line(result.row)])


def _line(row: RuleRow) -> str:
    return f"{row.rule.id:24}  {rule_text(row.rule.id)}: {rule_facts_text(row.rule)}"


def _data(row: RuleRow) -> dict[str, Any]:
    rule = row.rule
    return {
        "id": rule.id,
        "name": rule.name,
        "days": rule.days,
        "working": rule.working,
        "event": rule.event,
        "places": rule.places,
        "forms": rule.forms,
        "quorum": rule.quorum,
        "quorum_others": rule.quorum_others,
        "basis": rule.basis,
        "source": rule.source,
        "source_date": rule.source_date,
        "verified": rule.verified,
        "active": rule.active,
        "changed": row.changed,
    }
