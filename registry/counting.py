"""How often something happened in an hour, for limits: counted for all processes together, where Redis answers.

Nothing is kept but a number under a hash, whose salt goes with the day.
"""

import datetime as dt
import logging
import math
import secrets
import time

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

_HOUR, _DAY = 60 * 60, 24 * 60 * 60
#: Seconds for which a cache that did not answer is not asked again: one that hangs would have every visitor wait.
ASIDE = 10
_aside_until = -math.inf


def count(name: str, on: dt.date) -> int:
    """How often ``name`` was counted in this hour, this time included. While the cache that all processes share does
    not answer, each process counts by itself."""
    global _aside_until
    if time.monotonic() >= _aside_until:
        try:
            return _counted(caches["default"], name, on)
        except RedisError as error:
            logger.warning("%s: limits are counted in each process by itself", type(error).__name__)
            _aside_until = time.monotonic() + ASIDE
    return _counted(caches["process"], name, on)


def _counted(cache: BaseCache, name: str, on: dt.date) -> int:
    salt = cache.get_or_set(f"counts:salt:{on}", lambda: secrets.token_hex(16), _DAY)
    key = f"counts:{salted_hmac(str(salt), name).hexdigest()}"
    cache.add(key, 0, _HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:  # its hour ended between the two lines
        return 1
