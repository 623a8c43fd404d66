"""The rules as the program ships them: what the plans say, nothing more, and nobody has compared it yet."""

import unicodedata

import pytest

from resources.kinds import evidence_kinds
from resources.rules import Rule, posting_places, rule, rules


def test_what_the_plans_say_is_shipped_as_they_say_it() -> None:
    posting, meeting = rule("poor_household_posting"), rule("poor_household_meeting")
    assert (posting.days, posting.working, posting.event, posting.first_day_counts) == (3, True, "posting", True)
    assert posting.places == ("village_house", "commune_office")
    assert posting.forms == ("posting", "broadcast_log")
    assert (meeting.quorum, meeting.quorum_others, meeting.forms) == (70, 20, ("meeting",))
    land = rule("land_use_plan")
    assert (land.days, land.working, land.event, land.forms) == (15, False, "decision", ("posting",))
    decided, executed = rule("budget_decision"), rule("budget_execution")
    assert (decided.days, decided.working, decided.event) == (30, False, "decision")
    assert (executed.days, executed.working, executed.event, executed.periods) == (15, False, "period_end", ("quarter", "half"))


def test_postings_in_general_hang_for_thirty_days_where_no_rule_knows_better() -> None:
    assert rules()[-1] == rule("posting")
    assert [each.id for each in rules() if each.fallback] == ["posting"]
    assert (rule("posting").days, rule("posting").working, rule("posting").event) == (30, False, "posting")


@pytest.mark.parametrize("each", rules(), ids=lambda each: each.id)
def test_each_rule_has_a_source_and_speaks_of_what_there_is(each: Rule) -> None:
    assert each.source
    assert each.source_date.year == 2026
    assert not each.verified, "nobody has compared it with a published text"
    assert each.active
    assert each.basis
    assert each.name_en
    assert each.name == unicodedata.normalize("NFC", each.name)
    assert {*each.forms, *each.kinds} <= {kind.code for kind in evidence_kinds()}
    assert set(each.places) <= posting_places().keys()
    assert (each.days is None) == (not each.event)
    assert each.days or each.quorum
    assert all(each.words)


def test_each_rule_has_an_id_of_its_own() -> None:
    assert len({each.id for each in rules()}) == len(rules())
    with pytest.raises(KeyError):
        rule("no such rule")
