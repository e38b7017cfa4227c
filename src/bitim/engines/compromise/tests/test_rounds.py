"""Rounds of packages: no path skips consent, and no side is told what another answered before everybody accepts."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bitim.engines.compromise import Unfit
from bitim.engines.compromise.rounds import ACCEPT, ANOTHER, REFUSE, SAYS, Round, Seen, Tables

AB, ABC = ("a", "b"), ("a", "b", "c")


def said(start, *answers):
    for one in answers:
        start = start.answer(*one)
    return start


def told(one, side):
    """Everything that may reach a side, as bytes."""
    return repr((one.seen_by(side), one.waits_for(side))).encode()


def test_a_package_that_all_accept_ends_the_round():
    half = said(Round(AB, 3), ("a", 0, ACCEPT))
    assert half.seen_by("b") == Round(AB, 3).seen_by("b") == Seen(1, (), None, False)
    assert (half.waits_for("a"), half.waits_for("b")) == (False, True)
    done = half.answer("b", 0, ACCEPT)
    assert (done.opened, done.accepted, done.over, done.ended) == (1, 0, False, True)
    assert not done.waits_for("a") and not done.seen_by("a").open
    for answer in (("a", 0, REFUSE), ("a", 0, ACCEPT), ("b", 1, ACCEPT)):
        with pytest.raises(Unfit, match="has ended"):
            done.answer(*answer)


def test_an_earlier_package_can_still_be_accepted():
    one = said(Round(AB, 2), ("a", 0, ACCEPT), ("b", 0, ANOTHER))
    assert (one.opened, one.accepted) == (2, None)
    assert said(one, ("b", 0, ACCEPT)).seen_by("a") == Seen(2, ((0, ACCEPT),), 0, False)
    both = said(one, ("a", 1, ACCEPT), ("a", 0, REFUSE), ("b", 0, ACCEPT))
    assert both.accepted is None
    assert said(both, ("b", 1, ACCEPT)).accepted == 1


def test_a_round_is_over_when_the_last_package_is_answered():
    one = said(Round(ABC, 1), ("a", 0, ACCEPT), ("b", 0, REFUSE), ("b", 0, ANOTHER))
    assert not one.over and one.seen_by("b").own == ((0, ANOTHER),)
    over = one.answer("c", 0, ACCEPT)
    assert (over.over, over.accepted, over.opened) == (True, None, 1)
    with pytest.raises(Unfit, match="has ended"):
        over.answer("b", 0, ACCEPT)


def test_a_press_sent_twice_changes_nothing():
    one = said(Round(AB, 2), ("a", 0, REFUSE))
    assert one.answer("a", 0, REFUSE) is one


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Round(("a",), 1), "1 sides: there have to be 2 to 10"),
        (lambda: Round(tuple("abcdefghijk"), 1), "11 sides"),
        (lambda: Round(("a", "b", "a"), 1), "named twice"),
        (lambda: Round(AB, 0), "one to 3 packages"),
        (lambda: Round(AB, 4), "one to 3 packages"),
        (lambda: Round(AB, 2).answer("c", 0, ACCEPT), "“c” is no side"),
        (lambda: Round(AB, 2).answer("a", 0, "maybe"), "“maybe” is no answer"),
        (lambda: Round(AB, 2).answer("a", 1, ACCEPT), "not open yet"),
        (lambda: Round(AB, 2).answer("a", -1, ACCEPT), "not open yet"),
        (lambda: Round(AB, 2).answer("a", True, ACCEPT), "not open yet"),
        (lambda: Round(AB, 2).seen_by("c"), "no side"),
        (lambda: Round(AB, 2, (("a", 1, ACCEPT),)), "not open yet"),
        (lambda: Round(AB, 1, (("a", 0, ACCEPT), ("b", 0, REFUSE), ("b", 0, ACCEPT))), "has ended"),
    ],
)
def test_what_cannot_be_is_a_sentence(make, words):
    with pytest.raises(Unfit, match=words):
        make()


# What a side is told.

sides_of = st.integers(2, 5).map(lambda count: tuple("abcdefghij"[:count]))


@st.composite
def histories(draw, sides=sides_of):
    """A round after some possible answers, each side's own choice."""
    one = Round(draw(sides), draw(st.integers(1, 3)))
    for _ in range(draw(st.integers(0, 12))):
        if one.ended:
            break
        who, at = draw(st.sampled_from(one.sides)), draw(st.integers(0, one.opened - 1))
        one = one.answer(who, at, draw(st.sampled_from(SAYS)))
    return one


@settings(max_examples=300, deadline=None)
@given(histories(), st.data())
def test_what_others_answer_is_not_told_before_the_round_moves_on(one, data):
    """Two histories that differ only in what others say of the last open package: the same bytes for this side."""
    if one.ended:
        return
    me = data.draw(st.sampled_from(one.sides))
    last, two = one.opened - 1, one
    for _ in range(data.draw(st.integers(1, 6))):
        other = data.draw(st.sampled_from([side for side in one.sides if side != me]))
        after = two.answer(other, last, data.draw(st.sampled_from(SAYS)))
        if after.opened == one.opened and not after.ended:
            two = after
    assert told(two, me) == told(one, me)


@settings(max_examples=300, deadline=None)
@given(histories(sides=st.sampled_from([ABC, tuple("abcd"), tuple("abcde")])), st.data())
def test_a_refusal_is_never_attributed(one, data):
    """Who of the others said what is not told: any exchange of the others' parts gives the same bytes."""
    me = data.draw(st.sampled_from(one.sides))
    others = [side for side in one.sides if side != me]
    parts = {me: me, **dict(zip(others, data.draw(st.permutations(others)), strict=True))}
    two = Round(one.sides, one.packages, tuple((parts[who], at, says) for who, at, says in one.answers))
    assert told(two, me) == told(one, me)


@pytest.mark.parametrize("count", [3, 4])
def test_whichever_others_refuse_and_however_the_same_is_told(count):
    """Everybody answers in turn; at least one other does not accept: nothing of who, how many or in what words."""
    sides = tuple("abcd"[:count])
    for own in SAYS:
        seen = set()
        for turn in permutations(sides[1:]):
            for answers in _all(len(turn)):
                if own == ACCEPT and set(answers) == {ACCEPT}:
                    continue
                one = Round(sides, 2).answer("a", 0, own)
                for who, says in zip(turn, answers, strict=True):
                    one = one.answer(who, 0, says)
                seen.add(told(one, "a"))
        assert len(seen) == 1


def _all(count):
    return [()] if not count else [(says, *rest) for says in SAYS for rest in _all(count - 1)]


def test_tables_unlock_when_every_side_asks():
    tables = Tables(AB).freeze("a")
    assert tables.release("a") == Tables(AB)
    assert not tables.may_change("a") and tables.may_change("b") and not tables.ready
    with pytest.raises(Unfit, match="only when every table is frozen"):
        tables.begin()
    tables = tables.freeze("b")
    with pytest.raises(Unfit, match="when every side asks for it"):
        tables.release("a")
    with pytest.raises(Unfit, match="No round was opened"):
        tables.ask("a")
    with pytest.raises(Unfit, match="No round is open"):
        tables.end(accepted=False)
    tables = tables.begin()
    with pytest.raises(Unfit, match="open already"):
        tables.begin()
    with pytest.raises(Unfit, match="A round is open"):
        tables.ask("a")
    over = tables.end(accepted=False)
    asked = over.ask("a").ask("a")
    assert asked.asks == {"a"} and not asked.may_change("a")
    assert asked.begin().asks == frozenset()
    assert asked.ask("b") == Tables(AB)
    done = tables.end(accepted=True)
    for act in (lambda: done.ask("a"), done.begin):
        with pytest.raises(Unfit, match="accepted by all"):
            act()


@pytest.mark.parametrize(
    "broken",
    [
        {"open": True, "used": True},
        {"frozen": {"a", "b"}, "open": True},
        {"frozen": {"a", "b"}, "used": True, "open": True, "done": True},
        {"frozen": {"a", "b"}, "asks": {"a"}},
        {"frozen": {"a", "b"}, "used": True, "open": True, "asks": {"a"}},
        {"frozen": {"x"}},
    ],
)
def test_tables_that_cannot_be_are_refused(broken):
    with pytest.raises(Unfit):
        Tables(AB, **{key: frozenset(one) if isinstance(one, set) else one for key, one in broken.items()})


class Search(RuleBasedStateMachine):
    """A whole search: tables written, frozen, packages shown and answered, unlocked, until one is accepted. Beside it
    the plainest account of what was said; after every step both agree and nobody was told too much."""

    @initialize(count=st.sampled_from([2, 2, 3, 4, 10]), packages=st.integers(1, 3))
    def start(self, count, packages):
        self.sides = tuple("abcdefghij"[:count])
        self.packages = packages
        self.tables = Tables(self.sides)
        self.written = dict.fromkeys(self.sides, 0)
        self.round = None
        self.bound = None  # the tables as they were when the round opened
        self.said = {}
        self.opened = 0

    def who(self, number):
        return self.sides[number % len(self.sides)]

    @rule(number=st.integers(0, 9))
    def write(self, number):
        side = self.who(number)
        if self.tables.may_change(side):
            self.written[side] += 1

    @rule(number=st.integers(0, 9))
    def freeze(self, number):
        self.tables = self.tables.freeze(self.who(number))

    @rule()
    def freeze_all(self):
        for side in self.sides:
            self.tables = self.tables.freeze(side)

    @rule(number=st.integers(0, 9))
    def release(self, number):
        if self.tables.ready:
            with pytest.raises(Unfit):
                self.tables.release(self.who(number))
        else:
            self.tables = self.tables.release(self.who(number))

    @rule()
    def open(self):
        if not self.tables.ready or self.tables.open or self.tables.done:
            with pytest.raises(Unfit):
                self.tables.begin()
            return
        self.tables = self.tables.begin()
        self.round = Round(self.sides, self.packages)
        self.bound = dict(self.written)
        self.said, self.opened = {}, 1

    @precondition(lambda self: self.round is not None)
    @rule(number=st.integers(0, 9), package=st.integers(0, 2), says=st.sampled_from((ACCEPT, *SAYS)))
    def answer(self, number, package, says):
        side, before = self.who(number), self.round
        if before.ended or package >= before.opened:
            with pytest.raises(Unfit):
                before.answer(side, package, says)
            return
        self.round = before.answer(side, package, says)
        self.said[side, package] = says
        self._moved(before, side)

    @precondition(lambda self: self.round is not None and not self.round.ended)
    @rule(says=st.sampled_from(SAYS), package=st.integers(0, 2))
    def everybody_says(self, says, package):
        for side in self.sides:
            if not self.round.ended:
                before = self.round
                self.round = before.answer(side, min(package, before.opened - 1), says)
                self.said[side, min(package, before.opened - 1)] = says
                self._moved(before, side)

    def _moved(self, before, side):
        after = self.round
        if after.opened == before.opened and not after.ended:  # nothing moved: nobody else is told a byte more
            assert all(told(after, one) == told(before, one) for one in self.sides if one != side)
        answered = all((one, before.opened - 1) in self.said for one in self.sides)
        self.opened += answered and after.accepted is None and self.opened < self.packages
        if after.ended:
            assert self.tables.open
            self.tables = self.tables.end(accepted=after.accepted is not None)

    @rule(number=st.integers(0, 9))
    def ask(self, number):
        if self.tables.open or self.tables.done or not self.tables.used:
            with pytest.raises(Unfit):
                self.tables.ask(self.who(number))
            return
        self.tables = self.tables.ask(self.who(number))
        if self.tables == Tables(self.sides):
            self.round, self.bound = None, None

    @invariant()
    def tables_stand_still_from_opening_until_all_have_asked(self):
        assert self.bound is None or self.written == self.bound
        if self.tables.open:
            assert not any(map(self.tables.may_change, self.sides))

    @invariant()
    def the_round_is_as_plainly_told(self):
        if self.round is None:
            return
        one = self.round
        agreed = [at for at in range(self.packages) if all(self.said.get((s, at)) == ACCEPT for s in self.sides)]
        assert agreed == ([] if one.accepted is None else [one.accepted])
        full = [all((s, at) in self.said for s in self.sides) for at in range(self.packages)]
        assert one.over == (all(full) and not agreed)
        assert one.opened == self.opened
        assert self.tables.open == (not one.ended)
        for side in self.sides:
            seen = one.seen_by(side)
            assert seen.own == tuple((at, self.said[side, at]) for at in range(3) if (side, at) in self.said)
            assert one.waits_for(side) == (seen.open and (side, seen.opened - 1) not in self.said)
            assert Round(one.sides, one.packages, one.answers).seen_by(side) == seen


TestSearch = Search.TestCase
TestSearch.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
