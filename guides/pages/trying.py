"""A wording at the front door, without the web: what its page shows, for trials."""

import datetime as dt
from collections import defaultdict

from guides.finding import readers, sources
from guides.finding.trial import Seen
from guides.pages import heard as hearing
from guides.pages.search_results import shown
from guides.understanding.targets import OUTSIDE, target_of
from registry.snapshot import Snapshot


class Trier:
    """Tries wordings on one version of the content."""

    def __init__(self, snapshot: Snapshot, on: dt.date) -> None:
        self._snapshot, self._on = snapshot, on
        self._reader = readers.reader(snapshot, on)
        sources.indexed(snapshot, on)

    def try_words(self, text: str) -> Seen:
        found = hearing.hear(self._snapshot, self._on, text)
        results = shown(self._snapshot, self._on, found)
        claims = defaultdict(list)
        for chip in results.chips:
            key, _, value = chip.slot.partition("=")
            claims[key].append(value)
        pages = [step.target for step in results.steps]
        outside = [target_of(OUTSIDE, results.outside)] if results.outside else []
        addresses = [results.told.query(self._on), *(step.address for step in results.steps)]
        return Seen([*outside, *pages], claims, addresses, [results.outside] if results.outside else [])
