"""Photos of phones (HEIC): Pillow learns to read them.

``pi-heif`` decodes only; packages that encode as well bring an encoder under the GPL.
"""

from functools import cache

_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""ISO/IEC 23008-12, Annex B: what stands behind "ftyp" in such a file."""


@cache
def know_heic() -> None:
    import pi_heif

    pi_heif.register_heif_opener()  # pyright: ignore[reportUnknownMemberType] - its parameters are untyped


def is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _BRANDS
