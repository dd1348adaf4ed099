"""Nobody is logged in for longer than the settings say, whatever the clock said when he was."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("ahead", "status"), [(dt.timedelta(minutes=4), 200), (dt.timedelta(days=365), 302)])
def test_session_of_a_clock_that_was_in_front_is_over(ahead, status):
    client = signed_in(person("writer", ("editor", "210300")))
    longest = timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.update(expire_date=longest + ahead)
    assert client.get("/admin/").status_code == status
