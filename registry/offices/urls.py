"""Public addresses of the counters."""

from django.urls import path

from registry.offices import views

app_name = "registry"
urlpatterns = [path("offices/", views.offices, name="offices")]
