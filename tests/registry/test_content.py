import datetime as dt

import pytest
from django.conf import settings

from guides.content import KINDS
from guides.models import Document
from registry import content, snapshot
from registry.models import Office, SourceDocument
from registry.publication import Status

PACK = """
sources:
  - {key: pack-source, title: 一份文件, number: 一号}
offices:
  - key: pack-office
    region: "210300"
    status: published
    source: pack-source
    collected_on: 2026-01-01
    services: [filing, claims]
    name: 老名字
    address: 中山路一号
    hours:
      - {weekday: 0, opens: "08:30", closes: "11:30"}
      - {weekday: 1, opens: "08:30", closes: "11:30"}
"""
HERE = "pack.yaml › offices › pack-office"
WORDING = """
sources:
  - {key: pack-source, title: 一份文件}
wording:
  - key: pack-wording
    guides: [remote-care]
    question: stage
    source: pack-source
    collected_on: 2026-01-01
    title: 问题
    short: 短名
    options:
"""


@pytest.fixture
def load(tmp_path, db):
    """Writes one pack file, loads the folder."""

    def write_and_load(text=PACK, name="pack.yaml", kinds=KINDS, **options):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return content.load(tmp_path, kinds, **options)

    return write_and_load


@pytest.fixture
def whole(load):
    """Loads the folder as all there is, where no other office ever was."""
    Office.objects.all().delete()
    kinds = {name: KINDS[name] for name in ("sources", "offices")}
    return lambda text=PACK, **options: load(text, kinds=kinds, whole=True, **options)


def office():
    return Office.objects.get(key="pack-office")


def counts(report):
    return report.created, report.updated, report.unchanged, report.kept, report.problems


def test_load_creates_rows_with_their_inline_rows(load):
    assert counts(load()) == (2, 0, 0, [], [])
    assert office().source.key == "pack-source"
    assert [str(hours) for hours in office().hours.all()] == ["星期一 08:30–11:30", "星期二 08:30–11:30"]


def test_load_again_changes_nothing(load):
    load()
    version = sum(snapshot.stored_versions().values())
    assert counts(load()) == (0, 0, 2, [], [])
    assert sum(snapshot.stored_versions().values()) == version


def test_load_of_the_real_content_again_changes_nothing(db):
    report = content.load(settings.BASE_DIR / "fixtures" / "content", KINDS)
    assert (report.created, report.updated, report.kept, report.problems) == (0, 0, [], [])


def test_pack_change_updates(load):
    load()
    assert counts(load(PACK.replace("老名字", "新名字"))) == (0, 1, 1, [], [])
    assert (office().name, office().history.count()) == ("新名字", 2)


def test_pack_change_of_an_inline_row_updates(load):
    load()
    assert load(PACK.replace('{weekday: 1, opens: "08:30"', '{weekday: 1, opens: "09:00"')).updated == 1
    assert [str(hours) for hours in office().hours.all()] == ["星期一 08:30–11:30", "星期二 09:00–11:30"]


def test_pack_change_updates_when_inline_rows_stand_in_another_order(load):
    unordered = PACK.replace("weekday: 0", "weekday: 4")
    load(unordered)
    assert counts(load(unordered.replace("老名字", "新名字"))) == (0, 1, 1, [], [])


def test_clerk_edit_is_kept_and_reported(load):
    load()
    Office.objects.filter(pk=office().pk).update(name="办事员写的")
    assert counts(load(PACK.replace("路一号\n    hours", "路二号\n    hours"))) == (0, 0, 1, [HERE], [])
    assert (office().name, office().address) == ("办事员写的", "中山路一号")


def test_clerk_edit_is_kept_when_the_pack_is_the_same(load):
    load()
    Office.objects.filter(pk=office().pk).update(name="办事员写的")
    load()
    assert office().name == "办事员写的"


@pytest.mark.parametrize("edit", ["change", "remove", "add"])
def test_clerk_edit_of_an_inline_row_is_kept_and_reported(load, edit):
    load()
    hours = office().hours
    if edit == "change":
        hours.filter(weekday=0).update(opens=dt.time(9))
    elif edit == "remove":
        hours.filter(weekday=0).delete()
    else:
        hours.create(weekday=2, opens=dt.time(9), closes=dt.time(10))
    before = [str(row) for row in hours.all()]
    assert load(PACK.replace("老名字", "新名字")).kept == [HERE]
    assert [str(row) for row in hours.all()] == before


def test_clerk_row_of_the_same_identity_is_kept(load, publish):
    publish(Office, key="pack-office", region_id="210300", name="办事员写的")
    assert load().kept == [HERE]
    assert office().name == "办事员写的"


def test_clerk_revision_is_kept(load, publish):
    """The ordinary way to change a rule: the old row gets a last day, a new one takes over the day after."""
    load()
    Office.objects.filter(pk=office().pk).update(effective_to=dt.date(2026, 6, 30))
    publish(Office, key="pack-office", region_id="210300", effective_from=dt.date(2026, 7, 1))
    assert load().problems == []
    assert load(PACK.replace("老名字", "新名字")).kept == [HERE]


def test_clerk_start_date_is_kept(load):
    load()
    Office.objects.filter(pk=office().pk).update(effective_from=dt.date(2026, 1, 1))
    report = load()
    assert (report.problems, report.created, Office.objects.filter(key="pack-office").count()) == ([], 0, 1)


TAKEN_BACK = PACK[: PACK.index("offices:")]


def test_what_the_whole_pack_no_longer_has_is_retired_and_comes_back_with_it(whole):
    whole()
    report = whole(TAKEN_BACK, write=False)
    assert (report.retired, office().status) == (1, Status.PUBLISHED)
    assert whole(TAKEN_BACK).retired == 1
    assert office().status == Status.RETIRED
    assert office().history.first().history_change_reason == "新的内容里没有这一条了"
    assert whole(TAKEN_BACK).retired == 0
    assert counts(whole()) == (0, 1, 1, [], [])
    assert office().status == Status.PUBLISHED


def test_a_folder_that_is_not_the_whole_takes_nothing_back(load):
    load()
    report = load(TAKEN_BACK)
    assert (report.retired, report.left, office().status) == (0, [], Status.PUBLISHED)


@pytest.mark.parametrize("started", ["null", "2026-03-01"])
def test_a_row_of_the_pack_that_starts_on_another_day_takes_the_place_of_the_old_one(whole, started):
    """Two of its rows may not hold on one day: an installation that has the old one must be able to go on."""
    whole(PACK.replace("    hours", "    effective_from: 2026-02-01\n    hours"))
    report = whole(PACK.replace("    hours", f"    effective_from: {started}\n    hours"))
    assert (report.problems, report.created, report.retired) == ([], 1, 1)
    assert Office.objects.published().get(key="pack-office").effective_from != dt.date(2026, 2, 1)


def test_what_a_clerk_has_changed_stays_and_is_told_when_the_pack_takes_it_back(whole):
    whole()
    Office.objects.filter(pk=office().pk).update(name="办事员写的")
    report = whole(TAKEN_BACK)
    assert (report.retired, report.left) == (0, [str(office())])
    assert office().status == Status.PUBLISHED


def test_what_a_clerk_has_changed_stays_when_the_pack_starts_it_on_another_day(whole):
    whole()
    Office.objects.filter(pk=office().pk).update(name="办事员写的")
    report = whole(PACK.replace("    hours", "    effective_from: 2026-02-01\n    hours"))
    assert (report.problems, report.kept, report.left) == ([], [HERE], [str(office())])
    assert office().name == "办事员写的"


def test_what_a_clerk_is_about_to_revise_stays(whole, build):
    whole()
    loaded = office()
    build(Office, key="pack-office", region_id="210300", status=Status.DRAFT, supersedes=loaded).save()
    assert whole(TAKEN_BACK).left == [str(loaded)]


def test_what_was_loaded_as_a_draft_and_published_by_clerks_is_theirs(load, whole, admin_user):
    load(drafts_by=admin_user)
    Office.objects.update(status=Status.PUBLISHED)
    report = whole(TAKEN_BACK)
    assert (report.left, office().status) == ([], Status.PUBLISHED)


def test_verification_survives_a_load_and_is_no_edit(load):
    load()
    Office.objects.filter(pk=office().pk).update(verified_on=dt.date(2026, 5, 1), verified_by="0412")
    assert counts(load()) == (0, 0, 2, [], [])
    assert counts(load(PACK.replace("老名字", "新名字"))) == (0, 1, 1, [], [])
    assert (office().name, office().verified_on, office().verified_by) == ("新名字", dt.date(2026, 5, 1), "0412")


def test_check_writes_nothing(load):
    version = sum(snapshot.stored_versions().values())
    assert counts(load(write=False)) == (2, 0, 0, [], [])
    assert not SourceDocument.objects.filter(key="pack-source").exists()
    assert sum(snapshot.stored_versions().values()) == version


def test_check_of_a_change_writes_nothing(load):
    load()
    assert load(PACK.replace("老名字", "新名字"), write=False).updated == 1
    assert office().name == "老名字"


def test_defaults_fill_what_rows_leave_out(load):
    load("defaults: {region: '210300', name: 没写的}\n" + PACK.replace("    name: 老名字\n", ""))
    assert office().name == "没写的"


def test_defaults_yield_to_rows_and_skip_kinds_without_the_field(load):
    assert load("defaults: {name: 没写的}\n" + PACK).problems == []
    assert office().name == "老名字"


def test_all_problems_of_all_files_are_reported_and_nothing_is_written(load, tmp_path):
    (tmp_path / "a.yaml").write_text(PACK.replace("filing", "shop").replace("2026-01-01", "昨天"), "utf-8")
    report = load("sources:\n  - {key: other, title: ''}\n  - {key: sound, title: 好的}", name="b.yaml")
    starts = [problem.split("：")[0] for problem in report.problems]
    assert sorted(starts) == [
        "a.yaml › offices › pack-office › collected_on",
        "a.yaml › offices › pack-office › services",
        "b.yaml › sources › other › title",
    ]
    assert SourceDocument.objects.filter(key__in=["pack-source", "other", "sound"]).count() == 0


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param("name: 老名字", "nmae: 老名字", f"{HERE}：没有这些字段：nmae。", id="unknown field"),
        pytest.param(
            "name: 老名字", "1: x\n    null: 老名字", f"{HERE}：没有这些字段：1、None。", id="fields that are no words"
        ),
        pytest.param("offices:", "{}: []\n2: []\noffices:", "pack", id="kinds that are no words"),
        pytest.param("offices:", "officers:", "pack.yaml：不认识的种类：officers。可用：", id="unknown kind"),
        pytest.param(
            "source: pack-source",
            "source: nowhere",
            f"{HERE} › source：没有代号是“nowhere”的政策依据。",
            id="unknown source",
        ),
        pytest.param('region: "210300"', 'region: "999999"', f"{HERE} › region：", id="unknown region"),
        pytest.param("key: pack-office\n    region", "region", "pack.yaml › offices › 第 1 行 › key：", id="no key"),
        pytest.param("    collected_on: 2026-01-01\n", "", f"{HERE} › collected_on：", id="field left out"),
        pytest.param("2026-01-01", "2026-01-01\n    effective_to: soon", f"{HERE} › effective_to：", id="bad date"),
        pytest.param(
            "{weekday: 0,",
            "{day: 0,",
            f"{HERE} › hours：第 1 行：没有这些字段：day。",
            id="unknown field of an inline row",
        ),
        pytest.param(
            "weekday: 0", "weekday: 7", f"{HERE} › hours：第 1 行 › weekday：", id="bad value of an inline row"
        ),
        pytest.param(
            '"11:30"',
            '"08:00"',
            f"{HERE} › hours：第 1 行：关门要晚于开门，请改时间。",
            id="inline row against its rule",
        ),
    ],
)
def test_problem_names_file_row_and_field(load, old, new, problem):
    report = load(PACK.replace(old, new, 1))
    assert [found[: len(problem)] for found in report.problems[:1]] == [problem]
    assert not Office.objects.filter(key="pack-office").exists()


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        pytest.param('opens: "08:30"', "opens: 8:30", "hours", id="YAML reads 8:30 as the number 510"),
        pytest.param("2026-01-01", "2026", "collected_on", id="number for a date"),
        pytest.param(
            "2026-01-01",
            "2026-01-01\n    effective_from: 2026-01-01\n    effective_to: soon",
            "effective_to",
            id="words beside a date",
        ),
    ],
)
def test_value_of_another_type_is_reported(load, old, new, field):
    report = load(PACK.replace(old, new, 1))
    assert [found.split("：")[0] for found in report.problems[:1]] == [f"{HERE} › {field}"]


def test_bad_date_of_a_guide_row_is_reported(load):
    row = "key: d, guides: [remote-care], name: 纸, needed: required, handling: show, status: published"
    report = load(f"documents:\n  - {{{row}, source: editors-notes, effective_to: soon, collected_on: 2026-01-01}}")
    assert "pack.yaml › documents › d › effective_to" in [found.split("：")[0] for found in report.problems]
    assert not Document.objects.filter(key="d").exists()


def test_answer_worded_twice_is_reported(load):
    report = load(WORDING + "      - {value: planning, label: 一}\n      - {value: planning, label: 二}\n")
    assert [problem.startswith("pack.yaml › wording › pack-wording") for problem in report.problems] == [True]


def test_row_written_twice_is_reported(load):
    twice = PACK.replace("offices:", "  - {key: pack-source, title: 另一份文件}\noffices:")
    assert [problem.startswith("pack.yaml › sources › pack-source") for problem in load(twice).problems] == [True]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("sources: [", "pack.yaml：读不懂这个文件："),
        ("sources: [{key: a, in_force_from: 2024-02-30}]", "pack.yaml：读不懂这个文件：day is out of range"),
        ("- sources", "pack.yaml：文件要写成 {种类: [一行一行]}。"),
        ("sources: {key: a}", "pack.yaml：“sources”的写法不对："),
        ("sources: [a]", "pack.yaml：“sources”的写法不对："),
        ("sources:", "pack.yaml：“sources”的写法不对："),
        ("defaults: []", "pack.yaml：“defaults”的写法不对："),
    ],
)
def test_file_of_another_shape_is_reported(load, text, problem):
    report = load(text)
    assert [found[: len(problem)] for found in report.problems] == [problem]


def test_file_that_is_not_text_is_reported(load, tmp_path):
    (tmp_path / "other.yaml").write_bytes(b"\xff\xfe\x00")
    assert [found.split("：")[0] for found in load().problems] == ["other.yaml"]


def test_folder_that_is_named_like_a_file_is_reported(load, tmp_path):
    (tmp_path / "other.yaml").mkdir()
    assert [found.split("：")[0] for found in load().problems] == ["other.yaml"]


def test_number_without_end_is_reported_with_its_row(load):
    report = load(PACK.replace("name: 老名字", "review_every: .inf\n    name: 老名字"))
    assert [found.startswith("pack.yaml › offices") for found in report.problems] == [True]


def test_empty_file_is_no_problem(load):
    assert counts(load("# nothing yet\n")) == (0, 0, 0, [], [])


def test_files_in_folders_are_loaded_and_named(load, tmp_path):
    (tmp_path / "deeper").mkdir()
    assert load("sources: [{key: deep, title: ''}]", name="deeper/a.yaml").problems[0].startswith("deeper/a.yaml › ")
