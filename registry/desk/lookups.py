"""What may be asked of admin through an address: what a list offers and nothing else, and keys that can be keys; and what
may be put into a form through one: nothing.

Holds for every model that is registered: ``ClerkSite.register`` puts ``Guarded`` before each admin class. The framework
alone lets a list be narrowed by any field of its own model, shown or not: a secret could be spelt out so.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from registry.workflow.rights import ask_anew
from registry.writing import take_turn

#: The first year that a list may be narrowed to: near the first of all, time zones leave the calendar.
EARLIEST = 1900


def key_of(model: Any, raw: str) -> Any:
    """The key of a model that a text stands for; None where it can be nobody's: no number, or too large a one."""
    try:
        return model._meta.pk.clean(raw, None)
    except ValidationError:
        return None


class DeclaredList(ChangeList):
    """Raises DisallowedModelAdminLookup for questions that the list does not offer, and IncorrectLookupParameters for
    answers to its own that make no sense."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            found = super().get_filters(request)
        except (ValueError, OverflowError) as error:  # a day that no calendar has
            raise IncorrectLookupParameters from error
        filters, left = found[0], found[2]
        if self.date_hierarchy and int(self.params.get(f"{self.date_hierarchy}__year") or EARLIEST) < EARLIEST:
            raise IncorrectLookupParameters
        if undeclared := set(left) - self._days():
            raise DisallowedModelAdminLookup(f"Filtering by {', '.join(sorted(undeclared))} not allowed")
        if not all(map(_offered, filters)):
            raise IncorrectLookupParameters
        return found

    def _days(self) -> set[str]:
        """The bounds that the framework itself makes of a year, month or day."""
        chosen = f"{self.date_hierarchy}__year" in self.filter_params
        return {f"{self.date_hierarchy}__gte", f"{self.date_hierarchy}__lt"} if chosen else set()


def _offered(one: Any) -> bool:
    """Whether a filter of our own was given one of the values that it offers, or none."""
    if not isinstance(one, SimpleListFilter) or one.value() is None:
        return True
    return one.value() in {str(value) for value, _ in one.lookup_choices}


class KeyedSelect(AutocompleteSelect):
    """Shows again what was chosen; what can be no key was chosen nowhere."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        known = [one for one in value if key_of(self.field.remote_field.model, str(one)) is not None]
        return super().optgroups(name, known, attr)


def in_turn(view: Callable[..., Any], request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """The view of a request; of one that changes something all of it or nothing, when nobody else is changing anything."""
    if request.method != "POST":
        return view(request, *args, **kwargs)
    with transaction.atomic():
        take_turn()
        ask_anew(request.user)
        return view(request, *args, **kwargs)


class Keyed:
    """For admin classes of rows and of inline rows: what is looked up in a form is shown again by keys alone."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", KeyedSelect(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class Guarded(Keyed):
    """Comes before every admin class (see ``registry.desk.site``). Whoever sends a form has the turn before it is looked
    at: nobody hands the row over meanwhile, or saves another by the key that this one was just found to have alone."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return in_turn(super().changeform_view, request, *args, **kwargs)  # type: ignore[misc]

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return in_turn(super().delete_view, request, *args, **kwargs)  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Actions that only lead to another page, or make a file, need no turn."""
        view = super().changelist_view  # type: ignore[misc]
        deletes = delete_selected.__name__ in request.POST.getlist("action")
        return in_turn(view, request, *args, **kwargs) if deletes else view(request, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the class says, and nothing from the address: what stands in a form is what a clerk typed, or what stands
        in what the address names by number (``registry.desk.defaults``)."""
        plain = copy(request)
        plain.GET = QueryDict()
        found: dict[str, Any] = super().get_changeform_initial_data(plain)  # type: ignore[misc]
        likely = getattr(super(), "likely", None)
        return {**found, **likely(request)} if likely else found

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """An empty ``_to_field`` is none; the framework takes it for the name of a field."""
        return super().get_object(request, object_id, from_field or None)  # type: ignore[misc]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeclaredList

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if any(key_of(queryset.model, raw) is None for raw in ticked):
            messages.error(request, "没认出您勾的是哪几条。请重新勾选。")
            return HttpResponseRedirect(request.get_full_path())
        answer: HttpResponse | None = super().response_action(request, queryset)  # type: ignore[misc]
        return answer
