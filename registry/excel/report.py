"""What becomes of the lines of a sheet: drafts, revisions, nothing, or at which cell each is refused and why."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any, Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from registry.workflow.review import Difference

#: Drafts that are shown without being unfolded.
MOST_OPEN = 10
#: Letters of a cell that are said again of it, enough to know it by: the copy with marks has all of them.
_BEGINNING = 200
_EMPTY = "这一格要填。"
NEW, CHANGED, UNCHANGED, REFUSED = "新的", "要改的", "没有变的", "不能导入的"


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be taken, and where it stands: the page, and on it the line and the column (by its letter, its
    ``heading``, and its ``name`` in the house), with what is ``typed`` there and what could stand there. What speaks of
    the line as a whole has no column, what speaks of the page no line, what speaks of the file no page."""

    sentence: str
    page: str = ""
    line: int = 0
    letter: str = ""
    heading: str = ""
    name: str = ""
    typed: str = ""
    example: str = ""

    @property
    def place(self) -> str:
        column = f" {self.letter} 列“{self.heading}”" if self.heading else ""
        return f"第 {self.line} 行{column}" if self.line else ""

    def __str__(self) -> str:
        return f"{self.place}：{self.sentence}" if self.place else self.sentence


@dataclass(frozen=True)
class Outcome:
    """What becomes of a line of a page: a new draft, a revision with its differences, nothing, or why not."""

    kind: str
    page: str
    number: int
    label: str = ""
    changes: tuple[Difference, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    #: What needs an eye, and what was filled in by itself.
    notes: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.kind == NEW


@dataclass
class Report:
    outcomes: list[Outcome] = field(default_factory=list)
    written: bool = False
    #: Pages of the file that nobody looked at.
    unread: tuple[str, ...] = ()
    #: What becomes of columns that its pages have not.
    absent: tuple[str, ...] = ()

    @classmethod
    def refusing(cls, *refusals: Refusal) -> Self:
        """Of a file, or a page, from which no line could be taken."""
        return cls([Outcome(REFUSED, one.page, 0, refusals=(one,)) for one in refusals])

    @property
    def counts(self) -> list[tuple[str, int]]:
        found = Counter(outcome.kind for outcome in self.outcomes)
        return [(kind, found[kind]) for kind in (NEW, CHANGED, UNCHANGED, REFUSED)]

    @property
    def counted(self) -> str:
        """The same in words, without what there is none of."""
        return "、".join(f"{kind} {count} 行" for kind, count in self.counts if count) or "没有写东西"

    @property
    def refusals(self) -> list[Refusal]:
        """Each once: a line that is two rows may be wrong in one cell."""
        return list(dict.fromkeys(refusal for outcome in self.outcomes for refusal in outcome.refusals))

    @property
    def refusals_by_page(self) -> list[tuple[str, list[Refusal]]]:
        return [(page, list(found)) for page, found in groupby(self.refusals, lambda one: one.page)]

    @property
    def has_places(self) -> bool:
        """Whether it says of a page what is to be mended: the others speak of a file that cannot be read."""
        return any(one.page for one in self.refusals)

    @property
    def drafts(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.kind in (NEW, CHANGED)]

    @property
    def drafts_by_page(self) -> list[tuple[str, list[Outcome]]]:
        return [(page, list(found)) for page, found in groupby(self.drafts, lambda one: one.page)]

    @property
    def notes(self) -> list[tuple[str, str]]:
        """What needs an eye, each once, and in which lines."""
        return _once((outcome, note) for outcome in self.outcomes for note in outcome.notes)

    @property
    def filled(self) -> list[tuple[str, str]]:
        """The same of what was filled in by itself."""
        return _once((outcome, note) for outcome in self.drafts for note in outcome.filled)

    @property
    def is_long(self) -> bool:
        """Whether nobody reads it as a whole."""
        return len(self.drafts) > MOST_OPEN

    @property
    def summary(self) -> str:
        """In a few words."""
        if self.written:
            return f"导入好了，{len(self.drafts)} 份草稿"
        if refusals := self.refusals:
            return f"要改 {len(refusals)} 处，还没有导入"
        return f"看过了，可以导入 {len(self.drafts)} 份草稿" if self.drafts else "和系统里的一样，不用导入"

    def digest(self) -> str:
        """Equal for reports that announce the same."""
        return hashlib.sha256(repr(self.outcomes).encode()).hexdigest()

    def told(self) -> dict[str, Any]:
        """As plain data, to be kept; read back by ``kept``."""
        return asdict(self)

    @classmethod
    def kept(cls, told: dict[str, Any]) -> Self:
        outcomes = [
            Outcome(
                **{
                    **one,
                    "changes": tuple(Difference(**change) for change in one["changes"]),
                    "refusals": tuple(Refusal(**refusal) for refusal in one["refusals"]),
                    "notes": tuple(one.get("notes", ())),
                    "filled": tuple(one.get("filled", ())),
                }
            )
            for one in told["outcomes"]
        ]
        return cls(outcomes, told["written"], tuple(told["unread"]), tuple(told.get("absent", ())))


def beginning(typed: str) -> str:
    """What somebody typed or named, or its beginning where it is long."""
    return typed if len(typed) <= _BEGINNING else f"{typed[:_BEGINNING]}…"


def _once(said: Iterable[tuple[Outcome, str]]) -> list[tuple[str, str]]:
    """Each sentence once, and the lines that it is said of."""
    found: dict[str, dict[str, dict[int, None]]] = {}
    for outcome, sentence in said:
        found.setdefault(sentence, {}).setdefault(outcome.page, {})[outcome.number] = None
    return [
        (sentence, "；".join(f"{page}，第 {'、'.join(map(str, lines))} 行" for page, lines in pages.items()))
        for sentence, pages in found.items()
    ]


def messages(check: Callable[..., None], *what: Any) -> list[tuple[str, str]]:
    """Field and sentence for everything that a check refuses."""
    try:
        check(*what)
    except ValidationError as error:
        found = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        return [
            (name, _EMPTY if one.code in ("blank", "null") else message)
            for name, errors in found.items()
            for one in errors
            for message in one.messages
        ]
    return []
