"""Sound policy rows to start from, saved by the rules that admin and the content packs apply."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone

from calculators.models import (
    AssistancePolicy,
    BasicPolicy,
    CriticalIllnessBand,
    CriticalIllnessPolicy,
    NationalAverage,
    PolicyBand,
    PolicySpecial,
    RemoteLimit,
    RemoteRule,
    SupplementBand,
    SupplementPolicy,
)
from registry.belonging import inline_rows
from registry.models import SourceDocument

# A province and two of its cities for which nothing is published.
PROVINCE, CITY, OTHER_CITY, NATION = "530000", "530100", "530300", "000000"
DAY = dt.date(2026, 11, 21)

CHILDREN = {
    BasicPolicy: PolicyBand,
    CriticalIllnessPolicy: CriticalIllnessBand,
    SupplementPolicy: SupplementBand,
}
SOUND = {
    BasicPolicy: {
        "scheme": "employee",
        "care_type": "inpatient",
        "deductible": "1000",
        "bands": [(None, "0.80")],
    },
    CriticalIllnessPolicy: {"scheme": "resident", "deductible": "15000", "bands": [(None, "0.60")]},
    AssistancePolicy: {"deductible": "0", "rate": "0.70"},
    SupplementPolicy: {
        "position": "supplement",
        "name": "补充医疗",
        "scheme": "employee",
        "deductible": "0",
        "bands": [(None, "0.50")],
    },
    RemoteRule: {"category": "referral", "kind": "rate_points", "value": "0.10"},
    RemoteLimit: {"category": "unfiled", "max_points": "0.30", "region_id": NATION},
    NationalAverage: {
        "scheme": "employee",
        "hospital_level": "secondary",
        "year": 2025,
        "rate": "0.86",
        "region_id": NATION,
        "effective_to": dt.date(2027, 12, 31),
    },
}


def build(model, **values):
    """An unsaved row and its inline rows."""
    values = {**SOUND[model], **values}
    inline = {"bands": [CHILDREN[model](up_to=up_to, rate=rate) for up_to, rate in values.pop("bands", [])]}
    inline["specials"] = [PolicySpecial(**special) for special in values.pop("specials", [])]
    inline["cases"] = (
        [model.cases.rel.related_model(**case) for case in values.pop("cases", [])] if hasattr(model, "cases") else []
    )
    common = {"key": "test-row", "region_id": CITY, "status": "published", "collected_on": timezone.localdate()}
    row = model(**{**common, **values})
    row.source, _ = SourceDocument.objects.get_or_create(key="test-source", defaults={"title": "一份文件"})
    return row, {name: inline[name] for name in inline_rows(model)}


def publish(model, **values):
    row, inline = build(model, **values)
    row.full_clean()
    for children in inline.values():
        for child in children:
            child.full_clean(exclude=["policy"])
    row.clean_inline(inline)
    row.save()
    for children in inline.values():
        for child in children:
            child.policy = row
            child.save()
    return row


def publish_line_of_liaoning():
    """A critical illness rule for 辽宁, of which no usable text is known: the province of a city without any rule."""
    bands = [("50000", "0.60"), ("100000", "0.70"), (None, "0.80")]
    return publish(
        CriticalIllnessPolicy, region_id="210000", scheme="any", deductible="10000", band_basis="burden", bands=bands
    )


def refused(model, **values):
    """What is said at each field of a row, and under "inline" about its inline rows."""
    row, inline = build(model, **values)
    try:
        row.full_clean()
        for child in (child for children in inline.values() for child in children):
            child.full_clean(exclude=["policy"])
    except ValidationError as error:
        return error.message_dict
    try:
        row.clean_inline(inline)
    except ValidationError as error:
        return {"inline": error.messages}
    return {}
