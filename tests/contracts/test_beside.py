"""A supporter of one side sits in its private room, an observer at the table: what others say alone reaches neither,
on no page and in no frame, and what one side has said about them reaches no other side."""

import pytest
from tests.support import watching
from tests.support.house import House, house
from tests.support.watching import Watch, crawl

from bitim.cases import actions
from bitim.cases.models import Participant
from bitim.cases.models_shape import SideWord
from bitim.room import actions as room
from bitim.room.models import Space

pytestmark = pytest.mark.django_db
SPOKEN = "zharyq7731dungan"
SAID = {
    "own": "zharyq7731ownalone",
    "other": "zharyq7731otheralone",
    "team": "zharyq7731teamalone",
    "joint": "zharyq7731together",
}
HEARD = {"supporter": {"own", "joint"}, "observer": {"joint"}}


def talked() -> House:
    """A house in which every room has heard one phrase, and side 2 speaks another language than the six."""
    scene = house()
    main = scene.main
    case = main.case
    actors = {"own": main.as_party(1), "other": main.as_party(2), "team": main.as_mediator, "joint": main.as_party(2)}
    rooms = {
        "own": Space.objects.system().get(side=main.sides[0]),
        "other": Space.objects.system().get(side=main.sides[1]),
        "team": Space.objects.system().get(case=case, kind=Space.TEAM),
        "joint": Space.objects.system().get(case=case, kind=Space.JOINT),
    }
    part = Participant.objects.system().get(case=case, person=main.parties[1])
    actions.change_contacts(part, actor=main.as_party(2), said={"spoken": SPOKEN})
    for where, space in rooms.items():
        room.post(space, actor=actors[where], words=SAID[where])
    return scene


def seen_by(scene: House, role: str) -> Watch:
    """Walk every page that this role finds from the pages of the case, and read their live line."""
    watch = Watch()
    case = scene.main.case.pk
    starts = ["/", f"/case/{case}/", f"/case/{case}/people/", f"/case/{case}/beside/", f"/room/{case}/ledger/"]
    starts += [f"/room/{space.pk}/" for space in Space.objects.system().filter(case=case)]
    starts += [f"/text/{scene.things['document'].pk}/", f"/sign/{scene.things['document'].pk}/"]
    crawl(watch, scene.client(role), role, starts)
    person = scene.actors[role].person
    assert person is not None
    watching.live(watch, role, person, "party")
    return watch


def phrases_in(watch: Watch) -> set[str]:
    return {where for where, phrase in SAID.items() if list(watch.found(phrase))}


@pytest.mark.parametrize("role", HEARD)
def test_they_hear_their_rooms_and_no_other(role):
    watch = seen_by(talked(), role)
    assert phrases_in(watch) == HEARD[role]
    assert not list(watch.found(SPOKEN))


def test_the_word_taken_back_nothing_later_is_heard():
    scene = talked()
    side, one = scene.main.sides[0], scene.things["beside"]
    me = scene.main.as_party(1)
    actions.say_of_company(side, actor=me, participant=one.pk, about=SideWord.CAUCUS, yes=False)
    assert phrases_in(seen_by(scene, "supporter")) == {"joint"}
    observer = Participant.objects.system().get(person=scene.people["observer"])
    actions.say_of_company(
        scene.main.sides[1],
        actor=scene.main.as_party(2),
        participant=observer.pk,
        about=SideWord.OBSERVE,
        yes=False,
    )
    assert phrases_in(seen_by(scene, "observer")) == set()


def test_held_apart_nothing_of_the_other_side_is_known_beside_a_side():
    scene = talked()
    scene.at("meetings", "shuttle")
    watch = seen_by(scene, "supporter")
    assert phrases_in(watch) == {"own"}
    for person in (scene.main.parties[1], scene.people["observer"]):
        assert not list(watch.found(str(person.name)))
    assert phrases_in(seen_by(scene, "observer")) == set()
    other = seen_by(scene, "other")
    for name in (str(scene.people["supporter"].name), SAID["own"]):
        assert not list(other.found(name))
