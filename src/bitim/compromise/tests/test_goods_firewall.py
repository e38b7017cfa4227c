"""What a side wishes of the things reaches nobody else: byte for byte, before everybody has accepted."""

from functools import partial

import pytest
from django.urls import reverse

from bitim.cases.tests.browsers import as_staff
from bitim.compromise import queries
from bitim.compromise.actions import listing
from bitim.compromise.facts import read_of
from bitim.compromise.models import Part
from bitim.compromise.tests import goods_scene as goods
from bitim.compromise.tests import scene
from bitim.compromise.tests.goods_scene import CART, LOWER, THINGS, TRACTOR, UPPER, WELL
from bitim.compromise.tests.test_firewall import at, in_another_world, party, read_by
from bitim.kernel.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
OTHER = [WELL, CART, TRACTOR, 1, 2]


def ways_of(made, search):
    """Everything that the upper side may do with its list, in worlds that nobody else may tell apart."""
    part, who = scene.part_of(search, 1), made.as_party(1)

    def checked():
        goods.writes(made, search, 1, OTHER)
        listing.answer_check(part, actor=who, place=0, says="second")

    return {
        "nothing": lambda: None,
        "writes": lambda: goods.writes(made, search, 1, UPPER),
        "writes otherwise": lambda: goods.writes(made, search, 1, OTHER, must=[WELL], never=[CART]),
        "alike": lambda: goods.writes(made, search, 1, UPPER, same=True),
        "answers": checked,
        "shows the mediator": lambda: listing.share_list(part, actor=who, yes=True),
        "closes": lambda: goods.closes(made, search, 1, UPPER),
        "closes otherwise": lambda: goods.closes(made, search, 1, OTHER, must=[WELL]),
    }


@pytest.mark.parametrize("sides", [2, 3])
def test_no_page_of_another_side_depends_on_a_list(sides):
    made, search = goods.listing_now(sides)
    goods.writes(made, search, 2, LOWER)
    client = party(made, 2)
    worlds = {
        name: in_another_world(act, lambda: read_by(client, made, search))
        for name, act in ways_of(made, search).items()
    }
    first = worlds.pop("nothing")
    statuses = [
        first[at(*place)][0] for place in (("page", made.case.pk), ("ready", search.pk), ("list", search.pk, 0))
    ]
    assert statuses == [200, 200, 200] and first[at("check", search.pk)][0] == 200
    assert first[at("list", search.pk, 1)][0] == 404
    for name, seen in worlds.items():
        assert seen == first, name


def test_the_mediator_sees_that_a_list_is_closed_and_nothing_of_it():
    made, search = goods.listing_now()
    client = as_staff(made.mediator)
    look = partial(read_by, client, made, search)
    one = in_another_world(lambda: goods.closes(made, search, 1, UPPER), look)
    other = in_another_world(lambda: goods.closes(made, search, 1, OTHER, must=[WELL], never=[CART]), look)
    assert one == other
    assert one[at("page", made.case.pk)][0] == 200 and one[at("list", search.pk, 0)][0] == 404


def test_what_is_said_beside_a_proposal_does_not_depend_on_another_table(django_capture_on_commit_callbacks):
    """The proposal is the same; whatever the other side's table holds, this side reads the same of it."""
    made, search, round = goods.proposing(django_capture_on_commit_callbacks, (UPPER, {}), (LOWER, {}))
    client = party(made, 2)
    said = client.get(at("page", made.case.pk)).content.decode()
    assert 'class="package shares"' in said

    def otherwise():
        part = scene.part_of(search, 1)
        part.table = [[7 - row[0] % 5, 0] for row in part.table]
        part.lists = {"issues": {"order": OTHER, "same": False, "must": [], "never": [CART]}}
        part.save(update_fields=["table", "lists"])

    look = partial(read_by, client, made, search)
    assert in_another_world(otherwise, look) == in_another_world(lambda: None, look)
    for what in ("accept", "refuse", "another"):
        answered = in_another_world(partial(scene.says, made, round, 1, 0, what), look)
        assert answered == in_another_world(lambda: None, look), "not even that somebody has answered"


def test_no_proposal_reaches_the_mediator_before_it_is_accepted(django_capture_on_commit_callbacks):
    made, _search, round = goods.proposing(django_capture_on_commit_callbacks, (UPPER, {}), (LOWER, {}))
    client = as_staff(made.mediator)
    assert queries.search_page(made.as_mediator, made.case.pk).round.packages == ()
    page = client.get(at("page", made.case.pk)).content.decode()
    assert not [word for text in THINGS.values() for word in text.split("\n") if word in page]
    goods.all_accept(made, round)
    page = client.get(at("page", made.case.pk)).content.decode()
    assert "Трактор" in page and "data-own" not in page


def test_a_list_that_is_shown_to_the_mediator_is_read_whole_and_noted():
    made, search = goods.listing_now()
    goods.writes(made, search, 1, OTHER, must=[WELL], never=[CART])
    part, client = scene.part_of(search, 1), as_staff(made.mediator)
    assert client.post(at("told", part.pk)).status_code == 404
    listing.share_list(part, actor=made.as_party(1), yes=True)
    page = client.post(at("told", part.pk)).content.decode()
    assert page.index("Колодец") < page.index("Телега") < page.index("Трактор")
    assert party(made, 2).post(at("told", part.pk)).status_code == 404
    assert [one.audience for one in Event.objects.system().filter(kind="ListRead")] == [part.side_id]


def test_nothing_typed_is_lost_when_the_lines_do_not_fit():
    made = goods.stage.ready("drafting")
    client = as_staff(made.mediator)
    typed = {"kind": "goods", "things-kk": "үстел", "things-ru": "стол\nстул < шкаф"}
    answer = client.post(reverse("compromise:page", args=[made.case.pk]), typed)
    page = answer.content.decode()
    assert answer.status_code == 409 and "үстел" in page and "стул &lt; шкаф" in page
    assert '<details class="card stack" id="things" open>' in page
    typed["things-kk"] = "үстел\nорындық"
    assert client.post(reverse("compromise:page", args=[made.case.pk]), typed).status_code == 303
    assert not Part.objects.system().exclude(search__kind="goods").exists()


def test_pages_work_by_forms_alone(django_capture_on_commit_callbacks):
    """No script: an arrow is a page, marks stay, the list is closed, the answer given."""
    made, search = goods.listing_now()
    client, other = party(made, 1), party(made, 2)
    page = client.get(at("begin", search.pk))
    assert page["Location"] == at("list", search.pk, 0)
    sent = {"order": "0,1,2,3,4", "must": ["4"], "never": ["2"], "move": "up-4"}
    assert client.post(at("list", search.pk, 0), sent)["Location"].startswith(at("list", search.pk, 0) + "#choice-4")
    assert scene.part_of(search, 1).lists["issues"] == {
        "order": [0, 1, 2, 4, 3],
        "same": False,
        "must": [4],
        "never": [2],
    }
    assert client.post(at("list", search.pk, 0), {"order": "4,0,1,2,3"})["Location"] == at("check", search.pk)
    assert client.post(at("check", search.pk), {"place": "0", "says": "first"}).status_code == 303
    assert client.get(at("ready", search.pk)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        for position, one in ((1, client), (2, other)):
            one.post(at("list", search.pk, 0), {"order": "0,1,2,3,4"})
            assert one.post(at("ready", search.pk), {}).status_code == 409  # nobody has read that list
            seen = read_of(scene.part_of(search, position))
            assert one.post(at("ready", search.pk), {"seen": seen})["Location"] == at("page", made.case.pk)
    _search, round = scene.latest(search)
    assert client.post(at("reply", round.pk), {"number": "0", "says": "another"}).status_code == 303
    assert client.get(at("own", search.pk)).json()["party"] == "side 1"
