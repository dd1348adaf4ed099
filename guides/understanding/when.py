"""Roughly when a treatment was, where no phrase says it: 去年腊月, …票到现在没报.

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
    r"(?:今年|去年|前年|大前年|上个月|上周)[^,。!?;看住治]{0,8}(?:买|[交缴参]保|[交缴]的?(?:医保|农合|社保)|退[的了]?休|嫁|搬|盖|备[了过的]?案|认定|入职|毕业|结婚|上大学)"
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
            r"今年(?:十[一二]?|[一二三四五六七八九]|\d{1,2})月(?!大)|今年(?![一二三四五六七八九\d]|满|才|刚满|快|还能|还可以|能不能|的?医保|的?农合|交|缴)|上上?个?(?:月|周|礼拜|星期)|这个月|(?:前几天|前两天|前天|昨天|前阵子)(?!才?(?:收拾|翻|找|听|看到|问|发现|打|有人))"
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
