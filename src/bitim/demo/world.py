"""The demo's world: three centres and a case at every stage, told by the actions that people take.

Seeded once into an empty data folder. The people are invented; so are the streets where they quarrel.
"""

from django.db.models import F

from bitim.demo import doorways, house
from bitim.demo.days import Days
from bitim.demo.doorways import Doorway
from bitim.demo.stories import STORIES
from bitim.demo.telling import Teller
from bitim.kernel.models import Delivery


def seed() -> list[Doorway]:
    """Tell every story and return the doors of the people in them."""
    days = Days()
    with days.running():
        days.go(430, 9)
        made = house.build()
        teller = Teller(made, days)
        for story in STORIES:
            story(teller)
        _sent_long_ago()
    return doorways.of_staff(made) + doorways.of_parties(teller)


def _sent_long_ago() -> None:
    """What the stories' notices said was read long ago: the demo's outbox begins empty."""
    Delivery.objects.system().filter(sent=None).update(sent=F("due"))
