from decimal import Decimal

import pytest

from registry.typed.stated import found, shown

CLAUSE = (
    "三级医院起付标准为400元，二次住院起付标准降低20%，三次及以上降低30%。"
    "大病保险起付线1.4万元，封顶线40万元，1-3万元部分支付百分之六十，个人负担15%的，由统筹基金支付其余部分。"
    "退休人员在职工支付比例85%的基础上提高3个百分点；困难群众起付线减半。乡镇卫生院起付线一百五十元，打九折。"
    "年度限额２０，０００元。"
)


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [
        ("400", "三级医院起付标准为400元"),
        ("14000", "大病保险起付线1.4万元"),
        ("400000", "封顶线40万元"),
        ("10000", "1-3万元部分"),
        ("30000", "1-3万元部分"),
        ("0.6", "百分之六十"),
        ("0.85", "支付比例85%"),
        ("0.03", "提高3个百分点"),
        ("0.5", "起付线减半"),
        ("150", "一百五十元"),
        ("0.9", "打九折"),
        ("20000", "年度限额２０，０００元"),
        ("0.2", "降低20%"),
    ],
)
def test_figure_that_is_written(figure, sentence):
    first, *_ = found(CLAUSE, Decimal(figure))
    assert sentence in first.sentence
    assert first.how == ""


@pytest.mark.parametrize(
    ("figure", "how"),
    [
        ("320", "400元 降低20%，是 320"),
        ("280", "400元 降低30%，是 280"),
        ("200", "400元 减半，是 200"),
        ("0.88", "85%提高3个百分点，是 88%"),
        ("0.8", "降低20%，是原来的 80%"),
    ],
)
def test_figure_that_follows_from_the_words(figure, how):
    assert how in [made.how for made in found(CLAUSE, Decimal(figure))]


@pytest.mark.parametrize("said", ["住院不设起付标准", "取消起付线", "起付标准为零", "无起付线", "起付线0元"])
def test_no_deductible_is_a_figure_of_nothing(said):
    clause = f"特困人员{said}；低保对象支付比例提高5个百分点。"
    assert [said in one.sentence for one in found(clause, Decimal(0))][:1] == [True]
    assert found(clause, Decimal("0.05"))[0].how == ""  # nothing with points on top is no share
    assert shown(Decimal(0)) == "0"


@pytest.mark.parametrize(
    ("said", "is_nothing"),
    [
        ("起付标准200元", False),
        ("起付标准为0.02万元", False),
        ("起付线 10 万元", False),
        ("个人负担0%", False),
        ("支付20%，再降低20个百分点", False),
        ("减免起付标准的一半", False),
        ("起付标准为 0 元", True),
        ("起付线为0", True),
        ("不计起付线", True),
        ("免收起付线", True),
        ("不再设起付线", True),
        ("起付线取消", True),
    ],
)
def test_nothing_is_no_part_of_another_figure(said, is_nothing):
    assert bool(found(f"特困人员住院{said}。", Decimal(0))) == is_nothing


def test_what_the_person_does_not_pay():
    (made,) = found("个人负担15%。", Decimal("0.85"))
    assert made.how == "个人付 15%，其余 85%"


@pytest.mark.parametrize("figure", ["1.4", "4", "40", "14", "0.4", "85", "330", "0.82", "1400", "0.14"])
def test_figure_that_the_clause_does_not_give(figure):
    assert found(CLAUSE, Decimal(figure)) == []


def test_head_of_a_table_says_the_unit():
    table = "医院级别 起付线（万元） 支付比例（%）\n一级 0.03 90\n三级 0.08 85"
    assert [made.sentence for made in found(table, Decimal(300))] == ["一级 0.03 90"]
    assert [made.sentence for made in found(table, Decimal("0.85"))] == ["三级 0.08 85"]
    assert found("一级 90", Decimal("0.9")) == []


def test_a_half_of_nothing_stated_makes_nothing():
    assert found("", Decimal(1)) == []
    assert found("照旧执行。", Decimal(300)) == []


def test_a_text_of_figures_alone_is_read_as_far_as_a_clause_goes():
    endless = "起付线5元降低1%。" * 600
    assert found(endless, Decimal("4.95"))[0].how == "5元 降低1%，是 4.95"
    assert found(endless + "封顶线77元。", Decimal(77)) == []


def test_of_a_factor_what_makes_it_goes_before_a_share_of_the_same_size() -> None:
    clause = "一级支付80%。第二次起付标准降低20%。"
    assert [one.how for one in found(clause, Decimal("0.8"))] == [""]
    assert [one.how for one in found(clause, Decimal("0.8"), factor=True)] == ["降低20%，是原来的 80%"]


@pytest.mark.parametrize("sign", ["一", "一千二百", "08:30-", "2024年1月1日起施行", "0412-a@b."])
def test_text_of_a_few_signs_for_ever_is_read_as_it_grows(sign):
    """Each of these took minutes: from every sign on the rest was read, or copied for every figure."""
    assert found(sign * (200_000 // len(sign)), Decimal(77)) == []


@pytest.mark.parametrize("text", ["三百元", "最高三百元", "二次三百元", "五百三百元", "约两千 元", "三百三百元"])
def test_numeral_is_read_as_a_whole(text):
    assert any(made.value for made in found(text, Decimal(300))) is ("三百元" in text and "百三" not in text)
