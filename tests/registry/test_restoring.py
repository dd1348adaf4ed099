"""Copies put back: elsewhere with the same pages, and whole or not at all, whoever ends the command in the middle."""

import http.client
import json
import re
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.browser import serving

PAGES = ["/guides/remote-care/outcome/?stage=emergency", "/places/210300/", "/offices/?place=210300", "/answers/"]
RENAME = "from registry.models import Office; row = Office.objects.published().filter(region_id='210300').first(); row.name = '备份以后改的'; row.save()"


def manage(state: Path, *command: str) -> tuple[int, str]:
    env = serving.environment(state)
    done = subprocess.run([*serving.MANAGE, *command], cwd=serving.ROOT, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def pages(state: Path) -> list[str]:
    """As a visitor sees them; where the site stood and what it was set on are no part of it."""
    found = []
    with serving.serving(state, WEB_CONCURRENCY="1") as site:
        for path in PAGES:
            line = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
            line.request("GET", path)
            found.append(re.sub(re.escape(site), "", line.getresponse().read().decode()))
            line.close()
    return found


def rows(state: Path) -> list[str]:
    """Everything, but for the numbers of changes: they move on, so that who runs meanwhile reads everything anew."""
    found: list[str] = shell(state, EVERYTHING)
    assert len(found) > 5000
    return found


@pytest.fixture
def sites(tmp_path: Path, prepared: Path):
    """One site that is full, with clerks, and another machine's, which is empty."""
    there = tmp_path / "there"
    there.mkdir()
    with serving.copied(prepared, tmp_path / "here") as here:
        assert manage(here, "demo_clerks", "--yes")[0] == 0
        serving.forget(there)
        serving._on_the_server(f"CREATE DATABASE {serving._database(there)}")
        yield here, there, tmp_path / "copies"
        serving.forget(there)


def the_copy(folder: Path) -> Path:
    [copy] = (path for path in folder.iterdir() if path.suffix != ".json")
    return copy


def test_what_is_put_back_elsewhere_is_the_same(sites):
    here, there, copies = sites
    code, said = manage(here, "backup", str(copies))
    assert (code, "备份好了" in said) == (0, True), said
    copy = the_copy(copies)
    assert copy.stat().st_mode & 0o077 == 0
    before, shown = rows(here), pages(here)
    manage(here, "shell", "-v0", "-c", RENAME)
    assert manage(there, "restore", str(copy))[0] == 0
    assert rows(there) == before
    (there / "static").symlink_to(here / "static")
    assert pages(there) == shown
    code, said = manage(here, "restore", str(copy))
    assert (code, "--replace" in said, rows(here) == before) == (1, True, False)
    assert manage(here, "restore", str(copy), "--replace")[0] == 0
    assert rows(here) == before


def test_a_copy_that_was_changed_or_cut_is_not_put_back(sites):
    here, there, copies = sites
    manage(here, "backup", str(copies))
    copy = the_copy(copies)
    whole = copy.read_bytes()
    for content in (whole[:-4096], whole[:5000] + b"x" + whole[5001:], b""):
        copy.write_bytes(content)
        code, said = manage(there, "restore", str(copy))
        assert (code, "和写下时不一样" in said, "Traceback" in said) == (1, True, False)
    copy.write_bytes(whole)
    about = copy.with_suffix(".json")
    about.write_text(about.read_text().replace("guides 0", "guides 9"))
    code, said = manage(there, "restore", str(copy))
    assert (code, "来自更新的版本" in said, "guides 9" in said) == (1, True, True)
    about.unlink()
    assert "读不出来" in manage(there, "restore", str(copy))[1]
    assert manage(there, "dumpdata")[0] != 0  # not a table is there


LOGGED_IN = """
import datetime as dt
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from registry.models import Authenticator
SessionStore().create()
AccessAttempt.objects.create(username="zhang", ip_address="10.0.0.7", failures_since_start=5)
phone = Authenticator.objects.create(user=User.objects.first(), confirmed=True)
phone.throttle_increment()
"""
PASSING = """
import json
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from registry.models import Authenticator
found = [Session.objects.count(), AccessAttempt.objects.count()]
print(json.dumps([*found, list(Authenticator.objects.values_list("throttling_failure_count", flat=True))]))
"""
EVERYTHING = """
import json
from django.db import connection
found = []
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        if table != "registry_contentversion":
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [f"{table} {row!r}" for row in cursor.fetchall()]
print(json.dumps(sorted(found)))
"""
NUMBERS = "import json; from registry.snapshot import stored_versions; print(json.dumps(stored_versions()))"
SAVED = "from django.db.models import F; from registry.models import ContentVersion; ContentVersion.objects.update(number=F('number') + 1)"
NUMBERS_AROUND_ONE_MORE = f"""
import json
from registry.snapshot import stored_versions
before = stored_versions()
{SAVED}
print(json.dumps([before, stored_versions()]))
"""
AHEAD = "from registry.models import ContentVersion; ContentVersion.objects.filter(kind='registry.Office').update(number=2_000_000_000)"
GONE = "from registry.models import ContentVersion; ContentVersion.objects.filter(kind='registry.Office').delete()"


def shell(state: Path, program: str):
    code, said = manage(state, "shell", "-v0", "-c", program)
    assert code == 0, said
    return json.loads(said) if said.strip() else None


def test_whoever_was_logged_in_or_locked_out_when_a_copy_was_made_is_so_no_more(sites):
    """A session may have been ended since: its phone was lost, or its account closed."""
    here, _, copies = sites
    shell(here, LOGGED_IN)
    manage(here, "backup", str(copies))
    copy = the_copy(copies)
    assert shell(here, PASSING) == [1, 1, [1]]
    assert b"10.0.0.7" not in copy.read_bytes()
    assert manage(here, "restore", str(copy), "--replace")[0] == 0
    assert shell(here, PASSING) == [0, 0, [0]]


def test_no_number_comes_twice_whichever_copies_are_put_back(sites):
    """Who runs meanwhile reads anew what has another number than he knows, and nothing else."""
    here, _, copies = sites
    made = []
    for change in (SAVED, AHEAD, GONE):
        folder = copies / str(len(made))
        shell(here, change)
        assert manage(here, "backup", str(folder))[0] == 0
        made.append(the_copy(folder))
    found = [shell(here, NUMBERS)]
    for copy in (made[0], made[1], made[2], made[0]):
        assert manage(here, "restore", str(copy), "--replace")[0] == 0
        found += shell(here, NUMBERS_AROUND_ONE_MORE)
    for kind in found[0].keys() | {"registry.Office"}:
        known = [numbers[kind] for numbers in found if kind in numbers]
        assert known == sorted({*known}), kind


def children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no program of its own")
def test_a_command_that_is_ended_half_way_has_done_nothing(sites):
    here, _, copies = sites
    manage(here, "backup", str(copies))
    shell(here, RENAME)
    before, numbers = rows(here), shell(here, NUMBERS)
    command = [*serving.MANAGE, "restore", str(the_copy(copies)), "--replace"]
    for how, after in ((signal.SIGKILL, 0.0), (signal.SIGTERM, 0.2), (signal.SIGKILL, 0.5)):
        restoring = subprocess.Popen(command, cwd=serving.ROOT, env=serving.environment(here))
        while not (begun := children(restoring.pid)) and restoring.poll() is None:
            time.sleep(0.01)
        time.sleep(after)
        restoring.send_signal(how)
        assert restoring.wait() == -how
        end = time.monotonic() + 30
        while any(Path(f"/proc/{pid}").exists() for pid in begun) and time.monotonic() < end:
            time.sleep(0.05)
        assert shell(here, NUMBERS) == numbers
    assert rows(here) == before
