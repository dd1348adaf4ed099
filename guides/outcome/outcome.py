"""The outcome of a guide: one immutable object that every rendering reads, so that no two can disagree.

Plain data throughout, without a database row in it: ``registry.pages.as_data`` writes down whatever stands here.
"""

import datetime as dt
from dataclasses import dataclass

from calculators.estimating.averages import Average
from guides.outcome.papers import PaperGroup
from registry.evidence import Basis
from registry.offices import Card

MOST_STEPS = 5  # as many as somebody in a hurry takes in


@dataclass(frozen=True, slots=True)
class Button:
    """What a step is done with: a number to dial or a page to open. ``label`` says so in words, number included."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Text:
    """``drawing`` is the name of what is drawn above the lines (``guides.models.Drawing``), or ''."""

    key: str
    title: str
    lines: tuple[str, ...]
    basis: Basis
    button: Button | None = None
    drawing: str = ""


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
class Month:
    """A month of a waiting period: ``wait``, ``saved`` where paying up saves it, or ``covered``, and that in a word."""

    label: str
    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of months; ``starts_on``, the first day of cover, and ``wants_date`` where the rule says since when."""

    title: str
    months: tuple[Month, ...]
    lines: tuple[str, ...]
    starts_on: dt.date | None
    wants_date: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Onward:
    """Another guide to go on with: its title, a line about it, and its address with the answers it starts from. Or an
    answer (``guide`` is then ``answers``): its question, what it says in short, and its address."""

    guide: str
    title: str
    summary: str
    address: str


@dataclass(frozen=True, slots=True)
class Way:
    """A channel: how to go about it, a line each step, how long it takes, what it costs, and how to do it for
    somebody else; '' where not known. ``no_counter``: it gets it done without going anywhere."""

    name: str
    no_counter: bool
    lines: tuple[str, ...]
    url: str
    takes: str
    fee: str
    proxy_note: str
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
    """A local rule; without ``value`` nobody has published one, and ``phone`` is to be rung."""

    label: str
    value: str
    note: str
    basis: Basis
    phone: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    key: str
    label: str
    value: str
    change: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the list of sources; ``document`` is its 文号, ``beside`` what its statements also rest on."""

    number: int
    title: str
    document: str
    citation: str
    issuer: str
    url: str
    note: str
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The guide, what people and what counters call it; whose rules apply, its kind; the place of care; '' unknown. And
    whether it is the asker's own errand, whoever is sent."""

    guide: str
    matter: str
    official_matter: str
    home_label: str
    home: str
    care_place: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Deadlines:
    """By when: the last day reckoned from an exact date, if one was given (``wants_date``: it would help), the place's
    own term, and what is known in general."""

    last_day: LastDay | None
    wants_date: bool
    local_rule: LocalRule | None
    rules: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """When it was made, how long it holds, how many of its rows nobody has verified, and what all of it rests on."""

    made_on: dt.date
    valid_until: dt.date
    unverified: int
    standing: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """In the order of the page."""

    subject: Subject
    key: str
    blocks: tuple[str, ...]
    #: What to ring about before any of it is done.
    first: tuple[Text, ...]
    call: tuple[Text, ...]
    #: What was answered with “I cannot say”: what a hotline can look up, and what it cannot.
    open_questions: tuple[str, ...]
    own_questions: tuple[str, ...]
    title: str
    verdict: Text | None
    #: What to bring in a line, for whoever reads no further; '' where nothing has to be brought.
    bring: str
    steps: tuple[Text, ...]
    deadlines: Deadlines
    waiting: Waiting | None
    layers: tuple[Layer, ...]
    documents: tuple[PaperGroup, ...]
    phones: tuple[Phone, ...]
    offices: tuple[Card, ...]
    offices_address: str
    script: Text | None
    #: What the country paid on average, where a payout would be estimated and the place has no figures.
    average: Average | None
    added: tuple[Text, ...]
    channels: tuple[Way, ...]
    #: The papers which whoever goes for somebody else brings.
    proxy_papers: tuple[str, ...]
    in_person: tuple[Text, ...]
    local_rules: tuple[LocalRule, ...]
    warnings: tuple[Text, ...]
    afterwards: tuple[Text, ...]
    misconceptions: tuple[Text, ...]
    onward: tuple[Onward, ...]
    #: What people ask next, with where it is answered.
    next_questions: tuple[Onward, ...]
    answers: tuple[AnswerLine, ...]
    sources: tuple[Source, ...]
    stamp: Stamp
    query: str

    @property
    def headings(self) -> dict[str, str]:
        """What stands over each section, in the order and in the words that every rendering keeps to."""
        return {
            "steps": "现在就做",
            "deadlines": "最晚什么时候办",
            "waiting": "要等几个月才能报",
            "layers": "一层一层报，您走到哪一步",
            "documents": "要带的东西",
            "phones": "打哪个电话、去哪里",
            "script": self.script.title if self.script else "",
            "more": "还想知道",
            "channels": "手机、窗口，几种办法怎么办",
            "proxy": f"{'请人代办' if self.subject.is_own else '替别人办'}，{'多带什么' if self.proxy_papers else '先看这几句'}",
            "local_rules": f"在{self.subject.home or '当地'}办，规定怎么写",
            "unknown": "打电话时，顺便问这几样",
            "warnings": "哪里容易出错、白跑一趟",
            "afterwards": "办完以后",
            "answers": "您的回答",
            "sources": "依据和核对日期",
        }

    @property
    def now(self) -> tuple[Text, ...]:
        """What to do first, few enough to be done one after the other."""
        return self.steps[:MOST_STEPS]

    @property
    def later(self) -> tuple[Text, ...]:
        return self.steps[MOST_STEPS:]
