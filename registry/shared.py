"""The cache that all processes share, which may not answer: then each does without, and asks again in a while."""

import logging
import math
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from redis.exceptions import RedisError

T = TypeVar("T")
logger = logging.getLogger(__name__)

#: Seconds for which a cache that did not answer is not asked again: one that hangs would have every visitor wait.
ASIDE = 10
_aside_until = -math.inf


def asked(ask: Callable[[BaseCache], T], without: Callable[[], T]) -> T:
    """What the shared cache answers, or what is done without it."""
    global _aside_until
    if time.monotonic() >= _aside_until:
        try:
            return ask(caches["default"])
        except RedisError as error:
            logger.warning("%s: each process does without the shared cache", type(error).__name__)
            _aside_until = time.monotonic() + ASIDE
    return without()


def get(name: str) -> Any:
    """What another process has put there; None where there is nothing, or no cache but the process's own."""
    return asked(lambda cache: cache.get(name), lambda: None) if settings.REDIS_URL else None


def put(name: str, value: Any, seconds: int) -> None:
    if settings.REDIS_URL:
        asked(lambda cache: cache.set(name, value, seconds), lambda: None)
