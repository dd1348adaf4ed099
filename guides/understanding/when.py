"""Roughly when a treatment was, where no phrase says it: 去年腊月, …票到现在没报; and for how long nothing was paid.

One word of time in a text that tells of care that is over. Where there are words of two years, neither is taken.
"""

import re

#: What tells that care is over, and what tells that it is not, or of another matter.
_CARED = re.compile(
    r"住了|住院|住的院|出院|手术|开的刀|开刀|急诊|看的|看了|看病|花了|自费|垫|全款|发票|票据|单据|单子|票在|做的|生的|生了|早产|剖|拔牙|骨折|摔|抢救|没报"
)
_NOT_OVER = re.compile(
    r"还没出院|没出院|住着|正住|正在|还在住|准备|打算|想去|要去|明天|后天|下周|下个?月|过几天|医保断|断[了缴交保]|停保|(?<![没未有])备案|退休"
)
_OF_A_DEATH = re.compile(
    r"(?:上上?个?|这个)?(?:今年|去年|前年|月|周|礼拜|星期|前几天|前两天|昨天|前天)[^,。!?;]{0,3}(?:走|没|去世|过世|不在|病逝|离世)(?:的|了)?(?!报)"
)
#: 去年给买的惠民保, 前年回老家盖的房: a year of something else than care.
_OF_SOMETHING_ELSE = re.compile(
    r"(?:今年|去年|前年|大前年|上个月|上周)[^,。!?;看住治]{0,8}(?:买|[交缴参]保|[交缴]的?(?:医保|农合|社保)|退[的了]?休|嫁|搬|盖|备[了过的]?案|得的|确诊的|查出来的|认定|入职|毕业|结婚|上大学)"
)
#: 走前在医院住了两个月: who died then was in care until then.
_UNTIL_DEATH = re.compile(r"走前|走之前|临走|生前")
#: Not behind 每: what is so every time. 今年六十八 is an age.
_YEARS = (
    ("earlier", re.compile(r"大?前年|好几年前|[两二三四五六七八九十几]年前")),
    ("last_year", re.compile(r"去年|上一年|头年")),
    (
        "this_year",
        re.compile(
            r"今年(?:十[一二]?|[一二三四五六七八九]|\d{1,2})月(?!大)|今年(?![一二三四五六七八九\d]|满|才|刚满|快|还能|还可以|能不能|的?医保|的?农合|交|缴)|(?:半个?|一个|两个|俩|一|两)(?:月|礼拜|星期|周)前|[十几两三五二]{1,3}天前|上上?个?(?:月|周|礼拜|星期)|这个月|(?:前几天|前两天|前天|昨天|前阵子)(?!才?(?:收拾|翻|找|听|看到|问|发现|打|有人))"
        ),
    ),
)


def discharged(text: str) -> tuple[str, str]:
    """The answer to when, and the words; both '' where nobody can tell."""
    if not _CARED.search(text) or _NOT_OVER.search(text):
        return "", ""
    told = _OF_SOMETHING_ELSE.sub("", text if _UNTIL_DEATH.search(text) else _OF_A_DEATH.sub("", text))
    found = [(value, match[0]) for value, words in _YEARS if (match := words.search(told))]
    return found[0] if len(found) == 1 else ("", "")


#: What is not paid, and how long.
_LAPSES = re.compile(r"断|停|[没未](?:有)?(?:[交缴续参]|接上|人交|给?上)|空了|欠|漏|离职|辞|失业|下岗|出来|不干|脱保")
_LASTED = re.compile(
    r"(?P<short>快|将近|不到|差点|小|近)?(?P<number>大半|小半|半|个把|好几|好多|好些|十几|十来|几十|[一二两三四五六七八九十俩仨\d]{1,3})个?(?:来)?"
    r"(?P<unit>多月|半月|月|礼拜|星期|周|天|年)(?P<over>多|半)?(?![前后内底月初])"
)
_SIGNS = {
    sign: number
    for number, signs in enumerate(("", "一", "二两俩", "三仨", "四", "五", "六", "七", "八", "九", "十"))
    for sign in signs
}
_YEARS_LAPSED = ("within_a_year", "one", "two", "three", "four_or_more")
_END = re.compile(r"[,。!?;]")


def lapsed(text: str) -> tuple[str, str]:
    """For how long nothing was paid, and the words: the one length of time in clauses that tell of a lapse; '' else."""
    clauses = (clause for clause in _END.split(text) if _LAPSES.search(clause))
    told = {_lasted(found): found[0] for clause in clauses for found in _LASTED.finditer(clause)}
    told.pop("", None)
    return next(iter(told.items())) if len(told) == 1 else ("", "")


def _lasted(found: re.Match[str]) -> str:
    number, unit = found["number"], found["unit"]
    if "月" in unit and "个" not in found[0] and number not in ("俩", "仨"):
        return ""  # 九月 is a month of the year
    if unit in ("礼拜", "星期", "周", "天"):
        return "within_3_months"
    if number in ("半", "大半", "小半"):
        return "within_a_year" if unit == "年" else "within_3_months"
    many = (
        20 if number in ("好几", "好多", "好些", "十几", "十来", "几十") else 1 if number == "个把" else _figure(number)
    )
    if unit != "年":
        return (
            "within_3_months" if many <= 3 and (many < 3 or unit != "多月") else "within_a_year" if many < 12 else "one"
        )
    if many == 1 and found["short"]:
        return "within_a_year"
    return _YEARS_LAPSED[min(many, 4)]


def _figure(number: str) -> int:
    """四五 is five: who says both means up to the second."""
    return (
        int(number) if number.isdigit() else 20 if number[0] == "十" and len(number) > 1 else _SIGNS.get(number[-1], 0)
    )
