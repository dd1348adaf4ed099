"""The site as of another moment: the server of :mod:`tests.browser.serving`, whose clock is the file ``MOMENT``."""

import datetime as dt
import os
from pathlib import Path

from django.utils import timezone

from yibao_site.wsgi import application

__all__ = ["application"]

_CLOCK = Path(os.environ["MOMENT"])


def _now() -> dt.datetime:
    return dt.datetime.fromisoformat(_CLOCK.read_text())


timezone.now = _now  # every day that the site reckons with is asked of this one function
