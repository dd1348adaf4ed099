"""The policy rows of the content pack: each one loads, says what its source says, and gives a number or says why not."""

import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from html import unescape

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from calculators.circumstances import ANY, Circumstances
from calculators.core.settlement import settle
from calculators.core.terms import Claim
from calculators.estimating import policies
from calculators.estimating.estimates import estimate
from calculators.estimating.policies import Cell, State
from calculators.estimating.year import Bill
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteLimit, RemoteRule
from guides.content import KINDS
from registry import snapshot
from registry.belonging import inline_of
from registry.rows import digest
from tests.calculators.policy_rows import DAY

pytestmark = pytest.mark.django_db

#: What was found of places, where it lies beside this checkout.
FACTS = settings.BASE_DIR.parent / "shared" / "facts" / "cities.yaml"
FILES = sorted((settings.BASE_DIR / "fixtures" / "content" / "policies").glob("*.yaml"))
POLICY_KINDS = {
    name: KINDS[name]
    for name in (
        "basic_policies",
        "supplement_policies",
        "critical_illness_policies",
        "assistance_policies",
        "remote_limits",
        "remote_rules",
    )
}
WORKER, PENSIONER = False, True


def written(kind):
    """The rows of one kind as they stand in the files, with the defaults of their file."""
    packs = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES)
    return [{**pack["defaults"], **row} for pack in packs for row in pack.get(kind, [])]


def tagless(page):
    return re.sub(r"<[^>]+>", "", page)


@pytest.mark.parametrize("kind", POLICY_KINDS)
def test_every_row_of_the_files_is_published(kind):
    rows = Counter((row["key"], row["region"], row.get("effective_from")) for row in written(kind))
    stored = POLICY_KINDS[kind].objects.published().values_list("key", "region_id", "effective_from")
    assert Counter(stored) == rows


@pytest.mark.parametrize("kind", POLICY_KINDS)
def test_every_row_keeps_its_rules(kind):
    for row in POLICY_KINDS[kind].objects.all():
        row.full_clean()
        if kind != "remote_limits":
            row.clean_inline(inline_of(row))


def test_a_second_load_changes_nothing_but_takes_back_what_the_pack_no_longer_has(capsys):
    earlier, changed = BasicPolicy.objects.published()[:2]
    for row in (earlier, changed):
        row.pk, row._state.adding, row.key, row.pack_key = None, True, f"earlier-{row.pk}", f"basicpolicy:{row.pk}"
        row.content_digest = digest(row, inline_of(row)) if row is earlier else ""
        row.save()
    call_command("load_content")
    said = capsys.readouterr()
    assert "新增 0，更新 0，停用 1，" in said.out
    assert "保留 1" in said.out
    assert said.err == f"新的内容里没有了，办事员改过，没有停用：{changed}\n"
    assert not BasicPolicy.objects.published().filter(pk=earlier.pk).exists()


@pytest.mark.parametrize("kind", ["basic_policies", "critical_illness_policies"])
def test_figures_are_written_as_text(kind):
    for row in written(kind):
        figures = [*row["bands"], {name: row.get(name) for name in ("deductible", "annual_ceiling")}]
        assert all(isinstance(value, str) for band in figures for value in band.values() if value is not None), row


def test_nothing_is_verified_and_only_jiangsu_was_read_in_the_original():
    for model in POLICY_KINDS.values():
        assert not model.objects.exclude(verified_on=None).exists()
    official = [row for model in POLICY_KINDS.values() for row in model.objects.filter(evidence="official")]
    assert {(type(row), row.region_id, row.source.number) for row in official} == {
        (RemoteRule, "320000", "苏医保发〔2022〕75号")
    }


def test_incomplete_rows_are_the_ones_whose_deductible_was_not_seen():
    kinds = (BasicPolicy, CriticalIllnessPolicy)
    incomplete = [row for model in kinds for row in model.objects.filter(model.INCOMPLETE).distinct()]
    assert Counter(row.region_id for row in incomplete) == {"370200": 8, "370000": 1, "210800": 1}
    assert {missing for row in incomplete for missing in row.missing} == {"起付线", "大病起付线"}
    assert all("起付线" in row.note for row in incomplete)


def test_ages_are_those_that_were_seen_and_nobody_made_up_assistance():
    """Residents of 60 and more: 90%, 80% and 70% in 上海, 95% at every level in 深圳."""
    rates = {
        (row.region_id, row.hospital_level): row.bands.get().rate + row.specials.get(from_age=60).rate_add
        for row in BasicPolicy.objects.filter(scheme="resident", specials__from_age=60)
    }
    assert {rate for (region, _), rate in rates.items() if region == "440300"} == {Decimal("0.95")}
    assert [rates["310000", level] for level in ("primary", "secondary", "tertiary")] == [
        Decimal("0.90"),
        Decimal("0.80"),
        Decimal("0.70"),
    ]
    assert len(rates) == 6
    others = BasicPolicy.objects.filter(scheme="employee", specials__from_age__isnull=False)
    assert {row.region_id for row in others} == {"510100", "210200", "330200"}
    assert not AssistancePolicy.objects.exists()


@pytest.mark.on("2026-11-26")
def test_no_number_of_the_content_stands_over_a_hole_without_the_sentence(client):
    """On the estimate's page and on the page of the place, for somebody whom each such row is made for."""
    rows = [
        row for kind in POLICY_KINDS.values() if kind is not RemoteLimit for row in kind.objects.exclude(left_out="")
    ]
    assert {type(row) for row in rows} == {BasicPolicy}
    for row in rows:
        asked = {"city": row.region.name, "scheme": row.scheme, "care_type": row.care_type, "total": "10000"}
        told = {"hospital_level": row.hospital_level, "retired": row.person, "hospital_class": row.hospital_class}
        data = {name: value for name, value in {**asked, **told}.items() if value not in ("", ANY)}
        pages = client.post("/estimate/", data), client.get(f"/places/{row.region_id}/")
        estimated, place = (unescape(page.content.decode()) for page in pages)
        assert row.left_out_matters == "some"
        assert "医保大约付" in estimated
        for line in row.left_out_lines:
            assert line in tagless(estimated)
            assert f"没算进去：{line}" in tagless(place)


@pytest.mark.parametrize("kind", [kind for kind in POLICY_KINDS if kind != "remote_limits"])
def test_golden_cases_come_out(kind):
    """They were worked without the product: by hand, or by a script of its own."""
    for row in POLICY_KINDS[kind].objects.all():
        assert [case.failure(row.rule()) for case in row.cases.all() if case.failure(row.rule())] == [], row


def test_every_row_of_the_cities_found_last_has_a_golden_case():
    """All but the rules that change nothing."""
    kinds = (BasicPolicy, CriticalIllnessPolicy, RemoteRule)
    rows = [row for model in kinds for row in model.objects.filter(collected_on=dt.date(2026, 11, 26))]
    assert len({row.region_id for row in rows}) == 17
    assert [row for row in rows if not row.cases.exists() and getattr(row, "kind", "") != "none"] == []


@pytest.mark.parametrize(
    ("region", "person", "care_type", "level", "total", "paid"),
    [
        # (30,000 − 1,300) × 85% + 10,000 × 90% + 10,000 × 95%
        ("110000", WORKER, "inpatient", "tertiary", 50000, "42895.00"),
        # a pensioner pays 60% of what a worker pays: 91%, 94%, 97%
        ("110000", PENSIONER, "inpatient", "tertiary", 50000, "45217.00"),
        # (5,000 − 1,800) × 70%
        ("110000", WORKER, "outpatient", "tertiary", 5000, "2240.00"),
        # (50,000 − 800) × 86%; a pensioner pays 80% of what a worker pays: 88.8%
        ("420100", WORKER, "inpatient", "tertiary", 50000, "42312.00"),
        ("420100", PENSIONER, "inpatient", "tertiary", 50000, "43689.60"),
        # (10,000 − 400) × 93% + 40,000 × 95%
        ("610100", PENSIONER, "inpatient", "secondary", 50000, "46928.00"),
        # (50,000 − 600) × 90%
        ("340100", WORKER, "inpatient", "tertiary", 50000, "44460.00"),
        # (20,000 − 800) × 85%
        ("360100", PENSIONER, "inpatient", "tertiary", 20000, "16320.00"),
        # 40,000 × 86% + (50,000 − 800 − 40,000) × 95%
        ("370200", WORKER, "inpatient", "tertiary", 50000, "43140.00"),
        # 100,000 × 90% + (120,000 − 800 − 100,000) × 95%
        ("371300", PENSIONER, "inpatient", "tertiary", 120000, "108240.00"),
        # (2,000 − 300) × 75%
        ("330200", PENSIONER, "outpatient", "tertiary", 2000, "1275.00"),
        # (10,000 − 800) × 85%
        ("510100", PENSIONER, "inpatient", "tertiary", 10000, "7820.00"),
        # (10,000 − 150) × 60% stops at 2,500
        ("510100", PENSIONER, "outpatient", "tertiary", 10000, "2500.00"),
        # (10,000 − 440) × 87%
        ("500000", WORKER, "inpatient", "secondary", 10000, "8317.20"),
        # (10,000 − 500) × 89.5%
        ("440100", PENSIONER, "inpatient", "secondary", 10000, "8502.50"),
    ],
)
def test_payment_by_hand(region, person, care_type, level, total, paid):
    found = policies.find(snapshot.current(), Circumstances(region, "employee", care_type, DAY, level, retired=person))
    assert settle(found.policy, Claim(Decimal(total))).fund_payment == Decimal(paid)


@pytest.mark.parametrize(
    ("region", "scheme", "level", "age", "total", "paid"),
    [
        # (10,000 − 300) × 60%, from the age of 60 on 70%
        ("310000", "resident", "tertiary", 59, 10000, "5820.00"),
        ("310000", "resident", "tertiary", 60, 10000, "6790.00"),
        # (20,000 − 400) × 91%, from the age of 60 on 95%
        ("440300", "resident", "secondary", 59, 20000, "17836.00"),
        ("440300", "resident", "secondary", 60, 20000, "18620.00"),
        # (30,000 − 200) × 94%, and 92%
        ("440300", "employee_tier1", "primary", None, 30000, "28012.00"),
        ("440300", "employee_tier2", "primary", None, 30000, "27416.00"),
    ],
)
def test_payment_of_residents_and_of_tiers_by_hand(region, scheme, level, age, total, paid):
    wanted = Circumstances(region, scheme, "inpatient", DAY, level, retired=WORKER, age=age)
    assert settle(
        policies.find(snapshot.current(), wanted).policy, Claim(Decimal(total), age=age)
    ).fund_payment == Decimal(paid)


@pytest.mark.parametrize(("admission", "paid"), [(1, "8317.20"), (2, "8355.48"), (5, "8470.32"), (6, "8473.80")])
def test_chongqing_lowers_its_line_with_every_admission(admission, paid):
    """440, 396, 352, 308, 264, and then 260: (10,000 − the line) × 87%."""
    found = policies.find(snapshot.current(), Circumstances("500000", "employee", "inpatient", DAY, "secondary", False))
    claim = Claim(Decimal(10_000), admission_number=admission)
    assert settle(found.policy, claim).fund_payment == Decimal(paid)


def settled_at(region, scheme, level, person, claim, **changes):
    wanted = Circumstances(region, scheme, "inpatient", DAY, level, person, **changes)
    return settle(policies.find(snapshot.current(), wanted).policy, claim)


def test_third_level_of_xian_has_two_kinds():
    """(10,000 − 650) × 88% + 40,000 × 91%, and 850 in the special ones."""
    usual, special = (Claim(Decimal(50_000), hospital_class=name) for name in ("", "三级特等"))
    assert settled_at("610100", "employee", "tertiary", WORKER, usual).fund_payment == Decimal("44628.00")
    assert settled_at("610100", "employee", "tertiary", WORKER, special).fund_payment == Decimal("44452.00")


def test_pensioners_of_beijing_bear_half_of_what_is_left():
    """48,700 above the line: 3,483 by basic insurance alone, 1,741.50 and the line with the supplement."""
    result = settled_at("110000", "employee", "tertiary", PENSIONER, Claim(Decimal(50_000)))
    assert (result.fund_payment, result.supplement_payment) == (45217, Decimal("1741.50"))
    assert result.out_of_pocket == Decimal("3041.50")
    worker = settled_at("110000", "employee", "tertiary", WORKER, Claim(Decimal(50_000)))
    assert worker.supplement_payment == 0


def test_three_bills_of_beijing_pay_what_one_pays():
    wanted = Circumstances("110000", "employee", "outpatient", DAY, "tertiary", WORKER)
    for bills in ([Bill(Decimal(30_000))], [Bill(Decimal(10_000))] * 3):
        assert estimate(snapshot.current(), wanted, bills).high.paid == 18920


@pytest.mark.parametrize(("age", "paid"), [(49, "7820"), (50, "8004"), (69, "8188"), (90, "8740")])
def test_chengdu_pays_two_points_more_for_each_decade(age, paid):
    """(10,000 − 800) × 85%, 87%, 89% and 95%."""
    result = settled_at("510100", "employee", "tertiary", WORKER, Claim(Decimal(10_000), age=age))
    assert result.fund_payment == Decimal(paid)


def test_limit_of_wuhan_counts_what_the_person_paid_too():
    """(240,000 − 800) × 86% and 98% of what lies beyond."""
    result = settled_at("420100", "employee", "tertiary", WORKER, Claim(Decimal(250_000)))
    assert (result.fund_payment, result.over_ceiling_payment) == (Decimal(205712), Decimal(9800))


def test_days_of_guangzhou_and_old_people_of_dalian():
    long = settled_at("440100", "employee", "tertiary", WORKER, Claim(Decimal(50_000), days=91))
    assert (long.deductible, long.fund_payment) == (2000, Decimal("38400.00"))
    old = settled_at("210200", "employee", "tertiary", PENSIONER, Claim(Decimal(10_425), age=70))
    assert (old.deductible, old.fund_payment) == (425, Decimal("9250.00"))
    special = Claim(Decimal(10_600), age=70, hospital_class="特殊三级")
    assert settled_at("210200", "employee", "tertiary", PENSIONER, special).deductible == 600


def test_chinese_medicine_of_qingdao_has_a_lower_line():
    claim = Claim(Decimal(10_640), hospital_class="中医医院")
    assert settled_at("370200", "employee", "tertiary", WORKER, claim).deductible == 640


def test_residents_of_qingdao_by_their_class():
    """(50,000 − 800) × 55% of the second tier; 1,000 at the six hospitals."""
    claim = Claim(Decimal(50_000))
    found = settled_at("370200", "resident", "tertiary", None, claim, person_class="二档")
    assert found.fund_payment == Decimal("27060.00")
    with pytest.raises(policies.NoPolicyError):
        settled_at("370200", "resident", "tertiary", None, claim)


def test_children_of_beijing_pay_half_the_line():
    claim = Claim(Decimal(50_000), person_class="学生儿童", hospital_class="区属三级")
    result = settled_at("110000", "resident", "tertiary", None, claim)
    assert (result.deductible, result.fund_payment) == (650, Decimal("38493.00"))


@pytest.mark.parametrize(
    ("level", "person", "class_", "paid"),
    [
        # (10,000 − 100) × 98%, and 99% of a pensioner, who bears 1% at least
        ("primary", WORKER, "", "9702.00"),
        ("primary", PENSIONER, "", "9801.00"),
        # (10,000 − 200) × 93%, (10,000 − 500) × 90%
        ("secondary", WORKER, "县域二级", "9114.00"),
        ("secondary", WORKER, "市区二级", "8550.00"),
        # (10,000 − 500) × 88%, (10,000 − 800) × 85%
        ("tertiary", PENSIONER, "市属三级", "8360.00"),
        ("tertiary", PENSIONER, "省属三级", "7820.00"),
    ],
)
def test_hospitals_of_shijiazhuang_by_their_owners(level, person, class_, paid):
    claim = Claim(Decimal(10_000))
    assert settled_at("130100", "employee", level, person, claim, hospital_class=class_).fund_payment == Decimal(paid)


@pytest.mark.parametrize(
    ("level", "class_", "total", "admission", "paid"),
    [
        # (40,000 − 500) × 75%, and 250 the second time
        ("secondary", "非就业居民", 40_000, 1, "29625.00"),
        ("secondary", "非就业居民", 40_000, 2, "29812.50"),
        # Children pay 500 everywhere: 40,000 × 75% + 9,500 × 80%.
        ("tertiary", "学生少儿", 50_000, 1, "37600.00"),
        # What lies beyond 350,000 of expenses is not paid: 40,000 × 75% + 60,000 × 80% + 100,000 × 85% + 149,200 × 90%.
        ("tertiary", "非就业居民", 400_000, 1, "297280.00"),
    ],
)
def test_residents_of_suzhou(level, class_, total, admission, paid):
    claim = Claim(Decimal(total), admission_number=admission)
    assert settled_at("320500", "resident", level, None, claim, person_class=class_).fund_payment == Decimal(paid)


def test_residents_of_luoyang_by_whose_hospital_it_is():
    """(4,000 − 1,200) × 53% + 6,000 × 72% of a city's hospital; a province's begins at 2,000 and steps at 7,000."""
    claim = Claim(Decimal(10_000))
    city, province = (
        settled_at("410300", "resident", "tertiary", None, claim, hospital_class=name).fund_payment
        for name in ("市级三级", "省级三级")
    )
    assert (city, province) == (Decimal("5804.00"), Decimal("4540.00"))


def test_workers_of_ningbo_and_visits_of_shenyang():
    """(2,000 − 900) × 75%, 600 from 45 on; (2,000 − 400) × 55%, (2,000 − 600) × 50% in the three special hospitals."""
    visit = Circumstances("330200", "employee", "outpatient", DAY, "tertiary", WORKER)
    rule = policies.find(snapshot.current(), visit).policy
    ages = [settle(rule, Claim(Decimal(2_000), age=age)).fund_payment for age in (44, 45)]
    assert ages == [Decimal("825.00"), Decimal("1050.00")]
    shenyang = policies.find(snapshot.current(), visit._replace(region="210100")).policy
    kinds = [settle(shenyang, Claim(Decimal(2_000), hospital_class=name)).fund_payment for name in ("", "特三级")]
    assert kinds == [Decimal("880.00"), Decimal("700.00")]


def test_care_of_linyi_elsewhere_counts_at_the_third_level_alone():
    """10,000 less 10%, less 900 or what the third level asks; other levels are paid as the third, which no row says."""
    wanted = Circumstances("371300", "employee", "inpatient", DAY, "tertiary", WORKER, category="referral")
    at_home = policies.find(snapshot.current(), wanted._replace(category=None)).policy
    away = policies.find(snapshot.current(), wanted).policy
    assert settle(away, Claim(Decimal(10_000))).fund_payment == settle(at_home, Claim(Decimal(9_000))).fund_payment
    with pytest.raises(policies.NoPolicyError, match="异地就医规则"):
        policies.find(snapshot.current(), wanted._replace(hospital_level="secondary"))


@pytest.mark.parametrize(
    ("category", "distance", "paid"),
    [
        ("emergency", None, "40014.00"),
        ("other_temporary", "same_province", "40014.00"),
        ("other_temporary", "other_province", "35568.00"),
    ],
)
def test_care_of_shenzhen_elsewhere_by_distance(category, distance, paid):
    """(50,000 − 600) × 90% × 0.9 or 0.8."""
    claim = Claim(Decimal(50_000))
    result = settled_at("440300", "employee_tier1", "tertiary", WORKER, claim, category=category, distance=distance)
    assert result.fund_payment == Decimal(paid)


# Figures of a year


YEARS = [
    # Lines and limits of 上海 are set for each benefit year, from July to June.
    ("310000", "employee", "inpatient", "tertiary", dt.date(2026, 6, 30)),
    ("310000", "employee", "outpatient", "tertiary", dt.date(2024, 6, 30)),
    ("440300", "employee_tier2", "outpatient", "community", dt.date(2025, 12, 31)),
]


@pytest.mark.parametrize(("region", "scheme", "care_type", "level", "last"), YEARS)
def test_figures_of_a_year_give_no_number_after_it(region, scheme, care_type, level, last):
    wanted = Circumstances(region, scheme, care_type, last, level, WORKER)
    assert settle(policies.find(snapshot.current(), wanted).policy, Claim(Decimal(3_000))).fund_payment > 0
    with pytest.raises(policies.NoPolicyError, match="没有生效的规定"):
        policies.find(snapshot.current(), wanted._replace(on=last + dt.timedelta(days=1)))


@pytest.mark.parametrize(("on", "ceiling"), [(dt.date(2023, 12, 31), 865728), (dt.date(2024, 1, 1), None)])
def test_ceiling_of_guangzhou_is_that_of_2023_and_not_known_since(on, ceiling):
    wanted = Circumstances("440100", "employee", "inpatient", on, "tertiary", WORKER)
    assert policies.find(snapshot.current(), wanted).policy.basic.annual_ceiling == ceiling


def test_beijing_beyond_the_ceiling():
    """Workers get 85% and pensioners 80% of what lies beyond the ceiling, up to 400,000."""
    rules = {
        row.person: row.rule()
        for row in BasicPolicy.objects.filter(region="110000", key__startswith="employee-inpatient-tertiary")
    }
    assert {person: rule.over_ceiling_rate for person, rule in rules.items()} == {
        "active": Decimal("0.85"),
        "retired": Decimal("0.80"),
    }
    assert {rule.over_ceiling_annual_ceiling for rule in rules.values()} == {400000}


def test_henan_critical_illness():
    rule = CriticalIllnessPolicy.objects.get(region="410000").rule()
    assert (rule.deductible, rule.annual_ceiling, rule.band_basis) == (11000, 400000, "burden")
    assert [(band.up_to, band.rate) for band in rule.bands] == [(100000, Decimal("0.6")), (None, Decimal("0.7"))]
    assert (rule.support.deductible_factor, rule.support.rate_add, rule.support.no_ceiling) == (
        Decimal("0.5"),
        Decimal("0.05"),
        True,
    )


def test_remote_rules():
    rules = {(row.region_id, row.category, row.distance): (row.kind, row.value) for row in RemoteRule.objects.all()}
    assert rules == {
        ("000000", "long_term", "any"): ("none", None),
        ("320000", "long_term", "any"): ("none", None),
        ("320000", "emergency", "any"): ("none", None),
        ("320000", "referral", "any"): ("rate_points", Decimal("0.05")),
        ("320000", "unfiled", "any"): ("rate_points", Decimal("0.20")),
        ("360000", "referral", "any"): ("upfront_share", Decimal("0.10")),
        ("360000", "other_temporary", "any"): ("upfront_share", Decimal("0.20")),
        ("371300", "referral", "any"): ("upfront_share", Decimal("0.10")),
        ("371300", "other_temporary", "any"): ("upfront_share", Decimal("0.10")),
        ("440300", "long_term", "any"): ("none", None),
        ("440300", "referral", "any"): ("none", None),
        ("440300", "emergency", "any"): ("rate_factor", Decimal("0.9")),
        ("440300", "other_temporary", "same_province"): ("rate_factor", Decimal("0.9")),
        ("440300", "other_temporary", "other_province"): ("rate_factor", Decimal("0.8")),
    }


def test_national_limits():
    """A hard limit in the notice of 2022; that of 2024 says “about”, which limits nothing."""
    limits = {row.category: row.max_points for row in RemoteLimit.objects.in_force(dt.date(2024, 9, 4))}
    assert limits == {"referral": Decimal("0.10"), "emergency": Decimal("0.10"), "other_temporary": Decimal("0.20")}
    assert not RemoteLimit.objects.in_force(dt.date(2024, 9, 5)).exists()


@pytest.mark.skipif(not FACTS.exists(), reason="what was found is not beside this checkout")
def test_everything_that_may_give_a_number_as_retold_is_published():
    found = [
        each for each in yaml.safe_load(FACTS.read_text(encoding="utf-8"))["entries"] if each["use"] == "reference"
    ]
    kinds = [(row["region"], row.get("scheme", "any"), row["care_type"]) for row in written("basic_policies")]
    for kind, name in (("critical_illness_policies", "critical_illness"), ("remote_rules", "remote")):
        kinds += [(row["region"], row.get("scheme", "any"), name) for row in written(kind)]
    assert len(found) == 24
    assert {(each["region"], each["scheme"], each["kind"]) for each in found} <= set(kinds)


def test_coverage_of_the_content():
    counts = policies.coverage(snapshot.current(), DAY)
    assert {cell: count for cell, count in counts.items() if cell.state is not State.NONE} == {
        Cell("employee", "inpatient", State.USABLE): 12,
        Cell("employee", "outpatient", State.USABLE): 5,
        Cell("employee_tier1", "inpatient", State.USABLE): 1,
        Cell("employee_tier2", "inpatient", State.USABLE): 1,
        Cell("resident", "inpatient", State.USABLE): 6,
        Cell("employee", "inpatient", State.INCOMPLETE): 1,
        Cell("employee", "outpatient", State.INCOMPLETE): 1,
        Cell("resident", "inpatient", State.INCOMPLETE): 1,
    }
