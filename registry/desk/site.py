"""The admin site: nobody who owes a second factor gets past the login."""

from functools import partial, update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView, redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from registry import snapshot as snapshots
from registry.desk import searchpage, tasks
from registry.desk.login import LoginForm, OwnPasswordForm, remember_browser
from registry.desk.lookups import Guarded
from registry.desk.secondfactor import pending, second_factor
from registry.desk.typed import Why, again, is_kept
from registry.models import Assignment, SourceDocument


class ClerkSite(admin.AdminSite):
    login_form = LoginForm

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Whoever registers a model, the framework included: its list answers only what it offers."""
        base = admin_class or admin.ModelAdmin
        guarded = type(base.__name__, (Guarded, base), {"__module__": base.__module__})
        super().register(model_or_iterable, guarded, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Nobody types the sign NUL, and PostgreSQL cannot look it up: an address with it leads nowhere. Who is logged out
        while typing gets back what was typed."""

        def typed(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if "%00" in request.get_full_path():
                raise Http404
            return view(request, *args, **kwargs)

        inner = super().admin_view(update_wrapper(typed, view), cacheable)

        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not self.has_permission(request) and is_kept(request):
                return again(request, Why.LOGGED_OUT)
            return inner(request, *args, **kwargs)

        return update_wrapper(kept, inner)

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not pending(request.user)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        snapshots.current()  # once for each page: the words of its rows are then read from what is held
        return super().each_context(request)

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        lines = tasks.lines(request.user, snapshots.today())
        shown = {
            "desk": {
                "busy": [line for line in lines if line.count],
                "idle": [line for line in lines if not line.count],
            },
            "assignments": Assignment.objects.filter(user=request.user.pk).select_related("region"),
            "may_write": self.get_model_admin(SourceDocument).has_add_permission(request),
        }
        return super().index(request, {**(extra_context or {}), **shown})

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Every page sends whoever may not see it here; who has given the password goes on to the second factor."""
        if request.method == "GET" and super().has_permission(request) and pending(request.user):
            query = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
            return HttpResponseRedirect(f"{reverse('admin:second_factor')}?{query}")
        answer: HttpResponse = super().login(request, extra_context)
        if request.method == "POST" and request.user.is_authenticated and answer.status_code == 302:
            remember_browser(request, answer)
        return answer

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The framework's page, but for its form: that one takes guesses at the old password without end. The browser stays
        known: a new password makes all others strange."""
        view = PasswordChangeView.as_view(
            form_class=partial(OwnPasswordForm, request),
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        answer = view(request)
        if request.method == "POST" and answer.status_code == 302:
            remember_browser(request, answer)
        return answer

    def get_urls(self) -> Any:
        """The framework's own, but for its way from the number of a model to a public page: rows here know their pages,
        and it breaks on numbers that no row can have."""
        view = never_cache(csrf_protect(self.second_factor_view))
        framework = [one for one in super().get_urls() if getattr(one, "name", None) != "view_on_site"]
        search = self.admin_view(lambda request: searchpage.view(request, self.each_context(request)))
        own = [
            path("second-factor/", view, name="second_factor"),
            path("search/", search, name="search"),
            path("first-hour/", self.admin_view(self.first_hour_view), name="first_hour"),
        ]
        return [*own, *framework]

    def first_hour_view(self, request: HttpRequest) -> HttpResponse:
        """What a new clerk needs in the first hour, on one sheet of paper."""
        context = {**self.each_context(request), "title": "第一个小时"}
        return TemplateResponse(request, "admin/registry/first_hour.html", context)

    def second_factor_view(self, request: HttpRequest) -> HttpResponse:
        if not super().has_permission(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return second_factor(request, self.each_context(request))
