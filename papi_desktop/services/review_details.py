"""Everything a reviewer is shown of one evidence, with what the program itself finds about it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from db.evidence_queries import attachments_of, held_objects
from db.plan_queries import children
from db.review_queries import review_of_version
from db.reviewer_queries import attachments_changed, carrier, earlier_verdicts, filled_results, served_occurrences
from db.tables import Attachment, Evidence, ExpectedResult, Occurrence, Review, Target, Task, Unit
from db.task_queries import links_by_occurrence, tick_of
from papi_desktop.domain.periods import Period
from papi_desktop.domain.progress import OTHER_KIND, Finding, FindingCode, Level
from papi_desktop.domain.vocabulary import AttachmentState, ReviewState, ReviewVerdict
from papi_desktop.services.app import App
from papi_desktop.services.evidence import attachment_view
from papi_desktop.services.findings import result_findings, target_findings, worst_first
from papi_desktop.services.reviews import SeenVersion, seen_version, subject
from papi_desktop.services.rules import rule_findings, rules_in_force
from papi_desktop.services.tasks import AttachmentView, measure_of

_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class ServedTask:
    """A piece of work that the evidence serves."""

    occurrence: UUID
    text: str
    period: str
    due: date | None


@dataclass(frozen=True)
class Carrier:
    """The bundle that brought this version. A bundle gets in only when its seal is right, so one that is here was sealed rightly."""

    sequence: int
    received_at: datetime


@dataclass(frozen=True)
class EarlierVerdict:
    """What was said of an earlier version."""

    verdict: ReviewVerdict
    at: datetime
    comment: str


@dataclass(frozen=True)
class FileChange:
    """A file that is other than when the evidence was last returned: ``gone``, or new."""

    name: str
    gone: bool


@dataclass(frozen=True)
class ReviewDetail:
    """One evidence before its reviewer.

    ``comment`` is that of the verdict on this version, ``earlier`` the verdicts on earlier ones, newest first, ``file_changes`` what
    became of the files since the last return (None where it was never returned). ``details`` are the fields of its kind, ``link`` is the
    address of evidence that is a page of the web, "" for other. ``seen`` goes back to ``review_evidence``.
    """

    id: UUID
    unit: UUID
    unit_code: str
    unit_name: str
    kind: str
    number: str
    issued: date | None
    abstract: str
    place: str
    posted_from: date | None
    posted_to: date | None
    personal_data: bool
    details: Mapping[str, str]
    link: str
    tasks: tuple[ServedTask, ...]
    files: tuple[AttachmentView, ...]
    carrier: Carrier | None
    state: ReviewState
    comment: str
    earlier: tuple[EarlierVerdict, ...]
    file_changes: tuple[FileChange, ...] | None
    findings: tuple[Finding, ...]
    seen: SeenVersion

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.unit, self.id


def review_detail(app: App, *, evidence_id: UUID, unit: UUID | None = None) -> ReviewDetail:
    """What a reviewer needs to judge an evidence of another office. Raises ``RequestError`` NOT_FOUND, AMBIGUOUS (without ``unit``)."""
    with app.read() as session:
        evidence = subject(session, app, evidence_id, unit)
        owner = session.get(Unit, (evidence.owner, evidence.owner))
        review = review_of_version(session, office=app.office.unit, evidence=evidence)
        served = served_occurrences(session, evidence)
        files = _files(session, evidence)
        earlier = earlier_verdicts(session, evidence, office=app.office.unit)
        bundle = carrier(session, evidence)
        return ReviewDetail(
            id=evidence.id,
            unit=evidence.owner,
            unit_code="" if owner is None else owner.code,
            unit_name="" if owner is None else owner.name,
            kind=evidence.kind,
            number=evidence.number,
            issued=evidence.issued,
            abstract=evidence.abstract,
            place=evidence.place,
            posted_from=evidence.posted_from,
            posted_to=evidence.posted_to,
            personal_data=evidence.personal_data,
            details=evidence.details,
            link=_link(evidence),
            tasks=tuple(ServedTask(occurrence.id, task.text, occurrence.period, occurrence.due) for occurrence, task in served),
            files=files,
            carrier=None if bundle is None else Carrier(bundle.sequence, bundle.at),
            state=ReviewState.PENDING if review is None else ReviewState(review.verdict.value),
            comment="" if review is None else review.comment,
            earlier=tuple(EarlierVerdict(each.verdict, each.reviewed_at, each.comment) for each in earlier),
            file_changes=_file_changes(session, evidence, earlier),
            findings=_findings(session, app, evidence, served=served, files=files, earlier=earlier),
            seen=seen_version(session, app, evidence),
        )


def _files(session: Session, evidence: Evidence) -> tuple[AttachmentView, ...]:
    found: Sequence[Attachment] = attachments_of(session, evidence.owner, [evidence.id]).get(evidence.id, ())
    held = held_objects(session, evidence.owner, {file.sha256 for file in found})
    return tuple(attachment_view(file, held) for file in found)


def _link(evidence: Evidence) -> str:
    """The first address of the web that the evidence names, where it is of the kind that is one."""
    if evidence.kind != "link":
        return ""
    texts = (*evidence.details.values(), evidence.number, evidence.abstract, evidence.place)
    found = next(filter(None, (_LINK.search(text) for text in texts)), None)
    return "" if found is None else found[0].rstrip(".,;)")


def _file_changes(session: Session, evidence: Evidence, earlier: Sequence[Review]) -> tuple[FileChange, ...] | None:
    returned = next((each for each in earlier if each.verdict is ReviewVerdict.RETURNED), None)
    if returned is None or returned.judged_stream != evidence.stream:
        return None
    changed = attachments_changed(session, evidence, stream=returned.judged_stream, after=returned.judged_rev)
    return tuple(FileChange(file.name, file.deleted) for file in changed)


def _findings(
    session: Session,
    app: App,
    evidence: Evidence,
    *,
    served: Sequence[tuple[Occurrence, Task]],
    files: Sequence[AttachmentView],
    earlier: Sequence[Review],
) -> tuple[Finding, ...]:
    """Worst first; the same thing is said once, however many occurrences it holds for."""
    found = [*_file_findings(app, files), *_work_findings(session, app, evidence, served), *_return_findings(earlier)]
    once = [finding for number, finding in enumerate(found) if finding not in found[:number]]
    return worst_first(once)


def _file_findings(app: App, files: Sequence[AttachmentView]) -> list[Finding]:
    """Every file was held against its checksum when it came in; here it is asked whether it is still there in full."""
    away = {AttachmentState.OWED, AttachmentState.THINNED}
    owed = [file.name for file in files if file.state in away]
    damaged = [file.name for file in files if file.state not in away and not _whole(app, file)]
    found: list[Finding] = []
    if damaged:
        found.append(Finding(FindingCode.FILES_DAMAGED, Level.BAD, {"names": ", ".join(damaged)}))
    if owed:
        found.append(Finding(FindingCode.FILES_OWED, Level.WARNING, {"names": ", ".join(owed)}))
    if files and not found:
        found.append(Finding(FindingCode.FILES_WHOLE, Level.GOOD))
    return found


def _whole(app: App, file: AttachmentView) -> bool:
    return file.state == AttachmentState.HERE and app.store.has(file.sha256) and app.store.path(file.sha256).stat().st_size == file.size


def _work_findings(session: Session, app: App, evidence: Evidence, served: Sequence[tuple[Occurrence, Task]]) -> list[Finding]:
    """What holds for the work the evidence serves: results still missing, figures against targets, dates and kinds out of place, rules."""
    owner = evidence.owner
    tasks = {task.id for _, task in served}
    expected, targets = children(session, ExpectedResult, owner, tasks), children(session, Target, owner, tasks)
    ids = [occurrence.id for occurrence, _ in served]
    filled, links = filled_results(session, owner, ids), links_by_occurrence(session, owner, ids)
    rules = rules_in_force(session)
    found: list[Finding] = []
    for occurrence, task in served:
        missing = [slot.text for slot in expected[task.id] if slot.id not in filled[occurrence.id]]
        tick = tick_of(session, owner, occurrence.id)
        found += target_findings([measure_of(target) for target in targets[task.id]], None if tick is None else tick.measured)
        found += result_findings(missing, len(expected[task.id]))
        kinds = {slot.kind for slot in expected[task.id]}
        found += _place_findings(evidence, Period(occurrence.period), kinds)
        found += rule_findings(
            app,
            rules,
            text=task.text,
            period=occurrence.period,
            kinds=kinds,
            evidence={item.id: item for _, item in links[occurrence.id]}.values(),
            closed=tick is not None or (occurrence.due is not None and occurrence.due < app.today()),
        )
    return found


def _place_findings(evidence: Evidence, period: Period, kinds: set[str]) -> list[Finding]:
    """The warnings that recording gives, given to the reviewer too."""
    found: list[Finding] = []
    if evidence.issued is not None and not period.start <= evidence.issued <= period.end:
        params = {"date": evidence.issued.strftime("%d/%m/%Y"), "period": period.key, "number": evidence.number, "kind": evidence.kind}
        found.append(Finding(FindingCode.DATE_OUTSIDE, Level.WARNING, params))
    if kinds and evidence.kind not in kinds and OTHER_KIND not in kinds:
        found.append(Finding(FindingCode.UNUSUAL_KIND, Level.WARNING, {"kind": evidence.kind}))
    return found


def _return_findings(earlier: Sequence[Review]) -> list[Finding]:
    returned = [each for each in earlier if each.verdict is ReviewVerdict.RETURNED]
    if not returned:
        return []
    last = returned[0].reviewed_at.astimezone().strftime("%d/%m/%Y")
    return [Finding(FindingCode.RETURNED_BEFORE, Level.INFO, {"count": str(len(returned)), "date": last})]
