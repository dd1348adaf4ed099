"""Where a row is used: each outcome can be opened, the public page of a published row, the preview of a draft."""

import re
from html import unescape

import pytest
from django.utils import timezone

from guides.models import Advice
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["published", "draft"])
def test_every_outcome_that_uses_a_row_shows_it(build, status):
    row = build(Advice, region_id="210300", status=status, title="只在这里写着", when={"outcome": ["file_temporary"]})
    row.save()
    user = person("clerk", ("editor", "210300"))
    row.history.update(history_user=user)
    clerk = signed_in(user)
    page = clerk.get(f"/admin/guides/advice/{row.pk}/change/").content.decode()
    links = [unescape(link) for link in re.findall(r'<li><a href="([^"]*/outcome/[^"]*)">', page)]
    assert links
    before = "" if status == "published" else f"/admin/preview/{timezone.localdate()}"
    for link in links:
        assert link.startswith(f"{before}/guides/remote-care/outcome/?")
        assert row.title in clerk.get(link).content.decode()
