"""Whatever stands in an address or in a form of the desk, a clerk is answered: never with an error of ours."""

import re
from contextlib import suppress
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from calculators.models import BasicPolicy
from guides.models import Count, Document
from registry.desk.lookups import KeyedSelect
from registry.desk.rowadmin import PublishedRowAdmin
from registry.desk.steps import STEPS
from registry.models import Office, PlaceRelation, Region, SourceDocument
from tests.conftest import SOUND, person, signed_in
from tests.registry.desk.test_lookups import REGISTERED, asked
from tests.thorough import some

pytestmark = pytest.mark.django_db

HUGE = "9" * 30
NUL = "a\0b"
WORDS = ["foo", "²", HUGE, str(2**63), NUL, "9999-12-31", "foo,²", ""]
OFFICES = "/admin/registry/office/"
SOURCES = "/admin/registry/sourcedocument/"


def routes(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + re.sub(r"\(.*?[]+*]\)|<[^>]*>", "<part>", str(pattern.pattern)).strip("^$").replace("^", "")
        yield from routes(pattern, route) if isinstance(pattern, URLResolver) else [route]


ROUTES = sorted({f"/{route}" for route in routes(get_resolver()) if route.startswith("admin/") and "<part>" in route})


def list_of(model):
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


@pytest.fixture
def desk(db):
    return signed_in(User.objects.create_superuser("root"))


def test_number_of_a_model_leads_nowhere(desk):
    for kind in ContentType.objects.all():
        for key in ("1", HUGE):
            assert desk.get(f"/admin/r/{kind.pk}/{key}/").status_code == 404, kind


#: All but the counts of visits, which nobody types.
TYPED = [model for model in REGISTERED if model is not Count]


@pytest.mark.parametrize("model", some(TYPED), ids=lambda model: model._meta.label)
def test_nothing_gets_into_a_form_through_its_address(desk, model):
    page = desk.get(f"{list_of(model)}add/")
    if page.status_code == 403:
        return
    form = page.context["adminform"].form
    for word in ("foo", HUGE, "[1]", "0001-01-01"):
        again = desk.get(f"{list_of(model)}add/", dict.fromkeys(form.fields, word))
        assert again.status_code == 200
        assert again.context["adminform"].form.initial == form.initial


@pytest.mark.parametrize("model", [Office, Document, SourceDocument, Region])
def test_row_opens_with_an_empty_to_field(desk, model):
    row = model.objects.first()
    assert desk.get(f"{list_of(model)}{row.pk}/change/?_to_field=").context["original"] == row


@pytest.mark.parametrize("word", ["foo", "²", HUGE, NUL])
def test_every_address_with_nonsense_in_it_is_answered(desk, word):
    assert len(ROUTES) > 80
    for route in ROUTES:
        assert desk.get(route.replace("<part>", quote(word))).status_code < 500, route


@pytest.mark.parametrize("model", some(REGISTERED), ids=lambda model: model._meta.label)
def test_every_filter_with_nonsense_in_it_is_answered(model):
    root = User.objects.create_superuser("root")
    names = {name for spec in asked(model, root).filter_specs for name in spec.expected_parameters()}
    for name in {"o", "p", "q", "all", "_facets", "_popup", *names}:
        for word in set(WORDS) - {NUL}:
            with suppress(IncorrectLookupParameters):  # the list opens without it
                list(asked(model, root, {name: word}).result_list)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (Office, "check"),
        (Office, "period"),
        (Office, "basis"),
        (Office, "author"),
        (Office, "service"),
        (BasicPolicy, "ends"),
        (BasicPolicy, "complete"),
        (Document, "used"),
        (Region, "lacks"),
    ],
)
def test_value_that_a_filter_does_not_have_opens_the_list(desk, model, name):
    answer = desk.get(list_of(model), {name: "foo"}, follow=True)
    assert answer.redirect_chain == [(f"{list_of(model)}?e=1", 302)]
    assert answer.context["cl"].result_count == model.objects.count()
    again = desk.get(list_of(model), {name: "foo", "e": "1"}).content.decode()
    assert "这样筛选不了" in again
    assert "数据库" not in again


DATED = [model for model in REGISTERED if admin.site._registry[model].date_hierarchy]


@pytest.mark.parametrize("name", ["o", "p", "q", "e", "status__exact", "check", "source__id__exact", NUL])
def test_address_with_nul_in_it_leads_nowhere(desk, name):
    assert desk.get(OFFICES, {name: NUL}).status_code == 404
    assert desk.get(f"{OFFICES}excel/export/", {name: NUL}).status_code == 404


@pytest.mark.parametrize("model", some(DATED), ids=lambda model: model._meta.label)
@pytest.mark.parametrize(
    ("year", "status"),
    [("9999", 302), ("9998", 200), ("0", 302), ("1", 302), ("1899", 302), ("1900", 200), (HUGE, 302), ("²", 302)],
)
def test_year_outside_the_calendar_opens_the_list(desk, model, year, status):
    by = admin.site._registry[model].date_hierarchy
    for rest in ({}, {f"{by}__month": "12"}, {f"{by}__month": "12", f"{by}__day": "31"}):
        assert desk.get(list_of(model), {f"{by}__year": year, **rest}).status_code == status


@pytest.mark.parametrize(("month", "day"), [("13", "1"), ("2", "30"), ("foo", "1"), ("1", "foo"), (HUGE, "1")])
def test_day_that_no_month_has_opens_the_list(desk, month, day):
    when = {"issued_on__year": "2026", "issued_on__month": month, "issued_on__day": day}
    assert desk.get(SOURCES, when).url == f"{SOURCES}?e=1"


ROWS = [model for model in REGISTERED if isinstance(admin.site._registry[model], PublishedRowAdmin)]


@pytest.mark.parametrize("model", some(ROWS), ids=lambda model: model._meta.label)
def test_ticks_that_are_no_rows_are_asked_for_again(desk, model):
    for word in WORDS[:5]:
        answer = desk.post(list_of(model), {"action": "submit_rows", "_selected_action": word})
        assert answer.url == list_of(model)
        assert [str(said) for said in get_messages(answer.wsgi_request)][-1] == "没认出您勾的是哪几条。请重新勾选。"


@pytest.mark.parametrize("word", some(WORDS))
@pytest.mark.parametrize("step", STEPS)
def test_steps_for_nonsense_are_not_found(desk, step, word):
    assert desk.get(f"{OFFICES}step/{step}/", {"ids": word}).status_code == 404


def test_steps_hear_what_makes_sense(desk, build):
    row = build(Office, region_id="210300", status="draft")
    row.save()
    page = desk.get(f"{OFFICES}step/submit/", {"ids": f"foo,{row.pk},²,{HUGE}"})
    assert [row.pk for row in page.context["rows"]] == [row.pk]


@pytest.mark.parametrize("name", ["app_label", "model_name", "field_name", "term", "page"])
@pytest.mark.parametrize("word", some(WORDS))
def test_suggestions_for_nonsense_are_refused_or_empty(desk, name, word):
    asked = {"app_label": "registry", "model_name": "office", "field_name": "region", "term": "鞍", name: word}
    answer = desk.get("/admin/autocomplete/", asked)
    if name == "term" and word not in ("", NUL):
        assert answer.json()["results"] == []
    elif word:
        assert answer.status_code in {403, 404}


@pytest.mark.parametrize("model", some(TYPED), ids=lambda model: model._meta.label)
def test_every_form_with_nul_in_every_field_is_answered(desk, model):
    page = desk.get(f"{list_of(model)}add/")
    if page.status_code == 403:
        return
    typed = dict.fromkeys(page.context["adminform"].form.fields, NUL)
    before = model.objects.count()
    assert desk.post(f"{list_of(model)}add/", typed).status_code == 200
    assert model.objects.count() == before


@pytest.mark.parametrize("model", some(list(SOUND)), ids=lambda model: model._meta.label)
def test_draft_without_its_key_and_its_region_is_given_back(desk, build, model):
    """A key is made where none is typed, but only where the rest is sound; what was typed stays."""
    draft = build(model, status="draft")
    draft.save()
    address = f"{list_of(model)}{draft.pk}/change/"
    form = desk.get(address).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields if form[name].data is None}
    said = {name: "" if name in {"key", "region"} else value for name, value in typed.items()}
    page = desk.post(address, said | {"source_article": "第九十九条"})
    assert page.status_code == 200
    assert "第九十九条" in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/search/?q=%00", "/offices/?find=%00", "/guides/remote-care/insured_place/?find=%00"]
)
def test_public_page_asked_with_nul_is_answered(client, address):
    assert client.get(address, follow=True).status_code == 200


def test_bill_with_nul_in_it_is_answered(client):
    assert client.post("/estimate/", {"total": "1\0", "insured_place": "\0", "find": "\0"}).status_code == 200


def test_history_of_a_row_is_still_shown(build):
    desk = signed_in(person("clerk", ("editor", "210300")))
    row = build(Office, region_id="210300", status="draft")
    row.save()
    assert desk.get(f"{OFFICES}{row.pk}/history/").status_code == 200
    assert desk.get(f"{OFFICES}{row.pk}/history/{row.history.get().pk}/").status_code == 200
    assert desk.get(f"/admin/registry/region/{Region.objects.get(pk='210300').pk}/history/").status_code == 200


@pytest.mark.parametrize("word", some(WORDS))
def test_nonsense_in_a_line_of_a_form_is_shown_again(desk, word):
    """What PostgreSQL cannot look up, it is not asked for."""
    lines = {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0", "members-0-region": word, "members-0-id": word}
    page = desk.post(f"{list_of(PlaceRelation)}add/", lines)
    assert page.status_code == 200
    (members,) = page.context["inline_admin_formsets"]
    assert isinstance(members.formset.forms[0].fields["region"].widget.widget, KeyedSelect)
