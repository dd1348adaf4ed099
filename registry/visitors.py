"""Who asks, as far as limits need to know it: the network address, and whether another site's page sent the request."""

import logging
import re
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)

#: What some proxies add to an address: a port, and around an IPv6 address brackets.
_WITH_PORT = re.compile(r"\[([^\]]{0,60})\](?::\d{0,5})?|([\d.]{7,15}):\d{0,5}")

#: An IPv4 address of a net that speaks IPv6 alone stands in the last 32 bits behind this (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


def client_address(request: HttpRequest) -> str | None:
    """The address that asks, as one subscriber; None for what is no address.

    Of X-Forwarded-For only what our own proxies wrote counts: the last ``PROXIES`` entries.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    hops = forwarded.split(",") if forwarded else []
    if forwarded and not settings.PROXIES:
        _warn("X-Forwarded-For came in, but PROXIES is 0: all visitors count as one. Set PROXIES (see README).")
    if 0 < len(hops) < settings.PROXIES:
        _warn("X-Forwarded-For names fewer than PROXIES says: all visitors count as one. Set PROXIES (see README).")
    counts = 0 < settings.PROXIES <= len(hops)
    return subscriber(hops[-settings.PROXIES] if counts else request.META.get("REMOTE_ADDR", ""))


def subscriber(written: str) -> str | None:
    """An IPv4 address, or the /64 of an IPv6 address, all of which one subscriber has."""
    host = written.strip()
    if bare := _WITH_PORT.fullmatch(host):
        host = bare[1] or bare[2]
    try:
        address = ip_address(host)
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    if address in _NAT64:
        return str(IPv4Address(int(address) % 2**32))
    network = IPv6Network((int(address), 64), strict=False).network_address
    return str(address.ipv4_mapped or network)


@cache  # said once in the life of a process
def _warn(said: str) -> None:
    logger.warning(said)


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site sent the request. Under no-referrer our own pages send ``Origin: null``."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "null")
    return origin != "null" and _host(origin) not in _ours(request)


def from_the_desk(request: HttpRequest) -> bool:
    """Whether a page of the desk can have sent the request: those say where they stand, and are never ``null``."""
    told = request.headers.get("Origin") or request.headers.get("Referer", "")
    return _host(told) in _ours(request) and not from_elsewhere(request)


def _ours(request: HttpRequest) -> set[str]:
    return {request.get_host(), *(urlsplit(address).netloc for address in settings.CSRF_TRUSTED_ORIGINS)}


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # no address at all
        return ""
