from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from registry.management.commands.demo_clerks import CLERKS

pytestmark = pytest.mark.django_db


def passwords(*arguments):
    said = StringIO()
    call_command("demo_clerks", *arguments, stdout=said)
    return dict(line.split("\t")[:2] for line in said.getvalue().splitlines() if "\t" in line)


def test_refused_where_debug_is_off(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--yes"):
        passwords()
    assert not User.objects.exists()


@pytest.mark.parametrize(("debug", "arguments"), [(False, ["--yes"]), (True, [])])
def test_makes_each_clerk_with_the_password_it_prints(settings, debug, arguments):
    settings.DEBUG = debug
    printed = passwords(*arguments)
    assert list(printed) == [name for name, _, _ in CLERKS]
    for name, role, region in CLERKS:
        user = User.objects.get(username=name)
        assert user.check_password(printed[name])
        assert list(user.assignments.values_list("role", "region_id")) == [(role, region)]
        assert (user.is_staff, user.is_superuser) == (True, False)


def test_run_again_gives_new_passwords_and_nothing_twice():
    first, second = passwords("--yes"), passwords("--yes")
    assert not set(first.values()) & set(second.values())
    assert User.objects.count() == len(CLERKS)
    assert all(user.assignments.count() == 1 for user in User.objects.all())
