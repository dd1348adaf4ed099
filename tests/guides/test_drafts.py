"""Figures that nobody has checked: loaded on request, by a superuser, as drafts that never reach the public by themselves."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from calculators.models import BasicPolicy, CriticalIllnessPolicy
from guides.content import KINDS
from registry import content, snapshot, workflow
from registry.models import SourceDocument
from registry.publication import Status
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-11-26")]

FOLDER = settings.BASE_DIR / "fixtures" / "drafts"
HANGZHOU = {"city": "杭州", "scheme": "employee", "care_type": "inpatient", "total": "5万"}
PACK = """
sources:
  - {key: pack-source, title: 一篇文章, region: "530100"}
basic_policies:
  - key: pack-row
    region: "530100"
    status: published
    scheme: employee
    care_type: inpatient
    deductible: "880"
    bands: [{rate: "0.85"}]
    source: pack-source
    collected_on: 2026-11-26
"""

Load = Callable[..., content.Report]


@pytest.fixture
def boss() -> User:
    return User.objects.create_superuser("boss")


@pytest.fixture
def load(tmp_path: Path, boss: User) -> Load:
    def write_and_load(text: str = PACK, by: User = boss) -> content.Report:
        (tmp_path / "pack.yaml").write_text(text, encoding="utf-8")
        return content.load(tmp_path, KINDS, drafts_by=by)

    return write_and_load


def row() -> BasicPolicy:
    return BasicPolicy.objects.get(key="pack-row")


def command(*words: str) -> str:
    said = StringIO()
    call_command("load_drafts", *words, stdout=said, stderr=said)
    return said.getvalue()


def test_drafts_are_brought_in_once_and_nothing_of_them_is_public(client: Client, boss: User) -> None:
    before = {model: len(snapshot.current().rows(model)) for model in snapshot.published_models()}
    said = command("--by", "boss")
    assert "没有装 0" in said
    drafts = [*BasicPolicy.objects.filter(status="draft"), *CriticalIllnessPolicy.objects.filter(status="draft")]
    assert f"新增 {len(drafts) + SourceDocument.objects.filter(status='draft').count()}，" in said
    assert len(drafts) > 200
    assert {model: len(snapshot.load().rows(model)) for model in snapshot.published_models()} == before
    assert "还算不出来" in client.post("/estimate/", HANGZHOU).content.decode()
    assert "新增 0，更新 0" in command("--by", "boss")


def test_start_and_load_content_bring_no_drafts() -> None:
    call_command("load_content", stdout=StringIO())
    assert not [model for model in snapshot.published_models() if model.objects.filter(status="draft").exists()]
    assert "load_drafts" not in (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")


def test_every_draft_says_what_it_rests_on_and_can_be_worked_with() -> None:
    for file in FOLDER.glob("*.yaml"):
        pack = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert "status" not in pack["defaults"]
        assert {source["key"] for source in pack["sources"]} == {
            row["source"] for kind in ("basic_policies", "critical_illness_policies") for row in pack.get(kind, ())
        }
    User.objects.create_superuser("boss")
    command("--by", "boss")
    for draft in BasicPolicy.objects.filter(status="draft"):
        assert draft.missing in ((), ("起付线",))
        assert draft.missing or draft.rule()


@pytest.mark.parametrize(
    "who",
    [{}, {"is_superuser": False, "is_staff": True}, {"is_superuser": True, "is_active": False}],
)
def test_only_a_superuser_who_is_still_here_brings_them_in(who: dict[str, bool]) -> None:
    if who:
        User.objects.create(username="somebody", **who)
    with pytest.raises(CommandError, match="“somebody”不是管理员。请在 --by 后面写"):
        command("--by", "somebody")
    assert not BasicPolicy.objects.filter(status="draft").exists()


def test_folder_that_is_not_there_is_told_so(boss: User) -> None:
    with pytest.raises(CommandError, match="找不到草稿文件夹"):
        command("/nowhere", "--by", boss.username)


def test_pack_that_says_published_is_a_draft_all_the_same(load: Load) -> None:
    assert (load().created, row().status, row().source.status) == (2, Status.DRAFT, Status.DRAFT)


def test_two_others_stand_between_a_draft_and_the_public(load: Load, boss: User) -> None:
    load()
    workflow.submit(row(), person("editor", ("editor", "530000")), "对着通知看过")
    with pytest.raises(ValidationError, match="要由另一个人来复核发布"):
        workflow.publish(row(), boss, "发布")
    workflow.publish(row(), person("reviewer", ("reviewer", "530000")), "对着通知看过")
    assert (row().status, row().source.status) == (Status.PUBLISHED, Status.PUBLISHED)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.PUBLISHED, Status.RETIRED])
def test_draft_that_has_gone_on_is_left_alone(load: Load, status: Status) -> None:
    load()
    BasicPolicy.objects.filter(key="pack-row").update(status=status)
    assert load(PACK.replace("880", "900")).kept == ["pack.yaml › basic_policies › pack-row"]
    assert (row().status, row().deductible) == (status, "880")


@pytest.mark.parametrize(("status", "kept"), [("draft", True), ("published", True), ("retired", False)])
def test_nothing_is_put_beside_what_a_clerk_wrote(load: Load, status: str, kept: bool) -> None:
    source = SourceDocument.objects.create(key="a-notice", title="通知")
    same = {"scheme": "employee", "care_type": "inpatient", "region_id": "530100"}
    BasicPolicy.objects.create(key="mine", status=status, source=source, collected_on="2026-11-26", **same)
    assert bool(load().kept) == kept
    assert BasicPolicy.objects.filter(key="pack-row").exists() != kept


def test_row_of_the_pack_itself_is_never_taken_back(load: Load, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    content.load(tmp_path, KINDS)
    load(PACK.replace("880", "900"))
    assert (row().status, row().deductible) == (Status.PUBLISHED, "880")


@pytest.mark.parametrize(
    ("region", "key", "person_class", "hospital_class", "first", "rate", "ceiling"),
    [
        ("120000", "resident-inpatient-tertiary-low", "低档缴费", "", "500", "0.65", "250000"),
        ("500000", "resident-inpatient-tertiary-tier2", "二档缴费", "", "800", "0.55", "120000"),
        ("370600", "resident-inpatient-secondary-tier1", "一档缴费", "", "500", "0.58", ""),
        ("130800", "resident-inpatient-tertiary-third-year", "连续参保满3年", "", "1500", "0.55", ""),
        ("210200", "resident-inpatient-special-adult", "成年居民", "特殊三级", "1200", "0.65", ""),
        ("130100", "resident-inpatient-provincial-tertiary", "", "省属三级", "1500", "0.60", "200000"),
        ("410100", "resident-inpatient-class2", "", "二类医院", "1200", "0.60", "150000"),
        ("350200", "employee-outpatient-primary-retired", "", "", "800", "0.95", "100000"),
    ],
)
def test_a_places_own_classes_are_drafted_as_they_were_found(
    boss: User, region: str, key: str, person_class: str, hospital_class: str, first: str, rate: str, ceiling: str
) -> None:
    command("--by", "boss")
    row = BasicPolicy.objects.get(region_id=region, key=key, status="draft")
    assert (row.person_class, row.hospital_class) == (person_class, hospital_class)
    assert str(row.deductible).split(",")[0] == first
    assert f"{row.bands.order_by('pk').first().rate:.2f}" == rate
    assert f"{row.annual_ceiling or ''}".partition(".")[0] == ceiling
