"""The gettext catalogue of the program: English in the source, Vietnamese complete.

Papers are Vietnamese whatever the screen speaks and do not come through here.
"""

import gettext as _gettext
from importlib import resources
from typing import Literal, get_args

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DOMAIN = "papi"


class _Catalogue:
    """The language in use: one for the process, as with the system's own gettext."""

    language: Language = "vi"
    translations: _gettext.NullTranslations | None = None

    def current(self) -> _gettext.NullTranslations:
        if self.translations is None:
            self.translations = _load(self.language)
        return self.translations


_catalogue = _Catalogue()


def _load(language: Language) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    compiled = resources.files("resources") / "i18n" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with compiled.open("rb") as file:
        return _gettext.GNUTranslations(file)


def use_language(language: Language) -> None:
    """Chooses the language of every text looked up from now on."""
    _catalogue.language = language
    _catalogue.translations = None


def current_language() -> Language:
    return _catalogue.language


def gettext(text: str) -> str:
    return _catalogue.current().gettext(text)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Vietnamese has one form, English two."""
    return _catalogue.current().ngettext(singular, plural, n)


def pgettext(context: str, text: str) -> str:
    return _catalogue.current().pgettext(context, text)
