import pytest

from guides.engine.flow import holds
from guides.engine.steps import PLACE
from guides.models import conditions

GUIDES = ["remote-care"]


@pytest.mark.parametrize(
    "when",
    [
        {},
        {"outcome": ["local"]},
        {"outcome": ["local", "emergency"], "block": ["injury", "too_many_unknowns"]},
        {"reason": ["lives_there"], "filing_type": ["long_term"], "relation": ["same_province"]},
        {"insured_place": ["210300", "unknown"]},
        {"care_place": [PLACE]},
    ],
)
def test_problems_of_a_sound_condition(when):
    assert list(conditions.problems(GUIDES, when)) == []


@pytest.mark.parametrize(
    ("when", "problem"),
    [
        ({"weather": ["rain"]}, "条件里的“weather”不是 remote-care 的问题、结论或结果。"),
        ({"injury": ["maybe"]}, "“injury”没有“maybe”这个答案，可选：yes、work、no、unknown。"),
        ({"injury": "yes"}, "条件“injury”后面要写一串答案，例如 [yes]。"),
        ({"injury": []}, "条件“injury”后面要写一串答案，例如 [yes]。"),
        ({"injury": [True]}, "条件“injury”后面要写一串答案，例如 [yes]。"),
        ({"injury": None}, "条件“injury”后面要写一串答案，例如 [yes]。"),
        ({"injury": ["210300"]}, "“injury”没有“210300”这个答案，可选：yes、work、no、unknown。"),
        ({"insured_place": ["000000"]}, "“insured_place”没有“000000”这个答案，可选：place、unknown。"),
        ({"insured_place": ["21030"]}, "“insured_place”没有“21030”这个答案，可选：place、unknown。"),
        ({"insured_place": ["2103000"]}, "“insured_place”没有“2103000”这个答案，可选：place、unknown。"),
        ({True: ["yes"]}, "条件里的“True”不是 remote-care 的问题、结论或结果。"),
        ([], "条件（when）要写成 {问题: [答案]}。"),
        ("outcome", "条件（when）要写成 {问题: [答案]}。"),
        (None, "条件（when）要写成 {问题: [答案]}。"),
    ],
)
def test_problems_of_a_bad_condition(when, problem):
    assert list(conditions.problems(GUIDES, when)) == [problem]


def test_problems_are_all_said():
    found = list(conditions.problems(GUIDES, {"injury": ["maybe", "yes", "never"], "weather": ["rain"]}))
    assert [problem.split("”")[0] for problem in found] == ["“injury", "“injury", "条件里的“weather"]


@pytest.mark.parametrize(
    ("guides", "problem"),
    [
        ([], "要写明用在哪个指引（guides），至少一个。"),
        (None, "要写明用在哪个指引（guides），至少一个。"),
        ("remote-care", "要写明用在哪个指引（guides），至少一个。"),
        (["remote-care", "tax"], "没有这个指引：tax。"),
        ([1, None], "没有这个指引：1、None。"),
        ([["remote-care"]], "没有这个指引：['remote-care']。"),
    ],
)
def test_problems_of_the_guides(guides, problem):
    assert list(conditions.problems(guides, {})) == [problem]


FACTS = {"outcome": frozenset({"local"}), "proof": frozenset({"a", "b"}), "insured_place": frozenset({"210300", PLACE})}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({}, True),
        ({"outcome": ["local"]}, True),
        ({"outcome": ["emergency", "local"]}, True),
        ({"outcome": ["emergency"]}, False),
        ({"proof": ["b", "c"]}, True),
        ({"proof": ["c"]}, False),
        ({"outcome": ["local"], "proof": ["a"]}, True),
        ({"outcome": ["local"], "proof": ["c"]}, False),
        ({"outcome": ["emergency"], "proof": ["a"]}, False),
        ({"injury": ["yes"]}, False),
        ({"insured_place": ["210300"]}, True),
        ({"insured_place": [PLACE]}, True),
        ({"insured_place": ["210100"]}, False),
    ],
)
def test_hold(when, expected):
    assert holds(when, FACTS) == expected
