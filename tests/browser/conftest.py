"""Journeys against the real server: gunicorn, hashed static files, strict CSP, the real regions and content."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import serving
from tests.browser.desk import PASSWORD
from tests.clock import TODAY, noon

PHONE = {"width": 390, "height": 844}

MAKE_CLERKS = """
from django.contrib.auth.models import User
from tests.thorough import THOROUGH
for name in {names}:
    User.objects.create_superuser(name, password="{password}")
"""


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """Not set anew for each journey, as the server that they share runs on beside them; only for one that names its day."""
    named = request.node.get_closest_marker("on")
    if named is None or (day := dt.date.fromisoformat(named.args[0])) == TODAY:
        yield
        return
    request.getfixturevalue("site")  # which sets the clock when it starts
    moment = request.getfixturevalue("state") / serving.MOMENT
    serving.set_clock(moment, noon(day))
    yield
    serving.set_clock(moment, noon(TODAY))


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Path]:
    """Where the server of this run keeps its database, with superusers in it that each bind a phone of their own."""
    with serving.copied(prepared, tmp_path_factory.mktemp("state")) as state:
        names = ["clerk", "boss", "newcomer"]
        serving.manage(state, "shell", "-c", MAKE_CLERKS.format(names=names, password=PASSWORD))
        yield state


@pytest.fixture(scope="session")
def site(state: Path) -> Iterator[str]:
    """The address of a server that was set up the way `make run` does it, with a database of its own."""
    with serving.serving(state) as address:
        yield address


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return serving.chromium()


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, base_url=site, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A phone with JavaScript switched off."""
    context: BrowserContext = browser.new_context(
        viewport=PHONE, base_url=site, locale="zh-CN", java_script_enabled=False
    )
    yield context.new_page()
    context.close()
