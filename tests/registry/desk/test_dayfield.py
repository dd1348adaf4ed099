import pytest
from django.conf import settings

from registry.desk.stepforms import CarryOverForm, ReviseForm, VerifyForm
from yibao_site.preview import DayForm

ASKED = [(ReviseForm, "start"), (CarryOverForm, "start"), (CarryOverForm, "end"), (VerifyForm, "on"), (DayForm, "on")]


@pytest.mark.on("2026-11-26")
@pytest.mark.django_db
@pytest.mark.parametrize(("form", "name"), ASKED)
@pytest.mark.parametrize(("typed", "sentence"), [("明年", "请照 2027-01-01 的样子写。"), ("1900-01-01", "年")])
def test_every_box_for_a_day_says_what_to_write(form, name, typed, sentence):
    (said,) = form({name: typed}).errors[name]
    assert sentence in said
    assert name not in form({name: "2026-11-03"}).errors


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "name"), ASKED)
def test_box_may_be_left_empty_only_where_a_day_can_be_thought_of(form, name):
    said = form({name: ""}).errors.get(name)
    assert said == (["请写日期。"] if name == "on" else None)


def test_nobody_is_told_that_his_computer_is_late():
    """The days are those of China, wherever a clerk's computer says it stands."""
    css = (settings.BASE_DIR / "static/css/desk.css").read_text()
    assert ".timezonewarning { display: none; }" in css
