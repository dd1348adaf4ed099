"""Accounts: who wrote something stays, and whose rights were taken does nothing more, whatever waits of it."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from registry import workflow
from registry.models import Office
from tests.conftest import person

pytestmark = pytest.mark.django_db

CITY = "210300"
LIST = reverse("admin:auth_user_changelist")


@pytest.fixture
def writer(publish):
    """Somebody who wrote a draft, which a colleague has handed over."""
    found = person("writer", ("editor", CITY))
    draft = publish(Office, region_id=CITY, status="draft")
    draft._history_user = found
    draft.save()
    workflow.submit(draft, person("colleague", ("editor", CITY)), "交")
    return found


def test_account_that_wrote_something_stays(admin_client, writer):
    address = reverse("admin:auth_user_delete", args=[writer.pk])
    assert "writer写过" in admin_client.get(address).content.decode()
    admin_client.post(address, {"post": "yes"})
    admin_client.post(LIST, {"action": "delete_selected", "_selected_action": [writer.pk], "post": "yes"})
    assert User.objects.filter(pk=writer.pk).exists()


def test_account_that_wrote_nothing_goes(admin_client):
    clerk = person("clerk")
    assert admin_client.post(reverse("admin:auth_user_delete", args=[clerk.pk]), {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=clerk.pk).exists()
