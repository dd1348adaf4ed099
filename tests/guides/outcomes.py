"""Outcomes as other programs read them: finished answers in, the JSON of the page out."""

from typing import Any
from urllib.parse import urlencode

from django.test import Client

Said = dict[str, Any]

#: For each guide, somebody of 鞍山 in the plainest case; a test changes what it is about and drops what is not asked.
PLAIN: dict[str, Said] = {
    "remote-care": {
        "for_whom": "self",
        "insured_place": "210300",
        "scheme": "resident",
        "tier": "tier1",
        "care_place": "110000",
        "stage": "planning",
        "reason": "own_choice",
        "proof": "none",
        "referral_letter": "have",
        "care_type": "inpatient",
        "chronic_approved": "yes",
        "hospital_linked": "yes",
        "filed_before": "no",
        "injury": "no",
    },
    "manual-claim": {
        "for_whom": "self",
        "insured_place": "210300",
        "scheme": "resident",
        "insured_now": "yes",
        "care_kind": "inpatient",
        "where": "local",
        "why_not_settled": "no_card",
        "injury": "no",
        "receipts": "paper",
        "discharged": "this_year",
    },
    "second-reimbursement": {
        "for_whom": "self",
        "insured_place": "210300",
        "scheme": "resident",
        "insured_now": "yes",
        "first_claim": "direct",
        "catastrophic_line": "zero",
        "other_cover": "none",
        "receipts": "paper",
        "discharged": "this_year",
        "injury": "no",
    },
    "coverage": {
        "for_whom": "self",
        "matter": "lapsed",
        "insured_place": "210300",
        "scheme": "resident",
        "residence": "household",
        "lapsed_for": "one",
        "job": "none",
        "ill_now": "no",
    },
    "card-replacement": {
        "for_whom": "self",
        "trouble": "lost",
        "need_now": "no",
        "card_kind": "social_security_card",
        "issued_place": "210300",
        "reported": "formal",
        "pension_on_card": "no",
        "in_person": "yes",
    },
    "family-account": {
        "goal": "pay_care",
        "owner_scheme": "employee",
        "relation": "spouse",
        "insured_place": "210300",
        "family_place": "210300",
        "family_phone": "no",
    },
    "chronic": {
        "for_whom": "self",
        "insured_place": "210300",
        "scheme": "resident",
        "recognised": "yes",
        "where": "local",
        "care_place": "110000",
        "buys": "hospital",
    },
}


def outcome(guide: str, **changes: Any) -> dict[str, Any]:
    """The outcome of the plain answers with some changed; a tuple is several values."""
    answers = urlencode({**PLAIN[guide], **changes}, doseq=True)
    response = Client().get(f"/guides/{guide}/outcome.json?{answers}")
    assert response.status_code == 200, response.json()
    return dict(response.json())


def statements(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Every statement of the outcome: its texts, local rules, papers, ways and counters."""
    single = [found[part] for part in ("verdict", "script") if found[part]]
    parts = ("first", "call", "added", "in_person", "warnings", "steps", "afterwards")
    texts = [*single, *(text for part in parts for text in found[part]), *found["deadlines"]["rules"]]
    papers = [paper for group in found["documents"] for paper in group["papers"]]
    return [*texts, *found["local_rules"], *papers, *found["channels"], *found["offices"]]


def words(statement: dict[str, Any]) -> str:
    """What a statement says, in one line."""
    said = (statement.get(key) for key in ("title", "label", "name", "value", "note", "address"))
    listed = (line for key in ("phones", "lines") for line in statement.get(key, ()))
    return " ".join(filter(None, [*said, *listed]))


def all_words(found: dict[str, Any]) -> str:
    return "\n".join(map(words, statements(found)))


def papers(found: dict[str, Any]) -> set[str]:
    """The keys of the papers to bring."""
    return {paper["key"] for group in found["documents"] for paper in group["papers"]}
