import shutil
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFontFile

from papi_desktop.documents import fonts
from papi_desktop.documents.fonts import VIETNAMESE_LETTERS, SerifFont, find_serif, register
from papi_desktop.domain.errors import Code, PapiError


def _look_in(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    monkeypatch.setattr(fonts, "search_folders", lambda: folders)


def test_the_alphabet_is_whole() -> None:
    assert len(VIETNAMESE_LETTERS) == 146
    assert {"ẩ", "Ỗ", "ỵ", "đ", "Ư"} <= VIETNAMESE_LETTERS


def test_the_installed_family_draws_every_letter() -> None:
    for path in find_serif().files:
        known = TTFontFile(str(path)).charToGlyph  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType, reportAttributeAccessIssue] # reportlab is untyped here
        assert all(known.get(ord(letter)) for letter in VIETNAMESE_LETTERS)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] # the same


def test_no_font_says_where_it_looked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _look_in(monkeypatch, tmp_path / "one", tmp_path / "two")
    with pytest.raises(PapiError) as caught:
        find_serif()
    assert caught.value.code is Code.NO_FONT
    assert caught.value.params == {"looked_in": f"{tmp_path / 'one'}\n{tmp_path / 'two'}"}


def test_times_is_taken_first_whatever_the_case_of_its_file_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed = find_serif()
    for family in (
        ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf", "LiberationSerif-BoldItalic.ttf"),
        ("TIMES.TTF", "timesbd.ttf", "TimesI.ttf", "timesbi.ttf"),
    ):
        for source, name in zip(installed.files, family, strict=True):
            shutil.copy(source, tmp_path / name)
    _look_in(monkeypatch, tmp_path)
    assert find_serif() == SerifFont(tmp_path / "TIMES.TTF", tmp_path / "timesbd.ttf", tmp_path / "TimesI.ttf", tmp_path / "timesbi.ttf")


@pytest.mark.parametrize("spoilt", ["missing", "empty", "cut", "text", "folder"])
def test_a_family_that_is_not_whole_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, spoilt: str) -> None:
    names = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
    for source, name in zip(find_serif().files, names, strict=True):
        shutil.copy(source, tmp_path / name)
    path = tmp_path / "timesbi.ttf"
    whole = path.read_bytes()
    path.unlink()
    if spoilt == "folder":
        path.mkdir()
    elif spoilt != "missing":
        path.write_bytes({"empty": b"", "cut": whole[: len(whole) // 3], "text": b"no font at all"}[spoilt])
    _look_in(monkeypatch, tmp_path)
    with pytest.raises(PapiError) as caught:
        find_serif()
    assert caught.value.code is Code.NO_FONT


def test_a_family_without_vietnamese_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import reportlab

    latin = Path(reportlab.__file__).parent / "fonts"  # Bitstream Vera has no letters with two marks
    names = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
    for source, name in zip(("Vera.ttf", "VeraBd.ttf", "VeraIt.ttf", "VeraBI.ttf"), names, strict=True):
        shutil.copy(latin / source, tmp_path / name)
    _look_in(monkeypatch, tmp_path)
    with pytest.raises(PapiError):
        find_serif()


def test_registering_twice_reads_a_font_once() -> None:
    names = register(find_serif())
    first = [pdfmetrics.getFont(name) for name in names]  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] # reportlab is untyped here
    assert register(find_serif()) == names
    assert [pdfmetrics.getFont(name) for name in names] == first  # pyright: ignore[reportUnknownMemberType] # the same
    assert len(set(names)) == 4
