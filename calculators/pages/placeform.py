"""Which pool of insurance is meant by the place that a person typed: one, several to choose from, or none."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from calculators.pages.boxes import PlaceField
from registry.placenames import County
from registry.places import OUTSIDE, Place, Places


class PlaceForm(forms.Form):
    """Asks where a person is insured. ``place`` is the pool that was understood, None before and without one;
    ``county`` is the unit that led to it."""

    city = PlaceField("医保在哪个城市交的", "写城市或区县名，例如“鞍山”。", mode="text")

    def __init__(self, data: QueryDict | None, places: Places) -> None:
        super().__init__(data)
        self.places = places
        self.place: Place | None = None
        self.county: County | None = None

    def clean_city(self) -> str:
        given = str(self.cleaned_data["city"]).strip()
        if given:
            self.place, self.county = self._place(given)
        return given

    def _place(self, given: str) -> tuple[Place, County | None]:
        """The pool that is meant, and the county by which it was named."""
        sure = self.places.sure(given)
        if sure and sure.place.is_pool:
            return sure.place, sure.county
        if sure and (cities := self.places.cities(sure.place.code)):
            self._offer((self.places.full_name(city.code), city.label) for city in cities)
            raise forms.ValidationError(f"请在下面选{sure.place.name}的哪个城市。")
        if found := [each for each in self.places.find(given) if each.place.code not in OUTSIDE]:
            self._offer((self.places.found_name(each), self.places.offer(each)) for each in found)
            alike = f"有几个地方都像“{given}”。" if len(found) > 1 else f"没有叫“{given}”的地方，有一个像的。"
            raise forms.ValidationError(f"{alike}请在下面选，或者写全名。")
        raise forms.ValidationError(f"没有找到“{given}”。请只写城市或区县名，例如“鞍山”。")

    def _offer(self, offers: Iterable[tuple[str, str]]) -> None:
        field = self.fields["city"]
        assert isinstance(field, PlaceField)
        field.offers = tuple(offers)

    @property
    def understood(self) -> str:
        """The place that was typed, as it was taken: 辽宁省阜新市（彰武县归阜新市管）; '' where it was not asked for."""
        if self.place is None:
            return ""
        led = f"（{self.places.belongs(self.county)}）" if self.county else ""
        return self.places.full_name(self.place.code) + led
