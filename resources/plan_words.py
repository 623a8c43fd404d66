"""Typed access to the words by which plan documents are read (``resources/plans/*.toml``)."""

import tomllib
from functools import cache
from importlib import resources
from typing import TypeVar

import msgspec

_T = TypeVar("_T")


class ColumnWords(msgspec.Struct, frozen=True):
    """One field of a task and the header words that name its column, strongest first."""

    field: str
    words: tuple[str, ...]


class RowWords(msgspec.Struct, frozen=True):
    """Words of rows that are no tasks, of cells that repeat the one above, of marks under an office that only helps, and words to strip
    from the names that group rows, component cells and dimension cells give.
    """

    not_tasks: tuple[str, ...]
    as_above: tuple[str, ...]
    marks_of_help: tuple[str, ...]
    before_group_names: tuple[str, ...]
    ordinals: tuple[str, ...]
    before_component_names: tuple[str, ...]
    before_dimension_names: tuple[str, ...]


class IndexSystemWords(msgspec.Struct, frozen=True):
    """The code of an index system and the names by which titles and headings mention it."""

    code: str
    names: tuple[str, ...]


class HeadingWords(msgspec.Struct, frozen=True):
    """Words around the head of a document: types of document, lines that are no titles, words with a capital inside a sentence."""

    document_types: tuple[str, ...]
    not_titles: tuple[str, ...]
    attached: tuple[str, ...]
    capitals: tuple[str, ...]


class Spelling(msgspec.Struct, frozen=True):
    """How names of offices are written: names that hold separators, department names, levels, acronyms, short forms."""

    whole: tuple[str, ...]
    departments: tuple[str, ...]
    levels: tuple[str, ...]
    acronyms: tuple[str, ...]
    short: dict[str, str]


class UnitWords(msgspec.Struct, frozen=True):
    """Words that begin names of offices; ``families`` are kinds that stand together in one collective name."""

    heads: tuple[str, ...]
    named_heads: tuple[str, ...]
    not_units: tuple[str, ...]
    posts: tuple[str, ...]
    persons: tuple[str, ...]
    families: dict[str, tuple[str, ...]]
    spelling: Spelling
    abbreviations: dict[str, str]


class TimingWords(msgspec.Struct, frozen=True):
    """Words of timing texts: by timing kind, and before a date (``until``, ``before``, ``from``)."""

    kinds: dict[str, tuple[str, ...]]
    bounds: dict[str, tuple[str, ...]]


class MeasureWords(msgspec.Struct, frozen=True):
    """Words around the figures of targets, by comparator; ``words`` holds ``earlier units not_units stops lead_ins``."""

    before: dict[str, tuple[str, ...]]
    after: dict[str, tuple[str, ...]]
    against: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]


class ResultWords(msgspec.Struct, frozen=True):
    """Words of result texts by evidence kind, and the words beside which they name no product of their own."""

    not_after: tuple[str, ...]
    with_object: tuple[str, ...]
    kinds: dict[str, tuple[str, ...]]


class ProseWords(msgspec.Struct, frozen=True):
    """Words of plans without a table: of directives, of headings by what stands below them, and of lines that give a field."""

    directives: tuple[str, ...]
    topics: tuple[str, ...]
    aims: tuple[str, ...]
    told: tuple[str, ...]
    divisions: tuple[str, ...]
    assigning: tuple[str, ...]
    reporting: tuple[str, ...]
    before_topics: tuple[str, ...]
    before_units: tuple[str, ...]
    before_duties: tuple[str, ...]
    officers: tuple[str, ...]
    not_offices: tuple[str, ...]
    in_names: tuple[str, ...]
    persons: tuple[str, ...]
    not_plans: tuple[str, ...]
    annexed: tuple[str, ...]
    closing: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]


class OurWords(msgspec.Struct, frozen=True):
    """Names of communes in plans of upper levels: of all ``together``, and of offices ``within`` one."""

    together: tuple[str, ...]
    within: tuple[str, ...]


class _Columns(msgspec.Struct, frozen=True):
    column: tuple[ColumnWords, ...]


class _Systems(msgspec.Struct, frozen=True):
    system: tuple[IndexSystemWords, ...]


def _load(name: str, shape: type[_T]) -> _T:
    text = resources.files("resources").joinpath("plans", name).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), shape)


@cache
def column_words() -> tuple[ColumnWords, ...]:
    """Header words in the order in which fields claim a column; a field may come twice, the second time with weaker words."""
    return _load("columns.toml", _Columns).column


@cache
def row_words() -> RowWords:
    return _load("rows.toml", RowWords)


@cache
def index_systems() -> tuple[IndexSystemWords, ...]:
    return _load("index_systems.toml", _Systems).system


@cache
def heading_words() -> HeadingWords:
    return _load("heading.toml", HeadingWords)


@cache
def unit_words() -> UnitWords:
    return _load("units.toml", UnitWords)


@cache
def timing_words() -> TimingWords:
    return _load("timing.toml", TimingWords)


@cache
def measure_words() -> MeasureWords:
    return _load("measures.toml", MeasureWords)


@cache
def result_words() -> ResultWords:
    return _load("results.toml", ResultWords)


@cache
def prose_words() -> ProseWords:
    return _load("prose.toml", ProseWords)


@cache
def our_words() -> OurWords:
    return _load("ours.toml", OurWords)
