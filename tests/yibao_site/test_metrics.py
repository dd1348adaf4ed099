"""Figures on a port of their own, by kind of page and of nobody."""

import errno
import json
import logging
import os
import re
import socket
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from prometheus_client import CollectorRegistry, values

from tests.browser import serving
from tests.thorough import long
from yibao_site import metrics
from yibao_site.logs import DiscreetJson
from yibao_site.metrics import Measured, RoomyFile, kind_of


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "home"),
        ("/guides/remote-care/stage/", "question"),
        ("/guides/remote-care/outcome/", "outcome"),
        ("/guides/remote-care/outcome.json", "outcome"),
        ("/guides/remote-care/outcome-large.pdf", "pdf"),
        ("/guides/remote-care/authorisation.pdf", "pdf"),
        ("/guides/remote-care/outcome-2.png", "picture"),
        ("/guides/remote-care/outcome/qr.png", "picture"),
        ("/admin/login/", "login"),
        ("/admin/registry/", "desk"),
        ("/places/210300/", "place"),
        ("/zhangsan", "other"),
        ("/search/zhangsan", "search"),
    ],
)
def test_a_page_is_counted_by_its_kind(path, kind):
    assert kind_of(path) == kind


def test_nothing_is_counted_where_nobody_asks(settings):
    settings.METRICS_PORT = 0
    with pytest.raises(MiddlewareNotUsed):
        Measured(lambda _: HttpResponse())


def test_port_of_figures_that_is_taken_is_named_in_one_line(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.METRICS_PORT, settings.METRICS_HOST = taken.getsockname()[1], "127.0.0.1"
        with pytest.raises(SystemExit, match=f"METRICS_PORT={settings.METRICS_PORT}: Address already in use"):
            metrics.listen(CollectorRegistry())


def full(file: int, size: int, length: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def told(path: Path) -> dict[str, float]:
    return {key: value for key, value, *_ in RoomyFile.read_all_values_from_file(path)}


def test_a_figure_has_its_room_before_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "counter_1.db"
    with closing(values.MmapedDict(str(path))) as kept:
        for number in range(3000):
            kept.write_value(f"figure {number}", number, 0)
            state = path.stat()
            assert state.st_blocks * 512 >= state.st_size
    assert told(path) == {f"figure {number}": number for number in range(3000)}


@pytest.mark.parametrize("before", [0, 5])
def test_figures_without_room_are_given_up_and_said_so_once(tmp_path, monkeypatch, caplog, before: int) -> None:
    monkeypatch.setattr(RoomyFile, "_said", False)
    path = tmp_path / "counter_1.db"
    if not before:
        monkeypatch.setattr(os, "posix_fallocate", full)
    with closing(values.MmapedDict(str(path))) as kept:
        for number in range(before):
            kept.write_value(f"figure {number}", number, 0)
        monkeypatch.setattr(os, "posix_fallocate", full)
        for number in range(before, 3000):
            kept.write_value(f"figure {number}", number, 0)
        assert [kept.read_value(f"figure {number}")[0] for number in range(3000)] == [*range(3000)]
    assert len(told(path) if before else {}) < 3000
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def figures(port: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        return str(answer.read().decode())


def number(told: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", told, re.M)
    return float(found[1]) if found else 0


PUBLISH = "from registry import models, snapshot; snapshot.bump(models.Region)"


@long
def test_figures_and_json_logs_of_a_server(tmp_path: Path, prepared: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    more = {"METRICS_PORT": port, "JSON_LOGS": "true", "PAGE_CACHE_ENTRIES": "9", "WEB_CONCURRENCY": "2"}
    with serving.copied(prepared, tmp_path) as state, serving.serving(state, **more) as site:
        before = figures(port)  # of the server's own first look at each kind of page
        for _ in range(9):
            urllib.request.urlopen(f"{site}/guides/remote-care/outcome/?stage=emergency&insured_place=210300").close()
        after = figures(port)
        log = (state / "access.log").read_text("utf-8")
        serving.manage(state, "shell", "-v0", "-c", PUBLISH)
        for _ in range(600):  # nobody asks for a page
            if (published := number(figures(port), "yibao_content_version")) > number(after, "yibao_content_version"):
                break
            time.sleep(0.1)
    assert published == number(after, "yibao_content_version") + 1
    labels = '{kind="outcome",method="GET",status="200"}'
    assert number(after, f"yibao_answers_total{labels}") - number(before, f"yibao_answers_total{labels}") == 9
    assert number(after, 'yibao_pages_kept_total{kind="outcome"}') in (7, 8)  # one of each process is made
    assert re.search(r"^yibao_content_version [1-9]", after, re.M)
    assert "210300" not in after + log
    lines = [json.loads(line) for line in log.splitlines()]
    assert ("/guides/remote-care/outcome/", 200) in {(line.get("path"), line.get("status")) for line in lines}


def test_a_fault_as_json_says_where_and_not_what():
    said = "=".join(["for_whom", "self"])  # a trace has lines of code in it
    try:
        raise ValueError(said)
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
    record = logging.LogRecord(
        "x", logging.ERROR, __file__, 1, "Internal Server Error: /offices/?b=%s", ("self",), told
    )
    line = DiscreetJson("%(levelname)s %(message)s").format(record)
    assert "\n" not in line
    found = json.loads(line)
    assert (found["level"], found["message"]) == ("ERROR", "Internal Server Error: /offices/")
    assert found["trace"].endswith("builtins.ValueError")
    assert said not in line
