"""A table of a policy left open while somebody else corrects one of its drafts: nothing is overwritten unseen."""

import pytest
from django.urls import reverse

from calculators.grid import together
from calculators.grid.table import HOME
from calculators.models import BasicCase, BasicPolicy
from registry.models import SourceDocument
from registry.publication import Status
from tests.calculators.policy_rows import CITY
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

HEAD = {
    "region": CITY,
    "scheme": "resident",
    "care_type": "inpatient",
    "deductible_basis": "per_claim",
    "effective_from": "2027-01-01",
    "effective_to": "",
    "source_article": "第一条",
    "evidence": "official",
}


def level(name, deductible, **more):
    said = {"deductible": deductible, "bands": "70%", **more}
    return {HOME.box(name, "any", figure): typed for figure, typed in said.items()}


@pytest.fixture
def table():
    """A notice whose table was saved once; how it looks when it is opened, and how it is sent."""
    writer = person("writer", ("editor", CITY))
    notice = SourceDocument.objects.create(
        key="notice", title="一份通知", region_id=CITY, status="draft", clause="第一条 待遇。"
    )
    address = f"{reverse('admin:calculators_basicpolicy_grid')}?_notice={notice.pk}"
    client = signed_in(writer)

    class Table:
        def seen(self):
            return {"seen": client.get(address).context["seen"]}

        def send(self, *parts):
            sent = HEAD | {"source": notice.pk}
            for part in parts:
                sent |= part
            return client.post(address, sent)

    found = Table()
    assert found.send(level("tertiary", "310")).status_code == 302
    return found


def deductibles():
    return dict(BasicPolicy.objects.filter(status=Status.DRAFT).values_list("hospital_level", "deductible"))


def correct(**said):
    BasicPolicy.objects.filter(status=Status.DRAFT).update(**said)


def draft():
    return BasicPolicy.objects.get(status=Status.DRAFT)


def test_what_was_left_as_it_was_shown_is_taken_as_a_colleague_wrote_it(table):
    seen = table.seen()
    correct(deductible="350")
    assert table.send(seen, level("tertiary", "310"), level("secondary", "200")).status_code == 302
    assert deductibles() == {"tertiary": "350", "secondary": "200"}


def test_what_both_changed_is_told_once_and_then_meant(table):
    seen = table.seen()
    correct(deductible="350")
    page = table.send(seen, level("tertiary", "320"))
    assert page.status_code == 200
    assert "有人把“310”改成了“350”" in page.content.decode()
    assert deductibles() == {"tertiary": "350"}
    again = {"seen": page.context["seen"]}
    assert table.send(again, level("tertiary", "320")).status_code == 302
    assert deductibles() == {"tertiary": "320"}


def test_head_that_a_colleague_corrected_stays_corrected(table):
    seen = table.seen()
    correct(evidence="quoted")
    assert table.send(seen, level("tertiary", "310")).status_code == 302
    assert draft().evidence == "quoted"


def test_case_that_a_colleague_added_stays(table):
    seen = table.seen()
    row = draft()
    BasicCase.objects.create(policy=row, bill="1000", expected="483", note="文件第 8 页")
    empty_line = {"case-1-level": "", "case-1-person": "any", "case-1-bill": "", "case-1-expected": ""}
    assert table.send(seen, level("tertiary", "310"), empty_line).status_code == 302
    assert list(row.cases.values_list("bill", "expected")) == [(1000, 483)]


def test_page_that_carries_nothing_it_was_given_is_told_of_everything():
    posted = {together.SEEN: "made up", "box": "1"}
    assert list(together.merge(posted, {"box": "2"})) == ["box"]
