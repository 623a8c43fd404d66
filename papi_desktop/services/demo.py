"""The whole journey on sample data: a commune, its neighbours and the level above, from an empty folder to a reply taken in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from papi_desktop.documents.sample_evidence import WrittenEvidence, write_sample_evidence, write_sample_paper
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import ReviewVerdict, Role
from papi_desktop.services.app import App, Clock, Ids, SystemClock, open_app
from papi_desktop.services.cards import trust_card, write_own_card
from papi_desktop.services.demo_neighbours import Sent, SetClock, beginning, receive_all, review_some, send
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.office import init_office
from papi_desktop.services.papers import ChecklistChoice, period_label, write_checklist
from papi_desktop.services.periods import set_reporting_period
from papi_desktop.services.plan_reading import read_plan
from papi_desktop.services.plans import import_plan
from papi_desktop.services.receiving import import_bundles, verify_bundles
from papi_desktop.services.reviews import ReviewState, list_reviews, review_evidence
from papi_desktop.services.sending import export_bundles, write_replies
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences, task_details
from papi_desktop.services.ticks import tick_occurrence
from resources.kinds import evidence_kind
from resources.sample_plan import SampleNeighbour, SamplePlan, sample_plan

STEPS = 26
"""How many steps there are, for a progress bar; ``run_demo`` holds itself to it."""
PASSPHRASE = "mat khau mau"
"""Both sample folders' passphrase: they hold invented data only, and it is printed with the result."""


@dataclass(frozen=True)
class DemoStep:
    """One step: what was done, what it made in one line, and the files to look at."""

    number: int
    title: str
    made: str
    paths: tuple[Path, ...] = ()


@dataclass
class _Stage:
    """What later steps need of earlier ones."""

    home: Path
    sample: SamplePlan
    clock: Clock
    above: SetClock
    """The authority's clock: it began in the past."""
    ids: Ids | None
    files: Sequence[WrittenEvidence] = ()
    plan: Path = Path()
    sent: list[Sent] = field(default_factory=list[Sent])


def run_demo(
    home: Path, *, step: Callable[[DemoStep], None] | None = None, clock: Clock | None = None, ids: Ids | None = None
) -> tuple[DemoStep, ...]:
    """Makes ``home/commune`` and ``home/authority`` and does every step of the job between them; ``step`` hears of each as it is done.

    Raises ``StorageError(EXISTS)`` where one of them holds data already.
    """
    clock = clock or SystemClock()
    today = clock.now().date()
    year = today.year if today.month > 6 else today.year - 1  # a year with enough behind it to record and tick off
    stage = _Stage(home.absolute(), sample_plan(year), clock, SetClock(clock), ids)
    done: list[DemoStep] = []
    for title, made, paths in _steps(stage):
        done.append(DemoStep(len(done) + 1, title, made, tuple(paths)))
        if step is not None:
            step(done[-1])
    assert len(done) == STEPS  # noqa: S101 - a step was added and not counted
    return tuple(done)


Made = tuple[str, str, Sequence[Path]]


def _steps(stage: _Stage) -> Iterator[Made]:
    commune, authority = stage.home / "commune", stage.home / "authority"
    stage.above.moment = beginning(stage.sample, stage.clock)
    yield _make_office(stage, commune, Role.COMMUNE)
    yield _make_office(stage, authority, Role.AUTHORITY)
    with _open(stage, authority, stage.above) as above, _open(stage, commune, stage.clock) as office:
        for app in (above, office):
            app.unlock(PASSPHRASE)
        yield _exchange_cards(stage, office, above)
        yield _set_periods(stage, above)
        yield _write_plan(stage)
        yield _read_plan(stage)
        yield _import_plan(stage, office)
        yield _record(stage, office)
        yield _record_quarters(stage, office)
        yield _tick(stage, office)
        yield _print(stage, office, "danh-muc-minh-chung.pdf", ChecklistChoice())
        yield _export(stage, office)
        for neighbour in stage.sample.neighbours:
            yield _send(stage, above, neighbour)
        yield _receive_neighbours(stage, above)
        yield _receive(stage, above)
        yield _review(stage, above)
        yield _review_neighbours(stage, above)
        yield _reply(stage, above)
        yield _take_reply(stage, office)
        yield _print(
            stage, office, f"danh-muc-quy-4-{stage.sample.year}.pdf", ChecklistChoice(period=Period.of_quarter(stage.sample.year, 4))
        )


def _open(stage: _Stage, home: Path, clock: Clock) -> App:
    return open_app(home, clock=clock, ids=stage.ids)


def _make_office(stage: _Stage, home: Path, role: Role) -> Made:
    sample = stage.sample
    office = sample.commune if role is Role.COMMUNE else sample.authority
    result = init_office(
        home,
        role=role,
        code=office.code,
        name=office.name,
        superior=sample.authority.name if role is Role.COMMUNE else "",
        passphrase=PASSPHRASE,
        officers=[(officer.name, officer.title) for officer in sample.officers] if role is Role.COMMUNE else [],
        clock=stage.clock if role is Role.COMMUNE else stage.above,
        ids=stage.ids,
    )
    return f"Lập dữ liệu cho {office.name}", f"Khóa và thẻ đơn vị, mã thẻ {result.fingerprint}", [home]


def _exchange_cards(stage: _Stage, office: App, above: App) -> Made:
    paths: list[Path] = []
    for mine, other in ((office, above), (above, office)):
        path = stage.home / f"{mine.office.code}.papi.card"
        card = write_own_card(mine, out=path)
        trust_card(other, path=path, spoken=card.fingerprint)
        paths.append(path)
    return "Trao đổi thẻ đơn vị", "Hai bên đã đối chiếu mã thẻ và tin cậy nhau", paths


def _set_periods(stage: _Stage, above: App) -> Made:
    for period in stage.sample.reporting_periods:
        set_reporting_period(above, period=Period(period.key), name=period.name, deadline=period.deadline)
    count = len(stage.sample.reporting_periods)
    return "Đặt kỳ báo cáo", f"{count} kỳ, hạn cuối {stage.sample.reporting_periods[-1].deadline:%d/%m/%Y}", []


def _write_plan(stage: _Stage) -> Made:
    stage.plan = stage.home / "ke-hoach-papi.docx"
    from papi_desktop.documents.plan_docx import write_plan_document

    write_plan_document(stage.plan, stage.sample)
    stage.files = write_sample_evidence(stage.home / "minh-chung", stage.sample)
    files = [path for written in stage.files for path in written.files]
    return "Chuẩn bị tệp mẫu", f"Kế hoạch dạng Word và {len(files)} tệp minh chứng", [stage.plan, *files]


def _read_plan(stage: _Stage) -> Made:
    plan = read_plan(stage.plan)
    made = f"{len(plan.tasks)} nhiệm vụ, {len(plan.unread)} dòng chưa đọc được, kế hoạch số {plan.number}"
    return "Đọc tệp kế hoạch", made, [stage.plan]


def _import_plan(stage: _Stage, office: App) -> Made:
    result = import_plan(office, path=stage.plan)
    return "Nhập kế hoạch", f"{result.added} nhiệm vụ, {result.occurrences} lượt thực hiện có hạn", []


def _record(stage: _Stage, office: App) -> Made:
    by_number = {row.number: row.task_id for row in list_occurrences(office).rows}
    stored = 0
    past = [written for written in stage.files if written.evidence.date <= office.today()]
    for written in past:
        sample = written.evidence
        fields = EvidenceFields(kind=sample.kind, number=sample.number, issued=sample.date, abstract=sample.abstract, place=sample.place)
        result = add_evidence(office, task_ids=[by_number[number] for number in sample.tasks], fields=fields, files=written.files)
        stored += len(result.attachments)
    return "Ghi minh chứng", f"{len(past)} minh chứng, {stored} tệp, xếp theo nội dung", []


def _record_quarters(stage: _Stage, office: App) -> Made:
    """The papers of each quarter that ended a while ago: one of each kind a dimension's tasks ask for, serving all of them.

    Every seventh is left out, so that there is something missing to be seen.
    """
    settled = office.today() - timedelta(days=45)
    papers = links = 0
    for quarter in (Period.of_quarter(stage.sample.year, number) for number in (1, 2, 3, 4)):
        rows = [row for row in list_occurrences(office).rows if row.due is not None and quarter.start <= row.due <= quarter.end <= settled]
        for (dimension, kind), served in _wanted(office, rows).items():
            papers += 1
            if papers % 7 == 0:
                continue
            period = f"{period_label(quarter)} năm {quarter.year}"
            paper = stage.sample.quarter_paper(evidence_kind(kind), number=papers, dimension=dimension, period=period, day=quarter.end)
            path = write_sample_paper(stage.home / "minh-chung" / f"quy-{papers:03d}.pdf", stage.sample, paper)
            fields = EvidenceFields(paper.kind, paper.number, paper.date, paper.abstract, paper.place)
            links += len(add_evidence(office, task_ids=served, fields=fields, files=[path]).occurrences)
    return "Ghi minh chứng từng quý", f"{papers - papers // 7} văn bản, dùng chung cho nhiều nhiệm vụ: {links} liên kết", []


def _wanted(office: App, rows: Sequence[OccurrenceRow]) -> dict[tuple[str, str], list[UUID]]:
    """Occurrences by dimension and by each kind of evidence they still lack."""
    wanted: dict[tuple[str, str], list[UUID]] = {}
    details = task_details(office, rows=rows)
    for row in rows:
        for slot in details[row.id].slots:
            if slot.evidence is None:
                served = wanted.setdefault((row.dimension.partition(". ")[2], slot.kind), [])
                if row.id not in served:
                    served.append(row.id)
    return wanted


def _tick(stage: _Stage, office: App) -> Made:
    """Ticks what has evidence and was due some weeks ago: where the target is a share, with a count of villages."""
    settled = office.today() - timedelta(days=21)
    due = [row for row in list_occurrences(office).rows if row.evidence and (row.due is None or row.due <= settled)]
    missing = 0
    for row in due:
        count = (Decimal(3), Decimal(3)) if "100" in row.target else None
        note = "Kết quả còn thiếu sẽ bổ sung trong kỳ sau." if row.filled < row.expected else ""
        result = tick_occurrence(office, occurrence_id=row.id, count=count, note=note, by=stage.sample.officers[0].name)
        missing += bool(result.missing)
    return "Đánh dấu hoàn thành", f"{len(due)} lượt, trong đó {missing} lượt còn thiếu kết quả", []


def _print(stage: _Stage, office: App, name: str, choice: ChecklistChoice) -> Made:
    paper = write_checklist(office, out=stage.home / name, choice=choice)
    return "In danh mục minh chứng", f"{paper.pages} trang", [paper.path]


def _export(stage: _Stage, office: App) -> Made:
    result = export_bundles(office, out=stage.home / "usb")
    bundle = result.bundles[0]
    made = f"Gói số {bundle.sequence:04d}, {bundle.records} bản ghi, {bundle.objects} tệp, đã đọc lại khớp"
    return "Niêm phong và ghi gói", made, [bundle.path]


def _send(stage: _Stage, above: App, neighbour: SampleNeighbour) -> Made:
    sent = send(neighbour, above, home=stage.home, out=stage.home / "usb-cac-xa", sample=stage.sample, clock=stage.clock, ids=stage.ids)
    stage.sent += sent
    made = [f"Gói ngày {each.at:%d/%m/%Y}, {each.bundle.records} bản ghi, {each.bundle.objects} tệp" for each in sent]
    title = f"UBND {neighbour.called} " + ("gửi gói" if sent else "trao đổi thẻ")
    return title, "; ".join(made) or "Chưa gửi gói nào", [each.bundle.path for each in sent]


def _receive_neighbours(stage: _Stage, above: App) -> Made:
    records = receive_all(above, stage.above, stage.sent)
    return "Cấp trên nhận gói của các xã, phường khác", f"{len(stage.sent)} gói, {records} bản ghi mới", []


def _receive(stage: _Stage, above: App) -> Made:
    paths = sorted((stage.home / "usb").glob("*.papi.*"))
    checked = verify_bundles(above, paths=paths)
    result = import_bundles(above, paths=paths)
    file = result.files[0]
    whole = f"{sum(each.ok for each in checked)}/{len(checked)}"
    made = f"Niêm phong đúng ({whole} gói), {sum(file.new.values())} bản ghi mới, {len(file.missing)} tệp thiếu"
    return "Cấp trên nhận gói", made, paths


def _review(stage: _Stage, above: App) -> Made:
    items = list_reviews(above, unit_code=stage.sample.commune.code)
    for item in items[:-1]:
        review_evidence(above, evidence_id=item.id, verdict=ReviewVerdict.ACCEPTED)
    returned = items[-1]
    comment = "Bản chụp chưa rõ ngày; đề nghị bổ sung bản có chữ ký và ngày, tháng, năm."
    review_evidence(above, evidence_id=returned.id, verdict=ReviewVerdict.RETURNED, comment=comment)
    return "Cấp trên thẩm định", f"Chấp nhận {len(items) - 1}, trả lại 1: “{comment}”", []


def _review_neighbours(stage: _Stage, above: App) -> Made:
    judged, returned = review_some(above, stage.sample)
    waiting = sum(item.state is ReviewState.PENDING for item in list_reviews(above))
    made = f"Đã xem {judged} minh chứng, trả lại {returned}; còn {waiting} minh chứng chờ thẩm định"
    return "Cấp trên thẩm định gói của các xã, phường khác", made, []


def _reply(stage: _Stage, above: App) -> Made:
    result = write_replies(above, out=stage.home / "usb-tra-loi", unit_code=stage.sample.commune.code)
    return "Cấp trên trả lời", "Phiếu tiếp nhận và kết quả thẩm định, đã niêm phong", [bundle.path for bundle in result.bundles]


def _take_reply(stage: _Stage, office: App) -> Made:
    result = import_bundles(office, paths=[stage.home / "usb-tra-loi"])
    rows = list_occurrences(office)
    accepted = sum(row.sync.value == "accepted" for row in rows.rows)
    made = f"{sum(sum(f.new.values()) for f in result.files)} bản ghi mới; {accepted} lượt được chấp nhận, {rows.returned} lượt bị trả lại"
    return "Xã nhận trả lời", made, []
