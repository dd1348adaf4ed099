"""What is published, at one version, in memory: rows by kind, places, and whatever was derived from them."""

import datetime as dt
import itertools
import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.utils import timezone

from registry.errand import Errand
from registry.places import Places

logger = logging.getLogger(__name__)
T = TypeVar("T")
P = ParamSpec("P")
Rows = dict[Any, tuple[Any, ...]]
#: By kind, the number of the change that was read last.
Versions = dict[str, int]
#: As many values are derived from one snapshot: keys hold regions and dates, which are bounded, but not by this process.
MOST_DERIVED = 5000
#: Seconds that new content waits until what is dear of it is made.
_PATIENCE_WITH_DEAR = 2
_numbers = itertools.count(1)


class Snapshot:
    """Everything published at one version, of any period: what holds on a date is decided when it is asked for."""

    def __init__(self, versions: Versions, places: Places, rows: Rows) -> None:
        self.versions = versions
        #: Of this snapshot alone, in this process: what is kept of a page is kept under it. Versions do not tell
        #: snapshots apart, because what was rolled back had the numbers of what came after.
        self.number = next(_numbers)
        self.places = places
        self.by_kind = rows
        self._derived: OrderedDict[Hashable, Any] = OrderedDict()  # values of any kind, each made by its caller
        self._making: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    @property
    def version(self) -> int:
        """Grows with every change of any kind; the same in every process, for people to compare."""
        return sum(self.versions.values())

    def rows(self, model: type[T]) -> tuple[T, ...]:
        return self.by_kind.get(model, ())

    def derived(self, key: Hashable, make: Callable[[], T]) -> T:
        """A value computed from this snapshot once; it goes when the snapshot goes. Whoever asks while it is made waits for
        it: made by each of them, what takes seconds would take as many seconds as there are visitors. What cannot be made
        fails for all of them."""
        with self._lock:
            if key in self._derived:
                self._derived.move_to_end(key)
                value: T = self._derived[key]
                return value
            others: Future[T] | None = self._making.get(key)
            mine: Future[T] = self._making.setdefault(key, Future())
        return others.result() if others else self._made(key, make, mine)

    def _made(self, key: Hashable, make: Callable[[], T], promised: "Future[T]") -> T:
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                del self._making[key]
            promised.set_exception(error)
            raise
        with self._lock:
            del self._making[key]
            self._derived[key] = value
            if len(self._derived) > MOST_DERIVED:
                self._derived.popitem(last=False)
        promised.set_result(value)
        return value


def per_snapshot(make: Callable[Concatenate[Snapshot, P], T]) -> Callable[Concatenate[Snapshot, P], T]:
    """Remember what a function makes of a snapshot and of arguments that can be keys, as long as the snapshot lives."""

    @wraps(make)
    def remembered(snapshot: Snapshot, /, *args: P.args, **named: P.kwargs) -> T:
        key = (make, args, tuple(named.items()))
        return snapshot.derived(key, lambda: make(snapshot, *args, **named))

    return remembered


#: What is derived from a snapshot and takes long.
_dear: list[Callable[[Snapshot, dt.date], object]] = []


def prepare_with(make: Callable[[Snapshot, dt.date], object]) -> None:
    """Have this derived from a snapshot before anybody is answered from it, and as of a day before the day has come."""
    _dear.append(make)


@per_snapshot
def prepare(snapshot: Snapshot, on: dt.date) -> None:
    """Tried once: what cannot be made is met again by whoever asks for it, and holds back nothing else."""
    for make in _dear:
        try:
            make(snapshot, on)
        except Exception:
            logger.exception("not prepared")


_to_prepare: Snapshot | None = None


def prepare_soon(found: Snapshot) -> None:
    """What is dear of it, made by a thread that is waited for a moment: where a process is busy, what was taken from the
    public stays taken, and whoever needs what is dear makes it himself."""
    global _to_prepare
    _to_prepare = found
    _preparing.run(_PATIENCE_WITH_DEAR)


def _prepare() -> None:
    if _to_prepare is not None:
        prepare(_to_prepare, timezone.localdate())


_preparing = Errand("preparing what is dear of new content", _prepare)
