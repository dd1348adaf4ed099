"""Phrases out to Excel and back: as drafts for a second person, each with the sentences that prove it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from guides.models import Phrase
from registry import workflow
from registry.excel import pages
from registry.models.staff import Role
from registry.publication import Status
from tests.conftest import person, signed_in
from tests.registry.sheets import Sheet, confirm, counts, download, refusals, upload
from tests.registry.steppages import take
from tests.thorough import long

pytestmark = pytest.mark.django_db
KEY = "card-lost-by-a-thief"


@pytest.fixture
def writer() -> Any:
    return person("writer", (Role.EDITOR, "000000"))


@pytest.fixture
def client(writer: Any) -> Client:
    return signed_in(writer)


@pytest.fixture
def sheet(client: Client) -> Sheet:
    return Sheet(download(client, Phrase, q=KEY), Phrase)


def test_sheet_that_nobody_touched_changes_nothing(client: Client, sheet: Sheet) -> None:
    answer = upload(client, Phrase, sheet.content())
    assert counts(answer) == (0, 0, 1, 0)


@long  # makes a reader of all phrases three times
def test_changed_phrase_becomes_a_draft_for_a_second_person(client: Client, sheet: Sheet, writer: Any) -> None:
    """Out, changed, in: what the public reads stays until somebody else has read it."""
    row = Phrase.objects.get(key=KEY)
    before = row.phrases
    sheet.put(3, 大家怎么说=f"{before} 卡…（给老鼠拖走了|给猫叼没了）", 分量=4)
    looked = upload(client, Phrase, sheet.content(), "窗口常听到")
    [line] = looked.context["report"].drafts
    assert {change.label for change in line.changes} == {"大家怎么说", "分量"}
    confirm(client, Phrase, looked)
    draft = Phrase.objects.get(key=KEY, status=Status.DRAFT)
    row.refresh_from_db()
    assert (draft.phrases, draft.weight) == (f"{before} 卡…（给老鼠拖走了|给猫叼没了）", 4)
    assert (draft.supersedes, row.phrases) == (row, before)
    workflow.submit(draft, writer, "好了")
    with pytest.raises(ValidationError, match="要由另一个人来复核发布"):
        workflow.publish(draft, writer, "看过")
    workflow.publish(draft, person("second", (Role.REVIEWER, "000000")), "看过")
    assert Phrase.objects.published().get(key=KEY).weight == 4


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"要认得的一句话": "今天天气好"}, "要认得的一句话", f"“今天天气好”里没有“{KEY}”的说法"),
        ({"不能认错的一句话": "我的卡也没了"}, "不能认错的一句话", f"“我的卡也没了”也会被当成“{KEY}”"),
        ({"说明答了什么": "trouble=gone"}, "说明答了什么", "没有“trouble=gone”这个问题或答案"),
        ({"代号": None}, "代号", "这一格要填"),
    ],
)
def test_row_that_proves_nothing_is_refused_at_its_cell(
    client: Client, sheet: Sheet, cells: dict[str, Any], column: str, sentence: str
) -> None:
    sheet.put(3, **cells)
    [said] = refusals(upload(client, Phrase, sheet.content()))
    assert said.startswith("第 3 行")
    assert f"“{column}”：{sentence}" in said
    assert not Phrase.objects.filter(status=Status.DRAFT).exists()


@long
def test_row_that_breaks_what_people_say_most_often_comes_in_and_not_out(client: Client, writer: Any) -> None:
    """Among all others it is tried before it is published: with many rows of a sheet that takes too long."""
    blank = Sheet(download(client, Phrase, "blank"), Phrase)
    said = {"适用地区": "全国", "依据": "editors-notes", "整理日期": "2026-06-01", "不能认错的一句话": "卡坏了"}
    hiding = {"代号": "hiding", "大家怎么说": "卡丢了", "说明不是什么": "trouble guide:card-replacement"}
    blank.add(**said, **hiding, 要认得的一句话="没事卡丢了")
    confirm(client, Phrase, upload(client, Phrase, blank.content()))
    draft = Phrase.objects.get(key="hiding")
    workflow.submit(draft, writer, "好了")
    answer = take(signed_in(person("second", (Role.REVIEWER, "000000"))), "publish", draft)
    assert any("“卡丢了”很多人说" in sentence for sentence in answer.context["refused"])
    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED


def test_line_of_examples_could_come_in(client: Client) -> None:
    blank = Sheet(download(client, Phrase, "blank"), Phrase)
    blank.put(3, **{blank.headings[0]: None})
    blank.put(3, 依据="editors-notes", 整理日期="2026-06-01", 从哪天起=None)
    assert refusals(upload(client, Phrase, blank.content())) == []


def test_no_more_phrases_go_out_at_once_than_of_other_kinds(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_LINES", 3)
    answer = client.get("/admin/guides/phrase/excel/export/", follow=True)
    assert "一次最多导出 3 条" in answer.content.decode()
    assert "导出 Excel" in answer.content.decode()
