"""What sentences are read with, from published rows: made once for each version of the content and each day."""

import datetime as dt
from functools import lru_cache

from guides.flows import FLOWS
from guides.models import Phrase, Term
from guides.outcome import checklist
from guides.understanding.gazetteer import Gazetteer
from guides.understanding.phrases import Phrase as Said
from guides.understanding.understand import Reader
from registry.placenames import counties
from registry.places import Places
from registry.snapshot import Snapshot, per_snapshot


@per_snapshot
def reader(snapshot: Snapshot, on: dt.date) -> Reader:
    return reading(snapshot, on, tuple(row.said for row in checklist.everywhere(snapshot, Phrase, on)))


def reading(snapshot: Snapshot, on: dt.date, phrases: tuple[Said, ...]) -> Reader:
    """A reader with these phrases, whatever is published."""
    terms = [name for row in checklist.everywhere(snapshot, Term, on) for name in row.spellings]
    return Reader(phrases, gazetteer(snapshot.places), FLOWS, terms)


@lru_cache(maxsize=2)  # a snapshot shares its places with the next
def gazetteer(places: Places) -> Gazetteer:
    return Gazetteer(places, counties())
