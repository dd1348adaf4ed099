"""One bill worked through a single row, so that a clerk sees what the figures just typed do before anybody else does."""

from dataclasses import dataclass
from decimal import Decimal

from calculators.core.lines import Line
from calculators.core.money import format_number
from calculators.core.problems import TermsError
from calculators.core.standard import worked, worked_for
from calculators.refusals import at_fields
from calculators.rows import Inline, PolicyRow

BILL = Decimal(50_000)


@dataclass(frozen=True, slots=True)
class Example:
    """``given`` says what was taken for granted; ``lines`` are the working."""

    given: str
    lines: tuple[Line, ...]

    @property
    def table(self) -> list[tuple[str, str, str, str]]:
        return [(line.label, line.working, format_number(line.amount), line.rule) for line in self.lines]


@dataclass(frozen=True, slots=True)
class Trial:
    """The examples of a row, or the sentence that says why there are none."""

    refusal: str = ""
    examples: tuple[Example, ...] = ()


def trial(row: PolicyRow, inline: Inline) -> Trial:
    """Work the bill through a row as it stands in the form, saved or not."""
    if row.waived:
        return Trial("勾了“本地不需要”，这一条不算钱。")
    if missing := row.missing_in(inline):
        return Trial(f"还算不出来，还差：{'、'.join(missing)}。可以先存着，公众看不到金额。")
    try:
        rule = row.rule(inline)
    except TermsError as error:
        sentences = [sentence for said in at_fields(error, row).values() for sentence in said]
        return Trial(f"还算不出来：{''.join(sentences)}")
    found = [Example(given, lines) for given, lines in worked(rule, BILL)]
    # For somebody who differs from everybody else the first bill is worked once more.
    for words, claim in row.variants(rule, BILL):
        found.append(Example(f"同一张票据，{words}。", worked_for(rule, claim)))
    return Trial(examples=tuple(found))
