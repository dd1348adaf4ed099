"""A notice as the desk of everything that is made of it: its clauses with the rows that rest on each, and what is left."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry import workflow
from registry.belonging import inline_rows
from registry.desk.recent import address
from registry.desk.steps import STEPS
from registry.models import SourceDocument
from registry.pages import desk_url
from registry.publication import Status
from registry.snapshot import published_models
from registry.typed.clauses import Clause, clauses, pointed
from registry.workflow import appearing, coverage, review
from registry.workflow.coverage import Piece
from registry.workflow.quoting import rests_on
from registry.workflow.rights import Action, scope

#: The steps that are taken for a whole notice.
TOGETHER = ("submit", "publish", "send-back", "verify", "discard")
_BACK = ("send-back", "discard")
#: Rows of one kind that are shown with what they say; a national document carries hundreds.
MOST_SHOWN = 100
#: What stands beside a row, or on top of the page, and not among its figures.
_BESIDE = frozenset(
    {
        *(
            "key",
            "region",
            "waived",
            "effective_from",
            "effective_to",
            "source",
            "source_article",
            "evidence",
            "status",
        ),
        *("collected_on", "verified_on", "verified_by", "review_every", "position", "pack_key", "content_digest"),
        *("id", "supersedes"),
    }
)


@dataclass(frozen=True)
class Shown:
    """A row of the notice: what kind it is, and what it says; ``proofs`` are its golden cases, None where it needs none."""

    row: Any
    kind: str
    address: str
    says: tuple[tuple[str, str], ...]
    proofs: int | None


@dataclass(frozen=True)
class Passage:
    """A clause with the rows that name it; ``clause`` is None for those that name none of them.

    What a row says is shown once, at the first of its clauses; at the others it is ``also``. ``is_within`` says that the
    rows stand at the clause of which this one is a part, or at a part of it; ``is_left_out`` that a row says it is entered
    nowhere.
    """

    clause: Clause | None
    rows: tuple[Shown, ...]
    also: tuple[Shown, ...] = ()
    is_within: bool = False
    is_left_out: bool = False
    pieces: tuple[Piece, ...] = ()

    @property
    def is_used(self) -> bool:
        head = self.clause is not None and self.clause.is_head
        return bool(self.rows or self.also or self.is_within or self.is_left_out or head)

    @property
    def left(self) -> list[str]:
        """Figures and days in a clause with rows, which none of them says."""
        here = self.clause and not self.clause.is_head and (self.rows or self.also)
        return coverage.left(self.pieces) if here else []


@dataclass(frozen=True)
class More:
    """Rows that are not shown one by one: other people's, or too many."""

    kind: str
    count: int
    address: str


@dataclass(frozen=True)
class Together:
    """A step for all that it suits, and what its button says; ``leads_on`` is what most likely comes next."""

    label: str
    count: int
    address: str
    leads_on: bool


@dataclass(frozen=True)
class Notice:
    passages: tuple[Passage, ...]
    more: tuple[More, ...]
    steps: tuple[Together, ...]

    @property
    def unused(self) -> int:
        """How many clauses no row rests on yet, nor says that they are entered nowhere."""
        return sum(1 for passage in self.passages if passage.clause and not passage.is_used)

    @property
    def partly(self) -> int:
        """How many clauses have rows, and figures or days that none of them says."""
        return sum(1 for passage in self.passages if passage.left)

    @property
    def proofs(self) -> int:
        """How many golden cases the rows have."""
        return sum(one.proofs or 0 for one in self._shown)

    @property
    def unproven(self) -> int:
        """How many rows should have a golden case and have none."""
        return sum(one.row.lacks_case for one in self._shown)

    @property
    def provable(self) -> bool:
        """Whether one of those can still be given one."""
        return any(one.row.lacks_case and one.row.status == Status.DRAFT for one in self._shown)

    @property
    def handed_over(self) -> int:
        """How many rows wait for a colleague."""
        return sum(one.row.status == Status.SUBMITTED for one in self._shown)

    @property
    def _shown(self) -> list[Shown]:
        return [one for passage in self.passages for one in passage.rows]

    @property
    def count(self) -> int:
        return len(self._shown)


def of(source: SourceDocument, user: Any) -> Notice:
    """The notice as somebody may see it. A few queries for each kind, however many rows rest on it."""
    shown: list[Shown] = []
    more: list[More] = []
    standing: dict[Any, list[str]] = {}
    for model in published_models():
        resting = model.objects.filter(source=source).kept()
        if not (found := list(resting.order_by().values_list("status", flat=True))):
            continue
        rows, standing[model] = _shown(model, resting, user), found
        shown = [*shown, *rows]
        if left := len(found) - len(rows):
            more.append(More(str(model._meta.verbose_name), left, _list(model, source)))
    steps = (_together(name, source, standing, user) for name in TOGETHER)
    # What rows that are not shown say is not known here.
    said = {} if more else coverage.pieces(source.clause, [coverage.Resting.of(one.row) for one in shown])
    return Notice(tuple(_passages(source, shown, said)), tuple(more), tuple(step for step in steps if step.count))


def _list(model: Any, source: SourceDocument) -> str:
    return f"{desk_url(model, 'changelist')}?source__id__exact={source.pk}"


def _shown(model: Any, resting: Any, user: Any) -> list[Shown]:
    mine = scope(user, Action.VIEW).filter(resting).select_related("region", "source", "supersedes")
    rows = mine.prefetch_related(*inline_rows(model))[:MOST_SHOWN]
    label = str(model._meta.verbose_name)
    return [Shown(row, label, address(row), tuple(_says(row)), _proofs(row)) for row in rows]


def _says(row: Any) -> Iterator[tuple[str, str]]:
    """What somebody said, and not what every new row says of itself."""
    untouched = review.untouched(row, _BESIDE)
    said, appears = review.said(row, _BESIDE), appearing.appearance(row, ()).says
    told = {label: appears.get(label, words) for label, words in said.items()}
    yield from (
        (label, words) for label, words in told.items() if words and (label in appears or label not in untouched)
    )


def _proofs(row: Any) -> int | None:
    """How many rows prove it, where it should have such."""
    proving = [name for name, kind in inline_rows(type(row)).items() if kind.related_model.proves]
    return sum(len(getattr(row, name).all()) for name in proving) if proving and not row.waived else None


def _passages(source: SourceDocument, shown: list[Shown], said: Mapping[Clause, Sequence[Piece]]) -> Iterator[Passage]:
    left = shown
    text = clauses(source.clause)
    naming = [(one, pointed(text, rests_on(one.row))) for one in shown]
    anywhere = {name for _, named in naming for clause in named for name in clause.names}
    for clause in text:
        found = [one for one, named in naming if clause in named]
        rows = tuple(one for one in found if one in left)
        left = [one for one in left if one not in rows]
        within = _is_within(clause, anywhere)
        also = tuple(one for one in found if one not in rows)
        left_out = any(coverage.left_out(clause, one.row) for one in shown)
        yield Passage(clause, rows, also, within, left_out, tuple(said.get(clause, ())))
    if left:
        yield Passage(None, tuple(left))


def unnamed(source: SourceDocument) -> list[Clause]:
    """The clauses of a text on which no row rests, whoever wrote it, and of which none says that they are entered nowhere."""
    rows = list(resting(source))
    text = clauses(source.clause)
    named = {clause for article in set(map(rests_on, rows)) for clause in pointed(text, article)}
    anywhere = {name for clause in named for name in clause.names}
    open_ = (one for one in text if not (one.is_head or one in named or _is_within(one, anywhere)))
    return [one for one in open_ if not any(coverage.left_out(one, row) for row in rows)]


def resting(source: SourceDocument) -> Iterator[Any]:
    """All rows that rest on a notice, public or on their way, with what belongs to them."""
    for model in published_models():
        rows = model.objects.filter(source=source).kept().order_by()
        yield from rows.select_related("region", "source").prefetch_related(*inline_rows(model))


def _is_within(clause: Clause, named: Collection[str]) -> bool:
    """Whether it is a part of one of those, or one of those a part of it."""
    return any(_is_part(one, other) or _is_part(other, one) for one in clause.names for other in named)


def _is_part(name: str, of: str) -> bool:
    """条8-2 is a part of 条8."""
    return name.startswith(f"{of}-")


# -- the steps for all of it ------------------------------------------------------------------------------------------


def suited(name: str, source: SourceDocument, user: Any) -> list[Any]:
    """The rows to which somebody may do this as far as state, region and authors go, kind by kind; of a notice on which
    none rests, the notice itself."""
    step = workflow.TRANSITIONS[name]
    kinds: list[Any] = [model.objects.filter(source=source) for model in published_models()]
    if issubclass(SourceDocument, step.kind) and not any(rows.exists() for rows in kinds):
        kinds = [SourceDocument.objects.filter(pk=source.pk)]
    return [step.open_to(rows, user) for rows in kinds]


def _together(name: str, source: SourceDocument, standing: Mapping[Any, list[str]], user: Any) -> Together:
    step = workflow.TRANSITIONS[name]
    of_itself = issubclass(SourceDocument, step.kind) and not standing
    found: Mapping[Any, list[str]] = {SourceDocument: [source.status]} if of_itself else standing
    these = {"pk": source.pk} if of_itself else {"source": source}
    kinds = [model for model, statuses in found.items() if not step.states.isdisjoint(statuses)]
    count = sum(step.open_to(model.objects.filter(**these), user).count() for model in kinds)
    leads_on = name not in _BACK and (name != "submit" or not of_itself)  # nothing is made of it yet
    every = count == sum(map(len, standing.values())) or of_itself
    label = (
        f"{'' if of_itself else '全部'}{STEPS[name].label}（{count} 条）"
        if every
        else STEPS[name].of_some.format(count)
    )
    return Together(label, count, desk_url(source, "notice_step", source.pk, name), leads_on)
