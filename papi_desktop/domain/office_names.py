"""Names of offices as they stand on papers: in full, body and place apart."""

import re
from dataclasses import dataclass

_COMMITTEE = re.compile(r"^(UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+", re.IGNORECASE)
_LEVEL = re.compile(r"^(xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)\s+", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True)
class PaperName:
    """``body`` is the kind of office in full ("Ủy ban nhân dân", empty for others), ``name`` the rest, ``place`` where it is."""

    body: str
    name: str
    place: str


def short_name(office: str) -> str:
    """An office's name as screens say it.

    >>> short_name("Ủy ban nhân dân xã Tân Phú (mẫu)")
    'UBND xã Tân Phú (mẫu)'
    """
    return _COMMITTEE.sub("UBND ", office)


def paper_name(office: str) -> PaperName:
    """How an office's everyday name stands on a paper.

    >>> paper_name("UBND xã Tân Phú (mẫu)")
    PaperName(body='Ủy ban nhân dân', name='xã Tân Phú (mẫu)', place='Tân Phú')
    """
    committee = _COMMITTEE.match(office)
    if committee is None:
        return PaperName("", office, "")
    name = office[committee.end() :]
    place = _REMARK.sub("", _LEVEL.sub("", name)) if _LEVEL.match(name) else ""
    return PaperName("Ủy ban nhân dân", name, place)
