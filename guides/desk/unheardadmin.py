"""没听懂的话: what visitors chose to tell that the front door did not understand, the most frequent first."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guides.models import Unheard
from registry import reports
from registry.desk.scoped import Scoped
from registry.desk.seenforms import Seeing
from registry.workflow.rights import Action

reports.FORGETTERS.append(Unheard.forget)


@admin.register(Unheard)
class UnheardAdmin(Seeing, Scoped, admin.ModelAdmin):
    """Whoever answers the public for the whole country says what came of a wording; the words are as they were told."""

    #: A name that somebody told goes at once.
    sees = writes = Action.ANSWER
    of_nation = True
    list_display = ["words", "count", "state", "first_on", "last_on"]
    list_filter = ["state"]
    search_fields = ["words"]
    date_hierarchy = "last_on"
    readonly_fields = ["words", "count", "first_on", "last_on"]
    fields = ["words", "count", "first_on", "last_on", "state"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only what came of it: the public goes on telling the same meanwhile, and is counted."""
        obj.save(update_fields=form.changed_data)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, _wordless(obj), message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        gone: Any = [_wordless(one) for one in queryset]
        return super().log_deletions(request, gone)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """What is dealt with stays so: told again, it has an open row of its own."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        if obj is not None and obj.state != Unheard.State.OPEN and "state" in form.base_fields:
            state = form.base_fields["state"]
            state.choices = [choice for choice in state.choices if choice[0] != Unheard.State.OPEN]
        return form


def _wordless(row: Unheard) -> Unheard:
    """As it stands in the list of what clerks have done, which outlasts the row: without what was told."""
    return Unheard(pk=row.pk, words=str(Unheard._meta.verbose_name))
