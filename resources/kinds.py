"""The kinds of evidence: document types of Decree 30/2020/NĐ-CP and what offices keep besides."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

FieldType = Literal["text", "lines", "count", "date", "address"]


@dataclass(frozen=True)
class KindField:
    """A field that a kind has beside those of all evidence. ``name`` is Vietnamese as it stands before the field."""

    code: str
    type: FieldType
    name: str
    name_en: str


@dataclass(frozen=True)
class EvidenceKind:
    """One kind. ``name`` is Vietnamese as it stands in a list; ``abbreviation`` is the official one, "" where there is none.

    ``document`` says whether it is one of the decree's document types; ``source``, ``source_date`` and ``verified`` say where the entry
    comes from and whether it was compared with the published text. ``fields`` are its own, in the order of the form.
    """

    code: str
    name: str
    name_en: str
    abbreviation: str
    document: bool
    source: str
    source_date: date
    verified: bool
    fields: tuple[KindField, ...] = ()


@cache
def evidence_kinds() -> tuple[EvidenceKind, ...]:
    """Every kind, document types first in the order of the decree."""
    data = tomllib.loads(files("resources").joinpath("evidence_kinds.toml").read_text("utf-8"))
    source = data["source"]
    return tuple(
        EvidenceKind(
            **kind | {"fields": tuple(KindField(**field) for field in kind.get("fields", ()))},
            source=source["title"],
            source_date=source["date"],
            verified=source["verified"],
        )
        for kind in data["kinds"]
    )


def evidence_kind(code: str) -> EvidenceKind:
    """The kind with ``code``; raises ``KeyError`` for a code that is none."""
    return _by_code()[code]


@cache
def kind_fields() -> dict[str, KindField]:
    """The own fields of all kinds by their codes."""
    return {field.code: field for kind in evidence_kinds() for field in kind.fields}


@cache
def _by_code() -> dict[str, EvidenceKind]:
    return {kind.code: kind for kind in evidence_kinds()}
