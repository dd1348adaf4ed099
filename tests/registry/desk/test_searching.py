"""The one box of the desk: finds by phone, sentence, number and name, and only what is one's own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from calculators.models import BasicCase, BasicPolicy, PolicySpecial
from guides.models import Advice
from registry.models import Office, SourceDocument
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

CITY, OTHER = "210300", "210200"


@pytest.fixture
def desk():
    return signed_in(person("writer", ("editor", CITY)))


def found(client, words):
    answer = client.get("/admin/search/", {"q": words})
    return [row for hits in answer.context["found"] for row, _, _ in hits.rows]


@pytest.mark.parametrize("words", ["5541277", "0412-5541277", "04125541277", "0412 5541277"])
def test_phone_however_it_is_typed(desk, publish, words):
    office = publish(Office, region_id=CITY, phone="0412-5541277")
    assert found(desk, words) == [office]


@pytest.mark.parametrize("words", ["示医保发〔2031〕7号", "示医保发[2031]7号", "示医保发（2031）7号", "〔2031〕7"])
def test_number_of_a_document_in_any_brackets(desk, words):
    notice = SourceDocument.objects.create(key="seven", title="一份", number="示医保发〔2031〕7号", region_id=CITY)
    assert found(desk, words) == [notice]


def test_sentence_in_any_state_with_the_words_around_it(desk, publish):
    draft = publish(Advice, region_id=CITY, status="draft", body="先去找那只红色的信箱。")
    page = desk.get("/admin/search/", {"q": "红色的信箱"}).content.decode()
    assert f"/admin/guides/advice/{draft.pk}/change/" in page
    assert "细说：先去找那只红色的信箱。" in page


def test_inline_rows_of_two_kinds_are_looked_through_one_after_the_other(desk, source):
    """A hundred cases beside a hundred special rules would be ten thousand lines of one policy."""
    row = publish_policy(BasicPolicy, source=source, region_id=CITY, status="draft")
    BasicCase.objects.create(policy=row, bill=1000, expected=700, note="红色信箱里的例子")
    PolicySpecial.objects.create(policy=row, item="红色信箱", from_age=70, rate_add="0.05")
    with CaptureQueriesContext(connection) as asked:
        assert found(desk, "红色信箱") == [row]
    searching = [each["sql"] for each in asked if "红色信箱" in each["sql"] and BasicCase._meta.db_table in each["sql"]]
    assert len(searching) == 1
    assert "OUTER JOIN" not in searching[0]


def test_other_peoples_rows_are_not_found(desk, publish):
    publish(Advice, region_id=OTHER, body="先去找那只红色的信箱。")
    assert found(desk, "红色的信箱") == []


def test_place_leads_to_its_page(desk):
    page = desk.get("/admin/search/", {"q": "鞍山"}).content.decode()
    assert f"/admin/registry/region/{CITY}/desk/" in page


@pytest.mark.parametrize(("words", "says"), [("一", "请至少写两个字。"), ("没有这回事儿", "没有找到“没有这回事儿”")])
def test_what_is_not_found_says_what_to_do(desk, words, says):
    assert says in desk.get("/admin/search/", {"q": words}).content.decode()


@pytest.mark.parametrize("words", ["%", "_" * 3, "'\"<b>x", "字" * 200])
def test_odd_words_are_only_words(desk, words):
    answer = desk.get("/admin/search/", {"q": words})
    assert answer.status_code == 200
    assert "<b>x" not in answer.content.decode()


def test_only_for_whoever_works_here():
    assert signed_in(person("nobody")).get("/admin/search/", {"q": "鞍山"}).status_code == 403


def test_queries_do_not_grow_with_what_is_found(desk, publish):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            desk.get("/admin/search/", {"q": "红色的信箱"})
        return len(asked)

    publish(Advice, region_id=CITY, body="红色的信箱")
    few = queries()
    for number in range(8):
        publish(Advice, region_id=CITY, key=f"more-{number}", body="红色的信箱")
    assert queries() <= few
