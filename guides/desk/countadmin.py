"""打开的次数: where visitors leave, and which outcomes hardly anybody reads, of everybody together."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from guides.desk import names
from guides.flows import FLOWS
from guides.models import Count
from guides.outcome.ways import FILES
from guides.tally import figures
from registry import reports
from registry import snapshot as snapshots
from registry.desk.scoped import Scoped

reports.FORGETTERS.append(Count.forget)


@admin.register(Count)
class CountAdmin(Scoped, admin.ModelAdmin):  # type: ignore[type-arg]
    """One page, for every clerk. A single number of a single day has none: it may be of one person."""

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.changelist_view)
        return [path("", view, name="guides_count_changelist")]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        on, named = snapshots.today(), names.current()
        counts = figures.counted(on)
        guides = [figures.of_guide(flow, counts) for flow in FLOWS.values()]
        first, last = figures.weeks(on)
        context = {
            **self.admin_site.each_context(request),
            "title": self.opts.verbose_name_plural,
            "opts": self.opts,
            "first": first,
            "last": last,
            "guides": [_named(guide, named) for guide in guides],
            "few": [(named.guide(slug), named.value([slug], "outcome", key)) for slug, key in figures.few_read(guides)],
            "places": [(named.place(line.name) or line.name, line) for line in figures.places(counts)],
        }
        return TemplateResponse(request, "admin/guides/counts.html", context)


def _named(guide: figures.Guide, named: names.Names) -> dict[str, Any]:
    return {
        "title": named.guide(guide.slug),
        "started": guide.started,
        "questions": [(named.key([guide.slug], line.name), line) for line in guide.questions],
        "outcomes": [(named.value([guide.slug], "outcome", line.name), line) for line in guide.outcomes],
        "taken": [(_way(line.name), line) for line in guide.taken],
    }


def _way(name: str) -> str:
    """A way to take an outcome away, also one that is no more."""
    return FILES[name].called if name in FILES else name
