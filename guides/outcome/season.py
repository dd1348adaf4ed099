"""The yearly window in which residents pay for the coming year (集中缴费期): what the home page says while it is open."""

import datetime as dt
from dataclasses import dataclass

from guides.flows import FLOWS
from guides.models import Parameter
from guides.outcome import checklist, handover
from registry.places import NATION
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Season:
    """``year`` is the one that is paid for, ``says`` when most places take the money, ``address`` where one goes on."""

    year: int
    says: str
    address: str


def season(snapshot: Snapshot, on: dt.date) -> Season | None:
    """The nation's window that is open on a date: a row in force exactly as long, for the year after it opened. None
    when none is, or while nobody has published the guide that it leads to."""
    rows = (row for row in snapshot.rows(Parameter) if row.name == Parameter.Name.PAYING_SEASON)
    ours = (row for row in rows if row.region_id == NATION and row.in_force(on) and not row.waived)
    row = next((row for row in ours if row.is_trusted(on)), None)
    if row is None or row.effective_from is None or not checklist.introduction(snapshot, "coverage", on):
        return None
    address = handover.address(snapshot, FLOWS["coverage"], {"matter": ("pay",)}, on)
    return Season(row.effective_from.year + 1, row.value, address)
