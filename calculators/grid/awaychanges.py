"""What changes away from home, as clerks write it and as notices do: 降低10个百分点, 按本地待遇, 视同转诊备案.

“降10%” may be ten points or a tenth of the share, and “视同备案” does not say as what: both are asked about, never guessed.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from calculators.circumstances import Category
from calculators.core.choices import RemoteKind
from calculators.core.typed import in_digits
from calculators.fields import RateField
from calculators.grid.changes import TENTHS, share, tenths
from calculators.written import CALLED

_RATE = "(?:(?:住院|基金|统筹基金)?(?:报销|支付)?(?:比例|待遇)(?:标准)?)?"
_MOST = "(?P<most>最多|不超过|不高于|不得超过|最高)?"
_LESS = "(?:相应|分别|再)?(?:降低|下降|减少|扣减|下调|下浮|少报|降|减|低)(?:幅度)?"
_N = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_PERCENT, _POINTS = rf"(?P<share>{_N}%)", rf"(?P<share>{_N}(?:个?百分点|个点))"
_HOME = "(?:本地|当地|参保地|本市|市内|统筹区内)"
_THAN = rf"(?:[比较]{_HOME}(?:住院)?(?:的)?(?:报销|支付)?(?:比例)?)?"

_CHANGES = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (rf"{_RATE}{_THAN}{_MOST}{_LESS}(?:不超过|最多)?{_POINTS}", RemoteKind.RATE_POINTS),
        (rf"{_RATE}{_LESS}(?P<most>不超过|最多|不高于|不得超过){_POINTS}", RemoteKind.RATE_POINTS),
        (rf"(?:个人)?先(?:行)?(?:自付|支付|负担){_PERCENT}", RemoteKind.UPFRONT_SHARE),
        (rf"{_RATE}(?:按|为)?{_HOME}(?:报销|支付)?(?:比例|待遇)?的?{_PERCENT}(?:执行|报销|支付|算)?", RemoteKind.RATE_FACTOR),
        (rf"{_RATE}(?:按|为)?(?:{_HOME}(?:报销|支付)?(?:比例|待遇)?的?)?{TENTHS}(?:执行|报销|支付|算)?", RemoteKind.RATE_FACTOR),
        (rf"(?:报销比例|支付比例|比例|报销|支付|报)?(?:按|为)?(?P<share>{_N}%?)(?:报销|支付|执行)?", RemoteKind.RATE),
    )
)  # fmt: skip
_THE_SAME = re.compile(
    rf"(?:按照?|执行|享受|和|与|同)?{_HOME}(?:的|同级别?|医院|医疗机构|就医|住院|报销|医保)*(?:待遇|标准|政策|比例)*(?:执行|报销|支付|一样|相同|一致)?"
    "|(?:报销|支付)?(?:比例|待遇)?(?:一样|相同|不变|不降低?)"
)
_MAY_BE_POINTS = re.compile(rf"{_RATE}{_MOST}{_LESS}(?:不超过|最多)?(?P<n>{_N})%")
_AS_FILED = re.compile(
    "(?:视同|视为|等同于?|按照?|和|与|同)(?:已经?|办理)?(?P<which>.{0,12}?)(?P<filed>备案)?(?:人员)?(?:的)?"
    "(?:待遇|标准|政策|比例)?(?:执行|报销|支付|一样|相同|一致)?"
)
_WHICH = (
    (re.compile("长期|异地安置|常驻"), Category.LONG_TERM),
    (re.compile("转诊|转院|转外"), Category.REFERRAL),
    (re.compile("临时"), Category.OTHER_TEMPORARY),
)
_EXAMPLES = "请写报多少，例如 60%；或者写“降10个百分点”“先自付10%”“一样”。"
_AS_WHICH = "和哪一种备案一样？请写“视同转诊备案”“视同临时外出备案”，或者写明报多少。"


def plainly(typed: str) -> str:
    """On one keyboard, without blanks and the full stop that was copied with it."""
    return "".join(in_digits(typed).split()).rstrip(".;,，；。")


def change(typed: str) -> dict[str, Any]:
    """60%, 降10个百分点, 先自付10%, 按本地待遇: kind, value and whether it is the most, by the names of a rule's fields.
    Raises ValidationError."""
    plain = plainly(typed)
    if _THE_SAME.fullmatch(plain):
        return {"kind": RemoteKind.NONE.value, "at_most": "否"}
    for pattern, kind in _CHANGES:
        if (found := pattern.fullmatch(plain)) is not None:
            most = bool(found.groupdict().get("most") or re.search("不超过|最多", plain))
            return {"kind": kind.value, "value": _figure(found.groupdict(), kind), "at_most": "是" if most else "否"}
    if (found := _MAY_BE_POINTS.fullmatch(plain)) is not None:
        n, left = found["n"], (100 - Decimal(found["n"])).normalize()
        raise ValidationError(f"“{typed}”：是降低{n}个百分点吗？是就写“降{n}个百分点”；是打折，就写“本地的{left:f}%”。")
    raise ValidationError(f"看不懂“{typed}”。{_EXAMPLES}")


def _figure(found: dict[str, Any], kind: RemoteKind) -> Any:
    if said := found.get("tenths"):
        return tenths(said)
    return RateField().read(found["share"]) if kind == RemoteKind.RATE else share(found["share"])


def as_filed(typed: str, others: dict[str, str]) -> str | None:
    """The category whose rule “视同…备案” means, by what is typed for the ``others``; None where nothing of the kind is
    said. Raises ValidationError where it may mean two that differ, or none that is typed."""
    found = _AS_FILED.fullmatch(plainly(typed))
    if found is None or not (found["which"] or found["filed"]):
        return None
    if found["which"]:
        named = next((one.value for words, one in _WHICH if words.search(found["which"])), None)
        if named or not found["filed"]:
            return named
        raise ValidationError(f"“{typed}”：{_AS_WHICH}")
    temporary = [one.value for one in (Category.REFERRAL, Category.OTHER_TEMPORARY) if others.get(one.value)]
    if temporary and len({plainly(others[one]) for one in temporary}) == 1:
        return temporary[0]
    told = "，".join(_told(others, temporary))
    raise ValidationError(f"“{typed}”：{f'{told}。' if told else ''}{_AS_WHICH}")


def no_line_yet(named: str) -> str:
    """What to say where the one that is meant has no figures to be taken over."""
    return f"“{Category(named).short}”那一行还空着。请先写那一行。"


def counted_as(text: str, category: str) -> str:
    """The words of a notice by which people of a category count as filed and that do not say as what: 急诊抢救人员视同备案;
    '' where there are none."""
    if (called := CALLED.get(category)) is None:
        return ""
    found = re.search(rf"(?:{called})[^。；;\n]{{0,20}}?(?:视同|视为|等同)(?P<as>[^，。；;\n]*)", text)
    if found is None or any(words.search(found["as"]) for words, _ in _WHICH):
        return ""
    start = max(text.rfind(sign, 0, found.start()) for sign in "，。；;\n") + 1
    return text[start : found.end()].strip()


def _told(others: dict[str, str], temporary: list[str]) -> Iterator[str]:
    yield from (f"{Category(one).short}写的是“{others[one]}”" for one in temporary)
