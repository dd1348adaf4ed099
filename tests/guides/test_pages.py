"""Pages under good and bad input: what is shown, where a visitor is led, and what is never done."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from guides.flows import FLOWS
from guides.models import Advice
from registry.models import Region

pytestmark = pytest.mark.django_db

GUIDE = "/guides/remote-care/"
ANSWERS = "for_whom=self&insured_place=210300&scheme=employee&care_place=110000"
FINISHED = f"{ANSWERS}&stage=planning&reason=own_choice&care_type=inpatient&hospital_linked=yes&filed_before=no"
FINISHED += "&injury=no"
OUTCOME = f"{GUIDE}outcome/?{FINISHED}"


def text(client: Client, address: str, **extra: object) -> str:
    response = client.get(address, **extra)
    assert response.status_code == 200
    return response.content.decode()


def leads_to(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 302
    return response["Location"]


def test_home_lists_guides_that_exist_and_three_phones(client: Client) -> None:
    page = text(client, "/")
    assert re.findall(r'href="(/guides/[^"]+)"', page) == [f"/guides/{slug}/" for slug in FLOWS]
    for number in ("12393", "12333", "12345"):
        assert f'href="tel:{number}"' in page


def test_start_offers_the_emergency_exit_above_the_button(client: Client) -> None:
    page = text(client, GUIDE)
    assert page.index("/outcome/?stage=emergency") < page.index("开始回答")


@pytest.mark.parametrize("address", [f"{GUIDE}stage/?{ANSWERS}", OUTCOME])
def test_emergency_exit_is_on_every_page_of_the_guide(client: Client, address: str) -> None:
    assert 'href="/guides/remote-care/outcome/?stage=emergency"' in text(client, address)


def test_emergency_outcome_does_not_point_at_itself(client: Client) -> None:
    page = text(client, f"{GUIDE}outcome/?stage=emergency")
    assert 'href="/guides/remote-care/outcome/?stage=emergency"' not in page


def test_question_is_a_get_form_with_the_values_of_the_flow(client: Client) -> None:
    page = text(client, f"{GUIDE}stage/?{ANSWERS}")
    assert '<form method="get"' in page
    values = re.findall(r'type="radio" id="[^"]+" name="stage" value="(\w+)"', page)
    assert values == ["planning", "admitted", "discharged", "settled", "emergency", "unknown"]
    assert " checked" not in page
    assert "第 5 题，最多还有 6 题" in page


def test_answer_leads_to_the_next_question_without_helper_parameters(client: Client) -> None:
    address = leads_to(client, f"{GUIDE}for_whom/?asked=for_whom&for_whom=self&find=&from=singlemessage")
    assert address == f"{GUIDE}insured_place/?for_whom=self"


@pytest.mark.parametrize(
    "bad",
    [
        "stage=bogus",
        "stage=planning&stage=admitted",
        "stage=planning&stage=planning",
        "stage=%00%ff",
        "stage=planning%20x",
    ],
)
def test_value_not_understood_leads_back_and_keeps_the_rest(client: Client, bad: str) -> None:
    address = leads_to(client, f"{GUIDE}outcome/?{ANSWERS}&{bad}&reason=own_choice")
    assert urlsplit(address).path == f"{GUIDE}stage/"
    assert parse_qs(urlsplit(address).query)["care_place"] == ["110000"]
    assert parse_qs(urlsplit(address).query)["reason"] == ["own_choice"]
    page = text(client, address)
    assert "请重新选一次" in page
    assert "<title>错误：" in page


@pytest.mark.parametrize("code", ["999999", "000000", "810000", "abc", "1100001"])
def test_region_code_not_understood_leads_back(client: Client, code: str) -> None:
    address = leads_to(client, f"{GUIDE}scheme/?for_whom=self&insured_place={code}")
    assert address == f"{GUIDE}insured_place/?for_whom=self&again=1"


def test_province_code_leads_to_its_cities(client: Client) -> None:
    page = text(client, f"{GUIDE}insured_place/?for_whom=self&insured_place=210000&asked=insured_place")
    assert '<option value="210300">鞍山市</option>' in page
    assert "错误" not in page


def test_municipality_is_taken_at_the_first_level(client: Client) -> None:
    assert leads_to(client, f"{GUIDE}insured_place/?for_whom=self&insured_place=110000").endswith(
        "insured_place=110000"
    )


def test_hong_kong_as_place_of_care_is_out_of_scope(client: Client) -> None:
    answers = ANSWERS.replace("care_place=110000", "care_place=810000")
    assert 'data-outcome="out_of_scope"' in text(client, f"{GUIDE}outcome/?{answers}")


def test_unknown_question_leads_to_the_current_one(client: Client) -> None:
    assert leads_to(client, f"{GUIDE}favourite_colour/?{ANSWERS}").startswith(f"{GUIDE}stage/?{ANSWERS}")


def test_question_out_of_turn_leads_to_the_first_unanswered(client: Client) -> None:
    assert leads_to(client, f"{GUIDE}filed_before/?for_whom=self") == f"{GUIDE}insured_place/?for_whom=self"


def test_outcome_with_missing_answers_leads_to_the_question(client: Client) -> None:
    assert leads_to(client, f"{GUIDE}outcome/?for_whom=self") == f"{GUIDE}insured_place/?for_whom=self"


def test_missing_answer_is_explained_at_the_control_and_in_the_box(client: Client) -> None:
    page = text(client, f"{GUIDE}stage/?{ANSWERS}&asked=stage")
    assert page.count("请选一项。说不准就选“不清楚”。") == 2
    assert 'role="alert"' in page
    assert 'href="#stage-1"' in page


def test_search_without_a_hit_keeps_what_was_typed(client: Client) -> None:
    page = text(client, f"{GUIDE}insured_place/?for_whom=self&find=火星&asked=insured_place")
    assert "没有找到“火星”" in page
    assert 'value="火星"' in page


def test_what_was_typed_is_escaped(client: Client) -> None:
    page = text(client, f"{GUIDE}insured_place/?for_whom=self&find=%3Cscript%3E&asked=insured_place")
    assert "<script>" not in page.replace("<script src", "")


def test_three_unknowns_put_a_phone_script_with_the_open_questions_first(client: Client) -> None:
    answers = "for_whom=self&insured_place=unknown&scheme=unknown&care_place=110000&stage=unknown"
    page = text(client, f"{GUIDE}outcome/?{answers}&reason=own_choice&care_type=inpatient&injury=no")
    assert "too_many_unknowns" in page
    script = page[page.index("先打电话问清这几件事") : page.index("<h1>")]
    assert len(re.findall(r"<li>", script)) == 3


def test_outcome_shows_missing_local_data_as_a_phone_to_ring(client: Client) -> None:
    page = text(client, OUTCOME.replace("reason=own_choice", "reason=lives_there&proof=none"))
    assert '没有查到。请打 <a href="tel:041212393">0412-12393</a> 问。' in page


def test_outcome_labels_what_nobody_has_checked(client: Client) -> None:
    assert text(client, OUTCOME).count("未经经办机构核对") > 20


def test_outcome_without_a_verdict_says_to_ring(client: Client) -> None:
    Advice.objects.filter(kind="verdict").delete()
    page = text(client, OUTCOME)
    assert "请先打电话问清楚再去" in page
    assert 'href="tel:041212393"' in page


def test_clerks_change_is_seen_at_once(client: Client) -> None:
    assert "0412-12393" in text(client, OUTCOME)
    region = Region.objects.get(code="210300")
    region.area_code = "0999"
    region.save()
    assert "0999-12393" in text(client, OUTCOME)


def test_json_says_what_the_page_says(client: Client) -> None:
    data = client.get(f"{GUIDE}outcome.json?{FINISHED}").json()
    page = text(client, OUTCOME)
    assert data["outcome"] == "file_temporary"
    assert {"documents", "channels", "offices", "phones", "deadlines", "steps", "sources", "blocks"} <= set(data)
    names = [paper["name"] for group in data["documents"] for paper in group["documents"]]
    positions = [page.index(f">{group['label']} <span") for group in data["documents"]]
    assert names
    assert positions == sorted(positions)
    assert all(step["title"] in page for step in data["steps"])


def test_json_of_incomplete_answers_names_the_missing_question(client: Client) -> None:
    response = client.get(f"{GUIDE}outcome.json?for_whom=self")
    assert response.status_code == 422
    assert response.json() == {"missing": "insured_place", "next": f"{GUIDE}insured_place/?for_whom=self"}


@pytest.mark.parametrize("address", ["/guides/nothing/", "/guides/nothing/outcome/?x=1", "/nothing/", "/text-size/x/"])
def test_not_found_gives_home_and_phone(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()
    assert "tel:12393" in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_wrong_method_gets_a_plain_page(client: Client, method: str) -> None:
    response = getattr(client, method)(f"{GUIDE}stage/")
    assert response.status_code == 405
    assert "12393" in response.content.decode()


def test_server_error_gives_home_and_phone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guides.views.snapshots.current", lambda: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    page = response.content.decode()
    assert 'href="/"' in page
    assert "tel:12393" in page
    assert "Traceback" not in page
    assert "ZeroDivision" not in page


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "javascript:alert(1)"])
def test_text_size_never_leads_off_the_site(client: Client, target: str) -> None:
    response = client.get("/text-size/large/", {"next": target})
    assert response["Location"] == "/"
    assert response.cookies["text_size"].value == "large"


@pytest.mark.parametrize("address", [f"{GUIDE}stage/?{ANSWERS}", OUTCOME])
def test_page_needs_one_query_whatever_the_content(
    client: Client, address: str, django_assert_num_queries: object
) -> None:
    client.get(address)
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get(address)
    rows = list(Advice.objects.all())
    for copy in range(10):
        for row in rows:
            row.pk, row.key = None, f"{row.key[:70]}-{copy}"
        Advice.objects.bulk_create(rows)
    Region.objects.get(code="210300").save()
    client.get(address)
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get(address)


def test_qr_leads_to_the_outcome(client: Client) -> None:
    response = client.get(f"{GUIDE}outcome/qr.svg?{FINISHED}")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg xmlns=")


def test_public_pages_set_no_cookie(client: Client) -> None:
    for address in ("/", GUIDE, f"{GUIDE}stage/?{ANSWERS}", OUTCOME, f"{GUIDE}outcome.json?{FINISHED}"):
        assert not client.get(address).cookies


def test_card_guide_rings_the_card_hotline_of_the_issuing_city(client: Client) -> None:
    answers = "for_whom=self&trouble=lost&need_now=no&card_kind=social_security_card&issued_place=210300"
    page = text(client, f"/guides/card-replacement/outcome/?{answers}&reported=no&pension_on_card=no&in_person=yes")
    numbers = re.findall(r'class="dial" href="tel:(\d+)"', page)
    assert numbers == ["041212333", "041212393"]
    assert "能报多少" not in page


def test_bill_is_refused_where_no_payout_is_estimated(client: Client) -> None:
    address = "/guides/card-replacement/outcome/?for_whom=deceased&issued_place=210300"
    assert client.post(address, {"total": "100"}).status_code == 405
