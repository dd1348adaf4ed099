"""What is said when a step was taken: for how many, what became of their document, what still waits, and with whom."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User

from registry.desk.batch import Attempt, Batch
from registry.desk.steps import STEPS
from registry.models import SourceDocument
from registry.publication import PublishedRow, Status
from registry.snapshot import published_models
from registry.workflow.rights import Action, can, scope
from registry.workflow.transition import authors, know_authors

#: The steps that take a document along, and what is said of one that they left otherwise than it was.
_CARRYING = ("submit", "publish", "send-back")
_ALONG = {
    Status.SUBMITTED: "依据“{}”也一起交了。",
    Status.PUBLISHED: "依据“{}”也一起公开了。",
    Status.DRAFT: "依据“{}”也退回了。",
}


def told(batch: Batch, attempt: Attempt, user: Any) -> str:
    said = [f"{STEPS[batch.step].label}：{len(attempt.done)} 条。"] if attempt.done else []
    if batch.step == "submit":
        said.append("等同事复核，退回来的会在第一页。")
        if not batch.of_sources:
            said.append("还缺的可以接着加，交了的不动。")
    returned = [*attempt.returned, *(attempt.done if batch.step == "send-back" else [])]
    if attempt.returned:
        said.append(f"退回修改：{len(attempt.returned)} 条。")
    if returned:
        said.append(_whose(returned, user))
    if batch.step in _CARRYING:
        said += [*_along(attempt), *_waiting(batch.step, attempt, returned, user)]
    return "".join(said)


def _whose(returned: list[Any], user: Any) -> str:
    """Who is to change what was given back: whoever wrote it."""
    know_authors(returned)
    writers = set().union(*(authors(row) for row in returned)) - {user.pk}
    names = "、".join(sorted(one.get_full_name() or one.username for one in User.objects.filter(pk__in=writers)))
    return f"等 {names} 改好再交。" if names else "在您的草稿里，改好再交。"


def _along(attempt: Attempt) -> Iterator[str]:
    before = {row.source_id: row.source for row in attempt.rows if isinstance(row, PublishedRow)}
    after = SourceDocument.objects.in_bulk(before)
    for pk, source in before.items():
        if pk in after and after[pk].status != source.status:
            yield _ALONG[Status(after[pk].status)].format(source.title)


def _waiting(step: str, attempt: Attempt, returned: list[Any], user: Any) -> Iterator[str]:
    """What else of the same documents is not public yet, and in whose hands."""
    sources = {row.source_id for row in attempt.rows if isinstance(row, PublishedRow)}
    found = Counter(_unfinished(sources, user)) if sources else Counter()
    if drafts := found[Status.DRAFT] - len(returned):
        yield f"还有 {drafts} 条是草稿，没有交。"
    if (waiting := found[Status.SUBMITTED]) and step != "submit":
        mine = any(user.pk not in authors(row) and can(user, Action.PUBLISH, row.region_id) for row in attempt.rows)
        yield f"还有 {waiting} 条等{'您' if mine else '同事'}复核。"


def _unfinished(sources: set[int], user: Any) -> Iterator[str]:
    where = scope(user, Action.VIEW)
    for model in published_models():
        rows = where.filter(model.objects.unfinished().filter(source__in=sources))
        yield from rows.order_by().values_list("status", flat=True)
