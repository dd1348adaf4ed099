"""“这条不对？”: what is kept of a report, what never is, how many are taken, and who reads them on the desk."""

import datetime as dt
import re
import time

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from guides.models import Advice
from registry import desk, reports, workflow
from registry.models import Report
from tests.conftest import person, signed_in, sound

pytestmark = pytest.mark.django_db

ANSWERS = "for_whom=self&insured_place=210300&scheme=employee&care_place=110000"
FINISHED = f"{ANSWERS}&stage=planning&reason=own_choice&care_type=inpatient&hospital_linked=yes&filed_before=no"
FINISHED += "&injury=no"
GUIDE = "/guides/remote-care/"
OUTCOME = f"{GUIDE}outcome/?{FINISHED}"
REPORT = f"{GUIDE}outcome/report/?{FINISHED}"
VISITOR, AGENT = "203.0.113.77", "Mozilla/5.0 (a telling agent)"
ANSHAN, DALIAN, LIAONING = "210300", "210200", "210000"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()
    yield
    cache.clear()


def tell(client, reason="phone", address=REPORT, visitor=VISITOR, **extra):
    told = {"reason": reason} if reason else {}
    return client.post(address, told, REMOTE_ADDR=visitor, HTTP_USER_AGENT=AGENT, **extra)


def page_of(response):
    assert response.status_code == 200
    return response.content.decode()


def heading(client):
    return re.search(r"<h1[^>]*>(.*?)</h1>", client.get(OUTCOME).content.decode(), re.DOTALL)[1].strip()


# What is kept


def test_outcome_offers_six_reasons_and_nothing_to_write(client):
    page = client.get(OUTCOME).content.decode()
    form = re.search(r"这条不对？.*?</form>", page, re.DOTALL)[0]
    assert re.findall(r'type="radio"[^>]* value="(\w+)"', form) == Report.Reason.values
    assert re.search(r'action="([^"]+)"', form)[1].replace("&amp;", "&") == REPORT
    assert not re.search(r'textarea|type="(?:text|hidden|email|tel)"| checked', form)


def test_report_keeps_page_reason_region_and_day_and_nothing_else(client):
    page = page_of(tell(client))
    report = Report.objects.get()
    kept = {field.name: getattr(report, field.attname) for field in Report._meta.concrete_fields}
    assert kept == {
        "id": report.pk,
        "title": f"去外地看病，先备个案：{heading(client)}",
        "address": OUTCOME,
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


def test_thanks_are_stored_nowhere_and_set_no_cookie():
    client = Client(enforce_csrf_checks=True)
    answer = tell(client)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert Report.objects.count() == 1


def test_database_holds_neither_address_nor_agent_nor_private_answers(client):
    for reason in Report.Reason.values:
        tell(client, reason, f"{REPORT}&supported=yes&utm_source=me")
    tell(client, "phone", HTTP_X_FORWARDED_FOR="198.51.100.9")
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            stored += [str(value) for row in cursor.fetchall() for value in row]
    text = "\n".join(stored)
    assert OUTCOME in text
    for telling in (VISITOR, "198.51.100.9", "a telling agent", "supported=yes", "utm_source"):
        assert telling not in text


def test_cache_holds_no_address_in_clear(client, monkeypatch):
    keys = []
    monkeypatch.setattr(
        cache, "add", lambda key, *rest, add=cache.add, **more: keys.append(key) or add(key, *rest, **more)
    )
    tell(client)
    assert len(keys) >= 3
    assert not [key for key in keys if VISITOR in key or "210300" in key]


def test_hash_of_a_visitor_is_another_with_another_salt(client):
    def visitor_key():
        cache.clear()
        tell(client)
        return {key for key in cache._cache if "salt" not in key}

    assert visitor_key().isdisjoint(visitor_key())


def test_same_report_of_the_same_day_counts_up(client):
    tell(client)
    page = page_of(tell(client, visitor="203.0.113.78"))
    assert "已经有人报过，我们会看。" in page
    assert Report.objects.get().count == 2


def test_another_reason_day_or_page_is_another_report(client):
    tell(client)
    Report.objects.update(on=timezone.localdate() - dt.timedelta(days=1))
    tell(client)
    tell(client, "money")
    tell(client, address=REPORT.replace("210300", DALIAN))
    assert [report.count for report in Report.objects.all()] == [1, 1, 1, 1]


def test_report_after_an_answer_is_a_new_one(client):
    tell(client)
    Report.objects.update(state="right", answer="打过，通的")
    tell(client)
    assert sorted(Report.objects.values_list("state", "count")) == [("open", 1), ("right", 1)]


def test_page_without_a_known_place_goes_to_the_nation(client):
    tell(client, address=f"{GUIDE}outcome/report/?stage=emergency")
    report = Report.objects.get()
    assert (report.region_id, report.title, report.address) == (
        "000000",
        "去外地看病，先备个案：先救人。急诊抢救，当作已经备过案。",
        f"{GUIDE}outcome/?stage=emergency",
    )


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
    answer = tell(client, address=f"{GUIDE}outcome/report/?{ANSWERS}")
    assert (answer.status_code, answer["Location"]) == (302, f"{GUIDE}stage/?{ANSWERS}")
    answer = tell(client, address=f"{REPORT}&scheme=gold")
    assert answer["Location"].startswith(f"{GUIDE}scheme/?")
    assert Report.objects.count() == 0


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


# How many


def test_one_visitor_is_heard_so_often_and_no_oftener(client, monkeypatch):
    monkeypatch.setattr(reports, "PER_PAGE", 1000)
    for _ in range(reports.PER_VISITOR):
        tell(client)
    assert Report.objects.get().count == reports.PER_VISITOR
    page = page_of(tell(client))
    assert "已经有人报过，我们会看。" in page
    assert Report.objects.get().count == reports.PER_VISITOR
    tell(client, visitor="2001:db8::1")
    assert Report.objects.get().count == reports.PER_VISITOR + 1


def test_one_page_is_told_of_so_often_and_no_oftener(client):
    for number in range(reports.PER_PAGE + 1):
        tell(client, visitor=f"203.0.113.{number}")
    assert Report.objects.get().count == reports.PER_PAGE
    tell(client, address=REPORT.replace("210300", DALIAN))
    assert Report.objects.count() == 2


def test_the_site_takes_so_many_and_no_more(client, monkeypatch):
    monkeypatch.setattr(reports, "PER_SITE", 3)
    places = ["210100", "210200", "210300", "210400"]
    for number, place in enumerate(places):
        tell(client, address=REPORT.replace("210300", place), visitor=f"203.0.113.{number}")
    assert set(Report.objects.values_list("region", flat=True)) == {"210100", "210200", "210300"}


def test_who_is_over_the_limit_uses_up_nobody_elses(client, monkeypatch):
    monkeypatch.setattr(reports, "PER_SITE", reports.PER_VISITOR + 1)
    monkeypatch.setattr(reports, "PER_PAGE", 1000)
    for _ in range(reports.PER_VISITOR + 5):
        tell(client)
    tell(client, visitor="203.0.113.1")
    assert Report.objects.get().count == reports.PER_VISITOR + 1


def test_an_hour_later_a_visitor_is_heard_again(client, monkeypatch):
    monkeypatch.setattr(reports, "PER_VISITOR", 1)
    tell(client)
    tell(client)
    assert Report.objects.get().count == 1
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3590)
    tell(client)
    assert Report.objects.get().count == 1
    monkeypatch.setattr(time, "time", lambda: now + 3601)
    tell(client)
    assert Report.objects.get().count == 2


def test_visitor_whose_address_cannot_be_read_is_heard(client):
    tell(client, visitor="unix:")
    assert Report.objects.count() == 1


# On the desk


LIST = "/admin/registry/report/"


def stored(region=ANSHAN, **values):
    made = {"title": "去外地看病，先备个案：不用备案", "address": f"{OUTCOME}&n={region}", "reason": "phone"}
    return Report.objects.create(**{**made, "region_id": region, "on": timezone.localdate(), **values})


def waiting(user):
    return {line.label: line.count for line in desk.lines(user, timezone.localdate())}.get("公众说不对的")


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


def test_report_leads_to_the_page_and_its_preview():
    report = stored(address=OUTCOME)
    clerk = signed_in(person("clerk", ("editor", ANSHAN)))
    page = clerk.get(f"{LIST}{report.pk}/change/").content.decode().replace("&amp;", "&")
    assert f'href="{OUTCOME}"' in page
    assert report.title in page
    assert report.title in clerk.get(LIST).content.decode()
    preview = f"/admin/preview/{timezone.localdate()}{OUTCOME}"
    assert f'href="{preview}"' in page
    assert clerk.get(preview).status_code == 200


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
