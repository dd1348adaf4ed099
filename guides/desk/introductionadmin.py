"""Admin of the guides as a whole: what each is called, and its flow with sample outcomes."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join

from guides.desk import flowpage, names
from guides.desk.admin import COMMON, GuideRowAdmin
from guides.desk.rowform import guide_choices
from guides.flows import FLOWS
from guides.models import Introduction
from registry import snapshot as snapshots
from registry.desk.patience import TooLong
from registry.pages import desk_url
from registry.places import NATION
from registry.workflow.rights import Action, can


@admin.register(Introduction)
class IntroductionAdmin(GuideRowAdmin):
    """Also where each guide can be seen as a whole, by whoever sees the rows of the whole country."""

    on_outcomes = False
    list_display = [*GuideRowAdmin.list_display[:3], "flow_pages", *GuideRowAdmin.list_display[4:]]
    content_fields = [
        "title",
        "official_name",
        "summary",
        "gains",
        "takes",
        "prepare",
        "urgent_label",
        "keywords",
        *COMMON,
    ]

    @admin.display(description="流程图")
    def flow_pages(self, row: Introduction) -> str:
        pages = [(slug, reverse("admin:guides_flow", args=[slug])) for slug in row.guides]
        return format_html_join(
            " ", '<a href="{}">{}</a>', ((address, names.current().guide(slug)) for slug, address in pages)
        )

    def get_urls(self) -> Any:
        flows = self.admin_site.admin_view(self.flows_view)
        flow = self.admin_site.admin_view(self.flow_view)
        own = [path("flow/", flows, name="guides_flows"), path("flow/<slug:slug>/", flow, name="guides_flow")]
        return [*own, *super().get_urls()]

    def flows_view(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:guides_flow", args=[next(iter(FLOWS))]))

    def flow_view(self, request: HttpRequest, slug: str) -> HttpResponse:
        if not can(request.user, Action.VIEW, NATION):
            raise PermissionDenied
        if slug not in FLOWS:
            raise Http404
        try:
            page = flowpage.page(snapshots.current(), FLOWS[slug], snapshots.today())
        except TooLong:  # what was found is remembered: the next look goes on from there
            messages.error(request, "这一页要想的太多，一次没有想完。请再点一次，接着想。")
            return HttpResponseRedirect(desk_url(Introduction, "changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{page.title}：流程图和样稿",
            "page": page,
            "guides": guide_choices(),
            "slug": slug,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/guides/flow.html", context)
