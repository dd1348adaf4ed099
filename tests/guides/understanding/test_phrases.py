"""Where phrases stand in a text: gaps, choices, denial, and how much work that may be."""

import pytest

from guides.understanding import phrases
from guides.understanding.phrases import MOST_PIECES, WIDEST_GAP, Lexicon, Phrase, pattern


def found(says: str, text: str) -> bool:
    return bool(Lexicon([Phrase("row", (says,))]).effective(text))


@pytest.mark.parametrize(
    ("says", "text", "is_found"),
    [
        ("卡丢了", "我的卡丢了", True),
        ("卡丢了", "我的卡坏了", False),
        ("卡…（丢了|掉了）", "卡昨天在路上掉了", True),
        ("卡…（丢了|掉了）", "卡昨天在路上坏了", False),
        ("卡…丢了", f"卡{'很' * WIDEST_GAP}丢了", True),
        ("卡…丢了", f"卡{'很' * (WIDEST_GAP + 1)}丢了", False),
        ("卡…丢了", "丢了卡", False),
        ("去…看病", "去年落了户口，看病", False),
        ("能刷外地", "不能刷外地", False),
        ("能刷外地", "能刷外地", True),
        ("能刷外地", "能不能刷外地", True),
        ("是职工", "我不是职工", False),
        ("卡…翻遍了", "卡不见了，翻遍了都没有", True),
        ("卡…丢了", "卡好好的。丢了钱包", False),
        ("（给|）孩子办卡", "孩子办卡", True),
        ("（给|）孩子办卡", "给孩子办卡", True),
        ("卡～丢了", "卡昨天丢了", True),
        ("卡～丢了", "卡在家里,钱包丢了", False),
        ("保温箱＋（参保|上医保）", "还在保温箱里。户口落了,怎么参保", True),
        ("保温箱＋（参保|上医保）", "先上医保,人在保温箱", True),
        ("保温箱＋（参保|上医保）", "没参保,人在保温箱", False),
        ("保温箱＋（参保|上医保）", "人在保温箱,一天好几千", False),
        ("（【慢病】）～（批了|办了）", "门特批了", True),
        ("（【慢病】|高血压）～（批了|办了）", "高血压批了", True),
        ("（【慢病】）～（批了|办了）", "备案批了", False),
    ],
)
def test_phrase_is_read_as_clerks_are_told(says: str, text: str, is_found: bool) -> None:
    assert found(says, text) is is_found


@pytest.mark.parametrize("text", ["卡没丢", "卡没有丢", "不是丢", "卡并没丢", "不是医院给丢", "不是我丢"])
def test_what_is_denied_is_not_said(text: str) -> None:
    assert not found("丢", text)


@pytest.mark.parametrize("text", ["卡丢", "是不是丢", "特别丢人", "不小心丢", "是不是医院丢"])
def test_what_only_looks_denied_is_said(text: str) -> None:
    assert found("丢", text)


def test_denial_behind_the_words_counts_too() -> None:
    assert not found("居住证", "居住证没有,房产证也没有")
    assert found("居住证", "居住证没有带来")


def test_question_whether_names_its_page_and_answers_nothing() -> None:
    page, answer = Phrase("page", ("养老金…涨了",), topics=("estimate",)), Phrase("answer", ("出院了",), {"a": "b"})
    lexicon = Lexicon([page, answer])
    assert [hit.phrase.key for hit in lexicon.effective("养老金涨了没有")] == ["page"]
    assert not lexicon.effective("他出院了没有")


@pytest.mark.parametrize(
    ("text", "is_said"),
    [("单子拿到手了", True), ("单子能不能拿到手", True), ("单子还没拿到手", False), ("单子他不肯给拿到手", False)],
)
def test_answer_is_not_given_where_it_is_denied_between_its_pieces(text: str, is_said: bool) -> None:
    answer = Phrase("answer", ("单子…拿到手",), {"a": "b"})
    assert bool(Lexicon([answer]).effective(text)) is is_said


@pytest.mark.parametrize(
    "says", ["…", "😀", "…".join("甲乙丙丁戊"), "（" + "|".join("一二三四五六七八九十") * 2 + "）" * 1]
)
def test_phrase_that_cannot_be_read_is_refused(says: str) -> None:
    if says.startswith("（"):
        says = "（" + "|".join(map(str, range(50))) + "）（" + "|".join(map(str, range(50))) + "）"
    with pytest.raises(ValueError, match=r"读不出字|读法太多"):
        pattern(says)


def test_group_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"没有“神仙”这一组词.*慢病"):
        pattern("（【神仙】）")


def test_of_words_of_one_length_the_nearest_follows() -> None:
    """Whatever the order of a set: the words of a hit are shown, and are the same in every process."""
    for words in ("丢了|掉了", "掉了|丢了"):
        (hit,) = Lexicon([Phrase("row", (f"卡～（{words}）",))]).hits("卡掉了又丢了")
        assert (hit.start, hit.end) == (0, 3)


def test_as_many_pieces_as_may_be_are_read() -> None:
    assert len(pattern("…".join("甲乙丙丁"))) == MOST_PIECES


def test_longer_phrase_covers_the_shorter_one_inside() -> None:
    lexicon = Lexicon([Phrase("long", ("电子社保卡",)), Phrase("short", ("社保卡",))])
    hits = {hit.phrase.key: hit for hit in lexicon.effective("电子社保卡")}
    assert hits["short"].inside(hits["long"])
    assert not hits["long"].inside(hits["short"])


def test_work_on_one_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is typed: a piece is followed up from few of its places, and few phrases mean something."""
    steps = 0
    follow = phrases._follow

    def counted(text, phrase, word, pieces, start, starts):
        nonlocal steps
        steps += len(pieces)
        return follow(text, phrase, word, pieces, start, starts)

    monkeypatch.setattr(phrases, "_follow", counted)
    many = [Phrase(f"row-{number}", ("卡…卡…卡…卡",)) for number in range(500)]
    hits = Lexicon(many).hits("卡" * 300)
    assert steps <= phrases._MOST_STEPS
    assert len(hits) <= phrases._MOST_HITS
