import unicodedata

from resources.review_phrases import phrase_source, review_phrases


def test_each_phrase_is_one_polite_sentence_that_asks_for_something() -> None:
    texts = [phrase.text for phrase in review_phrases()]
    assert 6 <= len(texts) <= 8
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert "; đề nghị " in text, text
        assert text.endswith(".")
        assert text == unicodedata.normalize("NFC", text).strip()
        assert "!" not in text
        assert "bạn" not in text.lower().split()


def test_the_source_says_that_no_paper_is_quoted() -> None:
    assert phrase_source().date.year == 2026
    assert "không trích" in phrase_source().title
