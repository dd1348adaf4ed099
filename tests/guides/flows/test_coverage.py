"""Routing of 医保怎么接上: every outcome, every skipped question, the order of outcomes, who waits, and cases people meet."""

import pytest

from guides.engine.graph import sample_walk
from guides.flows.coverage import COVERAGE
from tests.guides.outcomes import PLAIN
from tests.guides.walks import paths

ANSHAN = "210300"
#: Somebody of 鞍山 without a job whose residents' insurance lapsed for a year: asked for what they are asked for.
ANSWERS = PLAIN["coverage"]
YEARS = ["one", "two", "three", "four_or_more"]
LONG = ["within_a_year", *YEARS]


def walk(**changes):
    """The walk of the answers above, with some changed. The guide has no given step to look up."""
    answers = {key: (value,) for key, value in {**ANSWERS, **changes}.items()}
    return COVERAGE.walk(answers, lambda step, _: pytest.fail(step.key))


def ends(**changes):
    walked = walk(**changes)
    assert walked.finished
    return walked.outcome


def waits(**changes):
    """Which waiting period there may be; the block stands exactly where months are waited."""
    walked = walk(**changes)
    (kind,) = walked.facts["waits"]
    assert ("waiting" in walked.blocks) == (kind not in {"none", "switch"})
    return kind


# Outcomes


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"for_whom": "newborn"}, "newborn"),
        ({"matter": "left_job", "job": "unemployment_benefit"}, "unemployment_pays"),
        ({"for_whom": "employer"}, "employer_enrols"),
        ({"job": "has"}, "employer_enrols"),
        ({"matter": "left_job", "job": "starting"}, "employer_enrols"),
        ({"matter": "first", "job": "has"}, "employer_enrols"),
        ({"matter": "moved", "job": "has"}, "employer_enrols"),
        ({"matter": "moved", "residence": "permit", "job": "has"}, "employer_enrols"),
        ({"matter": "moved", "scheme": "none", "job": "starting"}, "employer_enrols"),
        ({"matter": "moved", "residence": "works", "job": "none"}, "enrol_resident"),
        ({"matter": "moved", "job": "unemployment_benefit"}, "unemployment_pays"),
        ({"matter": "moved", "scheme": "employee", "job": "has"}, "transfer"),
        ({"matter": "twice"}, "choose_one"),
        ({"matter": "moved", "scheme": "employee"}, "transfer"),
        ({"matter": "moved", "scheme": "employee", "residence": "works"}, "transfer"),
        ({"matter": "moved", "scheme": "flexible"}, "transfer"),
        ({"matter": "moved", "scheme": "unknown"}, "transfer"),
        ({"matter": "left_job", "lapsed_for": "within_3_months"}, "resume_employee"),
        ({"scheme": "employee", "lapsed_for": "unknown"}, "resume_employee"),
        ({"scheme": "flexible", "lapsed_for": "within_a_year"}, "enrol_flexible"),
        ({"matter": "left_job", "lapsed_for": "four_or_more"}, "enrol_flexible"),
        ({"matter": "first", "residence": "works"}, "enrol_flexible"),
        ({}, "resume_resident"),
        ({"lapsed_for": "unknown", "scheme": "unknown"}, "resume_resident"),
        ({"scheme": "none"}, "resume_resident"),
        ({"for_whom": "child"}, "resume_resident"),
        ({"for_whom": "student"}, "student"),
        ({"for_whom": "student", "matter": "unknown"}, "student"),
        ({"matter": "first"}, "enrol_resident"),
        ({"for_whom": "child", "matter": "first"}, "enrol_resident"),
        ({"for_whom": "child", "matter": "first", "residence": "works"}, "enrol_resident"),
        ({"for_whom": "child", "matter": "moved"}, "enrol_resident"),
        ({"matter": "moved"}, "enrol_resident"),
        ({"matter": "retiring", "scheme": "employee"}, "retirement_years"),
        ({"matter": "retiring"}, "retirement_years"),
        ({"matter": "pay"}, "pay_now"),
        ({"matter": "pay", "scheme": "flexible"}, "pay_now"),
        ({"matter": "pay", "scheme": "unknown"}, "pay_now"),
        ({"matter": "pay", "scheme": "employee"}, "paid_at_work"),
        ({"for_whom": "child", "matter": "pay"}, "pay_now"),
        ({"matter": "unknown"}, "check_first"),
        ({"for_whom": "child", "matter": "retiring"}, "check_first"),
    ],
)
def test_outcome(changes, outcome):
    assert ends(**changes) == outcome


def test_outcomes_stand_in_the_order_of_priority():
    assert [key for key, _ in COVERAGE.outcomes] == [
        *("newborn", "unemployment_pays", "transfer", "employer_enrols", "choose_one", "student", "resume_employee"),
        *("enrol_flexible", "resume_resident", "enrol_resident", "retirement_years"),
        *("paid_at_work", "pay_now", "check_first"),
    ]


@pytest.mark.parametrize("matter", ["lapsed", "left_job", "first"])
@pytest.mark.parametrize("for_whom", ["self", "family"])
def test_priority_who_pays_instead_before_all_that_one_does_oneself(for_whom, matter):
    assert ends(for_whom=for_whom, matter=matter, job="unemployment_benefit") == "unemployment_pays"
    assert ends(for_whom=for_whom, matter=matter, job="has") == "employer_enrols"


def test_priority_two_insurances_of_a_student_before_the_school():
    assert ends(for_whom="student", matter="twice") == "choose_one"


# Who waits: never the newborn, students, staff, and whoever is paid for


@pytest.mark.parametrize("lapsed_for", ["within_3_months", *LONG, "unknown"])
@pytest.mark.parametrize(
    "exempt",
    [
        {"for_whom": "newborn"},
        {"for_whom": "student"},
        {"for_whom": "employer"},
        {"job": "has"},
        {"job": "starting"},
        {"job": "unemployment_benefit"},
    ],
)
def test_waits_for_nothing(exempt, lapsed_for):
    assert waits(**exempt, lapsed_for=lapsed_for) == "none"


@pytest.mark.parametrize("for_whom", ["newborn", "student", "employer"])
def test_waits_for_nothing_and_is_never_asked_how_long_it_lapsed(for_whom):
    assert not {"lapsed_for", "job"} & set(walk(for_whom=for_whom).path)


@pytest.mark.parametrize("lapsed_for", [*LONG, "unknown"])
def test_waits_as_a_resident_however_long(lapsed_for):
    assert waits(lapsed_for=lapsed_for) == "resident"
    assert waits(for_whom="child", lapsed_for=lapsed_for) == "resident"


def test_resident_who_has_lost_no_year_yet_waits_only_when_late():
    assert waits(lapsed_for="within_3_months") == "late"
    assert waits(for_whom="child", lapsed_for="within_3_months") == "late"


@pytest.mark.parametrize("lapsed_for", ["within_3_months", "unknown"])
@pytest.mark.parametrize("scheme", ["employee", "flexible"])
def test_waits_no_months_within_three_months_of_a_job(scheme, lapsed_for):
    assert waits(scheme=scheme, lapsed_for=lapsed_for) == "switch"


@pytest.mark.parametrize("lapsed_for", LONG)
def test_waits_as_one_who_pays_alone_after_three_months(lapsed_for):
    assert waits(scheme="employee", lapsed_for=lapsed_for) == "flexible"
    assert waits(matter="left_job", lapsed_for=lapsed_for) == "flexible"


def test_waits_at_first_only_who_is_late_or_pays_alone():
    assert waits(matter="first") == "late"
    assert waits(matter="first", residence="works") == "flexible"
    assert waits(matter="moved") == "none"
    assert waits(matter="pay") == "none"


# Blocks


@pytest.mark.parametrize(
    ("changes", "blocks"),
    [
        ({}, ("waiting", "support")),
        ({"ill_now": "yes"}, ("ill_now", "waiting", "support")),
        ({"for_whom": "family"}, ("waiting", "proxy", "support")),
        ({"matter": "first"}, ("waiting", "support")),
        ({"matter": "first", "residence": "permit"}, ("waiting", "foreigner", "support")),
        ({"matter": "first", "ill_now": "yes"}, ("ill_now", "waiting", "support")),
        ({"matter": "first", "job": "has"}, ("foreigner",)),
        ({"for_whom": "newborn", "ill_now": "yes"}, ("ill_now", "support")),
        ({"for_whom": "employer"}, ()),
        ({"matter": "twice"}, ()),
        ({"matter": "pay"}, ("support",)),
        ({"matter": "pay", "scheme": "employee"}, ()),
        ({"matter": "left_job", "lapsed_for": "one"}, ("waiting",)),
        ({"matter": "moved", "scheme": "unknown"}, ()),
        ({"job": "unemployment_benefit"}, ()),
        (
            {"insured_place": "unknown", "scheme": "unknown", "lapsed_for": "unknown"},
            ("too_many_unknowns", "waiting", "support"),
        ),
    ],
)
def test_blocks(changes, blocks):
    assert walk(**changes).blocks == blocks


# Questions


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"for_whom": "newborn"}, ("for_whom", "insured_place", "ill_now")),
        ({"for_whom": "employer"}, ("for_whom", "insured_place")),
        ({"for_whom": "student", "matter": "first"}, ("for_whom", "matter", "insured_place", "ill_now")),
        ({"matter": "left_job"}, ("for_whom", "matter", "insured_place", "lapsed_for", "job", "ill_now")),
        ({"matter": "pay"}, ("for_whom", "matter", "insured_place", "scheme")),
        ({"matter": "twice"}, ("for_whom", "matter", "insured_place")),
        ({"matter": "unknown"}, ("for_whom", "matter", "insured_place")),
        ({"matter": "first"}, ("for_whom", "matter", "insured_place", "job", "residence", "ill_now")),
        ({"matter": "first", "job": "has"}, ("for_whom", "matter", "insured_place", "job", "ill_now")),
        ({"matter": "moved"}, ("for_whom", "matter", "insured_place", "scheme", "job", "residence", "ill_now")),
        ({"matter": "moved", "job": "has"}, ("for_whom", "matter", "insured_place", "scheme", "job", "ill_now")),
        (
            {"for_whom": "child", "matter": "moved"},
            ("for_whom", "matter", "insured_place", "residence", "ill_now"),
        ),
        ({"for_whom": "child"}, ("for_whom", "matter", "insured_place", "lapsed_for", "ill_now")),
    ],
)
def test_questions_asked(changes, path):
    assert walk(**changes).path == path


def test_questions_are_never_more_than_seven():
    assert max(len(sample_walk(COVERAGE, path).path) for path in paths(COVERAGE)) == 7


def test_questions_answers_made_irrelevant_are_dropped():
    assert set(walk(for_whom="newborn").kept) == {"for_whom", "insured_place", "ill_now"}


# Cases that people meet


def test_case_child_born_last_week_needs_three_answers():
    walked = walk(for_whom="newborn", ill_now="yes")
    assert (walked.outcome, len(walked.path)) == ("newborn", 3)


def test_case_job_that_ended_in_august():
    """By November it is the third month: still in time, and afterwards no longer."""
    assert ends(matter="left_job", lapsed_for="within_3_months") == "resume_employee"
    assert ends(matter="left_job", lapsed_for="within_a_year") == "enrol_flexible"


def test_case_mother_who_did_not_pay_for_three_years():
    walked = walk(for_whom="family", lapsed_for="three")
    assert (walked.outcome, walked.blocks) == ("resume_resident", ("waiting", "proxy", "support"))


def test_case_rider_without_a_household_there_is_not_sent_home():
    assert ends(matter="first", residence="works", job="none") == "enrol_flexible"
