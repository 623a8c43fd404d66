"""The rules of posting and meeting: what each says, and the very day on which it says something else."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from papi_desktop.domain.periods import Period
from papi_desktop.domain.progress import Finding, FindingCode, Level
from papi_desktop.domain.rules import Facts, Proof, days_between, governing, judge, nth_day, stands_at
from papi_desktop.services.calendar import VietnamCalendar
from resources.rules import Rule, rule, rules

CALENDAR = VietnamCalendar()
QUARTER = Period("2026-Q2")
GENERAL, HOUSEHOLDS, MEETING = rule("posting"), rule("poor_household_posting"), rule("poor_household_meeting")
LAND, DECIDED, EXECUTED = rule("land_use_plan"), rule("budget_decision"), rule("budget_execution")
TEN = replace(GENERAL, days=10)
DAY = timedelta(days=1)


def said(asked: Rule, *proofs: Proof, today: date, period: Period = QUARTER, closed: bool = False) -> list[Finding]:
    return judge(asked, Facts(period, proofs, closed), today=today, calendar=CALENDAR)


def codes(asked: Rule, *proofs: Proof, today: date, **how: Any) -> list[str]:
    return [finding.code.value for finding in said(asked, *proofs, today=today, **how)]


def posted(first: date | None, last: date | None = None, place: str = "") -> Proof:
    return Proof("posting", issued=first, place=place, first=first, last=last)


def met(present: str, invited: str) -> Proof:
    return Proof("meeting", details={"present": present, "invited": invited})


# days


@pytest.mark.parametrize(
    ("start", "days", "counted", "last"),
    [
        (date(2026, 6, 5), 10, True, date(2026, 6, 14)),
        (date(2026, 6, 5), 10, False, date(2026, 6, 15)),
        (date(2026, 1, 16), 15, False, date(2026, 1, 31)),
        (date(2026, 2, 14), 15, False, date(2026, 3, 1)),
        (date(2028, 2, 14), 15, False, date(2028, 2, 29)),
        (date(2028, 2, 28), 2, True, date(2028, 2, 29)),
        (date(2026, 2, 27), 2, True, date(2026, 2, 28)),
        (date(9999, 12, 30), 30, True, date(9999, 12, 31)),
        (date(9999, 12, 31), 30, False, date(9999, 12, 31)),
    ],
)
def test_calendar_days(start: date, days: int, counted: bool, last: date) -> None:
    assert nth_day(start, days, None, counted=counted) == last


@pytest.mark.parametrize(
    ("start", "counted", "last"),
    [
        (date(2026, 6, 8), True, date(2026, 6, 10)),  # from a Monday
        (date(2026, 6, 8), False, date(2026, 6, 11)),
        (date(2026, 6, 12), True, date(2026, 6, 16)),  # from a Friday, over the weekend
        (date(2026, 6, 13), True, date(2026, 6, 17)),  # from a Saturday
        (date(2026, 4, 29), True, date(2026, 5, 5)),  # 30/4 and 1/5 are holidays, then comes a weekend
        (date(2026, 2, 13), True, date(2026, 2, 24)),  # Tết
    ],
)
def test_three_working_days(start: date, counted: bool, last: date) -> None:
    assert nth_day(start, 3, CALENDAR, counted=counted) == last
    after = start - DAY if counted else start
    assert days_between(after, last, CALENDAR) == 3
    assert days_between(after, last - DAY, CALENDAR) == 2


# postings


def test_a_posting_that_is_to_hang_long_enough_is_enough_the_day_after_its_last_day() -> None:
    """From 05/06 for ten days: up to and including 14/06."""
    hangs = posted(date(2026, 6, 5), date(2026, 6, 14))
    for today in (date(2026, 6, 5), date(2026, 6, 13), date(2026, 6, 14)):
        [running] = said(TEN, hangs, today=today)
        assert (running.code, running.level, running.params) == (FindingCode.POSTING_RUNNING, Level.INFO, {"date": "14/06"})
        assert running.until == date(2026, 6, 14)
    [enough] = said(TEN, hangs, today=date(2026, 6, 15))
    assert (enough.code, enough.level, enough.rule, enough.verified) == (FindingCode.RULE_MET, Level.GOOD, "posting", False)


def test_a_posting_to_be_taken_down_too_early_can_be_saved_while_it_hangs() -> None:
    hangs = posted(date(2026, 6, 5), date(2026, 6, 10))
    for today in (date(2026, 6, 9), date(2026, 6, 10)):
        [running] = said(TEN, hangs, today=today)
        assert (running.code, running.level, running.until) == (FindingCode.POSTING_RUNNING, Level.WARNING, date(2026, 6, 10))
        assert running.params == {"date": "14/06"}
    [short] = said(TEN, hangs, today=date(2026, 6, 11))
    assert (short.code, short.level, short.until) == (FindingCode.POSTING_SHORT, Level.BAD, None)
    assert short.params == {"count": "4", "days": "calendar"}


@pytest.mark.parametrize(("last", "code"), [(13, "POSTING_SHORT"), (14, "RULE_MET"), (15, "RULE_MET")])
def test_the_last_day_decides(last: int, code: str) -> None:
    assert codes(TEN, posted(date(2026, 6, 5), date(2026, 6, last)), today=date(2026, 7, 1)) == [code]


@pytest.mark.parametrize(("last", "code"), [(14, "POSTING_SHORT"), (15, "RULE_MET")])
def test_the_first_day_may_be_said_not_to_count(last: int, code: str) -> None:
    asked = replace(TEN, first_day_counts=False)
    assert codes(asked, posted(date(2026, 6, 5), date(2026, 6, last)), today=date(2026, 7, 1)) == [code]


@pytest.mark.parametrize(
    ("last", "missing"), [(date(2026, 2, 12), 3), (date(2026, 2, 13), 2), (date(2026, 2, 23), 1), (date(2026, 2, 24), 0)]
)
def test_working_days_of_a_posting_wait_for_the_end_of_tet(last: date, missing: int) -> None:
    """The last day before the holiday is Friday 13/02/2026, the first after it Monday 23/02."""
    asked = replace(HOUSEHOLDS, places=(), forms=("posting",))
    [finding] = said(asked, posted(date(2026, 2, 13), last), today=date(2026, 3, 2))
    assert finding.params.get("count", "0") == str(missing)
    assert finding.code is (FindingCode.POSTING_SHORT if missing else FindingCode.RULE_MET)


def test_a_posting_without_a_last_day_still_hangs_and_then_wants_its_last_day() -> None:
    hangs = posted(date(2026, 6, 5))
    assert codes(TEN, hangs, today=date(2026, 6, 14)) == ["POSTING_RUNNING"]
    [unclosed] = said(TEN, hangs, today=date(2026, 6, 15))
    assert (unclosed.code, unclosed.level, unclosed.params) == (FindingCode.POSTING_UNCLOSED, Level.WARNING, {"date": "14/06"})


def test_a_day_of_another_year_is_named_with_its_year() -> None:
    [running] = said(TEN, posted(date(2026, 12, 28)), today=date(2026, 12, 29))
    assert running.params == {"date": "06/01/2027"}


def test_a_posting_without_days_is_asked_for_them() -> None:
    assert codes(TEN, posted(None), today=date(2026, 6, 5)) == ["POSTING_UNDATED"]


def test_a_photo_that_says_from_when_it_hung_is_a_posting() -> None:
    photo = Proof("photo", first=date(2026, 6, 5), last=date(2026, 6, 14))
    assert codes(TEN, photo, today=date(2026, 7, 1)) == ["RULE_MET"]
    assert codes(TEN, Proof("photo", issued=date(2026, 6, 5)), today=date(2026, 7, 1)) == ["POSTING_NONE"]


@pytest.mark.parametrize(("closed", "level"), [(False, Level.INFO), (True, Level.WARNING)])
def test_no_posting_weighs_once_the_work_is_over(closed: bool, level: Level) -> None:
    [finding] = said(GENERAL, today=date(2026, 6, 5), closed=closed)
    assert (finding.code, finding.level, finding.params) == (FindingCode.POSTING_NONE, level, {"count": "30", "days": "calendar"})


def test_the_longest_of_several_postings_at_a_place_counts() -> None:
    short, running = posted(date(2026, 6, 1), date(2026, 6, 2)), posted(date(2026, 6, 5))
    assert codes(TEN, short, running, today=date(2026, 6, 8)) == ["POSTING_RUNNING"]
    whole = posted(date(2026, 5, 1), date(2026, 5, 30))
    assert codes(TEN, short, running, whole, today=date(2026, 6, 8)) == ["RULE_MET"]
    longer = posted(date(2026, 6, 1), date(2026, 6, 4))
    [missing] = said(TEN, short, longer, today=date(2026, 7, 8))
    assert missing.params["count"] == "6"


def test_a_posting_that_ends_before_it_begins_hung_no_day() -> None:
    [missing] = said(TEN, posted(date(2026, 6, 5), date(2020, 1, 1)), today=date(2026, 7, 8))
    assert missing.params["count"] == "10"


# places and forms

LOG = Proof("broadcast_log", issued=date(2026, 6, 9))
HOUSE = posted(date(2026, 6, 8), date(2026, 6, 10), "Nhà văn hóa thôn Đông (mẫu)")
OFFICE = posted(date(2026, 6, 8), date(2026, 6, 10), "Trụ sở UBND xã (mẫu)")
LATER = date(2026, 6, 20)


def test_a_list_hangs_at_both_places_and_is_read_out() -> None:
    assert codes(HOUSEHOLDS, HOUSE, OFFICE, LOG, today=LATER) == ["RULE_MET"]
    [place] = said(HOUSEHOLDS, HOUSE, LOG, today=LATER)
    assert (place.code, place.params) == (FindingCode.PLACE_MISSING, {"places": "commune_office"})
    [form] = said(HOUSEHOLDS, HOUSE, OFFICE, today=LATER)
    assert (form.code, form.params) == (FindingCode.FORM_MISSING, {"kind": "broadcast_log"})
    both = replace(HOUSE, place="Nhà văn hóa các thôn và trụ sở UBND xã (mẫu)")
    assert codes(HOUSEHOLDS, both, LOG, today=LATER) == ["RULE_MET"]


def test_the_place_where_most_is_wanting_counts() -> None:
    short = replace(OFFICE, last=date(2026, 6, 8))
    [finding] = said(HOUSEHOLDS, HOUSE, short, LOG, today=LATER)
    assert (finding.code, finding.params) == (FindingCode.POSTING_SHORT, {"count": "2", "days": "working"})


@pytest.mark.parametrize(
    ("place", "house", "office"),
    [
        ("nha van hoa thon 3", True, False),
        ("NHÀ VĂN HÓA TỔ DÂN PHỐ 2", True, False),
        ("UBND xã", False, True),
        ("Bộ phận Một cửa", False, True),
        ("thông báo trên loa", False, False),
        ("", False, False),
    ],
)
def test_places_are_known_by_whole_words(place: str, house: bool, office: bool) -> None:
    assert (stands_at(place, "village_house"), stands_at(place, "commune_office")) == (house, office)


# disclosure


@pytest.mark.parametrize(
    ("asked", "decided", "deadline"),
    [
        (LAND, date(2026, 1, 16), date(2026, 1, 31)),
        (LAND, date(2028, 2, 14), date(2028, 2, 29)),
        (DECIDED, date(2026, 1, 30), date(2026, 3, 1)),
        (replace(LAND, days=3, working=True), date(2026, 6, 11), date(2026, 6, 16)),
    ],
)
def test_disclosure_after_a_decision_flips_after_its_last_day(asked: Rule, decided: date, deadline: date) -> None:
    asked = replace(asked, forms=())
    decision = Proof("quyet_dinh", issued=decided)
    for today in (deadline - DAY, deadline):
        [due] = said(asked, decision, today=today)
        assert (due.code, due.level, due.until) == (FindingCode.DISCLOSURE_DUE, Level.INFO, deadline)
        assert codes(asked, decision, posted(today), today=date(2029, 1, 1)) == ["RULE_MET"]
    [over] = said(asked, decision, today=deadline + DAY)
    assert (over.code, over.level, over.until, over.params["count"]) == (FindingCode.DISCLOSURE_OVERDUE, Level.BAD, None, "1")
    [late] = said(asked, decision, posted(deadline + 2 * DAY), today=date(2029, 1, 1))
    assert (late.code, late.level, late.params["count"]) == (FindingCode.DISCLOSURE_LATE, Level.BAD, "2")


def test_without_a_dated_decision_no_day_is_made_up() -> None:
    assert codes(DECIDED, today=LATER) == ["DECISION_UNKNOWN"]
    assert codes(DECIDED, Proof("quyet_dinh"), today=LATER) == ["DECISION_UNKNOWN"]


def test_of_several_decisions_the_first_sets_the_time() -> None:
    first, second = Proof("quyet_dinh", issued=date(2026, 6, 1)), Proof("quyet_dinh", issued=date(2026, 6, 20))
    [due] = said(DECIDED, second, first, today=date(2026, 6, 21))
    assert due.until == date(2026, 7, 1)


def test_what_hung_before_the_decision_did_not_disclose_it() -> None:
    decision = Proof("quyet_dinh", issued=date(2026, 6, 8))
    assert codes(DECIDED, decision, posted(date(2026, 6, 7)), today=date(2026, 6, 9)) == ["DISCLOSURE_DUE"]
    assert codes(DECIDED, decision, posted(date(2026, 6, 8)), today=date(2026, 6, 9)) == ["RULE_MET"]


@pytest.mark.parametrize("kind", ["link", "broadcast_log", "posting"])
def test_a_page_of_the_web_and_a_broadcast_disclose_too(kind: str) -> None:
    decision = Proof("quyet_dinh", issued=date(2026, 6, 8))
    assert codes(DECIDED, decision, Proof(kind, issued=date(2026, 6, 9)), today=date(2026, 8, 1)) == ["RULE_MET"]
    assert codes(DECIDED, decision, Proof("bao_cao", issued=date(2026, 6, 9)), today=date(2026, 8, 1)) == ["DISCLOSURE_OVERDUE"]


@pytest.mark.parametrize(
    ("period", "deadline"),
    [("2026-Q1", date(2026, 4, 15)), ("2026-Q2", date(2026, 7, 15)), ("2026-H1", date(2026, 7, 15)), ("2026-Q4", date(2027, 1, 15))],
)
def test_budget_figures_follow_the_end_of_their_period(period: str, deadline: date) -> None:
    chosen = Period(period)
    assert codes(EXECUTED, today=deadline, period=chosen) == ["DISCLOSURE_DUE"]
    assert codes(EXECUTED, today=deadline + DAY, period=chosen) == ["DISCLOSURE_OVERDUE"]
    assert codes(EXECUTED, posted(deadline), today=deadline + DAY, period=chosen) == ["RULE_MET"]
    assert codes(EXECUTED, posted(deadline + DAY), today=deadline + DAY, period=chosen) == ["DISCLOSURE_LATE"]


def test_a_plan_that_was_disclosed_in_time_but_never_hung_wants_its_posting() -> None:
    decision, page = Proof("quyet_dinh", issued=date(2026, 6, 8)), Proof("link", issued=date(2026, 6, 9))
    [missing] = said(LAND, decision, page, today=LATER, closed=True)
    assert (missing.code, missing.level, missing.params) == (FindingCode.FORM_MISSING, Level.WARNING, {"kind": "posting"})


# meetings


@pytest.mark.parametrize(
    ("present", "invited", "code", "share"),
    [
        ("62", "100", FindingCode.MEETING_SHORT, "62"),
        ("699", "1000", FindingCode.MEETING_SHORT, "69"),
        ("70", "100", FindingCode.MEETING_MET, "70"),
        ("7", "10", FindingCode.MEETING_MET, "70"),
        ("71", "100", FindingCode.MEETING_MET, "71"),
        ("0", "10", FindingCode.MEETING_SHORT, "0"),
    ],
)
def test_seventy_of_a_hundred_households_are_enough(present: str, invited: str, code: FindingCode, share: str) -> None:
    first, others = said(MEETING, met(present, invited), today=LATER)
    assert (first.code, first.params) == (code, {"share": share, "needed": "70"})
    assert first.level is (Level.GOOD if code is FindingCode.MEETING_MET else Level.BAD)
    assert (others.code, others.level, others.params) == (FindingCode.OTHERS_UNCOUNTED, Level.INFO, {"needed": "20"})


@pytest.mark.parametrize(
    ("present", "invited"), [("", ""), ("5", ""), ("5", "0"), ("11", "10"), ("-1", "10"), ("năm", "10"), ("9" * 5000, "1")]
)
def test_figures_that_say_nothing_are_asked_for(present: str, invited: str) -> None:
    assert codes(replace(MEETING, quorum_others=None), met(present, invited), today=LATER) == ["MEETING_UNCOUNTED"]


def test_the_meeting_with_the_fewest_counts() -> None:
    [worst] = said(replace(MEETING, quorum_others=None), met("9", "10"), met("5", "10"), met("8", "10"), today=LATER)
    assert (worst.code, worst.params["share"]) == (FindingCode.MEETING_SHORT, "50")


def test_a_meeting_that_was_not_held_is_asked_for_once() -> None:
    [missing] = said(MEETING, today=LATER)
    assert (missing.code, missing.params) == (FindingCode.FORM_MISSING, {"kind": "meeting"})


# which tasks


@pytest.mark.parametrize(
    ("text", "period", "governs"),
    [
        ("Niêm yết danh sách hộ nghèo, hộ cận nghèo sau rà soát tại trụ sở xã", "2026-Q4", ["poor_household_posting"]),
        ("NIEM YET DANH SACH HO NGHEO", "2026-Q4", ["poor_household_posting"]),
        ("Tổ chức họp dân bình xét hộ nghèo, hộ cận nghèo", "2026", ["poor_household_meeting"]),
        ("Phối hợp hỗ trợ hộ nghèo", "2026", []),
        ("Công khai số liệu thực hiện dự toán ngân sách xã", "2026-Q1", ["budget_execution"]),
        ("Công khai số liệu thực hiện dự toán ngân sách xã", "2026-H1", ["budget_execution"]),
        ("Công khai số liệu thực hiện dự toán ngân sách xã", "2026", []),
        ("Công khai số liệu thực hiện dự toán ngân sách xã", "2026-03", []),
        ("Công khai quyết toán ngân sách xã năm trước", "2026", ["budget_decision"]),
        ("Công bố kế hoạch sử dụng đất và khung giá bồi thường", "2026", ["land_use_plan"]),
        ("Niêm yết kế hoạch sử dụng đất", "2026", ["land_use_plan", "posting"]),
        ("Niêm yết lịch tiếp công dân của Chủ tịch UBND xã", "2026-Q1", ["posting"]),
        ("Tiếp công dân định kỳ", "2026-Q1", []),
    ],
)
def test_a_rule_finds_its_tasks_by_their_words(text: str, period: str, governs: list[str]) -> None:
    assert [each.id for each in governing(rules(), text=text, kinds=frozenset(), period=Period(period))] == governs


def test_a_posting_that_is_expected_or_recorded_brings_the_general_rule() -> None:
    found = governing(rules(), text="Thông báo (mẫu)", kinds=frozenset({"posting"}), period=QUARTER)
    assert [each.id for each in found] == ["posting"]
    off = tuple(replace(each, active=False) for each in rules())
    assert governing(off, text="Thông báo (mẫu)", kinds=frozenset({"posting"}), period=QUARTER) == []
