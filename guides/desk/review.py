"""What a reviewer is told about a row of the guides: its condition in words, and what its texts leave to be desired."""

import re
from collections.abc import Iterator
from typing import Any

from guides.desk import answeradmin, appearance, links, names, plain_words, topics, twins
from guides.flows import FLOWS
from guides.models import Advice, Answer, Channel, Document, GuideRow, Parameter, conditions
from registry import snapshot as snapshots
from registry.findings import Finding
from registry.workflow import appearing, review

#: Ends at which few papers are asked for.
_SURPRISING = re.compile("境外|国外|没出院|住着院|还在住院")
_COUNTER = re.compile("窗口|网点")


def words(row: Any, name: str, value: Any) -> str | None:
    """A value of the field ``name`` in words; None where the value speaks for itself."""
    if name == "guides":
        return names.current().guides(value)
    if name == "when":
        return names.current().sentence(row.guides, value)
    return row.worded(value) if name == "value" and isinstance(row, Parameter) else None


def findings(row: Any) -> Iterator[Finding]:
    yield from _wording(row)
    yield from _never_shown(row)
    if said := twins.told_of_twins(row):
        yield Finding(False, said)
    yield from _left_to_guess(row)
    yield from _everywhere(row)
    yield from _for_others(row)


def _wording(row: Any) -> Iterator[Finding]:
    for label, text in review.public_texts(row):
        yield from plain_words.findings(label, text, snapshots.current(), snapshots.today())


def _left_to_guess(row: Any) -> Iterator[Finding]:
    """What a field says and the text does not, or the other way round."""
    if isinstance(row, Channel) and row.no_counter and _COUNTER.search(row.how):
        yield Finding(False, "勾了“不用跑窗口”，“怎么办”里却写着窗口。请看看是不是真的一趟也不用跑。")
    if isinstance(row, Advice) and row.kind == Advice.Kind.STEP and not row.button:
        said = row.title + row.body
        if "打电话" in said and not any(gap in said for gap in Advice.DIALLED):
            yield Finding(False, "这一步叫人打电话，却没有号码。请写上 {phone}，或者填“按钮”。")


def _everywhere(row: Any) -> Iterator[Finding]:
    """On how many outcomes a paper without conditions stands; those where it surprises are named."""
    if not isinstance(row, Document) or row.when or row.needed != Document.Needed.REQUIRED:
        return
    known = names.current()
    ends = [
        known.value([slug], "outcome", end) for slug in row.guides if slug in FLOWS for end, _ in FLOWS[slug].outcomes
    ]
    odd = [end for end in ends if _SURPRISING.search(end)][:2]
    named = f"，连“{'”“'.join(odd)}”也要" if odd else ""
    yield Finding(False, f"没有勾情形，{len(ends)} 个结果上都写着要带{named}。不是都要的，请勾情形。")


def _for_others(row: Any) -> Iterator[Finding]:
    """Of a notice on one scheme, that people of the other see it too."""
    if not isinstance(row, Document | Channel | Advice | Parameter) or not (own := topics.limited(row).get("scheme")):
        return
    asked = dict.fromkeys(value for slug in row.guides for value in FLOWS[slug].vocabulary["scheme"])
    others = [one for one in row.when.get("scheme", asked) if one not in (*own, "unknown")]
    never = conditions.never(row.guides, {**row.when, "scheme": others})
    if others and (seen := [slug for slug in row.guides if slug not in never]):
        known = names.current()
        told, theirs = (known.value(seen, "scheme", some[0]) for some in (own, others))
        yield Finding(False, f"依据只说{told}，这一条{theirs}的人也看到。只给{told}的，请勾“医保种类”里的这一样。")


def words_of_answer(row: Any, name: str, value: Any) -> str | None:
    if name == "given":
        return names.current().sentence([row.leads_to], value, then="接着答") if value else ""
    if name == "after":
        return "、".join(dict(answeradmin.end_choices()).get(end, end) for end in value)
    return None


def findings_of_answer(row: Any) -> Iterator[Finding]:
    """A way that leads nowhere is said, and does not stand in the way: the other answer may be written next."""
    yield from _wording(row)
    for key in links.dead(snapshots.current(), row, snapshots.today()):
        yield Finding(False, f"“接着看”里的 {key} 还没有发布，公众看不到。请检查代号，或者先发布那一个。")


def _never_shown(row: Any) -> Iterator[Finding]:
    """A condition that nobody's answers fulfil stands in the way; in one of several guides, it is said. So does one of
    which nobody can tell."""
    never, unclear = conditions.tried(row.guides, row.when)
    for slug in unclear:
        yield Finding(
            True,
            f"勾的太多，看不出“{names.current().guide(slug)}”里有没有人会答成这样。请少勾几样，或者分成几条写。",
        )
    for slug in never:
        yield Finding(
            len(never) == len(row.guides),
            f"“{names.current().guide(slug)}”里没有人会答成这样，这一条在那里永远不显示。请改“什么情形下显示”。",
        )


review.register(GuideRow, words=words, findings=findings)
review.register(Answer, words=words_of_answer, findings=findings_of_answer)
appearing.register(appearance.appearance, Document, Channel, Advice)
