"""What README and CONTRIBUTING send a newcomer to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
#: One change of each kind, with what it says of it.
CHANGES = re.findall(r"^### (.+)\n((?:- .+\n)+)", CONTRIBUTING, re.M)
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


@pytest.mark.parametrize(("change", "told"), CHANGES, ids=[change for change, _ in CHANGES])
def test_every_change_names_files_that_are_there_and_a_proof(change: str, told: str) -> None:
    assert [path for path in paths(told) if not (ROOT / path).exists()] == []
    assert told.startswith("- Files: ")
    assert "\n- Proof: " in told


def test_no_change_is_left_out_of_the_check() -> None:
    assert len(CHANGES) == CONTRIBUTING.count("\n### ") > 25


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


#: The rooms of the map, with all that it says of each.
MAP = {
    room: " ".join(told for name, told in re.findall(r"^\| `([\w/]+)/`[^|]*\| (.*) \|$", README, re.M) if name == room)
    for room in re.findall(r"^\| `([\w/]+)/`", README, re.M)
}
APPS = ("guides", "calculators", "registry", "yibao_site")
#: What Django expects of an app is no room of ours.
DJANGOS = {"migrations", "management"}


def named(room: str) -> set[str]:
    return {Path(word).stem for word in re.findall(r"`([a-z_/]+(?:\.\w+)?)`", MAP[room])}


def packages(app: str) -> set[str]:
    return {f"{app}/{path.parent.name}" for path in (ROOT / app).glob("*/__init__.py")} - {
        f"{app}/{name}" for name in DJANGOS
    }


def test_every_module_that_the_map_names_is_in_its_room() -> None:
    assert len(MAP) > 30
    elsewhere = {Path(path).stem for told in MAP.values() for path in paths(told)}
    there = {room: {room, *(path.stem for path in (ROOT / room).rglob("*"))} for room in MAP}
    wrong = {room: missing for room in MAP if (missing := named(room) - there[room] - elsewhere - {"desk"})}
    assert wrong == {}


@pytest.mark.parametrize("app", APPS[:3])
def test_every_folder_of_an_app_is_a_room_of_the_map(app: str) -> None:
    assert packages(app) - MAP.keys() == set()


@pytest.mark.parametrize("room", [*APPS, "calculators/pages", "calculators/desk", "calculators/grid", "registry/typed"])
def test_every_module_of_a_room_is_on_the_map(room: str) -> None:
    django = {"__init__", "__main__", "apps", "urls", "wsgi"}
    assert {path.stem for path in (ROOT / room).glob("*.py")} - django - named(room) == set()


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    """What `make rooms` prints."""
    modules = [path for app in APPS for path in (ROOT / app).rglob("*.py") if not DJANGOS & set(path.parts)]
    silent = [path for path in modules if path.name not in ("__init__.py", "apps.py", "wsgi.py")]
    assert [path for path in silent if not path.read_text("utf-8").startswith('"""')] == []
