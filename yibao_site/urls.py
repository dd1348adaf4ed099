"""Addresses of the site."""

from django.contrib import admin
from django.http import HttpResponse
from django.urls import include, path

from yibao_site.health import health

urlpatterns = [
    path("", include("guides.urls")),
    path("", include("calculators.urls")),
    path("", include("registry.urls")),
    path("healthz", health, name="health"),
    path("favicon.ico", lambda request: HttpResponse(status=204)),  # browsers ask for it on admin pages
    path("admin/", admin.site.urls),
]

handler404 = "guides.views.not_found"
