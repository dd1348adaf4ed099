"""Every rendering of an outcome names the same documents in the same order, and says nothing else than it."""

import datetime as dt
import html
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
import typst
from django.conf import settings
from django.test import Client
from django.utils import timezone

from guides.flows import FLOWS
from guides.management.commands.check_sheets import outcomes
from guides.models import Document
from guides.outcome import rendering, sheets
from guides.outcome.outcome import Outcome
from registry import snapshot
from registry.pages import as_data
from registry.typed.dates import date_words
from tests.browser.addresses import CARD, EMERGENCY, LAST_DAY, MANUAL_CLAIM, OUTCOME, SECOND, UNSURE

pytestmark = pytest.mark.django_db
ADDRESS = "https://example.gov.cn/guides/remote-care/outcome/?for_whom=self"


def plain(text: str) -> str:
    """Without what only a line break or a sheet of paper adds."""
    return re.sub(r"\s+", "", text)


def read(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def swapped(address: str, name: str) -> str:
    return address.replace("/outcome/?", f"/{name}?")


def groups(client: Client, address: str) -> list[str]:
    data = client.get(swapped(address, "outcome.json")).json()
    return [group["label"] for group in data["documents"]]


def named(text: str, labels: list[str]) -> list[str]:
    """The labels in the order in which the text has them, after the heading of the documents."""
    body = plain(text).split("要带的东西", 1)[1]
    places = {label: body.find(plain(label)) for label in labels}
    assert -1 not in places.values(), places
    return sorted(places, key=places.__getitem__)


ADDRESSES = [OUTCOME, EMERGENCY, UNSURE, MANUAL_CLAIM, CARD, SECOND]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_rendering_names_the_same_documents_in_the_same_order(client: Client, address: str) -> None:
    labels = groups(client, address)
    page = client.get(address).content.decode()
    unglossed = re.sub(r'<span class="gloss">.*?</span>', "", page)
    printed = re.findall(r'data-tick="[^"]+">(.+?) <span', unglossed)
    assert [html.unescape(label) for label in printed] == labels
    for name in ("outcome.pdf", "outcome-large.pdf"):
        assert named(read(client.get(swapped(address, name)).content), labels) == labels
    chat = client.get(swapped(address, "outcome.txt")).content.decode()
    left_out = re.search(r"还有 (\d+) 样，看网页", chat)  # of 500 characters: the last ones are counted
    shown = labels[: len(labels) - int(left_out[1])] if left_out else labels
    assert named(chat, shown) == shown


def picture_text(outcome: Outcome, address: str) -> str:
    """What stands on the pictures: a PNG holds no text, so the same template with the same data is set as PDF."""
    data = sheets._data(outcome, address)
    fonts = [str(settings.BASE_DIR / "fixtures" / "fonts")]
    template = settings.BASE_DIR / "guides" / "outcome" / "sheets" / "picture.typ"
    return "".join(
        read(
            typst.compile(
                str(template),
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs={"sheet": data, "kind": part},
            )
        )
        for part in sheets.PICTURES
    )


@pytest.mark.parametrize("slug", FLOWS)
def test_pictures_name_the_same_documents_in_the_same_order(slug: str) -> None:
    found = max(outcomes(snapshot.current(), FLOWS[slug], "210300"), key=lambda one: len(one.documents))
    labels = [group.label for group in found.documents]
    assert labels
    assert named(picture_text(found, ADDRESS), labels) == labels


@pytest.mark.parametrize("name", ["outcome.pdf", "outcome-large.pdf"])
@pytest.mark.parametrize("address", [OUTCOME, CARD, MANUAL_CLAIM, LAST_DAY, SECOND])
def test_text_of_a_sheet_is_the_text_it_was_given(client: Client, address: str, name: str) -> None:
    data = client.get(swapped(address, "outcome.json")).json()
    text = plain(read(client.get(swapped(address, name)).content))
    said = [data["title"], *data["verdict"]["lines"], *data["script"]["lines"], until(data)]
    said += [layer["text"]["title"] for layer in data["layers"]] + [
        rule["title"] for rule in data["deadlines"]["rules"]
    ]
    kinds = ("in_person", "added", "warnings", "steps", "afterwards")
    said += [text["title"] for kind in kinds for text in data[kind]] + [layer["label"] for layer in data["layers"]]
    said += data["proxy_papers"] + ([data["deadlines"]["last_day"]["title"]] if data["deadlines"]["last_day"] else [])
    said += [paper["how"] for group in data["documents"] for paper in group["papers"]]
    if average := data["average"]:
        said += [
            average["title"],
            *average["caveats"],
            *average["ask"],
            *(share["rate"] for share in average["shares"]),
        ]
    said += [phone["number"] for phone in data["phones"]] + [source["citation"] for source in data["sources"]]
    said += [line["value"] for line in data["answers"]] + [office["address"] for office in data["offices"]]
    assert [words for words in said if plain(words) not in text] == []


def until(data: dict[str, Any]) -> str:
    return date_words(dt.date.fromisoformat(data["stamp"]["valid_until"]))


def test_sheet_says_of_every_way_how_it_begins(client: Client) -> None:
    data = client.get(swapped(OUTCOME, "outcome.json")).json()
    text = plain(read(client.get(swapped(OUTCOME, "outcome.pdf")).content))
    assert len(data["channels"]) > 2
    assert [way["name"] for way in data["channels"] if plain(way["lines"][0]) not in text] == []
    assert "不会的，先打电话问。" in text


def test_emergency_is_told_of_no_call_before_it_goes(client: Client) -> None:
    for address, called in ((EMERGENCY, False), (OUTCOME, True)):
        message = client.get(swapped(address, "outcome.txt")).content.decode()
        assert ("出门前先打电话核一下。" in message) == called
        assert "未经核对" not in message


def test_json_gives_dates_and_answers(client: Client) -> None:
    data = client.get(swapped(OUTCOME, "outcome.json")).json()
    assert data["stamp"]["made_on"] == timezone.localdate().isoformat()
    assert {**data["answers"][0], "change": ""} == {
        "key": "for_whom",
        "label": "给谁办",
        "value": "父母、爱人、成年子女或其他家人",
        "change": "",
    }
    assert data["stamp"]["unverified"] > 0


def leaves(value: Any) -> Iterator[str]:
    """Every text that stands anywhere in an outcome, however deep."""
    if is_dataclass(value):
        value = [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, tuple | list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, str) and value:
        yield value


@pytest.mark.parametrize("slug", FLOWS)
def test_json_says_everything_that_stands_in_the_outcome(slug: str) -> None:
    for found in outcomes(snapshot.current(), FLOWS[slug], "440300"):
        written = json.loads(json.dumps(as_data(found)))
        assert set(found.__slots__) == set(written)
        text = json.dumps(written, ensure_ascii=False)
        assert [leaf for leaf in set(leaves(found)) if json.dumps(leaf, ensure_ascii=False)[1:-1] not in text] == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "只看一眼"),
        ({"handling": "copy", "copies": 2}, "收复印件，复印 2 份"),
        ({"bringer": "proxy", "print_note": "要原件"}, "只看一眼，代办人带。要原件"),
        (
            {"electronic_accepted": True, "pledge_accepted": True},
            "只看一眼，手机里的电子版也行，拿不出先问能不能签承诺书",
        ),
        ({"handling": "electronic", "electronic_accepted": True}, "电子件就行"),
    ],
)
def test_document_says_what_happens_to_it(build: object, changes: dict[str, object], words: str) -> None:
    assert build(Document, **changes).how == words


def chat(outcome: Outcome, letters: int) -> str:
    """The message with an address of so many letters."""
    return rendering.as_text(outcome, "h" * letters)


@pytest.fixture
def longest() -> Outcome:
    found = list(outcomes(snapshot.current(), FLOWS["manual-claim"], "210300"))
    return max(found, key=lambda outcome: len(outcome.documents))


def test_chat_has_everything_where_there_is_room(longest: Outcome) -> None:
    text = chat(longest, 10)
    assert len(text) <= 500
    words = (
        "最晚什么时候办：",
        "任选其一：",
        longest.offices[0].address,
        "之前有效",
        longest.stamp.doubt,
        "现在就做：",
    )
    assert [each for each in (*words, "打哪个电话、去哪里：", longest.title) if each not in text] == []


def test_chat_at_exactly_500_characters_loses_nothing_and_one_more_loses_the_office(longest: Outcome) -> None:
    room = 500 - len(chat(longest, 1)) + 1
    full, less = chat(longest, room), chat(longest, room + 1)
    assert len(full) == 500
    assert longest.offices[0].address in full
    assert len(less) < 500
    assert longest.offices[0].address not in less
    assert "之前有效" in less


def test_chat_leaves_out_in_order_and_then_counts_documents(longest: Outcome) -> None:
    marks = [
        longest.offices[0].address,
        "之前有效",
        longest.now[1].title.rstrip("。"),
        f"{len(longest.documents)}. ",
        longest.now[0].title.rstrip("。"),
        "最晚什么时候",
    ]
    left = [[mark in text for mark in marks] for text in (chat(longest, letters) for letters in range(1, 390))]
    gone = [row.index(False) if False in row else len(row) for row in zip(*left, strict=True)]
    assert gone == sorted(gone)
    assert gone[3] < gone[4] < gone[5] <= len(left)
    assert [text for text in (chat(longest, letters) for letters in range(1, 250)) if "最晚什么时候" not in text] == []
    assert [text for text in (chat(longest, letters) for letters in range(1, 340)) if "任选其一）" in text] == []
    for letters in range(1, 340):
        text = chat(longest, letters)
        assert len(text) <= 500
        assert "h" * letters in text
        assert "0412-12393" in text
        assert longest.stamp.doubt in text


def test_chat_says_how_many_documents_it_does_not_name(longest: Outcome) -> None:
    text = chat(longest, 300)
    named = len(re.findall(r"^\d+\. ", text, re.M))
    assert 0 < named < len(longest.documents)
    assert f"还有 {len(longest.documents) - named} 样，看网页" in text


def test_what_is_unsure_is_split_into_what_a_hotline_knows_and_what_it_cannot(client: Client) -> None:
    unsure = "insured_place=unknown&scheme=unknown&care_place=110000&stage=unknown&reason=unknown&care_type=unknown"
    address = f"/guides/remote-care/outcome/?for_whom=family&{unsure}&injury=unknown"
    data = client.get(swapped(address, "outcome.json")).json()
    assert data["open_questions"] == ["看病的人，医保在哪个城市参加的？", "是哪一种医保？"]
    own = ["现在看病到哪一步了？", "为什么去那里看病？", "主要看什么？", "是受伤吗？"]
    assert data["own_questions"] == own
    page, sheet = client.get(address).content.decode(), read(client.get(swapped(address, "outcome.pdf")).content)
    read_out = page.partition('<ul class="script">')[2].partition("</ul>")[0]
    assert [question for question in own if question in read_out] == []
    assert [question for question in own if question not in page or question not in plain(sheet)] == []
    chat = client.get(swapped(address, "outcome.txt")).content.decode()
    assert f"先打 12393 问：{''.join(data['open_questions'])}\n再问病人、医生：{''.join(own)}" in chat


@pytest.mark.parametrize("slug", FLOWS)
def test_chat_of_every_outcome_keeps_to_500_characters(slug: str) -> None:
    for found in outcomes(snapshot.current(), FLOWS[slug], "440300"):
        address = f"https://www.example.gov.cn/guides/{slug}/outcome/{found.query}"
        text = rendering.as_text(found, address)
        assert len(text) <= 500
        assert address in text
        assert text.count("\n1. ") == 1
