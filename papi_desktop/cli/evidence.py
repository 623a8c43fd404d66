"""Commands for evidence: recording, listing, changing, linking, and the bin."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from papi_desktop.cli.output import DAY, DETAIL, FILE, ID, Invocation, pass_invocation
from papi_desktop.services import evidence as recording
from papi_desktop.services.bin import delete_evidence, restore_evidence
from papi_desktop.services.evidence import EvidenceFields, EvidenceView
from papi_desktop.services.evidence_editing import change_evidence
from papi_desktop.services.evidence_links import link_evidence, suggest_tasks, unlink_evidence
from papi_desktop.services.evidence_listing import EvidenceFilter, evidence_slice, evidence_totals
from papi_desktop.services.incoming_files import EvidenceWarning
from papi_desktop.wording import date_text, detail_texts, error_message, kind_text, sync_text, warning_text
from resources.i18n import gettext as _

_detail_option = click.option(
    "--detail",
    "details",
    type=DETAIL,
    multiple=True,
    help="A field of the kind, for example invited=120; may be given several times. An empty value takes it away.",
)


@click.group(help="Evidence: files with what they prove.")
def evidence() -> None: ...


@evidence.command(
    "add",
    help="Record one evidence from all files named and link it to tasks or occurrences.",
    epilog="Example: papi evidence add --task ID --kind bien_ban --number 01/BB-UBND --date 2026-03-05 bien-ban.pdf",
)
@click.option("--task", "named", type=ID, multiple=True, required=True, help="An occurrence or task; may be given several times.")
@click.option("--kind", required=True, help="The kind, for example thong_bao, bien_ban, photo, posting.")
@click.option("--number", default="", help="Number and symbol, for example 62/TB-UBND.")
@click.option("--date", "issued", type=DAY, help="The evidence's own date.")
@click.option("--abstract", default="", help="The abstract.")
@click.option("--place", default="", help="Where it was posted or held.")
@click.option("--from", "posted_from", type=DAY, help="First day of a posting.")
@click.option("--to", "posted_to", type=DAY, help="Last day of a posting.")
@click.option("--personal-data", is_flag=True, help="Holds personal data: leaves only encrypted.")
@_detail_option
@click.argument("files", type=FILE, nargs=-1, required=True)
@pass_invocation
def evidence_add(
    call: Invocation,
    named: tuple[UUID, ...],
    kind: str,
    number: str,
    issued: date | None,
    abstract: str,
    place: str,
    posted_from: date | None,
    posted_to: date | None,
    personal_data: bool,
    details: tuple[tuple[str, str], ...],
    files: tuple[Path, ...],
) -> None:
    fields = EvidenceFields(
        kind=kind,
        number=number,
        issued=issued,
        abstract=abstract,
        place=place,
        posted_from=posted_from,
        posted_to=posted_to,
        personal_data=personal_data,
        details=dict(details),
    )
    with call.app() as app, call.progress(_("Taking files in")) as progress:
        result = recording.add_evidence(app, task_ids=named, fields=fields, files=files, progress=progress)
    refused = [file for file in result.attachments if file.refusal is not None]
    messages = _messages(result.warnings)
    data = {
        "evidence": result.evidence,
        "occurrences": result.occurrences,
        "attachments": [
            {"name": f.name, "state": f.state, "sha256": f.sha256, "size": f.size, "media_type": f.media_type}
            | ({} if f.refusal is None else {"code": f.refusal.code, "message": error_message(f.refusal).what})
            for f in result.attachments
        ],
        "warnings": _warning_data(result.warnings),
    }
    lines = [_("Evidence {id}").format(id=result.evidence)]
    lines += [f"  {file.state}: {file.name}" for file in result.attachments]
    call.answer(data, [*lines, *messages])
    if refused:
        for file in refused:
            if file.refusal is not None:
                call.say(f"{error_message(file.refusal).what} {error_message(file.refusal).todo}")
        call.left_out()


def _messages(warnings: Sequence[EvidenceWarning]) -> list[str]:
    return [warning_text(warning.code, warning.params) for warning in warnings]


def _warning_data(warnings: Sequence[EvidenceWarning]) -> list[dict[str, str]]:
    return [{"code": warning.code, "message": text} for warning, text in zip(warnings, _messages(warnings), strict=True)]


def _evidence_data(view: EvidenceView) -> dict[str, Any]:
    return {
        "id": view.id,
        "unit": view.unit,
        "kind": view.kind,
        "number": view.number,
        "date": view.issued,
        "abstract": view.abstract,
        "place": view.place,
        "from": view.posted_from,
        "to": view.posted_to,
        "personal_data": view.personal_data,
        "details": dict(view.details),
        "recorded_at": view.recorded_at,
        "sync": view.sync,
        "comment": view.comment,
        "task_ids": view.task_ids,
        "set_aside": False,
        "attachments": [
            {"sha256": a.sha256, "size": a.size, "media_type": a.media_type, "name": a.name, "pages": a.pages, "state": a.state}
            for a in view.attachments
        ],
    }


def _evidence_line(view: EvidenceView) -> str:
    return f"{view.id}  {date_text(view.issued):10}  {kind_text(view.kind)}  {view.number}  {view.abstract}  [{sync_text(view.sync)}]"


@evidence.command("list", help="List evidence, newest first.")
@click.option("--search", default="", help="Words, with or without diacritics.")
@pass_invocation
def evidence_list(call: Invocation, search: str) -> None:
    with call.app() as app:
        views = recording.list_evidence(app, search=search)
    call.answer({"evidence": [_evidence_data(view) for view in views]}, [_evidence_line(view) for view in views])


@evidence.command("show", help="Show one evidence.")
@click.argument("evidence_id", type=ID, metavar="ID")
@pass_invocation
def evidence_show(call: Invocation, evidence_id: UUID) -> None:
    with call.app() as app:
        view = recording.show_evidence(app, evidence_id=evidence_id)
    details = ["  " + f"{name}: {value}".replace("\n", "\n    ") for name, value in detail_texts(view.kind, view.details)]
    call.answer(_evidence_data(view), [_evidence_line(view), *details, *(f"  {a.name}  {a.sha256}" for a in view.attachments)])


@evidence.command(
    "change",
    help="Change what was said of evidence; options that are not given leave their field as it is.",
    epilog="Example: papi evidence change ID --number 62/TB-UBND --date 2026-11-02",
)
@click.argument("evidence_ids", type=ID, nargs=-1, required=True, metavar="ID…")
@click.option("--kind", help="The kind, for example thong_bao, bien_ban, photo, posting.")
@click.option("--number", help="Number and symbol, for example 62/TB-UBND.")
@click.option("--date", "issued", type=DAY, help="The evidence's own date.")
@click.option("--abstract", help="The abstract.")
@click.option("--place", help="Where it was posted or held.")
@click.option("--from", "posted_from", type=DAY, help="First day of a posting.")
@click.option("--to", "posted_to", type=DAY, help="Last day of a posting.")
@click.option("--personal-data/--no-personal-data", default=None, help="Holds personal data: leaves only encrypted.")
@_detail_option
@pass_invocation
def evidence_change(call: Invocation, evidence_ids: tuple[UUID, ...], details: tuple[tuple[str, str], ...], **options: Any) -> None:
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    if details:
        given["details"] = dict(details)
    if not given:
        raise click.UsageError(_("Name at least one field to change."))
    with call.app() as app:
        result = change_evidence(app, evidence_ids=evidence_ids, values=replace(EvidenceFields(kind=""), **given), only=given)
    data = {"evidence": result.evidence, "warnings": _warning_data(result.warnings)}
    call.answer(data, [_("Changed: {count}").format(count=len(result.evidence)), *_messages(result.warnings)])


@evidence.command("link", help="Link evidence to more tasks or occurrences.", epilog="Example: papi evidence link ID --task TASK")
@click.argument("evidence_ids", type=ID, nargs=-1, required=True, metavar="ID…")
@click.option("--task", "named", type=ID, multiple=True, required=True, help="An occurrence or task; may be given several times.")
@pass_invocation
def evidence_link(call: Invocation, evidence_ids: tuple[UUID, ...], named: tuple[UUID, ...]) -> None:
    with call.app() as app:
        result = link_evidence(app, evidence_ids=evidence_ids, task_ids=named)
    call.answer({"evidence": evidence_ids, "links": result.links}, [_("Links made: {count}").format(count=result.links)])


@evidence.command("unlink", help="Take evidence away from occurrences; it stays recorded.")
@click.argument("evidence_ids", type=ID, nargs=-1, required=True, metavar="ID…")
@click.option("--task", "named", type=ID, multiple=True, required=True, help="An occurrence; may be given several times.")
@pass_invocation
def evidence_unlink(call: Invocation, evidence_ids: tuple[UUID, ...], named: tuple[UUID, ...]) -> None:
    with call.app() as app:
        result = unlink_evidence(app, evidence_ids=evidence_ids, occurrence_ids=named)
    call.answer({"evidence": evidence_ids, "links": result.links}, [_("Links taken away: {count}").format(count=result.links)])


@evidence.command("suggest", help="List occurrences that an evidence could serve besides.")
@click.argument("evidence_id", type=ID, metavar="ID")
@pass_invocation
def evidence_suggest(call: Invocation, evidence_id: UUID) -> None:
    with call.app() as app:
        names = suggest_tasks(app, evidence_id=evidence_id)
    data = [{"id": name.id, "task_id": name.task_id, "text": name.text, "period": name.period, "due": name.due} for name in names]
    call.answer({"tasks": data}, [f"{name.id}  {date_text(name.due):10}  {' '.join(name.text.split())[:80]}" for name in names])


@evidence.command("delete", help="Move evidence to the bin; “papi undo” or “papi bin restore” brings it back.")
@click.argument("evidence_ids", type=ID, nargs=-1, required=True, metavar="ID…")
@pass_invocation
def evidence_delete(call: Invocation, evidence_ids: tuple[UUID, ...]) -> None:
    with call.app() as app:
        delete_evidence(app, evidence_ids=evidence_ids)
    data = {"evidence": evidence_ids[0] if len(evidence_ids) == 1 else evidence_ids}
    call.answer(data, [_("Moved to the bin; “papi undo” brings it back.")])


@click.group("bin", help="The bin: deleted evidence rests there for 30 days.")
def evidence_bin() -> None: ...


@evidence_bin.command("list", help="List deleted evidence with the days it rests still, newest first.")
@pass_invocation
def bin_list(call: Invocation) -> None:
    with call.app() as app:
        rows = evidence_slice(app, chosen=EvidenceFilter(binned=True), start=0, count=evidence_totals(app, chosen=EvidenceFilter()).binned)
    data = [
        {
            "id": row.id,
            "kind": row.kind,
            "number": row.number,
            "date": row.issued,
            "abstract": row.abstract,
            "deleted_at": row.changed_at,
            "days_left": row.days_left,
            "files": row.files,
        }
        for row in rows
    ]
    lines = [
        f"{row.id}  {date_text(row.issued):10}  {kind_text(row.kind)}  {row.number}  {row.abstract}  "
        + _("[days left: {count}]").format(count=row.days_left)
        for row in rows
    ]
    call.answer({"evidence": data}, lines)


@evidence_bin.command("restore", help="Bring evidence back from the bin with its files and links.", epilog="Example: papi bin restore ID")
@click.argument("evidence_ids", type=ID, nargs=-1, required=True, metavar="ID…")
@pass_invocation
def bin_restore(call: Invocation, evidence_ids: tuple[UUID, ...]) -> None:
    with call.app() as app:
        restore_evidence(app, evidence_ids=evidence_ids)
    call.answer({"evidence": evidence_ids}, [_("Restored: {count}").format(count=len(evidence_ids))])
