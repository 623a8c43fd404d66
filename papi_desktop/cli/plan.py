"""Commands about plans: plan, assign, period."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from papi_desktop.cli.output import DAY, FILE, Invocation, chosen_period, pass_invocation
from papi_desktop.services import periods, plans
from papi_desktop.services.plan_reading import read_plan
from papi_desktop.wording import date_text, period_text
from resources.i18n import gettext as _
from resources.i18n import ngettext


@click.group(help="Plan documents.")
def plan() -> None: ...


@plan.command(
    "read", help="Read a plan document and show what it says; touches nothing.", epilog="Example: papi --json plan read KH-45.docx"
)
@click.argument("file", type=FILE)
@pass_invocation
def plan_read(call: Invocation, file: Path) -> None:
    from papi_desktop.plans.report import plan_as_json

    with call.progress(_("Reading the plan")) as progress:
        read = read_plan(file, progress=progress)
    lines = [read.title, ngettext("{count} task", "{count} tasks", len(read.tasks)).format(count=len(read.tasks))]
    lines += [f"{task.no:3}. {' '.join(task.text.split())[:100]}  [{task.timing.text}]" for task in read.tasks]
    lines += [
        _("Row {row}: the machine was unsure of {fields}.").format(
            row=task.place.row if task.place else "", fields=", ".join(task.doubtful)
        )
        for task in read.tasks
        if task.doubtful
    ]
    lines += [_("Unread row {row}: {text}").format(row=row.place.row, text=row.text) for row in read.unread]
    call.answer(plan_as_json(read), lines)


@plan.command("import", help="Take a plan in. A new edition keeps evidence with its task.")
@click.argument("file", type=FILE)
@click.option("--ours", is_flag=True, help="Tasks of other offices are kept in the plan and do not count as work of this one.")
@pass_invocation
def plan_import(call: Invocation, file: Path, *, ours: bool) -> None:
    with call.app() as app, call.progress(_("Importing the plan")) as progress:
        result = plans.import_plan(app, path=file, ours_only=ours, progress=progress)
    data: dict[str, Any] = {
        "plan": result.plan,
        "added": result.added,
        "changed": result.changed_tasks,
        "dropped": result.dropped,
        "kept": result.kept,
        "occurrences": result.occurrences,
        "unread": result.unread,
    }
    line = _("Tasks: {added} added, {changed} changed, {dropped} dropped, {kept} kept. Occurrences: {occurrences}. Unread rows: {unread}.")
    call.answer(data, [line.format(**data)])


@plan.command("list", help="List the plans.")
@pass_invocation
def plan_list(call: Invocation) -> None:
    with call.app() as app:
        rows = plans.list_plans(app)
    data = [
        {"id": r.id, "number": r.number, "title": r.title, "issuer": r.issuer, "date": r.issued, "year": r.year, "edition": r.edition}
        | {"tasks": r.tasks, "occurrences": r.occurrences, "unread": list(r.unread)}
        for r in rows
    ]
    call.answer({"plans": data}, [f"{r.year}  {r.number}  {r.title}  ({r.tasks})" for r in rows])


@plan.command("diff", help="Say what taking a document in would change; changes nothing.")
@click.argument("file", type=FILE)
@pass_invocation
def plan_diff(call: Invocation, file: Path) -> None:
    with call.app() as app:
        found = plans.diff_plan(app, path=file)
    groups = {"added": found.added, "changed": found.changed, "dropped": found.dropped, "kept": found.kept}
    signs = {"added": "+", "changed": "~", "dropped": "-"}
    lines = [f"{sign} {' '.join(text.split())[:110]}" for name, sign in signs.items() for text in groups[name]]
    call.answer({"plan": found.previous} | groups, lines or [_("No difference.")])


@click.group(help="Reporting periods: what is expected by which deadline.")
def period() -> None: ...


@period.command(
    "set", help="Set the deadline of a period; set above, it travels down.", epilog="Example: papi period set 2026-Q4 --deadline 2027-01-05"
)
@click.argument("key", metavar="PERIOD")
@click.option("--name", default="", help="What the period is called.")
@click.option("--deadline", type=DAY, required=True, help="The last day for the report.")
@pass_invocation
def period_set(call: Invocation, key: str, name: str, deadline: date) -> None:
    chosen = chosen_period(key)
    with call.app() as app:
        result = periods.set_reporting_period(app, period=chosen, name=name or period_text(chosen), deadline=deadline)
    call.answer({"period": result.period, "key": key, "deadline": deadline}, [f"{key}  {date_text(deadline)}"])


@period.command("list", help="List the reporting periods.")
@pass_invocation
def period_list(call: Invocation) -> None:
    with call.app() as app:
        rows = periods.list_reporting_periods(app)
    data = [{"id": r.id, "key": r.key, "name": r.name, "deadline": r.deadline, "set_above": r.set_above} for r in rows]
    call.answer({"periods": data}, [f"{r.key}  {r.name}  {date_text(r.deadline)}" for r in rows])
