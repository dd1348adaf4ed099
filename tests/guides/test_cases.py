"""The cases that people must not be left alone with: one test for each, under its own name.

What counts several stays, lines to pass and other covers together belongs to the guide on a second reimbursement.
"""

import pytest

from tests.guides.outcomes import outcome, papers, statements

pytestmark = pytest.mark.django_db

REMOTE, CLAIM, CARD = "remote-care", "manual-claim", "card-replacement"
#: The words of the law itself were read, at its issuer or in a faithful copy.
READ = {"官方原文", "原文转录"}
PROXY_PAPERS = {
    REMOTE: {"proxy-id", "principal-id", "authorization-letter"},
    CLAIM: {"proxy-id", "principal-id", "authorization-letter"},
    CARD: {"card-proxy-id", "card-proxy-letter"},
}
#: What makes somebody else go.
GONE_FOR = {
    REMOTE: {"for_whom": "family"},
    CLAIM: {"for_whom": "family"},
    CARD: {"for_whom": "family", "in_person": "no"},
}


def told(found):
    """The keys of all texts."""
    return {statement["key"] for statement in statements(found) if "title" in statement}


def numbers(found):
    return [phone["number"] for phone in found["phones"]]


def rules(found):
    return [rule["label"] for rule in found["local_rules"]]


def tells(guide, *keys, **said):
    """The outcome, which tells all of these."""
    found = outcome(guide, **said)
    assert set(keys) <= told(found)
    return found


# Who, where, and how they stand


def test_insured_registered_and_living_in_three_places():
    """参保地≠户籍≠住地"""
    found = outcome(REMOTE, reason="lives_there", proof="community_letter")
    assert found["key"] == "file_long_term"
    assert numbers(found) == ["0412-12393", "010-12393"]
    assert not {key for key in papers(found) if "household-register" in key}


@pytest.mark.parametrize("guide", GONE_FOR)
def test_helper_is_not_the_patient(guide):
    """替别人办"""
    found = outcome(guide, **GONE_FOR[guide])
    assert "proxy" in found["blocks"]
    assert papers(found) >= PROXY_PAPERS[guide]
    assert found["in_person"]
    assert not papers(outcome(guide)) & PROXY_PAPERS[guide]


def test_minor():
    """未成年的孩子"""
    filing = tells(REMOTE, "proxy-child", "in-person-child", for_whom="child")
    assert {"guardian-household-register", "guardian-birth-certificate"} <= papers(filing)
    claim = tells(CLAIM, "manual-proxy-child", "manual-in-person-child", for_whom="child")
    assert {"guardian-household-register", "bank-card-child"} <= papers(claim)
    card = tells(CARD, "card-child-block", "card-in-person-photo", for_whom="child", reported="no")
    assert {"card-guardian-id", "card-guardian-relation"} <= papers(card)


@pytest.mark.parametrize(
    ("guide", "home_visit"),
    [(REMOTE, "proxy-home-visit"), (CLAIM, "manual-proxy-home-visit"), (CARD, "card-proxy-block")],
)
def test_bedridden_without_smartphone(guide, home_visit):
    """老人卧床、没有智能手机"""
    found = tells(guide, home_visit, **GONE_FOR[guide])
    assert found["phones"][0]["number"].startswith("0412-")
    assert any("窗口" in way["name"] or "网点" in way["name"] for way in found["channels"])
    (text,) = [text for text in found["added"] if text["key"] == home_visit]
    assert "30条" in text["basis"]["article"]
    assert text["basis"]["evidence"] in READ


def test_bedridden_cannot_sign():
    """签不了名的，问近亲属能不能代签"""
    for guide, key in [
        (REMOTE, "in-person-letter"),
        (CLAIM, "manual-in-person-letter"),
        (CARD, "card-in-person-letter"),
    ]:
        found = tells(guide, key, **GONE_FOR[guide])
        assert any("近亲属能不能代签" in line for text in found["in_person"] for line in text["lines"])
    tells(REMOTE, "in-person-injury", for_whom="family", stage="admitted", injury="yes")


def test_deceased():
    """已去世的家人"""
    claim = tells(
        CLAIM, "manual-deceased-resident", "manual-proxy-deceased", "manual-in-person-deceased", for_whom="deceased"
    )
    assert {"death-certificate", "kinship-proof", "bank-card-heir"} <= papers(claim)
    assert "authorization-letter" not in papers(claim)
    assert "manual-afterwards-next-time" not in told(outcome(CLAIM, for_whom="deceased", where="other_city"))
    card = outcome(CARD, for_whom="deceased")
    assert card["key"] == "deceased"
    assert {"card-heir-id", "card-heir-account"} <= papers(card)


@pytest.mark.parametrize(
    ("scheme", "key"), [("resident", "manual-waiting-period"), ("employee", "manual-lapsed-employee")]
)
def test_contributions_lapsed_or_waiting_period(scheme, key):
    """断缴、等待期"""
    found = tells(CLAIM, "manual-lapsed", key, insured_now="lapsed", scheme=scheme)
    assert found["blocks"] == ["lapsed"]
    assert key not in told(outcome(CLAIM, scheme=scheme))


def test_two_insurances():
    """有两份保险"""
    tells(CLAIM, "manual-warning-twice", "manual-warning-insurer")


# Filing


def test_filed_to_the_wrong_city():
    """备案备错了城市"""
    found = tells(REMOTE, "change-verdict-trip", "change-step-second", "wrong-city", filed_before="other_city")
    assert found["key"] == "change_filing"
    tells(REMOTE, "change-verdict", "change-step-change", filed_before="other_city", reason="lives_there")


def test_filed_for_the_wrong_kind():
    """备案种类选错了"""
    tells(REMOTE, "filed-step-expired", "wrong-city", filed_before="same_city")


def test_long_term_chosen_by_someone_who_travels():
    """该选临时，选成长期"""
    long_stay = outcome(REMOTE, reason="lives_there", proof="residence_permit")
    assert "备案后多久能变更或取消" in rules(long_stay)
    assert any("只去一两次的，别选长期" in rule["note"] for rule in long_stay["local_rules"])
    assert outcome(REMOTE, reason="own_choice")["key"] == "file_temporary"


def test_temporary_chosen_by_someone_who_lives_there():
    """该选长期，选成临时"""
    assert outcome(REMOTE, reason="lives_there", proof="none")["key"] == "file_long_term_pledge"
    tells(REMOTE, "temporary-step-which", reason="unknown")


def test_back_in_the_insured_place_after_filing():
    """备案后又回参保地看病"""
    found = tells(REMOTE, "both-places", reason="lives_there", proof="residence_permit")
    assert "备案后回参保地看病怎么报" in rules(found)
    assert outcome(REMOTE, care_place="210300")["key"] == "local"


def test_hospital_linked_for_inpatients_but_not_outpatients():
    """医院住院能当场报，门诊不能"""
    tells(REMOTE, "outpatient", care_type="outpatient")
    assert outcome(REMOTE, care_type="outpatient", hospital_linked="no")["key"] == "hospital_not_linked"
    said = {"care_kind": "outpatient", "where": "other_city", "why_not_settled": "hospital_not_linked"}
    tells(CLAIM, "manual-warning-not-linked", **said)


def test_in_hospital_now_and_not_filed():
    """正在住院，没有备案"""
    found = tells(REMOTE, "admitted-verdict", "admitted-deadline", "admitted-step-hospital", stage="admitted")
    assert found["key"] == "file_before_discharge"
    assert numbers(found)[0] == "0412-12393"


def test_discharged_and_paid():
    """出院了，钱自己垫了"""
    found = tells(REMOTE, "late-verdict", "late-step-claim", stage="discharged")
    assert {"手工报销最晚什么时候交", "手工报销多久办好"} <= set(rules(found))
    tells(CLAIM, "manual-verdict-file-first", where="other_city", why_not_settled="not_filed")


def test_emergency(client):
    """急诊抢救"""
    found = client.get("/guides/remote-care/outcome.json?stage=emergency").json()
    assert {"emergency-verdict", "emergency-step-mark"} <= told(found)
    assert numbers(found) == ["12393"]
    tells(CLAIM, "manual-warning-emergency", care_kind="emergency", where="other_city", why_not_settled="not_filed")


def test_admitted_as_a_paying_patient():
    """入院时登记成自费"""
    tells(REMOTE, "admitted-warning-self-pay", stage="admitted")
    tells(CLAIM, "manual-step-settle-office", why_not_settled="other", discharged="not_yet")


def test_injury():
    """摔伤、车祸、工伤、被人打伤"""
    for guide, said, key in [
        (REMOTE, {"stage": "discharged"}, "injury-who-pays"),
        (CLAIM, {}, "manual-injury-who-pays"),
    ]:
        found = tells(guide, key, **said, injury="yes")
        assert found["blocks"] == ["injury"]
        (text,) = [text for text in found["added"] if text["key"] == key]
        assert text["basis"]["evidence"] in READ
    assert "injury-papers" in papers(outcome(CLAIM, injury="yes"))


def test_maternity():
    """生孩子"""
    tells(REMOTE, "maternity")
    found = tells(CLAIM, "manual-warning-maternity", "manual-afterwards-no-allowance", care_kind="maternity")
    tells(CLAIM, "manual-afterwards-allowance", care_kind="maternity", scheme="employee")
    assert {"manual-maternity-diagnosis", "manual-maternity-record"} <= papers(found)


def test_pharmacy():
    """药店买药、托人买药"""
    tells(REMOTE, "pharmacy", "pharmacy-for-someone", care_type="pharmacy", scheme="employee")
    tells(REMOTE, "pharmacy-resident", "pharmacy-for-someone", care_type="pharmacy", scheme="resident")
    found = tells(CLAIM, "manual-warning-outside", "manual-warning-sent-out", care_kind="outside_drug")
    assert {"manual-receipts-pharmacy", "manual-outside-prescription"} <= papers(found)


def test_student_on_holiday():
    """学生放假回家看病"""
    tells(REMOTE, "student-holiday", for_whom="child", scheme="resident", reason="own_choice")
    tells(CLAIM, "manual-step-student", where="other_city", why_not_settled="student_holiday")


def test_two_long_stay_cities():
    """在两个城市轮流住"""
    assert "能不能同时备案几个城市" in rules(outcome(REMOTE, reason="lives_there", proof="residence_permit"))
    tells(REMOTE, "change-warning-old", reason="lives_there", proof="community_letter", filed_before="other_city")


@pytest.mark.parametrize("said", [{}, {"filed_before": "same_city"}, {"filed_before": "other_city"}])
def test_filing_shows_but_the_hospital_cannot_find_it(said):
    """查得到备案，医院说查不到"""
    tells(REMOTE, "hospital-cannot-find", **said)


def test_employer_files_for_posted_staff():
    """单位替派驻的员工办"""
    said = {"for_whom": "employer", "scheme": "employee", "reason": "works_there", "proof": "work_letter"}
    found = tells(REMOTE, "proxy-employer", "long-term-step-file-works", "in-person-letter", **said)
    assert found["key"] == "file_long_term"
    assert "authorization-letter" in papers(found)


# Invoices, accounts and people who ask for money


def test_invoice_printed_twice():
    """电子发票打印了两次"""
    tells(CLAIM, "manual-warning-electronic", receipts="electronic")


def test_invoice_lost():
    """发票丢了"""
    found = tells(CLAIM, "manual-receipts-lost", receipts="lost")
    assert "receipts-lost" in papers(found)
    assert "receipts_lost" in found["blocks"]


@pytest.mark.parametrize(
    ("for_whom", "paper"),
    [
        ("family", "bank-card"),
        ("child", "bank-card-child"),
        ("deceased", "bank-card-heir"),
    ],
)
def test_bank_account_not_in_the_patients_name(for_whom, paper):
    """收款的银行卡不是病人本人的"""
    accounts = {key for key in papers(outcome(CLAIM, for_whom=for_whom)) if "bank-card" in key}
    assert accounts == {paper}


@pytest.mark.parametrize(("guide", "key"), [(REMOTE, "no-fee"), (CLAIM, "manual-warning-fee"), (CARD, "card-scam")])
def test_scams_asking_a_fee(guide, key):
    """有人要收手续费"""
    tells(guide, key)


# Cards and codes


@pytest.mark.parametrize(
    ("card_kind", "ends", "key"),
    [
        ("social_security_card", "exchange_damaged", "card-damaged-verdict"),
        ("old_medical_card", "old_card", "card-old-verdict"),
        ("code_only", "code_help", "card-code-warning-two"),
        ("unknown", "exchange_damaged", "card-kind-unknown"),
    ],
)
def test_social_security_card_medical_card_or_code(card_kind, ends, key):
    """社保卡、医保卡、医保码、电子社保卡分不清"""
    assert tells(CARD, key, trouble="damaged", card_kind=card_kind)["key"] == ends


def test_two_accounts_to_freeze():
    """社保和银行，两处都要挂失"""
    found = tells(CARD, "card-lost-step-12333", "card-lost-step-bank", "card-lost-warning-bank-only", reported="no")
    assert numbers(found) == ["0412-12333", "0412-12393"]


def test_temporary_report_expires_by_itself():
    """临时挂失会自己过期"""
    found = tells(CARD, "card-temporary-report", "card-lost-step-formal", reported="temporary")
    assert "临时挂失管多久" in rules(found)


@pytest.mark.parametrize("trouble", ["lost", "damaged", "expired", "locked", "moved", "never_had"])
def test_treatment_today(trouble):
    """今天就要看病"""
    found = outcome(CARD, trouble=trouble, need_now="today")
    assert found["steps"][0]["key"] == "card-treat-today"


def test_treatment_today_under_a_new_name():
    """今天就要看病，名字刚改过"""
    found = outcome(CARD, trouble="details_changed", need_now="today")
    assert (found["verdict"]["key"], found["steps"][0]["key"]) == (
        "card-today-verdict-renamed",
        "card-treat-today-renamed",
    )


def test_treatment_today_when_the_code_fails():
    """今天就要看病，医保码打不开"""
    assert outcome(CARD, trouble="code_fails", need_now="today")["steps"][0]["key"] == "card-treat-today-code"


@pytest.mark.parametrize(("answer", "key"), [("yes", "card-pension-block"), ("unknown", "card-pension-unsure")])
def test_pension_account_changes(answer, key):
    """养老金打在这张卡上"""
    assert tells(CARD, key, trouble="expired", pension_on_card=answer)["blocks"] == ["pension"]


def test_name_changed():
    """姓名或号码改了"""
    keys = ("card-details-verdict", "card-details-step-social", "card-details-step-medical")
    assert "card-changed-details" in papers(tells(CARD, *keys, trouble="details_changed"))


def test_found_after_formal_report():
    """正式挂失以后又找到了"""
    tells(CARD, "card-lost-warning-found", reported="formal")


def test_code_cannot_be_activated():
    """医保码激活不了"""
    keys = ("card-code-step-open", "card-code-step-details", "card-code-step-call", "card-code-step-paper")
    assert "0412-12393" in numbers(tells(CARD, *keys, trouble="code_fails"))
