"""A reader with the phrases of the content pack, made without a database."""

from pathlib import Path

import pytest
import yaml

from guides.flows import FLOWS
from guides.understanding.gazetteer import Gazetteer
from guides.understanding.phrases import Phrase
from guides.understanding.understand import Reader
from registry.placenames import counties
from registry.places import Places

PACK = Path(__file__).parents[3] / "fixtures" / "content"


def rows() -> list[Phrase]:
    found = []
    for path in sorted((PACK / "phrases").glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["phrases"]:
            found.append(
                Phrase(
                    row["key"],
                    tuple(row["phrases"].split()),
                    dict(pair.split("=") for pair in row.get("means", "").split()),
                    tuple(row.get("topics", "").split()),
                    frozenset(row.get("excludes", "").split()),
                    frozenset(row.get("guides", "").split()),
                    row.get("weight", 2),
                )
            )
    return found


@pytest.fixture(scope="session")
def gazetteer(places: Places) -> Gazetteer:
    return Gazetteer(places, counties())


@pytest.fixture(scope="session")
def reader(gazetteer: Gazetteer) -> Reader:
    terms = yaml.safe_load((PACK / "terms.yaml").read_text(encoding="utf-8"))["terms"]
    return Reader(rows(), gazetteer, FLOWS, [row["name"] for row in terms])
