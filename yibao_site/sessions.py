"""Who is logged in, for as long as the settings say by today's clock."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

from registry.ageing import AHEAD


class SessionStore(db.SessionStore):
    """In the database. One that would last longer than any may was begun under a wrong clock, and is over."""

    def _get_session_from_db(self) -> Any:
        found = super()._get_session_from_db()  # type: ignore[misc]  # the stubs do not know it
        longest = timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE) + AHEAD
        if found is None or found.expire_date <= longest:
            return found
        self._session_key = None
        return None
