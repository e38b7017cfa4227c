"""What a side wishes and answers reaches nobody else: byte for byte, before everybody has accepted."""

import json
import re
from functools import partial

import pytest
from django.db import connection, transaction
from django.urls import reverse

from bitim.cases.models import Case, Consent, Screening
from bitim.cases.tests.browsers import as_party, as_staff
from bitim.compromise import queries
from bitim.compromise.actions import listing, offering
from bitim.compromise.actions.telling import PACKAGE_NEWS
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.compromise.tests import scene
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, NotFound, Refused
from bitim.kernel.models import Delivery, Event

LENGTH_OF_A_LETTER = 46
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
# What differs between any two readings of one page.
CHANCE = re.compile(
    r'name="(?:once|csrfmiddlewaretoken)" value="[^"]*"|nonce="[^"]*"|data-from="[^"]*"|X-CSRFToken[^}]*}'
)


def at(name, *ids):
    return reverse(f"compromise:{name}", args=ids)


def party(made, position):
    return as_party(made.parties[position - 1], made.case.pk)


def read_by(client, made, search):
    """Return everything that a person can open of a search and of its case, without what is drawn by chance."""
    places = [at("page", made.case.pk), at("begin", search.pk), at("check", search.pk), at("ready", search.pk)]
    places += [at("list", search.pk, n) for n in range(4)] + [
        at("own", search.pk),
        reverse("desk:case", args=[made.case.pk]),
    ]
    places += [at("record", one.pk) for one in Round.objects.system().filter(search=search)]
    found = {}
    for place in places:
        answer = client.get(place)
        body = answer.content.decode()
        found[place] = (answer.status_code, answer.get("Location", ""), CHANCE.sub("", body))
    return found


class Undone(Exception):
    """What happened in one of two worlds is taken back."""


def in_another_world(act, look):
    """Return what `look` sees after `act`, as if `act` had never been."""
    seen = None
    try:
        with transaction.atomic():
            act()
            seen = look()
            raise Undone
    except Undone:
        return seen


OTHER = {"options": [[1, 0, 2], [2, 0, 1], [0, 2, 1]], "issues": [1, 2, 0]}


def ways_of(made, search, callbacks):
    """Everything that the upper side may do with its list, in worlds that the lower one must not tell apart."""
    part, who = scene.part_of(search, 1), made.as_party(1)

    def checked():
        scene.writes(made, search, 1, OTHER)
        listing.answer_check(part, actor=who, place=0, says="second")

    return {
        "nothing": lambda: None,
        "writes": lambda: scene.writes(made, search, 1, scene.UPPER),
        "writes otherwise": lambda: scene.writes(made, search, 1, OTHER, must=[(0, 1)], never=[(2, 1)]),
        "answers": checked,
        "shows the mediator": lambda: listing.share_list(part, actor=who, yes=True),
        "closes": lambda: scene.closes(made, search, 1),
        "closes otherwise": lambda: scene.closes(made, search, 1, OTHER, must=[(0, 1)]),
    }


def test_no_page_of_another_side_depends_on_a_list(django_capture_on_commit_callbacks):
    made, search = scene.listing_now()
    scene.writes(made, search, 2, scene.LOWER)
    client = party(made, 2)
    worlds = {
        name: in_another_world(act, lambda: read_by(client, made, search))
        for name, act in ways_of(made, search, django_capture_on_commit_callbacks).items()
    }
    first = worlds.pop("nothing")
    statuses = [
        first[place][0] for place in (at("page", made.case.pk), at("ready", search.pk), at("list", search.pk, 3))
    ]
    assert statuses == [200, 200, 200] and first[at("check", search.pk)][0] == 200
    for name, seen in worlds.items():
        assert seen == first, name


def test_the_mediator_sees_that_a_list_is_closed_and_nothing_of_it():
    made, search = scene.listing_now()
    client = as_staff(made.mediator)
    shared = in_another_world(lambda: scene.closes(made, search, 1), lambda: read_by(client, made, search))
    other = in_another_world(lambda: scene.closes(made, search, 1, OTHER), lambda: read_by(client, made, search))
    assert shared == other
    statuses = {place: seen[0] for place, seen in shared.items()}
    assert statuses[at("page", made.case.pk)] == 200
    assert statuses[at("list", search.pk, 0)] == statuses[at("ready", search.pk)] == 404


def test_what_a_side_may_know_of_the_others_is_that_they_take_part(django_capture_on_commit_callbacks):
    made, search, round = scene.proposing(django_capture_on_commit_callbacks)
    scene.says(made, round, 1, 0, "accept")
    listing.share_list(scene.part_of(search, 1), actor=made.as_party(1), yes=True)
    for one in queries.search_page(made.as_party(2), made.case.pk).standing:
        assert (one.agreed, one.closed, one.answered, one.shown, one.part) == (True, False, False, False, None)


def test_nobody_is_told_what_was_answered(django_capture_on_commit_callbacks):
    made, search, round = scene.proposing(django_capture_on_commit_callbacks)
    clients = {"lower": party(made, 2), "mediator": as_staff(made.mediator)}
    for who, client in clients.items():
        worlds = [
            in_another_world(partial(scene.says, made, round, 1, 0, what), partial(read_by, client, made, search))
            for what in ("accept", "refuse", "another")
        ]
        assert worlds[0] == worlds[1] == worlds[2], who
    lower = [
        in_another_world(act, lambda: read_by(clients["lower"], made, search))
        for act in (
            lambda: None,
            lambda: scene.says(made, round, 1, 0, "accept"),
        )
    ]
    assert lower[0] == lower[1], "not even that somebody has answered"


def test_no_package_reaches_the_mediator_before_it_is_accepted(django_capture_on_commit_callbacks):
    made, search, round = scene.proposing(django_capture_on_commit_callbacks)
    client = as_staff(made.mediator)
    seen = queries.search_page(made.as_mediator, made.case.pk)
    assert seen.round.packages == () and seen.round.accepted is None
    page = client.get(at("page", made.case.pk)).content.decode()
    titles = [words for one in search.model["issues"] for words in one["title"].values()]
    assert not [title for title in titles if title in page]
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    assert queries.search_page(made.as_mediator, made.case.pk).round.accepted is not None


def test_a_package_that_is_not_open_is_on_no_page(django_capture_on_commit_callbacks):
    made, _search, round = scene.proposing(django_capture_on_commit_callbacks, same=(1,))
    seen = queries.search_page(made.as_party(1), made.case.pk)
    assert [one.number for one in seen.round.packages] == [0]
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    text = queries.record_of(made.as_party(1), round.pk)
    assert len(json.loads(text)["others"]) <= 1, "of what never opened only the rule's own package is told"


def test_a_list_is_read_by_the_mediator_when_its_side_shows_it_and_every_reading_is_noted():
    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER)
    part, client = scene.part_of(search, 1), as_staff(made.mediator)
    assert client.post(at("told", part.pk)).status_code == 404
    listing.share_list(part, actor=made.as_party(1), yes=True)
    assert client.post(at("told", part.pk)).status_code == 200
    assert party(made, 2).post(at("told", part.pk)).status_code == 404
    read = Event.objects.system().filter(kind="ListRead")
    assert [one.audience for one in read] == [part.side_id]
    listing.share_list(part, actor=made.as_party(1), yes=False)
    assert client.post(at("told", part.pk)).status_code == 404


def test_no_event_says_what_a_side_wishes_or_answers(django_capture_on_commit_callbacks):
    made, search, round = scene.proposing(django_capture_on_commit_callbacks, must=[(0, 0)], same=(1,))
    scene.says(made, round, 1, 0, "refuse")
    scene.says(made, round, 2, 0, "another")
    rows = list(Event.objects.system().filter(payload__search=str(search.pk)))
    said = json.dumps([one.payload for one in rows])
    assert not re.search("refuse|another|accept\\b|must|never|order", said)
    own = [one for one in rows if one.kind in ("ListClosed", "Replied", "UnlockAsked")]
    assert len(own) == 4 and {one.audience for one in own} == {side.pk for side in made.sides}
    assert {"LookingBegan", "RoundPut", "PackageOpened"} <= {one.kind for one in rows}
    for one in rows:
        if one.kind in ("LookingBegan", "RoundPut", "PackageOpened", "RoundOver"):
            assert one.pseudonym is None and one.role == SYSTEM.role, "whose answer it was is not in the record"


def test_nothing_of_a_list_lies_open_in_the_database(django_capture_on_commit_callbacks):
    made, _search, round = scene.proposing(django_capture_on_commit_callbacks)
    scene.says(made, round, 1, 0, "refuse")
    with connection.cursor() as cursor:
        for model, columns in ((Part, ("lists", "table", "salt")), (Reply, ("says",)), (Round, ("packages", "record"))):
            quoted = ", ".join(connection.ops.quote_name(one) for one in columns)
            cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(model._meta.db_table)}")
            for row in cursor.fetchall():
                assert not any(
                    word in bytes(value) for value in row for word in (b"order", b"refuse", b"options", b"model")
                )


@pytest.mark.parametrize("result", [Screening.SHUTTLE, Screening.DECLINE])
def test_it_is_not_offered_where_a_talk_alone_showed_that_the_sides_are_kept_apart(result):
    made = scene.on_the_table()
    Screening.objects.create(
        case=made.case,
        side=made.sides[0],
        person=made.parties[0],
        by=made.mediator,
        answers={},
        result=result,
        at=clock.now(),
    )
    with pytest.raises(Refused):
        offering.offer_search(made.case, actor=made.as_mediator, issues=[])
    assert not Search.objects.system().exists()


def test_held_apart_a_side_finds_no_search():
    made, _search = scene.listing_now()
    Case.objects.system().filter(pk=made.case.pk).update(mode="shuttle")
    with pytest.raises(NotFound):
        queries.search_page(made.as_party(1), made.case.pk)
    assert party(made, 1).get(at("page", made.case.pk)).status_code == 404


def test_a_consent_taken_back_ends_the_search_and_deletes_every_list():
    from bitim.cases.actions import consenting

    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER)
    consenting.withdraw_consent(made.sides[1], actor=made.as_party(2))
    assert scene.fresh(search).state == Search.ENDED
    kept = Part.objects.system().filter(search=search).values_list("lists", "table", "salt")
    assert set(kept) == {(None, None, None)}
    assert Consent.objects.system().exclude(withdrawn=None).exists()


def test_a_side_ends_it_without_being_named():
    made, search = scene.listing_now()
    offering.end_search(search.pk, actor=made.as_party(2))
    event = Event.objects.system().get(kind="SearchEnded")
    assert event.pseudonym is None and event.role == SYSTEM.role
    assert scene.fresh(search).state == Search.ENDED
    again = offering.offer_search(
        made.case, actor=made.as_mediator, issues=[one.pk for one in offering.fit_issues(made.case)]
    )
    assert again.pk != search.pk


def test_a_stranger_and_the_coordinator_find_nothing():
    made, search = scene.listing_now()
    part = scene.part_of(search, 1)
    for client in (as_staff(made.coordinator), as_staff(made.interpreter)):
        for place in (at("page", made.case.pk), at("ready", search.pk), at("list", search.pk, 0), at("end", search.pk)):
            assert client.get(place).status_code in (403, 404)
        assert client.post(at("told", part.pk)).status_code in (403, 404)


def test_everybody_is_told_at_once_in_neutral_words_and_never_because_of_one_side(django_capture_on_commit_callbacks):
    made, search = scene.offered()

    def told():
        return sorted(Delivery.objects.system().filter(notice=PACKAGE_NEWS).values_list("person", flat=True))

    both = sorted(person.pk for person in made.parties)
    assert told() == both
    for position in (1, 2):
        part = scene.part_of(search, position)
        offering.agree_to_search(part, actor=made.as_party(position), seen=offering.state_of(search))
    assert told() == sorted(2 * both)
    scene.closes(made, search, 1)
    listing.share_list(scene.part_of(search, 1), actor=made.as_party(1), yes=True)
    assert told() == sorted(2 * both), "a list that one side closed is told to nobody"
    with django_capture_on_commit_callbacks(execute=True):
        scene.closes(made, search, 2)
    _search, round = scene.latest(search)
    scene.says(made, round, 1, 0, "refuse")
    assert told() == sorted(3 * both)


@pytest.mark.parametrize("what", ["accept", "refuse", "another"])
def test_the_length_of_an_answer_says_nothing(django_capture_on_commit_callbacks, what):
    made, _search, round = scene.proposing(django_capture_on_commit_callbacks)
    scene.says(made, round, 1, 0, what)
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(says) FROM compromise_reply")
        (said,) = cursor.fetchone()
        cursor.execute('SELECT length(lists), length("table") FROM compromise_part')
        lengths = set(cursor.fetchall())
    assert said == LENGTH_OF_A_LETTER
    assert len(lengths) == 1, "nor that of a list"


def test_a_list_that_is_shown_can_be_taken_back_at_any_time(django_capture_on_commit_callbacks):
    made, search = scene.listing_now()
    part = scene.part_of(search, 1)
    listing.share_list(part, actor=made.as_party(1), yes=True)
    with django_capture_on_commit_callbacks(execute=True):
        scene.closes(made, search, 1)
        page = party(made, 1).get(at("page", made.case.pk)).content.decode()
        assert at("share", search.pk) in page, "closed, the way back is still there"
        scene.closes(made, search, 2)
    _search, round = scene.latest(search)
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    assert at("share", search.pk) in party(made, 1).get(at("page", made.case.pk)).content.decode()
    listing.share_list(part, actor=made.as_party(1), yes=False)
    assert as_staff(made.mediator).post(at("told", part.pk)).status_code == 404
    with pytest.raises(Refused):
        listing.share_list(part, actor=made.as_party(1), yes=True)


def test_a_wish_to_open_the_lists_counts_only_after_a_round():
    made, search = scene.listing_now()
    scene.closes(made, search, 1)
    with pytest.raises(Refused):
        listing.ask_unlock(scene.part_of(search, 1), actor=made.as_party(1), yes=True)


def test_who_ended_it_is_in_no_event_even_when_it_was_the_mediator():
    made, search = scene.listing_now()
    offering.end_search(search.pk, actor=made.as_mediator)
    event = Event.objects.system().get(kind="SearchEnded")
    assert event.pseudonym is None and event.role == SYSTEM.role
