"""The boxes of private forms: what a person types into each, and how it is read."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django import forms

from calculators.core.typed import FigureError, parse_yuan
from registry.typed.counts import read_count
from registry.typed.signs import visible


class SharedField(forms.Field):
    """A box whose parts every form shares: none of them changes, and copying them costs more than reading the form."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return copy(self)


class TypedField(SharedField, forms.CharField):
    """A few words or figures as a person types or pastes them; ``mode`` is the keyboard that a phone shows."""

    #: What a box takes. Whoever reads the words says what is wrong with fewer.
    LONGEST = 40

    default_error_messages = {
        "max_length": "请写短一些，最多 %(limit_value)d 个字。",
        "null_characters_not_allowed": "请删掉看不见的字符，再写一次。",
    }

    def __init__(self, label: str, hint: str = "", *, mode: str = "numeric", **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": mode})
        given = {"required": False, "max_length": self.LONGEST, **kwargs}
        super().__init__(label=label, help_text=hint, widget=box, **given)

    def to_python(self, value: Any) -> Any:
        return super().to_python(visible(value) if isinstance(value, str) else value)


class CountField(TypedField):
    """A whole number as people type it; empty is None. ``around`` are words that may stand about it, ``possible`` is
    what it can be, ``otherwise`` what is said of anything else."""

    def __init__(self, label: str, hint: str, around: Iterable[str], possible: range, otherwise: str) -> None:
        super().__init__(label, hint)
        self.around, self.possible, self.otherwise = around, possible, otherwise

    def clean(self, value: Any) -> int | None:
        if not (given := str(super().clean(value))):
            return None
        count = read_count(given, self.around)
        if count is None or count not in self.possible:
            raise forms.ValidationError(self.otherwise)
        return count


class PlaceField(TypedField):
    """A place as a person types it. ``offers`` are places to choose from where that may mean several, or a province:
    what each is typed as, and what it is called in a list."""

    offers: tuple[tuple[str, str], ...] = ()


class ChosenField(SharedField, forms.ChoiceField):
    """One of a few answers."""

    default_error_messages = {"invalid_choice": "请从列出的答案里选一个。"}

    def __init__(self, label: str, choices: list[tuple[str, str]], hint: str = "") -> None:
        super().__init__(label=label, choices=choices, required=False, help_text=hint)


class OfferedField(ChosenField):
    """One of what a place tells apart, which is known when the form is drawn; '' is not known or none of them. ``closed``
    are all that it can be, where these are no words of the place's own."""

    #: What a place's own word takes.
    LONGEST = 20

    def __init__(self, label: str, unknown: str, hint: str = "", closed: Iterable[str] = ()) -> None:
        super().__init__(label, [("", unknown)], hint)
        self.closed = frozenset(closed)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        own = copy(self)
        own.widget = copy(self.widget)  # its choices are this form's own
        return own

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Offer these behind what the field offers anyway."""
        offered: Any = self.choices
        self.choices = [*offered, *choices]

    def valid_value(self, value: Any) -> bool:
        """Whoever answers the form knows which of the place's own words mean something."""
        return value in self.closed if self.closed else len(str(value)) <= self.LONGEST


class YuanField(TypedField):
    """Yuan as people type it; empty is None. ``needed`` is what is said where it may not be empty."""

    def __init__(self, label: str, hint: str = "", *, needed: str = "") -> None:
        messages = {"required": needed} if needed else {}
        # A limit of the framework's would count the letters of what was understood.
        super().__init__(label, hint, mode="decimal", required=bool(needed), error_messages=messages, max_length=None)

    def to_python(self, value: Any) -> Any:
        given = super().to_python(value)
        if not given:
            return None
        if len(given) > self.LONGEST:
            params = {"limit_value": self.LONGEST}
            raise forms.ValidationError(self.error_messages["max_length"], "max_length", params)
        try:
            return parse_yuan(given)
        except FigureError as error:
            raise forms.ValidationError(error.sentence) from None
