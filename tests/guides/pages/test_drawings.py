"""Drawings beside questions: small, of our own, and told to those who do not see them."""

import re

import pytest
from django.conf import settings
from django.test import Client

from guides.models.words import Drawing

FOLDER = settings.BASE_DIR / "templates" / "pages" / "drawings"
LAPSED = "/guides/manual-claim/insured_now/?for_whom=self&insured_place=210300&scheme=resident"


def test_every_drawing_that_clerks_can_choose_is_there_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == set(Drawing.values)


@pytest.mark.parametrize("name", Drawing.values)
def test_drawing_is_small_and_says_in_words_what_it_shows(name: str) -> None:
    drawn = (FOLDER / f"{name}.html").read_text("utf-8")
    assert len(drawn.encode()) <= 6 * 1024
    [label] = re.findall(r'role="img" aria-labelledby="([\w-]+)"', drawn)
    assert re.search(rf'<title id="{label}">.{{20,}}</title>', drawn)
    assert not re.search(r'(?:fill|stroke|style)="', drawn), "colours come from the style sheet, by day and by night"


@pytest.mark.django_db
def test_waiting_period_is_drawn_where_the_question_speaks_of_it(client: Client) -> None:
    page = client.get(LAPSED).content.decode()
    helped = page.partition("怎么看？")[2].partition("</details>")[0]
    assert "等待期" in helped
    assert 'aria-labelledby="drawing-waiting"' in helped
