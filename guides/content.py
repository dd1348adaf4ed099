"""The kinds of rows that a content pack may hold, in loading order."""

from django.db import models

from guides.models import Advice, Channel, Document, Introduction, Parameter, Wording
from registry.models import Office, SourceDocument

KINDS: dict[str, type[models.Model]] = {
    "sources": SourceDocument,
    "offices": Office,
    "introductions": Introduction,
    "wording": Wording,
    "documents": Document,
    "channels": Channel,
    "advice": Advice,
    "parameters": Parameter,
}
