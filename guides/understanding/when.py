"""Roughly when a treatment was, where no phrase says it: 去年腊月, …票到现在没报; and for how long nothing was paid.

One word of time in a text that tells of care that is over. Where there are words of two years, neither is taken.
"""

import re
from collections.abc import Iterator, Sequence

from guides.understanding.phrases import Hit

#: What tells that care is over, and what tells that it is not, or of another matter.
_CARED = re.compile(
    r"挂水|输液|点滴|石膏|自己掏|自掏|缝针|住了|住院|住的院|出院|出的院|(?:换|装|切|割|缝|放|搭)(?:的|了|掉)|手术|开的刀|开刀|急诊|看的|看了|看病|花了|自费|垫|全款|发票|票据|单据|单子|票在|做的|生的|生了|早产|剖|拔牙|骨折|摔|抢救|没报"
)
_NOT_OVER = re.compile(
    r"还没出院|没出院|住着|正住|正在|还在住|准备|打算|想去|要去|明天|后天|下周|下个?月|过几天|(?:医保|社保|农合|保险|合作医疗)[^,。!?;]{0,4}断|断[缴交保]|停保|(?<![没未有])(?<![要忘])(?<![没未][办做弄搞去登])(?<!没有[办做弄])(?<!没提前)(?<!没来得及)(?<!想起)(?<!想到)(?<!顾上)(?<!想起来)(?<!想起要)(?<!想到要)(?<!忘[了记])(?<!来不及)备案|退休(?!前|之前|多年|好几年|职工|工人|人员|干部|[教老]师|金|工资|的?职工|的?医保)"
)
_OF_A_DEATH = re.compile(
    r"(?:上上?个?|这个)?(?:今年|去年|前年|月|周|礼拜|星期|前几天|前两天|昨天|前天)[^,。!?;]{0,3}(?:走|没|去世|过世|不在|病逝|离世)(?:的|了)?(?!报)"
)
#: 要是住院算谁的: care that nobody has had.
_FEARED = re.compile(r"(?:要是|万一|如果|假如|假设|哪天|将来|日后|往后)[^,。!?;]{0,6}(?:住院|手术|开刀|摔|急诊)了?")
#: 去年给买的惠民保, 前年回老家盖的房: a year of something else than care.
_OF_SOMETHING_ELSE = re.compile(
    r"(?:今年|去年|前年|大前年|上个月|上周|昨天|前天|前几天|前两天|这个月)[^,。!?;看住治]{0,8}(?:补(?:上|齐|缴|交|好|办|备)|断(?:过|[缴保交])|停(?:过|[缴保交])|(?:医保|社保|农合)[^,。!?;]{0,4}[断停]|[交缴]了?(?=$|[,。!?;])|[交缴]了?(?:医保|居民|职工|农合|社保)|[医社]保[^,。!?;]{0,3}转|买|[交缴参]保|[交缴]的?(?:医保|农合|社保)|退[的了]?休|嫁|搬|盖|备[了过的]?案|得的|确诊的|查出来的|认定|入职|毕业|结婚|上大学|考上|考到|入学|升学)"
)
#: 走前在医院住了两个月: who died then was in care until then.
_UNTIL_DEATH = re.compile(r"走前|走之前|临走|生前")
#: 去年十二月住的院，今年一月出的院: of two years, the one when somebody left.
_LEFT_THEN = re.compile(r"(?:今年|去年|大?前年)[^,。!?;今去前]{0,7}出(?:的|了|完)?院")
#: 今年透析加住院我自己掏了快五万: what a year has cost of care that goes on tells no day when somebody left.
_IS_A_SUM = re.compile(
    r"今年(?!(?:十[一二]?|[一二三四五六七八九]|\d{1,2})月)[^,。!?;]{0,6}(?:透析|血透|腹透|靶向|吃药|药费|药钱|光药|打针|门诊)[^。!?;出]{0,16}(?:花|掏|付|自费|出|垫|用|贴|填)(?:了|掉|进去|出去)"
)
#: Not behind 每: what is so every time. 今年六十八 is an age.
_YEARS = (
    ("earlier", re.compile(r"大?前年|好几年前|[两二三四五六七八九十几]年前")),
    ("last_year", re.compile(r"去年|上一年|头年")),
    (
        "this_year",
        re.compile(
            r"今年(?:十[一二]?|[一二三四五六七八九]|\d{1,2})月(?!大)|今年(?![一二三四五六七八九\d]|满|才|刚满|快|还能|还可以|能不能|的?医保|的?农合|交|缴)|(?:半个?|一个|两个|俩|一|两)(?:月|礼拜|星期|周)前|[十几两三五二]{1,3}天前|上上?个?(?:月|周|礼拜|星期)|这个月|出院(?:都|已经|也|快|有|才|刚)*(?:[一二两俩三四五六七八九十几半]{1,3}|\d{1,2})(?:来|多)?(?:天|个?多?(?:礼拜|星期|周))(?:多)?了|年初(?!一)|(?:前几天|前两天|前天|昨天|前阵子)(?!才?(?:收拾|翻|找|听|看到|问|发现|打|有人))"
        ),
    ),
)


def discharged(text: str) -> tuple[str, str]:
    """The answer to when, and the words; both '' where nobody can tell."""
    if not _CARED.search(_FEARED.sub("", text)) or _NOT_OVER.search(text):
        return "", ""
    if left := _LEFT_THEN.search(text):
        text = left[0]
    if _IS_A_SUM.search(text):
        return "", ""
    told = _OF_SOMETHING_ELSE.sub("", text if _UNTIL_DEATH.search(text) else _OF_A_DEATH.sub("", text))
    found = [(value, match[0]) for value, words in _YEARS if (match := words.search(told))]
    return found[0] if len(found) == 1 else ("", "")


def is_of_something_else(words: str) -> bool:
    """Whether words that tell when somebody left begin with a clause that tells when something else was: 昨天补上了，出院."""
    clause, *others = _END.split(words)
    return bool(others and _OF_SOMETHING_ELSE.search(clause))


#: 以前在县医院拿, 本来说去上海: a clause about a time before; 去之前 is none.
_BEFORE = re.compile(
    r"(?:^|[,。!?;])[^,。!?;]{0,4}?(?<![去来到住院做看术病诊走])(?:以前|原来|原先|之前|从前|早先|早年|本来|原本|起先|那时候?|当初|一开始)[^,。!?;]*$"
)


def was_before(text: str, at: int) -> bool:
    """Whether what begins here is told of a time before."""
    return bool(_BEFORE.search(text[:at]))


_LEAVING = re.compile("出[了的完过]?院")


def told_of_leaving(text: str, pairs: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """The phrases within which no other one begins (前年得的病，今年三月出院), and of those the ones that tell of leaving:
    去年十二月住的院，今年一月出的院."""
    if _IS_A_SUM.search(text):
        pairs = [pair for pair in pairs if pair[1] != "this_year"]
    starts = {hit.start for hit, _ in pairs}
    near = [(hit, value) for hit, value in pairs if starts.isdisjoint(range(hit.start + 1, hit.end))] or list(pairs)
    return [(hit, value) for hit, value in near if _LEAVING.search(text, hit.start, hit.end)] or near


#: What is not paid, and how long.
_LAPSES = re.compile(
    r"断|停|荒|撂下|[没未](?:有)?(?:[交缴续参]|接上|人交|给?上)|空了|欠|漏|离职|辞|失业|下岗|出来|不干|脱保"
)
_LASTED = re.compile(
    r"(?<!第)(?<!等)(?<!得等)(?P<short>快|将近|不到|差点|小|近)?(?P<number>大半|小半|半|个把|好几|好多|好些|几十|[一二两三四五六七八九十百俩仨\d]{1,4}[几来]?)"
    r"(?P<more>多)?个?来?(?P<unit>多月|半月|月|季度|礼拜|星期|周|天|年)(?:多|半|零?[一二两三四五六七八九十\d]{1,2}个月)?(?![前后内底月初])"
)
#: 怀孕六个月, 孩子三个月大: months that something else has lasted.
_OF_A_CHILD = re.compile(
    r"(?:怀(?:着)?(?:孕|上)?|有孕|身孕|孕)(?:了|都|有|快|已经|到|满|才|刚)*[一二两三四五六七八九十几俩仨\d]{1,3}个?多?月"
    r"|[一二两三四五六七八九十几俩仨\d]{1,3}个?多?月(?:大|的?身孕|的?孩子|的?娃|的?宝宝)"
)
#: 失业金领俩月了: months for which somebody is paid, and not that he has not paid.
_BENEFIT = re.compile(r"(?:[领拿发])?[着了]?(?:失业保险金|失业金|失业补助金?|失业救济金?)")
#: 自己交多少钱一个月: what a month costs.
_PRICE = re.compile(
    r"(?:多少钱?|[块元百]|几百)(?:一|每|1)个?月|(?:一|每|1)个?月(?:要|得|交|缴|需要)?(?:多少|几百|[一二三四五六七八九\d]+[块百元])"
)
#: 断断续续交了七年: years that were paid.
_PAID_FOR = re.compile(
    r"(?<![没断停未漏欠少])(?<!没有)[交缴](?:了|过|满|够|着)(?:快|有|大概|差不多)?[一二两三四五六七八九十几俩仨\d]{1,4}来?个?[年月](?!没)"
)
_SIGNS = {
    sign: number
    for number, signs in enumerate(("", "一", "二两俩", "三仨", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_ROUGHLY = {"半": 0.5, "大半": 0.7, "小半": 0.4, "个把": 1, "好几": 5, "好多": 8, "好些": 8, "几十": 30}
_MONTHS = {"天": 1 / 30, "周": 0.25, "星期": 0.25, "礼拜": 0.25, "月": 1, "多月": 1, "半月": 1, "季度": 3, "年": 12}
_TENS = {"十": 10, "百": 100}
_A_YEAR = 12
YEARS_LAPSED = ("within_a_year", "one", "two", "three", "four_or_more")
_END = re.compile(r"[,。!?;]")
#: What counts how long the clause before has lasted.
_COUNTS = re.compile(
    r"(?:(?:到(?:这个月|现在|今天|今年|上个月)|至今|算(?:下来|起来|算)?|前后|一共|总共|这|现在|已经|都|快|正好|差不多|大概){1,6}有?)"
    r"[半一二两三四五六七八九十几俩仨\d好多来个]+(?:月|年|星期|礼拜|天|周)(?:多|半|了|吧)*$"
)


def lapsed(text: str) -> tuple[str, str]:
    """For how long nothing was paid, and the words: the one length of time in clauses that tell of a lapse; '' else."""
    clauses = _of_a_lapse(_END.split(_PRICE.sub("", _PAID_FOR.sub("", _OF_A_CHILD.sub("", _BENEFIT.sub("", text))))))
    told = {_lasted(found): found[0] for clause in clauses for found in _LASTED.finditer(clause)}
    told.pop("", None)
    return next(iter(told.items())) if len(told) == 1 else _until(text)


#: 交到前年年底: the last that was paid. A year that is named by this one is roughly so long ago.
_PAID_UNTIL = re.compile(
    r"(?:医保|社保|农合|居民|职工|合作医疗)[^,。!?;]{0,4}(?:只|就)?[交缴]到了?(?P<year>大前年|前年|去年)"
    r"|(?P<missed>大前年|前年|去年)(?:的|一年的?)?(?:居民|医保|农合|合作医疗|新农合|居保)*[^,。!?;]{0,2}(?:忘|没|漏)(?:了|记)?(?:再)?[交缴]"
    r"|(?P<left>大前年|前年|去年)[^,。!?;]{0,4}(?:离职|辞职|失业|下岗|不干|辞了)(?:[^,。!?;]{0,6}|[^,。!?;]{0,3},(?:一直|就|后来|再|到现在|医保)+)(?:没|没有)(?:再)?[交缴]"
)
#: 上个月漏报了, 把那个月补上: the one month that is missing.
_ONE_MONTH = re.compile(
    r"(?:上个?月|这个月|当月)(?:有个|有位)?(?:(?!没漏)[^,。!?;没]){0,10}(?:漏|忘)(?:了|记)?(?:报|[交缴]|给[他她我]?[报交缴]|增员|申报)"
    r"|(?:漏|忘)(?:了|记)?(?:报|[交缴])了?(?:一个|上个?|当|那个)月"
)
_YEARS_SINCE = {"去年": "one", "前年": "two", "大前年": "three"}


def _until(text: str) -> tuple[str, str]:
    if month := _ONE_MONTH.search(text):
        return "within_3_months", month[0]
    found = _PAID_UNTIL.search(text)
    return (_YEARS_SINCE[next(filter(None, found.groups()))], found[0]) if found else ("", "")


def _of_a_lapse(clauses: Sequence[str]) -> Iterator[str]:
    """The clauses that tell of a lapse, and one right behind that only counts: 医保就停了，到这个月正好两个月."""
    before = ""
    for clause in clauses:
        if _LAPSES.search(clause) or (_LAPSES.search(before) and _COUNTS.match(clause)):
            yield clause
        before = clause


def _lasted(found: re.Match[str]) -> str:
    number, unit = found["number"], found["unit"]
    if "月" in unit and "个" not in found[0] and number not in ("俩", "仨"):
        return ""  # 九月 is a month of the year
    months = _figure(number) * _MONTHS[unit] + (0.5 if unit in ("多月", "半月") else 0)
    if months <= _MONTHS["季度"]:
        return "within_3_months"
    if months < _A_YEAR or (months == _A_YEAR and found["short"]):
        return "within_a_year"
    return YEARS_LAPSED[min(int(months / _A_YEAR), 4)]


def _figure(number: str) -> float:
    """四十几, 一百: and 四五 is five, for who says both means up to the second."""
    if number in _ROUGHLY:
        return _ROUGHLY[number]
    if number.isdigit():
        return int(number)
    total = last = 0
    for sign in number.rstrip("来"):
        if sign in _TENS:
            total, last = total + (last or 1) * _TENS[sign], 0
        else:
            last = last * 10 + int(sign) if sign.isdigit() else _SIGNS.get(sign, 3)
    return total + last
