"""What nobody should write about himself: numbers and names, taken out before anything else reads a text."""

import re
import unicodedata
from collections.abc import Callable
from itertools import zip_longest

import rjieba

#: Seven digits or more, as people write them, with the X of an ID number: phones, cards, persons. Amounts are shorter.
_NUMBER = re.compile(r"(?<![\d.])\d(?:[ \-]{0,2}\d){6,}(?:[ \-]?[xX](?![a-zA-Z]))?(?!\d)")
#: An address begins where its run of signs does: tried from each of them, thousands of signs took a tenth of a second.
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+", re.ASCII)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费"
    "廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝臧计伏成戴宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓郁单洪包左石崔吉龚程邢裴陆荣翁"
    "荀羊甄曲封储靳段富巫乌焦巴弓牧隗山谷车侯班仰秋仲伊宫宁仇栾厉祖武符刘景詹束龙叶幸司黎乔苍双闻莘翟谭贡姬申冉雍桑桂牛寿通边燕"
    "尚农温庄晏柴瞿阎慕连习艾容向古易廖耿匡文东欧利师巩聂晁勾冷辛简饶曾沙养丰关查荆游权盖桓公岳帅代涂晓闫肖付覃白"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木"
#: Words that begin like a surname and are none: 叫高血压, 叫门诊….
_NO_NAME = re.compile(
    r"(?:高血|平时|应该|于是|万一|关于|安排|时候|明天|公司|单位|方便|计划|查|解释|管|代办|利用|通过|通知|双通|家里|容易|连|高中|白内|白血|白癜)"
)
_END = "的了在是有去来住看因得就要想说被从跟和与把给，。,.!?！？;；:：、 医社参退职他她我你"
_NAME = re.compile(
    rf"((?:名叫|叫做|(?<!什么)(?<!啥)叫|姓名(?:是|叫|为)?|名字(?:是|叫|为)?|大名|全名)[:： ]*)((?:{_COMPOUND}|[{_SURNAMES}])(?:[^{_END}\W\d]){{1,2}})"
)


def mask(text: str) -> tuple[str, bool]:
    """The text without numbers of seven digits and more, addresses, and names behind 叫 or 姓名; and whether any was there."""
    usual = unicodedata.normalize("NFKC", text)
    bare = _NAME.sub(_nameless, _NUMBER.sub(" ", _ADDRESS.sub(" ", usual)))
    return (bare, True) if bare != usual else (text, False)


def _nameless(match: re.Match[str]) -> str:
    return match[0] if _NO_NAME.match(match[2]) else match[1] + " "


#: What may stand before a name that nothing announces: the beginning of a text or of a part of it, and whom it is about.
_BEFORE = (
    r"^|[^\w\s]|患者|病人|[投参保卡系办托]人|人员|本人|户主|死者|家属|[我者人]是|[给帮替让跟和陪名老]|[爸妈爹娘哥姐弟妹]|父亲|母亲|老公|[公婆]婆"
    "|公公|老婆|爱人|丈夫|妻子|老伴|儿子|女儿|孩子|[爷奶]奶?|外公|外婆|学生|职工|卡主|保局"
)
_SURNAME = re.compile(rf"{_COMPOUND}|[{_SURNAMES}]")
_MAYBE = re.compile(rf"({_BEFORE})\W*((?:{_SURNAME.pattern})[^{_END}\W\d]{{1,2}})")
#: Names of two parts, as they are written in Xinjiang and Tibet, and what a form calls a name, whatever it begins with.
_PARTED = re.compile(r"[\u4e00-\u9fff]{1,6} ?[·•・‧] ?[\u4e00-\u9fff]{1,4}")
_LABELLED = re.compile(r"((?:姓名|名字|大名|全名) ?[:：]\W*)[\u4e00-\u9fff]{2,4}")
#: A surname and the signs of a given name, one by one between other signs, or apart from all that is around them.
_SIGN = r"[^\w\u4e00-\u9fff]|_"
_SPREAD = re.compile(
    rf"(?:{_SURNAME.pattern})(?:{_SIGN})+[\u4e00-\u9fff](?:{_SIGN})+[\u4e00-\u9fff]"
    rf"|(?<![\u4e00-\u9fff])(?:{_SURNAME.pattern})(?:{_SIGN})+[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff])"
)
#: In what many given names end, and few words: 王朝 and 江平 are words, 王朝阳 and 江平安 are names.
_GIVEN = frozenset(
    "阳伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞刚桂英华玲兰梅云龙辉鹏飞红玉秀春晓燕雪琴莲莉婷丹颖琳佳欣宇浩轩博俊峰斌波宁康安平顺贵祥瑞琪怡"
    "悦晨辰曦昊晖旭泽涵然森彬松亮荣耀雄豪毅诚忠良慧淑贤惠珍珠凤鸿雁翔"
)


def nameless(text: str, is_ours: Callable[[str], bool]) -> str:
    """The text without names that nothing announces: what a segmenter takes for one, and what stands where one may, begins
    with a surname and is no word; unless it stands in texts of ours (``is_ours``)."""
    return _MAYBE.sub(lambda found: found[0] if _is_word(found, is_ours) else f"{found[1]} ", _untagged(text, is_ours))


def joined(text: str) -> str:
    """The text without signs inside what may be a name, which is then told like any other: 王(秀)兰, 李/建/国, 王,秀兰."""
    return _SPREAD.sub(lambda found: "".join(filter(str.isalpha, found[0])), text)


def unlabelled(text: str) -> str:
    """The text without names that their signs give away: 姓名：扎西多吉, 古丽·买买提."""
    return _PARTED.sub(" ", _LABELLED.sub(r"\1 ", text))


def _is_word(found: re.Match[str], is_ours: Callable[[str], bool]) -> bool:
    word = found[2]
    if re.match(_COMPOUND, word) and len(word) > 2:
        return False
    if len(word) > 2 and word[2] in _GIVEN and not _known(word, is_ours):
        goes_on = found.string[found.end() - 1 : found.end() + 1]
        return len(goes_on) > 1 and _known(word[:2], is_ours) and _known(goes_on, is_ours)
    return _known(word[:2], is_ours) or bool(_NO_NAME.match(word))


def _known(word: str, is_ours: Callable[[str], bool]) -> bool:
    return bool(is_ours(word) or rjieba.has_word(word) or _NO_NAME.match(word))


def _untagged(text: str, is_ours: Callable[[str], bool]) -> str:
    words = rjieba.tag(text)
    left, surname = [], False
    for (word, kind), (following, next_kind) in zip_longest(words, words[1:], fillvalue=("", "")):
        given, surname = surname, False
        if given:
            continue
        known = len(word) > 1 and (is_ours(word) or _NO_NAME.match(word))
        found = _SURNAME.search(word) if kind.startswith("nr") and not known else None
        if found is not None and (found.end() < len(word) or next_kind.startswith("nr")):
            # What follows is the name that one was given, or the second of two signs that are the same: 刘诗诗.
            surname = found.end() == len(word) or following == word[-1]
            word = f"{word[: found.start()]} "
        left.append(word)
    return "".join(left)
