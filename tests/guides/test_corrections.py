"""What was corrected stays corrected: what a page must say and must not, on which article and of which grade; and what
the law of 2027 changes on its day, no earlier."""

import datetime as dt

import pytest

from guides.models import Advice, Document, Misconception, Parameter, Term
from registry import snapshot
from registry.publication import Evidence
from registry.snapshot import published_models
from tests.guides.outcomes import all_words, outcome, papers, statements, words

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-11-26")]

CLAIM, SECOND, CARD, REMOTE = "manual-claim", "second-reimbursement", "card-replacement", "remote-care"
EVE, NEW_YEAR = dt.date(2026, 12, 31), dt.date(2027, 1, 1)


def told(found, key):
    (statement,) = (one for one in statements(found) if one.get("key") == key)
    return statement


#: What is asked, the statement, what it says, what it rests on, and how surely it is known.
CORRECTED = {
    "三十个工作日从收到申请算": (
        CLAIM,
        {},
        "manual-afterwards-time",
        "收到申请起，最长 30 个工作日",
        "第20条",
        "原文转录",
    ),
    "当场报从结账算，不只出院": (
        CLAIM,
        {"discharged": "not_yet"},
        "manual-deadline-settle-first",
        "结账之前",
        "",
        "编者提示",
    ),
    "没有提前备案，看参保地": (
        CLAIM,
        {"where": "other_city", "why_not_settled": "not_filed"},
        "manual-verdict-file-first",
        "报多少看参保地",
        "第14条",
        "原文转录",
    ),
    "非定点除急诊抢救不付": (CLAIM, {}, "manual-warning-undesignated", "除了急诊抢救", "第33条", "原文转录"),
    "跨年手工报的那一年": (
        CLAIM,
        {"where": "other_city"},
        "manual-deadline-year-end",
        "算哪一年由参保地定",
        "正文 二（四）",
        "原文转录",
    ),
    "证明的依据有三样": (CLAIM, {}, "manual-warning-other-proof", "法律、法规或国务院决定", "第31条", "原文转录"),
    "复议的期限": (CLAIM, {}, "manual-afterwards-appeal", "60 天内", "第11、20、22、23、24、87条", "原文转录"),
    "不给办的先复议": (
        CLAIM,
        {},
        "manual-afterwards-appeal",
        "不给办、不答复的，要先复议",
        "第11、20、22、23",
        "原文转录",
    ),
    "病历复印": (CLAIM, {}, "manual-warning-records", "您都有权复印", "第16条", "原文转录"),
    "先行支付怎么申请": (
        CLAIM,
        {"injury": "yes"},
        "manual-injury-advance",
        "钱已经自己垫了，也能申请",
        "批复",
        "原文转录",
    ),
    "由医保先付，由医保去追": (
        CLAIM,
        {"injury": "yes"},
        "manual-injury-who-pays",
        "由医保先付，再由医保去追",
        "第30条",
        "原文转录",
    ),
    "十八岁以下父母代办": (
        CLAIM,
        {"for_whom": "child"},
        "manual-proxy-child",
        "不用委托书",
        "第17、23、27条",
        "原文转录",
    ),
    "去外地由谁评估": (
        REMOTE,
        {"reason": "own_choice", "care_type": "inpatient"},
        "referral-doctor",
        "原则上由二、三级医院",
        "",
        "原文转录",
    ),
    "慢特病结错了": (
        CLAIM,
        {"care_kind": "outpatient", "where": "other_city", "why_not_settled": "other"},
        "manual-warning-wrong-kind",
        "应当帮您退费",
        "三（五）",
        "原文转录",
    ),
    "等待期和修复": (
        CLAIM,
        {"insured_now": "lapsed"},
        "manual-waiting-period",
        "每多断 1 年，一般多等 1 个月；补交 1 年，少等 1 个月",
        "",
        "原文转录",
    ),
    "二次报销里的等待期": (SECOND, {"insured_now": "lapsed"}, "manual-waiting-period", "先等 3 个月", "", "原文转录"),
    "连续参保的激励": (
        SECOND,
        {"catastrophic_line": "paid"},
        "second-warning-continuous",
        "连续交满 4 年后，每多交 1 年，大病保险封顶线可提高",
        "",
        "转述",
    ),
    "大额补助另算": (SECOND, {"scheme": "employee"}, "second-warning-employee-top", "封顶线以上的钱", "", "转述"),
    "跨省一起结看条件": (SECOND, {}, "second-warning-remote", "有条件的地方", "第6、32条", "原文转录"),
    "去世二十个工作日内报告": (
        CARD,
        {"for_whom": "deceased"},
        "card-deceased-deadline",
        "20 个工作日内",
        "第25、46条",
        "原文转录",
    ),
    "改信息十个工作日": (
        CARD,
        {"trouble": "details_changed"},
        "card-details-deadline",
        "10 个工作日办完",
        "第9、10条",
        "原文转录",
    ),
    "六十天是央视的介绍": (CARD, {"trouble": "expired"}, "card-renew-verdict", "央视 2023 年介绍", "", "转述"),
    "工伤认定的期限": (CLAIM, {"injury": "work"}, "work-injury-deadline", "单位 30 天内申请认定", "第17条", "原文转录"),
    "工伤有自己的当场结": (
        REMOTE,
        {"injury": "work"},
        "work-injury-step-remote",
        "刷社保卡当场结",
        "一、二",
        "转述",
    ),
    "换了城市，老家那份何时停先问": (
        "coverage",
        {"matter": "moved", "residence": "works"},
        "coverage-enrol-verdict-moved",
        "老家那份何时停",
        "第6、13条",
        "原文转录",
    ),
    "换了住处，居民医保关系按规定转": (
        "coverage",
        {"matter": "moved", "residence": "works"},
        "coverage-enrol-verdict-moved",
        "换了住处可以按规定转",
        "第6、13条",
        "原文转录",
    ),
    "今天就能办的：退费重结": (CLAIM, {}, "manual-verdict-resettle", "能不能退费、按医保重结", "", "编者提示"),
}


@pytest.mark.parametrize(("guide", "said", "key", "says", "article", "grade"), CORRECTED.values(), ids=CORRECTED)
def test_statement_says_what_its_text_says(guide, said, key, says, article, grade):
    statement = told(outcome(guide, **said), key)
    assert says in words(statement)
    assert article in statement["basis"]["article"]
    assert statement["basis"]["evidence"] == grade


#: What pages used to say, and the answers for which they said it.
WITHDRAWN = {
    "自己定的三个月": (CLAIM, {}, "看完后 3 个月内办"),
    "殡葬部门不开死亡证明": (CLAIM, {"for_whom": "deceased"}, "殡葬部门"),
    "处方要原件": (CLAIM, {"care_kind": "outside_drug", "where": "other_city", "why_not_settled": "other"}, "处方原件"),
    "收据也是法定的名字": (CLAIM, {}, "收据、小票、刷卡单都不是发票"),
    "新生儿不算断缴": (CLAIM, {"for_whom": "child", "insured_now": "newborn"}, "一般不报"),
    "居民没有津贴": (CLAIM, {"care_kind": "maternity"}, "生育津贴另外申请"),
    "交齐以后才算": (CLAIM, {}, "交齐以后，最长"),
    "等待期各地不同了事": (SECOND, {"insured_now": "lapsed"}, "等待期几个月，各地不同"),
    "职工只算自付": (SECOND, {"scheme": "employee"}, "只算“自付”"),
    "只算到今年年底": (SECOND, {"scheme": "resident"}, "不用专门回参保地再交一遍材料"),
    "输错六次": (CARD, {"trouble": "locked"}, "输错 6 次"),
    "大兴的规定": (CARD, {"trouble": "damaged", "issued_place": "110000"}, "大兴区"),
    "2010 年的须知": (CARD, {"in_person": "no", "issued_place": "310000"}, "2010"),
    "交了钱再停老家那份": ("coverage", {"matter": "moved"}, "交了钱再停老家"),
    "一定能用到年底": ("coverage", {"matter": "moved"}, "可以用到年底再换"),
    "工伤不去医保窗口": (CLAIM, {"injury": "work"}, "回参保地手工报销"),
    "连着算的起付线只在参保地里": (
        REMOTE,
        {"reason": "own_choice", "care_type": "inpatient"},
        "起付线可以连着算",
    ),
    "手工报的不照当场报那样分年": (CLAIM, {"where": "other_city"}, "按天分到两年"),
    "代办备案规程没写": (REMOTE, {"stage": "admitted", "reason": "own_choice"}, "或请家人去窗口"),
    "在本省外市急诊也许要备案": (REMOTE, {"reason": "own_choice", "care_type": "inpatient"}, "不用管备案"),
    "没有转诊单也许能后补": (REMOTE, {"reason": "referral", "referral_letter": "have"}, "就只能办"),
    "工伤不办医保备案": (REMOTE, {"reason": "works_there", "proof": "work_letter", "injury": "work"}, "种类选"),
}


@pytest.mark.parametrize(("guide", "said", "gone"), WITHDRAWN.values(), ids=WITHDRAWN)
def test_statement_that_was_wrong_is_gone(guide, said, gone):
    assert gone not in all_words(outcome(guide, **said))


def test_death_certificate_is_issued_by_who_treated_the_patient():
    (row,) = (row for row in snapshot.current().rows(Document) if row.key == "death-certificate")
    assert row.issuer == "救治的医院；在家过世的，社区或乡镇卫生院"
    assert row.electronic_accepted
    assert (row.source.number, row.evidence) == ("国卫规划发〔2026〕5号", "retold")


def test_prescription_medicine_needs_one_reimbursed_or_not():
    """处方管理办法第4条：处方药应当凭医师处方销售。"""
    (row,) = (row for row in snapshot.current().rows(Document) if row.key == "pharmacy-prescription")
    assert row.where_to_get.startswith("处方药、要医保报的药都要")
    assert row.print_note == "买处方药、要报的药带上"


@pytest.mark.parametrize("key", ["authorization-letter", "card-proxy-letter"])
def test_letter_of_authority_names_whom_what_and_until_when(key):
    (row,) = (row for row in snapshot.current().rows(Document) if (row.key, row.region_id) == (key, "000000"))
    assert "委托谁、办什么" in row.where_to_get
    assert "到哪天为止" in row.where_to_get
    assert (row.source.key, row.source_article) == ("civil-code", "第165条")


def test_unknown_deadline_is_said_to_be_unknown_with_the_strictest_that_is_known_and_a_phone():
    """没有查到期限：不给自己的数。"""
    said = words(told(outcome(CLAIM), "manual-deadline"))
    assert "国家没有统一期限" in said
    assert "只给出院后一个月" in said
    assert "0412-12393" in said


@pytest.mark.parametrize(
    ("scheme", "key"), [("employee", "manual-lapsed-employee"), ("resident", "manual-waiting-period")]
)
def test_who_lapsed_is_told_first_to_ask_about_paying_up(scheme, key):
    found = outcome(CLAIM, insured_now="lapsed", scheme=scheme)
    assert "先打电话问能不能补缴" in found["verdict"]["title"]
    assert key in {one.get("key") for one in statements(found)}


def test_nothing_here_claims_to_have_been_read_at_its_issuer():
    """Laws were read in copies; a clerk makes them official."""
    for model in (Advice, Document, Misconception, Term):
        for row in snapshot.current().rows(model):
            if row.region_id == "000000" and row.key.startswith(("manual-", "second-", "card-", "work-")):
                assert row.evidence != Evidence.OFFICIAL, row.key


# The law of 2027


def in_force(on):
    """What is published on a date: kind, key and region → the row."""
    rows = (row for model in published_models() for row in snapshot.current().rows(model) if row.in_force(on))
    return {(type(row).__name__, getattr(row, "key", row.pk), row.region_id): row for row in rows}


OURS = ("manual-", "second-", "card-", "work-", "medical-code")


def test_what_the_law_changes_on_new_years_day():
    before, after = in_force(EVE), in_force(NEW_YEAR)
    mine = {name for name in {*before, *after} if str(name[1]).startswith(OURS)}
    succeeded = {name for name in mine if name in before and name in after and before[name].pk != after[name].pk}
    assert {name[1] for name in succeeded} == {
        *("manual-step-papers", "manual-warning-twice", "manual-warning-honest"),
        *("second-warning-name", "second-step-papers", "second-warning-honest", "card-deceased-warning-use"),
        *("card-or-code", "medical-code"),
    }
    assert {name for name in mine if name not in before} == {("Advice", "manual-right-2027", "000000")}
    assert {name for name in mine if name not in after} == {("Advice", "manual-deadline-newborn", "440100")}
    for name in (*succeeded, ("Advice", "manual-right-2027", "000000")):
        assert after[name].source.key == "law-medical-security"
        assert after[name].source_article


@pytest.mark.parametrize("on", [dt.date(2026, 11, 26), EVE, NEW_YEAR])
def test_nothing_rests_on_a_text_that_is_not_in_force(on):
    wrong = [
        name
        for name, row in in_force(on).items()
        if (row.source.in_force_from and row.source.in_force_from > on)
        or (row.source.in_force_to and row.source.in_force_to < on)
    ]
    assert wrong == []


def test_page_says_the_penalty_of_the_law_in_force(clock):
    clock(EVE)
    assert "罚 2 到 5 倍" in words(told(outcome(CLAIM), "manual-warning-honest"))
    assert "限制去哪些定点" not in all_words(outcome(CLAIM))
    assert "《医疗保障法》" not in all_words(outcome(CLAIM))
    clock(NEW_YEAR)
    found = outcome(CLAIM)
    assert "限制去哪些定点" in words(told(found, "manual-warning-honest"))
    assert told(found, "manual-warning-honest")["basis"]["article"] == "第49条"
    assert "《医疗保障法》" in words(told(found, "manual-right-2027"))


def test_no_rule_for_all_speaks_of_one_province():
    """A local rule stands under 在…办，规定怎么写: there the words of another place are simply wrong."""
    rules = [row for row in snapshot.current().rows(Parameter) if row.region_id == "000000"]
    assert [row.key for row in rules if "江苏" in row.value + row.note] == []
    assert rules


@pytest.mark.parametrize("discharged", ["last_year", "earlier"])
@pytest.mark.parametrize("scheme", ["resident", "employee", "unknown"])
@pytest.mark.parametrize("insured_now", ["yes", "lapsed"])
@pytest.mark.parametrize(
    ("guide", "said"),
    [
        (CLAIM, {"why_not_settled": "no_card"}),
        (CLAIM, {"why_not_settled": "other"}),
        *[
            (SECOND, {"first_claim": claim, **line})
            for claim, line in [
                ("direct", {"catastrophic_line": "zero"}),
                ("manual", {"catastrophic_line": "zero"}),
                ("direct", {"catastrophic_line": "unreadable"}),
                ("not_yet", {}),
            ]
        ],
    ],
)
def test_bill_of_a_past_year_is_not_spoken_of_as_this_years(guide, said, discharged, scheme, insured_now):
    found = outcome(guide, **said, discharged=discharged, scheme=scheme, insured_now=insured_now)
    everything = [found["title"], all_words(found), *(words(layer["text"]) for layer in found["layers"])]
    everything += map(words, found["misconceptions"])
    wrong = ("年底前", "今年用", "今年累计", "今年却", "今年是多少", "算到今年", "今年的累计")
    assert [phrase for phrase in wrong if phrase in "\n".join(everything)] == []


@pytest.mark.parametrize("guide", [CLAIM, SECOND])
@pytest.mark.parametrize(("scheme", "told"), [("resident", False), ("employee", True), ("unknown", True)])
def test_residents_have_no_personal_account(guide, scheme, told):
    found = outcome(guide, scheme=scheme, insured_now="lapsed")
    everything = "\n".join([all_words(found), *map(words, found["misconceptions"])])
    assert ("个人账户" in everything) == told


@pytest.mark.parametrize("first_claim", ["direct", "manual", "not_yet"])
def test_nobody_is_asked_what_only_the_other_scheme_has(first_claim):
    for scheme, other in (("resident", ("职工：", "职工问")), ("employee", ("居民：", "居民问"))):
        found = outcome(SECOND, scheme=scheme, first_claim=first_claim)
        said = "\n".join([all_words(found), *(words(layer["text"]) for layer in found["layers"])])
        assert [phrase for phrase in other if phrase in said] == []


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("own_choice", "其他临时外出就医人员"),
        ("referral", "异地转诊就医"),
        ("lives_there", "异地长期居住人员"),
        ("resettled", "异地安置退休人员"),
        ("works_there", "常驻异地工作人员"),
    ],
)
@pytest.mark.parametrize("stage", ["planning", "admitted"])
def test_whoever_files_is_told_which_kind_to_choose(stage, reason, kind):
    found = outcome(REMOTE, stage=stage, reason=reason)
    assert f"种类选“{kind}”" in "\n".join(text["title"] for text in found["steps"])


def test_reason_unknown_in_hospital_asks_for_the_kind():
    steps = outcome(REMOTE, stage="admitted", reason="unknown")["steps"]
    assert "打电话问清选哪一种，再办备案。" in [text["title"] for text in steps]


AWAY = {"where": "other_city", "why_not_settled": "not_filed"}


@pytest.mark.parametrize(
    ("guide", "said", "title", "never"),
    [
        # No text pays for a holiday without a filing but that of 江苏, whose students are told so.
        (
            CLAIM,
            {**AWAY, "why_not_settled": "student_holiday"},
            "先打电话问放假住院报不报",
            "再带齐票据回去报。",
        ),
        (
            CLAIM,
            {**AWAY, "why_not_settled": "student_holiday", "insured_place": "320500"},
            "放假回家看病能报",
            "报不报",
        ),
        # Nobody files for the dead.
        (CLAIM, {**AWAY, "for_whom": "deceased"}, "先打电话问没备案的还报不报", "异地就医备案表"),
        (CLAIM, {**AWAY, "for_whom": "family"}, "先打电话问能不能补备案", "先打电话问没备案的还报不报"),
        # An emergency counts as filed.
        (REMOTE, {"stage": "emergency"}, "先救人", "备案办好后"),
        # Near, what is not settled is asked in hospital as well, and with an old filing.
        (REMOTE, {"care_place": "210100", "stage": "admitted"}, "先打电话问要不要办", ""),
        (REMOTE, {"care_place": "210100", "stage": "admitted", "filed_before": "other_city"}, "先打电话问要不要改", ""),
        (REMOTE, {"care_place": "210100", "filed_before": "other_city"}, "先打电话问要不要备案", ""),
        (REMOTE, {"stage": "admitted"}, "快办备案。出院结账前办好", ""),
        (
            REMOTE,
            {"care_type": "chronic", "chronic_approved": "unknown"},
            "问办过慢特病认定没有",
            "办慢特病认定；要备案的也备好",
        ),
        (REMOTE, {"care_type": "chronic", "chronic_approved": "no"}, "办慢特病认定；要备案的也备好", ""),
        # 广东, within the province: back to the hospital before a claim by hand.
        (
            REMOTE,
            {"insured_place": "440100", "care_place": "440600", "stage": "discharged"},
            "回医院补记账，不行再手工报",
            "",
        ),
        (REMOTE, {"insured_place": "440100", "stage": "discharged"}, "先打电话问能不能补备案，再回参保地手工报销", ""),
        # Who may have to pay comes first from both guides.
        (REMOTE, {"stage": "discharged", "injury": "yes"}, "先打电话问该谁出钱", ""),
        (REMOTE, {"stage": "discharged", "injury": "unknown"}, "先打电话问能不能补备案，再回参保地手工报销", ""),
        (CLAIM, {**AWAY, "injury": "yes"}, "先打电话问该谁出钱", ""),
        # What was never settled was not settled as the wrong kind.
        (CLAIM, {**AWAY, "care_kind": "outpatient"}, "先打电话问能不能报、能不能补备案", "按普通门诊结的"),
    ],
)
def test_headline_promises_no_more_than_its_text(guide, said, title, never):
    found = outcome(guide, **said)
    assert title in found["title"]
    assert not never or never not in all_words(found)


@pytest.mark.parametrize("stage", ["planning", "admitted", "emergency"])
def test_who_is_not_through_with_the_doctor_hands_nothing_in(stage):
    found = outcome(REMOTE, stage=stage, hospital_linked="no")
    needed = {paper["key"]: group["needed"] for group in found["documents"] for paper in group["papers"]}
    assert needed["till-papers"] == "later"
    assert not {"receipts", "fee-list", "diagnosis-records", "bank-card"} & needed.keys()
    assert "receipts" in papers(outcome(REMOTE, stage="discharged"))


def test_hospital_that_is_not_linked_takes_no_pledge_and_settles_nothing():
    def injured(linked):
        return outcome(REMOTE, for_whom="family", stage="admitted", injury="yes", hospital_linked=linked)

    assert "injury-no-third-party" in papers(injured("yes"))
    assert "injury-no-third-party" not in papers(injured("no"))
    assert "先别按自费结账" in all_words(injured("yes"))
    assert "先别按自费结账" not in all_words(injured("no"))
    assert "in-person-injury" not in {text["key"] for text in injured("no")["in_person"]}


def test_who_filed_late_is_told_by_when_to_appeal():
    assert "60 天内可以申请行政复议" in all_words(outcome(REMOTE, stage="discharged"))
    assert "60 天内可以申请行政复议" not in all_words(outcome(CLAIM, discharged="not_yet"))


def test_newborn_brings_one_paper_for_both():
    newborn = outcome(CLAIM, for_whom="child", insured_now="newborn")
    assert "newborn-birth-certificate" in papers(newborn)
    assert "guardian-birth-certificate" not in papers(newborn)
    assert "guardian-birth-certificate" in papers(outcome(CLAIM, for_whom="child"))


@pytest.mark.parametrize(
    ("scheme", "said", "never"),
    [
        ("resident", "等的时候一般不报", "断 3 个月以内可以补"),
        ("employee", "断 3 个月以内可以补", "等的时候一般不报"),
    ],
)
def test_who_lapsed_reads_of_their_own_scheme(scheme, said, never):
    found = all_words(outcome(CLAIM, insured_now="lapsed", scheme=scheme))
    assert said in found
    assert never not in found


def test_who_filed_before_is_told_when_to_file_anew_for_every_kind_of_care():
    (deadline,) = outcome(REMOTE, filed_before="same_city", care_type="outpatient")["deadlines"]["rules"]
    assert deadline["lines"] == ["过期了，去之前重办。", "住院没来得及的，最晚在出院结账前。"]


@pytest.mark.parametrize(
    ("insured_now", "layer"), [("newborn", "先给孩子参保，再报第一次"), ("lapsed", "先问补缴以后，那几天报不报")]
)
def test_newborn_has_nothing_to_pay_up(insured_now, layer):
    said = {"for_whom": "child", "insured_now": insured_now, "first_claim": "not_yet", "catastrophic_line": ()}
    assert layer in outcome(SECOND, **said)["layers"][0]["text"]["title"]


def test_who_lapsed_and_is_still_in_hospital_speaks_to_the_hospital_before_settling():
    def steps(discharged):
        return [text["key"] for text in outcome(CLAIM, insured_now="lapsed", discharged=discharged)["steps"]]

    assert "manual-step-lapsed-till" in steps("not_yet")
    assert "manual-step-lapsed-till" not in steps("this_year")


def test_medicine_is_given_back_where_it_was_bought():
    shop = outcome(CLAIM, care_kind="dual_channel_drug")
    assert shop["title"] == "先回买药的地方，问能不能退费、按医保重结。"
    assert "回医院，请收费处退费" not in all_words(shop)
    assert "回医院，请收费处退费" in all_words(outcome(CLAIM))


def test_who_helps_somebody_without_a_telephone_shows_the_code_on_their_own():
    step = told(outcome(CARD, for_whom="family", need_now="today"), "card-treat-today-other")
    assert "在您手机里加“亲情账户”，试着出示他的码" in words(step)
    assert "亲情账户" not in words(told(outcome(CARD, need_now="today"), "card-treat-today"))


#: 北京 to 天津, which a row speaks of, and two cities of one province, of which none does.
UNSETTLED = [("110000", "120000"), ("210300", "210100"), ("320500", "320100")]


@pytest.mark.parametrize(("insured", "care"), UNSETTLED)
@pytest.mark.parametrize("reason", ["own_choice", "referral", "lives_there"])
def test_filing_that_may_not_be_needed_is_asked_about_first(reason, insured, care):
    found = outcome(REMOTE, insured_place=insured, care_place=care, reason=reason)
    assert "要不要备案" in found["steps"][0]["title"] or found["first"]
    needed = {paper["key"]: group["needed"] for group in found["documents"] for paper in group["papers"]}
    assert "filing-form" not in needed
    assert needed.get("filing-form-near", "if_available") == "if_available"
    go = "带上转诊单就去看病" if reason == "referral" else "就直接去看病"
    assert found["title"] == f"先打电话问一句。说不用备案，{go}。"
    across = "-across" if insured[:2] != care[:2] else ""
    assert (found["script"]["key"], found["deadlines"]["rules"][0]["key"]) == (
        f"ring-first-script-{ {'lives_there': 'long', 'referral': 'letter'}.get(reason, 'inpatient') }",
        f"ring-first-deadline{across}",
    )
    assert "temporary-step-doctor" not in [text["key"] for text in found["steps"]]


@pytest.mark.parametrize("insured_now", ["newborn", "yes"])
def test_who_has_not_settled_brings_no_invoice_yet(insured_now):
    said = {"for_whom": "child", "insured_now": insured_now, "why_not_settled": "other"}
    found = outcome(CLAIM, **said, discharged="not_yet", receipts="not_issued")
    needed = {paper["key"]: group["needed"] for group in found["documents"] for paper in group["papers"]}
    assert needed["till-papers"] == "later"
    assert not {"receipts", "fee-list", "diagnosis-records", "bank-card-child"} & needed.keys()
    steps = [text["key"] for text in found["steps"]]
    assert {"manual-step-call-inside", "manual-step-till-papers"} <= set(steps)
    assert not {"manual-step-call", "manual-step-papers", "manual-step-counter"} & set(steps)
    after = outcome(CLAIM, **said, discharged="this_year", receipts="not_issued")
    assert "receipts" in {paper["key"] for group in after["documents"] for paper in group["papers"]}


@pytest.mark.parametrize(
    ("insured", "care", "numbers"),
    [
        ("460100", "460200", ["0898-12393"]),
        ("430100", "430200", ["0731-12393"]),
        ("210300", "110000", ["0412-12393", "010-12393"]),
    ],
)
def test_one_number_stands_once(insured, care, numbers):
    phones = outcome(REMOTE, insured_place=insured, care_place=care)["phones"]
    assert [phone["number"] for phone in phones] == numbers
    assert ("接通先说问哪个市" in phones[0]["note"]) == (len(numbers) == 1)


@pytest.mark.parametrize(("care", "carried"), [("210300", "where=local"), ("460200", "")])
def test_care_that_needs_no_filing_leads_on_to_the_claim(care, carried):
    insured = "460100" if care == "460200" else care
    onward, chronic = outcome(REMOTE, insured_place=insured, care_place=care)["onward"]
    assert (onward["guide"], chronic["guide"]) == (CLAIM, "chronic")
    assert carried in onward["address"]
    assert f"insured_place={insured}" in onward["address"]


@pytest.mark.parametrize(
    ("for_whom", "said"),
    [("family", "请人代办"), ("child", "孩子的事父母去办就行"), ("deceased", "谁能来办")],
)
def test_counter_says_who_may_go_for_this_patient(for_whom, said):
    (counter,) = (way for way in outcome(CLAIM, for_whom=for_whom)["channels"] if way["name"] == "参保地的医保窗口")
    assert said in counter["proxy_note"]
    assert "委托书" not in counter["proxy_note"]


@pytest.mark.parametrize("trouble", ["lost", "damaged", "expired", "locked", "moved", "never_had"])
def test_whoever_goes_for_the_holder_says_so_and_brings_two_papers(trouble):
    for in_person, said in (("yes", False), ("no", True)):
        found = outcome(CARD, trouble=trouble, in_person=in_person, for_whom="family", reported="no")
        steps = "\n".join(text["title"] for text in found["steps"])
        assert ("代办" in found["script"]["lines"][0]) == said
        assert ("两个人的证件" in steps) == said
        assert ("带身份证" in steps or "卡和身份证" in steps) != said


@pytest.mark.parametrize(
    ("guide", "said", "first"),
    [
        (CARD, {"trouble": "code_fails"}, "0412-12393"),
        (CARD, {"trouble": "unknown", "card_kind": "unknown"}, "0412-12333"),
        (CARD, {"trouble": "lost", "reported": "no"}, "0412-12333"),
        (CARD, {"trouble": "moved"}, "0412-12393"),
        (REMOTE, {"hospital_linked": "unchecked"}, "0412-12393"),
    ],
)
def test_number_that_the_steps_ring_first_is_the_first(guide, said, first):
    phones = outcome(guide, **said)["phones"]
    assert phones[0]["number"] == first
    assert len(phones) == 2


def test_scripts_name_the_city_because_a_clerk_may_answer_for_another():
    """Several cities share an area code."""
    assert "看病的人是鞍山市的医保" in words(outcome(SECOND, catastrophic_line="unreadable")["script"])
    assert "医保是鞍山市的" in words(outcome(REMOTE)["script"])


def test_city_that_is_not_known_is_left_to_be_filled_in():
    """The first step finds it out; whoever answers may sit in another city than whoever rings."""
    said = words(outcome(SECOND, catastrophic_line="unreadable", insured_place="unknown")["script"])
    assert "看病的人是＿＿市的医保" in said
    assert "咱们这里" not in said


@pytest.mark.parametrize(
    ("scheme", "title"),
    [
        ("resident", "今天先打电话问到线没有。没到线，大病不用申请。"),
        ("employee", "先打电话问：到封顶线没有，大额从哪里算起。"),
    ],
)
def test_nothing_paid_is_asked_today_and_without_contradiction(scheme, title):
    found = outcome(SECOND, scheme=scheme)
    assert found["title"] == title
    assert [rule["title"] for rule in found["deadlines"]["rules"]] == [
        "今天就打 0412-12393，问到线没有；到了，再问最晚哪天办。"
    ]


def test_year_of_the_bill_is_called_this_year_where_it_is():
    assert "今年自付累计" in all_words(outcome(SECOND))
    assert "2025 年自付累计" in all_words(outcome(SECOND, discharged="last_year"))
    assert "那一年自付累计" in all_words(outcome(SECOND, discharged="earlier"))


def test_card_is_still_needed_in_hospital():
    found = outcome(REMOTE, for_whom="family")
    told_of = [paper.get("mistake", "") for group in found["documents"] for paper in group["papers"]]
    assert not [
        said for said in told_of if "那一组就不用再带" in said and "去医院看病，还要带医保码或社保卡" not in said
    ]


def test_injury_in_an_emergency_and_whom_to_ask_first():
    found = outcome(REMOTE, stage="emergency", injury="yes")
    assert "照实" in all_words(found)
    assert found["verdict"]["lines"][1] == "先找医院的医保办；他们说不行，再打 0412-12393。"


def test_bank_of_a_lost_card_can_be_asked_for():
    step = next(step for step in outcome(CARD, trouble="lost", reported="no")["steps"] if "银行" in step["title"])
    assert step["lines"][:2] == [
        "号码印在那家银行别的卡背面，也可以问银行网点。",
        "想不起来哪家银行，打 0412-12333 问。",
    ]


def test_filing_late_is_asked_first_where_the_headline_says_so():
    assert outcome(CLAIM, **AWAY)["steps"][0]["title"] == "打 0412-12393，问能不能补备案，能补就先补。"


def test_app_of_the_wallet_is_named_beside_its_address():
    step = Advice.objects.get(key="family-wallet-step-open")
    assert "国家医保服务平台" in step.title


@pytest.mark.parametrize("insured", ["210300", "320500"])
def test_emergency_of_an_illness_speaks_of_no_injury(insured):
    said = all_words(outcome(REMOTE, stage="emergency", injury="no", insured_place=insured))
    assert [word for word in ("受伤", "受了伤", "怎么伤的") if word in said] == []


def test_rule_for_residents_abroad_is_not_told_to_employees_or_of_the_dead():
    for insured in ("210300", "320500"):
        resident = all_words(
            outcome(CLAIM, where="abroad", scheme="resident", insured_place=insured, insured_now="lapsed")
        )
        employee = all_words(outcome(CLAIM, where="abroad", scheme="employee", insured_place=insured))
        dead = all_words(outcome(CLAIM, where="abroad", scheme="resident", insured_place=insured, for_whom="deceased"))
        assert [("断过缴" in said) for said in (resident, employee, dead)] == [True, False, False]
        assert "20 个工作日内先报告去世" in dead
        assert "去世" not in employee


def test_waiting_of_a_grown_up_says_nothing_of_newborns():
    assert "新生儿" not in all_words(outcome(SECOND, insured_now="lapsed", for_whom="family"))


def test_hurt_without_a_contract_or_long_ago_is_told_whom_to_ask():
    said = all_words(outcome(CLAIM, injury="work"))
    assert "打零工、没签合同的，打 0412-12333 问归谁管。" in said
    assert "受伤快满 1 年、满了 1 年的，也先打 0412-12333 问。" in said
    assert "送外卖" not in all_words(outcome(CLAIM, injury="work", for_whom="employer"))


@pytest.mark.parametrize(("buys", "whom", "other"), [("pharmacy", "药店", "哪家医院"), ("hospital", "医院", "药店")])
def test_medicine_elsewhere_is_asked_about_where_it_is_bought(buys, whom, other):
    found = outcome("chronic", where="other_city", buys=buys)
    script = "".join(found["script"]["lines"])
    assert whom in found["title"]
    assert f"哪家{whom}" in script
    assert other not in script


def test_papers_of_a_child_are_for_the_counter_where_the_phone_does_it():
    away = {"family_place": "360700", "family_phone": "child", "goal": "pay_premium"}
    assert outcome("family-account", **away)["bring"].startswith("手机上办不用带。")
    assert outcome("family-account", goal="show_code", family_phone="child")["bring"].startswith("要带：户口簿")


def test_patient_in_hospital_without_a_card_is_registered_before_settling():
    for changes in ({}, {"for_whom": "family"}, {"trouble": "code_fails"}):
        steps = outcome(CARD, need_now="today", **changes)["steps"]
        (step,) = (step for step in steps[:3] if step["key"].startswith("card-treat-today"))
        assert "正在住院的，今天就告诉住院处，结账前登记成医保。" in step["lines"]


def test_script_for_the_dead_names_the_second_layer_of_either_scheme():
    for scheme, name in (("employee", "大额补助"), ("resident", "大病保险"), ("unknown", "大病、大额")):
        script = outcome(SECOND, for_whom="deceased", scheme=scheme)["script"]["lines"]
        assert f"{name}报过没有" in "".join(script)


def script(guide, **said):
    return "".join(outcome(guide, **said)["script"]["lines"])


@pytest.mark.parametrize("whom", ["self", "family", "child", "employer"])
@pytest.mark.parametrize(
    ("guide", "said"),
    [
        (CLAIM, {}),
        (CLAIM, {"receipts": "lost"}),
        (CLAIM, {"where": "other_city", "why_not_settled": "not_filed"}),
        (REMOTE, {"stage": "discharged"}),
        (REMOTE, {"stage": "discharged", "care_place": "210100"}),
    ],
)
def test_injured_asks_how_the_insurance_pays_first(guide, said, whom):
    hurt = {"why_not_settled": "other", **said, "for_whom": whom, "injury": "yes"}
    asked = script(guide, **hurt)
    assert "怎么申请“先行支付”" in asked
    assert "要是" in asked  # nobody said that there is somebody else
    assert "先行支付" not in script(guide, **hurt | {"injury": "no"})


def test_what_is_said_for_somebody_else_is_not_said_of_oneself():
    scripts = [row for row in snapshot.current().rows(Advice) if row.kind == "script" and row.in_force(EVE)]
    for row in scripts:
        if {"coverage", "chronic", SECOND} & set(row.guides) and "employer" not in row.when.get("for_whom", ()):
            assert "我" not in row.body.replace("我们单位", ""), row.key


def test_step_names_what_is_to_be_asked_where_the_rest_is_folded_away():
    for row in snapshot.current().rows(Advice):
        if row.kind == "step" and row.in_force(EVE):
            assert not row.title.endswith(("件事。", "这几样。")), row.key


def test_student_in_hospital_elsewhere_files_before_settling():
    said = {"where": "other_city", "why_not_settled": "student_holiday", "discharged": "not_yet"}
    for place in ("420100", "320100"):
        found = outcome(CLAIM, insured_place=place, **said)
        assert "在外省没备案的，结账前补办备案。" in {step["title"] for step in found["steps"]}
        assert "告诉窗口：是学生，放假回家时看的病。" not in {step["title"] for step in found["steps"]}
        assert {"remote-care"} <= {onward["guide"] for onward in found["onward"]}
    assert "告诉窗口：是学生，放假回家时看的病。" in all_words(outcome(CLAIM, **said | {"discharged": "this_year"}))


def test_newborn_has_no_card_to_explain_or_to_replace():
    newborn = outcome(CLAIM, for_whom="child", insured_now="newborn", why_not_settled="no_card")
    assert "没刷卡" not in all_words(newborn)
    assert CARD not in {onward["guide"] for onward in newborn["onward"]}
    insured = outcome(CLAIM, for_whom="child", why_not_settled="no_card")
    assert CARD in {onward["guide"] for onward in insured["onward"]}


def test_pharmacy_takes_the_code_or_the_card_and_no_identity_card():
    medicine = outcome("chronic", buys="dual_channel", recognised="no", for_whom="family")
    assert {"medical-code", "social-security-card"} <= papers(medicine)
    assert "chronic-id-document" not in papers(medicine)
    assert "看病、拿药还要带" in str(medicine["documents"])
    assert medicine["bring"].startswith("要带：医保码或社保卡")
    assert "chronic-id-document" in papers(outcome("chronic", recognised="no"))


def test_code_is_never_brought_as_a_paper():
    codes = [row for row in snapshot.current().rows(Document) if row.name == "医保码"]
    assert codes
    assert {row.handling for row in codes} <= {"electronic", "show"}


def test_student_keeps_the_insurance_at_home_until_the_other_is_good():
    said = all_words(outcome("coverage", for_whom="student", matter="first"))
    assert "再停老家的，别断在中间" in said
    assert "先停老家的" not in said


def test_whoever_pays_for_himself_is_not_told_of_paying_for_others():
    lapsed = {"matter": "lapsed", "scheme": "resident"}
    assert "替家人交" not in outcome("coverage", **lapsed)["steps"][1]["title"]
    assert "手机上能不能替家人交" in outcome("coverage", for_whom="family", **lapsed)["steps"][1]["title"]


def test_pharmacy_away_says_that_a_prescription_is_brought():
    for place in ("110000", "210100"):
        said = {"care_place": place, "care_type": "pharmacy"}
        assert "pharmacy-prescription" in papers(outcome(REMOTE, **said))
    assert "pharmacy-prescription" not in papers(outcome(REMOTE))


def test_hospital_that_settles_nothing_gives_no_settlement_to_keep():
    inside = {"stage": "admitted", "filed_before": "same_city"}
    assert "收好医保结算单" in all_words(outcome(REMOTE, **inside))
    assert "收好医保结算单" not in all_words(outcome(REMOTE, **inside, hospital_linked="no"))


#: Raised to the words of the nation: key → source and article, and what is no longer said with them.
PROVED = {
    "coverage-newborn-step-enrol": ("newborn-briefing-2024", "答问", "出生一件事"),
    "coverage-pay-deadline": ("gov-2024-38", "转引的几句原文，条号没有读到", "多数能补"),
    "coverage-waiting-late": (
        "gov-2024-38",
        "转引的几句原文，条号没有读到；特殊群体见广州 2026 年度参保通告",
        "1 月 1 日",
    ),
    "coverage-check-deadline": ("gov-2024-38", "转引的几句原文，条号没有读到", "接得越早"),
    "coverage-student-away": ("nhsa-2022-22", "附件 第7、11条", "最省事"),
    "coverage-foreigner": ("law-social-insurance", "第97条", "广州"),
    "coverage-newborn-verdict": ("newborn-briefing-2024", "答问", "没有等待期"),
    "coverage-newborn-verdict-ill": ("newborn-briefing-2024", "答问", "从出生那天起报"),
    "manual-verdict-newborn-inside": ("newborn-briefing-2024", "答问", "没有等待期"),
    "coverage-enrol-deadline": ("gov-2024-38", "转引的几句原文，条号没有读到", "1 月 1 日"),
    "coverage-resident-deadline": ("gov-2024-38", "转引的几句原文，条号没有读到", "广州"),
    "coverage-years-deadline-resident": ("gov-2024-38", "转引的几句原文，条号没有读到", "广州"),
    "family-premium-deadline": (
        "gov-2024-38",
        "转引的几句原文，条号没有读到；一年一交见2026年度北京市城乡居民基本医疗保险参保时间及缴费标准",
        "年底",
    ),
    "family-uninsured-afterwards": (
        "gov-2024-38",
        "转引的几句原文，条号没有读到；新生儿见广州 2026 年度参保通告",
        "多半",
    ),
    "family-uninsured-step-where": ("regulation-residence", "第12条", "户口在的地方"),
    "long-care-local-step-pharmacy": ("designated-pharmacies-2020", "第16、31条", ""),
    "chronic-prescription": ("designated-pharmacies-2020", "第16条", "个人账户"),
    "pharmacy-prescription": (
        "designated-pharmacies-2020",
        "第16条；处方管理办法第4条；用药管理办法第23条",
        "个人账户",
    ),
}


@pytest.mark.parametrize("key", PROVED)
def test_row_that_rests_on_the_nation_says_no_more_than_its_text(key):
    source, article, unsaid = PROVED[key]
    rows = [row for model in (Advice, Document) for row in snapshot.current().rows(model)]
    (row,) = [row for row in rows if row.key == key and row.region_id == "000000" and row.in_force(EVE)]
    assert (row.source.key, row.source_article, row.evidence) == (source, article, "quoted")
    assert not unsaid or unsaid not in "\n".join(
        filter(None, [getattr(row, "title", ""), getattr(row, "body", ""), getattr(row, "mistake", "")])
    )


@pytest.mark.parametrize("whom", ["self", "family", "child", "employer"])
@pytest.mark.parametrize("kind", ["inpatient", "outside_drug", "maternity"])
def test_claim_says_of_its_receipts_what_is_true_of_them(kind, whom):
    said = {"for_whom": whom, "care_kind": kind, "why_not_settled": "not_filed"}
    assert "发票还没开出来" not in script(CLAIM, **said)
    assert "发票还没开出来" in script(CLAIM, **said, receipts="not_issued")
    for day in ("last_year", "earlier"):
        late = script(CLAIM, **said, discharged=day)
        assert "还能手工报吗？最晚哪天交" in late
        assert "这是发票" not in late


@pytest.mark.parametrize("place", ["210300", "320500"])
def test_nobody_asks_a_newborn_for_a_signature(place):
    said = {"for_whom": "family", "insured_place": place, "receipts": "paper"}
    signed = {"authorization-letter", "principal-id"}
    for guide, more in ((CLAIM, {}), (SECOND, {"first_claim": "not_yet"})):
        newborn = outcome(guide, **said, **more, insured_now="newborn")
        assert not signed & papers(newborn)
        assert "proxy-id" in papers(newborn)
        assert "签了名的委托书" not in all_words(newborn)
        assert "最好由父母去办" in all_words(newborn)
        assert signed <= papers(outcome(guide, **said, **more, insured_now="yes"))


def test_whoever_lies_in_his_own_province_asks_before_he_files():
    home = {"insured_place": "340700", "care_place": "340100"}
    found = outcome(REMOTE, stage="admitted", reason="referral", referral_letter="have", **home)
    steps = [text["key"] for text in found["steps"]]
    assert steps.index("in-province-later") < steps.index("admitted-step-file-referral")


def test_patient_filed_for_another_city_asks_to_change_it():
    inside = {"stage": "admitted", "reason": "own_choice"}
    assert "能另办一个、旧的留着吗？要改的，怎样改最快？" in script(REMOTE, **inside, filed_before="other_city")
    assert "要办异地备案" in script(REMOTE, **inside, filed_before="no")
    assert "要不要备案？" in script(REMOTE, **inside, filed_before="no", care_place="210100")
