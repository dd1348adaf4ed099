"""How labelled wordings are scored; and the gate: how well the content pack understands them."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from guides.finding import sources, trial
from guides.finding.trial import Seen, Total
from guides.pages.trying import Trier
from registry import snapshot
from tests.thorough import some

HERE = Path(__file__).parent
RECORDS: list[dict[str, Any]] = yaml.safe_load((HERE / "queries.yaml").read_text(encoding="utf-8"))
SPOKEN: list[dict[str, Any]] = yaml.safe_load((HERE / "spoken.yaml").read_text(encoding="utf-8"))
UNSEEN: list[dict[str, Any]] = yaml.safe_load((HERE / "unseen.yaml").read_text(encoding="utf-8"))
QUESTIONS: list[dict[str, Any]] = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))

RECORD = {
    "q": "我妈医保在铁岭",
    "target": "guide:remote-care",
    "also": ["answer:in-province"],
    "slots": {"for_whom": "family", "insured_place": "211200", "stage": "planning|admitted"},
    "maybe": {"care_type": "inpatient"},
    "must_not": ["insured_place=210100", "target=guide:manual-claim", "url=50000"],
}


def scored(
    targets: list[str], claims: dict[str, list[str]], addresses: tuple[str, ...] = (), **record: Any
) -> trial.Score:
    return trial.score({**RECORD, **record}, Seen(targets, claims, addresses))


def test_right_page_counts_wherever_it_stands() -> None:
    assert scored(["guide:remote-care"], {}).rank == 1
    assert scored(["x", "answer:in-province"], {}).rank == 2
    assert scored(["a", "b", "c", "guide:remote-care"], {}).near is False
    assert scored([], {}).rank == 0


def test_answers_are_right_missed_or_wrong() -> None:
    found = scored(
        ["guide:remote-care"],
        {
            "for_whom": ["family"],
            "insured_place": ["210100"],
            "care_type": ["inpatient"],
            "reason": ["referral"],
            "scheme": ["unknown"],
        },
    )
    assert found.right == ["for_whom"]
    assert found.missed == ["stage"]
    assert found.wrong == ["insured_place=210100", "reason=referral（话里没有）"]
    assert found.forbidden == ["insured_place=210100"]


def test_answers_of_a_page_that_is_not_shown_are_missed() -> None:
    assert scored(["glossary:filing"], {"for_whom": ["family"]}).missed == ["for_whom", "insured_place", "stage"]


def test_what_is_forbidden_is_seen_first_of_all_and_in_addresses() -> None:
    assert scored(["guide:manual-claim"], {}, ("/x?total=50000",)).forbidden == [
        "target=guide:manual-claim",
        "url=50000",
    ]
    assert scored(["x", "guide:manual-claim"], {}).forbidden == []


def test_who_is_turned_away_is_counted() -> None:
    total = Total([scored(["out_of_scope:12333"], {}), scored(["guide:remote-care"], {})])
    assert total.turned_away() == 0.5
    assert Total([scored(["out_of_scope:12333"], {}, target="out_of_scope", also=[])]).outside() == 1


# -- the gate --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trier(_content: snapshot.Snapshot, django_db_blocker: Any) -> Trier:
    with django_db_blocker.unblock():
        return Trier(_content, snapshot.today())


@pytest.mark.django_db
@pytest.mark.on("2026-11-26")
def test_labelled_wordings_are_understood(trier: Trier) -> None:
    total = Total([trial.score(record, trier.try_words(record["q"])) for record in RECORDS])
    assert len(total.scores) == 240
    assert total.first() >= 0.95
    assert total.near() >= 0.98
    assert total.right() >= 0.97
    assert total.wrong() <= 0.01
    assert total.forbidden() == 0
    assert total.outside() >= 0.95
    assert total.turned_away() <= 0.01
    two = Total([score for score in total.scores if "two" in (score.record.get("tags") or ())])
    places = [key for score in two.scores for key in score.right if key.endswith("_place")]
    missed = [key for score in two.scores for key in (*score.missed, *score.wrong) if "_place" in key]
    assert len(missed) <= 0.02 * (len(places) + len(missed))


@pytest.mark.django_db
@pytest.mark.on("2026-11-26")
def test_wordings_written_without_a_look_at_phrases_stay_understood(trier: Trier) -> None:
    total = Total([trial.score(record, trier.try_words(record["q"])) for record in UNSEEN])
    assert len(total.scores) == 508
    assert total.first() >= 0.96
    assert total.near() >= 0.99
    assert total.right() >= 0.96
    assert total.wrong() <= 0.01
    assert total.forbidden() == 0
    assert total.outside() >= 0.92
    assert total.turned_away() <= 0.005
    titles = Total([score for score in total.scores if "title" in score.record["tags"]])
    assert len(titles.scores) >= 70
    assert titles.near() >= 0.98


@pytest.mark.django_db
@pytest.mark.on("2026-11-26")
def test_wordings_as_people_say_them_stay_understood(trier: Trier) -> None:
    assert len(SPOKEN) == 2637
    total = Total([trial.score(record, trier.try_words(record["q"])) for record in some(SPOKEN, 3)])
    assert total.first() >= 0.92
    assert total.near() >= 0.98
    assert total.right() >= 0.94
    assert total.wrong() <= 0.01
    assert total.forbidden() <= 2
    assert total.outside() >= 0.93
    assert total.turned_away() <= 0.005


@pytest.mark.django_db
def test_guide_that_can_use_what_was_said_is_among_the_first(trier: Trier) -> None:
    story = "儿子在外省上大学，暑假回家把脚崴了，学校的医保管吗"
    assert any(target.startswith("guide:") for target in trier.try_words(story).targets[:3])


@pytest.mark.django_db
def test_second_guide_that_can_use_as_much_is_among_the_first_too(trier: Trier) -> None:
    shown = trier.try_words("医保在嘉兴，慢特病认定过了，乙肝药一直是在上海瑞金医院拿，怎么报").targets[:3]
    assert {"guide:remote-care", "guide:chronic"} <= set(shown)


@pytest.mark.django_db
def test_what_comes_nearest_is_shown_where_nothing_fits_plainly(trier: Trier) -> None:
    assert "answer:fraud-penalty" in trier.try_words("医保基金被人偷走了谁来管").targets
    assert trier.try_words("随便说一句闲话").targets == []


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["护士说床位费的单子要重打", "老人腿脚不好怎么去窗口"])
def test_what_may_be_ours_never_ends_with_nothing(trier: Trier, text: str) -> None:
    assert 1 <= len(trier.try_words(text).targets) <= trial.NEAR


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "医院几点可以探视",
        "护士上夜班怎么排",
        "中午吃火锅好不好呢",
        "这首歌谁唱的",
        "明天郑州下雨不",
        "帮我想个网名",
        "你是谁",
        "低保怎么申请",
        "想献血 去哪",
        "楼下装修几点能开工呢",
    ],
)
def test_what_is_none_of_our_business_is_told_as_such(trier: Trier, text: str) -> None:
    seen = trier.try_words(text)
    assert seen.targets == ["out_of_scope:12345"]
    assert not seen.claims


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "这个怎么弄呢，钱呢",
        "老人怎么办呢",
        "徐州电话多少",
        "低保户住院能多报点吗",
        "下雨滑倒摔骨折了能报吗",
        "一天能住两次院吗",
        "保姆在雇主家烫伤了走啥",
    ],
)
def test_what_may_be_ours_is_not_turned_away(trier: Trier, text: str) -> None:
    assert not any(target.startswith("out_of_scope") for target in trier.try_words(text).targets)


@pytest.mark.django_db
@pytest.mark.on("2026-11-26")
def test_questions_as_people_put_them_reach_their_page(trier: Trier) -> None:
    asked = [(question, set(each["targets"].split())) for each in QUESTIONS for question in each["said"]]
    assert len(asked) >= 500
    reached = [
        bool(wanted & set(trier.try_words(question).targets[: trial.NEAR])) for question, wanted in some(asked, 3)
    ]
    assert sum(reached) >= 0.95 * len(reached)


@pytest.mark.django_db
def test_index_is_small(trier: Trier) -> None:
    assert sources.indexed(snapshot.current(), snapshot.today()).index.bytes <= 20 * 1024 * 1024


@pytest.mark.django_db
def test_command_prints_figures_and_every_miss(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(
        "- {q: 社保卡丢了怎么补, kind: sentence, target: 'guide:card-replacement', slots: {trouble: lost}}\n"
        "- {q: 社保卡丢了怎么补, kind: typo, target: 'glossary:pool', must_not: ['trouble=lost']}\n",
        encoding="utf-8",
    )
    call_command("try_words", path)
    told = capsys.readouterr().out
    assert "社保卡丢了怎么补：要去 glossary:pool，给的是 guide:card-replacement" in told
    assert "不该有 trouble=lost" in told
    assert "typo" in told
    assert "毫秒" in told


@pytest.mark.parametrize("text", ["{a: 1}", "- {target: x}", "a: [", ""])
def test_command_refuses_what_is_no_list_of_wordings(tmp_path: Path, text: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"读不了这个文件|文件要写成"):
        call_command("try_words", path)
    with pytest.raises(CommandError, match="读不了这个文件"):
        call_command("try_words", tmp_path / "none.yaml")


@pytest.mark.django_db
@pytest.mark.on("2026-11-26")
def test_card_that_is_named_is_heard_though_nothing_depends_on_it(trier: Trier) -> None:
    assert trier.try_words("从没领过社保卡，怎么办一张").claims["card_kind"] == ["social_security_card"]
