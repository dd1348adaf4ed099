"""没听懂的话: what visitors chose to tell that the front door did not understand, the most frequent first."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guides.models import Unheard
from registry import reports
from registry.desk.scoped import ReadOnly
from registry.places import NATION
from registry.workflow.rights import Action, can

reports.FORGETTERS.append(Unheard.forget)


@admin.register(Unheard)
class UnheardAdmin(ReadOnly, admin.ModelAdmin):
    """Whoever answers the public for the whole country says what came of a wording; the words are as they were told."""

    list_display = ["words", "count", "state", "first_on", "last_on"]
    list_filter = ["state"]
    search_fields = ["words"]
    date_hierarchy = "last_on"
    readonly_fields = ["words", "count", "first_on", "last_on"]
    fields = ["words", "count", "first_on", "last_on", "state"]
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.ANSWER, NATION)

    has_module_permission = has_view_permission
    has_change_permission = has_view_permission
