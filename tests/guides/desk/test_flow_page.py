"""A guide as one page: its drawing, what is asked when, outcomes with their documents, and who may see it."""

import itertools

import pytest

from guides.desk import flowpage
from guides.engine import drawing
from guides.flows import FLOWS
from guides.models import Document
from registry import snapshot
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/guides/introduction/flow/remote-care/"


def page(slug="remote-care"):
    return flowpage.page(snapshot.current(), FLOWS[slug], snapshot.today())


@pytest.mark.parametrize("slug", FLOWS)
def test_everything_of_the_flow_is_drawn_inside_the_page_and_apart(slug):
    flow, drawn = FLOWS[slug], page(slug).drawing
    assert len(drawn.boxes) == len(flow.steps) + len(flow.outcomes) + len(flow.blocks)
    assert max(box.x + drawn.box_width for box in drawn.boxes) <= drawn.width
    assert max(box.y + box.height for box in drawn.boxes) <= drawn.height
    for column in {box.x for box in drawn.boxes}:
        boxes = [box for box in drawn.boxes if box.x == column]
        assert all(one.y + one.height < next_.y for one, next_ in itertools.pairwise(boxes))


def test_an_arrow_for_each_step_that_decides():
    flow = FLOWS["remote-care"]
    conditions = [item.when for item in flow.steps] + [when for _, when in (*flow.outcomes, *flow.blocks)]
    assert len(page().drawing.arrows) == sum(len(flow.deciding(when)) for when in conditions)
    assert flow.deciding({"destination": ("local",)}) == ("care_place", "relation")


def test_no_line_starts_with_a_closing_mark():
    assert drawing.wrapped("一" * 24 + "。" + "二") == ["一" * 24 + "。", "二"]
    assert drawing.wrapped("") == []


def test_questions_are_numbered_and_say_when_they_are_asked():
    lines = {line.name: line for line in page().steps}
    assert (lines["给谁办"].number, lines["给谁办"].asked) == ("1", "总是问。")
    assert lines["转诊单"].asked == "只在：去的原因是“本地医院看不了，要转过去”时问。"
    assert lines["两地的关系"].number == "自动判断"
    assert lines["困难认定"].number == "结果页上填"
    assert "正在住院，还没结账" in lines["到哪一步了"].answers


def test_an_outcome_has_the_documents_that_can_be_asked_for_there():
    ends = {end.name: end for end in page().outcomes}
    assert {paper.name for paper in ends["境外看病"].papers} == {"境外的病历和发票", "低保、特困等证件"}


def test_what_a_region_has_in_its_place_is_said(publish):
    national = next(row for row in snapshot.current().rows(Document) if row.when.get("outcome") == ["out_of_scope"])
    publish(Document, key=national.key, region_id="210300", name="本地的一张", when=national.when)
    publish(Document, key="only-there", region_id="440300", name="只有那里要", when=national.when)
    papers = {paper.name: paper.local for end in page().outcomes if end.name == "境外看病" for paper in end.papers}
    assert papers[national.name] == ("鞍山市：本地的一张，必带",)
    assert papers["只有那里要"] == ("只在深圳市",)


def test_page_is_ready_to_be_signed(client):
    desk = signed_in(person("reader", ("editor", "210300")))
    text = desk.get(ADDRESS).content.decode()
    assert f"<td>{snapshot.current().version}</td>" in text
    assert [word for word in ("样稿", "审核人签字", "内容版本", "<svg", "急诊抢救，先救人") if word not in text] == []
    assert "style=" not in text.split("<svg")[1].split("</svg>")[0]
    assert ADDRESS in desk.get("/admin/guides/introduction/").content.decode()
    assert "/admin/guides/introduction/flow/" in desk.get("/admin/").content.decode()


def test_page_is_for_those_who_see_national_rows(client):
    assert signed_in(person("idle")).get(ADDRESS).status_code == 403
    assert client.get(ADDRESS).status_code == 302
    desk = signed_in(person("reader", ("editor", "210300")))
    assert desk.get("/admin/guides/introduction/flow/tax/").status_code == 404
    assert desk.get("/admin/guides/introduction/flow/")["Location"] == ADDRESS
