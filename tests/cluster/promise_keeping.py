"""The restore drill on PostgreSQL, and what the logs of all layers hold."""

import re
from pathlib import Path

import psycopg

from scripts.cluster.cluster import Cluster
from tests.cluster.visitors import PATIENCE, REPORTED, ask, wait_until

RENAME = "from registry.models import Office; row = Office.objects.published().filter(region_id='210300').first(); row.name = '备份以后改的'; row.save()"
OFFICES = "/offices/?place=210300"


def tables(url: str) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(url) as line:
        names = [
            name for (name,) in line.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        ]
        names.remove("registry_contentversion")  # moved on, so that who runs meanwhile reads everything anew
        names.remove("guides_count")  # processes write down once a minute what they have counted, meanwhile too
        return {name: sorted(map(str, line.execute(f'SELECT * FROM "{name}"').fetchall())) for name in names}


#: One page of each kind, and what other programs read.
PAGES = (
    "/",
    "/guides/remote-care/",
    "/guides/remote-care/stage/?for_whom=self",
    "/guides/remote-care/outcome/?stage=emergency",
    "/guides/remote-care/outcome.json?stage=emergency",
    "/guides/remote-care/outcome.txt?stage=emergency",
    "/places/210300/",
    "/places/210300/place.json",
    "/answers/",
    "/glossary/",
    "/estimate/",
    OFFICES,
)


def served_from(cluster: Cluster, url: str, state: Path) -> list[str]:
    """The same pages from a replica on another database, with nothing kept from before; on the same port, because whole
    addresses stand in pages."""
    replica = cluster.replicas[2]
    before = dict(replica.env)
    replica.stop()
    replica.env.update({"DATABASE_URL": url, "STATE_DIR": str(state)})
    replica.start()
    pages = [ask(cluster.port + 3, path).page for path in PAGES]
    replica.stop()
    replica.env = before
    replica.start()
    return pages


def test_a_copy_put_back_elsewhere_holds_the_same_and_replicas_show_it(cluster: Cluster, tmp_path: Path) -> None:
    cluster.manage("demo_clerks", "--yes")
    copies = cluster.folder / "copies"
    cluster.manage("backup", str(copies))
    [copy] = copies.glob("*.dump")
    here = [ask(cluster.port + 3, path).page for path in PAGES]
    before, shown = tables(cluster.database_url), ask(cluster.port, OFFICES).page
    cluster.sql("DROP DATABASE IF EXISTS yibao_elsewhere WITH (FORCE)")
    cluster.sql("CREATE DATABASE yibao_elsewhere")
    elsewhere = f"{cluster.database_url}_elsewhere"
    cluster.manage("restore", str(copy), DATABASE_URL=elsewhere, STATE_DIR=str(tmp_path))
    assert tables(elsewhere) == before
    assert served_from(cluster, elsewhere, tmp_path) == here
    cluster.manage("shell", "-v0", "-c", RENAME)
    wait_until(lambda: "备份以后改的" in ask(cluster.port, OFFICES).page, PATIENCE)
    cluster.manage("restore", str(copy), "--replace")
    wait_until(lambda: ask(cluster.port, OFFICES).page == shown, PATIENCE)
    assert tables(cluster.database_url) == before


#: What visitors of this test say; a word that no page of ours has.
CANARY = "zqxcanary"
REQUESTS = (
    f"/guides/remote-care/outcome/?stage=emergency&insured_place=210300&{CANARY}=1",
    f"/search/?q={CANARY}",
    f"/guides/remote-care/outcome/%3Ffor_whom={CANARY}",
    f"/search/{CANARY}/",
    f"/nowhere/?{CANARY}",
    "/" + "a" * 9000 + CANARY,
    f"/guides/remote-care/outcome.pdf?stage=emergency&{CANARY}",
)


def test_no_log_of_any_layer_holds_a_query_a_body_or_an_address(cluster: Cluster) -> None:
    """With everything that makes each layer write: refusals, floods, a replica and a database that are gone."""
    where = "127.0.0.77"

    def everything() -> None:
        for path in REQUESTS:
            ask(cluster.port, path, source=where)
        ask(cluster.port, REPORTED, f"reason={CANARY}", source=where)
        ask(cluster.port, "/estimate/", f"total={CANARY}", source=where)
        ask(
            cluster.port,
            "/",
            source=where,
            Cookie=f"a={CANARY}",
            Referer=f"http://x/{CANARY}",
            **{"User-Agent": CANARY},
        )

    everything()
    for _ in range(60):
        ask(cluster.port, f"/guides/remote-care/outcome.pdf?stage=emergency&{CANARY}", source=where)
    for replica in cluster.replicas:
        replica.kill()
    everything()
    cluster.postgres.kill()
    for part in (*cluster.replicas, cluster.postgres):
        part.start()
    everything()
    logs = [path for path in cluster.folder.iterdir() if path.suffix == ".log"]
    assert {"access.log", "nginx.log", "postgres.log", "redis.log", "replica-1.log"} <= {path.name for path in logs}
    told = {path.name: path.read_text(errors="replace") for path in logs}
    assert [name for name, text in told.items() if CANARY in text or where in text or "stage=" in text] == []
    assert not re.search(r"\?[a-z_]+=", told["access.log"])
    assert told["access.log"].count('"kind":"outcome"') > 0
