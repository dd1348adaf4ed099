"""What may be written down of an address: the route that it takes, with words of our own in it and nobody else's.

A path that leads nowhere can be anything that somebody typed, and so can whatever a route takes in its middle.
"""

import re
from functools import cache, lru_cache

from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, resolve

#: What is answered before there are routes (``health.ANSWERS``).
BEFORE = frozenset({"/health/live", "/health/ready"})
#: Instead of a path that is none of ours.
UNKNOWN = "unknown"
_GROUP = re.compile(r"\((?:\?P<(\w+)>)?(?:[^()]|\([^()]*\))*\)")
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
#: A row at the desk; five digits may be a place, an amount, a phone or a person.
_ROW = re.compile("[0-9]{1,4}")


@lru_cache(maxsize=1024)
def told(path: str) -> str:
    """The route of a path; a guide, a question and the number of a row at the desk by their names in it."""
    if not apps.ready:  # nothing is asked for yet
        return UNKNOWN
    if path in BEFORE:
        return path
    if path.startswith(settings.STATIC_URL):
        return settings.STATIC_URL
    try:
        found = resolve(path)
    except Resolver404:
        return UNKNOWN
    desk = found.route.lstrip("^").startswith("admin/")

    def part(place: re.Match[str]) -> str:
        value = str(found.kwargs.get(place[1], ""))
        ours = _ROW.fullmatch(value) if desk else value in _words()
        return value if ours else f"<{place[1]}>"

    return "/" + _PART.sub(part, shown(found.route))


def shown(route: str) -> str:
    """A route as it is read: its parts in angles, no signs of expressions."""
    return _GROUP.sub(lambda group: f"<{group[1] or 'part'}>", route).replace("^", "").replace("$", "")


@cache
def _words() -> frozenset[str]:
    """What guides and their questions are called in addresses."""
    from guides.flows import FLOWS  # here: logs are set up before Django is, and flows are much to read by then

    return frozenset({*FLOWS, *(key for flow in FLOWS.values() for key in flow.worded)})
