"""Changing settings of the office so that undo can put them back: they are no rows that travel, so the journal entry keeps them."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy.orm import Session

from db.office_queries import setting, write_setting
from db.unit_of_work import UnitOfWork
from papi_desktop.domain.errors import Code, StorageError

_KEPT = "settings"


def change_settings(uow: UnitOfWork, values: Mapping[str, str | None]) -> None:
    """Writes the settings that are others now; the journal entry keeps what was there before and after."""
    before = {key: setting(uow.session, key) for key in values}
    changed = {key: [before[key], value] for key, value in values.items() if before[key] != value}
    for key, (_before, after) in changed.items():
        write_setting(uow.session, key, after)
    if changed:
        uow.note(**{_KEPT: changed})


def put_settings_back(session: Session, detail: Mapping[str, Any]) -> None:
    """Takes back what ``change_settings`` noted in a journal entry's ``detail``.

    Raises ``StorageError(CONFLICT)`` where one of them was changed again since.
    """
    changed = cast("dict[str, list[str | None]]", detail.get(_KEPT, {}))
    for key, (before, after) in changed.items():
        if setting(session, key) != after:
            raise StorageError(Code.CONFLICT)
        write_setting(session, key, before)
