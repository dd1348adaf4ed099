"""Where a role may do what: children included, neighbours and parents not, the whole country seen by all."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from guides.models import Document
from registry.models import Assignment
from registry.workflow import publish
from registry.workflow.rights import Action, can, needs_second_factor, scope
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

NATION, LIAONING, ANSHAN, DALIAN, BEIJING = "000000", "210000", "210300", "210200", "110000"
PLACES = [NATION, LIAONING, ANSHAN, DALIAN, BEIJING]


@pytest.mark.parametrize(
    ("role", "region", "action", "where"),
    [
        ("editor", ANSHAN, Action.VIEW, {ANSHAN, NATION}),
        ("editor", ANSHAN, Action.EDIT, {ANSHAN}),
        ("editor", ANSHAN, Action.EXPORT, {ANSHAN, NATION}),
        ("editor", ANSHAN, Action.PUBLISH, set()),
        ("editor", ANSHAN, Action.MANAGE, set()),
        ("reviewer", LIAONING, Action.VIEW, {LIAONING, ANSHAN, DALIAN, NATION}),
        ("reviewer", LIAONING, Action.EDIT, set()),
        ("reviewer", LIAONING, Action.PUBLISH, {LIAONING, ANSHAN, DALIAN}),
        ("manager", LIAONING, Action.EDIT, {LIAONING, ANSHAN, DALIAN}),
        ("manager", LIAONING, Action.PUBLISH, {LIAONING, ANSHAN, DALIAN}),
        ("manager", LIAONING, Action.MANAGE, {LIAONING, ANSHAN, DALIAN}),
        ("editor", NATION, Action.EDIT, set(PLACES)),
        ("reviewer", NATION, Action.PUBLISH, set(PLACES)),
    ],
)
def test_role_reaches_its_region_and_below(role, region, action, where):
    user = person("somebody", (role, region))
    assert {code for code in PLACES if can(user, action, code)} == where


def test_roles_add_up_but_do_not_spill_over():
    user = person("somebody", ("editor", ANSHAN), ("reviewer", DALIAN))
    assert not can(user, Action.PUBLISH, ANSHAN)
    assert not can(user, Action.EDIT, DALIAN)
    assert {code for code in PLACES if can(user, Action.VIEW, code)} == {ANSHAN, DALIAN, NATION}


@pytest.mark.parametrize("values", [{"is_active": False}, {"is_staff": False}])
def test_a_closed_account_may_do_nothing(values):
    user = person("somebody", ("manager", NATION), **values)
    assert not any(scope(user, action) for action in Action)


def test_without_work_nothing_is_seen():
    assert not scope(person("somebody"), Action.VIEW)


def test_a_superuser_may_everywhere():
    boss = User.objects.create_superuser("boss")
    assert all(scope(boss, action).everywhere for action in Action)


@pytest.mark.parametrize(("role", "needed"), [("editor", False), ("reviewer", True), ("manager", True)])
def test_who_puts_things_before_the_public_needs_a_second_factor(role, needed):
    assert needs_second_factor(person("somebody", (role, ANSHAN))) is needed


LOSSES = {
    "role": lambda user: Assignment.objects.filter(user=user).delete(),
    "is_active": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "is_staff": lambda user: User.objects.filter(pk=user.pk).update(is_staff=False),
    "account": lambda user: User.objects.filter(pk=user.pk).delete(),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_whoever_lost_a_right_while_waiting_for_a_turn_has_lost_it(loss, build):
    """What was asked before the turn is asked anew in it."""
    row = build(Document, region_id=ANSHAN, status="submitted")
    row.save()
    user = person("somebody", ("reviewer", ANSHAN))
    assert can(user, Action.PUBLISH, ANSHAN)
    LOSSES[loss](user)
    with pytest.raises(ValidationError, match="您没有"):
        publish(row, user, "看过")
    assert Document.objects.get(pk=row.pk).status == "submitted"


def test_form_of_who_lost_a_right_while_waiting_for_a_turn_is_not_taken(build, monkeypatch):
    row = build(Document, region_id=ANSHAN, status="draft", name="老名字")
    row.save()
    user = person("somebody", ("editor", ANSHAN))
    desk, address = signed_in(user), f"/admin/guides/document/{row.pk}/change/"
    monkeypatch.setattr("registry.desk.lookups.take_turn", lambda: LOSSES["role"](user))
    assert desk.post(address, {"name": "新名字"}).status_code == 403
    assert Document.objects.get(pk=row.pk).name == "老名字"
