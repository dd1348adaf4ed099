"""What sentences are read with is dear to make: it is made anew only where it would read otherwise."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from guides.finding import readers, sources
from guides.models import Document, Phrase
from guides.understanding.understand import Reader
from registry import snapshot
from registry.models import Office

pytestmark = pytest.mark.django_db


def reader(on: dt.date | None = None) -> Reader:
    return readers.reader(snapshot.current(), on or snapshot.today())


def test_reader_outlives_a_change_of_anything_else(publish: Callable[..., Any]) -> None:
    before = reader()
    publish(Document, key="blue-book", name="蓝色小本")
    assert reader() is before
    assert reader(snapshot.today() + dt.timedelta(days=1)) is before
    publish(Phrase)
    assert reader() is not before


def test_reader_is_another_on_the_day_a_phrase_begins(publish: Callable[..., Any]) -> None:
    tomorrow = snapshot.today() + dt.timedelta(days=1)
    publish(Phrase, effective_from=tomorrow)
    assert "test-row" not in {phrase.key for phrase in reader().lexicon.phrases}
    assert "test-row" in {phrase.key for phrase in reader(tomorrow).lexicon.phrases}


def test_index_outlives_a_change_of_what_is_not_searched(publish: Callable[..., Any]) -> None:
    def index() -> object:
        return sources.indexed(snapshot.current(), snapshot.today()).index

    before = index()
    publish(Office, region_id="210300")
    assert index() is before
    publish(Document, key="blue-book", name="蓝色小本")
    assert index() is not before
