import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from guides.models import Advice, Channel, Document, Introduction, Option, Parameter, Wording
from guides.models.base import check_placeholders

STRANGER = (
    "花括号里只能写 {insured_place}（参保地）、{care_place}（就医地）、{issued_place}（办事的城市）、"
    "{phone}（参保地的医保电话）、{card_phone}（办事的城市、参保地的 12333）、{care_phone}（就医地的医保电话）、{family_phone}（家人参保地的医保电话）、{home}（参保的城市，不知道的空着）、{by_when}（最晚哪天交）、{that_year}（看病那一年，今年的写成今年，去年的写成年份）、{no_invoice}（发票不在手上的，怎么说；在手上的空着）、{recognised}（看门诊的，办过慢特病认定怎么说；别的空着）、{wait}（要等的月数）、{filing_as}（按哪一种备案，例如 按“异地转诊就医”；说不准的空着）、{upper}（居民的大病保险、职工的大额补助，看是哪种医保）、{recognition}（慢特病认定）、{relation}（两地关系的一句话）、{relation_more}（两地关系的细说），不认识：name。"
)


def problems(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


@pytest.mark.parametrize("model", [Introduction, Wording, Document, Channel, Advice, Parameter])
def test_row_sound(publish, model):
    assert publish(model, region_id="210300").pk


@pytest.mark.parametrize("model", [Introduction, Document, Channel, Advice, Parameter])
def test_row_bad_condition_refused(build, model):
    row = build(model, region_id="210300", when={"injury": ["maybe"]})
    assert problems(row) == {"when": ["“injury”没有“maybe”这个答案，可选：yes、work、no、unknown。"]}


@pytest.mark.parametrize("model", [Document, Advice])
def test_row_may_depend_on_what_only_a_post_tells(build, model):
    build(model, guides=["second-reimbursement"], when={"threshold": ["short"], "supported": ["yes"]}).full_clean()


@pytest.mark.parametrize(
    ("guide", "when"),
    [("remote-care", {"supported": ["no"]}), ("remote-care", {"threshold": ["short"]})],
)
def test_row_unknown_private_answer_refused(build, guide, when):
    assert list(problems(build(Document, guides=[guide], when=when))) == ["when"]


@pytest.mark.parametrize(("state", "refused"), [("apply", False), ("soon", True)])
def test_layer_row_names_a_state_of_its_layer(build, state, refused):
    row = build(Advice, guides=["second-reimbursement"], kind="layer", when={"critical_layer": [state]})
    if refused:
        assert list(problems(row)) == ["when"]
    else:
        row.full_clean()


def test_row_unknown_guide_refused(build):
    assert problems(build(Document, guides=["tax"])) == {"when": ["没有这个指引：tax。"]}


def test_row_without_guide_refused(build):
    assert "要写明用在哪个指引（guides），至少一个。" in problems(build(Document, guides=[]))["when"]


def test_row_guides_in_a_list_of_lists_refused(build):
    assert list(problems(build(Document, guides=[["remote-care"]]))) == ["when"]


def test_row_all_problems_at_once(build):
    row = build(Document, waived=True, verified_by="0412", when={"weather": ["rain"]})
    assert sorted(problems(row)) == ["verified_by", "waived", "when"]


@pytest.mark.parametrize("field", ["title", "body"])
def test_advice_unknown_placeholder_refused(build, field):
    assert problems(build(Advice, **{field: "打 {name}"})) == {"__all__": [STRANGER]}


def test_channel_unknown_placeholder_refused(build):
    assert problems(build(Channel, how="打 {name}")) == {"__all__": [STRANGER]}


def test_parameter_unknown_placeholder_refused(build):
    """The note is filled in like every other text of the page."""
    assert STRANGER in str(problems(build(Parameter, region_id="210300", note="打 {name}")))


def test_everything_wrong_with_a_row_is_said_at_once(build):
    """What any row must be, and what a row of a guide must be."""
    found = problems(build(Advice, when={"stage": ["nowhere"]}, waived=True, collected_on=dt.date(1900, 1, 1)))
    assert set(found) == {"when", "waived", "collected_on"}


@pytest.mark.parametrize("text", ["", "没有空", "打 {phone}", "{insured_place}到{care_place}，打 {care_phone}"])
def test_placeholders_known(text):
    assert check_placeholders(text) is None


@pytest.mark.parametrize("text", ["{name}", "{}", "{ phone }", "{phone!r}", "{phone.__class__}", "{0}"])
def test_placeholders_unknown_refused(text):
    with pytest.raises(ValidationError):
        check_placeholders(text)


@pytest.mark.parametrize("text", ["打 {phone", "{phone} }", "{", "{phone}{", "{{phone}"])
def test_placeholders_left_open_refused(text):
    """Such a text cannot be filled in when the page is made."""
    with pytest.raises(ValidationError):
        check_placeholders(text)


@pytest.mark.parametrize(
    ("kind", "length", "refused"), [("script", 90, False), ("script", 91, True), ("step", 91, False)]
)
def test_script_length(build, kind, length, refused):
    row = build(Advice, kind=kind, body="说" * length)
    if refused:
        assert problems(row) == {"body": ["在窗口说的话不超过 90 个字，现在 91 个。"]}
    else:
        row.full_clean()


@pytest.mark.parametrize(
    ("needed", "group", "refused"),
    [
        ("one_of", "identity", False),
        ("one_of", "", True),
        ("required", "", False),
        ("required", "identity", True),
        ("later", "identity", True),
    ],
)
def test_document_one_of_needs_a_group(build, needed, group, refused):
    row = build(Document, needed=needed, group=group)
    if refused:
        assert problems(row) == {"group": ["“任选其一”要写任选组；别的不要写。"]}
    else:
        row.full_clean()


STEERING = {"pledge_supported": "能 不能", "has_tiers": "分档 不分档"}


@pytest.mark.parametrize("name", STEERING)
def test_parameter_that_steers_questions_is_yes_or_no(build, name):
    words = STEERING[name].split()
    stored = {}
    for typed in ("yes", "no", "", *words):
        row = build(Parameter, region_id="210300", name=name, value=typed)
        row.full_clean()
        stored[typed] = row.value
    assert stored == {"yes": "yes", "no": "no", "": "", words[0]: "yes", words[1]: "no"}


@pytest.mark.parametrize("name", STEERING)
@pytest.mark.parametrize("typed", ["是", "Yes", "能不能", "6 个月"])
def test_parameter_that_steers_questions_takes_nothing_else(build, name, typed):
    row = build(Parameter, region_id="210300", name=name, value=typed)
    assert problems(row) == {"value": [f"这一项只能写“{'”“'.join(STEERING[name].split())}”，或者空着。"]}


def test_parameter_in_words_is_free(publish):
    assert publish(Parameter, region_id="210300", name="change_limit", value="是").pk


def test_parameter_twice_under_two_keys_refused(publish, build):
    publish(Parameter, region_id="210300")
    assert list(problems(build(Parameter, region_id="210300", key="other"))) == ["effective_from"]


def test_wording_of_an_unknown_question_refused(build):
    assert problems(build(Wording, question="weather")) == {"question": ["remote-care 没有“weather”这个问题。"]}


def test_wording_with_a_condition_refused(build):
    assert problems(build(Wording, when={"injury": ["yes"]})) == {"when": ["问题文字不分情形，这里要空着。"]}


def test_wording_labels_and_hints(publish):
    row = publish(Wording)
    row.options.create(value="planning", label="还没去", hint="打算去")
    row.options.create(value="admitted", label="正在住院")
    assert row.labels == {"planning": "还没去", "admitted": "正在住院"}
    assert row.hints == {"planning": "打算去", "admitted": ""}


def test_option_twice_refused(publish):
    row = publish(Wording)
    row.options.create(value="planning", label="还没去")
    again = Option(wording=row, value="planning", label="另一个")
    assert list(problems(again)) == ["__all__"]


@pytest.mark.parametrize(
    ("model", "words"),
    [(Document, "一张纸"), (Channel, "渠道"), (Advice, "一步"), (Wording, "问题"), (Introduction, "事项")],
)
def test_row_is_called_by_its_name(build, model, words):
    assert str(build(model)) == words


@pytest.mark.parametrize(
    ("value", "words"), [("6 个月", "备案后多久能变更或取消：6 个月"), ("", "备案后多久能变更或取消：没有查到")]
)
def test_parameter_is_called_by_its_value(build, value, words):
    assert str(build(Parameter, value=value)) == words


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("pledge_supported", "yes", "能"),
        ("pledge_supported", "no", "不能"),
        ("has_tiers", "no", "不分档"),
        ("has_tiers", "", ""),
        ("change_limit", "6 个月", "6 个月"),
        ("change_limit", "yes", "yes"),
    ],
)
def test_parameter_rule_in_words(name, value, words):
    assert Parameter(name=name, value=value).rule == words


def deadline(build, **values):
    return build(Parameter, **{"region_id": "210300", "name": "claim_deadline", "value": "12 个月内", **values})


@pytest.mark.parametrize(
    "term",
    [
        {},
        {"term_kind": "months", "term_amount": "12"},
        {"term_kind": "days", "term_amount": "90"},
        {"term_kind": "year_end"},
        {"term_kind": "next_year", "term_amount": "01-20"},
    ],
)
def test_parameter_term_sound(build, term):
    deadline(build, **term).full_clean()


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"term_kind": "months", "term_amount": "01-20"}, {"term_amount": ["请写几个月，只写数字，例如 12。"]}),
        ({"term_kind": "months"}, {"term_amount": ["请写几个月，只写数字，例如 12。"]}),
        ({"term_kind": "days", "term_amount": "0"}, {"term_amount": ["请写几天，只写数字，例如 90。"]}),
        ({"term_kind": "year_end", "term_amount": "1"}, {"term_amount": ["“年底”不用写数。请把“数”清空。"]}),
        ({"term_kind": "next_year", "term_amount": "02-29"}, {"term_amount": ["请写哪一天，例如 3月31日。"]}),
        (
            {"term_kind": "next_year", "term_amount": "次年3月31日前"},
            {"term_amount": ["“次年3月31日前”：3月31日当天还收吗？收就写 3月31日；不收，写它的前一天。"]},
        ),
        ({"term_amount": "12"}, {"term_kind": ["写了“数”，也要选期限怎么算。"]}),
        ({"term_kind": "year_end", "value": ""}, {"value": ["期限是从规定来的，请先照依据把规定写上。"]}),
        (
            {"term_kind": "year_end", "name": "claim_time"},
            {"term_kind": ["这一项不能算日子，请空着。"]},
        ),
    ],
)
def test_parameter_term_refused_with_what_to_do(build, values, problem):
    assert problems(deadline(build, **values)) == problem


def test_parameter_keeps_the_day_of_a_term_in_one_form(build):
    row = deadline(build, term_kind="next_year", term_amount="12月31日")
    row.full_clean()
    assert row.term_amount == "12-31"


def test_parameter_term_outside_the_closed_set_refused(build):
    assert list(problems(deadline(build, term_kind="weeks", term_amount="2"))) == ["term_kind"]


@pytest.mark.parametrize("button", ["", "{phone}", "{card_phone}", "{care_phone}", "https://fuwu.nhsa.gov.cn/"])
def test_step_may_dial_a_number_or_open_an_official_page(build, button):
    build(Advice, kind="step", title="先问清楚。", button=button).full_clean()


@pytest.mark.parametrize(
    "button",
    [
        *("12393", "{relation}", "打 {phone}", "打开"),
        *(
            "http://fuwu.nhsa.gov.cn/",
            "https://example.com/",
            "https://gov.cn.example.com/",
            "javascript:alert(1)//a.gov.cn",
        ),
    ],
)
def test_step_button_that_leads_elsewhere_refused(build, button):
    sentence = "请写 {phone}、{card_phone}、{care_phone}，或者 https:// 开头、gov.cn 的网址。"
    assert problems(build(Advice, kind="step", button=button)) == {"button": [sentence]}


def test_step_button_for_the_number_in_its_title_refused(build):
    row = build(Advice, kind="step", title="打 {phone}，问清楚。", button="{phone}")
    assert problems(row) == {"button": ["“一句话”里已经有这个号码，点得动，按钮请空着。"]}
    build(Advice, kind="step", title="打 {phone}，问清楚。", button="{card_phone}").full_clean()


def test_button_anywhere_but_in_a_step_refused(build):
    assert problems(build(Advice, kind="warning", button="{phone}")) == {
        "button": ["只有“办理步骤”有按钮，别的请空着。"]
    }


def test_drawing_stands_beside_what_is_added_and_nowhere_else(build):
    build(Advice, kind="block", when={"block": ["proxy"]}, drawing="waiting").full_clean()
    assert problems(build(Advice, kind="step", drawing="waiting")) == {
        "drawing": ["只有“附加说明”能配图，别的请空着。"]
    }
    assert list(problems(build(Advice, kind="block", drawing="clouds"))) == ["drawing"]
