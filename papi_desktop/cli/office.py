"""Commands about the data folder itself: init, office, officer, key, undo, check, demo."""

import os
import sys
import tempfile
from pathlib import Path
from uuid import UUID

import click

from papi_desktop.cli.output import FILE, ID, Invocation, pass_invocation
from papi_desktop.domain.errors import Code, KeyringError, RequestError
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services import checking, office, officers, own_keys
from papi_desktop.services import undo as undoing
from papi_desktop.wording import action_text
from resources.i18n import gettext as _


@click.command(
    help="Make a data folder with database, keys and card.",
    epilog="Example: papi --home office init --role commune --code 99001 --name 'UBND xã Tân Phú (mẫu)'",
)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What this office is.")
@click.option("--code", required=True, help="The unit code, letters and digits.")
@click.option("--name", required=True, help="The office's name.")
@click.option("--superior", default="", help="The name of the level above.")
@click.option("--officer", "officers", multiple=True, help="An officer, “Name” or “Name; Position”; the last one signs papers.")
@pass_invocation
def init(call: Invocation, role: str, code: str, name: str, superior: str, officers: tuple[str, ...]) -> None:
    result = office.init_office(
        call.home,
        role=Role(role),
        code=code,
        name=name,
        superior=superior,
        passphrase=_new_passphrase(),
        officers=[_officer(text) for text in officers],
    )
    call.answer(
        {"home": result.home, "unit": result.unit, "fingerprint": result.fingerprint, "recovery_code": result.recovery_code},
        [
            _("Data folder: {path}").format(path=result.home),
            _("Fingerprint of the card: {fingerprint}").format(fingerprint=result.fingerprint),
            _("Recovery code: {code}").format(code=result.recovery_code),
            _("Write the recovery code down and keep it locked away: it opens the keys when the passphrase is forgotten."),
        ],
    )


def _new_passphrase() -> str:
    given = os.environ.get("PAPI_PASSPHRASE")
    if given:
        return given
    if not sys.stdin.isatty():
        raise KeyringError(Code.NO_PASSPHRASE)
    return str(click.prompt(_("New passphrase"), hide_input=True, confirmation_prompt=True, err=True))


def _officer(text: str) -> tuple[str, str]:
    name, _separator, position = text.partition(";")
    return name.strip(), position.strip()


@click.group("office", help="Who this office is.")
def office_group() -> None: ...


@office_group.command("show", help="Show name, code, level above, place, fingerprint and who signs.")
@pass_invocation
def office_show(call: Invocation) -> None:
    with call.app() as app:
        view = office.office_view(app)
    signatory = "" if view.signatory is None else view.signatory.full_name
    data = {"unit": view.unit, "code": view.code, "name": view.name, "role": view.role, "superior": view.superior, "place": view.place}
    call.answer(
        data | {"fingerprint": view.fingerprint, "signatory": signatory},
        [f"{view.code}  {view.name}  {view.superior}", _("Fingerprint: {code}").format(code=view.fingerprint)],
    )


@office_group.command(
    "edit",
    help="Change name, place or level above; what is not given stays.",
    epilog="Example: papi office edit --name 'Ủy ban nhân dân xã Tân Phú (mẫu)'",
)
@click.option("--name", help="The office's name.")
@click.option("--place", help="The place before the date on papers; an empty one is taken from the name.")
@click.option("--superior", help="The name of the level above.")
@pass_invocation
def office_edit(call: Invocation, name: str | None, place: str | None, superior: str | None) -> None:
    with call.app() as app:
        office.edit_office(app, name=name, place=place, superior=superior)
        view = office.office_view(app)
    call.answer({"name": view.name, "place": view.place, "superior": view.superior}, [f"{view.code}  {view.name}  {view.superior}"])


@click.group(help="Officers of this office.")
def officer() -> None: ...


@officer.command("add", help="Enter an officer.")
@click.option("--name", required=True, help="Full name.")
@click.option("--position", default="", help="Position as it stands under a signature.")
@pass_invocation
def officer_add(call: Invocation, name: str, position: str) -> None:
    with call.app() as app:
        result = officers.add_officer(app, full_name=name, position=position)
    call.answer({"officer": result.officer}, [_("Officer entered: {name}").format(name=name)])


@officer.command("list", help="List the officers.")
@pass_invocation
def officer_list(call: Invocation) -> None:
    with call.app() as app:
        people = office.office_view(app).officers
    data = [{"id": o.id, "name": o.full_name, "position": o.position, "at_work": o.at_work, "active": o.active} for o in people]
    call.answer({"officers": data}, [f"{o.full_name}  {o.position}" for o in people])


@officer.command(
    "edit",
    help="Correct an officer's name or position; what is not given stays.",
    epilog="Example: papi officer edit ID --position 'Chủ tịch'",
)
@click.argument("officer_id", type=ID, metavar="OFFICER")
@click.option("--name", help="Full name.")
@click.option("--position", help="Position as it stands under a signature.")
@pass_invocation
def officer_edit(call: Invocation, officer_id: UUID, name: str | None, position: str | None) -> None:
    with call.app() as app:
        known = next((each for each in office.office_view(app).officers if each.id == officer_id), None)
        if known is None:
            raise RequestError(Code.NOT_FOUND, what=str(officer_id))
        name, position = known.full_name if name is None else name, known.position if position is None else position
        officers.edit_officer(app, officer_id=officer_id, full_name=name, position=position)
    call.answer({"officer": officer_id, "name": name, "position": position}, [f"{name}  {position}"])


@officer.command("at-work", help="From now on everything is recorded in this officer's name.")
@click.argument("officer_id", type=ID, metavar="OFFICER")
@pass_invocation
def officer_at_work(call: Invocation, officer_id: UUID) -> None:
    with call.app() as app:
        officers.put_to_work(app, officer_id=officer_id)
    call.answer({"officer": officer_id, "at_work": True})


@officer.command("signs", help="From now on papers name this officer as who signs.")
@click.argument("officer_id", type=ID, metavar="OFFICER")
@pass_invocation
def officer_signs(call: Invocation, officer_id: UUID) -> None:
    with call.app() as app:
        officers.choose_signatory(app, officer_id=officer_id)
    call.answer({"officer": officer_id, "signatory": True})


@officer.command("active", help="Say whether an officer still works here; what they did keeps their name.")
@click.argument("officer_id", type=ID, metavar="OFFICER")
@click.argument("active", type=bool, metavar="YES|NO")
@pass_invocation
def officer_active(call: Invocation, officer_id: UUID, active: bool) -> None:
    with call.app() as app:
        officers.set_officer_active(app, officer_id=officer_id, active=active)
    call.answer({"officer": officer_id, "active": active})


@click.group(help="The keys of this installation.")
def key() -> None: ...


@key.command("passphrase", help="Choose a new passphrase; the old one or the recovery code opens the keys.")
@click.option("--new", envvar="PAPI_NEW_PASSPHRASE", help="The new passphrase (else asked for).")
@pass_invocation
def key_passphrase(call: Invocation, new: str | None) -> None:
    with call.app() as app:
        secret = call.passphrase()
        if new is None and not sys.stdin.isatty():
            raise KeyringError(Code.NO_PASSPHRASE)
        chosen = new or str(click.prompt(_("New passphrase"), hide_input=True, confirmation_prompt=True, err=True))
        own_keys.change_passphrase(app, secret=secret, new_passphrase=chosen)
    call.answer({"changed": True}, [_("The passphrase was changed. The recovery code stays valid.")])


@key.command("recovery-code", help="Make a new recovery code, which is shown once; the old one opens nothing from then on.")
@pass_invocation
def key_recovery_code(call: Invocation) -> None:
    with call.app() as app:
        code = own_keys.propose_recovery_code()
        own_keys.replace_recovery_code(app, secret=call.passphrase(), code=code)
    call.answer(
        {"recovery_code": code},
        [
            _("Recovery code: {code}").format(code=code),
            _("Write the recovery code down and keep it locked away: it opens the keys when the passphrase is forgotten."),
        ],
    )


@click.command(help="Take back the last action on plans, evidence, marks or reviews.")
@pass_invocation
def undo(call: Invocation) -> None:
    with call.app() as app:
        result = undoing.undo(app)
    call.answer({"undone": result.action, "rows": result.rows}, [_("Undone: {action}").format(action=action_text(result.action))])


@click.command(help="Check every row, object, journal link and kept seal.")
@pass_invocation
def check(call: Invocation) -> None:
    with call.app() as app, call.progress(_("Checking")) as progress:
        result = checking.check(app, progress=progress)
        notes = [*result.notes] + ([f"cleaned:{app.cleaned}"] if app.cleaned else [])
    problems = [{"code": problem.code, "what": problem.what} for problem in result.problems]
    lines = [f"{problem.code}: {problem.what}" for problem in result.problems] or [
        _("Everything is in order. Rows: {rows}, files: {objects}, journal entries: {entries}.").format(
            rows=result.rows, objects=result.objects, entries=result.entries
        )
    ]
    call.answer({"ok": not problems, "problems": problems, "notes": notes, "rows": result.rows, "objects": result.objects}, lines)
    if problems:
        call.failed()


@click.command(
    help="The whole journey on sample data: a commune and the level above, plan, evidence, papers, bundle, review, reply.",
    epilog="Example: papi demo --home demo",
)
@click.option("--home", "folder", type=FILE, help="Where to make DIR/commune and DIR/authority (else a new temporary folder).")
@pass_invocation
def demo(call: Invocation, folder: Path | None) -> None:
    from papi_desktop.services.demo import PASSPHRASE, run_demo

    target = folder or (call.home if call.home_named else Path(tempfile.mkdtemp(prefix="papi-demo-")))
    steps = run_demo(target, step=None if call.as_json else lambda made: call.say(f"{made.number:2}. {made.title}\n    {made.made}"))
    data = [{"number": s.number, "title": s.title, "made": s.made, "paths": s.paths} for s in steps]
    lines = [
        _("The demo's folders are in {path}").format(path=target.absolute()),
        _("Passphrase of the demo's keys: {passphrase}").format(passphrase=PASSPHRASE),
    ]
    call.answer({"home": target, "passphrase": PASSPHRASE, "steps": data}, lines)
