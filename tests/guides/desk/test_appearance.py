"""Where people will see a paper: for whom, on which outcomes, and beside which other papers."""

import re
from html import unescape

import pytest
from django.urls import reverse

from guides.desk.appearance import BESIDE, WHOM
from guides.models import Document
from registry.workflow import appearing
from tests.conftest import person, signed_in
from tests.registry.steppages import step_address

pytestmark = pytest.mark.django_db

CITY = "230800"
CLAIM = {"status": "submitted", "region_id": CITY, "guides": ["manual-claim"], "needed": "required"}


@pytest.fixture
def paper(build):
    def make(name, when=None, **values):
        row = build(Document, **CLAIM | {"name": name, "when": when or {}} | values)
        row.save()
        return row

    return make


def says(row, *together):
    return appearing.appearance(row, together).says


def test_paper_without_conditions_is_told_for_everybody_on_every_outcome(paper):
    told = says(paper("（示例）说明"))
    assert told[WHOM].splitlines() == [
        "“自己垫了钱，怎么报”的全部 3 个结果：“境外看病，一般不报”“工伤，走工伤保险”“手工报销”。",
        "走到那里的人都看到，不管前面怎么答。",
    ]
    assert len(told[BESIDE].splitlines()) == 4


def test_condition_is_told_in_words_with_the_outcome_it_leaves(paper):
    told = says(paper("（示例）外伤说明", {"injury": ["yes"]}))
    assert told[WHOM].splitlines() == [
        "“自己垫了钱，怎么报”的 1 个结果：“手工报销”。",
        "只在：是不是受伤是“是受伤，不是上班时受的”时显示。",
    ]


def test_papers_beside_it_are_those_of_the_notice_the_countrys_and_those_it_replaces(paper):
    own = paper(
        "（示例）收款卡", key="bank-card", when={"hands_in": ["yes"], "for_whom": ["self", "family", "employer"]}
    )
    other = paper("（示例）说明", key="made-paper")
    line = says(own, other)[BESIDE].splitlines()[1]
    assert line.startswith("“手工报销”：这份通知的 （示例）收款卡、（示例）说明；原来就有的 医保码、")
    assert line.endswith("；换下来的 病人本人的银行卡。")


def test_no_answer_that_shows_it_is_said_so(paper):
    told = says(paper("（示例）说明", {"outcome": ["work_injury"], "injury": ["no"]}))
    assert told[WHOM].startswith("“自己垫了钱，怎么报”：没有一个结果会用到它。")
    assert BESIDE not in told


def test_what_is_public_is_told_no_more(publish):
    assert says(publish(Document)) == {}


def test_reviewer_reads_it_and_opens_the_outcomes(paper):
    rows = [paper(f"（示例）说明{n}", {"injury": ["yes"]}, key=f"made-{n}") for n in (1, 2)]
    checker = signed_in(person("checker", ("reviewer", CITY)))
    for shown in (rows, rows[:1]):  # one table, and a page of its own
        page = unescape(checker.get(step_address("publish", *shown)).content.decode())
        assert "只在：是不是受伤是“是受伤，不是上班时受的”时显示。" in page
        assert "原来就有的 医保码、" in page
        (link,) = re.findall(r'<a href="(/admin/preview/[^"]*/guides/manual-claim/outcome/[^"]*)"', page)
        opened = checker.get(link).content.decode()
        assert all(row.name in opened for row in shown)


def test_writer_reads_it_on_the_form(paper):
    row = paper("（示例）说明", status="draft")
    page = signed_in(person("writer", ("editor", CITY))).get(reverse("admin:guides_document_change", args=[row.pk]))
    assert "“境外看病，一般不报”：这份通知的 （示例）说明；" in page.content.decode()


def test_form_opened_at_a_clause_on_claims_has_ticked_who_hands_in_receipts(source):
    source.clause = "一、总则。\n八、手工报销\n（一）带诊断证明。"
    source.save()
    writer = signed_in(person("writer", ("editor", "000000")))
    address = f"{reverse('admin:guides_document_add')}?_notice={source.pk}&_clause=3"
    page = writer.get(address).content.decode()
    assert re.findall(r'name="when" value="([^"]*)" checked', page) == ["hands_in=yes"]
    assert re.findall(r'name="when" value="([^"]*)" checked', writer.get(address[:-1] + "1").content.decode()) == []


def example(row, guide):
    """The query by which the first page of a guide is opened."""
    found = [page for name, page in appearing.appearance(row, ()).pages if f"/{guide}/" in page]
    return found[0] if found else ""


def of_a_notice(source, title, clause):
    source.title, source.clause = title, clause
    source.save()
    return source


BY_HAND = "一、总则。\n二、自己垫付的，持诊断证明申请手工报销。"
THREE = ["remote-care", "second-reimbursement", "manual-claim"]


def test_guide_that_the_clause_is_mainly_about_comes_first(paper, source):
    of_a_notice(source, "关于居民医保的通知", BY_HAND)
    for article in ("二", ""):
        row = paper("（示例）说明", guides=THREE, source_article=article)
        assert next(page.split("/")[2] for _, page in appearing.appearance(row, ()).pages) == "manual-claim"
        assert says(row)[WHOM].startswith("“自己垫了钱，怎么报”")
    of_a_notice(source, "关于居民医保的通知", "一、异地就医备案材料。")
    row = paper("（示例）说明", guides=["manual-claim", "remote-care"], source_article="一")
    assert says(row)[WHOM].splitlines()[0].startswith("“去外地看病，先备个案”")


@pytest.mark.parametrize(
    ("title", "clause", "scheme"),
    [
        ("关于城乡居民医保的通知", BY_HAND, "resident"),
        ("关于职工医保的通知", BY_HAND, "employee"),
        ("关于医保待遇的通知", BY_HAND.replace("自己", "参保居民自己"), "resident"),
        ("关于职工和居民医保的通知", BY_HAND, None),
        ("关于居民身份证的通知", BY_HAND, None),
    ],
)
def test_whoever_stands_for_the_rest_is_insured_as_the_notice_says(title, clause, scheme, paper, source):
    of_a_notice(source, title, clause)
    row = paper("（示例）说明", guides=THREE, source_article="二")
    found = [re.findall(r"[?&]scheme=(\w+)", page) for _, page in appearing.appearance(row, ()).pages]
    assert len(found) > 5
    schemes = {one for each in found for one in each}
    assert schemes == {scheme} if scheme else len(schemes) == 1


def test_answer_of_the_row_itself_goes_before_the_notices(paper, source):
    of_a_notice(source, "关于职工医保的通知", BY_HAND)
    row = paper("（示例）说明", {"scheme": ["resident"]}, source_article="二")
    assert "scheme=resident" in example(row, "manual-claim")
