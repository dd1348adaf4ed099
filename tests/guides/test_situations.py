"""Real situations of people (``situations.yaml``), each walked through the product with its real content: where it ends,
what is read first, what must be said and what must not.

A situation that waits for a guide still to come is walked all the same: today's product must not mislead, and must say
whom to ask.
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from django.test import Client

from guides.flows import FLOWS

pytestmark = pytest.mark.django_db

Situation = dict[str, Any]
SITUATIONS: list[Situation] = [
    situation
    for written in sorted(Path(__file__).parent.glob("situations*.yaml"))
    for situation in yaml.safe_load(written.read_text(encoding="utf-8"))
]
HOW_MANY = 599
WAYS = ("guide", "search", "page")
KEYS = {"id", "who", *WAYS, "answers", "told", "outcome", "first", "says", "never", "waits_for"}


def walk(situation: Situation) -> tuple[str, str, str]:
    """The outcome it ends with, what is read first, and all that is read; '' for an outcome where there is none."""
    if "search" in situation:
        return _page(Client().get("/search/", {"q": situation["search"]}, follow=True), results=True)
    if "page" in situation:
        return _page(Client().get(situation["page"]))
    path = f"/guides/{situation['guide']}/outcome"
    query = urlencode(situation["answers"], doseq=True)
    if "told" in situation:
        return _page(Client().post(f"{path}/?{query}", situation["told"]))
    response = Client().get(f"{path}.json?{query}")
    assert response.status_code == 200, response.json()
    return _outcome(response.json())


def _outcome(found: dict[str, Any]) -> tuple[str, str, str]:
    said = {part: value for part, value in found.items() if part not in {"answers", "sources", "query"}}
    first = [found["title"], *(text["title"] for text in [*found["first"], *found["steps"][:1]])]
    return found["key"], "\n".join(first), "\n".join(_strings(said))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _page(response: Any, *, results: bool = False) -> tuple[str, str, str]:
    assert response.status_code == 200
    page = response.content.decode()
    main = re.sub(r'<span class="gloss">.*?</span>', "", page.partition("<main")[2].partition("</main>")[0])
    outcome = re.search(r'data-outcome="(\w+)"', page)
    first = re.search(r'<p>(<a class="button" .*?</p>\s*<p>.*?)</p>' if results else "<h1.*?>(.*?)</h1>", main, re.S)
    headline = re.sub(r"</?span[^>]*>", "", first[1]) if first else ""  # it breaks where a breath is taken
    return outcome[1] if outcome else "", _plain(headline), _plain(main)


def _plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def problems(situation: Situation) -> list[str]:
    """What is not as it must be, in one line each."""
    outcome, first, said = walk(situation)
    wanted = situation.get("outcome", outcome)
    return [
        *([f"ends with {outcome}, not {wanted}"] if outcome != wanted else []),
        *([f"first is {first!r}"] if situation.get("first", "") not in first else []),
        *(f"does not say {phrase!r}" for phrase in situation.get("says", ()) if phrase not in said),
        *(f"says {phrase!r}" for phrase in situation.get("never", ()) if phrase in said),
    ]


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("situation", SITUATIONS, ids=[f"{one['id']} {one['who']}" for one in SITUATIONS])
def test_situation_ends_where_it_must_and_says_what_it_must(situation: Situation) -> None:
    assert problems(situation) == []


def test_every_situation_is_walked() -> None:
    ids = [str(situation["id"]) for situation in SITUATIONS]
    assert len(ids) == len(set(ids))
    numbers = {int(re.sub(r"\D", "", each)) for each in ids if each[0].isdigit()}
    assert numbers == set(range(1, HOW_MANY + 1))


def test_every_situation_says_who_how_and_what_is_expected() -> None:
    for situation in SITUATIONS:
        assert set(situation) <= KEYS
        assert sum(way in situation for way in WAYS) == 1
        assert situation["who"]
        assert situation.get("says") or situation.get("never") or situation.get("first")
        assert ("guide" in situation) == ("answers" in situation)
        assert situation.get("waits_for") not in FLOWS


def _papers(guide: str, **answers: str) -> set[str]:
    found = Client().get(f"/guides/{guide}/outcome.json?{urlencode(answers)}").json()
    return {f"{group['needed']} {paper['name']}" for group in found["documents"] for paper in group["papers"]}


@pytest.mark.parametrize("for_whom", ["self", "family", "child", "employer"])
@pytest.mark.parametrize("injury", ["no", "yes", "unknown"])
def test_one_and_the_same_unfiled_bill_takes_the_same_papers_from_both_guides(for_whom: str, injury: str) -> None:
    patient = {"for_whom": for_whom, "insured_place": "210300", "scheme": "resident", "injury": injury}
    elsewhere = {"care_place": "110000", "stage": "discharged", "reason": "unknown"}
    claim = {
        **{"insured_now": "yes", "care_kind": "inpatient", "where": "other_city", "why_not_settled": "not_filed"},
        **{"receipts": "paper", "discharged": "this_year"},
    }
    assert _papers("remote-care", **patient, **elsewhere) == _papers("manual-claim", **patient, **claim)


@pytest.mark.parametrize("for_whom", ["self", "family", "child", "deceased", "employer"])
@pytest.mark.parametrize("receipts", ["paper", "electronic", "given_away", "lost", "not_issued"])
def test_first_claim_takes_the_same_papers_however_it_is_asked_about(for_whom: str, receipts: str) -> None:
    patient = {"for_whom": for_whom, "insured_place": "210300", "scheme": "resident", "insured_now": "yes"}
    bill = {"receipts": receipts, "discharged": "this_year", "injury": "no"}
    claim = {"care_kind": "inpatient", "where": "local", "why_not_settled": "other"}
    again = {"first_claim": "not_yet", "other_cover": "none"}
    second = _papers("second-reimbursement", **patient, **bill, **again)
    assert second - _papers("manual-claim", **patient, **bill, **claim) == {"later 医保结算单"}
    assert _papers("manual-claim", **patient, **bill, **claim) <= second
