"""Finished answers + published content → the outcome object."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from calculators.circumstances import Circumstances
from calculators.estimating import averages
from calculators.estimating.averages import Average
from guides.engine import addresses, years
from guides.engine.flow import Walk
from guides.engine.steps import MANY_UNKNOWNS, NOTHING, RING_FIRST, PrivateForm
from guides.models import PLACEHOLDERS, Advice, Channel, Document, Misconception, Parameter, Wording
from guides.outcome import answers, bill, checklist, contacts, handover, insured, last_day, papers, statements, waiting
from guides.outcome.outcome import (
    LAYER_LABELS,
    AnswerLine,
    Deadlines,
    LastDay,
    Layer,
    LocalRule,
    Outcome,
    Stamp,
    Subject,
    Text,
    Waiting,
    Way,
)
from guides.outcome.papers import PaperGroup
from registry import evidence, offices, relations
from registry.evidence import Basis, Sources
from registry.offices import Card, phones
from registry.pages import url
from registry.publication import PublishedRow
from registry.snapshot import Snapshot

#: A sheet is to be looked up again after this many days, or earlier when something on it ends earlier.
SHEET_DAYS = 30
#: As many claims of the web stand beside an outcome; the rest are on their own page.
MOST_MISCONCEPTIONS = 3
_NO_VERDICT = "请先打电话问清楚再去"


class _Builder:
    """Gathers the rows of one outcome and numbers the sources in the order they are met."""

    def __init__(self, snapshot: Snapshot, walk: Walk, on: dt.date) -> None:
        self.snapshot, self.walk, self.on = snapshot, walk, on
        self.places = snapshot.places
        self.home = self._code(walk.flow.delivery.home)
        self.care, self.family = self._code("care_place"), self._code("family_place")
        self.related = relations.between(snapshot, self.home, self.care, on).row
        self.chain = checklist.chain(snapshot, self.home)
        self.query = addresses.query(walk.kept)
        self.facts = walk.facts
        self.words = checklist.wordings(snapshot, walk.flow.slug, self.chain, on)
        self.says, self.sources = statements.of(snapshot, on), Sources(snapshot.places, on)
        self.phone = phones.number(self.places, self.home)
        fillings = {
            "insured_place": self.places.full_name(self.home) or PLACEHOLDERS["insured_place"],
            "issued_place": self.places.full_name(self.home) or PLACEHOLDERS["issued_place"],
            "home": home.name if (home := self.places.pool(self.home)) else "＿＿市",
            "care_place": self.places.full_name(self.care) or "外地",
            "phone": self.phone,
            "card_phone": phones.number(self.places, self._code(contacts.card_home(walk)), phones.CARD),
            "care_phone": phones.number(self.places, self.care),
            "family_phone": phones.number(self.places, self.family),
            "by_when": last_day.to_ask(self.last, on),
            **bill.gaps(self.walk, on),
            "wait": waiting.in_words(walk, self.parameters, on),
            "filing_as": insured.filing_as(walk),
            "upper": insured.upper_layer(walk, self.parameters, on),
            "recognition": insured.recognition(self.parameters, on),
            "relation": self.related.says if self.related else "",
            "relation_more": self.related.more if self.related else "",
        }
        self.fillings = tuple(fillings.items())

    @property
    def others(self) -> dict[str, str]:
        """The places beside home that the case is about, by the question that asks for each; '' where not known."""
        return {"care_place": self.care, "family_place": self.family}

    def _code(self, key: str) -> str:
        """The place that a question was answered with; '' where it is not asked, whatever an address says."""
        code = self.walk.answer(key)
        return code if key in self.walk.path and self.places.pool(code) else ""

    def rows(self, model: type[checklist.Row]) -> tuple[checklist.Row, ...]:
        return checklist.rows(self.snapshot, model, self.walk.flow.slug, self.chain, self.told, self.on)

    @cached_property
    def told(self) -> frozenset[checklist.Told]:
        return last_day.told(self.walk, self.last, self.on)

    @property
    def blocks(self) -> tuple[str, ...]:
        """Those that the rows are chosen by."""
        told = dict(self.told).get("block", NOTHING)
        return tuple(block for block in self.walk.blocks if block in told)

    def basis(self, row: PublishedRow) -> Basis:
        return self.says.basis(row, self.sources.cite(row))

    def gaps(self, text: str) -> statements.Gaps:
        """What fills the gaps of a text: nothing where it has none, so that it is the same for every place."""
        return self.fillings if "{" in text else ()

    def text(self, row: Advice) -> Text:
        """What a row says; where it lets the relation of two places speak, it rests on what that rests on."""
        said = row.title + row.body + row.button
        ground = self.related if self.related and "{relation}" in said else row
        return self.says.text(row, self.sources.cite(ground), self.gaps(said), ground)

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        return self.rows(Advice)

    def texts(self, kind: Advice.Kind, which: Callable[[Advice], bool] = lambda row: True) -> tuple[Text, ...]:
        return tuple(self.text(row) for row in self.advice if row.kind == kind and which(row))

    def first(self, kind: Advice.Kind) -> Text | None:
        return next(iter(self.texts(kind)), None)

    def layers(self) -> tuple[Layer, ...]:
        """The path's layers in order, each with the row that is about it."""
        rows = [row for row in self.advice if row.kind == Advice.Kind.LAYER]
        about = {key: row for key in self.walk.flow.layers for row in rows if key in row.when}
        states = {key: next(iter(self.facts[key])) for key in about}
        return tuple(Layer(key, states[key], LAYER_LABELS[states[key]], self.text(row)) for key, row in about.items())

    def misconceptions(self) -> tuple[Text, ...]:
        rows = self.rows(Misconception)[:MOST_MISCONCEPTIONS]
        return tuple(self.says.claim(row, self.sources.cite(row)) for row in rows)

    def papers(self) -> tuple[PaperGroup, ...]:
        may_stay_away = any(row.no_counter for row in self.rows(Channel))
        return papers.groups(
            self.rows(Document), may_stay_away, lambda row: self.says.paper(row, self.sources.cite(row))
        )

    def channels(self) -> tuple[Way, ...]:
        """Those without a counter first: they are the quickest."""
        rows = sorted(self.rows(Channel), key=lambda row: not row.no_counter)
        ways = [self.says.way(row, self.sources.cite(row), self.gaps(row.how)) for row in rows]
        # How to go for the family is nothing to whoever goes for staff.
        is_staff = self.walk.answer("for_whom") == "employer"
        return tuple(replace(way, proxy_note="") if is_staff else way for way in ways)

    def offices(self) -> tuple[Card, ...]:
        services = self.walk.flow.delivery.services_of(self.walk.outcome)
        return offices.cards(self.snapshot, services, self.home, self.on, self.basis)

    def offices_address(self) -> str:
        services = self.walk.flow.delivery.services_of(self.walk.outcome)
        return offices.address(self.home, services[0] if len(services) == 1 else "")

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        slug = self.walk.flow.slug
        return checklist.rows(self.snapshot, Parameter, slug, self.chain, self.walk.told, self.on)

    @cached_property
    def term(self) -> Parameter | None:
        """The rule that makes a last day of an exact date."""
        return last_day.term(self.walk, self.parameters, self.on)

    @cached_property
    def last(self) -> dt.date | None:
        return last_day.reckoned(self.walk, self.term, self.on)

    def last_day(self) -> LastDay | None:
        date = last_day.starting_date(self.walk)
        if self.term is None or date is None:
            return None
        return last_day.last_day(self.term, date, self.on, self.basis(self.term), self.phone)

    def waiting(self) -> Waiting | None:
        return waiting.line(self.walk, self.parameters, self.on, self.basis, self.phone)

    def local_term(self) -> LocalRule | None:
        return self._local_rule(term) if (term := self.term) and evidence.Evidence(term.evidence).is_a_text else None

    def local_rules(self) -> tuple[LocalRule, ...]:
        """What a place calls a thing stands among the rules of the guide that is about it."""
        slug = self.walk.flow.slug
        told = (row for row in self.parameters if row.name not in Parameter.OWN_NAMES or row.guides[0] == slug)
        return tuple(map(self._local_rule, told))

    def _local_rule(self, row: Parameter) -> LocalRule:
        rule = self.says.rule(row, self.sources.cite(row), self.gaps(row.note))
        hotline = phones.CARD if row.name in Parameter.OF_CARDS else phones.MEDICAL
        return rule if rule.value else replace(rule, phone=phones.number(self.places, self.home, hotline))

    def average(self) -> Average | None:
        if self.walk.private_form is not PrivateForm.BILL:
            return None
        known = insured.known(self.walk, self.places)
        wanted = Circumstances(known.region, known.scheme, known.care_type, self.on, category=known.category or None)
        return averages.average(self.snapshot, wanted, self.on, self.basis)

    def answer_lines(self) -> tuple[AnswerLine, ...]:
        return answer_lines(self.snapshot, self.walk, self.words, self.on, self.query)

    def open_questions(self, for_the_hotline: bool) -> tuple[str, ...]:
        known = self.walk.flow.delivery.hotline_knows
        keys = (key for key in self.walk.unsure if (key in known) == for_the_hotline)
        return tuple(self.words[key].title if key in self.words else key for key in keys)

    def subject(self) -> Subject:
        introduction = checklist.introduction(self.snapshot, self.walk.flow.slug, self.on)
        return Subject(
            guide=self.walk.flow.slug,
            matter=introduction.title if introduction else "",
            official_matter=introduction.official_name if introduction else "",
            home_label=PLACEHOLDERS[self.walk.flow.delivery.home],
            home=self.places.full_name(self.home),
            care_place=self.places.full_name(self.care),
            is_own=self.walk.answer("for_whom") == "self",
        )

    def stamp(self) -> Stamp:
        """To be asked for last: it speaks of every row that was used."""
        ends = [row.effective_to for row in self.sources.rows if row.effective_to]
        until = min([self.on + dt.timedelta(days=SHEET_DAYS), *ends])
        unverified = self.sources.unverified
        place = home.name if (home := self.places.get(self.home)) else ""
        # Nobody rings beside an emergency before going to hospital.
        doubt = "" if self.walk.outcome in self.walk.flow.urgent else evidence.doubt(unverified)
        return Stamp(self.on, until, unverified, self.sources.standing(place), doubt)


def outcome(snapshot: Snapshot, walk: Walk, on: dt.date) -> Outcome:
    """The outcome of finished answers on a date: in the order of the page, as a reader meets its sources."""
    make = _Builder(snapshot, walk, on)
    texts, kinds = make.texts, Advice.Kind
    return Outcome(
        subject=make.subject(),
        key=walk.outcome,
        blocks=make.blocks,
        first=texts(kinds.BLOCK, lambda row: _is_of(row, RING_FIRST)),
        call=texts(kinds.BLOCK, lambda row: _is_of(row, MANY_UNKNOWNS)),
        open_questions=make.open_questions(for_the_hotline=True),
        own_questions=make.open_questions(for_the_hotline=False),
        title=verdict.title if (verdict := make.first(kinds.VERDICT)) else _NO_VERDICT,
        verdict=verdict,
        steps=(steps := texts(kinds.STEP)),
        deadlines=Deadlines(make.last_day(), make.term is not None, make.local_term(), (due := texts(kinds.DEADLINE))),
        waiting=make.waiting(),
        layers=make.layers(),
        documents=(documents := make.papers()),
        bring=papers.in_a_line(documents),
        phones=contacts.phones(make.places, walk, make.home, make.others, (*steps, *due[:1])),
        offices=make.offices(),
        offices_address=make.offices_address(),
        script=make.first(kinds.SCRIPT),
        average=make.average(),
        added=texts(kinds.BLOCK, lambda row: not _is_of(row, RING_FIRST, MANY_UNKNOWNS)),
        channels=make.channels(),
        proxy_papers=papers.for_proxy(documents),
        in_person=texts(kinds.IN_PERSON),
        local_rules=make.local_rules(),
        warnings=texts(kinds.WARNING),
        afterwards=texts(kinds.AFTERWARDS),
        misconceptions=make.misconceptions(),
        onward=handover.onward(snapshot, walk, on),
        next_questions=answers.after(snapshot, walk, make.home, on),
        answers=make.answer_lines(),
        sources=statements.listed(make.sources),
        stamp=make.stamp(),
        query=make.query,
    )


def _is_of(row: Advice, *blocks: str) -> bool:
    return not set(blocks).isdisjoint(row.when.get("block", []))


def answer_lines(
    snapshot: Snapshot, walk: Walk, words: dict[str, Wording], on: dt.date, kept: str
) -> tuple[AnswerLine, ...]:
    """The answers so far in words, a rough year with the year that is meant, each with the address that changes it:
    ``kept`` is the query that holds all of them."""
    return tuple(
        AnswerLine(
            key,
            words[key].short if key in words else key,
            "、".join(
                _answer_label(snapshot, words.get(key), value) + years.words(value, on.year)
                for value in walk.answers[key]
            ),
            f"{url('guides:question', walk.flow.slug, key)}{kept}&edit={key}",
        )
        for key in walk.path
    )


def _answer_label(snapshot: Snapshot, wording: Wording | None, value: str) -> str:
    return (wording.labels.get(value) if wording else None) or snapshot.places.full_name(value) or value
