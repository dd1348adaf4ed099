"""Renderings of an outcome that are not HTML. Keys of the JSON are stable: other programs read them."""

from typing import Any

from guides.outcome import Basis, LastDay, Outcome, PaperGroup, Text


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Everything the page says, for other programs."""
    return {
        "guide": outcome.guide,
        "outcome": outcome.key,
        "title": outcome.title,
        "blocks": list(outcome.blocks),
        "insured_place": outcome.insured_place,
        "care_place": outcome.care_place,
        "made_on": outcome.made_on.isoformat(),
        "valid_until": outcome.valid_until.isoformat(),
        "call": [_text(text) for text in outcome.call],
        "open_questions": list(outcome.open_questions),
        "verdict": _text(outcome.verdict) if outcome.verdict else None,
        "added": [_text(text) for text in outcome.added],
        "layers": [{"layer": layer.key, "state": layer.state, **_text(layer.text)} for layer in outcome.layers],
        "last_day": _last_day(outcome.last_day) if outcome.last_day else None,
        "deadlines": [_text(text) for text in outcome.deadlines],
        "documents": [_paper_group(group) for group in outcome.documents],
        "in_person": [_text(text) for text in outcome.in_person],
        "offices": [
            {
                "name": counter.row.name,
                "services": counter.row.services,
                "call_first": counter.doubtful,
                "district": counter.row.district,
                "address": counter.row.address,
                "landmark": counter.row.landmark,
                "window": counter.row.window,
                "hours": list(counter.hours),
                "today": counter.today,
                "phones": counter.row.phones,
                "booking": counter.row.booking,
                "bring": counter.row.bring,
                "accessibility": counter.row.accessibility,
                "note": counter.row.note,
                **_basis(counter.basis),
            }
            for counter in outcome.offices
        ],
        "channels": [
            {"name": way.row.name, "steps": list(way.lines), "url": way.row.url, **_basis(way.basis)}
            for way in outcome.channels
        ],
        "phones": [{"label": phone.label, "number": phone.number, "dial": phone.dial} for phone in outcome.phones],
        "local_rules": [
            {"label": rule.label, "value": rule.value or None, "note": rule.note, **_basis(rule.basis)}
            for rule in outcome.local_rules
        ],
        "warnings": [_text(text) for text in outcome.warnings],
        "steps": [_text(text) for text in outcome.steps],
        "script": _text(outcome.script) if outcome.script else None,
        "afterwards": [_text(text) for text in outcome.afterwards],
        "onward": [
            {"guide": link.guide, "title": link.title, "summary": link.summary, "address": link.address}
            for link in outcome.onward
        ],
        "misconceptions": [_text(text) for text in outcome.misconceptions],
        "sources": [
            {"number": source.number, "title": source.row.title, "document": source.row.number, "url": source.row.url}
            for source in outcome.sources
        ],
    }


def _text(text: Text) -> dict[str, Any]:
    return {"key": text.key, "title": text.title, "lines": list(text.lines), **_basis(text.basis)}


def _last_day(last_day: LastDay) -> dict[str, Any]:
    return {
        "date": last_day.date.isoformat(),
        "past": last_day.past,
        "title": last_day.title,
        "lines": list(last_day.lines),
        **_basis(last_day.basis),
    }


def _basis(basis: Basis) -> dict[str, Any]:
    return {
        "source": basis.number,
        "article": basis.article,
        "level": basis.level,
        "evidence": basis.evidence,
        "standing": basis.standing,
    }


def _paper_group(group: PaperGroup) -> dict[str, Any]:
    return {
        "label": group.label,
        "needed": group.needed,
        "documents": [
            {
                "key": paper.row.key,
                "name": paper.row.name,
                "official_name": paper.row.official_name,
                "handling": paper.row.handling,
                "copies": paper.row.copies,
                "bringer": paper.row.bringer,
                **_basis(paper.basis),
            }
            for paper in group.papers
        ],
    }
