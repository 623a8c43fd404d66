"""One transaction an action: rows and journal entry together, or nothing; the chain can be recomputed by anyone."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text

from db.journal import Entry
from db.journal_queries import entries, live_stream
from db.tables import Evidence, JournalEntry, Officer, Stream
from papi_desktop.domain.chain import entry_digest, next_head
from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.services.app import App


def add(app: App, name: str) -> None:
    with app.unit_of_work("officer.add") as uow:
        uow.make(Officer, full_name=name, position="", unit_id=None)
        uow.commit()


def position(app: App) -> tuple[int, bytes]:
    with app.read() as session:
        stream = live_stream(session, app.office.unit)
        return stream.rev, stream.head


def test_a_commit_writes_row_and_entry_with_one_rev(commune: App) -> None:
    rev, head = position(commune)
    add(commune, "Phạm Thị Mẫu")
    with commune.read() as session:
        stream = live_stream(session, commune.office.unit)
        entry = entries(session, stream.id, rev, rev + 1)[0]
        row = session.scalars(select(Officer).where(Officer.full_name == "Phạm Thị Mẫu")).one()
    assert (row.rev, row.stream) == (rev + 1, stream.id)
    assert entry.salt is not None
    assert entry.body is not None
    digest = entry_digest(entry.salt, entry.body.encode())
    assert (entry.digest, entry.head, stream.head) == (digest, next_head(head, digest), next_head(head, digest))
    change = Entry.decode(entry.body).changes[0]
    assert (change.before, change.after["full_name"]) == (None, "Phạm Thị Mẫu")


def test_leaving_without_commit_changes_nothing(commune: App) -> None:
    before = position(commune)
    with pytest.raises(RuntimeError), commune.unit_of_work("officer.add") as uow:
        uow.make(Officer, full_name="Không lưu", position="", unit_id=None)
        uow.session.flush()
        raise RuntimeError
    assert position(commune) == before
    with commune.read() as session:
        assert session.scalars(select(Officer).where(Officer.full_name == "Không lưu")).all() == []


def test_an_action_that_changes_nothing_takes_no_rev(commune: App) -> None:
    before = position(commune)
    with commune.unit_of_work("nothing") as uow:
        assert uow.commit() is None
    assert position(commune) == before


def test_a_changed_row_is_journalled_with_its_values_before(commune: App) -> None:
    add(commune, "Tên cũ")
    rev, _ = position(commune)
    with commune.unit_of_work("officer.change") as uow:
        row = uow.session.scalars(select(Officer).where(Officer.full_name == "Tên cũ")).one()
        row.full_name = "Tên tạm"
        uow.session.flush()
        row.full_name = "Tên mới"
        assert uow.commit() == rev + 1
    with commune.read() as session:
        body = entries(session, live_stream(session, commune.office.unit).id, rev, rev + 1)[0].body
    assert body is not None
    change = Entry.decode(body).changes[0]
    assert change.before is not None
    assert (change.before["full_name"], change.after["full_name"]) == ("Tên cũ", "Tên mới")


def test_two_editors_of_one_row_cannot_overwrite_each_other_unseen(commune: App) -> None:
    add(commune, "Một người")
    with commune.read() as session:
        stale = session.scalars(select(Officer).where(Officer.full_name == "Một người")).one()
    with commune.unit_of_work("officer.change") as uow:
        uow.session.scalars(select(Officer).where(Officer.full_name == "Một người")).one().position = "Chuyên viên"
        uow.commit()
    with pytest.raises(StorageError) as refused, commune.unit_of_work("officer.change") as uow:
        uow.session.add(stale)
        stale.position = "Ghi đè"
        uow.commit()
    assert refused.value.code is Code.CONFLICT


def test_rows_of_other_units_are_never_stamped_or_journalled(commune: App) -> None:
    before = position(commune)
    other, stream = uuid4(), uuid4()
    with commune.unit_of_work("import") as uow:
        uow.session.add(Evidence(owner=other, id=uuid4(), stream=stream, rev=7, changed_at=commune.clock.now(), kind="photo", details={}))
        assert uow.commit() is None
    assert position(commune) == before
    with commune.read() as session:
        row = session.scalars(select(Evidence).where(Evidence.owner == other)).one()
    assert (row.stream, row.rev) == (stream, 7)


def test_a_reference_to_nothing_is_refused_at_commit(commune: App) -> None:
    from sqlalchemy.exc import IntegrityError

    before = position(commune)
    with pytest.raises(IntegrityError), commune.unit_of_work("officer.add") as uow:
        uow.make(Officer, full_name="Không đơn vị", position="", unit_id=uuid4())
        uow.commit()
    assert position(commune) == before


def test_check_sees_a_journal_that_was_altered(commune: App) -> None:
    from papi_desktop.services.checking import check

    assert check(commune).problems == ()
    with commune.engine.begin() as connection:
        connection.execute(text("UPDATE journal_entry SET body = replace(body, 'Hạnh', 'Hoa') WHERE rev = 1"))
    assert [problem.code for problem in check(commune).problems] == ["CHAIN"]


def test_an_erased_body_leaves_the_chain_whole(commune: App) -> None:
    from papi_desktop.services.checking import check

    with commune.engine.begin() as connection:
        connection.execute(text("UPDATE journal_entry SET body = NULL, salt = NULL WHERE rev = 1"))
    assert check(commune).problems == ()


def test_the_stream_names_its_last_entry(commune: App) -> None:
    add(commune, "Người cuối")
    with commune.read() as session:
        stream = session.scalars(select(Stream).where(Stream.unit == commune.office.unit)).one()
        last = session.scalars(select(JournalEntry).where(JournalEntry.stream_id == stream.id).order_by(JournalEntry.rev.desc())).first()
    assert last is not None
    assert (last.rev, last.head) == (stream.rev, stream.head)
