"""The write path: lock, authorise, act, record, once."""

import pytest

from bitim.cases.models import Case
from bitim.cases.permissions import P
from bitim.demo import cast
from bitim.kernel import access
from bitim.kernel.access import NotFound, Refused, predicate
from bitim.kernel.action import action
from bitim.kernel.models import Event, RefusalLine
from bitim.kernel.record import Happening, record
from bitim.kernel.scoped import Unscoped


@pytest.fixture
def rules(monkeypatch):
    yes = predicate("yes")(lambda actor, thing: True)
    mediator = predicate("Only the mediator.")(lambda actor, thing: actor.role == "mediator")
    party = predicate("Only parties.")(lambda actor, thing: actor.role in ("party", "mediator"))
    monkeypatch.setattr(access, "RULES", {P.RETITLE: [[yes, mediator]], P.SEE_CASE: [[party]]})


def retitled(case, *, actor, title):
    case.title = title
    case.save()
    record(Happening(chain=case.pk, audience=case.pk), actor=actor)
    return case


run = action(P.RETITLE, on=Case)(retitled)


@pytest.mark.django_db
def test_an_action_writes_once_per_key(rules):
    made = cast.two_sides()
    for _ in range(2):
        run(made.case.pk, actor=made.as_mediator, key="a", title={"en": "Water"})
    assert Event.objects.system().filter(kind="Happening").count() == 1
    assert Case.objects.system().get(pk=made.case.pk).title == {"en": "Water"}


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["a", "long " * 400])
def test_a_key_is_good_for_one_thing(rules, key):
    """A form that comes back with the key of another thing is done, not taken for a second press."""
    made, other = cast.two_sides(), cast.two_sides(slug="other", number="11112222")
    for case in (made.case, other.case, made.case):
        run(case.pk, actor=made.as_mediator, key=key, title={"en": "Water"})
    assert Event.objects.system().filter(kind="Happening").count() == 2
    assert Case.objects.system().get(pk=other.case.pk).title == {"en": "Water"}


@pytest.mark.django_db(transaction=True)
def test_a_refusal_tells_why_and_leaves_a_line(rules):
    made = cast.two_sides()
    with pytest.raises(Refused) as refused:
        run(made.case.pk, actor=made.as_party(1), title={"en": "Mine"})
    assert refused.value.reason == "Only the mediator."
    assert RefusalLine.objects.system().count() == 1


@pytest.mark.django_db
def test_who_may_not_read_is_told_nothing(rules):
    made = cast.two_sides()
    with pytest.raises(NotFound):
        run(made.case.pk, actor=made.as_coordinator, title={"en": "Mine"})


@pytest.mark.django_db
def test_unscoped_questions_raise():
    made = cast.two_sides()
    with pytest.raises(Unscoped):
        list(Case.objects.filter(pk=made.case.pk))
    with pytest.raises(Unscoped):
        made.case.sides.count()
    assert made.case.sides.system().count() == 2


@pytest.mark.django_db
def test_events_are_append_only():
    from django.db import DatabaseError, connection, transaction

    made = cast.two_sides()
    record(Happening(chain=made.case.pk, audience=made.case.pk), actor=made.as_mediator)
    for sql in ("UPDATE kernel_event SET role='x'", "DELETE FROM kernel_event"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.django_db
def test_sealed_words_are_ciphertext_and_cannot_be_moved():
    from django.db import connection

    from bitim.kernel.sealed import Tampered

    made = cast.two_sides()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_person")
        stored = [bytes(row[0]) for row in cursor.fetchall()]
        assert all("Айгерім".encode() not in cell for cell in stored)
        cursor.execute("UPDATE people_person SET name=(SELECT name FROM people_person LIMIT 1)")
    names = []
    for who in type(made.mediator).objects.system():
        try:
            names.append(who.name)
        except Tampered:
            names.append(None)
    assert names.count(None) >= 3
