"""Cells of a notice's workbook as its clerk copies them from the notice, and a sheet that was handed out long ago."""

import re
from decimal import Decimal

import pytest

from calculators.models import BasicPolicy, RemoteRule
from guides.models import Document, Parameter
from registry.models import Office
from tests.registry.excel.test_notice_workbook import (  # noqa: F401
    bring_in,
    client,
    counts,
    handed_out,
    made,
    refusals,
    send,
    writer,
)

pytestmark = pytest.mark.django_db

TEXT = """一、居民医保门诊
（一）居民高血压、糖尿病门诊用药支付 60%，高血压一年最多 300 元，糖尿病一年最多 400 元。
（二）职工普通门诊年度起付标准 200 元，支付 60%。
六、手工报销
（一）应于次年3月31日前提交。
（二）带收据原件、费用清单；外伤的还要带外伤情况说明。"""


@pytest.fixture
def notice(made):  # noqa: F811
    made.clause = TEXT
    made.save()
    return made


def brought_in(client, notice, model, *lines):  # noqa: F811
    """The rows that come of these lines; each is to be taken as it stands."""
    book = handed_out(client, notice)
    for cells in lines:
        book.write(model, **cells)
    content = book.content()
    looked = send(client, notice, content)
    assert refusals(looked) == []
    bring_in(client, notice, looked)
    assert counts(send(client, notice, content))[:2] == (0, 0)  # sent again it changes nothing
    return model.objects.filter(source=notice).order_by("pk")


@pytest.mark.parametrize("typed", ["职工、居民", "职工医保，城乡居民", "城镇职工基本医疗保险和居民"])
def test_line_for_two_schemes_is_two_rows(client, notice, typed):  # noqa: F811
    rows = brought_in(client, notice, RemoteRule, {"险种": typed, "怎么变": None, "数值": "降低10个百分点"})
    assert [(row.scheme, row.value) for row in rows] == [("employee", Decimal("0.1")), ("resident", Decimal("0.1"))]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("不设", ("0", "per_claim")),
        ("不设起付标准", ("0", "per_claim")),
        ("年度200元", ("200", "per_year")),
        ("一年200", ("200", "per_year")),
        ("年度起付标准0.02万元", ("200", "per_year")),
        ("200", ("200", "per_claim")),
    ],
)
def test_deductible_as_notices_write_it(client, notice, typed, kept):  # noqa: F811
    (row,) = brought_in(client, notice, BasicPolicy, {"起付线（元）": typed})
    assert (row.deductible, row.deductible_basis) == kept


def test_deductible_that_cannot_be_read_is_told_once(client, notice):  # noqa: F811
    """Of a line that is two rows, too: the clause of a row is looked for once its figures are sound."""
    book = handed_out(client, notice)
    line = book.write(BasicPolicy, **{"医院级别": "一级及以下", "起付线（元）": "看情况", "条款": None})
    (said,) = refusals(send(client, notice, book.content()))
    assert re.match(f"第 {line} 行 [A-Z] 列“起付线（元）”：看不懂“看情况”。", said)


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("长期异地居住备案", "long_term"),
        ("异地转诊", "referral"),
        ("急诊", "emergency"),
        ("临时外出、没有备案", "unfiled"),
        ("没有备案", "unfiled"),
        ("其他临时外出", "other_temporary"),
    ],
)
def test_filing_as_notices_call_it(client, notice, typed, category):  # noqa: F811
    (row,) = brought_in(client, notice, RemoteRule, {"异地就医类别": typed})
    assert row.category == category


@pytest.mark.parametrize("typed", ["未转诊", "转诊、急诊"])
def test_filing_that_may_be_two_is_asked_about(client, notice, typed):  # noqa: F811
    book = handed_out(client, notice)
    book.write(RemoteRule, 异地就医类别=typed)
    (said,) = refusals(send(client, notice, book.content()))
    assert f"不认识“{typed}”" in said


def test_service_is_read_from_a_longer_word(client, notice):  # noqa: F811
    (row,) = brought_in(client, notice, Office, {"能办的事": "手工报销、异地备案"})
    assert sorted(row.services) == ["claims", "filing"]


def test_illness_that_a_clause_names_says_for_which_care_it_is(client, notice):  # noqa: F811
    care = {"看什么": "门诊慢特病", "医院级别": None, "报销比例分段": "60%", "条款": None, "起付线（元）": 0}
    ceilings = [{"病种或项目": "高血压", "封顶线（元）": 300}, {"病种或项目": "糖尿病", "封顶线（元）": 400}]
    rows = brought_in(client, notice, BasicPolicy, *(care | one for one in ceilings))
    assert [row.source_article for row in rows] == ["一（一）"] * 2


CLAIMS = ["manual-claim", "second-reimbursement", "remote-care"]


@pytest.mark.parametrize(
    ("cells", "guides", "when"),
    [
        ({"平时怎么叫": "收据原件"}, CLAIMS, {"hands_in": ["yes"]}),
        ({"平时怎么叫": "费用清单", "用在哪个指引": "手工报销"}, ["manual-claim"], {"hands_in": ["yes"]}),
        ({"平时怎么叫": "外伤情况说明"}, CLAIMS, {"hands_in": ["yes"], "injury": ["yes"]}),
        (
            {"平时怎么叫": "费用清单", "什么情形下显示": "住院"},
            ["manual-claim"],
            {"hands_in": ["yes"], "care_kind": ["inpatient"]},
        ),
        ({"平时怎么叫": "费用清单", "什么情形下显示": "附加说明=替别人办"}, CLAIMS, {"block": ["proxy"]}),
    ],
)
def test_paper_stands_where_its_clause_says(client, notice, cells, guides, when):  # noqa: F811
    (row,) = brought_in(client, notice, Document, {"用在哪个指引": None, "条款": None} | cells)
    assert (row.guides, row.when) == (guides, when)


def test_case_that_a_guide_does_not_ask_for_is_told(client, notice):  # noqa: F811
    book = handed_out(client, notice)
    book.write(Document, 用在哪个指引="家里人共用医保的钱", 什么情形下显示="外伤")
    (said,) = refusals(send(client, notice, book.content()))
    assert "写的指引里不问“外伤”。" in said


def test_rule_stands_where_the_rules_of_other_places_do(client, notice, publish):  # noqa: F811
    (row,) = brought_in(client, notice, Parameter, {"用在哪个指引": None})
    assert "manual-claim" in row.guides


def test_answer_alone_is_a_condition_and_one_that_is_none_is_told_what_is_like_it(client, notice):  # noqa: F811
    whole = "是受伤，不是上班时受的"
    (row,) = brought_in(client, notice, Document, {"什么情形下显示": f"是不是受伤={whole}"})
    assert row.when == {"injury": ["yes"]}
    book = handed_out(client, notice)
    book.write(Document, 平时怎么叫="另一张", 什么情形下显示="受伤了")
    (said,) = refusals(send(client, notice, book.content()))
    assert "看不懂“受伤了”。请写成 问题=答案。像它的有：" in said


def test_drop_down_of_a_column_that_reads_more_than_it_offers_refuses_nothing(client, notice):  # noqa: F811
    page = handed_out(client, notice).of(BasicPolicy)
    rules = {
        str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in page.page.data_validations.dataValidation
    }
    letters = {heading: page.page.cell(1, page.headings.index(heading) + 1).column_letter for heading in page.headings}
    assert rules[letters["医院级别"]].showErrorMessage is False
    assert rules[letters["在职退休"]].showErrorMessage is True


# -- a sheet of before ------------------------------------------------------------------------------------------------


def without(book, model, *headings):
    page = book.of(model)
    for heading in headings:
        page.page.delete_cols(page.headings.index(heading) + 1)


def test_sheet_without_a_column_that_may_be_empty_is_taken_and_says_so(client, notice):  # noqa: F811
    book = handed_out(client, notice)
    book.write(Document, 平时怎么叫="收据原件")
    without(book, Document, "替换哪一条", "谁开的")
    looked = send(client, notice, book.content())
    assert (refusals(looked), counts(looked)) == ([], (1, 0, 0, 0))
    told = "“材料”里没有“替换哪一条”“谁开的”这一列：新写的，就当这一格空着；已经有的，照原来的不变。"
    assert told in looked.content.decode()
    bring_in(client, notice, looked)
    assert Document.objects.get(source=notice).name == "收据原件"


def test_what_stands_in_a_column_that_a_sheet_has_not_is_kept(client, notice):  # noqa: F811
    (row,) = brought_in(client, notice, Document, {"平时怎么叫": "收据原件", "谁开的": "医院收费处"})
    row.status = "published"
    row.save()
    book = handed_out(client, notice)
    page = book.of(Document)
    line = next(n for n in range(3, 9) if page.cell(n, "平时怎么叫").value == "收据原件")
    page.put(line, 去哪里拿="收费窗口")
    without(book, Document, "谁开的")
    looked = send(client, notice, book.content())
    assert refusals(looked) == []
    bring_in(client, notice, looked)
    draft = Document.objects.get(source=notice, status="draft")
    assert (draft.issuer, draft.where_to_get) == ("医院收费处", "收费窗口")


def test_column_that_is_needed_is_asked_for(client, notice):  # noqa: F811
    book = handed_out(client, notice)
    book.write(Document)
    without(book, Document, "要不要带", "谁开的")
    (said,) = refusals(send(client, notice, book.content()))
    assert said.startswith("第 1 行缺这几列：要不要带。")
