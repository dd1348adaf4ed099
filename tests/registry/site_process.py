"""One process of the site, as a worker of the server is one: takes commands as lines of JSON, answers likewise."""

import json
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

if __name__ == "__main__":  # before anything that needs settings
    django.setup()

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.db.models.signals import post_save, pre_save
from django.test import Client
from django.test.utils import setup_test_environment

from guides.content import KINDS as PACKED
from guides.models import Advice
from registry import content, snapshot, workflow
from registry.models import Office, SourceDocument
from registry.publication import PublishedRow, Status
from tests.conftest import person, signed_in, sound
from tests.registry.sheets import Sheet, download, upload

CITY = "210300"
KINDS: dict[str, type[PublishedRow]] = {"office": Office, "advice": Advice}
NEVER_SAID = "  "


class Amidst:
    """What a check inside a step may do at any moment: look at the content. Knows the last version that was seen."""

    def __init__(self, kind: str) -> None:
        self.label = KINDS[kind]._meta.label
        self.version = 0

    def __call__(self, **_: Any) -> None:
        self.version = snapshot.current().versions[self.label]


def people() -> None:
    for name in ("writer", "checker"):
        person(name, ("manager", CITY))
    SourceDocument.objects.create(key="test-source", title="一份文件")


def by(name: str) -> User:
    return User.objects.get(username=name)


def make(kind: str, key: str, status: str = "published", **values: Any) -> Any:
    source = SourceDocument.objects.get(key="test-source")
    row = sound(KINDS[kind], source=source, region_id=CITY, key=key, status=status, **values)
    row.save()
    row.history.update(history_user=by("writer"))
    return row


def published(kind: str, key: str) -> None:
    make(kind, key, **{"title" if kind == "advice" else "name": key})


def _catch_up() -> None:
    """Wait until this process answers with what the database holds: on a server of databases the content is asked for
    beside the requests, and what is dear of it is made before it answers."""
    until = time.monotonic() + 30
    while snapshot.current().versions != snapshot.stored_versions() and time.monotonic() < until:
        time.sleep(0.05)


def seen(kind: str, key: str) -> list[str]:
    _catch_up()
    return sorted(row.key for row in snapshot.current().rows(KINDS[kind]) if row.key.startswith(key))


def page(key: str, service: str = "") -> bool:
    """Whether the page of the city's counters names the row."""
    answer = Client().get("/offices/", {"place": CITY, "service": service})
    assert answer.status_code == 200, answer.status_code
    return f">{key}<" in answer.content.decode()


def change(kind: str, key: str) -> None:
    """A genuine change of the same kind that leaves the row as it is."""
    make(kind, key, status="draft")


def refused(kind: str, key: str, step: str, amidst: bool = True) -> dict[str, Any]:
    """Take a step that is refused. With what words, what is seen at once, and how many changes of others it takes until
    the version is the one that was seen inside."""
    row = KINDS[kind].objects.get(key=key, status=Status.PUBLISHED)
    attempt, look = STEPS[step](row), Amidst(kind)
    settings.SNAPSHOT_TRUST_SECONDS = 60
    if amidst:
        post_save.connect(look)
    try:
        said = str(attempt())
    except ValidationError as error:
        said = "".join(error.messages)
    finally:
        post_save.disconnect(look)
    found = {"said": said, "seen": seen(kind, key), "page": page(key) if kind == "office" else True}
    settings.SNAPSHOT_TRUST_SECONDS = 0
    return {**found, "changes": max(0, look.version - snapshot.stored_versions()[look.label])}


def _revision(row: Any, status: Status, **values: Any) -> Any:
    draft = workflow.revise(row, by("writer"), None, "新通知")
    for name, value in {"status": status, **values}.items():
        setattr(draft, name, value)
    draft.save()
    return draft


def _blocked(row: Any) -> Callable[[], Any]:
    text = {"body": "不带就无效"} if isinstance(row, Advice) else {"note": "不带就无效"}
    revision = _revision(row, Status.SUBMITTED, **text)
    return lambda: workflow.publish(revision, by("checker"), "对照过")


def _by_its_author(row: Any) -> Callable[[], Any]:
    revision = _revision(row, Status.SUBMITTED)
    return lambda: workflow.publish(revision, by("writer"), "对照过")


def _published_silently(row: Any) -> Callable[[], Any]:
    revision = _revision(row, Status.SUBMITTED)
    return lambda: workflow.publish(revision, by("checker"), NEVER_SAID)


def _submitted_silently(row: Any) -> Callable[[], Any]:
    revision = _revision(row, Status.DRAFT)
    return lambda: workflow.submit(revision, by("writer"), NEVER_SAID)


def _sent_back_silently(row: Any) -> Callable[[], Any]:
    revision = _revision(row, Status.SUBMITTED)
    return lambda: workflow.send_back(revision, by("checker"), NEVER_SAID)


def _carried_over_silently(row: Any) -> Callable[[], Any]:
    row.effective_to = snapshot.today().replace(month=12, day=31)
    row.save()
    return lambda: workflow.carry_over(row, by("writer"), None, None, NEVER_SAID)


def _first_look(row: Any) -> Callable[[], Any]:
    """Excel shows what it would make, and takes it back."""
    client = signed_in(by("writer"))
    sheet = Sheet(download(client, type(row), q=f"{row.key} 鞍山"), type(row))
    sheet.put(3, 地址="中山路另一号")
    content = sheet.content()
    return lambda: upload(client, type(row), content, "新通知").context["report"].counts


STEPS: dict[str, Callable[[Any], Callable[[], Any]]] = {
    "publish, blocked by review": _blocked,
    "publish, by its author": _by_its_author,
    "publish, without a word why": _published_silently,
    "submit, without a word why": _submitted_silently,
    "send back, without a word why": _sent_back_silently,
    "withdraw, without a word why": lambda row: lambda: workflow.withdraw(row, by("checker"), NEVER_SAID),
    "verify, without a word why": lambda row: (
        lambda: workflow.verify(row, by("checker"), row.source, snapshot.today(), NEVER_SAID)
    ),
    "revise, without a word why": lambda row: lambda: workflow.revise(row, by("writer"), None, NEVER_SAID),
    "carry over, without a word why": _carried_over_silently,
    "excel, first look": _first_look,
}


def published_for_good(kind: str, key: str, trust: int) -> list[list[str]]:
    """What is seen before, at once after, and by the next: a withdrawal that holds, however long content is trusted."""
    settings.SNAPSHOT_TRUST_SECONDS = trust
    row = KINDS[kind].objects.get(key=key)
    found = [seen(kind, key)]
    workflow.withdraw(row, by("checker"), "撤下")
    found.append(seen(kind, key))
    settings.SNAPSHOT_TRUST_SECONDS = 0
    return found


def amidst_threads(kind: str, key: str) -> dict[str, list[str]]:
    """What a thread sees that has taken the row away in a transaction, and what another thread sees meanwhile."""
    found: dict[str, list[str]] = {}

    def other(name: str) -> None:
        found[name] = seen(kind, key)
        connection.close()

    def at_the_same_time(name: str) -> None:
        thread = threading.Thread(target=other, args=[name])
        thread.start()
        thread.join()

    settings.SNAPSHOT_TRUST_SECONDS = 60
    at_the_same_time("before")
    with transaction.atomic():
        KINDS[kind].objects.get(key=key).delete()
        found["inside"] = seen(kind, key)
        at_the_same_time("beside")
        found["inside again"] = seen(kind, key)
        transaction.set_rollback(True)
    found["after"] = seen(kind, key)
    at_the_same_time("beside, after")
    settings.SNAPSHOT_TRUST_SECONDS = 0
    return found


PACK = """
sources: [{{key: pack-source, region: "210300", title: 一份文件}}]
offices:
  - {{key: pack-office, region: "210300", status: {status}, source: pack-source, collected_on: 2026-01-01,
      services: [filing], name: {name}, address: 中山路一号}}
"""


def meanwhile(step: Callable[[], Any], other: Callable[[], Any]) -> None:
    """Do something while a step that is taken is not yet committed: it waits, or, where nothing makes it, is done first."""

    def do() -> None:
        with suppress(ValidationError):
            other()
        connection.close()

    thread = threading.Thread(target=do)
    with transaction.atomic():
        step()
        thread.start()
        thread.join(1)
    thread.join()


def load(name: str, status: str = "published") -> None:
    with TemporaryDirectory() as folder:
        Path(folder, "pack.yaml").write_text(PACK.format(status=status, name=name), encoding="utf-8")
        content.load(Path(folder), PACKED, drafts_by=by("writer") if status == Status.DRAFT else None)


def _rows(key: str) -> dict[str, str]:
    """Name and state of the rows with a key, which are then forgotten, as is the source of the pack."""
    rows = Office.objects.filter(key=key)
    found = dict(rows.values_list("name", "status"))
    rows.delete()
    if not Office.objects.filter(source__key="pack-source").exists():
        SourceDocument.objects.filter(key="pack-source").delete()
    return found


def loaded_amidst(status: str, step: str) -> dict[str, str]:
    """A row of a pack, after a clerk's step, while which the pack was loaded with another name for it."""
    load("老名字", status)
    row = Office.objects.get(key="pack-office")
    taken = workflow.TRANSITIONS[step]
    meanwhile(lambda: taken(row, by("checker"), "电话打不通"), lambda: load("新名字", status))
    return _rows("pack-office")


def loaded_beside() -> dict[str, str]:
    """A clerk's row and a pack's for the same thing, after the pack was loaded while the other was published."""
    row = make("office", "pack-office", "submitted", name="办事员写的")
    meanwhile(lambda: workflow.publish(row, by("checker"), "对照过"), lambda: load("内容包写的"))
    return _rows("pack-office")


TWO = """
sources: [{{key: pack-source, region: "210300", title: 一份文件}}]
defaults: {{region: "210300", source: pack-source, collected_on: 2026-01-01, services: [filing], address: 中山路一号}}
offices: [{offices}]
"""


def crossed() -> dict[str, Any]:
    """A pack is loaded that adds one row and changes another, while a clerk withdraws that other one: each goes on when
    the other has begun, or after a second. What went wrong, and the rows afterwards."""
    _load_two(("crossed-b", "老名字"))
    row, wrong = Office.objects.get(key="crossed-b"), list[str]()
    begun = {"load": threading.Event(), "clerk": threading.Event()}

    def meet(mine: str, other: str) -> None:
        begun[mine].set()
        begun[other].wait(1)

    def added(instance: Any, **_: Any) -> None:
        if instance.key == "crossed-a":
            meet("load", "clerk")

    def withdrawn(instance: Any, **_: Any) -> None:
        if instance.key == "crossed-b" and instance.status == Status.RETIRED:
            meet("clerk", "load")

    def work(do: Callable[[], Any]) -> None:
        try:
            do()
        except OperationalError as error:
            wrong.append(str(error).splitlines()[0])
        finally:
            connection.close()

    post_save.connect(added, sender=Office)
    pre_save.connect(withdrawn, sender=Office)
    both = [
        lambda: _load_two(("crossed-a", "新的"), ("crossed-b", "新名字")),
        lambda: workflow.withdraw(row, by("checker"), "电话打不通"),
    ]
    threads = [threading.Thread(target=work, args=[do]) for do in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    post_save.disconnect(added, sender=Office)
    pre_save.disconnect(withdrawn, sender=Office)
    return {"wrong": wrong, "rows": {**_rows("crossed-a"), **_rows("crossed-b")}}


def _load_two(*offices: tuple[str, str]) -> None:
    lines = ", ".join(f"{{key: {key}, status: published, name: {name}}}" for key, name in offices)
    with TemporaryDirectory() as folder:
        Path(folder, "pack.yaml").write_text(TWO.format(offices=lines), encoding="utf-8")
        content.load(Path(folder), PACKED)


def saved_at_once() -> dict[str, Any]:
    """Two clerks save a source of the same place and year, for which the same key is thought of: the answers, and the
    keys. Whoever is about to save waits a second for the other."""
    about = threading.Barrier(2)

    def wait(instance: Any, **_: Any) -> None:
        if instance.title == "同一天写的":
            with suppress(threading.BrokenBarrierError):
                about.wait(1)

    answers: list[int] = []

    def save(name: str) -> None:
        client = signed_in(by(name))
        client.raise_request_exception = False
        form = {"title": "同一天写的", "region": CITY, "issuer": "某局"}
        answers.append(client.post("/admin/registry/sourcedocument/add/", form).status_code)
        connection.close()

    pre_save.connect(wait, sender=SourceDocument)
    threads = [threading.Thread(target=save, args=[name]) for name in ("writer", "checker")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pre_save.disconnect(wait, sender=SourceDocument)
    sources = SourceDocument.objects.filter(title="同一天写的")
    found = {"answers": sorted(answers), "keys": sources.values("key").distinct().count()}
    sources.delete()
    return found


def published_at_once() -> dict[str, str]:
    """Two drafts that say the same of one place, after two clerks published them at the same time."""
    one, other = (make("office", "rivals", "submitted", name=name) for name in ("甲", "乙"))
    meanwhile(*(lambda row=row: workflow.publish(row, by("checker"), "对照过") for row in (one, other)))
    return _rows("rivals")


COMMANDS = [people, published, seen, page, change, refused, published_for_good, amidst_threads]
COMMANDS += [loaded_amidst, loaded_beside, crossed, saved_at_once, published_at_once]


def main() -> None:
    setup_test_environment()
    known: dict[str, Callable[..., Any]] = {command.__name__: command for command in COMMANDS}
    for line in sys.stdin:
        name, arguments = json.loads(line)
        print(json.dumps(known[name](**arguments)), flush=True)


if __name__ == "__main__":
    main()
