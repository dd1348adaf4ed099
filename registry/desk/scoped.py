"""Rights in admin, by region: what every page of the desk has in common."""

from typing import Any

from django.http import HttpRequest

from registry.places import NATION
from registry.workflow.rights import Action, Scope, scope


class Scoped:
    """What is done to a row needs a right in its region; to any at all, in some region."""

    sees = Action.VIEW
    #: To add, change and delete; None where nobody does that here.
    writes: Action | None = None
    #: Whether it is the whole country's, so that nothing less than a right there is enough.
    of_nation = False

    def where(self, request: HttpRequest, action: Action | None) -> Scope:
        return scope(request.user, action) if action else Scope()

    def may(self, request: HttpRequest, action: Action | None, obj: Any = None) -> bool:
        where = self.where(request, action)
        if self.of_nation:
            return NATION in where
        return bool(where) and (obj is None or obj.region_id in where)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.sees)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.sees, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.writes)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.writes, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.writes, obj)


class Confined(Scoped):
    """Of which nothing is listed but what lies in a clerk's own regions."""

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.where(request, self.sees).filter(super().get_queryset(request))  # type: ignore[misc]  # of admin's
