"""What is an address, and what stands in its box where nobody knows one."""

import pytest
from django.core.exceptions import ValidationError

from registry.models import Office
from registry.typed.streets import is_address

NONE = [
    "一号",
    "1号",
    "一号?",
    "0000",
    "12345678",
    "不详",
    "暂无",
    "没有查到",
    "见通知",
    "详见官网公告",
    "test",
    "路",
    "问 12393",
]


@pytest.mark.parametrize(
    "text",
    [
        "中山路1号",
        "铁东区二一九街",
        "市民服务中心一楼",
        "人民医院对面楼",
        "和平里五号楼",
        "西郊村委会院内",
        "羊坊胡同 3 号",
    ],
)
def test_what_somebody_can_set_out_to_is_an_address(text):
    assert is_address(text)


@pytest.mark.parametrize("text", NONE)
def test_what_leads_nowhere_is_none(text):
    assert not is_address(text)


@pytest.mark.django_db
def test_counter_with_no_address_in_its_box_is_refused_and_told_what_to_write(build):
    with pytest.raises(ValidationError) as refused:
        build(Office, address="一号?").full_clean()
    sentence = "“一号?”不像地址。请写到门牌号，例如“中山路 1 号 2 楼”。没查到就空着。"
    assert refused.value.message_dict == {"address": [sentence]}
    build(Office, address="中山路 1 号").full_clean()
    build(Office, address="", phone="0412-5541234").full_clean()
