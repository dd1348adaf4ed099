"""Of whom a phrase is said: what belongs to the patient is said of him, and not of who speaks, pays or lives with him."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from guides.understanding import abroad, enrolling, households, policies, purse, sharing, subjects, treated, whereabouts
from guides.understanding.phrases import Hit
from guides.understanding.roles import Placed, Role

#: 我在老家生的孩子, and who of a household gave no birth.
BIRTH = re.compile("生(?:的|了|完|过)?(?:孩子|小孩|娃|宝宝|二胎|头胎|二宝|产)|剖[腹宫]产|顺产|坐月子|产检")
NO_MOTHER = re.compile("老公|丈夫|男人|爸|公公|岳父|爷|哥(?!嫂)|弟(?![媳妹妇])|儿子")
#: What is so no more of who has died.
_OF_THE_LIVING = frozenset(
    {("stage", "admitted"), ("stage", "planning"), ("discharged", "not_yet"), ("ill_now", "yes")}
)
#: 我在福建回不去: who is far from where his card was made still comes himself.
_FAR = re.compile(r"[回赶]不[去来]|没法回|没时间回")
#: What belongs to the patient; of who speaks it says nothing.
_OF_THE_PATIENT = frozenset({"reason", "scheme", "where", "other_cover", "residence"})
SPEAKER = re.compile(
    r"(?:我|本人)(?!和|跟|与|同|陪|带|把|接|帮|替|给|让|妈|爸|娘|爹|爷|奶|公公|婆婆|老(?!家|是)|媳|哥|姐|弟|妹|儿|女|外(?!派|地|出|面|调)|岳|舅|姑|姨|叔|伯|孙|家|们|的|孩|娃|宝|对象|爱人|母|父|丈|先生|太太|闺|嫂|侄|亲|堂|表|婶|屋|干[爹妈娘]|继[父母]|后[爸妈]|男[人友朋]|女[婿友朋]|小[叔姑舅姨]|大[伯姑姨舅哥姐爷娘嫂]|[二三四五][叔伯姑姨舅哥姐]|朋|邻|工友|室友|司|公司|单位|厂|店里|校)"
)
#: 我年年给我妈交居民医保, 我还给她买过惠民保: what who speaks pays for is another one's.
_PAYS_FOR = re.compile(rf"[给替帮](?:我|我们|我家|老家|家里)?的?(?:[他她]们?|{sharing.KIN})[^,。!?;、]{{0,6}}$")
_PAID_FOR = frozenset({"scheme", "other_cover"})
#: 儿子在天津工作: of those whose children somebody lives with, it says where, and not why.
_CHILD_WORKS = re.compile(
    r"(?:儿子|女儿|闺女|孩子|姑娘|女婿|儿媳妇?|子女)们?(?:在|到|去|都|也|一家|[调派考分招嫁][到去])[^,]*$"
)
#: Who is meant, and what he is to the one who speaks; and what makes the one before the owner of the next: 我姐家孩子.
_WHO_SOMEBODY_IS = frozenset({"for_whom", "relation"})
_WHOSE = re.compile("(?:家|家里|家的|的|他|她|他们|她们|他家|她家)(?:大|小|老|二|三)?")
#: 我…想着有老婆的农合: what is another one's, of which who speaks only thinks.
_COUNTS_ON = ("有", "靠", "跟着", "随", "沾")
_THEIR_COVER = re.compile(r"的(?:医保|新?农合|社保|合作医疗)")
#: What is true of the one a clause is about, and of nobody else in it.
_OF_ONE = frozenset({"works_there", "works", "employee", "resident", "flexible"})
#: 给我爸妈交, 绑我妹: who gets something; and 我和老公, of whom another one is told.
_BENEFITS = re.compile(r"(?:[给替帮让为绑]|绑定)(?:我|我们|我家)?的?[大小老]?$")
_BESIDE = re.compile(r"我?(?:和|跟着?|随着?|与|同)我?$|在$")
#: 姐姐在家带孩子，想用我账户的钱给她交: who is only looked after, or born.
_BESIDE_MONEY = re.compile(rf"{_BESIDE.pattern}|(?:带|看|照看|照顾|接送|拉扯|伺候|生)(?:着|大)?$")
#: 我跟儿子住, 我同小儿子: and not 我和老公, who are two.
GOES_ALONG = r"我(?:现在|一直|平时|常年|目前|也|就)?(?:跟[着到]?|随着?|同)(?![你您医单公窗])"
HE = re.compile(r"[他她]")
#: What lies between a place and what is done there: 宁波(这边)打工, 舟山(一个船厂)做焊工.
_RIGHT_THERE = re.compile(r".{0,2}|(?:市|县)?的?(?:一[个家])?.{0,4}(?:厂|公司|工地|店|学校|医院|单位|矿|车间)[里上]?")
#: 喂你好我想问一下那个…: what opens a sentence that is spoken.
_GREETS = re.compile(
    r"(?:喂|你好|您好|请问|那个|这个|就是|嗯|呃|啊|哦|我?(?:就|就是|是)?想?(?:问|咨询|打听)(?:一下|一哈|下|哈)?|[ ])*+"
)
#: 女儿上班走不开: work that keeps somebody from coming; and 在缅甸打工回来了, that is over.
_KEPT_BY_WORK = re.compile(r"[^,。!?;]{0,5}(?:走不开|没空|请不[了下到]假|脱不开身|没时间|顾不上|抽不出)")
_BACK_FROM_WORK = re.compile(r"[^,。!?;]{0,8}(?:回来|回国|回家)了(?=$|[,。!?;])")
CLAUSE_ENDS = re.compile(r"[,。!?;、]")

#: 爸爸是防城港户口, of a newborn: where a parent is from, who may be insured there or not.
_PARENT_OF = re.compile("(?:爸|妈|父|母|我|老公|老婆|爹|娘)[亲]?(?:的?户口|户籍)?(?:还|都)?(?:是|在|户口在)$")
_NO_CARE = frozenset({Role.INSURED, Role.IDLE})
#: 在佛山打工那会儿，如今活儿换到惠州了: whose work has gone on to where he is treated.
_WORKS_ON = re.compile("[换调跳]到")

#: A phrase and the answer it gives.
Pair = tuple[Hit, str]


@dataclass(frozen=True)
class Told:
    """A text with all that it names: ``whom`` the guides are asked for, ``kin`` the phrases that say so."""

    text: str
    whom: str
    kin: Sequence[Pair]
    places: Sequence[Placed]

    @cached_property
    def people(self) -> list[Hit]:
        return [hit for hit, value in self.kin if value != "self"]

    @cached_property
    def named(self) -> list[subjects.Person]:
        return subjects.people(self.text, self.people)

    @cached_property
    def ill(self) -> str:
        return subjects.patient(self.text, self.named)


def of_the_patient(told: Told, key: str, pairs: Sequence[Pair]) -> list[Pair]:
    """The answers to a question that are said of the one who is meant."""
    text, people = told.text, told.people
    pairs = [pair for pair in pairs if not _of_the_speaker(text, key, pair[0], told.whom, people)]
    if key in _OF_THE_PATIENT and told.whom != "employer":
        pairs = [pair for pair in pairs if _is_paid_for(text, key, pair[0]) or not _of_another(told, pair)]
    if key in ("for_whom", "scheme"):
        pairs = [pair for pair in pairs if not _counted_on(text, pair[0], people)]
    if key in _WHO_SOMEBODY_IS:
        pairs = _last_of_kin(text, key, pairs)
    if key == "relation" and sharing.is_between_kin(text):
        pairs = []
    if key == "relation":
        pairs = _of_who_benefits(text, pairs)
    if key == "other_cover":
        pairs = policies.named(text, pairs)
    if key == "goal":
        pairs = purse.agreed(text, pairs)
    if key == "owner_scheme":
        pairs = [pair for pair in pairs if sharing.is_of_the_owner(text, text[pair[0].start : pair[0].end])]
    if key == "for_whom":
        pairs = _who_is_ill(told, pairs)
    if told.whom == "deceased":
        pairs = [pair for pair in pairs if (key, pair[1]) not in _OF_THE_LIVING]
    if "abroad" in {value for _, value in pairs}:
        pairs = [pair for pair in pairs if not (pair[1] == "abroad" and abroad.is_of_kin(text, told.whom, pair[0]))]
    if key == "in_person" and told.whom == "self":
        pairs = [(hit, value) for hit, value in pairs if not _FAR.search(text, hit.start, hit.end)]
    if key == "residence" and told.whom in ("child", "newborn"):
        pairs = [pair for pair in pairs if pair[1] != "works"]
    if key == "reason":
        pairs = _reasons(told, pairs)
    return pairs


def _reasons(told: Told, pairs: Sequence[Pair]) -> list[Pair]:
    """Why the patient is where he is treated: not why somebody else is there."""
    text = told.text
    if told.whom == "employer":
        pairs = [pair for pair in pairs if pair[1] == "works_there"] or pairs
    if told.whom == "newborn":
        pairs = []  # 户口落哪边 is asked of where to enrol
    if enrolling.is_of_a_move(text, told.places):
        pairs = [pair for pair in pairs if pair[1] != "referral"]
    pairs = [pair for pair in pairs if not (pair[1] == "works_there" and _at_home(text, pair[0], told.places))]
    pairs = [pair for pair in pairs if not _of_a_child(text, *pair, pairs)]
    pairs = households.of_who_is_fetched(text, pairs)
    kin = told.kin if told.whom in ("", "self") else [pair for pair in told.kin if pair[1] != "self"]
    pairs = [pair for pair in pairs if not _of_others(text, *pair, kin)]
    pairs = [pair for pair in pairs if not (pair[1] == "works_there" and _is_away_from_work(told, pair[0]))]
    return list(pairs)


def _counted_on(text: str, hit: Hit, people: Sequence[Hit]) -> bool:
    """Whether a phrase names one whose insurance the one who speaks has in mind, or that insurance."""
    theirs = [who for who in people if text[: who.start].endswith(_COUNTS_ON) and _THEIR_COVER.match(text, who.end)]
    return bool(SPEAKER.match(text)) and any(hit is who or hit.start == who.end + 1 for who in theirs)


def is_of_another(told: Told, each: Placed) -> bool:
    """Whether a place tells of somebody who is not ill: where he is insured, or works."""
    return _insures_another(told, each) or _is_where_another_works(told, each)


def _insures_another(told: Told, each: Placed) -> bool:
    """Whether a place insures somebody who is not ill, beside another that is named: 我的医保在上海，我弟的在阜阳."""
    insured = {other.mention.codes for other in told.places if other.role is Role.INSURED}
    if told.whom == "newborn" and _PARENT_OF.search(CLAUSE_ENDS.split(told.text[: each.mention.start])[-1]):
        return True
    if each.role is not Role.INSURED:
        return False
    if _is_of_a_father(told.text, each.mention.start):
        return True
    if len(insured) < 2:
        return False
    about = subjects.carried(told.text, each.mention.start, told.named)
    return bool(about and told.ill) and told.ill not in about


def _is_where_another_works(told: Told, each: Placed) -> bool:
    """Whether a clause is about one who is not ill, and works there: 我妈在青岛给我带孩子，我爸在老家脑梗住院."""
    if not treated.only_busy_there(told.text, each) or whereabouts.brings(told.text) or not told.ill:
        return False
    about = subjects.subjects(told.text, each.mention.start, told.named)
    others = {other.mention.codes for other in told.places} - {each.mention.codes}
    return bool(about and others) and told.ill not in about


def _is_of_a_father(text: str, at: int) -> bool:
    """Whether what is told of a birth is the father's, whose wife asks: 老公医保在宁波，我在衡阳生的孩子."""
    clause = CLAUSE_ENDS.split(text[:at])[-1]
    return bool(BIRTH.search(text) and NO_MOTHER.search(clause)) and not SPEAKER.match(clause)


def _of_who_benefits(text: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Of several kin the one that something is for, else those that are not only named beside: 我和老公…给我爸妈交."""
    if len({value for _, value in pairs}) < 2:
        return list(pairs)
    benefit = [pair for pair in pairs if purse.SHOWN_OF.match(text, pair[0].start)]
    benefit = benefit or [pair for pair in pairs if _BENEFITS.search(text[: pair[0].start])]
    beside = _BESIDE_MONEY if purse.wanted(text)[0] else _BESIDE
    return benefit or [pair for pair in pairs if not beside.search(text[: pair[0].start])]


def _of_the_speaker(text: str, key: str, hit: Hit, whom: str, people: Sequence[Hit]) -> bool:
    """Whether a phrase about the patient is said of somebody else, who speaks: of 我, and not of 我姥爷."""
    if key not in _OF_THE_PATIENT or whom in ("", "self", "employer") or _is_paid_for(text, key, hit):
        return False
    return any(_leads_clause(text, at, people) for at in {hit.start, hit.start + _last_clause(text, hit)})


def _is_paid_for(text: str, key: str, hit: Hit) -> bool:
    """Whether an insurance is one that somebody pays for another, or a home one that he takes him to: 我给她交着居民医保."""
    if key == "reason":
        return households.tells_who_is_fetched(text, hit)
    return key in _PAID_FOR and bool(_PAYS_FOR.search(text[: hit.start]))


def _last_clause(text: str, hit: Hit) -> int:
    """How far behind its beginning the last clause of a phrase begins: 社保断了，我退休职工 ends with who speaks."""
    words = text[hit.start : hit.end]
    return len(words) - len(CLAUSE_ENDS.split(words)[-1])


def _leads_clause(text: str, at: int, people: Sequence[Hit]) -> bool:
    """Whether the clause around a sign begins with who speaks, and not with his kin."""
    clause = CLAUSE_ENDS.split(text[:at])[-1]
    begins = at - len(clause.lstrip())
    begins = _GREETS.match(text, begins).end()  # type: ignore[union-attr]
    return bool(SPEAKER.match(text, begins)) and not any(begins <= who.start <= begins + 1 for who in people)


def _of_another(told: Told, pair: Pair) -> bool:
    """Whether a clause that tells where somebody works, or how he is insured, is about somebody who is not ill."""
    at = pair[0].start
    return pair[1] in _OF_ONE and (_is_of_a_father(told.text, at) or _is_about_another(told, at))


def _is_about_another(told: Told, at: int) -> bool:
    about = subjects.subjects(told.text, at, told.named)
    meant = told.ill or (subjects.SPEAKER if told.whom == "self" else "")
    return bool(about and meant) and meant not in about


def _last_of_kin(text: str, key: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Who is meant of 我姐家孩子 and 我弟媳: the last of them; what that one is to the speaker nobody says but the word
    itself."""
    owners, owned = list[Hit](), list[Hit]()
    for hit, _ in pairs:
        for other, whom in pairs:
            if whom == "self":  # 爷爷奶奶的我在微信上能交不
                continue
            cut = hit.start < other.start < hit.end < other.end
            if cut or (hit.end <= other.start and _WHOSE.fullmatch(text[hit.end : other.start])):
                owners.append(hit)
                owned += [] if cut else [other]
    dropped = owners if key == "for_whom" else [*owners, *owned]
    return [pair for pair in pairs if pair[0] not in dropped]


def _who_is_ill(told: Told, pairs: Sequence[Pair]) -> list[Pair]:
    """A child that the text says is ill, before those who are named first: 我老公在佛山打工，…孩子得了手足口."""
    if {value for _, value in pairs} != {"family", "child"} or not told.ill:
        return list(pairs)
    ill = [pair for pair in pairs if pair[1] == "child" and told.ill in told.text[pair[0].start : pair[0].end]]
    return ill or list(pairs)


def _of_others(text: str, hit: Hit, value: str, people: Sequence[Pair]) -> bool:
    """Whether it is somebody else who works there: 我奶奶…，我爸妈在常州打工."""
    begins = len(text[: hit.start]) - len(CLAUSE_ENDS.split(text[: hit.start])[-1])
    inside = {text[who.start : who.end] for who, _ in people if begins <= who.start <= hit.start}
    before = {text[who.start : who.end] for who, _ in people if who.start < begins}
    return value == "works_there" and bool(inside and before) and not inside & before


def _of_a_child(text: str, hit: Hit, value: str, pairs: Sequence[Pair]) -> bool:
    """Whether it is a grown child who works there, with whom the patient lives."""
    others = any(other != value for _, other in pairs)
    return value == "works_there" and others and bool(_CHILD_WORKS.search(CLAUSE_ENDS.split(text[: hit.end])[-1]))


def _is_away_from_work(told: Told, hit: Hit) -> bool:
    """Whether work only keeps somebody else from coming, or is what the patient has come back from."""
    kept = _KEPT_BY_WORK.match(told.text, hit.end)
    own = told.whom == "self" and _leads_clause(told.text, hit.start, told.people)
    return bool(_BACK_FROM_WORK.match(told.text, hit.end) or (kept and not own))


def _at_home(text: str, hit: Hit, places: Sequence[Placed]) -> bool:
    """Whether somebody does something right where he is insured, or where he is not treated: 在宁波打工 is no reason to
    be treated elsewhere."""
    before = [each for each in places if each.mention.end <= hit.end]
    if not before or before[-1].role not in _NO_CARE or all(each.role is not Role.CARE for each in places):
        return False
    if before[-1].role is Role.IDLE and _WORKS_ON.search(text, hit.end):
        return False
    between = text[before[-1].mention.end : hit.start]
    return bool(_RIGHT_THERE.fullmatch(between)) and not CLAUSE_ENDS.search(between)
