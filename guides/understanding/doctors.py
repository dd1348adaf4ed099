"""What is asked of a doctor, and of no insurance: 要不要吃退烧药, 看牛皮癣哪家强, for which no list of words is long enough."""

import re
from collections.abc import Sequence

from guides.understanding.phrases import Conclusion

#: Whoever names one of these asks an insurance, an office or what something costs.
_OF_OURS = re.compile(
    r"医保|社保|农合|参保|保险|报|备案|[卡码证票钱费]|统筹|起付|封顶|结算|账户|共济|转[诊院]|慢病|慢特|门特|特病|两病|手续|材料"
    r"|自付|自费|救助|目录|定点|异地|窗口|电话|津贴|认定|刷|垫|[交缴]|医院不收|贵|便宜|多少|抢救|急救|昏迷|救护车|住院"
)
_AILING = (
    r"(?:烧|发热|咳|喘|疼|痛|痒|癣|疹|斑|痘|炎|肿|结节|息肉|囊肿|结石|溃疡|痔|疝|黄疸|抽筋|头晕|恶心|呕|吐|拉肚子|拉稀|便秘|失眠|过敏"
    r"|骨折|扭|崴|积水|突出|斜视|近视|鼻血|月经|胎动|白带|白血病|鼻炎|风湿|痛风|牛皮癣|白癜风|脱发|打呼|耳鸣|眼花|飞蚊|流感|甲流)"
)
_REMEDY = (
    r"(?:吃药|退烧|消炎|止[疼痛咳泻]|抗生素|头孢|阿莫西林|布洛芬|美林|膏药|药膏|药酒|打针|挂水|输液|点滴|吊瓶|冰敷|热敷|贴|抹|开刀|动刀"
    r"|割|切掉|拔牙|拔掉|照蓝光|抽血|拍片|做(?:个|一下)?(?:胃镜|肠镜|ct|核磁|彩超|b超)|去医院|上医院|看医生|看急诊|打疫苗|忌口)"
)
_WHETHER = r"(?:要不要|用不用|该不该|需不需要|有没有必要|能不能|可不可以|要不要紧|严不严重)"
#: Whether something is to be done about an ailment, or is one.
_ADVICE = re.compile(
    rf"{_AILING}[^。!?;]{{0,12}}{_WHETHER}[^,。!?;]{{0,4}}(?:{_REMEDY}|吃|喝|治|管|看|做|$)|{_WHETHER}[^,。!?;]{{0,4}}{_REMEDY}"
    rf"|{_AILING}[^。!?;]{{0,8}}(?:要紧|严重|正常|危险|碍事)(?:吗|不|么)"
)
#: 看什么医生, 挂什么科.
_WHICH_DOCTOR = re.compile(r"(?:看|找|挂)(?:什么|哪个|哪位|哪一个|哪)(?:医生|大夫|科室|科(?!目|技))")
#: Who treats it best.
_WHO_TREATS = re.compile(
    rf"(?:看|治|医|做|割|拔|种)[^,。!?;]{{0,8}}(?:{_AILING}|牙|眼|骨|皮肤|颈椎|腰|心脏|鼻|妇科|不孕|肿瘤)[^,。!?;]{{0,4}}(?:哪家|哪个|哪里|哪儿|哪位|谁)"
    r"[^,。!?;]{0,4}(?:强|好|厉害|行|专业|靠谱|权威|牛|灵|拿手|有名|出名)"
)


def phone(text: str, found: Sequence[Conclusion]) -> str:
    """Who answers what an insurance cannot tell: 12320 what ails somebody, 12345 who treats it best; '' for any other text.
    Who is in danger, or tells where his illness or his insurance stands, asks us."""
    if _OF_OURS.search(text) or any(each.key in ("stage", "insured_place") for each in found):
        return ""
    if _ADVICE.search(text) or _WHICH_DOCTOR.search(text):
        return "12320"
    return "12345" if _WHO_TREATS.search(text) else ""
