"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path, re_path

from yibao_site import crawlers, preview

urlpatterns = [
    path("", include("guides.pages.urls")),
    path("", include("calculators.pages.urls")),
    path("", include("registry.urls")),
    path("robots.txt", crawlers.robots),
    path("sitemap.xml", crawlers.sitemap),
    path("favicon.ico", crawlers.favicon),
    path("admin/preview/", admin.site.admin_view(preview.choose), name="preview_choose"),
    re_path(r"^admin/preview/(?P<on>[\d-]+)/(?P<page>.*)$", admin.site.admin_view(preview.show), name="preview"),
    path("admin/", admin.site.urls),
]

handler404 = "guides.pages.views.not_found"
handler500 = "yibao_site.faults.failed"
