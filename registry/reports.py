"""Takes in what the public says is wrong, within limits, and keeps nothing about who said it."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import F
from django.utils.crypto import salted_hmac

from registry.models import Report
from registry.places import NATION

#: Reports taken in an hour: from one network address, about one page, and on the whole site.
PER_VISITOR, PER_PAGE, PER_SITE = 10, 20, 300
_HOUR, _DAY = 60 * 60, 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Page:
    """The outcome that is said to be wrong, as its reader knows it; ``region`` is the code whose rules it shows, ''
    where not known."""

    title: str
    address: str
    region: str


def take(visitor: str | None, page: Page, reason: str, on: dt.date) -> bool:
    """Keep a report; False where the same was said of this page today, which is then counted, or too much was said.

    ``visitor`` is a network address, of which nothing is kept but a hash in the cache for an hour.
    """
    if not _admitted(visitor, page.address, on):
        return False
    same = {"address": page.address, "reason": reason, "on": on, "state": Report.State.OPEN}
    about = {"title": page.title, "region_id": page.region or NATION}
    found, new = Report.objects.get_or_create(**same, defaults=about)
    if not new:
        Report.objects.filter(pk=found.pk).update(count=F("count") + 1)
    return new


def _admitted(visitor: str | None, address: str, on: dt.date) -> bool:
    limits = [(f"page:{address}", PER_PAGE), ("site", PER_SITE)]
    if visitor:
        limits.insert(0, (f"visitor:{visitor}", PER_VISITOR))
    salt = cache.get_or_set(f"reports:salt:{on}", lambda: secrets.token_hex(16), _DAY)
    return all(_within(salted_hmac(str(salt), name).hexdigest(), limit) for name, limit in limits)


def _within(key: str, limit: int) -> bool:
    cache.add(f"reports:{key}", 0, _HOUR)
    try:
        return bool(cache.incr(f"reports:{key}") <= limit)
    except ValueError:  # its hour ended between the two lines
        return True
