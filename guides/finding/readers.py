"""What sentences are read with, from published rows: made anew where a phrase or a term changes, or comes into force."""

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
    return _made(_published(snapshot, on), _terms(snapshot, on), snapshot.places)


def reading(snapshot: Snapshot, on: dt.date, phrases: tuple[Said, ...]) -> Reader:
    """A reader with these phrases, whatever is published."""
    return Reader(phrases, gazetteer(snapshot.places), FLOWS, _terms(snapshot, on))


@lru_cache(maxsize=1)  # most changes leave all of it as it was, and it is the largest thing that is derived
def _made(phrases: tuple[Said, ...], terms: tuple[str, ...], places: Places) -> Reader:
    return Reader(phrases, gazetteer(places), FLOWS, terms)


def _published(snapshot: Snapshot, on: dt.date) -> tuple[Said, ...]:
    return tuple(row.said for row in checklist.everywhere(snapshot, Phrase, on))


def _terms(snapshot: Snapshot, on: dt.date) -> tuple[str, ...]:
    return tuple(name for row in checklist.everywhere(snapshot, Term, on) for name in row.spellings)


@lru_cache(maxsize=2)  # a snapshot shares its places with the next
def gazetteer(places: Places) -> Gazetteer:
    return Gazetteer(places, counties())
