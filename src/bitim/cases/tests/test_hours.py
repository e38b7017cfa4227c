"""By whose clock a notice waits: the person's own, else that of the centre of their case. Never the server's."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from bitim.cases.actions import ways
from bitim.cases.models import Invitation
from bitim.demo import cast
from bitim.kernel import clock, delivery
from bitim.kernel.locking import write
from bitim.kernel.models import Delivery
from bitim.people.recipients import recipient

pytestmark = pytest.mark.django_db
# 08:30 in Almaty, 05:30 in Sofia, 18:30 on the Chatham Islands, 03:30 in UTC.
HALF_PAST_THREE = datetime(2026, 12, 1, 3, 30, tzinfo=UTC)


@pytest.fixture(params=["Asia/Almaty", "Europe/Sofia", "UTC"])
def _server(request, settings):
    """The same must come out wherever the server stands."""
    settings.TIME_ZONE = request.param
    clock.set_source(lambda: HALF_PAST_THREE)
    yield
    clock.set_source(None)


def written_to(scene, when, zone=""):
    """Have the first person written to at half past three UTC; return the earliest moment, None for at once."""
    who = scene.parties[0]
    who.email, who.time_zone, who.safe_contact = "a@example.kz", zone, {"when": [when]}
    who.save()
    found = recipient(who.pk, scene.case.pk)
    with write():
        ways.tell(who, scene.case.pk, "invitation", key="hours")
    assert delivery.send_due() == (1 if found.not_before is None else 0)
    assert len(mail.outbox) == (1 if found.not_before is None else 0)
    return found.not_before


def at(hour, minute=0, day=1):
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


@pytest.mark.usefixtures("_server")
@pytest.mark.parametrize(
    ("centre_zone", "own", "when", "expected"),
    [
        ("Asia/Almaty", "", "morning", None),  # half past eight there
        ("Europe/Sofia", "", "morning", at(6)),  # half past five: the morning begins at eight, six by UTC
        ("Pacific/Chatham", "", "evening", at(4, 15)),  # 17:15: 18:00 there is a quarter past four by UTC
        ("Asia/Almaty", "Europe/Sofia", "morning", at(6)),  # who lives elsewhere has their own morning
        ("Europe/Sofia", "Asia/Almaty", "morning", None),
        ("Europe/Sofia", "No/Such", "morning", at(6)),  # an unknown one is none
    ],
)
def test_hours_are_the_persons_own_or_their_centres(centre_zone, own, when, expected):
    scene = cast.two_sides("meetings")
    scene.centre.time_zone = centre_zone
    scene.centre.save()
    assert written_to(scene, when, own) == expected
    if expected is not None:
        assert Delivery.objects.system().get(key="hours").due == expected


@pytest.mark.usefixtures("_server")
def test_an_invitation_and_a_colleague_have_a_clock_too():
    scene = cast.two_sides("meetings", slug="sofia")
    scene.centre.time_zone = "Europe/Sofia"
    scene.centre.save()
    guest = cast.person("Гост", "bg", email="g@example.bg")
    guest.safe_contact = {"when": ["morning"]}
    guest.save()
    invitation = Invitation.objects.create(case=scene.case, side=scene.sides[1], person=guest)
    assert recipient(guest.pk, invitation.pk).not_before == at(6)
    scene.coordinator.safe_contact = {"when": ["morning"]}
    scene.coordinator.email = "d@sofia.example"
    scene.coordinator.save()
    assert recipient(scene.coordinator.pk, None).not_before == at(6)
