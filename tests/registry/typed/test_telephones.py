"""Telephone numbers as clerks write them, and where texts name them."""

import pytest

from registry.typed.telephones import NumberError, dialled, in_text, linked, numbers

NO_NUMBER = "不是电话号码。请照 0412-5541234 写，几个用顿号隔开。"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ()),
        ("0412-5541234", ("0412-5541234",)),
        ("（0412）5541234", ("0412-5541234",)),
        ("(0412) 5541234", ("0412-5541234",)),
        ("0412－５５４１２３４", ("0412-5541234",)),
        ("0412—5541234", ("0412-5541234",)),
        ("0412 5541234", ("0412-5541234",)),
        ("04125541234", ("0412-5541234",)),
        ("0412-\u200b5541234", ("0412-5541234",)),
        ("02423234567", ("024-23234567",)),
        ("0412-5541234/5541235", ("0412-5541234", "0412-5541235")),
        ("0412-5541234，0412-5541235", ("0412-5541234", "0412-5541235")),
        ("0412-5541234 0412-5541235", ("0412-5541234", "0412-5541235")),
        ("0412-5541234-8012", ("0412-5541234转8012",)),
        ("0412-5541234转8012、5541235", ("0412-5541234转8012", "0412-5541235")),
        ("0412-2541234", ("0412-2541234",)),
        ("010-89541234", ("010-89541234",)),
        ("12393", ("12393",)),
        ("041212393", ("0412-12393",)),
        ("0412-12393、12333", ("0412-12393", "12333")),
        ("95588", ("95588",)),
        ("400-123-4567", ("400-123-4567",)),
        ("13800000000", ("13800000000",)),
    ],
)
def test_read_and_kept_as_it_is_read_again(typed, kept):
    assert numbers(typed) == kept
    assert numbers("、".join(kept)) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("5541234", "“5541234”前面要写区号，例如 0412-5541234。"),
        ("12393、5541234", "“5541234”前面要写区号，例如 0412-5541234。"),
        ("4125541234", f"“4125541234”{NO_NUMBER}"),
        ("电话见门口", f"“电话见门口”{NO_NUMBER}"),
        ("0412-5541234、见门口", f"“见门口”{NO_NUMBER}"),
        ("0412-554123", f"“0412-554123”{NO_NUMBER}"),
        ("0412-554123456", f"“0412-554123456”{NO_NUMBER}"),
        ("0412-5٥٤١٢٣٤", f"“0412-5٥٤١٢٣٤”{NO_NUMBER}"),
        ("tel:12393", f"“tel:12393”{NO_NUMBER}"),
        ("12345678", f"“12345678”{NO_NUMBER}"),
        ("0000", f"“0000”{NO_NUMBER}"),
        ("0412-1234567", f"“0412-1234567”{NO_NUMBER}"),
        ("0412-0000000", f"“0412-0000000”{NO_NUMBER}"),
        ("0412-9541234", f"“0412-9541234”{NO_NUMBER}"),
        ("0000-5541234", f"“0000-5541234”{NO_NUMBER}"),
    ],
)
def test_what_is_no_number_is_refused(typed, sentence):
    with pytest.raises(NumberError) as refused:
        numbers(typed)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("0412-5541234", "04125541234"),
        ("0412-5541234转8012", "04125541234"),
        ("400-123-4567", "4001234567"),
        ("12393", "12393"),
    ],
)
def test_dialled(number, digits):
    assert dialled(number) == digits


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("打 12393 问。", ("12393",)),
        ("打12393，或者12333、12345。", ("12393", "12333", "12345")),
        ("打 0412-12393 或 0412-5541234。", ("0412-12393", "0412-5541234")),
        ("打 12393，占线再打 12393。", ("12393",)),
        ("12366", ("12366",)),
    ],
)
def test_numbers_of_a_text_can_be_tapped(text, named):
    assert in_text(text) == named
    page = linked(text)
    for number in named:
        assert f'<a class="tel" href="tel:{dialled(number)}">{number}</a>' in page
        assert page.count(f">{number}<") == text.count(number)


@pytest.mark.parametrize(
    "text",
    [
        "12345元",
        "12345 元",
        "一共 12,393 元",
        "12393.50",
        "0.12393",
        "-12393",
        "第 112393 号",
        "123934",
        "10086",
        "12999",
        "2026-12393",
        "0412-1234",
        "0412-123456789",
        "1２３９３",
        "找“掌上12333”，登录。",
        "没有号码。",
        "",
    ],
)
def test_amounts_and_other_figures_are_no_numbers(text):
    assert in_text(text) == ()
    assert linked(text) == text


def test_text_around_a_number_is_escaped():
    assert linked("<b>打 12393</b> & 问") == (
        '&lt;b&gt;打 <a class="tel" href="tel:12393">12393</a>&lt;/b&gt; &amp; 问'
    )
