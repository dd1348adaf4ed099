"""What a reviewer is told where a field and the text beside it do not go together."""

import pytest
from django.core.exceptions import ValidationError

from guides.desk import twins
from guides.desk.conditioncolumn import ConditionColumn
from guides.models import Advice, Channel, Document, Wording
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


def test_required_paper_without_conditions_is_told_where_it_stands(said):
    guides = {"guides": ["manual-claim"], "needed": "required"}
    told = "个结果上都写着要带"
    assert [told in sentence for _, sentence in said(Document, **guides)] == [True]
    assert said(Document, **guides, when={"invoice": ["paper"]}) == []
    assert said(Document, guides=["manual-claim"], needed="if_available") == []


def test_paper_is_like_the_one_that_names_it_with_another(build):
    both = build(Document, key="both", name="甲种证明和乙单", region_id="000000")
    both.save()
    own = build(Document, key="own", name="甲种证明", status="draft", region_id="210300")
    other = build(Document, key="other", name="乙单本", status="draft", region_id="210300")
    assert [twins.twin(own), twins.twin(other)] == [both, None]


def test_several_that_are_alike_are_told_where_somebody_is_shown_both(build):
    for key, when in (("paper", ["paper"]), ("lost", ["lost"]), ("shop", ["shop"])):
        build(Document, key=key, name=f"（{key}）甲种证明和乙单", region_id="000000", when={"invoice": when}).save()
    own = build(
        Document, key="own", name="甲种证明", status="draft", region_id="210300", when={"invoice": ["paper", "shop"]}
    )
    assert twins.twin(own) is None
    assert "全国已经有 2 条，和“甲种证明”像是同一样：“（paper）甲种证明和乙单”（代号 paper）" in twins.told_of_twins(
        own
    )
    own.when = {"invoice": ["lost"]}
    assert twins.twin(own).key == "lost"


def test_condition_is_read_by_the_names_of_the_guides(publish):
    wording = publish(Wording, guides=["manual-claim"], question="injury", short="有没有受伤", region_id="000000")
    wording.options.create(value="yes", label="外伤")
    column = ConditionColumn(Document._meta.get_field("when"))
    assert column.read("有没有受伤=外伤") == {"injury": ["yes"]}
    with pytest.raises(ValidationError, match="没有“有没有受过伤”这个问题、结论或结果。能写的例如：有没有受伤"):
        column.read("有没有受过伤=是")
