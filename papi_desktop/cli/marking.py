"""Commands that mark occurrences: done, not done, not applicable, and who is in charge. Several at once are one step to undo."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

import click

from papi_desktop.cli.output import COUNT, ID, NUMBER, Invocation, pass_invocation
from papi_desktop.domain.vocabulary import WhyLeftOut
from papi_desktop.services import bulk, ticks
from papi_desktop.services.app import App
from papi_desktop.services.tasks import OccurrenceFilter, list_occurrences
from papi_desktop.wording import finding_text, left_out_text, status_text
from resources.i18n import gettext as _
from resources.i18n import ngettext


@click.command(
    help="Mark occurrences as done. Of several, those whose target asks for a figure are left out.",
    epilog="Example: papi tick ID --count 3/3 --note 'đủ 3 thôn'",
)
@click.argument("named", type=ID, metavar="OCCURRENCE...", nargs=-1, required=True)
@click.option("--measured", type=NUMBER, help="The measured value, in the target's unit.")
@click.option("--count", type=COUNT, help="The measured value as a count A/B.")
@click.option("--note", default="", help="A note, or the reason for a mark with gaps.")
@click.option("--by", default="", help="The officer who did it.")
@pass_invocation
def tick(
    call: Invocation, named: tuple[UUID, ...], measured: Decimal | None, count: tuple[Decimal, Decimal] | None, note: str, by: str
) -> None:
    if len(named) > 1:
        if measured is not None or count is not None:
            raise click.UsageError(_("A figure belongs to one occurrence."))
        _tick_several(call, named, note, by)
        return
    occurrence = next(iter(named))
    with call.app() as app:
        result = ticks.tick_occurrence(app, occurrence_id=occurrence, measured=measured, count=count, note=note, by=by)
    lines = [_("Marked as done.")] + [_("Still missing: {result}").format(result=text) for text in result.missing]
    lines += [finding_text(finding) for finding in result.findings]
    data = {
        "occurrence": result.occurrence,
        "status": result.status,
        "measured": result.measured,
        "missing": result.missing,
        "findings": [{"code": f.code, "level": f.level, "text": finding_text(f)} for f in result.findings],
    }
    call.answer(data, lines)


def _tick_several(call: Invocation, named: Sequence[UUID], note: str, by: str) -> None:
    with call.app() as app, call.progress(_("Marking as done")) as progress:
        result = bulk.tick_occurrences(app, occurrence_ids=named, note=note, by=by, progress=progress)
    _answer(call, result.done, result.left_out)


@click.command(help="Clear the mark of occurrences.")
@click.argument("named", type=ID, metavar="OCCURRENCE...", nargs=-1, required=True)
@pass_invocation
def untick(call: Invocation, named: tuple[UUID, ...]) -> None:
    with call.app() as app:
        result = bulk.clear_ticks(app, occurrence_ids=named)
        statuses = _statuses(app, result.done)
    call.answer({"occurrences": result.done}, [f"{each}  {status}" for each, status in statuses.items()])


@click.command(
    "not-applicable",
    help="Say that occurrences need not be done here, and why; --undo takes it back.",
    epilog="Example: papi not-applicable ID --reason 'Xã không có dự án phải thu hồi đất'",
)
@click.argument("named", type=ID, metavar="OCCURRENCE...", nargs=-1, required=True)
@click.option("--reason", default="", help="Why it does not apply.")
@click.option("--undo", "back", is_flag=True, help="It applies again.")
@pass_invocation
def not_applicable(call: Invocation, named: tuple[UUID, ...], reason: str, *, back: bool) -> None:
    with call.app() as app:
        if back:
            result = bulk.set_applicable(app, occurrence_ids=named)
        else:
            result = bulk.set_not_applicable(app, occurrence_ids=named, reason=reason)
    _answer(call, result.done, result.left_out)


@click.command(help="Put an officer in charge of tasks.", epilog="Example: papi assign ID --officer 'Nguyễn Thị Hạnh'")
@click.argument("named", type=ID, metavar="TASK...", nargs=-1, required=True)
@click.option("--officer", required=True, help="The officer's name; an empty one takes the tasks from whoever has them.")
@pass_invocation
def assign(call: Invocation, named: tuple[UUID, ...], officer: str) -> None:
    with call.app() as app:
        result = bulk.assign_officer(app, task_ids=named, officer=officer)
    call.answer({"tasks": result.tasks, "officer": officer}, [_("Officer in charge: {name}").format(name=officer or "-")])


def _answer(call: Invocation, done: Sequence[UUID], left_out: Mapping[UUID, WhyLeftOut]) -> None:
    """What was changed and what was left out, which is exit status 3."""
    lines = [ngettext("{count} occurrence changed.", "{count} occurrences changed.", len(done)).format(count=len(done))]
    lines += [f"{each}  {left_out_text(why)}" for each, why in left_out.items()]
    call.answer({"occurrences": done, "left_out": [{"occurrence": each, "reason": why} for each, why in left_out.items()]}, lines)
    if left_out:
        call.left_out()


def _statuses(app: App, occurrences: Sequence[UUID]) -> dict[UUID, str]:
    rows = list_occurrences(app, chosen=OccurrenceFilter(owner=app.office.unit)).rows
    return {row.id: status_text(row.status) for row in rows if row.id in set(occurrences)}
