"""What becomes of the lines of a sheet: drafts, revisions, nothing, or at which cell each is refused and why."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from registry.workflow.review import Difference

NEW, CHANGED, UNCHANGED, REFUSED = "新的", "要改的", "没有变的", "不能导入的"


@dataclass(frozen=True)
class Refusal:
    """Why a line cannot be taken, at the cell where that stands; ``name`` is the column's, ``place`` how the sheet calls
    the cell. Both are empty for what the line as a whole says."""

    sentence: str
    name: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place}：{self.sentence}" if self.place else self.sentence


@dataclass(frozen=True)
class Outcome:
    """What becomes of a line: a new draft, a revision with its differences, nothing, or why not."""

    kind: str
    number: int
    label: str = ""
    changes: tuple[Difference, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.kind == NEW


@dataclass
class Report:
    outcomes: list[Outcome] = field(default_factory=list)
    written: bool = False

    @property
    def counts(self) -> list[tuple[str, int]]:
        found = Counter(outcome.kind for outcome in self.outcomes)
        return [(kind, found[kind]) for kind in (NEW, CHANGED, UNCHANGED, REFUSED)]

    @property
    def refusals(self) -> list[str]:
        return [str(refusal) for outcome in self.outcomes for refusal in outcome.refusals]

    @property
    def drafts(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.kind in (NEW, CHANGED)]

    def digest(self) -> str:
        """Equal for reports that announce the same."""
        return hashlib.sha256(repr(self.outcomes).encode()).hexdigest()
