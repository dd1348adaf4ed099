"""The policy rows of the content pack: each one loads, says what its source says, and gives a number or says why not."""

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from calculators import policies
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteLimit, RemoteRule
from calculators.policies import Cell, Person, State
from calculators.settlement import settle
from calculators.terms import Claim
from guides.content import KINDS
from registry import snapshot
from tests.calculators.policy_rows import DAY

pytestmark = pytest.mark.django_db

FILES = sorted((settings.BASE_DIR / "fixtures" / "content" / "policies").glob("*.yaml"))
POLICY_KINDS = {
    name: KINDS[name]
    for name in ("basic_policies", "critical_illness_policies", "assistance_policies", "remote_limits", "remote_rules")
}
WORKER, PENSIONER = Person("employee", retired=False), Person("employee", retired=True)


def written(kind):
    """The rows of one kind as they stand in the files, with the defaults of their file."""
    packs = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES)
    return [{**pack["defaults"], **row} for pack in packs for row in pack.get(kind, [])]


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
            row.clean_inline(row.stored_inline())


def test_a_second_load_changes_nothing(capsys):
    call_command("load_content")
    said = capsys.readouterr().out
    assert "新增 0，更新 0" in said
    assert "保留 0" in said


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


def test_nobody_made_up_age_add_ons_or_assistance():
    assert not BasicPolicy.objects.exclude(age_add_ons=None).exists()
    assert not AssistancePolicy.objects.exists()


@pytest.mark.parametrize(
    ("region", "person", "care_type", "level", "total", "paid"),
    [
        # (30,000 − 1,300) × 85% + 10,000 × 90% + 10,000 × 95%
        ("110000", WORKER, "inpatient", "tertiary", 50000, "42895.00"),
        # a pensioner pays 60% of what a worker pays: 91%, 94%, 97%
        ("110000", PENSIONER, "inpatient", "tertiary", 50000, "45217.00"),
        # (5,000 − 1,800) × 70%
        ("110000", WORKER, "outpatient", "tertiary", 5000, "2240.00"),
        # (10,000 − 1,500) × 85%
        ("310000", WORKER, "inpatient", "tertiary", 10000, "7225.00"),
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
    found = policies.find(snapshot.current(), region, person, care_type, level, None, DAY)
    assert settle(found.policy, Claim(Decimal(total))).fund_payment == Decimal(paid)


def test_beijing_beyond_the_ceiling():
    """Workers get 85% and pensioners 80% of what lies beyond the ceiling, up to 400,000."""
    rules = {
        row.person: row.rule()
        for row in BasicPolicy.objects.filter(region="110000", key__contains="inpatient-tertiary")
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
    rules = {(row.region_id, row.category): (row.kind, row.value) for row in RemoteRule.objects.all()}
    assert rules == {
        ("000000", "long_term"): ("none", None),
        ("320000", "long_term"): ("none", None),
        ("320000", "emergency"): ("none", None),
        ("320000", "referral"): ("rate_points", Decimal("0.05")),
        ("320000", "other_temporary"): ("rate_points", Decimal("0.20")),
        ("360000", "referral"): ("upfront_share", Decimal("0.10")),
        ("360000", "other_temporary"): ("upfront_share", Decimal("0.20")),
    }


def test_national_limits():
    """A hard limit in the notice of 2022; that of 2024 says “about”, which limits nothing."""
    limits = {row.category: row.max_points for row in RemoteLimit.objects.in_force(dt.date(2024, 9, 4))}
    assert limits == {"referral": Decimal("0.10"), "emergency": Decimal("0.10"), "other_temporary": Decimal("0.20")}
    assert not RemoteLimit.objects.in_force(dt.date(2024, 9, 5)).exists()


def test_coverage_of_the_content():
    counts = policies.coverage(snapshot.current(), DAY)
    assert {cell: count for cell, count in counts.items() if cell.state is not State.NONE} == {
        Cell("employee", "inpatient", State.USABLE): 5,
        Cell("employee", "outpatient", State.USABLE): 4,
        Cell("employee_tier2", "outpatient", State.USABLE): 1,
        Cell("employee", "inpatient", State.INCOMPLETE): 1,
        Cell("employee", "outpatient", State.INCOMPLETE): 1,
        Cell("resident", "inpatient", State.INCOMPLETE): 1,
    }
