"""What a whole notice costs in one workbook: `pytest tests/browser/test_workbook_walk.py -n0 -s` says it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import clerk_walks as walks
from tests.browser import serving, workbook_walk


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[str]:
    with serving.copied(prepared, tmp_path_factory.mktemp("workbook")) as state:
        workbook_walk.make_clerk(state)
        with serving.serving(state) as address:
            yield address


@pytest.mark.parametrize("slip", [False, True])
def test_notice_is_sent_once_and_waits_for_a_colleague(browser: Browser, site: str, tmp_path: Path, slip: bool) -> None:
    writer = walks.sign_in(browser, site, workbook_walk.WRITER)
    cost, cells = workbook_walk.write(writer, tmp_path / "notice.xlsx", slip)
    rows = sum(map(len, workbook_walk.LINES.values()))
    print(f"\n{cost}, {cells} cells, {rows} rows")
    expect(writer.page.locator(".messagelist")).to_contain_text(f"提交复核：{rows} 条")
    assert cost.refused == slip
    assert cost.clicks <= 10 + 2 * slip
    writer.page.context.close()
