"""Which page a text is about: what its phrases name, what its answers belong to, and what its places suggest."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from guides.engine.flow import Flow
from guides.understanding import covering, doctors, purse
from guides.understanding.gazetteer import Mention
from guides.understanding.meaning import CARE, INSURED, ISSUED
from guides.understanding.phrases import Conclusion, Hit
from guides.understanding.roles import Placed, Role, the_only
from guides.understanding.targets import (
    ANSWER,
    ESTIMATE,
    GLOSSARY,
    GUIDE,
    MISCONCEPTION,
    OFFICE,
    OUTSIDE,
    PLACE,
    kind_of,
    name_of,
    target_of,
)

#: An answer to a question that one guide alone asks speaks for that guide; that two places are told apart, for care away.
_OF_ONE_GUIDE, _TWO_PLACES, _AWAY, _COUNTER, _OF_A_CARD, _SUM, _FAMILY = 0.8, 3.5, 1.2, 3.0, 2.0, 1.5, 3.0
#: Whose kin somebody is, and what he is to a city, says nothing of what is wanted.
_WHO = frozenset({"relation", "residence"})
#: What a hospital is named for belongs to every guide of care, where no place is told.
_OF_ANY_CARE = frozenset({"care_type", "chronic_approved"})
#: What tells that somebody was treated: 今年查出糖尿病 does not.
_OF_CARE = frozenset({"care_kind", "receipts", "injury"})
#: Where who only says that somebody is treated may go on.
_OF_A_STAY = {"answer:inpatient-flow": 4.0, "guide:remote-care": 3.0, "guide:manual-claim": 2.0}
#: As few signs say no more than that.
_FEW_SIGNS = 5
#: What it asks too speaks a little for it.
_SHARED = 0.2
#: What is asked of a doctor is asked of nobody else.
_SURELY = 9.0
#: Each answer to a question of ours makes it less likely that a text is none of our business.
_INSIDE = 0.5
#: An amount of money, or a number that can hardly be anything else.
_AMOUNT = re.compile(r"[\d一二两三四五六七八九十百几.]+(?:多)?(?:万|千|百|w|块|元)(?!年)")
#: The answers about what the guide of a family's account is about.
_OF_A_PURSE = frozenset(
    {"answer:family-sharing", "answer:family-sharing-away", "answer:sharing-whom", "answer:kin-account"}
)
#: All that may stand beside a place where the place itself is meant.
_NOTHING_ELSE = re.compile(
    r"(?:医保|医疗保险|医疗保障|社保|政策|规定|待遇|查询|办理|服务|的|市|省|县|区|和|怎么样|咨询|事|办事|[ ,.。?!、])*"
)


#: Kinds of pages that a row may name.
_KINDS = (GUIDE, ANSWER, GLOSSARY, MISCONCEPTION)


def is_target(name: str, flows: Mapping[str, Flow]) -> bool:
    """Whether a row may name this page; whether there is one is seen where pages are looked up."""
    kind, rest = kind_of(name), name_of(name)
    if name in (PLACE, OFFICE, ESTIMATE):
        return True
    if kind == OUTSIDE:
        return rest.isdigit()
    return kind in _KINDS and bool(rest) and (kind != GUIDE or rest in flows)


def scores(
    text: str, hits: Sequence[Hit], found: Sequence[Conclusion], places: Sequence[Placed], flows: Mapping[str, Flow]
) -> dict[str, float]:
    """How well each page fits; the pages that a phrase rules out are left out."""
    if doctor := doctors.phone(text, found):
        return {target_of(OUTSIDE, doctor): _SURELY}
    best: dict[tuple[str, str], float] = {}
    for hit in hits:
        for topic in hit.phrase.topics:
            strength = hit.phrase.weight + 0.1 * hit.length
            best[topic, hit.phrase.key] = max(strength, best.get((topic, hit.phrase.key), 0))
    total: dict[str, float] = defaultdict(float)
    for (topic, _), strength in best.items():
        total[topic] += strength
    for target, strength in _suggested(text, found, places, flows):
        total[target] += strength
    if len(text) <= _FEW_SIGNS and ("care_type", "inpatient") in {(each.key, each.value) for each in found}:
        for target, strength in _OF_A_STAY.items():  # 我妈住院了: nothing is asked, and all that comes of it may be
            total[target] += strength
    if purse.wanted(text)[0]:
        total["guide:family-account"] += _FAMILY
        for target in _OF_A_PURSE & total.keys():
            total[target] += _FAMILY
    if ESTIMATE in total and _AMOUNT.search(text):
        total[ESTIMATE] += _SUM
    for target in total:
        if kind_of(target) == OUTSIDE:
            total[target] -= _INSIDE * len({each.key for each in found} - _WHO)
    ruled_out = {name for hit in hits for name in hit.phrase.excludes}
    return {target: score for target, score in _placed(total, text, places).items() if target not in ruled_out}


def _suggested(
    text: str, found: Sequence[Conclusion], places: Sequence[Placed], flows: Mapping[str, Flow]
) -> Iterable[tuple[str, float]]:
    keys = {each.key for each in found} - {ISSUED}
    if len(the_only(places, Role.CARE)) == 1:
        keys.add(CARE)  # a name of several cities is a place all the same
    home = next((each.value for each in found if each.key == INSURED), "")
    treated = {
        *(each.value for each in found if each.key == CARE),
        *(each.code for each in the_only(places, Role.CARE)),
    }
    if "abroad" in treated or (home and treated == {home}):
        keys.discard(CARE)  # nothing is filed for care abroad, nor where somebody is insured
    silent = {ISSUED, CARE, *_WHO, *(() if CARE in keys else _OF_ANY_CARE)}
    # Who asks how to be insured away from home has no care to file.
    away = "coverage" if covering.asks(text, places) else "remote-care"
    for slug in flows:
        own = {each.key for each in found if each.key not in silent and _askers(each, flows) == {slug}}
        if own:
            shared = {each.key for each in found if slug in _askers(each, flows)} - own
            yield (
                target_of(GUIDE, away if slug == "remote-care" else slug),
                _OF_ONE_GUIDE * len(own) + _SHARED * len(shared),
            )
    if away == "coverage" and len({each.mention.codes for each in places}) > 1:
        yield "guide:coverage", _AWAY
    if {INSURED, CARE} <= keys:
        # Who is out again and has paid claims it; filing is what comes before.
        out = _is_out(found)
        yield target_of(GUIDE, away), _AWAY if out else _TWO_PLACES
        if out and "first_claim" not in keys:
            yield "guide:manual-claim", _TWO_PLACES
    elif CARE in keys:
        yield target_of(GUIDE, away), _AWAY
    if any(each.role is Role.ISSUED for each in places):
        yield "guide:card-replacement", _OF_A_CARD
    if any(each.role is Role.OFFICE for each in places):
        yield OFFICE, _COUNTER
    if places and _NOTHING_ELSE.fullmatch(_without(text, [each.mention for each in places])):
        yield PLACE, 4.0


def _is_out(found: Sequence[Conclusion]) -> bool:
    """Whether the treatment is over: 出院了, 去年住的院, or 急诊的钱 (who is in danger now has a stage)."""
    said = {each.key: each.value for each in found}
    if "stage" in said:
        return said["stage"] == "discharged"
    if (
        said.get("for_whom") == "deceased"
        or said.get("care_kind") == "emergency"
        or said.get("first_claim") == "not_yet"
    ):
        return True
    return not _OF_CARE.isdisjoint(said) and said.get("discharged", "not_yet") != "not_yet"


def _askers(said: Conclusion, flows: Mapping[str, Flow]) -> set[str]:
    """The guides that an answer is of use to."""
    return {slug for slug, flow in flows.items() if said.key in flow.questions and slug in (said.guides or flows)}


def _without(text: str, mentions: Sequence[Mention]) -> str:
    for each in sorted(mentions, key=lambda each: -each.start):
        text = text[: each.start] + text[each.end :]
    return text


def _placed(total: Mapping[str, float], text: str, places: Sequence[Placed]) -> dict[str, float]:
    """``place`` and ``office`` with the codes of the places meant: all that one name can mean, in equal right."""
    done = {target: score for target, score in total.items() if target != PLACE}
    if len({each.mention.codes for each in places}) != 1:
        wanted = [each for each in places if each.role in (Role.OFFICE, Role.INSURED)]
    else:
        wanted = list(places)
    codes = dict.fromkeys(code for each in wanted for code in each.mention.codes)
    for code in codes:
        if PLACE in total:
            done[target_of(PLACE, code)] = total[PLACE]
        if OFFICE in total:
            done[target_of(OFFICE, code)] = total[OFFICE]
    if codes:
        done.pop(OFFICE, None)
    return done
