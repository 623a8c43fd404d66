"""Commands of the daily work: tasks, evidence, tick, status, checklist."""

import dataclasses
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from papi_desktop.cli.output import COUNT, DAY, FILE, ID, NUMBER, Invocation, chosen_period, pass_invocation
from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services import evidence as recording
from papi_desktop.services import papers, ticks
from papi_desktop.services import status as progress
from papi_desktop.services import tasks as listing
from papi_desktop.services.evidence import EvidenceFields, EvidenceView
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow
from papi_desktop.wording import date_text, error_message, finding_text, kind_text, status_text, sync_text, warning_text
from resources.i18n import gettext as _


@click.command(help="List occurrences: what is due, with evidence and state.", epilog="Example: papi tasks --due 2026-12-31 --status todo")
@click.option("--search", default="", help="Words in the task, with or without diacritics.")
@click.option("--status", type=click.Choice([status.value for status in OccurrenceStatus]), help="Only those in this state.")
@click.option("--due", type=DAY, help="Only those due by this day.")
@click.option("--index", default="", help="Only those of this index system.")
@click.option("--officer", default="", help="Only those of this officer.")
@pass_invocation
def tasks(call: Invocation, search: str, status: str | None, due: date | None, index: str, officer: str) -> None:
    chosen = OccurrenceFilter(search=search, due=due, index=index, officer=officer)
    with call.app() as app:
        rows = listing.list_occurrences(app, chosen=chosen, status=None if status is None else OccurrenceStatus(status)).rows
        details = listing.task_details(app, rows=rows) if call.as_json else {}
    data = [
        _task_data(row) | {"verdicts": [{"code": f.code, "level": f.level, "text": finding_text(f)} for f in details[row.id].findings]}
        for row in (rows if call.as_json else ())
    ]
    lines = [
        f"{row.id}  {date_text(row.due):10}  {status_text(row.status):14}  {row.filled}/{row.expected}  {' '.join(row.text.split())[:80]}"
        for row in rows
    ]
    call.answer({"tasks": data}, lines)


def _task_data(row: OccurrenceRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "task_id": row.task_id,
        "unit": row.unit_code,
        "task": row.text,
        "text": row.text,
        "target": row.target,
        "index": row.index,
        "dimension": row.dimension,
        "component": row.component,
        "period": row.period,
        "due": row.due,
        "status": row.status,
        "sync": row.sync,
        "officer": row.officer,
        "evidence_count": row.evidence,
        "expected": row.expected,
        "filled": row.filled,
        "measured": row.measured,
    }


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
    )
    with call.app() as app, call.progress(_("Taking files in")) as progress:
        result = recording.add_evidence(app, task_ids=named, fields=fields, files=files, progress=progress)
    refused = [file for file in result.attachments if file.refusal is not None]
    messages = [warning_text(warning.code, warning.params) for warning in result.warnings]
    data = {
        "evidence": result.evidence,
        "occurrences": result.occurrences,
        "attachments": [
            {"name": f.name, "state": f.state, "sha256": f.sha256, "size": f.size, "media_type": f.media_type}
            | ({} if f.refusal is None else {"code": f.refusal.code, "message": error_message(f.refusal).what})
            for f in result.attachments
        ],
        "warnings": [{"code": w.code, "message": text} for w, text in zip(result.warnings, messages, strict=True)],
    }
    lines = [_("Evidence {id}").format(id=result.evidence)]
    lines += [f"  {file.state}: {file.name}" for file in result.attachments]
    call.answer(data, [*lines, *messages])
    if refused:
        for file in refused:
            if file.refusal is not None:
                call.say(f"{error_message(file.refusal).what} {error_message(file.refusal).todo}")
        call.left_out()


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
    call.answer(_evidence_data(view), [_evidence_line(view), *(f"  {a.name}  {a.sha256}" for a in view.attachments)])


@evidence.command("delete", help="Move an evidence to the bin; “papi undo” brings it back.")
@click.argument("evidence_id", type=ID, metavar="ID")
@pass_invocation
def evidence_delete(call: Invocation, evidence_id: UUID) -> None:
    with call.app() as app:
        recording.delete_evidence(app, evidence_id=evidence_id)
    call.answer({"evidence": evidence_id}, [_("Moved to the bin; “papi undo” brings it back.")])


@click.command(help="Mark an occurrence as done.", epilog="Example: papi tick ID --count 3/3 --note 'đủ 3 thôn'")
@click.argument("occurrence_id", type=ID, metavar="OCCURRENCE")
@click.option("--measured", type=NUMBER, help="The measured value, in the target's unit.")
@click.option("--count", type=COUNT, help="The measured value as a count A/B.")
@click.option("--note", default="", help="A note, or the reason for a mark with gaps.")
@click.option("--by", default="", help="The officer who did it.")
@pass_invocation
def tick(
    call: Invocation, occurrence_id: UUID, measured: Decimal | None, count: tuple[Decimal, Decimal] | None, note: str, by: str
) -> None:
    with call.app() as app:
        result = ticks.tick_occurrence(app, occurrence_id=occurrence_id, measured=measured, count=count, note=note, by=by)
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


@click.command(help="Clear the mark of an occurrence.")
@click.argument("occurrence_id", type=ID, metavar="OCCURRENCE")
@pass_invocation
def untick(call: Invocation, occurrence_id: UUID) -> None:
    with call.app() as app:
        result = ticks.clear_tick(app, occurrence_id=occurrence_id)
    call.answer({"occurrence": result.occurrence, "status": result.status}, [status_text(result.status)])


@click.command(help="Print the evidence checklist as a PDF.", epilog="Example: papi checklist --out danh-muc.pdf --period 2026-Q4")
@click.option("--out", type=FILE, required=True, help="The PDF to write.")
@click.option("--period", help="2026, 2026-H1, 2026-Q2 or 2026-06.")
@click.option("--index", default="", help="Only this index system.")
@click.option("--officer", default="", help="Only this officer.")
@pass_invocation
def checklist(call: Invocation, out: Path, period: str | None, index: str, officer: str) -> None:
    chosen = None if period is None else chosen_period(period)
    with call.app() as app, call.progress(_("Printing")) as progress:
        paper = papers.write_checklist(
            app, out=out, choice=papers.ChecklistChoice(period=chosen, index=index, officer=officer), progress=progress
        )
    call.answer({"pages": paper.pages, "path": paper.path}, [_("Pages: {pages}, {path}").format(pages=paper.pages, path=paper.path)])


@click.command(help="Progress of every unit by dimension: occurrences done, due, late and returned. Not a PAPI score.")
@click.option("--index", default="", help="Only this index system.")
@pass_invocation
def status(call: Invocation, index: str) -> None:
    with call.app() as app:
        units = progress.status(app, index=index)
    data = [{"code": unit.code, "name": unit.name, "cells": [dataclasses.asdict(cell) for cell in unit.cells]} for unit in units]
    line = _("{done}/{due}  {dimension}  late: {late}, returned: {returned}")
    lines: list[str] = []
    for unit in units:
        lines.append(f"{unit.code}  {unit.name}")
        lines += [
            "  " + line.format(done=cell.done, due=cell.due, dimension=cell.dimension, late=cell.late, returned=cell.returned)
            for cell in unit.cells
        ]
    call.answer({"units": data}, lines)
