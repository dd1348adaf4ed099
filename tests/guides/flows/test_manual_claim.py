"""Routing of 手工报销: outcomes, blocks, skipped questions and the cases people meet; and its words, as files."""

from itertools import product
from pathlib import Path

import pytest
import yaml

from guides.engine.flow import holds
from guides.engine.steps import Question
from guides.flows.manual_claim import MANUAL_CLAIM
from tests.guides.outcomes import PLAIN
from tests.guides.walks import paths

CONTENT = Path(__file__).parents[3] / "fixtures" / "content" / "manual-claim"
ANSHAN = "210300"
#: Someone insured in 鞍山 whose card did not work in a hospital there this year, with the paper invoice to hand.
ANSWERS = PLAIN["manual-claim"]
ABROAD = {"where": "abroad"}
NOT_FILED = {"where": "other_city", "why_not_settled": "not_filed"}
VALUES = {key: question.values for key, question in MANUAL_CLAIM.questions.items()}


def walk(**changes):
    answers = {key: (value,) for key, value in {**ANSWERS, **changes}.items()}
    return MANUAL_CLAIM.walk(answers, lambda step, _: pytest.fail(f"no given step: {step.key}"))


def ends(**changes):
    """Where it leads: the outcome and the blocks."""
    walked = walk(**changes)
    assert walked.finished
    return walked.outcome, walked.blocks


def approach(**changes):
    (value,) = walk(**changes).facts["approach"]
    return value


# Soundness


def test_nobody_is_asked_more_than_ten_questions():
    assert max(sum(key in MANUAL_CLAIM.questions for key in path) for path in paths(MANUAL_CLAIM)) == 10
    assert [step for step in MANUAL_CLAIM.steps if not isinstance(step, Question)] == []


def test_questions_stand_in_their_order():
    assert walk().path == tuple(ANSWERS)


# Outcomes


@pytest.mark.parametrize("discharged", VALUES["discharged"])
@pytest.mark.parametrize("where", ["local", "other_city"])
def test_outcome_claim(where, discharged):
    assert ends(where=where, discharged=discharged)[0] == "claim"


@pytest.mark.parametrize("care_kind", VALUES["care_kind"])
def test_outcome_not_covered_abroad_whatever_the_care(care_kind):
    assert ends(**ABROAD, care_kind=care_kind) == ("not_covered", ())


@pytest.mark.parametrize("care_kind", ["outpatient", "emergency", "inpatient", "outside_drug"])
@pytest.mark.parametrize("where", ["local", "other_city"])
def test_outcome_work_injury_is_no_claim_on_medical_insurance(where, care_kind):
    """工伤: another fund, another counter, another phone; nothing of a claim stands there."""
    said = {"where": where, "care_kind": care_kind, "for_whom": "family", "insured_now": "lapsed"}
    assert ends(**said, injury="work") == ("work_injury", ())
    assert "receipts" not in walk(**said, injury="work").path
    assert MANUAL_CLAIM.delivery.hotlines_of("work_injury") == ("12333",)
    assert MANUAL_CLAIM.delivery.services_of("work_injury") == ()


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        ("resettle", {}),
        ("resettle", {"why_not_settled": "system_down"}),
        ("resettle", {"where": "other_city", "why_not_settled": "no_card"}),
        ("resettle", {"why_not_settled": "other"}),
        ("claim", {"why_not_settled": "other", "injury": "yes"}),
        ("claim", {"why_not_settled": "other", "where": "other_city"}),
        ("resettle", {"why_not_settled": "other", "receipts": "not_issued"}),
        ("resettle", {"why_not_settled": "other", "receipts": "lost"}),
        ("claim", {"why_not_settled": "other", "receipts": "given_away"}),
        ("resettle", {"receipts": "lost"}),
        ("claim", {"receipts": "lost", "where": "other_city"}),
        ("claim", {"receipts": "lost", "care_kind": "outside_drug"}),
        ("claim", {"receipts": "given_away"}),
        ("insure_first", {"insured_now": "lapsed"}),
        ("insure_first", {"insured_now": "newborn", "discharged": "not_yet"}),
        ("none", {"injury": "work"}),
        ("file_first", NOT_FILED),
        ("ask_first", {**NOT_FILED, "for_whom": "deceased"}),
        ("claim", {**NOT_FILED, "for_whom": "deceased", "care_kind": "emergency"}),
        ("ask_first", {"where": "other_city", "why_not_settled": "student_holiday"}),
        ("claim", {"where": "other_city", "why_not_settled": "student_holiday", "care_kind": "emergency"}),
        ("claim", {"where": "local", "why_not_settled": "student_holiday"}),
        ("claim", {**NOT_FILED, "care_kind": "emergency"}),
        ("claim", {"where": "local", "why_not_settled": "not_filed"}),
        ("claim", {"where": "other_city", "why_not_settled": "hospital_not_linked"}),
        ("settle_first", {"discharged": "not_yet"}),
        ("settle_first", {**NOT_FILED, "discharged": "not_yet"}),
        ("none", ABROAD),
    ],
)
def test_approach(expected, changes):
    assert approach(**changes) == expected


# Blocks


@pytest.mark.parametrize(
    ("changes", "blocks"),
    [
        ({}, ()),
        ({"for_whom": "family"}, ("proxy",)),
        ({"for_whom": "child"}, ("proxy",)),
        ({"for_whom": "employer"}, ("proxy",)),
        ({"for_whom": "deceased"}, ("proxy", "deceased")),
        ({"insured_now": "lapsed"}, ("lapsed",)),
        ({"insured_now": "unknown"}, ("lapsed",)),
        ({"insured_now": "newborn", "for_whom": "child"}, ("proxy", "newborn")),
        ({"injury": "yes"}, ("injury",)),
        ({"injury": "unknown"}, ("injury",)),
        ({"receipts": "electronic"}, ()),
        ({"receipts": "not_issued"}, ()),
        ({"receipts": "lost"}, ("receipts_lost",)),
        ({"receipts": "given_away"}, ("originals_given_away",)),
        ({"discharged": "not_yet"}, ()),
        ({"discharged": "unknown"}, ()),
        ({"discharged": "last_year"}, ("maybe_late",)),
        ({"discharged": "earlier"}, ("maybe_late",)),
        ({"insured_place": "unknown", "scheme": "unknown"}, ()),
        ({"insured_place": "unknown", "scheme": "unknown", "discharged": "unknown"}, ("too_many_unknowns",)),
        (
            {"for_whom": "family", "injury": "yes", "receipts": "lost", "discharged": "earlier"},
            ("injury", "proxy", "receipts_lost", "maybe_late"),
        ),
    ],
)
def test_blocks(changes, blocks):
    assert ends(**changes) == ("claim", blocks)


@pytest.mark.parametrize(
    "changes", [{"for_whom": "deceased"}, {"insured_now": "lapsed"}, {"injury": "yes"}, {"receipts": "lost"}]
)
def test_blocks_of_a_claim_do_not_stand_abroad(changes):
    assert ends(**ABROAD, **changes) == ("not_covered", ())


# Skipped questions


@pytest.mark.parametrize(
    ("question", "asked", "changes"),
    [
        *[(question, False, ABROAD) for question in ("why_not_settled", "injury", "receipts", "discharged")],
        *[("why_not_settled", True, {"care_kind": kind}) for kind in VALUES["care_kind"] if kind != "outside_drug"],
        ("why_not_settled", False, {"care_kind": "outside_drug", "where": "local"}),
        ("why_not_settled", True, {"care_kind": "outside_drug", "where": "other_city"}),
        *[("injury", True, {"care_kind": kind}) for kind in ("outpatient", "emergency", "inpatient", "outside_drug")],
        *[("injury", False, {"care_kind": kind}) for kind in ("maternity", "dual_channel_drug")],
        *[("receipts", True, {"where": where}) for where in ("local", "other_city")],
        *[("discharged", True, {"where": where}) for where in ("local", "other_city")],
    ],
)
def test_question_is_asked_when(question, asked, changes):
    assert (question in walk(**changes).path) == asked


@pytest.mark.parametrize("changes", [{}, ABROAD, NOT_FILED, {"care_kind": "maternity"}])
def test_question_is_always_asked(changes):
    assert walk(**changes).path[:6] == tuple(ANSWERS)[:6]


# Cases people meet


def test_case_helper_is_not_the_patient():
    assert ends(for_whom="family") == ("claim", ("proxy",))


def test_case_minor():
    assert ends(for_whom="child") == ("claim", ("proxy",))


def test_case_bedridden():
    assert ends(for_whom="family", discharged="this_year") == ("claim", ("proxy",))


def test_case_deceased():
    assert ends(for_whom="deceased", care_kind="emergency") == ("claim", ("proxy", "deceased"))


@pytest.mark.parametrize("insured_now", ["lapsed", "unknown"])
def test_case_contributions_lapsed_or_waiting_period(insured_now):
    assert ends(insured_now=insured_now) == ("claim", ("lapsed",))


def test_case_in_hospital_now_and_not_filed():
    assert ends(**NOT_FILED, discharged="not_yet") == ("claim", ())
    assert approach(**NOT_FILED, discharged="not_yet") == "settle_first"


def test_case_discharged_and_paid():
    assert ends(**NOT_FILED) == ("claim", ())
    assert approach(**NOT_FILED) == "file_first"


@pytest.mark.parametrize("why", ["not_filed", "hospital_not_linked", "other"])
def test_case_emergency_counts_as_filed(why):
    assert ends(care_kind="emergency", where="other_city", why_not_settled=why) == ("claim", ())
    assert approach(care_kind="emergency", where="other_city", why_not_settled=why) == "claim"


def test_case_hospital_linked_for_inpatients_only():
    assert ends(care_kind="outpatient", where="other_city", why_not_settled="hospital_not_linked") == ("claim", ())


def test_case_admitted_as_a_paying_patient():
    assert ends(why_not_settled="other", discharged="not_yet") == ("claim", ())


@pytest.mark.parametrize("injury", ["yes", "unknown"])
def test_case_injury(injury):
    assert ends(care_kind="emergency", injury=injury) == ("claim", ("injury",))


def test_case_maternity():
    assert ends(care_kind="maternity", where="other_city", why_not_settled="hospital_not_linked") == ("claim", ())


@pytest.mark.parametrize("care_kind", ["dual_channel_drug", "outside_drug"])
def test_case_pharmacy(care_kind):
    assert ends(care_kind=care_kind) == ("claim", ())


def test_case_student_on_holiday():
    said = {"where": "other_city", "why_not_settled": "student_holiday", "care_kind": "outpatient"}
    assert ends(**said) == ("claim", ())


def test_case_year_boundary():
    assert ends(discharged="last_year") == ("claim", ("maybe_late",))


def test_case_originals_given_to_an_insurer():
    assert ends(receipts="given_away") == ("claim", ("originals_given_away",))


def test_case_invoice_lost():
    assert ends(receipts="lost") == ("claim", ("receipts_lost",))


# Words and papers, as the files say them


def content(name):
    file = yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))
    return file[name if name != "introduction" else "introductions"]


def shared(file, kind):
    """The rows of this guide in a file that serves several."""
    pack = yaml.safe_load((CONTENT.parent / file).read_text(encoding="utf-8"))
    return [row for row in pack[kind] if "manual-claim" in row.get("guides", pack["defaults"]["guides"])]


ADVICE, DOCUMENTS = content("advice"), [*content("documents"), *shared("claim-papers.yaml", "documents")]
WORDING = [*content("wording"), *(row for row in shared("work-injury.yaml", "wording") if row["question"] in VALUES)]


def shown(rows, **changes):
    facts = walk(**changes).facts
    return [row for row in rows if holds(row.get("when", {}), facts)]


def keys(rows, **changes):
    return {row["key"] for row in shown(rows, **changes)}


def papers(**changes):
    return keys(DOCUMENTS, **changes)


def test_words_every_question_and_answer_in_the_order_of_the_flow():
    words = {row["question"]: tuple(option["value"] for option in row.get("options", ())) for row in WORDING}
    assert words == {**VALUES, "discharged_on": ()}
    assert list(words) == [*(question for question in VALUES if question != "injury"), "discharged_on", "injury"]


def test_words_exactly_one_verdict_and_one_script():
    said = ("for_whom", "insured_now", "where", "why_not_settled", "discharged")
    for values in product(*(VALUES[key] for key in said)):
        rows = shown(ADVICE, **dict(zip(said, values, strict=True)))
        places = sorted(row.get("position", 100) for row in rows if row["kind"] == "script")
        assert [row["kind"] for row in rows].count("verdict") == 1, values
        assert places[0] < min(places[1:], default=1_000), values  # the first is read out, and one alone is


def test_words_scripts_can_be_read_aloud():
    assert [row["key"] for row in ADVICE if row["kind"] == "script" and len(row["body"]) > 90] == []


def test_words_keys_are_the_guides_own():
    rows = [*ADVICE, *content("documents"), *content("wording"), *content("channels")]
    assert [row["key"] for row in rows if not row["key"].startswith("manual-")] == []


def test_papers_exactly_one_line_for_the_invoice():
    invoices = [row for row in DOCUMENTS if "invoice" in row["when"]]
    for care_kind, receipts in product(VALUES["care_kind"], VALUES["receipts"]):
        found = shown(invoices, care_kind=care_kind, receipts=receipts)
        assert len({row.get("group", row["key"]) for row in found}) == 1, (care_kind, receipts)


@pytest.mark.parametrize(
    ("care_kind", "expected"),
    [
        ("outpatient", {"manual-prescription", "manual-outpatient-record", "manual-recognition"}),
        ("emergency", {"manual-emergency-diagnosis", "manual-emergency-record", "manual-rescue-record"}),
        ("inpatient", {"diagnosis-records"}),
        ("maternity", {"manual-maternity-diagnosis", "manual-maternity-record", "manual-maternity-certificates"}),
        (
            "dual_channel_drug",
            {"manual-dual-channel-application", "manual-dual-channel-prescription", "manual-dual-channel-records"},
        ),
        ("outside_drug", {"manual-outside-prescription", "manual-outside-order"}),
    ],
)
def test_papers_of_each_kind_of_care(care_kind, expected):
    identity = {"medical-code", "id-document", "social-security-card", "bank-card"}
    invoice = {"manual-receipts-pharmacy" if care_kind.endswith("drug") else "receipts"}
    lists = {"outside_drug": "manual-fee-list-outside", "dual_channel_drug": "manual-fee-list-shop"}
    fees = {lists.get(care_kind, "fee-list")}
    assert papers(care_kind=care_kind) == identity | invoice | fees | expected


@pytest.mark.parametrize(
    ("changes", "paper"),
    [
        ({"receipts": "given_away"}, "split-statement"),
        ({"receipts": "lost"}, "receipts-lost"),
        ({"injury": "yes"}, "injury-papers"),
        ({"for_whom": "family"}, "authorization-letter"),
        ({"for_whom": "child"}, "bank-card-child"),
        ({"for_whom": "deceased"}, "death-certificate"),
        (NOT_FILED, "filing-form"),
        (ABROAD, "manual-overseas-papers"),
    ],
)
def test_papers_of_a_special_case(changes, paper):
    assert paper not in papers()
    assert paper in papers(**changes)


@pytest.mark.parametrize("for_whom", VALUES["for_whom"])
def test_papers_exactly_one_account(for_whom):
    assert len({key for key in papers(for_whom=for_whom) if "bank-card" in key}) == 1


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({}, "manual-warning-bill"),  # cannot read the bill
        ({}, "manual-afterwards-insurer"),  # 惠民保 needs 结算单
        ({}, "manual-afterwards-second"),  # several stays in one year adding up
    ],
)
def test_case_is_answered_in_words(changes, advice):
    assert advice in keys(ADVICE, **changes)
