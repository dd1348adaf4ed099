import pytest
from django.db import connection

from yibao_site.checks import _QUIET, postgresql_quotes_nobody


class Server:
    """A database server with settings of its own."""

    vendor = "postgresql"

    def __init__(self, **settings):
        self.settings = settings

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def execute(self, *_):
        return None

    def fetchall(self):
        return list(self.settings.items())


QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse", "log_min_duration_statement": "-1"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"log_min_error_statement": "error", "log_error_verbosity": "default"},
            ["log_min_error_statement is error", "log_error_verbosity is default"],
        ),
        ({"log_error_verbosity": "verbose"}, ["log_error_verbosity is verbose"]),
        ({}, []),
        ({"log_min_error_statement": "fatal"}, ["log_min_error_statement is fatal"]),
        ({"log_min_error_statement": "log"}, ["log_min_error_statement is log"]),
        ({"log_min_duration_statement": "1000"}, ["log_min_duration_statement is 1000"]),
        ({"log_statement": "mod"}, ["log_statement is mod"]),
        ({"log_statement": "ddl"}, []),
        ({"auto_explain.log_min_duration": "0"}, ["auto_explain.log_min_duration is 0"]),
    ],
)
def test_server_that_quotes_what_it_is_asked_is_named(monkeypatch, settings, said):
    monkeypatch.setattr("yibao_site.checks.connection", Server(**{**QUIET, **settings}))
    assert [warning.msg for warning in postgresql_quotes_nobody(databases=["default"])] == [
        f"PostgreSQL's own log quotes what it is asked: {each}." for each in said
    ]
    assert postgresql_quotes_nobody(databases=None) == []


@pytest.mark.django_db
def test_settings_are_those_of_the_server():
    asked = {warning.id for warning in postgresql_quotes_nobody(databases=["default"])}
    assert asked <= ({"log_min_error_statement", "log_error_verbosity"} if connection.vendor == "postgresql" else set())


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone")
def test_every_setting_that_is_looked_at_is_one_of_the_server():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings")
        known = {name for (name,) in cursor.fetchall()}
    assert set(_QUIET) - known <= {"auto_explain.log_min_duration"}  # there where it is loaded
