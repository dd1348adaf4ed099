"""Whether 走 tells of a journey or of a death."""

import pytest

from guides.understanding.understand import Reader


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("老伴打算去海口猫冬，走之前要先去哪儿登记", "family"),
        ("我妈下月去昆明我姐家住半年，临走前备案来得及吗", "family"),
        ("奶奶上周走了，去成都我叔家长住", "family"),
        ("我爸昨天走的，坐火车去北京看眼睛", "family"),
        ("我妈走了三天了，去女儿家还没回来，卡丢了怎么挂失", "family"),
        ("外公三个月前走的，最后那次住院医保结掉了", "deceased"),
        ("老公上周在ICU没了，丧事刚办完", "deceased"),
        ("我爸走之前在医院住了二十天", "deceased"),
        ("奶奶上周走了，去派出所销户要带什么", "deceased"),
    ],
)
def test_who_leaves_on_a_journey_is_not_dead(reader: Reader, text: str, whom: str) -> None:
    assert reader.read(text).value("for_whom") == whom


def test_who_died_in_hospital_is_there_no_more(reader: Reader) -> None:
    understood = reader.read("老公上周在ICU没了，前后住了十一天，丧事刚办完")
    assert not {"stage", "ill_now"} & {each.key for each in understood.conclusions}
