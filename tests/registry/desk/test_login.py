"""Logging in: the password, the lock-out, the second factor, the lost phone."""

import datetime as dt
import re
import time
from types import SimpleNamespace

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP

from registry.desk import secondfactor
from registry.desk.login import GUESSED, LOCKED, MOST_EVERYWHERE, WRONG_PASSWORD, remember_browser
from registry.desk.secondfactor import BOUND, WRONG
from registry.models import Assignment, Authenticator
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

INDEX, LOGIN, FACTOR = "/admin/", "/admin/login/", "/admin/second-factor/"
OFFICES = "/admin/registry/office/"
ANSHAN, DALIAN, LIAONING, NATION = "210300", "210200", "210000", "000000"
PASSWORD = "a-long-enough-password"


def clerk(name="clerk", *work, **values):
    return person(name, *work, password=PASSWORD, **values)


def give_password(client, name="clerk", password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": name, "password": password, "next": INDEX}, **extra)


def code(secret):
    """The six digits that a phone shows now for a secret in hexadecimal."""
    totp = TOTP(bytes.fromhex(secret))
    totp.time = time.time()
    return f"{totp.token():06d}"


def other_than(digits):
    return f"{(int(digits) + 1) % 10**6:06d}"


def offered(client):
    return client.session["second_factor_secret"]


def bind(client, password=PASSWORD, address=FACTOR):
    client.get(FACTOR)
    return client.post(address, {"code": code(offered(client)), "password": password})


def has_phone(user):
    return Authenticator.objects.create(user=user, name="phone", key="0123456789abcdef0123")


def test_of_a_failure_name_and_address_are_kept_and_nothing_else_that_was_sent():
    sent = {"username": "clerk", "password": "wrong-and-secret", "next": INDEX, "more": "secret"}
    agent = {"HTTP_USER_AGENT": "secret-agent", "HTTP_ACCEPT": "secret/kind"}
    answer = Client().post(f"{LOGIN}?next={OFFICES}&for_whom=secret", sent, REMOTE_ADDR="203.0.113.9", **agent)
    kept = AccessAttempt.objects.values().get()
    assert (kept["username"], kept["ip_address"]) == ("clerk", "203.0.113.9")
    assert "secret" not in str(kept)
    assert OFFICES not in str(kept)
    assert f'name="next" value="{INDEX}"' in answer.content.decode()


# The password


def test_wrong_password_says_what_to_do(client):
    clerk()
    page = give_password(client, password="wrong").content.decode()
    assert "用户名或密码不对。请看清大小写，再输一次。连着错 5 次会锁 30 分钟。" in page


def test_fifth_wrong_password_locks_the_account(client):
    clerk()
    answers = [give_password(client, password="wrong") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert [LOCKED in answer.content.decode() for answer in answers] == [False] * 4 + [True]
    answer = give_password(client)
    assert (answer.status_code, LOCKED in answer.content.decode()) == (429, True)
    assert "_auth_user_id" not in client.session


def at_once(monkeypatch, send, times):
    """How many passwords are looked at, where each is sent before the one before it was found wrong."""
    looked = []

    def look(*_, **__):
        looked.append(len(looked))
        if len(looked) < times:
            send(len(looked))

    monkeypatch.setattr(ModelBackend, "authenticate", look)
    send(0)
    return len(looked)


def test_of_passwords_that_are_sent_at_once_no_more_are_looked_at(monkeypatch):
    clerk()
    assert at_once(monkeypatch, lambda _: give_password(Client(), password="wrong"), 18) == 5
    assert AccessAttempt.objects.get().failures_since_start == 5
    monkeypatch.undo()
    assert give_password(Client()).status_code == 429


def test_of_passwords_from_many_addresses_at_once_no_more_are_looked_at(monkeypatch):
    clerk()
    tried_everywhere(MOST_EVERYWHERE - 3)
    assert at_once(monkeypatch, lambda number: give_password(Client(), REMOTE_ADDR=f"192.0.2.{number}"), 18) == 3


def test_old_password_is_guessed_no_oftener_by_many_pages_at_once(two, monkeypatch):
    _, first, *_ = two
    assert at_once(monkeypatch, lambda _: change_password(first, "wrong"), 18) == 5


def test_right_password_is_counted_nowhere(two):
    """Nor does it start afresh: whoever only knows the session that is open goes on being counted."""
    _, first, *_ = two
    for wrong in ("wrong", "wrong"):
        change_password(first, wrong)
    first.post(OWN, {"old_password": PASSWORD, "new_password1": "a", "new_password2": "b"})
    assert AccessAttempt.objects.get().failures_since_start == 2
    AccessAttempt.objects.all().delete()
    first.post(OWN, {"old_password": PASSWORD, "new_password1": "a", "new_password2": "b"})
    assert not AccessAttempt.objects.exists()


def test_four_wrong_passwords_and_a_right_one_start_afresh(client):
    clerk()
    for _ in range(4):
        give_password(client, password="wrong")
    assert give_password(client).status_code == 302
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize(("minutes", "status"), [(29, 429), (31, 302)])
def test_lock_lasts_half_an_hour_whatever_is_tried_meanwhile(client, minutes, status):
    clerk()
    for _ in range(5):
        give_password(client, password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=minutes))
    if status == 429:
        give_password(client, password="wrong")  # must not start the half hour again
        assert AccessAttempt.objects.get().attempt_time < timezone.now() - dt.timedelta(minutes=28)
    assert give_password(client).status_code == status


def test_wrong_passwords_of_a_clock_that_was_in_front_lock_nobody(client):
    clerk()
    for _ in range(5):
        give_password(client, password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() + dt.timedelta(days=1))
    assert give_password(client).status_code == 302


def test_lock_holds_for_one_account_at_one_address(client):
    clerk(), clerk("colleague")
    for _ in range(5):
        give_password(client, password="wrong")
    assert give_password(Client(), "colleague").status_code == 302
    assert give_password(Client(), REMOTE_ADDR="192.0.2.7").status_code == 302


def tried_everywhere(times, name="clerk", minutes=0):
    """Wrong passwords for one account, four from each address."""
    at = timezone.now() - dt.timedelta(minutes=minutes)
    left, number = times, 0
    while left > 0:
        number += 1
        kept = AccessAttempt.objects.create(
            username=name, ip_address=f"203.0.113.{number}", failures_since_start=min(left, 4)
        )
        AccessAttempt.objects.filter(pk=kept.pk).update(attempt_time=at)
        left -= 4


@pytest.mark.parametrize(("times", "status"), [(MOST_EVERYWHERE - 1, 302), (MOST_EVERYWHERE, 429)])
def test_account_that_is_guessed_at_from_many_addresses_opens_to_no_strange_browser(client, times, status):
    clerk()
    tried_everywhere(times)
    answer = give_password(client)
    assert (answer.status_code, GUESSED in answer.content.decode()) == (status, status == 429)


def test_guesses_from_many_addresses_lock_nobody_out_at_his_own_desk(client):
    clerk(), clerk("colleague")
    give_password(client)
    tried_everywhere(MOST_EVERYWHERE), tried_everywhere(MOST_EVERYWHERE, "colleague")
    assert give_password(client, password="wrong").status_code == 200
    assert give_password(client).status_code == 302
    assert give_password(client, "colleague").status_code == 429  # known for one account alone
    strange = Client()
    strange.cookies[known_by()] = "0" * 64
    assert give_password(strange).status_code == 429


def known_by(name="clerk"):
    return f"desk_known_{User.objects.get(username=name).pk}"


def test_guesses_behind_the_same_address_lock_nobody_out_at_his_own_desk(client):
    """An office, and the phones of half a city, have one address."""
    clerk()
    give_password(client)
    for _ in range(5):
        give_password(Client(), password="wrong")
    assert give_password(Client()).status_code == 429
    assert give_password(client).status_code == 302


def test_passwords_in_masses_behind_the_same_address_keep_nobody_from_his_own_desk(client, settings):
    clerk()
    settings.DEAR_PER_HOUR = 10
    give_password(client)  # one of two
    assert [give_password(Client(), "nobody").status_code for _ in range(3)] == [200, 429, 429]
    assert give_password(client).status_code == 302
    strange = Client()
    strange.cookies[known_by()] = "yes:1:x"
    strange.cookies["desk_known_999999999"] = strange.cookies["desk_known_99999999999999999999"] = "yes:1:x"
    assert give_password(strange).status_code == 429


def test_known_browser_has_its_number_of_passwords_too(client, settings):
    clerk()
    settings.DEAR_PER_HOUR = 10
    give_password(client)
    assert [give_password(client, "nobody").status_code for _ in range(3)] == [200, 200, 429]


def test_known_browser_guesses_no_oftener_than_others(client):
    clerk()
    give_password(client)
    answers = [give_password(client, password="wrong").status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert give_password(client).status_code == 429
    assert set(AccessAttempt.objects.values_list("user_agent", flat=True)) == {"desk_known"}


def test_browser_is_known_for_each_account_that_is_logged_in_with_it(client):
    clerk(), clerk("colleague")
    for name in ("clerk", "colleague"):
        give_password(client, name)
        tried_everywhere(MOST_EVERYWHERE, name)
    assert [give_password(client, name).status_code for name in ("clerk", "colleague")] == [302, 302]


def test_word_is_no_other_accounts(client):
    clerk(), clerk("colleague")
    give_password(client)
    client.cookies[known_by("colleague")] = client.cookies[known_by()].value
    tried_everywhere(MOST_EVERYWHERE, "colleague")
    assert give_password(client, "colleague").status_code == 429


@pytest.mark.parametrize(("by", "status"), [("superuser", 429), ("clerk", 302)])
def test_new_password_makes_browsers_strange_but_the_one_that_it_was_set_in(client, by, status):
    """Whoever stole the computer has guesses left at the old password only."""
    owner, new = clerk(), "another-long-password"
    give_password(client)
    if by == "clerk":
        told = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        assert client.post("/admin/password_change/", told).status_code == 302
    else:
        owner.set_password(new)
        owner.save()
    tried_everywhere(MOST_EVERYWHERE)
    assert give_password(client, password=new).status_code == status


def test_guesses_from_many_addresses_are_forgotten_after_half_an_hour(client):
    clerk()
    tried_everywhere(MOST_EVERYWHERE, minutes=31)
    assert give_password(client).status_code == 302


@pytest.mark.parametrize(("days", "status"), [(364, 302), (366, 429)])
def test_browser_is_known_for_a_year_however_long_it_keeps_the_word(client, monkeypatch, days, status):
    clerk()
    then = time.time() - days * 24 * 60 * 60
    with monkeypatch.context() as earlier:
        earlier.setattr("django.core.signing.time", SimpleNamespace(time=lambda: then))
        request = RequestFactory().get(INDEX)
        request.user = User.objects.get()
        answer = HttpResponse()
        remember_browser(request, answer)
    client.cookies[known_by()] = answer.cookies[known_by()].value
    tried_everywhere(MOST_EVERYWHERE)
    assert give_password(client).status_code == status


def test_only_who_gave_the_right_password_is_known_again(client):
    clerk()
    give_password(client, password="wrong")
    assert known_by() not in client.cookies
    give_password(client)
    kept = client.cookies[known_by()]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == (INDEX, True, "Lax")
    assert "clerk" not in kept.value


def test_only_failures_at_the_login_are_written_down(client):
    clerk()
    for address in ("/", "/guides/remote-care/", INDEX, LOGIN):
        client.get(address)
    client.post("/estimate/", {"total": "1"})
    give_password(client)
    assert not AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()
    give_password(Client(), password="wrong")
    attempt = AccessAttempt.objects.get()
    assert (attempt.username, attempt.path_info) == ("clerk", "")
    assert "wrong" not in attempt.post_data


@pytest.mark.parametrize(("minutes", "kept"), [(29, True), (31, False)])
def test_failure_is_forgotten_though_nobody_logs_in_any_more(client, minutes, kept):
    give_password(client, password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=minutes))
    call_command("forget")
    assert AccessAttempt.objects.exists() is kept


def test_addresses_of_one_subscriber_share_a_lock(client):
    clerk()
    for number in range(5):
        answer = give_password(client, password="wrong", REMOTE_ADDR=f"2001:db8:0:7::{number}")
    assert answer.status_code == 429
    assert give_password(client, REMOTE_ADDR="2001:db8:0:7:ffff::1").status_code == 429
    assert give_password(client, REMOTE_ADDR="2001:db8:0:8::1").status_code == 302


@pytest.mark.parametrize("length", [151, 256, 5000])
def test_name_that_no_account_can_have_is_told_so(client, length):
    answer = give_password(client, "x" * length)
    assert answer.context["form"].errors["username"] == ["用户名最长 150 个字。请看看是不是填错了格。"]
    assert not AccessAttempt.objects.exists()
    assert "username" not in give_password(client, "x" * 150).context["form"].errors
    assert AccessAttempt.objects.get().username == "x" * 150


@pytest.mark.parametrize("told", [{"username": "a\0b"}, {"password": "a\0b"}, {"next": "a\0b"}, {"other": "a\0b"}])
def test_nul_in_the_login_is_answered(client, told):
    answer = client.post(LOGIN, {"username": "clerk", "password": "wrong", **told})
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_login_leads_to_our_own_pages_only(client, address):
    clerk()
    answer = client.post(LOGIN, {"username": "clerk", "password": PASSWORD, "next": address}, follow=True)
    assert answer.redirect_chain == [(INDEX, 302)]
    assert answer.status_code == 200


def test_session_ends_after_eight_hours_and_with_the_browser(client):
    clerk()
    cookie = give_password(client).cookies["sessionid"]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
    left = Session.objects.get(pk=cookie.value).expire_date - timezone.now()
    assert dt.timedelta(hours=7, minutes=59) < left <= dt.timedelta(hours=8)


@pytest.mark.parametrize("address", ["/", "/guides/remote-care/", "/guides/remote-care/for_whom/", "/estimate/"])
@pytest.mark.parametrize("visitor", ["stranger", "clerk"])
def test_public_page_still_asks_for_the_version_only(django_assert_num_queries, visitor, address):
    browser = Client() if visitor == "stranger" else signed_in(clerk("clerk", ("manager", ANSHAN)))
    browser.get(address)
    with django_assert_num_queries(1):
        assert browser.get(address).status_code == 200


# The second factor


@pytest.mark.parametrize("role", ["reviewer", "manager", "superuser"])
def test_whoever_publishes_is_led_to_bind_a_phone(client, role):
    User.objects.create_superuser("clerk", password=PASSWORD) if role == "superuser" else clerk("clerk", (role, ANSHAN))
    assert give_password(client).url == INDEX
    answer = client.get(OFFICES, follow=True)
    assert answer.request["PATH_INFO"] == FACTOR
    secret = offered(client)
    page = answer.content.decode()
    assert "data:image/svg+xml" in page
    assert "例如 Microsoft Authenticator" in page
    assert answer.context["secret"].replace(" ", "") in page.replace(" ", "")
    bound = client.post(f"{FACTOR}?next={OFFICES}", {"code": code(secret), "password": PASSWORD})
    assert (bound.status_code, bound.url) == (302, OFFICES)
    assert "手机绑好了。" in client.get(OFFICES).content.decode()
    device = Authenticator.objects.get(user__username="clerk")
    assert (device.key, device.confirmed) == (secret, True)
    assert LogEntry.objects.get().action_flag == ADDITION


#: What a browser says of the page that sends a form.
OF_THE_DESK = {"origin": "http://testserver"}
ADDRESSES = [INDEX, OFFICES, f"{OFFICES}add/", "/admin/autocomplete/", "/admin/password_change/", "/admin/jsi18n/"]
ADDRESSES += [reverse("admin:registry_office_step", args=["publish"]), "/admin/calculators/basicpolicy/try/"]


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_opens_before_the_code(client, address, phone):
    user = clerk("clerk", ("manager", NATION))
    if phone:
        has_phone(user)
    client.force_login(user)
    answer = client.get(address)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, LOGIN)
    answer = client.post(address, headers=OF_THE_DESK)
    if answer.status_code == 403:  # what was sent goes back to whoever sent it, and nothing is done with it
        assert (answer.template_name, answer.context_data["typed"]) == ("admin/registry/again.html", [])
    else:
        assert (answer.status_code, answer.url.split("?")[0]) == (302, LOGIN)


def test_wrong_code_binds_nothing(client):
    client.force_login(clerk("clerk", ("reviewer", ANSHAN)))
    client.get(FACTOR)
    answer = client.post(FACTOR, {"code": other_than(code(offered(client))), "password": PASSWORD})
    assert answer.context["form"].errors["code"] == [WRONG]
    assert not Authenticator.objects.exists()
    assert client.get(INDEX).status_code == 302


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "12 34"])
def test_code_that_is_none_is_told_so_and_counts_as_no_try(client, typed):
    user = clerk("clerk", ("reviewer", ANSHAN))
    has_phone(user)
    client.force_login(user)
    errors = client.post(FACTOR, {"code": typed}).context["form"].errors["code"]
    assert re.fullmatch(r"请.*6 位数字.*。", errors[0])
    assert Authenticator.objects.get().throttling_failure_count == 0


def test_bound_phone_is_asked_for_at_every_login(client):
    user = clerk("clerk", ("reviewer", ANSHAN))
    device = has_phone(user)
    give_password(client)
    page = client.get(OFFICES, follow=True)
    assert page.request["PATH_INFO"] == FACTOR
    assert "qr" not in page.context
    digits = code(device.key)
    typed = f"{digits[:3]} {digits[3:]}"
    assert client.post(f"{FACTOR}?next={OFFICES}", {"code": typed}).url == OFFICES
    assert client.get(OFFICES).status_code == 200


def test_same_digits_open_only_once(client):
    device = has_phone(clerk("clerk", ("reviewer", ANSHAN)))
    digits = code(device.key)
    for browser, status in ((client, 302), (Client(), 200)):
        give_password(browser)
        assert browser.post(FACTOR, {"code": digits}).status_code == status


def test_somebody_elses_digits_do_not_open(client):
    has_phone(clerk("clerk", ("reviewer", ANSHAN)))
    other = Authenticator.objects.create(user=clerk("other", ("reviewer", ANSHAN)), key="ff" * 20)
    give_password(client)
    assert client.post(FACTOR, {"code": code(other.key)}).context["form"].errors["code"] == [WRONG]


def test_wrong_codes_make_one_wait(client):
    device = has_phone(clerk("clerk", ("reviewer", ANSHAN)))
    give_password(client)
    for _ in range(2):
        client.post(FACTOR, {"code": other_than(code(device.key))})
        Authenticator.objects.update(throttling_failure_count=6)
    said = client.post(FACTOR, {"code": code(device.key)}).context["form"].errors["code"][0]
    assert re.fullmatch(r"连着输错 6 次。请等 3[12] 秒，再输手机上新的数字。", said)
    assert client.get(INDEX).status_code == 302


def test_of_codes_that_are_sent_at_once_one_is_looked_at(client, monkeypatch):
    """The others are told to wait, be they right: another was wrong since they were begun with."""
    device = has_phone(clerk())
    give_password(client)
    begun = secondfactor.device_of(device.user)
    client.post(FACTOR, {"code": other_than(code(device.key))})
    monkeypatch.setattr(secondfactor, "device_of", lambda user: begun)
    [said] = client.post(FACTOR, {"code": code(device.key)}).context["form"].errors["code"]
    assert said.startswith("连着输错 1 次。请等")
    device.refresh_from_db()
    assert device.throttling_failure_count == 1


def test_editor_needs_no_phone_but_may_bind_one(client):
    clerk("clerk", ("editor", ANSHAN))
    give_password(client)
    assert client.get(OFFICES).status_code == 200
    assert bind(client).url == INDEX
    again = Client()
    give_password(again)
    assert again.get(OFFICES).status_code == 302


def test_bound_phone_shows_no_secret_and_takes_no_second(client):
    user = clerk("clerk", ("manager", ANSHAN))
    desk = signed_in(user)
    page = desk.get(FACTOR).content.decode()
    assert "已经绑定" in page
    assert "data:image/svg+xml" not in page
    assert "second_factor_secret" not in desk.session
    desk.post(FACTOR, {"code": "123456"})
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "answer"), [("https://example.org/", INDEX), ("//example.org", INDEX), (OFFICES, OFFICES)]
)
def test_afterwards_leads_to_our_own_pages_only(client, address, answer):
    client.force_login(clerk("clerk", ("reviewer", ANSHAN)))
    assert bind(client, address=f"{FACTOR}?next={address}").url == answer


def test_another_account_may_be_chosen(client):
    client.force_login(clerk("clerk", ("reviewer", ANSHAN)))
    assert client.post(FACTOR, {"leave": "1"}).url == LOGIN
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("user", [None, "visitor"])
def test_second_factor_is_for_clerks(client, user):
    if user:
        client.force_login(User.objects.create_user(user))
    assert client.get(FACTOR).url.startswith(LOGIN)


# The lost phone

PHONES = "/admin/registry/authenticator/"


def remove(desk, device):
    return desk.post(f"{PHONES}{device.pk}/delete/", {"post": "yes"})


@pytest.mark.parametrize(
    ("owner", "gone"),
    [
        ([("reviewer", ANSHAN)], True),
        ([("reviewer", ANSHAN), ("editor", ANSHAN)], True),
        ([("reviewer", DALIAN)], False),
        ([("reviewer", LIAONING)], False),
        ([("reviewer", ANSHAN), ("editor", DALIAN)], False),
        ([], False),
    ],
)
def test_manager_removes_phones_of_their_own_people(owner, gone):
    device = has_phone(clerk("owner", *owner))
    desk = signed_in(clerk("boss", ("manager", ANSHAN)))
    listed = {phone.user.username for phone in desk.get(PHONES).context["cl"].queryset}
    assert listed == ({"boss", "owner"} if gone else {"boss"})
    remove(desk, device)
    assert Authenticator.objects.filter(pk=device.pk).exists() is not gone
    assert LogEntry.objects.filter(action_flag=DELETION).count() == gone


def test_managers_leave_superusers_alone_and_superusers_may_all():
    owner = User.objects.create_superuser("owner")
    device = has_phone(owner)
    remove(signed_in(clerk("boss", ("manager", NATION))), device)
    assert Authenticator.objects.filter(pk=device.pk).exists()
    remove(signed_in(User.objects.create_superuser("root")), device)
    assert not Authenticator.objects.filter(pk=device.pk).exists()


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_others_do_not_see_phones(role):
    device = has_phone(clerk("owner", ("editor", ANSHAN)))
    desk = signed_in(clerk("clerk", (role, ANSHAN)))
    assert desk.get(PHONES).status_code == 403
    assert remove(desk, device).status_code in {302, 403}
    assert Authenticator.objects.filter(pk=device.pk).exists()


def test_phones_are_neither_made_nor_shown_whole_in_admin():
    root = signed_in(User.objects.create_superuser("root"))
    device = has_phone(clerk("owner", ("editor", ANSHAN)))
    assert root.get(f"{PHONES}add/").status_code == 403
    page = root.get(f"{PHONES}{device.pk}/change/").content.decode()
    assert device.key not in page
    assert root.get("/admin/otp_totp/totpdevice/").status_code == 404


# What is open elsewhere


@pytest.fixture
def two(db):
    """A reviewer at two machines, and a colleague."""
    owner = clerk("owner", ("reviewer", ANSHAN))
    return owner, signed_in(owner), signed_in(owner), signed_in(clerk("colleague", ("reviewer", ANSHAN)))


def logged_in(browser):
    return browser.get(FACTOR).status_code == 200


def test_removed_phone_ends_all_that_is_open(two):
    owner, first, second, colleague = two
    boss = signed_in(clerk("boss", ("manager", ANSHAN)))
    assert [desk.get(OFFICES).status_code for desk in (first, second)] == [200, 200]
    remove(boss, Authenticator.objects.get(user=owner))
    for desk in (first, second):
        assert not logged_in(desk)
        assert desk.get(OFFICES, follow=True).request["PATH_INFO"] == LOGIN
        assert "_auth_user_id" not in desk.session
    assert [desk.get(OFFICES).status_code for desk in (boss, colleague)] == [200, 200]


def test_own_phone_removed_ends_ones_own_session_too():
    user = clerk("boss", ("manager", ANSHAN))
    boss = signed_in(user)
    assert remove(boss, Authenticator.objects.get(user=user)).status_code == 302
    assert not logged_in(boss)


@pytest.mark.parametrize("right", ["is_active", "is_staff"])
def test_closed_account_stays_logged_out_when_it_is_opened_again(two, right):
    owner, first, second, colleague = two
    root = signed_in(User.objects.create_superuser("root"))
    form = {"username": "owner", "is_active": "on", "is_staff": "on"}
    for sent in ({name: value for name, value in form.items() if name != right}, form):
        assert root.post(f"/admin/auth/user/{owner.pk}/change/", sent).status_code == 302
        assert not logged_in(first)
        assert not logged_in(second)
    assert logged_in(colleague)
    assert logged_in(root)


def test_new_password_by_a_superuser_ends_all_that_is_open(two):
    owner, first, second, colleague = two
    root = signed_in(User.objects.create_superuser("root"))
    new = {"usable_password": "true", "password1": "another-long-password", "password2": "another-long-password"}
    assert root.post(f"/admin/auth/user/{owner.pk}/password/", new).status_code == 302
    assert [logged_in(desk) for desk in (first, second, colleague, root)] == [False, False, True, True]


def test_work_that_needs_a_phone_asks_for_it_at_the_next_request(client):
    user = clerk("clerk", ("editor", ANSHAN))
    give_password(client)
    assert client.get(OFFICES).status_code == 200
    Assignment.objects.create(user=user, role="reviewer", region_id=ANSHAN)
    assert client.get(OFFICES, follow=True).request["PATH_INFO"] == FACTOR


# Binding


@pytest.mark.parametrize(("password", "said"), [("wrong", WRONG_PASSWORD), ("", "请再输一次登录密码。")])
def test_open_page_alone_binds_no_phone(client, password, said):
    client.force_login(clerk("clerk", ("reviewer", ANSHAN)))
    assert bind(client, password).context["form"].errors["password"] == [said]
    assert not Authenticator.objects.exists()
    assert client.get(OFFICES).status_code == 302


def test_passwords_are_guessed_no_oftener_when_binding_than_when_logging_in(client):
    client.force_login(clerk("clerk", ("reviewer", ANSHAN)))
    answers = [bind(client, "wrong") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert answers[4].context["form"].errors["password"] == [LOCKED]
    answer = bind(client)
    assert (answer.status_code, Authenticator.objects.count()) == (429, 0)
    assert give_password(Client()).status_code == 429


def test_of_two_browsers_that_bind_a_phone_at_once_one_does(client, monkeypatch):
    user = clerk("clerk", ("reviewer", ANSHAN))
    give_password(client)
    ask = secondfactor.with_password

    def meanwhile(request, password):
        has_phone(user)
        return ask(request, password)

    monkeypatch.setattr(secondfactor, "with_password", meanwhile)
    assert bind(client).context["form"].errors["code"] == [BOUND]
    assert Authenticator.objects.count() == 1
    assert client.get(OFFICES).status_code == 302


# One's own password

OWN, NEW = "/admin/password_change/", "another-long-password"


def change_password(client, old=PASSWORD):
    return client.post(OWN, {"old_password": old, "new_password1": NEW, "new_password2": NEW})


def test_passwords_are_guessed_no_oftener_when_changing_than_when_logging_in(two):
    owner, first, *_ = two
    answers = [change_password(first, "wrong") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    said = [answer.context["form"].errors["old_password"] for answer in answers]
    assert said == [[WRONG_PASSWORD]] * 4 + [[LOCKED]]
    assert change_password(first).status_code == 429
    assert give_password(Client(), "owner").status_code == 429
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_changed_password_ends_what_else_is_open(two):
    owner, first, second, colleague = two
    assert change_password(first).url == f"{OWN}done/"
    assert [logged_in(desk) for desk in (first, second, colleague)] == [True, False, True]
    owner.refresh_from_db()
    assert owner.check_password(NEW)


def test_right_password_when_binding_starts_afresh(client):
    client.force_login(clerk("clerk", ("reviewer", ANSHAN)))
    for _ in range(4):
        bind(client, "wrong")
    assert "wrong" not in AccessAttempt.objects.get().post_data
    assert bind(client).url == INDEX
    assert not AccessAttempt.objects.exists()
    assert client.get(OFFICES).status_code == 200


def test_code_of_a_bound_phone_needs_no_second_password(client):
    device = has_phone(clerk("clerk", ("reviewer", ANSHAN)))
    give_password(client)
    assert "password" not in client.get(FACTOR).context["form"].fields
    assert client.post(FACTOR, {"code": code(device.key)}).url == INDEX


def test_form_that_has_grown_old_is_answered_in_plain_words():
    """As the framework's own page is not: it speaks of DEBUG."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("root"))
    answer = client.post("/admin/registry/office/add/", {"name": "x"}, headers=OF_THE_DESK)
    assert answer.status_code == 403
    said = answer.content.decode()
    assert "还没有保存，您填的都在" in said
    assert "DEBUG" not in said
