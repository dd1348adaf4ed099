"""A guide on one page for those who answer for it: its drawing, questions, outcomes and blocks, ready to be signed."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guides.desk import names, usage
from guides.desk.names import Names
from guides.engine import drawing, reach
from guides.engine.drawing import Drawing, Entry
from guides.engine.flow import Flow
from guides.engine.steps import Private, Question, Step, When
from guides.models import Advice, Document
from registry.desk.patience import in_time
from registry.places import NATION
from registry.snapshot import Snapshot, per_snapshot

_KINDS = {Advice.Kind.VERDICT: "outcome", Advice.Kind.BLOCK: "block"}


@dataclass(frozen=True)
class StepLine:
    """A step; ``number`` counts the questions, of other steps it says how they are answered."""

    number: str
    name: str
    title: str
    answers: tuple[str, ...]
    asked: str


@dataclass(frozen=True)
class Paper:
    """A document of an outcome or block: when else it is shown, and what regions have in its place."""

    name: str
    needed: str
    condition: str
    local: tuple[str, ...]


@dataclass(frozen=True)
class End:
    """An outcome or a block: when it is reached, what is said there, and the documents."""

    name: str
    reached: str
    texts: tuple[tuple[str, str], ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class FlowPage:
    title: str
    on: dt.date
    version: int
    drawing: Drawing
    steps: tuple[StepLine, ...]
    outcomes: tuple[End, ...]
    blocks: tuple[End, ...]
    unused: tuple[usage.Unused, ...]


@per_snapshot
def page(snapshot: Snapshot, flow: Flow, on: dt.date) -> FlowPage:
    return _Maker(snapshot, flow, on).page()


class _Maker:
    def __init__(self, snapshot: Snapshot, flow: Flow, on: dt.date) -> None:
        self.snapshot, self.flow, self.on = snapshot, flow, on
        self.names: Names = names.of(snapshot, on)
        self.advice = self._rows(Advice)
        self.documents = self._rows(Document)
        self.numbers = {key: str(number) for number, key in enumerate(flow.questions, start=1)}

    def _rows(self, model: Any) -> list[Any]:
        rows = [row for row in self.snapshot.rows(model) if self.flow.slug in row.guides and row.in_force(self.on)]
        return sorted(rows, key=lambda row: (row.position, row.key))

    def page(self) -> FlowPage:
        flow = self.flow
        kinds = (("outcome", flow.outcomes), ("block", flow.blocks))
        ends = [(kind, key, when) for kind, found in kinds for key, when in found]
        made = [self._end(*end) for end in in_time(ends)]
        return FlowPage(
            self.names.guide(flow.slug),
            self.on,
            self.snapshot.version,
            drawing.draw(list(map(self._step_entry, flow.steps)), list(self._end_entries())),
            tuple(map(self._step_line, flow.steps)),
            tuple(made[: len(flow.outcomes)]),
            tuple(made[len(flow.outcomes) :]),
            tuple(found for found in usage.unused(self.snapshot, self.on) if flow.slug in found.row.guides),
        )

    # -- words --------------------------------------------------------------------------------------------------

    def _key(self, key: str) -> str:
        return self.names.key([self.flow.slug], key)

    def _value(self, key: str, value: str) -> str:
        return self.names.value([self.flow.slug], key, value)

    def _sentence(self, when: Mapping[str, Any], then: str) -> str:
        return self.names.sentence([self.flow.slug], when, then)

    def _condition(self, when: When, then: str) -> str:
        return self._sentence(when, then) if when else ""

    # -- the drawing --------------------------------------------------------------------------------------------

    def _step_entry(self, step: Step) -> Entry:
        number, kind, then = self._manner(step)
        title = f"{number}　{self._key(step.key)}"
        return Entry(step.key, kind, title, self._condition(step.when, then), self.flow.deciding(step.when))

    def _manner(self, step: Step) -> tuple[str, str, str]:
        """A step's number or how it is answered, what kind it is, and what is done with it."""
        if isinstance(step, Question):
            return self.numbers[step.key], "question", "问"
        return ("结果页上填", "private", "问") if isinstance(step, Private) else ("自动判断", "given", "判断")

    def _end_entries(self) -> Iterator[Entry]:
        for kind, ends, then in (("outcome", self.flow.outcomes, "到这里"), ("block", self.flow.blocks, "加上")):
            word = self._key(kind)
            for number, (key, when) in enumerate(ends, start=1):
                title = f"{word} {number}　{self._value(kind, key)}"
                after = self.flow.deciding(when)
                yield Entry(f"{kind} {key}", kind, title, self._condition(when, then), after)

    # -- what is asked and what comes of it ---------------------------------------------------------------------

    def _step_line(self, step: Step) -> StepLine:
        number, _, then = self._manner(step)
        worded = self.names.words[self.flow.slug].get(step.key)
        answers = tuple(self._value(step.key, value) for value in step.routing_values)
        title = worded.title if worded else step.key
        return StepLine(number, self._key(step.key), title, answers, self._sentence(step.when, then))

    def _end(self, kind: str, key: str, when: When) -> End:
        then = "到这里" if kind == "outcome" else "加上"
        said = [
            row for row in self.advice if _KINDS.get(Advice.Kind(row.kind)) == kind and key in row.when.get(kind, ())
        ]
        texts = tuple((row.title, self._besides(row.when, kind)) for row in said)
        return End(self._value(kind, key), self._sentence(when, then), texts, tuple(self._papers(kind, key)))

    def _besides(self, when: Mapping[str, Any], kind: str) -> str:
        return self._condition({key: wanted for key, wanted in when.items() if key != kind}, "显示")

    def _papers(self, kind: str, key: str) -> Iterator[Paper]:
        """A paper once for each national row, with what regions have in its place; then those only regions have."""
        rows = [row for row in self.documents if self._belongs(row, kind, key)]
        local = [row for row in rows if row.region_id != NATION]
        national = [row for row in rows if row.region_id == NATION]
        known = {row.key for row in national}
        for row in national:
            overrides = (self._local(other) for other in local if other.key == row.key)
            yield Paper(row.name, row.get_needed_display(), self._besides(row.when, kind), tuple(overrides))
        for row in (row for row in local if row.key not in known and not row.waived):
            where = f"只在{self.names.place(row.region_id)}"
            yield Paper(row.name, row.get_needed_display(), self._besides(row.when, kind), (where,))

    def _local(self, row: Document) -> str:
        where = self.names.place(str(row.region_id))
        return f"{where}：不要" if row.waived else f"{where}：{row.name}，{row.get_needed_display()}"

    def _belongs(self, row: Document, kind: str, key: str) -> bool:
        """Blocks have the papers that name them; outcomes all that somebody can see there."""
        if kind == "block":
            return key in row.when.get("block", ())
        if key not in row.when.get("outcome", (key,)):
            return False
        return reach.can_hold(self.flow, {**row.when, "outcome": (key,)}) is not False
