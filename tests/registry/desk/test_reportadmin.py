import pytest
from django.db.models import F
from django.urls import reverse

from registry import snapshot
from registry.desk.reportadmin import ReportAdmin
from registry.models import Report
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db
CITY = "210300"


def test_what_is_told_while_a_clerk_answers_is_counted(monkeypatch):
    report = Report.objects.create(guide="remote-care", region_id=CITY, on=snapshot.today(), reason="phone")
    real = ReportAdmin.get_object

    def told_meanwhile(*args, **named):
        found = real(*args, **named)
        Report.objects.update(count=F("count") + 1)
        return found

    monkeypatch.setattr(ReportAdmin, "get_object", told_meanwhile)
    clerk = signed_in(person("clerk", ("editor", CITY)))
    answer = clerk.post(reverse("admin:registry_report_change", args=[report.pk]), {"state": "right", "answer": "打过"})
    assert answer.status_code == 302
    stored = Report.objects.get()
    assert (stored.state, stored.answer, stored.count) == ("right", "打过", 2)
    assert stored.closed_by.username == "clerk"


def test_second_of_two_who_answer_keeps_what_he_typed_and_hears_who_was_first():
    report = Report.objects.create(guide="remote-care", region_id=CITY, on=snapshot.today(), reason="phone")
    address = reverse("admin:registry_report_change", args=[report.pk])
    first, second = (signed_in(person(name, ("editor", CITY), last_name=name)) for name in ("甲", "乙"))
    first.post(address, {"state": "right", "answer": "打过，号码对"})
    page = second.post(address, {"state": "repeated", "answer": "去窗口看过"})
    assert page.status_code == 403
    words = page.content.decode()
    assert "去窗口看过" in words
    assert "甲在" in words
    assert "查过没错，“打过，号码对”" in words
    assert Report.objects.get().answer == "打过，号码对"
