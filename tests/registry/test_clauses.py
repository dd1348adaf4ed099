"""Which clause of a notice says what was typed."""

import pytest

from registry import clauses

TEXT = """第一条 一级 300 元，支付 80%。
第二条 特困人员提高 5 个百分点。
第三条 意外伤害一年最多 3，000 元。
第四条 转诊到省内的 1000 元，支付 60%；到省外的 1500 元，支付 50%。"""


@pytest.mark.parametrize(
    ("names", "typed", "label"),
    [
        (["意外伤害"], ["一年最多3000元"], "第三条"),
        (["特困"], ["提高5个百分点"], "第二条"),
        ([], ["1500", "50%"], "第四条"),
        ([], ["300", "80%"], "第一条"),
        ([], ["300", "85%"], ""),  # one of them stands nowhere
        ([], ["50"], "第四条"),
        ([], ["100"], ""),  # no part of 1000
        (["剖宫产"], ["定额1500元"], "第四条"),  # no clause says the name; one says the figure
        (["剖宫产"], [], ""),
        ([], [], ""),
    ],
)
def test_clause_is_found_by_what_it_says(names, typed, label):
    assert clauses.saying(TEXT, names, typed) == label
