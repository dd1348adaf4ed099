"""The outcome of a guide: one immutable object that every rendering reads, so that no two can disagree."""

import datetime as dt
from dataclasses import dataclass

from guides.models import Channel, Document
from registry.models import Office, SourceDocument


@dataclass(frozen=True, slots=True)
class Basis:
    """What one statement rests on: number in the list of sources, article, region level, and how well checked;
    ``line`` says all of it."""

    number: int
    article: str
    level: str
    evidence: str
    standing: str
    expired: bool
    line: str


@dataclass(frozen=True, slots=True)
class Text:
    key: str
    title: str
    lines: tuple[str, ...]
    basis: Basis


#: How a layer of a path stands, in words.
LAYER_LABELS = {
    "automatic": "已自动报",
    "done": "已经报过",
    "apply": "要您申请",
    "check": "先问清楚",
    "not_yet": "暂时不够条件",
    "ask": "问别的单位",
    "none": "您没有这一层",
}


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a path and how it stands (``state``, in words ``label``)."""

    key: str
    state: str
    label: str
    text: Text


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day, itself included, worked out from an exact date and a local rule; ``past`` when it is over."""

    date: dt.date
    past: bool
    title: str
    lines: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Onward:
    """Another guide to go on with: its title, a line about it, and its address with the answers it starts from."""

    guide: str
    title: str
    summary: str
    address: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One document to bring; ``row`` holds its particulars."""

    row: Document
    basis: Basis

    @property
    def how(self) -> str:
        """What happens to it at the counter, how many copies, who brings it, and what else will do."""
        row = self.row
        says = [
            row.handling_label,
            f"复印 {row.copies} 份" if row.copies else "",
            row.bringer_label if row.bringer != Document.Bringer.ANYONE else "",
            "手机里的电子版也行" if row.electronic_accepted and row.handling != Document.Handling.ELECTRONIC else "",
            "拿不出可以先签承诺书" if row.pledge_accepted else "",
        ]
        return "。".join(filter(None, ["，".join(filter(None, says)), row.print_note]))


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Documents that count as one line of the list: several when any one of them is enough."""

    label: str
    needed: str
    needed_label: str
    papers: tuple[Paper, ...]

    @property
    def shared_basis(self) -> bool:
        """Whether all of them rest on the same words, which then need saying once."""
        return len({paper.basis.line for paper in self.papers}) == 1


@dataclass(frozen=True, slots=True)
class Way:
    """A channel, its steps filled in."""

    row: Channel
    lines: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Counter:
    """``hours`` by weekday, a line each; ``today`` says whether it works on the day the outcome was made.
    ``doubtful``: to be rung before anybody sets out."""

    row: Office
    hours: tuple[str, ...]
    today: str
    doubtful: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Phone:
    """``number`` as people read it, ``dial`` as a phone dials it."""

    label: str
    number: str
    dial: str
    note: str


@dataclass(frozen=True, slots=True)
class LocalRule:
    """A local rule; without ``value`` nobody has published one and the phone is to be rung."""

    label: str
    value: str
    note: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class AnswerLine:
    key: str
    label: str
    value: str
    change: str


@dataclass(frozen=True, slots=True)
class Source:
    number: int
    row: SourceDocument


@dataclass(frozen=True, slots=True)
class Outcome:
    guide: str
    key: str
    blocks: tuple[str, ...]
    insured_place: str
    care_place: str
    verdict: Text | None
    call: tuple[Text, ...]
    open_questions: tuple[str, ...]
    added: tuple[Text, ...]
    layers: tuple[Layer, ...]
    deadlines: tuple[Text, ...]
    documents: tuple[PaperGroup, ...]
    in_person: tuple[Text, ...]
    offices: tuple[Counter, ...]
    offices_address: str
    channels: tuple[Way, ...]
    phones: tuple[Phone, ...]
    local_rules: tuple[LocalRule, ...]
    warnings: tuple[Text, ...]
    steps: tuple[Text, ...]
    script: Text | None
    afterwards: tuple[Text, ...]
    misconceptions: tuple[Text, ...]
    answers: tuple[AnswerLine, ...]
    sources: tuple[Source, ...]
    unverified: int
    made_on: dt.date
    valid_until: dt.date
    query: str
    last_day: LastDay | None
    #: Whether an exact date gives a last day here.
    wants_date: bool
    onward: tuple[Onward, ...]

    @property
    def title(self) -> str:
        return self.verdict.title if self.verdict else "请先打电话问清楚再去"

    @property
    def proxy_papers(self) -> tuple[PaperGroup, ...]:
        """Of the papers, those that whoever goes for somebody else brings."""
        proxy = Document.Bringer.PROXY
        return tuple(group for group in self.documents if any(paper.row.bringer == proxy for paper in group.papers))
