"""Golden cases in the table of a policy: typed beside the figures, worked at once, and saved only where they come out."""

import pytest

from calculators.grid import drafts
from calculators.grid.cases import CASES
from calculators.grid.page import TRY
from calculators.models import BasicCase, BasicPolicy, CriticalIllnessCase
from registry.publication import Status
from tests.calculators.grid.test_table import home, made, notice, post, writer  # noqa: F401
from tests.calculators.grid.test_upper import upper
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

LEVELS = (
    home("primary", "any", deductible="300", bands="80%"),
    home("tertiary", "any", deductible="700", bands="65%"),
)


def case(line, level="tertiary", bill="1.07万", expected="6500", note="通知的例子", **more):
    said = {"level": level, "person": "any", "bill": bill, "expected": expected, "note": note} | more
    return {CASES.box(line, name): typed for name, typed in said.items()}


def stored():
    cases = BasicCase.objects.filter(policy__status=Status.DRAFT)
    return {(one.policy.hospital_level, one.policy.person, one.bill, one.expected, one.note) for one in cases}


def test_case_goes_into_the_row_that_it_proves(writer, notice):  # noqa: F811
    answer = post(
        writer, notice, *LEVELS, case(1), case(2, bill="700", expected="0"), case(3, "primary", "1,300元", "800")
    )
    assert answer.status_code == 302
    assert stored() == {
        ("tertiary", "any", 10700, 6500, "通知的例子"),
        ("tertiary", "any", 700, 0, "通知的例子"),
        ("primary", "any", 1300, 800, "通知的例子"),
    }


def test_case_that_does_not_come_out_keeps_all_out(writer, notice):  # noqa: F811
    page = post(writer, notice, *LEVELS, case(1, expected="6400")).content.decode()
    assert "核对案例第 1 行，应当报（元）：照上面的数算出来是 6,500元。是上面的数写错了，还是这里错了？" in page
    assert "什么也没有存，填的都还在。" in page
    assert not made()


def test_cases_are_tried_without_being_saved(writer, notice):  # noqa: F811
    answer = post(writer, notice, *LEVELS, case(1), case(2, expected="1"), **{TRY: "1"})
    assert [line["right"] for line in answer.context["cases"]["lines"]] == [True, False, False, False]
    answer = post(writer, notice, *LEVELS, case(1), **{TRY: "1"})
    page = answer.content.decode()
    assert "核对案例都对得上。还没有存" in page
    assert "✓ 对" in page
    assert answer.status_code == 200
    assert not made()
    assert "还没有写核对案例，没有东西可算。" in post(writer, notice, *LEVELS, **{TRY: "1"}).content.decode()


def test_table_opened_again_shows_the_cases_and_keeps_them(writer, notice):  # noqa: F811
    post(writer, notice, *LEVELS, case(1))
    _, boxes = drafts.found(notice, writer)
    assert case(1, bill="10700").items() <= boxes.items()
    post(writer, notice, boxes, home("tertiary", "any", deductible="710"), case(1, bill="10710"))
    assert stored() == {("tertiary", "any", 10710, 6500, "通知的例子")}


def test_row_without_a_case_is_told_where_to_write_one(writer, notice):  # noqa: F811
    post(writer, notice, *LEVELS)
    page = signed_in(writer).get(f"/admin/registry/sourcedocument/{notice.pk}/notice/").content.decode()
    assert "没有核对案例" in page
    assert f"/admin/calculators/basicpolicy/grid/?_notice={notice.pk}#cases" in page


def test_cases_of_workers_and_pensioners_are_told_apart(writer, notice):  # noqa: F811
    boxes = [
        home("tertiary", "any", deductible="700"),
        home("tertiary", "active", bands="80%"),
        home("tertiary", "retired", bands="90%"),
    ]
    page = post(writer, notice, *boxes, case(1), scheme="employee").content.decode()
    assert "上面在职、退休不一样。请选是哪一种。" in page
    post(writer, notice, *boxes, case(1, person="retired", expected="9000"), scheme="employee")
    assert stored() == {("tertiary", "retired", 10700, 9000, "通知的例子")}


def test_critical_illness_has_cases_too(writer, notice):  # noqa: F811
    lines = upper(1, deductible="1.4万", bands="60%") | upper(2, who="低保", deductible="7000")
    post(writer, notice, lines, case(1, "upper", "2.4万", "6000"))
    [one] = CriticalIllnessCase.objects.filter(policy__status=Status.DRAFT)
    assert (one.policy.hardship, one.bill, one.expected) == ("", 24000, 6000)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (case(1, bill=""), "票据（元）：请写票据多少，例如 50000。"),
        (case(1, expected=""), "应当报（元）：请写应当报多少"),
        (case(1, note=""), "从哪里来：请写这个数从哪里来"),
        (case(1, bill="五万"), "票据（元）：请改用数字写金额"),
        (case(1, "secondary"), "哪一条：上面没有写“二级”的数。请选写了数的一条。"),
        (case(1, "upper"), "上面没有写“大病保险”的数。"),
        (case(1, "没有的"), "上面没有写“没有的”的数。"),
    ],
)
def test_line_that_is_no_case_is_told_at_its_box(writer, notice, line, sentence):  # noqa: F811
    page = post(writer, notice, *LEVELS, line).content.decode()
    assert sentence in page
    assert not BasicPolicy.objects.filter(status=Status.DRAFT).exists()


def test_what_is_only_chosen_is_no_case(writer, notice):  # noqa: F811
    assert post(writer, notice, *LEVELS, case(1, bill="", expected="", note="")).status_code == 302
    assert not stored()
