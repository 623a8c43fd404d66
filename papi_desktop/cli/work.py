"""Commands of the daily work: tasks, status, checklist."""

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import click

from papi_desktop.cli.output import DAY, FILE, Invocation, chosen_period, pass_invocation
from papi_desktop.domain.progress import Finding
from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services import papers
from papi_desktop.services import search as finding
from papi_desktop.services import status as progress
from papi_desktop.services import tasks as listing
from papi_desktop.services.status import UnitStatus
from papi_desktop.services.status_sheet import write_status_sheet
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow
from papi_desktop.wording import date_text, finding_text, kind_text, status_text
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
        _task_data(row) | {"verdicts": [_verdict_data(finding) for finding in details[row.id].findings]}
        for row in (rows if call.as_json else ())
    ]
    lines = [
        f"{row.id}  {date_text(row.due):10}  {status_text(row.status):14}  {row.filled}/{row.expected}  {' '.join(row.text.split())[:80]}"
        for row in rows
    ]
    call.answer({"tasks": data}, lines)


def _verdict_data(finding: Finding) -> dict[str, Any]:
    said = {"code": finding.code, "level": finding.level, "text": finding_text(finding)}
    return said | ({"rule": finding.rule, "verified": finding.verified, "until": finding.until} if finding.rule else {})


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


@click.command(
    help="Progress of every unit by dimension: occurrences done, due, late and returned. Not a PAPI score.",
    epilog="Example: papi status --period 2026-Q4 --out tien-do.xlsx",
)
@click.option("--index", default="", help="Only this index system.")
@click.option("--year", type=int, help="Only plans of this year.")
@click.option("--period", help="2026, 2026-H1, 2026-Q2 or 2026-06.")
@click.option("--out", type=FILE, help="The Excel workbook to write.")
@pass_invocation
def status(call: Invocation, index: str, year: int | None, period: str | None, out: Path | None) -> None:
    scope = progress.StatusScope(year=year, index=index, period=None if period is None else chosen_period(period))
    with call.app() as app:
        units = progress.status_matrix(app, scope=scope).units
        sheet = None if out is None else write_status_sheet(app, out=out, scope=scope)
    data = [_unit_data(unit) for unit in units]
    line = _("{done}/{due}  {dimension}  late: {late}, returned: {returned}")
    lines: list[str] = []
    for unit in units:
        lines.append(f"{unit.code}  {unit.name}")
        lines += [
            "  " + line.format(done=cell.done, due=cell.due, dimension=cell.dimension, late=cell.late, returned=cell.returned)
            for cell in unit.cells
        ]
    if sheet is not None:
        lines = [_("Written: {path}").format(path=sheet.path)]
    call.answer({"units": data} | ({} if sheet is None else {"path": sheet.path}), lines)


def _unit_data(unit: UnitStatus) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "cells": [
            {"index": cell.index, "dimension": cell.dimension}
            | {"done": cell.done, "due": cell.due, "late": cell.late, "returned": cell.returned}
            for cell in unit.cells
        ],
        "last_at": unit.last_at,
        "last_sequence": unit.last_sequence,
        "sent": unit.sent,
        "sent_late": unit.sent_late,
        "behind": unit.behind,
        "unreviewed": unit.unreviewed,
    }


@click.command(help="Find tasks, evidence, plans and units by words.", epilog="Example: papi search niem yet ho ngheo")
@click.argument("words", nargs=-1, required=True)
@pass_invocation
def search(call: Invocation, words: tuple[str, ...]) -> None:
    with call.app() as app:
        result = finding.search(app, words=" ".join(words))
    data = [dataclasses.asdict(found) | {"kind": found.kind.value} for found in result.found]
    lines = [
        f"{found.target}  {found.kind.value:9}  {date_text(found.day):10}  {found.title or kind_text(found.evidence_kind)}"
        for found in result.found
    ]
    call.answer({"found": data, "more": result.more}, lines)
