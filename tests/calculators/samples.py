"""The golden cases, and small policies to settle by hand."""

from pathlib import Path

import yaml

from calculators.core.settlement import settle
from calculators.core.terms import Claim, Policy
from calculators.reading import read

_FOLDER = Path(__file__).parent / "cases"
CASES = yaml.safe_load((_FOLDER / "settlement.yaml").read_text(encoding="utf-8"))
#: What notices of cities say, statement by statement.
STATEMENTS = yaml.safe_load((_FOLDER / "statements.yaml").read_text(encoding="utf-8"))

ALL = [{"up_to": None, "rate": "1"}]
NOTHING = {"deductible": "0", "bands": [{"up_to": None, "rate": "0"}]}
TWO_BANDS = [{"up_to": "20000", "rate": "0.90"}, {"up_to": None, "rate": "0.60"}]
CRITICAL = {
    "deductible": "15000",
    "band_basis": "burden",
    "bands": [{"up_to": "50000", "rate": "0.60"}, {"up_to": None, "rate": "0.65"}],
}


def settled(policy, total_charges, **claim):
    return settle(read(Policy, policy), read(Claim, {"total_charges": total_charges, **claim}))


def basic(**fields):
    return {"basic": {"deductible": "1000", "bands": [{"up_to": None, "rate": "0.80"}], **fields}}


def critical(**fields):
    return {"basic": NOTHING, "critical_illness": CRITICAL | fields}
