import datetime as dt
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from guides.engine import addresses as answers
from guides.engine.addresses import Submission
from guides.flows.remote_care import REMOTE_CARE

QUESTIONS = REMOTE_CARE.questions


def read(query, places):
    return answers.read(REMOTE_CARE, QueryDict(query), places, dt.date(2026, 11, 21))


def given_values(question):
    """Sound answers to one question."""
    if question.kind == "several":
        plain = [value for value in question.values if value != question.exclusive]
        return st.lists(st.sampled_from(plain), min_size=1, unique=True).map(tuple) | st.just((question.exclusive,))
    codes = ("210300", "110000", "429004", "660800") if question.kind == "place" else ()
    return st.sampled_from([*question.values, *codes]).map(lambda value: (value,))


sound_answers = st.fixed_dictionaries({}, optional={key: given_values(q) for key, q in QUESTIONS.items()})


@given(said=sound_answers)
def test_round_trip(places, said):
    assert read(answers.query(said).removeprefix("?"), places) == Submission(answers=said)


@given(said=sound_answers, strange=st.dictionaries(st.text(min_size=1), st.text(), max_size=3))
def test_round_trip_drops_what_is_not_ours(places, said, strange):
    ours = {key: value for key, value in strange.items() if key.strip() not in QUESTIONS}
    query = urlencode([*ours.items(), *((key, value) for key, values in said.items() for value in values)])
    assert read(query, places) == Submission(answers=said)


def test_county_is_answered_with_its_city_and_remembered(places):
    submission = read("insured_place=210922&care_place=110000", places)
    assert submission.answers == {"insured_place": ("210900",), "care_place": ("110000",)}
    assert submission.counties == {"insured_place": "210922"}


@pytest.mark.parametrize("query", ["insured_place=210922&insured_place=210300", "insured_place=210923", "stage=210922"])
def test_county_is_no_other_answer(places, query):
    submission = read(query, places)
    assert (submission.answers, submission.counties) == ({}, {})


keys = st.sampled_from([*QUESTIONS, "edit", "find", "again"]) | st.text(max_size=5)
pieces = st.tuples(keys, st.text(max_size=8) | st.binary(max_size=8)).map(
    lambda piece: f"{piece[0]}={piece[1] if isinstance(piece[1], str) else quote_from_bytes(piece[1])}"
)


@settings(max_examples=200)
@given(query=st.binary(max_size=60) | st.lists(pieces, max_size=6).map("&".join))
def test_garbage_never_raises_and_never_becomes_an_answer(places, query):
    submission = read(query, places)
    problems = [
        QUESTIONS[key].problem(values, lambda code: places.pool(code) is not None)
        for key, values in submission.answers.items()
    ]
    assert set(problems) <= {None}


@pytest.mark.parametrize(
    "query", ["utm_source=wechat", "from=singlemessage&isappinstalled=0", "edit=scheme&find=a", "", "&&=&"]
)
def test_read_unknown_keys_are_dropped(places, query):
    assert read(query, places) == Submission()


@pytest.mark.parametrize(
    ("query", "unanswered"),
    [
        ("asked=scheme", "scheme"),
        ("asked=scheme&scheme=+", "scheme"),
        ("asked=scheme&scheme=employee", ""),
        ("asked=weather", ""),
        ("scheme=", ""),
    ],
)
def test_a_form_that_came_back_empty_names_its_question(places, query, unanswered):
    found = read(query, places)
    assert (found.unanswered, found.problems) == (unanswered, {})


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("scheme=employee&scheme=resident", "repeated"),
        ("scheme=employee&scheme=employee", "repeated"),
        ("scheme=gold", "unknown"),
        ("scheme=Employee", "unknown"),
        ("scheme=employee&scheme=gold", "unknown"),
        ("scheme=%00", "unknown"),
        ("scheme=%FF%FE", "unknown"),
    ],
)
def test_read_choice_not_understood(places, query, problem):
    assert read(query, places) == Submission(problems={"scheme": problem})


@pytest.mark.parametrize("query", ["scheme=", "scheme=%20", "scheme", "scheme=&scheme="])
def test_read_empty_value_is_no_answer(places, query):
    assert read(query, places) == Submission()


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("proof=work_letter", ("work_letter",)),
        ("proof=work_letter&proof=community_letter", ("work_letter", "community_letter")),
        ("proof=work_letter&proof=work_letter", ("work_letter",)),
        ("proof=none", ("none",)),
        ("proof=+work_letter+", ("work_letter",)),
    ],
)
def test_read_several(places, query, values):
    assert read(query, places) == Submission(answers={"proof": values})


def test_read_several_beside_the_exclusive_one(places):
    assert read("proof=none&proof=work_letter", places) == Submission(problems={"proof": "exclusive"})


@pytest.mark.parametrize("code", ["210300", "110000", "429004", "219900", "unknown"])
def test_read_place(places, code):
    assert read(f"insured_place={code}", places) == Submission(answers={"insured_place": (code,)})


@pytest.mark.parametrize("code", ["210000", "650000", "660000"])
def test_read_province_leads_on_to_its_cities(places, code):
    assert read(f"insured_place={code}", places) == Submission(provinces={"insured_place": code})


@pytest.mark.parametrize("code", ["000000", "210301", "999999", "abroad", "place", "810000", "２１０３００"])
def test_read_place_not_understood(places, code):
    assert read(urlencode({"insured_place": code}), places) == Submission(problems={"insured_place": "unknown"})


def test_read_two_cities_is_a_question_answered_twice(places):
    assert read("care_place=210300&care_place=110000", places) == Submission(problems={"care_place": "repeated"})


@pytest.mark.parametrize("value", ["710000", "810000", "820000", "+810000+", "abroad"])
def test_read_outside_as_place_of_care_is_abroad(places, value):
    assert read(f"care_place={value}", places) == Submission(answers={"care_place": ("abroad",)})


def test_read_one_bad_value_leaves_the_others(places):
    submission = read("for_whom=self&scheme=gold&care_place=210000", places)
    assert submission == Submission({"for_whom": ("self",)}, {"care_place": "210000"}, {"scheme": "unknown"})


@pytest.mark.parametrize(
    ("said", "extra", "query"),
    [
        ({}, {}, ""),
        ({}, {"edit": ""}, ""),
        ({}, {"edit": "scheme"}, "?edit=scheme"),
        ({"scheme": ("employee",)}, {}, "?scheme=employee"),
        ({"proof": ("a", "b"), "scheme": ("c",)}, {"again": "1"}, "?proof=a&proof=b&scheme=c&again=1"),
        ({}, {"find": "鞍山&x=1"}, "?find=%E9%9E%8D%E5%B1%B1%26x%3D1"),
    ],
)
def test_query(said, extra, query):
    assert answers.query(said, **extra) == query


TAILS = ["。", "，", "）", "…", "，快看", "”", '"', "!", ".", ")", "快看", " 快看"]


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("stage=planning", {"stage": ("planning",)}),
        ("care_place=110000", {"care_place": ("110000",)}),
        ("proof=work_letter", {"proof": ("work_letter",)}),
    ],
)
def test_what_a_chat_wrote_behind_a_link_is_no_part_of_the_last_value(places, query, said, tail):
    assert read(query + quote(tail), places) == Submission(answers=said)


def test_county_is_read_from_a_link_that_a_chat_went_on_after(places):
    submission = read("insured_place=210922" + quote("。"), places)
    assert (submission.answers, submission.counties) == ({"insured_place": ("210900",)}, {"insured_place": "210922"})


def test_without():
    said = {"a": ("1",), "b": ("2",), "c": ("3",)}
    assert answers.without(said, "a", "c", "z") == {"b": ("2",)}
