"""Two processes over one database: a step that is refused takes nothing from the public, in either of them; and what
is done at the same time undoes nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import serving
from tests.registry.site_process import STEPS


class Process:
    def __init__(self, env: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.registry.site_process"]
        self.process = subprocess.Popen(
            command, cwd=serving.ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, command: str, **arguments: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps([command, arguments]), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        self.process.communicate(timeout=20)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[dict[str, str]]:
    """The environment of processes with a database of their own, of the kind that all tests run on."""
    with serving.copied(prepared, tmp_path_factory.mktemp("processes")) as state:
        yield {**serving.environment(state), "DJANGO_SETTINGS_MODULE": "yibao_site.settings"}


@pytest.fixture(scope="module")
def processes(database: dict[str, str]) -> Iterator[tuple[Process, Process]]:
    both = Process(database), Process(database)
    both[0]("people")
    yield both
    for process in both:
        process.end()


#: What is said where a step is refused; a first look is taken back whatever it finds.
SAID = {"publish, blocked by review": "无效", "publish, by its author": "另一个人", "excel, first look": "要改的"}


@pytest.mark.parametrize("step", STEPS)
def test_refused_step_takes_nothing_from_the_public(processes: tuple[Process, Process], step: str) -> None:
    desk, other = processes
    row = {"kind": "office", "key": f"refused-{list(STEPS).index(step)}"}
    desk("published", **row)
    assert desk("seen", **row) == other("seen", **row) == [row["key"]]
    found = desk("refused", step=step, **row)
    assert SAID.get(step, "请写一句为什么") in found["said"]
    assert (found["seen"], found["page"]) == ([row["key"]], True)
    # Others change something of the same kind, until the number is the one that was rolled back.
    for number in range(found["changes"]):
        other("change", kind="office", key=f"another-{row['key']}-{number}")
    for process in processes:
        assert process("seen", **row) == [row["key"]]
        assert process("page", key=row["key"])


@pytest.mark.parametrize("changes", [1, 2])
def test_what_review_reads_of_a_text_takes_nothing_from_the_public(
    processes: tuple[Process, Process], changes: int
) -> None:
    """Nothing but the product's own checks reads in the middle here."""
    desk, other = processes
    row = {"kind": "advice", "key": f"read-by-review-{changes}"}
    desk("published", **row)
    assert desk("seen", **row) == [row["key"]]
    found = desk("refused", step="publish, blocked by review", amidst=False, **row)
    assert "无效" in found["said"]
    assert found["seen"] == [row["key"]]
    for number in range(changes):
        other("change", kind="advice", key=f"another-{changes}-{number}")
    assert desk("seen", **row) == [row["key"]]


@pytest.mark.parametrize("trust", [0, 60])
def test_step_that_holds_is_seen_by_both_at_once(processes: tuple[Process, Process], trust: int) -> None:
    desk, other = processes
    row = {"kind": "office", "key": f"withdrawn-{trust}"}
    desk("published", **row)
    assert other("seen", **row) == [row["key"]]
    assert desk("published_for_good", trust=trust, **row) == [[row["key"]], []]
    assert other("seen", **row) == []


def test_thread_in_a_transaction_shows_nothing_to_others(processes: tuple[Process, Process]) -> None:
    desk, _ = processes
    row = {"kind": "office", "key": "threads"}
    desk("published", **row)
    found = desk("amidst_threads", **row)
    assert {name for name, keys in found.items() if keys == []} == {"inside", "inside again"}
    assert {name for name, keys in found.items() if keys == ["threads"]} == {
        "before",
        "beside",
        "after",
        "beside, after",
    }


@pytest.mark.parametrize(
    ("status", "step", "after"), [("published", "withdraw", "retired"), ("draft", "submit", "submitted")]
)
def test_pack_that_is_loaded_meanwhile_undoes_no_step(
    processes: tuple[Process, Process], status: str, step: str, after: str
) -> None:
    desk, _ = processes
    assert desk("loaded_amidst", status=status, step=step) == {"老名字": after}


def test_pack_that_is_loaded_meanwhile_publishes_no_rival(processes: tuple[Process, Process]) -> None:
    assert processes[0]("loaded_beside") == {"办事员写的": "published"}


def test_pack_and_clerk_never_wait_for_each_other(processes: tuple[Process, Process]) -> None:
    found = processes[0]("crossed")
    assert found["wrong"] == []
    assert found["rows"].keys() == {"新的", *found["rows"].keys() & {"老名字", "新名字"}}
    assert sorted(found["rows"].values()) == ["published", "retired"]


def test_two_forms_saved_at_once_are_both_kept(processes: tuple[Process, Process]) -> None:
    assert processes[0]("saved_at_once") == {"answers": [302, 302], "keys": 2}


def test_of_two_rivals_published_at_once_one_is_refused(processes: tuple[Process, Process]) -> None:
    assert processes[0]("published_at_once") == {"甲": "published", "乙": "submitted"}
