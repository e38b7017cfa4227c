"""Division of things: from the mediator's lines to clauses, each side by its own list."""

import json

import pytest
from django.utils.translation import override

from bitim.compromise import queries
from bitim.compromise.actions import dividing, improving, listing, offering, writing
from bitim.compromise.asking import next_pair
from bitim.compromise.facts import seed_of, things_of
from bitim.compromise.models import Part, Reply, Round, Search
from bitim.compromise.tests import goods_scene as goods
from bitim.compromise.tests import scene
from bitim.compromise.tests.goods_scene import BELLOWS, CART, HORSE, LOWER, THINGS, TRACTOR, UPPER, WELL
from bitim.engines.compromise.goods import NONE, UP_TO_ONE, envies
from bitim.engines.compromise.record import read, read_opened, replayed
from bitim.kernel.access import Refused
from bitim.settlements.models import Clause, Issue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def proposing(django_capture_on_commit_callbacks):
    def put(*lists, things=None):
        whole = [one if isinstance(one, tuple) else (one, {}) for one in lists]
        return goods.proposing(django_capture_on_commit_callbacks, *whole, things=things)

    return put


def seen_by(made, position):
    return queries.search_page(made.as_party(position), made.case.pk)


def test_things_are_divided_and_become_clauses(proposing):
    made, search, round = proposing(UPPER, LOWER)
    assert (search.kind, search.state, round.state) == (Search.GOODS, Search.PROPOSING, Round.OPEN)
    assert all(one["certified"] for one in round.packages)
    for one in round.packages:
        assert (one["options"][TRACTOR], one["options"][WELL]) == (0, 1), "each gets what it wants most"
    round = goods.all_accept(made, round)
    assert round.state == Round.ACCEPTED and not Reply.objects.system().exists()
    document = writing.write_clauses(search.pk, actor=made.as_mediator)
    writing.write_clauses(search.pk, actor=made.as_mediator)
    clauses = list(Clause.objects.system().filter(document=document).select_related("document").order_by("position"))
    owners = round.packages[0]["options"]
    for number, (clause, name) in enumerate(zip(clauses, ("Жоғарғы ауыл", "Нижний аул"), strict=True)):
        for code in ("kk", "ru"):
            lines = THINGS[code].split("\n")
            mine = "; ".join(line for line, owner in zip(lines, owners, strict=True) if owner == number)
            assert clause.texts[code] == f"{name}: {mine}"
        assert clause.issue_id is None and not Issue.objects.system().exists()


def test_three_sides_each_get_what_they_want_most(proposing):
    third = [HORSE, CART, TRACTOR, BELLOWS, WELL]
    made, search, round = proposing(UPPER, LOWER, third)
    for one in round.packages:
        assert [one["options"][at] for at in (TRACTOR, WELL, HORSE)] == [0, 1, 2]
    shares = seen_by(made, 3).round.packages[0].shares
    assert [one.side.mark for one in shares] == [3, 1, 2], "the reader's own side first"
    assert sum(len(one.things) for one in shares) == 5
    round = goods.all_accept(made, round)
    assert (round.state, scene.fresh(search).state) == (Round.ACCEPTED, Search.FOUND)
    assert writing.write_clauses(search.pk, actor=made.as_mediator)
    assert Clause.objects.system().count() == 3


def test_who_wants_the_same_gets_as_good_a_part(proposing):
    """Equal wishes: nobody is first because of an order, and what is missing to equality is one thing at most."""
    made, _search, round = proposing(UPPER, UPPER)
    assert all(one["certified"] for one in round.packages)
    for position in (1, 2):
        for package in seen_by(made, position).round.packages:
            assert package.shares[1].how in (NONE, UP_TO_ONE)


def test_all_alike_is_a_list_too(proposing):
    _made, _search, round = proposing((UPPER, {"same": True}), (UPPER, {"same": True}))
    for one in round.packages:
        assert one["certified"] and sum(one["options"]) in (2, 3)


def test_a_thing_that_nobody_wants_makes_it_impossible_and_is_not_named(proposing):
    made, search, round = proposing((UPPER, {"never": [CART]}), (LOWER, {"never": [CART, HORSE]}))
    assert (round.state, round.packages, round.record) == (Round.NONE, [], "")
    from bitim.compromise.tests.test_firewall import at, party

    page = party(made, 1).get(at("page", made.case.pk)).content.decode()
    assert not [word for text in THINGS.values() for word in text.split("\n") if word in page]
    for position in (1, 2):
        listing.ask_unlock(scene.part_of(search, position), actor=made.as_party(position), yes=True)
    assert scene.fresh(search).state == Search.LISTING


def test_what_two_sides_must_have_cannot_be_divided(proposing):
    _made, _search, round = proposing((UPPER, {"must": [WELL]}), (LOWER, {"must": [WELL]}))
    assert round.state == Round.NONE


def test_marks_bind(proposing):
    _made, _search, round = proposing((UPPER, {"must": [WELL], "never": [TRACTOR]}), LOWER)
    for one in round.packages:
        assert (one["options"][WELL], one["options"][TRACTOR]) == (0, 1)


def table(made, position):
    """Return a side's values of the things, out of its own file."""
    search = Search.objects.system().get(case=made.case)
    party, _salt = read_opened(queries.table_of_own(made.as_party(position), scene.part_of(search, position)))
    return [row[position - 1] for row in party.points]


@pytest.mark.parametrize(
    "lists",
    [
        (UPPER, LOWER),
        (UPPER, UPPER),
        ((UPPER, {"must": [WELL], "never": [TRACTOR]}), LOWER),
        ((UPPER, {"must": [TRACTOR, HORSE, BELLOWS]}), (UPPER, {})),
        (UPPER, UPPER, LOWER),
    ],
)
def test_what_is_said_of_others_is_true_by_the_own_table_alone(proposing, lists):
    made, _search, round = proposing(*lists)
    count = len(lists)
    for position in range(1, count + 1):
        own = table(made, position)
        values = [own if side == position - 1 else [0] * len(own) for side in range(count)]
        for package in seen_by(made, position).round.packages:
            truth = envies(values, round.packages[package.number]["options"])
            for share in package.shares[1:]:
                wanted = truth[position - 1, share.side.mark - 1]
                assert share.how == (wanted if wanted in (NONE, UP_TO_ONE) else "")
            assert package.shares[0].side.mine and not package.shares[0].how
    assert all(not one.how for one in _of_the_mediator(made, round))


def _of_the_mediator(made, round):
    goods.all_accept(made, round)
    return queries.search_page(made.as_mediator, made.case.pk).round.accepted.shares


def test_somebody_who_envies_is_told_nothing_untrue(proposing):
    """The upper side must have three of five things; what the lower one would rather have is not called as good."""
    made, _search, _round = proposing((UPPER, {"must": [TRACTOR, HORSE, BELLOWS]}), UPPER)
    assert [one.how for one in seen_by(made, 2).round.packages[0].shares] == ["", ""]


def test_a_thing_not_wanted_is_worth_nothing_and_every_other_something(proposing):
    many = {"ru": "\n".join(f"вещь {n}" for n in range(30))}
    made, _search, round = proposing((list(range(30)), {"never": [0]}), list(range(30)), things=many)
    own = table(made, 1)
    assert own[0] == 0 and min(own[1:]) >= 1 and own[1] == max(own)
    assert round.packages and min(table(made, 2)) >= 1


def test_an_auditor_can_do_everything_again(proposing):
    made, search, round = proposing(UPPER, LOWER, ([HORSE, CART, TRACTOR, BELLOWS, WELL], {"never": [WELL]}))
    round = goods.all_accept(made, round)
    record = read(queries.record_of(made.as_party(1), round.pk))
    files = [queries.table_of_own(made.as_party(n), scene.part_of(search, n)) for n in (1, 2, 3)]
    opened = [read_opened(one) for one in files]
    problem = record.problem([party for party, _salt in opened])
    assert replayed(record, problem, [salt for _party, salt in opened]) == ()
    marks = {one.commitment for one in Part.objects.system().filter(search=search)}
    assert set(record.commitments.values()) == marks
    owners = round.packages[0]["options"]
    assert record.accepted == {
        one["id"]: f"side {owner + 1}" for one, owner in zip(search.model["issues"], owners, strict=True)
    }
    changed = json.loads(files[0])
    changed["table"]["points"][TRACTOR][0] += 1
    party, salt = read_opened(json.dumps(changed))
    again = record.problem([party, *(one for one, _salt in opened[1:])])
    assert replayed(record, again, [salt, *(one for _party, one in opened[1:])])


def test_checks_show_what_the_marks_allow_and_never_more_against_less():
    made, search = goods.listing_now()
    goods.writes(made, search, 1, UPPER, must=[CART], never=[WELL])
    asked = set()
    for place in range(12):
        part = scene.part_of(search, 1)
        pair = next_pair(things_of(part), seed_of(part))
        if pair is None:
            break
        one, other = pair
        assert (one[CART], one[WELL], other[CART], other[WELL]) == (0, 1, 0, 1)
        gets = [{at for at, option in enumerate(package) if option == 0} for package in pair]
        assert gets[0] - gets[1] and gets[1] - gets[0]
        assert frozenset(pair) not in asked
        asked.add(frozenset(pair))
        listing.answer_check(part, actor=made.as_party(1), place=place, says="first")
    assert 3 <= len(asked) <= 12


def test_answers_to_checks_count():
    """Who would rather have two lesser things than the first gets less weight on the first."""
    made, search = goods.listing_now()
    goods.writes(made, search, 1, UPPER)
    from bitim.compromise.asking import points_of

    part = scene.part_of(search, 1)
    before = points_of(things_of(part), seed_of(part))[TRACTOR][0]
    first, rest = [0, 1, 1, 1, 1], [1, 0, 0, 1, 1]
    said = {**part.lists, "checks": [[first, rest, "second"]]}
    part.lists = said
    assert points_of(things_of(part), seed_of(part))[TRACTOR][0] < before


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"ru": ""}, "from 2 to 30"),
        ({"ru": "стол"}, "from 2 to 30"),
        ({"ru": "\n".join(f"стул {n}" for n in range(31))}, "from 2 to 30"),
        ({"ru": "стол\nстул", "kk": "үстел"}, "numbers of lines"),
        ({"ru": "Стул\nстул"}, "same name"),
        ({"ru": "стол\n" + "я" * 201}, "too long"),
        ({"ru": "стол\n\x00\x07"}, "from 2 to 30"),
    ],
)
def test_lines_that_do_not_fit_are_said_and_nothing_is_asked(typed, words):
    made = goods.stage.ready("drafting")
    with pytest.raises(Refused) as refused:
        dividing.offer_division(made.case, actor=made.as_mediator, things=typed)
    with override("en"):
        assert words in str(refused.value.reason)
    assert not Search.objects.system().exists()


def test_empty_lines_and_carriage_returns_are_no_things():
    _made, search = goods.offered(things={"ru": "\r\n стол \r\n\r\nстул\r\n", "kk": "үстел\nорындық"})
    titles = [one["title"] for one in search.model["issues"]]
    assert titles == [{"kk": "үстел", "ru": "стол"}, {"kk": "орындық", "ru": "стул"}]


def test_a_list_that_contradicts_itself_changes_nothing():
    made, search = goods.listing_now()
    for wrong in ({"must": [CART], "never": [CART]}, {"never": [9]}):
        with pytest.raises(Refused):
            goods.writes(made, search, 1, UPPER, **wrong)
    for order in ([0, 0, 1, 2, 3], [0, 1, 2], [0, 1, 2, 3, 9]):
        with pytest.raises(Refused):
            goods.writes(made, search, 1, order)
    with pytest.raises(Refused):
        listing.write_list(scene.part_of(search, 1), actor=made.as_party(1), at=1, said={"order": UPPER})
    with pytest.raises(Refused):
        scene.shut(scene.part_of(search, 1), made.as_party(1))
    assert scene.part_of(search, 1).lists == {}
    goods.writes(made, search, 1, UPPER, never=UPPER)
    with pytest.raises(Refused):
        scene.shut(scene.part_of(search, 1), made.as_party(1))


def test_a_thing_is_taken_out_and_the_last_two_stay_or_none():
    made, search = goods.offered(things={"ru": "стол\nстул\nшкаф"})
    offering.agree_to_search(
        scene.part_of(search, 1), actor=made.as_party(1), seen=offering.state_of(scene.fresh(search))
    )
    offering.keep_out(search.pk, actor=made.as_party(2), issue=search.model["issues"][0]["id"])
    assert scene.part_of(search, 1).agreed is None
    left = scene.fresh(search)
    assert [one["title"]["ru"] for one in left.model["issues"]] == ["стул", "шкаф"]
    with pytest.raises(Refused):
        offering.set_apart(
            left.pk, actor=made.as_mediator, seen=offering.state_of(left), first=(0, 0), second=(1, 1), yes=True
        )
    offering.keep_out(search.pk, actor=made.as_party(2), issue=left.model["issues"][0]["id"])
    assert scene.fresh(search).state == Search.ENDED


def test_no_deal_is_noted_of_things(proposing):
    made, search, round = proposing(UPPER, LOWER)
    goods.all_accept(made, round)
    with pytest.raises(Refused):
        improving.note_deal(search.pk, actor=made.as_mediator, options=[0] * 5)
    assert not queries.search_page(made.as_mediator, made.case.pk).may_note_deal


def test_the_case_says_what_a_division_asks_of_a_side():
    made, search = goods.offered()

    def asks(position):
        return queries.package_for_side(made.as_party(position), made.case)

    assert asks(1) == "goods-agree"
    for position in (1, 2):
        seen = offering.state_of(scene.fresh(search))
        offering.agree_to_search(scene.part_of(search, position), actor=made.as_party(position), seen=seen)
    assert asks(1) == asks(2) == "goods-write"
    goods.closes(made, search, 1, UPPER)
    assert (asks(1), asks(2)) == ("wait", "goods-write")
