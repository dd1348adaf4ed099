"""Visitors of a cluster: who comes the usual way, through nginx, and is never to see that something is wrong behind it."""

import http.client
import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from scripts.cluster.cluster import Cluster
from scripts.cluster.parts import HOST

#: Who has waited this long has gone.
PATIENCE = 8
_CITIES = [f"{province}{city:02}00" for province in (21, 32, 33, 37, 44) for city in range(1, 10)]
_ANSWERS = {"for_whom": "family", "scheme": "employee", "care_place": "110000", "stage": "emergency"}
#: Each kind of page that anybody may ask for.
_KINDS = (
    "/",
    "/guides/remote-care/stage/?{answers}",
    "/guides/remote-care/outcome/?{answers}",
    "/guides/remote-care/outcome.json?{answers}",
    "/guides/remote-care/outcome.txt?{answers}",
    "/offices/?place={city}",
    "/places/{city}/",
    "/answers/",
    "/search/?q=%E5%8D%A1%E4%B8%A2%E4%BA%86",
    "/estimate/",
)
REPORTED = "/guides/remote-care/outcome/report/?" + urlencode({**_ANSWERS, "insured_place": "210300"})
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    path: str
    #: 0 where none came.
    status: int
    page: str
    headers: dict[str, str] = field(default_factory=dict)


def ask(port: int, path: str, body: str = "", *, source: str = HOST, **headers: str) -> Answer:
    """One request on a connection of its own."""
    line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE, source_address=(source, 0))
    try:
        form = FORM if body else {}
        line.request("POST" if body else "GET", path, body or None, {**form, **headers})
        answer = line.getresponse()
        return Answer(path, answer.status, answer.read().decode("utf-8", "replace"), dict(answer.getheaders()))
    except (OSError, http.client.HTTPException) as error:
        return Answer(path, 0, type(error).__name__)
    finally:
        line.close()


def pages() -> Iterator[str]:
    """Addresses of all kinds, over and over, of one city after the other."""
    for city in itertools.cycle(_CITIES):
        answers = urlencode({**_ANSWERS, "insured_place": city})
        yield from (kind.format(answers=answers, city=city) for kind in _KINDS)


@dataclass
class Seen:
    answers: list[Answer] = field(default_factory=list)

    @property
    def wrong(self) -> Counter[str]:
        """What was not answered as ever, by path and status."""
        bad = (answer for answer in self.answers if answer.status not in (200, 302, 303))
        return Counter(
            f"{answer.path.split('?')[0]} {answer.status} {answer.page[:40] if not answer.status else ''}"
            for answer in bad
        )

    def fine(self, at_least: int = 50) -> bool:
        """Whether everybody was answered; and that there was somebody."""
        assert len(self.answers) >= at_least, f"only {len(self.answers)} visitors"
        assert not self.wrong, self.wrong
        return True


@contextmanager
def visiting(cluster: Cluster, people: int = 3, path: str = "", every: float = 0.12) -> Iterator[Seen]:
    """Some who open one page after the other meanwhile, each after so many seconds, and each with an address of his own."""
    seen, over, addresses = Seen(), threading.Event(), itertools.repeat(path) if path else pages()
    lock = threading.Lock()

    def visit(source: str) -> None:
        while not over.wait(every):
            with lock:
                address = next(addresses)
            seen.answers.append(ask(cluster.port, address, source=source))

    threads = [threading.Thread(target=visit, args=[f"127.0.0.{number}"]) for number in range(2, people + 2)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join()


def wait_until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)
