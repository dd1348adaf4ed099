import pytest
from django.apps import apps

from guides.engine.checks import check_supplies, checked
from guides.engine.flow import Flow
from guides.engine.steps import (
    Delivery,
    Detail,
    Fact,
    FlowError,
    Given,
    LocalRule,
    Private,
    PrivateForm,
    Relation,
    SameProvince,
    choice,
    place,
    several,
)
from guides.flows import FLOWS
from registry import offices

A = choice("a", ("1", "2", "3"))
Z = place("z", ("unknown",))
NEAR = Given("near", LocalRule("is_near", decisive="yes", of="z"), when={"z": ("place",)})
HOME = Delivery(home="z")
PLACE = place("insured_place", ("unknown",))
SERVED = Delivery(services=("filing",))
END = (("end", {}),)


P = Private("threshold", ("passed", "short"))
ASKING = Delivery(private_form=PrivateForm.BURDEN)


def flow(*steps, facts=(), outcomes=END, blocks=(), urgent=None, **more):
    return Flow("bad", steps, facts, outcomes, blocks, urgent or {}, **more)


def b(**when):
    return choice("b", ("1", "2"), when=when)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        pytest.param(flow(A, b(c=("1",))), "a condition names “c”, which is no question or fact", id="unknown key"),
        pytest.param(flow(A, b(outcome=("end",))), "a condition names “outcome”", id="outcome in routing"),
        pytest.param(flow(A, b(a=("4",))), r"“a” has no value \['4'\]", id="unknown value"),
        pytest.param(
            flow(choice("q", ("yes", "no")), b(q="no")),
            r"“q” has no value \['n', 'o'\]",
            id="text, no tuple",
        ),
        pytest.param(
            flow(A, facts=(Fact("f", (("x", {"a": ("4",)}),), "y"),)), r"“a” has no value \['4'\]", id="value in a fact"
        ),
        pytest.param(flow(A, outcomes=(("one", {"z": ("1",)}), *END)), "a condition names “z”", id="key in an outcome"),
        pytest.param(flow(A, blocks=(("one", {"a": ("4",)}),)), r"“a” has no value \['4'\]", id="value in a block"),
        pytest.param(flow(A, urgent={"end": {"a": ("4",)}}), r"“a” has no value \['4'\]", id="value in urgent"),
        pytest.param(flow(A, urgent={"nowhere": {"a": ("1",)}}), r"urgent names \['nowhere'\]", id="urgent outcome"),
        pytest.param(flow(b(a=("1",)), A), "“b” depends on itself or on a later step", id="later step"),
        pytest.param(flow(A, b(b=("1",))), "“b” depends on itself or on a later step", id="itself"),
        pytest.param(
            flow(b(f=("x",)), A, facts=(Fact("f", (("x", {"a": ("1",)}),), "y"),)),
            "“b” depends on itself or on a later step",
            id="later step through a fact",
        ),
        pytest.param(
            flow(A, facts=(Fact("f", (("x", {"g": ("x",)}),), "y"), Fact("g", (("x", {"f": ("x",)}),), "y"))),
            "facts in a circle: f → g → f",
            id="facts in a circle",
        ),
        pytest.param(
            flow(A, facts=(Fact("f", (("x", {"f": ("x",)}),), "y"),)), "facts in a circle", id="fact of itself"
        ),
        pytest.param(
            flow(A, b(a=("1",)), choice("c", ("1",), when={"a": ("2",), "b": ("1",)})),
            r"nobody can reach \['c'\]",
            id="unreachable question",
        ),
        pytest.param(
            flow(Z, A, b(a=("1",)), Given("g", NEAR.rule, when={"a": ("2",), "b": ("1",)}), delivery=HOME),
            r"nobody can reach \['g'\]",
            id="unreachable given step",
        ),
        pytest.param(flow(A, outcomes=(*END, ("late", {}))), r"nobody can reach \['late'\]", id="shadowed outcome"),
        pytest.param(
            flow(A, b(a=("1",)), blocks=(("no", {"a": ("2",), "b": ("1",)}),)),
            r"nobody can reach \['no'\]",
            id="unreachable block",
        ),
        pytest.param(flow(A, outcomes=(("end", {"a": ("1", "2")}),)), "no outcome for", id="no outcome"),
        pytest.param(flow(A, A), r"the same key twice: \['a'\]", id="same question twice"),
        pytest.param(
            flow(A, facts=(Fact("a", (), "x"),)), r"the same key twice: \['a'\]", id="fact named as a question"
        ),
        pytest.param(flow(P, P), r"the same key twice: \['threshold'\]", id="same private step twice"),
        pytest.param(
            flow(P, b(threshold=("passed",))), "the question “b” depends on a private answer", id="private question"
        ),
        pytest.param(
            flow(A, P, b(f=("x",)), facts=(Fact("f", (("x", {"a": ("1",), "threshold": ("passed",)}),), "y"),)),
            "the question “b” depends on a private answer",
            id="private question through a fact",
        ),
        pytest.param(
            flow(A, P, blocks=(("one", {"threshold": ("mid",)}),)),
            r"“threshold” has no value \['mid'\]",
            id="private value",
        ),
        pytest.param(
            flow(A, urgent={"end": {"threshold": ("passed",)}}), "an urgent condition must name questions", id="urgent"
        ),
        pytest.param(flow(A, layers=("f",)), "the layer “f” must be a fact", id="layer that is no fact"),
        pytest.param(flow(A, layers=("a",)), "the layer “a” must be a fact", id="layer that is a question"),
        pytest.param(
            flow(A, facts=(Fact("f", (("apply", {"a": ("1",)}),), "never"),), layers=("f",)),
            "the layer “f” must be a fact with values of",
            id="layer in a state that is none",
        ),
        pytest.param(
            flow(A, details=(Detail("a", {}, "a"),)), r"the same key twice: \['a'\]", id="detail as a question"
        ),
        pytest.param(flow(A, details=(Detail("d", {}, "z"),)), r"a detail refines \['z'\]", id="detail of nothing"),
        pytest.param(
            flow(A, details=(Detail("d", {"z": ("1",)}, "a"),)), "a condition names “z”", id="key in a detail"
        ),
        pytest.param(
            flow(A, details=(Detail("d", {"a": ("4",)}, "a"),)), r"“a” has no value \['4'\]", id="value in a detail"
        ),
        pytest.param(flow(A, Z), r"\['insured_place'\] is no question for a place", id="home that is not asked"),
        pytest.param(flow(A, Z, delivery=Delivery(home="a")), r"\['a'\] is no question for a place", id="home"),
        pytest.param(
            flow(Z, Given("g", LocalRule("g", "yes", of="y")), delivery=HOME),
            r"\['y'\] is no question for a place",
            id="rule of a place that is not asked",
        ),
        pytest.param(
            flow(Z, Given("g", LocalRule("g", "maybe", of="z")), delivery=HOME),
            r"\['g'\] can never be decisive",
            id="rule that no answer decides",
        ),
        pytest.param(
            flow(A, Z, Given("g", Relation("z", "a")), delivery=HOME),
            r"\['a'\] is no question for a place",
            id="relation with what is no place",
        ),
        pytest.param(
            flow(A, Z, Given("g", SameProvince("z", "a")), delivery=HOME),
            r"\['a'\] is no question for a place",
            id="province of what is no place",
        ),
        pytest.param(
            flow(A, delivery=Delivery(other_services={"emergncy": ("claims",)})),
            r"other services for \['emergncy'\], which is no outcome",
            id="services of no outcome",
        ),
        pytest.param(flow(choice("a", ("1", "2", "1"))), r"“a” has a value twice: \['1'\]", id="value twice"),
        pytest.param(flow(A, Private("p", ("x", "x"))), r"“p” has a value twice: \['x'\]", id="private value twice"),
        pytest.param(
            flow(several("a", ("1", "2"), exclusive="nope")), "“a” has no value “nope” to be exclusive", id="exclusive"
        ),
        pytest.param(
            flow(A, delivery=Delivery(hotline_knows=("a", "nonsense"))),
            r"a hotline knows \['nonsense'\], which is no question",
            id="what a hotline knows",
        ),
        pytest.param(
            flow(A, delivery=Delivery(card_at={"a": {"a": ("1",)}})),
            r"\['a'\] is no question for a place",
            id="a hotline of no place",
        ),
        pytest.param(flow(A, P), r"no private form of its delivery tells \['threshold'\]", id="no private form"),
        pytest.param(
            flow(A, P, delivery=Delivery(private_form=PrivateForm.BILL)),
            r"no private form of its delivery tells \['threshold'\]",
            id="another private form",
        ),
        pytest.param(
            flow(A, Private("threshold", ("passed", "far")), delivery=ASKING),
            r"no private form of its delivery tells \['threshold'\]",
            id="value that no private form tells",
        ),
    ],
)
def test_checked_refuses(bad, message):
    with pytest.raises(FlowError, match=f"^bad: {message}"):
        checked(bad)


def test_checked_returns_a_sound_flow():
    sound = flow(A, Z, NEAR, delivery=Delivery(home="z", other_services={"end": ("claims",)}))
    assert checked(sound) is sound


def test_checked_lets_a_private_answer_decide_outcomes_blocks_and_layers():
    layer = Fact("f", (("apply", {"threshold": ("passed",)}),), "ask")
    outcomes, blocks = (("rich", {"threshold": ("passed",)}), *END), (("poor", {"threshold": ("short",)}),)
    sound = flow(A, P, facts=(layer,), outcomes=outcomes, blocks=blocks, layers=("f",), delivery=ASKING)
    assert checked(sound) is sound


def test_checked_reaches_an_outcome_that_needs_the_private_answer_untold():
    """All values told would leave the last outcome to nobody; that nothing is told does not."""
    outcomes = (("told", {"threshold": ("passed", "short")}), *END)
    assert checked(flow(A, P, outcomes=outcomes, delivery=ASKING))


@pytest.mark.parametrize(
    ("rules", "services", "hotlines", "homes", "message"),
    [
        ((), ("clams",), ("12393",), ("z",), r"no such local rule of yes or no: \['is_near'\]"),
        (("is_near",), ("claims",), ("12393",), ("z",), r"no such service: \['clams'\]"),
        (("is_near",), ("clams",), ("12345",), ("z",), r"no such hotline: \['12393'\]"),
        (("is_near",), ("clams",), ("12393",), ("insured_place",), r"no such word for a home: \['z'\]"),
    ],
)
def test_supplies_that_do_not_exist_are_refused(rules, services, hotlines, homes, message):
    odd = flow(Z, NEAR, delivery=Delivery(home="z", services=("clams",)))
    check_supplies({"bad": odd}, ("is_near",), ("clams",), ("12393",), ("z",))
    with pytest.raises(FlowError, match=f"^bad: {message}"):
        check_supplies({"bad": odd}, rules, services, hotlines, homes)


@pytest.mark.parametrize("name", ["change_limit", "filing_time"])
def test_start_refuses_a_local_rule_that_is_not_answered_with_yes_or_no(name, monkeypatch):
    """Its published value, “6 个月”, would never be decisive, and nobody would notice."""
    guides = apps.get_app_config("guides")
    monkeypatch.setattr(offices, "_errands", [])  # told once more by each start
    monkeypatch.setitem(FLOWS, "odd", flow(PLACE, Given("g", LocalRule("has_tiers", "yes")), delivery=SERVED))
    guides.ready()
    monkeypatch.setitem(FLOWS, "odd", flow(PLACE, Given("g", LocalRule(name, "yes")), delivery=SERVED))
    with pytest.raises(FlowError, match=rf"^bad: no such local rule of yes or no: \['{name}'\]"):
        guides.ready()
