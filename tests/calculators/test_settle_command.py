import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from calculators.management.commands.settle import Command

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "cases" / "settlement.yaml"
GOOD = """
- name: 八成
  source: 说明
  policy: {basic: {deductible: "1000", bands: [{up_to: null, rate: "0.80"}]}}
  claim: {total_charges: "2000"}
  expect: {fund_payment: "800"}
"""
BAD = """
- name: 起付线待定
  policy: {basic: {deductible: null, bands: [{up_to: null, rate: "0.80"}]}}
  claim: {total_charges: "2000"}
"""
TEN_MISTAKES = """
- name: 十处错
  policy:
    basic:
      deductible: "-1"
      bands: [{up_to: "9", rate: "2"}, {up_to: "5", rate: 0.5}, {up_to: "7", rate: "x"}]
      band_basis: sideways
      ceiling: "1"
    remote: {kind: rate_points, value: "10"}
  claim: {total_charges: "-5"}
"""


def run(file, **options):
    """Exit code, parsed output lines, and what was said on the error stream."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(Command(stdout=out, stderr=err), str(file), **options)
    except CommandError as error:
        code = error.returncode
        err.write(str(error))
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


@pytest.fixture
def written(tmp_path):
    def write(text):
        file = tmp_path / "cases.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def test_settle_prints_one_json_object_per_case(written):
    code, [result], said = run(written(GOOD))
    assert (code, said, list(result)) == (0, "", ["name", "totals", "lines", "error"])
    assert (result["name"], result["error"]) == ("八成", None)
    assert result["totals"] == {
        "eligible_expenses": "2000.00",
        "deductible": "1000.00",
        "fund_payment": "800.00",
        "over_ceiling_payment": "0.00",
        "supplement_payment": "0.00",
        "critical_illness_payment": "0.00",
        "medical_assistance_payment": "0.00",
        "further_payment": "0.00",
        "out_of_pocket": "1200.00",
    }
    assert result["lines"][3] == {
        "key": "fund_payment",
        "label": "统筹基金支付",
        "working": "(2,000 − 1,000) × 80% = 800",
        "amount": "800.00",
        "rule": "起付线以上的部分报销 80%",
    }


def test_settle_golden_cases_pass_the_check():
    code, results, said = run(GOLDEN, check=True)
    assert (code, said, len(results)) == (0, "", 24)


def test_settle_goes_on_after_a_bad_case(written):
    code, results, said = run(written(BAD + GOOD))
    assert (code, said) == (0, "")
    assert [result["error"] for result in results] == [
        "policy.basic.deductible（起付线）还没有填，缺了它不能计算",
        None,
    ]
    assert (results[0]["totals"], results[0]["lines"]) == ({}, [])


def test_settle_check_lists_every_difference(written):
    wrong = GOOD.replace('{fund_payment: "800"}', '{fund_payment: "801", deductible: 1000, out_of_pocket: 0}')
    code, results, said = run(written(wrong + BAD), check=True)
    assert (code, len(results)) == (1, 2)
    assert said.splitlines() == [
        "八成：fund_payment（统筹基金支付）应为 801.00，算出 800.00",
        "八成：out_of_pocket（个人负担合计）应为 0.00，算出 1200.00",
        "起付线待定：policy.basic.deductible（起付线）还没有填，缺了它不能计算",
        "2 条用例里有 2 条不一致。",
    ]


def test_settle_without_check_ignores_expectations(written):
    code, results, said = run(written(GOOD.replace('"800"', '"801"')))
    assert (code, len(results), said) == (0, 1, "")


def test_settle_ten_mistakes_give_ten_messages(written):
    _, [result], _ = run(written(TEN_MISTAKES))
    messages = result["error"].split("；")
    assert len(messages) == 10
    assert all(message.startswith(("policy.", "claim.")) for message in messages)


@pytest.mark.parametrize(
    ("case", "name", "error"),
    [
        ("- 5", "第 1 条", "要写成“字段: 值”的样子"),
        ("- {policy: null, claim: null}", "第 1 条", "name 还没有填，缺了它不能计算；policy 还没有填，缺了它不能计算；claim 还没有填，缺了它不能计算"),
        (GOOD + "  note: x", "八成", "note 不认识这个字段，请检查拼写"),
        (GOOD.replace("fund_payment", "paid"), "八成", "expect.paid 不认识这个字段，请检查拼写"),
    ],
)  # fmt: skip
def test_settle_malformed_case_reports_its_error(written, case, name, error):
    code, [result], _ = run(written(case))
    assert (code, result["name"], result["error"]) == (0, name, error)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [", "读不懂，请检查它是不是 UTF-8 编码的 YAML，问题在第 1 行附近。"),
        ("- !!python/object:os.system x", "读不懂，请检查它是不是 UTF-8 编码的 YAML，问题在第 1 行附近。"),
        ("- 2024-13-45", "读不懂，请检查它是不是 UTF-8 编码的 YAML，里面有读不出来的内容。"),
        (b"\xff\xfe\xff", "读不懂，请检查它是不是 UTF-8 编码的 YAML，里面有读不出来的内容。"),
        ("", "里要写成一个列表，每条用例以“- name:”开头。"),
        ("name: 八成", "里要写成一个列表，每条用例以“- name:”开头。"),
    ],
)
def test_settle_unreadable_file_exits_2(written, text, sentence):
    file = written(text)
    assert run(file) == (2, [], f"{file} {sentence}")


@pytest.mark.parametrize("name", ["nowhere.yaml", "."])
def test_settle_file_that_cannot_be_opened_exits_2(tmp_path, name):
    file = tmp_path / name
    assert run(file) == (2, [], f"打不开文件 {file}，请检查路径和权限。")


def test_settle_duplicate_names_exit_2(written):
    assert run(written(GOOD + BAD + GOOD)) == (2, [], "用例名重复：八成。请给每条用例起不同的名字。")


def test_settle_reads_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(GOOD))
    code, results, _ = run("-", check=True)
    assert (code, [result["name"] for result in results]) == (0, ["八成"])


def test_settle_from_the_shell_exits_with_its_code(written):
    file = written(GOOD.replace('"800"', '"801"'))
    done = subprocess.run(
        [sys.executable, "manage.py", "settle", str(file), "--check"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert "应为 801.00，算出 800.00" in done.stderr.decode()


def test_settle_table_has_a_line_for_each_text_and_a_column_for_each_bill(written, capsys):
    old, new = GOOD.replace("八成", "旧"), GOOD.replace("八成", "新").replace('"0.80"', '"0.90"')
    call_command("settle", str(written(old + new)), table=True)
    head, *lines = [line.split("\t") for line in capsys.readouterr().out.strip("\n").split("\n")]
    assert head[1:] == ["2,000元", "8,000元", "20,000元", "50,000元", "150,000元", "400,000元"]
    assert [line[0] for line in lines] == ["旧", "新"]
    assert lines[0][1:4] == ["800元", "5,600元", "15,200元"]
    assert lines[1][1:4] == ["900元", "6,300元", "17,100元"]


def test_settle_table_says_what_is_wrong_once(written, capsys):
    call_command("settle", str(written(BAD)), table=True)
    _, line = capsys.readouterr().out.strip("\n").split("\n")
    assert line.split("\t")[1:] == ["policy.basic.deductible（起付线）还没有填，缺了它不能计算"]
