"""What tests share: two sample offices that were made once and are copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.tables import Base
from papi_desktop.bundle.keys import Keys
from papi_desktop.documents.plan_docx import write_plan_document
from papi_desktop.documents.sample_evidence import write_sample_evidence
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App, open_app
from papi_desktop.services.cards import trust_card, write_own_card
from papi_desktop.services.office import init_office
from papi_desktop.services.plans import import_plan
from resources.sample_plan import SamplePlan, sample_plan

PASSPHRASE = "mat khau mau"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


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


def _snapshot(app: App) -> tuple[object, ...]:
    with app.engine.connect() as connection:
        rows = {name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())) for name in Base.metadata.tables}
    files = sorted(str(path) for folder in ("objects", "incoming") for path in (app.home / folder).rglob("*") if path.is_file())
    return rows, files


@pytest.fixture
def snapshot() -> Callable[[App], object]:
    """Everything a data folder holds, to be compared: rows of every table, files of the store, leftovers on their way in."""
    return _snapshot
