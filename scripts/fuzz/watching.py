"""What must not happen: errors, slow answers, traces, forged lines, and anything of a visitor that stays behind."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from django.db import connection
from redis import Redis

from scripts.fuzz import words
from scripts.fuzz.site import Site
from scripts.fuzz.wire import Answer, Request

#: Different lines of each kind of failure that are printed.
_SHOWN = 20
#: Keeps the address and the name of whoever fails to log in, for half an hour: told, not counted as a failure.
LOG_INS = "axes_accessattempt"
#: Frames, and the line after them, with or without a word of Python before them.
_TRACE = re.compile(r'(?:^  File "[^"\n]+", line \d+, in .*\n(?:    .*\n)*)+(?P<end>.*)', re.M)
_OURS = re.compile(r'/((?:registry|guides|calculators|yibao_site)/[^"\n]+)", line (\d+)')
_ASTRAY = re.compile(rb'(?:href|src|action|hx-get|hx-post)="' + words.LED_ASTRAY.pattern.encode())


@dataclass
class Tally:
    """Counts answers by kind and status, and keeps what went wrong with a line to do it again."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: dict[str, Counter[str]] = field(default_factory=dict)
    slowest: tuple[float, str] = (0, "")
    _lock: Lock = field(default_factory=Lock)

    def take(self, request: Request, answer: Answer) -> None:
        with self._lock:
            self.counts[request.kind, str(answer.status or "none")] += 1
            self.slowest = max(self.slowest, (answer.seconds, request.line[:120]))
            for what in _wrong(request, answer):
                self.fail(what, f"{request.number}  {request.line}")

    def fail(self, what: str, line: str) -> None:
        self.failures.setdefault(what, Counter())[line] += 1

    def table(self) -> str:
        kinds, statuses = (sorted({key[place] for key in self.counts}) for place in (0, 1))
        lines = [f"{'':12}" + "".join(f"{status:>8}" for status in [*statuses, "all"])]
        for kind in kinds:
            row = [self.counts[kind, status] for status in statuses]
            lines.append(f"{kind:12}" + "".join(f"{count or '·':>8}" for count in [*row, sum(row)]))
        lines.append(
            f"{'all':12}" + "".join(f"{sum(c for (_, s), c in self.counts.items() if s == t):>8}" for t in statuses)
        )
        return "\n".join([*lines, f"slowest {self.slowest[0]:.1f} s: {self.slowest[1]}"])

    def report(self) -> str:
        lines = []
        for what, found in sorted(self.failures.items()):
            lines.append(f"FAILED {what}: {found.total()}")
            lines += [f"    {count:>4} × {line}" for line, count in found.most_common(_SHOWN)]
        return "\n".join(lines) or "nothing failed"


def _wrong(request: Request, answer: Answer) -> list[str]:
    found = []
    if answer.status >= 500 and answer.status != 501:  # gunicorn's refusal of a transfer encoding that is none
        found.append(f"status {answer.status}")
    if answer.status == 0 and not request.broken:
        found.append(f"no answer ({answer.problem.split(' ')[0]})")
    if answer.seconds > request.within:
        found.append(f"more than {request.within:g} s")
    if "x-fuzz" in answer.headers:
        found.append("a header that was sent in")
    if words.LED_ASTRAY.search(answer.headers.get("location", "")) or _ASTRAY.search(answer.body):
        found.append("an address that was sent in")
    if words.MARKUP[:10].encode() in answer.body and "text/html" in answer.headers.get("content-type", ""):
        found.append("markup that was sent in")
    return found


def check_log(log: Path, tally: Tally, canaries: tuple[str, ...], keys: list[str]) -> None:
    """Traces, forged lines, and lines that hold what visitors said. ``keys`` are the names of questions."""
    text = log.read_bytes().decode("utf-8", "replace")
    answers = _answers(keys)
    for line in text.split("\n"):
        if line.startswith(words.FORGED) or re.search(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028]", line):
            tally.fail("forged log line", re.sub(r"\d+", "0", repr(line[:160])))
        if any(canary in line for canary in canaries) or answers.search(line):
            tally.fail("log tells of a visitor", re.sub(r"\d+", "0", repr(line[:160])))
    for trace in _traces(text):
        tally.fail("trace in the log", trace)


def _traces(text: str) -> list[str]:
    """What each trace ends with, and the last place of the house in it."""
    found = []
    for trace in _TRACE.finditer(text):
        ours = _OURS.findall(trace[0])
        found.append(f"{trace['end'][:120]}  at {':'.join(ours[-1]) if ours else 'no place of ours'}")
    return found


def _answers(keys: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, keys))})=\w")


class Search:
    """Looks through all that outlasts a request, for what was not there before the fuzz."""

    def __init__(self, site: Site, keys: list[str]) -> None:
        self.site = site
        self.pattern = re.compile("|".join([*map(re.escape, words.CANARIES), _answers(keys).pattern]))
        #: In the pages of a database content moves about, and content holds answers.
        self.planted = re.compile("|".join(map(re.escape, words.CANARIES)).encode())
        self.looked: Counter[str] = Counter()
        self.before = set(self._places())

    def check(self, tally: Tally) -> str:
        """What is new goes to the tally; a line about how much was looked through."""
        self.looked.clear()
        for place in self._places():
            if place not in self.before:
                tally.fail("something of a visitor stayed behind", place)
        return ", ".join(f"{count} {what}" for what, count in self.looked.items())

    def _places(self) -> Iterator[str]:
        yield from self._tables()
        yield from self._cache()
        yield from self._files()
        yield from self._stores()

    def _tables(self) -> Iterator[str]:
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                names = [column[0] for column in cursor.description]
                for row in cursor.fetchall():
                    self.looked["rows"] += 1
                    for name, value in zip(names, row, strict=True):
                        yield from self._found(f"{table}.{name}", str(value))
            cursor.execute(f"SELECT count(*) FROM {LOG_INS}")
            self.looked["failed log-ins kept for half an hour, with address and name"] = cursor.fetchone()[0]

    def _found(self, where: str, text: str) -> Iterator[str]:
        for found in {match[0] for match in self.pattern.finditer(text)}:
            yield f"{where}: {found}"

    def _cache(self) -> Iterator[str]:
        if not self.site.redis:
            return
        redis = Redis.from_url(self.site.redis)
        for key in redis.scan_iter():
            self.looked["keys of Redis"] += 1
            for what in (key, redis.dump(key) or b""):
                yield from self._found(f"Redis {key!r}", what.decode("utf-8", "replace"))

    def _files(self) -> Iterator[str]:
        for path in sorted(self.site.state.rglob("*")):
            if path.is_file() and path != self.site.log:
                self.looked["files"] += 1
                yield from self._found(
                    str(path.relative_to(self.site.state)), path.read_bytes().decode("utf-8", "replace")
                )

    def _stores(self) -> Iterator[str]:
        """What the servers have on disk: logs, what is written ahead, rows that were deleted."""
        for path in sorted(self.site.stores.rglob("*")) if self.site.stores else []:
            if path.is_file():
                self.looked["files of PostgreSQL and Redis"] += 1
                for found in {match[0] for match in self.planted.finditer(path.read_bytes())}:
                    yield f"{path.name}: {found.decode()}"
