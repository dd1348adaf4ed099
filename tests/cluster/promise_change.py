"""A new version, new content, two who do the same at once: nobody waits, nothing is lost."""

import itertools
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from scripts.cluster.cluster import REPLICAS, ROOT, Cluster
from tests.cluster.visitors import REPORTED, ask, visiting, wait_until

_RENAME = """
from registry.models import Office
row = Office.objects.published().filter(region_id="210300").first()
row.name = {name!r}
row.save()
"""
OFFICES = "/offices/?place=210300"
SEARCH = "/search/?q=%E5%8D%A1%E4%B8%A2%E4%BA%86"
PACK = ROOT / "fixtures" / "content"


def rename(cluster: Cluster, name: str) -> None:
    """As a publication does it, in a process of its own."""
    cluster.manage("shell", "-v0", "-c", _RENAME.format(name=name))


def test_what_is_published_is_everywhere_within_five_seconds(cluster: Cluster) -> None:
    doors = range(cluster.port, cluster.port + REPLICAS + 1)
    with visiting(cluster, path=OFFICES):  # so that it is kept wherever pages are kept
        for number in range(3):
            name = f"第{number}次改的窗口"
            rename(cluster, name)
            wait_until(lambda name=name: all(name in ask(door, OFFICES).page for door in doors), 5)


def test_once_seen_never_unseen(cluster: Cluster) -> None:
    rename(cluster, "从前的窗口")
    time.sleep(5)
    with visiting(cluster, people=4, path=OFFICES) as seen:
        rename(cluster, "现在的窗口")
        time.sleep(5)
        settled = len(seen.answers)
        time.sleep(3)
    assert seen.fine()
    assert all("现在的窗口" in answer.page for answer in seen.answers[settled:])


def next_pack(folder: Path) -> Path:
    """The content of another version, in which every answer begins otherwise: each process looks anew in all it has."""
    shutil.copytree(PACK, folder)
    for file in (folder / "answers").glob("*.yaml"):
        file.write_text(re.sub(r"(?m)^( +short: .*)。$", r"\1！", file.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def test_a_new_version_with_a_migration_and_content_loses_no_request(cluster: Cluster, tmp_path: Path) -> None:
    """One replica after the other, after a column was added and hundreds of rows changed; visitors read, search and
    report meanwhile."""
    over, told = threading.Event(), list[int]()

    def report() -> None:
        for number in itertools.cycle(range(20, 250)):
            if over.wait(0.3):
                return
            told.append(ask(cluster.port, REPORTED, "reason=phone", source=f"127.0.0.{number}").status)

    reporting = threading.Thread(target=report)
    reporting.start()
    with visiting(cluster, people=4) as seen, visiting(cluster, people=2, path=SEARCH, every=0.3) as searched:
        cluster.sql("ALTER TABLE registry_office ADD COLUMN of_the_next_version text")
        cluster.manage("migrate", "-v0")
        cluster.manage("load_content", str(next_pack(tmp_path / "pack")))
        cluster.roll()
        time.sleep(2)
    over.set()
    reporting.join()
    changed = cluster.sql("SELECT count(*) FROM guides_answer WHERE status = 'published' AND short LIKE '%！'")
    cluster.sql("ALTER TABLE registry_office DROP COLUMN of_the_next_version")
    cluster.manage("load_content")
    assert changed[0][0] > 100
    assert seen.fine()
    assert searched.fine()
    assert set(told) == {200}


def both(cluster: Cluster, *command: str, **more: str) -> list[tuple[int, str]]:
    """What becomes of the same command, given twice at the same moment."""
    env = {**os.environ, **cluster.environment("commands"), **more}
    ours = [sys.executable, "manage.py", *command]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    started = [subprocess.Popen(ours, cwd=ROOT, env=env, text=True, **pipes) for _ in range(2)]
    said = [process.communicate()[0] for process in started]
    return [(process.returncode, text) for process, text in zip(started, said, strict=True)]


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_two_set_up_the_same_database_at_once(cluster: Cluster, kind: str) -> None:
    url = f"{cluster.database_url}_twice" if kind == "postgresql" else ""
    cluster.sql("DROP DATABASE IF EXISTS yibao_twice WITH (FORCE)")
    cluster.sql("CREATE DATABASE yibao_twice")
    state = str(cluster.folder / f"twice-{kind}")
    for command in (["migrate", "-v0"], ["load_regions"], ["load_content"], ["migrate", "-v0"]):
        for code, said in both(cluster, *command, DATABASE_URL=url, STATE_DIR=state):
            assert (code, "Traceback" in said) == (0, False), said
    if kind == "postgresql":
        with psycopg.connect(url) as line:
            assert cluster.sql(count := "SELECT count(*) FROM guides_advice") == line.execute(count).fetchall()


def test_a_page_kept_nowhere_past_midnight(cluster: Cluster) -> None:
    """What a replica tells nginx about how long a page may be kept."""
    answer = ask(cluster.port + 1, OFFICES)
    assert 0 <= int(answer.headers["X-Accel-Expires"]) <= 2
    assert "X-Accel-Expires" not in ask(cluster.port, OFFICES).headers
    wait_until(lambda: ask(cluster.port, OFFICES).status == 200)
