"""What the rows on care elsewhere must say, must no longer say, and on which text: each was once wrong, or is what a
person at the counter has to be able to show."""

import datetime as dt
import json

import pytest

from guides.models import Advice, Channel, Document, Misconception, Parameter
from registry import snapshot
from registry.publication import Evidence
from registry.workflow import review
from tests.guides.outcomes import all_words, outcome, papers, statements

pytestmark = pytest.mark.django_db

REMOTE = "remote-care"
TODAY, NEW_YEAR = dt.date(2026, 11, 26), dt.date(2027, 1, 1)
KINDS = (Advice, Channel, Document, Misconception, Parameter)
NOTICE, NOTICE_2024, CHRONIC = "nhsa-2022-22", "nhsa-2024-21", "nhsa-chronic-2024"


def in_force(on=TODAY):
    return [row for model in KINDS for row in snapshot.current().rows(model) if row.in_force(on)]


def rows():
    """What this guide says."""
    return [row for row in in_force() if REMOTE in row.guides and not isinstance(row, Misconception)]


def row_of(key, region="000000", on=TODAY):
    (row,) = [row for row in in_force(on) if row.key == key and row.region_id == region]
    return row


def says(row):
    return "\n".join(words for _, words in review.public_texts(row))


#: Key → source, article, what it says, what it no longer says.
TRUE = {
    # Contradicted by the text of the nation.
    "late-warning-undesignated": (
        "designated-hospitals-2020",
        "第33条；医保发〔2022〕22号附件 第14条",
        "没联网的，报不报看参保地",
        "",
    ),
    "admitted-verdict-filed": (NOTICE, "附件 第12、16、17条", "住院中间才过期的，不要紧", ""),
    "admitted-step-record": (NOTICE, "附件 第7、12条", "终止日期，不早于入院那天", "终止日期过没过"),
    "change-verdict": (
        NOTICE,
        "附件 第11、13、34条；医保发〔2024〕21号 一（一）、一（二）",
        "备了整个海南、西藏、兵团的",
        "",
    ),
    "admitted-step-change": (
        NOTICE,
        "正文 二（五）、二（六）；附件 第7、11、13条；医保发〔2024〕21号 一（一）、二",
        "种类不同，报的钱不同",
        "",
    ),
    "long-term-step-file-works": (
        NOTICE,
        "附件 第7条（一）、第8条（三）、第11条；医保发〔2024〕21号 一（二）",
        "劳动合同，有一样就行",
        "单位派去的",
    ),
    "rate-difference": (NOTICE_2024, "二；医保发〔2022〕22号正文 二（六）", "少 20 个百分点左右", "最多"),
    # Cited the wrong place.
    "local-warning-designated": ("designated-hospitals-2020", "第33条", "急诊抢救除外", ""),
    "emergency-warning-undesignated": ("designated-hospitals-2020", "第33条", "急诊抢救也能问报销", ""),
    "late-verdict": (NOTICE, "正文 二（四）", "能不能补、报多少，看参保地", ""),
    "change-deadline": (
        NOTICE,
        "正文 二（三）、二（四）；附件 第10、13、16条；医保发〔2024〕21号 一（二）",
        "原则上不超过 6 个月",
        "",
    ),
    "temporary-step-which": (NOTICE, "附件 第7条", "住多久算长期，国家没写", "半年以上"),
    "change-limit": (NOTICE, "正文 二（三）", "原则上不超过 6 个月", ""),
    # Rested on Jiangsu, on the editors or on nothing, though the nation says it.
    "emergency-step-mark": (NOTICE, "附件 第14、34条", "按“急诊”上传", "可能不能当场报"),
    "admitted-afterwards-outside": (NOTICE, "附件 第36条", "盖医保办的章", "可能并进"),
    "not-linked-verdict": (NOTICE, "附件 第14条", "看参保地的规定", ""),
    "not-linked-warning-directory": (NOTICE, "附件 第14、31、44条", "哪些药能报按看病的城市算", ""),
    "chronic-verdict": (CHRONIC, "三（一）；四（一）；五（一）", "没有认定", ""),
    "referral-step-get": (NOTICE, "正文 三（二）；附件 第8条（六）", "不能要求您先在本地住院", ""),
    "temporary-afterwards": (
        NOTICE,
        "附件 第10、12条；医保发〔2024〕21号 一（二）",
        "已经住进医院的，过期也不影响",
        "自动续",
    ),
    "injury-in-hospital": (NOTICE, "附件 第35条；正文 二（四）", "可以请您填承诺书", ""),
    "injury-no-third-party": (NOTICE, "附件 第35条", "在医院填", "代签"),
    "filing-time": (NOTICE, "附件 第9条", "原则上 2 个工作日内", "窗口一般当场"),
    "hospital-office": (
        NOTICE,
        "正文 三（三）；附件 第8条（五）、第16、17、34条",
        "跨省没备案的，医院要指引您办",
        "",
    ),
    "outpatient-direct": (
        "nhsa-2021-27",
        "二（一）；医保办发〔2024〕19号 一、三（一）",
        "普通门诊已经能跨省当场报",
        "",
    ),
    "no-extra-papers": ("regulation-handling-2023", "第31条；医保发〔2022〕22号附件 第8条", "国务院的决定", ""),
    "pharmacy-linked": (NOTICE, "附件 第11条；医保发〔2021〕27号 二（三）", "不是家家都有", "原则上先备案"),
    "long-term-deadline": (NOTICE, "附件 第16条；医保发〔2024〕21号 一（二）", "看门诊、买药的，要先备好再去", ""),
    "settlement-statement": (NOTICE, "附件 第37条", "住院结算单", ""),
    "settled-step-paid": (NOTICE, "附件 第6、32条", "有条件的地方，补充保险、救助当场一起算", "不用再申请"),
    "late-warning-emergency": (
        NOTICE,
        "附件 第8条（五）、第34条；社会保险经办条例第20条",
        "自己付了的，按哪种报",
        "按急诊的办法报",
    ),
    "chronic-deadline": (CHRONIC, "三（一）；四（一）", "多久办好，先打", "各地不同"),
    "second-claim-return": (
        NOTICE,
        "附件 第6、32、44条；社会保险经办条例第20条",
        "有条件的地方，补充保险、救助当场一起算",
        "多数不用",
    ),
    "second-claim-apply": (NOTICE, "附件 第6、32条", "跨省看病，有条件的地方", "不一定要申请"),
    "two-insurances": ("regulation-fund-2021", "第41条；社会保险法第23条", "两份里停哪份，打 12393 问", "另一份先停"),
    "card-or-code": (NOTICE, "附件 第6、17条；《社会保险经办条例》第7条", "带一样就行", "12333"),
    # Went beyond its text, or cited an article that does not say it.
    "claim-time": ("regulation-handling-2023", "第20条", "收到申请起，最长 30 个工作日", "交齐材料后"),
    "check-hospital": (NOTICE, "附件 第11、15条；正文 七（四）", "民营医院也能联网", "报的一样"),
    "referral-warning-pledge": (
        NOTICE,
        "附件 第8条（四）、（六）；正文 二（六）；医保发〔2024〕21号 一（二）",
        "先问能不能后补",
        "就只能办",
    ),
    "in-province": (NOTICE, "附件 第2条；医保发〔2024〕21号 一（一）", "省内要看各省的规定", "有的省不用备案"),
    "late-step-file": (NOTICE, "正文 二（四）", "开始日期填哪天，先问清", "入院当天或更早"),
    "proxy-child": (
        "civil-code",
        "第17、23、27条；新生儿见国新办 2024 年 9 月 10 日发布会",
        "不用委托书",
        "90 天",
    ),
    "manual-step-settle-file": (NOTICE, "附件 第8条（五），第9、16、34条", "在外省没备案的", "入院当天或更早"),
    "second-third-party": ("law-social-insurance", "第30条；法释〔2026〕1号", "医保先付", "大病保险也不算"),
    "claim-deadlines": ("regulation-handling-2023", "第20条", "没有查到全国统一的期限", "一个月的"),
    "card-move-verdict": ("law-social-insurance", "第32条；社会保险经办条例第7条", "年头合着算", "一般要换"),
    # Said by no row before.
    "settled-step-wrong": (CHRONIC, "三（五）；医保发〔2022〕22号附件 第42条", "退费重结", ""),
    "system-down": (NOTICE, "附件 第44条", "系统或卡出故障", ""),
    "admitted-afterwards-year": (NOTICE, "附件 第41条", "按出院结账那天一笔结", ""),
    "same-illness": (NOTICE, "正文 三（二）", "同一种病接着治", ""),
    "admitted-warning-limits": ("nhsa-2025-14", "三（六）", "赶您出院", ""),
    "referral-doctor": ("gov-2026-11", "", "原则上由二、三级医院", "起付线"),
    "chronic-ten": (CHRONIC, "一；二（二）；三（一）、三（四）", "先全部自己付，再回参保地手工报", ""),
}


@pytest.mark.parametrize("key", TRUE)
def test_statement_says_what_its_text_says(key):
    source, article, said, unsaid = TRUE[key]
    row = row_of(key)
    assert (row.source.key, row.source_article, row.evidence) == (source, article, "quoted")
    assert said in says(row)
    assert not unsaid or unsaid not in says(row)


#: Rules of one place that a national row tells: the row says whose rule it is.
JIANGSU = [
    *("change-step-change", "chronic-step-papers", "student-holiday", "student-holiday-over"),
    *("injury-claim", "injury-papers", "in-person-injury", "new-proof-for-change"),
]


@pytest.mark.parametrize("key", JIANGSU)
def test_rule_of_one_province_is_not_told_to_the_nation_as_its_own(key):
    row = row_of(key)
    assert row.source.key.startswith("jiangsu-")
    assert row.evidence == "retold"
    assert "江苏" in says(row)


#: Places by whose rule a national row tells what may be asked for elsewhere.
NAMED = {
    "江苏": "320000",
    "广州": "440100",
    "北京": "110000",
    "上海": "310000",
    "南京": "320100",
    "浙江": "330000",
}


def test_rule_of_a_place_is_told_there_as_its_own_wherever_it_is_told():
    told = [
        (row, code)
        for row in in_force()
        if row.region_id == "000000" and not isinstance(row, Misconception) and "别处" in says(row)
        for name, code in NAMED.items()
        if name in says(row)
    ]
    assert len(told) > 20
    for row, code in told:
        (own,) = [one for one in in_force() if (type(one), one.key, one.region_id) == (type(row), row.key, code)]
        assert all(set(row.when.get(about, ())) <= set(values) for about, values in own.when.items()), row.key
        assert own.when.keys() <= row.when.keys()
        assert "别处" not in says(own)


def test_no_paper_is_a_must_everywhere_because_one_place_asks_for_it():
    papers = [row for row in in_force() if isinstance(row, Document) and row.region_id == "000000"]
    of_a_place = [row for row in papers if row.source.region_id not in (None, "000000")]
    assert of_a_place
    assert [row.key for row in of_a_place if row.needed == Document.Needed.REQUIRED] == []


@pytest.mark.parametrize(
    ("guide", "said"),
    [
        (REMOTE, {"for_whom": "family", "stage": "discharged", "injury": "yes"}),
        (REMOTE, {"care_type": "chronic", "chronic_approved": "no"}),
        (REMOTE, {"filed_before": "other_city", "reason": "lives_there"}),
        ("manual-claim", {"for_whom": "family", "injury": "yes"}),
        ("manual-claim", {"care_kind": "maternity"}),
        ("manual-claim", {"care_kind": "dual_channel_drug"}),
        ("manual-claim", {"where": "other_city", "why_not_settled": "student_holiday"}),
    ],
)
def test_nobody_insured_in_jiangsu_is_told_what_elsewhere_may_ask(guide, said):
    def everything(**where):
        found = outcome(guide, **said, **where)
        return json.dumps([found[part] for part in found if part != "sources"], ensure_ascii=False)

    assert "别处" not in everything(insured_place="320500") + everything(insured_place="320100")
    assert "别处" in everything()


LETTER = {"authorization-letter": "if_available", "principal-id": "if_available"}


@pytest.mark.parametrize(
    ("place", "said", "needed"),
    [
        ("210300", {"stage": "planning"}, LETTER),
        ("210300", {"stage": "discharged"}, LETTER),
        # 苏医保发〔2022〕75号 第9条: who files for another brings a paper of their own, and nothing is said of a letter.
        ("320500", {"stage": "planning"}, LETTER),
        # 办事指南（2022版）注: both papers and a letter.
        ("320500", {"stage": "discharged"}, dict.fromkeys(LETTER, "required")),
    ],
)
def test_letter_is_a_must_only_where_a_text_says_so(place, said, needed):
    found = outcome(REMOTE, for_whom="family", insured_place=place, **said)
    shown = {paper["key"]: group["needed"] for group in found["documents"] for paper in group["papers"]}
    assert {key: shown[key] for key in LETTER} == needed
    assert shown["proxy-id"] == "required"


def test_kind_for_those_who_moved_their_registration_is_narrower_in_jiangsu_only():
    said = {"scheme": "resident", "reason": "resettled", "proof": "household_register"}
    assert "种类选“异地安置退休人员”" in all_words(outcome(REMOTE, **said))
    there = all_words(outcome(REMOTE, **said, insured_place="320500"))
    assert "种类选“异地长期居住人员”" in there
    assert "种类选“异地安置退休人员”" not in there


def test_nobody_is_told_a_figure_of_our_own():
    for row in rows():
        assert "本站建议" not in says(row)


@pytest.mark.parametrize("said", [{"stage": "discharged"}, {"stage": "admitted", "hospital_linked": "no"}])
def test_unknown_deadline_names_the_strictest_known_and_a_phone(said):
    found = outcome(REMOTE, **said)
    (deadline,) = [text for text in found["deadlines"]["rules"] if text["key"] == "late-deadline"]
    assert "今天就打 0412-12393" in deadline["title"]
    assert "只给出院后 1 个月" in "".join(deadline["lines"])


def test_every_row_stands_on_a_text_or_says_that_it_is_advice():
    for row in rows():
        evidence = Evidence(row.evidence)
        assert (evidence is Evidence.NOTE) == (row.source.key == "editors-notes")
        if evidence.is_a_text:
            assert row.source.url or row.source.number or row.source.issuer
            assert row.source_article or row.key in {"referral-doctor", "filing-time", "claim-time"}


# Someone who has filed brings nothing but what shows who they are


IDENTITY = {"medical-code", "social-security-card"}


@pytest.mark.parametrize("for_whom", ["self", "family", "child", "employer"])
@pytest.mark.parametrize("stage", ["planning", "admitted"])
@pytest.mark.parametrize("reason", ["lives_there", "referral", "own_choice"])
def test_filed_and_valid_brings_a_code_or_the_card(for_whom, stage, reason):
    found = outcome(REMOTE, for_whom=for_whom, stage=stage, reason=reason, filed_before="same_city")
    assert papers(found) == IDENTITY
    assert {text["key"] for text in found["in_person"]} == (set() if for_whom == "self" else {"in-person-care"})
    assert "要办异地备案" not in all_words(found)


def test_filed_but_not_linked_keeps_what_a_claim_will_need_and_no_form():
    found = outcome(REMOTE, for_whom="family", hospital_linked="no", filed_before="same_city")
    assert {"till-papers", "proxy-id", "authorization-letter"} <= papers(found)
    assert not {"receipts", "fee-list", "bank-card"} & papers(found)
    assert "filing-form" not in papers(found)


@pytest.mark.parametrize("filed", ["no", "unknown", "other_city"])
def test_not_filed_brings_the_papers_of_a_filing(filed):
    found = outcome(REMOTE, stage="admitted", reason="lives_there", proof="residence_permit", filed_before=filed)
    assert {"filing-form", "residence-permit", "id-document"} <= papers(found)


def test_rates_of_other_provinces_are_not_told_within_a_province():
    assert "rate-difference" in {text["key"] for text in outcome(REMOTE)["warnings"]}
    assert "rate-difference" not in {text["key"] for text in outcome(REMOTE, care_place="210100")["warnings"]}


@pytest.mark.parametrize(("insured", "care"), [("210300", "210100"), ("440300", "440100")])
@pytest.mark.parametrize("reason", ["own_choice", "lives_there"])
def test_terms_and_ways_of_other_provinces_are_not_told_within_a_province(insured, care, reason):
    of_others = (
        "一般不少于 6 个月",
        "有效期内可以多次看病",
        "不超过 6 个月",
        "长期有效",
        "跨省转诊的水平",
        "“国家异地就医备案”小程序",
    )
    here = all_words(outcome(REMOTE, insured_place=insured, care_place=care, reason=reason))
    assert [words for words in of_others if words in here] == []
    assert "选不到本省的城市，就用省里的医保 APP" in here
    away = all_words(outcome(REMOTE, insured_place=insured, reason=reason))
    assert sum(words in away for words in of_others) > 1
    assert "海南、西藏、兵团可选全境" in away


def test_what_a_filing_within_a_province_needs_is_asked_not_told():
    near = all_words(outcome(REMOTE, care_place="210100"))
    assert "管多久" in near
    assert "出院结账前可以补办" not in near


#: Two cities of one province: nothing was read of it, an exemption is retold, its own text has it filed.
WITHIN = [("210300", "210100"), ("330100", "330200"), ("440300", "440100")]
ACROSS = "基本医疗保险跨省异地就医"


@pytest.mark.parametrize(("insured", "care"), WITHIN)
@pytest.mark.parametrize("stage", ["planning", "admitted", "discharged", "emergency"])
@pytest.mark.parametrize("filed_before", ["no", "same_city", "other_city"])
def test_nothing_is_promised_within_a_province_on_the_text_of_others(insured, care, stage, filed_before):
    said = {"insured_place": insured, "care_place": care, "stage": stage, "filed_before": filed_before}
    found = outcome(REMOTE, **said, reason="lives_there", injury="yes")
    single = [found["verdict"], found["script"], *found["deadlines"]["rules"]]
    # What it takes to file is the same within a province and across its border (医保发〔2024〕21号 一（一）).
    told = {text["key"] for text in single if text and ACROSS in text["basis"]["source"]}
    assert told <= {"pledge-verdict"}
    promised = ("照样当场报", "不要紧", "一起当场报", "两边看病", "不用先取消备案", "回参保地手工报。")
    resting = [text for text in statements(found) if ACROSS in text["basis"]["source"]]
    assert [text["key"] for text in resting if any(words in str(text) for words in promised)] == []


def test_lower_rates_are_said_to_be_those_of_other_provinces():
    (row,) = [row for row in in_force() if row.key == "ten-percent-less"]
    assert "跨省转诊，少 10 个百分点左右" in row.truth


# On 1 January 2027 the law on medical security is in force


@pytest.mark.parametrize(
    ("key", "until", "since"),
    [
        ("late-step-papers", ("regulation-fund-2021", "第17条"), ("law-medical-security", "第35条")),
        ("pharmacy-for-someone", ("regulation-fund-2021", "第17条"), ("law-medical-security", "第35条")),
        ("proxy-own-code", ("regulation-fund-2021", "第17、41条"), ("law-medical-security", "第35、48条")),
    ],
)
def test_citation_changes_with_the_law_and_nothing_else_does(key, until, since):
    before, after = row_of(key), row_of(key, on=NEW_YEAR)
    assert (before.source.key, before.source_article, before.effective_to) == (*until, dt.date(2026, 12, 31))
    assert (after.source.key, after.source_article, after.effective_from) == (*since, NEW_YEAR)
    assert (before.title, before.body, before.when, before.position) == (
        *(after.title, after.body),
        *(after.when, after.position),
    )


def test_right_to_claim_is_told_from_the_day_of_the_law():
    assert "claim-right-2027" not in {row.key for row in rows()}
    assert row_of("claim-right-2027", on=NEW_YEAR).source_article == "第32条"


def test_no_row_cites_a_law_before_it_is_in_force():
    for row in rows():
        assert row.source.in_force_from is None or row.source.in_force_from <= TODAY


# No text twice under two names


def test_no_two_rows_of_one_place_say_the_same():
    found = [(row.title, row.body) for row in rows() if isinstance(row, Advice) and row.region_id == "000000"]
    texts = [text for text in found if text[0] not in {"在窗口或电话里这样说", "在电话里这样说"}]
    assert len(texts) == len(set(texts))


def test_statements_of_an_outcome_have_different_titles():
    found = outcome(REMOTE, stage="admitted", hospital_linked="no")
    titles = [statement["title"] for statement in statements(found) if "title" in statement]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    ("guide", "answers", "key", "document", "beside"),
    [
        ("manual-claim", {}, "manual-warning-records", "医疗机构病历管理规定", "处方管理办法第50条"),
        ("coverage", {}, "coverage-support", "社会保险法", "国办发〔2021〕42号"),
    ],
)
def test_page_names_every_document_that_a_statement_rests_on(client, guide, answers, key, document, beside):
    found = outcome(guide, **answers)
    (said,) = [text for text in statements(found) if text.get("key") == key]
    (source,) = [one for one in found["sources"] if one["number"] == said["basis"]["number"]]
    assert document in source["citation"]
    assert beside in source["beside"]
    page = client.get(f"/guides/{guide}/outcome/{found['query']}").content.decode()
    assert beside in page.partition(f'id="source-{source["number"]}"')[2].partition("</li>")[0]


def test_who_goes_for_staff_is_not_told_how_to_go_for_the_family():
    notes = {
        whom: {way["proxy_note"] for way in outcome("manual-claim", for_whom=whom)["channels"]}
        for whom in ("family", "employer")
    }
    assert "先绑定“亲情账户”。" in notes["family"]
    assert notes["employer"] == {""}
