"""The page of a place for its clerks: its notices, what it has of each kind, what it lacks, and what ends."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from registry import snapshot as snapshots
from registry.desk import closed, noticepage
from registry.desk.defaults import PLACE
from registry.desk.recent import address
from registry.desk.rowfilters import ended, unfollowed
from registry.models import Region, SourceDocument
from registry.pages import desk_url
from registry.publication import Status
from registry.snapshot import published_models
from registry.workflow.rights import Action, can

#: Days ahead in which the end of a row is spoken of here.
AHEAD = 90


@dataclass(frozen=True)
class Kind:
    """What a place has of one kind of row. ``above`` counts what holds there because its province says so."""

    label: str
    essential: bool
    holds: int
    coming: int
    drafts: int
    submitted: int
    above: int
    listed: str
    add: str

    @property
    def lacking(self) -> bool:
        return not (self.holds or self.coming or self.drafts or self.submitted)


@dataclass(frozen=True)
class End:
    """A row that ends, or has ended, and leaves nothing in its place."""

    row: Any
    kind: str
    address: str
    over: bool


def urls(model_admin: Any) -> list[Any]:
    view = model_admin.admin_site.admin_view(lambda request, code: page(model_admin, request, code))
    return [path("<slug:code>/desk/", view, name=f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_desk")]


def page(model_admin: Any, request: HttpRequest, code: str) -> HttpResponse:
    region = Region.objects.select_related("parent").filter(pk=code).first()
    if region is None:
        raise Http404
    if not can(request.user, Action.VIEW, region.code):
        raise PermissionDenied
    on = snapshots.today()
    kinds = [_kind(admin, region, request, on) for admin in _admins(model_admin)]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{region.name}：有什么，缺什么",
        "region": region,
        "left_behind": closed.told(closed.left_behind(region)),
        "has": [kind for kind in kinds if not kind.lacking],
        "lacks": [kind for kind in kinds if kind.lacking and (kind.add or kind.above or kind.essential)],
        "ends": sorted(_ends(region, on), key=lambda end: end.row.effective_to),
        "notices": _notices(region),
        "may_edit": can(request.user, Action.EDIT, region.code),
        "new_notice": f"{desk_url(SourceDocument, 'add')}?{urlencode({PLACE: region.code})}",
        "tables": list(_tables(model_admin, region, request)),
        "opts": model_admin.opts,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/registry/place.html", context)


def _tables(model_admin: Any, region: Region, request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Where several rows of the place are typed at once: label and address."""
    for admin in _admins(model_admin):
        if admin.tables and admin.has_add_permission(request):
            query = urlencode({PLACE: region.code})
            yield from ((label, f"{desk_url(admin.model, page)}?{query}") for label, page in admin.tables)


def _admins(model_admin: Any) -> list[Any]:
    """Of every kind of row, what notices are mostly made of first."""
    registered = {admin.model: admin for admin in model_admin.admin_site._registry.values()}
    found = [registered[model] for model in published_models() if model in registered]
    return sorted(found, key=lambda admin: not admin.often_in_notices)


def _kind(admin: Any, region: Region, request: HttpRequest, on: dt.date) -> Kind:
    model = admin.model
    public = Q(status=Status.PUBLISHED)
    begun = Q(effective_from=None) | Q(effective_from__lte=on)
    lasting = Q(effective_to=None) | Q(effective_to__gte=on)
    here = Q(region=region.code)
    counts = model.objects.filter(region__in=[code for code in (region.code, region.parent_id) if code]).aggregate(
        holds=Count("pk", filter=here & public & begun & lasting),
        coming=Count("pk", filter=here & public & Q(effective_from__gt=on)),
        drafts=Count("pk", filter=here & Q(status=Status.DRAFT)),
        submitted=Count("pk", filter=here & Q(status=Status.SUBMITTED)),
        above=Count("pk", filter=~here & public & begun & lasting),
    )
    listed = f"{desk_url(model, 'changelist')}?{urlencode({'q': region.name})}"
    may_add = admin.has_add_permission(request) and can(request.user, Action.EDIT, region.code)
    add = f"{desk_url(model, 'add')}?{urlencode({PLACE: region.code})}" if may_add else ""
    return Kind(str(model._meta.verbose_name), model.essential, **counts, listed=listed, add=add)


def _ends(region: Region, on: dt.date) -> list[End]:
    found = []
    for model in published_models():
        mine = model.objects.published().filter(region=region.code)
        soon = unfollowed(mine.filter(effective_to__gte=on, effective_to__lte=on + dt.timedelta(days=AHEAD)))
        for rows, over in ((ended(mine, on), True), (soon, False)):
            label = str(model._meta.verbose_name)
            found += [End(row, label, address(row), over) for row in rows.select_related("region")]
    return found


def _notices(region: Region) -> list[tuple[SourceDocument, str, int]]:
    """The documents of the place, newest first: each with its page, and how many rows rest on it."""
    sources = SourceDocument.objects.citable().filter(region=region.code).kept()
    resting: Counter[int] = Counter()
    for model in published_models():
        counted = model.objects.filter(source__region=region.code).kept()
        resting.update(dict(counted.order_by().values_list("source").annotate(rows=Count("pk"))))
    return [(source, noticepage.address(source), resting[source.pk]) for source in sources.order_by("-pk")[:100]]
