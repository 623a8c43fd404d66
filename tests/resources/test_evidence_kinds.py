import pytest

from papi_desktop.domain.kind_fields import kept_value
from papi_desktop.services.evidence_editing import FIELD_NAMES
from resources.kinds import evidence_kind, evidence_kinds, kind_fields

OF_THE_DECREE = [
    "nghi_quyet",
    "quyet_dinh",
    "chi_thi",
    "quy_che",
    "quy_dinh",
    "thong_cao",
    "thong_bao",
    "huong_dan",
    "chuong_trinh",
    "ke_hoach",
    "phuong_an",
    "de_an",
    "du_an",
    "bao_cao",
    "bien_ban",
    "to_trinh",
    "hop_dong",
    "cong_van",
    "cong_dien",
    "ban_ghi_nho",
    "ban_thoa_thuan",
    "giay_uy_quyen",
    "giay_moi",
    "giay_gioi_thieu",
    "giay_nghi_phep",
    "phieu_gui",
    "phieu_chuyen",
    "phieu_bao",
    "thu_cong",
]
OF_THE_OFFICES = ["photo", "broadcast_log", "posting", "meeting", "link", "list", "other"]


def test_the_29_document_types_come_first_and_then_what_offices_keep_besides() -> None:
    assert len(OF_THE_DECREE) == 29
    assert [kind.code for kind in evidence_kinds()] == OF_THE_DECREE + OF_THE_OFFICES
    assert [kind.code for kind in evidence_kinds() if kind.document] == OF_THE_DECREE


def test_only_official_letters_and_what_is_no_document_have_no_abbreviation() -> None:
    assert {kind.code for kind in evidence_kinds() if not kind.abbreviation} == {"cong_van", "thu_cong", *OF_THE_OFFICES}


def test_abbreviations_tell_kinds_apart() -> None:
    abbreviations = [kind.abbreviation for kind in evidence_kinds() if kind.abbreviation]
    assert len(set(abbreviations)) == 27


@pytest.mark.parametrize(
    ("code", "name", "abbreviation"), [("quy_dinh", "Quy định", "QyĐ"), ("to_trinh", "Tờ trình", "TTr"), ("thong_bao", "Thông báo", "TB")]
)
def test_a_kind_has_its_official_name_and_abbreviation(code: str, name: str, abbreviation: str) -> None:
    kind = evidence_kind(code)
    assert (kind.name, kind.abbreviation) == (name, abbreviation)
    assert kind.name_en


def test_the_source_is_named_and_not_called_verified() -> None:
    kind = evidence_kind("bao_cao")
    assert "30/2020/NĐ-CP" in kind.source
    assert (kind.source_date.year, kind.verified) == (2020, False)


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        evidence_kind("thong-bao")


def test_kinds_have_fields_of_their_own_in_the_order_of_the_form() -> None:
    own = {kind.code: [(field.code, field.type) for field in kind.fields] for kind in evidence_kinds() if kind.fields}
    assert own == {
        "broadcast_log": [("times", "count")],
        "posting": [("opening_minutes", "text"), ("closing_minutes", "text")],
        "meeting": [("invited", "count"), ("present", "count"), ("agreed", "count"), ("households", "lines")],
        "link": [("address", "address"), ("date_seen", "date")],
    }


def test_codes_of_fields_mean_one_field_and_never_a_common_one() -> None:
    codes = [field.code for kind in evidence_kinds() for field in kind.fields]
    assert sorted(codes) == sorted(kind_fields())
    assert FIELD_NAMES.isdisjoint(codes)


def test_every_field_has_names_and_a_type_that_is_checked() -> None:
    for field in kind_fields().values():
        assert field.name
        assert field.name_en
        assert kept_value(field.type, "") == ""
