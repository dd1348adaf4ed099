"""PostgreSQL gone, hung, locked, or not there at the start: the public goes on reading, and nothing is half written."""

import time

import psycopg
import pytest

from scripts.cluster.cluster import Cluster
from tests.cluster.visitors import REPORTED, ask, visiting, wait_until

SENTENCE = "您这次填的没有存下来"


def reports(cluster: Cluster) -> int:
    return int(cluster.sql("SELECT coalesce(sum(count), 0) FROM registry_report")[0][0])


@pytest.mark.parametrize("fault", ["kill", "hang"])
def test_pages_go_on_without_a_database(cluster: Cluster, fault: str) -> None:
    with visiting(cluster) as seen:
        time.sleep(1)
        getattr(cluster.postgres, fault)()
        time.sleep(14)  # past every time-out and the first attempts to connect again
        assert cluster.tells(0)["database"] is False
    assert seen.fine()


def test_a_replica_that_nobody_asks_knows_whether_there_is_a_database(cluster: Cluster) -> None:
    time.sleep(8)  # past what it trusts
    assert cluster.tells(0)["database"] is True
    cluster.postgres.kill()
    time.sleep(8)
    assert cluster.tells(0)["database"] is False
    cluster.postgres.start()
    time.sleep(8)
    assert cluster.tells(0)["database"] is True


@pytest.mark.parametrize("fault", ["kill", "hang"])
def test_a_report_is_refused_with_a_sentence_and_not_half_taken(cluster: Cluster, fault: str) -> None:
    before = reports(cluster)
    getattr(cluster.postgres, fault)()
    answer = ask(cluster.port + 1, REPORTED, "reason=phone", **{"X-Forwarded-For": "203.0.113.5"})
    assert (answer.status, SENTENCE in answer.page) in {(503, True), (0, False)}
    through = ask(cluster.port, REPORTED, "reason=phone")
    assert through.status in {503, 504}
    cluster.postgres.go_on()
    if fault == "kill":
        cluster.postgres.start()
    wait_until(lambda: ask(cluster.port, REPORTED, "reason=phone").status == 200)
    assert reports(cluster) >= before + 1


def test_clerk_is_told_so_and_let_in_afterwards(cluster: Cluster) -> None:
    cluster.postgres.kill()
    page = ask(
        cluster.port,
        "/admin/login/",
        "username=a&password=b",
        Cookie="csrftoken=" + "a" * 32,
        **{"X-CSRFToken": "a" * 32},
    )
    assert (page.status, SENTENCE in page.page) == (503, True)


def test_pages_go_on_while_a_table_is_locked(cluster: Cluster) -> None:
    """As a migration locks it."""
    with visiting(cluster) as seen, psycopg.connect(cluster.database_url) as line:
        line.execute("LOCK TABLE registry_contentversion IN ACCESS EXCLUSIVE MODE")
        time.sleep(12)
        line.rollback()
    assert seen.fine()


def test_a_start_without_a_database_serves_what_was_kept(cluster: Cluster) -> None:
    replica, port = cluster.replicas[0], cluster.port + 1
    paths = ["/guides/remote-care/outcome/?stage=emergency", "/places/210300/", "/offices/?place=210300"]
    with_database = [ask(port, path).page for path in paths]
    wait_until(lambda: (cluster.folder / "replica-1" / "published.json").exists())
    replica.stop()
    cluster.postgres.kill()
    replica.start()
    told = cluster.tells(0)
    assert (told["ok"], told["database"], told["content_from_disk"]) == (True, False, True)
    assert [ask(port, path).page for path in paths] == with_database
    cluster.postgres.start()
    wait_until(lambda: cluster.tells(0)["database"] and not cluster.tells(0)["content_from_disk"])
