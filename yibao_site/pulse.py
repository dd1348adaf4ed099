"""What each process of the server does every second, whether or not anybody asks it for a page: it looks whether what it
answers with is still what is published. So the figures and ``/health/ready`` of a quiet night are true, what is published
is there before the first visitor of the morning, a database that is back is not taken for one that is away, and what
the first minute of a day needs was made in the last ones of the day before.
"""

import datetime as dt
import logging
import threading
import time
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from registry import snapshot
from registry.snapshot import contents
from yibao_site import metrics

logger = logging.getLogger(__name__)

_SECONDS = 1
_AHEAD = dt.timedelta(minutes=5)


def begin() -> None:
    """In a process that answers, for as long as it lives."""
    threading.Thread(target=_go_on, name="pulse", daemon=True).start()


def beat() -> None:
    with suppress(DatabaseError):  # the snapshot says how old it is
        contents.prepare(snapshot.current(), timezone.localdate(timezone.now() + _AHEAD))
    if settings.METRICS_PORT:
        metrics.tell_content()


def _go_on() -> None:
    said = ""
    while True:
        try:
            beat()
            said = ""
        except Exception as error:  # whatever it was, the next second may do without
            if said != type(error).__name__:
                said = type(error).__name__
                logger.error("pulse: %s", said)
        time.sleep(_SECONDS)
