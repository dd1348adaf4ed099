"""A rule that is scheduled for a date: what the public reads the second before and after midnight in Beijing."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from guides.models import Advice
from registry import workflow
from tests.browser.addresses import OUTCOME
from tests.conftest import person

pytestmark = pytest.mark.django_db

LAST_SECOND = dt.datetime(2026, 12, 31, 15, 59, 59, tzinfo=dt.UTC)
MIDNIGHT = LAST_SECOND + dt.timedelta(seconds=1)


@pytest.mark.parametrize("kept_pages", [0, 100])
def test_the_new_rule_is_public_at_midnight_and_not_a_second_earlier(
    publish, monkeypatch, settings, kept_pages
) -> None:
    settings.PAGE_CACHE_ENTRIES = kept_pages
    outcome = {"outcome": ["file_long_term_pledge"]}
    old = publish(Advice, key="scheduled", region_id="210300", kind="step", title="照旧办法办", when=outcome)
    writer, checker = person("writer", ("editor", "210300")), person("checker", ("reviewer", "210300"))
    new = workflow.revise(old, writer, dt.date(2027, 1, 1), "新通知")
    new.title = "照新办法办"
    new.save()
    workflow.submit(new, writer, "照通知改")
    workflow.publish(new, checker, "对照过")
    client = Client()

    def shown(moment: dt.datetime) -> tuple[bool, bool]:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        page = client.get(OUTCOME).content.decode()
        return "照旧办法办" in page, "照新办法办" in page

    assert shown(LAST_SECOND) == (True, False)
    assert shown(MIDNIGHT) == (False, True)
