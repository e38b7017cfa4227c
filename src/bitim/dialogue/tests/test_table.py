"""A sentence that everybody shares becomes a question of a case; nothing else passes between the two."""

import pytest

from bitim.dialogue.actions import moderating
from bitim.dialogue.actions.carrying import take_to_table
from bitim.dialogue.models import Conversation, Outcome, Statement
from bitim.dialogue.tests import scene
from bitim.dialogue.tests.scene import page, words
from bitim.kernel.access import NotFound, Refused
from bitim.settlements.models import Issue
from bitim.settlements.tests.stage import ready

pytestmark = pytest.mark.django_db


def both(**changes):
    """A case, and a dialogue of its centre in which two camps have answered."""
    case = ready("meetings")
    made = scene.opened(**changes)
    scene.two_camps(made)
    Conversation.objects.system().filter(pk=made.talk.pk).update(centre=case.centre)
    made.talk.refresh_from_db()
    return case, made, case.as_mediator


def common(made):
    return [one["number"] for one in Outcome.objects.system().select_related("conversation").get().told["common"]]


def test_a_shared_sentence_comes_to_the_table_in_all_its_languages():
    case, made, mediator = both()
    number = common(made)[0]
    issue = take_to_table(case.case, actor=mediator, talk=made.talk, number=number)
    assert issue.title == Statement.objects.system().select_related("conversation").get(number=number).words
    assert str(made.talk.pk) not in f"{vars(issue)}"


def test_what_is_not_shared_stays_where_it_is():
    case, made, mediator = both()
    apart = next(at for at in range(4, 13) if at not in common(made))
    hidden = Statement.objects.system().get(conversation=made.talk, number=common(made)[0])
    moderating.judge(hidden, actor=mediator, shown=False, reason="person")
    for number in (apart, hidden.number, 99, 0):
        with pytest.raises(Refused):
            take_to_table(case.case, actor=mediator, talk=made.talk, number=number)
    assert not Issue.objects.system().exists()


def test_nobody_but_the_case_s_own_people_takes_it_there():
    case, made, _mediator = both()
    number = common(made)[0]
    for actor in (made.as_mediator, made.as_coordinator):
        with pytest.raises((NotFound, Refused)):
            take_to_table(case.case, actor=actor, talk=made.talk, number=number)
    with pytest.raises(NotFound):
        take_to_table(case.case, actor=case.as_party(1), talk=made.talk, number=number)


def test_under_an_embargo_nothing_is_taken_before_the_end():
    case, made, mediator = both(embargo=True)
    with pytest.raises(NotFound):
        take_to_table(case.case, actor=mediator, talk=made.talk, number=common(made)[0])


def test_it_goes_by_the_page():
    case, made, _mediator = both()
    browser = made.browser(case.mediator)
    seen = words(browser.get(page("table", made.talk.pk)))
    assert str(case.case.pk) in seen
    sent = {"case": str(case.case.pk), "statement": str(common(made)[0])}
    assert browser.post(page("table", made.talk.pk), sent).status_code == 302
    assert browser.post(page("table", made.talk.pk), {"case": "x", "statement": "1"}).status_code == 409
    assert Issue.objects.system().count() == 1
    assert made.browser().get(page("table", made.talk.pk)).status_code == 404
