import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papi_desktop.documents.fonts import find_serif
from papi_desktop.documents.typesetting import Line, Run, Style, Typeface

FACE = Typeface(find_serif())


def _text(line: Line) -> str:
    return "".join(span.text for span in line.spans)


def _wrap(text: str, width: float = 100) -> list[str]:
    return [_text(line) for line in FACE.wrap([Run(text)], size=10, width=width)]


def test_lines_break_between_words_and_where_the_text_breaks() -> None:
    assert _wrap("Công khai ngân sách xã\nQuý IV", 60) == ["Công khai", "ngân sách xã", "Quý IV"]


def test_a_no_break_space_holds_words_together() -> None:
    assert "96,5\u00a0%" in _wrap("Đạt được tỷ lệ là 96,5\u00a0%", 80)[-1]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t", "\u200b", "\x00\x07", "\ud800"])
def test_nothing_to_print_gives_no_line(text: str) -> None:
    assert _wrap(text) == []


def test_styles_meet_within_a_word_and_between_words() -> None:
    (line,) = FACE.wrap([Run("thôn; "), Run("100%", Style.BOLD), Run(".")], size=10, width=300)
    assert [(span.text, span.style) for span in line.spans] == [("thôn;", Style.REGULAR), ("100%", Style.BOLD), (".", Style.REGULAR)]
    end_of_first = FACE.width("thôn;", Style.REGULAR, 10)
    assert line.spans[1].x > end_of_first + 1
    assert line.spans[2].x == pytest.approx(line.spans[1].x + FACE.width("100%", Style.BOLD, 10))


@settings(max_examples=200, deadline=None)
@given(
    runs=st.lists(st.tuples(st.text("aạ ầ\nĐWi.\u00a0", max_size=60), st.sampled_from(Style)), max_size=5),
    width=st.floats(30, 300),
    indent=st.sampled_from([0.0, 15.0]),
)
def test_no_line_is_too_wide_and_no_letter_is_lost(runs: list[tuple[str, Style]], width: float, indent: float) -> None:
    lines = FACE.wrap([Run(text, style) for text, style in runs], size=10, width=width, indent=indent)
    assert all(line.width <= width + 1e-6 for line in lines)
    assert all(span.x >= indent for line in lines for span in line.spans)
    set_letters = "".join(_text(line) for line in lines).replace(" ", "")
    assert set_letters == "".join(text for text, _ in runs).replace(" ", "").replace("\n", "")
