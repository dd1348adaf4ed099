import pytest
from django.db import connection

from yibao_site.checks import postgresql_quotes_nobody


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


@pytest.mark.parametrize(
    ("statement", "verbosity", "said"),
    [
        ("error", "default", ["log_min_error_statement is error", "log_error_verbosity is default"]),
        ("panic", "verbose", ["log_error_verbosity is verbose"]),
        ("panic", "terse", []),
        ("fatal", "terse", []),
    ],
)
def test_server_that_quotes_what_fails_is_named(monkeypatch, statement, verbosity, said):
    server = Server(log_min_error_statement=statement, log_error_verbosity=verbosity)
    monkeypatch.setattr("yibao_site.checks.connection", server)
    assert [warning.msg for warning in postgresql_quotes_nobody(databases=["default"])] == [
        f"PostgreSQL's own log quotes what fails: {each}." for each in said
    ]
    assert postgresql_quotes_nobody(databases=None) == []


@pytest.mark.django_db
def test_settings_are_those_of_the_server():
    asked = {warning.id for warning in postgresql_quotes_nobody(databases=["default"])}
    assert asked <= ({"log_min_error_statement", "log_error_verbosity"} if connection.vendor == "postgresql" else set())
