"""Everyone can use it: axe, reflow, sizes of targets and text, dark mode."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.addresses import OUTCOME, PAGES
from tests.thorough import some

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

TOO_SMALL = """least => [...document.querySelectorAll(least.selector)].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && !e.classList.contains('skip') && (box.height < least.height - 0.5 || box.width < 43.5);
}).map(e => e.outerHTML.slice(0, 120))"""


#: Every kind of page by day; by night the ones that between them use every colour.
SCHEMES = [(name, "light") for name in PAGES] + [(name, "dark") for name in ("home", "start", "error", "outcome")]


@pytest.mark.parametrize(("name", "scheme"), some(SCHEMES, 3))
def test_axe_finds_nothing(phone: Page, name: str, scheme: str) -> None:
    phone.emulate_media(color_scheme=scheme)
    phone.goto(PAGES[name])
    report = Axe().run(phone, options=RULES)
    assert report.violations_count == 0, report.generate_report()


OPEN_ALL = "document.querySelectorAll('main details').forEach(one => { one.open = true })"


@pytest.mark.parametrize("name", some(["outcome", "emergency", "unsure", "last_day", "card", "second", "family"], 3))
def test_axe_finds_nothing_where_everything_is_open(phone: Page, name: str) -> None:
    phone.goto(PAGES[name])
    phone.evaluate(OPEN_ALL)
    report = Axe().run(phone, options=RULES)
    assert report.violations_count == 0, report.generate_report()
    assert_large_targets_and_reflow(phone)


@pytest.mark.parametrize("name", some(PAGES, 3))
def test_page_is_named_has_large_targets_and_reflows(phone: Page, name: str) -> None:
    phone.goto(PAGES[name])
    assert phone.title()
    assert phone.locator("h1").count() == 1
    assert phone.locator("html").get_attribute("lang") == "zh-CN"
    assert_large_targets_and_reflow(phone)


def assert_large_targets_and_reflow(phone: Page) -> None:
    large = "main .choice, main button:not(.quick, .amiss), main .button, main select, main input.text"
    for target in ({"selector": large, "height": 60}, {"selector": "a[href], summary, .quick, .amiss", "height": 44}):
        assert phone.evaluate(TOO_SMALL, target) == []
    phone.set_viewport_size({"width": 320, "height": 700})
    for size in ("125%", "250%"):  # the standard text, and twice that
        phone.evaluate("size => document.documentElement.style.setProperty('font-size', size)", size)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("size", "pixels"), [("standard", 20), ("large", 26), ("huge", 32)])
def test_text_is_as_large_as_the_reader_chose(phone: Page, size: str, pixels: int) -> None:
    phone.goto(f"/text-size/{size}/?next=/")
    style = phone.evaluate("(({fontSize, lineHeight}) => [fontSize, lineHeight])(getComputedStyle(document.body))")
    assert style[0] == f"{pixels}px"
    assert float(style[1].removesuffix("px")) >= 1.6 * pixels


def test_colours_have_the_contrast_of_body_text(phone: Page) -> None:
    """Axe checks 4.5:1; ink and quiet text on paper must reach 7:1."""
    phone.goto(OUTCOME)
    for selector in ("main p", ".standing a", ".verdict p", "a.ref"):
        colours = phone.locator(selector).first.evaluate("e => getComputedStyle(e).color")
        red, green, blue = (int(part) for part in colours[4:-1].split(","))
        assert _contrast_with_white(red, green, blue) >= 7


def _contrast_with_white(*channels: int) -> float:
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_text_of_wechat_may_grow_by_half(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700}, base_url=site)
    page = context.new_page()
    page.goto(OUTCOME)
    page.evaluate("document.documentElement.style.setProperty('font-size', '187.5%')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
