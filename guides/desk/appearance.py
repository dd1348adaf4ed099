"""Where people will see a row of the guides, in plain words: for whom it stands on which outcomes, and beside which other
papers. Whoever reviews it would else meet a wrong condition in a preview alone. The guide that its notice is mainly about
comes first, and whoever stands for the rest is insured as the notice says."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from itertools import islice
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from guides.desk import names, topics, usage
from guides.desk.usage import Use
from guides.engine import addresses
from guides.engine.flow import holds
from guides.flows import FLOWS
from guides.models import Document, GuideRow, conditions
from guides.outcome import checklist
from registry import snapshot as snapshots
from registry.snapshot import Snapshot
from registry.workflow.appearing import Appearance

#: Outcomes that are named, and those whose papers are.
_MOST_NAMED, _MOST_LISTS = 4, 3
#: Under which heads it is told.
WHOM, BESIDE = "什么情形下显示", "同一页上的材料"
#: Which papers of an outcome are about to be public.
OURS = "这份通知的"


def appearance(row: GuideRow, together: Iterable[GuideRow]) -> Appearance:
    """What comes of a row that is not public yet, on the day it begins to hold."""
    snapshot, on = snapshots.held(), _day(row)
    row = _limited(row, topics.by_importance(row), {})
    uses = _usual(snapshot, row, on)
    says = {WHOM: "\n".join(_whom(row, uses))}
    public = dict(says)
    if isinstance(row, Document) and uses:
        lists = list(_lists(snapshot, [row, *together], uses, on))
        says[BESIDE] = "\n".join(["举一个人为例：", *(_listed(end, parts) for end, parts in lists)])
        public[BESIDE] = "\n".join(_listed(end, {**parts, OURS: []}) for end, parts in lists)
    return Appearance(says, tuple(_pages(uses)), public)


def _limited(row: GuideRow, guides: list[str], when: Mapping[str, list[str]]) -> GuideRow:
    """The row as it would be in these guides alone, and under a condition that is narrower."""
    probe = copy(row)
    probe.guides, probe.when = guides, {**when, **row.when}
    return probe


def _day(row: GuideRow) -> dt.date:
    return max(filter(None, (snapshots.today(), row.effective_from)))


def _usual(snapshot: Snapshot, row: GuideRow, on: dt.date) -> tuple[Use, ...]:
    """Where it stands, with answers of whom the notice is about; of a paper with those by which most papers are asked for.
    Where such lead nowhere, with any others."""
    insured, asked = topics.insured(row), _commonly_asked(snapshot, row)
    found = {(use.guide, use.outcome): use for use in usage.uses(snapshot, row, on)}
    for when in (asked, insured, {**asked, **insured}):
        for slug in row.guides if when else ():
            known = {key: wanted for key, wanted in when.items() if key in FLOWS[slug].vocabulary}
            better = usage.uses(snapshot, _limited(row, [slug], known), on)
            found |= {(use.guide, use.outcome): use for use in better if (use.guide, use.outcome) in found}
    return tuple(found.values())


def _commonly_asked(snapshot: Snapshot, row: GuideRow) -> dict[str, list[str]]:
    """The answer by which most papers of its guides are asked for, of a paper that is not."""
    if not isinstance(row, Document):
        return {}
    whens = (one.when for one in snapshot.rows(Document) if set(one.guides) & set(row.guides))
    pairs = ((key, value) for when in whens for key, values in when.items() for value in values)
    common = Counter((key, value) for key, value in pairs if key not in {"outcome", "block", *row.when})
    return {key: [value] for (key, value), _ in common.most_common(1)}


def _pages(uses: Iterable[Use]) -> Iterator[tuple[str, str]]:
    known = names.current()
    for use in uses:
        end = known.value([use.guide], "outcome", use.outcome)
        yield f"{known.guide(use.guide)}：{end}", f"{reverse('guides:outcome', args=[use.guide])}{use.query}"


def _whom(row: GuideRow, uses: Iterable[Use]) -> Iterator[str]:
    """Each of its guides with the outcomes where it stands, then what else has to be answered."""
    known = names.current()
    ends: dict[str, tuple[str, ...]] = dict.fromkeys(row.guides, ())
    if any(conditions.problems(row.guides, row.when)):
        yield known.sentence(row.guides, row.when)
        return
    for use in uses:
        ends[use.guide] = (*ends[use.guide], known.value([use.guide], "outcome", use.outcome))
    yield from (f"“{known.guide(slug)}”{_ends(slug, found)}" for slug, found in ends.items())
    answered = {key: wanted for key, wanted in row.when.items() if key != "outcome"}
    yield known.sentence(row.guides, answered) if answered else "走到那里的人都看到，不管前面怎么答。"


def _ends(slug: str, found: tuple[str, ...]) -> str:
    count = f"全部 {len(found)} 个结果" if len(found) == len(FLOWS[slug].outcomes) else f" {len(found)} 个结果"
    named = "”“".join(found[:_MOST_NAMED])
    return f"的{count}：“{named}”{'等' if len(found) > _MOST_NAMED else ''}。" if found else "：没有一个结果会用到它。"


def _lists(
    snapshot: Snapshot, rows: Iterable[GuideRow], uses: Iterable[Use], on: dt.date
) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    """The papers of some outcomes as somebody meets them who answers so that the first of the rows is among them."""
    own = {row.pk: row for row in rows if isinstance(row, Document) and row.is_unfinished}
    for use in islice(uses, _MOST_LISTS):
        flow = FLOWS[use.guide]
        answers = addresses.read(flow, QueryDict(use.query.removeprefix("?")), snapshot.places, on).answers
        told = flow.walk(answers, checklist.lookup(snapshot, on)).told
        here = checklist.chain(snapshot, (answers.get(flow.delivery.home) or ("",))[0])
        public = checklist.rows(snapshot, Document, use.guide, here, told, on)
        ours = [one for _, one in sorted(own.items()) if use.guide in one.guides and holds(one.when, dict(told))]
        slots = {one.slot() for one in ours}
        parts = {
            OURS: [one for one in ours if not one.waived],
            "原来就有的": [one for one in public if one.slot() not in slots],
            "换下来的": [one for one in public if one.slot() in slots],
        }
        yield names.current().value([use.guide], "outcome", use.outcome), parts


def _listed(end: str, parts: Mapping[str, list[Any]]) -> str:
    named = "；".join(f"{label} {'、'.join(map(str, found))}" for label, found in parts.items() if found)
    return f"“{end}”：{named}。"
