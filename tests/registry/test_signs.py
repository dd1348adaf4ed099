"""What paper can show, and what stands for the rest."""

import pytest

from registry import signs


@pytest.mark.parametrize("text", ["二〇二六年", "盩厔街口", "氹仔路", "½ · ² · Ⅷ", "☑ 带齐\n①", "喆", ""])
def test_what_the_font_has_is_set_as_it_is(text):
    assert (signs.missing(text), signs.settable(text)) == ([], text)


@pytest.mark.parametrize(
    ("text", "missing", "shown"),
    [
        ("📞 电话", ["📞"], "□ 电话"),
        ("龘龘路", ["龘"], "□□路"),
        ("好\u200d的\ufe0f\u202e", [], "好的"),
        ("e\u0301", [], "e"),
        ("楼一\u00a0二\u2003三\u2028楼", [], "楼一 二 三 楼"),
        ("\ue000路", ["\ue000"], "□路"),
        ("咨询12393\t12333\x0b都行\x07", [], "咨询12393 12333 都行"),
    ],
)
def test_what_it_lacks_has_a_stand_in(text, missing, shown):
    assert (signs.missing(text), signs.settable(text)) == (missing, shown)
