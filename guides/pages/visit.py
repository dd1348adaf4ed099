"""What every public view of a guide starts from: the request, the content in force, and what the address says."""

import datetime as dt
from collections.abc import Mapping

from django.http import Http404, HttpRequest

from guides.engine import addresses, graph
from guides.engine.flow import Flow, Walk, urgent_walk
from guides.engine.steps import Kind, Question
from guides.flows import FLOWS
from guides.models import Introduction, Wording
from guides.outcome import checklist, composition
from guides.outcome.outcome import AnswerLine, Outcome
from guides.pages.forms import FORMS, QuestionForm
from registry import snapshot as snapshots
from registry.pages import asked_in_place, public_address, url
from registry.snapshot import Snapshot
from registry.typed import links


def guides_on_offer(snapshot: Snapshot, on: dt.date) -> list[tuple[str, Introduction]]:
    """The guides whose words are published, in the order of the home page."""
    return [(slug, row) for slug in FLOWS if (row := checklist.introduction(snapshot, slug, on))]


def urgent_addresses(slug: str) -> list[str]:
    """Outcomes of a guide that need no more than one answer: the way out in an emergency."""
    path = url("guides:outcome", slug)
    return [path + addresses.query({k: v[:1] for k, v in when.items()}) for when in FLOWS[slug].urgent.values()]


class Visit:
    """One request to a guide: its flow, the content in force, and what the address says."""

    def __init__(self, request: HttpRequest, slug: str) -> None:
        if slug not in FLOWS:
            raise Http404
        self.request = request
        self.flow: Flow = FLOWS[slug]
        self.on = snapshots.today()
        self.snapshot: Snapshot = snapshots.current()
        #: The search for a place is still going on.
        self.typing = asked_in_place(request) and "find" in request.GET
        self.submission = addresses.read(self.flow, request.GET, self.snapshot.places, self.on, typing=self.typing)
        self.lookup = checklist.lookup(self.snapshot, self.on)
        self.walk: Walk = self.flow.walk(self.submission.answers, self.lookup, year=self.on.year)
        #: What was not understood, of the questions that these answers lead to; the others are not asked at all.
        self.problems = {key: problem for key, problem in self.submission.problems.items() if self._is_asked(key)}
        self._queries: dict[Walk, str] = {}  # a page leads to its outcome's renderings a dozen times

    def _is_asked(self, key: str) -> bool:
        return self.flow.holds(self.flow.questions[key].when, self.walk.known) is True

    def question_address(self, key: str, **extra: str) -> str:
        path = url("guides:question", self.flow.slug, key)
        return path + addresses.query(self._others(key), **self._provinces(key), **extra)

    def _others(self, key: str) -> Mapping[str, tuple[str, ...]]:
        """The answers to all other questions, and the provinces that somebody has come to on the way to a place."""
        under_way = {each: (code,) for each, code in self.submission.provinces.items() if each != key}
        return {**addresses.without(self.walk.kept, key), **under_way}

    def _provinces(self, key: str) -> dict[str, str]:
        return {each: code for each, code in self.submission.provinces.items() if each == key}

    def next_address(self, **extra: str) -> str:
        if self.walk.current:
            return self.question_address(self.walk.current.key, **extra)
        return url("guides:outcome", self.flow.slug) + addresses.query(self.walk.kept, **extra)

    def mending_address(self) -> str | None:
        """Back to the first question whose value was not understood; None when all were."""
        key = next(iter(self.problems), None)
        if key is None:
            return None
        if self.problems[key] == "exclusive":
            given = {key: tuple(self.request.GET.getlist(key))}
            path = url("guides:question", self.flow.slug, key)
            return path + addresses.query({**self.walk.kept, **given}, asked=key)
        return self.question_address(key, again=self.problems[key])

    def form_for(self, asked: Question) -> QuestionForm | None:
        """The question's form, empty, filled for a second look, or with what is wrong; None when it is not its turn."""
        data, key = self.request.GET, asked.key
        problem = self.problems.get(key, "")
        if not (self._is_wanted(key) or problem == "exclusive" or (self.walk.current is asked and not problem)):
            return None
        if self.submission.unanswered == key and not self.typing:
            problem = "missing"
        return FORMS[asked.kind](
            asked,
            self.wordings().get(key),
            self.snapshot.places,
            action=url("guides:question", self.flow.slug, key),
            kept=self._others(key),
            last=self.most_after(key) == 0,
            chosen=tuple(data.getlist(key)) if problem == "exclusive" else self.walk.answers.get(key, ()),
            problem=problem or data.get("again", ""),
            **self._search(asked),
        )

    def _is_wanted(self, key: str) -> bool:
        """Whether a question is to be answered anew, or is still being: one that was answered before its turn, too."""
        if self.flow.holds(self.flow.questions[key].when, self.walk.known) is False:
            return False
        again = self.request.GET.get("edit") == key and (key in self.walk.answers or key in self.submission.provinces)
        given = key in self.walk.answers or key in self.submission.problems
        return again or (self.request.GET.get("asked") == key and not given)

    def most_after(self, key: str) -> int:
        """How many questions may follow this one at most, and those before it that are still open."""
        if key in self.walk.path or self.walk.current is None or self.walk.current.key == key:
            return graph.most_after(self.walk, key)
        others = addresses.without(self.submission.answers, key)
        return graph.open_questions(self.flow.walk(others, self.lookup, year=self.on.year))[1]

    def is_first_look(self, form: QuestionForm) -> bool:
        """Whether the question comes as it is asked, and not once more: with what was wrong, or on the way to a place."""
        under_way = self.typing or "find" in self.request.GET or form.question.key in self.submission.provinces
        return not form.problem and not under_way

    def _search(self, asked: Question) -> dict[str, str]:
        """How far somebody has come on the way to a place: the province, or what was typed."""
        if asked.kind is not Kind.PLACE:
            return {}
        return {"province": self.submission.provinces.get(asked.key, ""), "find": self.request.GET.get("find", "")}

    def finished(self, private: Mapping[str, str] | None = None) -> Walk | None:
        """The walk to an outcome, with what one POST told; None while something is missing or was not understood."""
        if self.problems:
            return None
        answers, year = self.submission.answers, self.on.year
        walk = self.flow.walk(answers, self.lookup, private, year) if private else self.walk
        return walk if walk.finished else urgent_walk(self.flow, answers, self.lookup, private, year)

    def way_on(self) -> str:
        return self.mending_address() or self.next_address(county=self._given_county)

    @property
    def _given_county(self) -> str:
        return next(iter(self.submission.counties.values()), "")

    @property
    def home(self) -> str:
        """The place whose rules, phones and counters apply; '' where none is said, or none that there is."""
        code = self.walk.answer(self.flow.delivery.home)
        return code if self.snapshot.places.pool(code) else ""

    @property
    def belongs(self) -> str:
        """彰武县归阜新市管, where a county-level unit led to one of the answers; ''."""
        places = self.snapshot.places
        county = places.county(links.value(self.request.GET.get("county", "")))
        answered = county and any(county.pool in values for values in self.walk.answers.values())
        return places.belongs(county) if county and answered else ""

    def answer_lines(self) -> tuple[AnswerLine, ...]:
        query = addresses.query(self.walk.kept)
        return composition.answer_lines(self.snapshot, self.walk, self.wordings(), self.on, query)

    def wordings(self) -> dict[str, Wording]:
        return checklist.wordings(self.snapshot, self.flow.slug, checklist.chain(self.snapshot, self.home), self.on)

    def urgent_addresses(self) -> list[str]:
        return urgent_addresses(self.flow.slug)

    def introduction(self) -> Introduction | None:
        return checklist.introduction(self.snapshot, self.flow.slug, self.on)

    def outcome(self, walk: Walk) -> Outcome:
        found = composition.outcome(self.snapshot, walk, self.on)
        self._queries[walk] = found.query
        return found

    def better_address(self, walk: Walk) -> str:
        """Where the outcome stands under the address that it is known by; '' when this is it."""
        if self.submission.counties:
            return self.outcome_path(walk, county=self._given_county)
        boxed = self.submission.boxed and not self.submission.mistyped
        return f"{self.outcome_path(walk)}#deadline" if boxed else ""

    def outcome_path(self, walk: Walk, name: str = "outcome", *parts: str, **extra: str) -> str:
        """The path and query of one rendering of finished answers."""
        if walk not in self._queries:
            self._queries[walk] = addresses.query(walk.kept)
        query = addresses.query(walk.kept, **extra) if extra else self._queries[walk]
        return url(f"guides:{name}", self.flow.slug, *parts) + query

    def outcome_address(self, walk: Walk) -> str:
        """The whole address of the outcome's page: what is shared, and what a code leads to."""
        return public_address(self.request, self.outcome_path(walk))
