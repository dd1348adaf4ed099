"""A notice as a city writes it, typed into its workbook as it stands there: one upload, nothing refused, nothing twice."""

from decimal import Decimal

import pytest

from calculators.models import BasicPolicy, CriticalIllnessPolicy, RemoteRule
from guides.models import Document, Parameter
from registry.models import Office
from tests.registry.excel.test_notice_workbook import (  # noqa: F401
    bring_in,
    client,
    handed_out,
    made,
    refusals,
    send,
    writer,
)
from tests.registry.sheets import fill_in

pytestmark = pytest.mark.django_db

TEXT = """示例市医疗保障局关于完善基本医疗保险待遇的通知
一、职工医保住院
（一）起付标准：一级及以下医疗机构310元，二级510元，三级乙等710元，三级甲等1010元。
（二）支付比例：一级及以下，在职91%，退休93%；二级，在职89%，退休91%；三级，在职84%，退休87%。
（三）统筹基金年度最高支付限额11万元。超过限额的部分由职工大额医疗费用补助支付90%，一年最多支付41万元。
（四）年度内第二次及以后住院，起付标准减半。
二、居民医保住院
（一）起付标准：一级及以下医疗机构210元，二级510元，三级乙等1210元，三级甲等1810元。
（二）支付比例：一级及以下84%，二级74%，三级64%。
（三）年度最高支付限额14万元。
（四）特困人员、低保对象住院不设起付标准，支付比例提高5个百分点。
三、门诊
（一）职工普通门诊，年度起付标准210元；支付比例，在职50%、退休60%；在职一年最多2100元，退休一年最多2600元。
（二）居民高血压、糖尿病门诊用药支付61%，高血压一年最多310元，糖尿病一年最多410元。
四、异地就医
（一）长期异地居住备案的，执行参保地同级医疗机构的待遇。
（二）转诊备案的，支付比例比参保地降低10个百分点。急诊抢救视同转诊备案。
（三）没有备案的，支付比例比参保地降低百分之二十，即二十个百分点。
五、居民大病保险起付标准1万元；1万元至5万元支付60%，5万元以上至10万元支付70%，10万元以上支付80%；一年最多支付31万元。特困人员、低保对象起付标准减半，支付比例提高5个百分点。
六、自己垫付的医疗费，应于次年3月31日前提交，带收据原件、费用清单。
七、办理地点：示例市医保大厅，电话0911-2345678。"""

EMPLOYEE, RESIDENT = {"险种": "职工医保", "看什么": "住院"}, {"险种": "居民医保", "看什么": "住院"}
_LEVELS = (("一级及以下", "310元", "91%", "93%"), ("二级", 510, "89%", "91%"))
_CLASSES = (("三级乙等", "710", "84%", "87%"), ("三级甲等", "1,010", "84%", "87%"))
LINES = {
    BasicPolicy: [
        EMPLOYEE
        | {"封顶线（元）": "11万元", "超封顶的支付比例": "90%", "超封顶部分的封顶线（元）": "41万元"}
        | {"特别规定": "年度内第二次及以后住院：起付标准减半"},
        *(
            EMPLOYEE | {"医院级别": level, "起付线（元）": start, "报销比例分段": f"在职{active}，退休{retired}"}
            for level, start, active, retired in (*_LEVELS, *_CLASSES)
        ),
        RESIDENT | {"封顶线（元）": "14万元", "特别规定": "特困人员、低保对象：不设起付标准，支付比例提高5个百分点"},
        *(
            RESIDENT | {"医院级别": level, "起付线（元）": start, "报销比例分段": rate}
            for level, start, rate in (
                *(("一级及以下", "210元", "84％"), ("二级", "510", "百分之七十四")),
                *(("三级乙等", 1210, "64%"), ("三级甲等", "1810", "支付64%")),
            )
        ),
        {"险种": "职工医保", "看什么": "普通门诊", "起付线（元）": "年度210元", "报销比例分段": "在职50%、退休60%"}
        | {"封顶线（元）": "在职一年最多2100元，退休一年最多2600元"},
        *(
            {
                "险种": "居民医保",
                "看什么": "门诊慢特病",
                "病种或项目": illness,
                "起付线（元）": 0,
                "报销比例分段": "61%",
            }
            | {"封顶线（元）": most}
            for illness, most in (("高血压", "310元"), ("糖尿病", "410元"))
        ),
    ],
    RemoteRule: [
        {"异地就医类别": category, "数值": change}
        for category, change in (
            ("长期居住备案", "执行参保地同级医疗机构的待遇"),
            ("转诊备案", "支付比例比参保地降低10个百分点"),
            ("急诊抢救", "视同转诊备案"),
            ("没有备案", "降低二十个百分点"),
        )
    ],
    CriticalIllnessPolicy: [
        {"险种": "居民医保", "起付线（元）": "1万元", "封顶线（元）": "31万"}
        | {"报销比例分段": "1万元至5万元支付60%，5万元以上至10万元支付70%，10万元以上支付80%"},
        {"险种": "居民医保", "困难身份": "特困、低保对象", "起付线（元）": "减半", "封顶线（元）": "31万"}
        | {"报销比例分段": "支付比例提高5个百分点"},
    ],
    Parameter: [
        {"哪一项": "手工报销最晚什么时候交", "规定": "次年3月31日前提交", "期限怎么算": "出院第二年的某月某日"}
        | {"数": "3月31日", "用在哪个指引": "自己垫了钱"}
    ],
    Document: [
        {"平时怎么叫": name, "要不要带": "必带", "窗口怎么处理": "收原件", "用在哪个指引": "自己垫了钱"}
        for name in ("（示例）收据原件", "（示例）费用清单")
    ],
    Office: [{"名称": "（示例）医保大厅", "能办的事": "备案；报销", "电话": "0911-2345678"}],
}


def typed(book):
    return sum(fill_in(book.of(model).page, lines) for model, lines in LINES.items())


@pytest.fixture
def told(client, made):  # noqa: F811
    made.clause = TEXT
    made.save()
    book = handed_out(client, made)
    typed(book)
    content = book.content()
    looked = send(client, made, content)
    assert refusals(looked) == []
    bring_in(client, made, looked)
    return content


def test_one_upload_is_enough(client, made, told):  # noqa: F811
    rows = BasicPolicy.objects.filter(source=made)
    stays = rows.filter(care_type="inpatient")
    assert (stays.filter(scheme="employee").count(), stays.filter(scheme="resident").count()) == (10, 5)
    assert {(row.annual_ceiling, row.over_ceiling_rate) for row in stays.filter(scheme="employee")} == {
        (Decimal(110000), Decimal("0.9"))
    }
    assert {tuple(sorted(one.condition for one in row.specials.all())) for row in stays.filter(scheme="resident")} == {
        ("低保", "特困、孤儿")
    }
    assert dict(RemoteRule.objects.filter(source=made).values_list("category", "value")) == {
        "long_term": None,
        "referral": Decimal("0.1"),
        "emergency": Decimal("0.1"),
        "unfiled": Decimal("0.2"),
    }
    upper = CriticalIllnessPolicy.objects.filter(source=made)
    assert {row.hardship: (row.deductible, [band.rate for band in row.bands.all()]) for row in upper} == {
        "": (Decimal(10000), [Decimal("0.6"), Decimal("0.7"), Decimal("0.8")]),
        "extreme_poverty": (Decimal(5000), [Decimal("0.65"), Decimal("0.75"), Decimal("0.85")]),
        "low_income": (Decimal(5000), [Decimal("0.65"), Decimal("0.75"), Decimal("0.85")]),
    }
    assert {row.band_basis for row in upper} == {"burden"}


def test_only_figures_are_typed(client, made):  # noqa: F811
    """Each row once and its figures beside it: what it is about stands there."""
    made.clause = TEXT
    made.save()
    lines = [line for of_kind in LINES.values() for line in of_kind]
    assert typed(handed_out(client, made)) <= 60 < sum(map(len, lines))


def test_what_working_people_and_pensioners_get_is_told_in_one_line(client, made, told):  # noqa: F811
    rows = BasicPolicy.objects.filter(source=made, scheme="employee", care_type="outpatient")
    assert {row.person: (row.bands.get().rate, row.annual_ceiling, row.deductible_basis) for row in rows} == {
        "active": (Decimal("0.5"), Decimal(2100), "per_year"),
        "retired": (Decimal("0.6"), Decimal(2600), "per_year"),
    }


def test_sent_again_it_changes_nothing(client, made, told):  # noqa: F811
    again = send(client, made, told)
    assert (refusals(again), again.context["report"].drafts) == ([], [])
