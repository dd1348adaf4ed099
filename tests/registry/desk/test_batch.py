"""What is done with the rows of a page: some published, others sent back, each for its own reason, all in one go."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from calculators.models import CriticalIllnessPolicy
from guides.models import Document
from registry.models import Event, SourceDocument
from registry.workflow.transition import events
from tests.calculators.policy_rows import publish as policy
from tests.conftest import person, signed_in, sound
from tests.registry.steppages import step_address, take

pytestmark = pytest.mark.django_db

CITY = "210300"


@pytest.fixture
def writer():
    return person("writer", ("editor", CITY), first_name="写的人")


@pytest.fixture
def checker():
    return signed_in(person("checker", ("reviewer", CITY)))


@pytest.fixture
def notice(writer):
    """A document under review with what is made of it."""
    made = SourceDocument(key="notice", title="一份通知", issuer="医保局", region_id=CITY, status="submitted")
    made._history_user = writer
    made.save()
    return made


@pytest.fixture
def papers(notice, writer):
    return [paper(notice, writer, f"paper-{n}") for n in range(4)]


def paper(notice, writer, key, **values):
    row = sound(Document, source=notice, name=key, key=key, region_id=CITY, status="submitted", **values)
    row._history_user = writer
    row.save()
    return row


def address(notice, step):
    return reverse("admin:registry_sourcedocument_notice_step", args=[notice.pk, step])


def send(client, notice, step="publish", ticked=(), reason="看过", back=None, **told):
    """The page of a step for all of the notice, opened and sent."""
    page = client.get(address(notice, step))
    form = {"looked": page.context["looked"], "row": [mark(row) for row in ticked], "reason": reason}
    form |= {f"back-{mark(row)}": why for row, why in (back or {}).items()}
    return client.post(address(notice, step), form | told)


def mark(row):
    return f"{row._meta.model_name}-{row.pk}"


def states(*rows):
    return [type(row).objects.get(pk=row.pk).status for row in rows]


def said(answer):
    return "".join(str(message) for message in get_messages(answer.wsgi_request))


def why(row):
    return events(row).filter(kind=Event.Kind.RETURNED).values_list("reason", flat=True)[0]


def test_some_are_published_and_others_sent_back_each_for_its_own_reason(notice, papers, checker):
    answer = send(checker, notice, ticked=papers[:2], back={papers[2]: "名称抄错了"})
    assert states(notice, *papers) == ["published", "published", "published", "draft", "submitted"]
    assert why(papers[2]) == "名称抄错了"
    assert said(answer) == (
        "复核后发布：2 条。退回修改：1 条。等 写的人 改好再交。依据“一份通知”也一起公开了。还有 1 条等您复核。"
    )


def test_what_is_wrong_with_a_row_goes_before_its_tick(notice, papers, checker):
    send(checker, notice, ticked=papers, back={papers[0]: "少一份"})
    assert states(*papers) == ["draft", "published", "published", "published"]


def test_where_all_are_sent_back_no_more_need_be_said(notice, papers, checker):
    answer = send(checker, notice, reason="", back=dict.fromkeys(papers, "照第二条改"))
    assert states(notice, *papers) == ["draft"] * 5
    assert said(answer) == "退回修改：4 条。等 写的人 改好再交。依据“一份通知”也退回了。"


def test_one_that_refuses_stops_what_is_sent_back_too(notice, papers, checker):
    Document.objects.filter(pk=papers[0].pk).update(name="有操作失败四个字")
    answer = send(checker, notice, ticked=papers[:1], back={papers[1]: "少一份"})
    assert any("操作失败" in sentence for sentence in answer.context["refused"])
    assert states(notice, *papers) == ["submitted"] * 5
    content = answer.content.decode()
    assert ">少一份</textarea>" in content  # nothing that was typed is lost
    assert 'value="发布这 1 条，退回这 1 条"' in content


TOO_LONG = "请写短一些，最多 300 个字，现在 301 个。"
UNSEEN = "里面有看不见的字符。请删掉这一格，不要粘贴，重新打一遍。"


@pytest.mark.parametrize(("typed", "told"), [("字" * 301, TOO_LONG), ("少一\0份", UNSEEN)])
def test_reason_that_cannot_be_kept_is_given_back_with_what_to_do(notice, papers, checker, typed, told):
    answer = send(checker, notice, ticked=papers[:1], back={papers[1]: typed})
    assert answer.context["refused"] == [f"{papers[1]}：{told}"]
    assert f">{typed}</textarea>" in answer.content.decode()
    answer = send(checker, notice, "send-back", papers[:1], typed)
    assert answer.context["form"].errors == {"reason": [told]}
    assert f'value="{typed}"' in answer.content.decode()
    assert states(notice, *papers) == ["submitted"] * 5


def test_longest_reason_is_kept_whole_however_its_lines_end(notice, papers, checker):
    send(checker, notice, ticked=[], back={papers[0]: f"{'字' * 100}\r\n{'字' * 199}\r\n"})
    assert why(papers[0]) == f"{'字' * 100}\n{'字' * 199}"


def test_change_under_the_page_stops_what_is_sent_back(notice, papers, checker):
    page = checker.get(address(notice, "publish"))
    Document.objects.filter(pk=papers[0].pk).update(name="换了名字")
    form = {"looked": page.context["looked"], f"back-{mark(papers[0])}": "少一份"}
    assert "内容变了" in checker.post(address(notice, "publish"), form).content.decode()
    assert states(*papers) == ["submitted"] * 4


def test_each_row_of_a_batch_goes_back_with_its_reason_or_with_that_of_all(notice, papers, checker):
    answer = send(checker, notice, "send-back", papers[:2], "照通知再看", {papers[1]: "起付线抄错了"})
    assert [why(row) for row in papers[:2]] == ["照通知再看", "起付线抄错了"]
    assert states(notice, *papers) == ["submitted", "draft", "draft", "submitted", "submitted"]
    assert said(answer) == "退回修改：2 条。等 写的人 改好再交。还有 2 条等您复核。"


@pytest.mark.parametrize("seen", ["", "\u200b"])
def test_reason_of_all_is_asked_where_a_row_has_none(notice, papers, checker, seen):
    answer = send(checker, notice, "send-back", papers[:2], seen, {papers[1]: "起付线抄错了"})
    assert "请写一句为什么。" in answer.content.decode()
    assert states(*papers) == ["submitted"] * 4


def test_who_takes_his_own_back_is_told_where_it_is(notice, papers, writer):
    answer = take(signed_in(writer), "send-back", papers[0])
    assert said(answer) == "退回修改：1 条。在您的草稿里，改好再交。还有 3 条等同事复核。"


def test_part_of_what_is_handed_over_says_what_is_not(notice, writer):
    rows = [paper(notice, writer, f"paper-{n}") for n in range(2)]
    SourceDocument.objects.update(status="draft")
    Document.objects.filter(source=notice).update(status="draft")
    answer = take(signed_in(writer), "submit", rows[0])
    assert said(answer) == (
        "提交复核：1 条。等同事复核，退回来的会在第一页。还缺的可以接着加，交了的不动。依据“一份通知”也一起交了。还有 1 条是草稿，没有交。"
    )


def test_button_says_what_it_does(notice, papers, checker):
    page = checker.get(address(notice, "publish")).content.decode()
    assert 'value="发布这 4 条"' in page
    listed = reverse("admin:registry_sourcedocument_notice", args=[notice.pk])
    assert "全部复核后发布（4 条）" in checker.get(listed).content.decode()
    send(checker, notice, ticked=papers[:1])
    assert ">发布这 3 条</a>" in checker.get(listed).content.decode()
    alone = checker.get(step_address("publish", papers[1])).content.decode()
    assert 'value="复核后发布"' in alone
    assert "back-" not in alone


def test_people_who_would_be_given_the_rule_for_all_are_told_before(notice, checker):
    values = {"status": "submitted", "region_id": CITY}
    everybody = policy(CriticalIllnessPolicy, deductible="14000", **values)
    poor = policy(CriticalIllnessPolicy, hardship="extreme_poverty", deductible="7000", **values)
    CriticalIllnessPolicy.objects.update(source=notice)
    told = "这些人就先照“居民医保 · 大病保险”算：起付线 14,000元，不是 7,000元。"
    assert told in checker.get(address(notice, "publish")).content.decode()  # where it can be sent back
    answer = send(checker, notice, ticked=[everybody], back={poor: "抄错了"})
    assert "还没有发布。" in answer.content.decode()
    assert told in answer.content.decode()
    assert states(everybody, poor) == ["submitted"] * 2
    known = answer.context["known"]
    assert known == mark(poor)
    send(checker, notice, ticked=[everybody], back={poor: "抄错了"}, known=known)
    assert states(everybody, poor) == ["published", "draft"]


def test_routine_is_folded_and_does_not_count(checker):
    values = {"status": "submitted", "region_id": CITY}
    rows = [policy(CriticalIllnessPolicy, hardship=whose, **values) for whose in ("", "low_income")]
    page = checker.get(step_address("publish", *rows))
    assert (page.context["first"], page.context["to_see"]) == ([], 0)
    assert [one.sentence[:6] for one in page.context["routine"]] == ["没有核对案例"]
    content = page.content.decode()
    assert "没有要先看的" in content
    assert content.index("<summary>平常的提醒 1 样") < content.index("请留意，有 2 条：没有核对案例")


def test_who_issued_the_notice_stands_in_the_open(notice, papers, checker):
    assert "发布单位：<strong>医保局</strong>" in checker.get(address(notice, "publish")).content.decode()
    SourceDocument.objects.update(issuer="")
    content = checker.get(address(notice, "publish")).content.decode()
    assert "发布单位：<strong>没有写</strong>" in content
    assert "请留意：依据：没有写“发布单位”" in content


@pytest.mark.on("2026-11-26")
def test_preview_opens_beside_and_says_its_day(notice, writer, checker):
    rows = [paper(notice, writer, f"paper-{n}", effective_from="2027-01-01") for n in range(2)]
    content = checker.get(step_address("publish", *rows)).content.decode()
    link = f'href="{reverse("preview_choose")}?on=2027-01-01&amp;place={CITY}" target="_blank"'
    assert link in content
    assert "预览 2027年1月1日 公众看到的页面" in content
    assert checker.get(reverse("preview_choose"), {"on": "2027-01-01", "place": CITY}).url.endswith(
        f"/2027-01-01/places/{CITY}/"
    )
