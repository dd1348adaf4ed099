"""What README and CONTRIBUTING send a newcomer to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([^|`]+) \| (.*) \| (.*) \|$", CONTRIBUTING, re.M)
#: A file, and names that stand in it: “`_KINDS` of `yibao_site/metrics.py`”.
NAMED = re.compile(r"((?:`[A-Za-z_]\w*`(?:, | and | or )?)+) (?:in|of|to) `([\w/.-]+\.(?:py|html|typ|conf))`")
ROOMS = (
    "registry",
    "calculators",
    "guides",
    "yibao_site",
    "templates",
    "tests",
    "fixtures",
    "scripts",
    "docs",
    "deploy",
)


def paths(text: str) -> list[str]:
    """The whole paths among the words of the house; those with a gap to fill, and those of one room, are none."""
    found = re.findall(r"`([\w-]+/[\w/.-]+)`", text)
    return [path for path in found if path.split("/")[0] in ROOMS]


@pytest.mark.parametrize(("change", "files", "proof"), ROWS, ids=[change for change, *_ in ROWS])
def test_every_file_of_a_change_is_there(change: str, files: str, proof: str) -> None:
    assert [path for path in paths(files + proof) if not (ROOT / path).exists()] == []


def test_every_name_stands_in_a_file_that_is_said_to_have_it() -> None:
    """A file is named whole, or as it is called in the room that the change is in."""
    files = [str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.*")]
    said = [(name, path) for names, path in NAMED.findall(CONTRIBUTING) for name in re.findall(r"`(\w+)`", names)]
    assert len(said) > 25
    wrong = []
    for name, path in said:
        texts = [(ROOT / one).read_text("utf-8") for one in files if one == path or one.endswith(f"/{path}")]
        wrong += [] if any(re.search(rf"\b{name}\b", text) for text in texts) else [(name, path)]
    assert wrong == [], wrong


#: The rooms of the map, with what it says of each.
MAP = dict(re.findall(r"^\| `(\w+)/`[^|]*\| (.*) \|$", (ROOT / "README.md").read_text("utf-8"), re.M))


def named(room: str) -> set[str]:
    return {Path(word).stem for word in re.findall(r"`([a-z_/]+(?:\.\w+)?)`", MAP[room])}


def test_every_module_that_the_map_names_is_in_its_room() -> None:
    assert len(MAP) > 8
    there = {room: {room, *(path.stem for path in (ROOT / room).rglob("*"))} for room in MAP}
    assert {room: missing for room in MAP if (missing := named(room) - there[room])} == {}


@pytest.mark.parametrize("room", ["yibao_site", "calculators", "registry"])
def test_every_module_of_a_room_without_folders_is_on_the_map(room: str) -> None:
    django = {"__init__", "__main__", "apps", "urls", "wsgi"}
    assert {path.stem for path in (ROOT / room).glob("*.py")} - django - named(room) == set()
