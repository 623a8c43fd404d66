"""What opens the keys of this installation: its passphrase and its recovery code."""

import secrets

from db.office_queries import current_ring
from papi_desktop.bundle.keys import bare_code, lock_keys, make_recovery_code, normalise_recovery_code
from papi_desktop.domain.errors import Code, KeyringError
from papi_desktop.domain.passphrases import MINIMUM_PASSPHRASE
from papi_desktop.services.app import App

_GROUPS_ASKED = 2


def check_passphrase(passphrase: str) -> None:
    """Raises ``KeyringError(WEAK_PASSPHRASE)`` for one that is too short."""
    if len(passphrase) < MINIMUM_PASSPHRASE:
        raise KeyringError(Code.WEAK_PASSPHRASE, minimum=MINIMUM_PASSPHRASE)


def change_passphrase(app: App, *, secret: str, new_passphrase: str) -> None:
    """Locks the keys under a new passphrase; ``secret`` is the old one or the recovery code, which stays valid.

    Raises ``KeyringError`` WEAK_PASSPHRASE or WRONG_PASSPHRASE.
    """
    check_passphrase(new_passphrase)
    app.unlock(secret)
    locked = lock_keys(app.keys, new_passphrase)
    with app.unit_of_work("key.passphrase") as uow:
        ring = current_ring(uow.session)
        ring.by_passphrase = locked
        uow.note(key=ring.number)
        uow.commit()


def propose_recovery_code() -> str:
    """A new code, to be written down and proven before anything is locked with it: until then whatever held before still holds."""
    return make_recovery_code()


def replace_recovery_code(app: App, *, secret: str, code: str) -> None:
    """From now on ``code``, which the person has proven to hold, opens the keys instead of the old code.

    ``secret`` is the passphrase or the old code. Raises ``KeyringError(WRONG_PASSPHRASE)``.
    """
    normal = normalise_recovery_code(code)
    if normal is None:
        raise ValueError(code)  # codes come from propose_recovery_code
    app.unlock(secret)
    locked = lock_keys(app.keys, normal)
    with app.unit_of_work("key.recovery") as uow:
        ring = current_ring(uow.session)
        ring.by_recovery_code = locked
        uow.note(key=ring.number)
        uow.commit()


def groups_to_prove(code: str) -> tuple[int, ...]:
    """Which groups of ``code``, from 1, a person is asked to type: enough to show that it was written down, another choice each time."""
    count = code.count("-") + 1
    return tuple(sorted(secrets.SystemRandom().sample(range(1, count + 1), _GROUPS_ASKED)))


def proves_code(typed: str, code: str, groups: tuple[int, ...]) -> bool:
    """Whether ``typed`` is those groups of ``code``, or all of it, whatever case, spaces and dashes it was typed with."""
    parts = code.split("-")
    return bare_code(typed) in {bare_code(code), "".join(parts[group - 1] for group in groups)}
