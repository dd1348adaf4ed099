"""Accounts: who wrote something stays, and whose rights were taken does nothing more, whatever waits of it."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from registry import workflow
from registry.desk import lookups
from registry.models import Assignment, Office
from tests.conftest import person, signed_in

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
    address = reverse("admin:auth_user_delete", args=[clerk.pk])
    assert admin_client.post(address, {"post": "yes"}).status_code == 200  # who saw nothing is asked
    assert admin_client.post(address, _shown(admin_client, address)).status_code == 302
    assert not User.objects.filter(pk=clerk.pk).exists()


def _shown(client, address):
    """The form of the page that asks before it deletes."""
    return {"post": "yes", "seen": client.get(address).context["seen"]}


def _role(work, boss):
    work.role = "reviewer"
    work.save()
    return "做什么 从“编辑”改成“复核”"


def _work(clerk, boss):
    Assignment.objects.create(user=clerk, role="editor", region_id="210400")
    return "一起删掉的不一样了"


@pytest.mark.parametrize(("kind", "change"), [("registry_assignment", _role), ("auth_user", _work)])
def test_what_was_changed_under_the_page_that_asks_is_not_deleted(admin_client, kind, change):
    clerk = person("clerk", ("editor", CITY))
    one = clerk if kind == "auth_user" else Assignment.objects.get(user=clerk)
    address = reverse(f"admin:{kind}_delete", args=[one.pk])
    form = _shown(admin_client, address)
    said = change(one, clerk)
    again = admin_client.post(address, form)
    assert type(one).objects.filter(pk=one.pk).exists()
    assert f"您打开以后，有人改过（{said}），所以什么也没有删。" in again.content.decode()
    admin_client.post(address, form | {"seen": again.context["seen"]})
    assert not type(one).objects.filter(pk=one.pk).exists()


@pytest.mark.parametrize("kind", ["registry_assignment", "auth_user"])
def test_nothing_is_deleted_from_a_list_that_says_less(admin_client, kind):
    clerk = person("clerk", ("editor", CITY))
    one = clerk if kind == "auth_user" else Assignment.objects.get(user=clerk)
    chosen = {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"}
    admin_client.post(reverse(f"admin:{kind}_changelist"), chosen)
    assert type(one).objects.filter(pk=one.pk).exists()


@pytest.fixture
def losing(monkeypatch):
    """A superuser who loses a right, or the account, while a form of his waits for its turn."""
    boss = User.objects.create_superuser("boss")
    client = signed_in(boss)

    def made(**taken):
        mine = User.objects.filter(pk=boss.pk)
        monkeypatch.setattr(lookups, "take_turn", lambda: mine.update(**taken))
        return client

    return made


@pytest.mark.parametrize("taken", ["is_active", "is_staff", "is_superuser"])
def test_who_lost_his_rights_while_waiting_changes_nobody(losing, taken):
    accomplice, other = person("accomplice"), person("other")
    client = losing(**{taken: False})
    change = reverse("admin:auth_user_change", args=[accomplice.pk])
    raised = {"username": "accomplice", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    word = {"usable_password": "true", "password1": "x-1-long-enough", "password2": "x-1-long-enough"}
    delete = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    before = list(User.objects.exclude(username="boss").values())
    for address, sent in [
        (change, raised),
        (reverse("admin:auth_user_add"), word | {"username": "new"}),
        (reverse("admin:auth_user_password_change", args=[accomplice.pk]), word),
        (LIST, delete),
    ]:
        User.objects.filter(username="boss").update(**{taken: True})
        assert client.post(address, sent).status_code == 403
    assert list(User.objects.exclude(username="boss").values()) == before


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Zhang", "已经有“zhang”了"),
        ("zh\u0430ng", "只用汉字、英文字母、数字"),
        ("ｚhang", "已经有“zhang”了"),
        ("zhang2", ""),
        ("张芳", ""),
        ("...", "至少要有一个字母、数字或者汉字"),
        ("@", "至少要有一个字母、数字或者汉字"),
    ],
    ids=["case", "cyrillic", "fullwidth", "another", "characters", "dots", "sign"],
)
def test_no_account_is_called_so_that_it_is_taken_for_another(admin_client, name, sentence):
    person("zhang")
    told = {"username": name, "usable_password": "true", "password1": "long-Enough-9", "password2": "long-Enough-9"}
    page = admin_client.post(reverse("admin:auth_user_add"), told)
    assert page.status_code == (200 if sentence else 302)
    assert sentence in page.content.decode()
    other = person("other")
    address = reverse("admin:auth_user_change", args=[other.pk])
    changed = admin_client.post(address, {"username": f"{name}x" if not sentence else name, "is_active": "on"})
    assert changed.status_code == (200 if sentence else 302)
    assert sentence in changed.content.decode()


def test_account_of_before_keeps_its_name(admin_client):
    other = person("\u0430nna")
    address = reverse("admin:auth_user_change", args=[other.pk])
    assert admin_client.post(address, {"username": other.username, "last_name": "安"}).status_code == 302
    other.refresh_from_db()
    assert other.last_name == "安"
