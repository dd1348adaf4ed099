"""What is said of a bill by what was answered of it: its year, an invoice not at hand, a recognised illness."""

import datetime as dt

from guides.engine.flow import Walk

_SAID = {
    "lost": "发票原件不在手上，认哪种复印件？",
    "given_away": "发票原件交出去了（保险公司、单位），认不认分割单？",
    "not_issued": "发票还没开出来。",
}
_AT_THE_TILL = frozenset({"settle_first", "resettle"})


def gaps(walk: Walk, on: dt.date) -> dict[str, str]:
    """What fills the gaps of texts that speak of the bill, by their names."""
    return {"that_year": _year(walk, on), "no_invoice": _no_invoice(walk), "recognised": _recognised(walk)}


def _year(walk: Walk, on: dt.date) -> str:
    """The year of the bill, in words that a clerk can look it up by."""
    discharged = walk.answer("discharged")
    if discharged in ("this_year", "not_yet"):
        return "今年"
    return f"{on.year - 1} 年" if discharged == "last_year" else "那一年"


def _no_invoice(walk: Walk) -> str:
    """What is said of an invoice that is not at hand, before anything else is asked; '' where it is."""
    return _SAID.get(walk.answer("receipts"), "")


def _recognised(walk: Walk) -> str:
    """What whoever sees a doctor for a recognised illness adds: else it is taken for any visit, and paid as one."""
    if walk.answer("care_kind") != "outpatient" or walk.answer("insured_now") == "newborn":
        return ""
    if _AT_THE_TILL.isdisjoint(walk.facts.get("approach", ())):
        return "（办过慢特病认定的，加一句：按慢特病怎么报？）"
    return "（办过慢特病认定的，加一句：请按慢特病结。）"
