"""Whom an outcome says to ring, where two places have something to say."""

import pytest

from tests.guides.outcomes import outcome

pytestmark = pytest.mark.django_db

SHENZHEN, SHENYANG, TIELING = "440300", "210100", "211200"


def rung(guide, **changes):
    return [(phone["label"].partition("（")[0], phone["number"]) for phone in outcome(guide, **changes)["phones"]]


def test_family_in_another_province_is_asked_about_there_too():
    found = rung("family-account", insured_place=SHENZHEN, family_place=TIELING)
    assert found == [("医保", "0755-12393"), ("家人参保地医保", "024-12393")]


def test_family_behind_the_same_number_is_named_when_it_answers():
    (phone,) = outcome("family-account", insured_place=SHENYANG, family_place=TIELING)["phones"]
    assert phone["number"] == "024-12393"
    assert "家人那边也是这个号" in phone["note"]


def test_family_of_the_same_place_is_asked_about_once():
    (phone,) = outcome("family-account")["phones"]
    assert (phone["number"], "家人" in phone["note"]) == ("0412-12393", False)


def test_code_alone_rings_the_country():
    assert rung("family-account", goal="show_code") == [("医保", "12393")]


def test_city_that_is_not_asked_for_is_neither_shown_nor_rung():
    found = outcome("chronic", care_place="110000", where="local")
    assert (found["subject"]["care_place"], len(found["phones"])) == ("", 1)


def test_who_is_not_insured_yet_asks_the_tax_office_how_to_pay():
    assert ("税务", "12366") in rung("family-account", family_place="not_insured")


def test_care_elsewhere_is_asked_about_there_too():
    found = rung("chronic", where="other_city")
    assert found == [("医保", "0412-12393"), ("就医地医保", "010-12393")]


def test_bank_of_the_card_stands_beside_the_number_that_is_not_the_bank_s():
    notes = {phone["number"]: phone["note"] for phone in outcome("card-replacement", trouble="lost")["phones"]}
    assert "打那家银行的客服" in notes["0412-12333"]
    assert "银行" not in notes["0412-12393"]
    code = outcome("card-replacement", trouble="code_fails")["phones"]
    assert "银行" not in "".join(phone["note"] for phone in code)


def test_number_that_a_step_or_the_deadline_rings_stands_in_the_list():
    premium = {"goal": "pay_premium", "family_place": TIELING}
    assert ("税务", "12366") in rung("family-account", **premium)
    assert ("税务", "12366") not in rung("family-account", goal="pay_care")
    assert ("政务热线", "12345") in rung("coverage", for_whom="self", matter="left_job", job="has")
    assert ("人社局，管社保卡、工伤", "0412-12333") in rung("remote-care", stage="emergency", injury="work")


def test_number_that_a_later_step_rings_for_a_few_is_not_the_first():
    late = {"for_whom": "deceased", "scheme": "employee", "catastrophic_line": "unreadable", "injury": "no"}
    found = outcome("second-reimbursement", **late)
    assert any("0412-12333" in step["title"] for step in found["steps"][1:])
    assert [phone["number"] for phone in found["phones"][:2]] == ["0412-12393", "0412-12333"]


def test_number_in_a_heading_stands_before_one_in_the_lines_beneath():
    soon = {"for_whom": "self", "matter": "left_job", "job": "starting", "lapsed_for": "within_3_months"}
    found = outcome("coverage", insured_place="210300", **soon)
    assert any("12366" in line for step in found["steps"] for line in step["lines"])
    assert found["phones"][0]["number"] == "0412-12393"
