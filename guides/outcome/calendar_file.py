"""The last day of an outcome as a calendar file (.ics, RFC 5545) that any phone opens."""

import datetime as dt
import uuid
from dataclasses import replace

from icalendar import Alarm, Calendar, Event

from guides.outcome.outcome import LastDay, Outcome

#: Days before the last one on which a phone rings, of those that are still to come.
REMIND_DAYS = (14, 3, 1)
#: Nobody wants to be woken at midnight: an all-day event starts then, and the reminder rings at nine.
_AT_NINE = dt.timedelta(hours=9)


def render(outcome: Outcome, last_day: LastDay, address: str, now: dt.datetime) -> bytes:
    """One all-day event; ``address`` is the outcome's own and makes the event the same whenever it is saved again."""
    event = Event()
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, address)))
    event.add("dtstamp", now)
    event.add("dtstart", last_day.date)
    event.add("dtend", last_day.date + dt.timedelta(days=1))
    event.add("summary", f"手工报销：最晚今天交（{outcome.phones[0].number}）")
    event.add("description", "\n".join(_description(outcome, last_day, address)))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    for days in REMIND_DAYS:
        if last_day.date - dt.timedelta(days=days) > outcome.stamp.made_on:
            event.add_component(_reminder(days))
    calendar = Calendar()
    calendar.add("prodid", "-//yibao-guides//ZH")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _description(outcome: Outcome, last_day: LastDay, address: str) -> list[str]:
    papers = "、".join(group.label for group in outcome.documents)
    bring = [f"{outcome.headings['documents']}：{papers}"] if papers else []
    phones = [f"{phone.label}：{phone.number}" for phone in outcome.phones]
    return [
        last_day.title,
        *last_day.lines,
        *bring,
        f"{outcome.headings['phones']}：",
        *phones,
        replace(last_day.basis, number=0).line,
        address,
    ]


def _reminder(days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"手工报销：还有 {days} 天就到最晚的日子")
    alarm.add("trigger", _AT_NINE - dt.timedelta(days=days))
    return alarm
