"""Settle the cases of a YAML file: one JSON object per line, and with `--check` a comparison with what they expect."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError

from calculators.core.labels import LABELS
from calculators.core.money import format_yuan
from calculators.core.problems import TermsError
from calculators.core.settlement import Settlement, settle
from calculators.core.shape import Terms, Yuan
from calculators.core.standard import BILLS
from calculators.core.terms import Claim, Policy
from calculators.reading import in_file, read
from registry.yamlfiles import UnreadableYAML, from_yaml


@dataclass(frozen=True, slots=True)
class Expected(Terms):
    """The totals of a settlement, in yuan; None where nothing is expected of one."""

    eligible_expenses: Yuan | None = None
    deductible: Yuan | None = None
    fund_payment: Yuan | None = None
    over_ceiling_payment: Yuan | None = None
    supplement_payment: Yuan | None = None
    critical_illness_payment: Yuan | None = None
    medical_assistance_payment: Yuan | None = None
    further_payment: Yuan | None = None
    out_of_pocket: Yuan | None = None


@dataclass(frozen=True, slots=True)
class GoldenCase(Terms):
    """What is settled, and what is expected of it."""

    name: str
    policy: Policy
    claim: Claim
    source: object = None
    expect: Expected = Expected()


class Outcome(NamedTuple):
    """What became of one case: a settlement or an error, and how it differs from what was expected."""

    name: str
    settlement: Settlement | None
    error: str | None
    differences: tuple[str, ...]

    @classmethod
    def of(cls, raw: object, number: int) -> "Outcome":
        """Settle one case as it stands in the file; what is wrong with it becomes its error."""
        name = str(raw["name"]) if isinstance(raw, Mapping) and raw.get("name") is not None else f"第 {number} 条"
        try:
            case = read(GoldenCase, raw)
            settlement = settle(case.policy, case.claim)
        except TermsError as error:
            problems = tuple(map(in_file, error.problems))
            return cls(name, None, "；".join(problems), problems)
        return cls(name, settlement, None, tuple(_differences(case.expect, settlement)))

    def as_json(self) -> str:
        """One line of JSON; amounts are strings with two decimals."""
        totals = self.settlement.totals if self.settlement else {}
        lines = self.settlement.lines if self.settlement else ()
        return json.dumps(
            {
                "name": self.name,
                "totals": {name: f"{amount:.2f}" for name, amount in totals.items()},
                "lines": [line._asdict() | {"amount": f"{line.amount:.2f}"} for line in lines],
                "error": self.error,
            },
            ensure_ascii=False,
        )


def _table(cases: list[object]) -> Iterator[str]:
    """What each case pays of the standard bills, wholly eligible, for its own person and stay: a level, a person, or the
    old text and the new one, a line each."""
    yield "\t".join(["", *map(format_yuan, BILLS)])
    for number, raw in enumerate(cases, start=1):
        found = (
            (Outcome.of({**raw, "claim": _standard(raw, bill)}, number) for bill in BILLS)
            if isinstance(raw, Mapping)
            else ()
        )
        outcomes = [*found] or [Outcome.of(raw, number)]
        cells = [format_yuan(each.settlement.paid) if each.settlement else str(each.error) for each in outcomes]
        yield "\t".join([outcomes[0].name, *dict.fromkeys(cells)] if outcomes[0].error else [outcomes[0].name, *cells])


def _standard(raw: Mapping[str, Any], bill: Decimal) -> object:
    """The claim of a case with another bill, of which nothing is 自费 or 先行自付."""
    claim = raw.get("claim")
    if not isinstance(claim, Mapping):
        return claim
    parts = ("non_covered", "upfront_self_pay", "over_limit")
    return {name: value for name, value in claim.items() if name not in parts} | {"total_charges": bill}


def _differences(expect: Expected, settlement: Settlement) -> Iterator[str]:
    for name, actual in settlement.totals.items():
        expected = getattr(expect, name)
        if expected not in (None, actual):
            yield f"{name}（{LABELS[name]}）应为 {expected:.2f}，算出 {actual:.2f}"


class Command(BaseCommand):
    help = "按 YAML 文件里的用例试算，每条用例输出一行 JSON；--check 与用例里的 expect 比对。"
    requires_system_checks: list[str] = []  # it needs no database and no site

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="用例文件（YAML 列表：name、policy、claim、expect）；写 - 从标准输入读")
        parser.add_argument(
            "--table", action="store_true", help="不输出 JSON，改列一张表：每条用例报多少，标准票据一列一张"
        )
        parser.add_argument("--check", action="store_true", help="与 expect 比对，列出所有不一致；有不一致时退出码为 1")

    def handle(self, *args: Any, file: str, check: bool, table: bool = False, **options: Any) -> None:
        cases = _read_cases(file)
        if table:
            self.stdout.write("\n".join(_table(cases)))
            return
        differing = 0
        for number, raw in enumerate(cases, start=1):
            outcome = Outcome.of(raw, number)
            self.stdout.write(outcome.as_json())
            differing += bool(outcome.differences)
            for difference in outcome.differences if check else ():
                self.stderr.write(f"{outcome.name}：{difference}")
        if check and differing:
            raise CommandError(f"{len(cases)} 条用例里有 {differing} 条不一致。", returncode=1)


def _refusal(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=2)


def _read_cases(file: str) -> list[object]:
    place = "标准输入" if file == "-" else file
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        cases = from_yaml(text)
    except OSError as error:
        raise _refusal(f"打不开文件 {place}，请检查路径和权限。") from error
    except ValueError as error:
        where = error if isinstance(error, UnreadableYAML) else "里面有读不出来的内容"
        raise _refusal(f"{place} 读不懂，请检查它是不是 UTF-8 编码的 YAML，{where}。") from error
    if not isinstance(cases, list):
        raise _refusal(f"{place} 里要写成一个列表，每条用例以“- name:”开头。")
    _refuse_duplicates(cases)
    return cases


def _refuse_duplicates(cases: list[object]) -> None:
    names = Counter(str(case["name"]) for case in cases if isinstance(case, Mapping) and "name" in case)
    repeated = [name for name, count in names.items() if count > 1]
    if repeated:
        raise _refusal(f"用例名重复：{'、'.join(repeated)}。请给每条用例起不同的名字。")
