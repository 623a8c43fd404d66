"""Word documents to blocks: one walk over the XML, row by row, with merged cells, tracked changes and nested tables."""

from collections.abc import Iterator
from itertools import groupby

from papi_desktop.plans.blocks import Block, Cell, Grid, Paragraph, Row, clean
from papi_desktop.plans.docx_fonts import Fonts
from papi_desktop.plans.docx_numbers import Numbers, W
from papi_desktop.plans.letters import from_font
from papi_desktop.plans.package import DamagedError, Node, Package

_P, _TABLE, _ROW, _CELL = W + "p", W + "tbl", W + "tr", W + "tc"
# wrappers whose content counts as if it stood there itself; deletions and moved-away text are none of them
_WRAPPERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
)
_MARKS = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": "\u00ad", W + "ptab": " "}
_RUN, _TEXT = W + "r", W + "t"
_MAX_COLUMNS = 200
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def docx_blocks(package: Package) -> tuple[Block, ...]:
    """The paragraphs and tables of a Word document; a nested table stands in its cell's text and again as a grid after the outer one."""
    main = _main_part(package)
    body = package.xml(main).find(W + "body")
    if body is None:
        raise DamagedError(main)
    folder = main.rpartition("/")[0]
    styles = _optional(package, f"{folder}/styles.xml")
    return tuple(_Walk(Numbers(_optional(package, f"{folder}/numbering.xml"), styles), Fonts(styles)).blocks(body))


def _main_part(package: Package) -> str:
    for relation in package.xml("_rels/.rels").iter(_RELATIONS):
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    raise DamagedError("_rels/.rels")  # noqa: EM101  # the name of the damaged part


def _optional(package: Package, name: str) -> Node | None:
    return package.xml(name) if name in package.names() else None


class _Walk:
    def __init__(self, numbers: Numbers, fonts: Fonts) -> None:
        self._numbers, self._fonts = numbers, fonts
        self._tables = 0

    def blocks(self, parent: Node) -> Iterator[Block]:
        for node in _unwrapped(parent, (_P, _TABLE)):
            if node.tag == _P:
                if text := clean(self._paragraph(node)):
                    yield Paragraph(text)
            else:
                yield from self._table(node)

    def _table(self, table: Node) -> Iterator[Grid]:
        self._tables += 1
        number = self._tables
        rows: list[Row] = []
        nested: list[Node] = []
        above: dict[int, Cell] = {}
        for index, node in enumerate(_unwrapped(table, (_ROW,)), start=1):
            if node.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = self._row(node, above, nested)
            above = dict(enumerate(cells))
            row = Row(index, tuple(cells))
            if row.own():
                rows.append(row)
        yield Grid(number, tuple(rows))
        for inner in nested:
            yield from self._table(inner)

    def _row(self, row: Node, above: dict[int, Cell], nested: list[Node]) -> list[Cell]:
        cells: list[Cell] = [Cell("", i) for i in range(_span(row, f"{W}trPr/{W}gridBefore", 0))]
        for node in _unwrapped(row, (_CELL,)):
            start = len(cells)
            text = clean("\n".join(self._cell(node, nested)))
            cell = Cell(text, start)
            merge = node.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(W + "val") != "restart" and start in above and above[start].start == start:
                cell = Cell(above[start].text, start, fresh=False)
            cells += [cell] * _span(node, f"{W}tcPr/{W}gridSpan", 1)
        return cells

    def _cell(self, cell: Node, nested: list[Node]) -> Iterator[str]:
        for node in _unwrapped(cell, (_P, _TABLE)):
            if node.tag == _P:
                yield self._paragraph(node)
            else:
                nested.append(node)
                for inner in node.iter(_P):
                    yield self._text(inner)

    def _paragraph(self, node: Node) -> str:
        label = self._numbers.label(node)
        text = self._text(node)
        return f"{label} {text}" if label else text

    def _text(self, paragraph: Node) -> str:
        """The text of its runs, those of one font together: a letter of such a font may be two signs, each in a run of its own."""
        runs = [(self._fonts.of(run, paragraph), _run_text(run)) for run in _unwrapped(paragraph, (_RUN,))]
        return "".join(from_font("".join(text for _, text in same), font) for font, same in groupby(runs, key=lambda run: run[0]))


def _unwrapped(parent: Node, wanted: tuple[str, ...]) -> Iterator[Node]:
    for node in parent.iterchildren():
        if node.tag in wanted:
            yield node
        elif node.tag in _WRAPPERS:
            yield from _unwrapped(node, wanted)


def _run_text(run: Node) -> str:
    return "".join((node.text or "") if node.tag == _TEXT else _MARKS[node.tag] for node in _unwrapped(run, (_TEXT, *_MARKS)))


def _span(node: Node, path: str, default: int) -> int:
    found = node.find(path)
    text = (found.get(W + "val") or "") if found is not None else ""
    return min(int(text), _MAX_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0 else default
