"""Papers: gathers what a paper says and hands it to ``documents``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from db.status_queries import unit_names
from papi_desktop.disk import disk_error, write_whole
from papi_desktop.documents.checklist import write_checklist as print_checklist
from papi_desktop.documents.papers import Checklist, ChecklistExpected, ChecklistGroup, ChecklistRow, Letterhead, Signature
from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.domain.office_names import paper_name
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import OccurrenceStatus, Role
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.office import OfficerRow, OfficeView, office_view
from papi_desktop.services.plans import list_plans
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow, TaskDetail, list_occurrences, task_details

_AT_ONCE = 500
"""Occurrences read before it is asked again whether anybody still waits."""


@dataclass(frozen=True)
class ChecklistChoice:
    """What a checklist covers; empty fields cover everything. ``owner`` is the unit whose work it lists."""

    period: Period | None = None
    index: str = ""
    officer: str = ""
    year: int | None = None
    owner: UUID | None = None


@dataclass(frozen=True)
class ChecklistPaper:
    """A printed checklist: where it lies, how many pages and occurrences it has; ``present`` of ``needed`` results have evidence."""

    path: Path
    pages: int
    occurrences: int
    present: int
    needed: int


def write_checklist(
    app: App,
    *,
    out: Path,
    choice: ChecklistChoice | None = None,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> ChecklistPaper:
    """Prints the evidence checklist as a PDF. Raises ``PapiError`` NO_FONT or CANCELLED, ``StorageError`` DISK_FULL or WRITE_FAILED."""
    checklist = gather_checklist(app, choice=choice or ChecklistChoice(), cancelled=cancelled)
    paper = print_checklist(out.absolute(), checklist, progress=progress, cancelled=cancelled)
    return ChecklistPaper(
        path=paper.path,
        pages=paper.pages,
        occurrences=sum(group.total for group in checklist.groups),
        present=checklist.present,
        needed=checklist.needed,
    )


def save_paper(app: App, *, paper: Path, out: Path) -> Path:
    """Keeps a paper made before as ``out``, just as it was looked at. Raises ``StorageError`` DISK_FULL or WRITE_FAILED."""
    del app
    try:
        content = paper.read_bytes()
    except OSError as error:
        raise disk_error(error, paper) from error
    write_whole(out.absolute(), content)
    return out.absolute()


def gather_checklist(app: App, *, choice: ChecklistChoice, cancelled: Cancelled = never) -> Checklist:
    """What the checklist says, for printing and for previewing. Raises ``PapiError(CANCELLED)``."""
    rows = _chosen(app, choice)
    lines = dict(zip((row.id for row in rows), _lines(app, rows, cancelled), strict=True))
    by_title: dict[str, list[OccurrenceRow]] = {}
    for row in rows:
        by_title.setdefault(row.dimension or "Nhiệm vụ khác", []).append(row)
    office = office_view(app)
    whose = _whose(app, choice.owner)
    code, title = (office.code, "Danh mục minh chứng") if whose is None else (whose[0], f"Danh mục minh chứng của {_in_full(whose[1])}")
    return Checklist(
        letterhead=letterhead_of(office.name, role=office.role, superior=office.superior, place=office.place),
        title=title,
        subtitle=_subtitle(choice),
        basis=_basis(app, choice),
        groups=tuple(_group(title, grouped, lines) for title, grouped in by_title.items()),
        signatures=_signatures(office, choice, another=whose is not None),
        printed_at=app.clock.now().replace(tzinfo=None),
        form_code=f"{code}-{_covered(choice)}",
        present=sum(row.filled for row in rows),
        needed=sum(row.expected for row in rows),
    )


def _chosen(app: App, choice: ChecklistChoice) -> list[OccurrenceRow]:
    """Taken from the list of the whole year, which the pages of the window have read already."""
    return [
        row
        for row in list_occurrences(app, chosen=OccurrenceFilter(year=choice.year, owner=choice.owner)).rows
        if choice.index in {"", row.index}
        and choice.officer in {"", row.officer}
        and (choice.period is None or choice.period.takes(row.period, row.due))
    ]


def _lines(app: App, rows: Sequence[OccurrenceRow], cancelled: Cancelled) -> Iterator[ChecklistRow]:
    """The lines of ``rows``, numbered from 1. What stands behind a line is read, and let go, a few hundred at a time."""
    for start in range(0, len(rows), _AT_ONCE):
        if cancelled():
            raise PapiError(Code.CANCELLED)
        some = rows[start : start + _AT_ONCE]
        details = task_details(app, rows=some)
        for number, row in enumerate(some, start=start + 1):
            yield _row(row, details[row.id], number, app)


def _whose(app: App, owner: UUID | None) -> tuple[str, str] | None:
    """Code and name of the unit whose work is listed, where that is another one than this office."""
    if owner is None or owner == app.office.unit:
        return None
    with app.read() as session:
        return unit_names(session)[owner]


def _in_full(office: str) -> str:
    name = paper_name(office)
    return f"{name.body} {name.name}".strip()


def _signatures(office: OfficeView, choice: ChecklistChoice, *, another: bool) -> tuple[Signature, ...]:
    """Who lists the work of another unit has no officer in charge of it."""
    made, in_charge, signed = signatures_of(
        office.name, role=office.role, maker=_at_work(office), officer=choice.officer, signatory=office.signatory
    )
    return (made, signed) if another else (made, in_charge, signed)


def _covered(choice: ChecklistChoice) -> str:
    """The period in the code of the form; "TC" is all there is."""
    if choice.period is not None:
        return choice.period.key
    return "TC" if choice.year is None else str(choice.year)


def _group(title: str, rows: Sequence[OccurrenceRow], lines: Mapping[UUID, ChecklistRow]) -> ChecklistGroup:
    return ChecklistGroup(
        title=title,
        done=sum(row.status is OccurrenceStatus.DONE for row in rows),
        total=len(rows),
        rows=tuple(lines[row.id] for row in rows),
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
    period = choice.period or (None if choice.year is None else Period.of_year(choice.year))
    if period is not None:
        label = period_label(period)
        parts.append(label if label.startswith("Năm") else f"{label} năm {period.year}")
    if choice.index:
        parts.append(f"bộ chỉ số {choice.index}")
    if choice.officer:
        parts.append(f"người phụ trách: {choice.officer}")
    text = ", ".join(parts) or "tất cả nhiệm vụ"
    return text[0].upper() + text[1:]


def _basis(app: App, choice: ChecklistChoice) -> str:
    owner = choice.owner or app.office.unit
    named = [plan for plan in list_plans(app) if plan.owner == owner and plan.number and choice.year in {None, plan.year}]
    if len(named) != 1:
        return ""
    plan = named[0]
    day = "" if plan.issued is None else f" ngày {plan.issued:%d/%m/%Y}"
    return f"(Theo Kế hoạch số {plan.number}{day})"


def letterhead_of(name: str, *, role: Role, superior: str, place: str) -> Letterhead:
    """The head of every paper of the office ``name``: a department stands under the office above it, a commune under nobody."""
    head, above = paper_name(name), paper_name(superior)
    over = f"{above.body} {above.name}".strip() if role is Role.AUTHORITY else ""
    return Letterhead(body=head.body, name=head.name, place=place, superior=over)


def _at_work(office: OfficeView) -> str:
    return next((person.full_name for person in office.officers if person.at_work), "")


def signatures_of(name: str, *, role: Role, maker: str, officer: str, signatory: OfficerRow | None) -> tuple[Signature, ...]:
    """Who signs a paper of the office ``name``: who made it, the officer in charge, and who signs for the office."""
    hint = "(Ký, ghi rõ họ tên)"
    head = paper_name(name)
    on_behalf = (f"TM. {head.body.upper()}",) if head.body and role is Role.COMMUNE else ()
    title = signatory.position.upper() if signatory is not None and signatory.position else "THỦ TRƯỞNG ĐƠN VỊ"
    return (
        Signature(("NGƯỜI LẬP BIỂU",), hint, maker),
        Signature(("CÔNG CHỨC PHỤ TRÁCH",), hint, officer),
        Signature((*on_behalf, title), "", "" if signatory is None else signatory.full_name),
    )
