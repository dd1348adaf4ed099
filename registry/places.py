"""The country's insured places: 全国 → 省 → 统筹区, in memory, with look-up by name, pinyin and initials.

A 统筹区 (``is_pool``) is an area with one set of insurance rules, usually a city. Municipalities are their own 统筹区.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

NATION = "000000"
#: 台湾、香港、澳门: recognised, but outside the mainland scheme.
OUTSIDE = frozenset({"710000", "810000", "820000"})


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


class Places:
    """All regions, in administrative order."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code = {place.code: place for place in places}

    def get(self, code: str) -> Place | None:
        return self._by_code.get(code)

    def pool(self, code: str) -> Place | None:
        """The 统筹区 with this code; None for anything that is not one."""
        place = self._by_code.get(code)
        return place if place and place.is_pool else None

    @cached_property
    def provinces(self) -> tuple[Place, ...]:
        """Provincial units of the mainland scheme."""
        return tuple(p for p in self._by_code.values() if p.parent == NATION and p.code not in OUTSIDE)

    @cached_property
    def pools(self) -> tuple[Place, ...]:
        return tuple(p for p in self._by_code.values() if p.is_pool)

    def cities(self, province: str) -> tuple[Place, ...]:
        """The 统筹区 of a province; empty for a municipality and for anything that is no province."""
        return tuple(p for p in self._by_code.values() if p.parent == province and p.is_pool and province != NATION)

    def chain(self, code: str | None) -> tuple[str, ...]:
        """Codes from the region itself up to 全国: the order in which a published row is looked for."""
        found: list[str] = []
        place = self._by_code.get(code or "")
        while place:
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

    def find(self, words: str, limit: int = 7) -> tuple[Place, ...]:
        """统筹区 and outside regions that fit what was typed: a name, a short name, pinyin or initials.

        Exact fits come first, then beginnings, then anything that contains the words.
        """
        wanted = "".join(words.split()).lower()
        if len(wanted) > 2 and wanted.endswith(_ENDINGS):
            wanted = wanted.removesuffix("地区")[: None if wanted.endswith("地区") else -1]
        if not wanted:
            return ()
        ranked = [
            (rank, index, place)
            for index, place in enumerate(self._findable)
            if (rank := _rank(place, wanted)) is not None
        ]
        return tuple(place for _, _, place in sorted(ranked, key=lambda item: item[:2])[:limit])

    @cached_property
    def _findable(self) -> tuple[Place, ...]:
        return tuple(p for p in self._by_code.values() if p.is_pool or p.code in OUTSIDE)


#: 恩施州, 凉山州, 鞍山市: people add an ending that the short name lacks.
_ENDINGS = ("市", "州", "盟", "地区")


def _rank(place: Place, wanted: str) -> int | None:
    exact = (place.short_name, place.name, place.pinyin, place.initials)
    if wanted in exact:
        return 0
    if any(word.startswith(wanted) for word in exact):
        return 1
    if wanted in place.name or wanted in place.pinyin:
        return 2
    if len(wanted) > 2 and wanted.startswith(place.short_name) and len(place.short_name) > 1:
        return 3  # 鞍山市铁东区: more was typed than the name
    return None
