"""What the head of a pasted notice says of itself."""

import datetime as dt

import pytest

from registry.typed import noticehead
from registry.typed.clauses import clauses

BODY = "一、住院起付标准 300 元。\n二、意外伤害报 50%。"
TITLE = "示例市医疗保障局关于调整待遇的通知"


def read(*head, body=BODY):
    return noticehead.read("\n".join([*head, body])).found()


def test_name_number_issuer_and_days_are_read():
    line = "示医保规〔2026〕9号　2026年11月20日印发，自2027年1月1日起施行，有效期5年。"
    assert read(TITLE, line) == {
        "title": TITLE,
        "number": "示医保规〔2026〕9号",
        "issuer": "示例市医疗保障局",
        "issued_on": dt.date(2026, 11, 20),
        "in_force_from": dt.date(2027, 1, 1),
        "in_force_to": dt.date(2031, 12, 31),
    }


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("示例〔2026〕7号　发文机关：（练习）佳木斯市医疗保障局　自2027年1月1日起施行", "（练习）佳木斯市医疗保障局"),
        ("印发机关：延安市医疗保障局、延安市财政局。", "延安市医疗保障局、延安市财政局"),
        ("示例〔2026〕7号", "示例市医疗保障局"),
    ],
)
def test_line_on_who_issued_it_goes_before_the_name(line, issuer):
    assert read(TITLE, line)["issuer"] == issuer


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("本通知自2027年1月1日起施行，有效期至2028年12月31日", (dt.date(2027, 1, 1), dt.date(2028, 12, 31))),
        ("2026年12月1日印发，自印发之日起施行，有效期二年", (dt.date(2026, 12, 1), dt.date(2028, 11, 30))),
        ("自2027年1月1日起施行，其中门诊自2027年7月1日起施行", (None, None)),  # which of the two, the clerk says
        (
            "本通知自二〇二七年元月一日起执行，有效期至二〇二八年十二月三十一日",
            (dt.date(2027, 1, 1), dt.date(2028, 12, 31)),
        ),
        ("自印发之日起施行", (None, None)),
        ("自2027年2月30日起施行", (None, None)),
        ("自9950年1月1日起施行，有效期99年", (dt.date(9950, 1, 1), None)),  # no calendar goes so far
        ("自0001年1月1日起施行，有效期0年", (dt.date(1, 1, 1), None)),
    ],
)
def test_days_are_those_that_are_written(line, found):
    head = noticehead.read(f"{TITLE}\n{BODY}\n三、{line}。" if "印发" not in line else f"{TITLE}\n{line}\n{BODY}")
    assert (head.in_force_from, head.in_force_to) == found


def test_what_the_text_cites_is_not_its_own():
    assert read(TITLE, "根据国医保发〔2022〕22号和2022年6月30日印发的通知，现就有关事项通知如下：") == {
        "title": TITLE,
        "issuer": "示例市医疗保障局",
    }
    assert read("住院待遇如下，请照办。") == {}


def test_head_is_no_clause_to_be_made_into_rows():
    assert [one.is_head for one in clauses(f"{TITLE}\n示医保规〔2026〕9号\n{BODY}")] == [True, True, False, False]
    assert not any(one.is_head for one in clauses(f"住院起付标准 800 元。\n{BODY}"))
