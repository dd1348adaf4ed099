"""The three boxes for an exact date, on the outcome that can use it."""

from collections.abc import Mapping

from django import forms

from guides.engine import addresses
from guides.engine.addresses import Submission
from guides.engine.flow import Walk
from guides.engine.steps import Detail
from guides.models import Wording
from registry.typed.dates import Typed


class DateForm(forms.Form):
    """The boxes of one detail, filled with what was typed; ``problem`` is the sentence about it."""

    def __init__(self, detail: Detail, walk: Walk, wording: Wording | None, typed: Typed, problem: str) -> None:
        names = addresses.boxes(detail.key)
        super().__init__(dict(zip(names, typed.parts, strict=True)))
        for name, label in zip(names, "年月日", strict=True):
            self.fields[name] = forms.CharField(label=label, required=False)
        self.fields[names[0]].help_text = wording.hint if wording else ""
        self.title = wording.title if wording else detail.key
        self.problem, self.first_control = problem, names[0]
        kept = addresses.without(walk.kept, detail.key)
        self.kept = [(name, value) for name, values in kept.items() for value in values]
        if problem:
            self.add_error(self.first_control, problem)


def form(submission: Submission, walk: Walk, words: Mapping[str, Wording], wanted: bool) -> DateForm | None:
    """The form for the detail that these answers can use: where a date is ``wanted``, or was given and is no good."""
    for detail in walk.details:
        typed, problem = submission.mistyped.get(detail.key) or (_held(walk, detail), "")
        if problem or wanted:
            return DateForm(detail, walk, words.get(detail.key), typed, problem)
    return None


def _held(walk: Walk, detail: Detail) -> Typed:
    date = walk.date(detail)
    return Typed(str(date.year), str(date.month), str(date.day)) if date else Typed()
