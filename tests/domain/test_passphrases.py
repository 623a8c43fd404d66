"""How hard a passphrase is to guess."""

import pytest

from papi_desktop.domain.passphrases import Strength, strength


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        ("", Strength.SHORT),
        ("bảy chữ", Strength.SHORT),
        ("aaaaaaaa", Strength.REPEATED),
        ("xã xã xã xã", Strength.REPEATED),
        ("12345678", Strength.REPEATED),
        ("87654321", Strength.REPEATED),
        ("qwertyuiop", Strength.REPEATED),
        ("abcdefgh", Strength.REPEATED),
        ("0912834765", Strength.DIGITS),
        ("thang bay", Strength.FAIR),
        ("tanphu2026", Strength.FAIR),
        ("mưa rào tháng bảy", Strength.GOOD),
        ("nha nha nha cua", Strength.FAIR),
        ("chanhdayleo77", Strength.GOOD),
        ("motbaiketranratdai", Strength.GOOD),
    ],
)
def test_what_is_said_of_a_passphrase(typed: str, how: Strength) -> None:
    assert strength(typed) is how
