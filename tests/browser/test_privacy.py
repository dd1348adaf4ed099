"""What leaves the browser and what stays: bytes, requests, cookies, headers, console, log."""

import pytest
from playwright.sync_api import Page, Response

from tests.browser.addresses import OUTCOME, PAGES, PLACE, QUESTION
from tests.thorough import some


@pytest.mark.parametrize("name", some(PAGES, 3))
def test_page_asks_nobody_else_and_stores_nothing(phone: Page, site: str, name: str) -> None:
    asked: list[str] = []
    faults: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.on("console", lambda message: faults.append(message.text) if "404 (Not Found)" not in message.text else None)
    phone.goto(PAGES[name], wait_until="networkidle")
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert phone.context.cookies() == []
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert faults == []


@pytest.mark.parametrize("address", [QUESTION, PLACE])
def test_question_page_is_light(phone: Page, address: str) -> None:
    responses: list[Response] = []
    phone.on("response", lambda response: responses.append(response))
    phone.goto(address, wait_until="networkidle")
    weights = [response.request.sizes()["responseBodySize"] for response in responses if response.url[:5] != "data:"]
    assert len(weights) <= 5
    assert sum(weights) <= 22 * 1024


@pytest.mark.parametrize("name", ["home", "question", "outcome", "404"])
def test_security_headers_are_on_every_page(phone: Page, name: str) -> None:
    response = phone.goto(PAGES[name])
    assert response is not None
    headers = response.headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "set-cookie" not in headers


@pytest.mark.parametrize(("address", "noindex"), [("/", False), (QUESTION, True), (OUTCOME, True)])
def test_pages_with_answers_stay_out_of_search_engines(phone: Page, address: str, noindex: bool) -> None:
    response = phone.goto(address)
    assert response is not None
    assert (response.headers.get("x-robots-tag") == "noindex") == noindex


def test_access_log_holds_no_answers(phone: Page, site: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    phone.goto(OUTCOME)
    logs = list(tmp_path_factory.getbasetemp().glob("state*/access.log"))
    text = "".join(log.read_text(encoding="utf-8") for log in logs)
    assert "/guides/remote-care/outcome/" in text
    assert "210300" not in text
    assert "?" not in text
