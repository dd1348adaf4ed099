"""Pages to look things up: what people say on the web, and the words of the trade."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guides.models import Misconception, Term
from guides.outcome import answers, checklist
from registry import evidence, pinyin
from registry import snapshot as snapshots
from registry.pages import page, public_address, url


@require_safe
def misconceptions(request: HttpRequest) -> HttpResponse:
    """All of them, by topic; each has an address of its own."""
    snapshot, on = snapshots.current(), snapshots.today()
    order = {topic: number for number, topic in enumerate(Misconception.Topic)}
    rows = sorted(
        checklist.everywhere(snapshot, Misconception, on), key=lambda row: order[Misconception.Topic(row.topic)]
    )
    sources = evidence.Sources(snapshot.places, on)
    topics = [
        (
            topic,
            Misconception.Topic(topic).label,
            [(row, sources.basis(row), answers.link_to(snapshot, row.answer, "", on)) for row in group],
        )
        for topic, group in groupby(rows, key=lambda row: row.topic)
    ]
    canonical = public_address(request, url("guides:misconceptions"))
    return page(request, "guides/misconceptions.html", {"topics": topics, "sources": sources, "canonical": canonical})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """All terms, in the order of a dictionary."""
    snapshot, on = snapshots.current(), snapshots.today()
    rows = sorted(checklist.everywhere(snapshot, Term, on), key=lambda row: pinyin.said(row.name))
    sources = evidence.Sources(snapshot.places, on)
    terms = [(row, sources.basis(row)) for row in rows]
    canonical = public_address(request, url("guides:glossary"))
    return page(request, "guides/glossary.html", {"terms": terms, "sources": sources, "canonical": canonical})
