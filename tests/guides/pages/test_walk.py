"""Every way through each guide, walked over HTTP."""

import re
from functools import cache

import pytest
from django.test import Client

from guides.engine import years
from guides.flows import FLOWS
from tests.guides.walks import distinct_walks, follow, query_of
from tests.thorough import long

pytestmark = pytest.mark.django_db

#: What only the body of a POST can lead to.
TOLD = {"second-reimbursement": {"below_threshold", "medical_assistance"}}


@long
@pytest.mark.on("2026-11-21")
@pytest.mark.parametrize("slug", FLOWS)
def test_every_walk_ends_where_the_flow_says(client: Client, slug: str) -> None:
    flow = FLOWS[slug]
    outcomes, blocks = set(), set()
    ask = cache(client.get)  # walks begin alike, and the same address has the same page
    for answers, walk in distinct_walks(flow):
        address, page, asked = follow(ask, f"/guides/{slug}/{flow.steps[0].key}/", answers)
        assert tuple(asked) == walk.path
        assert f'data-outcome="{walk.outcome}" data-blocks="{" ".join(walk.blocks)}"' in page
        assert query_of(address) == {key: years.written(value, 2026) for key, value in answers.items()}
        hotline = flow.delivery.hotlines_of(walk.outcome)[-1]
        assert re.search(rf'href="tel:(?:0\d{{2,3}})?{hotline}"', page)
        assert "〔1〕" in page
        assert len(asked) <= 11
        outcomes.add(walk.outcome)
        blocks |= set(walk.blocks)
    assert outcomes == {key for key, _ in flow.outcomes} - TOLD.get(slug, set())
    assert blocks - {"too_many_unknowns"} == {key for key, _ in flow.blocks} - TOLD.get(slug, set())
