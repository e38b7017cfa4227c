"""The demo's world: told in a few seconds by real actions, a chain that holds, a door for everybody."""

from collections import Counter
from time import process_time

import pytest

from bitim.cases.facts import facts_of
from bitim.cases.models import Case, Request
from bitim.demo import world
from bitim.demo.doorways import Doorway
from bitim.engines.lifecycle import STAGES
from bitim.kernel import audit, clock, doors
from bitim.kernel.models import Door, Event

SECONDS = 15
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.db import transaction

    from bitim.kernel import keystore

    with django_db_blocker.unblock():
        keystore.use(keystore.KeyStore(tmp_path_factory.mktemp("keys") / "keys.sqlite3", bytes(32)))
        with transaction.atomic():
            before = process_time()  # what it costs, however busy the machine is with other things
            made = world.seed()
            yield made, process_time() - before
            transaction.set_rollback(True)
        keystore.use(None)


def test_it_is_told_in_a_few_seconds(seeded: tuple[list[Doorway], float]):
    assert seeded[1] < SECONDS


def test_the_clock_is_given_back(seeded):
    assert clock._source is None


def test_every_chain_is_whole_and_nothing_lies_in_the_future(seeded):
    walked = list(audit.walk())
    assert walked
    assert all(isinstance(one, audit.Walked) and one.report.ok for one in walked)
    assert not Event.objects.system().filter(at__gt=clock.now()).exists()


def test_there_is_a_case_at_every_stage(seeded):
    stages = set(Case.objects.system().values_list("stage", flat=True))
    states = set(Request.objects.system().values_list("state", flat=True))
    assert stages == set(STAGES) - {"request"}
    assert {"draft", "sent"} <= states


def test_every_party_comes_in_by_a_link_and_the_thing_printed_beside_it(seeded):
    parties = [one for one in seeded[0] if one.role == "party"]
    assert parties
    for one in parties:
        token = one.path.split("/")[1]
        assert len(one.second) == 4, one.words
        door = doors.find_link(token)
        assert door is not None, one.words
        assert doors._answers(door, one.second), one.words


def test_no_two_people_share_a_host_name(seeded):
    hosts = Counter((one.host, one.words.split(",")[0]) for one in seeded[0])
    people = Counter(host for host, _words in hosts)
    assert [host for host, number in people.items() if number > 1] == []


def test_every_line_can_be_read_by_a_machine(seeded):
    import re

    for one in seeded[0]:
        assert re.match(r"^(.*?)\s*(https?://\S+)", one.line(8000)), one.line(8000)


def test_two_neighbours_are_heard_without_a_device(seeded):
    case = next(one for one in Case.objects.system() if (one.title or {}).get("en") == "The line between two yards")
    facts = facts_of(case)
    assert all(side.joined and side.consented and side.screened and side.met and side.accepted for side in facts.sides)
    assert not Door.objects.system().filter(subject=case.pk, opened__isnull=False).exists()
