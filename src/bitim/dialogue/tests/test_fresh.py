"""Figures that come anew while somebody looks, and how much a few could have bent what came out."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from bitim.dialogue.actions import running
from bitim.dialogue.models import Outcome
from bitim.dialogue.tests.scene import opened, page, two_camps, words
from bitim.kernel import clock

pytestmark = pytest.mark.django_db
ASKED = {"x-bitim-part": "figures"}


def test_a_script_gets_the_figures_alone_and_is_told_when_something_is_new():
    made = opened()
    two_camps(made)
    client, at = Client(), page("results", made.talk.slug)
    first = words(client.get(at))
    address = re.search(r'data-fresh="([^"]+)"', first)[1].replace("&amp;", "&")
    same = words(client.get(address, headers=ASKED))
    assert "<main" not in same and "40" in same and at not in same
    Outcome.objects.system().filter(conversation=made.talk).update(at=clock.now() + timedelta(minutes=1))
    assert at in words(client.get(address, headers=ASKED))  # a link to what is new
    assert 'class="tiles"' in words(made.browser().get(page("desk", made.talk.pk), headers=ASKED))


def test_figures_come_only_while_it_is_open_and_to_whoever_may_read_them():
    made = opened(embargo=True)
    two_camps(made)
    assert Client().get(page("results", made.talk.slug), headers=ASKED).status_code == 404
    assert Client().get(page("desk", made.talk.pk), headers=ASKED).status_code == 302
    running.close_conversation(made.talk, actor=made.as_coordinator)
    assert "data-fresh" not in words(Client().get(page("results", made.talk.slug)))


def test_what_a_few_could_have_bent_is_told_with_what_all_share():
    made = opened()
    two_camps(made)
    bent = Outcome.objects.system().select_related("conversation").get(conversation=made.talk).told["bent"]
    assert bent["invented"] >= 1 and bent["busiest"] is None and (bent["same"] == 0 or bent["same"] >= 5)
    client = Client()
    client.cookies["bitim-language"] = "en"
    assert "had disagreed with everything" in words(client.get(page("results", made.talk.slug)))
