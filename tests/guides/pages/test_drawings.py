"""Drawings beside questions: small, of our own, and told to those who do not see them."""

import re
import subprocess

import pytest
from django.conf import settings
from django.test import Client

from guides.models.base import Drawing

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


WAITED = (
    "/guides/manual-claim/outcome/?for_whom=self&insured_place=210300&scheme={}&insured_now=lapsed&care_kind=inpatient"
    "&where=local&why_not_settled=no_card&injury=no&receipts=paper&discharged=this_year"
)


@pytest.mark.django_db
def test_waiting_period_is_drawn_on_the_outcome_that_speaks_of_it(client: Client) -> None:
    page = client.get(WAITED.format("resident")).content.decode()
    fold = page.partition("先等 3 个月")[0].rpartition("<details")[2]
    assert fold.startswith(' class="more" data-open-in-print>'), "what is drawn is printed too"
    assert page.partition("先等 3 个月")[2].partition("</details>")[0].count('aria-labelledby="drawing-waiting"') == 1
    assert "drawing-waiting" not in client.get(WAITED.format("employee")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["outcome.pdf", "outcome-large.pdf"])
def test_waiting_period_is_drawn_on_paper(client: Client, kind: str) -> None:
    def read(scheme: str) -> str:
        made = client.get(WAITED.format(scheme).replace("outcome/", kind)).content
        return subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True
        ).stdout.decode()

    assert "第 2 月" in read("resident")
    assert "第 2 月" not in read("employee")
