"""The line icons of the window: SVG on a 24 px grid, strokes of 2 px in ``currentColor``, so one source serves every colour."""

from functools import cache
from importlib import resources


@cache
def icon_names() -> frozenset[str]:
    """Every icon there is, by file name without its ending."""
    folder = resources.files("resources") / "icons"
    return frozenset(entry.name.removesuffix(".svg") for entry in folder.iterdir() if entry.name.endswith(".svg"))


@cache
def icon_svg(name: str) -> str:
    """The drawing called ``name``. Raises ``LookupError`` when there is none."""
    if name not in icon_names():
        raise LookupError(name)
    return (resources.files("resources") / "icons" / f"{name}.svg").read_text("utf-8")
