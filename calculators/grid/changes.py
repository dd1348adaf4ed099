"""What a special changes, as clerks write it and as notices do: 起付标准降低20%，报销比例50%.

One reader for the table, the sheets and the forms. What may mean two things is asked about, never guessed.
"""

import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from calculators.core.money import plain
from calculators.core.typed import FigureError, in_digits, parse_share, parse_yuan, without_thousands

_START = "(?:住院)?(?:医疗救助)?(?:起付线|起付标准|门槛费)"
_RATE = "(?:(?:基金|统筹基金|医保)?(?:报销|支付)?比例|报销|支付|报)"
_LESS = "(?:降低|下降|减少|下调|下浮|减收|减免|降)"
_MORE = "(?:提高|增加|上浮|上调|加)"
_PERCENT, _POINTS = r"(?P<value>[0-9.]+%)", r"(?P<value>[0-9.]+(?:个?百分点|个点))"
_MONEY = r"(?P<value>[0-9,.]+万?)元?"
_IS = "(?:调整为|改为|确定为|统一为|为|是|按|:)?"
_WRITTEN = "(?:调整为|改为|降低?[至到为]|为|是|按|:)?"
_SAME = (
    "(?:保持|仍)?(?:不变|一样|相同|不调整)|(?:仍)?(?:按照?|执行|与|和|同)(?:原|所住|相应|同|该)?(?:级别?)?(?:定点)?(?:医院|医疗机构|本地|原标准|住院)"
    "(?:的)?(?:比例|标准|规定|待遇)?(?:执行|计算|支付|报销|一样|相同|一致)?|(?:按照?|与|和)?同级(?:别)?(?:医院|医疗机构)?(?:的)?(?:比例|标准)?(?:执行|支付|报销|一样|相同|一致)?"
)
TENTHS = "打(?P<tenths>[1-9一二三四五六七八九][0-9一二三四五六七八九]?)折"
_EXAMPLES = "请照“起付线降低20%”“不设起付线”“起付线500元”“提高5个百分点”“报70%”“一年封顶3万元”的样子写。"
_LOWER_RATE = "比例降低的，请写降了以后报多少，例如“报70%”。"
_LOWER_START = "请写降了以后的起付线，例如“起付线400元”；降的是百分数，写“起付线降低20%”。"
_WHICH = "请写明是什么{0}，例如“起付线{0}”“报70%”。"
_OF_START = "请写明是降低多少，还是按多少算，例如“起付线降低20%”“起付线按80%算”。"

#: Changes in the order in which they are tried: pattern, field, and how its figure is read.
_CHANGES = tuple(
    (re.compile(pattern), name, how)
    for pattern, name, how in (
        (rf"(?:不设|不计|取消|免除?|免收|免付|无|没有|零){_START}|{_START}(?:{_WRITTEN}(?:零|0)元?|不设|取消|全免|免除?|免收)", "deductible", "none"),
        (rf"{_START}(?:减半|折半|{_LESS}一半)(?:计算|执行|收取)?", "deductible_factor", "half"),
        (rf"{_START}{_LESS}{_PERCENT}", "deductible_factor", "less"),
        (rf"{_START}(?:按|降低?[至到为]|为?原)(?:原|原来|原标准|规定标准|标准)?的?{_PERCENT}(?:计算|算|执行|收取)?", "deductible_factor", "share"),
        (rf"{_START}按(?P<value>0?\.[0-9]+)算", "deductible_factor", "share"),
        (rf"{_START}(?:按)?{TENTHS}(?:计算|执行)?", "deductible_factor", "tenths"),
        (rf"{_START}{_WRITTEN}(?P<value>[0-9][0-9.,、]*万?(?:元?[、,][0-9][0-9.]*)*)元?", "deductible", "list"),
        (rf"{_START}(?:{_SAME})", "deductible", "same"),
        (r"个人(?:支付|自付|负担)(?:比例)?按(?P<value>[0-9.]+%?)(?:计算|算)", "self_pay_factor", "share"),
        (r"个人(?:支付|自付|负担)(?:比例)?减半", "self_pay_factor", "half"),
        (rf"个人(?:支付|自付|负担)(?:比例)?{TENTHS}", "self_pay_factor", "tenths"),
        (rf"{_RATE}?{_MORE}(?:{_POINTS}|(?P<fraction>0?\.[0-9]+))", "rate_add", "share"),
        (rf"{_RATE}{_IS}{_PERCENT}(?:执行|支付|报销)?|按(?P<other>[0-9.]+%)(?:比例)?(?:报销|支付)", "rate", "share"),
        (r"(?:报销|报|支付|(?:报销|支付)?比例为?)(?P<value>[0-9.]+)", "rate", "share"),
        (r"不报|不予(?:报销|支付)|不支付", "rate", "nothing"),
        (rf"{_RATE}(?:{_SAME})", "rate", "same"),
        (rf"(?:一年|年度|全年)?(?:封顶线?|最高支付限额)(?:调整为|为|是|:)?{_MONEY}", "annual_ceiling", "money"),
        (rf"(?:这一类)?(?:一年|全年|年度)最[多高](?:支付|报销|报)?{_MONEY}", "kind_ceiling", "money"),
        (rf"(?:每次|单次)最[多高](?:支付|报销|报)?{_MONEY}", "visit_ceiling", "money"),
        (rf"(?:按)?定额(?:支付|报销|补助|标准)?(?:为|:)?{_MONEY}", "fixed_payment", "money"),
    )
)  # fmt: skip
#: What may mean two things, or is none of the figures: a question, or what to write instead.
_ASKED = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (rf"{_RATE}?{_MORE}(?P<n>[0-9.]+)%?", "“{0}”：是提高{n}个百分点吗？是就写“提高{n}个百分点”；不是，写提高以后报多少，例如“报70%”。"),
        (rf"{_RATE}{_LESS}(?P<n>[0-9.]+)%", "“{0}”：是降低{n}个百分点吗？" + _LOWER_RATE),
        (rf"{_RATE}?{_LESS}[0-9.]+(?:个?百分点|个点)", "“{0}”：" + _LOWER_RATE),
        (rf"{_START}{_LESS}[0-9.,]+万?元?", "“{0}”：" + _LOWER_START),
        (rf"{_START}为?[0-9.]+%", "“{0}”：" + _OF_START),
        (rf"(?P<n>{_LESS}[0-9.]{{1,12}}%|减半|打.{{1,2}}折|[0-9.]{{1,12}}%)", "“{0}”：" + _WHICH),
    )
)  # fmt: skip
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


def changes(typed: str) -> dict[str, Any]:
    """提高5个百分点，一年封顶3万元: figures by the names of their fields; None for one that is said to stay as it is.

    Raises ValidationError with all that cannot be read.
    """
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for part in _parts(typed):
        try:
            name, value = _change(part)
        except ValidationError as error:
            wrong += error.messages
            continue
        if name in found and found[name] != value:
            wrong.append(f"“{part}”和前面的不一样，请只留一个。")
        found[name] = value
    if wrong:
        raise ValidationError(wrong)
    return found


def _parts(typed: str) -> list[str]:
    """The changes one by one: a comma between two numbers parts no changes, but thousands or deductibles."""
    text = without_thousands("".join(in_digits(typed.replace("。", "；")).split()))
    parts = re.split(r"[；;。，]|[、,](?![0-9])", text)
    return [part for part in parts if part]


def _change(typed: str) -> tuple[str, Any]:
    for pattern, name, how in _CHANGES:
        if (found := pattern.fullmatch(typed)) is not None:
            return name, _figure(found.groupdict(), how)
    for pattern, said in _ASKED:
        if (found := pattern.fullmatch(typed)) is not None:
            n = found.groupdict().get("n") or ""
            raise ValidationError(said.replace("{0}", typed, 1).replace("{0}", n).replace("{n}", n))
    raise ValidationError(f"看不懂“{typed}”。{_EXAMPLES}")


def _figure(found: dict[str, str | None], how: str) -> Any:
    fixed = {"none": "0", "nothing": Decimal(0), "half": Decimal("0.5"), "same": None}
    if how in fixed:
        return fixed[how]
    if how == "tenths":
        return tenths(found["tenths"] or "")
    value = next(filter(None, (found.get(name) for name in ("value", "other", "fraction"))), "")
    if how == "list":
        return ",".join(plain(money(one)) for one in re.split("[、,]", value.replace("元", "")) if one)
    if how == "money":
        return money(value.replace(",", ""))
    return Decimal(1) - share(value) if how == "less" else share(value)


def tenths(written: str) -> Decimal:
    """九折 is 0.9, 八五折 is 0.85."""
    number = Decimal(written.translate(_DIGITS))
    return number / (10 if number < 10 else 100)


def money(typed: str) -> Decimal:
    """Yuan. Raises ValidationError."""
    try:
        return parse_yuan(typed)
    except FigureError as error:
        raise ValidationError(f"“{typed}”：{error.sentence}") from None


def share(typed: str) -> Decimal:
    """A share of a whole as a fraction. Raises ValidationError."""
    try:
        return parse_share(typed)
    except FigureError as error:
        raise ValidationError(f"看不懂比例“{typed.strip()}”。{error.sentence}") from None
