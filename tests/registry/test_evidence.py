"""What is said of a whole page once, and what of one statement alone."""

import datetime as dt

import pytest

from guides.models import Parameter
from registry import evidence
from registry.models import SourceDocument
from tests.conftest import sound

ON = dt.date(2026, 11, 22)
ANSHAN, LIAONING, GUANGDONG = "210300", "210000", "440000"
EVERY = 100  # days between two checks


def differs(places, of="000000", on=ON, **values):
    """The mark of a statement that rests on a document of the place ``of``."""
    row = sound(
        Parameter,
        source=SourceDocument(key="text", title="一份文件", region_id=of),
        review_every=EVERY,
        **{"evidence": "quoted", "collected_on": ON, **values},
    )
    return evidence.basis(places, row, on).differs


@pytest.mark.parametrize(
    ("rows", "unverified", "place", "line"),
    [
        (8, 0, "鞍山市", "依据 6 份文件，都经鞍山市的经办机构核对过。"),
        (8, 0, "", "依据 6 份文件，都经医保经办机构核对过。"),
        (
            8,
            1,
            "鞍山市",
            "依据 6 份文件，7 条核对过，其余还没有经鞍山市的经办机构核对。和窗口说的不一样，以窗口为准。",
        ),
        (8, 7, "", "依据 6 份文件，1 条核对过，其余还没有经医保经办机构核对。和窗口说的不一样，以窗口为准。"),
        (8, 8, "鞍山市", "依据 6 份文件，还没有经鞍山市的经办机构核对。和窗口说的不一样，以窗口为准。"),
        (8, 8, "", "依据 6 份文件，还没有经医保经办机构核对。和窗口说的不一样，以窗口为准。"),
    ],
)
def test_page_says_in_one_line_what_all_of_it_rests_on(rows, unverified, place, line):
    assert evidence.standing(6, rows, unverified, place) == line


def test_rows_of_a_page_are_counted_once_and_their_documents_numbered_as_they_are_met(places):
    law, notice = (SourceDocument(pk=pk, key=str(pk), title="一份文件") for pk in (7, 3))
    first, second, checked = (
        sound(Parameter, source=of, verified_on=on) for of, on in [(law, None), (notice, None), (law, ON)]
    )
    sources = evidence.Sources(places, ON)
    assert [sources.cite(row) for row in (first, second, checked, first)] == [1, 2, 1, 1]
    assert sources.basis(second).number == 2
    assert (sources.documents, sources.rows, sources.unverified) == ((law, notice), (first, second, checked), 2)
    assert sources.standing("鞍山市") == evidence.standing(2, 3, 2, "鞍山市")


@pytest.mark.parametrize("region", [None, LIAONING, ANSHAN])
@pytest.mark.parametrize("kind", ["official", "quoted", "note"])
def test_what_nobody_checked_is_as_the_page_says(places, region, kind):
    assert differs(places, region_id=region, evidence=kind) == ""


@pytest.mark.parametrize(
    ("region", "mark"),
    [(None, ""), ("000000", ""), (LIAONING, "网上文章说，先打电话"), (ANSHAN, "网上文章说，先打电话")],
)
def test_local_figure_from_an_article_is_marked_and_a_national_one_is_not(places, region, mark):
    assert differs(places, region_id=region, evidence="retold") == mark


@pytest.mark.parametrize(
    ("of", "region", "mark"),
    [
        (LIAONING, ANSHAN, ""),
        (ANSHAN, ANSHAN, ""),
        ("000000", ANSHAN, ""),
        (GUANGDONG, ANSHAN, "广东省的规定"),
        (GUANGDONG, None, "广东省的规定"),
        (ANSHAN, LIAONING, "辽宁省鞍山市的规定"),
    ],
)
def test_document_of_another_place_is_named(places, of, region, mark):
    assert differs(places, of, region_id=region) == mark


@pytest.mark.parametrize(
    ("days", "mark"),
    [
        (0, "2026年11月已核对"),
        (EVERY, "2026年8月已核对"),
        (EVERY + 1, "到了该再核对的时候"),
        (2 * EVERY, "到了该再核对的时候"),
        (2 * EVERY + 1, "核对已过期，请先打电话确认"),
    ],
)
def test_checked_statement_says_when_and_an_old_check_that_it_is_old(places, days, mark):
    """Whatever it rests on: a retelling that somebody checked is no longer what an article says."""
    checked = {"verified_on": ON - dt.timedelta(days=days), "verified_by": "0412"}
    assert differs(places, region_id=ANSHAN, **checked) == mark
    assert differs(places, region_id=ANSHAN, evidence="retold", **checked) == mark
    assert differs(places, GUANGDONG, region_id=ANSHAN, **checked) == mark


@pytest.mark.parametrize(("days", "mark"), [(2 * EVERY, ""), (2 * EVERY + 1, "核对已过期，请先打电话确认")])
def test_what_nobody_checked_grows_old_too(places, days, mark):
    assert differs(places, region_id=ANSHAN, collected_on=ON - dt.timedelta(days=days)) == mark


@pytest.mark.parametrize(
    ("articles", "beside"),
    [
        (["第17、29条"], ()),
        (["附件 第8条（五），第9、16条", "三（一）；四（一）", "转引的几句原文，条号没有读到", "新生儿；办理时限"], ()),
        (
            ["第17条；医疗纠纷预防和处理条例第16条；处方管理办法 第50条", "第3条；医疗纠纷预防和处理条例第16条"],
            ("医疗纠纷预防和处理条例第16条", "处方管理办法 第50条"),
        ),
        (
            ["第30条；法释〔2026〕1号", "第28条；国家医疗保障局令第2号 第33条"],
            ("法释〔2026〕1号", "国家医疗保障局令第2号 第33条"),
        ),
    ],
)
def test_document_is_told_with_those_its_statements_also_rest_on(places, articles, beside):
    law, other = (SourceDocument(pk=pk, key=str(pk), title="一份文件") for pk in (7, 3))
    sources = evidence.Sources(places, ON)
    for article in articles:
        sources.cite(sound(Parameter, source=law, source_article=article))
    sources.cite(sound(Parameter, source=other, source_article="第1条；民法典 第27条"))
    assert (sources.beside(law), sources.beside(other)) == (beside, ("民法典 第27条",))
