"""Walk the desk as docs/clerk.md tells it, and take its pictures: `.venv/bin/python -m scripts.handbook`.

A server and a database of its own, thrown away afterwards; clerks, notice and figures are invented.
"""

import io
import re
import tempfile
from pathlib import Path

import time_machine
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser import clerk_walks as walks
from tests.browser import notice_walk, serving
from tests.clock import TODAY, noon

HANDBOOK = Path(__file__).parents[1] / "docs" / "clerk.md"
PICTURES = HANDBOOK.with_suffix("")
#: What the handbook shows; the walks offer more.
SHOWN = set(re.findall(r"\(clerk/([\w-]+)\.png\)", HANDBOOK.read_text()))
TAKEN: set[str] = set()


def camera(page: Page, name: str, since: Locator | None, upto: Locator | None) -> None:
    """From the first thing to the last, as wide as the part of the page where the work is done."""
    picture = PICTURES / f"{name}.png"
    if name not in SHOWN or since is None or upto is None or name in TAKEN:
        return
    TAKEN.add(name)
    page.evaluate("scrollTo(0, 0)")
    first, last = since.bounding_box(), upto.bounding_box()
    if not first or not last:
        raise LookupError(f"{name}: not on the page")
    top = max(0, first["y"] - 8)
    clip = {"x": max(0, first["x"] - 8), "y": top, "width": first["width"] + 16, "height": 0.0}
    clip["height"] = last["y"] + last["height"] + 12 - top
    shot = page.screenshot(full_page=True, clip=clip)
    few_colours = Image.open(io.BytesIO(shot)).convert("RGB").quantize(48)
    few_colours.save(picture, optimize=True)
    print(f"{picture.name}\t{few_colours.width}x{few_colours.height}\t{picture.stat().st_size // 1000} kB")


def every_walk(browser: Browser, site: str, folder: Path) -> None:
    checker = walks.first_hour(browser, site, camera)
    writer, colleague = (walks.sign_in(browser, site, name, camera) for name in (walks.WRITER, walks.COLLEAGUE))
    walks.new_city(writer, checker)
    public = checker.page.context.new_page()
    for name, path in (("public-office", walks.OFFICES), ("public-deadline", walks.CLAIM)):
        public.goto(path)
        camera(public, name, public.locator("main"), public.locator("main h2").nth(1))
    walks.preview(checker, walks.NEW_YEAR, walks.OFFICES)
    walks.change_from_a_day(writer, checker)
    walks.report_phone(public)
    walks.right_the_phone(writer, checker)
    walks.answer_report(writer)
    walks.withdraw(checker)
    walks.carry_over(writer, checker)
    walks.change_in_excel(writer, checker, folder)
    walks.verify_all(checker, walks.OTHER, walks.ANSHAN_ARTICLES)
    walks.both_at_once(writer, colleague)
    notice_walk.write(walks.sign_in(browser, site, notice_walk.WRITER, camera))


def main() -> None:
    clock = time_machine.travel(noon(TODAY))
    with clock, tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        state = Path(folder)
        serving.prepare(state)
        walks.make_clerks(state)
        notice_walk.make_clerks(state)
        with serving.serving(state) as site, playwright.chromium.launch(**serving.chromium()) as browser:
            every_walk(browser, site, state)
        serving.forget(state)
    if missing := SHOWN - TAKEN:
        raise SystemExit(f"docs/clerk.md shows pictures that no walk takes: {'、'.join(sorted(missing))}")


if __name__ == "__main__":
    main()
