"""Which clause of a notice says what was typed."""

import pytest

from registry.typed import clauses

TEXT = """第一条 一级 300 元，支付 80%。
第二条 特困人员提高 5 个百分点。
第三条 意外伤害一年最多 3，000 元。
第四条 转诊到省内的 1000 元，支付 60%；到省外的 1500 元，支付 50%。"""


@pytest.mark.parametrize(
    ("names", "typed", "label"),
    [
        (["意外伤害"], ["一年最多3000元"], "第三条"),
        (["特困"], ["提高5个百分点"], "第二条"),
        ([], ["1500", "50%"], "第四条"),
        ([], ["300", "80%"], "第一条"),
        ([], ["300", "85%"], ""),  # one of them stands nowhere
        ([], ["50"], "第四条"),
        ([], ["100"], ""),  # no part of 1000
        (["剖宫产"], ["定额1500元"], ""),  # the figure of somebody else: no clause says the name
        (["剖宫产"], [], ""),
        ([], [], ""),
    ],
)
def test_clause_is_found_by_what_it_says(names, typed, label):
    assert clauses.saying(TEXT, names, typed) == label


@pytest.mark.parametrize(
    ("text", "article", "found"),
    [
        ("一、甲\n八、乙", "第八条", ["八"]),
        ("一、甲\n二、乙\n八、丙", "第一条、第二条", ["一", "二"]),
        ("第一条 甲\n第八条 乙", "八", ["第八条"]),
        ("第一条 甲\n第八条 乙", "8.", ["第八条"]),
        ("（一）甲\n（二）乙", "第二条", ["（二）"]),
        ("（一）甲\n（二）乙", "2.", ["（二）"]),
        ("1. 甲\n2. 乙", "（二）", ["2"]),
        ("1. 甲\n12. 乙", "第十二条第二款", ["12"]),
        ("第二条 甲\n第十二条 乙", "第十二条第二款", ["第十二条"]),
        ("八、异地：（一）甲；（二）乙", "第八条（二）", ["八"]),  # its parts have no lines of their own
        ("八、异地：\n（一）甲\n（二）乙", "第八条（二）", ["八（二）"]),
        ("一、总则\n第一条 甲\n二、待遇\n第二条 乙", "第二条", ["第二条"]),  # numbered both ways: each as it is written
        ("一、总则\n第一条 甲\n二、待遇\n第二条 乙", "二", ["二"]),
        ("一、甲\n二、乙", "第三条", []),
    ],
)
def test_clause_is_known_however_the_notice_counts(text, article, found):
    assert [clause.label for clause in clauses.pointed(clauses.clauses(text), article)] == found


COUNTED = """二、第二次住院，起付标准降低20%。
三、低保对象起付标准降低50%。
四、住院分娩，起付标准为零。
五、意外伤害住院，报销50元。
六、大病最高支付限额30万元，达到 1,400 元起付。
七、未备案人员降低30个百分点；急诊抢救人员视同备案。"""


@pytest.mark.parametrize(
    ("names", "typed", "topics", "label"),
    [
        ([], ["降30个百分点"], [], "七"),  # not 30万元
        ([], ["30%"], [], ""),
        ([], ["降20个百分点"], [], ""),  # the 20% is a share of something else
        ([], ["30万"], [], "六"),
        ([], ["300000元"], [], "六"),
        ([], ["50%"], [], "三"),
        ([], ["50元"], [], "五"),
        ([], ["0元"], ["起付"], "四"),
        (["急诊|抢救"], ["降20%"], [], "七"),  # the name goes before the figure of another clause
        (["急诊|抢救"], [], [], "七"),
        ([], ["1400元, 50元"], [], ""),
    ],
)
def test_figure_is_found_with_its_unit_and_after_the_names(names, typed, topics, label):
    assert clauses.saying(COUNTED, names, typed, topics) == label


PARTED = """一、职工医保住院
（一）起付标准：一级300元，二级500元。
（二）支付比例：一级92%，二级90%，三级85%。
二、居民医保住院
（一）起付标准：一级200元，二级500元。
（二）支付比例：一级85%，二级75%。
（三）特困人员支付比例提高5个百分点。
三、门诊
（一）职工门诊起付标准200元，一级70%。
（二）居民门诊支付50%，一年最多200元。
五、居民大病保险：特困人员支付比例提高5个百分点，封顶10万元。
（一）封顶10万元。"""
RESIDENT = [("居民", "职工"), ("住院", "门诊|生育")]


@pytest.mark.parametrize(
    ("names", "typed", "label"),
    [
        (["一级"], ["200元"], "二（一）"),  # neither the employees' nor that of the outpatients
        (["二级"], ["500元"], "二（一）"),
        (["一级"], ["85%"], "二（二）"),
        (["特困"], ["5个百分点"], "二（三）"),  # the one that speaks of 住院 too
        (["特困"], ["8个百分点"], ""),
        ([], ["10万元"], ""),  # two say it
        (["三级"], ["85%"], ""),  # an employees' clause alone
    ],
)
def test_clause_is_named_only_where_it_is_certain(names, typed, label):
    assert clauses.saying(PARTED, names, typed, ["居民", "住院"], RESIDENT) == label
