"""Street addresses: told from what stands in the box where nobody knows one."""

import re

#: What leads to a door: a part of the country, a way, a building. A number alone leads nowhere.
_WAY = re.compile("[省市区县旗州盟镇乡街路道巷弄村庄屯楼层座栋厦院园场桥站]|胡同|中心|开发区")
_LEAST = 4


def is_address(text: str) -> bool:
    """Whether somebody could set out to it; what says that none is known (“不详”“见通知”) and mere numbers are none."""
    return len(text.strip()) >= _LEAST and _WAY.search(text) is not None
