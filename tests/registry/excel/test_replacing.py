"""替换哪一条 in a sheet: a paper that the country has too takes its place, with its key, its guides and its cases."""

import pytest

from guides.models import Document
from registry.publication import Status
from tests.registry.excel.test_notice_workbook import (  # noqa: F401
    bring_in,
    client,
    handed_out,
    made,
    send,
    writer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def national(publish):
    when = {"receipts": ["paper"]}
    return publish(
        Document, key="diagnosis", name="（示例）诊断", region_id="000000", guides=["manual-claim"], when=when
    )


def line(client, made, **cells):  # noqa: F811
    book = handed_out(client, made)
    book.write(Document, **{"用在哪个指引": None, "代号": None} | cells)
    return send(client, made, book.content())


@pytest.mark.parametrize("typed", ["（示例）诊断（全国，diagnosis）", "（示例）诊断", "diagnosis"])
def test_line_takes_the_place_of_the_row_that_it_names(client, made, national, typed):  # noqa: F811
    bring_in(client, made, line(client, made, 替换哪一条=typed))
    row = Document.objects.get(source=made, status=Status.DRAFT)
    assert (row.key, row.name, row.guides, row.when) == (
        national.key,
        "（示例）诊断证明",
        national.guides,
        national.when,
    )


def test_what_a_line_says_itself_stands(client, made, national):  # noqa: F811
    bring_in(client, made, line(client, made, 替换哪一条="diagnosis", 用在哪个指引="remote-care"))
    assert Document.objects.get(source=made, status=Status.DRAFT).guides == ["remote-care"]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"替换哪一条": "没有这一条"}, "没有“没有这一条”。请从下拉里选全国、省里的那一条；都不替换，就空着。"),
        ({"替换哪一条": "diagnosis", "代号": "my-own"}, "和“代号”写的不是同一条。请把“代号”空着。"),
    ],
)
def test_row_that_cannot_be_replaced_is_told_at_the_cell(client, made, national, cells, sentence):  # noqa: F811
    told = line(client, made, **{"用在哪个指引": "remote-care"} | cells).context["report"].refusals
    assert [(one.heading, one.sentence) for one in told] == [("替换哪一条", sentence)]


def test_row_of_another_province_is_none_to_replace(client, made, publish):  # noqa: F811
    publish(Document, key="theirs", name="（示例）外省", region_id="220000")
    told = line(client, made, 替换哪一条="theirs").context["report"].refusals
    assert [one.sentence for one in told] == ["这一条是吉林省的，管不到鞍山市。请选全国的，或者您那个省的。"]


def test_list_of_rows_stands_beside_the_name_and_what_is_stored_is_shown(client, made, national):  # noqa: F811
    page = handed_out(client, made).of(Document)
    assert page.headings[1:6] == ["平时怎么叫", "替换哪一条", "要不要带", "窗口怎么处理", "用在哪个指引"]
    assert any("（示例）诊断（全国，diagnosis）" in str(cell.value) for row in page.book["选项"] for cell in row)
    bring_in(client, made, line(client, made, 替换哪一条="diagnosis"))
    page = handed_out(client, made).of(Document)
    assert page.cell(3, "替换哪一条").value == "（示例）诊断（全国，diagnosis）"
