"""How places stand to each other: both sides of every kind of row, of its days, its members and its evidence."""

import datetime as dt
import tracemalloc

import pytest
from django.core.exceptions import ValidationError

from registry import relations
from registry.models import PlaceRelation, PlaceRelationMember
from registry.places import Standing
from registry.publication import Status
from registry.snapshot import Snapshot
from registry.workflow import review

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 3, 1)
DAY = dt.timedelta(days=1)
BEIJING, TIANJIN, HEBEI, SHIJIAZHUANG, TANGSHAN = "110000", "120000", "130000", "130100", "130200"
LIAONING, SHENYANG, ANSHAN, PROVINCIAL = "210000", "210100", "210300", "219900"
HAINAN, HAIKOU, SANYA = "460000", "460100", "460200"


@pytest.fixture
def relate(publish):
    """Publishes a relation of these members."""

    def make(*members, **values):
        row = publish(PlaceRelation, **{"region_id": "000000", "collected_on": ON, **values})
        PlaceRelationMember.objects.bulk_create(PlaceRelationMember(relation=row, region_id=code) for code in members)
        return row

    return make


@pytest.fixture
def stands(places):
    """How two places stand by these rows and no others."""

    def ask(rows, insured, care, on=ON):
        snapshot = Snapshot({}, places, {PlaceRelation: tuple(rows)})
        return relations.between(snapshot, insured, care, on).standing

    return ask


@pytest.mark.parametrize(
    ("insured", "care", "standing"),
    [
        (ANSHAN, ANSHAN, Standing.SAME),
        (ANSHAN, SHENYANG, Standing.SAME_PROVINCE),
        (ANSHAN, BEIJING, Standing.ELSEWHERE),
        ("unknown", BEIJING, Standing.ELSEWHERE),
        ("", "", Standing.ELSEWHERE),
        (ANSHAN, LIAONING, Standing.ELSEWHERE),
    ],
)
def test_without_a_row_places_alone_say(stands, insured, care, standing):
    assert stands([], insured, care) is standing


@pytest.mark.parametrize("rule", PlaceRelation.Rule.values)
def test_each_rule_between_members_and_for_nobody_else(relate, stands, rule):
    row = relate(BEIJING, TIANJIN, rule=rule)
    assert stands([row], BEIJING, TIANJIN) == rule
    assert stands([row], TIANJIN, BEIJING) == rule
    assert stands([row], BEIJING, SHIJIAZHUANG) is Standing.ELSEWHERE
    assert stands([row], BEIJING, BEIJING) is Standing.SAME


def test_province_stands_for_all_in_it(relate, stands):
    row = relate(HAINAN, rule="pool", region_id=HAINAN)
    assert stands([row], HAIKOU, SANYA) is Standing.POOL
    assert stands([row], "469900", HAIKOU) is Standing.POOL
    assert stands([row], HAIKOU, BEIJING) is Standing.ELSEWHERE
    assert stands([row], BEIJING, HAIKOU) is Standing.ELSEWHERE


def test_row_of_all_cities_takes_room_for_each_and_not_for_each_two(relate, places):
    pools = [pool.code for pool in places.pools]
    row = relate(*pools, rule="exempt")
    snapshot = Snapshot(
        {}, places, {PlaceRelation: (PlaceRelation.objects.prefetch_related("members").get(pk=row.pk),)}
    )
    assert len(pools) > 400
    assert places.are_one(pools[0], pools[0])  # what places remember of themselves is none of the rows'
    tracemalloc.start()
    standing = relations.between(snapshot, pools[0], pools[-1], ON).standing
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert standing is Standing.EXEMPT
    assert most < 1_000_000, f"{most} bytes"


def test_circle_holds_between_its_members_and_not_inside_one(relate, stands):
    """The circle of three says nothing of two cities of one of them."""
    row = relate(BEIJING, TIANJIN, HEBEI)
    pairs = [(BEIJING, TIANJIN), (TIANJIN, SHIJIAZHUANG), (TANGSHAN, BEIJING)]
    assert [stands([row], *pair) for pair in pairs] == [Standing.EXEMPT] * 3
    assert stands([row], SHIJIAZHUANG, TANGSHAN) is Standing.SAME_PROVINCE


def test_two_circles_with_a_common_member_do_not_add_up(relate, stands):
    rows = [relate(BEIJING, TIANJIN, key="one"), relate(TIANJIN, ANSHAN, key="two")]
    assert stands(rows, BEIJING, TIANJIN) is Standing.EXEMPT
    assert stands(rows, TIANJIN, ANSHAN) is Standing.EXEMPT
    assert stands(rows, BEIJING, ANSHAN) is Standing.ELSEWHERE


@pytest.mark.parametrize(("days", "standing"), [(-1, "elsewhere"), (0, "exempt"), (9, "exempt"), (10, "elsewhere")])
def test_row_holds_on_its_days_both_ends_included(relate, stands, days, standing):
    row = relate(BEIJING, TIANJIN, effective_from=ON, effective_to=ON + 9 * DAY)
    assert stands([row], BEIJING, TIANJIN, ON + days * DAY) == standing


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        ({"evidence": "official"}, Standing.EXEMPT),
        ({"evidence": "quoted"}, Standing.EXEMPT),
        ({"evidence": "retold"}, Standing.ASK),
        ({"evidence": "note"}, Standing.ASK),
        ({"evidence": "official", "unsettled": "只管一部分人。"}, Standing.ASK),
    ],
)
def test_only_a_text_that_settles_it_decides(relate, stands, values, standing):
    assert stands([relate(BEIJING, TIANJIN, **values)], BEIJING, TIANJIN) is standing


@pytest.mark.parametrize(("age", "standing"), [(200, Standing.EXEMPT), (201, Standing.ASK)])
def test_check_that_is_too_old_leaves_it_to_be_asked(relate, stands, age, standing):
    row = relate(BEIJING, TIANJIN, review_every=100)
    assert stands([row], BEIJING, TIANJIN, ON + age * DAY) is standing


@pytest.mark.parametrize(("care", "standing"), [(SHENYANG, "same_province"), (BEIJING, "elsewhere")])
def test_retold_need_to_file_says_nothing_new(relate, stands, care, standing):
    rows = [relate(LIAONING, key="in"), relate(LIAONING, BEIJING, key="out")]
    for row in rows:
        row.rule, row.evidence = "file", "retold"
    assert stands(rows, ANSHAN, care) == standing


def test_text_beats_a_nearer_retelling(relate, stands):
    rows = [relate(LIAONING, rule="file"), relate(SHENYANG, ANSHAN, key="near", region_id=ANSHAN, evidence="retold")]
    assert stands(rows, ANSHAN, SHENYANG) is Standing.FILE


def test_row_is_for_those_insured_in_its_region(relate, stands):
    row = relate(BEIJING, TIANJIN, region_id=BEIJING)
    assert stands([row], BEIJING, TIANJIN) is Standing.EXEMPT
    assert stands([row], TIANJIN, BEIJING) is Standing.ELSEWHERE


def test_nearest_region_counts_first_then_nearest_members(relate, stands):
    wide = relate(LIAONING, key="wide", rule="file", region_id=LIAONING)
    pair = relate(PROVINCIAL, SHENYANG, key="pair", rule="pool", region_id=LIAONING)
    assert stands([wide, pair], PROVINCIAL, SHENYANG) is Standing.POOL
    assert stands([wide, pair], PROVINCIAL, ANSHAN) is Standing.FILE
    city = relate(LIAONING, key="city", rule="exempt_lower", region_id=ANSHAN)
    assert stands([wide, pair, city], ANSHAN, SHENYANG) is Standing.EXEMPT_LOWER
    assert stands([wide, pair, city], SHENYANG, ANSHAN) is Standing.FILE


def test_region_that_waives_a_relation_has_none(relate, stands):
    rows = [relate(BEIJING, TIANJIN, HEBEI), relate(BEIJING, HEBEI, region_id=SHIJIAZHUANG, waived=True)]
    assert stands(rows, SHIJIAZHUANG, BEIJING) is Standing.ELSEWHERE
    assert stands(rows, TANGSHAN, BEIJING) is Standing.EXEMPT


def test_partners_are_one_place_of_each_member(relate, places):
    rows = (relate(BEIJING, TIANJIN, HEBEI, key="one"), relate(HAINAN, key="two"))
    snapshot = Snapshot({}, places, {PlaceRelation: rows})
    assert relations.partners(snapshot, BEIJING) == (TIANJIN, SHIJIAZHUANG)
    assert relations.partners(snapshot, HAIKOU) == (SANYA,)
    assert relations.partners(snapshot, ANSHAN) == ()


# What a clerk may write


@pytest.mark.parametrize(
    ("region", "members", "sentence"),
    [
        ("000000", [], "请至少写一个地方。"),
        ("000000", ["000000", BEIJING], "地方不能写全国。全国各地之间没有约定的，不用写。"),
        ("000000", [HEBEI, TANGSHAN], "“唐山市”已经在写了的省里面，请删掉一个。"),
        (ANSHAN, [BEIJING, TIANJIN], "适用地区不在这几个地方里。请改适用地区，或者补上地方。"),
        ("000000", [BEIJING, TIANJIN], ""),
        (LIAONING, [ANSHAN, SHENYANG], ""),
        (ANSHAN, [LIAONING], ""),
        (ANSHAN, [ANSHAN, BEIJING], ""),
    ],
)
def test_members_that_say_nothing_are_refused(build, region, members, sentence):
    row = build(PlaceRelation, region_id=region)
    inline = {"members": [PlaceRelationMember(relation=row, region_id=code) for code in members]}
    try:
        row.clean_inline(inline)
        said = ""
    except ValidationError as refused:
        [said] = refused.messages
    assert said == sentence


@pytest.mark.parametrize(("evidence", "effect"), [("quoted", "跟着变"), ("retold", "结果不变")])
def test_reviewer_is_told_what_publishing_does(relate, evidence, effect):
    row = relate(BEIJING, TIANJIN, evidence=evidence)
    assert [effect in finding.sentence for finding in row.findings(dt.date(2026, 3, 1))] == [True]


@pytest.mark.on("2026-03-01")
@pytest.mark.parametrize(
    ("members", "values", "blocks"),
    [
        ((BEIJING, TIANJIN), {"rule": "file"}, True),
        ((BEIJING, TIANJIN, HEBEI), {"rule": "file"}, True),
        ((BEIJING, TIANJIN), {}, False),
        ((BEIJING, HEBEI), {"rule": "file"}, False),
        ((BEIJING, TIANJIN), {"rule": "file", "effective_from": ON + 10 * DAY}, False),
        ((BEIJING, TIANJIN), {"rule": "file", "region_id": BEIJING}, False),
        ((BEIJING, TIANJIN), {"rule": "file", "evidence": "retold"}, False),
    ],
)
def test_two_rows_that_contradict_each_other_do_not_both_become_public(relate, source, members, values, blocks):
    source.number = "示例〔2026〕1号"
    source.save()
    relate(BEIJING, TIANJIN, key="stands", says="京津之间不用备案。", effective_to=ON + 9 * DAY)
    draft = relate(*members, key="new", **values)
    PlaceRelation.objects.filter(pk=draft.pk).update(status=Status.DRAFT)
    said = review.blocking(PlaceRelation.objects.get(pk=draft.pk))
    assert said == (["“京津之间不用备案。”写的是同样的地方，规定却不一样。请先修订或停用那一条。"] if blocks else [])


def test_rows_that_speak_of_a_place_are_those_in_force_that_name_it_or_its_province(relate, places):
    rows = [
        relate(HEBEI, BEIJING, key="circle"),
        relate(SHIJIAZHUANG, TANGSHAN, key="pair", region_id=HEBEI),
        relate(HEBEI, key="over", region_id=HEBEI, effective_to=ON - DAY),
        relate(HEBEI, TIANJIN, key="theirs", region_id=TIANJIN),
    ]

    def keys(code, on=ON):
        return {row.key for row in relations.of_place(Snapshot({}, places, {PlaceRelation: tuple(rows)}), code, on)}

    assert keys(SHIJIAZHUANG) == {"circle", "pair"}
    assert keys(SHIJIAZHUANG, ON - DAY) == {"circle", "pair", "over"}
    assert keys(HEBEI) == keys("130300") == keys(BEIJING) == {"circle"}
    assert keys(TIANJIN) == {"theirs"}
    assert keys(ANSHAN) == set()


def test_own_row_speaks_of_a_place_before_the_one_above(relate, places):
    rows = [
        relate(HEBEI, BEIJING, key="circle"),
        relate(HEBEI, BEIJING, key="circle", region_id=HEBEI, says="自己的。"),
    ]
    snapshot = Snapshot({}, places, {PlaceRelation: tuple(rows)})
    assert [row.says for row in relations.of_place(snapshot, TANGSHAN, ON)] == ["自己的。"]
    assert [row.says for row in relations.of_place(snapshot, BEIJING, ON)] == ["两地之间不用备案。"]
