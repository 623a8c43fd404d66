"""The errors a user can meet: a code with parameters. Words are added at the edge (``papi_desktop.wording``)."""

from enum import StrEnum


class Code(StrEnum):
    """Every reason for which an action is refused or fails. The value is what ``error[CODE]`` prints."""

    # the data folder
    NO_DATA = "NO_DATA"
    EXISTS = "EXISTS"
    IN_USE = "IN_USE"
    DATA_NEWER = "DATA_NEWER"
    DATA_DAMAGED = "DATA_DAMAGED"
    DATA_GONE = "DATA_GONE"
    READ_ONLY = "READ_ONLY"
    DISK_FULL = "DISK_FULL"
    WRITE_FAILED = "WRITE_FAILED"
    CONFLICT = "CONFLICT"
    # keys
    NO_PASSPHRASE = "NO_PASSPHRASE"
    WEAK_PASSPHRASE = "WEAK_PASSPHRASE"
    WRONG_PASSPHRASE = "WRONG_PASSPHRASE"
    # what was asked for
    NOT_FOUND = "NOT_FOUND"
    AMBIGUOUS = "AMBIGUOUS"
    BAD_VALUE = "BAD_VALUE"
    TOO_LONG = "TOO_LONG"
    WRONG_ROLE = "WRONG_ROLE"
    NOTHING_TO_UNDO = "NOTHING_TO_UNDO"
    NOT_NEWEST = "NOT_NEWEST"
    CANCELLED = "CANCELLED"
    # plan documents
    NOT_A_PLAN = "NOT_A_PLAN"
    NO_TASKS = "NO_TASKS"
    DOCUMENT_EMPTY = "DOCUMENT_EMPTY"
    DOCUMENT_LOCKED = "DOCUMENT_LOCKED"
    DOCUMENT_CORRUPT = "DOCUMENT_CORRUPT"
    OLD_FORMAT = "OLD_FORMAT"
    DOCUMENT_TOO_LARGE = "DOCUMENT_TOO_LARGE"
    SCANNED = "SCANNED"
    RECOGNISER_FAILED = "RECOGNISER_FAILED"
    # evidence files
    FILE_MISSING = "FILE_MISSING"
    FILE_UNREADABLE = "FILE_UNREADABLE"
    FILE_CHANGED = "FILE_CHANGED"
    FILE_CLASSIFIED = "FILE_CLASSIFIED"
    FILE_EMPTY = "FILE_EMPTY"
    FILE_EXECUTABLE = "FILE_EXECUTABLE"
    # pictures of evidence files
    NO_PICTURE = "NO_PICTURE"
    UNREADABLE_PICTURE = "UNREADABLE_PICTURE"
    PICTURE_LOCKED = "PICTURE_LOCKED"
    PICTURE_TOO_LARGE = "PICTURE_TOO_LARGE"
    # papers
    NO_FONT = "NO_FONT"
    FILE_EXISTS = "FILE_EXISTS"
    # cards and bundles
    NO_RECIPIENT = "NO_RECIPIENT"
    NOT_A_CARD = "NOT_A_CARD"
    WRONG_FINGERPRINT = "WRONG_FINGERPRINT"
    WRONG_CARD = "WRONG_CARD"
    PERSONAL_DATA = "PERSONAL_DATA"
    OBJECT_DAMAGED = "OBJECT_DAMAGED"
    READ_BACK = "READ_BACK"
    NOT_A_BUNDLE = "NOT_A_BUNDLE"
    TRUNCATED = "TRUNCATED"
    LAYOUT = "LAYOUT"
    BOUNDS = "BOUNDS"
    TAG_FILES = "TAG_FILES"
    FORMAT_NEWER = "FORMAT_NEWER"
    SEAL = "SEAL"
    SEAL_PROFILE = "SEAL_PROFILE"
    UNKNOWN_CARD = "UNKNOWN_CARD"
    REVOKED_CARD = "REVOKED_CARD"
    WRONG_SIDE = "WRONG_SIDE"
    WRONG_RECIPIENT = "WRONG_RECIPIENT"
    CANNOT_OPEN = "CANNOT_OPEN"
    OBJECT = "OBJECT"
    RECORDS = "RECORDS"
    FOREIGN_ROW = "FOREIGN_ROW"
    CHAIN = "CHAIN"
    GAP = "GAP"
    FORK = "FORK"


class PapiError(Exception):
    """An action that ends without having changed anything, and the reason.

    ``code`` says why, ``params`` fills the sentence a person reads (names, numbers, paths; values already in display form).
    """

    def __init__(self, code: Code, /, **params: object) -> None:
        super().__init__(code.value, params)
        self.code = code
        self.params = params


class PlanError(PapiError):
    """A plan document that cannot be read."""


class EvidenceError(PapiError):
    """An evidence file that cannot be taken in."""


class BundleError(PapiError):
    """A bundle or card that cannot be trusted, opened, written or understood."""


class StorageError(PapiError):
    """The data folder cannot be opened or written."""


class KeyringError(PapiError):
    """The installation's keys cannot be unlocked."""


class RequestError(PapiError):
    """A request that names something that is not there, or a value that cannot be."""
