"""“这条不对？”: how a visitor says that a page, or one thing on it, is wrong. One choice, and nothing to write about oneself.

A page names each thing that it shows: a published row as ``evidence.named`` does, a hotline by what a phone dials. Only
such a name travels with a report; what was answered on the way to the page never does.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from registry import reports
from registry import snapshot as snapshots
from registry.evidence import named
from registry.models import Report
from registry.offices import phones
from registry.pages import page
from registry.publication import Status
from registry.reports import Taken
from registry.snapshot import Snapshot, per_snapshot
from registry.typed.telephones import dialled
from registry.visitors import client_address, from_elsewhere

_STATUS = {Taken.NEW: 200, Taken.COUNTED: 200, Taken.REFUSED: 429}
_AGAIN = "请重新选一次：刚才的选项没有认出来。"
#: A gap in a text, which its page fills.
_GAP = re.compile(r"\{\w+\}")


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="哪里不对",
        choices=Report.Reason.choices,
        error_messages={"required": "请选一项，说说哪里不对。", "invalid_choice": _AGAIN},
    )


#: The form before anybody has sent it: the same on every page.
UNSENT = ReportForm()


@dataclass(frozen=True, slots=True)
class Meant:
    """The one thing that is meant: its name on pages, what it is in words, and the region that a row is of."""

    named: str
    words: str
    region: str = ""


def meant(request: HttpRequest) -> Meant | None:
    """What the request says that it is about; None for the page as a whole, and for what never was public."""
    name = request.POST.get("ask") or request.POST.get("about", "")
    return known(snapshots.current()).get(name) or (_formerly(name) if name else None)


def _formerly(name: str) -> Meant | None:
    """A row that a page still shows, and that was revised or withdrawn meanwhile: what now stands in its place; without
    that the row itself, of which nothing is said any more."""
    row = reports.rows_meant([name]).get(name)
    if row is None or row.status != Status.RETIRED:
        return None
    public = known(snapshots.current())
    now = (public[named(other)] for other in reports.in_its_place(row) if named(other) in public)
    return next(now, Meant(name, "您刚才看的那一条，现在已经撤下了", str(row.region_id)))


@per_snapshot
def known(snapshot: Snapshot) -> dict[str, Meant]:
    """Everything that can be meant, by its name."""
    found = {}
    for place in snapshot.places:
        for hotline in phones.ABOUT:
            number = phones.number(snapshot.places, place.code, hotline)
            name = f"phone-{dialled(number)}"
            found[name] = Meant(name, f"电话 {number}")
    for model in snapshots.published_models():
        for row in snapshot.rows(model):
            found[named(row)] = Meant(named(row), _GAP.sub("…", str(row)), str(row.region_id))
    return found


def taken(request: HttpRequest, about: reports.About, on: dt.date, context: dict[str, Any]) -> HttpResponse:
    """Keep what the form says about a page, and tell what comes of it; whoever has only said which thing is meant is
    asked what is wrong with it. ``context`` names the page, its phones, where the form goes and where the page stands."""
    thing, asks = meant(request), "ask" in request.POST
    form = UNSENT if asks else ReportForm(request.POST)
    foreign = from_elsewhere(request)
    said = None
    if not foreign and not asks and form.is_valid():
        about = replace(about, row=thing.named if thing else "")
        said = reports.take(client_address(request), about, form.cleaned_data["reason"], on)
    status = 403 if foreign else _STATUS[said] if said else 200
    told = {"report": form, "asks": asks, "meant": thing, "foreign": foreign, "taken": said.value if said else ""}
    return _answered(request, {**context, **told}, status)


def gone(request: HttpRequest, place: str, back: str) -> HttpResponse:
    """Tell who sent a report that its page is none any more, so that nothing was kept; ``back`` is what stands there now."""
    numbers = [phones.told(snapshots.current().places, place, phones.MEDICAL)]
    told = {"title": "这条不对？", "phones": numbers, "back": back, "report": UNSENT, "taken": "gone"}
    return _answered(request, told, 404)


def _answered(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return page(request, "registry/report.html", context, status=status, indexed=False, kept=False)
