"""What tests share: two sample offices that were made once and are copied for each test."""

import gc
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from db.tables import Base, Bundle, Dimension, IndexSystem, Occurrence, Plan, Task, Tick, TrustedCard, Unit
from papi_desktop.bundle.keys import Keys
from papi_desktop.documents.plan_docx import write_plan_document
from papi_desktop.documents.sample_evidence import write_sample_evidence
from papi_desktop.domain.vocabulary import BundleKind, Relation, Role, UnitKind
from papi_desktop.services.app import App, open_app
from papi_desktop.services.cards import trust_card, write_own_card
from papi_desktop.services.demo import run_demo
from papi_desktop.services.office import init_office
from papi_desktop.services.plans import import_plan
from resources.sample_plan import SamplePlan, sample_plan

PASSPHRASE = "mat khau mau"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keep-pictures", action="store_true", help="store the pictures of the pages as they look now")


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime = datetime(2026, 11, 16, 9, 42, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass(frozen=True)
class Template:
    """Two offices that trust each other, with the sample plan on the commune's side, and the keys of both."""

    home: Path
    keys: dict[Role, Keys]
    recovery_code: str
    files: dict[str, Path]


@pytest.fixture(scope="session")
def sample() -> SamplePlan:
    return sample_plan(2026)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, sample: SamplePlan) -> Template:
    home = tmp_path_factory.mktemp("template")
    plan = home / "ke-hoach.docx"
    write_plan_document(plan, sample)
    written = write_sample_evidence(home / "files", sample)
    files = {"docx": plan}
    for each in written:
        files.setdefault("photo" if each.evidence.photos else "pdf", each.files[0])
    clock = FixedClock(datetime(2026, 11, 16, 9, 0, tzinfo=UTC))
    keys: dict[Role, Keys] = {}
    codes: list[str] = []
    for role, office in ((Role.COMMUNE, sample.commune), (Role.AUTHORITY, sample.authority)):
        officers = [(officer.name, officer.title) for officer in sample.officers] if role is Role.COMMUNE else []
        made = init_office(
            home / role.value, role=role, code=office.code, name=office.name, passphrase=PASSPHRASE, officers=officers, clock=clock
        )
        codes.append(made.recovery_code)
    with open_app(home / "commune", clock=clock) as commune, open_app(home / "authority", clock=clock) as authority:
        for app in (commune, authority):
            app.unlock(PASSPHRASE)
            keys[app.office.role] = app.keys
        for mine, other in ((commune, authority), (authority, commune)):
            card = write_own_card(mine, out=home / f"{mine.office.code}.papi.card")
            trust_card(other, path=home / f"{mine.office.code}.papi.card", spoken=card.fingerprint)
        import_plan(commune, path=plan)
    return Template(home, keys, codes[0], files)


@pytest.fixture
def sample_files(template: Template) -> dict[str, Path]:
    """Real files to record: "pdf", "photo", and "docx", the sample plan."""
    return template.files


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def _opened(template: Template, role: Role, tmp_path: Path, clock: FixedClock) -> Iterator[App]:
    home = tmp_path / role.value
    shutil.copytree(template.home / role.value, home)
    with open_app(home, clock=clock, keys=template.keys[role]) as app:
        yield app


@pytest.fixture
def commune(template: Template, tmp_path: Path, clock: FixedClock) -> Iterator[App]:
    """A commune with the sample plan, keys unlocked, that trusts ``authority``."""
    yield from _opened(template, Role.COMMUNE, tmp_path, clock)


@pytest.fixture
def authority(template: Template, tmp_path: Path, clock: FixedClock) -> Iterator[App]:
    """The level above, keys unlocked, that trusts ``commune``."""
    yield from _opened(template, Role.AUTHORITY, tmp_path, clock)


class CountedIds:
    """The same ids in every run, so that what is ordered by them stands in the same order."""

    def __init__(self) -> None:
        self._random = Random(2026)  # noqa: S311 - for one order, not for a secret

    def new_id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)

    def new_salt(self) -> bytes:
        return self._random.randbytes(16)


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both sample offices, ``commune`` and ``authority``, after the whole journey. To be looked at, not written to."""
    home = tmp_path_factory.mktemp("season")
    run_demo(home, clock=FixedClock(), ids=CountedIds())
    gc.collect()  # what nine offices leave behind is not for the first window that is watched to clear away
    return home


def _snapshot(app: App) -> tuple[object, ...]:
    with app.engine.connect() as connection:
        rows = {name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())) for name in Base.metadata.tables}
    files = sorted(str(path) for folder in ("objects", "incoming") for path in (app.home / folder).rglob("*") if path.is_file())
    return rows, files


@pytest.fixture
def snapshot() -> Callable[[App], object]:
    """Everything a data folder holds, to be compared: rows of every table, files of the store, leftovers on their way in."""
    return _snapshot


@dataclass(frozen=True)
class Invented:
    """A commune that is known here without a bundle of its own: rows as an import would have left them."""

    app: App

    def unit(self, code: str, name: str, *, came: datetime | None = None, state: str = "imported", card: bool = True) -> UUID:
        unit = uuid4()
        with self.app.engine.begin() as connection:
            if card:
                values = {"unit": unit, "number": 1, "code": code, "name": name, "relation": Relation.SUBORDINATE}
                values |= {"fingerprint": unit.hex * 2, "certificate": "", "age_recipient": "", "trusted_at": self.app.clock.now()}
                connection.execute(insert(TrustedCard).values(**values))
            connection.execute(
                insert(Unit).values(**self._row(unit, id=unit, code=code, name=name, kind=UnitKind.COMMUNE, predecessors=[]))
            )
        if came is not None:
            self.bundle(unit, came, state=state)
        return unit

    def bundle(self, unit: UUID, came: datetime, *, sequence: int = 1, state: str = "imported") -> None:
        values: dict[str, Any] = {"id": uuid4(), "ours": False, "kind": BundleKind.REPORT, "peer": unit, "sequence": sequence}
        values |= {"from_stream": unit, "from_rev": 0, "to_stream": unit, "to_rev": 1, "state": state, "at": came, "counts": {}}
        with self.app.engine.begin() as connection:
            connection.execute(insert(Bundle).values(**values))

    def plan(self, unit: UUID, dimensions: dict[str, int], *, index: str = "PAPI", due: date = date(2026, 12, 1), done: int = 0) -> None:
        """A plan with so many tasks in each dimension ("2. Name"), each due once, the first ``done`` of them ticked off."""
        with self.app.engine.begin() as connection:
            plan, system = uuid4(), uuid4()
            connection.execute(insert(Plan).values(**self._row(unit, id=plan, number="1/KH", title="", issuer="", issued=None, year=2026)))
            connection.execute(insert(IndexSystem).values(**self._row(unit, id=system, code=index, name=index)))
            number = 0
            for title, tasks in dimensions.items():
                label, _, name = title.rpartition(". ")
                dimension = uuid4() if name else None
                if dimension is not None:
                    values = self._row(unit, id=dimension, index_id=system, number=label, name=name, key=f"{index}/{name.lower()}")
                    connection.execute(insert(Dimension).values(**values))
                for _ in range(tasks):
                    number += 1
                    task = uuid4()
                    links = {"plan_id": plan, "index_id": system if name else None, "dimension_id": dimension, "number": number}
                    connection.execute(insert(Task).values(**self._row(unit, id=task, text=f"Việc {number} (mẫu)", **links)))
                    occurrence = uuid4()
                    connection.execute(insert(Occurrence).values(**self._row(unit, id=occurrence, task_id=task, period="2026-Q4", due=due)))
                    if number <= done:
                        values = self._row(unit, occurrence_id=occurrence, ticked_at=self.app.clock.now())
                        connection.execute(insert(Tick).values(**values))

    def _row(self, unit: UUID, **values: object) -> dict[str, Any]:
        envelope = {"owner": unit, "id": uuid4(), "stream": unit, "rev": 1, "changed_at": self.app.clock.now(), "changed_by": None}
        return envelope | values


@pytest.fixture
def invented(authority: App) -> Invented:
    """Further communes for ``authority``."""
    return Invented(authority)
