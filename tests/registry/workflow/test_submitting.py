"""What nobody could publish is not handed over: whoever wrote it hears of it at once, with all that stands in the way."""

import pytest

from guides.models import Advice
from tests.conftest import person, signed_in
from tests.registry.steppages import send, step_address, take

pytestmark = pytest.mark.django_db

ANSHAN = "210300"


@pytest.fixture
def writer():
    return signed_in(person("writer", ("editor", ANSHAN)))


@pytest.fixture
def drafts(publish):
    return [
        publish(Advice, region_id=ANSHAN, status="draft", key="bad", title="材料无效，请重交"),
        publish(Advice, region_id=ANSHAN, status="draft", key="good", title="请带身份证", position=2),
    ]


def statuses(rows):
    return [type(row).objects.get(pk=row.pk).status for row in rows]


def test_row_with_something_to_mend_stops_what_is_handed_over_with_it(writer, drafts):
    answer = take(writer, "submit", *drafts)
    assert statuses(drafts) == ["draft", "draft"]
    (sentence,) = answer.context["refused"]
    assert sentence.startswith("材料无效，请重交：要先改：“一句话”里有“无效”")


def test_others_go_without_it(writer, drafts):
    answer = send(writer, step_address("submit", *drafts), row=drafts[1:])
    assert (answer.status_code, statuses(drafts)) == (302, ["draft", "submitted"])


def test_mended_row_is_handed_over(writer, drafts):
    drafts[0].title = "请重交一份"
    drafts[0].save()
    assert take(writer, "submit", *drafts).status_code == 302
    assert statuses(drafts) == ["submitted", "submitted"]
