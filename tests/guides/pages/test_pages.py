"""Pages under good and bad input: what is shown, where a visitor is led, and what is never done."""

import re
from collections import Counter
from html import unescape
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image

from guides.flows import FLOWS
from guides.models import Advice
from guides.outcome import papers, sheets
from registry import snapshot
from registry.models import Region
from tests.browser.addresses import CARD, LAST_DAY, MANUAL_CLAIM, SECOND
from tests.guides.outcomes import statements
from tests.thorough import long

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


def test_search_engines_are_told_every_guide_by_its_own_title(client: Client) -> None:
    page = client.get("/").content.decode()
    told = re.findall(r'<meta name="description" content="([^"]+)"', page)
    titles = re.findall(r'<a class="task" href="/guides/[^"]+"><strong>([^<]+)', page)
    assert len(titles) == len(FLOWS)
    assert [all(title in words for title in titles) for words in told] == [True]


def test_home_offers_the_box_the_emergency_exit_six_tasks_and_three_phones(client: Client) -> None:
    page = text(client, "/")
    order = [
        page.index(words) for words in ('name="q"', "/outcome/?stage=emergency", 'class="task"', 'class="hotlines"')
    ]
    assert order == sorted(order)
    tasks = re.findall(r'<a class="task" href="([^"]+)"', page)
    assert tasks == [*(f"/guides/{slug}/" for slug in FLOWS), "/estimate/", "/places/"]
    for number in ("12393", "12333", "12345"):
        assert f'href="tel:{number}"' in page


def test_emergency_says_what_to_bring_before_what_to_do(client: Client) -> None:
    page = text(client, "/guides/remote-care/outcome/?stage=emergency")
    before = re.sub("<[^>]+>", "", page[: page.index('id="steps"')])
    assert "要带：医保码或社保卡" in before


def test_emergency_without_papers_says_that_none_is_needed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "in_a_line", lambda lines: "")
    page = text(client, "/guides/remote-care/outcome/?stage=emergency")
    before = re.sub("<[^>]+>", "", page[: page.index('id="steps"')])
    assert "现在什么都不用带，先看病" in before


@pytest.mark.parametrize("guide", FLOWS)
def test_start_says_once_how_many_questions_there_are(client: Client, guide: str) -> None:
    assert len(re.findall(r"最多 \d+ 题", text(client, f"/guides/{guide}/"))) == 1


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
        "stage=planningx",
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
    assert address == f"{GUIDE}insured_place/?for_whom=self&again=unknown"


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


def offered(page: str) -> list[tuple[str, str]]:
    """What a search for a place offers: value and words."""
    return re.findall(r'id="insured_place-found-\d+" name="insured_place" value="(\w+)"><span>(.+?)</span>', page)


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("彰武", [("210922", "彰武县，归辽宁省阜新市管")]),
        ("朝阳区", [("110105", "朝阳区，归北京市管"), ("220104", "朝阳区，归吉林省长春市管")]),
        ("崇文区", [("110000", "崇文区（以前的名字），归北京市管")]),
        ("吉林", [("220000", "吉林省，再选城市"), ("220200", "吉林省吉林市")]),
        ("香港", []),  # nobody is insured there
    ],
)
def test_search_for_a_place_offers_all_that_the_name_may_mean(client: Client, typed: str, choices: list) -> None:
    page = text(client, f"{GUIDE}insured_place/?for_whom=self&find={typed}&asked=insured_place")
    assert offered(page) == choices


@pytest.mark.parametrize(("typed", "code"), [("鞍山", "210300"), ("鞍山市", "210300"), ("anshan", "210300")])
def test_city_that_is_typed_in_full_is_the_answer(client: Client, typed: str, code: str) -> None:
    """Also where the form's own empty list of provinces is sent along."""
    form = f"{GUIDE}insured_place/?for_whom=self&asked=insured_place&find={typed}&insured_place="
    assert leads_to(client, form) == f"{GUIDE}scheme/?for_whom=self&insured_place={code}"


def test_province_that_is_typed_leads_to_its_cities(client: Client) -> None:
    page = text(client, f"{GUIDE}insured_place/?for_whom=self&asked=insured_place&find=辽宁省")
    assert '<option value="210300">鞍山市</option>' in page


def test_name_is_no_answer_while_it_is_typed_nor_beside_a_choice(client: Client) -> None:
    form = f"{GUIDE}insured_place/?for_whom=self&asked=insured_place&find=鞍山"
    assert offered(client.get(form, headers={"HX-Request": "true"}).content.decode())[0] == ("210300", "辽宁省鞍山市")
    assert leads_to(client, f"{form}&insured_place=110000").endswith("insured_place=110000")


def test_county_that_is_typed_is_named_where_the_page_begins(client: Client) -> None:
    page = text(client, f"{GUIDE}insured_place/?for_whom=self&asked=insured_place&find=彰武")
    assert '<a href="#insured_place-found-1">彰武县，归辽宁省阜新市管。对的，就在下面点它，再点“下一步”。</a>' in page


def test_county_is_answered_with_its_city_and_the_next_page_says_so(client: Client) -> None:
    address = leads_to(
        client, f"{GUIDE}insured_place/?for_whom=self&asked=insured_place&find=彰武&insured_place=210922"
    )
    assert address == f"{GUIDE}scheme/?for_whom=self&insured_place=210900&county=210922"
    page = text(client, address)
    assert "彰武县归阜新市管。" in page
    assert "辽宁省阜新市" in page
    assert 'name="county"' not in page


@pytest.mark.parametrize("county", ["210302", "210900", "%3Cb%3E", "999999"])
def test_county_that_led_to_none_of_the_answers_is_not_said(client: Client, county: str) -> None:
    assert "管。" not in text(client, f"{GUIDE}scheme/?for_whom=self&insured_place=210900&county={county}")


def test_province_that_was_found_leads_to_its_cities(client: Client) -> None:
    page = text(client, f"{GUIDE}insured_place/?for_whom=self&asked=insured_place&find=吉林&insured_place=220000")
    assert '<option value="220200">吉林市</option>' in page
    assert '<option value="229900">吉林省本级（省直单位等）</option>' in page


def test_outcome_of_a_county_stands_under_its_city_and_says_so(client: Client) -> None:
    address = leads_to(client, OUTCOME.replace("insured_place=210300", "insured_place=210302"))
    assert address == f"{OUTCOME}&county=210302"
    assert "铁东区归鞍山市管。" in text(client, address)
    assert "管。</p>" not in text(client, OUTCOME)


def test_place_of_care_may_be_a_county_too(client: Client) -> None:
    asked = "for_whom=self&insured_place=210300&scheme=employee"
    address = leads_to(client, f"{GUIDE}care_place/?{asked}&asked=care_place&care_place=110105")
    assert parse_qs(urlsplit(address).query)["care_place"] == ["110000"]
    assert "朝阳区归北京市管。" in text(client, address)


CARE = f"{GUIDE}care_place/?for_whom=self&insured_place=219900&scheme=employee"
NOT_OF_CARE = "省本级只是参保的地方。请选医院在哪个城市。"


def test_provincial_pool_is_no_place_to_be_treated_in(client: Client) -> None:
    """An address of before, which may lie behind a link or a code, leads back to the question and says why."""
    address = leads_to(client, OUTCOME.replace("care_place=110000", "care_place=219900"))
    assert urlsplit(address).path == f"{GUIDE}care_place/"
    assert "care_place" not in parse_qs(urlsplit(address).query)
    assert NOT_OF_CARE in text(client, address)


def test_provincial_pool_given_to_the_question_itself_leads_back_with_the_sentence(client: Client) -> None:
    assert NOT_OF_CARE in text(client, leads_to(client, f"{CARE}&asked=care_place&care_place=219900"))


def test_provincial_pool_is_offered_to_the_insured_alone(client: Client) -> None:
    insured = text(client, f"{GUIDE}insured_place/?for_whom=self&asked=insured_place&insured_place=210000")
    care = text(client, f"{CARE}&asked=care_place&care_place=210000")
    assert ('<option value="219900"' in insured, '<option value="219900"' in care) == (True, False)
    assert '<option value="210100"' in care


def test_provincial_pool_that_is_typed_is_explained(client: Client) -> None:
    page = text(client, f"{CARE}&asked=care_place&find=辽宁省本级")
    assert NOT_OF_CARE in page
    assert "没有找到" not in page


@pytest.mark.parametrize("made_up", ["1", "x", "%3Cb%3E"])
def test_whatever_else_is_said_of_a_dropped_answer_asks_again(client: Client, made_up: str) -> None:
    assert "刚才的选项没有认出来" in text(client, f"{CARE}&again={made_up}")


def test_place_that_was_named_before_is_one_tap(client: Client) -> None:
    said = "goal=pay_care&owner_scheme=employee&relation=spouse&insured_place=210300"
    page = text(client, f"/guides/family-account/family_place/?{said}")
    (address,) = re.findall(r'<a class="task" href="([^"]+)"><strong>和出钱的人同一个城市</strong>', page)
    response = client.get(unescape(address))
    assert response["Location"] == f"/guides/family-account/family_phone/?{said}&family_place=same"
    assert 'class="task"' not in text(client, f"/guides/family-account/insured_place/?{said.rpartition('&')[0]}")


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
    call = page[page.index('id="call"') : page.index("<h1>")]
    for_the_phone, own = call.split("</ul>")[:2]
    assert (for_the_phone.count("<li>"), own.count("<li>")) == (2, 1)  # the hotline cannot know how far the illness is


def test_outcome_shows_missing_local_data_as_what_to_ask_by_phone(client: Client) -> None:
    address = OUTCOME.replace("reason=own_choice", "reason=lives_there&proof=none")
    rules = client.get(address.replace("outcome/?", "outcome.json?")).json()["local_rules"]
    unknown = [rule["label"] for rule in rules if not rule["value"]]
    assert 0 < len(unknown) < len(rules)
    ask = text(client, address).partition("打电话时，顺便问这几样")[2].partition("</details>")[0]
    assert '<a class="dial" href="tel:041212393">0412-12393</a>' in ask
    assert re.findall(r"<li>(.+?)？</li>", ask) == unknown


EMERGENCY = f"{GUIDE}outcome/?stage=emergency"


@pytest.mark.parametrize(
    ("address", "whose"), [(OUTCOME, "鞍山市的"), (EMERGENCY, "医保"), (OUTCOME.replace("210300", "unknown"), "医保")]
)
def test_outcome_says_once_on_screen_and_once_on_paper_that_nobody_has_checked(
    client: Client, address: str, whose: str
) -> None:
    data = client.get(address.replace("outcome/?", "outcome.json?")).json()
    line = f"依据 {len(data['sources'])} 份文件，还没有经{whose}经办机构核对。和窗口说的不一样，以窗口为准。"
    page = text(client, address)
    on_paper = re.findall(r'<p class="printed">(.*?)</p>', page)
    assert [printed.count(line) for printed in on_paper] == [1]
    on_screen = re.findall(rf"<(\w+) class=\"unprinted\"[^>]*>{re.escape(line)}", page)
    assert len(on_screen) == page.count(line) - 1 == 1
    assert page.count("未经经办机构核对") == sum("未经经办机构核对" in source["note"] for source in data["sources"])


def test_urgent_outcome_says_it_where_it_delays_nobody(client: Client) -> None:
    assert text(client, OUTCOME).index("还没有经") < text(client, OUTCOME).index('id="steps"')
    assert text(client, EMERGENCY).index("还没有经") > text(client, EMERGENCY).index("依据和核对日期")


@pytest.mark.parametrize("address", [OUTCOME, EMERGENCY, CARD, MANUAL_CLAIM, SECOND])
def test_every_statement_carries_the_number_of_its_source(client: Client, address: str) -> None:
    found = client.get(address.replace("outcome/?", "outcome.json?")).json()
    page = text(client, address)
    numbers = re.findall(r'<a class="ref" href="#source-(\d+)" aria-label="依据〔\d+〕">〔(\d+)〕</a>', page)
    assert [target for target, _ in numbers] == [shown for _, shown in numbers]
    listed = re.findall(r'<li id="source-(\d+)">', page)
    assert listed == [str(source["number"]) for source in found["sources"]]
    assert {target for target, _ in numbers} <= set(listed)
    shown = [said for said in statements(found) if said not in (found["script"], *found["offices"][1:]) and known(said)]
    said_to = Counter(str(said["basis"]["number"]) for said in shown)
    assert not said_to - Counter(target for target, _ in numbers)


def known(statement: dict[str, Any]) -> bool:
    """Whether a statement says anything: a local rule without a value is asked for by phone."""
    return statement.get("value", True) != ""


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
    assert data["key"] == "file_temporary"
    assert {"documents", "channels", "offices", "phones", "deadlines", "steps", "sources", "blocks"} <= set(data)
    names = [paper["name"] for group in data["documents"] for paper in group["papers"]]
    positions = [page.index(f">{group['label']} <span") for group in data["documents"]]
    assert names
    assert positions == sorted(positions)
    assert all(step["title"] in re.sub("<[^>]+>", "", page) for step in data["steps"])


def test_json_of_incomplete_answers_names_the_missing_question(client: Client) -> None:
    response = client.get(f"{GUIDE}outcome.json?for_whom=self")
    assert response.status_code == 422
    assert response.json() == {"missing": "insured_place", "next": f"{GUIDE}insured_place/?for_whom=self"}


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        # Nobody who has not decided where to go is asked how far they have got.
        (f"{ANSWERS.replace('110000', 'undecided')}&stage=zzz", "reason"),
        (f"{ANSWERS}&stage=zzz", "stage"),
        (f"{ANSWERS}&stage=planning&reason=zzz&proof=zzz", "reason"),
    ],
)
def test_what_is_not_asked_is_never_missing(client: Client, query: str, missing: str) -> None:
    found = client.get(f"{GUIDE}outcome.json?{query}").json()
    assert found["missing"] == missing
    assert found["next"].startswith(f"{GUIDE}{missing}/?")
    assert f'name="{missing}"' in client.get(f"{GUIDE}outcome/?{query}", follow=True).content.decode()


def test_nonsense_that_is_not_asked_for_changes_nothing(client: Client) -> None:
    plain, nonsense = (client.get(f"{GUIDE}outcome.json?{FINISHED}{more}") for more in ("", "&proof=zzz"))
    assert (plain.status_code, nonsense.status_code) == (200, 200)
    assert plain.content == nonsense.content


@pytest.mark.parametrize(
    "address", [OUTCOME, f"{GUIDE}outcome.txt?{FINISHED}", LAST_DAY.replace("outcome/", "outcome.ics")]
)
def test_shared_address_is_the_site_s_own(client: Client, settings: Any, address: str) -> None:
    def said() -> str:
        return client.get(address, headers={"host": "another.example"}).content.decode().replace("\r\n ", "")

    settings.ALLOWED_HOSTS = ["*"]
    assert "http://another.example/guides/" in said()
    settings.SITE_URL = "https://yibao.example.cn"
    assert "https://yibao.example.cn/guides/" in said()
    assert "another.example" not in said()


def test_code_leads_to_the_site_s_own_address(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://yibao.example.cn"
    code = client.get(f"{GUIDE}outcome/qr.png?{FINISHED}").content
    assert code == sheets.qr_picture(f"https://yibao.example.cn{OUTCOME}")


def test_code_for_an_address_that_is_too_long_is_not_found(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://" + "a" * 3000
    assert client.get(f"{GUIDE}outcome/qr.png?{FINISHED}").status_code == 404


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
    monkeypatch.setattr("guides.pages.views.snapshots.current", lambda: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    page = response.content.decode()
    assert 'href="/"' in page
    assert "tel:12393" in page
    assert "Traceback" not in page
    assert "ZeroDivision" not in page


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "//", "///", "//?", "//#x"]
)
def test_text_size_never_leads_off_the_site(client: Client, target: str) -> None:
    response = client.get("/text-size/large/", {"next": target})
    assert response["Location"] == "/"
    assert response.cookies["text_size"].value == "large"


@pytest.mark.parametrize("secure", [True, False])
def test_text_size_is_told_to_this_site_alone(client: Client, settings: Any, secure: bool) -> None:
    settings.SESSION_COOKIE_SECURE = secure
    cookie = client.get("/text-size/large/").cookies["text_size"]
    assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", secure)


@pytest.mark.parametrize("address", [f"{GUIDE}stage/?{ANSWERS}", OUTCOME])
def test_page_needs_one_query_whatever_the_content(
    client: Client, address: str, django_assert_num_queries: object
) -> None:
    client.get(address)
    with django_assert_num_queries(1):
        client.get(address)
    rows = list(Advice.objects.all())
    for copy in range(10):
        for row in rows:
            row.pk, row.key = None, f"{row.key[:70]}-{copy}"
        Advice.objects.bulk_create(rows)
    Region.objects.get(code="210300").save()
    client.get(address)
    with django_assert_num_queries(1):
        client.get(address)


def test_qr_leads_to_the_outcome(client: Client) -> None:
    response = client.get(f"{GUIDE}outcome/qr.png?{FINISHED}")
    assert response["Content-Type"] == "image/png"  # a chat forwards no SVG
    picture = Image.open(BytesIO(response.content)).convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [f"http://testserver{OUTCOME}"]


def test_public_pages_set_no_cookie(client: Client) -> None:
    for address in ("/", GUIDE, f"{GUIDE}stage/?{ANSWERS}", OUTCOME, f"{GUIDE}outcome.json?{FINISHED}"):
        assert not client.get(address).cookies


def test_card_guide_rings_the_card_hotline_of_the_issuing_city(client: Client) -> None:
    answers = "for_whom=self&trouble=lost&need_now=no&card_kind=social_security_card&issued_place=210300"
    page = text(client, f"/guides/card-replacement/outcome/?{answers}&reported=no&pension_on_card=no&in_person=yes")
    where = page[page.index('aria-labelledby="where"') :].partition("</section>")[0]
    numbers = re.findall(r'class="dial" href="tel:(\d+)"', where)
    assert numbers == ["041212333", "041212393"]
    assert "能报多少" not in page


def test_bill_is_refused_where_no_payout_is_estimated(client: Client) -> None:
    address = "/guides/card-replacement/outcome/?for_whom=deceased&issued_place=210300"
    assert client.post(address, {"total": "100"}).status_code == 405


@long
def test_gap_that_nobody_can_fill_leaves_a_text_that_can_be_read(client: Client) -> None:
    """As a row written past every form may have; nothing of it may take the page, or the search, away."""
    key = Advice.objects.published().filter(kind="verdict", region="000000").values_list("key", flat=True)[0]
    title = "带 {paper} 去 {0}{} {phone.x} {phone!r:>9} {insured_place} 办 {"
    Advice.objects.filter(key=key).update(title=title)
    snapshot.forget()
    assert "去外地看病" in text(client, "/search/?t=guide:remote-care")
    assert client.get("/search/", {"q": "参保地 办"}, follow=True).status_code == 200
    with pytest.raises(CommandError) as caught:
        call_command("check_guides", stdout=StringIO())
    assert f"办事提示 {key}（000000）：花括号里只能写" in str(caught.value)
    assert "不认识：" in str(caught.value)


def test_outcome_with_a_gap_that_nobody_can_fill(client: Client) -> None:
    Advice.objects.filter(kind="step").update(body="问 {nobody}。")
    snapshot.forget()
    for name in ("outcome/", "outcome.json", "outcome.txt", "outcome.pdf"):
        assert client.get(f"{GUIDE}{name}?{FINISHED}").status_code == 200
    assert "问 （打 12393 问）。" in re.sub(r"<[^>]+>", "", text(client, OUTCOME))
