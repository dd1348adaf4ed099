"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from yibao_site.health import health

urlpatterns = [
    path("", include("guides.urls")),
    path("healthz", health, name="health"),
    path("admin/", admin.site.urls),
]

handler404 = "guides.views.not_found"
