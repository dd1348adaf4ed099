"""Rights in admin, by region: what most pages of the desk have in common."""

from typing import Any

from django.http import HttpRequest

from registry.workflow.rights import Action, scope


class Scoped:
    """Seen by whoever may do ``needs`` in a row's region."""

    needs = Action.VIEW

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(scope(request.user, self.needs))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        where = scope(request.user, self.needs)
        return bool(where) if obj is None else obj.region_id in where


class Known(Scoped):
    """Looked up by every clerk, of whatever region."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)


class ReadOnly:
    """Looked at and never changed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
