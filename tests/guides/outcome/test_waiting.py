"""The waiting period of an outcome: a line of months from the place's rule or the nation's, and a day where one is known."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from guides.models import Parameter
from tests.guides import naive_waiting
from tests.guides.outcomes import outcome

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-11-26")]

ANSHAN, NANJING, HANGZHOU, GUANGZHOU, SHANGHAI, BEIJING = "210300", "320100", "330100", "440100", "310000", "110000"
YEARS = {"within_3_months": 0, "within_a_year": 0, "one": 1, "two": 2, "three": 3, "four_or_more": 4}
#: Fixed months and months for each lapsed year, in the place and where it says nothing in the nation.
RULES = {ANSHAN: (3, 1), NANJING: (2, 1), GUANGZHOU: (3, 1)}


def waiting(**changes: Any) -> dict[str, Any]:
    """The waiting period of somebody who lapsed, with some answers changed; {} without one."""
    return outcome("coverage", **changes)["waiting"] or {}


def kinds(found: dict[str, Any]) -> list[str]:
    return [month["kind"] for month in found["months"]]


@pytest.mark.parametrize("for_whom", ["self", "family", "child"])
@pytest.mark.parametrize("lapsed_for", YEARS)
@pytest.mark.parametrize("place", RULES)
def test_months_of_a_resident(place, lapsed_for, for_whom):
    fixed, yearly = RULES[place]
    years = YEARS[lapsed_for]
    total = naive_waiting.months(fixed, yearly, years)
    shortest = naive_waiting.months(fixed, yearly, years, years)
    found = waiting(insured_place=place, lapsed_for=lapsed_for, for_whom=for_whom)
    more = ["wait"] if lapsed_for == "four_or_more" else []
    assert kinds(found) == ["wait"] * shortest + ["saved"] * (total - shortest) + [*more, "covered"]
    late = "集中缴费期里交的不用等；错过才交的，" if lapsed_for == "within_3_months" else ""
    counted = "断的年数全算上，" if years else ""
    assert found["title"] == f"{late}{counted}{'至少' if more else ''}要等 {total} 个月。"
    # Since which year they count is for each place to say.
    assert ("从哪年算断，打" in "".join(found["lines"])) == bool(years)
    assert found["starts_on"] is None  # neither says from when it counts
    assert not found["wants_date"]


def test_months_where_nobody_can_say_how_long_it_has_been():
    found = waiting(lapsed_for="unknown")
    assert (found["title"], kinds(found)) == ("至少要等 3 个月。", ["wait", "wait", "wait", "wait", "covered"])


def test_months_are_those_of_the_years_notice_and_then_the_nations(monkeypatch):
    assert waiting(insured_place=GUANGZHOU)["basis"]["number"]
    assert "2026 年补的，一年 549 元" in "".join(waiting(insured_place=GUANGZHOU)["lines"])
    monkeypatch.setattr("registry.snapshot.today", lambda: dt.date(2027, 1, 1))
    assert "549" not in "".join(waiting(insured_place=GUANGZHOU)["lines"])


@pytest.mark.parametrize(
    ("place", "lapsed_for", "says"),
    [
        (ANSHAN, "within_a_year", "再等 3 个月能报"),
        (ANSHAN, "two", "再等最多 5 个月能报"),
        (ANSHAN, "four_or_more", "再等几个月能报"),
        (GUANGZHOU, "one", "再等最多 4 个月能报"),
        (NANJING, "within_a_year", "再等 2 个月能报"),
        # The months for lapsed years are the nation's there, to be confirmed.
        (NANJING, "two", "再等几个月能报"),
        # 浙江: its regulation says one month less, and was written before the nation's rule.
        (HANGZHOU, "within_a_year", "再等 3 个月能报"),
        (HANGZHOU, "two", "再等最多 5 个月能报"),
    ],
)
def test_verdict_says_the_months_where_they_are_known(place, lapsed_for, says):
    verdict = outcome("coverage", insured_place=place, lapsed_for=lapsed_for)["verdict"]
    assert says in verdict["title"]
    assert ("先等 3 个月" in "".join(verdict["lines"])) == (place != NANJING)


def test_price_that_nobody_was_read_to_say_is_asked():
    assert "补 1 年多少钱，打 12366 问。" in waiting()["lines"]


def test_months_for_lapsed_years_that_only_the_nation_says_are_to_be_confirmed():
    assert "加的月份是国家的规定，当地的打 025-12393 确认。" in waiting(insured_place=NANJING)["lines"]
    assert "确认" not in "".join(waiting(insured_place=NANJING, lapsed_for="within_a_year")["lines"])


@pytest.mark.parametrize(
    ("changes", "paid", "starts"),
    [
        # 浙江: the third month, that of payment being the first.
        ({"scheme": "employee", "lapsed_for": "two"}, "2026-11-26", "2027-01-01"),
        ({"scheme": "employee", "lapsed_for": "two"}, "2026-10-31", "2026-12-01"),
        ({"matter": "first", "residence": "works"}, "2026-11-26", "2026-12-01"),
        # From employee to resident in time.
        ({"insured_place": BEIJING, "matter": "left_job", "lapsed_for": "within_3_months"}, "2026-11-20", "2026-11-20"),
        ({"insured_place": NANJING, "matter": "left_job", "lapsed_for": "within_3_months"}, "2026-11-20", "2026-12-01"),
        ({"insured_place": GUANGZHOU, "matter": "left_job", "lapsed_for": "unknown"}, "2026-11-26", "2026-12-01"),
    ],
)
def test_day_where_the_place_says_since_when_it_counts(changes, paid, starts):
    found = waiting(**{"insured_place": HANGZHOU, **changes}, paid_on=paid)
    assert found["starts_on"] == starts
    assert f"{int(paid[:4])}年{int(paid[5:7])}月{int(paid[8:])}日交的，最早从 " in found["title"]
    assert any("确认" in line for line in found["lines"])


@pytest.mark.parametrize(
    ("changes", "which"),
    [
        ({"insured_place": BEIJING, "matter": "left_job", "lapsed_for": "within_3_months"}, "改参加居民医保，"),
        ({"insured_place": SHANGHAI, "scheme": "employee"}, "自己交职工医保，"),
        ({"insured_place": HANGZHOU, "scheme": "employee"}, "自己交职工医保，今天就交的话，"),
    ],
)
def test_line_names_its_insurance_where_there_are_two_ways_to_be_insured(changes, which):
    assert waiting(**changes)["title"].startswith(which)


def test_day_is_that_of_paying_today_until_a_date_is_given():
    found = waiting(insured_place=HANGZHOU, scheme="employee")
    assert (found["title"], found["wants_date"]) == ("自己交职工医保，今天就交的话，最早从 2027年1月1日起能报。", True)
    assert [month["label"] for month in found["months"]] == ["26 年 11 月", "26 年 12 月", "27 年 1 月"]


@pytest.mark.parametrize("lapsed_for", ["one", "two", "three", "four_or_more"])
def test_day_is_not_made_of_one_places_months_and_anothers(lapsed_for):
    found = waiting(insured_place=NANJING, lapsed_for=lapsed_for, paid_on="2026-11-01")
    assert found["starts_on"] is None


def test_months_of_one_who_pays_alone_only_where_a_place_says_so():
    assert waiting(scheme="employee") == {}
    assert len(waiting(scheme="employee", insured_place=SHANGHAI)["months"]) == 7
    assert waiting(insured_place=SHANGHAI, scheme="employee", lapsed_for="within_3_months") == {}


@pytest.mark.parametrize("place", [ANSHAN, NANJING, HANGZHOU, GUANGZHOU, SHANGHAI, BEIJING])
@pytest.mark.parametrize(
    "exempt",
    [
        {"for_whom": "newborn"},
        {"for_whom": "student"},
        {"for_whom": "employer"},
        {"job": "starting"},
        {"job": "unemployment_benefit"},
        {"matter": "pay"},
        {"matter": "twice"},
    ],
)
def test_whoever_waits_for_nothing_is_shown_no_months_and_asked_for_no_date(place, exempt):
    assert waiting(insured_place=place, **exempt) == {}


@pytest.mark.parametrize(("lapsed_for", "hedged"), [("within_3_months", False), ("unknown", True)])
def test_change_to_residents_is_for_those_who_lapsed_lately(lapsed_for, hedged):
    """北京: within 90 days; nobody who cannot say for how long is promised a day."""
    answers = {"matter": "left_job", "insured_place": "110000", "lapsed_for": lapsed_for, "job": "none"}
    title = waiting(**answers)["title"]
    assert "改参加居民医保，今天就交的话，最早从" in title
    assert title.startswith("断得不久的，") == hedged


def test_late_for_the_window_is_said_to_be_so():
    assert waiting(matter="first")["title"] == "集中缴费期里交的不用等；错过才交的，要等 3 个月。"


def test_page_and_sheet_text_say_the_months(client):
    query = "for_whom=self&matter=lapsed&insured_place=210300&scheme=resident&lapsed_for=two&job=none&ill_now=no"
    page = client.get(f"/guides/coverage/outcome/?{query}").content.decode()
    assert page.count("<strong>不报</strong>") == 3
    assert page.count("<strong>可免</strong>") == 2
    assert "断的年数全算上，要等 5 个月。" in client.get(f"/guides/coverage/outcome.txt?{query}").content.decode()


def test_page_takes_the_date_and_leads_to_its_own_address(client):
    query = "for_whom=self&matter=left_job&insured_place=320100&lapsed_for=within_3_months&job=none&ill_now=no"
    page = client.get(f"/guides/coverage/outcome/?{query}").content.decode()
    assert "已经交了：填日期，算出哪天起能报" in page
    typed = client.get(f"/guides/coverage/outcome/?{query}&paid_on_year=2026&paid_on_month=11&paid_on_day=3")
    assert typed["Location"] == f"/guides/coverage/outcome/?{query}&paid_on=2026-11-03#deadline"
    wrong = client.get(f"/guides/coverage/outcome/?{query}&paid_on_year=2026&paid_on_month=12&paid_on_day=3")
    assert "这一天还没到" in wrong.content.decode()


@pytest.mark.parametrize(
    ("name", "kind", "amount", "field"),
    [
        ("waiting_resident", "wait", "3", None),
        ("waiting_switch", "wait_paid_month", "0", None),
        ("waiting_resident", "months", "3", "term_kind"),
        ("claim_deadline", "wait", "3", "term_kind"),
        ("repair_price", "wait", "3", "term_kind"),
        ("waiting_resident", "wait", "", "term_amount"),
        ("waiting_resident", "wait", "三", "term_amount"),
        ("waiting_resident", "", "3", "term_kind"),
    ],
)
def test_term_fits_its_rule(build, name, kind, amount, field):
    said = {"name": name, "value": "某规定", "term_kind": kind, "term_amount": amount}
    row = build(Parameter, key="odd", status="draft", guides=["coverage"], when={}, **said)
    if field is None:
        row.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert field in refused.value.message_dict
