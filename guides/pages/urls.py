"""Public addresses. They stand in bookmarks, family chats and QR codes: they never change."""

from django.urls import path

from guides.outcome.ways import FILES
from guides.pages import answers, downloads, frontdoor, places, reference, reporting, views

app_name = "guides"
urlpatterns = [
    path("", views.home, name="home"),
    path("text-size/<slug:size>/", views.text_size, name="text_size"),
    path("misconceptions/", reference.misconceptions, name="misconceptions"),
    path("glossary/", reference.glossary, name="glossary"),
    path("answers/", answers.index, name="answers"),
    path("answers/<str:key>/", answers.answer, name="answer"),
    path("answers/<str:key>/answer.json", answers.answer_json, name="answer_json"),
    path("answers/<str:key>/report/", answers.report, name="answer_report"),
    path("search/", frontdoor.find, name="search"),
    path("search/tell/", frontdoor.tell, name="tell"),
    path("places/", places.index, name="places"),
    path("places/<str:code>/", places.place, name="place"),
    path("places/<str:code>/place.json", places.place_json, name="place_json"),
    path("places/<str:code>/report/", places.report, name="place_report"),
    path("guides/<slug:slug>/", views.start, name="start"),
    path("guides/<slug:slug>/outcome/", views.result, name="outcome"),
    path("guides/<slug:slug>/outcome/report/", reporting.report, name="report"),
    *(path(f"guides/<slug:slug>/{file.path}", downloads.view_of(file), name=file.name) for file in FILES.values()),
    path("guides/<slug:slug>/outcome.json", downloads.data, name="outcome_json"),
    path("guides/<slug:slug>/outcome/take/", downloads.take, name="take"),
    path("guides/<slug:slug>/outcome/pictures/", downloads.pictures, name="pictures"),
    path("guides/<slug:slug>/<str:key>/", views.question, name="question"),
]
