"""Mistypings, pinyin and initials: text in other signs → the words of the rows and places that sound like it.

Only words that are known are ever put in place of others, and only where what stands there is no word itself: 意地就医 is
异地就医, yidi is 异地, and what sounds like nothing known stays as it was typed. Look-ups are counted.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise, product
from math import prod

import rjieba

from registry import pinyin

#: A word is known by so many readings at most, and as many parts of a text may be looked up: three times as many as a
#: long story needs that somebody dictates.
_MOST_READINGS, _MOST_LOOKUPS = 6, 400
_LONGEST_WORD = 6
#: Longer ones are made of shorter ones, typed by their first letters or as many say them.
_LONGEST_UNSURE = 5
#: So much more does a name of three signs count than other words of as many letters.
_LONG_NAME = 0.1
#: 2ci is 二次: a figure before letters may be said.
_LATIN = re.compile(r"(?:(?<![\w.])[1-9] ?)?[a-z][a-z' ]*[a-z]")
_FIGURES = dict(zip("123456789", ["yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"], strict=True))
_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
_CHARACTERS = re.compile(r"[\u4e00-\u9fff]+")
#: Behind one of these a place is looked for.
_TO_A_PLACE = frozenset("去在到来回从往是")
#: Never a part of a word of two characters that was mistyped: too much sounds like them.
_PARTICLES = frozenset(
    "的了吗不没在是有我你他她这那个就都和要去来到能会往从让叫想拿说给被把其实才又再先后上下里外哪着做过也还"
)
_NEVER_MISTYPED = _PARTICLES - {"被", "不"}
#: 十四 is not 四十, however alike the two sound.
_NUMBERS = frozenset("一二三四五六七八九十百")
#: 转给我妈吗 does not mean 我妈妈.
_ASKING = frozenset("吗呢吧")
#: What comes of 搅, 绞, 掰, or of 被: a short word with one of these is as it was meant, and none is put for another sign.
_BROKEN = frozenset("断坏碎烂破")
#: Short words of the trade that no glossary needs to explain.
_EVERYDAY_TRADE = frozenset([
    "报销", "医保", "社保", "备案", "异地", "住院", "门诊", "参保", "补缴", "断缴", "缴费", "转诊", "补卡", "挂失", "发票",
])  # fmt: skip
#: What is typed by its first letters beside other words: ydjy ba, sbk gs.
_SHORTENED = sorted([*_EVERYDAY_TRADE, "异地", "补办", "绑定", "材料", "电话", "激活", "查询", "余额", "共济"])
_ISLANDS, _ISLAND = re.compile("[\u4e00-\u9fff][州洲]"), str.maketrans("州洲", "洲州")
_JOINS = re.compile("(?<=[们我你他她这那])是|但")
#: What is said alike in much of the country: zh and z, ing and in.
_ALIKE = re.compile(r"^([zcs])h|([aei]n)g$")
#: Names of cities as they are known abroad, which is not how they are spelt.
_ABROAD = {
    "harbin": "哈尔滨",
    "qiqihar": "齐齐哈尔",
    "urumqi": "乌鲁木齐",
    "hohhot": "呼和浩特",
    "lhasa": "拉萨",
    "kashgar": "喀什",
    "shaanxi": "陕西",
    "shaanxisheng": "陕西省",
}
#: Spelt as they are said in the north.
_NORTHERN = {"nar": "哪儿", "zher": "这儿"}
#: What people put between words.
_LITTLE_WORDS = [
    "我", "你", "他", "她", "在", "要", "去", "的", "了", "吗", "能", "不", "没", "是", "有", "怎么", "怎么办",
    "怎么弄", "什么", "多少", "哪里", "哪儿", "可以", "不能", "需要", "现在", "材料", "办理", "办", "报", "看", "看病",
    "给", "和", "多久", "几天", "可不可以", "能不能", "手续", "流程", "电话", "妈", "爸", "我妈", "我爸", "孩子", "老家",
    "城市", "地方", "钱", "卡", "交", "补办", "带", "到", "从", "转", "回",
]  # fmt: skip


def readings(said: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The ways to say a word whose characters are said like this; of too many the usual one alone."""
    few = prod(map(len, said)) <= _MOST_READINGS
    return list(product(*said)) if few else [tuple(sounds[0] for sounds in said)]


def _key(said: Iterable[str]) -> str:
    """What a word is looked up by: there are hundreds of thousands, and a text takes less room than a row of them."""
    return " ".join(said)


@cache
def _fold(sound: str) -> str:
    """A sound as many do not tell it from others: 居明医保, 生鱼津贴, 商海."""
    return _ALIKE.sub(lambda match: match[1] or match[2], sound)


@lru_cache(maxsize=10_000)
def _ways_to_say(sign: str) -> tuple[str, ...]:
    """How a character is said."""
    return next(iter(pinyin.said(sign)), ())


def _heads(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    """The ways to say two characters, as many do."""
    return (f"{_fold(first)} {_fold(second)}" for first in one for second in other)


def _folded(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_fold, said))


def _changes(word: str, typed: str, covered: int) -> bool:
    """Whether a word would replace a sign that stands in a known word: 中山医院 is not 中山一院."""
    pairs = enumerate(zip(word, typed, strict=False))
    return any(one != other and covered >> at & 1 for at, (one, other) in pairs)


def _cuts_a_word(word: str, text: str, at: int) -> bool:
    """Whether a word would take the end of another: 一大截 has no 大姐 in it, and 总部给交 no 不给交."""
    all_of_it = rjieba.has_word(text[at - 1 : at + len(word)])
    return at > 0 and (all_of_it or (word[0] != text[at] and rjieba.has_word(text[at - 1 : at + 1])))


def _swaps_a_particle(word: str, typed: str) -> bool:
    """Whether a word would put something else for 在, 把, 的, which nobody mistypes: 在饭桌上 is not 栽饭桌上. But 被案 is
    备案, and 刷补了 is 刷不了."""
    pairs = (pair for pair in zip(word, typed, strict=True) if pair[0] != pair[1])
    return any(not _NEVER_MISTYPED.isdisjoint(pair) for pair in pairs)


class Spelling:
    """Known words by their sound. Where several sound alike, the one given first is meant."""

    def __init__(self, words: Iterable[str], names: Collection[str], terms: Iterable[str] = ()) -> None:
        """``words`` of the rows, ``names`` of places; ``terms`` of the trade stand even for rare words that sound so."""
        self._terms = frozenset(terms)
        self._trade = self._terms | _EVERYDAY_TRADE
        self._by_sound: dict[str, str] = {}
        #: How known words and places begin, as many say it: most of what is looked up begins like none.
        self._begins: set[str] = set()
        #: Longer words, which are hardly mistaken, as many say them, where that is not how they are spelt.
        self._by_folded: dict[str, str] = {}
        self._by_letters: dict[str, str] = {}
        self._long_names: set[str] = set()
        self._by_initials: dict[str, str] = {}
        #: Places alone in how they sound.
        self._places: dict[str, str] = {}
        known = {word: None for word in words if 1 < len(word) <= _LONGEST_WORD and _CHARACTERS.fullmatch(word)}
        for head in {word[:2] for word in chain(known, names)}:
            self._begins.update(_heads(*map(_ways_to_say, head)))
        spoken = filter(_CHARACTERS.fullmatch, dict.fromkeys([*_LITTLE_WORDS, *known, *names]))
        for word in spoken:
            for reading in readings(pinyin.said(word)):
                self._by_letters.setdefault("".join(reading), word)
                if word in known:
                    self._by_sound.setdefault(_key(reading), word)
                    if 2 < len(word) <= _LONGEST_UNSURE and (folded := _folded(reading)) != reading:
                        self._by_folded.setdefault(_key(folded), word)
                if word in known and 2 < len(word) <= _LONGEST_UNSURE:
                    self._by_initials.setdefault("".join(sound[0] for sound in reading), word)
        #: 株州 for 株洲, of names of two signs.
        turned = {name: name.translate(_ISLAND) for name in names if _ISLANDS.fullmatch(name)}
        self._islands = {wrong: name for name, wrong in turned.items() if wrong not in turned}
        self._shortened = {"".join(sounds[0][0] for sounds in pinyin.said(word)): word for word in _SHORTENED}
        for name in filter(_CHARACTERS.fullmatch, dict.fromkeys(names)):
            for reading in readings(pinyin.said(name)):
                self._places[_key(reading)] = "" if _key(reading) in self._places else name
        for name in filter(_CHARACTERS.fullmatch, dict.fromkeys(names)):
            self._spell_city(name)
        #: Letters left as they are, as they spell several places.
        self._unsure = {name for name in names if name.isascii() and self._by_letters.get(name, "") in names}
        self._by_letters.update(_ABROAD | _NORTHERN)

    def _spell_city(self, name: str) -> None:
        """Letters mean a place rather than two signs of a row that make no word: haikou is 海口, and not 还扣."""
        for reading in readings(pinyin.said(name)):
            other = self._by_letters["".join(reading)]
            city = self._places.get(_key(reading[:-1]))
            if name[-1] == "区" and city and city != name[:-1]:
                self._by_letters["".join(reading)] = f"{city}去"  # zai ganzhou qu xiamen is not 甘州区
                continue
            if other == name and len(name) > 2:  # zhangjiakou yibao is no 涨价扣医保
                self._long_names.add(name)
            elif len(other) == len(name) == 2 and other not in _LITTLE_WORDS and not rjieba.has_word(other):
                self._by_letters["".join(reading)] = name

    def characters(self, text: str) -> str:
        """The text with what is typed in letters put into characters, as far as the letters spell known words."""
        return _LATIN.sub(lambda match: self._of_letters(match[0]), text)

    def _of_letters(self, typed: str) -> str:
        if typed[0] in _FIGURES:
            spoken = self._of_letters(_FIGURES[typed[0]] + typed[1:].lstrip())
            return spoken if _CHARACTER.match(spoken) else typed[0] + self._of_letters(typed[1:].lstrip())
        parts = typed.replace("'", " ").split()
        letters = "".join(parts)
        if len(parts) == 1 and (word := self._by_initials.get(letters)) and len(letters) > 2:
            return word
        if len(parts) > 1 and all(short := [self._short(part) for part in parts]):
            return "".join(short)
        return self._spelt(letters) or self._partly(parts) or typed

    def _partly(self, parts: Sequence[str]) -> str:
        """What is typed with blanks, some of it unknown: the known words in characters, the rest left as it is."""
        done, at = [], 0
        while at < len(parts):
            ends = range(min(len(parts), at + _LONGEST_WORD), at, -1)
            known = ((self._spelt("".join(parts[at:end])), end) for end in ends)
            word, end = next(((word, end) for word, end in known if word), (self._short(parts[at]), at + 1))
            done.append(word or f" {parts[at]} ")
            at = end
        return "".join(done) if any(map(_CHARACTER.match, done)) else ""

    def _short(self, letters: str) -> str:
        """The word that letters begin the signs of; ''."""
        return self._shortened.get(letters) or (self._by_initials.get(letters, "") if len(letters) > 2 else "")

    def _spelt(self, letters: str) -> str:
        """Letters as known words, the fewest and longest; '' when they are not made of such words alone."""
        best: list[tuple[float, str] | None] = [(0, "")] + [None] * len(letters)
        for start in range(len(letters)):
            if (here := best[start]) is None:
                continue
            for end in range(start + 1, min(len(letters), start + 6 * _LONGEST_WORD) + 1):
                if (word := self._by_letters.get(letters[start:end])) is None:
                    continue
                score = here[0] + (len(word) + _LONG_NAME * (word in self._long_names)) ** 2
                if (there := best[end]) is None or there[0] < score:
                    best[end] = (score, here[1] + (letters[start:end] if letters[start:end] in self._unsure else word))
        found = best[-1]
        return found[1] if found and found[0] >= 4 else ""

    def islands(self, text: str) -> str:
        """The text with 洲 for 州 in the names of places, and the other way round: 株州 is 株洲."""
        return _ISLANDS.sub(lambda typed: self._islands.get(typed[0], typed[0]), text)

    def mended(self, text: str, covered: int) -> str:
        """The text with mistyped words mended. ``covered`` has a bit for each sign that stands in a known word."""
        signs, at, known = list(text), 0, dict[str, str]()
        said = [_ways_to_say(sign) if _CHARACTER.match(sign) else () for sign in text]
        heads = [any(head in self._begins for head in _heads(*pair)) for pair in pairwise(said)]
        while at < len(text) - 1:
            for length in range(_LONGEST_WORD, 1, -1) if heads[at] else ():
                mask = ((1 << length) - 1) << at
                if at + length > len(text) or mask & covered == mask or not all(said[at : at + length]):
                    continue
                typed, sounds = text[at : at + length], said[at : at + length]
                if typed not in known:
                    if len(known) == _MOST_LOOKUPS:
                        return "".join(signs)
                    known[typed] = self._meant(typed, sounds)
                word = known[typed]
                if not word and not mask & covered and text[at - 1 : at] in _TO_A_PLACE:
                    word = self._named(typed, sounds)
                if length > 2 and word and _changes(word, typed, covered >> at):
                    continue
                if word and _cuts_a_word(word, text, at):
                    continue
                last = text[at + length - 1 : at + length + 1]
                if word and word[-1] != last[0] and len(last) > 1 and rjieba.has_word(last):
                    continue  # 什么前兆 asks for no 什么钱
                # 局报 of 社保局报 is no 举报: what reaches into a known word is one of the trade's words, or none.
                if word and (length > 2 or not mask & covered or word in self._trade):
                    signs[at : at + length] = word
                    at += length - 1
                    break
            at += 1
        return "".join(signs)

    def _named(self, typed: str, sounds: list[tuple[str, ...]]) -> str:
        """The only place that sounds like what is no word: 昆名 is 昆明; ''."""
        name = next((name for reading in readings(sounds) if (name := self._places.get(_key(reading)))), "")
        alike = any(one == other for one, other in zip(name, typed, strict=False))
        return name if alike and not rjieba.has_word(typed) and not _PARTICLES & set(typed) else ""

    def _meant(self, typed: str, sounds: list[tuple[str, ...]]) -> str:
        """The known word that sounds like this and was meant by it; ''."""
        ways = readings(sounds)
        word = next((word for reading in ways if (word := self._by_sound.get(_key(reading)))), "")
        if not word and len(typed) > 2:
            folded = [_key(_folded(reading)) for reading in ways]
            word = next(
                (found for said in folded if (found := self._by_sound.get(said) or self._by_folded.get(said))), ""
            )
        if not word or word == typed:
            return ""
        alike = sum(1 for one, other in zip(word, typed, strict=True) if one == other)
        if typed[-1] in _ASKING or ("那" in typed and "哪" in word) or alike == 0:
            return ""
        if any(one != other and {one, other} <= _NUMBERS for one, other in zip(word, typed, strict=True)):
            return ""
        if len(word) == 2 and (_PARTICLES & set(word + typed) or word[-1] in _NUMBERS):
            return ""  # 打五针 has nothing of 大五
        if typed[0] == "加" and word[0] != "加":
            return ""  # 透析加住院 is no 假住院
        if (said := _JOINS.search(typed)) and word[said.start()] != said[0]:
            return ""  # 我们是南通的 means no 我们市
        if word not in self._trade and _BROKEN & set(word if len(word) <= 3 else set(word) - set(typed)):
            return ""
        if word not in self._trade and _swaps_a_particle(word, typed):
            return ""
        if len(word) > 2 and alike < len(word) - 2:
            return ""
        return "" if rjieba.has_word(typed) and word not in self._terms else word
