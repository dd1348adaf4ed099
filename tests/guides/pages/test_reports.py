"""“这条不对？”: what is kept of a report, what never is, how many are taken, and who reads them on the desk."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from calculators.models import BasicPolicy
from guides.desk import usage
from guides.flows import FLOWS
from guides.models import Advice, Answer
from guides.outcome import composition
from registry import reporting, reports, shared, workflow
from registry import snapshot as snapshots
from registry.desk import tasks
from registry.models import Office, Report
from tests.conftest import person, signed_in, sound

pytestmark = pytest.mark.django_db

ANSWERS = "for_whom=self&insured_place=210300&scheme=employee&care_place=110000"
FINISHED = f"{ANSWERS}&stage=planning&reason=own_choice&care_type=inpatient&hospital_linked=yes&filed_before=no"
FINISHED += "&injury=no"
GUIDE = "/guides/remote-care/"
OUTCOME = f"{GUIDE}outcome/?{FINISHED}"
REPORT = f"{GUIDE}outcome/report/?{FINISHED}"
CLAIM = (
    "/guides/manual-claim/outcome/report/?for_whom=self&insured_place=210300&scheme=employee&insured_now=yes"
    "&care_kind=outpatient&where=local&why_not_settled=not_filed&injury=yes&receipts=paper&discharged=not_yet"
)
COUNTED = "今天有人报过同样的，给它加了一次。我们会看。"
VISITOR, AGENT = "203.0.113.77", "Mozilla/5.0 (a telling agent)"
ANSHAN, DALIAN, LIAONING = "210300", "210200", "210000"


@pytest.fixture
def added(monkeypatch):
    """The names of what is put into the cache that was not there."""
    names = []
    monkeypatch.setattr(
        cache, "add", lambda name, *rest, add=cache.add, **more: names.append(name) or add(name, *rest, **more)
    )
    return names


def tell(client, reason="phone", address=REPORT, visitor=VISITOR, **extra):
    told = {"reason": reason} if reason else {}
    return client.post(address, told, REMOTE_ADDR=visitor, HTTP_USER_AGENT=AGENT, **extra)


def page_of(response):
    assert response.status_code == 200
    return response.content.decode()


NAME = "去外地看病，先备个案：临时外出备案"


# What is kept


def test_outcome_offers_six_reasons_and_nothing_to_write(client):
    page = client.get(OUTCOME).content.decode()
    form = re.search(r"这条不对？告诉我们.*?</form>", page, re.DOTALL)[0]
    assert re.findall(r'type="radio"[^>]* value="(\w+)"', form) == Report.Reason.values
    assert re.search(r'action="([^"]+)"', form)[1].replace("&amp;", "&") == REPORT
    assert not re.search(r'textarea|type="(?:text|hidden|email|tel)"| checked', form)


def test_report_keeps_outcome_place_reason_and_day_and_nothing_else(client):
    page = page_of(tell(client))
    report = Report.objects.get()
    kept = {field.name: getattr(report, field.attname) for field in Report._meta.concrete_fields}
    assert kept == {
        "id": report.pk,
        "guide": "remote-care",
        "outcome": "file_temporary",
        "title": NAME,
        "row": "",
        "region": ANSHAN,
        "reason": "phone",
        "on": timezone.localdate(),
        "count": 1,
        "state": "open",
        "change": None,
        "answer": "",
        "closed_by": None,
        "closed_at": None,
    }
    assert "经办的人会对着原件查" in page
    assert 'href="tel:041212393"' in page


def test_outcome_that_is_reported_is_composed_once(client, monkeypatch):
    """It is most of the work of the page."""
    composed = []
    compose = composition.outcome
    monkeypatch.setattr(composition, "outcome", lambda *args: composed.append(args) or compose(*args))
    tell(client)
    assert len(composed) == 1


def test_thanks_are_stored_nowhere_and_set_no_cookie():
    client = Client(enforce_csrf_checks=True)
    answer = tell(client)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert Report.objects.count() == 1


def test_database_holds_neither_answers_nor_address_nor_agent(client):
    for reason in Report.Reason.values:
        tell(client, reason, f"{REPORT}&supported=yes&utm_source=me")
        tell(client, reason, f"{CLAIM}&discharged_on=2026-03-29")
    tell(client, "phone", HTTP_X_FORWARDED_FOR="198.51.100.9")
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            stored += [str(value) for row in cursor.fetchall() for value in row]
    text = "\n".join(stored)
    assert "file_temporary" in text
    for telling in (VISITOR, "198.51.100.9", "a telling agent", "supported=yes", "utm_source"):
        assert telling not in text
    kept = "\n".join(str(value) for row in Report.objects.values_list() for value in row)
    for answer in ("self", "employee", "110000", "own_choice", "2026-03-29", "for_whom", "=", "?"):
        assert answer not in kept


def test_cache_holds_no_address_in_clear(client, added):
    tell(client)
    assert len(added) == 3
    assert not [key for key in added if VISITOR in key or "210300" in key]


def test_hash_of_a_visitor_is_another_with_another_salt(client, added):
    def visitor_keys():
        cache.clear()
        added.clear()
        tell(client)
        return {key for key in added if "salt" not in key}

    assert visitor_keys().isdisjoint(visitor_keys())


def test_same_report_of_the_same_day_counts_up(client):
    tell(client)
    page = page_of(tell(client, visitor="203.0.113.78"))
    assert COUNTED in page
    assert Report.objects.get().count == 2


def test_two_who_say_the_same_in_one_moment_are_counted(client, monkeypatch):
    said_again = reports._said_again

    def somebody_else_is_quicker(same):
        monkeypatch.setattr(reports, "_said_again", said_again)
        Report.objects.create(title="", **same)
        return False

    def note(execute, *asked):
        try:
            return execute(*asked)
        except DatabaseError as error:
            refused.append(error)
            raise

    refused = []
    monkeypatch.setattr(reports, "_said_again", somebody_else_is_quicker)
    with connection.execute_wrapper(note):
        assert COUNTED in page_of(tell(client))
    assert refused == []  # it would stand in the database's own log, with what was reported
    assert Report.objects.get().count == 2


def test_answers_that_lead_to_the_same_outcome_are_one_report(client):
    tell(client)
    tell(client, address=REPORT.replace("for_whom=self", "for_whom=family"))
    tell(client, address=REPORT.replace("110000", "310000"))
    assert Report.objects.get().count == 3


def test_another_reason_day_place_or_outcome_is_another_report(client):
    tell(client)
    Report.objects.update(on=timezone.localdate() - dt.timedelta(days=1))
    tell(client)
    tell(client, "money")
    tell(client, address=REPORT.replace("210300", DALIAN))
    tell(client, address=CLAIM)
    assert [report.count for report in Report.objects.all()] == [1, 1, 1, 1, 1]


def test_report_after_an_answer_is_a_new_one(client):
    tell(client)
    Report.objects.update(state="right", answer="打过，通的")
    tell(client)
    assert sorted(Report.objects.values_list("state", "count")) == [("open", 1), ("right", 1)]


def test_outcome_without_a_known_place_goes_to_the_nation(client):
    tell(client, address=f"{GUIDE}outcome/report/?stage=emergency")
    report = Report.objects.get()
    assert (report.region_id, report.outcome) == ("000000", "emergency")


# What is refused


@pytest.mark.parametrize(
    ("reason", "sentence"), [("", "请选一项，说说哪里不对。"), ("rude", "请重新选一次：刚才的选项没有认出来。")]
)
def test_unknown_reason_asks_again(client, reason, sentence):
    page = page_of(tell(client, reason))
    assert "<title>错误：" in page
    assert 'role="alert"' in page
    assert page.count(sentence) == 2
    assert Report.objects.count() == 0


def test_unfinished_answers_lead_to_the_question(client):
    answer = client.get(f"{GUIDE}outcome/report/?{ANSWERS}")
    assert (answer.status_code, answer["Location"]) == (302, f"{GUIDE}stage/?{ANSWERS}")
    assert client.get(f"{REPORT}&scheme=gold")["Location"].startswith(f"{GUIDE}scheme/?")


def test_asking_for_the_page_leads_to_the_outcome(client):
    answer = client.get(REPORT)
    assert (answer.status_code, answer["Location"]) == (302, OUTCOME)
    assert client.put(REPORT).status_code == 405
    assert client.post(f"/guides/nothing/outcome/report/?{FINISHED}").status_code == 404
    assert Report.objects.count() == 0


def test_a_look_in_the_preview_is_no_report():
    clerk = signed_in(person("clerk", ("editor", ANSHAN)))
    prefix = f"/admin/preview/{timezone.localdate()}"
    answer = tell(clerk, address=f"{prefix}{REPORT}")
    assert (answer.status_code, answer["Location"]) == (302, f"{prefix}{OUTCOME}")
    assert Report.objects.count() == 0


# One thing on a page


def asked_of(page):
    """The things that a page lets be named, by their names."""
    return dict.fromkeys(re.findall(r'name="ask" value="([^"]+)"', page))


def published_office():
    return next(row for row in snapshots.current().rows(Office) if row.region_id == ANSHAN)


BEIJING = "110000"
ESTIMATED = {"city": "北京", "scheme": "employee", "care_type": "inpatient", "total": "6万"}
ESTIMATED |= {"hospital_level": "tertiary", "retired": "active"}
#: Pages, where they are reported, and kinds of things that can be named on each.
PAGES = [
    (OUTCOME, REPORT, {"phone", "office", "document", "advice", "parameter"}),
    (f"/offices/?place={ANSHAN}", f"/offices/report/?place={ANSHAN}", {"phone", "office"}),
    (f"/places/{ANSHAN}/", f"/places/{ANSHAN}/report/", {"phone", "office", "parameter"}),
    (f"/places/{BEIJING}/", f"/places/{BEIJING}/report/", {"phone", "basicpolicy"}),
    ("/answers/QUESTION/", "/answers/QUESTION/report/", {"phone", "answer"}),
]


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize(("address", "where", "kinds"), PAGES)
def test_page_lets_each_of_its_things_be_named(client, address, where, kinds):
    question = next(row for row in snapshots.current().rows(Answer) if row.region_id == "000000").key
    address, where = (each.replace("QUESTION", question) for each in (address, where))
    page = page_of(client.get(address))
    assert kinds <= {name.partition("-")[0] for name in asked_of(page)}
    door = re.search(r'<form id="wrong" method="post" action="([^"]+)"></form>', page)[1]
    assert door.replace("&amp;", "&") == where
    for name in list(asked_of(page))[:8]:
        known = reporting.known(snapshots.current())[name]
        form = page_of(client.post(where, {"ask": name}))
        assert f"您说的是：<strong>{escape(known.words)}</strong>" in form
        assert f'<input type="hidden" name="about" value="{name}">' in form
        assert "只记哪个结果、哪一条、哪个地方、您选的一项、今天的日期。" in form
        assert "请选一项" not in form
    assert Report.objects.count() == 0


def test_what_is_named_is_kept_with_the_report_and_nothing_else(client):
    office = published_office()
    answer = client.post(REPORT, {"reason": "place", "about": f"office-{office.pk}"})
    assert "收到了" in page_of(answer)
    report = Report.objects.get()
    assert (report.row, report.reason, report.outcome) == (f"office-{office.pk}", "place", "file_temporary")
    client.post(REPORT, {"reason": "place", "about": "phone-041212393"})
    client.post(REPORT, {"reason": "place", "about": "phone-041212393"})
    assert sorted(Report.objects.values_list("row", "count")) == [(f"office-{office.pk}", 1), ("phone-041212393", 2)]


def test_thing_stays_named_where_no_reason_was_chosen(client):
    form = page_of(client.post(REPORT, {"about": "phone-041212393"}))
    assert "请选一项，说说哪里不对。" in form
    assert "您说的是：<strong>电话 0412-12393</strong>" in form
    assert 'name="about" value="phone-041212393"' in form


@pytest.mark.parametrize(
    "name", ["office-999999", f"office-{'9' * 30}", "user-1", "phone-0", "office", "ADVICE-1", "x" * 500, "office-²"]
)
def test_what_nobody_has_published_is_not_named_and_the_page_still_is(client, name):
    form = page_of(client.post(REPORT, {"ask": name}))
    assert "您说的是" not in form
    assert 'name="about"' not in form
    assert len(re.findall('type="radio"', form)) == len(REASONS)
    client.post(REPORT, {"reason": "place", "about": name})
    assert Report.objects.get().row == ""


def test_draft_cannot_be_named(client, source):
    row = sound(Advice, source=source, region_id=ANSHAN, status="submitted", key="hidden", title="还没有发布的话")
    row.save()
    form = page_of(client.post(REPORT, {"ask": f"advice-{row.pk}"}))
    assert "还没有发布的话" not in form
    client.post(REPORT, {"reason": "other", "about": f"advice-{row.pk}"})
    assert Report.objects.get().row == ""


def test_what_was_revised_under_the_page_is_named_by_what_stands_in_its_place(client, publish):
    old = publish(Advice, region_id=ANSHAN, key="said", title="原来的话")
    writer, checker = person("writer", ("editor", ANSHAN)), person("checker", ("reviewer", ANSHAN))
    draft = workflow.revise(old, writer, None, "改")
    draft.title = "改过的话"
    draft.save()
    new = workflow.publish(workflow.submit(draft, writer, "交"), checker, "看过")
    form = page_of(client.post(REPORT, {"ask": f"advice-{old.pk}"}))
    assert "您说的是：<strong>改过的话</strong>" in form
    client.post(REPORT, {"reason": "other", "about": f"advice-{old.pk}"})
    assert Report.objects.get().row == f"advice-{new.pk}"


def test_what_was_withdrawn_under_the_page_is_kept_by_its_name_and_its_words_are_not_shown(client, publish):
    row = publish(Advice, region_id=ANSHAN, key="said", title="撤下的话")
    workflow.withdraw(row, person("checker", ("reviewer", ANSHAN)), "错了")
    form = page_of(client.post(REPORT, {"ask": f"advice-{row.pk}"}))
    assert "撤下的话" not in form
    assert "您刚才看的那一条，现在已经撤下了" in form
    client.post(REPORT, {"reason": "other", "about": f"advice-{row.pk}"})
    assert Report.objects.get().row == f"advice-{row.pk}"


@pytest.mark.on("2026-11-26")
def test_estimate_names_its_rules_and_keeps_nothing_of_the_bill(client):
    page = page_of(client.post("/estimate/", ESTIMATED))
    name = next(name for name in asked_of(page) if name.startswith("basicpolicy-"))
    assert 'action="/estimate/report/"' in page
    assert reporting.known(snapshots.current())[name].words in page_of(client.post("/estimate/report/", {"ask": name}))
    client.post("/estimate/report/", {"reason": "money", "about": name})
    report = Report.objects.get()
    assert (report.guide, report.row, report.region_id) == ("estimate", name, BEIJING)
    assert client.get("/estimate/report/").headers["Location"] == "/estimate/"


def test_counters_of_a_place_are_reported_with_what_is_done_there(client):
    where = f"/offices/report/?place={ANSHAN}&service=claims"
    assert 'href="tel:041212393"' in page_of(client.post(where, {"reason": "phone", "about": "phone-041212393"}))
    report = Report.objects.get()
    kept = (report.guide, report.outcome, report.title, report.region_id)
    assert kept == ("offices", "claims", "辽宁省鞍山市的办事窗口", ANSHAN)
    assert client.get(where).headers["Location"] == f"/offices/?place={ANSHAN}&service=claims"
    assert client.get("/offices/report/?place=nowhere").headers["Location"] == "/offices/"
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/answers/nothing/report/", "12393"),
        ("/places/999999/report/", "12393"),
        ("/offices/report/?place=999999", "12393"),
        (f"{GUIDE}outcome/report/?for_whom=self&insured_place={ANSHAN}", "041212393"),
        (f"{GUIDE}outcome/report/?for_whom=self&insured_place=999999", "12393"),
        (f"{REPORT}&scheme=gold", "041212393"),
    ],
)
@pytest.mark.parametrize("said", [{"reason": "phone"}, {"ask": "phone-12393"}, {}])
def test_report_of_a_page_that_is_none_says_that_nothing_was_kept(client, address, number, said):
    answer = client.post(address, said)
    page = answer.content.decode()
    assert (answer.status_code, Report.objects.count()) == (404, 0)
    assert "<h1>这次没有记下来</h1>" in page
    assert f'href="tel:{number}"' in page
    assert f'<a href="{escape(client.get(address)["Location"])}">看现在的这一页</a>' in page


# What comes from elsewhere


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
    ],
)
def test_page_of_another_site_files_no_report(client, headers):
    for _ in range(reports.PER_VISITOR + 1):
        answer = tell(client, **headers)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "<h1>这次没有记下来</h1>" in page
    assert "它是从别的网站发来的，我们不收。" in page
    assert 'href="tel:041212393"' in page
    assert Report.objects.count() == 0
    tell(client)  # and has not used up what its victim may say
    assert Report.objects.get().count == 1


@pytest.mark.parametrize("origin", ["null", "http://testserver"])
def test_own_page_files_reports(client, origin):
    tell(client, HTTP_ORIGIN=origin, HTTP_SEC_FETCH_SITE="same-origin")
    assert Report.objects.count() == 1


# How many


def refused(answer):
    """Whether a visitor is told that nothing was kept, and whom to ring; and nothing else."""
    page = answer.content.decode()
    told = "<h1>这次没有记下来</h1>" in page
    assert told is (answer.status_code == 429)
    assert told is ("这一个小时报来的太多，您这一次没有记。" in page)
    assert told is not ("收到了" in page)
    assert 'href="tel:041212393"' in page
    return told


def kept():
    return sum(Report.objects.values_list("count", flat=True))


def test_one_visitor_is_heard_so_often_and_no_oftener(client):
    told = [refused(tell(client)) for _ in range(reports.PER_VISITOR + 2)]
    assert told == [False] * reports.PER_VISITOR + [True, True]
    assert kept() == reports.PER_VISITOR
    assert not refused(tell(client, visitor="2001:db8::1"))
    assert kept() == reports.PER_VISITOR + 1


@pytest.mark.parametrize(
    "same",
    [
        [f"2001:db8:0:1::{number:x}" for number in range(12)],
        ["203.0.113.5", "::ffff:203.0.113.5", "203.0.113.5:80", "[::ffff:203.0.113.5]:81"] * 3,
    ],
)
def test_addresses_of_one_subscriber_are_one_visitor(client, same):
    told = [refused(tell(client, visitor=address)) for address in same]
    assert told == [False] * 10 + [True] * 2


REASONS = ["phone", "place", "papers", "money", "unclear", "other"]
CITIES = ["210100", "210200", "210300", "210400", "210500", "210600"]


def flood(client, visitors):
    """Each says as many different things as there are."""
    for visitor in visitors:
        for reason in REASONS[:5]:
            for city in CITIES[:2]:
                tell(client, reason, REPORT.replace("210300", city), visitor)


def test_a_flood_silences_nobody_else(client, monkeypatch):
    monkeypatch.setattr(reports, "PER_SITE", 12)
    flood(client, ["203.0.113.1", "203.0.113.2"])
    for number, city in enumerate(CITIES):
        for _ in range(4):
            tell(client, "other", REPORT.replace("210300", city), f"198.51.100.{number}")
    heard = Report.objects.filter(reason="other").values_list("region", "count")
    assert sorted(heard) == [(city, 4) for city in CITIES]


def test_in_a_flood_everybody_is_heard_once(client, monkeypatch):
    monkeypatch.setattr(reports, "PER_SITE", 3)
    told = [refused(tell(client, reason)) for reason in REASONS]
    assert told == [False] * 3 + [True] * 3
    told = [refused(tell(client, reason, CLAIM, "203.0.113.9")) for reason in REASONS]
    assert told == [False] + [True] * 5
    assert not refused(tell(client, "phone", CLAIM, "203.0.113.9"))  # what is known already is counted all the same
    assert Report.objects.count() == 4


def test_a_network_of_addresses_fills_no_disk(client, monkeypatch):
    monkeypatch.setattr(reports, "PER_SITE", 2)
    monkeypatch.setattr(reports, "MOST_PER_SITE", 5)
    told = [refused(tell(client, reason, REPORT, f"2001:db8:0:{n}::1")) for n, reason in enumerate(REASONS)]
    assert told == [False] * 5 + [True]
    assert Report.objects.count() == 5


def test_an_hour_later_a_visitor_is_heard_again(client, monkeypatch, clock):
    monkeypatch.setattr(shared, "asked", lambda ask, without: without())  # a cache elsewhere has a clock of its own
    monkeypatch.setattr(reports, "PER_VISITOR", 1)
    tell(client)
    assert refused(tell(client))
    assert Report.objects.get().count == 1
    first = timezone.now()
    clock(first + dt.timedelta(seconds=3590))
    tell(client)
    assert Report.objects.get().count == 1
    clock(first + dt.timedelta(seconds=3601))
    tell(client)
    assert Report.objects.get().count == 2


def test_visitor_whose_address_cannot_be_read_is_heard(client):
    for _ in range(reports.PER_VISITOR + 1):
        tell(client, visitor="unix:")
    assert kept() == reports.PER_VISITOR + 1


# How long


TODAY = dt.date(2026, 11, 26)


def aged(days, **values):
    return stored(on=TODAY - dt.timedelta(days=days), **values)


def answered(days):
    noon = dt.datetime.combine(TODAY - dt.timedelta(days=days), dt.time(23, 59), timezone.get_current_timezone())
    return aged(days, state="right", closed_at=noon, row=str(days))


def test_reports_go_when_they_have_been_kept_long_enough(capsys, clock):
    clock(TODAY)
    stay = {answered(30).pk, aged(180).pk, aged(181, state="right", closed_at=timezone.now()).pk}
    answered(31), aged(181), aged(400, reason="money")
    call_command("forget")
    assert capsys.readouterr().out == "3 reports and 0 failed log-ins deleted.\n"
    assert set(Report.objects.values_list("pk", flat=True)) == stay


def test_new_report_takes_some_old_ones_along(client, monkeypatch):
    monkeypatch.setattr(reports, "_GO_AT_ONCE", 2)
    today = timezone.localdate()
    for days in (200, 300, 400):
        stored(on=today - dt.timedelta(days=days), state="right", closed_at=timezone.now() - dt.timedelta(days=days))
    tell(client)
    assert Report.objects.count() == 2
    tell(client)  # counted only: nothing new, nothing to be done
    assert Report.objects.count() == 2
    tell(client, "money")
    assert set(Report.objects.values_list("on", flat=True)) == {today}


def test_new_report_takes_along_none_that_nobody_answered(client, clock):
    """A clock that is wrong for a moment would take what visitors were thanked for."""
    waits = stored(on=TODAY)
    clock(TODAY + dt.timedelta(days=300))
    tell(client, "money")
    assert Report.objects.filter(pk=waits.pk).exists()


# On the desk


LIST = "/admin/registry/report/"


def stored(region=ANSHAN, **values):
    made = {"guide": "remote-care", "outcome": "file_temporary", "title": NAME, "reason": "phone"}
    return Report.objects.create(**{**made, "region_id": region, "on": timezone.localdate(), **values})


def waiting(user):
    return {line.label: line.count for line in tasks.lines(user, timezone.localdate())}.get("公众说不对的")


@pytest.mark.parametrize("role", ["editor", "reviewer", "manager"])
def test_desk_shows_reports_of_ones_regions_only(role):
    stored(ANSHAN), stored(DALIAN), stored("000000")
    city, province = person("city", (role, ANSHAN)), person("province", (role, LIAONING))
    nation, nobody = person("nation", (role, "000000")), person("nobody")
    assert [waiting(user) for user in (city, province, nation, nobody)] == [1, 2, 3, None]
    assert signed_in(city).get(LIST).context["cl"].result_count == 1
    assert signed_in(nobody).get(LIST).status_code == 403


def test_report_of_another_region_cannot_be_opened_or_answered():
    report = stored(DALIAN)
    clerk = signed_in(person("clerk", ("manager", ANSHAN)))
    address = f"{LIST}{report.pk}/change/"
    assert clerk.get(address).status_code == 302
    clerk.post(address, {"state": "right", "answer": "没错"})
    assert Report.objects.get().state == "open"


def leads(report, clerk):
    page = clerk.get(f"{LIST}{report.pk}/change/").content.decode().replace("&amp;", "&")
    return re.findall(r'<a href="([^"]+)">', re.search(r"打开看看.*?</fieldset>", page, re.DOTALL)[0])


def test_report_leads_to_an_example_its_preview_the_guide_and_the_counters():
    report = stored()
    clerk = signed_in(person("clerk", ("editor", ANSHAN)))
    assert NAME in clerk.get(LIST).content.decode()
    example, preview, guide, counters = leads(report, clerk)
    assert example.startswith(f"{GUIDE}outcome/?")
    assert f"insured_place={ANSHAN}" in example
    assert preview == f"/admin/preview/{timezone.localdate()}{example}"
    assert guide.endswith("/flow/remote-care/")
    assert [clerk.get(address).status_code for address in (example, preview, guide)] == [200, 200, 200]
    offices = clerk.get(counters).context["cl"].queryset
    assert {office.region_id for office in offices} == {ANSHAN}


def test_desk_names_the_row_and_leads_to_it():
    office = published_office()
    stored(row=f"office-{office.pk}"), stored(row="phone-041212393"), stored(), stored(row="office-999999")
    clerk = signed_in(person("clerk", ("editor", ANSHAN)))
    page = clerk.get(LIST).content.decode()
    address = f"/admin/registry/office/{office.pk}/change/"
    assert f'<a href="{address}">经办机构：{office}（鞍山市）</a>' in page
    for words in ("电话 0412-12393", "没有说是哪一条", "这一条已经没有了"):
        assert words in page
    report = Report.objects.get(row=f"office-{office.pk}")
    assert address in clerk.get(f"{LIST}{report.pk}/change/").content.decode()


def test_row_that_one_may_not_open_is_named_without_a_link():
    """A page of one city shows rows of another: those of the place of care."""
    there = next(row for row in snapshots.current().rows(BasicPolicy) if row.region_id == BEIJING)
    stored(row=f"basicpolicy-{there.pk}")
    address = f"/admin/calculators/basicpolicy/{there.pk}/change/"
    all_over, here = (signed_in(person(name, ("editor", name))) for name in ("000000", ANSHAN))
    assert address in all_over.get(LIST).content.decode()
    page = here.get(LIST).content.decode()
    assert address not in page
    assert f"{escape(str(there))}（北京市）" in page


def test_list_is_narrowed_to_one_row():
    office = published_office()
    name = f"office-{office.pk}"
    stored(row=name, count=3), stored(row=name, reason="place"), stored(row="phone-041212393"), stored(), stored(DALIAN)
    clerk = signed_in(person("clerk", ("editor", ANSHAN)))
    page = clerk.get(LIST).content.decode()
    assert f"经办机构：{office}（鞍山市）：4 次" in page
    assert "电话 0412-12393：1 次" in page
    assert clerk.get(LIST, {"row": name}).context["cl"].result_count == 2
    assert clerk.get(LIST, {"row": "office-0"}).status_code == 302  # nothing that the list offers


def test_list_asks_no_more_where_more_is_told(django_assert_max_num_queries):
    office = published_office()
    clerk = signed_in(person("clerk", ("editor", ANSHAN)))
    stored(row=f"office-{office.pk}")
    with CaptureQueriesContext(connection) as few:
        clerk.get(LIST)
    asked = len(few)
    for number in range(1, 20):
        stored(row=f"office-{office.pk}", on=timezone.localdate() - dt.timedelta(days=number))
    with django_assert_max_num_queries(asked):
        clerk.get(LIST)


#: Nobody is local to an unknown place, or in one province with it.
OF_KNOWN_PLACES = (("remote-care", "local"), ("family-account", "share"), ("family-account", "wallet"))


@pytest.mark.parametrize("guide", sorted(FLOWS))
@pytest.mark.parametrize("place", [ANSHAN, "000000"])
def test_every_outcome_that_can_be_had_has_an_example(client, guide, place):
    flow, snapshot = FLOWS[guide], snapshots.current()
    for outcome in dict(flow.outcomes).keys() - {"below_threshold"}:  # follows from a private figure: not in an address
        query = usage.example(snapshot, flow, outcome, place, snapshots.today())
        if query is None:
            assert ((guide, outcome), place) in ((each, "000000") for each in OF_KNOWN_PLACES)
            continue
        Report.objects.all().delete()
        cache.clear()
        tell(client, address=f"/guides/{guide}/outcome/report/{query}")
        report = Report.objects.get()
        asked = f"{flow.delivery.home}=" in query  # of nobody's place where no place matters
        assert (report.guide, report.outcome, report.region_id) == (guide, outcome, place if asked else "000000")


@pytest.mark.parametrize(
    ("guide", "outcome", "count"),
    [("remote-care", "gone", 2), ("gone", "gone", 1), ("offices", "claims", 3), ("estimate", "", 3)],
)
def test_report_of_what_is_no_more_can_still_be_answered(guide, outcome, count):
    report = stored(guide=guide, outcome=outcome)
    assert len(leads(report, signed_in(person("clerk", ("editor", ANSHAN))))) == count


@pytest.mark.parametrize("state", ["right", "repeated"])
def test_answer_says_what_came_of_it_who_and_when(state):
    report, user = stored(), person("clerk", ("reviewer", ANSHAN))
    clerk = signed_in(user)
    answer = clerk.post(f"{LIST}{report.pk}/change/", {"state": state, "answer": "打过电话，通的", "region": DALIAN})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.answer, report.closed_by, report.region_id) == (state, "打过电话，通的", user, ANSHAN)
    assert abs(timezone.now() - report.closed_at) < dt.timedelta(minutes=1)
    assert waiting(user) == 0


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"state": "right", "answer": " "}, "answer"),
        ({"state": "open", "answer": "看过"}, "state"),
        ({"state": "mended", "answer": "改了"}, "change"),
    ],
)
def test_answer_that_says_too_little_is_refused(told, field):
    report = stored()
    answer = signed_in(person("clerk", ("reviewer", ANSHAN))).post(f"{LIST}{report.pk}/change/", told)
    assert list(answer.context["adminform"].form.errors) == [field]
    assert Report.objects.get().state == "open"


def test_answer_once_given_stands():
    report = stored(state="right", answer="没错")
    clerk = signed_in(person("clerk", ("manager", ANSHAN)))
    assert clerk.get(f"{LIST}{report.pk}/change/").status_code == 200
    assert clerk.post(f"{LIST}{report.pk}/change/", {"state": "repeated", "answer": "重复"}).status_code == 403
    assert Report.objects.get().state == "right"


def published(source, region):
    row = sound(Advice, source=source, region_id=region, status="submitted", key=f"row-{region}")
    row.save()
    boss = User.objects.create_superuser(f"boss-{region}")
    return workflow.publish(row, boss, "对照过")


def test_mended_names_the_row_that_was_changed(source):
    report = stored()
    mine, above, elsewhere = (published(source, region) for region in (ANSHAN, LIAONING, DALIAN))
    clerk = signed_in(person("clerk", ("editor", ANSHAN)))
    address = f"{LIST}{report.pk}/change/"
    offered = clerk.get(address).context["adminform"].form.fields["change"].queryset
    assert {event.row for event in offered} == {mine, above}
    wrong = workflow.events(elsewhere)[0]
    assert clerk.post(address, {"state": "mended", "answer": "改了", "change": wrong.pk}).status_code == 200
    right = workflow.events(mine)[0]
    assert clerk.post(address, {"state": "mended", "answer": "改了", "change": right.pk}).status_code == 302
    assert Report.objects.get().change.row == mine


def test_reports_cannot_be_added_or_deleted_by_hand():
    report = stored()
    boss = signed_in(User.objects.create_superuser("boss"))
    assert boss.get(f"{LIST}add/").status_code == 403
    assert boss.post(f"{LIST}{report.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Report.objects.exists()


def test_outcome_still_asks_for_the_version_only(client, django_assert_num_queries):
    client.get(OUTCOME)
    with django_assert_num_queries(1):
        client.get(OUTCOME)
