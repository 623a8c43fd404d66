"""The words for bundles that both sides of an exchange use."""

from pathlib import Path
from typing import TYPE_CHECKING

from papi_desktop.domain.errors import Code
from papi_desktop.domain.vocabulary import ImportVerdict, SyncState
from papi_desktop.services.bundles import BundleRow
from papi_desktop.wording import error_message, size_text, sync_text, verdict_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.states import Mark, mark_of

if TYPE_CHECKING:  # taking bundles in brings the seals with it, which the first page has no use for
    from papi_desktop.services.receiving import FileVerdict

UNFINISHED = "begun"
"""The state of a bundle that is being written, or whose writing a power cut ended."""


def number_of(sequence: int | None) -> str:
    return "" if sequence is None else f"{sequence:04d}"


def state_text(row: BundleRow) -> str:
    if not row.ours:
        return verdict_text(ImportVerdict(row.state))
    return _("Not finished") if row.state == UNFINISHED else sync_text(SyncState(row.state))


def state_mark(row: BundleRow) -> Mark:
    if not row.ours:
        return mark_of(ImportVerdict(row.state))
    return Mark("warning", Ink.AMBER) if row.state == UNFINISHED else mark_of(SyncState(row.state))


def evidence_count(count: int) -> str:
    return ngettext("{count} evidence item", "{count} evidence items", count).format(count=count)


def record_count(count: int) -> str:
    return ngettext("{count} record", "{count} records", count).format(count=count)


def file_count(count: int) -> str:
    return ngettext("{count} file", "{count} files", count).format(count=count)


def content_text(row: BundleRow) -> str:
    """What a bundle holds, in one line."""
    what = evidence_count(row.evidence) if row.evidence else record_count(row.records)
    return f"{what}, {size_text(row.size)}" if row.size else what


def place_text(path: str) -> str:
    """The folder a file is in, short enough for a column."""
    parent = Path(path).parent
    return (parent.name or str(parent)) if path else ""


def verdict_sentence(file: "FileVerdict") -> str:
    """What became of a file, in one sentence."""
    if file.error is not None:
        return error_message(file.error, name=file.path.name).what
    if file.verdict is ImportVerdict.DUPLICATE:
        if file.objects:
            return ngettext(
                "Imported before; {count} file that was owed has come.", "Imported before; {count} owed files have come.", file.objects
            ).format(count=file.objects)
        return _("Imported before; nothing changed.")
    new, changed = sum(file.new.values()), sum(file.changed.values())
    parts = [_("{count} new").format(count=new), _("{count} changed").format(count=changed)]
    if file.missing:
        parts.append(ngettext("{count} file missing", "{count} files missing", len(file.missing)).format(count=len(file.missing)))
    return ", ".join(parts)


def seal_mark(file: "FileVerdict") -> tuple[str, Mark] | None:
    """What is known about the seal: right, wrong, or nothing because the file was given up before."""
    code = None if file.error is None else file.error.code
    if code in {None, Code.GAP, Code.FORK}:
        return _("Seal is right"), Mark("lock", Ink.GREEN)
    if code in {Code.SEAL, Code.SEAL_PROFILE}:
        return _("Seal is wrong"), Mark("exclamation-circle", Ink.RED)
    return None


def record_type_text(kind: str) -> str:
    """What a type of record is called."""
    return {
        "unit": _("Offices"),
        "officer": _("Officers"),
        "plan": _("Plans"),
        "index": _("Indexes"),
        "dimension": _("Dimensions"),
        "component": _("Components"),
        "task": _("Tasks"),
        "target": _("Targets"),
        "expected": _("Expected results"),
        "period": _("Reporting periods"),
        "occurrence": _("Occurrences"),
        "evidence": _("Evidence"),
        "attachment": _("Files"),
        "link": _("Evidence linked to tasks"),
        "tick": _("Marks as done"),
        "review": _("Review results"),
        "message": _("Messages"),
        "receipt": _("Receipts"),
    }[kind]
