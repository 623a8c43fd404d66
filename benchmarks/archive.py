"""The archive that the figures are measured on: a commune's data folder with years of work in it, all of it invented.

``python -m benchmarks.archive DIR [--size 1]`` makes ``DIR/archive-YEAR-SIZE`` once and leaves it alone afterwards. At size 1 the year of
work has 10,000 occurrences, 20,000 pieces of evidence and 100,000 attachments, each with a small file of its own, so that the tables of
objects and deliveries are as long as they would be; other sizes scale all of them. The rows go in by core inserts, but with the journal
entries, positions and reviews that recording, sending and receipts would have left: ``papi check`` accepts the folder. What it has not:
replies taken in (each would have to keep its seal) and pictures larger than a thumbnail.
"""

import argparse
import hashlib
import shutil
import time
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, update

from db.base import Base, Travelling
from db.engine import WRITES
from db.journal import Change, Entry, Values, table_of, to_json
from db.journal_queries import live_stream
from db.office_queries import cards, officers_of
from db.search import search_text
from db.tables import (
    RECORD_TABLES,
    Attachment,
    Bundle,
    Component,
    Delivery,
    Dimension,
    Evidence,
    ExpectedResult,
    IndexSystem,
    JournalEntry,
    Link,
    Occurrence,
    PeerPosition,
    Plan,
    Review,
    StoredObject,
    Stream,
    Target,
    Task,
    Tick,
)
from papi_desktop.domain.chain import entry_digest, next_head, root_head
from papi_desktop.domain.periods import Period
from papi_desktop.domain.results import read_expected
from papi_desktop.domain.text import fold
from papi_desktop.domain.vocabulary import AttachmentState, Audience, BundleKind, Comparator, ReviewVerdict, Role, TimingKind
from papi_desktop.services.app import App, open_app
from papi_desktop.services.cards import trust_card, write_own_card
from papi_desktop.services.office import init_office
from resources.kinds import evidence_kind, evidence_kinds
from resources.sample_plan import SamplePlan, SampleTask, sample_plan

PASSPHRASE = "mat khau mau"
OCCURRENCES, EVIDENCE, FILES_EACH = 10_000, 20_000, 5
BUNDLES = 40
SENT_SHARE, HELD_SHARE = 0.95, 0.85
"""Shares of the evidence that written bundles carried, and that a receipt covers."""
_BATCH = 500
_KIND_OF_TABLE = {table: kind for kind, table in RECORD_TABLES.items()}


def archive(folder: Path, size: float = 1) -> Path:
    """The data folder of ``size`` below ``folder``, made when it is not there yet."""
    year = datetime.now(UTC).year
    home = folder.absolute() / f"archive-{year}-{size:g}"
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        unfinished = home.with_name(home.name + ".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        _make(unfinished, year, size)
        unfinished.rename(home)
    return home


def sizes(text: str) -> list[float]:
    """Sizes as typed: ``1`` or ``0.1,0.33,1``."""
    return [float(part) for part in text.split(",")]


@dataclass
class _Pen:
    """Writes rows with their journal entries, many at a time."""

    connection: Connection
    unit: UUID
    stream: UUID
    rev: int
    head: bytes
    officer: UUID | None
    random: Random
    _rows: dict[type[Base], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def new_id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def row(self, table: type[Travelling], **values: Any) -> "_Row":
        return _Row(table, {"id": self.new_id(), **values})

    def plain(self, table: type[Base], **values: Any) -> None:
        self._rows[table].append(values)

    def action(self, name: str, at: datetime, rows: Sequence["_Row"]) -> int:
        """One journalled transaction that made ``rows``; its rev."""
        self.rev += 1
        changes: list[Change] = []
        for row in rows:
            stamped = _defaults(row.table) | row.values
            stamped |= {"owner": self.unit, "stream": self.stream, "rev": self.rev, "changed_at": at, "changed_by": self.officer}
            self._rows[row.table].append(stamped)
            after = {column: to_json(value) for column, value in stamped.items() if column not in {"stream", "rev", "version"}}
            changes.append(Change(_KIND_OF_TABLE[row.table], self.unit, stamped["id"], None, after))
        self._write_entry(Entry(self.stream, self.rev, at, self.officer, name, {}, tuple(changes)))
        if self.rev % _BATCH == 0:
            self.flush()
        return self.rev

    def flush(self) -> None:
        for table, rows in self._rows.items():
            self.connection.execute(insert(table), rows)
        self._rows.clear()

    def _write_entry(self, entry: Entry) -> None:
        body, salt = entry.encode(), self.random.randbytes(16)
        digest = entry_digest(salt, body.encode())
        self.head = next_head(self.head, digest)
        self.plain(
            JournalEntry,
            stream_id=self.stream,
            rev=entry.rev,
            digest=digest,
            head=self.head,
            at=entry.at,
            action=entry.action,
            undoes=None,
            salt=salt,
            body=body,
        )


@dataclass(frozen=True)
class _Row:
    table: type[Travelling]
    values: dict[str, Any]

    @property
    def id(self) -> UUID:
        return self.values["id"]


def _defaults(table: type[Travelling]) -> Values:
    """What the tables put in where nothing is said."""
    found: Values = {}
    for name, column in table_of(table).c.items():
        default = getattr(column.default, "arg", None)
        found[name] = default(None) if callable(default) else default
    return found


@dataclass(frozen=True)
class _Due:
    """An occurrence of the archive with what its evidence needs to know."""

    id: UUID
    due: date | None
    slots: tuple[tuple[UUID, str], ...]


def _make(home: Path, year: int, size: float) -> None:
    sample = sample_plan(year)
    _make_offices(home, sample)
    random = Random(f"{year} {size}")  # noqa: S311 - ids and texts of a sample, the same each time
    with open_app(home) as app:
        with app.read() as session:
            stream, peer = live_stream(session, app.office.unit), cards(session)[0].unit
        engine = app.engine.execution_options(**{WRITES: True})
        with engine.begin() as connection:
            pen = _Pen(connection, app.office.unit, stream.id, stream.rev, stream.head, None, random)
            wanted = round(OCCURRENCES * size)
            _plan(pen, app, sample, index="SIPAS", number="38/KH-UBND", year=year - 1, wanted=wanted // 10)
            dues = _plan(pen, app, sample, index="PAPI", number=sample.number, year=year, wanted=2 * wanted // 3)
            dues += _plan(pen, app, sample, index="PAR INDEX", number="51/KH-UBND", year=year, wanted=wanted - len(dues))
            _ticks(pen, dues, year)
            recorded = _evidence(pen, app, dues, year, round(EVIDENCE * size))
            _travelled(pen, peer, recorded, year)
            pen.flush()
            connection.execute(update(Stream).where(Stream.id == pen.stream).values(rev=pen.rev, head=pen.head))


def _make_offices(home: Path, sample: SamplePlan) -> None:
    """The commune, and a level above whose card it trusts; of that one nothing is kept."""
    above = home.with_name(home.name + ".above")
    officers = [(officer.name, officer.title) for officer in sample.officers]
    for folder, role, office in ((home, Role.COMMUNE, sample.commune), (above, Role.AUTHORITY, sample.authority)):
        init_office(
            folder,
            role=role,
            code=office.code,
            name=office.name,
            passphrase=PASSPHRASE,
            superior=sample.authority.name if role is Role.COMMUNE else "",
            officers=officers if role is Role.COMMUNE else (),
        )
    with open_app(above) as authority, open_app(home) as commune:
        authority.unlock(PASSPHRASE)
        card = write_own_card(authority, out=above / "above.papi.card")
        trust_card(commune, path=above / "above.papi.card", spoken=card.fingerprint)
    shutil.rmtree(above)


_RHYTHMS = ("month", "quarter", "quarter", "year", "half", "open")


def _periods(rhythm: str, year: int) -> list[tuple[Period, date | None]]:
    """The periods of a rhythm with the day each is due."""
    match rhythm:
        case "month":
            periods = [Period.of_month(year, month) for month in range(1, 13)]
        case "quarter":
            periods = [Period.of_quarter(year, quarter) for quarter in range(1, 5)]
        case "half":
            periods = [Period.of_half(year, half) for half in (1, 2)]
        case _:
            periods = [Period.of_year(year)]
    return [(period, None if rhythm == "open" else period.end) for period in periods]


def _plan(pen: _Pen, app: App, sample: SamplePlan, *, index: str, number: str, year: int, wanted: int) -> list[_Due]:
    """One plan with ``wanted`` occurrences, imported in one action as a real one is."""
    with app.read() as session:
        officers = [officer.id for officer in officers_of(session, app.office.unit)]
    plan = pen.row(
        Plan,
        number=number,
        title=f"Kế hoạch {index} năm {year} (mẫu)",
        issuer=sample.issuer,
        issued=date(year, 1, 15),
        year=year,
        index_systems=[index],
        document_name="ke-hoach-mau.docx",
    )
    levels, places = _levels(pen, sample, index)
    rows, dues = [plan, *levels], list[_Due]()
    for no in count(1):
        task, where, words = places[no % len(places)]
        made = _task(pen, task, no, words, plan_id=plan.id, officer_id=officers[no % len(officers)], **where)
        occurrences = _occurrences(pen, made[0], no, year)[: wanted - len(dues)]
        slots = tuple((row.id, str(row.values["kind"])) for row in made if row.table is ExpectedResult)
        dues += [_Due(row.id, row.values["due"], slots) for row in occurrences]
        rows += [*made, *occurrences]
        if len(dues) == wanted:
            break
    pen.action("plan.import", _moment(year, 0.04), rows)
    return dues


def _levels(pen: _Pen, sample: SamplePlan, index: str) -> tuple[list[_Row], list[tuple[SampleTask, dict[str, UUID], str]]]:
    """Index, dimensions and components; and each task of the sample with where it belongs and the words of that place."""
    top = pen.row(IndexSystem, code=index, name=index)
    rows, places = [top], list[tuple[SampleTask, dict[str, UUID], str]]()
    for each in sample.dimensions:
        key = f"{index}/{fold(each.name)[:200]}"
        dimension = pen.row(Dimension, index_id=top.id, number=each.number, name=each.name, key=key)
        rows.append(dimension)
        for part in each.components:
            component = pen.row(
                Component, dimension_id=dimension.id, label=part.label, name=part.name, key=f"{key}/{fold(part.name or part.label)[:200]}"
            )
            rows.append(component)
            where = {"index_id": top.id, "dimension_id": dimension.id, "component_id": component.id}
            places += [(task, where, f"{each.name} {part.name}") for task in part.tasks]
    return rows, places


def _task(pen: _Pen, task: SampleTask, no: int, words: str, **where: UUID) -> list[_Row]:
    """A task of the sample for one of many villages, with its target and expected results."""
    text = f"{task.text} tại thôn số {no} (mẫu)"
    row = pen.row(
        Task,
        number=no,
        text=text,
        target_text=task.target,
        result_text=task.result,
        lead_text=task.lead,
        coordinating_text=task.coordinating,
        timing_text=task.timing,
        lead_units=[task.lead],
        timing_kinds=[TimingKind.QUARTERLY.value],
        source_table=1,
        source_row=no,
        source_page=1 + no // 12,
        search=search_text([text, task.target, task.result, task.lead, words]),
        **where,
    )
    measure = (Comparator.EQUAL, Decimal(100)) if "100" in task.target else (Comparator.AT_LEAST, Decimal(1))
    target = pen.row(
        Target, task_id=row.id, position=1, text=task.target, comparator=measure[0], value=measure[1], unit="%", what=task.target
    )
    kinds = read_expected(task.result)
    slots = [pen.row(ExpectedResult, task_id=row.id, position=n, text=kind.text, kind=kind.kind) for n, kind in enumerate(kinds, 1)]
    return [row, *([target] if task.target else []), *slots]


def _occurrences(pen: _Pen, task: _Row, no: int, year: int) -> list[_Row]:
    idle = no % 50 == 0
    return [
        pen.row(
            Occurrence,
            task_id=task.id,
            period=period.key,
            due=due,
            not_applicable=idle,
            status_note="Không phát sinh (mẫu)" if idle else "",
        )
        for period, due in _periods(_RHYTHMS[no % len(_RHYTHMS)], year)
    ]


def _moment(year: int, share: float) -> datetime:
    """An instant at that share of the year, of the part gone by where it is this one."""
    now = datetime.now(UTC)
    begin, end = datetime(year, 1, 5, 8, tzinfo=UTC), datetime(year, 12, 28, 17, tzinfo=UTC)
    return (begin + share * (min(end, now) - begin)).replace(microsecond=0)


def _ticks(pen: _Pen, dues: Sequence[_Due], year: int) -> None:
    """Nine in ten of what is due are marked as done."""
    today = datetime.now(UTC).date()
    past = [due for due in dues if due.due is not None and due.due < today and pen.random.random() < 0.9]
    for number, due in enumerate(past):
        at = _moment(year, 0.05 + 0.9 * number / len(past))
        pen.action("tick", at, [pen.row(Tick, occurrence_id=due.id, ticked_at=at, measured=Decimal(100), note="")])


@dataclass(frozen=True)
class _Recorded:
    """An evidence with the rev of its recording and the hashes of its files."""

    id: UUID
    rev: int
    hashes: tuple[str, ...]


def _evidence(pen: _Pen, app: App, dues: Sequence[_Due], year: int, wanted: int) -> list[_Recorded]:
    """Evidence recorded through the year, for nine occurrences in ten, most of it for one and some for two."""
    served = [due for due in dues if pen.random.random() < 0.9]
    files = _Files(app.home / "objects")
    kinds, recorded = evidence_kinds(), list[_Recorded]()
    for number in range(wanted):
        at = _moment(year, 0.06 + 0.94 * number / wanted)
        due = served[number % len(served)]
        slot = due.slots[(number // len(served)) % len(due.slots)] if due.slots else (None, pen.random.choice(kinds).code)
        kind = evidence_kind(slot[1])
        symbol = f"{1 + number % 400}/{kind.abbreviation or 'UBND'}-UBND"
        abstract = f"{kind.name} về {_MATTERS[number % len(_MATTERS)]} tại thôn số {1 + number % 60} (mẫu)"
        place = f"Nhà văn hóa thôn số {1 + number % 60}"
        evidence = pen.row(
            Evidence,
            kind=kind.code,
            number=symbol,
            issued=at.date() - timedelta(days=number % 5),
            abstract=abstract,
            place=place,
            personal_data=number % 40 == 0,
            search=search_text([symbol, abstract, place, kind.name]),
        )
        written = [files.write(FILES_EACH * number + position) for position in range(FILES_EACH)]
        attachments = [_attachment(pen, evidence, position, file, at) for position, file in enumerate(written, 1)]
        links = [pen.row(Link, evidence_id=evidence.id, occurrence_id=due.id, expected_id=slot[0])]
        if number % 5 == 0:
            links.append(pen.row(Link, evidence_id=evidence.id, occurrence_id=served[(number + 7) % len(served)].id))
        for file in written:
            pen.plain(StoredObject, sha256=file.sha256, size=file.size, crc32=file.crc32)
        rev = pen.action("evidence.add", at, [evidence, *attachments, *links])
        recorded.append(_Recorded(evidence.id, rev, tuple(file.sha256 for file in written)))
    return recorded


_MATTERS = (
    "niêm yết danh sách hộ nghèo",
    "công khai dự toán ngân sách",
    "lịch tiếp công dân",
    "hội nghị lấy ý kiến nhân dân",
    "giải quyết thủ tục hành chính",
    "kế hoạch sử dụng đất",
    "phòng, chống tham nhũng",
    "dịch vụ công trực tuyến",
    "vệ sinh môi trường",
    "an ninh, trật tự",
)


@dataclass(frozen=True)
class _File:
    name: str
    media_type: str
    sha256: str
    size: int
    crc32: int


class _Files:
    """Small pictures and papers, each with bytes of its own: the number stands in a comment that no reader shows."""

    def __init__(self, objects: Path) -> None:
        self._objects = objects
        for number in range(256):
            (objects / f"{number:02x}").mkdir(exist_ok=True)
        self._pictures = [_picture(look) for look in range(12)]
        self._paper = _paper()

    def write(self, number: int) -> _File:
        mark = f"{number:08d}".encode()
        if number % FILES_EACH == 0:
            name, media_type, content = f"van-ban-{number}.pdf", "application/pdf", self._paper + b"% " + mark + b"\n"
        else:
            picture = self._pictures[number % len(self._pictures)]
            content = picture[:2] + b"\xff\xfe\x00\x0a" + mark + picture[2:]  # a comment segment behind the start of the image
            name, media_type = f"anh-{number}.jpg", "image/jpeg"
        file = _File(name, media_type, hashlib.sha256(content).hexdigest(), len(content), zlib.crc32(content))
        (self._objects / file.sha256[:2] / file.sha256).write_bytes(content)
        return file


def _picture(look: int) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (320, 240), (150 + 8 * look, 190, 230 - 9 * look))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((90, 70, 230, 180), fill=(60, 94 + 5 * look, 100), outline=(84, 66, 52), width=6)
    pen.rectangle((110, 90, 150, 150), fill=(252, 251, 246))
    pen.rectangle((170, 96, 210, 156), fill=(252, 251, 246))
    content = BytesIO()
    picture.save(content, "JPEG", quality=60)
    return content.getvalue()


def _paper() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    content = BytesIO()
    canvas = Canvas(content)
    canvas.drawString(72, 720, "Van ban mau")
    canvas.showPage()
    canvas.save()
    return content.getvalue()


def _attachment(pen: _Pen, evidence: _Row, position: int, file: _File, at: datetime) -> _Row:
    photo = file.media_type == "image/jpeg"
    return pen.row(
        Attachment,
        evidence_id=evidence.id,
        position=position,
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        name=file.name,
        pages=None if photo else 1,
        width=320 if photo else None,
        height=240 if photo else None,
        taken_at=at if photo else None,
        state=AttachmentState.HERE,
    )


def _travelled(pen: _Pen, peer: UUID, recorded: Sequence[_Recorded], year: int) -> None:
    """Bundles that carried most of the evidence, a receipt for most of them, and the reviews that came with it."""
    sent, held = (recorded[round(share * len(recorded)) - 1].rev for share in (SENT_SHARE, HELD_SHARE))
    now = _moment(year, 1)
    pen.plain(PeerPosition, peer=peer, stream_id=pen.stream, sent_rev=sent, held_rev=held, receipt_at=now)
    bounds = [round(sent * number / BUNDLES) for number in range(BUNDLES + 1)]
    bundles = [pen.new_id() for _ in range(BUNDLES)]
    for number, (bundle, after, up_to) in enumerate(zip(bundles, bounds, bounds[1:], strict=False), 1):
        inside = [each for each in recorded if after < each.rev <= up_to]
        pen.plain(
            Bundle,
            id=bundle,
            ours=True,
            kind=BundleKind.REPORT,
            peer=peer,
            sequence=number,
            from_stream=pen.stream,
            from_rev=after,
            to_stream=pen.stream,
            to_rev=up_to,
            state="written",
            at=_moment(year, number / BUNDLES),
            path=f"goi-{number:04d}.papi.age",
            size=4_000_000,
            records=7 * len(inside),
            objects=FILES_EACH * len(inside),
            encrypted=True,
            counts={"evidence": len(inside), "ticks": 0},
        )
        for each in inside:
            state = "held" if each.rev <= held else "written"
            for sha256 in each.hashes:
                pen.plain(Delivery, peer=peer, sha256=sha256, bundle_id=bundle, state=state)
    _reviews(pen, peer, [each for each in recorded if each.rev <= held], now)


def _reviews(pen: _Pen, peer: UUID, judged: Sequence[_Recorded], now: datetime) -> None:
    """The reviewer's stream with three in four pieces judged, one in twelve of them returned."""
    stream, rev = pen.new_id(), 0
    head = root_head(stream, None)
    for number, each in enumerate(judged):
        if number % 4 == 0:
            continue
        rev += 1
        digest = pen.random.randbytes(32)
        head = next_head(head, digest)
        unknown = dict.fromkeys(("at", "action", "undoes", "salt", "body"))  # of another unit's stream only the chain is known
        pen.plain(JournalEntry, stream_id=stream, rev=rev, digest=digest, head=head, **unknown)
        returned = number % 12 == 1
        values = _defaults(Review) | {
            "id": pen.new_id(),
            "owner": peer,
            "stream": stream,
            "rev": rev,
            "changed_at": now,
            "audience": Audience.HOME,
            "subject": "evidence",
            "subject_owner": pen.unit,
            "subject_id": each.id,
            "judged_stream": pen.stream,
            "judged_rev": each.rev,
            "judged_digest": hashlib.sha256(each.id.bytes).hexdigest(),
            "verdict": ReviewVerdict.RETURNED if returned else ReviewVerdict.ACCEPTED,
            "comment": "Xin bổ sung ảnh chụp toàn cảnh (mẫu)" if returned else "",
            "reviewed_at": now,
        }
        pen.plain(Review, **values)
    pen.connection.execute(insert(Stream).values(id=stream, unit=peer, rev=rev, head=head, live=True, opened_at=now))


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the archive that the figures are measured on.")
    parser.add_argument("folder", type=Path, help="where archives are kept")
    parser.add_argument("--size", type=sizes, default=[1.0], help="1 is 10,000 occurrences and 100,000 attachments; several as 0.1,0.33,1")
    options = parser.parse_args()
    for size in options.size:
        begun = time.monotonic()
        home = archive(options.folder, size)
        bytes_ = (home / "papi.db").stat().st_size
        print(f"{home}  {bytes_ / 1e6:.0f} MB database, {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
