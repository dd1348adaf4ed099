"""The inline rows of the figures as clerks type them in one cell of a sheet: bands, specials and golden cases."""

import re
from decimal import Decimal
from itertools import product
from typing import Any

from django.core.exceptions import ValidationError

from calculators.circumstances import Hardship
from calculators.core.choices import BurdenBasis
from calculators.core.money import ZERO, plain
from calculators.core.typed import in_digits
from calculators.core.wording import format_rate
from calculators.grid.changes import changes, money, share
from calculators.models import (
    AssistanceCase,
    BasicCase,
    CriticalIllnessBand,
    CriticalIllnessCase,
    PolicyBand,
    PolicySpecial,
    RemoteCase,
    SupplementBand,
    SupplementCase,
)
from registry.excel.inline import InlineColumn

#: No sum has more signs. A row of figures that are told apart by commas alone would be read to its end at each of them.
_YUAN = r"[0-9][0-9,.]{0,19} ?[万wW]? ?[元圆]?"
_START = r"起付线|起付标准"
_INCLUDED = r"(?: ?[（(]含[）)])?"
_BAND = re.compile(
    rf"(?:(?:(?P<low>{_YUAN})|{_START})(?: ?以上)? ?[-–—~～至到]+ ?(?P<to>{_YUAN})(?: ?(?:以内|以下))?"
    rf"|(?P<within>{_YUAN}){_INCLUDED} ?(?:及?以内|及?以下|为止)|(?:不超过|不高于) ?(?P<most>{_YUAN})"
    rf"|(?:超过|高于) ?(?P<over>{_YUAN})(?: ?(?:以上|以外))?|(?P<above>{_YUAN}) ?(?:以上|以外)"
    rf"|(?:{_START})?以上|(?P<all>全部)?){_INCLUDED}(?: ?的?部分)? ?:? ?(?:(?:支付|报销|报|按)(?:比例)?为?)? ?(?P<rate>[0-9.]+ ?(?:%|个?百分点)?)"
)
#: Shares of two kinds of people in one cell.
_OF_PERSONS = re.compile("在职|退休")
_APART = "在职、退休不一样的，请分开写。表里写在“在职”“退休”两栏；Excel 里写“在职85%，退休88%”，“在职退休”那一格空着。"
_BETWEEN = re.compile(r"[;,、\s]*")
_CASE = re.compile(
    r"票据 ?(?P<bill>[0-9,.]{1,20} ?万?) ?元?[，, ]*应当?报 ?(?P<expected>[0-9,.]{1,20} ?万?) ?元?[，, ]*(?P<note>.*)"
)


class BandsColumn(InlineColumn):
    """30000以内 85%；40000以内 90%；以上 95%; as notices write it too: 3万-4万90%，4万以上95%."""

    def __init__(self, model: type[Any]) -> None:
        explained = "只有一段的写 85%。几段的从低到高写，最后一段写“以上”；含写的那个数。没查到就空着。"
        super().__init__("bands", "报销比例分段", explained, "30000以内 85%；40000以内 90%；以上 95%")
        self.model = model

    def write(self, row: Any, inline: Any) -> Any:
        bands = self.mine(inline)
        return (
            f"全部 {format_rate(bands[0].rate)}" if [b.up_to for b in bands] == [None] else super().write(row, inline)
        )

    def show(self, child: Any) -> str:
        bound = "以上" if child.up_to is None else f"{plain(child.up_to)}以内"
        return f"{bound} {format_rate(child.rate)}"

    def plain(self, typed: str) -> str:
        return in_digits(super().plain(typed.replace("。", "；")))

    def children(self, row: Any, typed: str) -> list[Any]:
        """Of bands that are counted from the deductible on (1万-5万 above 1万) the sums of the whole burden are meant."""
        start, first = row.deductible, _BAND.match(typed)
        counted = isinstance(start, Decimal) and row.band_basis in ("", BurdenBasis.BURDEN)
        if not (counted and first and start and _begins(first) == start):
            return self.read(typed)
        row.band_basis = BurdenBasis.BURDEN.value
        return self.read(typed, start)

    def read(self, typed: str, start: Decimal = ZERO) -> list[Any]:
        """``start``: the sum at which the first band begins."""
        if _OF_PERSONS.search(typed):
            raise ValidationError(_APART)
        typed = typed.replace("；", ";")
        bands: list[Any] = []
        place = _BETWEEN.match(typed).end()  # type: ignore[union-attr]  # it matches nothing too
        while place < len(typed):
            found = _BAND.match(typed, place)
            end = _BETWEEN.match(typed, found.end()).end() if found else place  # type: ignore[union-attr]
            if not found or end == found.end() < len(typed):
                raise ValidationError(f"看不懂“{typed[place:]}”。请照“3万以内 85%；3万以上 95%”的样子写。")
            bands.append(self._band(found, bands[-1].up_to if bands else start))
            place = end
        if bands and bands[-1].up_to is not None:
            raise ValidationError("最后一段要写“以上”，例如“以上 95%”；只有一段的写“80%”。")
        return bands

    def _band(self, found: re.Match[str], begins: Decimal) -> Any:
        """A band, which begins where the one before it ends."""
        low = _begins(found)
        if low not in (None, begins):
            raise ValidationError(
                f"“{found[0]}”前面的一段没有写，或者接不上。请从低到高写全，例如“{plain(low)}以内 85%；{found[0]}”。"
            )
        bound = found["to"] or found["within"] or found["most"]
        return self.model(up_to=money(bound) if bound else None, rate=share(found["rate"]))


def _begins(found: re.Match[str]) -> Decimal | None:
    """Where a band says that it begins."""
    low = found["low"] or found["above"] or found["over"]
    return money(low) if low else None


#: No condition begins with what is changed: such a part goes on with the changes of the one before it.
_SPECIAL = re.compile(r"(?P<condition>(?!起付|门槛|报销|支付|比例).{1,300}?)(?: ?: ?| )(?P<change>(?:.*))")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
#: Each class as notices call it, in full or with what they add: 低保对象, 特困供养人员.
_HARDSHIPS = (
    (re.compile("低保边缘(?:家庭|人口|人员|对象|户)*|低收入(?:家庭|人口|人员|对象)*"), Hardship.LOW_INCOME_EDGE),
    (re.compile("(?:最低生活保障|低保)(?:家庭|人口|人员|对象|户)*"), Hardship.LOW_INCOME),
    (re.compile("特困(?:供养)?(?:人口|人员|对象)*|孤儿"), Hardship.EXTREME_POVERTY),
    (
        re.compile(
            "(?:防止)?返贫(?:致贫)?监测(?:人口|人员|对象)*"
            "|(?:纳入监测范围的)?(?:农村)?(?:易返贫致贫|脱贫不稳定)(?:人口|人员|对象|户)*"
        ),
        Hardship.RELAPSE,
    ),
    (re.compile("因病致贫(?:家庭|人口|人员|对象|重病患者)*"), Hardship.ILLNESS),
    (re.compile("(?:各类)?困难(?:群体|人群|人员|群众|对象)"), Hardship.ANY),
)
_IN_A_YEAR = "(?:(?:在)?(?:一个|同一|一|当|同)?(?:自然|医保)?年(?:度)?内?)?"
_NUMERALS = "零一二三四五六七八九"
#: Conditions as clerks write them, each with the field it fills.
_CONDITIONS = (
    (re.compile(r"满? ?(?P<value>[0-9]{1,4}) ?周?岁(?:以上)?"), "from_age"),
    (re.compile(r"不满 ?(?P<value>[0-9]{1,4}) ?周?岁"), "below_age"),
    (re.compile(r"连续参保满 ?(?P<value>[0-9]{1,4}) ?个?月"), "from_months"),
    (re.compile(r"连续参保不满 ?(?P<value>[0-9]{1,4}) ?个?月"), "below_months"),
    (
        re.compile(
            rf"{_IN_A_YEAR}(?:住院)?第? ?(?P<value>[0-9]{{1,4}}|[二两三四五六七八九]) ?次(?:及其?以后|及以上|以上|起)?的?(?:住院)?(?:的|起)?"
        ),
        "from_admission",
    ),
    (re.compile(rf"{_IN_A_YEAR}(?:再次|多次|二次|重复)住院的?"), "from_admission"),
)
#: A class that national documents name beside those of ours, and that is none of them: the place's own word stands.
_FALLEN_BACK = re.compile("返贫致贫(?:人口|人员|对象)")
#: Words that may be a class of hardship by another name: never taken for a group of the place's own.
DOUBTFUL = f"^(?!{_FALLEN_BACK.pattern}$).*(?:贫|困|低保|五保|低收入|救助|边缘户|监测)"
_CLASSES = f"能认的有：{'、'.join(str(one.label) for one in Hardship)}。是当地自己分的，请写成人群“…”，引号里照文件写。"
_NAMED = {"人群": "person_class", "医院": "hospital_class", "情形": "item"}


class SpecialsColumn(InlineColumn):
    """满70岁：提高5个百分点；低保、第2次起：不设起付线"""

    def __init__(self) -> None:
        example = "满70岁：提高5个百分点；情形“意外伤害”：这一类一年最多3000元"
        explained = (
            "冒号前写对谁，冒号后写改什么，几样用顿号、逗号隔开，一条完了用分号。"
            "当地的分类写人群“…”、医院“…”、情形“…”。没有就空着。"
        )
        super().__init__("specials", "特别规定", explained, example)

    def show(self, child: Any) -> str:
        named = [f"{word}“{getattr(child, field)}”" for word, field in _NAMED.items() if getattr(child, field)]
        plain = PolicySpecial(**{**_stated(child), **dict.fromkeys(_NAMED.values(), "")})
        condition = "、".join([*named, *filter(None, [plain.condition.replace(" ", "")])])
        change = _THOUSANDS.sub("", child.change.replace(" ", ""))
        return f"{condition}：{change}"

    def read(self, typed: str) -> list[PolicySpecial]:
        wrong: list[str] = []
        found: list[PolicySpecial] = []
        for part in _whole(_parts(typed)):
            try:
                found += self._specials(part)
            except ValidationError as error:
                wrong += error.messages
        if wrong:
            raise ValidationError(list(dict.fromkeys(wrong)))
        return found

    def _specials(self, typed: str) -> list[PolicySpecial]:
        """One for each of what is named of the same kind: “特困、低保” are two classes, and nobody has to be in both."""
        parts = _SPECIAL.fullmatch(typed)
        if parts is None:
            raise ValidationError(f"看不懂“{typed}”。请照“满70岁：提高5个百分点”的样子写。")
        conditions = _split(parts["condition"], "、，,")
        poor, fallen = ([one for one in conditions if found(one)] for found in (hardship_of, _FALLEN_BACK.fullmatch))
        if poor and fallen:  # classes beside each other too: nobody has to be in both
            others = ["、".join(one for one in conditions if one not in left) for left in (fallen, poor)]
            return [special for other in others for special in self._specials(f"{other}: {parts['change']}")]
        named: dict[str, dict[Any, None]] = {}
        wrong: list[str] = []
        changed: dict[str, Any] = {}
        for part in conditions:
            try:
                name, value = condition(part)
                named.setdefault(name, {})[value] = None
            except ValidationError as error:
                wrong += error.messages
        try:
            changed = {name: value for name, value in changes(parts["change"]).items() if value is not None}
        except ValidationError as error:
            wrong += error.messages
        if wrong:
            raise ValidationError(wrong)
        each = product(*named.values()) if changed else ()  # what stays as it is needs no special
        return [PolicySpecial(**dict(zip(named, values, strict=True)), **changed) for values in each]


def _whole(parts: list[str]) -> list[str]:
    """Each special with all of its changes: 低保：起付线减半；比例50% is one."""
    found: list[str] = []
    for part in parts:
        if found and not _SPECIAL.fullmatch(part):
            found[-1] += f"，{part}"
        else:
            found.append(part)
    return found


def _stated(special: PolicySpecial) -> dict[str, Any]:
    names = ("hardship", "from_age", "below_age", "from_months", "below_months", "from_admission", *_NAMED.values())
    return {name: getattr(special, name) for name in names}


def _split(typed: str, signs: str) -> list[str]:
    """The parts of a text, cut at signs that do not stand inside quotation marks."""
    parts = re.findall(rf"(?:[^{signs}“]|“[^“”]*”|“)+", typed)
    return [part.strip() for part in parts if part.strip()]


def condition(typed: str) -> tuple[str, Any]:
    """低保, 满70岁, 第二次及以后住院: the field that it fills, and with what. Raises ValidationError."""
    if (hardship := hardship_of(typed)) is not None:
        return "hardship", hardship.value
    if (found := re.fullmatch(r"(人群|医院|情形) ?[“\"](.+)[”\"]", typed)) is not None:
        return _NAMED[found[1]], found[2].strip()
    for pattern, name in _CONDITIONS:
        if (found := pattern.fullmatch(typed)) is not None:
            value = found.groupdict().get("value") or "2"
            return name, int(value) if value.isdecimal() else _NUMERALS.index(value.replace("两", "二"))
    if re.search("首次|第 ?[1一] ?次", typed):
        raise ValidationError(f"“{typed}”：第一次的数写在上面，第二次起不一样的再写“第2次起”。")
    if _FALLEN_BACK.fullmatch(typed):
        return "person_class", typed
    if re.search(DOUBTFUL, typed):
        raise ValidationError(f"“{typed}”是哪一类？{_CLASSES}")
    raise ValidationError(f"看不懂“{typed}”。请照“满70岁”“低保”“第2次起”“情形“意外伤害””的样子写。")


def hardship_of(typed: str) -> Hardship | None:
    """The class that notices call so; None for other words."""
    return next((hardship for called, hardship in _HARDSHIPS if called.fullmatch(typed)), None)


class CasesColumn(InlineColumn):
    """票据 50000 应报 38000 文件第 8 页的例子: a case a line, as its note may hold any mark."""

    separator = "\n"

    def __init__(self, model: type[Any]) -> None:
        explained = "用来核对算得对不对。一行一个，在格子里换行按 Alt+Enter。写明票据多少、应报多少、从哪里来。"
        super().__init__("cases", "核对案例", explained, "票据 50000 应报 38000 文件第 8 页的例子")
        self.model = model

    def show(self, child: Any) -> str:
        return f"票据 {plain(child.bill)} 应报 {plain(child.expected)} {child.note}"

    def plain(self, typed: str) -> str:
        return typed  # a note is kept as it was written

    def read(self, typed: str) -> list[Any]:
        parts = re.split(r"\n|[;；](?= ?票据 ?[0-9０-９])", typed)
        return [self._case(part.strip()) for part in parts if part.strip()]

    def _case(self, typed: str) -> Any:
        found = _CASE.fullmatch(super().plain(typed))
        if not found:
            raise ValidationError(f"看不懂“{typed}”。请照“票据 50000 应报 38000 文件第 8 页的例子”的样子写。")
        note = typed[found.start("note") :].strip()  # letter for letter the same place in both
        if not note:
            raise ValidationError(f"“{typed}”没写从哪里来，请在后面写上，例如“文件第 8 页的例子”。")
        return self.model(bill=money(found["bill"]), expected=money(found["expected"]), note=note)


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;；\n]+", typed) if part.strip()]


BASIC = (BandsColumn(PolicyBand), SpecialsColumn(), CasesColumn(BasicCase))
CRITICAL_ILLNESS = (BandsColumn(CriticalIllnessBand), CasesColumn(CriticalIllnessCase))
ASSISTANCE = (CasesColumn(AssistanceCase),)
REMOTE = (CasesColumn(RemoteCase),)
SUPPLEMENT = (BandsColumn(SupplementBand), CasesColumn(SupplementCase))
