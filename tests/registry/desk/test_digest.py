"""The daily mail: to whom, with what, once a day; and what happens where mail is not set up or fails."""

import datetime as dt
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from guides.models import Advice
from registry.desk import digest
from registry.models import DigestSent
from tests.conftest import person
from yibao_site import environment

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-11-22")]

CITY = "210300"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _configured(settings):
    settings.MAIL = {"EMAIL_HOST": "mail.example.cn"}
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://yibao.example.cn", "yibao@example.cn"


def run():
    said = StringIO()
    call_command("send_digest", stdout=said)
    return said.getvalue().strip()


@pytest.fixture
def clerk(build):
    user = person("lin", ("editor", CITY), email="lin@example.cn", last_name="林")
    row = build(Advice, region_id=CITY, status="draft")
    row.save()
    row.history.update(history_user=user)
    return user


def test_mail_holds_the_lines_of_the_desk_with_links(clerk):
    assert run() == "1 mails sent."
    [sent] = mail.outbox
    assert (sent.to, sent.from_email) == (["lin@example.cn"], "yibao@example.cn")
    assert sent.subject == "医保办事指引：1 件事等着您"
    assert "林，您好。今天是2026年11月22日" in sent.body
    assert "我的草稿：1 条" in sent.body
    assert "https://yibao.example.cn/admin/guides/advice/?status__exact=draft&author=me" in sent.body
    assert "公众说不对的" not in sent.body
    assert sent.alternatives == []


def test_nobody_is_sent_two_on_one_day(clerk, clock):
    assert [run(), run()] == ["1 mails sent.", "0 mails sent."]
    clock(TODAY + dt.timedelta(days=1))
    assert run() == "1 mails sent."
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    "values", [{"email": ""}, {"is_active": False}, {"is_staff": False}], ids=["no address", "left", "no clerk"]
)
def test_who_is_sent_nothing(clerk, values):
    type(clerk).objects.filter(pk=clerk.pk).update(**values)
    assert run() == "0 mails sent."
    assert mail.outbox == []


def test_nothing_waiting_is_no_mail():
    user = person("idle", ("editor", CITY), email="idle@example.cn")
    assert digest.waiting(user, TODAY) == []  # cities without content are no news
    assert run() == "0 mails sent."


def test_without_mail_it_says_so_and_sends_nothing(clerk, settings):
    settings.MAIL = {}
    assert run() == "EMAIL_URL is not set: no mail is sent."
    assert (mail.outbox, DigestSent.objects.count()) == ([], 0)


def test_one_that_fails_is_said_and_tried_again_the_others_go_out(clerk, build, monkeypatch):
    other = person("bao", ("editor", CITY), email="bao@example.cn")
    row = build(Advice, region_id=CITY, status="draft", key="theirs")
    row.save()
    row.history.update(history_user=other)
    real = digest.send_mail

    def failing(subject, body, sender, to):
        if to == ["lin@example.cn"]:
            raise ConnectionRefusedError
        return real(subject, body, sender, to)

    monkeypatch.setattr(digest, "send_mail", failing)
    with pytest.raises(CommandError, match=r"lin \(ConnectionRefusedError\)"):
        run()
    assert [sent.to for sent in mail.outbox] == [["bao@example.cn"]]
    monkeypatch.setattr(digest, "send_mail", real)
    assert run() == "1 mails sent."


def test_one_that_a_signal_ends_is_sent_when_it_is_begun_again(clerk, build, monkeypatch):
    def hanging(*_args):
        raise KeyboardInterrupt

    real = digest.send_mail
    monkeypatch.setattr(digest, "send_mail", hanging)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.setattr(digest, "send_mail", real)
    assert run() == "1 mails sent."


# The environment

NAME = "A_TEST_VARIABLE"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp+tls://u:p@mail.example.cn:587",
            {"EMAIL_HOST": "mail.example.cn", "EMAIL_PORT": 587, "EMAIL_USE_TLS": True},
        ),
        ("smtp+ssl://u:p@mail.example.cn:465", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True, "EMAIL_HOST_PASSWORD": "p"}),
        ("smtp://mail.example.cn", {"EMAIL_HOST": "mail.example.cn"}),
        ("consolemail://", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ],
)
def test_mail_url(monkeypatch, url, expected):
    monkeypatch.setenv(NAME, url)
    found = environment.mail(NAME)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.cn",
        "smtp://",
        "smtps://u:s3cret@h:465",
        "smtp://u:s3cret@h:port",
        "http://u:s3cret@h",
        "filemail:///x",
    ],
)
def test_bad_mail_url_is_named_without_its_password(monkeypatch, url):
    monkeypatch.setenv(NAME, url)
    with pytest.raises(ImproperlyConfigured, match=f"^{NAME}: expected smtp") as caught:
        environment.mail(NAME)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (
            environment.site_url,
            ["https://yibao.example.cn", "http://10.0.0.1:8000"],
            ["yibao.example.cn", "https://h/a"],
        ),
        (environment.mail_address, ["a@b.cn", "医保办 <a@b.cn>"], ["a", "a@", "医保办 a@b.cn"]),
    ],
)
def test_address_and_sender(monkeypatch, read, good, bad):
    for value in good:
        monkeypatch.setenv(NAME, value)
        assert read(NAME) == value
    for value in bad:
        monkeypatch.setenv(NAME, value)
        with pytest.raises(ImproperlyConfigured, match=NAME):
            read(NAME)
    monkeypatch.delenv(NAME)
    assert read(NAME) == ""


def test_mail_without_address_of_the_site_stops_the_start():
    env = {**os.environ, "EMAIL_URL": "smtp://mail.example.cn", "SITE_URL": "", "DEFAULT_FROM_EMAIL": "a@b.cn"}
    done = subprocess.run(
        [sys.executable, "-c", "import yibao_site.settings"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "SITE_URL and DEFAULT_FROM_EMAIL are needed too" in done.stderr
