"""What fits a sentence best: what its phrases and places say, and what its words are found in."""

import datetime as dt
import re
from collections.abc import Mapping

from guides.finding import sources
from guides.flows import FLOWS
from guides.outcome import answers
from guides.understanding.targets import (
    ANSWER,
    DOCUMENT,
    GLOSSARY,
    GUIDE,
    MISCONCEPTION,
    OUTSIDE,
    kind_of,
    name_of,
    target_of,
)
from guides.understanding.understand import Understood
from registry.snapshot import Snapshot

#: A page that has a fourth of what is asked is worth looking at; one that has all of it is worth as much as a plain
#: phrase, and the more the further it helps.
_LEAST_SHARE = 0.25
#: Where nothing in a text is about insurance, a page must have half of it.
_LEAST_SHARE_OF_OTHERS = 0.5
_SHARES = {GUIDE: 5.0, ANSWER: 4.0, GLOSSARY: 3.0, MISCONCEPTION: 2.5, DOCUMENT: 2.0}
_SHARE = 2.0
#: Less than this, and nobody can tell: nothing is shown rather than anything.
_LEAST = 1.0
#: Less than this share of the best, and it is beside the point.
_BESIDE = 0.3
MOST_RESULTS = 6
#: Where an answer is among the best, the guide it leads to has so much of the worth of the best.
_LED_ON = 0.45
#: With so many answers said a guide is to be among so many pages, if it alone can use one of them.
_GUIDE, _ENOUGH_SAID, _FIRST, _USEFUL = "guide:", 1, 3, 0.8
#: So many answers make a second guide worth it, if it can use as many as the first, or one less.
_MUCH_SAID = 3
#: Where nothing fits plainly, so many pages are shown beside it that have a little of what is asked.
_PLAIN, _NEAREST_SHARE, _MOST_NEAREST = 2.0, 0.08, 3
#: Where nothing at all would be shown to somebody who may mean us, less will do.
_LEAST_NEAREST = 0.05
_OF_OURS = re.compile(
    r"医保|社保|社会保障|农合|合作医疗|参保|报销|能报|[再去给]报|报[吗不]|现在报|医药费|住院|医疗费|门诊|共济|慢病|慢性病|发票|票据|举报|医保卡|报失"
)


#: What somebody asks or wants; and signs of which one stands in whatever could be ours.
_ASKS = re.compile(r"怎么|如何|什么|多少|哪|谁|几|吗|呢|帮我|给我|不$|没$|么$")
_MAY_BE_OURS = re.compile(
    r"[医保病药院报卡票诊孕产疼痛伤护退缴交补贴备案异共济救助险钱费窗码账死]|看[看个]|津贴|老人|孩子"
)
#: Words of ours: a sentence without any of them that no page was found for is about something else: 想献血去哪.
_NAMES_OURS = re.compile(
    r"医保|社保|保险|参保|农合|医疗|报销|补助|[能可给]报|报[了吗不多完]|[住出]院|住[^,。]{0,2}院|医院|床位|窗口|单子|证明|备案|能备|救助|救[济吗]|津贴|共济|账户|统筹|看[个次]?[病诊]|门诊|急诊"
    r"|药[店房费钱]|取药|拿药|开药|[补换办刷挂][卡失]|卡[上里坏丢断]|[交缴]费|[交缴]钱|票据|发票|证件|手续|病历|护士|大夫说|医生说|费用|自费|自己出|能刷|慢病|特病|异地|跨省|生[育娃孩]|钱呢"
)
#: Without any of these not even a page that has some of its words is meant.
_NAMES_US = re.compile(
    r"医保|社保|保险|参保|农合|医疗费|报|补助|能备|备案|救助|救济|津贴|共济|账户|统筹|药|卡|缴|交钱|票|病历|费|自付|自己出|刷|慢病|特病|异地|跨省|外地|转院|转诊"
    r"|住[^,。]{0,3}院|生育|生孩子|生娃|钱|贴|凭证|电子码|断交|押金|手续|证明|单子|结算|余额|退|窗口|比例|名额|额度|床|满|赶|撵|撞|摔|咬|工伤|护理|失能|养老院|举报|投诉"
)
_FEWEST_TO_TELL = 7
#: Who is meant says nothing of what is.
_WHO = frozenset({"for_whom", "relation"})
#: Who is asked about what is nobody's business of ours.
_ANYTHING = target_of(OUTSIDE, "12345")
#: Less is no sentence.
_FEWEST_SIGNS = 5


def ranked(snapshot: Snapshot, on: dt.date, found: Understood) -> list[str]:
    """The pages there are, best first."""
    total = _led_on(snapshot, on, scores(snapshot, on, found))
    there = {target: score for target, score in total.items() if exists(snapshot, on, target)}
    best, best_there = (max(each.values(), default=0.0) for each in (total, there))
    # Beside a page that is still to be written, what explains something may help; a guide would lead astray.
    least = {target: _BESIDE * (best if kind_of(target) == GUIDE else best_there) for target in there}
    fitting = [target for target, score in there.items() if score >= max(_LEAST, least[target])]
    shown = sorted(fitting, key=lambda target: -there[target])
    if best_there < _PLAIN:
        near = _nearest(snapshot, on, found, _NEAREST_SHARE) if _OF_OURS.search(found.text) else []
        shown = list(dict.fromkeys([*shown, *near]))
    outside = [target for target in shown if kind_of(target) == OUTSIDE]
    if outside and shown[0] == outside[0]:
        shown = [outside[0], *(target for target in shown if target not in outside)]
    elif outside:
        shown = [target for target in shown if target not in outside]
    if best_there < _LEAST and _is_strange(found):
        return [_ANYTHING]
    if not shown and _is_anothers(found):
        return [_ANYTHING]
    if not shown and _MAY_BE_OURS.search(found.text) and len(found.text) >= _FEWEST_SIGNS:
        shown = _nearest(snapshot, on, found, _LEAST_NEAREST)
    return _with_guides(shown, there, found)[:MOST_RESULTS]


def _led_on(snapshot: Snapshot, on: dt.date, total: Mapping[str, float]) -> Mapping[str, float]:
    """With a share of the best page for the guide that the best answer near it leads to, where no other guide is meant
    plainly: that takes up what was said."""
    near = sorted(total, key=lambda target: -total[target])[:_FIRST]
    answer = next((target for target in near if kind_of(target) == ANSWER), "")
    slug = answers.guide_after(snapshot, name_of(answer), on) if answer else ""
    guide = target_of(GUIDE, slug)
    others = (score for target, score in total.items() if kind_of(target) == GUIDE and target != guide)
    if not slug or kind_of(near[0]) == OUTSIDE or max(others, default=0.0) >= _PLAIN:
        return total
    return {**total, guide: max(total.get(guide, 0.0), _LED_ON * total[near[0]])}


def _is_strange(found: Understood) -> bool:
    """Whether somebody asks of what no phrase and no word of ours names: 医院几点可以探视."""
    asked = _ASKS.search(found.text) and len(found.text) >= _FEWEST_TO_TELL
    tells = {each.key for each in found.conclusions} - _WHO
    return bool(asked) and not tells and not found.scores and not found.places and not _NAMES_US.search(found.text)


def _is_anothers(found: Understood) -> bool:
    """Whether something is asked of which not one sign is of ours, or no word: 中午吃火锅好不好呢, 吃头孢多久能喝酒."""
    asked = _ASKS.search(found.text) and len(found.text) >= _FEWEST_SIGNS
    if not asked or {each.key for each in found.conclusions} - _WHO:
        return False
    return not _MAY_BE_OURS.search(found.text) or (
        len(found.text) >= _FEWEST_TO_TELL and not _NAMES_OURS.search(found.text)
    )


def _with_guides(shown: list[str], there: Mapping[str, float], found: Understood) -> list[str]:
    """A guide that can use what was said stands among the first, where nothing else could take it up; and a second one
    that can use as much of it: a story may be about either."""
    if len(found.conclusions) < _ENOUGH_SAID or not shown or any(kind_of(each) == OUTSIDE for each in shown[:_FIRST]):
        return shown
    guides = sorted((each for each in there if each.startswith(_GUIDE)), key=lambda each: -there[each])
    there_already = [each for each in shown[:_FIRST] if each.startswith(_GUIDE)]
    useful = [each for each in guides if there[each] >= _USEFUL and each not in there_already]
    if not there_already:
        return _moved_up(shown, useful[:1])
    if len(there_already) > 1:
        return shown
    enough = max(_MUCH_SAID, _uses(there_already[0], found) - 1)
    second = max(useful, key=lambda each: (_uses(each, found), there[each]), default="")
    return _moved_up(shown, [second]) if second and _uses(second, found) >= enough else shown


def _moved_up(shown: list[str], guides: list[str]) -> list[str]:
    """The pages with these guides among the first, behind the best one and other guides."""
    rest = [target for target in shown if target not in guides]
    first = [each for each in rest[:_FIRST] if each.startswith(_GUIDE) or each == rest[0]]
    others = [each for each in rest if each not in first]
    room = max(0, _FIRST - len(guides) - len(first))
    return [*sorted([*first, *others[:room]], key=rest.index), *guides, *others[room:]]


def _uses(guide: str, found: Understood) -> int:
    """How much of what was said a guide asks."""
    slug = guide.removeprefix(_GUIDE)
    asked = FLOWS[slug].questions
    return len({each.key for each in found.conclusions if each.key in asked and slug in (each.guides or FLOWS)})


def _nearest(snapshot: Snapshot, on: dt.date, found: Understood, least: float) -> list[str]:
    """What comes nearest in its words and has ``least`` of them, where a text names nothing plainly."""
    indexed = sources.indexed(snapshot, on)
    named = ((indexed.targets[number], share) for number, share in indexed.index.find(found.text).items())
    pages = {target: share for target, share in named if share >= least and exists(snapshot, on, target)}
    return sorted((each for each in pages if _is_page(each)), key=lambda target: -pages[target])[:_MOST_NEAREST]


def _is_page(target: str) -> bool:
    return kind_of(target) in (GUIDE, ANSWER)


def scores(snapshot: Snapshot, on: dt.date, found: Understood) -> Mapping[str, float]:
    total = dict(found.scores)
    indexed = sources.indexed(snapshot, on)
    named = _OF_OURS.search(found.text) or max(found.scores.values(), default=0.0) >= _LEAST
    least = _LEAST_SHARE if named else _LEAST_SHARE_OF_OTHERS
    ruled_out = {name for hit in found.hits for name in hit.phrase.excludes}
    for number, share in indexed.index.find(found.text).items():
        target = indexed.targets[number]
        if share >= least and target not in ruled_out:
            total[target] = total.get(target, 0.0) + _SHARES.get(kind_of(target), _SHARE) * share
    return total


def exists(snapshot: Snapshot, on: dt.date, target: str) -> bool:
    return kind_of(target) == OUTSIDE or sources.entry(snapshot, on, target) is not None
