"""How long an outcome is on a phone, and how soon it says what matters: every outcome with every block that can occur."""

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page

from guides.engine import addresses, graph
from guides.flows import FLOWS
from tests.browser.conftest import PHONE
from tests.thorough import some

#: Somebody insured in a city with local rows and counters, and treated in another.
HOME, CARE = "210300", "110000"
#: Near each other, where it is asked first whether anything has to be filed: the longest lists of papers beside it.
NEAR = (("110000", "120000"), ("431300", "430100"), ("320800", "320100"))
#: Screens of 390 × 844 with everything closed, at the standard and at the largest text.
LONGEST = {"standard": 5, "huge": 11}
LONGEST_EMERGENCY = {"standard": 2.5, "huge": 5.5}
#: Evidence in all that is read.
MOST_EVIDENCE = 0.03
#: What is seen before anything is touched, at the standard text: a number to tap, what to bring, the first step.
SOON = 1
#: The same where three unknown answers, or a row on two near places, put first what is to be asked, and the number to ask it of.
SOON_AFTER_ASKING = 1.5

MEASURED = r"""() => {
  const main = document.querySelector('main'), seen = e => e.checkVisibility({contentVisibilityAuto: true});
  const screens = e => (e.getBoundingClientRect().top + scrollY) / innerHeight;
  const first = which => [...main.querySelectorAll(which)].filter(seen).map(screens)[0];
  const marks = [...main.querySelectorAll('.ref, .mark, .basis')].filter(seen).map(e => e.innerText).join('');
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), plain = [];
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (seen(e) && !e.closest('a, summary, input, textarea, .script, .given') && /(?<!\d)0\d{2,3}-\d{5,8}|(?<!\d)12(393|333|345)(?!\d)/.test(texts.currentNode.data)) plain.push(texts.currentNode.data);
  }
  const said = main.innerText.split(/[。？！\n]/).map(s => s.trim()).filter(s => s.length > 11);
  return {
    screens: document.documentElement.scrollHeight / innerHeight, number: first('a[href^="tel:"]'), step: first('.steps li'), bring: first('a[href="#bring"]') ?? 0,
    evidence: marks.length / main.innerText.length, plain, twice: said.filter((s, n) => said.indexOf(s) !== n),
  };
}"""


def outcomes() -> Iterator[tuple[str, str]]:
    """The outcome, and an address that leads to it where the places' own rules allow it."""
    for flow in FLOWS.values():
        places = {"care_place": CARE, "family_place": HOME, flow.delivery.home: HOME}
        for walk in graph.sample_walks(flow, **places):
            blocks = "、".join(walk.blocks)
            yield f"{walk.outcome}（{blocks}）", f"/guides/{flow.slug}/outcome/{addresses.query(walk.kept)}"
    for (home, care), for_whom in product(NEAR, ("family", "child")):
        places = f"insured_place={home}&scheme=resident&care_place={care}"
        bill = "stage=discharged&reason=lives_there&proof=residence_permit&injury=unknown"
        yield f"near {home} {for_whom}", f"/guides/remote-care/outcome/?for_whom={for_whom}&{places}&{bill}"


def measured(browser: Browser, site: str, size: str) -> dict[str, dict[str, object]]:
    context = browser.new_context(viewport=PHONE, base_url=site, locale="zh-CN")
    context.add_cookies([{"name": "text_size", "value": size, "url": site}])
    page, found = context.new_page(), {}
    for name, address in some(outcomes()):
        page.goto(address)
        if "/outcome/" in page.url:  # a rule of the place may ask more, or less
            found[f"{page.url.split('/')[4]} {name}"] = page.evaluate(MEASURED)
    context.close()
    assert len(found) > 30
    return found


@pytest.mark.parametrize("size", some(LONGEST))
def test_outcomes_are_short_and_say_what_matters_first(browser: Browser, site: str, size: str) -> None:
    wrong: list[str] = []
    for name, seen in measured(browser, site, size).items():
        longest = (LONGEST_EMERGENCY if " emergency" in name else LONGEST)[size]
        soon = SOON_AFTER_ASKING if "too_many_unknowns" in name or "near 110000" in name else SOON
        late = [
            key
            for key in ("number", "bring", "step")
            if size == "standard" and not (seen[key] if seen[key] is not None else soon) < soon
        ]
        wrong += [f"{name}: {seen['screens']:.1f} screens"] if round(seen["screens"], 1) > longest else []
        wrong += [f"{name}: {key} on screen {seen[key]}" for key in late]
        wrong += [f"{name}: {seen['evidence']:.0%} of it is evidence"] if seen["evidence"] > MOST_EVIDENCE else []
        wrong += [f"{name}: cannot be tapped: {text}" for text in seen["plain"]]
        wrong += [f"{name}: said twice: {text}" for text in seen["twice"]]
    if wrong:
        pytest.fail("\n".join(wrong[:60]), pytrace=False)


def test_emergency_shows_nothing_that_delays(phone: Page) -> None:
    phone.goto("/guides/remote-care/outcome/?stage=emergency")
    top = phone.locator("main").evaluate("main => main.innerText.slice(0, 120)")
    assert "先救人" in top
    assert not phone.locator(".standing").count()
    assert phone.locator("#sources").is_hidden()


def test_sources_open_where_a_number_leads_to_them(phone: Page) -> None:
    phone.goto(next(address for name, address in outcomes() if name.startswith("file_temporary")))
    assert phone.locator("#sources ol").is_hidden()
    phone.locator("a.ref:visible").first.click()
    assert phone.locator("#sources ol").is_visible()
