"""The kinds of rows that a content pack may hold, in loading order."""

from django.db import models

from calculators.models import (
    AssistancePolicy,
    BasicPolicy,
    CriticalIllnessPolicy,
    NationalAverage,
    RemoteLimit,
    RemoteRule,
    SupplementPolicy,
)
from guides.models import (
    Advice,
    Answer,
    Channel,
    Document,
    Introduction,
    Misconception,
    Parameter,
    Phrase,
    Term,
    Wording,
)
from registry.models import CalendarDay, Office, PlaceRelation, SourceDocument

KINDS: dict[str, type[models.Model]] = {
    "sources": SourceDocument,
    "offices": Office,
    "calendar": CalendarDay,
    "relations": PlaceRelation,
    "basic_policies": BasicPolicy,
    "supplement_policies": SupplementPolicy,
    "critical_illness_policies": CriticalIllnessPolicy,
    "assistance_policies": AssistancePolicy,
    "remote_limits": RemoteLimit,  # before the rules, which are held against them
    "remote_rules": RemoteRule,
    "national_averages": NationalAverage,
    "introductions": Introduction,
    "wording": Wording,
    "documents": Document,
    "channels": Channel,
    "advice": Advice,
    "parameters": Parameter,
    "misconceptions": Misconception,
    "terms": Term,
    "answers": Answer,
    "phrases": Phrase,
}
