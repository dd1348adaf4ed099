"""One small crispy form for each kind of question; label, hint and error are marked up once, in ``plain/field.html``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from guides.engine import addresses
from guides.engine.steps import UNSURE, Question
from guides.models import Wording
from registry.places import OUTSIDE, Found, Places

AGAIN = "请重新选一次：刚才的选项没有认出来。"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    hint: str
    chosen: bool


class AnswerField(forms.Field):
    """The answer to one question; what is wrong with a value is the question's own judgement."""

    widget = forms.SelectMultiple  # reads every value given under the name; the pack's template draws the controls

    def __init__(self, question: Question, places: Places, missing: str) -> None:
        super().__init__(required=False)
        self.question, self.places, self.missing = question, places, missing

    def clean(self, value: Any) -> tuple[str, ...]:
        given = tuple(item for item in value or () if item)
        problem = self.question.problem(given, lambda code: self.places.pool(code) is not None)
        sentences = {
            "missing": self.missing,
            "unknown": AGAIN,
            "repeated": AGAIN,
            "exclusive": "选了“都没有”，就不要再选别的。请改一下。",
        }
        if problem:
            raise forms.ValidationError(sentences[problem])
        return given


class QuestionForm(forms.Form):
    """Base: one field under the question's key. ``data`` binds it; without data nothing is chosen and nothing wrong."""

    control = "radio"

    def __init__(
        self,
        question: Question,
        wording: Wording | None,
        places: Places,
        *,
        action: str,
        kept: Mapping[str, tuple[str, ...]],
        last: bool = False,
        chosen: tuple[str, ...] = (),
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data)
        self.question, self.wording, self.places = question, wording, places
        self.chosen = tuple(data.getlist(question.key)) if data is not None else chosen
        self.fields[question.key] = AnswerField(question, places, self.missing_sentence())
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_action = action
        self.helper.disable_csrf = True
        self.helper.kept = [(key, value) for key, values in kept.items() for value in values]
        self.helper.question_form = self
        self.helper.last = last

    @property
    def title(self) -> str:
        return self.wording.title if self.wording else self.question.key

    @property
    def help_lines(self) -> list[str]:
        text = self.wording.help_text if self.wording else ""
        return [line for line in text.splitlines() if line.strip()]

    @property
    def problem(self) -> str:
        """The sentence about what was given; '' when there is none."""
        return " ".join(map(str, self.errors.get(self.question.key, [])))

    @property
    def first_control(self) -> str:
        return f"{self.question.key}-1"

    def missing_sentence(self) -> str:
        return "请选一项。说不准就选“不清楚”。" if UNSURE & set(self.question.values) else "请选一项。"

    def choices(self) -> list[Choice]:
        return [self.choice(value) for value in self.question.values]

    def choice(self, value: str, label: str = "", hint: str = "") -> Choice:
        words = self.wording
        return Choice(
            value,
            label or (words.labels.get(value, value) if words else value),
            hint or (words.hints.get(value, "") if words else ""),
            value in self.chosen,
        )


class ChoiceForm(QuestionForm):
    """One answer out of a few."""


class SeveralForm(QuestionForm):
    """Any number of answers, or the exclusive one alone."""

    control = "checkbox"

    def missing_sentence(self) -> str:
        return "请至少选一项。一样都没有，就选最下面那一项。"


class PlaceForm(QuestionForm):
    """A 统筹区: province, then city, or found by any name that leads to it, in characters, pinyin or initials."""

    control = "place"

    def __init__(self, *args: Any, province: str = "", find: str = "", **kwargs: Any) -> None:
        self.province, self.find = province, find.strip()[:40]
        super().__init__(*args, **kwargs)

    def missing_sentence(self) -> str:
        if self.find:
            return "请在下面选一个。没有您要的，就换个写法再找。" if self.found() else self.nothing_found()
        return "请选一个城市。" if self.province else "请写城市或区县名，或者在下面选省份。"

    def nothing_found(self) -> str:
        return f"没有找到“{self.find}”。请只写城市或区县名，或者在下面选省份。"

    def found(self) -> list[Choice]:
        found = self.places.find(self.find)
        return [
            self._offer(each) for each in found if each.place.code not in OUTSIDE or "abroad" in self.question.values
        ]

    def _offer(self, found: Found) -> Choice:
        if found.place.code in OUTSIDE:
            return self.choice("abroad", f"{found.place.name}（港澳台或国外）")
        return self.choice(found.code, self.places.offer(found))

    def other_province(self) -> str:
        """The query of this question with no province chosen."""
        kept: dict[str, tuple[str, ...]] = {}
        for key, value in self.helper.kept:
            kept[key] = (*kept.get(key, ()), value)
        return addresses.query(kept)

    def province_name(self) -> str:
        return self.places.full_name(self.province)

    def cities(self) -> list[Choice]:
        return [self.choice(place.code, place.label) for place in self.places.cities(self.province)]

    def provinces(self) -> list[Choice]:
        return [self.choice(place.code, place.name) for place in self.places.provinces]


FORMS: dict[str, type[QuestionForm]] = {"choice": ChoiceForm, "several": SeveralForm, "place": PlaceForm}
