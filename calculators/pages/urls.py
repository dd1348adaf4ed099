"""Public addresses of the estimate."""

from django.urls import path

from calculators.pages import views

app_name = "calculators"
urlpatterns = [
    path("estimate/", views.estimate, name="estimate"),
    path("estimate/report/", views.report, name="report"),
]
