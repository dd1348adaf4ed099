"""Phrases and places → conclusions: answers to the guides' questions, each with the words it came from.

What two phrases say differently is asked, not filled in, but for who is ill: the dead before the living, a whole staff
before one of it, a patient who is named before the one who speaks.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from guides.understanding import sharing, subjects, when
from guides.understanding.gazetteer import Mention
from guides.understanding.phrases import Hit
from guides.understanding.roles import Placed, Role, the_only
from registry.places import OUTSIDE

INSURED, CARE, ISSUED = "insured_place", "care_place", "issued_place"
#: Of several conclusions about these the first one wins, whatever else was said.
_FIRST = {
    "for_whom": ("deceased", "employer"),
    "stage": ("emergency",),
}
#: What belongs to the patient; of who speaks it says nothing.
_OF_THE_PATIENT = frozenset({"reason", "scheme", "where"})
_PLACES = ((Role.INSURED, INSURED), (Role.CARE, CARE), (Role.ISSUED, ISSUED), (Role.FAMILY, "family_place"))
#: Questions that take several answers.
_SEVERAL = frozenset({"other_cover", "proof"})
_SPEAKER = re.compile(
    r"(?:我|本人)(?!和|跟|与|同|陪|带|把|接|帮|替|给|让|妈|爸|娘|爹|爷|奶|公公|婆婆|老|媳|哥|姐|弟|妹|儿|女|外|岳|舅|姑|姨|叔|伯|孙|家|们|的|孩|娃|宝|对象|爱人|母|父|丈|先生|太太|闺|嫂|侄|亲|堂|表|婶|屋|干[爹妈娘]|继[父母]|后[爸妈]|男[人友朋]|女[婿友朋]|小[叔姑舅姨]|大[伯姑姨舅哥姐爷娘嫂]|[二三四五][叔伯姑姨舅哥姐]|朋|邻|工友|室友)"
)
#: 我上派出所改了名: who tells what he did, and names nobody else.
_OF_HIMSELF = re.compile(
    r"(?:^|[,。!?;、 ])自己在|"
    rf"(?:^|[,。!?;、 ])那?{_SPEAKER.pattern}(?!想?(?:问|咨询|了解|知道|请教)|们)[^,。!?;、]"
)
_SOMEBODY_ELSE = re.compile(r"[他她]|员工|工人|老人|病人|患者|家属|别人|朋友|同事|邻居|亲戚|家里|家人|学生|大家")
#: 俺爹在济南住院，没备案: who is said to be in hospital somewhere is there now, unless the words are of another time.
_IN_HOSPITAL = re.compile(
    r"(?:市|省|县|区)?(?:的|某|一家|那家)?[^,。!?;]{0,6}?(?:住院|住着院|住的院|做手术住院)(?!费|的?[钱票]|押金|手续|报销|单|要|怎么|能|时|期间|前)"
)
_OF_ANOTHER_TIME = re.compile(
    r"出院|出的院|出了院|住过|住的院|住完|去年|前年|上个?月|上周|上次|以前|之前|当时|那时|那会|回来|已经|准备|打算|想|要去|要在|需要|明天|后天|下周|下个?月|过几天|如果|万一|要是|自费|垫|报销单|发票|票"
)
#: 儿子在天津工作: of those whose children somebody lives with, it says where, and not why.
_CHILD_WORKS = re.compile(r"(?:儿子|女儿|闺女|孩子|姑娘|女婿|儿媳妇?|子女)们?(?:在|到|去|都|也|一家)[^,]*$")
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
_ASKED = re.compile(r"(?:了|过|的|结算)?(?:吗|么|不|没|没有|没得)(?:$|[,。?!;、 ])")
#: 能不能就在这儿直接给报了: what somebody hopes for has not been done.
_DONE = frozenset({"settled", "direct", "manual"})
_HOPED = re.compile(r"(?:能|可以|想|怎么|如何|要是|如果|希望|会)[^,。!?;]*$")
#: Where somebody is who need not be ill.
_SOMEWHERE = re.compile(
    r"(?:大|小|外)?(?:孙子|孙女|孙|儿子|女儿|闺女|孩子|娃|姑娘|女婿)们?(?:在|到|去)[^,。!?;]{0,8}(?:念|读|上|工作|打工|做生意|成家|定居|安家|买房|买了房|当兵)"
)
#: Who is meant, and what he is to the one who speaks; and what makes the one before the owner of the next: 我姐家孩子.
_WHO_SOMEBODY_IS = frozenset({"for_whom", "relation"})
_WHOSE = re.compile("(?:家|家里|家的|的|他|她|他们|她们|他家|她家)(?:大|小|老|二|三)?")
_ACTS = re.compile(
    r"们?(?:跟我|和我|对我|都|也|就|老|总|非|一直|还)?(?:说(?!不|话)|讲|问我|提醒|告诉|劝|听说|打听|查了|催)"
    r"|们?[^,。!?;]{0,7}(?:给|帮|替)我?(?:买的|垫的|垫付的|交的钱|查的|打听)"
)
#: That somebody is ill is told of him, and not asked of all.
_WHO_IS_ILL = frozenset({"for_whom", "filed_before"})
#: Who names a city and tells one of these takes his medicine there: 办了特门，冬天去三亚.
_OF_LONG_ILLNESS = frozenset({"recognised", "buys"})
#: 三河市的职工: not those who work there, of whom somebody asks.
_ITS_SCHEME = re.compile(r"(?:市|县|区)?的? ?(?:职工|居民)(?=$|[,。!?; ]|的?[,。])")
#: What is true of the one a clause is about, and of nobody else in it.
_OF_ONE = frozenset({"works_there", "employee", "resident", "flexible"})
#: 给我爸妈交, 绑我妹: who gets something; and 我和老公, of whom another one is told.
_BENEFITS = re.compile(r"(?:[给替帮让为绑]|绑定)(?:我|我们|我家)?的?$")
_BESIDE = re.compile(r"我?(?:和|跟|与|同)我?$|在$")
#: As many signs lie between a place and what is done there: 宁波(这边)打工.
_RIGHT_THERE = 2
_CLAUSE_ENDS = re.compile(r"[,。!?;、]")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """An answer and the words it came from; ``guides`` as in ``Phrase``."""

    key: str
    value: str
    words: str
    guides: frozenset[str] = frozenset()


def conclusions(text: str, hits: Sequence[Hit], places: Sequence[Placed]) -> tuple[list[Conclusion], list[str]]:
    """What a text says, and the questions that it answers in two ways."""
    said: dict[str, list[tuple[Hit, str]]] = defaultdict(list)
    for hit, key, value in meant(text, hits):
        said[key].append((hit, value))
    whom = _first(said.get("for_whom", ()), _FIRST["for_whom"])
    found, unclear = [], []
    people = [hit for hit, value in said.get("for_whom", ()) if value != "self"]
    named = subjects.people(text, people)
    ill = subjects.patient(text, named)
    for key, pairs in said.items():
        pairs = [pair for pair in pairs if not _of_the_speaker(text, key, pair[0], whom, people)]
        if key in _OF_THE_PATIENT and whom != "employer":
            pairs = [pair for pair in pairs if not _of_another(text, pair, named, ill)]
        if key in _WHO_SOMEBODY_IS:
            pairs = _last_of_kin(text, key, pairs)
        if key == "relation" and len({value for _, value in pairs}) > 1:
            pairs = [pair for pair in pairs if _BENEFITS.search(text[: pair[0].start])] or [
                pair for pair in pairs if not _BESIDE.search(text[: pair[0].start])
            ]
        pairs = [pair for pair in pairs if not (pair[1] == "works_there" and _at_home(text, pair[0], places))]
        if key == "owner_scheme":
            pairs = [pair for pair in pairs if sharing.is_of_the_owner(text, text[pair[0].start : pair[0].end])]
        if key == "for_whom":
            pairs = _where_others_are(text, [pair for pair in pairs if not _acts(text, pair[0])])
        if key == "reason":
            pairs = [pair for pair in pairs if not _of_a_child(text, *pair, pairs)]
            pairs = [pair for pair in pairs if not _of_others(text, *pair, said.get("for_whom", ()))]
        chosen = _chosen(key, pairs)
        found += [Conclusion(key, value, text[hit.start : hit.end], hit.phrase.guides) for hit, value in chosen]
        if pairs and not chosen:
            unclear.append(key)
    found += _unphrased(text, said, places)
    places = [each for each in places if not _insures_another(text, each, places, named, ill)]
    for role, key in _PLACES:
        # 香港人在深圳上班: nobody is insured by 医保 there.
        mentions = [each for each in the_only(places, role) if key != INSURED or each.code not in OUTSIDE]
        if len(mentions) == 1 and mentions[0].code in OUTSIDE and key == CARE:
            found = [each for each in found if each.key != key]
            found.append(Conclusion(CARE, "abroad", mentions[0].name))
        elif len(mentions) == 1 and mentions[0].code:
            if any(each.key == key and each.value[:2] + "0000" == mentions[0].code for each in found):
                continue  # 四川省人民医院: its city says more than its province
            found = [each for each in found if each.key != key]
            found.append(Conclusion(key, mentions[0].code, mentions[0].name))
        elif mentions:
            unclear.append(key)
    return _implied(found, the_only(places, Role.FILED)), unclear


def _insures_another(
    text: str, each: Placed, places: Sequence[Placed], named: Sequence[subjects.Person], ill: str
) -> bool:
    """Whether a place insures somebody who is not ill, beside another that is named: 我的医保在上海，我弟的在阜阳."""
    insured = {other.mention.codes for other in places if other.role is Role.INSURED}
    told_of = subjects.subjects(text, each.mention.start, named)
    return each.role is Role.INSURED and len(insured) > 1 and bool(told_of and ill) and ill not in told_of


def _unphrased(text: str, said: Collection[str], places: Sequence[Placed]) -> Iterator[Conclusion]:
    """What no phrase says, and the whole text does: who tells of himself, who is in hospital, and when it was."""
    if "for_whom" not in said and not _SOMEBODY_ELSE.search(text) and (told := _OF_HIMSELF.search(text)):
        yield Conclusion("for_whom", "self", told[0].strip(",。!?;、 "))
    if "stage" not in said and not _WHO_IS_ILL.isdisjoint(said) and (words := _is_in_hospital(text, places)):
        yield Conclusion("stage", "admitted", words, frozenset({"remote-care"}))
    if "scheme" not in said and (words := _scheme_of_a_place(text, places)):
        yield Conclusion("scheme", "employee" if "职工" in words else "resident", words)
    if "discharged" not in said and (value := when.discharged(text))[0]:
        yield Conclusion("discharged", *value, frozenset({"manual-claim", "second-reimbursement"}))


def _scheme_of_a_place(text: str, places: Sequence[Placed]) -> str:
    """How somebody is insured, of whom only a place says it: 三河市的职工, 乌海职工 住院."""
    words = (_ITS_SCHEME.match(text, each.mention.end) for each in places if each.role is not Role.CARE)
    return next((found[0] for found in words if found), "")


def hospitals(hits: Sequence[Hit]) -> frozenset[str]:
    """The 统筹区 of the hospitals that are named: 华西, 湘雅."""
    return frozenset(value for hit in hits if (value := hit.phrase.means.get(CARE, "")).isdigit())


def meant(text: str, hits: Sequence[Hit]) -> Iterator[tuple[Hit, str, str]]:
    """Every answer that a phrase gives, but for what a longer one says otherwise or rules out."""
    for hit in hits:
        if _OPEN.search(text[max(0, hit.start - 6) : hit.start]):
            continue
        for key, value in hit.phrase.means.items():
            if key in _EITHER_WAY and _ASKED.match(text[hit.end : hit.end + 6]):
                continue
            if value in _DONE and _HOPED.search(text[max(0, hit.start - 8) : hit.start]):
                continue
            longer = [other for other in hits if hit.inside(other)]
            overruled = any(key in other.phrase.means or _excludes(other, key, value) for other in longer)
            if not overruled and not any(_forbids(other, key, value) for other in hits if other is not hit):
                yield hit, key, value


def _excludes(hit: Hit, key: str, value: str) -> bool:
    return not {key, f"{key}={value}"}.isdisjoint(hit.phrase.excludes)


def _forbids(hit: Hit, key: str, value: str) -> bool:
    """Whether another phrase, wherever it stands, says that just this value is not meant."""
    return f"{key}={value}" in hit.phrase.excludes


def _of_the_speaker(text: str, key: str, hit: Hit, whom: str, people: Sequence[Hit]) -> bool:
    """Whether a phrase about the patient is said of somebody else, who speaks: of 我, and not of 我姥爷."""
    if key not in _OF_THE_PATIENT or whom in ("", "self", "employer"):
        return False
    clause = _CLAUSE_ENDS.split(text[: hit.start])[-1]
    begins = hit.start - len(clause.lstrip())
    return bool(_SPEAKER.match(text, begins)) and not any(begins <= who.start <= begins + 1 for who in people)


def _of_another(text: str, pair: tuple[Hit, str], named: Sequence[subjects.Person], ill: str) -> bool:
    """Whether a clause that tells where somebody works, or how he is insured, is about somebody who is not ill."""
    told_of = subjects.subjects(text, pair[0].start, named)
    return pair[1] in _OF_ONE and bool(told_of and ill) and ill not in told_of


def _last_of_kin(text: str, key: str, pairs: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """Who is meant of 我姐家孩子 and 我弟媳: the last of them; what that one is to the speaker nobody says but the word
    itself."""
    owners, owned = list[Hit](), list[Hit]()
    for hit, _ in pairs:
        for other, _ in pairs:
            cut = hit.start < other.start < hit.end < other.end
            if cut or (hit.end <= other.start and _WHOSE.fullmatch(text[hit.end : other.start])):
                owners.append(hit)
                owned += [] if cut else [other]
    dropped = owners if key == "for_whom" else [*owners, *owned]
    return [pair for pair in pairs if pair[0] not in dropped]


def _is_in_hospital(text: str, places: Sequence[Placed]) -> str:
    """The words that say so: 济南住院; ''."""
    if _OF_ANOTHER_TIME.search(text):
        return ""
    cared = (each.mention for each in places if each.role is Role.CARE and text[: each.mention.start].endswith("在"))
    found = ((each, _IN_HOSPITAL.match(text, each.end)) for each in cared)
    return next((f"{each.name}{match[0]}" for each, match in found if match), "")


def _acts(text: str, hit: Hit) -> bool:
    """Whether somebody is named who says or does something for the patient: 孩子说…, 是孩子给我买的."""
    return hit.phrase.means.get("for_whom") in ("family", "child") and bool(_ACTS.match(text, hit.end))


def _where_others_are(text: str, pairs: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """Who may be ill: 孙子在济南念小学 says where somebody is, if somebody else is named too."""
    named = [pair for pair in pairs if pair[1] != "self"]
    there = [pair for pair in named if _SOMEWHERE.match(text[pair[0].start :])]
    ill = {text[hit.start : hit.end] for hit, _ in named if (hit, _) not in there}
    return [pair for pair in pairs if pair not in there] if ill else list(pairs)


def _of_others(text: str, hit: Hit, value: str, people: Sequence[tuple[Hit, str]]) -> bool:
    """Whether it is somebody else who works there: 我奶奶…，我爸妈在常州打工."""
    begins = len(text[: hit.start]) - len(_CLAUSE_ENDS.split(text[: hit.start])[-1])
    inside = {text[who.start : who.end] for who, _ in people if begins <= who.start <= hit.start}
    before = {text[who.start : who.end] for who, _ in people if who.start < begins}
    return value == "works_there" and bool(inside and before) and not inside & before


def _of_a_child(text: str, hit: Hit, value: str, pairs: Sequence[tuple[Hit, str]]) -> bool:
    """Whether it is a grown child who works there, with whom the patient lives."""
    others = any(other != value for _, other in pairs)
    return value == "works_there" and others and bool(_CHILD_WORKS.search(_CLAUSE_ENDS.split(text[: hit.end])[-1]))


def _at_home(text: str, hit: Hit, places: Sequence[Placed]) -> bool:
    """Whether somebody does something right where he is insured: 在宁波打工 is no reason to be treated elsewhere."""
    before = [each for each in places if each.mention.end <= hit.end]
    if not before or before[-1].role is not Role.INSURED or all(each.role is not Role.CARE for each in places):
        return False
    between = text[before[-1].mention.end : hit.start]
    return len(between) <= _RIGHT_THERE and not _CLAUSE_ENDS.search(between)


def _chosen(key: str, pairs: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """The pairs that stand: all of them for a question of several answers, else one, or none where they differ."""
    if not pairs:
        return []
    by_value = {value: (hit, value) for hit, value in reversed(pairs)}
    if key in _SEVERAL:
        return list(by_value.values())
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


def _implied(found: list[Conclusion], filed: Sequence[Mention]) -> list[Conclusion]:
    """Where the bill arose follows from the two places; whether an earlier filing still serves, from its place."""
    known = {each.key: each for each in found}
    insured, care = known.get(INSURED), known.get(CARE)
    told = known["where"].value if "where" in known else ""
    if insured and care and told == "local" and insured.value != care.value:
        found, told = [each for each in found if each.key != "where"], ""
    if insured and care and not told and care.value[:2] not in ("71", "81", "82"):
        where = "local" if insured.value == care.value else "other_city"
        guides = frozenset({"manual-claim", "chronic"})
        found.append(Conclusion("where", where, f"{insured.words} {care.words}", guides))
    elif care and not told and not insured and known.keys() & _OF_LONG_ILLNESS:
        found.append(Conclusion("where", "other_city", care.words, frozenset({"chronic"})))
    if care and len(filed) == 1 and filed[0].code:
        found = [each for each in found if each.key != "filed_before"]
        before = "same_city" if filed[0].code == care.value else "other_city"
        found.append(Conclusion("filed_before", before, f"{filed[0].name} {care.words}", frozenset({"remote-care"})))
    return found
