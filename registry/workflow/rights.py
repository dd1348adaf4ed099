"""Region-scoped rights: what a role may do, and where.

Rows of the whole country are seen by everybody with a role. Nobody publishes what they wrote themselves, whatever
their role: that is the business of ``registry.workflow``.
"""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from django.contrib.auth.models import User

from registry.models import Assignment, Region, Role
from registry.places import NATION


class Action(Enum):
    VIEW = "看"
    EDIT = "写草稿、提交、导入"
    EXPORT = "导出"
    PUBLISH = "复核、发布、撤下、核对"
    ANSWER = "查公众报的错"
    MANAGE = "派工"


_ALLOWED: dict[Action, frozenset[str]] = {
    Action.VIEW: frozenset(Role.values),
    Action.EDIT: frozenset({Role.EDITOR, Role.MANAGER}),
    Action.EXPORT: frozenset(Role.values),
    Action.PUBLISH: frozenset({Role.REVIEWER, Role.MANAGER}),
    Action.ANSWER: frozenset(Role.values),
    Action.MANAGE: frozenset({Role.MANAGER}),
}


#: What an account says of somebody, and what is kept on it of his work.
_STANDING = ("is_active", "is_staff", "is_superuser")
_KNOWN = ("_scopes", "_roles_and_regions")


class Scope:
    """The regions where somebody may do something; ``everywhere`` needs no list of codes."""

    def __init__(self, everywhere: bool = False, codes: Iterable[str] = ()) -> None:
        self.everywhere = everywhere
        self.codes = frozenset(codes)

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.codes)

    def __contains__(self, code: str | None) -> bool:
        return self.everywhere or (code or NATION) in self.codes

    def __or__(self, codes: Iterable[str]) -> "Scope":
        return Scope(self.everywhere, self.codes | frozenset(codes))

    def filter(self, rows: Any, field: str = "region_id") -> Any:
        """The rows of a query set that lie in these regions."""
        return rows if self.everywhere else rows.filter(**{f"{field}__in": self.codes})


def scope(user: Any, action: Action) -> Scope:
    """Where ``user`` may do ``action``. A superuser may everywhere; the regions below an assigned one are included.

    A page of admin asks a hundred times, the database is asked once: ``user`` is made anew for every request.
    """
    if not hasattr(user, "_scopes"):
        user._scopes = {}
    scopes: dict[Action, Scope] = user._scopes
    if action not in scopes:
        scopes[action] = _scope(user, action)
    return scopes[action]


def ask_anew(user: Any) -> None:
    """Forget what somebody might do: whoever waited for a turn may have lost it meanwhile."""
    for known in _KNOWN:
        if hasattr(user, known):
            delattr(user, known)
    stands = User.objects.filter(pk=user.pk).values_list(*_STANDING).first()
    for name, value in zip(_STANDING, stands or (False, False, False), strict=True):
        setattr(user, name, value)


def _scope(user: Any, action: Action) -> Scope:
    if not user.is_active or not user.is_staff:
        return Scope()
    if user.is_superuser:
        return Scope(everywhere=True)
    heads = {region for role, region in _assignments(user) if role in _ALLOWED[action]}
    if NATION in heads:
        return Scope(everywhere=True)
    found = Scope(codes=_with_children(heads)) if heads else Scope()
    seen_by_all = action in (Action.VIEW, Action.EXPORT) and found
    return found | {NATION} if seen_by_all else found


def can(user: Any, action: Action, region_code: str | None) -> bool:
    return region_code in scope(user, action)


def may_read_papers(user: Any, source: Any) -> bool:
    """The words of a document are everybody's, to rest rows on; what lies beside it is, until it is public, only for
    those who work where it comes from: nobody else has looked at what was scanned."""
    return not source.is_unfinished or can(user, Action.VIEW, source.region_id)


def needs_second_factor(user: Any) -> bool:
    """Whether somebody can put things before the public, and so must show a second factor when logging in."""
    return user.is_superuser or any(role != Role.EDITOR for role, _ in _assignments(user))


def _assignments(user: Any) -> list[tuple[str, str]]:
    if not hasattr(user, "_roles_and_regions"):
        user._roles_and_regions = list(Assignment.objects.filter(user=user).values_list("role", "region_id"))
    found: list[tuple[str, str]] = user._roles_and_regions
    return found


def _with_children(heads: set[str]) -> set[str]:
    found, fresh = set(heads), set(heads)
    while fresh:
        fresh = set(Region.objects.filter(parent_id__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    return found
