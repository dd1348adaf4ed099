"""Where a row is used, and rows that nobody's answers ever show."""

from io import StringIO

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command

from guides.desk import usage
from guides.engine import reach
from guides.engine.graph import sample_walk
from guides.flows import FLOWS
from guides.models import Advice, Document, Introduction
from registry import snapshot
from registry.desk import patience
from registry.findings import Finding
from registry.workflow import review
from tests.conftest import person, signed_in
from tests.guides.walks import paths

pytestmark = pytest.mark.django_db
#: Who buys medicine is never asked whether they were injured.
NEVER = {"care_type": ["pharmacy"], "injury": ["yes"]}


def unused():
    found = usage.unused(snapshot.load(), snapshot.today())
    return {one.row.key: one.why for one in found}


@pytest.mark.parametrize(
    ("when", "possible"),
    [
        ({}, True),
        ({"outcome": ("file_referral",), "referral_letter": ("none",)}, True),
        ({"outcome": ("emergency",), "referral_letter": ("none",)}, False),
        ({"insured_place": ("440300",), "tier": ("tier1",)}, True),
        ({"proof": ("work_letter",), "reason": ("lives_there",), "proof_fits": ("yes",)}, True),  # with another proof
        ({"proof": ("none",), "proof_fits": ("yes",)}, False),
        ({"block": ("too_many_unknowns",), "outcome": ("file_temporary",)}, True),
        ({"block": ("too_many_unknowns",), "insured_place": ("440300",), "outcome": ("out_of_scope",)}, False),
        ({"block": ("injury", "proxy"), "for_whom": ("self",), "care_type": ("chronic",)}, False),
        ({"supported": ("yes",)}, True),
    ],
)
def test_whether_a_condition_can_hold(when, possible):
    assert (reach.fulfil(FLOWS["remote-care"], when) is not None) == possible


@pytest.mark.parametrize("slug", FLOWS)
def test_every_outcome_and_block_is_reached_as_the_walk_says(slug):
    """The search agrees with the walk on each way through the flow that it finds."""
    flow = FLOWS[slug]
    for kind in ("outcome", "block"):
        for key in flow.vocabulary[kind]:
            known = reach.fulfil(flow, {kind: (key,)})
            walk = flow.walk(
                usage.answers_of(flow, known) | {k: ("place",) for k, v in known.items() if v == {"place"}},
                lambda step, _, known=known: next(iter(known[step.key])),
                {k: next(iter(known[k]), "") for k in ("supported", "threshold") if k in known},
            )
            assert key in walk.facts[kind]


def test_what_some_path_does_is_possible():
    flow = FLOWS["card-replacement"]
    for path in paths(flow):
        walk = sample_walk(flow, path)
        assert reach.fulfil(flow, {"outcome": (walk.outcome,), **{k: (path[k],) for k in walk.path}}) is not None


def test_nothing_of_todays_content_is_unused():
    assert unused() == {}


def test_a_condition_that_nobody_fulfils(publish):
    publish(Advice, key="never", when=NEVER)
    publish(Advice, key="sometimes", when={"stage": ["planning"]})
    assert unused() == {"never": "没有人会答成这样。"}


def test_a_row_that_every_place_below_has_of_its_own(publish):
    cities = snapshot.current().places.cities("460000")
    publish(Advice, region_id="460000")
    for city in cities[1:]:
        publish(Advice, region_id=city.code)
    assert unused() == {}
    publish(Advice, region_id=cities[0].code)
    assert unused() == {"test-row": "下面每个统筹区都有自己的，轮不到它。"}


def test_rows_of_a_guide_that_is_not_published(publish):
    Introduction.objects.filter(key__startswith="card").update(status="retired")
    assert unused()["card-lost-verdict"] == "它的指引都没有发布。"
    assert "local-verdict" not in unused()


def test_filter_and_check_name_unused_rows(publish):
    publish(Advice, key="never", title="没人看到", when=NEVER)
    page = signed_in(person("reader", ("editor", "000000"))).get("/admin/guides/advice/?used=no").content.decode()
    assert "没人看到" in page
    assert "1 办事提示" in page
    out = StringIO()
    call_command("check_guides", stdout=out)
    assert "提醒：没有一条路会用到办事提示 never（000000）：没有人会答成这样。" in out.getvalue()


def test_a_condition_nobody_fulfils_blocks_publishing(build):
    row = build(Advice, status="draft", when=NEVER)
    row.save()
    (finding,) = review.findings(row)
    assert finding.blocks
    assert finding.sentence.startswith("“去外地看病，先备个案”里没有人会答成这样")


def test_a_condition_that_fails_in_one_of_two_guides_warns(build):
    """One who need not claim by hand is asked for receipts in the one guide only."""
    when = {"claiming": ["no"], "receipts": ["lost"]}
    row = build(Advice, status="draft", guides=["second-reimbursement", "manual-claim"], when=when)
    row.save()
    (finding,) = review.findings(row)
    assert not finding.blocks
    assert finding.sentence.startswith("“自己垫了钱，怎么报”里没有人会答成这样")


def tangled():
    """The first value of every key, and a hundred places in each box: searching it through would take for ever."""
    codes = [pool.code for pool in snapshot.current().places.pools[:100]]
    first = {key: [values[0]] for key, values in FLOWS["remote-care"].vocabulary.items()}
    # Two facts whose first value the first answers exclude: that would be seen at once.
    plain = {"asker": ["others"], "at_the_till": ["yes"]}
    return {**first, **plain, "insured_place": codes, "care_place": codes}


def test_a_condition_nobody_can_think_through_blocks_publishing(build):
    row = build(Advice, status="draft", when=tangled())
    row.save()
    (finding,) = review.findings(row)
    assert finding == Finding(
        True,
        "勾的太多，看不出“去外地看病，先备个案”里有没有人会答成这样。请少勾几样，或者分成几条写。",
    )


def test_flow_page_opens_with_a_condition_nobody_can_think_through(publish):
    publish(Document, key="tangled", name="想不清楚", when=tangled())
    page = signed_in(person("reader", ("editor", "000000"))).get("/admin/guides/introduction/flow/remote-care/")
    assert "想不清楚" in page.content.decode()


@pytest.mark.parametrize(("points", "ends"), [(0, True), (1, True), (10_000, False)])
def test_search_ends_when_its_effort_is_spent(points, ends):
    effort = reach.Effort(points)
    if ends:
        with pytest.raises(reach.TooFar):
            reach.fulfil(FLOWS["remote-care"], {"stage": ("planning",)}, effort=effort)
    else:
        assert reach.fulfil(FLOWS["remote-care"], {"stage": ("planning",)}, effort=effort)
        assert 0 < effort.points < points


def test_search_without_an_effort_ends_too():
    with pytest.raises(reach.TooFar):
        reach.fulfil(FLOWS["remote-care"], tangled())


def test_example_that_is_not_found_in_time_is_none(db, monkeypatch):
    flow, today = FLOWS["remote-care"], snapshot.today()
    assert usage.example(snapshot.current(), flow, "file_temporary", "210300", today)
    snapshot.forget()
    monkeypatch.setattr(usage, "Effort", lambda: reach.Effort(3))
    assert usage.example(snapshot.current(), flow, "file_temporary", "210300", today) is None


def test_condition_that_was_thought_through_is_not_again(publish, monkeypatch):
    """However often content changes: the way of the flow page to each paper of each outcome takes five seconds."""
    flow, when = FLOWS["remote-care"], {"stage": ["planning"], "reason": ["referral"], "outcome": ("emergency",)}
    assert reach.can_hold(flow, when) is False
    monkeypatch.setattr(reach, "fulfil", None)
    publish(Advice)
    assert reach.can_hold(flow, dict(reversed(when.items()))) is False


def test_flow_page_ends_before_its_worker(publish, monkeypatch):
    publish(Document, key="some", when={"reason": ["referral"]})
    monkeypatch.setattr(patience, "SECONDS", -1)
    answer = signed_in(person("reader", ("editor", "000000"))).get("/admin/guides/introduction/flow/remote-care/")
    assert (answer.status_code, answer.url) == (302, "/admin/guides/introduction/")
    (told,) = get_messages(answer.wsgi_request)
    assert str(told) == "这一页要想的太多，一次没有想完。请再点一次，接着想。"


def test_uses_are_those_found_in_time(publish, monkeypatch):
    row = publish(Document, key="some", when={"reason": ["referral"]})
    every = usage.uses(snapshot.current(), row, snapshot.today())
    snapshot.forget()
    monkeypatch.setattr(usage, "MOST_POINTS", 100)
    some = usage.uses(snapshot.current(), row, snapshot.today())
    assert every[: len(some)] == some
    assert len(some) < len(every)


def test_no_uses_are_sought_where_nobody_can_tell_in_time_whether_there_are_any(publish, monkeypatch):
    row = publish(Document, key="some", when={"reason": ["referral"]})
    monkeypatch.setattr(reach, "can_hold", lambda *_: None)
    monkeypatch.setattr(reach, "fulfil", lambda *_: pytest.fail("sought"))
    assert usage.uses(snapshot.current(), row, snapshot.today()) == ()


def test_uses_are_outcomes_whose_address_shows_the_row(client, publish):
    row = publish(Document, key="shown-here", name="就是这一张", region_id="440300", when={"reason": ["referral"]})
    found = usage.uses(snapshot.current(), row, snapshot.today())
    assert "file_referral" in {use.outcome for use in found}
    assert "emergency" not in {use.outcome for use in found}
    for use in found:
        page = client.get(f"/guides/{use.guide}/outcome/{use.query}").content.decode()
        assert f'data-outcome="{use.outcome}"' in page
        assert "就是这一张" in page


def test_a_row_that_waits_for_a_local_rule_is_used_nowhere_today(publish):
    row = publish(Advice, region_id="440300", when={"pledge_accepted": ["no"]})
    assert usage.uses(snapshot.current(), row, snapshot.today()) == ()
    assert unused() == {}
