"""One cluster for all promises, whole again after each. Not part of `make test`: `make cluster-test` finds promise_*.py."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.cluster.cluster import ROOT, Cluster
from tests.cluster.visitors import wait_until


@pytest.fixture(scope="session", autouse=True)
def _day() -> None:
    """A cluster goes by the clock of the wall, and so do its visitors."""


@pytest.fixture(autouse=True)
def clock() -> None:
    """The same."""


@pytest.fixture(scope="session")
def _cluster() -> Iterator[Cluster]:
    folder = Path(os.environ.get("CLUSTER_DIR") or ROOT / "var" / "cluster-test")
    shutil.rmtree(folder, ignore_errors=True)
    cluster = Cluster(folder, int(os.environ.get("CLUSTER_PORT") or 8100))
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def cluster(_cluster: Cluster) -> Iterator[Cluster]:
    """All of it, answering; whatever a test has done to a part is undone after it."""
    yield _cluster
    for part in _cluster.parts:
        part.go_on()
        if part.process is None or part.process.poll() is not None:
            part.start()
    for number in range(len(_cluster.replicas)):
        wait_until(lambda number=number: _cluster.tells(number).get("database") is True)
