"""How often something happened in an hour, for limits: counted for all processes together, where Redis answers.

Nothing is kept but a number under a hash, whose salt goes with the day.
"""

import datetime as dt
import secrets

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.utils.crypto import salted_hmac

from registry import shared

_HOUR, _DAY = 60 * 60, 24 * 60 * 60


def count(name: str, on: dt.date) -> int:
    """How often ``name`` was counted in this hour, this time included. While the cache that all processes share does
    not answer, each process counts by itself."""
    return shared.asked(lambda cache: _counted(cache, name, on), lambda: _counted(caches["process"], name, on))


def _counted(cache: BaseCache, name: str, on: dt.date) -> int:
    salt = cache.get_or_set(f"counts:salt:{on}", lambda: secrets.token_hex(16), _DAY)
    key = f"counts:{salted_hmac(str(salt), name).hexdigest()}"
    cache.add(key, 0, _HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:  # its hour ended between the two lines
        return 1
