"""The country's insured places: 全国 → 省 → 统筹区, in memory, with look-up by name, pinyin and initials.

A 统筹区 (``is_pool``) is an area with one set of insurance rules, usually a city. Municipalities are their own 统筹区.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from registry.placenames import EXACT, County, Fit, Index, counties, tidy

NATION = "000000"
#: 台湾、香港、澳门: recognised, but outside the mainland scheme.
OUTSIDE = frozenset({"710000", "810000", "820000"})
#: Signs of the longest address by which a place is found. One sign may stand for eighteen, and each is tried as an end.
_LONGEST = 60


class Standing(StrEnum):
    """How a place of care stands to the place of insurance (design decision 16)."""

    SAME = "same"
    POOL = "pool"  # two names, one 统筹区: 海南, 省本级 and the capital
    EXEMPT = "exempt"  # no filing, and paid as at home
    EXEMPT_LOWER = "exempt_lower"  # no filing; how much is paid has a rule of its own
    FILE = "file"  # a text says that filing is needed
    ASK = "ask"  # said to need no filing, by no text that settles it
    SAME_PROVINCE = "same_province"  # where each province has its own rule, and this one is not known
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Place:
    """One region: ``code`` is its six digits, ``area_code`` the telephone 区号 ('' where it has none of its own)."""

    code: str
    name: str
    short_name: str
    level: str
    parent: str | None
    pinyin: str
    initials: str
    area_code: str
    is_pool: bool

    @property
    def is_provincial(self) -> bool:
        """省本级: who is insured with the province itself."""
        return self.short_name.endswith("本级")

    @property
    def label(self) -> str:
        """The name in a list of a province's cities."""
        return f"{self.name}（{self.short_name[0]}直单位等）" if self.is_provincial else self.name


Thing = Place | County


@dataclass(frozen=True, slots=True)
class Found:
    """A place that words may mean, how well they fit, and the county-level name that led there, if one did."""

    place: Place
    fit: Fit
    county: County | None = None

    @property
    def code(self) -> str:
        """What stands for it in an address: a former name has no code of its own."""
        return (self.county and self.county.code) or self.place.code


class Places:
    """All regions, in administrative order."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code = {place.code: place for place in places}

    def __iter__(self) -> Iterator[Place]:
        return iter(self._by_code.values())

    def get(self, code: str) -> Place | None:
        return self._by_code.get(code)

    def pool(self, code: str) -> Place | None:
        """The 统筹区 with this code; None for anything that is not one."""
        place = self._by_code.get(code)
        return place if place and place.is_pool else None

    def are_one(self, one: str, other: str) -> bool:
        """Whether two codes mean one place: a 师 and the city that its name carries, 第八师（石河子市）, are entries of one."""
        return self.division(one) == self.division(other)

    def division(self, code: str) -> str:
        """The 师 that a city is one with, which runs its insurance; any other code itself."""
        return self._divisions.get(code, code)

    def twin(self, code: str) -> Place | None:
        """The other entry of a place that has two: the city of a 师, the 师 of a city."""
        other = self._divisions.get(code) or next(
            (city for city, division in self._divisions.items() if division == code), ""
        )
        return self.get(other)

    @cached_property
    def _divisions(self) -> dict[str, str]:
        """The 师 of each city that has one."""
        named = {pool.name: pool.code for pool in self.pools}
        cities = ((pool.code, pool.name.partition("（")[2].removesuffix("）")) for pool in self.pools)
        return {named[city]: code for code, city in cities if city in named}

    @cached_property
    def provinces(self) -> tuple[Place, ...]:
        """Provincial units of the mainland scheme."""
        return tuple(p for p in self._by_code.values() if p.parent == NATION and p.code not in OUTSIDE)

    @cached_property
    def pools(self) -> tuple[Place, ...]:
        return tuple(p for p in self._by_code.values() if p.is_pool)

    def cities(self, province: str) -> tuple[Place, ...]:
        """The 统筹区 of a province; empty for a municipality and for anything that is no province."""
        return self._cities.get(province, ())

    @cached_property
    def _cities(self) -> dict[str, tuple[Place, ...]]:
        found: dict[str, tuple[Place, ...]] = {}
        for pool in self.pools:
            if pool.parent and pool.parent != NATION:
                found[pool.parent] = (*found.get(pool.parent, ()), pool)
        return found

    def chain(self, code: str | None) -> tuple[str, ...]:
        """Codes from the region itself up to 全国: the order in which a published row is looked for."""
        found: list[str] = []
        place = self._by_code.get(code or "")
        while place and place.code not in found:  # whoever writes regions may have made a circle
            found.append(place.code)
            place = self._by_code.get(place.parent or "")
        return tuple(found) or (NATION,)

    def province_of(self, code: str) -> str:
        """The provincial unit that a region belongs to (itself for a province)."""
        chain = self.chain(code)
        return chain[-2] if len(chain) > 1 else chain[-1]

    def full_name(self, code: str) -> str:
        """As a person would say it: 辽宁省鞍山市, 北京市."""
        place = self._by_code.get(code)
        if place is None:
            return ""
        parent = self._by_code.get(place.parent or "")
        if parent is None or parent.code == NATION or place.name.startswith(parent.name):
            return place.name
        return parent.name + place.name

    def offer(self, found: Found) -> str:
        """A find as a list of places to choose from shows it: 彰武县，归辽宁省阜新市管."""
        place, county = found.place, found.county
        name = self.full_name(place.code)
        if county:
            return f"{county.name}{'' if county.code else '（以前的名字）'}，归{name}管"
        return f"{name}，再选城市" if self.cities(place.code) else name.removesuffix(place.name) + place.label

    def named(self, words: str) -> tuple[Place, ...]:
        """统筹区 whose code, name, short name or full name is exactly this."""
        return self._by_name.get(words, ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[Place, ...]]:
        found: dict[str, tuple[Place, ...]] = {}
        for place in self.pools:
            for word in {place.code, place.name, place.short_name, self.full_name(place.code)}:
                found[word] = (*found.get(word, ()), place)
        return found

    def county(self, code: str) -> County | None:
        """Today's county-level unit with this code, where its 统筹区 is one of ours."""
        return self._counties.get(code)

    def found_name(self, found: Found) -> str:
        """A find in full, as it can be typed again: 辽宁省阜新市彰武县."""
        return self.full_name(found.place.code) + (found.county.name if found.county else "")

    def belongs(self, county: County) -> str:
        """彰武县归阜新市管; of a former name too."""
        return f"{county.name}归{self._by_code[county.pool].name}管"

    @cached_property
    def _counties(self) -> dict[str, County]:
        return {each.code: each for each in counties() if each.code and self.pool(each.pool)}

    def find(self, words: str, limit: int = 7) -> tuple[Found, ...]:
        """What was typed may mean: 统筹区, provinces and outside regions, by their own names and by those of counties.

        The best fits come first, each place once. ``limit`` cuts what is merely alike; of places that bear the very
        name none is left out. What is longer than names one after the other means none.
        """
        if len(words) > _LONGEST or not (wanted := tidy(words)):
            return ()
        found: dict[str, Found] = {}
        for fit, thing in self._fitting(wanted):
            if fit > EXACT and len(found) >= limit:
                break
            place = self._by_code[thing.pool] if isinstance(thing, County) else thing
            if place.is_provincial and place.parent in found and fit > EXACT:
                continue  # the province leads to it
            if place.code not in found and any(self.are_one(place.code, code) for code in found):
                continue  # 石河子市 is 第八师
            found.setdefault(place.code, Found(place, fit, thing if isinstance(thing, County) else None))
        return tuple(found.values())

    def sure(self, words: str) -> Found | None:
        """The only place that these words can mean; None where there are several, or where they are merely alike."""
        found = self.find(words)
        if found and found[0].fit not in (Fit.FULL, Fit.BEGINS):
            found = tuple(each for each in found if each.fit < Fit.INSIDE)
        return found[0] if len(found) == 1 else None

    def _fitting(self, wanted: str) -> Iterator[tuple[Fit, Thing]]:
        """Best fits first; a thing that fits in several ways comes several times."""
        exact = self._index.exact(wanted)
        yield from exact
        if exact and exact[0][0] is Fit.FULL:
            return
        begins = self._index.begins(wanted)
        yield from ((Fit.BEGINS, thing) for thing in begins)
        if not exact and not begins:
            yield from self._address(wanted)
        if not exact or exact[0][0] is not Fit.SOUND:  # 单县 is not in 平山县, though shanxian is in pingshanxian
            yield from ((Fit.INSIDE, thing) for thing in self._index.inside(wanted))

    def _address(self, wanted: str, outer: Place | None = None) -> list[tuple[Fit, Thing]]:
        """Names written one after the other, the larger place first: 辽宁省阜新市彰武县, 阜新彰武, 彰武县哈尔套镇."""
        loose: list[tuple[Fit, Thing]] = []
        for end in range(len(wanted) - 1, 1, -1):
            rest = wanted[end:]
            heads = [hit for hit in self._index.exact(wanted[:end]) if not outer or self._within(hit[1], outer)]
            outers = [each for fit, each in heads if fit < Fit.INITIALS and isinstance(each, Place)]
            if inner := [hit for each in outers for hit in self._inner(rest, each)]:
                return inner
            if whole := [each for fit, each in heads if fit is Fit.FULL]:
                return [(Fit.ADDRESS, each) for each in whole]
            loose = loose or [(Fit.LOOSE, each) for fit, each in heads if fit is Fit.SHORT and _may_go_on(each, rest)]
        return loose

    def _inner(self, wanted: str, outer: Place) -> list[tuple[Fit, Thing]]:
        exact = [each for fit, each in self._index.exact(wanted) if fit < Fit.INITIALS]
        for things in (exact, self._index.begins(wanted)):
            if inner := [(Fit.ADDRESS, each) for each in things if self._within(each, outer)]:
                return inner
        return self._address(wanted, outer)

    def _within(self, thing: Thing, outer: Place) -> bool:
        """By administration too: 容城县 is 保定's, though insured with 雄安新区."""
        if isinstance(thing, Place):
            return thing.parent == outer.code
        return outer.code in (thing.pool, self.province_of(thing.pool)) or thing.code[:4] == outer.code[:4]

    @cached_property
    def _index(self) -> Index[Thing]:
        """Provinces before cities before counties: 海南 is the province before it is anything else."""
        pools = [place for place in self._by_code.values() if place.is_pool]
        outside = [place for place in self._by_code.values() if place.code in OUTSIDE]
        larger = [place for place in self.provinces if not place.is_pool]
        return Index([*larger, *pools, *outside, *(each for each in counties() if self.pool(each.pool))])


def _may_go_on(thing: Thing, rest: str) -> bool:
    """鞍山医保局 may mean the city; 鞍山区 does not."""
    return isinstance(thing, County) or rest[0] not in "区县旗"
