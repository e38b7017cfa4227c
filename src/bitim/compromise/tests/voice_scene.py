"""A case of two sides: the first has no device and takes part by voice, the second has a door."""

from bitim.cases import actions as cases
from bitim.cases.models import Participant
from bitim.compromise.actions import listing, offering, speaking
from bitim.compromise.models import Round
from bitim.compromise.tests import scene
from bitim.demo import cast
from bitim.kernel.locking import write
from bitim.settlements.tests.test_saying import came_in_person, has_a_door


def heard(search, position=1):
    return scene.part_of(search, position)


def by_voice(*, seen=True, stage="drafting"):
    """Side 1 has no device; its person was seen in person, or is known from a call that counted. Side 2 has a door."""
    made, search = scene.offered(stage)
    cast.without_doors(made)
    has_a_door(made, 2)
    if seen:
        came_in_person(made, 1)
    else:
        with write():
            Participant.objects.system().filter(side=made.sides[0]).update(seen_at=None)
        counted(made, "consent")
    return made, search


def called(made, about="package", answer="yes", said="", person=None):
    whom = (person or made.parties[0]).pk
    call = cases.begin_read_back(
        made.sides[0], actor=made.as_mediator, person=whom, about=about, witness=made.coordinator.pk
    )
    cases.say_word(call, actor=made.as_mediator, word="алма")
    answers = {str(n): {"said": said or answer, "note": ""} for n in range(len(call.text))}
    return cases.finish_read_back(call, actor=made.as_mediator, answers=answers, answer=answer)


def counted(made, about="package", answer="yes"):
    call = called(made, about, answer)
    cases.witness_read_back(call, actor=made.as_coordinator, so=True)
    return call


def agree(made, search):
    seen = offering.state_of(scene.fresh(search))
    offering.agree_to_search(heard(search), actor=made.as_mediator, seen=seen)
    offering.agree_to_search(heard(search, 2), actor=made.as_party(2), seen=seen)
    return scene.fresh(search)


def dictates(made, search, actor=None, said=scene.UPPER):
    part, who = heard(search), actor or made.as_mediator
    for at, order in enumerate(said["options"]):
        listing.write_list(part, actor=who, at=at, said={"order": order, "same": False, "must": [], "never": []})
    listing.write_list(part, actor=who, at=3, said={"order": said["issues"], "same": False})
    scene.shut(part, who)


def proposing(callbacks, **how):
    made, search = by_voice(**how)
    if how.get("seen", True):
        agree(made, search)
    else:
        counted(made)
        offering.agree_to_search(heard(search, 2), actor=made.as_party(2), seen=offering.state_of(scene.fresh(search)))
    with callbacks(execute=True):
        dictates(made, search)
        scene.closes(made, search, 2)
    return made, scene.fresh(search), Round.objects.system().get(search=search)


def says(made, round, number, what, actor=None):
    part = heard(round.search)
    speaking.reply_for(part, actor=actor or made.as_mediator, round=round.pk, number=number, says=what)
    return scene.fresh(round)
