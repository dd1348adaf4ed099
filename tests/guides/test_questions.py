"""What people ask has an answer, in the whole country or at the place that the question is about."""

from pathlib import Path

import pytest
import yaml

from guides.models import Answer
from guides.outcome import answers
from registry import snapshot

pytestmark = pytest.mark.django_db

ASKED = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text("utf-8"))
TOPICS = [key for group in ASKED["topics"] for key in group]


def test_every_topic_has_its_answer():
    known, on = snapshot.current(), snapshot.today()
    assert len(TOPICS) == 100
    assert [key for key in TOPICS if answers.answer(known, key, "", on) is None] == []


def test_every_question_has_its_answer():
    known, on = snapshot.current(), snapshot.today()
    assert len(ASKED["questions"]) == 137
    assert [said for said, key in ASKED["questions"].items() if answers.answer(known, key, "", on) is None] == []


def test_every_answer_says_whom_to_ring_where_places_differ():
    """A row that lets places decide, and a row of a place, is found by what it is called elsewhere too."""
    rows = snapshot.current().rows(Answer)
    national = {row.key: row for row in rows if not row.is_local}
    for row in rows:
        assert row.keywords or row.key in national, row.key
        assert row.short.endswith("。"), row.key
        assert not row.question.endswith(("？", "。")), row.key


def test_question_names_no_place_but_its_own():
    """A row holds wherever its region's people are insured: it is the heading of every one of their pages."""
    known = snapshot.current()
    names = {place.short_name: place.code for place in (*known.places.provinces, *known.places.pools)}
    for row in known.rows(Answer):
        named = {code for name, code in names.items() if name in row.question}
        assert named <= {*known.places.chain(str(row.region_id))}, (row.key, row.question)


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize(
    ("key", "region", "sure", "says"),
    [
        # What the older list said wrong, by the texts that were read since.
        ("which-kind", "000000", "quoted", "在那边上班，选常驻工作"),
        ("posted-worker", "000000", "quoted", "单位证明、合同"),
        ("retired-resettle", "000000", "quoted", "选“安置退休”"),
        ("where-referral", "000000", "quoted", "不能要求您先在本地住院"),
        ("no-residence-proof", "000000", "quoted", "认不认，看参保地"),
        ("assistance-away", "000000", "retold", "有条件的地方，结账时一起算"),
        ("more-after-first", "210000", "retold", "没有依据"),
        ("long-prescription", "000000", "quoted", "一般 4 周，最长 12 周"),
        ("admitted-now", "000000", "quoted", "出院结账前备好"),
        ("remote-rate", "320000", "quoted", "没备案就去的最多少 20 个"),
        ("flexible-benefits", "000000", "quoted", "等待期没满时花的钱，一般不报"),
        # A rule of one place is said of that place alone.
        ("waiting-period-rules", "320000", "quoted", "等 2 个月"),
        ("waiting-period-rules", "000000", "quoted", "先等 3 个月"),
        ("newborn", "440100", "quoted", "180 天"),
        # Said more than their texts: who may be bound, who stops what, where a card ends.
        ("sharing-whom", "000000", "quoted", "能绑谁，打 12393 问"),
        ("flexible-enrol", "000000", "quoted", "想参加居民医保的，先问收不收"),
        ("account-inherit", "000000", "quoted", "社保卡怎么注销，问 12333"),
        ("second-apply-or-auto", "000000", "quoted", "跨省看病，有条件的地方"),
        ("injury-accident", "000000", "quoted", "打架、喝酒伤的，先打 12393 问"),
        ("enrol-proof", "000000", "quoted", "江苏要“参保凭证”，别处先问"),
        # The editors' own advice says so.
        ("scam", "000000", "note", "先打 12393 核对"),
    ],
)
def test_what_was_wrong_once_stays_right(key, region, sure, says):
    (row,) = [
        row
        for row in snapshot.current().rows(Answer)
        if (row.key, row.region_id) == (key, region) and row.in_force(snapshot.today())
    ]
    assert row.evidence == sure
    assert says in row.short + row.details


def test_figure_of_a_year_names_it_and_ends_with_it():
    rows = [row for row in snapshot.current().rows(Answer) if row.key == "resident-premium" and row.is_local]
    assert len(rows) == 2
    for row in rows:
        assert str(row.effective_to.year) in row.short
