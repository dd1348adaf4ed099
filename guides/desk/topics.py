"""The guides of which a clause speaks: where a row that is made of it most likely belongs. The clerk sees them ticked."""

import re
from collections.abc import Iterable, Mapping

from calculators.written import scheme_of
from guides.flows import FLOWS
from guides.models import Document, GuideRow
from registry.typed.clauses import clauses, pointed

_CLAIM = ("manual-claim", "second-reimbursement", "remote-care")
_TOPICS = (
    (re.compile("手工报销|零星报销|垫付|垫钱|先行支付"), _CLAIM),
    (re.compile("异地就医备案|备案材料|办理备案|备案手续"), ("remote-care",)),
    (re.compile("社会?保障?卡|补卡|换卡|挂失"), ("card-replacement",)),
    (re.compile("慢特病|慢性病|特殊疾病"), ("chronic",)),
    (re.compile("共济|亲情账户"), ("family-account",)),
    (re.compile("参保登记|缴费期|断缴|等待期|关系转移"), ("coverage",)),
)
#: What whoever is insured in each scheme answers.
_INSURED = {"employee": ["employee", "flexible"], "resident": ["resident"]}
_OF_THE_INJURED = {"injury": ["yes"]}
_CASES: tuple[tuple[str, Mapping[str, list[str]]], ...] = (
    ("外伤|受伤|意外伤害", _OF_THE_INJURED),
    ("住院", {"care_kind": ["inpatient"]}),
    ("门诊", {"care_kind": ["outpatient"]}),
    ("急诊|急诊抢救|抢救", {"care_kind": ["emergency"]}),
    ("生育|分娩|生孩子", {"care_kind": ["maternity"]}),
)


def of(clause: str) -> list[str]:
    """The guides, each once; none for a clause that speaks of none, or of several things."""
    found = [guides for words, guides in _TOPICS if words.search(clause)]
    return list(found[0]) if len(found) == 1 else []


def of_article(text: str, article: str) -> list[str]:
    """Those of the clauses that a row's 条款 names; where they speak of none, of the lines that they stand under."""
    found = pointed(clauses(text), article)
    return of("\n".join(one.text for one in found)) or of("\n".join(one.under for one in found))


def by_importance(row: GuideRow) -> list[str]:
    """Its guides, first the one of which its clause speaks before others; of clauses that speak of none, claims by hand."""
    article = row.source_article
    told = of_article(row.source.clause, article) if article else []
    first = next((slug for slug in (*told, *_CLAIM) if slug in row.guides), "")
    return sorted(row.guides, key=lambda slug: slug != first)


def insured(row: GuideRow, article: str = "") -> dict[str, list[str]]:
    """How people are insured whom a row's notice is about, by its name, the row's own clauses, or else all that was copied;
    nothing of both schemes or neither."""
    named = pointed(clauses(row.source.clause), row.source_article or article)
    own = "\n".join(f"{one.under}{one.text}" for one in named)
    scheme = scheme_of(row.source.title, own, row.source.clause)
    return {"scheme": _INSURED[scheme]} if scheme else {}


def limited(row: GuideRow, article: str = "") -> dict[str, list[str]]:
    """For whom alone a row of its notice is, in guides that ask the insured for their scheme; where people may have none,
    a notice speaks to whoever wants it."""
    asked = [FLOWS[slug].vocabulary.get("scheme", ("none",)) for slug in row.guides]
    return {} if any("none" in values for values in asked) else insured(row, article)


def in_place_of(other: GuideRow, row: GuideRow) -> dict[str, list[str]]:
    """The cases of a row that takes the place of another: those of that one, unless it names more than for whom it is."""
    limit = limited(row)
    own = {key: values for key, values in row.when.items() if limit.get(key) != values}
    kept = {key: values for key, values in row.when.items() if key not in own}
    return {**other.when, **kept} if own in ({}, Document.CLAIMING) else row.when


def usual(row: Document, article: str) -> dict[str, list[str]]:
    """For whom a paper is that is made of a clause on claims by hand: whoever hands in receipts, in the guides that end so."""
    claims = article and of_article(row.source.clause, article) == list(_CLAIM)
    if not (claims and row.guides and set(row.guides) <= set(_CLAIM)):
        return {}
    return _claiming(_OF_THE_INJURED) if re.search("外伤|受伤", row.name) else dict(Document.CLAIMING)


def case(typed: str) -> dict[str, list[str]]:
    """Who hands in receipts in a case, as notices call it: 外伤, 住院; nothing for other words."""
    return next(
        (_claiming(when) for words, when in _CASES if re.fullmatch(f"(?:{words})(?:的|时|患者|病人)*", typed)), {}
    )


def _claiming(when: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {**Document.CLAIMING, **when}


def knowing(guides: Iterable[str], when: Iterable[str]) -> list[str]:
    """Those of the guides that ask for all of a condition."""
    return [slug for slug in guides if FLOWS[slug].vocabulary.keys() >= set(when)]
