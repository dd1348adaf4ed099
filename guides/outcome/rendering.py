"""Renderings of an outcome as data and as plain text. Keys of the JSON are stable: other programs read them."""

from collections.abc import Sequence
from typing import Any

from guides.engine.dates import date_words
from guides.outcome.outcome import Basis, Counter, LastDay, Outcome, PaperGroup, Text

#: What a chat message of the common programs shows without folding it away.
CHAT_LENGTH = 500
#: What a message that is too long does without, the least important first.
_DISPENSABLE = ("office", "validity", "deadline", "choices")


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Everything the page says, in its order, for other programs."""
    return {**_result(outcome), **_preparation(outcome), **_background(outcome)}


def _result(outcome: Outcome) -> dict[str, Any]:
    """What came out, for whom, until when, and what it means."""
    return {
        "guide": outcome.guide,
        "outcome": outcome.key,
        "title": outcome.title,
        "blocks": list(outcome.blocks),
        "insured_place": outcome.insured_place,
        "care_place": outcome.care_place,
        "made_on": outcome.made_on.isoformat(),
        "made_on_words": date_words(outcome.made_on, weekday=True),
        "valid_until": outcome.valid_until.isoformat(),
        "valid_until_words": date_words(outcome.valid_until),
        "unverified": outcome.unverified,
        "call": _texts(outcome.call),
        "open_questions": list(outcome.open_questions),
        "verdict": _text(outcome.verdict) if outcome.verdict else None,
        "added": _texts(outcome.added),
        "layers": [
            {"layer": layer.key, "state": layer.state, "label": layer.label, **_text(layer.text)}
            for layer in outcome.layers
        ],
    }


def _preparation(outcome: Outcome) -> dict[str, Any]:
    """What to bring, where to go and whom to ring, by when."""
    return {
        "last_day": _last_day(outcome.last_day) if outcome.last_day else None,
        "deadlines": _texts(outcome.deadlines),
        "documents": [_paper_group(group) for group in outcome.documents],
        "in_person": _texts(outcome.in_person),
        "proxy_papers": [group.label for group in outcome.proxy_papers],
        "offices": [_office(counter) for counter in outcome.offices],
        "channels": [
            {"name": way.row.name, "steps": list(way.lines), "url": way.row.url, **_basis(way.basis)}
            for way in outcome.channels
        ],
        "phones": [
            {"label": phone.label, "number": phone.number, "dial": phone.dial, "note": phone.note}
            for phone in outcome.phones
        ],
    }


def _background(outcome: Outcome) -> dict[str, Any]:
    """What holds there, what to mind, what comes next, and what all of it rests on."""
    return {
        "local_rules": [
            {"label": rule.label, "value": rule.value or None, "note": rule.note, **_basis(rule.basis)}
            for rule in outcome.local_rules
        ],
        "warnings": _texts(outcome.warnings),
        "steps": _texts(outcome.steps),
        "script": _text(outcome.script) if outcome.script else None,
        "afterwards": _texts(outcome.afterwards),
        "onward": [
            {"guide": link.guide, "title": link.title, "summary": link.summary, "address": link.address}
            for link in outcome.onward
        ],
        "misconceptions": _texts(outcome.misconceptions),
        "answers": [{"key": line.key, "label": line.label, "value": line.value} for line in outcome.answers],
        "sources": [
            {
                "number": source.number,
                "title": source.row.title,
                "document": source.row.number,
                "citation": source.row.citation(),
                "issuer": source.row.issuer,
                "url": source.row.url,
            }
            for source in outcome.sources
        ],
    }


def _office(counter: Counter) -> dict[str, Any]:
    row = counter.row
    return {
        "name": row.name,
        "services": row.services,
        "call_first": counter.doubtful,
        "district": row.district,
        "address": row.address,
        "landmark": row.landmark,
        "window": row.window,
        "hours": list(counter.hours),
        "today": counter.today,
        "phones": row.phones,
        "booking": row.booking,
        "bring": row.bring,
        "accessibility": row.accessibility,
        "note": row.note,
        **_basis(counter.basis),
    }


def _texts(texts: Sequence[Text]) -> list[dict[str, Any]]:
    return [_text(text) for text in texts]


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
        "needed_label": group.needed_label,
        "documents": [
            {
                "key": paper.row.key,
                "name": paper.row.name,
                "official_name": paper.row.official_name,
                "handling": paper.row.handling,
                "copies": paper.row.copies,
                "bringer": paper.row.bringer,
                "how": paper.how,
                **_basis(paper.basis),
            }
            for paper in group.papers
        ],
    }


def as_text(outcome: Outcome, address: str) -> str:
    """A message for a family chat, at most ``CHAT_LENGTH`` characters.

    Too long, it does without the office, the validity, the deadline and the names inside a one-of group, in that
    order; then it counts the last documents instead of naming them. Title, phone, address and whether anything is
    unverified always stay: only an address of some 400 characters could make it longer.
    """
    for number in range(len(_DISPENSABLE) + 1):
        left_out = set(_DISPENSABLE[:number])
        if len(text := _message(outcome, address, _bring(outcome, "choices" not in left_out), left_out)) <= CHAT_LENGTH:
            return text
    papers = _bring(outcome, choices=False)
    for shown in range(len(papers) - 1, -1, -1):
        rest = f"还有 {len(papers) - shown} 样，看网页"
        if len(text := _message(outcome, address, [*papers[:shown], rest], left_out)) <= CHAT_LENGTH:
            break
    return text


def _message(outcome: Outcome, address: str, papers: Sequence[str], left_out: set[str]) -> str:
    deadline = "；".join(text.title.rstrip("。") for text in outcome.deadlines)
    office = next((f"{counter.row.name}，{counter.row.address}" for counter in outcome.offices), "")
    lines = {
        "title": f"【{outcome.title}】",
        "deadline": deadline and f"最晚什么时候：{deadline}",
        "bring": papers and "\n".join(["要带的东西：", *papers]),
        "phone": "电话：" + "；".join(f"{phone.label} {phone.number}" for phone in outcome.phones),
        "office": office and f"去哪里：{office}",
        "unverified": outcome.unverified and f"有 {outcome.unverified} 条未经核对，去之前先打电话问。",
        "validity": f"{date_words(outcome.valid_until)}之前有效",
        "address": f"看全部：{address}",
    }
    return "\n".join(str(line) for name, line in lines.items() if line and name not in left_out)


def _bring(outcome: Outcome, choices: bool) -> list[str]:
    return [f"{number}. {_named(group, choices)}" for number, group in enumerate(outcome.documents, start=1)]


def _named(group: PaperGroup, choices: bool) -> str:
    names = "、".join(paper.row.name for paper in group.papers)
    if len(group.papers) > 1 and choices:
        return f"{group.label}（{group.needed_label}：{names}）"
    return group.label if group.needed == "required" else f"{group.label}（{group.needed_label}）"
