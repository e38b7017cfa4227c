"""What was taken back before anybody else read it leaves no trace with them: no words, no number, no gap."""

import re

import pytest

from bitim.kernel.access import NotFound
from bitim.room import actions, queries
from bitim.room.models import Release
from bitim.room.tests.test_pages import at


@pytest.fixture
def item(rooms):
    return actions.post(rooms.caucus(2), actor=rooms.party(2), words="Выходные можем уступить")


def test_words_taken_back_are_not_shown_by_a_permission_that_nobody_has_used(rooms, item):
    line = actions.release(item, actor=rooms.party(2))
    actions.withdraw_message(item, actor=rooms.party(2))
    actions.serve_releases(rooms.joint, actor=rooms.party(1))
    assert rooms.words(rooms.party(1), rooms.joint) == []
    assert queries.ledger_for(rooms.party(2), rooms.case.pk)[0].state == "taken_back"
    with pytest.raises(NotFound):
        queries.message_for(rooms.party(1), line.copy_id)


def test_what_was_read_already_stays_and_is_not_marked(rooms, item):
    actions.release(item, actor=rooms.party(2))
    actions.serve_releases(rooms.joint, actor=rooms.party(1))
    actions.withdraw_message(item, actor=rooms.party(2))
    assert len(rooms.words(rooms.party(1), rooms.joint)) == 1
    assert Release.objects.system().get().withdrawn is None


def test_what_was_taken_back_in_time_leaves_no_gap_on_the_page(rooms, item, browse):
    def page():
        text = browse(rooms.party(1)).get(at("space", rooms.joint.pk)).content.decode()
        return re.sub(r'(csrfmiddlewaretoken|once)" value="[^"]*|data-from="[^"]*|[0-9a-f-]{36}', "", text)

    actions.post(rooms.joint, actor=rooms.party(1), words="one")
    before = page()
    actions.withdraw_release(actions.release(item, actor=rooms.party(2)), actor=rooms.party(2))
    assert page() == before
    for _ in range(queries.PAGE):
        actions.post(rooms.joint, actor=rooms.party(1), words="two")
    text = browse(rooms.party(1)).get(at("space", rooms.joint.pk)).content.decode()
    assert "data-seq" not in text and re.search(r"\?before=[0-9a-f]{8}-", text)  # ids, never numbers


def test_earlier_words_are_asked_for_by_the_message_they_stand_before(rooms, browse):
    said = [actions.post(rooms.joint, actor=rooms.party(1), words=f"w-{n}") for n in range(queries.PAGE + 2)]
    client, address = browse(rooms.party(2)), at("space", rooms.joint.pk)
    found = re.search(r"\?before=[0-9a-f-]{36}", client.get(address).content.decode())
    page = client.get(address + found[0]).content.decode()
    assert "w-0<" in page and "w-1<" in page and "w-2<" not in page
    elsewhere = actions.post(rooms.caucus(2), actor=rooms.party(2), words="own")
    for odd in (elsewhere.pk, "²", "1", said[0].seq):
        assert client.get(address, {"before": str(odd)}).status_code == 200
