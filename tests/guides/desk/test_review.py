"""What a reviewer is told where a field and the text beside it do not go together."""

import pytest

from guides.models import Advice, Channel, Document
from registry.workflow import review
from tests.conftest import person, signed_in
from tests.registry.sheets import Sheet, confirm, download, paper, upload

pytestmark = pytest.mark.django_db

COUNTER = "勾了“不用跑窗口”，“怎么办”里却写着窗口。请看看是不是真的一趟也不用跑。"
NO_NUMBER = "这一步叫人打电话，却没有号码。请写上 {phone}，或者填“按钮”。"


@pytest.fixture
def said(build):
    def of(model, **values):
        row = build(model, status="draft", region_id="210300", **values)
        row.save()
        return [(finding.blocks, finding.sentence) for finding in review.findings(row)]

    return of


@pytest.mark.parametrize("how", ["带齐材料，到窗口交。", "到附近的网点办。"])
def test_way_that_needs_no_counter_but_speaks_of_one_is_told(said, how):
    assert (False, COUNTER) in said(Channel, no_counter=True, how=how)
    assert said(Channel, no_counter=False, how=how) == []


def test_way_that_needs_no_counter_and_speaks_of_none_is_fine(said):
    assert said(Channel, no_counter=True, how="在手机上登录，照着提示办。") == []


@pytest.mark.parametrize(
    "values", [{"title": "不清楚的，打电话问。"}, {"title": "先问清楚。", "body": "打电话问就行。"}]
)
def test_step_that_says_ring_without_a_number_is_told(said, values):
    assert said(Advice, kind="step", **values) == [(False, NO_NUMBER)]
    assert said(Advice, kind="step", button="{phone}", **values) == []
    assert said(Advice, kind="warning", **values) == []


def test_step_with_the_number_in_its_text_is_fine(said):
    assert said(Advice, kind="step", title="打电话问清楚。", body="号码是 {card_phone}。") == []


def test_paper_for_the_counter_goes_through_a_sheet(source):
    client = signed_in(person("writer", ("editor", "210300")))
    sheet = Sheet(download(client, Document, "blank"), Document)
    paper(sheet, 只有去窗口才带="是")
    paper(sheet, 代号="second-paper", 平时怎么叫="又一张纸")
    confirm(client, Document, upload(client, Document, sheet.content()))
    assert dict(Document.objects.filter(status="draft").values_list("key", "counter_only")) == {
        "new-paper": True,
        "second-paper": False,
    }


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("document", ["只有去窗口才带"]),
        ("channel", ["不用跑窗口"]),
        ("advice", ["按钮", "配哪张图"]),
    ],
)
def test_clerk_finds_the_fields_on_the_form(admin_client, kind, labels):
    page = admin_client.get(f"/admin/guides/{kind}/add/").content.decode()
    assert [label for label in labels if f">{label}" not in page] == []
