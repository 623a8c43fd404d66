"""The rules of posting and meeting (``resources/rules/*.toml``), each with its source."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

_MATTERS = ("household_lists", "land", "budget", "general")


@dataclass(frozen=True)
class Rule:
    """What one rule governs and asks for.

    It governs a task whose text holds all phrases of one entry of ``words`` and none of ``unless``, or that has to do with evidence of
    one of ``kinds``, in a period of one of the lengths ``periods`` (none named: any). A ``fallback`` holds where no other rule gives a
    posting its duration.

    ``days`` counts from ``event``: a ``posting`` hangs so long, its first day counted where ``first_day_counts``; after a ``decision``
    or a ``period_end`` something is disclosed within so many. They are working days where ``working``. A posting stands at every one
    of ``places`` (codes); ``forms`` are evidence kinds that must be there. ``quorum`` and ``quorum_others`` are the least share in per
    cent of the invited households, and of the other households, at a meeting. ``basis`` is what the source says.
    """

    id: str
    name: str
    name_en: str
    basis: str
    words: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    periods: tuple[Literal["year", "half", "quarter", "month"], ...] = ()
    fallback: bool = False
    event: Literal["", "posting", "decision", "period_end"] = ""
    days: int | None = None
    working: bool = False
    first_day_counts: bool = True
    places: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    quorum: int | None = None
    quorum_others: int | None = None
    active: bool = True
    source: str = ""
    source_date: date = date.min
    verified: bool = False


@dataclass(frozen=True)
class PostingPlace:
    """Where something is put up, and the phrases by which the words about a place are known to mean it."""

    code: str
    name: str
    name_en: str
    words: tuple[str, ...]


class _Source(msgspec.Struct, frozen=True):
    title: str
    date: date
    verified: bool


class _Matter(msgspec.Struct, frozen=True):
    source: _Source
    rules: tuple[Rule, ...]


class _Places(msgspec.Struct, frozen=True):
    places: tuple[PostingPlace, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule as the program ships it, matter by matter, the general one last."""
    matters = [msgspec.convert(_read(name), _Matter) for name in _MATTERS]
    return tuple(
        replace(rule, source=matter.source.title, source_date=matter.source.date, verified=matter.source.verified)
        for matter in matters
        for rule in matter.rules
    )


def rule(rule_id: str) -> Rule:
    """The rule with that id; raises ``KeyError`` for one that is none."""
    return _rules_by_id()[rule_id]


@cache
def _rules_by_id() -> dict[str, Rule]:
    return {each.id: each for each in rules()}


@cache
def posting_places() -> dict[str, PostingPlace]:
    """Every place by its code."""
    return {place.code: place for place in msgspec.convert(_read("places"), _Places).places}


def _read(name: str) -> object:
    return tomllib.loads(files("resources").joinpath("rules", f"{name}.toml").read_text("utf-8"))
