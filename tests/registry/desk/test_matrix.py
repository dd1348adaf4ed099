"""Who may do what, where: every role, over every region, to rows and sources of every region, by every way in over HTTP.

What is expected stands in the two tables below, which know nothing of ``registry.workflow.rights``.
"""

import datetime as dt
from functools import cached_property

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from guides.models import Advice, Document
from registry import workflow
from registry.models import Attachment, Event, SourceDocument
from registry.models.staff import Role
from tests.conftest import person, signed_in, sound
from tests.papers import PDF
from tests.registry.sheets import Sheet, confirm, download, page, paper, upload
from tests.registry.steppages import take
from tests.thorough import some

pytestmark = pytest.mark.django_db

ANSHAN, DALIAN, LIAONING, BEIJING, NATION = REGIONS = ["210300", "210200", "210000", "110000", "000000"]
COVERS = {ANSHAN: {ANSHAN}, LIAONING: {LIAONING, ANSHAN, DALIAN}, NATION: set(REGIONS)}

LOOKING = ["list", "view", "history", "export"]
WRITING = [
    "add",
    "change",
    "discard",
    "submit",
    "revise",
    "carry-over",
    "choose-region",
    "autocomplete-region",
    "import",
]
WRITING += [f"source-{action}" for action in ("add", "change", "discard", "submit", "revise")]
WRITING += ["notice-attach", "notice-remove", "notice-submit"]
REVIEWING = [
    "notice-publish",
    "notice-verify",
    "publish",
    "send-back",
    "withdraw",
    "verify",
    "source-publish",
    "source-send-back",
]
ACTIONS = LOOKING + WRITING + REVIEWING
MAY = {"editor": LOOKING + WRITING, "reviewer": LOOKING + REVIEWING, "manager": ACTIONS}

ACTORS = [("nobody", ""), *((role, region) for role in MAY for region in COVERS), ("superuser", "")]
#: The row that a step is tried on.
STATUS = {"revise": "published", "carry-over": "published", "withdraw": "published", "verify": "published"}
STATUS |= {"publish": "submitted", "send-back": "submitted"}
STATUS |= {"notice-publish": "submitted", "notice-verify": "published"}
STATUS |= {f"source-{action}": status for action, status in STATUS.items()}
#: Where a step leads.
ENDS = {"submit": "submitted", "publish": "published", "send-back": "draft", "withdraw": "retired"}


def expected(role, home, action, region):
    if role in {"nobody", "superuser"}:
        return role == "superuser"
    if action not in MAY[role]:
        return False
    return region in COVERS[home] or (action in LOOKING and region == NATION)


def test_matrix_is_whole():
    """Every step there is, of rows and of sources, is tried by every role."""
    assert set(workflow.TRANSITIONS) <= set(ACTIONS)
    of_sources = {name for name, step in workflow.TRANSITIONS.items() if issubclass(SourceDocument, step.kind)}
    assert of_sources == {name for name in workflow.TRANSITIONS if f"source-{name}" in ACTIONS}
    assert set(MAY) == set(Role.values)


@pytest.fixture
def rows(source):
    """A draft, a submitted and a published row and source of each region, written by nobody in particular; and a paper,
    for Excel."""
    made, clerk = {}, person("somebody")
    for region in REGIONS:
        sound(Document, source=source, region_id=region, key="matrix-paper").save()
        for status in ("draft", "submitted", "published"):
            row = sound(Advice, source=source, region_id=region, status=status, key=f"matrix-{status}")
            row.effective_to = dt.date(2026, 12, 31)  # something to carry over
            row.save()
            made[region, status] = row
            notice = made["source", region, status] = SourceDocument.objects.create(
                key=f"matrix-{status}-{region}", title="一份通知", region_id=region, status=status
            )
            made["notice", region, status] = notice
            Attachment.objects.create(
                source=notice, name="matrix", kind="application/pdf", content=PDF, size=len(PDF), by=clerk
            )
    return made


def actor(role, home):
    if role == "superuser":
        return User.objects.create_superuser("actor")
    return person("actor", *([] if role == "nobody" else [(role, home)]))


def standing():
    rows = Advice.objects.filter(key__startswith="matrix").order_by("pk")
    said = list(rows.values_list("pk", "key", "region", "status", "title", "verified_on"))
    sources = list(SourceDocument.objects.order_by("pk").values_list("pk", "key", "region", "status", "title"))
    papers = Attachment.objects.count()
    return said, sources, papers, Document.objects.count(), Event.objects.count()


def address(page, *args):
    return reverse(f"admin:guides_advice_{page}", args=args)


def form(region, source, **values):
    """What a browser posts for a row."""
    return {
        "kind": "step",
        "title": "写上了",
        "key": "matrix-new",
        "guides": ["remote-care"],
        "position": "100",
        "region": region,
        "source": source.pk,
        "collected_on": "2026-01-01",
        "evidence": "retold",
        "review_every": "365",
    } | values


class Attempts:
    """Each action, done by one clerk; True where it had its effect. Whatever it did is undone."""

    def __init__(self, client, rows, source, home, blank):
        self.client, self.rows, self.source, self.home, self.blank = client, rows, source, home, blank

    @cached_property
    def exported(self):
        """The regions of the papers in the sheet that a list gives away."""
        answer = self.client.get(page(Document, "excel_export"), {"q": "matrix-paper"})
        if answer.status_code != 200:
            return set()
        sheet = Sheet(answer.content, Document)
        return {line[sheet.headings.index("适用地区")].split()[0] for line in sheet.lines()}

    def outcome(self, action, region):
        source = [action.partition("-")[0]] if action.startswith(("source-", "notice-")) else []
        row = self.rows[*source, region, STATUS.get(action, "draft")]
        if action == "list":
            answer = self.client.get(address("changelist"), {"q": "matrix-draft"})
            return answer.status_code == 200 and row in answer.context["cl"].queryset
        if action == "export":
            return region in self.exported
        if action in LOOKING:
            page = {"view": "change", "history": "history"}[action]
            published = self.rows[region, "published"]
            return self.client.get(address(page, published.pk)).status_code == 200
        if action == "autocomplete-region":
            return self.offered(region)
        return self.changed(action, region, row)

    def offered(self, region):
        field = {"app_label": "guides", "model_name": "advice", "field_name": "region", "term": region}
        answer = self.client.get(reverse("admin:autocomplete"), field)
        return answer.status_code == 200 and region in {found["id"] for found in answer.json()["results"]}

    def changed(self, action, region, row):
        before = standing()
        with transaction.atomic():
            whole = action if action.startswith(("source-", "notice-")) else f"row-{action}"
            what, _, plain = whole.partition("-")
            post = {"source": self.post_source, "notice": self.post_notice, "row": self.post}[what]
            done_to = {"source": self.done_to_source, "notice": self.done_to_notice, "row": self.done}[what]
            answer = post(plain, region, row)
            assert answer.status_code in {200, 302, 403, 404}
            after = standing()
            done = done_to(plain, region, row)
            transaction.set_rollback(True)
        assert done or after == before, "refused, and yet something changed"
        return done

    def post_source(self, action, region, row):
        said = {"title": "写上了", "region": region, "key": row.key}
        if action == "add":
            return self.client.post(page(SourceDocument, "add"), said | {"key": "matrix-new"})
        if action == "change":
            return self.client.post(reverse("admin:registry_sourcedocument_change", args=[row.pk]), said)
        return take(self.client, action, row)

    def done_to_source(self, action, region, row):
        if action == "add":
            return SourceDocument.objects.filter(key="matrix-new", region=region, status="draft").exists()
        if action == "discard":
            return not SourceDocument.objects.filter(pk=row.pk).exists()
        if action == "revise":
            return SourceDocument.objects.filter(supersedes=row, status="draft").exists()
        now = SourceDocument.objects.get(pk=row.pk)
        return now.title == "写上了" if action == "change" else now.status == ENDS[action]

    def post_notice(self, action, region, notice):
        """To its papers, or for all of it: here the notice alone, or where it is to be checked a row of it."""
        where = reverse("admin:registry_sourcedocument_notice", args=[notice.pk])
        if action == "attach":
            return self.client.post(f"{where}attach/", {"file": SimpleUploadedFile("a.pdf", PDF)})
        if action == "remove":
            return self.client.post(f"{where}file/{notice.attachments.get().pk}/remove/")
        if action == "verify":
            Advice.objects.filter(pk=self.rows[region, "published"].pk).update(source=notice)
        opened = self.client.get(f"{where}{action}/")
        shown = opened.status_code == 200
        marks = [look["mark"] for look in opened.context["looks"]] if shown else [f"sourcedocument-{notice.pk}"]
        told = {"row": marks, "looked": opened.context["looked"] if shown else "", "reason": "试一试"}
        return self.client.post(f"{where}{action}/", told | {"source": notice.pk, "on": "2026-01-02"})

    def done_to_notice(self, action, region, notice):
        if action == "verify":
            return Advice.objects.get(pk=self.rows[region, "published"].pk).verified_on is not None
        if action in ("attach", "remove"):
            return notice.attachments.count() == {"attach": 2, "remove": 0}[action]
        return SourceDocument.objects.get(pk=notice.pk).status == ENDS[action]

    def post(self, action, region, row):
        if action == "add":
            return self.client.post(address("add"), form(region, self.source))
        if action == "change":
            return self.client.post(address("change", row.pk), form(region, self.source, key=row.key))
        if action == "choose-region":
            mine = self.rows[self.home, "draft"]
            return self.client.post(address("change", mine.pk), form(region, self.source, key="matrix-moved"))
        if action == "import":
            return self.imported(region)
        told = {"source": self.source.pk, "on": str(dt.date(2026, 1, 2))} if action == "verify" else {}
        return take(self.client, action, row, **told)

    def imported(self, region):
        sheet = Sheet(self.blank, Document)
        paper(sheet, 代号="matrix-imported", 适用地区=region)
        answer = upload(self.client, Document, sheet.content())
        offered = answer.status_code == 200 and answer.context["looked"]
        return confirm(self.client, Document, answer) if offered else answer

    def done(self, action, region, row):
        if action == "import":
            return Document.objects.filter(key="matrix-imported", region=region, status="draft").exists()
        if action == "add":
            return Advice.objects.filter(key="matrix-new", region=region, status="draft").exists()
        if action == "choose-region":
            return Advice.objects.filter(key="matrix-moved", region=region, status="draft").exists()
        if action == "discard":
            return not Advice.objects.filter(pk=row.pk).exists()
        if action in ("revise", "carry-over"):
            return Advice.objects.filter(supersedes=row, status="draft").exists()
        now = Advice.objects.get(pk=row.pk)
        if action == "verify":
            return now.verified_on is not None
        if action == "change":
            return now.title == "写上了"
        return now.status == ENDS[action]


@pytest.fixture
def blank():
    """An empty sheet to fill in, as it is handed to somebody who may write everywhere."""
    return download(signed_in(User.objects.create_superuser("sheets")), Document, "blank")


@pytest.mark.parametrize(("role", "home"), some(ACTORS, 3))
def test_role_may_do_this_and_nothing_else(rows, source, blank, role, home):
    attempts = Attempts(signed_in(actor(role, home)), rows, source, home or ANSHAN, blank)
    wrong = {
        (action, region): found
        for action in ACTIONS
        for region in REGIONS
        if (found := attempts.outcome(action, region)) is not expected(role, home, action, region)
    }
    assert wrong == {}
