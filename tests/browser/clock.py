"""The real application, whose clock runs on from the moment that was written to the file ``MOMENT``.

It is set anew before every request, so that a test can move the clock of a server that is running.
"""

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import time_machine

from yibao_site.wsgi import application as site

_MOMENT = Path(os.environ["MOMENT"])


def _now() -> dt.datetime:
    passed = time_machine.escape_hatch.time.time() - _MOMENT.stat().st_mtime
    return dt.datetime.fromisoformat(_MOMENT.read_text()) + dt.timedelta(seconds=passed)


_clock = time_machine.travel(0).start()
_clock.move_to(_now())  # the first pages are made before anybody asks


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    _clock.move_to(_now())
    return site(environ, start_response)
