"""What a list of papers says of the counter is no more than the article that it names."""

import pytest

from guides.models import Document
from registry.publication import Evidence
from tests.guides.outcomes import outcome

pytestmark = pytest.mark.django_db

#: Nobody may keep these; what proves who one is, is looked at.
SHOWN = {
    *(
        "id-document",
        "chronic-id-document",
        "social-security-card",
        "card-holder-id",
        "card-guardian-id",
        "card-any-card",
    ),
    *("family-owner-code", "family-owner-id", "family-own-code", "coverage-number"),
}
SAID_OF_THE_COUNTER = {Document.Handling.SHOW, Document.Handling.HAND_IN, Document.Handling.COPY_CHECKED}


def test_paper_that_an_article_only_names_is_brought_and_no_more_is_said() -> None:
    rows = Document.objects.filter(region="000000", evidence=Evidence.QUOTED).exclude(key__in=SHOWN)
    assert rows.count() > 30
    assert [row.key for row in rows if row.handling in {*SAID_OF_THE_COUNTER, Document.Handling.COPY}] == []


def test_note_of_a_paper_does_not_say_again_how_it_is_handled() -> None:
    rows = Document.objects.filter(status="published")
    assert [row.key for row in rows if row.print_note.startswith(row.get_handling_display())] == []


@pytest.mark.parametrize(
    ("guide", "changes", "key", "label"),
    [
        ("manual-claim", {"injury": "work"}, "work-injury-application", "到那里填"),
        ("card-replacement", {"for_whom": "deceased", "issued_place": "320100"}, "card-death-pledge", "用得上再填"),
        ("manual-claim", {}, "fee-list", "必带"),
    ],
)
def test_paper_that_is_filled_in_on_the_spot_is_not_to_be_brought(guide, changes, key, label) -> None:
    groups = outcome(guide, **changes)["documents"]
    assert [group["needed_label"] for group in groups for paper in group["papers"] if paper["key"] == key] == [label]
