"""The three boxes for an exact date, on the outcome that can use it."""

import datetime as dt
from collections.abc import Mapping

from django import forms

from guides.engine import addresses, dates
from guides.engine.addresses import Submission
from guides.engine.dates import Typed
from guides.engine.flow import Walk
from guides.engine.steps import Detail
from guides.models import Wording


class DateForm(forms.Form):
    """The boxes of one detail, filled with what was typed; ``problem`` is the sentence about it, ``mend`` the question
    that could be answered otherwise instead."""

    def __init__(
        self, detail: Detail, walk: Walk, wording: Wording | None, typed: Typed, problem: str, mend: str
    ) -> None:
        names = addresses.boxes(detail.key)
        super().__init__(dict(zip(names, typed.parts, strict=True)))
        for name, label in zip(names, "年月日", strict=True):
            self.fields[name] = forms.CharField(label=label, required=False)
        self.fields[names[0]].help_text = wording.hint if wording else ""
        self.title = wording.title if wording else detail.key
        self.problem, self.mend, self.first_control = problem, mend, names[0]
        kept = addresses.without(walk.kept, detail.key)
        self.kept = [(name, value) for name, values in kept.items() for value in values]
        if problem:
            self.add_error(self.first_control, problem)


def form(
    submission: Submission, walk: Walk, words: Mapping[str, Wording], on: dt.date, wanted: bool
) -> DateForm | None:
    """The form for the detail that these answers can use: where a date is ``wanted``, or was given and is no good."""
    for detail in walk.details:
        typed, problem = submission.mistyped.get(detail.key) or (_held(walk, detail), "")
        rough = dates.contradicted(walk, detail, on)
        if rough:
            problem = _contradiction(words.get(detail.refines), rough, typed)
        if problem or wanted:
            return DateForm(detail, walk, words.get(detail.key), typed, problem, detail.refines if rough else "")
    return None


def _held(walk: Walk, detail: Detail) -> Typed:
    date = dates.exact(walk, detail)
    return Typed(str(date.year), str(date.month), str(date.day)) if date else Typed()


def _contradiction(wording: Wording | None, rough: str, typed: Typed) -> str:
    label = wording.labels.get(rough, rough) if wording else rough
    question = wording.short if wording else "前面那一题"
    return f"您选的是“{label}”，这一天却在{typed.year}年。日期写错了，改日期；选错了，改“{question}”。"
