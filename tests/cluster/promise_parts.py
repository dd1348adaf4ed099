"""Redis, a worker, a whole replica, the disk: one of them gone or hung, and nobody outside notices."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from scripts.cluster.cluster import Cluster
from scripts.cluster.parts import Part
from tests.cluster.visitors import REPORTED, ask, visiting, wait_until


@pytest.mark.parametrize("fault", ["kill", "hang"])
def test_pages_and_reports_go_on_without_redis(cluster: Cluster, fault: str) -> None:
    with visiting(cluster) as seen:
        getattr(cluster.redis, fault)()
        told = [ask(cluster.port, REPORTED, "reason=phone").status for _ in range(3)]
        time.sleep(5)
        assert cluster.tells(0)["cache"] == "away"
    assert seen.fine()
    assert told == [200, 200, 200]


def test_a_killed_worker_is_not_noticed(cluster: Cluster) -> None:
    with visiting(cluster, people=6) as seen:
        for replica in cluster.replicas * 2:
            os.kill(replica.workers[0], signal.SIGKILL)
            time.sleep(2)
    assert seen.fine()


@pytest.mark.parametrize("fault", ["kill", "hang"])
def test_a_replica_that_is_gone_or_hung_is_not_noticed(cluster: Cluster, fault: str) -> None:
    with visiting(cluster, people=6) as seen:
        getattr(cluster.replicas[1], fault)()
        time.sleep(12)
    assert seen.fine()


def test_a_hung_worker_is_not_noticed_and_ended(cluster: Cluster) -> None:
    hung = cluster.replicas[2].workers[0]
    with visiting(cluster, people=6) as seen:
        os.kill(hung, signal.SIGSTOP)
        wait_until(lambda: hung not in cluster.replicas[2].workers, 60)
        time.sleep(2)
    assert seen.fine()


@contextmanager
def small_disk(folder: Path, size: str, *parts: Part) -> Iterator[None]:
    """A disk of its own in the place of a folder, with what is in it; gone afterwards, with what was written to it."""
    beside = folder.with_name(f"{folder.name}-before")
    subprocess.run(["cp", "-a", str(folder), str(beside)], check=True)
    owner = folder.stat()
    options = f"size={size},uid={owner.st_uid},gid={owner.st_gid},mode=700"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        subprocess.run(["cp", "-a", f"{beside}/.", str(folder)], check=True)
        yield
    finally:
        for part in parts:
            part.stop()
        subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(beside)


def megabytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20


def fill(folder: Path) -> None:
    with (folder / "rubbish").open("wb", buffering=0) as file, suppress(OSError):  # of there being no more room
        while True:
            file.write(b"0" * 4096)
    assert os.statvfs(folder).f_bavail == 0


def test_a_full_disk_of_a_replica_is_not_noticed(cluster: Cluster) -> None:
    replica, state = cluster.replicas[0], cluster.folder / "replica-1"
    replica.stop()
    with small_disk(state, f"{megabytes(state) + 8}m", replica):
        replica.start()
        wait_until(lambda: (state / "published.json").exists())
        fill(state)
        replica.stop()
        replica.start()  # it starts on it, too
        with visiting(cluster) as seen:
            time.sleep(5)
            told = [ask(cluster.port, REPORTED, "reason=phone").status for _ in range(3)]
        assert seen.fine()
        assert told == [200, 200, 200]
        assert [path.name for path in state.glob("published*")] == ["published.json"]


def test_a_full_disk_of_the_database_is_told_to_who_writes_and_not_noticed_by_who_reads(cluster: Cluster) -> None:
    data = cluster.folder / "postgres"
    cluster.sql("DELETE FROM registry_report")
    cluster.postgres.stop()
    with small_disk(data, f"{megabytes(data) + 24}m", cluster.postgres):
        cluster.postgres.start()
        wait_until(lambda: cluster.tells(0)["database"])
        fill(data)
        with visiting(cluster) as seen:
            told = [grow(cluster) for _ in range(3)]
            time.sleep(5)
        assert "" not in told
        assert seen.fine()


def grow(cluster: Cluster) -> str:
    """What becomes of writing more than there is room for."""
    try:
        cluster.sql("CREATE TABLE more AS SELECT repeat(md5(n::text), 20) FROM generate_series(1, 100000) AS n")
    except psycopg.Error as error:
        return type(error).__name__
    return ""
