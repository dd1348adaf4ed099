"""Journeys against the real server: gunicorn, hashed static files, strict CSP, the real regions and content."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that was set up the way `make run` does it, with a database of its own."""
    state = tmp_path_factory.mktemp("state")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "STATE_DIR": str(state), "DATABASE_URL": "", "SNAPSHOT_TRUST_SECONDS": "0"}
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "-v0"], ["load_regions"], ["load_content"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    superuser = {**env, "DJANGO_SUPERUSER_PASSWORD": "only-for-this-test-run"}
    create = ["createsuperuser", "--noinput", "--username", "clerk", "--email", "clerk@example.invalid"]
    subprocess.run([*manage, *create], cwd=ROOT, env=superuser, check=True, stdout=subprocess.DEVNULL)
    log = (state / "access.log").open("w")
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "-b", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*gunicorn, "yibao_site.wsgi"], cwd=ROOT, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/healthz")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {url}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium with the project's own Chinese font; playwright never downloads a browser."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server"]
    arguments += ["--disable-background-networking", "--disable-component-update", "--font-render-hinting=none"]
    fonts = {**os.environ, "FONTCONFIG_FILE": str(ROOT / "fixtures" / "fonts" / "fonts.conf")}
    return {"executable_path": "/usr/bin/chromium", "args": arguments, "env": fonts}


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
