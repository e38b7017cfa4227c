"""A case in which things are divided, between two sides or three."""

from bitim.cases.models import Acceptance, Appointment, Screening
from bitim.compromise.actions import dividing, listing, offering
from bitim.compromise.models import Round
from bitim.compromise.tests.scene import fresh, part_of, shut
from bitim.demo import cast
from bitim.kernel import clock
from bitim.settlements.tests import stage

THINGS = {"kk": "Трактор\nЖылқы\nКөрік\nАт арба\nҚұдық", "ru": "Трактор\nЛошадь\nМехи\nТелега\nКолодец"}
TRACTOR, HORSE, BELLOWS, CART, WELL = range(5)
UPPER, LOWER = [TRACTOR, HORSE, BELLOWS, CART, WELL], [WELL, BELLOWS, TRACTOR, CART, HORSE]


def with_third(made):
    """Let a third side take part in a case of two."""
    who = cast.person("Ғалым Бек", "kk")
    cast._side(made, 3, "Ортаңғы ауыл", who)
    side, now = made.sides[2], clock.now()
    for one in Appointment.objects.system().filter(case=made.case):
        Acceptance.objects.create(appointment=one, side=side, person=who, answer=Acceptance.ACCEPTED, at=now)
    stage.consent(made, side, who)
    row = {"case": made.case, "side": side, "person": who, "by": made.mediator, "answers": {}, "at": now}
    Screening.objects.create(result=Screening.JOINT, **row)
    return made


def offered(sides=2, things=None):
    made = stage.ready("drafting")
    made = with_third(made) if sides == 3 else made
    return made, dividing.offer_division(made.case, actor=made.as_mediator, things=things or THINGS)


def listing_now(sides=2, things=None):
    made, search = offered(sides, things)
    for position in range(1, sides + 1):
        seen = offering.state_of(fresh(search))
        offering.agree_to_search(part_of(search, position), actor=made.as_party(position), seen=seen)
    return made, fresh(search)


def writes(made, search, position, order, must=(), never=(), same=False):
    said = {"order": order, "must": list(must), "never": list(never), "same": same}
    listing.write_list(part_of(search, position), actor=made.as_party(position), at=0, said=said)


def closes(made, search, position, order, **marks):
    writes(made, search, position, order, **marks)
    shut(part_of(search, position), made.as_party(position))


def proposing(callbacks, *lists, things=None):
    """Return a case, its search and its first round; each of `lists`: an order and marks of one side."""
    made, search = listing_now(len(lists), things)
    with callbacks(execute=True):
        for position, (order, marks) in enumerate(lists, 1):
            closes(made, search, position, order, **marks)
    return made, fresh(search), Round.objects.system().get(search=search)


def all_accept(made, round, number=0):
    from bitim.compromise.tests.scene import says

    for position in range(1, len(made.sides) + 1):
        round = says(made, round, position, number, "accept")
    return round
