#!/usr/bin/env python
"""Django's command-line utility for this project."""

import errno
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import Any, NoReturn

#: What is said of a command that somebody ends.
STOPPED = "停下了。上面说做好了的，是做好了；没有说的，请再来一次。"


class Ended(BaseException):
    """Somebody ends the command, by this signal: what it has begun is cleared away first."""

    def __init__(self, by: int) -> None:
        self.by = by


def main() -> None:
    """Whoever ends a command, or stops reading it, reads one sentence, whatever it was at; once all is said it cannot be ended any more."""
    _open_what_is_closed()
    for way in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(way) != signal.SIG_IGN:  # nohup
            signal.signal(way, _end)
    try:
        _run_to_the_last_word()
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    except Ended as ended:
        _end_as_told(ended.by)
    except BrokenPipeError:  # whoever read what it says has gone
        _end_as_told(signal.SIGPIPE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end_as_told(by: int) -> None:
    signal.signal(by, signal.SIG_DFL)
    with suppress(OSError):  # the terminal may have gone with it
        print(STOPPED, file=sys.stderr, flush=True)
    os.kill(os.getpid(), by)  # whoever waits for it hears how it ended


def _open_what_is_closed() -> None:
    """Where nobody listens there is still somewhere to speak to; else the next file that is opened would be that."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            if (nowhere := os.open(os.devnull, os.O_RDWR)) != number:
                os.dup2(nowhere, number)
            setattr(sys, name, os.fdopen(number, "w" if number else "r"))


def _run_to_the_last_word() -> None:
    """What it says into a pipe is kept until there is much of it, or the end."""
    try:
        _run()
    except SystemExit:
        sys.stdout.flush()
        raise
    sys.stdout.flush()


def _end(by: int, *_: Any) -> NoReturn:
    raise Ended(by)


def _run() -> None:
    # What a command loads lives to its end: to look through it for garbage took a tenth of its time.
    gc.set_threshold(50_000, 20, 20)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yibao_site.settings")
    os.environ.setdefault("DATABASE_SECONDS", "0")  # a command takes as long as it needs; a page does not
    from django.conf import settings  # settings must be named before Django loads
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError, OperationalError

    from yibao_site.environment import lacks_room

    if strange := [word for word in sys.argv if any("\ud800" <= sign <= "\udfff" for sign in word)]:  # no UTF-8
        sys.exit(f"里面有读不出来的字：{strange[0]!a:.200}")
    try:
        settings.STATE_DIR  # noqa: B018  # reads them all
        if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and (why := lacks_room(settings.STATE_DIR)):
            raise ImproperlyConfigured(f"STATE_DIR={why}")
    except ImproperlyConfigured as why:
        sys.exit(f"{why}")  # one line: where in the code it stumbled is no help to anybody
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as why:  # it is away, or does not let us in
        sys.exit(f"DATABASE_URL: {str(why).splitlines()[0]}")
    except ImproperlyConfigured as why:
        sys.exit(f"{why}")
    except DatabaseError as why:
        if type(why) is not DatabaseError:  # a question that was wrong
            raise
        sys.exit(f"DATABASE_URL: {str(why).splitlines()[0]}")  # it is torn
    except OSError as why:
        # Of a file that is another account's, or has no room or no name that can be, its name helps; of the rest, the trace.
        told = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.ENAMETOOLONG)
        if why.filename is None or why.errno not in told:
            raise
        sys.exit(f"{str(why.filename)[:200]}: {why.strerror}.")


if __name__ == "__main__":
    main()
