"""What the rows of figures have in common: read by the core, complete or not, in bands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from calculators.circumstances import ANY
from calculators.core.claims import Claim
from calculators.core.money import ONE, ZERO, format_yuan
from calculators.core.shape import Terms
from calculators.core.standard import AT_HOME, BILLS, paid
from calculators.core.terms import BasicRule
from calculators.reading import read
from calculators.refusals import Refusals, pairs, refusals
from calculators.written import measured, rivals, stands_with, written
from registry.belonging import inline_of
from registry.findings import Effect, Finding
from registry.pinyin import said
from registry.publication import PublishedRow
from registry.stating import Figure
from registry.typed.clauses import Saying
from registry.typed.signs import lines_of

Inline = Mapping[str, Sequence[Any]]
#: A row that says of itself that everybody's number may be another one.
HOLE = Q(left_out_matters="all")
#: What of a notice no row holds, and whom that concerns.
LEFT_OUT = ("left_out", "left_out_matters")
HOLE_NAME = "还没录完的规定"
#: What a field of a slot says in a row for all.
_EVERYBODY = ("", ANY)
#: What to do where a notice gives no deductible.
ASK = "通知明说不设起付线，才填 0；没说就空着，先问清楚。"
CEILING_TOO_LOW = "封顶线比起付线还低，请核对这两个数。"


class PolicyRow(PublishedRow):
    """A published row that the core can read."""

    #: What the row becomes, and which part of a policy that is; whether there is no number at all without it.
    TERMS: ClassVar[type[Terms]]
    LAYER: ClassVar[str]
    NEEDED: ClassVar[bool] = False
    #: The figures without which there is no number, by their name for clerks.
    REQUIRED: ClassVar[Mapping[str, str]]
    #: Harmless figures that stand in for missing required ones while the others are checked.
    HARMLESS: ClassVar[Mapping[str, Any]]
    #: The same question as ``missing``, for the database; may name a row once for each of its bands.

    key = models.SlugField(
        "代号", max_length=80, help_text="英文小写代号，例如 employee-inpatient-tertiary-active。定了不要改。"
    )
    note = models.CharField("说明", max_length=300, blank=True, help_text="还有什么没核对、哪里说法不一。")
    derivation = models.CharField(
        "数字怎么来的",
        max_length=300,
        blank=True,
        help_text="条文里没有写出来、要算的数，写怎么算，例如“跨省 50%，比本地 75% 低 25 个百分点”。复核的人要认可。",
    )
    left_out = models.TextField(
        "还没录进来的规定",
        max_length=600,
        blank=True,
        help_text="文件里有、这里没录或录不了的，一行一条，例如“签约家庭医生另加 5 个百分点”。公众看得到这几句。都录了就空着。",
    )
    left_out_matters = models.CharField(
        "没录的关系到谁",
        max_length=5,
        choices=[("some", "一部分人、一部分情形：出数，另写一句"), ("all", "谁的钱数都可能变：不出数，只给电话")],
        blank=True,
        help_text="上面写了就要选。拿不准选“谁的钱数都可能变”。",
    )

    class Meta:
        abstract = True

    def fill_key(self) -> None:
        words = (_ascii(str(part)) for part in self.slot() if part)
        self.key = self.key or "-".join(words).replace("_", "-")[:80]

    def mapping(self, inline: Inline) -> dict[str, Any]:
        """The row as the core reads it; None for what is not known."""
        raise NotImplementedError

    def rule(self, inline: Inline | None = None) -> Any:
        """The row as terms of the core. Raises ``MissingParameterError`` for an incomplete row."""
        return read(self.TERMS, self.mapping(inline_of(self) if inline is None else inline))

    def as_known(self) -> Any:
        """The same of an incomplete row too: what it lacks is harmless there."""
        known = {name: value for name, value in self.mapping(inline_of(self)).items() if value is not None}
        return read(self.TERMS, {**self.HARMLESS, **known})

    def variants(self, rule: Any, bill: Decimal) -> Iterable[tuple[str, Claim]]:
        """A bill in yuan of those for whom the rule is another, each in a few words: “满 70 岁”."""
        return ()

    @property
    def left_out_lines(self) -> tuple[str, ...]:
        """What of the notice is not entered, statement by statement."""
        return tuple(line.rstrip("。；;") for line in lines_of(self.left_out))

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the required figures that are not known; a row that only waives needs none."""
        return self.missing_in(inline_of(self))

    def missing_in(self, inline: Inline) -> tuple[str, ...]:
        """The same for inline rows that are not saved yet."""
        if self.waived:
            return ()
        mapping = self.mapping(inline)
        found = tuple(name for field, name in self.REQUIRED.items() if mapping.get(field) is None)
        return (*found, HOLE_NAME) if self.left_out_matters == "all" else found

    def _refusals(self) -> Iterator[tuple[str, str]]:
        yield from super()._refusals()
        yield from pairs(self._refused({}) or self._own_refusals())
        if bool(self.left_out_lines) != bool(self.left_out_matters):
            name = "left_out" if self.left_out_matters else "left_out_matters"
            yield name, "没录进来的规定，和它关系到谁，要一起写，或者一起空着。"

    def clean_inline(self, inline: Inline) -> None:
        """Refuses inline rows that make no sense together, such as bands whose bounds do not rise."""
        found = self._refused(inline)
        if sentences := [*found.get("bands", []), *found.get("specials", [])]:
            raise ValidationError(sentences)

    @property
    def lacks_case(self) -> bool:
        """Whether its figures could be proved by a golden case, and none does."""
        inline = inline_of(self)
        figures = any(figure.value for figure in self.quoted_numbers(inline))
        return figures and not (self.waived or inline.get("cases") or self.missing_in(inline))

    def findings(self) -> Iterable[Finding]:
        """Golden cases that do not come out block; none at all, or other ones than before, are told to the reviewer. A row
        without figures only says so."""
        if self.waived:
            return
        yield from (Finding(False, sentence) for sentence in self.taken_wider(inline_of(self)))
        cases = inline_of(self).get("cases", ())
        yield from self._other_cases(cases)
        if self.missing:
            ask = ASK if self.REQUIRED.get("deductible") in self.missing else ""
            yield Finding(False, f"缺{'、'.join(self.missing)}。发布以后公众看不到金额，只看到电话。{ask}")
            return
        if self.lacks_case:
            yield Finding(
                False, "没有核对案例，算得对不对没人比过。请照文件的例子，或者两个人分别用笔算，写一个。", True
            )
        if self._refused(inline_of(self)):
            return  # stored before a rule became stricter: what publishing would refuse is told beside this
        rule = self.rule()
        for case in cases:
            if failure := case.failure(rule):
                yield Finding(True, f"核对案例没有通过：{failure}。")

    def _other_cases(self, cases: Sequence[Any]) -> Iterator[Finding]:
        """Cases of the row that this one supersedes which are gone, or are to come out otherwise."""
        written = {case.bill: case for case in cases}
        before: Any = self.supersedes
        for old in inline_of(before).get("cases", ()) if before else ():
            new = written.get(old.bill)
            if new is None:
                yield Finding(False, f"去掉了原来的核对案例：{old}。请问清楚为什么。")
            elif new.expected != old.expected:
                yield Finding(False, f"核对案例改了：原来是{old}，现在是{new}。请照文件再算一遍。")

    def quoted_numbers(self, inline: Inline | None = None) -> Iterable[Figure]:
        """Deductibles, ceilings and rates; what everybody writes (0, 1, nothing) proves nothing. The figures of golden
        cases were worked out, not quoted."""
        inline = inline_of(self) if inline is None else inline
        figures = (child for children in inline.values() for child in children if not child.proves)
        for called, part in ((self._meta.verbose_name, self), *((child.called, child) for child in figures)):
            for field in part._meta.concrete_fields:
                value = getattr(part, field.attname)  # of a child that is not saved yet nobody knows the row
                if isinstance(value, Decimal) and value not in (ZERO, ONE):
                    yield Figure(str(called), field.attname, str(field.verbose_name), value)

    def sayings(self, inline: Inline | None = None) -> Iterable[Saying]:
        """Each figure with the words that its clause calls the row by; scheme and care tell apart what says it equally."""
        about = [str(getattr(self, name, "")) for name in ("scheme", "care_type")]
        for figure in self.quoted_numbers(inline):
            given_with = stands_with(figure.field)
            topics = (*written(given_with), *written(*about))
            yield Saying(self.called_for(given_with), (measured(figure.value),), topics, self.apart())

    def apart(self) -> tuple[tuple[str, str], ...]:
        """What clauses of its neighbours say, beside its own words; an illness that is named says for which care it is."""
        scheme, care, item = (str(getattr(self, name, "")) for name in ("scheme", "care_type", "item"))
        cares = ((f"{own}|{item}" if item else own, other) for own, other in rivals(care))
        return (*rivals(scheme), *cares)

    def told_at_entry(self, inline: Inline) -> Iterator[str]:
        if missing := self.missing_in(inline):
            ask = ASK if self.REQUIRED.get("deductible") in missing else "补齐以前，公众看不到金额。"
            yield f"缺{'、'.join(missing)}。{ask}"
        yield from self.taken_wider(inline)

    def taken_wider(self, inline: Inline) -> Iterator[str]:
        """Of classes that are one here (特困、孤儿) those that the notice does not name, while it names others of them."""
        text = self.source.clause if self.source_id else ""
        classes = (
            part.get_hardship_display() for part in (self, *inline.get("specials", ())) if hasattr(part, "hardship")
        )
        for label in dict.fromkeys(classes):
            named = {one: one in text for one in label.split("、")}
            if len(set(named.values())) == 2:
                there, others = ("、".join(one for one in named if named[one] is said) for said in (True, False))
                yield f"通知写“{there}”，没写“{others}”。这里是同一类，{others}也照这个算。不一样的，请写在“没录进来的规定”里。"

    def whom(self) -> str:
        return "|".join(written(getattr(self, "hardship", "")))

    def figure_words(self, field: str) -> str:
        return "|".join(written(field))

    def covers(self, other: Any) -> bool:
        """Whether it holds for those whom ``other`` is for, where there is no such row: alike but for what holds for all."""
        if type(other) is not type(self) or other.region_id != self.region_id or other.slot() == self.slot():
            return False
        pairs = zip(self.slot(), other.slot(), strict=True)
        return all(own == theirs or own in _EVERYBODY for own, theirs in pairs)

    def called_for(self, field: str) -> tuple[str, ...]:
        """What a clause calls the row by, where it gives the figure of this field."""
        return ()

    def effect(self) -> Effect | None:
        """Standard bills under this row and under the one it supersedes."""
        at_home, given = self.at_home()
        before: Any = self.supersedes
        new = _paid(self, at_home)
        old = _paid(before, before.at_home()[0]) if before else {}
        changes = [abs(new[bill] - old[bill]) for bill in new.keys() & old.keys()]
        lines = tuple((format_yuan(bill), _shown(old.get(bill)), _shown(new.get(bill))) for bill in BILLS)
        return Effect(lines, format_yuan(max(changes)) if changes else "", given)

    def at_home(self) -> tuple[BasicRule, str]:
        """What care at home is taken to pay where this row is about care elsewhere, and that in words."""
        return AT_HOME, ""

    def _refused(self, inline: Inline) -> Refusals:
        known = {name: value for name, value in self.mapping(inline).items() if value is not None}
        return refusals(self.TERMS, {**self.HARMLESS, **known}, self)

    def _own_refusals(self) -> Refusals:
        return {}


def _ascii(word: str) -> str:
    """A part of a key: a place's own words in pinyin."""
    return word if word.isascii() else "".join(readings[0] for readings in said(word))


def _paid(row: Any, at_home: BasicRule) -> dict[Decimal, Decimal]:
    """What each standard bill pays under a row; nothing for a row that gives no number."""
    if row.waived or row.missing or row._refused(inline_of(row)):
        return {}
    rule = row.rule()
    return {bill: paid(rule, bill, at_home) for bill in BILLS}


def _shown(amount: Decimal | None) -> str:
    return "不出数" if amount is None else format_yuan(amount)


def is_below(ceiling: Any, deductible: Any) -> bool:
    """Whether a ceiling is lower than a deductible, where both are known."""
    return isinstance(ceiling, Decimal) and isinstance(deductible, Decimal) and ceiling < deductible
