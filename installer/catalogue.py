"""Brings the Vietnamese catalogue up to date with the texts in the code, and compiles it: ``python installer/catalogue.py``.

Texts stand in the code in English. New ones are added untranslated and listed; those no longer used go.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from papi_desktop.cli.root import help_texts

ROOT = Path(__file__).parents[1]
PO = ROOT / "resources" / "i18n" / "vi" / "LC_MESSAGES" / "papi.po"
PACKAGES = ("papi_desktop", "ui", "resources")
KEYWORDS = {**DEFAULT_KEYWORDS, "_mark": None, "pgettext": ((1, "c"), 2)}


def extracted() -> Catalog:
    """Every text of the code that a person reads, with no line numbers."""
    catalogue = Catalog(locale="vi", domain="papi", project="papi-desktop", fuzzy=False)
    for package in PACKAGES:
        for _path, _line, message, _comments, context in extract_from_dir(
            ROOT / package, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            catalogue.add(message, context=context)
    for text in help_texts():
        catalogue.add(text)
    return catalogue


def translated() -> Catalog:
    if not PO.exists():
        return Catalog(locale="vi", domain="papi")
    with PO.open("rb") as file:
        return read_po(file, locale="vi", domain="papi")


def updated() -> Catalog:
    """The texts of the code with the translations there are."""
    old, new = translated(), extracted()
    for message in new:
        known = old.get(message.id if isinstance(message.id, str) else message.id[0], message.context) if message.id else None
        if known is not None and known.string:
            message.string = known.string
    return new


def missing(catalogue: Catalog) -> list[str]:
    """Texts without a translation."""
    return [str(message.id) for message in catalogue if message.id and not (message.string and all(message.string))]


def main() -> int:
    catalogue = updated()
    catalogue.header_comment = "# Vietnamese texts of papi-desktop."
    buffer = BytesIO()
    write_po(buffer, catalogue, width=130, no_location=True, sort_output=True, omit_header=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text("".join(line for line in lines if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date'))), "utf-8")
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    untranslated = missing(catalogue)
    for text in untranslated:
        print(text)
    return 1 if untranslated else 0


if __name__ == "__main__":
    sys.exit(main())
