"""Records on the wire: every type goes out and comes back, and each has exactly one way to be written."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast, get_type_hints
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papi_desktop.bundle.record_types import VALUES, Message, Proposal, Receipt, Values
from papi_desktop.bundle.records import MAX_LINE, Record, decode_records, encode_record, gunzip, gzip_member
from papi_desktop.domain.errors import BundleError, Code
from papi_desktop.domain.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

MOMENTS = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made UTC by Hypothesis
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4)
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30).map(nfc)
COUNTS = st.integers(0, 2**53 - 1)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)


def values_of(kind: type[Values]) -> st.SearchStrategy[Values]:
    """Wild values for every field, by what msgspec itself says about the type."""
    info = cast("Any", msgspec.inspect.type_info(kind))
    return st.builds(kind, **{field.name: _strategy(field.type) for field in info.fields})


def _strategy(found: Any) -> st.SearchStrategy[Any]:
    kinds: dict[type[Any], Callable[[], st.SearchStrategy[Any]]] = {
        msgspec.inspect.NoneType: st.none,
        msgspec.inspect.BoolType: st.booleans,
        msgspec.inspect.UUIDType: st.uuids,
        msgspec.inspect.DateType: st.dates,
        msgspec.inspect.DateTimeType: lambda: MOMENTS,
        msgspec.inspect.DecimalType: lambda: DECIMALS,
        msgspec.inspect.StrType: lambda: HASHES if found.pattern else TEXTS.filter(lambda text: len(text) >= (found.min_length or 0)),
        msgspec.inspect.IntType: lambda: st.integers(found.ge, found.le),
        msgspec.inspect.ListType: lambda: st.lists(_strategy(found.item_type), max_size=3),
        msgspec.inspect.DictType: lambda: st.dictionaries(_strategy(found.key_type), _strategy(found.value_type), max_size=3),
        msgspec.inspect.UnionType: lambda: st.one_of([_strategy(part) for part in found.types]),
        msgspec.inspect.EnumType: lambda: st.sampled_from(found.cls),
        msgspec.inspect.LiteralType: lambda: st.sampled_from(found.values),
        msgspec.inspect.StructType: lambda: st.builds(found.cls, **{f.name: _strategy(f.type) for f in found.fields}),
    }
    return kinds[type(found)]()


def records_of(kind: str) -> st.SearchStrategy[Record]:
    place: dict[str, Any] = {} if kind == "receipt" else {"stream": st.uuids(), "rev": st.integers(1, 2**53 - 1)}
    deleted = st.just(value=False) if kind == "receipt" else st.booleans()
    fields = {
        "id": st.uuids(),
        "owner": st.uuids(),
        "at": MOMENTS,
        "by": st.none() | st.uuids(),
        "deleted": deleted,
        "v": values_of(VALUES[kind]),
    }
    return st.builds(Record, t=st.just(kind), **place, **fields)


@pytest.mark.parametrize("kind", VALUES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_type_goes_out_and_comes_back(kind: str, data: st.DataObject) -> None:
    record = data.draw(records_of(kind))
    line = encode_record(record)
    assert list(decode_records([line])) == [record]
    fields = json.loads(line)
    head = ["t", "id", "owner", "stream", "rev", "at", "by", "deleted", "v"]
    assert list(fields) == [name for name in head if kind != "receipt" or name not in {"stream", "rev"}]
    assert set(fields["v"]) == set(get_type_hints(VALUES[kind]))
    assert line.count(b"\n") == 1


def test_the_types_are_those_of_the_format() -> None:
    named = (
        "unit officer plan index dimension component task target expected occurrence evidence attachment link tick period review message"
    )
    assert list(VALUES) == [*named.split(), "proposal", "receipt"]


def _message(**change: Any) -> Record:
    fields: dict[str, Any] = {
        "t": "message",
        "id": UUID(int=1),
        "owner": UUID(int=2),
        "stream": UUID(int=3),
        "rev": 4,
        "at": datetime(2026, 3, 1, tzinfo=UTC),
        "by": None,
        "deleted": False,
        "v": Message(about_owner=None, about_id=None, text="Đề nghị bổ sung biên bản", due=None),
    }
    return Record(**fields | change)


LINE = encode_record(_message())


def test_what_a_line_looks_like() -> None:
    assert LINE.decode() == (
        '{"t":"message","id":"00000000-0000-0000-0000-000000000001","owner":"00000000-0000-0000-0000-000000000002",'
        '"stream":"00000000-0000-0000-0000-000000000003","rev":4,"at":"2026-03-01T00:00:00Z","by":null,"deleted":false,'
        '"v":{"about_owner":null,"about_id":null,"text":"Đề nghị bổ sung biên bản","due":null}}\n'
    )


def test_a_deleted_row_may_come_without_values() -> None:
    record = _message(deleted=True, v=None)
    assert list(decode_records([encode_record(record)])) == [record]
    with pytest.raises(ValueError, match="message"):
        _message(v=None)


def _put(old: str, new: str) -> Callable[[str], str]:
    return lambda line: line.replace(old, new, 1)


BAD_LINES: dict[str, Callable[[str], str]] = {
    "no line end": lambda line: line[:-1],
    "CRLF": _put("\n", "\r\n"),
    "empty line": lambda line: "\n" + line,
    "no JSON": lambda _: "hello\n",
    "a list": lambda _: "[]\n",
    "white space": _put('{"t"', '{ "t"'),
    "white space behind": _put("}\n", "} \n"),
    "key twice": _put('"t":"message"', '"t":"message","t":"message"'),
    "key twice inside": _put('"due":null', '"due":null,"due":null'),
    "keys in another order": _put('"rev":4,"at":"2026-03-01T00:00:00Z"', '"at":"2026-03-01T00:00:00Z","rev":4'),
    "key missing": _put('"by":null,', ""),
    "key missing inside": _put(',"due":null', ""),
    "unknown key": _put('"by":null', '"by":null,"x":1'),
    "unknown key inside": _put('"due":null', '"due":null,"x":1'),
    "unknown type": _put('"message"', '"massage"'),
    "another type": _put('"message"', '"tick"'),
    "values missing": lambda line: line[: line.index('{"about')] + "null}\n",
    "id in capitals": _put("0001", "000A"),
    "id without hyphens": _put("00000000-0000-0000-0000-000000000001", "0" * 31 + "1"),
    "rev as text": _put('"rev":4', '"rev":"4"'),
    "rev 0": _put('"rev":4', '"rev":0'),
    "rev null": _put('"rev":4', '"rev":null'),
    "rev 4.0": _put('"rev":4', '"rev":4.0'),
    "rev beyond 2^53": _put('"rev":4', '"rev":9007199254740992'),
    "rev beyond 2^64": _put('"rev":4', '"rev":99999999999999999999'),
    "no stream": _put('"stream":"00000000-0000-0000-0000-000000000003",', ""),
    "moment without zone": _put("00Z", "00"),
    "moment in another zone": _put("00Z", "00+07:00"),
    "moment with +00:00": _put("00Z", "00+00:00"),
    "moment with empty fraction": _put("00Z", "00.000Z"),
    "no moment": _put("2026-03-01T", "2026-13-01T"),
    "deleted as number": _put("false", "0"),
    "escaped letter": _put("Đ", "\\u0110"),
    "escaped slash": _put("Đ", "\\/"),
    "not NFC": _put("ị", "i\u0323"),
    "NUL": _put("Đ", "\\u0000"),
    "lone surrogate": _put("Đ", "\\ud800"),
    "text too long": _put("Đ", "x" * 20_001),
    "line too long": _put("Đ", "x" * MAX_LINE),
    "deep nesting": lambda line: line[: line.index('{"about')] + "[" * 500_000 + "\n",
    "deep nesting of an unknown key": lambda line: line[: line.index('{"about')] + '{"x":' * 100_000 + "\n",
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_bad_lines_are_named(name: str) -> None:
    line = LINE.decode()
    bad = BAD_LINES[name](line)
    assert bad != line
    good_before = LINE * 2
    found: list[Record] = []
    with pytest.raises(BundleError) as caught:
        found.extend(decode_records([good_before + bad.encode("utf-8", "surrogatepass")]))
    assert (caught.value.code, caught.value.params["line"]) == (Code.RECORDS, 3)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(BundleError):
        list(decode_records([LINE.replace("Đ".encode(), b"\xff")]))


TICK = (
    '{"t":"tick","id":"00000000-0000-0000-0000-000000000001","owner":"00000000-0000-0000-0000-000000000002",'
    '"stream":"00000000-0000-0000-0000-000000000003","rev":4,"at":"2026-03-01T00:00:00Z","by":null,"deleted":false,'
    '"v":{"occurrence_id":"00000000-0000-0000-0000-000000000004","officer_id":null,"ticked_at":"2026-03-01T00:00:00Z",'
    '"measured":%s,"numerator":null,"denominator":null,"note":""}}\n'
)


@pytest.mark.parametrize("text", ['"96.50"', '"0"', '"-3"', '"1E-7"', "null"])
def test_decimals(text: str) -> None:
    assert len(list(decode_records([(TICK % text).encode()]))) == 1


@pytest.mark.parametrize(
    "text",
    ["96.5", "1", '"NaN"', '"Infinity"', '"1E+3"', '"1E-99"', '"1_0"', '" 1"', '"٣"', '"+1"', '"01"', '""', '"' + "9" * 31 + '"', "true"],
)
def test_numbers_that_are_no_decimals(text: str) -> None:
    with pytest.raises(BundleError):
        list(decode_records([(TICK % text).encode()]))


@pytest.mark.parametrize(
    "values",
    [
        Message(about_owner=None, about_id=None, text="a\u0303", due=None),
        Message(about_owner=None, about_id=None, text="\0", due=None),
        Message(about_owner=None, about_id=None, text="\ud800", due=None),
        Message(about_owner=None, about_id=None, text="x" * 20_001, due=None),
    ],
)
def test_what_no_reader_would_take_is_not_written(values: Message) -> None:
    with pytest.raises(BundleError) as caught:
        encode_record(_message(v=values))
    assert (caught.value.code, caught.value.params["record"]) == (Code.RECORDS, str(UUID(int=1)))


def test_a_mark_behind_a_line_end_is_a_right_text() -> None:
    """``\\n`` is written as two letters, and the mark must not be taken to belong to the second."""
    record = _message(v=Message(about_owner=None, about_id=None, text="một\n\u0301hai \\u0000", due=None))
    assert list(decode_records([encode_record(record)])) == [record]


def test_a_receipt_may_be_long_and_others_not() -> None:
    receipt = Receipt(streams=[], bundles=[], missing=["a" * 64] * 50_000)
    record = Record(t="receipt", id=UUID(int=1), owner=UUID(int=2), at=datetime(2026, 3, 1, tzinfo=UTC), by=None, deleted=False, v=receipt)
    assert len(encode_record(record)) > MAX_LINE
    assert list(decode_records([encode_record(record)])) == [record]
    proposal = Proposal(record='"' * 499_999)
    assert len(encode_record(_message(t="proposal", v=proposal))) < MAX_LINE
    with pytest.raises(BundleError):
        encode_record(_message(t="proposal", v=Proposal(record="\x01" * 400_000)))


@given(st.integers(1, 400))
def test_chunks_may_be_cut_anywhere(size: int) -> None:
    text = LINE * 5
    assert len(list(decode_records(text[i : i + size] for i in range(0, len(text), size)))) == 5


def test_a_line_without_end_stops_within_bounds() -> None:
    def endless() -> "Iterable[bytes]":
        for n in range(100):
            assert n < 40, "read on and on"
            yield b"x" * (1 << 20)

    with pytest.raises(BundleError):
        list(decode_records(endless()))


@given(st.binary(max_size=5000), st.integers(1, 2000))
def test_gzip_round_trip(data: bytes, size: int) -> None:
    member = gzip_member(data[i : i + size] for i in range(0, len(data), size))
    assert b"".join(gunzip(member)) == data
    assert gzip.decompress(member) == data
    assert member[:10] == bytes.fromhex("1f8b0800000000000 0ff".replace(" ", ""))


MEMBER = gzip_member([b"hello " * 1000])
BAD_GZIP: dict[str, bytes] = {
    "nothing": b"",
    "no gzip": b"hello",
    "by another program": gzip.compress(b"hello"),
    "with a time": MEMBER[:4] + b"\1" + MEMBER[5:],
    "with a name": MEMBER[:3] + b"\x08" + MEMBER[4:10] + b"x\0" + MEMBER[10:],
    "header only": MEMBER[:10],
    "cut in the body": MEMBER[:20],
    "cut in the trailer": MEMBER[:-1],
    "wrong CRC": MEMBER[:-8] + b"\0" + MEMBER[-7:],
    "wrong length": MEMBER[:-1] + b"\1",
    "a tail": MEMBER + b"\0",
    "second member": MEMBER + MEMBER,
    "damaged": MEMBER[:12] + b"\xff\xff\xff" + MEMBER[15:],
}


@pytest.mark.parametrize("name", BAD_GZIP)
def test_other_gzip_is_refused(name: str) -> None:
    with pytest.raises(BundleError) as caught:
        b"".join(gunzip(BAD_GZIP[name]))
    assert caught.value.code is Code.RECORDS


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip_member(bytes(1 << 20) for _ in range(50))
    assert len(bomb) < 60_000
    seen = 0
    try:
        for chunk in gunzip(bomb, limit=5 << 20):
            assert len(chunk) <= 1 << 20
            seen += len(chunk)
    except BundleError as error:
        assert (error.code, seen) == (Code.BOUNDS, 5 << 20)  # noqa: PT017 - what came before matters too
    else:
        pytest.fail("read to its end")
