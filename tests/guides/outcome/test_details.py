"""The exact day of discharge: from three boxes into the address, to a last day on the page, in the JSON, in a calendar."""

import datetime as dt
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from icalendar import Calendar

from guides.engine import addresses as answers
from guides.engine.addresses import Submission
from guides.flows.manual_claim import MANUAL_CLAIM
from guides.models import Parameter
from guides.outcome import composition, rendering
from registry import snapshot as snapshots

pytestmark = pytest.mark.on("2026-11-22")

TODAY = dt.date(2026, 11, 22)
DETAIL = MANUAL_CLAIM.details[0]
SHENZHEN, BEIJING, GUANGZHOU, ANSHAN = "440300", "110000", "440100", "210300"
OUTCOME = "/guides/manual-claim/outcome/"
BOXES = answers.boxes("discharged_on")


def query(place=SHENZHEN, scheme="employee", discharged="2026", on="", **extra):
    said = {
        "for_whom": "family",
        "insured_place": place,
        "scheme": scheme,
        "insured_now": "yes",
        "care_kind": "inpatient",
        "where": "local",
        "why_not_settled": "no_card",
        "injury": "no",
        "receipts": "paper",
        "discharged": discharged,
    }
    return urlencode({**said, **({"discharged_on": on} if on else {}), **extra})


@pytest.fixture
def _terms(publish):
    """Rules that a last day can be counted from, as articles on the web tell them."""
    months = {"term_kind": "months", "value": "先打电话确认"}
    told = {"key": "claim-deadline", "guides": ["manual-claim"], "name": "claim_deadline", "review_every": 180}
    told |= {"evidence": "retold", "collected_on": dt.date(2026, 11, 21), "when": {"claiming": ["yes"]}}
    publish(Parameter, **told, **months, region_id=SHENZHEN, term_amount="12")
    next_year = {"term_kind": "next_year", "term_amount": "01-20", "value": "次年 1 月 20 日前"}
    publish(Parameter, **told, **next_year, region_id=BEIJING)
    residents = {"when": {"claiming": ["yes"], "scheme": ["resident"]}}
    publish(Parameter, **{**told, **months, **residents, "key": "residents"}, region_id=GUANGZHOU, term_amount="3")


def typed(year, month, day):
    return dict(zip(BOXES, (year, month, day), strict=True))


def text(client, said, path=OUTCOME):
    response = client.get(f"{path}?{said}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def section(page):
    """What stands under “最晚什么时候办”."""
    return page[page.index('aria-labelledby="deadline"') :].split("</section>")[0]


def first_title(page):
    """What comes first there, without the number of its source."""
    first = re.findall(r"</h2>.*?<(h3|p|span)\b[^>]*>(.*?)</\1>", section(page), re.S)[0][1]
    return re.sub(r"<[^>]+>", "", re.sub(r'<a class="ref".*', "", first))


def last_day(client, said):
    return client.get(f"/guides/manual-claim/outcome.json?{said}").json()["deadlines"]["last_day"]


# -- address ------------------------------------------------------------------------------------------------------


def read(said, places, on=TODAY):
    return answers.read(MANUAL_CLAIM, QueryDict(urlencode(said)), places, on)


@pytest.mark.parametrize("iso", ["2026-10-03", "2026-10-3", " 2026-10-03 ", "２０２６-１０-０３", "2026年-10月-3日"])
def test_read_date_of_an_address(places, iso):
    assert read({"discharged_on": iso}, places) == Submission({"discharged_on": ("2026-10-03",)})


def test_read_boxes(places):
    assert read(typed("２０２６", "10", "3"), places) == Submission({"discharged_on": ("2026-10-03",)}, boxed=True)


def test_read_boxes_before_the_date_that_stood_there(places):
    said = {**typed("2026", "10", "4"), "discharged_on": "2026-10-03"}
    assert read(said, places).answers == {"discharged_on": ("2026-10-04",)}


def test_read_empty_boxes_take_the_date_away(places):
    assert read({**typed("", " ", ""), "discharged_on": "2026-10-03"}, places) == Submission(boxed=True)


@pytest.mark.parametrize("iso", ["2026-02-30", "2026-11-23", "1999-12-31", "tomorrow", "2026", "--1", "\0", "9" * 900])
def test_read_date_not_understood_is_kept_as_typed(places, iso):
    submission = read({"discharged_on": iso}, places)
    assert submission.answers == {}
    written, sentence = submission.mistyped["discharged_on"]
    assert "-".join(written.parts).rstrip("-") == iso.rstrip("-")
    assert sentence.endswith("。")


def walk_of(discharged="this_year", **changes):
    written = query(on="2026-10-03", discharged=discharged, **changes)
    said = {key: tuple(values) for key, values in QueryDict(written).lists()}
    return MANUAL_CLAIM.walk(said, lambda key, _: "no")


@pytest.mark.parametrize("discharged", ["this_year", "last_year", "earlier", "unknown"])
def test_date_is_kept_and_not_counted(discharged):
    walk = walk_of(discharged=discharged)
    assert walk.finished
    assert "discharged_on" not in walk.path
    assert walk.kept["discharged_on"] == ("2026-10-03",)


@pytest.mark.parametrize("change", [{"discharged": "not_yet"}, {"where": "abroad"}])
def test_date_goes_with_the_answer_that_it_belongs_to(change):
    assert "discharged_on" not in walk_of(**change).kept


def test_date_waits_while_its_question_is_open():
    said = {"where": ("local",), "discharged_on": ("2026-10-03",)}
    assert MANUAL_CLAIM.walk(said, lambda key, _: "no").kept == said


@pytest.mark.parametrize(
    ("discharged", "date", "meant"),
    [
        ("this_year", "2026-01-01", "this_year"),
        ("this_year", "2025-12-31", "last_year"),
        ("last_year", "2026-01-01", "this_year"),
        ("last_year", "2024-12-31", "earlier"),
        ("earlier", "2000-01-01", "earlier"),
        ("2025", "2026-10-03", "this_year"),
        ("unknown", "2026-10-03", "this_year"),
    ],
)
def test_exact_date_alone_decides_the_year(places, discharged, date, meant):
    said = read({"discharged": discharged, "discharged_on": date}, places)
    assert said.answers == {"discharged": (meant,), "discharged_on": (date,)}


def test_exact_date_says_nothing_of_a_stay_that_is_not_over(places):
    said = {"discharged": "not_yet", "discharged_on": "2026-10-03"}
    assert read(said, places).answers["discharged"] == ("not_yet",)


@pytest.mark.parametrize(
    ("answered", "kept"),
    [("last_year", {}), ("2025", {}), ("this_year", {"discharged_on": ("2026-10-03",)})],
)
def test_year_that_is_answered_anew_takes_away_the_date_that_it_contradicts(places, answered, kept):
    said = read({"asked": "discharged", "discharged": answered, "discharged_on": "2026-10-03"}, places)
    assert {key: value for key, value in said.answers.items() if key != "discharged"} == kept
    assert said.answers["discharged"] == (("this_year",) if kept else ("last_year",))


# -- page ---------------------------------------------------------------------------------------------------------


def pages(test):
    return pytest.mark.django_db(pytest.mark.usefixtures("_terms")(test))


@pages
def test_boxes_are_offered_where_a_rule_can_be_counted(client: Client):
    page = text(client, query())
    assert re.findall(r'<input class="text"[^>]* name="(\w+)" value=""', section(page)) == list(BOXES)
    assert "哪天出院的（可不填）" in section(page)
    assert '<details class="unprinted"><summary>填日期，算出最晚哪天' in section(page)
    assert first_title(page) == "越早越好。今天就打 0755-12393，问最晚哪天交。"


@pages
@pytest.mark.parametrize(
    "said",
    [
        query(ANSHAN),
        query("unknown"),
        query(GUANGZHOU, "employee"),
        query("320500"),
        query(discharged="not_yet"),
        query(where="abroad"),
    ],
)
def test_no_boxes_where_nothing_can_be_counted(client: Client, said):
    page = text(client, said)
    assert BOXES[0] not in page
    assert last_day(client, f"{said}&discharged_on=2026-10-03") is None


@pages
def test_typed_date_leads_to_its_address(client: Client):
    response = client.get(f"{OUTCOME}?{query(**typed('２０２６', '１０', '3'))}")
    assert (response.status_code, response["Location"]) == (302, f"{OUTCOME}?{query(on='2026-10-03')}#deadline")


@pages
def test_empty_boxes_lead_to_the_outcome_without_a_date(client: Client):
    response = client.get(f"{OUTCOME}?{query(**typed('', '', ''))}")
    assert (response.status_code, response["Location"]) == (302, f"{OUTCOME}?{query()}#deadline")


@pages
@pytest.mark.parametrize(
    ("said", "date", "title"),
    [
        (query(on="2026-10-03"), "2027-10-03", "最晚 2027年10月3日（星期日）交。"),
        (query(BEIJING, on="2026-10-03"), "2027-01-20", "最晚 2027年1月20日（星期三）交。"),
        (query(GUANGZHOU, "resident", on="2026-08-31"), "2026-11-30", "最晚 2026年11月30日（星期一）交。"),
        (query(GUANGZHOU, "resident", on="2026-08-22"), "2026-11-22", "最晚 2026年11月22日（星期日）交。"),
        (
            query(GUANGZHOU, "resident", on="2026-08-21"),
            "2026-11-21",
            "按这个算已经过了，先打电话问能不能补办。",
        ),
        (
            query(discharged="last_year", on="2025-11-21"),
            "2026-11-21",
            "按这个算已经过了，先打电话问能不能补办。",
        ),
    ],
)
def test_last_day_comes_first(client: Client, said, date, title):
    page = text(client, said)
    assert first_title(page) == title
    found = last_day(client, said)
    assert (found["date"], found["title"]) == (date, title)
    assert found["past"] is (dt.date.fromisoformat(date) < TODAY)
    assert ("存到手机日历" in page) is not found["past"]


@pages
def test_last_day_says_what_it_rests_on_and_to_ring_first(client: Client):
    found = last_day(client, query(on="2026-10-03"))
    assert found["lines"] == [
        "按“出院后 12 个月内”算，出院、看完的日子是2026年10月3日。",
        "碰上周末、放假，窗口不上班，别等到那天。",
        "这样算对不对，先打 0755-12393 确认：这条规定还没有核对过。",
    ]
    assert (found["basis"]["level"], found["basis"]["evidence"], found["basis"]["standing"]) == (
        "广东省深圳市",
        "转述",
        "未经经办机构核对",
    )
    number = found["basis"]["number"]
    page = text(client, query(on="2026-10-03"))
    assert f'href="#source-{number}"' in section(page)
    assert '<span class="mark">网上文章说，先打电话</span>' in section(page)
    assert f'<li id="source-{number}">{found["basis"]["source"]}' in page


@pages
def test_last_day_of_a_checked_official_rule_asks_nobody_to_ring(client: Client, publish):
    publish(
        Parameter,
        key="claim-deadline",
        guides=["manual-claim"],
        name="claim_deadline",
        region_id=ANSHAN,
        value="年底前",
        term_kind="year_end",
        evidence="official",
        verified_on=TODAY,
        verified_by="0412",
    )
    found = last_day(client, query(ANSHAN, on="2026-10-03"))
    assert found["date"] == "2026-12-31"
    assert "确认" not in "".join(found["lines"])


@pages
def test_the_advice_to_ring_stays(client: Client):
    said = query(on="2026-10-03")
    without, with_date = (client.get(f"/guides/manual-claim/outcome.json?{q}").json() for q in (query(), said))
    keys = [[text["key"] for text in found["deadlines"]["rules"]] for found in (without, with_date)]
    assert keys[0] == keys[1]
    assert with_date["deadlines"]["rules"][0]["title"] == "越早越好。今天就打 0755-12393，问要带什么。"


@pages
def test_a_rule_that_stands_in_two_places_is_counted_once():
    snapshot = snapshots.current()
    counts, walk = [], walk_of()
    for said in (walk.answers, answers.without(walk.answers, "discharged_on")):
        found = composition.outcome(snapshot, MANUAL_CLAIM.walk(said, lambda key, _: "no"), TODAY)
        counts.append((found.deadlines.last_day is not None, found.stamp.unverified))
    assert counts == [(True, counts[1][1]), (False, counts[1][1])]


@pages
@pytest.mark.parametrize(("day", "counted"), [(dt.date(2027, 11, 16), True), (dt.date(2027, 11, 17), False)])
def test_expired_rule_counts_nothing(client: Client, clock, day, counted):
    """Collected on 2026-11-21, to be checked every 180 days: too old after twice that."""
    clock(day)
    said = query(discharged="this_year", on="2027-10-03")
    assert (last_day(client, said) is not None) is counted
    assert (BOXES[0] in text(client, said)) is counted


MISTYPED = [
    (("2026", "2", "30"), "2026年没有2月30日。请对着单子再看一遍。"),
    (("2026", "11", "23"), "这一天还没到。请写已经过去的日子，还没到就空着。"),
    (("2026", "十", "3"), "请只写数字，例如 2026、10、3。"),
    (("1999", "10", "3"), "年份请写四位数，2000 年以后的，例如 2026。"),
    (("2026", "10", ""), "年、月、日三个框都要写。不想填，就都空着。"),
]


def assert_shows_problem(page, sentence, parts):
    assert re.search(r"<title>错误：", page)
    summary = page[page.index('role="alert"') :].split("</div>")[0]
    assert f'<a href="#{BOXES[0]}">{sentence}</a>' in summary
    assert f"</span>{sentence}</p>" in section(page)
    assert '<details class="unprinted" open><summary>填日期，算出最晚哪天' in section(page)
    assert re.findall(r'<input class="text"[^>]* value="([^"]*)"', section(page)) == list(parts)
    assert first_title(page).startswith("越早越好")


@pages
@pytest.mark.parametrize(("parts", "sentence"), MISTYPED)
def test_mistyped_date_says_what_to_do_and_keeps_what_was_typed(client: Client, parts, sentence):
    assert_shows_problem(text(client, query(**typed(*parts))), sentence, parts)


@pages
@pytest.mark.parametrize(("parts", "sentence"), MISTYPED)
def test_tampered_address_says_the_same(client: Client, parts, sentence):
    assert_shows_problem(text(client, query(on="-".join(parts))), sentence, parts)


@pages
def test_mistyped_date_is_said_at_each_of_its_boxes(client: Client):
    boxes = re.findall(r'<input class="text"[^>]*>', section(text(client, query(**typed("2026", "2", "30")))))
    said = f'aria-describedby="{BOXES[0]}-problem" aria-invalid="true"'
    assert [said in box for box in boxes] == [True] * 3
    assert "aria-invalid" not in section(text(client, query()))


@pages
def test_mistyped_date_is_in_no_link(client: Client):
    page = text(client, query(**typed("2026", "2", "30")))
    assert "discharged_on=" not in page
    assert "discharged_on_year=" not in page


@pages
def test_what_was_typed_is_escaped(client: Client):
    page = client.get(f"{OUTCOME}?{query(**typed('<b>', '1', '1'))}").content.decode()
    assert 'value="&lt;b&gt;"' in page
    assert "<b>" not in page


@pages
def test_date_of_another_year_is_counted_and_the_answer_says_the_year(client: Client):
    page = text(client, query(on="2025-12-03"))
    assert first_title(page) == "最晚 2026年12月3日（星期四）交。"
    assert "什么时候看完的：去年（2025年）" in page
    assert 'role="alert"' not in page


@pages
def test_year_answered_anew_is_not_overruled_by_the_old_date(client: Client):
    page = text(client, query(on="2026-10-03"))
    [change] = re.findall(r'href="([^"]+edit=discharged)"', page)
    question = client.get(change).content.decode()
    assert '<input type="hidden" name="discharged_on" value="2026-10-03">' in question
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', question))
    answered = client.get("/guides/manual-claim/discharged/", {**hidden, "discharged": "last_year"})
    assert answered["Location"] == f"{OUTCOME}?{query(discharged='2025')}"


@pages
def test_bad_date_is_said_even_where_none_is_wanted(client: Client):
    page = text(client, query(ANSHAN, on="2026-02-30"))
    assert "2026年没有2月30日。" in section(page)


@pages
def test_date_is_carried_by_the_links_that_change_an_answer(client: Client):
    page = text(client, query(on="2026-10-03"))
    links = re.findall(r'href="(/guides/manual-claim/\w+/\?[^"]+edit=\w+)"', page)
    assert len(links) == 10
    assert all("discharged_on=2026-10-03" in link for link in links)


@pages
def test_unfinished_answers_with_a_date_lead_to_the_next_question(client: Client):
    response = client.get(f"{OUTCOME}?for_whom=self&{urlencode(typed('2026', '10', '3'))}")
    assert response["Location"] == "/guides/manual-claim/insured_place/?for_whom=self&discharged_on=2026-10-03"


# -- chat ---------------------------------------------------------------------------------------------------------


def message(client, said):
    return client.get(f"/guides/manual-claim/outcome.txt?{said}").content.decode()


@pages
@pytest.mark.parametrize(
    ("said", "first"),
    [
        (query(on="2026-02-28"), "最晚 2027年2月28日（星期日）交。"),
        (query(GUANGZHOU, "resident", on="2026-08-21"), "按这个算已经过了，先打电话问能不能补办。"),
    ],
)
def test_chat_begins_with_the_last_day(client: Client, said, first):
    lines = message(client, said).splitlines()
    assert lines[0] == first
    assert lines[1].startswith("【")
    choices = text(client, said, f"{OUTCOME}take/")
    assert first in choices[choices.index('id="chat"') :].split("</textarea>")[0]


@pages
def test_chat_without_a_date_begins_with_the_title(client: Client):
    assert message(client, query()).startswith("【")


@pages
def test_chat_keeps_the_last_day_when_it_leaves_out_the_rest():
    found = composition.outcome(snapshots.current(), walk_of(), TODAY)
    short = rendering.as_text(found, "h" * 360)
    assert short.startswith("最晚 2027年10月3日（星期日）交。")
    assert len(short) <= rendering.CHAT_LENGTH


# -- calendar -----------------------------------------------------------------------------------------------------

ICS = "/guides/manual-claim/outcome.ics"


def calendar(client, said):
    response = client.get(f"{ICS}?{said}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


@pages
def test_calendar_one_all_day_event_with_phone_and_address(client: Client):
    found = calendar(client, query(on="2026-10-03"))
    (event,) = found.events
    assert event.decoded("dtstart") == dt.date(2027, 10, 3)
    assert event.decoded("dtend") == dt.date(2027, 10, 4)
    assert event["summary"] == "手工报销：最晚今天交（0755-12393）"
    address = f"http://testserver{OUTCOME}?{query(on='2026-10-03')}"
    assert event["url"] == address
    assert event["description"].endswith(address)
    assert "先打 0755-12393 确认" in event["description"]
    assert event.decoded("dtstamp").tzinfo is not None
    alarms = event.walk("valarm")
    assert {alarm["action"] for alarm in alarms} == {"DISPLAY"}
    rings = [dt.datetime(2027, 10, 3) + alarm.decoded("trigger") for alarm in alarms]
    assert rings == [dt.datetime(2027, 9, 19, 9), dt.datetime(2027, 9, 30, 9), dt.datetime(2027, 10, 2, 9)]


@pages
@pytest.mark.parametrize(
    ("discharged", "days"),
    [
        ("2026-08-23", []),
        ("2026-08-24", [1]),
        ("2026-08-25", [1]),
        ("2026-08-26", [3, 1]),
        ("2026-09-06", [3, 1]),
        ("2026-09-07", [14, 3, 1]),
    ],
)
def test_calendar_reminds_only_while_the_reminder_is_ahead(client: Client, discharged, days):
    """The last day is three months later. Of each reminder, both sides of the day on which it would be today."""
    found = calendar(client, query(GUANGZHOU, "resident", on=discharged))
    assert [
        f"还有 {number} 天" in str(alarm["description"])
        for number, alarm in zip(days, found.walk("valarm"), strict=True)
    ] == [True] * len(days)


@pages
def test_calendar_event_stays_the_same_for_the_same_address(client: Client):
    uids = [calendar(client, query(on=day)).events[0]["uid"] for day in ("2026-10-03", "2026-10-03", "2026-10-04")]
    assert uids[0] == uids[1] != uids[2]


@pages
@pytest.mark.parametrize(
    ("said", "target"),
    [
        (query(), query()),
        (query(ANSHAN, on="2026-10-03"), query(ANSHAN, on="2026-10-03")),
        (query(GUANGZHOU, "resident", on="2026-08-21"), query(GUANGZHOU, "resident", on="2026-08-21")),
        (query(on="2025-10-03"), query(discharged="2025", on="2025-10-03")),
        (query(on="nonsense"), query()),
    ],
)
def test_calendar_without_a_last_day_to_come_leads_to_the_outcome(client: Client, said, target):
    response = client.get(f"{ICS}?{said}")
    assert (response.status_code, response["Location"]) == (302, f"{OUTCOME}?{target}")


@pages
def test_calendar_of_unfinished_answers_leads_to_the_next_question(client: Client):
    assert client.get(f"{ICS}?for_whom=self")["Location"] == "/guides/manual-claim/insured_place/?for_whom=self"


@pages
def test_calendar_is_for_reading_only(client: Client):
    assert client.post(f"{ICS}?{query(on='2026-10-03')}").status_code == 405
