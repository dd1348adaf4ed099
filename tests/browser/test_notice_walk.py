"""What a whole notice costs the two people at the desk: `pytest tests/browser/test_notice_walk.py -n0 -s` says it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import clerk_walks as walks
from tests.browser import notice_walk, serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[str]:
    with serving.copied(prepared, tmp_path_factory.mktemp("notice")) as state:
        notice_walk.make_clerks(state)
        with serving.serving(state) as address:
            yield address


def test_notice_goes_from_the_post_to_the_public(browser: Browser, site: str) -> None:
    writer = walks.sign_in(browser, site, notice_walk.WRITER)
    written = notice_walk.write(writer)
    expect(writer.page.locator(".messagelist")).to_contain_text("提交复核：15 条")
    checker = walks.sign_in(browser, site, notice_walk.CHECKER)
    approved = notice_walk.approve(checker)
    expect(checker.page.locator(".messagelist")).to_contain_text("复核后发布：15 条")
    print(f"\nwriter {written}\nreviewer {approved}")
    assert (written.refused, approved.refused) == (0, 0)
    assert written.clicks <= 35
    assert written.fields <= 60
    assert approved.clicks <= 6
    page = walks.preview(checker, walks.NEW_YEAR, f"/offices/?place={notice_walk.CODE}")
    expect(page.locator("main")).to_contain_text("（示例）佳木斯市医保窗口")
    for clerk in (writer, checker):
        clerk.page.context.close()
