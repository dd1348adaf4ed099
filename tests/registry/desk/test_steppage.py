"""The page of a step: what somebody said stands first, what every new row says is folded."""

import pytest

from calculators.models import BasicPolicy
from registry.desk import steppage
from tests.calculators.policy_rows import publish as publish_policy

pytestmark = pytest.mark.django_db

FINE = {"region_id": "210300", "status": "submitted", "evidence": "retold"}


def labels(look, part):
    return {change.label for change in look[part]}


def test_what_nobody_touched_is_shown_apart(source):
    row = publish_policy(BasicPolicy, source=source, deductible="700", band_scope="year", **FINE)
    look = steppage.reviewed(row)
    assert {"险种", "医院级别", "起付线（元）", "分段按次还是按年", "把握"} <= labels(look, "changes")
    assert {"个人支付系数", "第几次怎么数", "封顶线和别的就医合用"} <= labels(look, "usual")
    assert not labels(look, "changes") & labels(look, "usual")


def test_of_a_revision_every_change_is_shown_even_back_to_what_is_usual(source):
    before = publish_policy(BasicPolicy, source=source, band_scope="year", region_id="210300")
    row = publish_policy(BasicPolicy, source=source, supersedes=before, **FINE)
    look = steppage.reviewed(row)
    assert "分段按次还是按年" in labels(look, "changes")
    assert not look["usual"]
