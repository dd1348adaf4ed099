"""What the page of a step tells of a row besides what the row says itself: what looks wrong, and what comes of the step.

Made once, by the page that shows it and by the seal that the page is held to (``sight``): whatever is told belongs here,
or nobody notices that it is no longer true when the step is taken.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from registry import snapshot as snapshots
from registry.evidence import named
from registry.findings import Effect, Finding
from registry.models import Event
from registry.publication import PublishedRow, Status
from registry.typed.dates import date_words
from registry.workflow import appearing, elsewhere, judging, leaving, review
from registry.workflow.appearing import Appearance
from registry.workflow.transition import authors_since, know_authors

_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Told:
    """``findings`` of the row and ``of_source`` of a source that goes public along with it; ``begins`` from when on it
    counts where it is published; ``leaves`` what is read where it is withdrawn; ``others`` are the rows that any of it
    speaks of."""

    findings: tuple[Finding, ...] = ()
    of_source: tuple[Finding, ...] = ()
    appears: Appearance = field(default_factory=lambda: Appearance({}))
    effect: Effect | None = None
    begins: str = ""
    leaves: tuple[Finding, ...] = ()
    others: tuple[Any, ...] = ()

    def words(self) -> dict[str, str]:
        """What is told, by label, but for what each of the rows beside it says of itself."""
        said = {
            "哪天起算数": self.begins,
            "撤下以后": "\n".join(one.sentence for one in self.leaves),
            "要先改": _of(self.findings, blocks=True),
            "请留意": _of(self.findings, blocks=False),
            "依据要先改": _of(self.of_source, blocks=True),
            "请留意依据": _of(self.of_source, blocks=False),
            **self.appears.rests_on,
        }
        if self.effect is not None:
            lines = [f"{bill}：{old} → {new}" for bill, old, new in self.effect.lines]
            said["拿标准账单算一遍"] = "\n".join(filter(None, [self.effect.given, *lines]))
        return {label: words for label, words in said.items() if words}


def _of(findings: Iterable[Finding], blocks: bool) -> str:
    return "\n".join(one.sentence for one in findings if one.blocks is blocks)


def tell(shown: list[Any], step: str, chosen: Iterable[Any]) -> Iterator[tuple[str, Told]]:
    """By their names, what the page of a step that shows these rows tells of each, where it is taken for those
    ``chosen``."""
    of_sources: dict[int, tuple[Finding, ...]] = {}
    for row in shown:
        source = row.source if isinstance(row, PublishedRow) else None
        if source is not None and source.pk not in of_sources:
            of_sources[source.pk] = () if source.status == Status.PUBLISHED else tuple(review.findings(source))
        yield named(row), _told(row, step, shown, chosen, of_sources[source.pk] if source is not None else ())


def _told(row: Any, step: str, shown: list[Any], chosen: Iterable[Any], of_source: tuple[Finding, ...]) -> Told:
    if not isinstance(row, PublishedRow):
        return Told((*_returned(row), *review.findings(row)) if row.is_unfinished else ())
    if not row.is_unfinished:
        after = leaving.after(row, chosen) if step == "withdraw" else None
        return Told((), of_source, leaves=after.told, others=after.rows) if after else Told((), of_source)
    above = elsewhere.read_no_more(row)
    return Told(
        (*_returned(row), *review.findings(row)),
        of_source,
        appearing.appearance(row, shown),
        row.effect(),
        _begins(row) if step == "publish" else "",
        others=() if above is None else (above,),
    )


def _returned(row: Any) -> Iterator[Finding]:
    """Why it was sent back the last time: whoever looks at it again sees whether that was mended."""
    if row.status == Status.SUBMITTED and (event := judging.once(row, _last_returns).get(row.pk)):
        by = f" {event.by.get_full_name() or event.by.username} " if event.by else ""
        day = date_words(timezone.localdate(event.at))
        yield Finding(False, f"{day}{by}退回过：“{event.reason}”。请看看改好没有。")


def _last_returns(rows: list[Any]) -> dict[int, Event]:
    """What a colleague sent back, though he mend it himself; who takes his own back mends it before anybody looked."""
    know_authors(rows)
    since: dict[Any, dict[Any, dt.datetime]] = {row.pk: authors_since(row) for row in rows}
    kind = ContentType.objects.get_for_model(rows[0])
    events = Event.objects.filter(content_type=kind, object_id__in=since, kind=Event.Kind.RETURNED)
    found = events.select_related("by").order_by("at", "pk")
    return {event.object_id: event for event in found if event.at < since[event.object_id].get(event.by_id, _NEVER)}


def _begins(row: PublishedRow) -> str:
    today = snapshots.today()
    if row.effective_to and row.effective_to < today:
        return f"到{date_words(row.effective_to)}为止，已经过去"
    if row.effective_from and row.effective_from > today:
        return f"从{date_words(row.effective_from)}起算数"
    return "一发布就算数"
