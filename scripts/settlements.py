"""Random settlements against the naive one, which was written from the pages of design alone: 20,000, or as many as said.

A seed stands for one case; the first that differs is printed whole, and ends the run.
"""

import sys
from fractions import Fraction
from random import Random

from calculators.core.settlement import TOTALS, settle
from calculators.core.terms import Claim, Policy
from calculators.reading import read
from tests.calculators.naive import settle_naively
from tests.calculators.random_cases import random_case


def differs(seed: int) -> str:
    """How the two differ in one case; '' where they agree to the fen."""
    policy, claim = random_case(Random(seed))
    result, naive = settle(read(Policy, policy), read(Claim, claim)), settle_naively(policy, claim)
    after = {name: Fraction(getattr(result.year_to_date_after, name)) * 100 for name in naive["after"]}
    found = {name: Fraction(getattr(result, name)) * 100 for name in (*TOTALS, "burden")} | {"after": after}
    return "" if found == naive else f"seed {seed}\n{policy}\n{claim}\nfound {found}\nnaive {naive}"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    for seed in range(count):
        if difference := differs(seed):
            sys.exit(difference)
    print(f"{count:,} random settlements agree to the fen with the naive one")


if __name__ == "__main__":
    main()
