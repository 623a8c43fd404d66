"""The words with which a document begins: of a PDF the text layer of its first page, of a Word file its first paragraphs."""

import html
import re
import zipfile
import zlib
from pathlib import Path

from papi_desktop.evidence.pdf_pages import first_page_text

MOST_CHARACTERS = 4000
"""More than any heading has."""
_MOST_XML = 8_000_000
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PARAGRAPH_END = re.compile(rb"</w:p>|<w:br\b[^>]*>")
_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>|(<w:tab\b)")


def first_words(path: Path, media_type: str) -> str:
    """ "" for a file without text, for one that cannot be read, and for every other type. Raises ``OSError``."""
    if media_type == "application/pdf":
        return first_page_text(path)[:MOST_CHARACTERS]
    return _of_word(path)[:MOST_CHARACTERS] if media_type == _WORD else ""


def _of_word(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package, package.open("word/document.xml") as part:
            xml = part.read(_MOST_XML)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError):
        return ""  # all that zipfile lets through on damaged and locked files; ``containers`` says what is wrong with them
    lines: list[str] = []
    length = 0
    for paragraph in _PARAGRAPH_END.split(xml):
        line = b"".join(text if not tab else b"\t" for text, tab in _TEXT.findall(paragraph)).decode("utf-8", "replace")
        lines.append(html.unescape(line))
        length += len(line)
        if length > MOST_CHARACTERS:
            break
    return "\n".join(lines)
