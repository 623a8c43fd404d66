from datetime import datetime
from pathlib import Path

from PIL import Image, ImageChops
from pypdf import PdfReader

from papi_desktop.documents.sample_evidence import WrittenEvidence, write_sample_evidence
from resources.sample_plan import sample_plan

EXIF_IFD, TAKEN = 0x8769, 0x9003


def _files(written: list[WrittenEvidence]) -> list[Path]:
    return [path for each in written for path in each.files]


def test_every_evidence_gets_its_files(tmp_path: Path) -> None:
    plan = sample_plan(2026)
    written = write_sample_evidence(tmp_path, plan)
    assert [each.evidence for each in written] == list(plan.evidences)
    assert [len(each.files) for each in written] == [max(1, len(evidence.photos)) for evidence in plan.evidences]
    assert sorted(_files(written)) == sorted(tmp_path.iterdir())
    assert all(path.name.isascii() for path in _files(written))


def test_papers_carry_number_date_and_the_mark_of_a_sample(tmp_path: Path) -> None:
    for each in write_sample_evidence(tmp_path, sample_plan(2026)):
        if each.evidence.photos:
            continue
        reader = PdfReader(each.files[0])
        text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        assert len(reader.pages) == 1
        assert "XÃ TÂN PHÚ (MẪU)" in text
        assert f"năm {each.evidence.date.year}" in text
        assert each.evidence.number in text
        assert all(" ".join(paragraph.split()) in text for paragraph in each.evidence.paragraphs)
        assert round(float(reader.pages[0].mediabox.height) / 72 * 25.4) == 297


def test_photos_differ_and_know_when_they_were_taken(tmp_path: Path) -> None:
    photos = [(each, path) for each in write_sample_evidence(tmp_path, sample_plan(2026)) for path in each.files if each.evidence.photos]
    assert len(photos) >= 5
    pictures: list[Image.Image] = []
    for each, path in photos:
        with Image.open(path) as picture:
            taken = datetime.strptime(str(picture.getexif().get_ifd(EXIF_IFD)[TAKEN]), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 # cameras know no zone
            assert taken.date() == each.evidence.date
            assert picture.size == (1600, 1200)
            pictures.append(picture.convert("RGB"))
    assert all(ImageChops.difference(one, other).getbbox() for i, one in enumerate(pictures) for other in pictures[:i])


def test_the_same_plan_gives_the_same_files(tmp_path: Path) -> None:
    one = _files(write_sample_evidence(tmp_path / "one", sample_plan(2026)))
    two = _files(write_sample_evidence(tmp_path / "two", sample_plan(2026)))
    assert [path.name for path in one] == [path.name for path in two]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
