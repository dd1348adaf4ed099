"""What is to be done first is the same thing in the answer, at the first step and on the button."""

import re
from itertools import product
from urllib.parse import urlencode

import pytest

from guides.models import Advice
from guides.outcome.outcome import MOST_STEPS
from tests.guides.outcomes import PLAIN, outcome

pytestmark = pytest.mark.django_db

#: Who asks, and what both the answer and the first step say.
FIRST = [
    ("remote-care", {"care_type": "pharmacy", "scheme": "employee"}, "要不要备案"),
    ("remote-care", {"filed_before": "same_city"}, "查"),
    ("manual-claim", {"where": "other_city", "why_not_settled": "not_filed"}, "能不能补备案"),
    ("card-replacement", {}, "挂失"),
    ("card-replacement", {"card_kind": "unknown"}, "挂失"),
    ("coverage", {"for_whom": "newborn", "ill_now": "yes"}, "结账"),
    ("coverage", {"for_whom": "newborn"}, "手机上哪里办"),
    ("coverage", {"matter": "pay", "scheme": "employee", "job": "has"}, "查交到哪个月"),
    ("chronic", {}, "慢特病"),
]
#: Numbers of others than the insurance, and the names that they go by.
NAMED = [("{card_phone}", "人社"), ("12366", "税务"), ("12345", "政务热线")]

#: Here the words beside the number are to be short.
NAMED_ELSEWHERE = {"card-deceased-step-report", "card-deceased-step-cancel"}


@pytest.mark.parametrize(("guide", "changes", "both"), FIRST)
def test_answer_names_the_first_step(guide, changes, both) -> None:
    found = outcome(guide, **changes)
    assert both in found["title"]
    assert both in found["steps"][0]["title"]


@pytest.mark.parametrize(("number", "name"), NAMED)
def test_step_that_rings_another_number_says_whose_it_is(number, name) -> None:
    steps = Advice.objects.filter(status="published", kind="step", title__contains=number)
    assert steps
    unnamed = [row.title for row in steps if name not in row.title and row.key not in NAMED_ELSEWHERE]
    assert unnamed == []


def test_paying_by_phone_needs_nothing_brought() -> None:
    assert outcome("coverage", matter="pay")["bring"].startswith("手机上办不用带。")


def test_few_things_more_are_named() -> None:
    bring = outcome("remote-care", stage="emergency")["bring"]
    assert bring == "要带：医保码或社保卡。有就带：诊断证明和急诊病历。可以后补：发票、费用清单、病历"


def test_number_is_the_button_only_where_one_of_the_first_two_steps_rings_it(client) -> None:
    def top(guide: str, **changes: str) -> str:
        answers = urlencode({**PLAIN[guide], **changes})
        page = client.get(f"/guides/{guide}/outcome/?{answers}").content.decode()
        return page[: page.index('id="steps"')]

    rung = top("manual-claim", where="other_city", why_not_settled="not_filed")
    assert '<p class="ring due unprinted"><a class="quick" href="tel:041212393">先打 0412-12393</a> 医保' in rung
    then = top("card-replacement", trouble="lost", need_now="today", reported="no")
    assert '<p class="ring due unprinted"><a class="quick" href="tel:041212333">再打 0412-12333</a> 人社局' in then
    asked = top("family-account")
    assert '<p class="ring unprinted"><a class="quick" href="tel:041212393">有事问 0412-12393</a> 医保' in asked


def test_what_more_there_is_to_say_is_named(client) -> None:
    page = client.get("/guides/remote-care/outcome/?stage=emergency").content.decode()
    assert "还有几句" not in page
    assert re.search(r"<summary class=\"unprinted\">再看：[^…]+……</summary>", page)


def test_emergency_has_no_button_that_rings_before_the_hospital_is_told(client) -> None:
    page = client.get("/guides/remote-care/outcome/?stage=emergency").content.decode()
    top = page[: page.index('id="steps"')]
    assert "先找医院的医保办" in top
    assert re.search(r'class="quick" href="tel:', top) is None
    assert 'href="tel:12393"' in top


@pytest.mark.parametrize("for_whom", ["self", "family", "child", "deceased"])
@pytest.mark.parametrize(
    "care_kind", ["outpatient", "emergency", "inpatient", "maternity", "dual_channel_drug", "outside_drug"]
)
def test_handing_in_is_among_the_first_steps_of_every_claim(for_whom, care_kind) -> None:
    """Whatever else there is to do: the page that says how to claim says where the papers go."""
    reasons = ("not_filed", "hospital_not_linked", "no_card", "system_down", "student_holiday", "other")
    for where, reason, injury in product(("local", "other_city"), reasons, ("no", "yes")):
        answers = {"for_whom": for_whom, "care_kind": care_kind, "where": where, "why_not_settled": reason}
        found = outcome("manual-claim", **answers, injury=injury)
        first = [step["key"] for step in found["steps"][:MOST_STEPS]]
        assert "manual-step-counter" in first, (answers, first)
