"""The journal chain against values recomputed by hand from its published formula."""

from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.domain.chain import entry_digest, heads, next_head, root_head

STREAM = UUID("00112233-4455-6677-8899-aabbccddeeff")
hashes = st.binary(min_size=32, max_size=32)


def test_the_formula() -> None:
    salt, entry = b"s" * 16, b'{"n":1}'
    digest = sha256(b"papi-entry\x00" + salt + entry).digest()
    root = sha256(b"papi-root\x00" + bytes.fromhex("00112233445566778899aabbccddeeff") + bytes(32)).digest()
    assert entry_digest(salt, entry) == digest
    assert root_head(STREAM, None) == root
    assert next_head(root, digest) == sha256(b"papi-head\x00" + root + digest).digest()


def test_known_value() -> None:
    """Guards the formula itself: a change would cut every chain that was ever written."""
    assert root_head(STREAM, None).hex() == "7c40b32e9a74fca1f9520d1299ab82b697250af5d9c45c7a661397cb5e09a42d"


@given(hashes, st.lists(hashes, max_size=20), st.data())
def test_every_entry_counts(start: bytes, digests: list[bytes], data: st.DataObject) -> None:
    whole = list(heads(start, digests))
    assert len(whole) == len(digests)
    assert len({start, *whole}) == len(digests) + 1
    if digests:
        place = data.draw(st.integers(0, len(digests) - 1))
        changed = [*digests[:place], bytes(b ^ 1 for b in digests[place]), *digests[place + 1 :]]
        other = list(heads(start, changed))
        assert other[:place] == whole[:place]
        assert not set(other[place:]) & set(whole)


def test_a_parent_changes_the_root() -> None:
    assert len({root_head(STREAM, None), root_head(STREAM, b"\1" * 32), root_head(UUID(int=1), None)}) == 3


@pytest.mark.parametrize("size", [0, 15, 31, 33])
def test_values_of_another_size_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match="bytes"):
        root_head(STREAM, bytes(size))
    with pytest.raises(ValueError, match="bytes"):
        next_head(bytes(32), bytes(size))
    if size < 16:
        with pytest.raises(ValueError, match="salt"):
            entry_digest(bytes(size), b"{}")
