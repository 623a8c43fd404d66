"""The command ``papi``: options of every call, and its entry point."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

import click

from papi_desktop import __version__
from papi_desktop.cli.bundle import bundle, card, reply, review
from papi_desktop.cli.evidence import evidence, evidence_bin
from papi_desktop.cli.marking import assign, not_applicable, tick, untick
from papi_desktop.cli.office import check, demo, init, key, office_group, officer, undo
from papi_desktop.cli.output import Invocation
from papi_desktop.cli.plan import period, plan
from papi_desktop.cli.rules import rules
from papi_desktop.cli.work import checklist, search, status, tasks
from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.services.app import default_home
from resources.i18n import Language, gettext, use_language


@click.group(
    help="Plans, evidence and sealed bundles of a commune, from the command line.",
    epilog="Example: papi --home office tasks --status overdue",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option("--home", type=click.Path(path_type=Path), envvar="PAPI_HOME", help="The data folder (else PAPI_HOME, else the user's own).")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")
@click.version_option(__version__, prog_name="papi")
@click.pass_context
def cli(context: click.Context, home: Path | None, as_json: bool) -> None:
    context.obj = Invocation(home or default_home(), as_json, home is not None)


COMMANDS = (
    *(init, office_group, officer, key, check, undo, demo),
    *(plan, period, rules),
    *(tasks, evidence, evidence_bin, search, status, checklist),
    *(tick, untick, not_applicable, assign),
    *(card, bundle, review, reply),
)
for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Runs one call and leaves with its exit status: 0 done, 1 refused or failed, 2 wrong usage, 3 done in part."""
    use_language(language_of_environment())
    _translate(cli)
    as_json = "--json" in sys.argv[1:]
    try:
        status = cli(standalone_mode=False)
    except PapiError as error:
        Invocation(Path(), as_json).report(error)
        sys.exit(1)
    except click.ClickException as error:
        if as_json:
            click.echo(json.dumps({"error": {"code": "USAGE", "message": error.format_message(), "hint": ""}}, ensure_ascii=False))
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        Invocation(Path(), as_json).report(PapiError(Code.CANCELLED))
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)


def language_of_environment() -> Language:
    """PAPI_LANG, else Vietnamese."""
    chosen = os.environ.get("PAPI_LANG", "")[:2].lower()
    return cast("Language", chosen) if chosen in get_args(Language) else "vi"


def _translate(command: click.Command) -> None:
    """Help texts in the language of the call."""
    for described in _described(command):
        described.help = gettext(described.help) if described.help else None
        if isinstance(described, click.Command):
            described.epilog = gettext(described.epilog) if described.epilog else None


def help_texts() -> list[str]:
    """Every help text, for the catalogue."""
    texts = [described.help for described in _described(cli)]
    texts += [described.epilog for described in _described(cli) if isinstance(described, click.Command)]
    return [text for text in texts if text]


def _described(command: click.Command) -> Iterator[click.Command | click.Option]:
    """The command, its options, and all commands below it. Click's own ``--help`` and ``--version`` speak for themselves."""
    yield command
    yield from (option for option in command.params if isinstance(option, click.Option))
    if isinstance(command, click.Group):
        for child in command.commands.values():
            yield from _described(child)
