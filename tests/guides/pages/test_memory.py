"""What pages remember for the next ones: pieces made of what is said alone, never anything that one visitor brought."""

import pytest
from django.test import Client

from guides.desk import usage
from guides.flows import FLOWS
from guides.outcome import glossary
from registry import snapshot

pytestmark = pytest.mark.django_db

PLACE = "210300"


def finished() -> list[str]:
    """An address of every outcome that somebody insured in one place can have."""
    content, on = snapshot.current(), snapshot.today()
    found = [
        (slug, usage.example(content, flow, outcome, PLACE, on))
        for slug, flow in FLOWS.items()
        for outcome, _ in flow.outcomes
    ]
    return [f"/guides/{slug}/outcome/{query}" for slug, query in found if query]


@pytest.mark.parametrize("form", [None, {}, {"city": "鞍山", "burden_before": "9000", "total": "12000"}])
def test_page_asked_for_again_is_made_of_the_same_pieces(client: Client, form: dict[str, str] | None) -> None:
    """A piece that is new each time holds its visitor's form, with all answers, and pushes out what others share."""
    pieces = glossary.of(snapshot.current(), snapshot.today()).part
    made = []
    for address in [*finished(), "/estimate/"]:
        counts = []
        for _ in range(2):
            client.get(address) if form is None else client.post(address, form)
            counts.append(pieces.cache_info().misses)
        made += [address] if counts[0] != counts[1] else []
    assert made == []
    assert pieces.cache_info().hits > 0
