"""The cache that all processes share, which may not answer: then each does without, and asks again in a while."""

import logging
import math
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import TypeVar

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.utils.crypto import salted_hmac

T = TypeVar("T")
logger = logging.getLogger(__name__)

#: Seconds for which a cache that did not answer is not asked again: one that hangs would have every visitor wait.
ASIDE = 10
#: Seconds for an answer of one that is well; one that takes longer is put aside too, before many wait for it.
SLOW = 0.3
_aside_until = -math.inf


def asked(ask: Callable[[BaseCache], T], without: Callable[[], T]) -> T:
    """What the shared cache answers, or what is done without it."""
    begun = time.monotonic()
    if begun >= _aside_until:
        try:
            return ask(caches["default"])
        except Exception as error:  # what answers may be no Redis at all, and the library raises what it likes of that
            _put_aside(type(error).__name__)
        finally:
            if settings.REDIS_URL and time.monotonic() - begun > SLOW:
                _put_aside("Slow")
    return without()


def _put_aside(why: str) -> None:
    global _aside_until
    if time.monotonic() >= _aside_until:
        logger.warning("%s: each process does without the shared cache", why)
    _aside_until = time.monotonic() + ASIDE


def get(said: str) -> bytes | None:
    """What another process has made of the same words and put there; None where there is nothing, or nothing of ours, or
    no cache but the process's own."""
    found = asked(lambda cache: cache.get(_name(said)), lambda: None) if settings.REDIS_URL else None
    try:
        return _seal(said).decrypt(found) if isinstance(found, bytes) else None
    except InvalidToken:
        return None


def put(said: str, made: bytes, seconds: int) -> None:
    """For whoever makes something of the same words. Without them nobody finds it there, and nobody reads it: such a
    cache may be copied to a disk."""
    if settings.REDIS_URL:
        sealed = _seal(said).encrypt(made)
        asked(lambda cache: cache.set(_name(said), sealed, seconds), lambda: None)


def _name(said: str) -> str:
    return f"made:{salted_hmac('shared.name', said, algorithm='sha256').hexdigest()}"


def _seal(said: str) -> Fernet:
    """Opens only what was sealed under the same words and the site's own key."""
    return Fernet(urlsafe_b64encode(salted_hmac("shared.seal", said, algorithm="sha256").digest()))
