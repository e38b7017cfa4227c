"""Whoever calls keeps to what the person asked: not at all where they want to be written to; asked once more outside
their hours, or where somebody else sees that telephone. The wishes stand on the pages."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bitim.cases import actions, queries
from bitim.cases.models_reading import ReadBack
from bitim.cases.tests.test_call_pages import desk
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import Refused

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)  # nine in Almaty
EVENING = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)  # eight in the evening there, five in the afternoon in Sofia


@pytest.fixture
def scene():
    made = cast.without_doors(cast.two_sides("contract"))
    made.colleague = cast.staff(made.centre, "Екінші", "coordinator", email="second@shymbulaq.example")
    yield made
    clock.set_source(None)


def wants(made, **wishes):
    made.parties[0].safe_contact = wishes
    made.parties[0].save()


def begin(made, **more):
    said = {"person": made.parties[0].pk, "about": "consent", "witness": made.colleague.pk}
    return actions.begin_read_back(made.sides[0], actor=made.as_coordinator, **said, **more)


def test_who_wants_to_be_written_to_is_not_called(scene):
    wants(scene, how="write", careful="САҚ-БОЛ-17")
    for sure in (False, True):
        with pytest.raises(Refused) as refused:
            begin(scene, sure=sure)
        assert "written to, not called" in str(refused.value.reason)
    assert not ReadBack.objects.system().exists()


@pytest.mark.parametrize(
    ("wishes", "now", "zone", "asks"),
    [
        ({"when": ["morning"]}, MORNING, "", ()),
        ({"when": ["morning"]}, EVENING, "", ("outside",)),
        ({"when": ["afternoon"]}, EVENING, "Europe/Sofia", ()),  # by the person's own clock
        ({"when": ["morning"], "seen_by": "family"}, EVENING, "", ("outside", "overheard")),
        ({"seen_by": "others"}, MORNING, "", ("overheard",)),
        ({"seen_by": "me", "how": "call"}, MORNING, "", ()),
    ],
)
def test_outside_the_hours_or_where_others_see_it_is_asked_once_more(scene, wishes, now, zone, asks):
    clock.set_source(lambda: now)
    wants(scene, **wishes)
    scene.parties[0].time_zone = zone
    scene.parties[0].save()
    callee = queries.callee(scene.as_coordinator.fresh(), scene.case, scene.sides[0].pk, scene.parties[0].pk)
    assert callee.care.asks == asks
    if asks:
        with pytest.raises(Refused):
            begin(scene)
    assert begin(scene, sure=bool(asks)).state == ReadBack.OPEN


def test_the_centres_clock_counts_where_a_person_named_none(scene):
    clock.set_source(lambda: EVENING)
    wants(scene, when=["afternoon"])
    scene.centre.time_zone = "Europe/Sofia"
    scene.centre.save()
    assert begin(scene).state == ReadBack.OPEN


def test_the_pages_show_what_was_asked_for(scene):
    browser = desk(scene, scene.coordinator, "coordinator")
    page = f"/case/{scene.case.pk}/calls/{scene.sides[0].pk}/{scene.parties[0].pk}/"
    not_today = "weekend" if clock.now().astimezone(ZoneInfo("Asia/Almaty")).weekday() < 5 else "workdays"
    wants(scene, when=["morning", not_today], seen_by="family", careful="САҚ-БОЛ-17", hours="түскі астан кейін емес")
    for address in (page, f"{page}number/"):
        shown = browser.get(address).content.decode()
        for words in ("in the morning, 8 to 12", "people at home", "САҚ-БОЛ-17", "түскі астан кейін емес"):
            assert words in shown
        assert "outside the hours" in shown
        assert "Somebody else sees this telephone" in shown
    said = {"about": "consent", "witness": str(scene.colleague.pk)}
    once_more = browser.post(page, said)
    assert once_more.status_code == 422
    assert "Say that you call all the same" in once_more.content.decode()
    call = browser.post(page, {**said, "sure": "on"})["Location"]
    assert "САҚ-БОЛ-17" in browser.get(call).content.decode()


def test_the_number_does_not_stand_where_nobody_should_call(scene):
    wants(scene, how="write")
    browser = desk(scene, scene.coordinator, "coordinator")
    page = f"/case/{scene.case.pk}/calls/{scene.sides[0].pk}/{scene.parties[0].pk}/"
    shown = browser.get(page).content.decode()
    assert "This person asked to be written to, not called." in shown
    assert "+7 701 000 00 01" not in shown
    assert "I have dialled" not in shown
    answer = browser.post(page, {"about": "consent", "witness": str(scene.colleague.pk), "sure": "on"})
    assert answer.status_code == 422
