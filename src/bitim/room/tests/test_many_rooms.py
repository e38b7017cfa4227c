"""Who sits in very many rooms still has a page that says what is unread."""

from uuid import uuid4

from bitim.kernel import clock
from bitim.kernel.models import Membership
from bitim.room import actions, queries


def test_more_rooms_than_a_question_can_name_at_once(rooms):
    mediator = rooms.mediator
    Membership.objects.bulk_create(
        Membership(audience=uuid4(), person=mediator.person, role="mediator", from_seq=0, why="test", since=clock.now())
        for _ in range(1100)
    )
    actions.post(rooms.joint, actor=rooms.party(1), words="Су")
    assert queries.unread_for(mediator) == {rooms.joint.pk: 1}
