"""Shared by all tests: real regions and content once a session, settings without caches, and sound rows to start from."""

import datetime as dt
import fcntl
import gc
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from csv import DictReader
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine as machine
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from guides.models import (
    Advice,
    Answer,
    Channel,
    Document,
    Introduction,
    Misconception,
    Parameter,
    Phrase,
    Term,
    Wording,
)
from registry import snapshot
from registry.models import Assignment, Authenticator, CalendarDay, Office, PlaceRelation, SourceDocument
from registry.places import Place, Places
from registry.publication import PublishedRow
from tests.browser import serving
from tests.clock import TODAY, noon
from tests.thorough import LONG, MINUTES, THOROUGH, tries_more

# Browser journeys keep a loop running in their worker; the tests beside them are as synchronous as ever.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# What tests are made of lives to the end: to go through it for garbage after every few pages took a third of the time.
gc.set_threshold(50_000, 20, 20)

GUIDE = ["remote-care"]
#: The least that each kind of row needs besides what all have in common.
SOUND: dict[type[PublishedRow], dict[str, Any]] = {
    Office: {"key": "test-row", "services": ["filing", "claims"], "name": "窗口", "address": "中山路一号"},
    CalendarDay: {"date": dt.date(2030, 10, 1), "kind": "holiday", "name": "国庆节"},
    PlaceRelation: {"key": "test-row", "rule": "exempt", "says": "两地之间不用备案。", "evidence": "quoted"},
    Introduction: {"title": "事项", "summary": "一句话", "gains": "一样", "takes": "三分钟"},
    Wording: {"question": "stage", "title": "问题", "short": "短名"},
    Document: {"name": "一张纸", "needed": "required", "handling": "show"},
    Channel: {"name": "渠道", "how": "去办"},
    Advice: {"kind": "step", "title": "一步"},
    Parameter: {"name": "change_limit", "value": "6 个月"},
    Misconception: {"topic": "claim", "claim": "有人这样说", "truth": "其实不是"},
    Answer: {"key": "test-row", "situation": "claim", "question": "有人问什么", "short": "回答在这里。"},
    Phrase: {
        "key": "test-row",
        "phrases": "卡丢了",
        "means": "trouble=lost",
        "catches": "我的卡丢了",
        "misses": "我的卡坏了",
    },
    Term: {"key": "test-row", "name": "一个词", "meaning": "它的意思"},
}


collect_ignore = [] if THOROUGH else LONG
BEGUN = time.perf_counter()  # no test turns this clock
#: Sets the clock of a test: a day means its noon in China.
Clock = Callable[[dt.date], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """While the first file has the content prepared, all that need none are tried beside it: no worker stands idle. Then
    come those with a server of their own, which are long, so that the last files are short."""
    if THOROUGH:
        items[:] = [item for item in items if tries_more(item.path, getattr(item, "originalname", ""))]
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if _commits(item):
            raise pytest.UsageError(
                f"{item.nodeid} would empty the database of all tests: serve a state directory of its own"
            )
        files.setdefault(item.path, []).append(item)
    wanted = {file: {_wanted(item) for item in found} for file, found in files.items()}
    first, *others = sorted(files, key=lambda file: wanted[file] == {""})
    others.sort(key=lambda file: (wanted[file] != {""}, "state" not in wanted[file]))
    items[:] = [item for file in (first, *others) for item in files[file]]


def _commits(item: pytest.Item) -> bool:
    """Whether a test asks pytest-django for a database that it may commit to, which is emptied after it."""
    said = item.get_closest_marker("django_db")
    asked = said is not None and (
        bool(said.args) or any(said.kwargs.get(way) for way in ("transaction", "reset_sequences"))
    )
    return asked or not {"transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    if THOROUGH and time.perf_counter() - BEGUN > MINUTES * 60:
        pytest.skip("no time is left for it: make thorough")


def pytest_collection_finish() -> None:
    gc.freeze()


def _wanted(item: pytest.Item) -> str:
    """What of the content a test asks for: the database of all tests, or a state directory to start servers of its own in."""
    names = getattr(item, "fixturenames", ())
    if item.get_closest_marker("django_db") or "db" in names:
        return "database"
    return "state" if "prepared" in names else ""


@pytest.fixture(scope="session", autouse=True)
def _day() -> Iterator[None]:
    """What is set up for many tests at once is set up on the day they run on."""
    with machine.travel(noon(TODAY)):
        yield


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[Clock]:
    """The one clock of a test: it starts at noon of the day that a test names by ``on``, or else of the day all tests run on.

    A test that speaks of what the content pack says names the day it speaks of: rules end, and checks grow old.
    """
    named = request.node.get_closest_marker("on")
    day = dt.date.fromisoformat(named.args[0]) if named else TODAY
    with machine.travel(noon(day)) as traveller:

        def move(to: dt.date) -> None:
            traveller.move_to(to if isinstance(to, dt.datetime) else noon(to))

        yield move


@pytest.fixture(scope="session", autouse=True)
def _plain_settings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """No manifest to build first, and nothing kept between requests unless a test asks for it."""
    plain = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    static = tmp_path_factory.mktemp("static")
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes a second for each password
    with override_settings(
        PASSWORD_HASHERS=quick,
        STORAGES=plain,
        STATE_DIR=static.parent,
        STATIC_ROOT=static,
        PAGE_CACHE_ENTRIES=0,
        SNAPSHOT_TRUST_SECONDS=0,
        DEAR_PER_HOUR=0,
        COUNTS=False,
        **_own_redis(worker_id),
    ):
        yield


def _own_redis(worker_id: str) -> dict[str, Any]:
    """Where the tests run on Redis, each worker has a database of its own there, as have the servers that it starts: it is
    emptied before every test."""
    if not settings.REDIS_URL:
        return {}
    number = int(worker_id.removeprefix("gw")) + 1 if worker_id.startswith("gw") else 0
    url = f"{settings.REDIS_URL.rpartition('/')[0]}/{number}"
    os.environ["REDIS_URL"] = url
    return {"REDIS_URL": url, "CACHES": {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": url}}}


@pytest.fixture(autouse=True)
def _nothing_counted(_plain_settings: None) -> None:
    """What was counted or set for one test is not there for the next."""
    for cache in (caches["default"], caches["process"]):
        cache.clear()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The state directory that `make run` would leave, made once for all workers. To be copied, never written to."""
    own = tmp_path_factory.getbasetemp()
    state = (own if worker_id == "master" else own.parent) / "prepared"
    with (state.with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not state.exists():
            serving.prepare(state)
    return state


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Whoever started the workers ends last, and leaves nothing on a database server."""
    if not hasattr(session.config, "workerinput"):
        serving.forget(session.config._tmp_path_factory.getbasetemp() / "prepared")


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """The prepared database has been through them; another kind of database goes through them here."""
    return connection.vendor != "sqlite"


#: The thread that asks for the content keeps a connection, over which the database could not be dropped.
_OTHERS_END = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, prepared: Path) -> Iterator[None]:
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(f"file:{prepared}/db.sqlite3?immutable=1", uri=True)) as stored:
                stored.backup(connection.connection)
        else:
            call_command("load_regions", stdout=StringIO())
            call_command("load_content", stdout=StringIO())
    yield
    if connection.vendor != "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(_OTHERS_END)


@pytest.fixture(autouse=True)
def _fresh_snapshot(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test's rows are rolled back behind the snapshot's back: each test starts from the content alone, loaded once."""
    asks = "db" in request.fixturenames or request.node.get_closest_marker("django_db")
    content = request.getfixturevalue("_content") if asks else None
    snapshot.forget()
    snapshot._current = content
    yield
    snapshot.forget()


@pytest.fixture(scope="session")
def _content(django_db_setup: None, django_db_blocker: Any) -> snapshot.Snapshot:
    with django_db_blocker.unblock():
        content = snapshot.load()
    gc.freeze()
    return content


@pytest.fixture(scope="session")
def places() -> Places:
    """The country's regions from their file, for tests that need no database."""
    with (settings.BASE_DIR / "fixtures" / "regions.csv").open(encoding="utf-8", newline="") as file:
        lines = [
            {**line, "parent": line["parent"] or None, "is_pool": line["is_pool"] == "1"} for line in DictReader(file)
        ]
    return Places(Place(**line) for line in lines)


@pytest.fixture
def source(db: None) -> SourceDocument:
    return SourceDocument.objects.create(key="test-source", title="一份文件")


def person(name: str, *work: tuple[str, str], **values: Any) -> User:
    """A clerk with work to do: pairs of role and region."""
    user = User.objects.create_user(name, **{"is_staff": True, **values})
    for role, region in work:
        Assignment.objects.create(user=user, role=role, region_id=region)
    return user


def signed_in(user: User) -> Client:
    """A browser in which somebody has given the password and, with a phone of their own, the second factor."""
    client = Client()
    client.force_login(user)
    device, _ = Authenticator.objects.get_or_create(user=user, defaults={"name": "phone"})
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


@pytest.fixture
def admin_client(db: None) -> Client:
    """A superuser who has got past the second factor."""
    return signed_in(User.objects.create_superuser("boss"))


def sound(model: type[PublishedRow], **values: Any) -> Any:
    """A published row in memory that is complete but for its source; ``values`` replace its own."""
    common: dict[str, Any] = {"status": "published", "collected_on": timezone.localdate()}
    of_no_guide = (Answer, Office, CalendarDay, Phrase, PlaceRelation, Term)
    guide_row = {} if model in of_no_guide else {"key": "test-row", "guides": GUIDE}
    return model(**{**common, **guide_row, **SOUND[model], **values})


@pytest.fixture
def build(source: SourceDocument) -> Callable[..., Any]:
    """Makes a sound row, not yet saved."""

    def make(model: type[PublishedRow], **values: Any) -> Any:
        return sound(model, **{"source": source, **values})

    return make


@pytest.fixture
def publish(build: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a sound row and saves it, by the rules that admin applies."""

    def make(model: type[PublishedRow], **values: Any) -> Any:
        row = build(model, **values)
        row.full_clean()
        row.save()
        return row

    return make
