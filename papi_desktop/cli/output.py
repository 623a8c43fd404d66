"""What every command shares: the data folder, the passphrase, JSON or words, exit codes."""

import json
import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import click

from papi_desktop.domain.errors import Code, KeyringError, PapiError, RequestError
from papi_desktop.domain.periods import Period
from papi_desktop.services.app import App, open_app
from papi_desktop.wording import error_message
from resources.i18n import gettext as _

PARTIAL = 3
"""Exit status: done, but the result names things left out."""


def plain(value: Any) -> Any:
    """``value`` as JSON: ids, dates and decimals as text, paths absolute."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value.absolute())
    if isinstance(value, UUID | Decimal | Enum):
        return str(value.value if isinstance(value, Enum) else value)
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in cast("dict[object, object]", value).items()}
    return [plain(each) for each in cast("Sequence[object]", value)] if isinstance(value, list | tuple) else value


@dataclass(frozen=True)
class Invocation:
    """One call of ``papi``: where the data is, and how to answer."""

    home: Path
    as_json: bool
    home_named: bool = True
    """Whether the caller named the folder; ``demo`` never writes into the user's own."""

    @contextmanager
    def app(self, *, unlocked: bool = False) -> Generator[App]:
        """The opened data folder; with ``unlocked`` its keys are ready to make seals."""
        with open_app(self.home) as app:
            if app.cleaned:
                self.say(_("Leftover files of an interrupted run removed: {count}.").format(count=app.cleaned))
            if unlocked:
                app.unlock(self.passphrase())
            yield app

    def passphrase(self) -> str:
        """From PAPI_PASSPHRASE, else asked for at a terminal. Raises ``KeyringError(NO_PASSPHRASE)``."""
        given = os.environ.get("PAPI_PASSPHRASE")
        if given:
            return given
        if not sys.stdin.isatty():
            raise KeyringError(Code.NO_PASSPHRASE)
        return str(click.prompt(_("Passphrase"), hide_input=True, err=True))

    def say(self, line: str) -> None:
        """Words for people, which never mix with JSON."""
        click.echo(line, err=self.as_json)

    def answer(self, data: dict[str, Any], lines: Sequence[str] = ()) -> None:
        """The result: one JSON document, or its lines."""
        if self.as_json:
            click.echo(json.dumps(plain(data), ensure_ascii=False, indent=1))
        else:
            for line in lines:
                click.echo(line)

    def left_out(self) -> None:
        """Ends the call with the status that says: done, but something was left out."""
        raise click.exceptions.Exit(PARTIAL)

    def failed(self) -> None:
        raise click.exceptions.Exit(1)

    @contextmanager
    def progress(self, title: str) -> Generator[Callable[[int, int], None]]:
        """A progress bar when a person watches, nothing in a pipe."""
        if self.as_json or not sys.stderr.isatty():
            yield lambda done, total: None
            return
        with click.progressbar(length=1000, label=title, file=sys.stderr) as bar:

            def show(done: int, total: int) -> None:
                bar.update(done * 1000 // max(total, 1) - bar.pos)

            yield show

    def report(self, error: PapiError) -> None:
        """``error[CODE]: sentence. What to do.``, as JSON too when asked for."""
        message = error_message(error)
        if self.as_json:
            body = {"error": {"code": error.code.value, "message": message.what, "hint": message.todo}}
            click.echo(json.dumps(body, ensure_ascii=False, indent=1))
        click.echo(f"error[{error.code.value}]: {message.what} {message.todo}", err=True)


pass_invocation = click.make_pass_decorator(Invocation)


class IdType(click.ParamType[UUID]):
    """An id as results print it. One that cannot be an id is simply not found."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UUID:
        del param, ctx
        try:
            return value if isinstance(value, UUID) else UUID(value)
        except ValueError as error:
            raise RequestError(Code.NOT_FOUND, what=str(value)) from error


class DayType(click.ParamType[date]):
    """An ISO date, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(_("{value} is not a date of the form YYYY-MM-DD").format(value=value), param, ctx)


class NumberType(click.ParamType[Decimal]):
    """A number, with point or comma."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            number = value if isinstance(value, Decimal) else Decimal(str(value).replace(",", "."))
        except ArithmeticError:
            self.fail(_("{value} is not a number").format(value=value), param, ctx)
        if not number.is_finite():
            self.fail(_("{value} is not a number").format(value=value), param, ctx)
        return number


class CountType(click.ParamType[tuple[Decimal, Decimal]]):
    """A count of the form A/B."""

    name = "a/b"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Decimal, Decimal]:
        if isinstance(value, tuple):
            return value  # pyright: ignore[reportUnknownVariableType] - converted before
        done, slash, total = str(value).partition("/")
        if not slash:
            self.fail(_("{value} is not a count of the form A/B").format(value=value), param, ctx)
        return NumberType().convert(done, param, ctx), NumberType().convert(total, param, ctx)


class DetailType(click.ParamType[tuple[str, str]]):
    """A field of an evidence kind with its value, FIELD=VALUE."""

    name = "field=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value  # pyright: ignore[reportUnknownVariableType] - converted before
        field, equals, text = str(value).partition("=")
        if not equals:
            self.fail(_("{value} is not of the form FIELD=VALUE").format(value=value), param, ctx)
        return field.strip(), text


ID, DAY, NUMBER, COUNT, DETAIL = IdType(), DayType(), NumberType(), CountType(), DetailType()
FILE = click.Path(path_type=Path)


def chosen_period(key: str) -> Period:
    """The period that ``key`` names. Raises ``RequestError(BAD_VALUE)``."""
    try:
        return Period(key)
    except ValueError as error:
        raise RequestError(Code.BAD_VALUE, field="period", value=key) from error
