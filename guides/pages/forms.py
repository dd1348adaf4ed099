"""One small crispy form for each kind of question; label, hint and error are marked up once, in ``plain/field.html``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from calculators.pages.layout import PlainHelper
from guides.engine import addresses
from guides.engine.addresses import INSURED_ONLY
from guides.engine.steps import SAME, UNSURE, Kind, Question
from guides.models import Wording
from registry.places import OUTSIDE, Found, Place, Places
from registry.typed.signs import lines_of

AGAIN = "请重新选一次：刚才的选项没有认出来。"
#: 省本级 was given for a place to be treated in.
NOT_OF_CARE = "省本级只是参保的地方。请选医院在哪个城市。"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    hint: str
    chosen: bool


class QuestionForm(forms.Form):
    """Base: the controls of one question. ``problem`` is the verdict on what was given (``addresses.Submission``; anything
    else for a value that was dropped), which the form only words."""

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
        problem: str = "",
    ) -> None:
        super().__init__()
        self.question, self.wording, self.places, self.chosen, self.kept = question, wording, places, chosen, kept
        self.problem = self.sentence(problem) if problem else ""
        self.helper = PlainHelper()
        # What a helper is given, its template knows by the same name.
        self.helper.form_method = "get"
        self.helper.form_action = action
        self.helper.kept = [(key, value) for key, values in kept.items() for value in values]
        self.helper.question_form = self
        self.helper.last = last

    @property
    def title(self) -> str:
        return self.wording.title if self.wording else self.question.key

    @property
    def help_lines(self) -> tuple[str, ...]:
        return lines_of(self.wording.help_text) if self.wording else ()

    @property
    def first_control(self) -> str:
        return f"{self.question.key}-1"

    def sentence(self, problem: str) -> str:
        if problem == "exclusive":
            return "选了“都没有”，就不要再选别的。请改一下。"
        if problem == INSURED_ONLY:
            return NOT_OF_CARE
        return self.missing_sentence() if problem == "missing" else AGAIN

    def missing_sentence(self) -> str:
        return "请选一项。说不准就选“不清楚”。" if UNSURE & set(self.question.values) else "请选一项。"

    def choices(self) -> tuple[Choice, ...]:
        return tuple(self.choice(value) for value in self.question.values)

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
            return self._which(self.found()) if self.found() else self.nothing_found()
        return "请选一个城市。" if self.province else "请写城市或区县名，或者在下面选省份。"

    @property
    def first_control(self) -> str:
        return f"{self.question.key}-found-1" if self.problem and self.find and self.found() else super().first_control

    @staticmethod
    def _which(found: list[Choice]) -> str:
        if len(found) == 1:
            return f"{found[0].label}。对的，就在下面点它，再点“下一步”。"
        return "请在下面选一个。没有您要的，就换个写法再找。"

    def nothing_found(self) -> str:
        if self.places.find(self.find) and self.question.of_care:
            return NOT_OF_CARE
        return f"没有找到“{self.find}”。请只写城市或区县名，或者在下面选省份。"

    def found(self) -> list[Choice]:
        return [self._offer(each) for each in self.places.find(self.find) if self._fits(each.place)]

    def _fits(self, place: Place) -> bool:
        """Outside regions only where abroad is an answer, 省本级 only where one is insured."""
        if place.code in OUTSIDE:
            return "abroad" in self.question.values
        return not (self.question.of_care and place.is_provincial)

    def _offer(self, found: Found) -> Choice:
        if found.place.code in OUTSIDE:
            return self.choice("abroad", f"{found.place.name}（港澳台或国外）")
        return self.choice(found.code, self.places.offer(found))

    def other_province(self) -> str:
        """The query of this question with no province chosen."""
        return addresses.query(self.kept)

    def same(self) -> Choice | None:
        """The answer that is a place already named, and needs no looking for; None for a question without it."""
        return self.choice(SAME) if SAME in self.question.values else None

    def same_place(self) -> str:
        """The query that gives it."""
        return addresses.query(self.kept, **{self.question.key: SAME}, asked=self.question.key)

    def province_name(self) -> str:
        return self.places.full_name(self.province)

    def cities(self) -> list[Choice]:
        return [
            self.choice(place.code, place.label) for place in self.places.cities(self.province) if self._fits(place)
        ]

    def provinces(self) -> list[Choice]:
        return [self.choice(place.code, place.name) for place in self.places.provinces]


FORMS: dict[Kind, type[QuestionForm]] = {Kind.CHOICE: ChoiceForm, Kind.SEVERAL: SeveralForm, Kind.PLACE: PlaceForm}
