"""What waits for somebody: the first page of admin, and the daily mail. Every line leads to a filtered list."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Value

from registry.desk import closed
from registry.desk.rowfilters import baseless, ended, ending, older, returned
from registry.models import Region, Report, SourceDocument
from registry.pages import desk_url
from registry.publication import Status, reviewed_models
from registry.snapshot import published_models
from registry.typed.dates import month_end
from registry.workflow.rights import Action, Scope, scope
from registry.workflow.transition import authored_by

Rows = QuerySet[Any]


class Urgency(Enum):
    """In the order in which it should be done."""

    FIRST = "先办这些"
    WAITING = "等着您办"
    KNOWN = "知道就行，有空再补"


@dataclass(frozen=True)
class Task:
    """One kind of work: which rows it is about, for whom, and the list that shows the same rows."""

    label: str
    action: Action
    rows: Callable[[Rows, Any, dt.date], Rows]
    query: dict[str, str]
    figures_only: bool = False
    #: Whether sources wait for it too, and it is done for a whole notice at once.
    of_sources: bool = False
    urgency: Urgency = Urgency.WAITING


def _published(rows: Rows) -> Rows:
    return rows.filter(status=Status.PUBLISHED)


def _due(rows: Rows, on: dt.date) -> Rows:
    return rows.filter(older(rows, 1, month_end(on))).exclude(older(rows, 2, on))


#: Notices that are named one by one; nobody has more in hand.
MOST_NOTICES = 8
TASKS = (
    Task(
        "退回给我的，要改",
        Action.EDIT,
        lambda rows, user, on: returned(rows, user),
        {"status__exact": "draft", "author": "returned"},
        of_sources=True,
        urgency=Urgency.FIRST,
    ),
    Task(
        "过期太久，金额已对公众隐藏",
        Action.PUBLISH,
        lambda rows, user, on: _published(rows).filter(older(rows, 2, on)),
        {"status__exact": "published", "check": "expired"},
        urgency=Urgency.FIRST,
    ),
    Task(
        "依据已废止的条目",
        Action.EDIT,
        lambda rows, user, on: _published(rows).filter(baseless(on)),
        {"status__exact": "published", "basis": "over"},
        urgency=Urgency.FIRST,
    ),
    Task(
        "已经到期，没有下一条，公众看不到",
        Action.EDIT,
        lambda rows, user, on: ended(_published(rows), on),
        {"status__exact": "published", "period": "gone"},
        urgency=Urgency.FIRST,
    ),
    Task(
        "30 天内到期，还没有下一条",
        Action.EDIT,
        lambda rows, user, on: ending(_published(rows), on),
        {"status__exact": "published", "period": "last"},
    ),
    Task(
        "等我复核",
        Action.PUBLISH,
        lambda rows, user, on: rows.filter(status=Status.SUBMITTED).exclude(
            pk__in=authored_by(rows.model, user).values("pk")
        ),
        {"status__exact": "submitted", "author": "others"},
        of_sources=True,
    ),
    Task(
        "我的草稿",
        Action.EDIT,
        lambda rows, user, on: rows.filter(status=Status.DRAFT, pk__in=authored_by(rows.model, user).values("pk")),
        {"status__exact": "draft", "author": "me"},
        of_sources=True,
    ),
    Task(
        "本月到期要核对",
        Action.PUBLISH,
        lambda rows, user, on: _due(_published(rows), on),
        {"status__exact": "published", "check": "month"},
    ),
    Task(
        "参数不全，公众看不到金额",
        Action.EDIT,
        lambda rows, user, on: _published(rows).filter(
            pk__in=rows.model.objects.filter(rows.model.INCOMPLETE).values("pk")
        ),
        {"status__exact": "published", "complete": "no"},
        figures_only=True,
    ),
    Task(
        "我交出去的，等同事复核",
        Action.EDIT,
        lambda rows, user, on: rows.filter(status=Status.SUBMITTED, pk__in=authored_by(rows.model, user).values("pk")),
        {"status__exact": "submitted", "author": "me"},
        of_sources=True,
        urgency=Urgency.KNOWN,
    ),
    Task(
        "等着到日子生效",
        Action.VIEW,
        lambda rows, user, on: _published(rows).filter(effective_from__gt=on),
        {"status__exact": "published", "period": "coming"},
        urgency=Urgency.KNOWN,
    ),
)


@dataclass(frozen=True)
class Link:
    label: str
    count: int
    address: str


@dataclass(frozen=True)
class Line:
    """One kind of work with its lists; ``count`` over all of them. ``notices`` are the pages of the same rows' notices."""

    label: str
    links: tuple[Link, ...]
    urgency: Urgency
    notices: tuple[Link, ...] = ()

    @property
    def count(self) -> int:
        return sum(link.count for link in self.links)


def lines(user: Any, on: dt.date) -> list[Line]:
    """Everything that waits for this person, in the order in which it should be done."""
    states = _states()
    found = [_line(task, user, on, states) for task in TASKS if scope(user, task.action)]
    if where := scope(user, Action.ANSWER):
        found.append(Line("公众说不对的", tuple(_reports(where)), Urgency.FIRST))
    if where := scope(user, Action.EDIT):
        found.append(Line("还缺内容的统筹区", tuple(_gaps(where, on)), Urgency.KNOWN))
    if where := scope(user, Action.MANAGE):
        found.append(Line("不是统筹区了，可是还留着条目、派工、报错的地方", tuple(_closed(where)), Urgency.FIRST))
    order = list(Urgency)
    return sorted(found, key=lambda line: order.index(line.urgency))


def _states() -> set[tuple[str, str]]:
    """Each kind with a state in which it has rows at all, in one question: most kinds have none that wait."""
    first, *others = (
        model.objects.order_by().values_list(Value(model._meta.label), "status").distinct()
        for model in reviewed_models()
    )
    return set(first.union(*others))


def _line(task: Task, user: Any, on: dt.date, states: set[tuple[str, str]]) -> Line:
    where = scope(user, task.action)
    found = []
    resting: Counter[int] = Counter()
    kinds: list[Any] = reviewed_models() if task.of_sources else published_models()
    for model in kinds:
        if (model._meta.label, task.query["status__exact"]) not in states:
            continue
        if task.figures_only and model.INCOMPLETE is None:
            continue
        rows = task.rows(where.filter(model.objects.all()), user, on)
        if task.of_sources and model is not SourceDocument:
            by_source = dict(rows.order_by().values_list("source").annotate(Count("pk")))
            resting.update(by_source)
            count = sum(by_source.values())
        else:
            count = rows.count()
        if count:
            found.append(Link(str(model._meta.verbose_name_plural), count, _list_of(model, task.query)))
    return Line(task.label, tuple(found), task.urgency, tuple(_notices(resting)))


def _notices(resting: Counter[int]) -> list[Link]:
    """The pages of the notices on which most of the rows rest."""
    counts = dict(resting.most_common(MOST_NOTICES))
    titles = dict(SourceDocument.objects.filter(pk__in=counts).values_list("pk", "title")) if counts else {}
    return [Link(titles[pk], counts[pk], desk_url(SourceDocument, "notice", pk)) for pk in counts if pk in titles]


def _reports(where: Scope) -> list[Link]:
    state = Report.State.OPEN
    count = where.filter(Report.objects.filter(state=state)).count()
    return [Link("还没查的", count, _list_of(Report, {"state__exact": state}))] if count else []


def _closed(where: Scope) -> list[Link]:
    """The places that are no 统筹区 any more, with how much is to be put in order there."""
    counts = ((region, sum(closed.left_behind(region).values())) for region in where.filter(closed.places(), "pk"))
    return [Link(region.name, count, desk_url(region, "desk", region.pk)) for region, count in counts if count]


def _gaps(where: Scope, on: dt.date) -> list[Link]:
    found = []
    for name, label in lacks():
        count = without(where.filter(Region.objects.all(), "pk"), name, on).count()
        if count:
            found.append(Link(label, count, _list_of(Region, {"lacks": name})))
    return found


def lacks() -> list[tuple[str, str]]:
    """What a 统筹区 can be without: name of the kind of row, and words for it."""
    kinds = [model._meta for model in published_models() if model.essential]
    return [(str(meta.model_name), f"没有{meta.verbose_name}") for meta in kinds]


def without(regions: Rows, lack: str, on: dt.date) -> Rows:
    """The 统筹区 for which no published row of one kind holds on a day, of their own or of their province."""
    model = next(model for model in published_models() if model._meta.model_name == lack)
    having = model.objects.published().in_force(on).values("region_id")
    return (
        regions.filter(is_pool=True)
        .exclude(pk__in=having)
        .exclude(parent_id__in=having.filter(region__level="province"))
    )


def _list_of(model: Any, query: dict[str, str]) -> str:
    return f"{desk_url(model, 'changelist')}?{urlencode(query)}"
