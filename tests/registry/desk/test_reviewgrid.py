"""The rows of a review as tables: what they share once, every figure with what the clause says of it, nothing lost."""

import html
import re

import pytest
from django.urls import reverse

from calculators.models import BasicPolicy, CriticalIllnessPolicy, PolicySpecial
from guides.models import Document, Parameter
from registry.desk import batch, reviewgrid, steppage
from registry.evidence import named
from registry.workflow import review
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in, sound
from tests.registry.steppages import step_address

pytestmark = pytest.mark.django_db

FINE = {"region_id": "210300", "status": "submitted", "evidence": "retold"}
CLAUSE = """一、职工住院起付标准：二级 500 元，三级 700 元。支付比例：二级，在职 85%，退休 88%；三级，在职 80%，退休 83%。
二、一年最多支付 20 万元。第二次住院起付标准降低20%。
三、低保对象提高 5 个百分点，外伤材料报 60 元。"""


@pytest.fixture
def notice(source):
    source.clause = CLAUSE
    source.save()
    return source


def stay(notice, level, person_kind, entry, rate, **values):
    told = {"care_type": "inpatient", "scheme": "employee", "annual_ceiling": "200000", "source_article": "一、二、三"}
    told |= {"hospital_level": level, "person": person_kind, "deductible": entry, "bands": [(None, rate)]}
    row = publish_policy(BasicPolicy, source=notice, **FINE | told | values)
    row.specials.add(PolicySpecial(hardship="low_income", rate_add="0.05"), bulk=False)
    row.specials.add(PolicySpecial(from_admission=2, deductible_factor="0.8"), bulk=False)
    return row


@pytest.fixture
def stays(notice):
    figures = (
        ("secondary", "active", "500", "0.85"),
        ("secondary", "retired", "500", "0.88"),
        ("tertiary", "active", "700", "0.8"),
        ("tertiary", "retired", "700", "0.77"),  # the clause has 83%
    )
    return [stay(notice, *each) for each in figures]


def tables(*rows):
    told = batch.told(list(rows), "publish", list(rows))
    return reviewgrid.grids([{**steppage.reviewed(row, told[named(row)]), "source": row.source} for row in rows])


def shown(cells):
    return [(cell.who, cell.words, cell.mark) for cell in cells]


def test_levels_are_lines_and_active_and_retired_share_one(stays):
    (grid,) = tables(*stays)
    assert grid.title == "基本医保待遇：职工医保 · 住院"
    assert grid.heads == ("起付线（元）", "报销比例分段")
    assert [line.name for line in grid.lines] == ["二级", "三级"]
    assert [[who for who, _ in line.looks] for line in grid.lines] == [["在职", "退休"]] * 2
    entry, rates = grid.lines[0].cells
    assert shown(entry) == [("", "500", "found")]
    assert shown(rates) == [("在职", "85%", "found"), ("退休", "88%", "found")]


def test_what_all_lines_say_stands_once(stays):
    (grid,) = tables(*stays)
    common = {(label, cell.words): (cell.mark, cell.note) for label, cell in grid.common}
    assert common["封顶线（元）", "200,000元"] == ("found", "")
    assert common["特别规定", "低保：提高 5 个百分点"] == ("found", "条文有这个数")
    assert common["特别规定", "第 2 次起：起付线按 80% 算"] == ("made", "降低20%，是原来的 80%")
    assert not any(line.below for line in grid.lines)


def test_a_figure_that_the_clause_has_not_stands_out(stays):
    (grid,) = tables(*stays)
    assert shown(grid.lines[1].cells[1])[1] == ("退休", "77%", "missing")


def test_a_special_of_one_row_alone_stands_below_its_line(stays):
    stays[0].specials.add(PolicySpecial(item="外伤材料", kind_ceiling="60"), bulk=False)
    (grid,) = tables(*stays)
    ((label, cells),) = grid.lines[0].below
    assert (label, shown(cells)) == ("特别规定", [("在职", "外伤材料：这一类一年最多 60元", "found")])


def test_clauses_stand_once_with_figures_that_no_row_says(stays):
    (grid,) = tables(*stays)
    assert [clause.label for clause, _ in grid.clauses] == ["一", "二", "三"]
    pieces = [(piece.text, piece.kind) for _, parts in grid.clauses for piece in parts if piece.kind]
    assert ("20 万元", "used") in pieces
    assert ("20%", "used") in pieces
    assert [text for text, kind in pieces if kind == "left"] == ["83%", "60 元"]


def test_figures_that_rows_beside_the_page_say_are_not_left(stays, notice):
    """What was published in the first round says its figures in the second; what is about to be replaced does not."""
    public = stays[-1]
    public.specials.add(PolicySpecial(item="外伤材料", kind_ceiling="60"), bulk=False)

    def left(*rows):
        pieces = [piece for grid in tables(*rows) for _, parts in grid.clauses for piece in parts]
        return {piece.text for piece in pieces if piece.kind == "left"}

    assert "60 元" not in left(*stays[:-1])
    type(public).objects.filter(pk=public.pk).update(status="retired")
    assert "60 元" in left(*stays[:-1])
    type(public).objects.filter(pk=public.pk).update(status="published")
    stays[0].supersedes = public
    assert "60 元" in left(*stays[:-1])


def test_tick_beside_words_says_what_it_proves(notice):
    """特困、孤儿 are one class here, and the clause may name half of it: its figure is found, the rest is not said."""
    notice.clause += "\n四、特困人员提高 10 个百分点。第六条 出院后 5 个月内，次年3月31日前交。"
    notice.save()
    row = stay(notice, "secondary", "active", "500", "0.85")
    row.specials.add(PolicySpecial(hardship="extreme_poverty", rate_add="0.1"), bulk=False)
    said = {"name": "claim_deadline", "value": "次年3月31日前", "term_kind": "months", "term_amount": "5"}
    rules = [
        sound(Parameter, source=notice, key=f"deadline{n}", **FINE | said | {"value": words})
        for n, words in enumerate(["次年3月31日前", "出院后 5 个月内"])
    ]
    for rule in rules:
        rule.save()
    stays, deadlines = tables(row, *rules)
    common = {cell.words: (cell.mark, cell.note) for _, cell in (*stays.common, *deadlines.common)}
    assert common["特困、孤儿：提高 10 个百分点"] == ("found", "条文有这个数，条文没有写“孤儿”")
    assert common["5"] == ("found", "条文写着“5个月”")
    checker = signed_in(person("checker", ("reviewer", "210300")))
    content = checker.get(step_address("publish", *rules)).content.decode()
    assert content.count("条文有这几个字") == len(rules)


def test_class_of_which_the_clause_names_a_half_says_so_in_the_name_of_its_line(notice):
    notice.clause = "一、特困人员 500 元，低保对象 600 元。"
    notice.save()
    rows = [
        publish_policy(
            CriticalIllnessPolicy, source=notice, hardship=who, deductible=entry, bands=[(None, "0.6")], **FINE
        )
        for who, entry in (("extreme_poverty", "500"), ("low_income", "600"))
    ]
    (grid,) = tables(*rows)
    assert [line.unsaid for line in grid.lines] == ["条文没有写“孤儿”", ""]


def test_rows_of_other_care_are_another_table(stays, notice):
    clinic = stay(notice, "any", "any", "0", "0.5", care_type="outpatient")
    assert [grid.title for grid in tables(*stays, clinic)] == [
        "基本医保待遇：职工医保 · 住院",
        "基本医保待遇：职工医保 · 普通门诊",
    ]


def test_clause_of_two_tables_is_open_at_the_first_alone(stays, notice):
    clinic = stay(notice, "any", "any", "0", "0.5", care_type="outpatient", source_article="三")
    first, second = tables(*stays, clinic)
    assert first.again == set()
    assert "三" in second.again
    checker = signed_in(person("checker", ("reviewer", "210300")))
    content = checker.get(step_address("publish", *stays, clinic)).content.decode()
    assert content.count("<details><summary>三（上面有）</summary>") == 1


def test_parts_stand_below_the_line_of_their_chapter(notice):
    notice.clause = "一、职工住院\n（一）起付标准500元。\n（二）支付85%。"
    notice.save()
    rows = [
        stay(notice, level, "active", "500", "0.85", source_article="一（一）、一（二）")
        for level in ("secondary", "tertiary")
    ]
    checker = signed_in(person("checker", ("reviewer", "210300")))
    content = checker.get(step_address("publish", *rows)).content.decode()
    assert content.count('<p class="quiet">一、职工住院</p>') == 1


def test_part_of_the_name_of_a_line_is_not_said_again(notice):
    said = {"name": "claim_deadline", "value": "次年3月31日前", "guides": ["manual-claim"]}
    rule = sound(Parameter, source=notice, key="deadline", **FINE | said)
    rule.save()
    (grid,) = tables(rule)
    assert grid.lines[0].name == "手工报销最晚什么时候交：次年3月31日前"
    assert {"哪一项", "规定"}.isdisjoint(label for label, _ in grid.common)
    assert "用在哪个指引" in [label for label, _ in grid.common]


def test_papers_alike_differ_in_their_names_alone(notice):
    papers = [sound(Document, source=notice, name=name, key=name, **FINE) for name in ("甲证明", "外伤材料")]
    for paper in papers:
        paper.save()
    (grid,) = tables(*papers)
    assert grid.heads == ()
    assert [(line.name, line.mark, line.below) for line in grid.lines] == [
        ("甲证明", "", ()),
        ("外伤材料", "found", ()),
    ]


def test_of_a_revision_the_table_says_what_was_and_what_is_to_be(stays, notice):
    for row in stays[:2]:
        row.status = "published"
        row.save()
    revisions = [
        stay(notice, "secondary", kind, "400", rate, supersedes=before)
        for kind, rate, before in (("active", "0.85", stays[0]), ("retired", "0.88", stays[1]))
    ]
    (grid,) = tables(*revisions)
    assert [(label, cell.old, cell.words) for label, cell in grid.common if label == "起付线（元）"] == [
        ("起付线（元）", "500", "400")
    ]


def test_page_ticks_each_row_and_loses_nothing(stays, notice):
    checker = signed_in(person("checker", ("reviewer", "210300")))
    page = checker.get(reverse("admin:registry_sourcedocument_notice_step", args=[notice.pk, "publish"]))
    content = html.unescape(page.content.decode())
    text = re.sub("<[^>]+>", "", content)
    ticked = re.findall('name="row" value="([^"]+)" checked', content)
    assert sorted(ticked) == sorted(look["mark"] for look in page.context["looks"])
    for row in stays:
        missing = {label for label, words in review.said(row).items() if words and words not in text}
        assert missing == set()
    blocked = text[text.index("先看这") : text.index("条都一样的")]
    assert "要先改，有 1 条：“报销比例分段：报销比例”写的是 77%，依据的条文里没有这个数。" in blocked
    assert "条文里有、没有一条用到的：一 83%；三 60 元" in blocked


def test_page_of_two_states_says_which_row_cannot_go_along(stays):
    stays[0].status = "draft"
    stays[0].save()
    checker = signed_in(person("checker", ("reviewer", "210300")))
    content = checker.get(step_address("publish", *stays)).content.decode()
    assert content.count('name="row"') == len(stays) - 1
    assert f'<span id="basicpolicy-{stays[0].pk}">' in content
