"""What the lists of published rows can be narrowed to: what needs checking, what holds now, what ends, whose it is."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest

from registry import snapshot as snapshots
from registry.models import Event
from registry.publication import Status
from registry.typed.dates import month_end
from registry.workflow.transition import authored_by


class CheckFilter(admin.SimpleListFilter):
    """What needs a clerk's eye today."""

    title = "核对情况"
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("never", "从没核对过"),
            ("due", "到了该再核对的时候"),
            ("month", "这个月到期要核对"),
            ("expired", "过期太久，金额已对公众隐藏"),
            ("fresh", "核对过，还新"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        today = snapshots.today()
        due, expired = older(queryset, 1, today), older(queryset, 2, today)
        checked = queryset.exclude(verified_on=None)
        return {
            "never": queryset.filter(verified_on=None),
            "due": checked.filter(due).exclude(expired),
            "month": queryset.filter(older(queryset, 1, month_end(today))).exclude(expired),
            "expired": queryset.filter(expired),
            "fresh": checked.exclude(due),
        }[str(self.value())]


def older(rows: QuerySet[Any], intervals: int, on: dt.date) -> Q:
    """Rows last looked at more than so many of their own intervals before ``on``, as ``PublishedRow.freshness`` counts."""
    found = Q(pk__in=[])
    for days in rows.order_by().values_list("review_every", flat=True).distinct():
        limit = on - dt.timedelta(days=days * intervals)
        checked = Q(verified_on__lt=limit) | Q(verified_on=None, collected_on__lt=limit)
        found |= Q(review_every=days) & checked
    return found


def baseless(on: dt.date) -> Q:
    """Rows still to hold after the document they rest on was repealed."""
    return Q(source__in_force_to__lt=on) & (Q(effective_to=None) | Q(effective_to__gte=on))


#: Days before its end that a row without a successor is spoken of, and after it.
SOON, LATELY = 30, 365


def ending(rows: QuerySet[Any], on: dt.date) -> QuerySet[Any]:
    """Rows that end within a month of ``on`` and leave nothing in their place."""
    return unfollowed(rows.filter(effective_to__gte=on, effective_to__lte=on + dt.timedelta(days=SOON)))


def ended(rows: QuerySet[Any], on: dt.date) -> QuerySet[Any]:
    """Rows that ended in the year before ``on`` and left nothing in their place."""
    return unfollowed(rows.filter(effective_to__lt=on, effective_to__gte=on - dt.timedelta(days=LATELY)))


def unfollowed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with an end, for which no other of the same slot and region, public or on its way, holds any longer."""
    slot = {name: OuterRef(name) for name in ("region", *rows.model.slot_fields)}
    longer = Q(effective_to=None) | Q(effective_to__gt=OuterRef("effective_to"))
    others = rows.model.objects.filter(longer, **slot).kept().exclude(pk=OuterRef("pk"))
    return rows.exclude(effective_to=None).exclude(Exists(others))


class BasisFilter(admin.SimpleListFilter):
    title = "依据还算不算数"
    parameter_name = "basis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("over", "依据已废止")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(baseless(snapshots.today())) if self.value() == "over" else queryset


class PeriodFilter(admin.SimpleListFilter):
    title = "现在算不算数"
    parameter_name = "period"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("now", "正在有效"),
            ("coming", "还没到日子"),
            ("over", "已经到期"),
            ("ending", "30 天内到期"),
            ("last", "30 天内到期，还没有下一条"),
            ("gone", "已经到期，没有下一条"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = snapshots.today()
        soon = today + dt.timedelta(days=SOON)
        if self.value() == "now":
            return queryset.in_force(today)  # type: ignore[attr-defined, no-any-return]
        if self.value() == "coming":
            return queryset.filter(effective_from__gt=today)
        if self.value() == "over":
            return queryset.filter(effective_to__lt=today)
        if self.value() == "ending":
            return queryset.filter(effective_to__gte=today, effective_to__lte=soon)
        if self.value() in ("last", "gone"):
            return {"last": ending, "gone": ended}[str(self.value())](queryset, today)
        return queryset


class EndYearFilter(admin.SimpleListFilter):
    """Rows by the year in which they end, to carry a whole year over."""

    title = "哪年到期"
    parameter_name = "ends"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        ends = model_admin.get_queryset(request).exclude(effective_to=None).dates("effective_to", "year")
        return [(str(day.year), f"{day.year} 年到期") for day in ends]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        year = self.value() or ""
        return queryset.filter(effective_to__year=int(year)) if year.isdecimal() and len(year) == 4 else queryset


class MineFilter(admin.SimpleListFilter):
    """Drafts by who wrote them."""

    title = "谁写的"
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", "我写的"), ("others", "别人写的"), ("returned", "退回给我的")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        if self.value() == "returned":
            return returned(queryset, request.user)
        mine = authored_by(queryset.model, request.user).values("pk")
        return queryset.filter(pk__in=mine) if self.value() == "me" else queryset.exclude(pk__in=mine)


def returned(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Drafts that somebody wrote and somebody else has given back to be mended."""
    kind = ContentType.objects.get_for_model(rows.model)
    past = Event.objects.filter(content_type=kind, object_id=OuterRef("pk")).order_by("-at", "-pk")
    drafts = rows.filter(status=Status.DRAFT, pk__in=authored_by(rows.model, user).values("pk"))
    last = {"last_kind": Subquery(past.values("kind")[:1]), "last_by": Subquery(past.values("by")[:1])}
    found: QuerySet[Any] = drafts.alias(**last).filter(last_kind=Event.Kind.RETURNED).exclude(last_by=user.pk)
    return found
