"""A notice's page: its clauses beside the rows made of them, its papers, and every step for all of it at once."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calculators.models import BasicCase, BasicPolicy
from guides.models import Advice, Document
from registry import workflow
from registry.desk import lookups, notice, noticepage, recent
from registry.models import Attachment, Event, Office, SourceDocument, attachments
from registry.models.attachments import MOST_BYTES
from tests.conftest import person, signed_in, sound
from tests.papers import PDF, pdf, stream
from tests.registry.steppages import take
from tests.registry.test_pictures import jpeg, png
from tests.thorough import long, some
from yibao_site.middleware import LARGEST_UPLOAD

pytestmark = pytest.mark.django_db

CITY, OTHER = "210300", "210200"
JPEG, PNG = jpeg(750, 20), png(750, 20)


@pytest.fixture
def writer():
    return person("writer", ("editor", CITY))


@pytest.fixture
def checker():
    return person("checker", ("reviewer", CITY))


@pytest.fixture
def made(writer):
    """A draft notice of two clauses."""
    clause = "第八条 住院起付标准为700元。\n第九条 报销资料在次年3月31日前提交。"
    made = SourceDocument(key="notice", title="一份通知", region_id=CITY, clause=clause, status="draft")
    made._history_user = writer
    made.save()
    return made


def draft(made, writer, model=Advice, **values):
    row = sound(model, source=made, **{"region_id": CITY, "status": "draft", **values})
    row._history_user = writer
    row.save()
    return row


def policy(made, writer, **values):
    said = {"scheme": "resident", "care_type": "inpatient", "collected_on": "2026-11-01", **values}
    row = BasicPolicy(region_id=CITY, source=made, status="draft", **said)
    row.fill_key()
    row._history_user = writer
    row.save()
    return row


def address(source, page="notice", *parts):
    return reverse(f"admin:registry_sourcedocument_{page}", args=[source.pk, *parts])


def states(*rows):
    return [type(row).objects.get(pk=row.pk).status for row in rows]


def together(client, made, step, leave=(), **told):
    """Open the page of a step for the whole notice, and send it; ``leave`` are rows to untick."""
    page = client.get(address(made, "notice_step", step))
    marks = [look["mark"] for look in page.context["looks"] if look["row"] not in leave]
    sent = {"looked": page.context["looked"], "row": marks, "reason": "照通知录", **told}
    return client.post(address(made, "notice_step", step), sent)


# -- clauses and rows ---------------------------------------------------------------------------------------------


def test_each_row_stands_beside_the_clause_that_it_names(made, writer):
    eighth = draft(made, writer, source_article="第8条")
    nowhere = draft(made, writer, Document, source_article="第3页")
    found = notice.of(made, writer)
    assert [[one.row for one in passage.rows] for passage in found.passages] == [[eighth], [], [nowhere]]
    assert found.passages[2].clause is None
    assert found.unused == 1


def test_row_of_several_clauses_is_shown_once_and_named_at_the_others(made, writer):
    both = draft(made, writer, source_article="第八条、第九条")
    found = notice.of(made, writer)
    assert [([one.row for one in p.rows], [one.row for one in p.also]) for p in found.passages] == [
        ([both], []),
        ([], [both]),
    ]
    assert (found.unused, found.count) == (0, 1)
    page = signed_in(writer).get(address(made)).content.decode()
    assert "这一条的，写在上面这些里：" in page
    assert "还没有条目。" not in page


@pytest.mark.parametrize(("article", "unused"), [("第八条", 1), ("第八条（二）", 2), ("第九条", 3), ("", 4)])
def test_row_at_a_clause_or_at_its_part_is_a_row_for_both(article, unused, made, writer):
    made.clause = "第八条 住院：\n（一）起付标准为700元。\n（二）支付85%。\n第九条 报销资料在次年3月31日前提交。"
    made.save()
    draft(made, writer, source_article=article)
    assert notice.of(made, writer).unused == unused


@pytest.mark.parametrize("status", ["draft", "submitted", "published"])
def test_row_that_names_no_clause_stands_at_the_one_that_says_what_it_says(status, made, writer):
    """The form was opened at no clause, and nobody wrote which it is."""
    made.clause = "第八条 住院起付标准为700元。\n第九条 手工报销带诊断证明，次年3月31日前提交。"
    made.save()
    paper = draft(made, writer, Document, name="诊断证明", status=status)
    draft(made, writer, source_article="第八条")
    found = notice.of(made, writer)
    assert [[one.row for one in passage.rows] for passage in found.passages][1:] == [[paper]]
    assert (found.unused, notice.unnamed(made)) == (0, [])
    assert found.passages[1].left == ["3月31日"]
    page = signed_in(writer).get(address(made)).content.decode()
    assert "没有写“条款”，照写的字和数找的" in page
    assert "还没有条目。" not in page


def test_sentences_that_are_entered_nowhere_are_dealt_with(made, writer):
    made.clause += "\n第十条 签约家庭医生的，再提高5个百分点。\n第十一条 中医药另提高3个百分点。"
    made.save()
    said = {"left_out": "签约家庭医生的 再提高5个百分点\n\n", "left_out_matters": "some"}
    policy(made, writer, source_article="第八条", fixed_payment=700, **said)
    found = notice.of(made, writer)
    assert [passage.is_used for passage in found.passages] == [True, False, True, False]
    assert [one.label for one in notice.unnamed(made)] == ["第九条", "第十一条"]
    assert "有的话写在“还没录进来的规定”里。" in signed_in(writer).get(address(made)).content.decode()


def test_golden_cases_are_counted_and_rows_without_any(made, writer):
    proven = policy(made, writer, source_article="第八条", fixed_payment=700)
    BasicCase.objects.create(policy=proven, bill=1000, expected=800, note="例子")
    policy(made, writer, source_article="第八条", fixed_payment=700, care_type="outpatient")
    draft(made, writer, source_article="第九条")
    found = notice.of(made, writer)
    assert (found.count, found.proofs, found.unproven) == (3, 1, 1)
    page = signed_in(writer).get(address(made)).content.decode()
    assert "一共 3 条，核对案例 1 个。还有 1 条没有核对案例" in page


BUTTON = re.compile(r'<a class="button" href="[^"]+">([^<]+（[0-9]+ 条）)</a>')


def test_button_is_what_comes_next_and_never_a_step_back(made, writer, checker):
    client = signed_in(writer)
    assert BUTTON.findall(client.get(address(made)).content.decode()) == []  # nothing is made of it yet
    row = policy(made, writer, source_article="第八条", fixed_payment=700)
    page = client.get(address(made)).content.decode()
    assert BUTTON.findall(page) == ["全部提交复核（1 条）"]
    assert "没有核对案例：通知里有例子的" in page
    said = client.get(together(client, made, "submit").headers["Location"]).content.decode()
    assert "提交复核：1 条。等同事复核" in said
    assert BUTTON.findall(said) == []
    assert "全部退回修改（1 条）" in said
    assert "没有核对案例：通知里有例子的" not in said  # none can be written now
    assert "没有核对案例。交了的要补，先退回那一条。" in said
    assert "还缺的可以接着加，交了的不动。" in said
    assert "已经交了 1 条，在等复核。" in said
    assert "照这一条加：" in said
    assert "打开待遇表，只写缺的几行" in said
    assert "还要写一条差不多的，点“照这条再写一条”。" in client.get(recent.address(row)).content.decode()
    assert states(row) == ["submitted"]
    assert BUTTON.findall(signed_in(checker).get(address(made)).content.decode()) == ["全部复核后发布（1 条）"]


def test_days_of_a_form_are_all_written_alike(made, writer):
    made.in_force_from, made.in_force_to = dt.date(2027, 1, 1), dt.date(2031, 12, 31)
    made.save()
    client = signed_in(writer)
    opened = f"{reverse('admin:calculators_basicpolicy_grid')}?_notice={made.pk}"
    form = {"kind": "step", "title": "写上了", "key": "new", "guides": ["remote-care"], "position": "100"}
    form |= {"evidence": "official", "review_every": "365", "collected_on": "2026-01-01"}
    form |= {"region": CITY, "source": made.pk, "effective_from": "2027-01-01"}
    client.post(f"{reverse('admin:guides_advice_add')}?_notice={made.pk}", form)
    page = client.get(opened).content.decode()
    assert re.findall(r'name="effective_(?:from|to)" value="([^"]+)"', page) == ["2027/01/01", "2031/12/31"]


def test_page_shows_what_somebody_said_and_not_what_every_new_row_says(made, writer):
    row = policy(made, writer, deductible="700")
    [shown] = [one for passage in notice.of(made, writer).passages for one in passage.rows]
    assert dict(shown.says) == {
        "险种": "居民医保",
        "在职退休": "不分在职退休",
        "看什么": "住院",
        "医院级别": "不分级别",
        "起付线（元）": "700",
    }
    assert shown.row == row


def test_new_notice_leads_to_the_one_table(made, writer):
    client = signed_in(writer)
    page = client.get(address(made))
    kinds = page.context["kinds"]
    table = ("待遇表（几级医院一次录）", f"{reverse('admin:calculators_basicpolicy_grid')}?_notice={made.pk}")
    assert kinds["often"][0] == table
    assert "基本医保待遇" not in dict(kinds["often"])
    assert "基本医保待遇" in dict(kinds["seldom"])
    assert "先录待遇" in page.content.decode()
    draft(made, writer)
    assert "先录待遇" not in client.get(address(made)).content.decode()


def test_how_sure_is_asked_once_for_a_whole_notice(writer):
    client = signed_in(writer)
    add = reverse("admin:registry_sourcedocument_add")
    client.post(add, {"region": CITY, "title": "来了一份", "evidence": "official", "in_force_from": "2027-01-01"})
    source = SourceDocument.objects.get(title="来了一份")
    for page in ("guides_document_add", "calculators_basicpolicy_grid", "registry_office_add"):
        initial = client.get(f"{reverse(f'admin:{page}')}?_notice={source.pk}").context
        form = initial["adminform"].form if "adminform" in initial else initial["form"]
        assert (form.initial["evidence"], str(form.initial["effective_from"])) == ("official", "2027-01-01")
    assert 'name="evidence"' not in client.get(address(source, "change")).content.decode()


def test_row_leads_back_to_its_notice(made, writer):
    row = draft(made, writer)
    page = signed_in(writer).get(reverse("admin:guides_advice_change", args=[row.pk])).content.decode()
    assert f'<a href="{address(made)}">它的通知那一页</a>' in page


def test_what_is_not_ones_own_is_counted_and_not_shown(made, writer):
    draft(made, writer)
    draft(made, writer, region_id=OTHER)
    found = notice.of(made, writer)
    assert found.count == 1
    assert [(more.kind, more.count) for more in found.more] == [("办事提示", 1)]


def test_page_shows_clause_and_figures_and_leads_on(made, writer):
    row = draft(made, writer, Office, source_article="第八条", phone="0412-5541234")
    page = signed_in(writer).get(address(made)).content.decode()
    assert '第八条 住院起付标准为<mark class="left">700元</mark>。' in page  # the counter does not say it
    assert "<strong>还没用到</strong>：700元" in page
    assert "0412-5541234" in page
    assert f'href="/admin/registry/office/{row.pk}/change/?_notice={made.pk}"' in page
    assert f'href="/admin/registry/office/add/?_notice={made.pk}&amp;_clause=2"' in page
    assert "全部提交复核（1 条）" in page
    assert "复核后发布" not in page


def test_steps_for_all_are_offered_to_whom_each_row_lets_take_them(made, writer, checker):
    colleague, manager = person("colleague", ("editor", CITY)), person("manager", ("manager", CITY))
    workflow.submit(draft(made, writer), writer, "写好了")
    workflow.submit(draft(made, writer, key="handed-on"), manager, "替他提交")

    def offered(user):
        return {step.label for step in notice.of(made, user).steps}

    assert offered(writer) == {"全部退回修改（2 条）"}
    assert offered(colleague) == set()
    assert offered(checker) == {"全部复核后发布（2 条）", "全部退回修改（2 条）"}
    assert offered(manager) == {"发布这 1 条", "全部退回修改（2 条）"}


@long
def test_queries_do_not_grow_with_rows_or_clauses(made, writer):
    client = signed_in(writer)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(address(made))
        return len(asked)

    draft(made, writer)
    draft(made, writer, Office)
    few = queries()
    for number in range(12):
        draft(made, writer, key=f"more-{number}")
        draft(made, writer, Office, key=f"office-{number}", name=f"窗口{number}")
    SourceDocument.objects.filter(pk=made.pk).update(clause="\n".join(f"第{n}条 一句" for n in range(1, 60)))
    assert queries() <= few


def test_clerk_of_another_place_sees_the_notice_and_none_of_its_rows(made, writer):
    draft(made, writer, title="别处看不到的一步")
    page = signed_in(person("far", ("editor", OTHER))).get(address(made)).content.decode()
    assert "第八条 住院起付标准为700元。" in page
    assert "别处看不到的一步" not in page
    assert "全部提交复核" not in page


# -- all of it at once --------------------------------------------------------------------------------------------


def test_whole_notice_is_handed_over_and_published_in_two_goes(made, writer, checker):
    rows = [draft(made, writer), draft(made, writer, Document), draft(made, writer, Office)]
    answer = together(signed_in(writer), made, "submit")
    assert answer.headers["Location"] == address(made)
    assert states(made, *rows) == ["submitted"] * 4
    together(signed_in(checker), made, "publish")
    assert states(made, *rows) == ["published"] * 4


def test_one_that_cannot_be_published_stops_all_until_it_is_unticked(made, writer, checker):
    good, bad = draft(made, writer), draft(made, writer, Document)
    together(signed_in(writer), made, "submit")
    Document.objects.filter(pk=bad.pk).update(name="有操作失败四个字")
    answer = together(signed_in(checker), made, "publish")
    assert any("操作失败" in sentence for sentence in answer.context["refused"])
    assert states(made, good, bad) == ["submitted"] * 3
    together(signed_in(checker), made, "publish", leave=[bad])
    assert states(made, good, bad) == ["published", "published", "submitted"]


def test_drafts_of_a_notice_go_at_once_and_say_why(made, writer):
    gone, kept, handed = draft(made, writer), draft(made, writer, Document), draft(made, writer, Office)
    workflow.submit(handed, writer, "看过")
    client = signed_in(writer)
    answer = together(client, made, "discard", leave=[kept])
    assert answer.headers["Location"] == address(made)
    assert not type(gone).objects.filter(pk=gone.pk).exists()
    assert states(made, kept, handed) == ["submitted", "draft", "submitted"]
    said = Event.objects.get(kind="discarded")
    assert (said.by, said.reason.startswith(f"{gone}：")) == (writer, True)
    assert "删掉这 1 条草稿" in client.get(address(made)).content.decode()
    assert "草稿，已经删了" in client.get("/admin/registry/event/").content.decode()


def test_own_draft_goes_from_the_list(made, writer):
    row = draft(made, writer)
    answer = take(signed_in(writer), "discard", row)
    assert answer.headers["Location"] == f"/admin/{row._meta.app_label}/{row._meta.model_name}/"
    assert not type(row).objects.filter(pk=row.pk).exists()


def exchanged(made, writer, content=PNG):
    """Its writer takes the notice back, puts another paper in the place of the first, and hands it over again."""
    client = signed_in(writer)
    together(client, made, "send-back")
    client.post(address(made, "notice_remove", made.attachments.get().pk))
    send_file(client, made, content)
    together(client, made, "submit")


def test_paper_exchanged_under_an_open_page_stops_all(made, writer, checker):
    """What the reviewer has compared the rows with is no longer there."""
    row = draft(made, writer)
    send_file(signed_in(writer), made)
    together(signed_in(writer), made, "submit")
    client = signed_in(checker)
    page = client.get(address(made, "notice_step", "publish"))
    assert 'rel="noopener">通知.pdf</a>' in page.content.decode()
    exchanged(made, writer)
    assert states(made, row) == ["submitted"] * 2
    sent = {"looked": page.context["looked"], "row": [look["mark"] for look in page.context["looks"]], "reason": "看"}
    answer = client.post(address(made, "notice_step", "publish"), sent)
    assert "您打开这一页以后，内容变了。" in answer.content.decode()
    assert states(made, row) == ["submitted"] * 2
    sent["looked"] = answer.context["looked"]
    client.post(address(made, "notice_step", "publish"), sent)
    assert states(made, row) == ["published"] * 2


def test_paper_exchanged_under_the_open_page_of_a_notice_alone_stops_it(made, writer, checker):
    send_file(signed_in(writer), made)
    together(signed_in(writer), made, "submit")
    client = signed_in(checker)
    page = client.get(address(made, "notice_step", "publish"))
    exchanged(made, writer)
    sent = {"looked": page.context["looked"], "row": [look["mark"] for look in page.context["looks"]], "reason": "看"}
    client.post(address(made, "notice_step", "publish"), sent)
    assert states(made) == ["submitted"]


@pytest.mark.parametrize("status", some(["published", "submitted"]))
def test_who_wrote_the_rows_of_a_step_is_asked_once(made, writer, checker, status):
    client, step = signed_in(checker), {"published": "verify", "submitted": "publish"}[status]
    SourceDocument.objects.filter(pk=made.pk).update(status=status)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(made, "notice_step", step)).status_code == 200
        return sum("_historical" in query["sql"] or "registry_event" in query["sql"] for query in queries)

    draft(made, writer, status=status)
    draft(made, writer, Document, status=status)
    few = asked()
    for number in range(9):
        draft(made, writer, key=f"more-{number}", status=status)
        draft(made, writer, Document, key=f"more-{number}", status=status)
    assert asked() == few


def test_change_meanwhile_stops_all(made, writer, checker):
    rows = [draft(made, writer), draft(made, writer, Document)]
    together(signed_in(writer), made, "submit")
    client = signed_in(checker)
    page = client.get(address(made, "notice_step", "publish"))
    Document.objects.filter(pk=rows[1].pk).update(name="换了名字")
    sent = {"looked": page.context["looked"], "row": [look["mark"] for look in page.context["looks"]], "reason": "看"}
    answer = client.post(address(made, "notice_step", "publish"), sent)
    assert "您打开这一页以后，内容变了。" in answer.content.decode()
    assert states(made, *rows) == ["submitted"] * 3


def test_nobody_publishes_a_notice_of_his_own(made):
    boss = person("boss", ("manager", CITY))
    made.history.update(history_user=boss)
    row = draft(made, boss)
    client = signed_in(boss)
    together(client, made, "submit")
    assert "复核后发布" not in client.get(address(made)).content.decode()
    for ask in (client.get, client.post):
        assert ask(address(made, "notice_step", "publish")).status_code == 404
    assert states(made, row) == ["submitted", "submitted"]


def test_notice_without_rows_goes_alone(made, writer, checker):
    together(signed_in(writer), made, "submit")
    together(signed_in(checker), made, "publish")
    assert states(made) == ["published"]


@pytest.mark.on("2026-11-26")
def test_all_that_was_held_against_the_notice_is_noted_at_once(made, writer, checker):
    rows = [draft(made, writer, status="published"), draft(made, writer, Document, status="published")]
    SourceDocument.objects.update(status="published")
    together(signed_in(checker), made, "verify", source=made.pk, on="2026-01-02")
    assert [str(type(row).objects.get(pk=row.pk).verified_on) for row in rows] == ["2026-01-02"] * 2


@pytest.mark.parametrize("step", ["revise", "withdraw", "nothing"])
def test_other_steps_are_not_taken_for_a_whole_notice(made, writer, step):
    draft(made, writer, status="published")
    assert signed_in(writer).get(address(made, "notice_step", step)).status_code == 404


# -- from the notice to a row and back ----------------------------------------------------------------------------


def test_row_begins_with_what_its_notice_says_and_leads_back_to_the_clause(made, writer):
    made.in_force_from = "2026-01-01"
    made.save()
    client = signed_in(writer)
    opened = f"{reverse('admin:guides_advice_add')}?_notice={made.pk}&_clause=2"
    initial = client.get(opened).context["adminform"].form.initial
    told = {name: str(initial[name]) for name in ("region", "source", "source_article", "effective_from")}
    assert told == {"region": CITY, "source": str(made.pk), "source_article": "第九条", "effective_from": "2026-01-01"}
    form = {"kind": "step", "title": "写上了", "key": "new", "guides": ["remote-care"], "position": "100"}
    form |= {"evidence": "official", "review_every": "365", "collected_on": "2026-01-01"} | told
    answer = client.post(opened, form)
    assert answer.headers["Location"] == f"{address(made)}?_clause=2#clause-2"
    page = client.get(answer.headers["Location"]).content.decode()
    assert page.index('id="clause-2"') < page.index('class="messagelist told"') < page.index("第九条 报销资料")
    assert page.count('class="messagelist') == 1  # nobody who jumped to the clause sees the top of the page
    after = client.get(reverse("admin:guides_document_add")).context["adminform"].form.initial
    assert (after["region"], after["source"], after["evidence"]) == (CITY, made.pk, "official")


@pytest.mark.parametrize("query", ["_notice=0&_clause=1", "_notice=x", "title=骗人&_notice=", "_clause=99", "source=1"])
def test_address_puts_nothing_of_its_own_into_a_form(made, writer, query):
    initial = signed_in(writer).get(f"{reverse('admin:guides_advice_add')}?{query}").context["adminform"].form.initial
    assert not {"title", "source", "source_article"} & set(initial)


def test_place_of_somebody_elses_notice_is_not_taken(made):
    far = signed_in(person("far", ("editor", OTHER)))
    initial = far.get(f"{reverse('admin:guides_advice_add')}?_notice={made.pk}").context["adminform"].form.initial
    assert (initial["region"], initial["source"]) == (OTHER, made.pk)


# -- papers -------------------------------------------------------------------------------------------------------


def send_file(client, made, content=PDF, name="通知.pdf"):
    return client.post(address(made, "notice_attach"), {"file": SimpleUploadedFile(name, content, "text/html")})


def test_paper_is_read_through_before_anybody_waits_for_it(made, writer, monkeypatch):
    order = []
    for module, name in ((noticepage, "kind_of"), (lookups, "take_turn")):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, name=name, real=real: (order.append(name), real(*given))[1])
    assert send_file(signed_in(writer), made).status_code == 302
    assert order == ["kind_of", "take_turn"]


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [(PDF, "application/pdf", ".pdf"), (JPEG, "image/jpeg", ".jpg"), (PNG, "image/png", ".png")],
)
def test_paper_is_kept_as_what_it_is_and_shown_to_clerks(made, writer, checker, content, kind, ending):
    assert send_file(signed_in(writer), made, content, "<b>.html").status_code == 302
    file = Attachment.objects.get()
    shown = signed_in(checker).get(address(made, "notice_file", file.pk))
    assert (shown.content, shown.headers["Content-Type"]) == (content, kind)
    assert shown.headers["Content-Disposition"] == f'inline; filename="<b>.html{ending}"'
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in shown.headers["Cache-Control"]
    assert Event.objects.get().reason == f"附上：<b>.html{ending}"
    assert f"&lt;b&gt;.html{ending}" in signed_in(checker).get(address(made)).content.decode()


@pytest.mark.parametrize(
    ("content", "sent", "kept"),
    [
        (PDF, "通知.PDF", "通知.PDF"),
        (JPEG, "a.jpeg", "a.jpeg"),
        (PNG, "a.jpg", "a.jpg.png"),
        (PDF, "a.pdf.exe", "a.pdf.exe.pdf"),
        (PDF, "a" * 120, "a" * 116 + ".pdf"),
    ],
)
def test_paper_is_called_what_it_is(made, writer, content, sent, kept):
    assert send_file(signed_in(writer), made, content, sent).status_code == 302
    assert Attachment.objects.get().name == kept


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html><script>alert(1)</script>", "只收 PDF 和图片"),
        (b"PK\x03\x04 a Word file", "只收 PDF 和图片"),
        (b"GIF89a", "只收 PDF 和图片"),
        (PDF[:12], "这个文件不完整"),
        (b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82", "这个文件不完整"),
        (png(20_000, 20_000), "图片太大：20000×20000 像素，看的人打不开。最多 6000 万像素。"),
        (jpeg(65_000, 1_000), "图片太大：65000×1000 像素，看的人打不开。"),
        (b"", "这个文件是空的"),
        (pdf(filling=b"0" * (MOST_BYTES - len(pdf()) + 1)), "文件太大，最多 10 MB"),
    ],
)
def test_other_files_are_refused_in_words(made, writer, content, says):
    answer = send_file(signed_in(writer), made, content)
    assert says in answer.content.decode()
    assert not Attachment.objects.exists()


def test_of_a_paper_its_pages_are_kept_and_the_same_twice(made, writer):
    client = signed_in(writer)
    for _ in range(2):
        send_file(client, made, pdf(b"<< /S /JavaScript /JS (app.alert) >>", catalog=b"/OpenAction 4 0 R"))
    assert [(bytes(paper.content), paper.size) for paper in Attachment.objects.all()] == [(PDF, len(PDF))] * 2


def test_paper_that_cannot_be_read_is_refused_and_a_stranger_has_none_read(made, writer, monkeypatch):
    answer = send_file(signed_in(writer), made, b"%PDF-1.7 %%EOF")
    assert "这个 PDF 读不了" in answer.content.decode()
    assert not Attachment.objects.exists()
    monkeypatch.setattr(noticepage, "kind_of", lambda content: pytest.fail("was read"))
    assert send_file(signed_in(person("reader", ("reviewer", CITY))), made).status_code == 403


def test_file_of_just_ten_megabytes_is_taken(made, writer):
    send_file(signed_in(writer), made, pdf(filling=b"0" * (MOST_BYTES - len(pdf()))))
    assert Attachment.objects.get().size == len(PDF)


@pytest.mark.parametrize(
    ("limit", "of", "says"),
    [
        ("MOST_OF_SOURCE", "made", "这份文件的原件加起来最多"),
        ("MOST_IN_ALL", "another", "所有原件加起来太多，放不下了。"),
    ],
)
def test_papers_together_have_an_end(made, source, writer, monkeypatch, limit, of, says):
    first = {"made": made, "another": source}[of]
    Attachment.objects.create(source=first, name="a", kind="application/pdf", content=PDF, size=len(PDF), by=writer)
    monkeypatch.setattr(attachments, limit, 2 * len(PDF))
    client = signed_in(writer)
    refused = send_file(client, made, pdf(stream(b"q Q"), page=b"/Contents 4 0 R"))
    assert (refused.status_code, says in refused.content.decode()) == (400, True)
    assert Attachment.objects.count() == 1
    assert send_file(client, made).status_code == 302
    assert Attachment.objects.count() == 2


def test_papers_of_another_source_take_no_room_from_this_one(made, source, writer, monkeypatch):
    Attachment.objects.create(source=source, name="a", kind="application/pdf", content=PDF, size=len(PDF), by=writer)
    monkeypatch.setattr(attachments, "MOST_OF_SOURCE", len(PDF))
    assert send_file(signed_in(writer), made).status_code == 302


def test_largest_paper_passes_what_stands_before_the_site():
    """The file, and the form around it."""
    told = re.findall(r"client_max_body_size (\d+)m;", (settings.BASE_DIR / "deploy/nginx/locations.conf").read_text())
    assert {int(size) * 1024 * 1024 for size in told} == {LARGEST_UPLOAD}
    assert LARGEST_UPLOAD > MOST_BYTES + 64 * 1024


def test_nobody_else_sees_a_paper(made, writer):
    send_file(signed_in(writer), made)
    shown = address(made, "notice_file", Attachment.objects.get().pk)
    for stranger in (Client(), signed_in(person("nobody"))):
        answer = stranger.get(shown)
        assert answer.status_code in (302, 403)
        assert PDF not in answer.content


@pytest.mark.parametrize(("status", "opens"), [("draft", False), ("submitted", False), ("published", True)])
def test_elsewhere_a_paper_is_seen_when_its_notice_is_public(made, writer, status, opens):
    """A row there may rest on the notice before; the paper is shown beside it as little as by itself."""
    send_file(signed_in(writer), made)
    SourceDocument.objects.filter(pk=made.pk).update(status=status)
    row = draft(made, writer, Office, region_id=OTHER)
    there = signed_in(person("elsewhere", ("manager", OTHER)))
    answer = there.get(address(made, "notice_file", Attachment.objects.get().pk))
    assert answer.status_code == (200 if opens else 403)
    assert (PDF in answer.content) is opens
    asked = reverse("admin:registry_office_step", args=["submit"])
    for page in (there.get(address(made)), there.get(asked, {"ids": row.pk})):
        assert (page.status_code, "通知.pdf" in page.content.decode()) == (200, opens)


@pytest.mark.parametrize("status", ["draft", "submitted", "published"])
def test_elsewhere_nobody_is_told_what_papers_were_called(made, writer, status):
    """Not even of one that was taken away before the notice was public."""
    send_file(signed_in(writer), made, name="张三的病历.pdf")
    signed_in(writer).post(address(made, "notice_remove", Attachment.objects.get().pk))
    SourceDocument.objects.filter(pk=made.pk).update(status=status)
    page = address(made, "change")
    for clerk, hears in ((writer, True), (person("elsewhere", ("manager", OTHER)), False)):
        answer = signed_in(clerk).get(page)
        assert (answer.status_code, "张三的病历" in answer.content.decode()) == (200, hears)


def test_paper_of_one_notice_is_not_got_by_way_of_another(made, writer, source):
    send_file(signed_in(writer), made)
    assert signed_in(writer).get(address(source, "notice_file", Attachment.objects.get().pk)).status_code == 404


def test_papers_stay_as_they_are_while_somebody_looks(made, writer):
    send_file(signed_in(writer), made)
    row = draft(made, writer)
    workflow.submit(row, writer, "交")
    client = signed_in(writer)
    assert send_file(client, made).status_code == 403
    assert client.post(address(made, "notice_remove", Attachment.objects.get().pk)).status_code == 403
    assert Attachment.objects.count() == 1


def test_row_of_another_place_keeps_nobody_from_adding_papers(made, writer):
    SourceDocument.objects.filter(pk=made.pk).update(status="published")
    far = person("far", ("editor", OTHER))
    row = draft(made, far, region_id=OTHER)
    workflow.submit(row, far, "交")
    assert send_file(signed_in(writer), made).status_code == 302
    assert Attachment.objects.count() == 1


def test_paper_of_a_draft_is_taken_away_by_who_writes_it(made, writer, checker):
    send_file(signed_in(writer), made)
    gone = address(made, "notice_remove", Attachment.objects.get().pk)
    assert signed_in(checker).post(gone).status_code == 403
    assert signed_in(writer).get(gone).status_code == 405
    assert Attachment.objects.exists()
    signed_in(writer).post(gone)
    assert not Attachment.objects.exists()


def test_papers_of_a_revision_come_to_the_source_with_its_words(made, writer, checker):
    SourceDocument.objects.filter(pk=made.pk).update(status="published")
    revision = workflow.revise(made, writer, reason="新版")
    send_file(signed_in(writer), revision)
    workflow.publish(workflow.submit(revision, writer, "交"), checker, "看过")
    assert [file.source_id for file in Attachment.objects.all()] == [made.pk]


def test_papers_go_with_a_draft_that_is_deleted(made, writer):
    send_file(signed_in(writer), made)
    answer = together(signed_in(writer), made, "discard")
    assert answer.headers["Location"] == "/admin/registry/sourcedocument/"
    assert not SourceDocument.objects.filter(pk=made.pk).exists()
    assert not Attachment.objects.exists()


def test_papers_are_no_part_of_what_a_source_says(made, writer):
    """They are not copied into a revision, and nothing of the content pack is compared with them."""
    before = SourceDocument.objects.get(pk=made.pk)
    send_file(signed_in(writer), before)
    SourceDocument.objects.filter(pk=made.pk).update(status="published")
    assert not workflow.revise(made, User.objects.create_superuser("boss"), reason="改").attachments.exists()


def test_papers_of_a_notice_that_is_handed_over_meanwhile_stay_as_they_are(made, writer, monkeypatch):
    """Somebody submits it while the upload waits for its turn: what the reviewer compares with changes no more."""
    desk = signed_in(writer)
    send_file(desk, made)
    paper = made.attachments.get()
    monkeypatch.setattr(
        lookups, "take_turn", lambda: SourceDocument.objects.filter(pk=made.pk).update(status="submitted")
    )
    assert send_file(desk, made, PNG).status_code == 403
    assert desk.post(address(made, "notice_remove", paper.pk)).status_code == 403
    assert list(made.attachments.all()) == [paper]


def test_row_stands_beside_its_clause_however_the_notice_counts(made, writer):
    made.clause = "一、住院起付标准为700元。\n八、异地就医降低10个百分点。"
    made.save()
    row = draft(made, writer, source_article="第八条")
    found = notice.of(made, writer)
    assert [[one.row for one in passage.rows] for passage in found.passages] == [[], [row]]


def test_form_stands_below_the_clause_that_it_is_written_from(made, writer):
    client = signed_in(writer)
    form = reverse("admin:registry_office_add")
    above = '<div class="written-from"><h2>条文</h2><p>第八条 住院起付标准为700元。</p></div>'
    assert above in client.get(f"{form}?_notice={made.pk}&_clause=1").content.decode()
    for clause in ("", "0", "99", "二", "²"):
        assert "written-from" not in client.get(f"{form}?_notice={made.pk}&_clause={clause}").content.decode()
    row = draft(made, writer, source_article="第八条")
    assert above in client.get(reverse("admin:guides_advice_change", args=[row.pk])).content.decode()


def test_rows_without_a_golden_case_are_as_many_as_the_reviewer_is_told(made, writer, checker):
    policy(made, writer, source_article="第八条", fixed_payment=700)
    policy(made, writer, source_article="第八条", care_type="outpatient")  # no bill can be worked
    client = signed_in(writer)
    assert "还有 1 条没有核对案例" in client.get(address(made)).content.decode()
    together(client, made, "submit")
    assert "还有 1 条没有核对案例" in client.get(address(made)).content.decode()
    page = signed_in(checker).get(reverse("admin:registry_sourcedocument_notice_step", args=[made.pk, "publish"]))
    assert [len(one.looks) for one in page.context["routine"] if "没有核对案例" in one.sentence] == [1]
