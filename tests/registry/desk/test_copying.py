"""Typing less: a row copied, a key made by itself, the country's row replaced by choosing it."""

import re

import pytest
from django.db import OperationalError
from django.urls import reverse

from calculators.models import BasicPolicy
from guides.models import Advice, Document, Parameter
from registry.desk import copying
from registry.models import Event, Office, OfficeHours
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import SOUND, person, signed_in

pytestmark = pytest.mark.django_db

CITY, OTHER, NATION = "210300", "210200", "000000"


@pytest.fixture
def desk():
    return signed_in(person("writer", ("editor", CITY)))


def page(row, name="copy"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def copied(client, row):
    answer = client.post(page(row))
    assert answer.status_code == 302
    return type(row).objects.get(pk=int(answer.headers["Location"].split("/")[-3]))


def test_copy_says_the_same_with_all_its_lines_and_is_a_draft(desk, publish):
    office = publish(Office, region_id=CITY, phone="0412-5541277", verified_on="2026-01-01", verified_by="李四")
    OfficeHours.objects.create(office=office, weekday=0, opens="08:30", closes="11:30")
    twin = copied(desk, office)
    assert (twin.name, twin.phone, twin.status, twin.supersedes) == (office.name, "0412-5541277", "draft", None)
    assert (twin.key, twin.verified_on) == ("", None)
    assert [str(hours.opens) for hours in twin.hours.all()] == ["08:30:00"]
    assert [str(hours.opens) for hours in office.hours.all()] == ["08:30:00"]
    assert [event.reason for event in Event.objects.filter(object_id=twin.pk, kind="copied")] == [
        "照“窗口”（鞍山市）写的"
    ]


@pytest.mark.parametrize(("said", "folded"), [({"item": "高血压"}, False), ({}, True)])
def test_what_the_copied_row_says_is_not_folded_away(desk, publish, said, folded):
    row = publish_policy(BasicPolicy, source=None, region_id=CITY, scheme="resident", **said)
    form = desk.get(page(copied(desk, row), "change")).context["adminform"]
    [finer] = [one for one in form if one.name == "当地分得更细的，再填这些"]
    assert ("collapse" in finer.classes) == folded


@pytest.mark.parametrize("model", SOUND, ids=lambda model: model._meta.label)
def test_every_kind_can_be_copied(desk, publish, model):
    row = publish(model, region_id=NATION if model.national else CITY)
    writer = signed_in(person("of-the-country", ("editor", NATION))) if model.national else desk
    twin = copied(writer, row)
    assert (twin.status, twin.pk != row.pk, twin.region_id) == ("draft", True, row.region_id)


def test_copy_that_fails_half_way_leaves_nothing(desk, publish, monkeypatch):
    office = publish(Office, region_id=CITY)
    OfficeHours.objects.create(office=office, weekday=0, opens="08:30", closes="11:30")
    desk.raise_request_exception = False

    def fail(*_):
        raise OperationalError

    monkeypatch.setattr(copying, "note", fail)
    assert desk.post(page(office)).status_code == 503
    assert not Office.objects.filter(status="draft").exists()


def test_copied_policy_gets_the_key_of_what_it_then_is(desk, source):
    row = publish_policy(BasicPolicy, source=source, region_id=CITY, scheme="resident", hospital_level="primary")
    twin = copied(desk, row)
    form = desk.get(page(twin, "change")).context["adminform"].form
    assert form.initial["key"] == ""
    assert twin.bands.count() == row.bands.count()


def test_row_of_the_country_is_copied_to_take_its_place_here(desk, publish):
    national = publish(Document, key="the-card")
    assert "照这条写一条本地的" in desk.get(page(national, "change")).content.decode()
    twin = copied(desk, national)
    assert (twin.region_id, twin.key, twin.status) == (CITY, "the-card", "draft")


def test_copy_is_for_who_writes_and_of_what_he_sees(publish):
    mine, theirs = publish(Document, region_id=CITY), publish(Document, region_id=OTHER, key="theirs")
    editor, reviewer = (signed_in(person(role, (role, CITY))) for role in ("editor", "reviewer"))
    before = Document.objects.count()
    assert reviewer.post(page(mine)).status_code == 403
    assert "再写一条" not in reviewer.get(page(mine, "change")).content.decode()
    assert editor.post(page(theirs)).status_code == 404
    assert editor.get(page(mine)).status_code == 405
    assert Document.objects.count() == before


def paper(source, **values):
    form = {"name": "一张纸", "needed": "required", "handling": "show", "copies": "0", "bringer": "anyone"}
    form |= {"guides": ["remote-care"], "position": "100", "region": CITY, "source": source.pk, "key": ""}
    return form | {"collected_on": "2026-01-01", "evidence": "retold", "review_every": "365"} | values


def add(client, model, form):
    return client.post(reverse(f"admin:guides_{model._meta.model_name}_add"), form, follow=True)


def test_key_makes_itself_and_takes_nobodys(desk, source, publish):
    publish(Document, key="anshan-1", name="别的纸")
    for name in ("甲纸", "乙纸"):
        add(desk, Document, paper(source, name=name))
    assert list(Document.objects.filter(status="draft").order_by("pk").values_list("key", flat=True)) == [
        "anshan-2",
        "anshan-3",
    ]


def test_row_that_is_replaced_gives_its_key(desk, source, publish):
    national = publish(Document, key="the-card")
    answer = add(desk, Document, paper(source, replaces=national.pk))
    assert Document.objects.get(status="draft").key == "the-card"
    assert "公众会看到两样" not in answer.content.decode()


def test_row_that_replaces_holds_in_the_cases_of_the_other_unless_it_names_its_own(desk, source, publish):
    national = publish(Document, key="the-card", when={"stage": ["planning"]})
    add(desk, Document, paper(source, replaces=national.pk))
    assert Document.objects.get(status="draft").when == {"stage": ["planning"]}


def test_row_of_another_province_is_not_replaced(desk, source, publish):
    other = publish(Document, key="the-card", region_id="320000")
    answer = add(desk, Document, paper(source, replaces=other.pk)).content.decode()
    assert "这一条是江苏省的，管不到鞍山市。请选全国的，或者您那个省的。" in answer
    assert not Document.objects.filter(status="draft").exists()


def test_of_two_of_one_name_the_other_is_not_urged_upon_who_replaces_one(desk, source, publish):
    publish(Document, key="for-injuries")
    mine = publish(Document, key="the-card")
    assert "公众会看到两样" not in add(desk, Document, paper(source, replaces=mine.pk)).content.decode()


def test_only_rows_of_levels_above_are_offered_to_replace(desk, publish):
    above = {publish(Document, key="nation"), publish(Document, key="province", region_id="210000")}
    publish(Document, key="city", region_id=OTHER)
    publish(Document, key="draft", status="draft")
    offered = set(desk.get("/admin/guides/document/add/").context["adminform"].form.fields["replaces"].queryset)
    assert above <= offered
    assert {row.status for row in offered} == {"published"}
    assert {row.region_id for row in offered}.isdisjoint({CITY, OTHER})


@pytest.mark.parametrize(
    ("ours", "theirs"), [("收据原件", "发票原件"), ("诊断证明", "诊断证明和病历"), ("甲乙丙丁", "")]
)
def test_rows_that_are_called_nearly_the_same_are_offered_first(desk, source, publish, ours, theirs):
    """By the name of the row, or before there is one by the clause that it is made of."""
    for n, name in enumerate(("发票原件", "诊断证明和病历")):
        publish(Document, key=f"above-{n}", name=name)

    def offered(address, **query):
        return list(desk.get(address, query).context["adminform"].form.fields["replaces"].queryset)

    new = reverse("admin:guides_document_add")
    as_ever = offered(new)
    source.clause = f"一、总则。\n二、凭{ours}办理。"
    source.save()
    add(desk, Document, paper(source, name=ours))
    row = Document.objects.get(status="draft")
    of_name = offered(reverse("admin:guides_document_change", args=[row.pk]))
    for found in (of_name, offered(new, _notice=source.pk, _clause=2)):
        assert (theirs in map(str, found[:8])) == (found != as_ever) == bool(theirs)
        assert set(found) == set(as_ever)
    assert theirs not in map(str, as_ever[:8])


@pytest.mark.parametrize(("model", "field"), [(Document, "name"), (Advice, "title")])
def test_same_name_under_another_key_is_told_and_saved(desk, source, publish, model, field):
    national = publish(model, key="above")
    form = paper(source, kind="step", title="一步") | {field: getattr(national, field)}
    answer = add(desk, model, form).content.decode()
    assert "公众会看到两样" in answer
    assert "代号 above" in answer
    assert model.objects.filter(status="draft").exists()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("本人银行卡", "病人本人的银行卡"),
        ("医疗费票据", "看病的发票"),
        ("医疗费用清单", "费用清单"),
        ("发票存根复印件", ""),
        ("住院押金条", ""),
        ("孩子收钱的银行卡", ""),
    ],
)
def test_names_that_most_likely_mean_the_same_are_told(desk, source, ours, theirs):
    answer = add(desk, Document, paper(source, name=ours, guides=["manual-claim"])).content.decode()
    told = re.findall(r"全国已经有一条“([^”]+)”（代号 [a-z-]+），和“([^”]+)”像是同一样，公众会看到两样。", answer)
    assert told == ([(theirs, ours)] if theirs else [])
    assert ("是另一样，就不用改。" in answer) == bool(theirs)


def test_draft_may_still_be_said_to_replace_another(desk, source, publish):
    national = publish(Document, key="the-card", when={"stage": ["planning"]})
    other = publish(Document, key="the-other", name="另一样")
    add(desk, Document, paper(source, name=national.name))
    row = Document.objects.get(status="draft")
    address = reverse("admin:guides_document_change", args=[row.pk])

    def change(**values):
        shown = desk.get(address).context["adminform"].form
        form = paper(source, name=national.name, key=shown["key"].value(), seen=shown["seen"].value())
        desk.post(address, form | {"replaces": shown["replaces"].value() or ""} | values)
        row.refresh_from_db()
        return row.key

    assert change(replaces=national.pk) == "the-card"
    assert row.when == {"stage": ["planning"]}
    assert change() == "the-card"
    assert row.when == {}  # what was unticked afterwards stays so
    assert change(replaces=other.pk) == "the-other"
    assert change(replaces="").startswith("anshan-")


def test_papers_of_a_notice_take_the_place_of_the_countrys_in_one_go(desk, source, publish):
    for name, key in (("甲证明", "above-a"), ("乙证明", "above-b"), ("丙证明", "above-c")):
        publish(Document, key=key, name=name, when={"stage": ["planning"]})
    add(desk, Document, paper(source, name="甲证明、乙证明、丙证明、丙的证明、丁证明"))
    notice = reverse("admin:registry_sourcedocument_notice", args=[source.pk])
    offered = desk.get(notice).content.decode()
    assert "替换全国的这几条：甲证明、乙证明</button>" in offered
    assert re.search("“甲证明”什么情形下显示，会照全国那一条改。现在：总是显示。改成：只在：[^<]+显示。", offered)
    one_go = reverse("admin:guides_document_replace", args=[source.pk])
    assert desk.get(one_go).status_code == 405
    elsewhere = signed_in(person("elsewhere", ("editor", OTHER)))
    assert "替换全国的" not in elsewhere.get(notice).content.decode()
    elsewhere.post(one_go)
    assert not Document.objects.filter(status="draft", key__startswith="above").exists()
    assert "“甲证明”替换全国的“甲证明”。" in desk.post(one_go, follow=True).content.decode()
    keys = {row.name: (row.key, row.when) for row in Document.objects.filter(status="draft", key__startswith="above")}
    planning = {"stage": ["planning"]}
    assert keys == {"甲证明": ("above-a", planning), "乙证明": ("above-b", planning)}  # of 丙 there are two
    assert "替换全国的这几条" not in desk.get(notice).content.decode()
    assert signed_in(person("reader", ("reviewer", CITY))).post(one_go).status_code == 403


def test_row_that_is_public_is_not_asked_what_it_replaces(desk, source, publish):
    for row in (publish(Document, key="mine", region_id=CITY), publish(Document, key="nation")):
        assert desk.get(reverse("admin:guides_document_change", args=[row.pk])).status_code == 200


def test_counter_may_have_a_phone_alone_and_not_nothing(desk, source):
    form = {"name": "只有电话的一个", "services": ["claims"], "region": CITY, "source": source.pk, "position": "100"}
    form |= {"collected_on": "2026-01-01", "evidence": "retold", "review_every": "365", "key": ""}
    where = reverse("admin:registry_office_add")
    assert "地址和电话，至少要写一样。" in desk.post(where, form).content.decode()
    desk.post(where, form | {"phone": "0412-5541277"})
    assert Office.objects.get(name="只有电话的一个").address == ""


def test_papers_asked_for_alike_are_typed_at_once(desk, source):
    names = "诊断证明（甲、乙）、费用清单；本人银行卡、费用清单"
    answer = add(desk, Document, paper(source, name=names, handling="original"))
    made = Document.objects.filter(status="draft").order_by("pk")
    assert [(row.name, row.key, row.handling, row.guides) for row in made] == [
        ("诊断证明（甲、乙）", "anshan-1", "original", ["remote-care"]),
        ("费用清单", "anshan-2", "original", ["remote-care"]),
        ("本人银行卡", "anshan-3", "original", ["remote-care"]),
    ]
    assert "一共存了 3 样材料：诊断证明（甲、乙）、费用清单、本人银行卡。" in answer.content.decode()
    assert {row.history.first().history_user.username for row in made} == {
        made[0].history.first().history_user.username
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "甲纸、" + "乙" * 61}, f"“{'乙' * 61}”请写短一些，最多 60 个字。"),
        ({"name": "、"}, "请填“平时怎么叫”。"),
        ({"name": "甲纸、乙纸", "key": "mine"}, "写了几样，就不能选“替换哪一条”，也不能写“代号”。"),
        ({"guides": []}, "请至少勾一个指引。"),
    ],
)
def test_papers_that_cannot_be_told_apart_are_asked_about(desk, source, typed, sentence):
    assert sentence in add(desk, Document, paper(source, **typed)).content.decode()
    assert not Document.objects.filter(status="draft").exists()


def test_row_without_guides_belongs_where_the_row_it_replaces_does(desk, source, publish):
    national = publish(Document, key="the-card", guides=["manual-claim", "chronic"])
    add(desk, Document, paper(source, replaces=national.pk, guides=[]))
    assert Document.objects.get(status="draft").guides == ["manual-claim", "chronic"]


def test_local_rule_belongs_where_others_of_its_name_do(desk, source, publish):
    publish(Parameter, region_id="210200", name="claim_deadline", guides=["manual-claim", "remote-care"], value="一年")
    form = paper(source, value="次年 3 月底", guides=[]) | {"name": "claim_deadline"}
    add(desk, Parameter, form)
    found = Parameter.objects.get(status="draft").guides
    assert set(found) >= {"manual-claim", "remote-care"}


@pytest.mark.parametrize(
    ("clause", "ticked"),
    [
        ("一、手工报销应在次年3月31日前提交。", ["manual-claim", "second-reimbursement", "remote-care"]),
        ("一、补办社保卡带身份证。", ["card-replacement"]),
        ("一、住院起付标准 300 元。", None),
    ],
)
def test_guides_of_which_the_clause_speaks_are_ticked(desk, source, clause, ticked):
    source.clause = clause
    source.save()
    address = f"{reverse('admin:guides_document_add')}?_notice={source.pk}&_clause=1"
    assert desk.get(address).context["adminform"].form.initial.get("guides") == ticked
