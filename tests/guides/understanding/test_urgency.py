"""What is an emergency of this minute, and what is one that is over or only spoken of."""

import pytest

from guides.understanding.understand import Reader
from guides.understanding.urgency import is_over


@pytest.mark.parametrize(
    "text",
    [
        "我爸突然胸口痛出冷汗 没备案能去医院吗 人在厦门",
        "老公胸口闷得厉害，左胳膊也麻",
        "心口疼得直冒汗",
        "老人中风了说不出话咋办 医保在老家",
        "我妈早上起来嘴歪了，半边身子动不了",
        "爷爷说话突然不清楚了站不稳",
        "救命 娃儿喝了农药",
        "奶奶吃了一把安眠药怎么办",
        "家里煤气中毒了",
        "孩子被果冻卡住了脸发紫",
        "宝宝呛奶没反应了",
        "工友触电了",
        "有人溺水了怎么办",
        "孩子掉河里了",
        "我哥从脚手架上摔下来，喊不醒",
        "血止不住怎么办",
        "我妈倒在地上叫不醒",
        "孩子发高烧抽搐翻白眼",
        "老公喘不上气嘴唇发紫",
        "我爸突然心口痛，现在还能动，去哪家医院",
        "被毒蛇咬了",
        "老婆羊水破了，人在外地没备案",
        "我哥抢救呢，在外地，没备案怎么办",
        "我爸心脏病犯了躺地上起不来",
        "奶奶突然倒了 叫不答应",
        "我妈脸歪了说话含糊",
        "宝宝吞了一颗纽扣电池",
        "爷爷呼吸急促嘴都紫了 没带医保卡怎么办",
        "吃了头孢又喝酒，现在胸闷喘不上气",
        "孩子从三楼掉下去了",
        "我爸去年抽过，现在翻白眼了",
        "我不想活了",
        "被车撞了满头是血",
        "开水把孩子烫了一大片",
        "孩子把洗衣液喝了",
        "爷爷半边身子不会动了嘴也歪",
        "农药中毒 在老家 医保在广东",
    ],
)
def test_symptoms_of_this_minute_are_an_emergency(reader: Reader, text: str) -> None:
    found = reader.read(text)
    assert found.value("stage") == "emergency"
    assert "guide:remote-care" in found.scores


@pytest.mark.parametrize(
    "text",
    [
        "去年国庆喘不上气挂了急诊，发票都在家，现在寄回去还给报吗",
        "去年心梗住院花了八万，还能报吗",
        "我爸脑梗后遗症做康复医保报不报",
        "急诊抢救花的钱能报不，昨天半夜送的",
        "溺水抢救的费用医保管不管",
        "被蛇咬了打血清能报吗",
        "中风能申请慢特病吗",
        "心梗有什么前兆",
        "癫痫发作过，能办慢病卡吗",
        "万一在外地昏迷了没备案怎么办",
        "昨晚高烧惊厥，现在在市中心医院住院，没备案",
        "从架子上摔下来，现在在医院躺着",
        "爷爷抢救完人没了，卡里的钱怎么取",
        "这是救命钱，什么时候能报",
        "卡掉水里了",
        "医保码点了没反应",
        "网上备案多久能通过，明天就住院了急死了",
        "没意识到要备案就住院了，在杭州，医保上饶",
        "奶奶的社保卡在机器里卡住了",
        "我弟从架子上掉下来，现在钱都是包工头垫的",
        "给人家盖房子从房顶摔下来，东家不管",
        "公司突然倒了没人交医保",
        "手机突然不动了医保码打不开",
        "叫他们改也没反应，报销款还没到",
        "社保卡英文怎么叫",
        "备案提交了没反应",
        "煤气罐没气了",
        "我爸晕车能报吗",
        "牙出血不止看牙能报吗",
        "做手术大出血花了十万，剩下的还能报吗",
        "卡插进去没反应",
        "妈妈突然住院了，人在北京，医保在唐山",
        "在昆明我姐这边耍突然心口痛住到医院里头了人还没有出院",
        "去年十月来看我，心绞痛就犯了，救护车拉到急诊，这钱现在还能报回来吗",
    ],
)
def test_what_is_over_or_only_spoken_of_is_none(reader: Reader, text: str) -> None:
    assert reader.read(text).value("stage") != "emergency"


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("昏迷", False),
        ("昏迷能报销吗", True),
        ("突然昏迷能报销吗", False),
        ("上个月昏迷过", True),
        ("上个月昏迷过，现在又昏迷了", False),
        ("要是昏迷了怎么办", True),
        ("昏迷住院了", False),
        ("摔伤住院了", True),
        ("突然肚子疼，挂了急诊，所以自己付了", True),
    ],
)
def test_words_around_decide(text: str, over: bool) -> None:
    assert is_over(text) is over
