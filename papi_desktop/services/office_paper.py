"""How the office will stand on its papers, while its name is still being typed."""

from dataclasses import dataclass
from datetime import date

from papi_desktop.documents.letterhead import MOTTO, NATION, place_and_date
from papi_desktop.domain.office_names import paper_name
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.papers import letterhead_of, signatures_of


@dataclass(frozen=True)
class PaperLook:
    """The head of a paper and its first signature, line by line as they are printed. ``superior`` may be empty."""

    superior: str
    office: tuple[str, ...]
    nation: str
    motto: str
    dated: str
    signs_as: tuple[str, ...]
    hint: str
    maker: str


def paper_look(*, name: str, role: Role, superior: str, officer: str, day: date, place: str = "") -> PaperLook:
    """What the papers of an office with these details show; it need not exist yet. An empty ``place`` is found in the name."""
    name, superior = nfc(name.strip()), nfc(superior.strip())
    head = letterhead_of(name, role=role, superior=superior, place=nfc(place.strip()) or paper_name(name).place)
    made_by = signatures_of(name, role=role, maker=nfc(officer.strip()), officer="", signatory=None)[0]
    return PaperLook(
        superior=head.superior.upper(),
        office=tuple(line.upper() for line in (head.body, head.name) if line),
        nation=NATION,
        motto=MOTTO,
        dated=place_and_date(head.place, day),
        signs_as=made_by.title,
        hint=made_by.hint,
        maker=made_by.name,
    )
