"""What the head of a notice says of itself: its name and number, who issued it, and from when until when it holds.

Only what is written there; what is written twice and differs, or in words alone, is left to the clerk.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta

from registry.typed.clauses import TITLE, clauses
from registry.typed.dates import in_digits, in_one
from registry.typed.signs import half_width

_NUMBER = re.compile(
    r"(?:文号[:：])? {0,4}(?P<number>(?!根据|依据|按照|为)[\u4e00-\u9fff]{2,20}[〔\[【(（](?:19|20)\d{2}[〕\]】)）] ?第? ?\d{1,4} ?号)"
)
_ISSUER = re.compile(r"(?P<issuer>[\u4e00-\u9fff、 ]{1,60}?(?:局|委员会|委|厅|政府|部|中心|办公室|处))(?=关于|印发)")
#: The line that says who issued it goes before the name of the notice.
_BY = re.compile(
    r"(?:发文|印发|发布|制定)(?:机关|单位|部门)[:：]\s*(?P<issuer>(?:[（(][^（）()]{1,10}[）)])?[\u4e00-\u9fff、]{2,60})"
)
_DATE = r"(?P<date>\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)"
_ISSUED = re.compile(
    rf"{_DATE}(?:印发|发布|公布|发文)(?!的)|(?:印发|发布|公布|发文)(?:日期|时间)?[:：]? ?{_DATE.replace('date', 'after')}"
)
_SINCE = re.compile(rf"自?{_DATE}(?:起|开始)(?:施行|执行|实施|生效)")
_AT_ONCE = re.compile("自?(?:印发|发布|公布)之日起(?:施行|执行|实施|生效)")
_UNTIL = re.compile(rf"有效期(?:截?至|到){_DATE}")
_YEARS = re.compile(r"有效期(?:为|是)? ?(?P<years>[0-9]{1,2}|[一二两三四五六七八九十]) ?年")
#: Lines at the top of a notice that numbers nothing.
_FIRST = 4
_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Head:
    """Texts are '' and days None where the notice does not say so in words that are read."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    #: What stands before the first numbered line.
    lines: tuple[str, ...] = ()

    def found(self) -> dict[str, str | dt.date]:
        """What was found, by the names of the document's fields."""
        return {name: value for name, value in vars(self).items() if value and name != "lines"}

    def regions(self, known: Iterable[Any], chain: Callable[[str], Iterable[str]]) -> list[Any]:
        """Of the regions those that issued it, as who issued it is called, or else its name or its first lines: 佳木斯市
        of 黑龙江省佳木斯市医疗保障局, and no 鞍山市 of 马鞍山市. Full names come before short ones; ``chain`` leads up from
        a code."""
        by_name = [_by_name(known := list(known), name) for name in ("name", "short_name")]
        for text in (self.issuer, self.title, "\n".join(self.lines)):
            for regions in by_name:
                longest = "|".join(map(re.escape, sorted(regions, key=len, reverse=True)))
                if named := [region for name in dict.fromkeys(re.findall(longest, text)) for region in regions[name]]:
                    above = {code for region in named for code in chain(region.code) if code != region.code}
                    return [region for region in known if region in named and region.code not in above]
        return []


def _by_name(known: Iterable[Any], name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for region in known:
        found.setdefault(getattr(region, name), []).append(region)
    return found


def read(text: str) -> Head:
    """The head of a notice that was pasted as a whole."""
    lines = clauses(text)
    head = [clause.text for clause in lines if clause.is_head] or [clause.text for clause in lines[:_FIRST]]
    title = next((found[0] for line in head if (found := TITLE.fullmatch(line))), "")
    number = _one([found["number"] for line in head if (found := _NUMBER.match(line))])
    issuer = _one([found["issuer"] for line in head if (found := _BY.search(line))])
    if not issuer and (found := _ISSUER.match(title)):
        issuer = found["issuer"].strip()
    plain = in_digits(half_width(text))
    issued = (
        _day(found["date"] or found["after"])
        if (found := _ISSUED.search(in_digits(half_width("\n".join(head)))))
        else None
    )
    since = _one([found["date"] for found in _SINCE.finditer(plain)])
    start = _day(since) if since else issued if _AT_ONCE.search(plain) else None
    return Head(title, number, issuer, issued, start, _end(plain, start), tuple(head))


def _one(found: list[str]) -> str:
    """What is said, where it is said once or alike."""
    return found[0] if len(set(found)) == 1 else ""


def _end(plain: str, start: dt.date | None) -> dt.date | None:
    """The last day on which it holds: 有效期5年 of what begins on 1 January ends on 31 December."""
    if until := _UNTIL.search(plain):
        return _day(until["date"])
    if start is None or not (found := _YEARS.search(plain)):
        return None
    said = found["years"].replace("两", "二")
    years = int(said) if said.isdecimal() else _NUMERALS.index(said)
    try:
        return start + relativedelta(years=years, days=-1)
    except (ValueError, OverflowError):  # a day that no calendar has
        return None


def _day(written: str) -> dt.date | None:
    typed = in_one(written.replace(" ", ""))
    try:
        return dt.date(*map(int, typed.parts)) if typed else None
    except ValueError:
        return None
