import pytest

from tests.calculators.samples import ALL, CASES, NOTHING, TWO_BANDS, basic, critical, settled


def working(settlement, key):
    return [line.working for line in settlement.lines if line.key == key]


def rule(settlement, key):
    return [line.rule for line in settlement.lines if line.key == key]


def test_lines_in_order_for_the_whole_chain():
    case = CASES[17]
    result = settled(case["policy"], **case["claim"])
    assert [(line.key, line.working) for line in result.lines] == [
        ("total_charges", "200,000"),
        ("non_covered", "20,000"),
        ("upfront_self_pay", "6,000"),
        ("eligible_expenses", "200,000 − 20,000 − 6,000 = 174,000"),
        ("deductible", "1,000"),
        ("fund_payment", "(174,000 − 1,000) × 65% = 112,450"),
        ("over_ceiling_payment", "没到封顶线，统筹今年还能付 37,550"),
        ("burden", "174,000 − 112,450 = 61,550"),
        ("critical_illness_payment", "(50,000 − 15,000) × 60% + (61,550 − 50,000) × 65% = 28,507.50"),
        ("medical_assistance_payment", "(61,550 − 28,507.50) × 70% = 23,129.75"),
        ("out_of_pocket", "200,000 − 112,450 − 28,507.50 − 23,129.75 = 35,912.75"),
    ]


def test_line_carries_label_amount_and_rule():
    line = settled(basic(bands=TWO_BANDS), "50000").lines[4]
    assert line.label == "统筹基金支付"
    assert line.working == "(50,000 − 1,000 − 20,000) × 60% = 17,400"
    assert line.amount == 17400
    assert line.rule == "起付线以上超过 20,000元 的部分报销 60%"


def test_fund_lines_one_per_band():
    assert working(settled(basic(bands=TWO_BANDS), "22000"), "fund_payment") == [
        "20,000 × 90% = 18,000",
        "(22,000 − 1,000 − 20,000) × 60% = 600",
    ]
    eligible = settled(basic(bands=TWO_BANDS, band_basis="eligible"), "21000")
    assert working(eligible, "fund_payment") == [
        "(20,000 − 1,000) × 90% = 17,100",
        "(21,000 − 20,000) × 60% = 600",
    ]


def test_rate_steps_are_told_in_order():
    policy = basic(rate_add="0.05", self_pay_factor="0.6") | {"remote": {"kind": "rate_points", "value": "0.1"}}
    assert rule(settled(policy, "2000"), "fund_payment") == [
        "起付线以上的部分报销 80%，加 5 个百分点，个人支付部分按 60% 计，异地降 10 个百分点，最后为 81%"
    ]
    policy["remote"]["at_most"] = True
    assert "，异地最多降 10 个百分点，按最多算，最后为 81%" in rule(settled(policy, "2000"), "fund_payment")[0]


@pytest.mark.parametrize(
    ("policy", "total", "claim", "reason"),
    [
        (basic(), "999.50", {}, "没过起付线，还差 0.50 元"),
        (basic(), "1000", {}, "刚好到起付线 1,000，没有超过的部分"),
        (basic(), "500", {"non_covered": "500"}, "没有政策范围内的费用"),
        (basic(deductible="0", bands=NOTHING["bands"]), "300", {}, "300 × 0% = 0"),
        (basic(deductible="0"), "0.00", {}, "没有政策范围内的费用"),
        (basic(deductible="0", bands=[{"up_to": None, "rate": "0.4"}]), "0.01", {}, "0.01 × 40% = 0（不到半分钱，四舍五入为 0）"),
        (basic(annual_ceiling="9"), "2000", {"year_to_date": {"fund_payment": "9"}}, "今年统筹已到封顶线 9，这部分统筹不再付"),
    ],
)  # fmt: skip
def test_fund_that_pays_nothing_says_why(policy, total, claim, reason):
    result = settled(policy, total, **claim)
    assert (result.fund_payment, working(result, "fund_payment")) == (0, [reason])


@pytest.mark.parametrize(
    ("fields", "total", "reason"),
    [
        ({}, "2000", "这份规则里没有写统筹的封顶线"),
        ({"annual_ceiling": "1000"}, "2000", "没到封顶线，统筹今年还能付 200"),
        ({"annual_ceiling": "800"}, "2000", "刚好到封顶线，没有超过的部分"),
        ({"annual_ceiling": "400"}, "2000", "超过封顶线的 500 由个人付，这份规则里没有超封顶的支付"),
        (
            {"annual_ceiling": "400", "over_ceiling_rate": "0.5", "over_ceiling_annual_ceiling": "0"},
            "2000",
            "(1,000 − 400 ÷ 80%) × 50% = 250，这一层今年最多还能付 0",
        ),
    ],
)
def test_over_ceiling_that_pays_nothing_says_why(fields, total, reason):
    result = settled(basic(**fields), total)
    assert (result.over_ceiling_payment, working(result, "over_ceiling_payment")) == (0, [reason])


@pytest.mark.parametrize(
    ("policy", "total", "year", "reason"),
    [
        (critical(), "14000", "0", "没到大病起付线，还差 1,000 元"),
        (critical(), "15000", "0", "刚好到大病起付线，没有超过的部分"),
        (critical(), "0", "0", "这次没有可计入大病的自付"),
        (critical(), "4000", "10000", "今年累计 10,000 + 4,000 = 14,000，没到大病起付线，还差 1,000 元"),
        (
            critical(bands=ALL, annual_ceiling="5000"),
            "100",
            "20000",
            "今年累计 20,000 + 100 = 20,100，(20,100 − 15,000) × 100%，大病今年最多付 5,000，5,000 − 5,000 = 0",
        ),
    ],
)
def test_critical_illness_that_pays_nothing_says_why(policy, total, year, reason):
    result = settled(policy, total, year_to_date={"critical_illness_burden": year})
    assert (result.critical_illness_payment, working(result, "critical_illness_payment")) == (0, [reason])


@pytest.mark.parametrize(
    ("total", "supported", "reason"),
    [
        ("2000", False, "不是救助对象"),
        ("900", True, "没过救助起付线，还差 100 元"),
        ("1000", True, "刚好到救助起付线，没有超过的部分"),
        ("0", True, "前面几层付完以后没有剩下的自付"),
        ("2000", True, "(2,000 − 1,000) × 70% = 700，救助今年最多还能付 0"),
    ],
)
def test_medical_assistance_that_pays_nothing_says_why(total, supported, reason):
    assistance = {"deductible": "1000", "rate": "0.7", "annual_ceiling": "0"}
    result = settled({"basic": NOTHING, "medical_assistance": assistance}, total, supported=supported)
    assert (result.medical_assistance_payment, working(result, "medical_assistance_payment")) == (0, [reason])


@pytest.mark.parametrize("layer", ["critical_illness_payment", "medical_assistance_payment"])
def test_layer_of_which_no_rule_is_held_is_not_said_to_pay_nothing(layer):
    assert working(settled(basic(), "2000"), layer) == []


@pytest.mark.parametrize(
    ("fields", "remote", "claim", "told"),
    [
        ({}, None, {}, ("1,000", "起付线 1,000元")),
        ({"deductible": "0"}, None, {}, ("这份规则没有起付线", "不设起付线")),
        ({"deductible": ["1300", "650"]}, None, {"admission_number": 2}, ("650", "今年第 2 次住院的起付线 650元")),
        ({}, "2000", {}, ("2,000", "异地就医的起付线 2,000元")),
        ({}, "9000", {}, ("9,000，这次政策范围内只有 5,000", "异地就医的起付线 9,000元")),
        ({"deductible_basis": "per_year"}, None, {"year_to_date": {"deductible": "600"}}, ("1,000 − 600 = 400", "起付线 1,000元，全年合计只付一条")),
        ({"deductible_basis": "per_year"}, None, {"year_to_date": {"deductible": "1200"}}, ("1,000，今年已经付满", "起付线 1,000元，全年合计只付一条")),
    ],
)  # fmt: skip
def test_deductible_line_tells_where_it_came_from(fields, remote, claim, told):
    policy = basic(**fields)
    if remote:
        policy["remote"] = {"kind": "deductible", "value": remote}
    result = settled(policy, "5000", **claim)
    assert [(line.working, line.rule) for line in result.lines if line.key == "deductible"] == [told]


def test_critical_illness_line_tells_upfront_and_support():
    policy = critical(counts_upfront_self_pay=True, support={"deductible_factor": "0.5", "rate_add": "0.05"})
    line = settled(policy, "20000", upfront_self_pay="2000", supported=True).lines[7]
    assert line.working == "18,000 + 先行自付 2,000 = 20,000，(20,000 − 7,500) × 65% = 8,125"
    assert line.rule == "全年累计超过大病起付线 7,500元 的部分付 65%、70%（已按困难群体倾斜）"
