"""A phone's codes are taken as soon as the clocks are right, however wrong one of them was before."""

import datetime as dt

import pytest
from django.utils import timezone
from django_otp.oath import totp

from registry.models import Authenticator
from tests.conftest import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone():
    return Authenticator.objects.create(user=person("checker", ("reviewer", "210300")), name="phone")


def code(phone, steps: int = 0) -> str:
    return f"{totp(phone.bin_key, step=phone.step, t0=phone.t0, drift=steps):06d}"


def test_code_of_now_is_taken_once(phone):
    now = code(phone)
    assert phone.verify_token(now)
    assert not phone.verify_token(now)


@pytest.mark.parametrize(("steps", "taken"), [(-1, True), (1, True), (-2, False), (2, False)])
def test_code_of_a_phone_that_is_a_little_off_is_taken(phone, steps, taken):
    assert phone.verify_token(code(phone, steps)) is taken


@pytest.mark.parametrize("drift", [-8, 8])
def test_how_far_a_clock_once_was_off_is_forgotten(phone, drift):
    phone.drift = drift
    assert phone.verify_token(code(phone))


def test_code_that_was_used_later_than_now_keeps_nobody_out_for_long(phone):
    phone.last_t += 10**9
    phone.verify_token(code(phone))
    assert phone.last_t * phone.step < timezone.now().timestamp() + 2 * phone.step


@pytest.mark.parametrize(("ahead", "allowed"), [(dt.timedelta(seconds=0), False), (dt.timedelta(days=1), True)])
def test_failure_that_has_not_been_yet_makes_nobody_wait(phone, ahead, allowed):
    phone.throttling_failure_count, phone.throttling_failure_timestamp = 9, timezone.now() + ahead
    assert phone.verify_is_allowed()[0] is allowed
