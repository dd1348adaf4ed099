"""All golden cases of all places, worked again: on a page of the desk and by a command."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from calculators.desk.proof import proofs
from calculators.models import BasicPolicy, RemoteRule
from tests.calculators.policy_rows import CITY, OTHER_CITY, publish
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/calculators/basicpolicy/cases/"
RIGHT = {"bill": Decimal(20000), "expected": Decimal(15200), "note": "通知的例子"}  # (20000 - 1000) x 80%
WRONG = {**RIGHT, "bill": Decimal(30000)}
FAILURE = "票据 30,000元，应当报 15,200元（通知的例子），算出来却是 23,200元"


@pytest.fixture
def rows():
    return {
        "right": publish(BasicPolicy, cases=[RIGHT]),
        "wrong": publish(BasicPolicy, region_id=OTHER_CITY, status="submitted", cases=[RIGHT, WRONG]),
        "none": publish(RemoteRule),
        "as at home": publish(RemoteRule, category="long_term", kind="none", value=None),
        "waived": publish(BasicPolicy, care_type="outpatient", waived=True),
        "retired": publish(BasicPolicy, status="retired", cases=[WRONG]),
        "lacking": publish(BasicPolicy, status="draft", scheme="resident", deductible="", cases=[RIGHT]),
    }


def here(found):
    return [proof for proof in found if proof.row.region_id in (CITY, OTHER_CITY)]


def test_every_row_that_is_public_or_on_its_way_is_worked(rows):
    marks = {proof.row: (proof.mark, proof.failures) for proof in here(proofs())}
    assert marks == {
        rows["right"]: ("通过", []),
        rows["wrong"]: ("不对", [FAILURE]),
        rows["none"]: ("没有案例", []),
        rows["lacking"]: ("不对", ["缺起付线，算不出来"]),
    }


def test_all_cases_of_the_pack_come_out(capsys):
    call_command("check_cases")
    assert "不对 0；没有案例的 " in capsys.readouterr().out


def test_command_ends_with_a_failure_and_names_it(rows, capsys):
    with pytest.raises(CommandError, match="不对 2；没有案例的 "):
        call_command("check_cases")
    said = capsys.readouterr().out
    assert f"  {FAILURE}" in said
    assert "没有案例：昆明市 · " in said


def test_page_lists_what_one_may_see_with_pass_and_fail(rows):
    page = signed_in(person("writer", ("editor", CITY))).get(PAGE)
    found = here(proof for proof, _ in page.context["proofs"])
    assert [proof.row for proof in found] == [rows["lacking"], rows["none"], rows["right"]]
    assert "缺起付线，算不出来" in page.content.decode()
    assert signed_in(person("other", ("editor", OTHER_CITY))).get(PAGE).content.decode().count(FAILURE) == 1


def test_page_is_for_clerks(client):
    assert client.get(PAGE).status_code == 302
    assert signed_in(person("nobody")).get(PAGE).status_code == 403
