"""Pages that can be found, and how a room adds its own."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from guides.finding import phrasing, ranking, readers, sources
from guides.finding.commonest import COMMONEST, Common
from guides.finding.sources import Entry
from guides.models import Answer, Document, Misconception, Phrase
from guides.pages.frontdoor import EXAMPLES
from registry import snapshot
from registry.snapshot import Snapshot
from tests.thorough import long

pytestmark = pytest.mark.django_db


def ranked(text: str) -> list[str]:
    now, on = snapshot.current(), snapshot.today()
    return ranking.ranked(now, on, readers.reader(now, on).read(text))


def test_page_of_another_room_is_found_by_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_sources", [*sources._sources])
    assert ranked("量子力学怎么学") == ["out_of_scope:12345"]

    def answers(now: Snapshot, on: dt.date) -> Iterator[Entry]:
        yield Entry("answer:weather", "量子力学怎么学", "问老师", "/answers/weather/")

    sources.register(answers)
    snapshot.forget()
    assert ranked("量子力学怎么学") == ["answer:weather"]


def test_kind_of_page_is_made_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_resolvers", dict(sources._resolvers))
    sources.register_kind("place", lambda now, on, code: Entry(f"place:{code}", "这里", "", f"/places/{code}/"))
    entry = sources.entry(snapshot.current(), snapshot.today(), "place:320300")
    assert entry is not None
    assert entry.address == "/places/320300/"


@pytest.mark.parametrize(
    "target", ["place:999999", "office:000000", "office:710000", "answer:none", "glossary:none", "guide:none"]
)
def test_page_that_is_not_there_is_not_shown(target: str) -> None:
    assert sources.entry(snapshot.current(), snapshot.today(), target) is None


def test_new_row_is_found_at_once(publish: Callable[..., Any]) -> None:
    assert ranked("蓝色小本") == []
    publish(Document, key="blue-book", name="蓝色小本")
    assert ranked("蓝色小本") == ["document:blue-book"]


def test_of_a_piece_with_many_ways_the_shortest_are_searched(publish: Callable[..., Any]) -> None:
    long_ones = "|".join(f"蓝色小本第{number}次" for number in range(1000, 1000 + sources._WAYS))
    says = {"means": "", "topics": "answer:lapse", "catches": "蓝本", "misses": "绿本", "weight": 3}
    publish(Phrase, key="blue", phrases=f"（{long_ones}|蓝本）", **says)
    words = sources.phrases_of(snapshot.current(), snapshot.today())["answer:lapse"].split()
    assert "蓝本" in words
    assert sum("蓝色小本" in word for word in words) == sources._WAYS - 1


def test_row_of_a_place_is_found_behind_the_nations_and_under_its_name(publish: Callable[..., Any]) -> None:
    """What a place writes for its own people is not shown to the whole country as if it held everywhere."""
    publish(Document, key="blue-book", name="蓝色小本", position=50)
    publish(Document, key="blue-book", name="鞍山的蓝本", region_id="210300", position=1)
    publish(Document, key="red-book", name="红色小本", region_id="210300")
    publish(Misconception, key="purple", claim="紫色小本不用交", truth="要交。", region_id="210300")
    publish(Answer, key="green-book", question="绿色小本在哪里领", region_id="210300")
    pages = sources.entries(snapshot.current(), snapshot.today())
    titles = [pages[target].title for target in ("document:blue-book", "document:red-book", "answer:green-book")]
    assert titles == ["蓝色小本", "鞍山：红色小本", "鞍山：绿色小本在哪里领"]
    assert pages["misconception:purple-210300"].title == "鞍山：“紫色小本不用交”，对不对"


def test_new_phrase_is_heard_at_once(publish: Callable[..., Any]) -> None:
    publish(
        Phrase, key="dial", phrases="打幺二零", means="stage=emergency", catches="赶紧打幺二零", misses="赶紧打电话"
    )
    now, on = snapshot.current(), snapshot.today()
    assert readers.reader(now, on).read("在外地赶紧打幺二零").value("stage") == "emergency"


def test_what_nobody_can_tell_shows_nothing() -> None:
    for text in ("", "医", "😀", "zzzz", "呃呃呃"):
        assert ranked(text) == []


def test_out_of_scope_comes_first_or_not_at_all() -> None:
    assert ranked("养老金下个月涨多少")[0] == "out_of_scope:12333"
    assert not any(target.startswith("out_of_scope") for target in ranked("社保卡丢了，养老金也打在这张卡上"))


def test_pack_understands_its_own_sentences() -> None:
    assert list(phrasing.broken(snapshot.current(), snapshot.today())) == []


def test_what_people_say_most_often_is_held() -> None:
    """Among it is what the site itself says as examples; where a page is no more, that is told like a broken sentence."""
    assert {common.sentence for common in COMMONEST} >= set(EXAMPLES)
    assert not Common("卡丢了", "guide:remote-care").holds(
        readers.reader(snapshot.current(), snapshot.today()), snapshot.current(), snapshot.today()
    )


@long
def test_change_that_breaks_a_sentence_of_another_row_is_named(build: Callable[..., Any]) -> None:
    row = build(
        Phrase,
        key="hiding",
        phrases="社保卡找不着了",
        means="",
        excludes="trouble guide:card-replacement",
        catches="社保卡找不着了",
        misses="卡坏了",
    )
    found = phrasing.broken_by(row, snapshot.current(), snapshot.today())
    assert [sentence for sentence in found if "card-lost" in sentence]
    hush = build(
        Phrase, key="hush", phrases="卡丢了", means="", excludes="trouble guide:card-replacement", catches="没事卡丢了"
    )
    found = phrasing.broken_by(hush, snapshot.current(), snapshot.today())
    assert [sentence for sentence in found if sentence.startswith("“卡丢了”很多人说")]
    harmless = build(
        Phrase, key="harmless", phrases="打幺二零", means="stage=emergency", catches="打幺二零", misses="打电话"
    )
    assert phrasing.broken_by(harmless, snapshot.current(), snapshot.today()) == []
