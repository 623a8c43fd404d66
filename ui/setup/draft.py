"""What was typed at the first start, kept on this machine until the office is made and its plan is taken in. No secrets."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

from papi_desktop.domain.vocabulary import Role

_GROUP = "firstStart"
_TEXTS = ("name", "code", "superior", "officer", "position")


@dataclass(frozen=True)
class Draft:
    """``step`` is the step that was open, from 0; ``position_later`` that the position is to be filled in afterwards."""

    role: Role = Role.COMMUNE
    name: str = ""
    code: str = ""
    superior: str = ""
    officer: str = ""
    position: str = ""
    position_later: bool = False
    step: int = 0


def kept_draft(settings: QSettings, home: Path) -> Draft | None:
    """What was kept for the data folder ``home``; None when its first start never began or was brought to its end."""
    if settings.value(f"{_GROUP}/home") != str(home.absolute()):
        return None
    texts = {name: _text(settings, name) for name in _TEXTS}
    step = _text(settings, "step")
    return Draft(
        role=Role.AUTHORITY if _text(settings, "role") == Role.AUTHORITY.value else Role.COMMUNE,
        position_later=_text(settings, "positionLater") == "yes",
        step=int(step) if step.isdigit() else 0,
        **texts,
    )


def keep_draft(settings: QSettings, home: Path, draft: Draft) -> None:
    """Written at once, so that nothing is lost when the program is killed."""
    values = {name: str(getattr(draft, name)) for name in _TEXTS}
    values |= {"home": str(home.absolute()), "role": draft.role.value, "step": str(draft.step)}
    values["positionLater"] = "yes" if draft.position_later else ""
    for name, value in values.items():
        settings.setValue(f"{_GROUP}/{name}", value)
    settings.sync()


def forget_draft(settings: QSettings) -> None:
    settings.remove(_GROUP)
    settings.sync()


def _text(settings: QSettings, name: str) -> str:
    kept = settings.value(f"{_GROUP}/{name}")
    return kept if isinstance(kept, str) else ""
