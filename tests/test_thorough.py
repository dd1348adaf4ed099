"""The sweep tries again whatever tries more there, and nothing else."""

from pathlib import Path

import pytest

from tests.thorough import LONG, tries_more

TESTS = Path(__file__).parent
WRITTEN = """
import pytest
from tests.thorough import examples, long, some

THINGS = some(range(9))
COUNTED: int = examples(100)

def things():
    return THINGS

@pytest.fixture
def given():
    return things()

@long
def test_marked(): ...

@pytest.mark.parametrize("thing", THINGS)
def test_by_a_constant(thing): ...

def test_by_a_count():
    assert COUNTED

def test_by_a_fixture(given): ...

def test_whole_in_every_run():
    something = 1
    assert something
"""


@pytest.mark.parametrize(
    ("test", "more"),
    [
        ("test_marked", True),
        ("test_by_a_constant", True),
        ("test_by_a_count", True),
        ("test_by_a_fixture", True),
        ("test_whole_in_every_run", False),
        ("test_that_is_not_there", False),
    ],
)
def test_what_asks_for_more_is_known_by_what_it_is_made_of(tmp_path: Path, test: str, more: bool) -> None:
    file = tmp_path / "test_written.py"
    file.write_text(WRITTEN)
    assert tries_more(file, test) is more


@pytest.mark.parametrize("name", LONG)
def test_files_that_no_run_tries_are_there_and_tried_whole(name: str) -> None:
    assert (TESTS / name).is_file()
    assert tries_more(TESTS / name, "test_of_any_name")
