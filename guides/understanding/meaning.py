"""Phrases and places → conclusions: answers to the guides' questions, each with the words it came from.

What two phrases say differently is asked, not filled in, but for who is ill: the dead before the living, a whole staff
before one of it, a patient who is named before the one who speaks.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from guides.understanding import (
    bystanders,
    doubtful,
    households,
    joining,
    leaving,
    moved,
    ruling,
    schooling,
    sharing,
    stage,
    treated,
    when,
    whose,
)
from guides.understanding.gazetteer import Mention
from guides.understanding.phrases import Conclusion, Hit
from guides.understanding.roles import Placed, Role, the_only
from guides.understanding.unphrased import OF_THE_BILL, unphrased
from guides.understanding.whose import Told
from registry.places import OUTSIDE

INSURED, CARE, ISSUED = "insured_place", "care_place", "issued_place"
#: Of several conclusions about these the first one wins, whatever else was said.
_FIRST = {
    "for_whom": ("deceased", "employer"),
    "stage": ("emergency",),
    "receipts": ("given_away", "not_issued", "lost", "electronic"),
    "why_not_settled": ("not_filed", "student_holiday"),
    "where": ("abroad", "other_city"),
    "reason": ("resettled",),
    "injury": ("work", "yes"),
    "matter": ("twice", "moved", "left_job"),
    "residence": ("permit",),
}
_PLACES = ((Role.INSURED, INSURED), (Role.CARE, CARE), (Role.ISSUED, ISSUED), (Role.FAMILY, "family_place"))
#: Questions that take several answers.
_SEVERAL = frozenset({"other_cover", "proof"})
#: 是不是工伤, 不想转院: what is asked or not wanted is not so.
_OPEN = re.compile(
    r"(?:是不是|算不算|有没有|是否|会不会|不想|不打算|不准备|不愿|不愿意|不必|不肯)(?:算|属于|要|得|去|再|也|都|已经|就)?$"
)
#: 医院支持异地结算吗: what can be so or not, and is asked about, is not known.
_EITHER_WAY = frozenset(
    [
        "hospital_linked",
        "chronic_approved",
        "recognised",
        "insured_now",
        "catastrophic_line",
        "first_claim",
        "reported",
        "referral_letter",
    ]
)
_ASKED = re.compile(
    r"(?:[上里到]|下来)?(?:了|过|的|结算|的?(?:医保|社保|农合)?的?卡)?(?:吗|么|不|没|没有|没得)(?:$|[,。?!;、 ])"
)
#: 能不能就在这儿直接给报了: what somebody hopes for has not been done.
_DONE = frozenset({"settled", "direct", "manual", "paid"})
_HOPED = re.compile(r"(?:能|可以|想|怎么|如何|要是|如果|希望|(?<![工社协开机])会|没法|没办法|无法|等(?!了))[^,。!?;]*$")
#: 打算问问住院能报多少: who only wants to know plans nothing.
_ASKS = re.compile("问|了解|咨询|打听|知道|报销")
#: 人在苏州打工，想住院: who wants to be in hospital is not yet.
_WANTS_A_BED = re.compile(r"(?:想|打算|准备|要|需要|计划|建议|等)[^,。!?;着了]{0,8}(?:住院|住进|住到)")
#: 在咸阳我姐那里住着: who stays with somebody is in no hospital.
_AT_SOMEBODYS = re.compile(
    r"(?:跟着?|随着?|和)(?:我们?|儿子|女儿|闺女|孩子|老伴|[他她]们?)(?:一起|一块儿?)?(?:都|就|还|来)*在?(?:(?!院)[^,。!?;]){0,6}$"
    r"|(?:家里?|那里|那边|这里|这边|屋里|亲戚|宿舍|出租房|小区|[养敬]老院|护[理养]院|公寓|宾馆|酒店|旅馆|招待所|福利院)(?:先|暂时|一直|就|还|都)*$"
)
#: 现在住苏州医院: who lies in a hospital does not live there.
_LIES_IN = re.compile("住在?[^,。!?;]{0,6}(?:医院|附院)(?!门口|旁|附近|对面|边上)")
#: 农合断了，去年补的职工: a scheme that has ended, beside another one.
_LAPSED = re.compile(r"(?:医保)?(?:[早]?就|已经|都|给)?(?:断|停|退)(?:了|掉|缴|保|交)")
#: Who names a city and tells one of these takes his medicine there: 办了特门，冬天去三亚.
_OF_LONG_ILLNESS = frozenset({"recognised", "buys"})
#: 还在化疗住着没结账: who is still there; but of whom one of these is told has left.
_STILL_THERE = re.compile(r"[住躺]着|没结|没出|还在|正在|[刚才]住")
_OF_CARE_THAT_IS_OVER = frozenset({"discharged", "receipts", "first_claim", "why_not_settled"})
_HOUSEHOLD_IN = re.compile("(?:户口|户籍)(?:还|都|也|就)*[在是]$")


def conclusions(text: str, hits: Sequence[Hit], places: Sequence[Placed]) -> tuple[list[Conclusion], list[str]]:
    """What a text says, and the questions that it answers in two ways."""
    said: dict[str, list[tuple[Hit, str]]] = defaultdict(list)
    for hit, key, value in meant(text, hits):
        said[key].append((hit, value))
    said["for_whom"] = bystanders.may_be_ill(text, said.get("for_whom", ()))
    told = Told(text, _first(said.get("for_whom", ()), _FIRST["for_whom"]), said.get("for_whom", ()), places)
    found, unclear = [], []
    for key in said:
        pairs = whose.of_the_patient(told, key, said[key])
        if key == "family_place" and len({each.mention.codes for each in places}) > 1:
            pairs = []
        if key == CARE:
            pairs = [pair for pair in pairs if not when.was_before(text, pair[0].start)]
        chosen = _chosen(text, key, pairs)
        found += [Conclusion(key, value, text[hit.start : hit.end], _guides(value, pairs)) for hit, value in chosen]
        if pairs and not chosen:
            unclear.append(key)
    home = sharing.in_one_place(text, [each.mention for each in places])
    found += unphrased(text, {key for key, pairs in said.items() if pairs}, places)
    places = [each for each in places if not whose.is_of_another(told, each)]
    for role, key in _PLACES:
        # 香港人在深圳上班: nobody is insured by 医保 there.
        mentions = [each for each in the_only(places, role) if key != INSURED or each.code not in OUTSIDE]
        if len(mentions) == 1 and mentions[0].code:
            found = _placed(found, key, mentions[0], key == CARE and treated.is_one_of_several(places, mentions[0]))
        elif mentions:
            unclear.append(key)
    found += _of_the_family(found, home)
    found = _at_home_there(text, found, places)
    found = _implied(found, the_only(places, Role.FILED), treated.is_away(text, places))
    if treated.is_in_both(text, places):
        found = [
            replace(each, value="both") if (each.key, each.value) == ("where", "other_city") else each for each in found
        ]
    return found, unclear


def _guides(value: str, pairs: Sequence[tuple[Hit, str]]) -> frozenset[str]:
    """The guides for which some phrase gives an answer; empty, where one gives it for all."""
    told = [hit.phrase.guides for hit, said in pairs if said == value]
    return frozenset[str]().union(*told) if all(told) else frozenset()


def _placed(found: Sequence[Conclusion], key: str, mention: Mention, open_yet: bool = False) -> list[Conclusion]:
    """With a place for what phrases say of it; but its city says more than a province: 四川省人民医院."""
    code = "abroad" if key == CARE and mention.code in OUTSIDE else mention.code
    if open_yet and any(each.key == key and each.value == "undecided" for each in found):
        return list(found)
    if any(each.key == key and each.value[:2] + "0000" == code for each in found):
        return list(found)
    return [*(each for each in found if each.key != key), Conclusion(key, code, mention.name)]


def _of_the_family(found: Sequence[Conclusion], words: str) -> Iterator[Conclusion]:
    """Where a family is insured of whom some words say that it is so where the owner of the account is."""
    known = {each.key: each.value for each in found}
    if words and INSURED in known and "family_place" not in known:
        yield Conclusion("family_place", known[INSURED], words, frozenset({"family-account"}), (INSURED,))


def _at_home_there(text: str, found: list[Conclusion], places: Sequence[Placed]) -> list[Conclusion]:
    """Without the household for a residence, where it is in another place than the insurance: 户口在安庆, 能在常州上吗."""
    named = {each.mention.codes for each in places}
    insured = next((each.value for each in found if each.key == INSURED), "")
    elsewhere = any(
        insured not in each.mention.codes and len(named) > 1 and _HOUSEHOLD_IN.search(text[: each.mention.start])
        for each in places
    )
    return [each for each in found if not elsewhere or (each.key, each.value) != ("residence", "household")]


def hospitals(hits: Sequence[Hit]) -> frozenset[str]:
    """The 统筹区 of the hospitals that are named: 华西, 湘雅."""
    return frozenset(value for hit in hits if (value := hit.phrase.means.get(CARE, "")).isdigit())


def meant(text: str, hits: Sequence[Hit]) -> Iterator[tuple[Hit, str, str]]:
    """Every answer that a phrase gives, but for what a longer one says otherwise or rules out."""
    hits = schooling.of_care(text, leaving.living(text, hits))
    hits = [hit for hit in hits if "job" not in hit.phrase.means or not when.was_before(text, hit.start)]
    forbidden = Counter(each for hit in hits if not ruling.is_outdone(hit, hits) for each in hit.phrase.excludes)
    for hit in hits:
        if _is_open(text, hit.start, hit.end) or bystanders.is_gossip(text, hit.start):
            continue
        for key, value in hit.phrase.means.items():
            if bystanders.is_the_speaker(text, key, value, hit.start):
                continue
            if bystanders.is_hearsay(text, key, value, hit.start, hit.end) or doubtful.is_doubtful(
                text, key, value, hit
            ):
                continue
            if key in _EITHER_WAY and _ASKED.match(text[hit.end : hit.end + 6]):
                continue
            if value == "planning" and _ASKS.search(text, hit.start, hit.end):
                continue
            if value == "admitted" and _WANTS_A_BED.search(text, max(0, hit.start - 8), hit.end):
                continue
            if value == "admitted" and stage.NOT_IN_YET.search(text, max(0, hit.start - 4), hit.end + 8):
                continue
            if value == "admitted" and _AT_SOMEBODYS.search(text[max(0, hit.start - 14) : hit.start]):
                continue
            if value == "lives_there" and (text.startswith("住院", hit.start) or _LIES_IN.match(text[hit.end - 1 :])):
                continue
            if value == "lives_there" and households.only_meets(text, hit.end):
                continue
            if value == "referral" and moved.is_moved_to(text, hit.end):
                continue
            if key == "scheme" and joining.is_none_yet(text, hit.start, hit.end):
                continue
            if value in _DONE and _HOPED.search(text[max(0, hit.start - 8) : hit.start]):
                continue
            if forbidden[f"{key}={value}"] > (f"{key}={value}" in hit.phrase.excludes):
                continue  # another phrase, wherever it stands, says that just this is not meant
            longer = (other for other in hits if hit.inside(other))
            if not any(key in other.phrase.means or ruling.excludes(other, key, value) for other in longer):
                yield hit, key, value


def _is_open(text: str, at: int, end: int) -> bool:
    """Whether something is asked or not wanted: 是不是工伤, 急不急, 卡丢没丢."""
    either = text.startswith(("不", "没"), at) and text[max(0, at - 1) : at] == text[at + 1 : at + 2]
    either |= text.startswith(("不", "没"), end) and text[end - 1] == text[end + 1 : end + 2]
    return either or bool(_OPEN.search(text[max(0, at - 6) : at]))


def _chosen(text: str, key: str, pairs: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """The pairs that stand: all of them for a question of several answers, else one, or none where they differ."""
    if not pairs or any(doubtful.is_one_of_two(text, key, hit) for hit, _ in pairs):
        return []
    if key == "discharged":
        pairs = when.told_of_leaving(text, pairs)
    if key == "reason":  # a lease tells why somebody is there less plainly than 公司派我
        pairs = [pair for pair in pairs if "proof" not in pair[0].phrase.means] or pairs
    if key == "stage":
        pairs = stage.lately(text, pairs)
    if key == "scheme":
        pairs = [pair for pair in pairs if not _LAPSED.match(text, pair[0].end)] or pairs
    if len({value for _, value in pairs}) > 1 and key not in {"for_whom", *_SEVERAL}:
        pairs = [pair for pair in pairs if not when.was_before(text, pair[0].end)] or pairs
    by_value = {value: (hit, value) for hit, value in reversed(pairs)}
    if key in _SEVERAL:  # 没有惠民保, 单位有补充医疗: one of them is not none
        return [by_value[value] for value in by_value if value != "none" or len(by_value) == 1]
    if len(by_value) == 1:
        return [pairs[0]]
    if key == "for_whom":
        best = _first(pairs, _FIRST[key])
        return [by_value[best]]
    if first := next((value for value in _FIRST.get(key, ()) if value in by_value), ""):
        return [by_value[first]]
    return []


def _first(pairs: Iterable[tuple[Hit, str]], before: Collection[str]) -> str:
    """Who is ill: one of ``before``, else who is named first, else who speaks."""
    values = [value for _, value in pairs]
    named = [value for value in values if value != "self"]
    return next((value for value in before if value in values), next(iter([*named, *values]), ""))


def _of_one_time(found: Sequence[Conclusion], known: Mapping[str, Conclusion]) -> list[Conclusion]:
    """Who is in hospital has not left it: 昨天抢救过来，现在在病房. And who has paid nothing for a year and more asks how to be
    insured again, and no longer what becomes of who has left a job."""
    said = {key: each.value for key, each in known.items()}
    if said.get("stage") == "admitted" and known.keys().isdisjoint(_OF_CARE_THAT_IS_OVER - {"discharged"}):
        found = [each for each in found if each.key != "discharged" or each.value == "not_yet"]
    if said.get("chronic_approved") == "yes" and said.get("care_type") == "outpatient":
        found = [each for each in found if each.key != "care_type"]
    if said.get("matter") == "left_job" and said.get("lapsed_for") in when.YEARS_LAPSED:
        found = [replace(each, value="lapsed") if each.key == "matter" else each for each in found]
    return list(found)


def _implied(found: list[Conclusion], filed: Sequence[Mention], away: bool) -> list[Conclusion]:
    """Where the bill arose follows from the two places; whether an earlier filing still serves, from its place."""
    known = {each.key: each for each in found}
    insured, care = known.get(INSURED), known.get(CARE)
    told = known["where"].value if "where" in known else ""
    if insured and care and told == "local" and insured.value != care.value:
        found, told = [each for each in found if each.key != "where"], ""
    if care and not told and care.value == "abroad":
        found.append(Conclusion("where", "abroad", care.words, grounds=(CARE,)))
    elif insured and care and not told:
        where = "local" if insured.value == care.value else "other_city"
        guides = frozenset({"manual-claim", "chronic"})
        found.append(Conclusion("where", where, f"{insured.words} {care.words}", guides, (INSURED, CARE)))
        if where == "local" and known.keys() & _OF_LONG_ILLNESS:
            found.remove(care)  # who takes his medicine where he is insured is nowhere else
    elif care and away and not told and not insured and known.keys() & _OF_LONG_ILLNESS:
        found.append(Conclusion("where", "other_city", care.words, frozenset({"chronic"}), (CARE,)))
    found = _of_one_time(found, known)
    if (
        (stay := known.get("stage"))
        and _STILL_THERE.search(stay.words)
        and known.keys().isdisjoint(_OF_CARE_THAT_IS_OVER)
    ):
        found.append(Conclusion("discharged", "not_yet", stay.words, OF_THE_BILL, ("stage",)))
    if care and len(filed) == 1 and filed[0].code:
        found = [each for each in found if each.key != "filed_before"]
        before = "same_city" if filed[0].code == care.value else "other_city"
        words = f"{filed[0].name} {care.words}"
        found.append(Conclusion("filed_before", before, words, frozenset({"remote-care"}), (CARE,)))
    return found
