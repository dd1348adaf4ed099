"""Addresses of what is taken away: good answers, missing answers, faults, WeChat."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import BoundedSemaphore
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client

from guides.outcome import sheets
from guides.outcome.ways import DRAWN, FILES, PART, Rendering
from tests.browser.addresses import ANSWERS, CARD, EMERGENCY, GUIDE, MANUAL_CLAIM, OUTCOME

pytestmark = pytest.mark.django_db
QUERY = urlsplit(OUTCOME).query
STARTS = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG", "text/plain; charset=utf-8": "【".encode()}
RENDERINGS = {
    file.path.replace(PART, part): file for file in FILES.values() if isinstance(file, Rendering) for part in file.parts
}
WECHAT = "Mozilla/5.0 (iPhone) AppleWebKit/605 MicroMessenger/8.0.50"


@pytest.mark.parametrize("name", RENDERINGS)
def test_file_is_what_it_says_and_stays_out_of_search_engines(client: Client, name: str) -> None:
    response = client.get(f"{GUIDE}{name}?{QUERY}")
    kind = RENDERINGS[name].mime
    assert response.status_code == 200
    assert response["Content-Type"] == kind
    assert response.content.startswith(STARTS[kind])
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    disposition = response["Content-Disposition"]
    assert disposition.startswith("inline; filename*=utf-8''")
    assert "去外地看病，先备个案" in unquote(disposition)
    assert disposition.endswith(name.rsplit(".")[-1])


@pytest.mark.parametrize("name", [file.path.replace(PART, file.parts[-1]) for file in DRAWN])
def test_no_file_is_made_for_who_asks_for_its_head(client: Client, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = client.get(f"{GUIDE}{name}?{QUERY}")["Content-Type"]
    for make in ("_set", "qr_picture"):
        monkeypatch.setattr(sheets, make, lambda *_, **__: pytest.fail("a file was made"))
    head = client.head(f"{GUIDE}{name}?{QUERY}")
    assert (head.status_code, head["Content-Type"], head.getvalue()) == (200, kind, b"")
    assert "Content-Length" not in head


@pytest.mark.parametrize("name", ["outcome.pdf", "outcome-2.png", "authorisation.pdf"])
def test_who_comes_while_others_wait_for_their_sheets_is_shown_the_page(
    client: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "_QUEUE_SECONDS", 0.05)
    sheets._set.cache_clear()
    with sheets._one_at_a_time:
        answer = client.get(f"{GUIDE}{name}?{QUERY}")
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], "请稍后再试" in page) == (503, "10", True)
    [read] = re.findall(r'<a href="([^"]+)">看这一页', page)
    assert client.get(unescape(read)).status_code == 200
    assert client.get(f"{GUIDE}{name}?{QUERY}").status_code == 200


def test_sheets_that_wait_leave_threads_to_the_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a sheet may wait, those behind as many are told at once."""
    monkeypatch.setattr(sheets, "_QUEUE_SECONDS", 60)
    monkeypatch.setattr(sheets, "_queue", BoundedSemaphore(1))
    sheets._set.cache_clear()
    with sheets._queue:
        assert client.get(f"{GUIDE}outcome.pdf?{QUERY}").status_code == 503
        assert sheets.in_hand() == 0
    for name in ("outcome.pdf", "outcome-1.png"):  # and each leaves its place to the next
        assert client.get(f"{GUIDE}{name}?{QUERY}").status_code == 200
    sheets._set.cache_clear()


def test_how_many_sheets_are_in_hand_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    with sheets._turn("x"):
        assert sheets.in_hand() == 1
        monkeypatch.setattr(sheets, "_QUEUE_SECONDS", 0)
        with ThreadPoolExecutor() as beside, pytest.raises(sheets.SheetBusy):
            beside.submit(sheets._turn("y").__enter__).result()
        assert sheets.in_hand() == 1
    assert sheets.in_hand() == 0


def test_a_sheet_that_another_process_has_set_is_not_set_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, bytes] = {}
    monkeypatch.setattr("registry.shared.get", kept.get)
    monkeypatch.setattr("registry.shared.put", lambda name, made, _: kept.update({name: made}))
    sheets._set.cache_clear()
    first, other = (sheets.authorisation("办一件事", "参保地", place) for place in ("鞍山市", "沈阳市"))
    sheets._set.cache_clear()
    monkeypatch.setattr(sheets, "_typeset", lambda *_: pytest.fail("set again"))
    assert sheets.authorisation("办一件事", "参保地", "鞍山市") == first != other
    sheets._set.cache_clear()
    assert len(kept) == 2


def test_large_print_has_two_addresses(client: Client) -> None:
    by_size = client.get(f"{GUIDE}outcome.pdf?{QUERY}&size=large").content
    assert sheets.pages(by_size) == sheets.pages(client.get(f"{GUIDE}outcome-large.pdf?{QUERY}").content) > 2
    assert sheets.pages(client.get(f"{GUIDE}outcome.pdf?{QUERY}").content) == 2


@pytest.mark.parametrize("name", [*RENDERINGS, "outcome/pictures/", "outcome/take/"])
def test_missing_answer_leads_to_its_question(client: Client, name: str) -> None:
    response = client.get(f"{GUIDE}{name}?{ANSWERS}")
    assert response.status_code == 302
    assert response["Location"] == f"{GUIDE}stage/?{ANSWERS}"


@pytest.mark.parametrize("name", [*RENDERINGS, "outcome/pictures/", "outcome/take/", "authorisation.pdf"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_method_is_refused(client: Client, name: str, method: str) -> None:
    assert getattr(client, method)(f"{GUIDE}{name}?{QUERY}").status_code == 405


@pytest.mark.parametrize(
    "address",
    [f"{GUIDE}outcome-4.png", f"{GUIDE}outcome-x.png", "/guides/nothing/outcome.pdf", "/guides/nothing/outcome/take/"],
)
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"{address}?{QUERY}").status_code == 404


def test_pictures_are_shown_with_how_to_save_them(client: Client) -> None:
    page = client.get(f"{GUIDE}outcome/pictures/?{QUERY}").content.decode()
    assert "<h1>长按图片，保存到手机</h1>" in page
    shown = re.findall(r'<img src="([^"]+)"', page)
    assert [urlsplit(address).path for address in shown] == [f"{GUIDE}outcome-{part}.png" for part in sheets.PICTURES]
    assert client.get(shown[0].replace("&amp;", "&"))["Content-Type"] == "image/png"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def compile(self, *args: object, **kwargs: object) -> bytes:
            raise ValueError("for_whom=family&insured_place=210300")

    monkeypatch.setattr(sheets, "_compiler", Broken)
    sheets._set.cache_clear()


@pytest.mark.parametrize("name", ["outcome.pdf", "outcome-large.pdf", "outcome-2.png"])
def test_fault_leads_to_the_page_to_print_and_logs_no_answers(
    client: Client, broken: None, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    response = client.get(f"{GUIDE}{name}?{QUERY}")
    assert response.status_code == 302
    assert urlsplit(response["Location"]).path == f"{GUIDE}outcome/"
    assert parse_qs(urlsplit(response["Location"]).query) == {**parse_qs(QUERY), "unmade": ["1"]}
    assert len(caplog.records) == 1
    template = "picture.typ" if name.endswith("png") else "sheet.typ"
    assert caplog.text.strip().endswith(f"sheet not made for remote-care: {template}: ValueError")
    assert "210300" not in caplog.text
    page = client.get(response["Location"]).content.decode()
    assert page.index("文件暂时做不出来，请直接打印这一页。") < page.index("<h1>")
    address = re.findall(r'<p class="address printed">([^<]+)', page)[0]
    assert "unmade" not in address


def test_fault_of_the_blank_form_leads_back(client: Client, broken: None) -> None:
    assert client.get(f"{GUIDE}authorisation.pdf")["Location"] == f"{GUIDE}?unmade=1"
    response = client.get(f"{GUIDE}authorisation.pdf?{QUERY}")
    assert response["Location"] == f"{OUTCOME}&unmade=1"


def test_page_says_nothing_of_a_fault_that_was_none(client: Client) -> None:
    assert "暂时做不出来" not in client.get(OUTCOME).content.decode()


def choices(address: str) -> str:
    return address.replace("outcome/?", "outcome/take/?")


@pytest.mark.parametrize("address", [OUTCOME, CARD])
def test_choices_offer_every_way_to_take_it_away(client: Client, address: str) -> None:
    response = client.get(choices(address))
    page = response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    assert "User-Agent" in response["Vary"]
    assert "<h1>带走这张单子</h1>" in page
    path = urlsplit(address).path
    for name in ("outcome.pdf", "outcome-large.pdf", "outcome/pictures/", "outcome/"):
        link = path.replace("outcome/", name) + "?" + urlsplit(address).query.replace("&", "&amp;")
        assert f'href="{link}"' in page
    chat = client.get(address.replace("/outcome/?", "/outcome.txt?")).content.decode()
    assert unescape(page.partition('<textarea id="chat"')[2]).partition(">")[2].startswith(chat)
    shared = f"http://testserver{address}"
    assert [unescape(found) for found in re.findall(r'(?:data-share|id="address"[^>]* value)="([^"]+)"', page)] == [
        shared,
        shared,
    ]
    assert "outcome/qr.png" in page
    assert "onclick" not in page


@pytest.mark.parametrize("address", [OUTCOME, CARD, EMERGENCY])
def test_outcome_has_the_quick_ways_and_leads_to_the_others(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    *early, after = re.findall(r'<p class="ways unprinted">(.*?)</p>', page)
    before = early[0] if early else ""
    number = client.get(address.replace("outcome/?", "outcome.json?")).json()["phones"][0]
    whose = number["label"].partition("（")[0]
    rung = (
        f'href="tel:{number["dial"]}">{first} {number["number"]}</a> {whose}</p>'
        for first in ("先打", "再打", "有事问")
    )
    button = next((words for words in rung if words in page), "")
    # In an emergency the hospital's own office comes first: the number stands behind it, in the words.
    ring = f'href="tel:{number["dial"]}"' if address == EMERGENCY else button
    assert page.index("</h1>") < page.index(ring) < page.index('id="steps"') < page.rindex(after)
    assert page.index(before) < page.index('id="steps"')
    assert bool(button) == (address != EMERGENCY)
    ways = [address.replace("outcome/", name) for name in ("outcome/pictures/", "outcome.pdf", "outcome/take/")]
    for row, offered in ((before, [] if address == EMERGENCY else ways), (after, ways)):
        assert [unescape(link) for link in re.findall(r'href="(/[^"]+)"', row)] == offered
        assert ('<button type="button" class="quick" data-print hidden>打印</button>' in row) == bool(offered)
    assert "onclick" not in page


def test_outcome_in_wechat_offers_no_button_that_does_nothing(client: Client) -> None:
    page = client.get(OUTCOME, headers={"user-agent": WECHAT}).content.decode()
    assert "data-print" not in page
    assert "存图片" in page


def ways(client: Client, **headers: str) -> list[str]:
    page = client.get(choices(OUTCOME), headers=headers).content.decode()
    names = ("打印", "存成文件", "大字文件", "存成图片", "发到家人群里", "分享网址")
    return re.findall(rf">({'|'.join(names)})<", page)


def test_wechat_changes_the_order_and_hides_nothing(client: Client) -> None:
    usual, wechat = ways(client), ways(client, user_agent=WECHAT)
    assert usual == ["打印", "存成文件", "大字文件", "存成图片", "发到家人群里", "分享网址"]
    assert wechat == ["存成图片", "发到家人群里", "分享网址", "存成文件", "大字文件", "打印"]


def test_blank_form_needs_no_answers_and_takes_only_the_place(client: Client) -> None:
    from tests.guides.outcome.test_renderings import plain, read

    blank = plain(read(client.get(f"{GUIDE}authorisation.pdf").content))
    known = plain(read(client.get(f"{GUIDE}authorisation.pdf?{QUERY}").content))
    assert "异地就医备案" in blank
    assert "鞍山" not in blank
    assert "参保地：辽宁省鞍山市" in known
    assert client.get(f"{GUIDE}authorisation.pdf?insured_place=999999").status_code == 200


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        (OUTCOME, 1),
        (CARD, 1),
        (MANUAL_CLAIM.replace("deceased", "family"), 1),
        (MANUAL_CLAIM, 0),  # nobody can act for the dead by their word
        (OUTCOME.replace("family", "child"), 0),
        (OUTCOME.replace("family", "self"), 0),
        (EMERGENCY, 0),
    ],
)
def test_blank_form_is_offered_to_who_acts_for_another(client: Client, address: str, rows: int) -> None:
    beside_the_paper, among_the_choices = (
        re.findall(r'<a(?: class="button second")? href="([^"]+authorisation\.pdf[^"]*)"', page.content.decode())
        for page in (client.get(address), client.get(choices(address)))
    )
    assert beside_the_paper == among_the_choices
    assert len(beside_the_paper) == rows


def test_documents_have_boxes_to_tick(client: Client) -> None:
    page = client.get(OUTCOME).content.decode()
    data = client.get(OUTCOME.replace("/outcome/?", "/outcome.json?")).json()
    keys = re.findall(r'<input type="checkbox" autocomplete="off" data-tick="([^"]+)">', page)
    assert keys == [group["papers"][0]["key"] for group in data["documents"]]
    assert " checked" not in page
