"""Every rendering of an outcome has the sections of the page, in its order and under its headings."""

import html
import re
import subprocess
from collections.abc import Iterator

import pytest
from django.test import Client

from guides.flows import FLOWS
from guides.management.commands.check_sheets import outcomes
from guides.outcome import rendering
from guides.outcome.outcome import Outcome
from registry import snapshot
from registry.pages import as_data
from tests.browser.addresses import LAST_DAY
from tests.thorough import some

pytestmark = pytest.mark.django_db
ADDRESS = "https://example.gov.cn/"
#: Words that end one rendering of a heading: the page's fold says more, a message puts its text on the same line.
MORE_ON_THE_PAGE = "：看一看，改一改"


@pytest.fixture
def samples(client: Client) -> list[tuple[str, str]]:
    return [
        (slug, query) for slug, query in _fullest() if client.get(f"/guides/{slug}/outcome/{query}").status_code == 200
    ]


def _fullest() -> Iterator[tuple[str, str]]:
    """Of each outcome of each guide the one with the most blocks: its guide, and its address."""
    for slug, flow in FLOWS.items():
        found: dict[str, Outcome] = {}
        for outcome in outcomes(snapshot.current(), flow, "210300"):
            if outcome.key not in found or len(outcome.blocks) > len(found[outcome.key].blocks):
                found[outcome.key] = outcome
        for outcome in found.values():
            yield slug, outcome.query


def on_the_page(page: str) -> list[str]:
    said = re.findall(r"<h2[^>]*>(.*?)</h2>|<details class=\"more[^>]*><summary><span>(.*?)</span>", page)
    return [html.unescape(re.sub("<[^>]+>", "", "".join(both))).removesuffix(MORE_ON_THE_PAGE) for both in said]


def on_a_sheet(made: bytes) -> list[str]:
    """The headings of a tagged PDF, in the order of its structure."""
    structure = subprocess.run(["pdfinfo", "-struct-text", "-"], input=made, capture_output=True, check=True).stdout
    found = re.findall(r"^( *)H2[^\n]*\n((?:\1 +[^\n]*\n)+)", structure.decode(errors="replace"), re.M)
    return ["".join(re.findall(r'^ *"(.*)"$', inside, re.M)) for _, inside in found]


def known(headings: list[str], of: dict[str, str]) -> list[str]:
    """The sections that these headings stand for, in their order."""
    names = {words: name for name, words in of.items() if words}
    return [names[heading] for heading in headings if heading in names]


def test_sheets_have_the_sections_of_the_page_in_its_order(client: Client, samples: list[tuple[str, str]]) -> None:
    assert len(samples) > 20
    for slug, query in some(samples, every=6):
        page = client.get(f"/guides/{slug}/outcome/{query}")
        data = client.get(f"/guides/{slug}/outcome.json{query}").json()
        order = list(data["headings"])
        shown = known(on_the_page(page.content.decode()), data["headings"])
        assert shown == sorted(shown, key=order.index), query
        for name in ("outcome.pdf", "outcome-large.pdf"):
            set_there = known(on_a_sheet(client.get(f"/guides/{slug}/{name}{query}").content), data["headings"])
            assert set_there == sorted(set_there, key=order.index), query
            assert set(shown) ^ set(set_there) <= {"more"}, query  # its rows may be there without a heading over them


@pytest.mark.parametrize("slug", FLOWS)
def test_message_and_json_keep_to_the_order_of_the_page(slug: str) -> None:
    for found in outcomes(snapshot.current(), FLOWS[slug], "440300"):
        headings, fields = found.headings, list(as_data(found))
        sections = [name for name in headings if name in fields]
        assert sections == [name for name in fields if name in headings]
        text = rendering.as_text(found, ADDRESS)
        starts = [text.find(f"{words}：") for words in headings.values() if words and f"{words}：" in text]
        assert len(starts) >= 2
        assert starts == sorted(starts)


def test_one_deadline_is_the_same_everywhere(client: Client) -> None:
    """A day that was worked out stands alone; what is known in general is then no second deadline beside it."""
    data = client.get(LAST_DAY.replace("/outcome/?", "/outcome.json?")).json()
    day, general = data["deadlines"]["last_day"]["title"], data["deadlines"]["rules"][0]["title"]
    chat = client.get(LAST_DAY.replace("/outcome/?", "/outcome.txt?")).content.decode()
    assert chat.startswith(day)
    assert general not in chat
    assert "最晚什么时候办：" not in chat
    calendar = client.get(LAST_DAY.replace("/outcome/?", "/outcome.ics?")).content.decode().replace("\r\n ", "")
    assert day.rstrip("。") in calendar
    assert "要带的东西：" in calendar
    assert calendar.index("要带的东西：") < calendar.index("打哪个电话、去哪里：")
    made = client.get(LAST_DAY.replace("/outcome/?", "/outcome.pdf?")).content
    text = "".join(
        subprocess.run(["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True)
        .stdout.decode()
        .split()
    )
    assert text.index("".join(day.split())) < text.index("要带的东西") < text.index("".join(general.split()))


def test_rules_that_nobody_knows_are_questions_to_ask(client: Client, samples: list[tuple[str, str]]) -> None:
    for slug, query in samples:
        found = client.get(f"/guides/{slug}/outcome.json{query}").json()
        unknown = [rule["label"] for rule in found["local_rules"] if not rule["value"]]
        if unknown:
            break
    made = client.get(f"/guides/{slug}/outcome.pdf{query}").content
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    assert "没有查到" not in text
    assert "打电话时，顺便问这几样" in text
    assert [label for label in unknown if f"{label}？" not in text.replace("\n", "")] == []
