"""What is wished for is not so yet."""

import pytest

from guides.understanding import joining


@pytest.mark.parametrize(
    ("text", "scheme", "wished"),
    [
        ("我妈想参加居民医保", "居民", True),
        ("灵活就业太贵,想改交居民医保", "居民", True),
        ("能不能从农合换到职工医保", "职工", True),
        ("没单位,想按灵活就业交", "灵活", True),
        ("能以个人名义接着交吗", "以个人", True),
        ("已经转成居民医保了", "居民", False),
        ("我是居民医保,想看病", "居民", False),
        ("想交明年的居民医保", "居民", False),
        ("自己接着交,还是回老家交居民的", "居民", True),
        ("没有单位,第一次自己参加职工医保", "职工", True),
        ("头一回想上职工医保", "职工", True),
        ("第一次用职工医保看病", "职工", False),
        ("是交居民的划算还是按职工交", "居民", True),
    ],
)
def test_scheme_that_somebody_wants_is_told_from_his_own(text: str, scheme: str, wished: bool) -> None:
    at = text.index(scheme)
    assert joining.is_wished(text, at, at + len(scheme)) is wished


@pytest.mark.parametrize(
    ("text", "scheme", "is_none"),
    [
        ("社保早断了,农合也没交", "农合", True),
        ("职工停了,居民医保也没续", "居民", True),
        ("农合也没交几年", "农合", False),
        ("我交的农合,医保局也没通知", "农合", False),
    ],
)
def test_scheme_that_has_lapsed_as_well_is_nobodys(text: str, scheme: str, is_none: bool) -> None:
    at = text.index(scheme)
    assert joining.is_none_yet(text, at, at + len(scheme)) is is_none
