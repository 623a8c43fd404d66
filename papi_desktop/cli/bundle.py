"""Commands of exchange: card, bundle, review, reply."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from papi_desktop.cli.output import FILE, ID, Invocation, pass_invocation
from papi_desktop.domain.vocabulary import ImportVerdict, ReviewVerdict
from papi_desktop.services import bundles as history
from papi_desktop.services import cards, receiving, reviews, sending
from papi_desktop.services.app import is_data_folder
from papi_desktop.services.cards import CardView
from papi_desktop.services.receiving import FileVerdict
from papi_desktop.services.reviews import ReviewItem
from papi_desktop.services.sending import BundleFile
from papi_desktop.wording import error_message, moment_text, relation_text, size_text, verdict_text
from resources.i18n import gettext as _


@click.group(help="Cards: who is trusted, after the fingerprint was compared.")
def card() -> None: ...


def _card_data(view: CardView) -> dict[str, Any]:
    return {
        "unit": view.unit,
        "code": view.code,
        "name": view.name,
        "number": view.number,
        "fingerprint": view.fingerprint,
        "relation": view.relation,
        "revoked": view.revoked_at is not None,
    }


@card.command("write", help="Write this office's card, to be handed over.")
@click.option("--out", type=FILE, required=True, help="The .papi.card file to write.")
@pass_invocation
def card_write(call: Invocation, out: Path) -> None:
    with call.app(unlocked=True) as app:
        view = cards.write_own_card(app, out=out)
    call.answer(_card_data(view) | {"path": view.path}, [f"{view.path}", _("Fingerprint: {code}").format(code=view.fingerprint)])


@card.command("trust", help="Trust the card of another office whose fingerprint was read aloud or typed.")
@click.argument("file", type=FILE)
@click.option("--fingerprint", "spoken", required=True, help="The fingerprint as the other office reads it out.")
@pass_invocation
def card_trust(call: Invocation, file: Path, spoken: str) -> None:
    with call.app() as app:
        view = cards.trust_card(app, path=file, spoken=spoken)
    call.answer(_card_data(view), [_("Trusted: {name}, {relation}").format(name=view.name, relation=relation_text(view.relation))])


@card.command("revoke", help="Trust the cards of an office no longer.")
@click.argument("unit")
@pass_invocation
def card_revoke(call: Invocation, unit: str) -> None:
    with call.app() as app:
        view = cards.revoke_card(app, code=unit)
    call.answer(_card_data(view), [_("No longer trusted: {name}").format(name=view.name)])


@card.command("list", help="List the cards.")
@pass_invocation
def card_list(call: Invocation) -> None:
    with call.app() as app:
        views = cards.list_cards(app)
    lines = [f"{v.code}  {v.name}  {relation_text(v.relation)}  {v.fingerprint}" for v in views]
    call.answer({"cards": [_card_data(view) for view in views]}, lines)


@click.group(help="Sealed bundles.")
def bundle() -> None: ...


def _written_data(file: BundleFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "id": file.id,
        "sequence": file.sequence,
        "recipient": file.recipient,
        "bytes": file.bytes,
        "records": file.records,
        "objects": file.objects,
    }


def _written_line(file: BundleFile) -> str:
    return _("Bundle {number}: {path}, {size}, read back and equal").format(
        number=f"{file.sequence:04d}", path=file.path, size=size_text(file.bytes)
    )


@bundle.command(
    "export", help="Seal what is new since the recipient's last receipt.", epilog="Example: papi bundle export --out /media/usb"
)
@click.option("--out", type=FILE, required=True, help="The folder to write to.")
@click.option("--to", default="", help="The recipient's unit code (else the level above).")
@click.option("--plain", is_flag=True, help="Do not encrypt.")
@click.option("--everything", is_flag=True, help="Send everything again, whatever was received.")
@pass_invocation
def bundle_export(call: Invocation, out: Path, to: str, plain: bool, everything: bool) -> None:
    with call.app(unlocked=True) as app, call.progress(_("Writing the bundle")) as progress:
        result = sending.export_bundles(
            app, out=out, to=to, plain=plain, everything=everything, progress=lambda stage, done, total: progress(done, total)
        )
    lines = [_written_line(file) for file in result.bundles] or [_("Nothing new since the last receipt.")]
    lines += [_("Left out, the stored file is damaged: {name}").format(name=name) for name in result.left_out]
    call.answer({"bundles": [_written_data(file) for file in result.bundles], "left_out": result.left_out}, lines)
    if result.left_out:
        call.left_out()


@bundle.command("verify", help="Check bundles; imports nothing. Without a data folder: whole and sealed, whoever by.")
@click.argument("files", type=FILE, nargs=-1, required=True)
@pass_invocation
def bundle_verify(call: Invocation, files: tuple[Path, ...]) -> None:
    if is_data_folder(call.home):
        with call.app() as app:
            if any(receiving.is_encrypted(path) for path in files):
                app.unlock(call.passphrase())
            found = receiving.verify_bundles(app, paths=files)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            found = receiving.verify_alone(files, Path(temporary))
    data = [
        {"path": f.path, "ok": f.ok, "code": None if f.error is None else f.error.code, "unit": f.unit_code}
        | {"sequence": f.sequence, "records": f.records, "objects": f.objects}
        for f in found
    ]
    lines = [
        _("Seal valid, contents whole: {name}").format(name=f.path.name)
        if f.error is None
        else f"error[{f.error.code}]: {error_message(f.error, name=f.path.name).what} {error_message(f.error, name=f.path.name).todo}"
        for f in found
    ]
    call.answer({"files": data}, lines)
    if not all(f.ok for f in found):
        call.failed()


def _verdict_data(file: FileVerdict) -> dict[str, Any]:
    return {
        "path": file.path,
        "verdict": file.verdict,
        "code": None if file.error is None else file.error.code,
        "unit": file.unit_code,
        "sequence": file.sequence,
        "new": file.new,
        "same": file.same,
        "changed": file.changed,
        "refused": {},
        "objects": file.objects,
        "missing": file.missing,
        "open": file.open,
    }


def _verdict_line(file: FileVerdict) -> str:
    head = f"{verdict_text(file.verdict)}: {file.path.name}"
    if file.error is not None:
        message = error_message(file.error, name=file.path.name)
        return f"{head}\n  error[{file.error.code}]: {message.what} {message.todo}"
    counts = _("new: {new}, changed: {changed}, known: {same}, files: {objects}, files still missing: {missing}").format(
        new=sum(file.new.values()),
        changed=sum(file.changed.values()),
        same=sum(file.same.values()),
        objects=file.objects,
        missing=len(file.missing),
    )
    return f"{head}\n  {file.unit_name}: {counts}"


@bundle.command("import", help="Take in bundles or replies, from files and folders.")
@click.argument("paths", type=FILE, nargs=-1, required=True)
@pass_invocation
def bundle_import(call: Invocation, paths: tuple[Path, ...]) -> None:
    with call.app() as app, call.progress(_("Importing")) as progress:
        if any(receiving.is_encrypted(path) for path in paths):
            app.unlock(call.passphrase())
        result = receiving.import_bundles(app, paths=paths, progress=progress)
    call.answer(
        {"files": [_verdict_data(file) for file in result.files], "skipped": result.skipped}, [_verdict_line(f) for f in result.files]
    )
    if any(file.verdict in {ImportVerdict.REFUSED, ImportVerdict.FORK, ImportVerdict.WAITING} for file in result.files):
        call.failed()


@bundle.command("list", help="List bundles written and taken in.")
@pass_invocation
def bundle_list(call: Invocation) -> None:
    with call.app() as app:
        rows = history.list_bundles(app)
    data = [
        {"id": r.id, "ours": r.ours, "kind": r.kind, "peer": r.peer_code, "sequence": r.sequence, "at": r.at, "state": r.state}
        | {"path": r.path, "bytes": r.size, "records": r.records, "objects": r.objects, "evidence": r.evidence}
        for r in rows
    ]
    lines = [f"{r.sequence:04d}  {moment_text(r.at)}  {r.peer_name}  {r.state}  {size_text(r.size)}" for r in rows]
    call.answer({"bundles": data}, lines)


@click.group(help="The receiver's verdicts on evidence.")
def review() -> None: ...


def _item_data(item: ReviewItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "unit": item.unit_code,
        "task": item.task,
        "evidence": item.abstract or item.number,
        "kind": item.kind,
        "number": item.number,
        "date": item.issued,
        "files": item.files,
        "state": item.state,
        "comment": item.comment,
    }


def _item_line(item: ReviewItem) -> str:
    return f"{item.id}  {item.unit_code}  {item.state}  {item.number}  {item.abstract}"


@review.command("list", help="List evidence that is not accepted yet.")
@click.option("--unit", default="", help="Only this unit code.")
@pass_invocation
def review_list(call: Invocation, unit: str) -> None:
    with call.app() as app:
        items = reviews.list_reviews(app, unit_code=unit)
    call.answer({"items": [_item_data(item) for item in items]}, [_item_line(item) for item in items])


def _judge(call: Invocation, evidence_id: UUID, verdict: ReviewVerdict, comment: str) -> None:
    with call.app() as app:
        result = reviews.review_evidence(app, evidence_id=evidence_id, verdict=verdict, comment=comment)
    call.answer({"items": [_item_data(item) for item in result.items]}, [_item_line(item) for item in result.items])


@review.command("accept", help="Accept the version of an evidence that is here.")
@click.argument("evidence_id", type=ID, metavar="ID")
@click.option("--comment", default="", help="A comment.")
@pass_invocation
def review_accept(call: Invocation, evidence_id: UUID, comment: str) -> None:
    _judge(call, evidence_id, ReviewVerdict.ACCEPTED, comment)


@review.command("return", help="Return an evidence with a comment.")
@click.argument("evidence_id", type=ID, metavar="ID")
@click.option("--comment", default="", help="What is to be corrected.")
@pass_invocation
def review_return(call: Invocation, evidence_id: UUID, comment: str) -> None:
    _judge(call, evidence_id, ReviewVerdict.RETURNED, comment)


@click.command(help="Write the sealed answer: receipt and reviews.", epilog="Example: papi reply --all --out /media/usb")
@click.option("--unit", default="", help="The unit code to answer.")
@click.option("--all", "every", is_flag=True, help="Answer every unit that has something new.")
@click.option("--out", type=FILE, required=True, help="The folder to write to.")
@click.option("--plain", is_flag=True, help="Do not encrypt.")
@pass_invocation
def reply(call: Invocation, unit: str, every: bool, out: Path, plain: bool) -> None:
    if bool(unit) == every:
        raise click.UsageError(_("Name one unit with --unit, or all with --all."))
    with call.app(unlocked=True) as app, call.progress(_("Writing the reply")) as progress:
        result = sending.write_replies(app, out=out, unit_code=unit, plain=plain, progress=lambda stage, done, total: progress(done, total))
    lines = [_written_line(file) for file in result.bundles] or [_("Nothing new since the last receipt.")]
    call.answer({"bundles": [_written_data(file) for file in result.bundles], "left_out": result.left_out}, lines)
    if result.left_out:
        call.left_out()
