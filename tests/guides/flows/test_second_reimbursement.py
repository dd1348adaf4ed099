"""Routing of 二次报销: outcomes, layers, blocks and the cases people meet; and its words and papers, as files."""

import datetime as dt
import re
from itertools import product
from pathlib import Path

import pytest
import yaml

from guides.engine.flow import holds
from guides.flows.second_reimbursement import SECOND_REIMBURSEMENT as FLOW
from tests.guides.outcomes import PLAIN

CONTENT = Path(__file__).parents[3] / "fixtures" / "content" / "second-reimbursement"
ANSHAN = "210300"
#: Someone insured in 鞍山 whose hospital bill was settled at the till this year, with nothing on the 大病 line.
ANSWERS = PLAIN["second-reimbursement"]
#: Answers that lead to each outcome; ``threshold`` and ``supported`` come in a POST only.
OUTCOMES = {
    "claim_first": {"first_claim": "not_yet"},
    "already_paid": {"catastrophic_line": "paid"},
    "below_threshold": {"threshold": "short"},
    "ask_why_not": {},
    "apply": {"first_claim": "manual"},
    "unclear": {"catastrophic_line": "unreadable"},
}
SUPPORTED = {"supported": "yes"}
VALUES = {key: question.values for key, question in FLOW.questions.items()}
TOLD = {"threshold": ("", "passed", "short"), "supported": ("", "yes")}


def walk(**changes):
    said = {**ANSWERS, **changes}
    told = {key: said.pop(key, "") for key in TOLD}
    answers = {key: (value,) if isinstance(value, str) else value for key, value in said.items()}
    return FLOW.walk(answers, lambda step, _: pytest.fail(f"no given step: {step.key}"), told)


def every(*keys):
    """Every combination of answers to these questions."""
    for values in product(*(VALUES.get(key) or TOLD[key] for key in keys)):
        yield dict(zip(keys, values, strict=True))


def outcome(**changes):
    walked = walk(**changes)
    assert walked.finished
    return walked.outcome


def blocks(**changes):
    return walk(**changes).blocks


def states(**changes):
    """How each layer stands, in the order of the path."""
    facts = walk(**changes).facts
    return tuple(value for layer in FLOW.layers for value in facts[layer])


# Soundness


def test_questions_stand_in_their_order():
    assert walk().path == tuple(ANSWERS)


@pytest.mark.parametrize(("first_claim", "asked"), [("direct", True), ("manual", True), ("unknown", True)])
def test_statement_is_asked_about_after_a_first_claim(first_claim, asked):
    assert ("catastrophic_line" in walk(first_claim=first_claim).path) == asked


def test_statement_is_not_asked_about_before_a_first_claim():
    assert "catastrophic_line" not in walk(first_claim="not_yet").path


# Outcomes


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        *OUTCOMES.items(),
        ("claim_first", {"first_claim": "not_yet", "threshold": "passed"}),
        ("claim_first", {"first_claim": "not_yet", "threshold": "short"}),
        ("already_paid", {"catastrophic_line": "paid", "first_claim": "unknown"}),
        ("already_paid", {"catastrophic_line": "paid", "threshold": "short"}),
        ("below_threshold", {"first_claim": "manual", "threshold": "short"}),
        ("below_threshold", {"catastrophic_line": "no_statement", "threshold": "short"}),
        ("ask_why_not", {"catastrophic_line": "no_statement", "threshold": "passed"}),
        ("apply", {"first_claim": "manual", "catastrophic_line": "unreadable", "threshold": "passed"}),
        ("unclear", {"first_claim": "unknown"}),
        ("unclear", {"first_claim": "unknown", "threshold": "passed"}),
        ("unclear", {"first_claim": "manual", "catastrophic_line": "no_statement"}),
        *[("work_injury", {**changes, "injury": "work"}) for changes in OUTCOMES.values()],
    ],
)
def test_outcome(expected, changes):
    assert outcome(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("automatic", "check", "ask", "none", "none")),
        ({"insured_now": "lapsed"}, ("automatic", "check", "ask", "none", "none")),
        ({"insured_now": "newborn"}, ("automatic", "check", "ask", "none", "none")),
        ({"insured_now": "lapsed", "first_claim": "not_yet"}, ("check", "not_yet", "ask", "none", "none")),
        ({"insured_now": "newborn", "first_claim": "not_yet"}, ("check", "not_yet", "ask", "none", "none")),
        ({"first_claim": "not_yet"}, ("apply", "not_yet", "ask", "none", "none")),
        ({"first_claim": "manual"}, ("done", "apply", "ask", "none", "none")),
        ({"first_claim": "unknown"}, ("check", "check", "ask", "none", "none")),
        ({"catastrophic_line": "paid"}, ("automatic", "automatic", "ask", "none", "none")),
        ({"threshold": "short"}, ("automatic", "not_yet", "ask", "none", "none")),
        ({"threshold": "passed"}, ("automatic", "apply", "ask", "none", "none")),
        (SUPPORTED, ("automatic", "check", "apply", "none", "none")),
        ({"other_cover": "unknown"}, ("automatic", "check", "ask", "check", "check")),
        ({"other_cover": ("union", "city_plan")}, ("automatic", "check", "ask", "ask", "ask")),
        ({"other_cover": "student"}, ("automatic", "check", "ask", "none", "ask")),
    ],
)
def test_layers_stand(changes, expected):
    assert states(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"for_whom": "family"}, ("proxy",)),
        ({"for_whom": "child"}, ("proxy",)),
        ({"for_whom": "employer"}, ("proxy",)),
        ({"for_whom": "deceased"}, ("proxy", "deceased")),
        ({"insured_now": "lapsed"}, ("lapsed",)),
        ({"insured_now": "unknown"}, ("lapsed",)),
        ({"insured_now": "newborn", "for_whom": "child"}, ("proxy",)),
        ({"insured_now": "newborn", "for_whom": "child", "first_claim": "not_yet"}, ("newborn", "proxy")),
        ({"injury": "yes"}, ("third_party",)),
        ({"injury": "work", "insured_now": "lapsed", "for_whom": "family", "receipts": "lost"}, ()),
        ({"injury": "unknown"}, ("third_party",)),
        (SUPPORTED, ("medical_assistance",)),
        ({"other_cover": "employer"}, ("employer_or_union",)),
        ({"other_cover": "union"}, ("employer_or_union",)),
        ({"other_cover": "city_plan"}, ("city_plan_or_commercial",)),
        ({"other_cover": "commercial"}, ("city_plan_or_commercial",)),
        ({"other_cover": "student"}, ("city_plan_or_commercial",)),
        ({"other_cover": "unknown"}, ()),
        ({"receipts": "electronic"}, ()),
        ({"receipts": "lost"}, ("receipts_lost",)),
        ({"receipts": "given_away"}, ("originals_given_away",)),
        ({"discharged": "not_yet"}, ()),
        ({"discharged": "unknown"}, ()),
        ({"discharged": "last_year"}, ("maybe_late",)),
        ({"discharged": "earlier"}, ("maybe_late",)),
        ({"insured_place": "unknown", "scheme": "unknown"}, ()),
        ({"insured_place": "unknown", "scheme": "unknown", "discharged": "unknown"}, ("too_many_unknowns",)),
    ],
)
def test_blocks(changes, expected):
    assert blocks(**changes) == expected


# Words and papers, as the files say them


def content(name, kind=""):
    return yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))[kind or name]


def ours(file, kind):
    """The rows of this guide in a file that serves several."""
    pack = yaml.safe_load((CONTENT.parent / file).read_text(encoding="utf-8"))
    return [row for row in pack[kind] if FLOW.slug in row.get("guides", pack["defaults"]["guides"])]


def today(rows):
    """Without what only comes with the law of 2027."""
    return [row for row in rows if row.get("effective_from") != dt.date(2027, 1, 1)]


SHARED = [*ours("manual-claim/advice.yaml", "advice"), *ours("work-injury.yaml", "advice")]
OWN = content("advice")
CHANNELS = [*content("channels"), *ours("manual-claim/channels.yaml", "channels")]
ADVICE = today([*OWN, *SHARED])
DOCUMENTS = [
    *content("documents"),
    *ours("claim-papers.yaml", "documents"),
    *ours("work-injury.yaml", "documents"),
]
LOCAL = content("local", "advice")
SAID = {row["key"]: " ".join([row["title"], *row.get("body", "").split("\n")]) for row in [*LOCAL, *ADVICE]}


def shown(rows, **changes):
    facts = walk(**changes).facts
    return [row for row in rows if holds(row.get("when", {}), facts)]


def keys(rows, **changes):
    return {row["key"] for row in shown(rows, **changes)}


def papers(**changes):
    return keys(DOCUMENTS, **changes)


def said(**changes):
    return keys(ADVICE, **changes)


def kinds(**changes):
    return [row["kind"] for row in shown(ADVICE, **changes)]


def test_words_every_question_and_answer_in_the_order_of_the_flow():
    words = {
        row["question"]: tuple(option["value"] for option in row["options"])
        for row in [*content("wording"), *ours("work-injury.yaml", "wording")]
    }
    assert words == VALUES
    assert list(words) == [*(question for question in VALUES if question != "injury"), "injury"]


def test_words_exactly_one_verdict_and_one_script():
    for changes in [
        *every("for_whom", "first_claim", "catastrophic_line", "discharged", "threshold"),
        *every("insured_now", "injury", "first_claim", "discharged"),
    ]:
        found = kinds(**changes)
        assert (found.count("verdict"), found.count("script")) == (1, 1), changes


def test_words_deadlines_steps_and_afterwards_whatever_was_answered():
    for changes in every("scheme", "first_claim", "catastrophic_line", "discharged", "threshold"):
        assert {"deadline", "step", "afterwards", "warning"} <= set(kinds(**changes)), changes


@pytest.mark.parametrize(
    "keys_that_matter",
    [
        ("insured_now", "first_claim", "catastrophic_line", "discharged", "threshold"),
        ("first_claim", "other_cover", "supported", "discharged"),
    ],
)
def test_words_exactly_one_row_for_each_layer(keys_that_matter):
    layers = [row for row in ADVICE if row["kind"] == "layer"]
    for changes in every(*keys_that_matter):
        about = [key for row in shown(layers, **changes) for key in row["when"] if key in FLOW.layers]
        assert sorted(about) == sorted(FLOW.layers), changes


def test_words_no_layer_where_another_fund_pays():
    layers = [row for row in ADVICE if row["kind"] == "layer"]
    for changes in every("first_claim", "other_cover", "discharged"):
        assert shown(layers, **changes, injury="work") == []


def test_words_every_state_of_every_layer_has_a_row():
    layers = [row["when"] for row in ADVICE if row["kind"] == "layer"]
    written = {(key, state) for when in layers for key in when if key in FLOW.layers for state in when[key]}
    assert written == {(layer, state) for layer in FLOW.layers for state in FLOW.vocabulary[layer]}


def test_words_a_text_for_each_block_and_for_no_other():
    for changes in every("for_whom", "insured_now", "receipts", "discharged", "injury"):
        about = {block for row in shown(ADVICE, **changes) if row["kind"] == "block" for block in row["when"]["block"]}
        assert about == set(blocks(**changes)), changes


def test_words_scripts_can_be_read_aloud():
    assert [row["key"] for row in ADVICE if row["kind"] == "script" and len(row["body"]) > 90] == []


def test_words_keys_are_the_guides_own():
    rows = [*OWN, *content("documents"), *content("channels"), *LOCAL, *content("wording")]
    rows += content("introduction", "introductions")
    assert [row["key"] for row in rows if not row["key"].startswith("second-")] == []


def test_words_clauses_are_short():
    clauses = [clause for text in SAID.values() for clause in re.split(r"[。？！；：，\s]", text)]
    assert [clause for clause in clauses if len(clause) > 30] == []


def test_words_a_sum_is_given_as_the_nations_only_where_its_text_was_read():
    """The nation set floors; every threshold, rate and ceiling is local."""
    sums = re.compile(r"[\d.]+ ?(万|元|%|个百分点)")
    given = {row["key"]: row["evidence"] for row in ADVICE if sums.search(SAID[row["key"]])}
    told = given.pop("second-medical-assistance-line")
    assert (told, "北京 2023 年起" in SAID["second-medical-assistance-line"]) == ("retold", True)
    assert given == {"second-medical-assistance": "quoted"}


def test_words_of_a_place_rest_on_that_places_own_text():
    assert {(row["region"], row["source"]) for row in LOCAL} == {
        ("110000", "beijing-assistance-2022"),
        ("310000", "shanghai-2025-7"),
        ("310000", "shanghai-regulation-2024"),
        ("310000", "editors-notes"),
        ("320000", "jiangsu-guide-2022"),
        ("340100", "hefei-employee-2023"),
    }


# Papers


@pytest.mark.parametrize("changes", OUTCOMES.values(), ids=OUTCOMES)
def test_papers_exactly_one_settlement_statement(changes):
    assert len([key for key in papers(**changes) if key.startswith("second-statement")]) == 1


CODE_OR_CARD = {"medical-code", "social-security-card"}
IDENTITY = {*CODE_OR_CARD, "id-document"}
FULL = IDENTITY | {"receipts", "fee-list", "diagnosis-records", "bank-card"}
INVOICES = {
    *("receipts", "receipts-electronic", "receipts-lost", "split-statement", "receipts-copy"),
    "second-handed-in",
}


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("claim_first", FULL | {"second-statement-later"}),
        ("already_paid", CODE_OR_CARD | {"second-statement"}),
        ("below_threshold", CODE_OR_CARD | {"second-statement"}),
        ("ask_why_not", IDENTITY | {"second-statement", "second-spare-papers", "second-bank-card-spare"}),
        ("apply", FULL | {"second-statement"}),
        ("unclear", IDENTITY | {"second-statement-wanted", "second-spare-papers"}),
    ],
)
def test_papers_of_each_outcome(end, expected):
    assert papers(**OUTCOMES[end]) == expected


def test_papers_still_in_hospital_only_who_the_patient_is():
    expected = IDENTITY | {"till-papers", "second-statement-later"}
    assert papers(**OUTCOMES["claim_first"], discharged="not_yet") == expected


@pytest.mark.parametrize("receipts", VALUES["receipts"])
@pytest.mark.parametrize("end", ["claim_first", "apply"])
def test_papers_exactly_one_line_for_the_invoice(end, receipts):
    invoices = shown([row for row in DOCUMENTS if row["key"] in INVOICES], **OUTCOMES[end], receipts=receipts)
    assert len({row.get("group", row["key"]) for row in invoices}) == 1


@pytest.mark.parametrize("for_whom", VALUES["for_whom"])
@pytest.mark.parametrize("end", ["claim_first", "apply", "ask_why_not"])
def test_papers_exactly_one_bank_account(end, for_whom):
    found = papers(**OUTCOMES[end], for_whom=for_whom)
    assert len([key for key in found if "bank-card" in key]) == 1


@pytest.mark.parametrize(
    ("changes", "added"),
    [
        ({"for_whom": "family"}, {"proxy-id", "principal-id", "authorization-letter"}),
        ({"for_whom": "employer"}, {"proxy-id", "principal-id", "authorization-letter"}),
        (
            {"for_whom": "child"},
            {
                "proxy-id",
                "guardian-household-register",
                "guardian-birth-certificate",
                "bank-card-child",
            },
        ),
        ({"injury": "yes"}, {"injury-papers"}),
        ({"injury": "unknown"}, {"injury-unsure"}),
        ({"receipts": "lost"}, {"receipts-lost"}),
        ({"receipts": "given_away"}, {"second-handed-in"}),
        ({"receipts": "electronic"}, {"receipts-electronic"}),
        ({"receipts": "not_issued"}, set()),
        (SUPPORTED, {"support-certificate", "second-support-receipts"}),
        ({"other_cover": "union"}, {"second-employer-papers"}),
        ({"other_cover": "commercial"}, {"second-insurer-papers"}),
        ({"other_cover": "unknown"}, set()),
    ],
)
def test_papers_added_by_a_case(changes, added):
    assert papers(**OUTCOMES["apply"], **changes) - papers(**OUTCOMES["apply"]) == added


# What the outcomes say


@pytest.mark.parametrize(
    ("scheme", "line", "thresholds"),
    [
        ("employee", "second-step-line-employee", "second-warning-threshold-employee"),
        ("flexible", "second-step-line-employee", "second-warning-threshold-employee"),
        ("resident", "second-step-line-resident", "second-warning-threshold-resident"),
        ("unknown", "second-step-line-unknown", "second-warning-threshold-resident"),
    ],
)
@pytest.mark.parametrize("end", ["ask_why_not", "apply", "unclear"])
def test_scheme_is_called_by_its_own_name(end, scheme, line, thresholds):
    found = {key for key in said(**OUTCOMES[end], scheme=scheme) if "-line-" in key or "-threshold-" in key}
    assert found == {line, thresholds}


@pytest.mark.parametrize(
    ("end", "added"),
    [
        ("claim_first", {"second-verdict-till", "manual-deadline-settle-first", "second-step-till-office"}),
        *[(end, {"second-step-still-in-hospital"}) for end in OUTCOMES if end != "claim_first"],
    ],
)
def test_still_in_hospital_it_is_settled_at_the_till(end, added):
    assert added <= said(**OUTCOMES[end], discharged="not_yet")
    assert not added & said(**OUTCOMES[end], discharged="this_year")


def test_sums_past_the_threshold_change_what_is_said():
    assert "second-verdict-ask-why-not" in said()
    assert "second-verdict-ask-why-not-passed" in said(threshold="passed")


def test_hardship_changes_papers_layer_and_block_only_when_told():
    changed = {"second-medical-assistance", "second-layer-assistance-apply"}
    assert not changed & said()
    assert changed <= said(**SUPPORTED)
    assert "second-layer-assistance-ask" not in said(**SUPPORTED)


@pytest.mark.parametrize(("scheme", "encouraged"), [("resident", True), ("unknown", True), ("employee", False)])
def test_residents_are_told_that_paying_on_is_rewarded(scheme, encouraged):
    assert ("second-warning-continuous" in said(**OUTCOMES["already_paid"], scheme=scheme)) == encouraged


@pytest.mark.parametrize(
    ("changes", "channel"),
    [
        ({}, "second-counter"),
        ({}, "second-app"),
        ({}, "second-street-office"),
        ({"other_cover": "employer"}, "second-employer-union"),
        ({"other_cover": "city_plan"}, "second-insurer"),
        ({"other_cover": ("city_plan", "student")}, "second-insurer-school"),
        ({"other_cover": "unknown"}, "second-insurer-unsure"),
        ({"insured_place": "unknown"}, "manual-phone-unknown"),
    ],
)
def test_channels(changes, channel):
    assert channel in keys(CHANNELS, **changes)


def test_channels_leave_out_what_nobody_has():
    assert not {"second-employer-union", "second-insurer", "manual-phone-unknown"} & keys(CHANNELS)
    assert "second-counter" not in keys(CHANNELS, **OUTCOMES["already_paid"])


# Cases people meet


@pytest.mark.parametrize("end", ["below_threshold", "ask_why_not", "apply", "unclear"])
def test_case_several_stays_in_one_year_add_up(end):
    assert "second-warning-add-up" in said(**OUTCOMES[end])
    assert "要加在一起算" in SAID["second-warning-add-up"]


def test_case_year_boundary():
    this_year, last_year = ({**OUTCOMES["below_threshold"], "discharged": year} for year in ("this_year", "last_year"))
    deadlines = {"second-deadline-year", "second-deadline-past-year"}
    assert deadlines & said(**this_year) == {"second-deadline-year"}
    assert deadlines & said(**last_year) == {"second-deadline-past-year"}
    assert blocks(**last_year) == ()  # nothing is handed in that could be too late
    assert "不能和今年的加在一起" in SAID["second-deadline-past-year"]


@pytest.mark.parametrize("end", ["below_threshold", "ask_why_not", "apply", "unclear"])
@pytest.mark.parametrize(
    ("scheme", "told", "untold"),
    [
        ("resident", "second-warning-self-pay", "second-warning-employee-top"),
        ("employee", "second-warning-employee-top", "second-warning-self-pay"),
        ("flexible", "second-warning-employee-top", "second-warning-self-pay"),
    ],
)
def test_case_each_scheme_is_told_its_own_second_layer(end, scheme, told, untold):
    """职工大额 ≠ 大病保险: one counts what lies above the ceiling, the other what one has paid oneself."""
    found = said(**OUTCOMES[end], scheme=scheme)
    assert told in found
    assert untold not in found
    assert "只算“自付”，不算“自费”" in SAID["second-warning-self-pay"]
    assert "封顶线以上" in SAID["second-warning-employee-top"]


@pytest.mark.parametrize("end", OUTCOMES)
def test_case_city_plan_needs_the_settlement_statement(end):
    changes = {**OUTCOMES[end], "other_cover": "city_plan"}
    assert "second-city-plan-or-commercial" in said(**changes)
    assert "拿结算单去报" in SAID["second-city-plan-or-commercial"]
    assert {key for key in papers(**changes) if key.startswith("second-statement")}


def test_case_originals_given_to_an_insurer():
    assert "second-originals-given-away" in said(receipts="given_away")
    assert "split-statement" in papers(**OUTCOMES["claim_first"], receipts="given_away")
    assert "分割单" in SAID["second-originals-given-away"]


def test_case_originals_with_the_medical_insurance_counter():
    assert "交给医保窗口的，窗口有底" in SAID["second-originals-given-away"]


@pytest.mark.parametrize(
    ("line", "step"), [("unreadable", "second-step-unreadable"), ("no_statement", "second-step-no-statement")]
)
def test_case_cannot_read_the_statement(line, step):
    assert outcome(catastrophic_line=line) == "unclear"
    assert step in said(catastrophic_line=line)
    (wording,) = (row for row in content("wording") if row["question"] == "catastrophic_line")
    for words in ("职工大额医疗费用补助", "居民大病保险", "统筹基金"):
        assert words in wording["help_text"]


@pytest.mark.parametrize("end", OUTCOMES)
def test_case_scams_asking_a_fee(end):
    assert "second-warning-fee" in said(**OUTCOMES[end])
    (introduction,) = content("introduction", "introductions")
    assert "不收手续费" in introduction["prepare"]
    assert "不收手续费" in SAID["second-warning-fee"]


@pytest.mark.parametrize("end", OUTCOMES)
def test_case_deceased(end):
    changes = {**OUTCOMES[end], "for_whom": "deceased"}
    assert {"manual-deceased-resident", "manual-proxy-deceased", "second-script-deceased"} <= said(**changes)
    assert "deceased-id" in papers(**changes)
    assert not {"authorization-letter", "principal-id"} & papers(**changes)


def test_case_deceased_papers_at_the_counter():
    added = papers(**OUTCOMES["apply"], for_whom="deceased") - papers(**OUTCOMES["apply"])
    of_the_dead = {"deceased-id", "death-certificate", "kinship-proof", "diagnosis-records-deceased"}
    assert added == {*of_the_dead, "bank-card-heir", "proxy-id"}


def test_case_contributions_lapsed():
    assert "manual-lapsed" in said(insured_now="lapsed")
    assert "manual-lapsed-unsure" in said(insured_now="unknown")
    assert "大病也不报" in SAID["manual-lapsed"]
    assert "second-layer-basic-lapsed" in said(insured_now="lapsed", first_claim="not_yet")
    assert "second-layer-basic-lapsed" not in said(insured_now="lapsed")


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({"insured_now": "lapsed"}, True),
        ({"insured_now": "unknown", "scheme": "unknown"}, True),
        ({"insured_now": "lapsed", "scheme": "employee"}, False),
        ({}, False),
    ],
)
def test_case_waiting_period_of_jiangsu(changes, holds):
    jiangsu = ours("local/jiangsu.yaml", "advice")
    assert ("manual-waiting-period" in keys(jiangsu, **changes)) == holds
    assert [row["title"] for row in jiangsu if "2 个月" in row["title"]]


def test_case_newborn_has_not_lapsed():
    paid, unpaid = (said(insured_now="newborn", for_whom="child", first_claim=claim) for claim in ("direct", "not_yet"))
    assert not {"manual-newborn-left", "second-layer-basic-newborn"} & paid
    assert {"manual-newborn-left", "second-layer-basic-newborn"} <= unpaid
    assert not {"manual-lapsed", "manual-waiting-period"} & (paid | unpaid)


def test_case_invoice_lost():
    assert "manual-receipts-lost" in said(receipts="lost")
    assert "receipts-lost" in papers(**OUTCOMES["apply"], receipts="lost")
    assert "receipts" not in papers(**OUTCOMES["apply"], receipts="lost")
