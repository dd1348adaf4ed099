"""What was found of the rules of places, and what has become of each: a number, a draft, or nothing, and why.

The list, `fixtures/found.csv`, names what public pages retold in 2026-11: region, scheme, kind of rule, how far the pages
agreed (``_AGREEMENT``), and whether they gave all figures that a number needs.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple

import yaml
from django.conf import settings

from calculators.circumstances import ANY, CareType, Scheme
from calculators.estimating.candidates import candidates
from calculators.models import BasicPolicy, CriticalIllnessPolicy, RemoteRule
from registry.snapshot import Snapshot

_LIST = settings.BASE_DIR / "fixtures" / "found.csv"
_DRAFTS = settings.BASE_DIR / "fixtures" / "drafts"
#: Kinds of rules that are no care type, by the name they have in the list; and where files hold each kind.
_UPPER: dict[str, Any] = {"critical_illness": CriticalIllnessPolicy, "remote": RemoteRule}
_IN_FILES = {
    "basic_policies": BasicPolicy,
    "critical_illness_policies": CriticalIllnessPolicy,
    "remote_rules": RemoteRule,
}
_AGREEMENT = {
    "A": "几处说法一样，但文字旧，或者没有日期",
    "B": "一处可靠，另一处不可靠",
    "C": "只有来路不明的网页",
    "partial": "只有一部分数字两处一样",
    "one": "只有一处说法",
    "conflict": "几处说法不一样",
}


class Use(Enum):
    """What the site makes of one rule that was found."""

    CHECKED = "出数"
    RETOLD = "出数，标明没有核对过"
    DRAFT = "不出数，有草稿等人核对"
    NOTHING = "不出数，也没有草稿"


class Line(NamedTuple):
    """One rule that was found: of which place, scheme and kind, in words; why it gives no number, '' where it does."""

    place: str
    scheme: str
    kind: str
    use: Use
    why: str


#: A region's code, a scheme, and a kind by its name in the list.
Slot = tuple[str, str, str]


def found(snapshot: Snapshot, on: dt.date) -> Iterator[Line]:
    """What has become of each on a day, in the order of the list."""
    drafts = {*_slots_in_files(), *_slots_of_drafts()}
    with _LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            slot = (row["region"], row["scheme"], row["kind"])
            use = _use(snapshot, slot, drafts, on)
            place = snapshot.places.get(slot[0])
            assert place is not None, "the list names regions that there are"
            yield Line(
                place.name,
                str(Scheme(slot[1]).label),
                _kind_words(slot[2]),
                use,
                _why(use, row, _ended_on(snapshot, slot, on)),
            )


def _why(use: Use, row: dict[str, str], ended: dt.date | None) -> str:
    if use in (Use.CHECKED, Use.RETOLD):
        return ""
    if use is Use.NOTHING and ended:
        return f"录过，到 {ended} 为止；往后的还没有见到"
    lacking = "数字不全" if row["whole"] == "no" else "数字全，还没有人录" if use is Use.NOTHING else ""
    return "；".join(filter(None, (_AGREEMENT[row["agreement"]], lacking)))


def _use(snapshot: Snapshot, slot: Slot, drafts: set[Slot], on: dt.date) -> Use:
    region, scheme, kind = slot
    rows = candidates(snapshot, region, on).rows(_UPPER.get(kind, BasicPolicy))
    fitting = [each for each in rows if each.row.scheme in (scheme, ANY) and _kind(each.row) == kind]
    usable = [each.row for each in fitting if not each.missing(on)]
    if usable:
        return Use.CHECKED if all(row.verified_on for row in usable) else Use.RETOLD
    return Use.DRAFT if slot in drafts else Use.NOTHING


def _ended_on(snapshot: Snapshot, slot: Slot, on: dt.date) -> dt.date | None:
    """The last day of what was known of a rule and has ended."""
    region, scheme, kind = slot
    rows = snapshot.rows(_UPPER.get(kind, BasicPolicy))
    ends = [row.effective_to for row in rows if (row.region_id, row.scheme, _kind(row)) == (region, scheme, kind)]
    return max((end for end in ends if end and end < on), default=None)


def _kind(row: Any) -> str:
    """The name that a row's kind of rule has in the list."""
    return next((name for name, model in _UPPER.items() if isinstance(row, model)), None) or str(row.care_type)


def _kind_words(kind: str) -> str:
    return str(_UPPER[kind]._meta.verbose_name if kind in _UPPER else CareType(kind).label)


def _slots_of_drafts() -> Iterator[Slot]:
    """What clerks have written and not published."""
    for model in _IN_FILES.values():
        for row in model.objects.unfinished():
            yield (row.region_id, row.scheme, _kind(row))


def _slots_in_files() -> Iterator[Slot]:
    """What waits in files for somebody to load it."""
    for path in sorted(_DRAFTS.glob("*.yaml")):
        pack = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, model in _IN_FILES.items():
            rows: Iterable[dict[str, Any]] = pack.get(name, ())
            for row in rows:
                kind = next((upper for upper, each in _UPPER.items() if each is model), None)
                yield (str(row["region"]), str(row.get("scheme", ANY)), kind or str(row["care_type"]))
