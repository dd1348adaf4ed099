"""The golden cases of all places, worked again: whenever somebody asks, and every night."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from calculators.core.problems import TermsError
from calculators.models import LAYERS
from calculators.rows import PolicyRow
from registry.belonging import inline_of, inline_rows


@dataclass(frozen=True, slots=True)
class Proof:
    """A row with its cases: each in words, and what is wrong with it, '' where it comes out."""

    row: PolicyRow
    cases: tuple[tuple[str, str], ...]

    @property
    def failures(self) -> list[str]:
        return [failure for _, failure in self.cases if failure]

    @property
    def mark(self) -> str:
        """How it went, in a word."""
        if not self.cases:
            return "没有案例"
        return "不对" if self.failures else "通过"


def proofs(seen: Callable[[Any], Any] = lambda rows: rows) -> Iterator[Proof]:
    """Every row of figures that is public or on its way, as far as it can be ``seen``; but for rows that
    can have no case and have none."""
    for model in LAYERS:
        rows = seen(model._default_manager.kept().filter(waived=False))
        rows = rows.select_related("region").prefetch_related(*inline_rows(model))
        found = (_proof(row) for row in rows.order_by("region_id", "pk"))
        yield from (proof for proof in found if proof.cases or proof.row.lacks_case)


def _proof(row: PolicyRow) -> Proof:
    cases = list(inline_of(row).get("cases", ()))
    if not cases:
        return Proof(row, ())
    if row.missing:
        return Proof(row, tuple((str(case), f"缺{'、'.join(row.missing)}，算不出来") for case in cases))
    try:
        rule = row.rule()
    except TermsError:
        return Proof(row, tuple((str(case), "这一条的数字现在算不了，请打开看看") for case in cases))
    return Proof(row, tuple((str(case), case.failure(rule)) for case in cases))
