"""What is asked of a doctor is told apart from what is asked of an insurance."""

import pytest

from guides.understanding.understand import Reader


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("半夜娃烧到三十九度要不要吃退烧药", "12320"),
        ("孩子低烧三天了，要不要去挂水", "12320"),
        ("肺结节八毫米严重吗", "12320"),
        ("长沙看牛皮癣哪家强", "12345"),
        ("合肥治颈椎病哪个大夫厉害", "12345"),
    ],
)
def test_what_only_a_doctor_can_tell_is_none_of_ours(reader: Reader, text: str, phone: str) -> None:
    assert list(reader.read(text).scores) == [f"out_of_scope:{phone}"]


@pytest.mark.parametrize(
    "text",
    [
        "娃发烧要不要住院，医保能报吗",
        "牙疼要不要先备案",
        "看牛皮癣哪家医院能刷医保",
        "膝盖积水做个核磁能不能报",
    ],
)
def test_who_names_what_is_ours_is_answered_by_us(reader: Reader, text: str) -> None:
    assert not any(target.startswith("out_of_scope") for target in reader.read(text).scores)
