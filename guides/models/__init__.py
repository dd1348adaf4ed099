"""What clerks keep: the words, documents, channels, advice and local parameters of the guides.

Every row is a :class:`registry.publication.PublishedRow`: dated, sourced, regional. Routing is not here.
"""

from guides.models.answers import Answer
from guides.models.base import PLACEHOLDERS, GuideRow, fill
from guides.models.counts import Count
from guides.models.parameters import Parameter
from guides.models.phrases import Phrase
from guides.models.rows import Advice, Channel, Document
from guides.models.unheard import Unheard
from guides.models.words import Introduction, Misconception, Option, Term, Wording

__all__ = [
    "PLACEHOLDERS",
    "Advice",
    "Answer",
    "Channel",
    "Count",
    "Document",
    "GuideRow",
    "Introduction",
    "Misconception",
    "Option",
    "Parameter",
    "Phrase",
    "Term",
    "Unheard",
    "Wording",
    "fill",
]
