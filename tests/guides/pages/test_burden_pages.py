"""The private form of 二次报销 over HTTP: what the year's sum changes on the page, what is refused, and what is kept."""

import datetime as dt
import logging
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from calculators.models import CriticalIllnessPolicy
from tests.calculators.policy_rows import publish

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-11-21")]

OUTCOME = (
    "/guides/second-reimbursement/outcome/?for_whom=self&insured_place={place}&scheme={scheme}&insured_now=yes"
    "&first_claim={claim}&catastrophic_line={line}&other_cover=none&receipts=paper&discharged={discharged}&injury=no"
)
TODAY = dt.date(2026, 11, 21)


def outcome(
    place: str = "530100",
    scheme: str = "resident",
    claim: str = "direct",
    line: str = "zero",
    discharged: str = "this_year",
) -> str:
    return OUTCOME.format(place=place, scheme=scheme, claim=claim, line=line, discharged=discharged)


def told(client: Client, address: str, **data: str) -> str:
    response = client.post(address, data)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    return unescape(response.content.decode())


def main(page: str) -> str:
    return re.findall(r'data-outcome="(\w+)"', page)[0]


def answer(page: str) -> str:
    """What the private form's place says, without the form."""
    section = page[page.index('id="payout"') : page.index('<form class="bill"')]
    return " ".join(re.sub(r"<[^>]+>", "", section).split())


def test_what_the_text_of_the_line_says_beside_it_stands_with_the_line(client: Client) -> None:
    publish(CriticalIllnessPolicy, region_id="530100", left_out="三类罕见病另算", left_out_matters="some")
    said = answer(told(client, outcome(), burden_before="10000"))
    assert "起付线是 15,000 元" in said
    assert "下面这些规定没有算进去。碰上的，钱数会不一样，请打 0871-12393 问：三类罕见病另算。" in said
    # A line given on the phone rests on no text of ours.
    assert "没有算进去" not in answer(told(client, outcome(), burden_before="10000", own_threshold="12000"))


def test_page_asks_for_the_sum_and_claims_nothing(client: Client) -> None:
    response = client.get(outcome())
    page = response.content.decode()
    assert response["Cache-Control"] == "no-cache"
    assert '<form class="bill" method="post"' in page
    assert "今年医保范围内自付累计" in page
    assert answer(page) == 'id="payout" tabindex="-1">'


def test_every_layer_is_shown_in_order_with_its_state_in_words(client: Client) -> None:
    page = client.get(outcome()).content.decode()
    layers = page[page.index('<ol class="layers">') :].split("</ol>")[0]
    states = re.findall(
        r'<li class="\w+"><details class="more"><summary><span><span class="tag">([^<]+)</span>', layers
    )
    assert states == ["已自动报", "先问清楚", "问别的单位", "您没有这一层", "您没有这一层"]
    assert layers.count('class="ref"') == 5
    assert page.index('class="verdict"') < page.index('class="layers"') < page.index('id="bring"')


def test_guide_without_layers_shows_no_such_section(client: Client) -> None:
    page = client.get("/guides/card-replacement/outcome/?for_whom=deceased&issued_place=210300").content.decode()
    assert "一层一层报" not in page


@pytest.mark.parametrize(
    ("burden", "key", "layer", "says"),
    [
        ("14999.99", "below_threshold", "暂时不够条件", "今年还差约 0.01元"),
        ("15000", "below_threshold", "暂时不够条件", "还没有超过"),
        ("15000.01", "ask_why_not", "要您申请", "已经过线"),
        ("2600", "below_threshold", "暂时不够条件", "今年还差约 1.24万元（12,400元）"),
    ],
)
def test_sum_of_the_year_changes_the_whole_page(client: Client, burden: str, key: str, layer: str, says: str) -> None:
    publish(CriticalIllnessPolicy)
    page = told(client, outcome(), burden_before=burden)
    layers = page[page.index('<ol class="layers">') :].split("</ol>")[0]
    assert main(page) == key
    assert re.findall(r'class="tag">([^<]+)<', layers)[1] == layer
    assert says in answer(page)
    title = re.sub("<[^>]+>", "", re.findall(r"<h1>(.+?)</h1>", page)[0])
    assert f"这一页的结论：{title}" in answer(page)


def test_passed_after_a_claim_at_the_counter_is_applied_for(client: Client) -> None:
    publish(CriticalIllnessPolicy)
    address = outcome(claim="manual", line="unreadable")
    assert main(client.get(address).content.decode()) == "unclear"
    assert main(told(client, address, burden_before="15000.01")) == "apply"


def test_answer_shows_what_it_rests_on(client: Client) -> None:
    publish(CriticalIllnessPolicy, region_id="530000", source_article="第3条", note="各市略有差异")
    said = answer(told(client, outcome(), burden_before="2万"))
    for words in ("云南省 · 依据：一份文件第3条 · 转述 · 未经经办机构核对", "各市略有差异"):
        assert words in said
    assert "只能参考" in said
    assert "自费不算" in said
    assert "每年从头累计" in said


@pytest.mark.parametrize(("evidence", "only"), [("official", False), ("quoted", False), ("retold", True)])
def test_answer_that_somebody_checked_is_more_than_an_indication(client: Client, evidence: str, only: bool) -> None:
    publish(CriticalIllnessPolicy, evidence=evidence, verified_on=TODAY, verified_by="1")
    said = answer(told(client, outcome(), burden_before="2万"))
    assert ("只能参考" in said) == only
    assert "2026年11月21日核对" in said
    assert "以医保局结算为准" in said


def test_supported_household_has_its_own_line_and_layer(client: Client) -> None:
    publish(CriticalIllnessPolicy, has_support=True, support_deductible_factor="0.5")
    plain = told(client, outcome(), burden_before="9000")
    supported = told(client, outcome(), burden_before="9000", supported="yes")
    assert (main(plain), main(supported)) == ("below_threshold", "ask_why_not")
    assert "有低保等身份的，线是 7,500 元。那样的话，您已经过线" in answer(plain)
    assert "起付线是 7,500 元（按困难身份算）" in answer(supported)
    assert "有低保等身份的" not in answer(supported)
    assert 'data-blocks="medical_assistance"' in supported
    assert 'data-blocks=""' in plain


def test_supported_resident_is_not_measured_by_the_line_of_others(client: Client) -> None:
    """A place's row that says nothing of 低保、特困 has not their line, which is lower by the nation's rule."""
    publish(CriticalIllnessPolicy)
    short = told(client, outcome(), burden_before="9000", supported="yes")
    assert main(short) == main(client.get(outcome()).content.decode())
    for words in (
        "还比不出来",
        "一般人的起付线是 15,000 元",
        "困难身份的起付线没有查到",
        "我有低保、特困这样的困难身份",
    ):
        assert words in answer(short)
    assert "还差" not in answer(short)
    assert "<details open><summary>打电话问到了起付线" in short
    assert main(told(client, outcome(), burden_before="9000")) == "below_threshold"
    passed = answer(told(client, outcome(), burden_before="15000.01", supported="yes"))
    assert "已经过线" in passed
    assert "这是一般人的线" in passed


@pytest.mark.parametrize(
    ("burden", "scheme", "key", "says", "never"),
    [
        ("9000", "resident", "ask_why_not", "按减半的线，可能已经过线", "还差"),
        ("7500", "resident", "below_threshold", "今年还差约 7,500元", "减半"),
        ("15000.01", "resident", "ask_why_not", "已经过线", "减半"),
        ("9000", "employee", "below_threshold", "今年还差约 6,000元", "减半"),
    ],
)
def test_line_that_a_supported_resident_was_told_may_be_the_line_of_others(
    client: Client, burden: str, scheme: str, key: str, says: str, never: str
) -> None:
    address = outcome(scheme=scheme)
    page = told(client, address, burden_before=burden, own_threshold="15000", supported="yes")
    assert main(page) == key
    assert says in answer(page)
    assert never not in answer(page)
    assert "还差约 6,000元" in answer(told(client, address, burden_before="9000", own_threshold="15000"))


def test_supported_household_asks_for_its_own_line(client: Client) -> None:
    said = answer(told(client, outcome(), burden_before="9000", supported="yes"))
    assert "我有低保、特困这样的困难身份。今年大病保险（大额补助）困难家庭的起付线是多少" in said
    assert "低保、特困等家庭，问困难家庭的线。" in client.get(outcome()).content.decode()


def test_support_is_heard_without_a_line(client: Client) -> None:
    page = told(client, outcome(), burden_before="9000", supported="yes")
    assert 'data-blocks="medical_assistance"' in page
    assert main(page) == "ask_why_not"


@pytest.mark.parametrize(
    "values",
    [None, {"deductible": None}, {"collected_on": dt.date(2024, 1, 1), "review_every": 365}, {"scheme": "employee"}],
)
def test_no_line_no_number_but_a_phone_and_what_to_ask(client: Client, values: dict | None) -> None:
    if values:
        publish(CriticalIllnessPolicy, **values)
    page = told(client, outcome(), burden_before="2万")
    said = answer(page)
    assert main(page) == main(client.get(outcome()).content.decode())
    assert "您参保地的起付线没有查到，请打 0871-12393 问：" in said
    assert "今年大病保险（大额补助）起付线是多少，我累计到多少了？" in said
    assert "还差" not in said
    assert "过线" not in said
    assert "<details open><summary>打电话问到了起付线" in page


@pytest.mark.parametrize(
    ("own", "key", "says"),
    [("20000.01", "below_threshold", "今年还差约 0.01元"), ("19999.99", "ask_why_not", "已经过线")],
)
def test_line_that_was_asked_for_by_phone_counts_before_the_published_one(
    client: Client, own: str, key: str, says: str
) -> None:
    publish(CriticalIllnessPolicy)
    for place in ("530100", "330100"):
        page = told(client, outcome(place), burden_before="20000", own_threshold=own)
        assert main(page) == key
        assert says in answer(page)
        assert "起付线是您自己填的，本站没有核对过。" in answer(page)
        assert "只能参考" in answer(page)


def test_place_and_scheme_that_are_not_known_are_asked_for_not_insisted_on(client: Client) -> None:
    publish(CriticalIllnessPolicy)
    address = outcome(place="unknown", scheme="unknown", line="unreadable")
    without = told(client, address, burden_before="9000")
    assert "起付线没有查到" in answer(without)
    assert 'id="city"' in without
    with_both = told(client, address, burden_before="9000", city="昆明", scheme="resident")
    assert "还差约 6,000元" in answer(with_both)
    assert "医保在" not in answer(without)
    in_county = told(client, address, burden_before="9000", city="昆明呈贡", scheme="resident")
    assert "还差约 6,000元" in answer(in_county)
    assert "医保在：云南省昆明市（呈贡区归昆明市管）。不对就在下面改。" in answer(in_county)
    assert "没有找到“火星”" in told(client, address, burden_before="9000", city="火星", scheme="resident")


@pytest.mark.parametrize(
    ("discharged", "words", "threshold"), [("this_year", "今年", "15,000"), ("last_year", "去年", "14,000")]
)
def test_stay_of_last_year_is_held_against_the_line_of_that_year(
    client: Client, discharged: str, words: str, threshold: str
) -> None:
    publish(CriticalIllnessPolicy, deductible="14000", effective_to=dt.date(2025, 12, 31))
    publish(CriticalIllnessPolicy, key="next", effective_from=dt.date(2026, 1, 1))
    page = told(client, outcome(discharged=discharged), burden_before="9000")
    assert f"{words}医保范围内自付累计" in page
    assert f"起付线是 {threshold} 元" in answer(page)


def test_line_of_an_earlier_year_is_not_guessed(client: Client) -> None:
    publish(CriticalIllnessPolicy)
    page = told(client, outcome(discharged="earlier"), burden_before="9000")
    assert "那一年大病保险（大额补助）起付线是多少" in answer(page)
    assert main(page) == "ask_why_not"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"burden_before": ""}, "请写自付累计的钱数，没有就写 0。"),
        ({"burden_before": "-5"}, "金额不能是负数"),
        ({"burden_before": "一万二"}, "请改用数字写金额"),
        ({"burden_before": "1.234"}, "金额最多写到分"),
        ({"burden_before": "1" * 13}, "金额太大了"),
        ({"own_threshold": "很多"}, "请只用数字写金额"),
        ({"total": "abc", "care_type": "inpatient"}, "请只用数字写金额"),
        ({"total": "6万"}, "请选住院还是门诊"),
        ({"total": "6万", "care_type": "inpatient", "non_covered": "60000.01"}, "比总费用 60,000元 还多"),
    ],
)
def test_bad_input_is_explained_at_its_control_and_decides_nothing(client: Client, change: dict, sentence: str) -> None:
    publish(CriticalIllnessPolicy)
    page = told(client, outcome(), **{"burden_before": "1,234.5", **change})
    assert "<title>错误：" in page
    assert page.count(sentence) == 2
    assert 'role="alert"' in page
    name = re.findall(r'<li><a href="#(\w+)">', page)[0]
    assert f'id="{name}-problem"' in page
    for value in change.values():
        assert not value or f'value="{value}"' in page
    assert main(page) == "ask_why_not"
    assert "还差" not in answer(page)


@pytest.mark.parametrize(("burden", "asked"), [("999999.99", False), ("1000000", True)])
def test_surprising_sum_is_asked_about_and_decides_nothing_yet(client: Client, burden: str, asked: bool) -> None:
    publish(CriticalIllnessPolicy)
    address = outcome(claim="manual", line="unreadable")
    page = told(client, address, burden_before=burden)
    assert ("对吗？" in page) == asked
    assert main(page) == ("unclear" if asked else "apply")
    assert main(told(client, address, burden_before=burden, sure="1")) == "apply"


BILL = {"burden_before": "3000", "total": "6万", "care_type": "inpatient", "hospital_level": "tertiary"}


def test_another_bill_is_estimated_on_top_of_the_sum(client: Client) -> None:
    page = told(client, outcome(place="110000", scheme="employee"), **BILL, retired="active")
    assert "医保大约付 5.23万元" in answer(page)
    assert "没填今年累计" not in answer(page)


def test_every_assumption_leads_to_a_field_that_is_there(client: Client) -> None:
    page = told(client, outcome(place="110000", scheme="employee"), **{**BILL, "hospital_level": ""})
    leads = set(re.findall(r'href="#(\w+)">改这一项', page))
    assert {"non_covered", "hospital_level", "retired"} <= leads
    assert all(f'id="{name}"' in page for name in leads)


def test_another_bill_without_rules_has_no_number(client: Client) -> None:
    publish(CriticalIllnessPolicy)
    page = told(client, outcome(), **BILL)
    said = answer(page)
    assert "没报过的那张账单，能报多少还算不出来" in said
    assert "医保大约付" not in said
    # What nobody can reckon may be what is missing: the page is not turned round by it.
    assert main(page) == "ask_why_not"
    assert "加上没报过的那张账单，可能就过线了" in said
    assert "还差约" not in said


@pytest.mark.parametrize(("own", "key"), [("22799.99", "ask_why_not"), ("22800", "below_threshold")])
def test_bill_still_to_be_claimed_may_pass_the_line(client: Client, own: str, key: str) -> None:
    """12,000 of before and 10,800 of the bill: on the line nothing is paid yet."""
    bill = {"total": "50000", "care_type": "inpatient", "hospital_level": "tertiary", "retired": "active"}
    address = outcome(place="440100", scheme="employee")
    page = told(client, address, burden_before="12000", own_threshold=own, **bill)
    assert main(page) == key
    assert ("最多约 22,800 元。先把那张报了" in answer(page)) == (key == "ask_why_not")
    # Beside a line that was told, nothing is said of what is missing to another.
    assert "就会触发大病保险" not in answer(page)


def test_ten_sums_leave_no_amount_anywhere(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    publish(CriticalIllnessPolicy)
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as queries:
        for cents in range(10):
            page = told(
                client, outcome(), burden_before=f"76543.2{cents}", own_threshold=f"76543.3{cents}", supported="yes"
            )
            links = re.findall(r'(?:href|action|src|hx-post)="([^"]*)"', page)
            assert not [link for link in links if "76543" in link or "supported" in link or "threshold=" in link]
            assert "76543" not in page[page.index('class="stamp"') :]
    assert "76543" not in caplog.text
    assert not [query for query in queries if "76543" in query["sql"]]


def test_private_answers_in_the_address_are_not_heard(client: Client) -> None:
    publish(CriticalIllnessPolicy)
    page = client.get(f"{outcome()}&threshold=short&supported=yes&burden_before=1").content.decode()
    assert main(page) == "ask_why_not"
    assert 'data-blocks=""' in page
    assert "threshold=short" not in page[page.index('class="stamp"') :]


def test_json_knows_no_private_answer(client: Client) -> None:
    data = client.get(outcome().replace("outcome/?", "outcome.json?") + "&threshold=short").json()
    assert data["key"] == "ask_why_not"
    assert [layer["state"] for layer in data["layers"]] == ["automatic", "check", "ask", "none", "none"]


def test_post_without_answers_leads_to_the_first_question(client: Client) -> None:
    response = client.post("/guides/second-reimbursement/outcome/?for_whom=self", {"burden_before": "1"})
    assert response.status_code == 302
    assert response["Location"] == "/guides/second-reimbursement/insured_place/?for_whom=self"


def test_answer_needs_at_most_two_queries(client: Client) -> None:
    told(client, outcome("110000"), burden_before="9000")
    with CaptureQueriesContext(connection) as queries:
        told(client, outcome("110000"), burden_before="9000")
    assert len(queries) <= 2


def test_lines_are_asked_of_the_medical_insurance_whatever_else_the_page_rings(client: Client) -> None:
    address = outcome(scheme="employee").replace("for_whom=self", "for_whom=deceased")
    page = unescape(client.get(address).content.decode())
    assert "0871-12333" in page
    form = re.sub(r"<[^>]+>", "", page[page.index('id="payout"') :])
    assert re.findall(r"不用填，打 (\S+) 问", form) == ["0871-12393"]
