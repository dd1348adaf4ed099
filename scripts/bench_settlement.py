"""How long one settlement with its written lines takes: in µs the median, per golden case and over all of them, and the least.

Every claim differs from the one before by a fen, so that nothing can be remembered from it. The yardstick, measured
between the cases, is ten times one product rounded and written out; only the ratio to it travels to another machine. On a
machine that others use too, the least says more than the median.
"""

import statistics
import sys
import time
from decimal import Decimal
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from calculators.core.settlement import settle  # noqa: E402  # the path above makes it importable from anywhere
from calculators.core.terms import Claim, Policy  # noqa: E402
from calculators.reading import read  # noqa: E402

CASES = ROOT / "tests" / "calculators" / "cases"
ROUNDS = 1500


def claims_like(claim: dict[str, object]) -> list[Claim]:
    """Claims a few fen above the given one."""
    total = Decimal(str(claim["total_charges"]))
    return [read(Claim, {**claim, "total_charges": total + Decimal(i) / 100}) for i in range(ROUNDS)]


def microseconds(policy: Policy, claims: list[Claim], *, lines: bool) -> list[float]:
    """The time of each settlement, with or without its lines."""
    times = []
    for claim in claims:
        start = time.perf_counter_ns()
        settlement = settle(policy, claim)
        if lines:
            settlement.lines  # noqa: B018  # they are written when asked for
        times.append((time.perf_counter_ns() - start) / 1000)
    return times


def yardstick(claims: list[Claim]) -> list[float]:
    """The time of ten rounded and written products of `Decimal`, once for each claim."""
    rate, fen, times = Decimal("0.85"), Decimal("0.01"), []
    for claim in claims:
        start = time.perf_counter_ns()
        for _ in range(10):
            f"{(claim.total_charges * rate).quantize(fen):,.2f}"
        times.append((time.perf_counter_ns() - start) / 1000)
    return times


def main() -> None:
    with_lines: list[float] = []
    totals_only: list[float] = []
    yardsticks: list[float] = []
    for case in yaml.safe_load((CASES / "settlement.yaml").read_text(encoding="utf-8")):
        policy, claims = read(Policy, case["policy"]), claims_like(case["claim"])
        times = microseconds(policy, claims, lines=True)
        print(f"{statistics.median(times):7.1f} µs  {case['name']}")
        with_lines += times
        totals_only += microseconds(policy, claims, lines=False)
        yardsticks += yardstick(claims)
    richest = yaml.safe_load((CASES / "richest.yaml").read_text(encoding="utf-8"))[0]
    rich = microseconds(read(Policy, richest["policy"]), claims_like(richest["claim"]), lines=True)
    measured, yard = statistics.median(with_lines), statistics.median(yardsticks)
    print(f"{yard:7.1f} µs  yardstick")
    print(f"{statistics.median(totals_only):7.1f} µs  median of all, totals only")
    print(
        f"{measured:7.1f} µs  median of all, with lines: {measured / yard:.1f} yardsticks (target ≤ 50 µs, stretch 25)"
    )
    print(
        f"{statistics.median(rich):7.1f} µs  everything a notice can say, with lines (target ≤ 120 µs; least {min(rich):.1f})"
    )


if __name__ == "__main__":
    main()
