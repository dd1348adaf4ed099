"""How well sentences are understood: labelled wordings (YAML) against what the front door makes of them.

A wording says which page it should reach (``target``, others that serve as well in ``also``), what it says (``slots``,
``a|b`` for either, a list for several answers), what may be concluded besides (``maybe``) and what nothing may conclude
(``must_not``: ``question=value``, ``target=…`` first of all, ``url=…`` in an address).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guides.engine.steps import Kind
from guides.flows import FLOWS
from guides.understanding.meaning import INSURED
from guides.understanding.targets import ESTIMATE, GUIDE, OUTSIDE, kind_of, name_of

Claims = Mapping[str, Sequence[str]]
#: What stands for “nobody can say”: no claim.
_NO_CLAIM = ("unknown", "unchecked")
_OF_ESTIMATE = frozenset({INSURED, "scheme"})
#: As many pages are seen without looking for them.
NEAR = 3


@dataclass(frozen=True)
class Seen:
    """What a page shows: targets in order, answers by question, every address, and the phones."""

    targets: Sequence[str]
    claims: Claims
    addresses: Sequence[str] = ()
    phones: Sequence[str] = ()


@dataclass(frozen=True)
class Score:
    """One wording. ``rank`` is the place of the first page that serves, 0 for none; the rest are questions."""

    record: Mapping[str, Any]
    rank: int
    shown: Sequence[str]
    labelled: int
    right: Sequence[str]
    missed: Sequence[str]
    wrong: Sequence[str]
    forbidden: Sequence[str]

    @property
    def near(self) -> bool:
        return 0 < self.rank <= NEAR

    @property
    def is_outside(self) -> bool:
        """Whether it was told that this site is not for it."""
        return bool(self.shown) and self.shown[0] == OUTSIDE


@dataclass
class Total:
    """What many scores come to; shares are 0 to 1."""

    scores: list[Score] = field(default_factory=list)

    def first(self) -> float:
        return _share(sum(score.rank == 1 for score in self.scores), len(self.scores))

    def near(self) -> float:
        return _share(sum(score.near for score in self.scores), len(self.scores))

    def right(self) -> float:
        return _share(sum(len(score.right) for score in self.scores), sum(score.labelled for score in self.scores))

    def wrong(self) -> float:
        wrong = sum(len(score.wrong) for score in self.scores)
        claims = wrong + sum(len(score.right) for score in self.scores)
        return wrong / claims if claims else 0.0

    def forbidden(self) -> int:
        return sum(len(score.forbidden) for score in self.scores)

    def outside(self) -> float:
        """Of what this site is not for, what was told as such."""
        strangers = [score for score in self.scores if score.record["target"] == OUTSIDE]
        return _share(sum(score.is_outside for score in strangers), len(strangers))

    def turned_away(self) -> float:
        """Of what this site is for, what was told to be somebody else's."""
        ours = [score for score in self.scores if OUTSIDE not in _good(score.record)]
        return _share(sum(score.is_outside for score in ours), len(ours))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _good(record: Mapping[str, Any]) -> set[str]:
    return {str(record["target"]), *(record.get("also") or ())}


def score(record: Mapping[str, Any], seen: Seen) -> Score:
    shown = [OUTSIDE if kind_of(target) == OUTSIDE else target for target in seen.targets]
    rank = next((at for at, target in enumerate(shown, 1) if target in _good(record)), 0)
    asked = _asked(str(record["target"]))
    labels = {key: label for key, label in (record.get("slots") or {}).items() if key in asked}
    reached = record["target"] in shown[:NEAR]
    claims = {key: values for key, values in seen.claims.items() if key in asked} if reached else {}
    right, missed, wrong = _compared(labels, claims, record.get("maybe") or {})
    return Score(record, rank, shown, len(labels), right, missed, wrong, _forbidden(record, shown, seen))


def _asked(target: str) -> frozenset[str]:
    if target == ESTIMATE:
        return _OF_ESTIMATE
    return frozenset(FLOWS[name_of(target)].questions) if kind_of(target) == GUIDE else frozenset()


def _compared(labels: Mapping[str, Any], claims: Claims, maybe: Mapping[str, Any]) -> tuple[list[str], ...]:
    right, missed, wrong = list[str](), list[str](), list[str]()
    for key, label in labels.items():
        said = set(claims.get(key, ())) - set(_NO_CLAIM)
        wanted = set(label) if isinstance(label, list) else set(str(label).split("|"))
        several = any(flow.questions[key].kind is Kind.SEVERAL for flow in FLOWS.values() if key in flow.questions)
        if not said:
            missed.append(key)
        elif said == wanted or (said <= wanted and not several) or said <= set(str(maybe.get(key, "")).split("|")):
            right.append(key)
        else:
            wrong.append(f"{key}={','.join(sorted(said))}")
    for key in claims.keys() - labels.keys():
        said = set(claims[key]) - set(_NO_CLAIM)
        if said and not said <= set(str(maybe.get(key, "")).split("|")):
            wrong.append(f"{key}={','.join(sorted(said))}（话里没有）")
    return right, missed, wrong


def _forbidden(record: Mapping[str, Any], shown: Sequence[str], seen: Seen) -> list[str]:
    found = []
    for rule in record.get("must_not") or ():
        key, _, value = str(rule).partition("=")
        first = key == "target" and list(shown[:1]) == [value]
        written = key == "url" and any(value in address for address in seen.addresses)
        if first or written or value in seen.claims.get(key, ()):
            found.append(str(rule))
    return found


def table(title: str, groups: Iterable[tuple[str, Total]]) -> list[str]:
    """Lines of figures in percent, a group a line."""
    lines = [f"{title:<22}{'n':>5}{'first':>8}{'three':>8}{'right':>8}{'wrong':>8}{'mustnot':>9}"]
    for name, total in groups:
        figures = (total.first(), total.near(), total.right(), total.wrong())
        lines.append(
            f"{name:<22}{len(total.scores):>5}"
            + "".join(f"{100 * each:>8.1f}" for each in figures)
            + f"{total.forbidden():>9}"
        )
    return lines
