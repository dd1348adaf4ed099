"""Choosing a condition in admin: boxes and places become ``when``, nothing changes that nobody changed."""

import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from guides.desk import names
from guides.desk.conditionfield import MOST_USUAL, Chosen, ConditionField, ConditionWidget
from guides.models import Advice, Channel, Document, Introduction, Misconception, Parameter, Wording
from registry import snapshot
from tests.conftest import GUIDE, person, signed_in
from tests.thorough import some

pytestmark = pytest.mark.django_db
KINDS = [Introduction, Document, Channel, Advice, Parameter, Misconception]


def understood(query):
    field = ConditionField(required=False)
    return field.clean(field.widget.value_from_datadict(QueryDict(query), {}, "when"))


def sent(when):
    """What a browser sends for the condition as the form shows it."""
    page = ConditionWidget().render("when", when)
    boxes = re.findall(r'type="checkbox" name="(\w+)" value="([^"]*)" checked', page)
    texts = re.findall(r'type="text" class="vTextField" name="([\w-]+)" value="([^"]*)"', page)
    data = QueryDict(mutable=True)
    for name, value in [*boxes, *texts]:
        data.appendlist(name, unescape(value))
    return data


def every_condition():
    rows = [row for model in KINDS for row in snapshot.current().rows(model)]
    return {repr(row.when): row.when for row in rows}.values()


def test_every_published_condition_comes_back_unchanged():
    conditions = list(every_condition())
    assert len(conditions) > 250
    field = ConditionField(required=False)
    for when in some(conditions):
        data = field.widget.value_from_datadict(sent(when), {}, "when")
        assert {key: set(values) for key, values in field.clean(data).items()} == {
            key: set(values) for key, values in when.items()
        }
        assert not field.has_changed(when, data)


@pytest.mark.parametrize(
    ("query", "when"),
    [
        ("", {}),
        ("when=stage=admitted", {"stage": ["admitted"]}),
        (
            "when=stage=admitted&when=stage=planning&when=block=proxy",
            {"stage": ["admitted", "planning"], "block": ["proxy"]},
        ),
        ("when-places-insured_place=深圳市、210300", {"insured_place": ["440300", "210300"]}),
        ("when-places-insured_place=深圳 广东省深圳市", {"insured_place": ["440300"]}),
        ("when=insured_place=unknown&when-places-insured_place=鞍山市", {"insured_place": ["unknown", "210300"]}),
        ("when-places-insured_place=", {}),
    ],
)
def test_ticks_become_a_condition(query, when):
    assert understood(query) == when


@pytest.mark.parametrize("written", ["深洲市", "000000", "21030"])
def test_a_place_nobody_knows_is_refused_with_a_sentence(written):
    form = ConditionField(required=False)
    with pytest.raises(Exception, match=f"没有“{written}”这个统筹区。请照“深圳市、鞍山市”的样子写") as caught:
        form.clean(Chosen({}, {"insured_place": f"鞍山市、{written}"}))
    assert len(caught.value.messages) == 1


@pytest.mark.parametrize("written", ["彰武县", "阜新彰武"])
def test_a_county_is_refused_with_the_name_of_its_city(written):
    """Rules are a 统筹区's: what is written for a county would hold in all of the city."""
    with pytest.raises(ValidationError) as caught:
        ConditionField(required=False).clean(Chosen({}, {"insured_place": written}))
    assert caught.value.messages == ["彰武县归阜新市管。请写统筹区“阜新市”。"]


def refused(written):
    with pytest.raises(ValidationError) as caught:
        ConditionField(required=False).clean(Chosen({}, {"insured_place": written}))
    return caught.value.messages


@pytest.mark.parametrize(("unknown", "told"), [(9, 9), (10, 10), (11, 10), (500, 10)])
def test_words_that_are_no_place_are_told_until_there_are_too_many(unknown, told):
    words = [f"无名{number}市" for number in range(unknown)]
    assert refused("、".join([*words, "鞍山市", *words])) == [
        f"没有“{word}”这个统筹区。请照“深圳市、鞍山市”的样子写，或者写 6 位代码。" for word in words[:told]
    ]


def test_a_word_is_looked_at_as_far_as_a_name_goes():
    assert refused("无" * 41)[0].startswith(f"没有“{'无' * 40}”这个统筹区")


def test_what_was_ticked_stands_open_and_the_rest_is_closed():
    page = ConditionWidget().render("when", {"stage": ["admitted"], "insured_place": ["440300"]})
    opened = re.findall(r"<details [^>]*open>\s*<summary>(\S+)", page)
    assert opened == ["参保地", "到哪一步了"]
    assert 'value="深圳市"' in page


def test_what_was_typed_stays_when_it_is_refused():
    assert 'value="深洲市"' in ConditionWidget().render("when", Chosen({}, {"insured_place": "深洲市"}))


# -- over HTTP -------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk():
    return signed_in(person("editor", ("editor", "000000")))


def fields_of(page):
    """The values a browser would send for the change form."""
    form = re.search(r'<form[^>]*id="\w+_form".*?</form>', page, re.DOTALL)[0]
    data = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type")
        if kind == "submit" or (kind == "checkbox" and " checked" not in tag):
            continue
        data.setdefault(attributes["name"], []).append(
            unescape(attributes.get("value", "on" if kind == "checkbox" else ""))
        )
    for name, text in re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        data[name] = [unescape(text)]
    for name, body in re.findall(r'<select name="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        data[name] = re.findall(r'value="([^"]*)"[^>]* selected', body)
    return data


def form_of(desk, row):
    address = f"/admin/guides/{row._meta.model_name}/{row.pk}/change/"
    return address, fields_of(desk.get(address).content.decode())


def draft(build, model, **values):
    row = build(model, **{"status": "draft", **values})
    row.save()
    return row


RICH = {"stage": ["planning", "admitted"], "insured_place": ["440300", "unknown"], "block": ["proxy"]}


@pytest.mark.parametrize(
    ("model", "when"),
    [*((model, RICH) for model in KINDS), (Advice, {}), (Advice, {"stage": ["admitted", "planning"]})],
)
def test_a_form_sent_back_unchanged_changes_nothing(desk, build, model, when):
    row = draft(build, model, when=when)
    address, data = form_of(desk, row)
    data["position"] = ["7"]
    desk.post(address, data)
    row.refresh_from_db()
    assert row.position == 7
    assert row.when == when


def test_ticks_are_saved(desk, build):
    row = draft(build, Advice)
    address, data = form_of(desk, row)
    data |= {"when": ["stage=admitted", "block=proxy"], "when-places-insured_place": ["深圳市"]}
    desk.post(address, data)
    row.refresh_from_db()
    assert row.when == {"stage": ["admitted"], "block": ["proxy"], "insured_place": ["440300"]}
    assert "到哪一步了是“正在住院，还没结账”" in desk.get(address).content.decode()


@pytest.mark.parametrize("keys", [["stage", "scheme", "block"], ["block", "scheme", "stage"]])
def test_condition_is_said_in_the_order_of_the_questions(keys):
    when = {"stage": ["admitted"], "scheme": ["resident"], "block": ["proxy"]}
    said = names.current().sentence(GUIDE, {key: when[key] for key in keys})
    assert said == "只在：医保种类是“居民医保”；而且到哪一步了是“正在住院，还没结账”；而且附加说明是“替别人办”时显示。"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"when": ["stage=maybe"]}, "“stage”没有“maybe”这个答案，可选：planning、"),
        ({"when": ["weather=rain"]}, "条件里的“weather”不是 “去外地看病，先备个案” 的问题、结论或结果。"),
        ({"when": ["stage"]}, "“stage”没有“”这个答案"),
        ({"when": ["matter=card"]}, "条件里的“matter”不是 “去外地看病，先备个案” 的问题、结论或结果。"),
        ({"when-places-scheme": ["深圳市"]}, "“scheme”没有“440300”这个答案"),
        ({"when-places-insured_place": ["深洲市"]}, "没有“深洲市”这个统筹区。"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_saved(desk, build, sent, sentence):
    row = draft(build, Advice, when={"stage": ["admitted"]})
    address, data = form_of(desk, row)
    page = desk.post(address, {**data, **sent}).content.decode()
    assert sentence in unescape(page)
    row.refresh_from_db()
    assert row.when == {"stage": ["admitted"]}


def test_no_json_is_shown(desk, publish, build):
    published = publish(Advice, when={"stage": ["admitted"]})
    for row in (published, draft(build, Advice, when={"stage": ["admitted"]})):
        page = desk.get(f"/admin/guides/advice/{row.pk}/change/").content.decode()
        assert "只在：到哪一步了是“正在住院，还没结账”时显示。" in page
        assert '{"' not in unescape(re.sub(r'<input type="hidden" name="seen"[^>]*>', "", page))
        assert '["remote-care"]' not in unescape(page)


def test_list_says_when_a_row_is_shown(desk, publish):
    publish(Advice, key="only-this-one", when={"stage": ["admitted"]})
    page = desk.get("/admin/guides/advice/?q=only-this-one").content.decode()
    assert "只在：到哪一步了是“正在住院，还没结账”时显示。" in page


def test_wording_has_no_condition_to_choose(desk, build):
    _, data = form_of(desk, draft(build, Wording, question="outcome"))
    assert [name for name in data if name.startswith("when")] == []


def test_what_rows_of_a_kind_mostly_ask_goes_first_and_the_rest_is_folded(desk, build):
    """By the guides that the row is in; what is ticked stands before the fold whether usual or not."""
    row = draft(build, Document, guides=["manual-claim"], when={"supported": ["yes"]})
    page = desk.get(f"/admin/guides/document/{row.pk}/change/").content.decode()
    before, folded = page.split('<details class="rest">')
    first = re.findall(r'name="when" value="(\w+)=', before[before.index("常用的") :])
    assert first[0] == "hands_in"
    assert {"care_kind", "for_whom", "injury", "supported"} <= set(first)
    assert len(set(first)) <= MOST_USUAL + 1
    rest = re.findall(r'name="when" value="(\w+)=', folded)
    assert {"trouble", "stage"} <= set(rest)
    assert not set(first) & set(rest)
