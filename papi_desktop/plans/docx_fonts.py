"""Which font a piece of Word text is set in: fonts from before Unicode give its letters another meaning."""

from papi_desktop.plans.docx_numbers import W
from papi_desktop.plans.package import Node

_RUN_FONTS = f"{W}rPr/{W}rFonts"
_STYLE_DEPTH = 10


class Fonts:
    """Looks up fonts by run, paragraph style and the document's default; ``styles`` is the root of the part of that name."""

    def __init__(self, styles: Node | None) -> None:
        self._of_style: dict[str, str] = {}
        self._based_on: dict[str, str] = {}
        self._default = ""
        if styles is None:
            return
        self._default = _font(styles.find(f"{W}docDefaults/{W}rPrDefault/{_RUN_FONTS}"))
        for style in styles.iter(W + "style"):
            name = style.get(W + "styleId") or ""
            self._of_style[name] = _font(style.find(_RUN_FONTS))
            based_on = style.find(W + "basedOn")
            self._based_on[name] = (based_on.get(W + "val") or "") if based_on is not None else ""
            if style.get(W + "default") and style.get(W + "type") == "paragraph":
                self._default = self._of_style[name] or self._default

    def of(self, run: Node, paragraph: Node) -> str:
        """The name of the font of ``run``; empty where the document names none."""
        named = _font(run.find(_RUN_FONTS))
        for path in (f"{W}rPr/{W}rStyle", f"{W}pPr/{W}pStyle"):
            style = (run if "rPr" in path else paragraph).find(path)
            named = named or (self._styled(style.get(W + "val") or "") if style is not None else "")
        return named or self._default

    def _styled(self, name: str) -> str:
        for _ in range(_STYLE_DEPTH):  # styles that are based on each other in a ring
            if not name or self._of_style.get(name):
                break
            name = self._based_on.get(name, "")
        return self._of_style.get(name, "")


def _font(fonts: Node | None) -> str:
    return "" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""
