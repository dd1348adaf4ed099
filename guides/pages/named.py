"""Places of which a sentence did not say enough: what they are called, and which of them bear one name.

Each is a code: of a 统筹区, of a province, or of the county-level unit that a name was found by (鼓楼区 of four cities).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from guides.understanding.gazetteer import Mention
from registry.placenames import County, counties
from registry.places import Places

_SEVERAL = 2


@cache
def _bearers() -> dict[str, tuple[County, ...]]:
    found: dict[str, list[County]] = defaultdict(list)
    for county in counties():
        for name in {county.name, county.short_name} if county.code else ():
            found[name].append(county)
    return {name: tuple(several) for name, several in found.items()}


def codes(mention: Mention) -> Iterator[str]:
    """The codes that a mention can mean: where several places bear its name, those of the units that do."""
    bearers = _bearers().get(mention.name, ()) if len(mention.codes) > 1 else ()
    for pool in mention.codes:
        inside = [county.code for county in bearers if county.pool == pool]
        yield inside[0] if len(inside) == 1 else pool


def pool(places: Places, code: str) -> str:
    """The 统筹区 or province that a code stands for."""
    county = places.county(code)
    return county.pool if county else code


def full_name(places: Places, code: str) -> str:
    """江苏省南京市鼓楼区; but who says 朝阳 may mean all of 辽宁省朝阳市, and not its 朝阳县."""
    county, outer = places.county(code), places.get(pool(places, code))
    name = places.full_name(outer.code) if outer else ""
    return f"{name}{county.name}" if county and outer and county.short_name != outer.short_name else name


def shared(places: Places, several: Sequence[str]) -> str:
    """The name that several of these places bear: 鼓楼区, 朝阳; '' for none."""
    units = [unit for code in several if (unit := places.county(code) or places.get(code))]
    short, borne = next(iter(Counter(each.short_name for each in units).most_common(1)), ("", 0))
    whole = {each.name for each in units if each.short_name == short}
    return "" if borne < _SEVERAL else whole.pop() if len(whole) == 1 else short
