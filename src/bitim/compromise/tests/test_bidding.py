"""Bidding unseen on a sum: from the offer to a clause; what nobody learns; what is no sum."""

import re
from functools import partial

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from bitim.cases.models import Case
from bitim.cases.tests.browsers import as_party, as_staff
from bitim.compromise import queries
from bitim.compromise.actions import bidding as acts
from bitim.compromise.actions.telling import PACKAGE_NEWS
from bitim.compromise.models_bidding import Bidder, Bidding
from bitim.compromise.sums import grouped, money, read_sum
from bitim.compromise.tests import bids
from bitim.compromise.tests.bids import LOWER, UPPER
from bitim.compromise.tests.test_firewall import CHANCE, in_another_world
from bitim.engines.compromise.bidding import LARGEST
from bitim.kernel.access import SYSTEM, NotFound, Refused
from bitim.kernel.models import Delivery, Event
from bitim.settlements.models import Clause

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def at(name, *ids):
    return reverse(f"compromise:{name}", args=ids)


def party(made, position):
    return as_party(made.parties[position - 1], made.case.pk)


# --- how it goes -----------------------------------------------------------------------------------------


def test_nobody_bids_before_both_sides_have_said_yes():
    made, bidding = bids.offered()
    with pytest.raises(Refused):
        bids.seals(made, bidding, UPPER, 1000)
    acts.agree_to_bidding(bids.bidder(bidding, UPPER), actor=made.as_party(UPPER))
    assert bids.fresh(bidding).state == Bidding.ASKED
    with pytest.raises(Refused):
        bids.seals(made, bidding, UPPER, 1000)
    acts.agree_to_bidding(bids.bidder(bidding, LOWER), actor=made.as_party(LOWER))
    assert (bids.fresh(bidding).state, bids.fresh(bidding).round) == (Bidding.OPEN, 1)


def test_sums_that_meet_become_a_deal_at_the_middle_and_a_clause():
    made, bidding = bids.bidding_now()
    assert bids.seals(made, bidding, UPPER, 1_000_000).round == 1
    assert bids.seals(made, bidding, LOWER, 1_500_000).round == 2
    bids.seals(made, bidding, LOWER, 1_100_000)
    bidding = bids.seals(made, bidding, UPPER, 1_250_000)
    assert (bidding.state, bidding.sum) == (Bidding.DEAL, "117500000")
    assert set(Bidder.objects.system().values_list("bids", flat=True)) == {None}
    for actor in (made.as_party(UPPER), made.as_party(LOWER), made.as_mediator):
        assert queries.bidding_page(actor, made.case.pk).sum == money(117_500_000, "KZT")

    document = acts.write_sum(bidding.pk, actor=made.as_mediator)
    acts.write_sum(bidding.pk, actor=made.as_mediator)
    clause = Clause.objects.system().select_related("document").get(document=document)
    number = "1\u00a0175\u00a0000"
    assert clause.texts == {"kk": f"Жоғалған шөп үшін: {number} теңге", "ru": f"За пропавшее сено: {number} тенге"}


def test_a_sum_that_was_agreed_stays_when_another_one_is_bid_on():
    made, bidding = bids.bidding_now(rounds=1)
    bids.seals(made, bidding, UPPER, 900)
    bids.seals(made, bidding, LOWER, 900)
    acts.offer_bidding(made.case, actor=made.as_mediator, terms=bids.terms(made))
    seen = queries.bidding_page(made.as_party(LOWER), made.case.pk)
    assert (seen.state, seen.sum) == (Bidding.ASKED, "") and [one.sum for one in seen.earlier] == [money(90_000, "KZT")]
    client = as_staff(made.mediator)
    assert at("bidding_write", bidding.pk) in client.get(at("bidding", made.case.pk)).content.decode()
    assert client.post(at("bidding_write", bidding.pk)).status_code == 303
    assert at("bidding_write", bidding.pk) not in client.get(at("bidding", made.case.pk)).content.decode()


def test_without_a_deal_every_bid_is_deleted():
    made, bidding = bids.bidding_now(rounds=2)
    for _round in (1, 2):
        assert bidding.state == Bidding.OPEN
        bids.seals(made, bidding, LOWER, 900)
        bidding = bids.seals(made, bidding, UPPER, 800)
    assert (bidding.state, bidding.sum) == (Bidding.NONE, None)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT bids FROM {connection.ops.quote_name(Bidder._meta.db_table)}")
        assert cursor.fetchall() == [(None,), (None,)]
    with pytest.raises(Refused):
        bids.seals(made, bidding, UPPER, 1000)
    again = acts.offer_bidding(made.case, actor=made.as_mediator, terms=bids.terms(made))
    assert again.pk != bidding.pk


# As in the engine's own property, over the action: few units, so that sums meet, miss and touch.
ROUNDS = [((5, 9), (7, 8), (8, 8)), ((5, 5),), ((9, 4),), ((1, 9), (2, 8), (3, 7)), ((4, 5), (5, 4)), ((0.01, 0.02),)]


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("first", [UPPER, LOWER])
def test_a_deal_is_never_outside_both_limits(rounds, first):
    made, bidding = bids.bidding_now()
    for pays, takes in rounds:
        said = {UPPER: pays, LOWER: takes}
        bids.seals(made, bidding, first, said[first])
        bidding = bids.seals(made, bidding, 3 - first, said[3 - first])
    pays, takes = (bids.round_units(one) for one in rounds[-1])
    assert (bidding.sum is not None) == (pays >= takes)
    assert bidding.sum is None or takes <= int(bidding.sum) <= pays


def test_a_sum_can_only_come_closer():
    made, bidding = bids.bidding_now()
    bids.seals(made, bidding, UPPER, 500)
    bids.seals(made, bidding, LOWER, 900)
    for position, farther in ((UPPER, 499), (LOWER, 901)):
        with pytest.raises(Refused) as no:
            bids.seals(made, bidding, position, farther)
        assert money(bids.round_units(500 if position == UPPER else 900), "KZT") in str(no.value.reason)
        answer = party(made, position).post(at("bid", bidding.pk), {"typed": str(farther), "round": 2})
        assert answer.status_code == 409 and "sure" not in answer.content.decode()
    assert bids.seals(made, bidding, UPPER, 500).state == Bidding.OPEN, "the same sum may stay"


def test_what_is_sealed_stays_and_a_press_twice_is_one():
    made, bidding = bids.bidding_now()
    client = party(made, UPPER)
    sent = {"typed": "700", "round": 1, "sure": 1, "once": "a" * 30}
    for _press in (1, 2):
        assert client.post(at("bid", bidding.pk), sent).status_code == 303
    assert bids.bidder(bidding, UPPER).bids == [f"{70000:016d}"]
    assert client.post(at("bid", bidding.pk), sent | {"typed": "800", "once": "b" * 30}).status_code == 409
    bids.seals(made, bidding, LOWER, 900)
    assert client.post(at("bid", bidding.pk), sent | {"once": "c" * 30}).status_code == 409, "the round is over"
    assert bids.bidder(bidding, UPPER).bids == [f"{70000:016d}"]


def test_a_sum_is_shown_once_more_before_it_is_sealed():
    made, bidding = bids.bidding_now()
    client = party(made, UPPER)
    page = client.post(at("bid", bidding.pk), {"typed": "1250000 тг", "round": 1})
    assert page.status_code == 200 and "1\u00a0250\u00a0000 теңге" in page.content.decode()
    assert not bids.bidder(bidding, UPPER).bids, "nothing is kept before it is sealed"
    plain = re.search(r'name="typed" value="([^"]*)"', page.content.decode()).group(1)
    client.post(at("bid", bidding.pk), {"typed": plain, "round": 1, "sure": 1})
    assert bids.bidder(bidding, UPPER).bids == [f"{125_000_000:016d}"]


def test_only_two_sides_bid_and_only_on_what_is_said():
    made = bids.offered()[0]
    with pytest.raises(Refused):
        acts.offer_bidding(made.case, actor=made.as_party(UPPER), terms=bids.terms(made))
    Bidding.objects.system().all().delete()
    for wrong in ({"what": {"kk": " "}}, {"pays": None}, {"pays": made.case.pk}, {"currency": "XXX"}, {"rounds": 4}):
        with pytest.raises(Refused):
            acts.offer_bidding(made.case, actor=made.as_mediator, terms=bids.terms(made, **wrong))
    type(made.sides[1]).objects.system().filter(pk=made.sides[1].pk).update(state="left")
    with pytest.raises(Refused):
        acts.offer_bidding(made.case, actor=made.as_mediator, terms=bids.terms(made))
    assert not Bidding.objects.system().exists()


# --- what nobody learns ------------------------------------------------------------------------------------


def read_by(client, made, bidding):
    """Return everything that a person can open of a bidding and of its case, without what is drawn by chance."""
    places = [at("bidding", made.case.pk), at("bid", bidding.pk), at("bidding_end", bidding.pk)]
    places += [at("page", made.case.pk), reverse("desk:case", args=[made.case.pk])]
    found = {}
    for place in places:
        answer = client.get(place)
        found[place] = (answer.status_code, answer.get("Location", ""), CHANCE.sub("", answer.content.decode()))
    return found


def test_no_page_of_the_other_side_depends_on_a_bid():
    made, bidding = bids.bidding_now()
    client = party(made, LOWER)
    worlds = [
        in_another_world(act, partial(read_by, client, made, bidding))
        for act in (
            lambda: None,
            lambda: bids.seals(made, bidding, UPPER, 1),
            lambda: bids.seals(made, bidding, UPPER, 1_250_000),
        )
    ]
    assert worlds[0][at("bidding", made.case.pk)][0] == worlds[0][at("bid", bidding.pk)][0] == 200
    assert worlds[0] == worlds[1] == worlds[2]
    bids.seals(made, bidding, UPPER, 1)
    assert not any(one.sealed for one in queries.bidding_page(made.as_party(LOWER), made.case.pk).standing)


def test_the_mediator_sees_that_a_sum_is_sealed_and_not_which():
    made, bidding = bids.bidding_now()
    client = as_staff(made.mediator)
    worlds = [
        in_another_world(partial(bids.seals, made, bidding, UPPER, tenge), partial(read_by, client, made, bidding))
        for tenge in (1, 1_250_000)
    ]
    assert worlds[0] == worlds[1]
    assert worlds[0][at("bidding", made.case.pk)][0] == 200 and worlds[0][at("bid", bidding.pk)][0] == 404


@pytest.mark.parametrize("rounds", [1, 2])
def test_after_no_deal_nothing_depends_on_the_sums(rounds):
    """After a round, and after the last one: for the other side and for the mediator."""
    made, bidding = bids.bidding_now(rounds=rounds)
    clients = {"lower": party(made, LOWER), "mediator": as_staff(made.mediator)}

    def no_deal(tenge):
        bids.seals(made, bidding, UPPER, tenge)
        bids.seals(made, bidding, LOWER, 2_000_000)

    for who, client in clients.items():
        worlds = [
            in_another_world(partial(no_deal, tenge), partial(read_by, client, made, bidding))
            for tenge in (1, 1_250_000, 1_999_999.99)
        ]
        assert worlds[0] == worlds[1] == worlds[2], who
        assert worlds[0][at("bidding", made.case.pk)][0] == 200


def test_nothing_depends_on_who_ended_it():
    made, bidding = bids.bidding_now()
    actors = (made.as_mediator, made.as_party(UPPER), made.as_party(LOWER))
    for client in (party(made, LOWER), as_staff(made.mediator)):
        worlds = [
            in_another_world(
                partial(acts.end_bidding, bidding.pk, actor=actor), partial(read_by, client, made, bidding)
            )
            for actor in actors
        ]
        assert worlds[0] == worlds[1] == worlds[2]
    bids.seals(made, bidding, UPPER, 5)
    acts.end_bidding(bidding.pk, actor=made.as_mediator)
    event = Event.objects.system().get(kind="BiddingEnded")
    assert event.pseudonym is None and event.role == SYSTEM.role
    assert set(Bidder.objects.system().values_list("bids", flat=True)) == {None}


def test_no_event_carries_a_sum_and_a_sealed_one_is_told_to_its_side_alone():
    made, bidding = bids.bidding_now()
    bids.seals(made, bidding, UPPER, 777_777)
    bids.seals(made, bidding, LOWER, 777_777)
    rows = list(Event.objects.system().filter(payload__bidding=str(bidding.pk)))
    assert not [one for one in rows if "7777" in str(one.payload).replace(str(one.payload["case"]), "")]
    sealed = [one for one in rows if one.kind == "BidSealed"]
    assert {one.audience for one in sealed} == {side.pk for side in made.sides}
    for one in rows:
        if one.kind in ("BiddingOpened", "SumAgreed"):
            assert one.pseudonym is None and one.role == SYSTEM.role


def test_both_sides_are_told_at_once_and_never_because_of_one():
    made, bidding = bids.offered(rounds=1)

    def told():
        return sorted(Delivery.objects.system().filter(notice=PACKAGE_NEWS).values_list("person", flat=True))

    both = sorted(person.pk for person in made.parties)
    assert told() == both
    acts.agree_to_bidding(bids.bidder(bidding, UPPER), actor=made.as_party(UPPER))
    assert told() == both
    acts.agree_to_bidding(bids.bidder(bidding, LOWER), actor=made.as_party(LOWER))
    assert told() == sorted(2 * both)
    bids.seals(made, bidding, UPPER, 10)
    assert told() == sorted(2 * both), "a sum that one side sealed is told to nobody"
    bids.seals(made, bidding, LOWER, 20)
    assert told() == sorted(3 * both)


def test_no_bid_lies_open_in_the_database_nor_says_by_its_length_how_large_it_is():
    made, bidding = bids.bidding_now()
    lengths = set()
    for tenge in (1, 9_999_999_999_999):
        with transaction.atomic():
            bids.seals(made, bidding, UPPER, tenge)
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(Bidder._meta.db_table)
                cursor.execute(f"SELECT bids FROM {table} WHERE sealed = 1")
                (kept,) = cursor.fetchone()
            assert b"0000" not in bytes(kept)
            lengths.add(len(bytes(kept)))
            transaction.set_rollback(True)
    assert len(lengths) == 1


def test_a_side_finds_its_own_sum_and_nobody_another_ones():
    made, bidding = bids.bidding_now()
    bids.seals(made, bidding, UPPER, 123_456)
    shown = "123\u00a0456"
    assert shown in party(made, UPPER).get(at("bidding", made.case.pk)).content.decode()
    for client in (party(made, LOWER), as_staff(made.mediator)):
        assert shown not in client.get(at("bidding", made.case.pk)).content.decode()
    with pytest.raises(NotFound):
        queries.own_bidder(made.as_mediator, bidding.pk)
    with pytest.raises(NotFound):
        queries.own_bids(made.as_party(LOWER), bids.bidder(bidding, UPPER))
    with pytest.raises(NotFound):
        acts.seal_bid(bids.bidder(bidding, UPPER), actor=made.as_party(LOWER), round=1, units=1)
    for client in (as_staff(made.coordinator), as_staff(made.interpreter)):
        for place in (at("bidding", made.case.pk), at("bid", bidding.pk), at("bidding_end", bidding.pk)):
            assert client.get(place).status_code in (403, 404)


def test_held_apart_a_side_finds_no_bidding():
    made, bidding = bids.bidding_now()
    Case.objects.system().filter(pk=made.case.pk).update(mode="shuttle")
    for place in (at("bidding", made.case.pk), at("bid", bidding.pk), at("bidding_end", bidding.pk)):
        assert party(made, UPPER).get(place).status_code == 404


def test_a_consent_taken_back_ends_it_and_deletes_every_bid():
    from bitim.cases.actions import consenting

    made, bidding = bids.bidding_now()
    bids.seals(made, bidding, UPPER, 10)
    consenting.withdraw_consent(made.sides[1], actor=made.as_party(LOWER))
    assert bids.fresh(bidding).state == Bidding.ENDED
    assert set(Bidder.objects.system().values_list("bids", flat=True)) == {None}


# --- what is no sum ------------------------------------------------------------------------------------------

NO_SUMS = {
    "": "Type a sum first.",
    "   ": "Type a sum first.",
    "көп": "Write the sum in digits",
    "два миллиона": "Write the sum in digits",
    "12 млн": "Write the sum in digits",
    "100-200": "Write the sum in digits",
    "-5": "less than nothing",
    "− 1 000": "less than nothing",
    "0": "more than nothing",
    "0,00": "more than nothing",
    "1" + "0" * 20: "larger than can be entered",
    "10 000 000 000 001": "larger than can be entered",
    "1,250": "1250 or 1,25",
    "12.500 тг": "12500 or 12,50",
    "12 50": "Write the sum without blanks",
    "1250,555": "two digits",
    "0,125": "two digits",
}


@pytest.mark.parametrize("typed", NO_SUMS)
def test_what_is_no_sum_is_asked_back_and_nothing_typed_is_lost(typed):
    with override("en"), pytest.raises(Refused) as no:
        read_sum(typed)
    with override("en"):
        assert NO_SUMS[typed] in str(no.value.reason)
    made, bidding = bids.bidding_now()
    client = party(made, UPPER)
    page = client.post(at("bid", bidding.pk), {"typed": typed, "round": 1})
    assert page.status_code == 409 and not bids.bidder(bidding, UPPER).bids
    assert f'value="{typed}"' in page.content.decode()
    assert NO_SUMS[typed] not in page.content.decode(), "said in the reader's language"


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("1 250 000", 125_000_000),
        ("1,250,000.50 тг", 125_000_050),
        ("1 250 000,5 ₸", 125_000_050),
        ("1250000", 125_000_000),
        ("10 000 000 000 000", LARGEST),
        ("0,01", 1),
    ],
)
def test_sums_are_read_as_people_write_them(typed, units):
    assert read_sum(typed) == units


@given(st.text(st.sampled_from("0123456789 .,-−'тг₸$x\u00a0"), max_size=24))
def test_whatever_is_typed_is_a_sum_or_is_asked_back_in_words(typed):
    try:
        assert 0 < read_sum(typed) <= LARGEST
    except Refused as no:
        assert str(no.reason)


@given(st.integers(1, LARGEST))
def test_a_sum_that_is_shown_can_be_typed_again(units):
    for language in ("kk", "en"):
        assert read_sum(grouped(units, language)) == units
