"""Codes become words here, for the window and the command line alike: what happened, what was not lost, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.domain.kind_fields import Fault, share_present
from papi_desktop.domain.passphrases import MINIMUM_PASSPHRASE, Strength
from papi_desktop.domain.periods import Period
from papi_desktop.domain.plan_document import Measure
from papi_desktop.domain.progress import Finding, FindingCode
from papi_desktop.domain.vocabulary import Comparator, ImportVerdict, OccurrenceStatus, Relation, Role, SyncState, TimingKind, WhyLeftOut
from resources.i18n import current_language, gettext, ngettext, pgettext
from resources.kinds import KindField, evidence_kind, kind_fields
from resources.rules import Rule, posting_places
from resources.rules import rule as rule_of


def _mark(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is used."""
    return text


@dataclass(frozen=True)
class Message:
    """Two plain sentences: what happened (and what was not lost), and what to do."""

    what: str
    todo: str


_ERRORS: dict[Code, tuple[str, str]] = {
    Code.NO_DATA: (
        _mark("There is no data folder at {path}."),
        _mark("Name another folder, or set the office up first (“papi init”)."),
    ),
    Code.EXISTS: (
        _mark("The folder {path} already holds data. Nothing was changed."),
        _mark("Choose an empty or new folder."),
    ),
    Code.IN_USE: (
        _mark("Another running program uses the data ({holder}). Nothing was changed."),
        _mark("Close that program, then try again."),
    ),
    Code.DATA_NEWER: (
        _mark("A newer version of this program wrote this data. Nothing was changed."),
        _mark("Install the newest version, then open it again."),
    ),
    Code.DATA_DAMAGED: (
        _mark("The data folder is damaged: {what}. Nothing was changed."),
        _mark("Keep the folder as it is and restore the last backup into a new one."),
    ),
    Code.DATA_GONE: (
        _mark("The data in {path} is not there any more: the folder was moved or deleted, or its drive unplugged. Nothing was written."),
        _mark("Put the folder back or plug the drive in again, then do it again; or close the program and open it anew."),
    ),
    Code.READ_ONLY: (
        _mark("{path} can only be read at present. What was saved before is not lost; nothing new was written."),
        _mark("Allow writing to the data folder or its drive, then do it again."),
    ),
    Code.DISK_FULL: (
        _mark("The disk is full at {path}. What was saved before is not lost; nothing half written is left."),
        _mark("Free some space, then do it again."),
    ),
    Code.WRITE_FAILED: (
        _mark("Writing to {path} failed: {reason}. What was saved before is not lost."),
        _mark("Check the drive and the right to write there, then do it again."),
    ),
    Code.CONFLICT: (
        _mark("The same place was changed meanwhile by something newer, which was kept; this action was not carried out."),
        _mark("Look at the newest state, then do it again if it is still needed."),
    ),
    Code.NO_PASSPHRASE: (
        _mark("The key that makes seals is locked. Nothing was changed."),
        _mark("Enter the passphrase (on the command line: set PAPI_PASSPHRASE)."),
    ),
    Code.WEAK_PASSPHRASE: (
        _mark("The passphrase is shorter than {minimum} characters. Nothing was changed."),
        _mark("Choose a longer one, for example four words."),
    ),
    Code.WRONG_PASSPHRASE: (
        _mark("The passphrase does not open the key. Nothing was changed."),
        _mark("Check Caps Lock and the Vietnamese input method, or use the recovery code."),
    ),
    Code.NOT_FOUND: (
        _mark("“{what}” was not found. Nothing was changed."),
        _mark("Check the name or list what is there."),
    ),
    Code.AMBIGUOUS: (
        _mark("“{what}” can mean more than one ({count}). Nothing was changed."),
        _mark("Name one of them by its own id."),
    ),
    Code.BAD_VALUE: (
        _mark("The value “{value}” cannot be used for “{field}”. Nothing was changed."),
        _mark("Correct it, then do it again."),
    ),
    Code.TOO_LONG: (
        _mark("A text or number is longer than can be recorded and sent. Nothing was changed."),
        _mark("Shorten it, then do it again."),
    ),
    Code.WRONG_ROLE: (
        _mark("This office cannot do that: it belongs to the other side. Nothing was changed."),
        _mark("Do it in the data folder of the other office."),
    ),
    Code.NOTHING_TO_UNDO: (
        _mark("There is nothing to undo."),
        _mark("Only actions on plans, evidence, marks and reviews can be undone."),
    ),
    Code.NOT_NEWEST: (
        _mark("This is not the newest action any more. Nothing was taken back."),
        _mark("Ctrl+Z takes back the newest action; do so until this one is the newest again."),
    ),
    Code.CANCELLED: (
        _mark("Cancelled. Nothing half done is left."),
        _mark("Start it again whenever it suits."),
    ),
    Code.NOT_A_PLAN: (
        _mark("“{name}” holds no table of tasks. Nothing was changed."),
        _mark("Choose a document with a table that has a column for tasks, or with numbered directives; looked for: {looked_for}."),
    ),
    Code.NO_TASKS: (
        _mark("“{name}” has a plan table, but no task in it. Nothing was changed."),
        _mark("Check that it is the right file and that the table is filled in."),
    ),
    Code.DOCUMENT_EMPTY: (
        _mark("“{name}” is empty (0 bytes). Nothing was changed."),
        _mark("Ask the sender for the file again."),
    ),
    Code.DOCUMENT_LOCKED: (
        _mark("“{name}” is protected by a password. Nothing was changed."),
        _mark("Open it in Word or Excel, save it without the password, then try again."),
    ),
    Code.DOCUMENT_CORRUPT: (
        _mark("“{name}” is damaged and cannot be opened. Nothing was changed."),
        _mark("Copy it again from where it came, or save it anew in Word or Excel."),
    ),
    Code.OLD_FORMAT: (
        _mark("“{name}” is in the old Word or Excel format. Nothing was changed."),
        _mark("Open it and save it as .docx or .xlsx, then try again."),
    ),
    Code.DOCUMENT_TOO_LARGE: (
        _mark("“{name}” holds a table of more than {count} rows; no plan has so many. Nothing was changed."),
        _mark("Keep only the table of tasks in the file, then try again."),
    ),
    Code.SCANNED: (
        _mark("“{name}” holds pictures of pages and no text. Nothing was changed."),
        _mark(
            "Ask the sender for the Word or Excel file; or have the text recogniser Tesseract with its Vietnamese data installed on this "
            "computer, then try again."
        ),
    ),
    Code.RECOGNISER_FAILED: (
        _mark("The text recogniser stopped while it read “{name}”. Nothing was changed."),
        _mark("Try again; if it stops again, ask the sender for the Word or Excel file."),
    ),
    Code.FILE_MISSING: (
        _mark("The file “{name}” is no longer there. Nothing was changed."),
        _mark("Check the drive or choose the file again."),
    ),
    Code.FILE_UNREADABLE: (
        _mark("The file “{name}” cannot be read. Nothing was changed."),
        _mark("Close the program that uses it or copy it to this computer first."),
    ),
    Code.FILE_CHANGED: (
        _mark("The file “{name}” was being written while it was copied. Nothing was changed."),
        _mark("Wait until the scanner or the other program has finished, then add it again."),
    ),
    Code.FILE_CLASSIFIED: (
        _mark("“{name}” is marked {secret}. Classified papers must not be kept in this program; nothing of it was stored."),
        _mark("Leave it out and handle it as the law on state secrets says."),
    ),
    Code.FILE_EMPTY: (
        _mark("The file “{name}” is empty (0 bytes). Nothing was changed."),
        _mark("Scan or save it again."),
    ),
    Code.FILE_EXECUTABLE: (
        _mark("“{name}” is a program or script, which cannot be evidence. Nothing was changed."),
        _mark("Choose a document, a photo or a recording; print a web page to PDF."),
    ),
    Code.NO_PICTURE: (
        _mark("This kind of file has no picture here."),
        _mark("Open it to see what is in it."),
    ),
    Code.UNREADABLE_PICTURE: (
        _mark("This file is damaged and cannot be shown."),
        _mark("It is kept unchanged. Try to open it; if that fails too, record the file again from where it came from."),
    ),
    Code.PICTURE_LOCKED: (
        _mark("This file asks for a password."),
        _mark("It is kept unchanged. Open it and type the password there."),
    ),
    Code.PICTURE_TOO_LARGE: (
        _mark("This file is too large to be shown here."),
        _mark("It is kept unchanged. Open it in the program that made it."),
    ),
    Code.NO_FONT: (
        _mark("No Times-like font with all Vietnamese letters was found on this computer; nothing was printed."),
        _mark("Install Times New Roman (on Linux: the package fonts-liberation2)."),
    ),
    Code.FILE_EXISTS: (
        _mark("There is already a file at {path}. It was not overwritten and nothing was changed."),
        _mark("Choose another folder or move that file away."),
    ),
    Code.NO_RECIPIENT: (
        _mark("There is no trusted card to send to. Nothing was written."),
        _mark("Take in the card of the other office first (“papi card trust”)."),
    ),
    Code.NOT_A_CARD: (
        _mark("This file is not an office card. Nothing was changed."),
        _mark("Ask for the .papi.card file again."),
    ),
    Code.WRONG_FINGERPRINT: (
        _mark("The fingerprint does not belong to the card of “{name}”. The card was not trusted."),
        _mark("Have the fingerprint read out again; if it still differs, ask for the card again."),
    ),
    Code.WRONG_CARD: (
        _mark("The card of “{name}” cannot be trusted here: it belongs to an office of the same side. Nothing was changed."),
        _mark("A commune takes the card of the level above; the level above takes the cards of communes."),
    ),
    Code.PERSONAL_DATA: (
        _mark("Some evidence holds personal data ({count}), which leaves only encrypted. Nothing was written."),
        _mark("Write the bundle encrypted."),
    ),
    Code.OBJECT_DAMAGED: (
        _mark("The stored file {sha256} is damaged. Nothing was written."),
        _mark("Add the original file again."),
    ),
    Code.READ_BACK: (
        _mark("What was read back from the drive is not what was written; the bundle was removed. The data here is not lost."),
        _mark("Try another USB drive."),
    ),
    Code.NOT_A_BUNDLE: (
        _mark("“{name}” is not a bundle. Nothing was changed."),
        _mark("Choose a .papi.zip or .papi.age file."),
    ),
    Code.TRUNCATED: (
        _mark("“{name}” is cut off: the end is missing. Nothing was changed."),
        _mark("Copy the bundle again from where it came."),
    ),
    Code.LAYOUT: (
        _mark("“{name}” is not laid out as a bundle must be ({member}). Nothing was changed."),
        _mark("Ask the sender to write the bundle again; do not repack it."),
    ),
    Code.BOUNDS: (
        _mark("“{name}” is larger than a bundle may be ({member}). Nothing was changed."),
        _mark("Do not open it; ask the sender what it is."),
    ),
    Code.TAG_FILES: (
        _mark("A part of “{name}” does not match its checksum ({member}). Nothing was changed."),
        _mark("Copy the bundle again; if that does not help, ask the sender to write it again."),
    ),
    Code.FORMAT_NEWER: (
        _mark("“{name}” was written by a newer version of this program. Nothing was changed."),
        _mark("Install the newest version, then import it again."),
    ),
    Code.SEAL: (
        _mark("The seal of “{name}” is wrong: it was changed after sealing or not sealed by the office it names. Nothing was changed."),
        _mark("Copy the bundle again; if the seal is still wrong, call the sender."),
    ),
    Code.SEAL_PROFILE: (
        _mark("The seal of “{name}” is not of the kind this program makes. Nothing was changed."),
        _mark("Call the sender and ask how the bundle was made."),
    ),
    Code.UNKNOWN_CARD: (
        _mark("“{name}” comes from an office whose card is not trusted here. Nothing was changed."),
        _mark("Take in the card of the office and compare its fingerprint by telephone, then import again."),
    ),
    Code.REVOKED_CARD: (
        _mark("“{name}” is sealed with a card that is no longer trusted. Nothing was changed."),
        _mark("Ask the office for its new card."),
    ),
    Code.WRONG_SIDE: (
        _mark("“{name}” comes from the wrong side: reports come from below, replies from above. Nothing was changed."),
        _mark("Check that it is meant for this office."),
    ),
    Code.WRONG_RECIPIENT: (
        _mark("“{name}” is addressed to another office. Nothing was changed."),
        _mark("Hand it to the office it is meant for."),
    ),
    Code.CANNOT_OPEN: (
        _mark("“{name}” is encrypted for another office or damaged. Nothing was changed."),
        _mark("Copy it again; if that does not help, ask the sender to write it for this office."),
    ),
    Code.OBJECT: (
        _mark("A file inside “{name}” does not match its checksum ({member}). Nothing was changed."),
        _mark("Copy the bundle again; if that does not help, ask the sender to write it again."),
    ),
    Code.RECORDS: (
        _mark("The records in “{name}” cannot be read. Nothing was changed."),
        _mark("Ask the sender to write the bundle again with the newest version."),
    ),
    Code.FOREIGN_ROW: (
        _mark("“{name}” tries to change what belongs to another office. Nothing was changed."),
        _mark("Do not import it; call the sender."),
    ),
    Code.CHAIN: (
        _mark("The journal in “{name}” does not fit together. Nothing was changed."),
        _mark("Ask the sender to write the bundle again."),
    ),
    Code.GAP: (
        _mark("“{name}” is kept and waits: an earlier bundle of the same office is missing."),
        _mark("Import the earlier bundle, or send a reply so that the office sends it again."),
    ),
    Code.FORK: (
        _mark(
            "“{name}” tells another history than the one held here, as after a restored backup or a copied computer. Nothing was changed."
        ),
        _mark("Keep the file and call the sender."),
    ),
}


class _Parameters(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _shown(value: object) -> object:
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value


def error_message(error: PapiError, *, name: str = "") -> Message:
    """What an error says; ``name`` is the file it is about where the error itself does not know it."""
    params = _Parameters({key: _shown(value) for key, value in error.params.items()})
    params.setdefault("name", name or Path(str(error.params.get("path", ""))).name or "…")
    params.setdefault("member", error.params.get("part") or error.params.get("entry") or "…")
    if error.code is Code.BAD_VALUE:
        params["field"] = _field_text(str(error.params.get("field", "")))
        if not error.params.get("value"):
            return Message(gettext("“{field}” is empty. Nothing was changed.").format_map(params), gettext("Fill it in, then do it again."))
    if error.code is Code.OBJECT_DAMAGED:
        params["sha256"] = str(params["sha256"])[:12]
    what, todo = _ERRORS[error.code]
    todo = _FAULTS.get(params.get("fault"), todo)
    return Message(gettext(what).format_map(params), gettext(todo).format_map(params))


_FAULTS: dict[object, str] = {
    Fault.UNKNOWN_FIELD: _mark("Evidence of this kind has no such field."),
    Fault.NOT_A_COUNT: _mark("Please write a whole number, for example 120."),
    Fault.NOT_A_DATE: _mark("Please write day/month/year, for example 03/11/2026."),
    Fault.NOT_AN_ADDRESS: _mark("Please write the whole address, beginning with https:// or http://."),
    Fault.MORE_THAN_INVITED: _mark("There cannot be more than were invited."),
    Fault.MORE_THAN_PRESENT: _mark("There cannot be more than were present."),
}


def fault_text(fault: Fault) -> str:
    """What is wrong with a field of a kind, as it stands beside the field."""
    return gettext(_FAULTS[fault])


def _field_text(field: str) -> str:
    if field in kind_fields():
        return kind_field_text(kind_fields()[field])
    return {
        "name": gettext("name"),
        "code": gettext("unit code"),
        "kind": gettext("kind"),
        "details": gettext("fields of the kind"),
        "to": gettext("last day of the posting"),
        "comment": gettext("comment"),
        "deadline": gettext("deadline"),
        "files": gettext("files"),
        "count": gettext("count"),
        "period": gettext("period"),
        "reason": gettext("reason"),
        "days": gettext("days"),
        "quorum": gettext("quorum"),
        "workbook": gettext("file name ending in .xlsx"),
    }.get(field, field)


_FINDINGS: dict[FindingCode, str] = {
    FindingCode.RULE_MET: _mark("Enough"),
    FindingCode.POSTING_NONE: _mark("No days of posting recorded yet; it has to hang for {days}"),
    FindingCode.POSTING_UNDATED: _mark("The first day of the posting is missing"),
    FindingCode.POSTING_RUNNING: _mark("Enough once posted up to and including {date}"),
    FindingCode.POSTING_UNCLOSED: _mark("Posted long enough since {date}; the last day of the posting is missing"),
    FindingCode.POSTING_SHORT: _mark("{days} of posting missing"),
    FindingCode.PLACE_MISSING: _mark("No posting yet at: {places}"),
    FindingCode.FORM_MISSING: _mark("Asked for and not recorded yet: {kind}"),
    FindingCode.DECISION_UNKNOWN: _mark("To be disclosed within {days} of the decision; no decision with a date is recorded"),
    FindingCode.DISCLOSURE_DUE: _mark("To be disclosed by {date}"),
    FindingCode.DISCLOSURE_OVERDUE: _mark("Not disclosed, {days} over the limit"),
    FindingCode.DISCLOSURE_LATE: _mark("Disclosed {days} late"),
    FindingCode.MEETING_UNCOUNTED: _mark("Meeting: the households invited and present are not recorded, or do not fit together"),
    FindingCode.MEETING_SHORT: _mark("Meeting: {share} of the households present, {needed} needed"),
    FindingCode.MEETING_MET: _mark("Meeting: enough, {share} of the households present, {needed} needed"),
    FindingCode.OTHERS_UNCOUNTED: _mark("Meeting: {needed} of the other households too; they are not counted apart"),
    FindingCode.MISSING_RESULT: _mark("Still missing: {result}"),
    FindingCode.TARGET_MISSED: _mark("Target not met: {measured} against “{target}”"),
    FindingCode.TARGET_MET: _mark("Target met: {measured} against “{target}”"),
    FindingCode.RETURNED: _mark("Returned: “{comment}”"),
    FindingCode.ALL_RESULTS: _mark("All expected results have evidence ({count})"),
    FindingCode.FILES_WHOLE: _mark("Files match their checksums"),
    FindingCode.FILES_OWED: _mark("Not here yet: {names}"),
    FindingCode.FILES_DAMAGED: _mark("Damaged or lost here: {names}"),
    FindingCode.DATE_OUTSIDE: _mark("The date {date} of {evidence} lies outside the period {period}."),
    FindingCode.UNUSUAL_KIND: _mark("“{kind}” is not among the results this task expects."),
}


def finding_text(finding: Finding) -> str:
    if finding.code is FindingCode.RETURNED_BEFORE:
        count = int(finding.params["count"])
        text = ngettext("Returned {count} time before, on {date}", "Returned {count} times before, last on {date}", count)
        return text.format(count=count, date=finding.params["date"])
    params = _shown_params(finding.params)
    if "measured" in params:
        params["measured"] = number_text(Decimal(params["measured"])) + ("\N{NO-BREAK SPACE}%" if params.get("unit") == "%" else "")
    params |= {name: f"{params[name]}\N{NO-BREAK SPACE}%" for name in ("share", "needed") if name in params}
    if "days" in params:
        params["days"] = days_text(int(params["count"]), working=params["days"] == "working")
    if "places" in params:
        params["places"] = "; ".join(map(place_text, params["places"].split(",")))
    return gettext(_FINDINGS[finding.code]).format_map(params)


_WARNINGS = {
    "UNREAD_CONTENT": _mark("The content of “{name}” could not be read; the file is kept all the same."),
    "MACROS": _mark("“{name}” can run macros or scripts when it is opened. Send a PDF instead where that is possible."),
    "LOCKED": _mark("“{name}” asks for a password: the office above cannot open it."),
    "LARGE": _mark("“{name}” is large ({size}): sending it takes long and fills the stick."),
    "CAMERA_CLOCK": _mark("The camera's clock cannot be right: “{name}” says {date}. Please enter the date yourself."),
    "UNUSUAL_KIND": _mark("“{kind}” is not among the results this task expects."),
    "DATE_OUTSIDE": _mark("The date {date} of {evidence} lies outside the period {period}."),
    "REPEATED_NUMBER": _mark("The number {number} stands on another “{kind}” of the same year, dated {date}."),
}


def warning_text(code: str, params: Mapping[str, str]) -> str:
    return gettext(_WARNINGS[code]).format_map(_shown_params(params))


def _shown_params(params: Mapping[str, str]) -> dict[str, str]:
    """Parameters with kinds and periods in words, and what evidence is called: its number, else its kind."""
    shown = dict(params)
    if "kind" in shown:
        shown["kind"] = kind_text(shown["kind"])
    if "size" in shown:
        shown["size"] = size_text(int(shown["size"]))
    if "number" in shown:
        shown["evidence"] = shown["number"] or f"“{shown['kind']}”"
    if "period" in shown:
        period = Period(shown["period"])
        shown["period"] = period_text(period) if len(period.key) == 4 else f"{period_text(period)}/{period.year}"
    return shown


def days_text(count: int, *, working: bool) -> str:
    if working:
        return ngettext("{count} working day", "{count} working days", count).format(count=count)
    return ngettext("{count} day", "{count} days", count).format(count=count)


def rule_text(rule_id: str) -> str:
    """The name of a rule of posting or meeting in the language of the screen; "" for the id "" of no rule."""
    if not rule_id:
        return ""
    found = rule_of(rule_id)
    return found.name if current_language() == "vi" else found.name_en


def rule_days_text(rule: Rule) -> str:
    """How long, or how soon: "3 ngày làm việc"; "" for a rule without days."""
    return "" if rule.days is None else days_text(rule.days, working=rule.working)


def rule_quorum_text(rule: Rule) -> str:
    """The share of households a meeting needs: "70 %; hộ khác 20 %"; "" for a rule without any."""
    if rule.quorum is None:
        return ""
    own = f"{rule.quorum}\N{NO-BREAK SPACE}%"
    if rule.quorum_others is None:
        return own
    return gettext("{quorum}; of others {others}").format(quorum=own, others=f"{rule.quorum_others}\N{NO-BREAK SPACE}%")


def rule_state_text(rule: Rule) -> str:
    """Whether it is applied, and whether somebody compared it with its source."""
    if not rule.active:
        return gettext("Not applied")
    return gettext("Verified") if rule.verified else gettext("To be verified")


def rule_facts_text(rule: Rule) -> str:
    """All of it on one line."""
    return ", ".join(filter(None, (rule_days_text(rule), rule_quorum_text(rule), rule_state_text(rule))))


def place_text(code: str) -> str:
    """A place where things are posted, in the language of the screen."""
    place = posting_places()[code]
    return place.name if current_language() == "vi" else place.name_en


def status_text(status: OccurrenceStatus) -> str:
    return {
        OccurrenceStatus.TODO: gettext("To do"),
        OccurrenceStatus.DOING: gettext("In progress"),
        OccurrenceStatus.DONE: gettext("Done"),
        OccurrenceStatus.OVERDUE: gettext("Overdue"),
        OccurrenceStatus.NOT_APPLICABLE: gettext("Not applicable"),
    }[status]


def sync_text(sync: SyncState) -> str:
    return {
        SyncState.LOCAL: gettext("Not sent"),
        SyncState.SENT: gettext("Sent"),
        SyncState.RECEIVED: gettext("Received"),
        SyncState.ACCEPTED: gettext("Accepted"),
        SyncState.RETURNED: gettext("Returned"),
    }[sync]


def verdict_text(verdict: ImportVerdict) -> str:
    return {
        ImportVerdict.IMPORTED: gettext("Imported"),
        ImportVerdict.PARTIAL: gettext("Partly imported"),
        ImportVerdict.DUPLICATE: gettext("Already here"),
        ImportVerdict.FORK: gettext("Fork"),
        ImportVerdict.WAITING: gettext("Waiting"),
        ImportVerdict.REFUSED: gettext("Refused"),
    }[verdict]


def relation_text(relation: Relation | None) -> str:
    match relation:
        case Relation.SUPERIOR:
            return gettext("Level above")
        case Relation.SUBORDINATE:
            return gettext("Subordinate office")
        case None:
            return gettext("Not trusted")


def timing_kind_text(kind: TimingKind) -> str:
    """What a timing text was understood as."""
    return {
        TimingKind.ONCE: gettext("Once"),
        TimingKind.CONTINUOUS: gettext("Continuously"),
        TimingKind.WEEKLY: gettext("Each week"),
        TimingKind.MONTHLY: gettext("Each month"),
        TimingKind.QUARTERLY: gettext("Each quarter"),
        TimingKind.HALF_YEARLY: gettext("Each half-year"),
        TimingKind.YEARLY: gettext("Each year"),
        TimingKind.PER_TERM: gettext("Each term of office"),
        TimingKind.ON_EVENT: gettext("When it arises"),
        TimingKind.SCHOOL_YEAR: gettext("School year"),
        TimingKind.BY_DATE: gettext("By a date"),
        TimingKind.BY_QUARTER: gettext("Within a quarter"),
        TimingKind.RANGE: gettext("Within a time"),
        TimingKind.UNSPECIFIED: gettext("Not clear"),
    }[kind]


_COMPARED = {
    Comparator.EQUAL: "=",
    Comparator.AT_LEAST: "≥",
    Comparator.MORE_THAN: ">",
    Comparator.AT_MOST: "≤",
    Comparator.LESS_THAN: "<",
}


def measure_text(measure: Measure) -> str:
    """A measure in signs, as in "≥ 70 % hộ"; one without a figure in the plan's own words."""
    if measure.value is None:
        return measure.text
    figure = "\N{NO-BREAK SPACE}".join(filter(None, (_COMPARED[measure.comparator], number_text(measure.value), measure.unit)))
    return figure + (measure.what if measure.what.startswith("/") else f" {measure.what}".rstrip())


def action_text(action: str) -> str:
    """What an action of the journal is called."""
    names = {
        "tick": gettext("Mark as done"),
        "tick.clear": gettext("Clear the mark"),
        "evidence.add": gettext("Add evidence"),
        "evidence.change": gettext("Change evidence"),
        "evidence.link": gettext("Link evidence to a task"),
        "evidence.unlink": gettext("Unlink evidence from a task"),
        "evidence.delete": gettext("Move evidence to the bin"),
        "evidence.restore": gettext("Restore evidence from the bin"),
        "plan.import": gettext("Import a plan"),
        "task.officer": gettext("Assign an officer"),
        "task.not_applicable": gettext("Mark as not applicable"),
        "task.applicable": gettext("Take back “not applicable”"),
        "review": gettext("Review"),
        "period.set": gettext("Set a deadline"),
        "rule.change": gettext("Change a rule of posting or meeting"),
        "rule.reset": gettext("Reset a rule of posting or meeting"),
        "office.edit": gettext("Change the details of the office"),
        "officer.add": gettext("Enter an officer"),
        "officer.edit": gettext("Correct an officer's details"),
        "officer.active": gettext("Change who works here"),
        "officer.at_work": gettext("Change who is at work now"),
        "officer.signatory": gettext("Change who signs papers"),
    }
    return names[action]


def role_text(role: Role) -> str:
    """What an office is, as it stands in a list of steps or facts."""
    return gettext("Commune or ward People's Committee") if role is Role.COMMUNE else gettext("Level above")


def strength_text(strength: Strength) -> str:
    """How hard a passphrase is to guess, and how to mend it."""
    return {
        Strength.SHORT: gettext("Too short: at least {count} characters.").format(count=MINIMUM_PASSPHRASE),
        Strength.REPEATED: gettext("Weak: few different characters or a row of keys. Better: four words that have nothing in common."),
        Strength.DIGITS: gettext("Weak: digits only are soon guessed. Better: four words that have nothing in common."),
        Strength.FAIR: gettext("Fair. A few more words make it strong."),
        Strength.GOOD: gettext("Strong."),
    }[strength]


_PROBLEMS = {
    "DATABASE": _mark("The database itself is damaged: {what}."),
    "REFERENCE": _mark("A row names something that is not there: {what}."),
    "OBJECT_MISSING": _mark("A stored file is missing: {what}."),
    "OBJECT_DAMAGED": _mark("A stored file was altered: {what}."),
    "CHAIN": _mark("The journal does not fit together: {what}."),
    "PROOF": _mark("The kept seal of a bundle no longer fits: {what}."),
}


def problem_text(code: str, what: str) -> str:
    """A finding of the check of the data folder in one sentence; hashes are cut to what tells them apart."""
    shown = what[:12] if code in {"OBJECT_MISSING", "OBJECT_DAMAGED"} else what
    return gettext(_PROBLEMS[code]).format(what=shown)


def left_out_text(why: WhyLeftOut) -> str:
    """Why an occurrence was not marked with the others."""
    return {
        WhyLeftOut.FIGURE_NEEDED: gettext("Its target asks for a figure."),
        WhyLeftOut.NOT_APPLICABLE: gettext("It is not applicable."),
    }[why]


def kind_text(code: str) -> str:
    """The name of an evidence kind in the language of the screen."""
    kind = evidence_kind(code)
    return kind.name if current_language() == "vi" else kind.name_en


def kind_field_text(field: KindField) -> str:
    """The name of a field of an evidence kind in the language of the screen."""
    return field.name if current_language() == "vi" else field.name_en


def detail_texts(kind: str, details: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is recorded in the fields of a kind: names and values for people; last what came in fields that are not known here."""
    known = [field for field in evidence_kind(kind).fields if field.code in details]
    said = [(kind_field_text(field), detail_text(field, details[field.code])) for field in known]
    share = share_present(details)
    if share is not None:
        said.append((gettext("Attendance"), share_text(share)))
    return said + [(code, value) for code, value in details.items() if code not in {field.code for field in known}]


def detail_text(field: KindField, value: str) -> str:
    """A stored value as people read it; as it stands where another office sent something else."""
    try:
        if field.type == "count":
            return number_text(int(value))
        return date_text(date.fromisoformat(value)) if field.type == "date" else value
    except ValueError:
        return value


def share_text(percent: int) -> str:
    """The part of the households invited that came to a meeting, in percent."""
    return gettext("{share} of the households invited were present").format(share=f"{percent}\N{NO-BREAK SPACE}%")


def date_text(day: date | None) -> str:
    return "" if day is None else f"{day.day:02}/{day.month:02}/{day.year:04}"  # strftime takes ten times as long under PySide6


def weekday_text(day: date) -> str:
    """As it stands within a sentence: "thứ Hai", "Chủ nhật"."""
    names = (
        gettext("Monday"),
        gettext("Tuesday"),
        gettext("Wednesday"),
        gettext("Thursday"),
        gettext("Friday"),
        gettext("Saturday"),
        gettext("Sunday"),
    )
    return names[day.weekday()]


def long_date_text(day: date) -> str:
    """A date with its weekday, at the beginning of a line: "Thứ Hai, 16/11/2026"."""
    text = f"{weekday_text(day)}, {date_text(day)}"
    return text[0].upper() + text[1:]


def moment_text(moment: datetime) -> str:
    return moment.astimezone().strftime("%H:%M %d/%m/%Y")


def number_text(value: Decimal | float) -> str:
    """A number as the language writes it: ``1.234,5`` in Vietnamese, ``1,234.5`` in English."""
    number = Decimal(str(value)).normalize()
    text = f"{number:,f}"
    return text if current_language() == "en" else text.replace(",", " ").replace(".", ",").replace(" ", ".")


def size_text(size: int) -> str:
    """Bytes for people, in decimal units as drives are sold."""
    if size < 1000:
        return f"{size}\N{NO-BREAK SPACE}B"
    value, unit = Decimal(size), "B"
    for unit in ("kB", "MB", "GB", "TB"):  # noqa: B007 - the last one reached is the unit
        value /= 1000
        if value < 1000:
            break
    return f"{number_text(value.quantize(Decimal('0.1')))}\N{NO-BREAK SPACE}{unit}"


def period_text(period: Period) -> str:
    """The period beside a due date: "Quý IV", "Tháng 10", "Năm 2026"."""
    kind = period.key[5:]
    if kind.startswith("Q"):
        return gettext("Quarter {number}").format(number=("I", "II", "III", "IV")[int(kind[1]) - 1])
    if kind.startswith("H"):
        return gettext("First half-year") if kind == "H1" else gettext("Second half-year")
    if kind:
        return pgettext("period", "Month {number}").format(number=int(kind))
    return gettext("Year {year}").format(year=period.year)
