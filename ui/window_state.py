"""What this machine remembers of the window: size, look, language, and where the officer was. The office's settings are in the database."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

from resources.i18n import Language
from ui.theme import ThemeChoice

_GEOMETRY = "window/geometry"
_THEME = "look/theme"
_LANGUAGE = "look/language"
_HOME = "data/home"
_PLACE = "place"


def default_settings_file() -> Path:
    return platformdirs.user_config_path("papi-desktop", appauthor=False) / "window.ini"


def open_settings(path: Path | None = None) -> QSettings:
    """The settings kept in ``path``, or in this person's settings folder on this machine."""
    return QSettings(str(path or default_settings_file()), QSettings.Format.IniFormat)


def save_geometry(window: QWidget, settings: QSettings) -> None:
    settings.setValue(_GEOMETRY, window.saveGeometry())


def restore_geometry(window: QWidget, settings: QSettings) -> bool:
    """False when nothing was kept, or what was kept does not fit the screens there are."""
    kept = settings.value(_GEOMETRY)
    return isinstance(kept, QByteArray) and window.restoreGeometry(kept)


def theme_choice(settings: QSettings) -> ThemeChoice:
    kept = settings.value(_THEME)
    return ThemeChoice(kept) if kept in set(ThemeChoice) else ThemeChoice.SYSTEM


def keep_theme_choice(settings: QSettings, choice: ThemeChoice) -> None:
    settings.setValue(_THEME, choice.value)


def kept_home(settings: QSettings) -> Path | None:
    """The data folder that was chosen here last; None while the usual one is used."""
    kept = settings.value(_HOME)
    return Path(kept) if isinstance(kept, str) and kept else None


def keep_home(settings: QSettings, home: Path) -> None:
    settings.setValue(_HOME, str(home))


def language_choice(settings: QSettings) -> Language:
    kept = settings.value(_LANGUAGE)
    return "en" if kept == "en" else "vi"


def keep_language_choice(settings: QSettings, language: Language) -> None:
    settings.setValue(_LANGUAGE, language)


@dataclass(frozen=True)
class Place:
    """Where the officer was: the page, the spot on it as the page itself names it, and the year of work."""

    page: str = ""
    spot: str = ""
    year: int | None = None


def keep_place(settings: QSettings, unit: str, place: Place) -> None:
    """Remembers where the officer was in the data of ``unit``."""
    for name, value in (("page", place.page), ("spot", place.spot), ("year", str(place.year or ""))):
        settings.setValue(f"{_PLACE}/{unit}/{name}", value)


def kept_place(settings: QSettings, unit: str) -> Place:
    page, spot, year = (_text(settings, f"{_PLACE}/{unit}/{name}") for name in ("page", "spot", "year"))
    return Place(page, spot, int(year) if year.isdigit() else None)


def _text(settings: QSettings, key: str) -> str:
    kept = settings.value(key)
    return kept if isinstance(kept, str) else ""
