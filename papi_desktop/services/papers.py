"""Papers: gathers what a paper says and hands it to ``documents``."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from papi_desktop.documents.checklist import write_checklist as print_checklist
from papi_desktop.documents.papers import Checklist, ChecklistExpected, ChecklistGroup, ChecklistRow, Letterhead, PrintedPaper, Signature
from papi_desktop.domain.office_names import paper_name
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import OccurrenceStatus, Role
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.office import OfficeView, office_view
from papi_desktop.services.plans import list_plans
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow, TaskDetail, list_occurrences, task_details


@dataclass(frozen=True)
class ChecklistChoice:
    """What a checklist covers; empty fields cover everything."""

    period: Period | None = None
    index: str = ""
    officer: str = ""


def write_checklist(
    app: App,
    *,
    out: Path,
    choice: ChecklistChoice | None = None,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> PrintedPaper:
    """Prints the evidence checklist as a PDF. Raises ``PapiError(NO_FONT)``, ``StorageError`` DISK_FULL or WRITE_FAILED."""
    return print_checklist(
        out.absolute(), gather_checklist(app, choice=choice or ChecklistChoice()), progress=progress, cancelled=cancelled
    )


def gather_checklist(app: App, *, choice: ChecklistChoice) -> Checklist:
    """What the checklist says, for printing and for previewing."""
    chosen = OccurrenceFilter(index=choice.index, officer=choice.officer)
    rows = [
        row
        for row in list_occurrences(app, chosen=chosen).rows
        if choice.period is None or choice.period.contains(Period(row.period)) or _due_in(row, choice.period)
    ]
    details = task_details(app, rows=rows)
    titles = list(dict.fromkeys(row.dimension or "Nhiệm vụ khác" for row in rows))
    numbers = {row.id: number for number, row in enumerate(rows, start=1)}
    groups = tuple(
        _group(title, [row for row in rows if (row.dimension or "Nhiệm vụ khác") == title], details, numbers, app) for title in titles
    )
    office = office_view(app)
    return Checklist(
        letterhead=_letterhead(office),
        title="Danh mục minh chứng",
        subtitle=_subtitle(choice),
        basis=_basis(app),
        groups=groups,
        signatures=_signatures(office, choice.officer),
        printed_at=app.clock.now().replace(tzinfo=None),
        form_code=f"{office.code}-{choice.period.key if choice.period else 'TC'}",
        present=sum(row.filled for row in rows),
        needed=sum(row.expected for row in rows),
    )


def _due_in(row: OccurrenceRow, period: Period) -> bool:
    return row.due is not None and period.start <= row.due <= period.end and Period(row.period).year == period.year


def _group(title: str, rows: list[OccurrenceRow], details: dict[UUID, TaskDetail], numbers: dict[UUID, int], app: App) -> ChecklistGroup:
    return ChecklistGroup(
        title=title,
        done=sum(row.status is OccurrenceStatus.DONE for row in rows),
        total=len(rows),
        rows=tuple(_row(row, details[row.id], numbers[row.id], app) for row in rows),
    )


def _row(row: OccurrenceRow, detail: TaskDetail, number: int, app: App) -> ChecklistRow:
    return ChecklistRow(
        number=number,
        component=row.component,
        task=row.text,
        target=row.target,
        due=row.due,
        period_label=period_label(Period(row.period)),
        expected=tuple(ChecklistExpected(slot.text, slot.evidence is not None) for slot in detail.slots),
        references=tuple(_reference(detail)),
        result=_result(row, detail),
        note=_note(row, app),
        done=row.status is OccurrenceStatus.DONE,
    )


def _reference(detail: TaskDetail) -> list[str]:
    references: list[str] = []
    for item in detail.evidence:
        parts = [item.number or item.abstract] if item.number or item.abstract else []
        if item.issued is not None:
            parts.append(item.issued.strftime("%d/%m/%Y"))
        if len(item.attachments) > 1:
            parts.append(f"{len(item.attachments)} tệp")
        references.append(", ".join(parts))
    return references


def _result(row: OccurrenceRow, detail: TaskDetail) -> str:
    if row.measured is None:
        return ""
    unit = detail.measures[0].unit if detail.measures else ""
    if row.numerator is not None and row.denominator is not None:
        return f"{number_text(row.numerator)}/{number_text(row.denominator)} = {number_text(row.measured)}\N{NO-BREAK SPACE}%"
    return f"{number_text(row.measured)}\N{NO-BREAK SPACE}{unit}".strip()


def _note(row: OccurrenceRow, app: App) -> str:
    if row.status is OccurrenceStatus.NOT_APPLICABLE:
        return f"Không áp dụng: {row.status_note}" if row.status_note else "Không áp dụng"
    if row.status is OccurrenceStatus.OVERDUE and row.due is not None:
        return f"Quá hạn {(app.today() - row.due).days} ngày"
    return row.tick_note


def number_text(value: Decimal) -> str:
    """A number in Vietnamese form: ``1.234,5``.

    >>> number_text(Decimal("1234.50"))
    '1.234,5'
    """
    text = f"{value.normalize():,f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def period_label(period: Period) -> str:
    """A period in Vietnamese: "Quý IV", "Tháng 10", "6 tháng đầu năm", "Năm 2026"."""
    kind = period.key[5:]
    if kind.startswith("Q"):
        return f"Quý {('I', 'II', 'III', 'IV')[int(kind[1]) - 1]}"
    if kind.startswith("H"):
        return "6 tháng đầu năm" if kind == "H1" else "6 tháng cuối năm"
    return f"Tháng {int(kind)}" if kind else f"Năm {period.year}"


def _subtitle(choice: ChecklistChoice) -> str:
    parts: list[str] = []
    if choice.period is not None:
        label = period_label(choice.period)
        parts.append(label if label.startswith("Năm") else f"{label} năm {choice.period.year}")
    if choice.index:
        parts.append(f"bộ chỉ số {choice.index}")
    if choice.officer:
        parts.append(f"người phụ trách: {choice.officer}")
    text = ", ".join(parts) or "tất cả nhiệm vụ"
    return text[0].upper() + text[1:]


def _basis(app: App) -> str:
    named = [plan for plan in list_plans(app) if plan.owner == app.office.unit and plan.number]
    if len(named) != 1:
        return ""
    plan = named[0]
    day = "" if plan.issued is None else f" ngày {plan.issued:%d/%m/%Y}"
    return f"(Theo Kế hoạch số {plan.number}{day})"


def _letterhead(office: OfficeView) -> Letterhead:
    name = paper_name(office.name)
    return Letterhead(body=name.body, name=name.name, place=name.place)


def _signatures(office: OfficeView, officer: str) -> tuple[Signature, ...]:
    hint = "(Ký, ghi rõ họ tên)"
    at_work = next((person.full_name for person in office.officers if person.at_work), "")
    head = paper_name(office.name)
    on_behalf = (f"TM. {head.body.upper()}",) if head.body and office.role is Role.COMMUNE else ()
    signatory = office.signatory
    title = signatory.position.upper() if signatory is not None and signatory.position else "THỦ TRƯỞNG ĐƠN VỊ"
    return (
        Signature(("NGƯỜI LẬP BIỂU",), hint, at_work),
        Signature(("CÔNG CHỨC PHỤ TRÁCH",), hint, officer),
        Signature((*on_behalf, title), "", "" if signatory is None else signatory.full_name),
    )
