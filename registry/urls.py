"""Public addresses of the counters."""

from django.urls import path

from registry import officepages

app_name = "registry"
urlpatterns = [
    path("offices/", officepages.offices, name="offices"),
    path("offices/report/", officepages.report, name="office_report"),
]
