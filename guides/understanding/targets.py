"""The name of a page that a text can be about: its kind, and which one of them.

``guide:remote-care``, ``answer:lapse``, ``glossary:deductible``, ``misconception:…``, ``place:210300``, ``office:210300``,
``document:…``, ``office``, ``estimate``, ``out_of_scope:12366``. ``place`` and ``office`` are what rows say; the place
that is meant makes them whole.
"""

GUIDE, ANSWER, GLOSSARY, MISCONCEPTION, DOCUMENT = "guide", "answer", "glossary", "misconception", "document"
PLACE, OFFICE, ESTIMATE, OUTSIDE = "place", "office", "estimate", "out_of_scope"


def target_of(kind: str, name: str) -> str:
    return f"{kind}:{name}"


def kind_of(target: str) -> str:
    return target.partition(":")[0]


def name_of(target: str) -> str:
    """Which one of its kind; empty where the kind alone is named."""
    return target.partition(":")[2]
