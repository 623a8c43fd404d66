"""The ZIP container of Office documents, opened without trusting it: what kind it is, and its XML parts within bounds.

XML is parsed without network, without document type definitions and without entities, so that expansion attacks find nothing to expand.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from enum import Enum
from typing import Any, Protocol, cast

import lxml.etree

# lxml ships no types; Node below is all of it that reading needs
_etree: Any = lxml.etree  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

MAX_XML_BYTES = 64_000_000
"""All XML of a document unpacked. Ten thousand rows of a plan take about 30 MB; pictures are never unpacked and do not count."""
MAX_PART_RATIO = 300
"""Unpacked to packed size of one large part; Word's most repetitive tables reach about 100, a bomb 1000."""
_LARGE_PART = 5_000_000
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
)


class Node(Protocol):
    """The part of an XML element that reading a document needs."""

    @property
    def tag(self) -> str: ...
    @property
    def text(self) -> str | None: ...
    def get(self, key: str) -> str | None: ...
    def find(self, path: str) -> "Node | None": ...
    def iter(self, *tags: str) -> "Iterator[Node]": ...
    def iterchildren(self, *tags: str) -> "Iterator[Node]": ...


class DamagedError(Exception):
    """The container or a part of it is broken, or would unpack beyond bounds."""


class Kind(Enum):
    """What an Office container holds; the value is the mark in its list of content types."""

    TEXT = b"wordprocessingml"
    WORKBOOK = b"spreadsheetml"


class Package:
    """An Office document in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            _check_bounds(self._zip.infolist())
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
            raise DamagedError from error

    def stream(self) -> io.BytesIO:
        """The whole container, for a library that opens it itself."""
        return io.BytesIO(self._data)

    def names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    def kind(self) -> Kind | None:
        """What the document is by its list of content types; ``None`` for any other ZIP."""
        if "[Content_Types].xml" not in self.names():
            return None
        types = self.read("[Content_Types].xml")
        return next((kind for kind in Kind if kind.value + b"." in types and b".main+xml" in types), None)

    def read(self, name: str) -> bytes:
        """The bytes of one part."""
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
            raise DamagedError(name) from error

    def xml(self, name: str) -> Node:
        """The root element of one part; the strict variant of the format reads like the common one."""
        data = self.read(name)
        for strict, common in _STRICT:
            data = data.replace(strict, common)
        return parse_xml(data)


def parse_xml(data: bytes) -> Node:
    parser = _etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = _etree.fromstring(data, parser)
    except _etree.XMLSyntaxError as error:
        raise DamagedError from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedError("DOCTYPE")  # noqa: EM101  # the format forbids it; only attacks have one
    return cast("Node", root)


def _check_bounds(parts: list[zipfile.ZipInfo]) -> None:
    xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels", ".vml"))]
    if sum(part.file_size for part in xml) > MAX_XML_BYTES:
        raise DamagedError
    if any(part.file_size > _LARGE_PART and part.file_size > MAX_PART_RATIO * part.compress_size for part in xml):
        raise DamagedError
