"""Changes and conditions as notices write them: the table and the sheets read each spelling alike, and refuse alike."""

import time

import pytest
from django.core.exceptions import ValidationError

from calculators.grid import specials
from calculators.grid.columns import SpecialsColumn
from calculators.grid.table import Planned

COLUMN = SpecialsColumn()


def in_sheet(typed):
    return [COLUMN.show(one) for one in COLUMN.read(COLUMN.plain(typed))]


def in_table(**parts):
    """What the line of the table stores, and what it refuses."""
    row = Planned("三级", {"bands": "60%", "hospital_level": "tertiary", "person": "any"})
    typed = {specials.box(1, name): text for name, text in parts.items()}
    _, problems = specials.planned(typed, "inpatient", [row])
    return in_sheet(row.cells.get("specials", "")), [said for texts in problems.values() for said in texts]


KEPT = {
    "不设起付线": (
        *("不设起付标准", "不设起付线", "起付标准为零", "起付线为0", "起付线为0元", "取消起付线", "免起付线"),
        *("起付标准为零，报销比例按同级医院执行", "不设起付线、报销比例不变", "起付线为0，比例一样"),
        *("起付线全免，支付比例与同级相同",),
        *("免除起付标准", "无起付线", "零起付线", "起付线取消", "不设门槛费", "不计起付标准"),
    ),
    "起付线按80%算": (
        *("起付标准降低20%", "起付线降低20%", "起付线降20%", "起付线下降20%", "起付标准减少20%", "起付线下调20%"),
        *("起付线下浮20%", "起付标准降低百分之二十"),
        *("起付线打八折", "起付线打8折", "起付线打80折", "起付线按80%算", "起付线按80%", "起付标准按80%计算"),
        *("门槛费降低20%", "住院起付标准降低20%", "起付线降低２０％", "起付线 降低 20%", "起付线降至80%", "起付线按原标准的80%执行"),
    ),
    "起付线按50%算": (
        *("起付标准降低50%", "起付线降低50%", "起付线减半", "起付线按50%", "起付标准打五折", "起付线降低一半"),
        *("起付线折半", "起付标准减半收取"),
    ),
    "起付线按85%算": ("起付线打八五折", "起付线打85折"),
    "起付线500元": ("起付线500", "起付线为500元", "起付标准500元", "起付线调整为500元", "起付线降为500元", "门槛费500元"),
    "起付线1300元": ("起付线1,300元", "起付标准为0.13万元"),
    "起付线800、700元": ("起付线800、700", "起付线800元、700元"),
    "报50%": ("报销比例50%", "报销比例为50%", "支付比例50%", "比例50%", "报50%", "按50%报销", "报销50%", "支付比例按50%执行"),
    "不报": ("不报", "不予报销", "不予支付"),
    "提高5个百分点": ("提高5个百分点", "报销比例提高5个百分点", "支付比例提高5个点", "比例上浮5个百分点", "比例增加5个百分点", "提高五个百分点"),
    "一年封顶30000元": ("一年封顶3万元", "封顶线3万", "年度最高支付限额3万元", "封顶线为30000元"),
    "定额1200元": ("定额1200元", "定额支付1,200元", "按定额1200元"),
    "起付线按80%算，报50%": ("起付标准降低20%，报销比例50%", "报销比例50%、起付线打八折", "起付线降20%；比例50%"),
    "不设起付线，报50%": ("起付标准为零，报销比例为50%", "不设起付标准。报50%"),
}  # fmt: skip
SPELLINGS = [(typed, kept) for kept, all_typed in KEPT.items() for typed in all_typed]


@pytest.mark.parametrize(("typed", "kept"), SPELLINGS)
def test_change_is_read_alike_in_table_and_sheet(typed, kept):
    sheet = in_sheet(f"低保：{typed}")
    assert sheet == [f"低保：{kept}"]
    assert in_table(who="低保", change=typed) == (sheet, [])


@pytest.mark.parametrize("typed", ["报销比例一样", "比例不变", "报销比例按同级医院执行", "支付比例与同级相同"])
def test_what_stays_as_it_is_needs_no_special(typed):
    assert in_sheet(f"低保：{typed}") == []
    assert in_table(who="低保", change=typed) == ([], [])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("提高5%", "是提高5个百分点吗？"),
        ("报销比例提高10%", "是提高10个百分点吗？"),
        ("比例降低10%", "是降低10个百分点吗？"),
        ("比例降低10个百分点", "请写降了以后报多少，例如“报70%”"),
        ("起付线降低100元", "请写降了以后的起付线，例如“起付线400元”"),
        ("起付线20%", "请写明是降低多少，还是按多少算，例如“起付线降低20%”"),
        ("降低20%", "请写明是什么降低20%，例如“起付线降低20%”"),
        ("减半", "请写明是什么减半，例如“起付线减半”"),
        ("50%", "请写明是什么50%"),
        ("多给一点", "看不懂“多给一点”。请照“起付线降低20%”"),
        ("起付线500元，起付线减半，起付线600元", "“起付线600元”和前面的不一样"),
        ("报50%，报60%", "“报60%”和前面的不一样"),
    ],
)
def test_change_that_may_mean_two_things_is_asked_about(typed, said):
    with pytest.raises(ValidationError) as refused:
        in_sheet(f"低保：{typed}")
    assert said in refused.value.messages[0]
    assert in_table(who="低保", change=typed) == ([], refused.value.messages)


def test_all_faults_of_a_cell_are_named_at_once():
    with pytest.raises(ValidationError) as refused:
        in_sheet("贫困户、低保：多给一点，提高5%；退休：少一点")
    assert [said.split("”")[0] for said in refused.value.messages] == [
        "“贫困户",
        "看不懂“多给一点",
        "“提高5%",
        "看不懂“退休",
        "看不懂“少一点",
    ]
    _, told = in_table(who="贫困户", change="多给一点，提高5%")
    assert [said.split("”")[0] for said in told] == ["“贫困户", "看不懂“多给一点", "“提高5%"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("第二次及以后住院", "第2次起"),
        ("第二次住院", "第2次起"),
        ("一个自然年度内第二次及以后住院", "第2次起"),
        ("第3次起", "第3次起"),
        ("第三次及以上住院", "第3次起"),
        ("再次住院", "第2次起"),
        ("一年内多次住院", "第2次起"),
        ("防止返贫监测对象", "返贫监测、脱贫不稳定"),
        ("纳入监测范围的农村易返贫致贫人口", "返贫监测、脱贫不稳定"),
    ],
)
def test_condition_is_one_in_whichever_box_it_stands(typed, kept):
    assert in_sheet(f"{typed}：起付线减半") == [f"{kept}：起付线按50%算"]
    for part in ("who", "item"):
        assert in_table(**{part: typed}, change="起付线减半") == ([f"{kept}：起付线按50%算"], [])


@pytest.mark.parametrize(
    ("part", "typed", "said"),
    [
        ("item", "首次住院", "第一次的数写在上面"),
        ("item", "第二次以后住院", "看不懂“第二次以后住院”"),
        ("who", "建档立卡贫困人口", "“建档立卡贫困人口”是哪一类？能认的有：特困、孤儿、低保、"),
        ("who", "脱贫人口", "是哪一类？"),
    ],
)
def test_doubtful_condition_is_never_a_name_of_the_place(part, typed, said):
    kept, told = in_table(**{part: typed}, change="起付线减半")
    assert kept == []
    assert said in told[0]
    with pytest.raises(ValidationError, match=said.replace("？", ".")):
        in_sheet(f"{typed}：起付线减半")


def test_those_fallen_back_into_poverty_are_a_group_and_none_of_the_classes():
    kept = ["低保：起付线按50%算", "人群“返贫致贫人口”：起付线按50%算"]
    assert in_table(who="低保对象、返贫致贫人口", change="起付标准降低50%") == (kept, [])
    assert in_sheet("低保对象、返贫致贫人口：起付标准降低50%") == kept
    assert in_sheet("返贫致贫人口、第2次起、低保：起付线减半") == [
        "低保、第2次起：起付线按50%算",
        "人群“返贫致贫人口”、第2次起：起付线按50%算",
    ]
    assert in_sheet("返贫致贫人口：起付线减半") == kept[1:]


def test_group_of_the_place_is_one_where_the_clerk_says_so():
    assert in_table(who="人群“建档立卡贫困人口”、学生儿童", change="提高5个百分点") == (
        ["人群“建档立卡贫困人口”：提高5个百分点", "人群“学生儿童”：提高5个百分点"],
        [],
    )


def test_birth_at_the_rate_of_the_level_has_that_rate():
    homes = [
        Planned(level, {"hospital_level": level, "person": "any", "bands": rate, "deductible": "500"})
        for level, rate in (("secondary", "75%"), ("tertiary", "60%"))
    ]
    typed = {
        specials.box(1, "care"): "maternity",
        specials.box(1, "item"): "住院分娩",
        specials.box(1, "change"): "起付标准为零，报销比例按同级医院执行",
    }
    own, problems = specials.planned(typed, "inpatient", homes)
    assert not problems
    assert [(row.cells["hospital_level"], row.cells["deductible"], row.cells["bands"]) for row in own] == [
        ("secondary", "0", "75%"),
        ("tertiary", "0", "60%"),
    ]
    _, problems = specials.planned(typed, "inpatient", [])
    assert "上面还没有写数" in problems[specials.box(1, "change")][0]


@pytest.mark.parametrize("sign", ["第", "第次1", "1", "次"])
def test_long_words_are_read_in_no_time(sign):
    """While they are, nobody else of the process does anything, and the desk waits for the turn."""
    began = time.process_time()
    specials._told(sign * 100_000, sign * 100_000)
    assert time.process_time() - began < 2
