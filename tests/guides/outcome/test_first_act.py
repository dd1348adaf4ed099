"""The answer, the first step and the button name the same act: to ring, or one thing that both say in the same words."""

import random
import re
from collections.abc import Iterator

import pytest

from guides.engine.flow import Flow
from guides.engine.steps import Kind, Private
from guides.flows import FLOWS
from guides.models import Advice
from guides.outcome import checklist
from registry import snapshot
from tests.thorough import examples

pytestmark = pytest.mark.django_db
#: With and without local rows, near to each other and far.
PLACES = ("210300", "210100", "110000", "440300", "440100", "460100", "460200", "330100", "330200", "320100", "360700")
#: Who does not know where the insurance is paid finds that out before anything that the answer may say.
WHOSE_PLACE = "manual-step-find-place"
#: Words that any two texts have in common.
EVERYWHERE = {"医保", "先打", "电话"}


def firsts(flow: Flow) -> Iterator[tuple[Advice, Advice]]:
    """What leads the page, and the first step, for people who answer anyhow."""
    now, on = snapshot.current(), snapshot.today()
    chance, lookup = random.Random(flow.slug), checklist.lookup(now, on)
    for _ in range(examples(20_000)):
        answers = {
            key: (chance.choice([*PLACES, *question.values] if question.kind is Kind.PLACE else question.values),)
            for key, question in flow.questions.items()
        }
        private = {step.key: chance.choice(("", *step.values)) for step in flow.steps if isinstance(step, Private)}
        walk = flow.walk(answers, lookup, private)
        home = walk.answer(flow.delivery.home)
        chain = checklist.chain(now, home if now.places.pool(home) else "")
        rows = checklist.rows(now, Advice, flow.slug, chain, walk.told, on)
        kinds = {kind: next((row for row in rows if row.kind == kind), None) for kind in ("verdict", "step")}
        if kinds["verdict"] and kinds["step"] and kinds["step"].key != WHOSE_PLACE:
            yield kinds["verdict"], kinds["step"]


def rings(said: str) -> bool:
    """Whether a text says to ring before it says what to do afterwards."""
    return re.search(r"打电话|打[^，。；：]{0,6}(\{\w*phone\}|1\d{4})", re.split("再|；", said)[0]) is not None


def pieces(said: str) -> set[str]:
    """Every two characters that stand together."""
    return {said[at : at + 2] for at in range(len(said)) if re.fullmatch("[一-鿿]{2}", said[at : at + 2])} - EVERYWHERE


def agree(answer: str, step: str) -> bool:
    if rings(step) or rings(answer):
        return rings(step) and rings(answer)
    return bool(pieces(answer) & pieces(step))


@pytest.mark.parametrize(
    ("answer", "step", "same"),
    [
        ("先打电话问能不能再报；能报的，去窗口申请。", "打 {phone}，问到线没有。", True),
        ("先打电话问能不能再报；能报的，去窗口申请。", "职工医保，看“职工大额补助”那一行。", False),
        ("趁没超过 3 个月，现在就接上，一般不用等。", "打 {phone}，问单位停保没有。", False),
        ("先找出卡看一看，再打人社局 {card_phone} 问。", "找出卡，看三样。", True),
        ("先查备案记录。", "去窗口申请。", False),
    ],
)
def test_what_agrees(answer: str, step: str, same: bool) -> None:
    assert agree(answer, step) == same


@pytest.mark.parametrize("slug", FLOWS)
def test_answer_and_first_step_name_the_same_act(slug: str) -> None:
    found = {(one.key, one.title, other.key, other.title): None for one, other in firsts(FLOWS[slug])}
    assert len(found) > 8
    assert [pair for pair in found if not agree(pair[1], pair[3])] == []
