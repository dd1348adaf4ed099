"""Where a role may do what: children included, neighbours and parents not, the whole country seen by all."""

import pytest
from django.contrib.auth.models import User

from registry.workflow.rights import Action, can, needs_second_factor, scope
from tests.conftest import person

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
