"""Inline rows: what is sent is what stands afterwards, or a sentence says what to mend; never a page that breaks."""

import pytest

from registry.models import PlaceRelation, PlaceRelationMember
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

BEIJING, TIANJIN, SHANGHAI, LIAONING, ANSHAN = "110000", "120000", "310000", "210000", "210300"


@pytest.fixture
def editor():
    return signed_in(person("writer", ("editor", ANSHAN)))


@pytest.fixture
def draft(publish):
    """A relation of 鞍山, 北京 and 天津, in this order in its form."""
    row = publish(PlaceRelation, region_id=ANSHAN, status="draft")
    for code in (BEIJING, TIANJIN, ANSHAN):
        PlaceRelationMember.objects.create(relation=row, region_id=code)
    return row


@pytest.fixture
def change(editor, draft):
    """Sends the form of the draft as it was when it was opened, with these places in its lines and further ones."""
    address = f"/admin/registry/placerelation/{draft.pk}/change/"
    page = editor.get(address)
    shown = page.context["adminform"].form
    opened = {name: shown[name].value() or "" for name in shown.fields if name not in ("verified_on", "verified_by")}
    lines = page.context["inline_admin_formsets"][0].formset.initial_forms
    ids = {line.instance.region_id: line.instance.pk for line in lines}

    def send(places, *further, without=(), **values):
        found = {f"members-{number}-region": code for number, code in enumerate([*places.values(), *further])}
        for number, code in enumerate(places):
            found |= {f"members-{number}-id": ids[code], f"members-{number}-relation": draft.pk}
            found |= {f"members-{number}-DELETE": "on"} if code in without else {}
        total, initial = len(places) + len(further), len(places)
        counts = {"members-TOTAL_FORMS": total, "members-INITIAL_FORMS": initial}
        return editor.post(address, {**opened, **counts, **found, **values})

    return send


def members(draft):
    return set(draft.members.values_list("region_id", flat=True))


STORED = {BEIJING: BEIJING, TIANJIN: TIANJIN, ANSHAN: ANSHAN}


def test_two_lines_change_places(change, draft):
    answer = change({**STORED, BEIJING: TIANJIN, TIANJIN: BEIJING})
    assert (answer.status_code, members(draft)) == (302, {BEIJING, TIANJIN, ANSHAN})


@pytest.mark.parametrize(("kept", "gone"), [(BEIJING, TIANJIN), (TIANJIN, BEIJING)])
def test_line_takes_the_place_of_one_that_goes(change, draft, kept, gone):
    answer = change({**STORED, kept: gone}, without=[gone])
    assert (answer.status_code, members(draft)) == (302, {gone, ANSHAN})


def test_same_place_that_somebody_added_meanwhile_is_there_once(change, draft):
    PlaceRelationMember.objects.create(relation=draft, region_id=SHANGHAI)
    answer = change(STORED, SHANGHAI)
    assert (answer.status_code, members(draft)) == (302, {BEIJING, TIANJIN, ANSHAN, SHANGHAI})


def test_what_the_form_did_not_show_does_not_stand_beside_it_unchecked(change, draft):
    PlaceRelationMember.objects.create(relation=draft, region_id=LIAONING)  # which 鞍山 is in
    answer = change(STORED, SHANGHAI)
    assert (answer.status_code, members(draft)) == (302, {BEIJING, TIANJIN, ANSHAN, SHANGHAI})


def test_lines_that_stay_are_the_same_rows(change, draft):
    before = set(draft.members.values_list("pk", flat=True))
    change(STORED, SHANGHAI, says="改了一句话。")
    assert before < set(draft.members.values_list("pk", flat=True))


def test_place_written_twice_is_told_in_plain_words(change, draft):
    answer = change(STORED, BEIJING)
    assert "有两行写的是同一样。请删掉一行。" in answer.content.decode()
    assert members(draft) == {BEIJING, TIANJIN, ANSHAN}
