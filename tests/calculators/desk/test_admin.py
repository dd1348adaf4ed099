import datetime as dt
import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteLimit, RemoteRule
from registry.models import SourceDocument
from registry.publication import Status
from registry.rows import MOST_INLINE
from tests.calculators.policy_rows import CITY, DAY, OTHER_CITY, PROVINCE, publish
from tests.conftest import person, signed_in
from tests.registry.steppages import take

pytestmark = pytest.mark.django_db

MODELS = [BasicPolicy, CriticalIllnessPolicy, AssistancePolicy, RemoteRule, RemoteLimit]
TRIED = [model for model in MODELS if model is not RemoteLimit]


def address(model, page, *args):
    return reverse(f"admin:calculators_{model._meta.model_name}_{page}", args=args)


def draft(model, **values):
    return publish(model, status="draft", **values)


@pytest.fixture
def clerk(db):
    return signed_in(User.objects.create_superuser("clerk"))


@pytest.fixture
def source(db):
    return SourceDocument.objects.get_or_create(key="test-source", defaults={"title": "一份文件"})[0]


def inline(prefix, *rows, initial=0):
    """The fields of an inline formset; each row is a mapping."""
    counts = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    return counts | {
        f"{prefix}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()
    }


def basic_form(*bands, add_ons=(), **values):
    """What a browser posts for a basic policy of the city: deductible 1000, one band at 80%."""
    form = {
        "scheme": "employee",
        "person": "any",
        "care_type": "inpatient",
        "hospital_level": "any",
        "deductible": "1000",
        "deductible_basis": "per_claim",
        "band_basis": "over_deductible",
        "rate_add": "0",
        "self_pay_factor": "1",
        "order_basis": "all",
        "band_scope": "claim",
        "ceiling_basis": "payments",
        "region": CITY,
        "collected_on": str(DAY),
        "evidence": "retold",
        "review_every": "365",
    }
    rows = bands or ({"up_to": "", "rate": "0.80"},)
    return form | inline("bands", *rows) | inline("specials", *add_ons) | inline("cases") | values


#: What a rule for care elsewhere holds as it comes.
REMOTE = {
    "distance": "any",
    "care_type": "any",
    "hospital_level": "any",
    "deductible_factor": "1",
    "share": "0",
    "share_of": "in_scope",
}


def errors(answer):
    return {name: list(said) for name, said in answer.context["adminform"].form.errors.items()}


def text(answer):
    return " ".join(re.sub("<[^>]+>", " ", answer.content.decode()).split())


# Saving


def test_policy_with_as_much_as_it_can_have_is_saved(clerk, source):
    """More fields than the framework lets a form have. A browser sends the hidden ones too."""
    hidden, numbers = {"id": "", "policy": ""}, range(1, MOST_INLINE + 1)
    bands = [{**hidden, "up_to": str(number * 1000), "rate": "0.80"} for number in numbers[:-1]]
    add_ons = [{**hidden, "from_age": str(age), "rate_add": "0.01"} for age in numbers]
    cases = [{**hidden, "bill": str(number), "expected": "0", "note": "第 8 页"} for number in numbers]
    many = inline("cases", *cases)
    form = basic_form(*bands, {**hidden, "up_to": "", "rate": "0.80"}, add_ons=add_ons, source=source.pk, **many)
    answer = clerk.post(address(BasicPolicy, "add"), form)
    assert answer.status_code == 302
    row = BasicPolicy.objects.get(region=CITY)
    assert (row.bands.count(), row.specials.count(), row.cases.count()) == (MOST_INLINE,) * 3


def test_save_a_policy(clerk, source):
    answer = clerk.post(address(BasicPolicy, "add"), basic_form(source=source.pk))
    assert answer.status_code == 302
    row = BasicPolicy.objects.get(region=CITY)
    assert row.status == Status.DRAFT
    assert (row.rule().deductible, row.rule().bands[0].rate) == ((1000,), Decimal("0.80"))


def test_key_is_made_up_from_what_tells_the_row_apart(clerk, source):
    clerk.post(address(BasicPolicy, "add"), basic_form(source=source.pk, scheme="employee_tier1"))
    assert BasicPolicy.objects.get(region=CITY).key == "employee-tier1-any-inpatient-any"


def test_key_of_the_clerk_stands(clerk, source):
    clerk.post(address(BasicPolicy, "add"), basic_form(source=source.pk, key="mine"))
    assert BasicPolicy.objects.get(region=CITY).key == "mine"


def test_incomplete_policy_can_be_saved(clerk, source):
    clerk.post(address(BasicPolicy, "add"), basic_form({}, source=source.pk, deductible=""))
    assert BasicPolicy.objects.get(region=CITY).missing == ("起付线", "报销比例")


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        (
            {"deductible": "13,300"},
            "deductible",
            "第 2 次（300）比前一次（13）还高。数字里的千位逗号请去掉，例如写 1300。",
        ),
        ({"self_pay_factor": "600"}, "self_pay_factor", "请写 0 到 100% 之间的比例，例如 75%。"),
        ({"annual_ceiling": "500"}, "annual_ceiling", "封顶线比起付线还低，请核对这两个数。"),
        (
            {"over_ceiling_rate": "0.8"},
            "over_ceiling_rate",
            "“超封顶的支付比例”要和“封顶线（元）”一起写：没有封顶线就没有超封顶的部分。",
        ),
    ],
)
def test_refused_at_its_field(clerk, source, values, field, sentence):
    answer = clerk.post(address(BasicPolicy, "add"), basic_form(source=source.pk, **values))
    assert errors(answer) == {field: [sentence]}
    assert not BasicPolicy.objects.filter(region=CITY).exists()


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        ([{"up_to": "30000", "rate": "0.85"}], "第 1 段的“这一段的上限”在最后一段要空着，表示以上都算。"),
        (
            [{"up_to": "", "rate": "0.85"}, {"up_to": "", "rate": "0.9"}],
            "第 1 段的“这一段的上限”不能空着，只有最后一段可以不写上限。",
        ),
        (
            [{"up_to": "5", "rate": "0.8"}, {"up_to": "5", "rate": "0.85"}, {"up_to": "", "rate": "0.9"}],
            "第 2 段的“这一段的上限”要比前一段的上限大。",
        ),
    ],
)
def test_bands_that_make_no_sense_together_are_refused(clerk, source, bands, sentence):
    answer = clerk.post(address(BasicPolicy, "add"), basic_form(*bands, source=source.pk))
    assert sentence in text(answer)
    assert not BasicPolicy.objects.filter(region=CITY).exists()


def test_rate_beyond_the_whole_is_refused_at_its_band(clerk, source):
    answer = clerk.post(address(BasicPolicy, "add"), basic_form({"up_to": "", "rate": "800"}, source=source.pk))
    assert "请写 0 到 100% 之间的比例，例如 75%。" in text(answer)
    assert not BasicPolicy.objects.filter(region=CITY).exists()


def test_same_age_twice_is_refused(clerk, source):
    add_ons = ({"from_age": "70", "rate_add": "0.02"}, {"from_age": "70", "rate_add": "0.03"})
    answer = clerk.post(address(BasicPolicy, "add"), basic_form(add_ons=add_ons, source=source.pk))
    assert "特别规定里，“满 70 岁”的同一样写了两遍，请只留一行。" in text(answer)


def test_last_band_may_be_taken_away(clerk):
    row = draft(BasicPolicy)
    band = {"id": row.bands.get().pk, "policy": row.pk, "up_to": "", "rate": "0.80", "DELETE": "on"}
    form = basic_form(source=row.source_id) | inline("bands", band, initial=1)
    assert clerk.post(address(BasicPolicy, "change", row.pk), form).status_code == 302
    assert BasicPolicy.objects.get(pk=row.pk).missing == ("报销比例",)


def test_published_policy_takes_no_change(clerk):
    row = publish(BasicPolicy)
    band = {"id": row.bands.get().pk, "policy": row.pk, "up_to": "", "rate": "0.80", "DELETE": "on"}
    form = basic_form(source=row.source_id, deductible="2000") | inline("bands", band, initial=1)
    assert clerk.post(address(BasicPolicy, "change", row.pk), form).status_code == 403
    row.refresh_from_db()
    assert (row.deductible, row.bands.count()) == ("1000", 1)


def test_rule_beyond_the_national_limit_is_refused(clerk, source):
    form = {
        "scheme": "any",
        "category": "referral",
        "kind": "rate_points",
        "value": "0.25",
        "region": CITY,
        "collected_on": str(DAY),
        "evidence": "retold",
        "review_every": "365",
        "source": source.pk,
    }
    form |= REMOTE | inline("cases")
    answer = clerk.post(address(RemoteRule, "add"), form)
    assert list(errors(answer)) == ["value"]
    assert clerk.post(address(RemoteRule, "add"), form | {"beyond_limit_reason": "某文件第3条"}).status_code == 302


def test_figures_are_shown_as_they_are_written(clerk):
    row = draft(BasicPolicy, annual_ceiling="100000", rate_add="0.03")
    page = clerk.get(address(BasicPolicy, "change", row.pk)).content.decode()
    assert 'name="annual_ceiling" value="100000"' in page
    assert 'name="rate_add" value="0.03"' in page
    assert 'name="bands-0-rate" value="0.8"' in page


# Lists


@pytest.mark.parametrize("model", MODELS)
def test_list_opens_and_searches(clerk, model):
    publish(model)
    answer = clerk.get(address(model, "changelist"), {"q": "test-row"})
    assert [row.key for row in answer.context["cl"].queryset] == ["test-row"]


def test_list_says_level_and_what_is_missing(clerk):
    publish(BasicPolicy, deductible="", bands=[], region_id=PROVINCE)
    assert "云南省 省级 一直有效 缺起付线、报销比例" in text(
        clerk.get(address(BasicPolicy, "changelist"), {"q": "云南"})
    )


def test_waived_row_is_neither_complete_nor_lacking(clerk):
    publish(BasicPolicy, waived=True, bands=[])
    assert "本地不需要 已发布" in text(clerk.get(address(BasicPolicy, "changelist"), {"q": "昆明"}))


@pytest.mark.parametrize("model", TRIED)
def test_filter_by_completeness(clerk, model):
    lacking = {RemoteRule: {"value": None}, AssistancePolicy: {"rate": None}}.get(model, {"bands": []})
    publish(model)
    publish(model, key="lacking", region_id=PROVINCE, **lacking)

    def listed(choice):
        rows = clerk.get(address(model, "changelist"), {"complete": choice}).context["cl"].queryset
        return {row.key for row in rows if row.region_id in {CITY, PROVINCE}}

    assert (listed("yes"), listed("no")) == ({"test-row"}, {"lacking"})


@pytest.mark.parametrize("model", MODELS)
def test_list_asks_no_more_for_more_rows(clerk, model):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            clerk.get(address(model, "changelist"))
        return len(asked)

    publish(model)
    queries()  # the first request after a change also reads the content anew, whatever the list shows
    before = queries()
    for year in range(2000, 2012):
        publish(model, effective_from=dt.date(year, 1, 1), effective_to=dt.date(year, 12, 31), **elsewhere(model))
    queries()
    assert queries() == before


def elsewhere(model):
    return {"category": "long_term"} if model is RemoteLimit else {"region_id": OTHER_CITY}


# The worked example


@pytest.mark.parametrize("model", TRIED)
def test_saved_row_shows_its_example(clerk, model):
    row = publish(model)
    answer = clerk.get(address(model, "change", row.pk))
    assert f'data-try="{address(model, "try_saved", row.pk)}"' in answer.content.decode()
    assert "50,000元" in text(answer)


def test_page_loads_its_script_and_holds_none_inline(clerk):
    page = clerk.get(address(BasicPolicy, "add")).content.decode()
    assert 'src="/static/js/policy-try.js"' in page
    assert "style=" not in page


def test_example_of_a_saved_policy(clerk):
    row = publish(BasicPolicy)
    assert "(50,000 − 1,000) × 80% = 39,200" in text(clerk.get(address(BasicPolicy, "change", row.pk)))


def test_example_says_what_an_incomplete_row_lacks(clerk):
    row = publish(BasicPolicy, deductible="")
    page = text(clerk.get(address(BasicPolicy, "change", row.pk)))
    assert "还算不出来，还差：起付线。可以先存着，公众看不到金额。" in page


def test_example_follows_the_form_not_the_database(clerk):
    row = draft(BasicPolicy)
    form = basic_form({"id": row.bands.get().pk, "policy": row.pk, "up_to": "", "rate": "0.9"}, deductible="2000")
    form |= {"bands-INITIAL_FORMS": 1}
    answer = clerk.post(address(BasicPolicy, "try_saved", row.pk), form)
    assert "(50,000 − 2,000) × 90% = 43,200" in text(answer)
    row.refresh_from_db()
    assert (row.deductible, row.bands.get().rate) == ("1000", Decimal("0.8"))


def test_example_of_a_new_row_needs_only_its_figures(clerk):
    answer = clerk.post(address(BasicPolicy, "try"), basic_form())
    assert "(50,000 − 1,000) × 80% = 39,200" in text(answer)
    assert not BasicPolicy.objects.filter(region=CITY).exists()


def test_example_is_a_fragment(clerk):
    page = clerk.post(address(BasicPolicy, "try"), basic_form()).content.decode()
    assert "<html" not in page
    assert "style=" not in page


def test_example_sorts_bands_and_leaves_out_deleted_ones(clerk):
    bands = [
        {"up_to": "", "rate": "0.90"},
        {"up_to": "20000", "rate": "0.80"},
        {"up_to": "10000", "rate": "0.10", "DELETE": "on"},
        {},
    ]
    assert "20,000 × 80% = 16,000" in text(clerk.post(address(BasicPolicy, "try"), basic_form(*bands)))


def test_example_with_age_add_ons_also_shows_the_oldest(clerk):
    add_ons = ({"from_age": "70", "rate_add": "0.02"}, {"from_age": "80", "rate_add": "0.05"})
    page = text(clerk.post(address(BasicPolicy, "try"), basic_form(add_ons=add_ons)))
    assert "同一张票据，满 80 岁。" in page
    assert "(50,000 − 1,000) × 85% = 41,650" in page


def test_clause_stands_beside_the_figures_while_they_are_typed(clerk, source):
    SourceDocument.objects.filter(pk=source.pk).update(clause="住院起付标准 1200 元。超过的部分报销 80%。")
    page = text(clerk.post(address(BasicPolicy, "try"), basic_form(source=source.pk, deductible="1200")))
    assert "每个数在条文的哪一句" in page
    assert "起付线 1200 住院起付标准 1200 元" in page
    assert "报销比例 80% 超过的部分报销 80%" in page
    other = text(clerk.post(address(BasicPolicy, "try"), basic_form(source=source.pk, deductible="1300")))
    assert "起付线 1300 条文里没有这个数。" in other


def test_clause_stands_beside_the_saved_figures_when_the_form_opens(clerk, source):
    SourceDocument.objects.filter(pk=source.pk).update(clause="超过的部分报销 80%。")
    row = publish(BasicPolicy, region_id=CITY, source=source, status="draft")
    page = text(clerk.get(address(BasicPolicy, "change", row.pk)))
    assert "每个数在条文的哪一句" in page
    assert "80% 超过的部分报销 80%" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"deductible": "一千"}, "看不懂“一千”。"),
        ({"annual_ceiling": "很多"}, "封顶线（元）："),
        ({"bands-0-rate": "800"}, "报销比例分段第 1 行：请写 0 到 100% 之间的比例"),
        ({"bands-0-up_to": "30000"}, "第 1 段的“这一段的上限”在最后一段要空着"),
        ({"scheme": "nobody"}, "险种："),
        ({"deductible": "", "bands-0-rate": ""}, "还算不出来，还差：起付线、报销比例。"),
        ({"waived": "on"}, "勾了“本地不需要”，这一条不算钱。"),
        ({"bands-TOTAL_FORMS": "x"}, "先把这几处改好，再算："),
    ],
)
def test_example_of_a_wrong_form_says_what_to_do(clerk, values, sentence):
    answer = clerk.post(address(BasicPolicy, "try"), basic_form() | values)
    assert answer.status_code == 200
    assert sentence in text(answer)


def test_example_of_an_empty_post_says_what_to_do(clerk):
    answer = clerk.post(address(BasicPolicy, "try"))
    assert answer.status_code == 200
    assert "先把这几处改好，再算：" in text(answer)


def test_example_of_critical_illness_for_supported_persons_too(clerk):
    form = {
        "scheme": "resident",
        "deductible": "10000",
        "has_support": "on",
        "support_deductible_factor": "0.5",
        "support_rate_add": "0.05",
        **inline("bands", {"up_to": "", "rate": "0.60"}),
        **inline("cases"),
    }
    page = text(clerk.post(address(CriticalIllnessPolicy, "try"), form))
    assert "(50,000 − 10,000) × 60% = 24,000" in page
    assert "同样的自付，困难群体。" in page
    assert "(50,000 − 5,000) × 65% = 29,250" in page


def test_example_of_assistance(clerk):
    page = text(
        clerk.post(
            address(AssistancePolicy, "try"), {"scheme": "any", "deductible": "0", "rate": "0.7", **inline("cases")}
        )
    )
    assert "50,000 × 70% = 35,000" in page


def test_example_of_a_remote_rule_compares_with_home(clerk):
    form = {"scheme": "any", "category": "referral", "kind": "rate_points", "value": "0.10"}
    form |= REMOTE | inline("cases")
    page = text(clerk.post(address(RemoteRule, "try"), form))
    assert "报 39,200元。在外地：" in page
    assert "(50,000 − 1,000) × 70% = 34,300" in page


def test_example_is_not_for_anonymous_visitors(client):
    answer = client.post(address(BasicPolicy, "try"), basic_form())
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


def test_example_needs_the_right_to_write(db):
    client = signed_in(person("viewer", ("reviewer", CITY)))
    assert client.post(address(BasicPolicy, "try"), basic_form()).status_code == 403
    row = draft(BasicPolicy)
    assert client.post(address(BasicPolicy, "try_saved", row.pk), basic_form()).status_code == 403
    assert "39,200" in text(client.get(address(BasicPolicy, "change", row.pk)))


def test_example_is_posted_only(clerk):
    assert clerk.get(address(BasicPolicy, "try")).status_code == 405


def test_example_of_a_row_that_is_gone(clerk):
    assert clerk.post(address(BasicPolicy, "try_saved", 999999), basic_form()).status_code == 404


def test_example_needs_the_form_s_own_token(clerk):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="clerk"))
    assert strict.post(address(BasicPolicy, "try"), basic_form()).status_code == 403


# Levels


def test_form_says_which_other_levels_have_the_same(clerk):
    publish(BasicPolicy, region_id=PROVINCE)
    city = publish(BasicPolicy)
    page = text(clerk.get(address(BasicPolicy, "change", city.pk)))
    assert "这一条在昆明市（地市级）。云南省（省级）也有一条，一直有效，这里的优先。" in page


def test_form_of_a_province_names_the_cities_with_their_own(clerk):
    province = publish(BasicPolicy, region_id=PROVINCE)
    publish(BasicPolicy)
    page = text(clerk.get(address(BasicPolicy, "change", province.pk)))
    assert "这一条在云南省（省级）。昆明市（地市级）也有一条，一直有效，那里用那里的。" in page


def test_example_of_a_published_row_cannot_be_changed(clerk):
    row = publish(BasicPolicy)
    assert clerk.post(address(BasicPolicy, "try_saved", row.pk), basic_form()).status_code == 403


def test_new_citys_rule_is_estimated_once_published(clerk, source):
    bill = {"city": "鞍山", "scheme": "employee", "care_type": "inpatient", "total": "20000"}
    assert "还算不出来" in clerk.post("/estimate/", bill).content.decode()
    today = str(dt.date.today())
    clerk.post(address(BasicPolicy, "add"), basic_form(source=source.pk, region="210300", collected_on=today))
    assert "还算不出来" in clerk.post("/estimate/", bill).content.decode()
    row = BasicPolicy.objects.get(region="210300", status=Status.DRAFT)
    take(clerk, "submit", row, reason="新的政策")
    take(signed_in(person("reviewer", ("reviewer", "210300"))), "publish", row, reason="对照过")
    assert "1.52万元" in clerk.post("/estimate/", bill).content.decode()
