"""Ready sentences for a reviewer's comment."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

import msgspec


class PhraseSource(msgspec.Struct, frozen=True):
    """Where the sentences come from."""

    title: str
    date: date


class ReviewPhrase(msgspec.Struct, frozen=True):
    """One Vietnamese sentence that says what is wanting and what is asked for."""

    text: str


class _Phrases(msgspec.Struct, frozen=True):
    source: PhraseSource
    phrases: tuple[ReviewPhrase, ...]


@cache
def _read() -> _Phrases:
    return msgspec.convert(tomllib.loads(resources.files("resources").joinpath("review_phrases.toml").read_text("utf-8")), _Phrases)


def phrase_source() -> PhraseSource:
    return _read().source


def review_phrases() -> tuple[ReviewPhrase, ...]:
    """Every sentence, in the order of the menu."""
    return _read().phrases
