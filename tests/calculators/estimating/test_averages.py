"""The country's average: shown where a place has no figures for a stay in hospital, with its year, and never reckoned with."""

import datetime as dt

import pytest
from django.test import Client

from calculators.circumstances import Circumstances
from calculators.estimating.averages import Average, average, questions
from calculators.models import BasicPolicy, NationalAverage
from registry import evidence, snapshot
from tests.calculators.pages.test_estimate_pages import shown, text
from tests.calculators.policy_rows import DAY, publish

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-11-21")]

ANSHAN = Circumstances("210300", "employee", "inpatient", DAY)
RESIDENT = ANSHAN._replace(scheme="resident")
FORM = {"city": "鞍山", "scheme": "employee", "care_type": "inpatient", "total": "3万"}


def told(wanted: Circumstances = ANSHAN, on: dt.date = DAY) -> Average | None:
    content = snapshot.current()
    return average(content, wanted, on, lambda row: evidence.basis(content.places, row, on))


def shares(wanted: Circumstances = ANSHAN, on: dt.date = DAY) -> list[tuple[str, str]]:
    found = told(wanted, on)
    return [(share.level, share.rate) for share in found.shares] if found else []


def test_average_is_that_of_the_scheme_with_its_year_and_its_source() -> None:
    found = told()
    assert found is not None
    assert found.title == "2025 年全国平均：职工医保住院报了多少"
    assert shares() == [("各级医院合起来", "84.1%"), ("三级医院", "83.1%")]
    assert shares(RESIDENT) == [("各级医院合起来", "66%"), ("三级医院", "61.7%")]
    source = "2025年全国医疗保障事业发展统计公报（2026年7月16日）"
    assert {share.basis.line for share in found.shares} == {f"全国 · 依据：{source} · 转述 · 未经经办机构核对"}
    assert "这是全国平均数，不是您能报的数。" in found.caveats


@pytest.mark.parametrize(
    ("wanted", "levels"),
    [
        (ANSHAN._replace(hospital_level="tertiary"), ["各级医院合起来", "三级医院"]),
        (ANSHAN._replace(hospital_level="secondary"), ["各级医院合起来"]),
        (ANSHAN._replace(scheme="employee_tier1"), ["各级医院合起来", "三级医院"]),
        # Other care, a place or a scheme that is not known: nothing is known of these.
        (ANSHAN._replace(care_type="outpatient"), []),
        (ANSHAN._replace(care_type=""), []),
        (ANSHAN._replace(region=""), []),
        (ANSHAN._replace(scheme=""), []),
        # Places with figures: of all levels, of tiers, of a year that is over.
        (ANSHAN._replace(region="110000"), []),
        (ANSHAN._replace(region="610100"), []),
        (ANSHAN._replace(region="610100", hospital_level="secondary"), []),
        (ANSHAN._replace(region="610100", hospital_level="tertiary"), []),
        (ANSHAN._replace(region="440300"), []),
        (RESIDENT._replace(region="310000"), []),
        (ANSHAN._replace(region="310000", on=dt.date(2026, 6, 30)), []),
        (ANSHAN._replace(region="310000", on=dt.date(2026, 7, 1)), ["各级医院合起来", "三级医院"]),
    ],
)
def test_average_stands_where_there_are_no_figures_and_nowhere_else(wanted: Circumstances, levels: list[str]) -> None:
    assert [level for level, _ in shares(wanted)] == levels


def test_figures_of_the_place_replace_it_at_once() -> None:
    publish(BasicPolicy, region_id="210300", scheme="resident")
    assert shares(RESIDENT) == []
    assert shares() != []


@pytest.mark.parametrize(("on", "is_there"), [(dt.date(2027, 12, 31), True), (dt.date(2028, 1, 1), False)])
def test_statistic_goes_with_the_second_year_after_its_own(on: dt.date, is_there: bool) -> None:
    assert bool(shares(on=on)) == is_there


def test_newest_year_stands_alone() -> None:
    publish(NationalAverage, year=2026, rate="0.86")
    found = told()
    assert found is not None
    assert (found.year, shares()) == (2026, [("二级医院", "86%")])


def test_average_that_nobody_checked_for_too_long_is_not_told() -> None:
    for days, told_still in ((60, True), (61, False)):
        NationalAverage.objects.update(review_every=30, collected_on=DAY - dt.timedelta(days=days))
        snapshot.bump(NationalAverage)
        assert bool(shares()) == told_still


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (ANSHAN, ("鞍山市的职工医保，＿＿（在职、退休）。", "住＿＿医院（一级、二级、三级）。")),
        (RESIDENT, ("鞍山市的居民医保。", "住＿＿医院（一级、二级、三级）。")),
        (ANSHAN._replace(retired=True, hospital_level="tertiary"), ("鞍山市的职工医保，退休。", "住三级医院。")),
        (RESIDENT._replace(category="referral"), ("鞍山市的居民医保。", "住＿＿医院（一级、二级、三级）。")),
    ],
)
def test_what_to_ask_on_the_phone_is_complete(wanted: Circumstances, words: tuple[str, ...]) -> None:
    found = told(wanted)
    assert found is not None
    away = ("在外地看，转诊备案。这几个数变不变？不备案呢？",) if wanted.category else ()
    assert found.ask == (*words, "起付线多少？报百分之几？一年封顶多少？", *away)
    assert max(map(len, found.ask)) <= 30


@pytest.mark.parametrize(
    ("care_type", "words"),
    [
        ("outpatient", "看普通门诊，在＿＿医院（一级、二级、三级）。"),
        ("chronic", "看门诊慢特病，病是＿＿，在＿＿医院（一级、二级、三级）。"),
        ("maternity", "生孩子，在＿＿医院（一级、二级、三级）。"),
    ],
)
def test_other_care_without_figures_is_asked_about_word_for_word(client: Client, care_type: str, words: str) -> None:
    asked = questions(snapshot.current(), RESIDENT._replace(care_type=care_type))
    assert asked[:2] == ("鞍山市的居民医保。", words)
    said = text(shown(client, {**FORM, "scheme": "resident", "care_type": care_type}))
    assert f"打 0412-12393 ，照着念： 鞍山市的居民医保。 {words} 起付线多少？" in said
    assert "全国平均" not in said


def test_nothing_is_read_out_where_scheme_or_care_is_unknown() -> None:
    content = snapshot.current()
    assert questions(content, ANSHAN._replace(scheme="")) == questions(content, ANSHAN._replace(care_type="")) == ()


def test_city_is_left_out_where_it_is_not_known() -> None:
    """Several cities share an area code, so that the city is said wherever it is known."""
    assert questions(snapshot.current(), RESIDENT._replace(region=""))[0] == "居民医保。"


def test_estimate_of_a_place_without_figures_tells_it_beside_no_number(client: Client) -> None:
    said = text(shown(client, {**FORM, "hospital_level": "tertiary", "retired": "active"}))
    assert "还算不出来，还差：" in said
    assert "2025 年全国平均：职工医保住院报了多少 各级医院合起来： 84.1% 三级医院： 83.1%" in said
    assert (
        "打 0412-12393 ，照着念： 鞍山市的职工医保，在职。 住三级医院。 起付线多少？报百分之几？一年封顶多少？" in said
    )
    assert "医保大约付" not in said
    assert "25," not in said  # 84.1% of the bill would be 25,230


@pytest.mark.parametrize(
    "change",
    [{"city": "北京"}, {"care_type": "outpatient"}, {"own_deductible": "800", "own_rate": "80"}, {"total": ""}],
)
def test_estimate_is_silent_about_it_elsewhere(client: Client, change: dict[str, str]) -> None:
    assert "全国平均" not in shown(client, {**FORM, **change})
