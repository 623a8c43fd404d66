"""The two colour schemes of the window, and the one that a high-contrast system imposes."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


class Ink(StrEnum):
    """What a text or icon is coloured for. The first seven are the state colours and have a tint."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    TEAL = "teal"
    PLUM = "plum"
    GREY = "grey"
    TEXT = "text"
    SECONDARY = "secondary"
    LINK = "link"
    ON_ACCENT = "on_accent"


@dataclass(frozen=True)
class StateColour:
    """A colour for text and icon, and the tint it may stand on."""

    colour: str
    tint: str


@dataclass(frozen=True)
class Scheme:
    """Every colour of the window as ``#rrggbb``. ``own`` is false where the system's palette is kept untouched."""

    name: str
    own: bool
    red: StateColour
    amber: StateColour
    green: StateColour
    blue: StateColour
    teal: StateColour
    plum: StateColour
    grey: StateColour
    window: str
    side_bar: str
    card: str
    field: str
    alternate_row: str
    text: str
    secondary: str
    selected_row: str
    on_selected_row: str
    accent: str
    on_accent: str
    bar: str
    link: str
    button: str
    primary_button: str
    """The palette role; Fusion paints it lighter (see ``ui.widgets.buttons.PrimaryButton``)."""
    line: str
    mark_edge: str
    """The palette role that radio buttons and check boxes get their edge from; Fusion paints it a third darker."""
    heat: tuple[str, str, str, str]
    """Grounds of text by the share that is done, least first."""

    def state(self, ink: Ink) -> StateColour:
        """Colour and tint of one of the seven state inks."""
        colour: StateColour = getattr(self, ink.value)
        return colour

    def ink(self, ink: Ink) -> QColor:
        value: StateColour | str = getattr(self, ink.value)
        return QColor(value.colour if isinstance(value, StateColour) else value)


LIGHT = Scheme(
    name="light",
    own=True,
    red=StateColour("#B3261E", "#FBE9E7"),
    amber=StateColour("#855000", "#FDF0D5"),
    green=StateColour("#1A6638", "#E2F2E7"),
    blue=StateColour("#1A5A96", "#E3EDF7"),
    teal=StateColour("#0B6470", "#DDF0F1"),
    plum=StateColour("#87286F", "#F6E5F1"),
    grey=StateColour("#565E68", "#ECEFF2"),
    window="#F2F4F6",
    side_bar="#E6EAEE",
    card="#FFFFFF",
    field="#FFFFFF",
    alternate_row="#F7F8FA",
    text="#1C2126",
    secondary="#565E68",
    selected_row="#D8E6F4",
    on_selected_row="#1C2126",
    accent="#1A5A96",
    on_accent="#FFFFFF",
    bar="#1A5A96",
    link="#1A5A96",
    button="#F2F4F6",
    primary_button="#0E4179",
    line="#C5CAD0",
    mark_edge="#949DA6",
    heat=("#FFFFFF", "#EDF3FA", "#DAE8F5", "#C2DAF0"),
)

DARK = Scheme(
    name="dark",
    own=True,
    red=StateColour("#FF9C92", "#4A2522"),
    amber=StateColour("#F2BC62", "#44341A"),
    green=StateColour("#7FD19B", "#1F3D2A"),
    blue=StateColour("#86BCF0", "#21384F"),
    teal=StateColour("#74CDD6", "#183C41"),
    plum=StateColour("#EDA3D8", "#452540"),
    grey=StateColour("#B4BCC4", "#363C43"),
    window="#202428",
    side_bar="#1A1D21",
    card="#282D32",
    field="#1B1F23",
    alternate_row="#2C3136",
    text="#E7EAED",
    secondary="#B4BCC4",
    selected_row="#2C4866",
    on_selected_row="#FFFFFF",
    accent="#2F6FAE",
    on_accent="#FFFFFF",
    bar="#5B9BDB",
    link="#86BCF0",
    button="#3A4047",
    primary_button="#0E4179",
    line="#454C54",
    mark_edge="#E7EAED",
    heat=("#1B1F23", "#1E2A36", "#223748", "#27455F"),
)


def current_scheme() -> Scheme:
    """The scheme that the application's palette was made from: light, dark, or the system's own high-contrast colours."""
    palette = QApplication.palette()
    window = palette.color(_Role.Window).name()
    for scheme in (LIGHT, DARK):
        if QColor(scheme.window).name() == window:
            return scheme
    return system_scheme(palette)


def system_scheme(palette: QPalette) -> Scheme:
    """The colours of a palette that is not ours: states are told by icon and word alone, in the system's text colour."""

    def name(role: QPalette.ColorRole) -> str:
        return palette.color(role).name()

    window, text = name(_Role.Window), name(_Role.WindowText)
    plain = StateColour(text, window)
    base = name(_Role.Base)
    return Scheme(
        name="system",
        own=False,
        red=plain,
        amber=plain,
        green=plain,
        blue=plain,
        teal=plain,
        plum=plain,
        grey=plain,
        window=window,
        side_bar=window,
        card=window,
        field=name(_Role.Base),
        alternate_row=name(_Role.AlternateBase),
        text=text,
        secondary=text,
        selected_row=name(_Role.Highlight),
        on_selected_row=name(_Role.HighlightedText),
        accent=name(_Role.Highlight),
        on_accent=name(_Role.HighlightedText),
        bar=name(_Role.Highlight),
        link=name(_Role.Link),
        button=name(_Role.Button),
        primary_button=name(_Role.Button),
        line=text,
        mark_edge=window,
        heat=(base, base, base, base),
    )


def palette_of(scheme: Scheme) -> QPalette:
    """The application's palette for one of our own schemes."""
    palette = QPalette(QColor(scheme.button), QColor(scheme.window))
    roles = {
        _Role.Window: scheme.window,
        _Role.WindowText: scheme.text,
        _Role.Base: scheme.field,
        _Role.AlternateBase: scheme.alternate_row,
        _Role.Text: scheme.text,
        _Role.Button: scheme.button,
        _Role.ButtonText: scheme.text,
        _Role.BrightText: scheme.on_accent,
        _Role.ToolTipBase: scheme.card,
        _Role.ToolTipText: scheme.text,
        _Role.PlaceholderText: scheme.secondary,
        _Role.Highlight: scheme.accent,
        _Role.HighlightedText: scheme.on_accent,
        _Role.Accent: scheme.bar,
        _Role.Link: scheme.link,
        _Role.LinkVisited: scheme.link,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText):
        palette.setColor(_Group.Disabled, role, _between(scheme.text, scheme.window, 0.5))
    palette.setColor(_Group.Disabled, _Role.Highlight, _between(scheme.text, scheme.window, 0.8))
    return palette


def row_palette_of(scheme: Scheme) -> QPalette:
    """The palette of lists and trees: a selected row pale enough to leave state colours readable on it."""
    palette = palette_of(scheme)
    for group in (_Group.Active, _Group.Inactive):
        palette.setColor(group, _Role.Highlight, QColor(scheme.selected_row))
        palette.setColor(group, _Role.HighlightedText, QColor(scheme.on_selected_row))
    return palette


def mark_palette_of(scheme: Scheme) -> QPalette:
    """The palette of radio buttons and check boxes. Fusion draws their edge a third darker than the window, which nobody sees in the
    dark; they paint nothing else with that role, so it is bright enough here for an edge of 3:1.
    """
    palette = palette_of(scheme)
    for group in (_Group.Active, _Group.Inactive):
        palette.setColor(group, _Role.Window, QColor(scheme.mark_edge))
    return palette


def _between(first: str, second: str, share: float) -> QColor:
    one, two = QColor(first), QColor(second)

    def mix(a: float, b: float) -> float:
        return a + (b - a) * share

    return QColor.fromRgbF(mix(one.redF(), two.redF()), mix(one.greenF(), two.greenF()), mix(one.blueF(), two.blueF()))


def contrast(first: QColor, second: QColor) -> float:
    """The contrast ratio of WCAG 2.1, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())
