"""The pages of a ballot: the mediator's, the sides', and that of whoever holds a paper. All of them by plain forms."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bitim.cases.tests.browsers import as_party, as_staff
from bitim.dialogue.models_ratifying import BallotPaper, Ratification
from bitim.dialogue.tests import ballots
from bitim.dialogue.tests.ballots import LOWER, UPPER, asked, casts, counted, opened, part, tally
from bitim.dialogue.views import balloting
from bitim.kernel import clock, ids
from bitim.settlements.tests.stage import CLAUSE, settled_ready

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"dialogue:{name}", args=args)


def words(answer):
    return answer.content.decode()


def sure_in(answer):
    return re.search(r'name="sure" value="(\w+)"', words(answer))[1]


def visitor():
    client = Client()
    client.cookies["bitim-language"] = "en"
    return client


def test_a_mediator_asks_and_a_side_agrees_by_plain_forms():
    made, _document, clause = settled_ready()
    mediator = as_staff(made.mediator)
    of_case = page("ratifying", made.case.pk)
    assert CLAUSE["kk"][:20] in words(mediator.get(of_case)) or CLAUSE["ru"][:20] in words(mediator.get(of_case))
    typed = {
        "clause": str(clause.pk),
        f"papers-{made.sides[0].pk}": "40",
        f"papers-{made.sides[1].pk}": "",
        "rule": "two_thirds",
        "turnout": "50",
        "closes": timezone.localtime(clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
    }
    assert mediator.post(of_case, typed).status_code == 303
    ballot = Ratification.objects.system().get()
    assert (ballot.rule, ballot.turnout) == ("two_thirds", 50)
    for position in (UPPER, LOWER):
        party = as_party(made.parties[position - 1], made.case.pk)
        assert page("ratify_agree", ballot.pk) in words(party.get(of_case))
        assert party.post(page("ratify_agree", ballot.pk)).status_code == 303
    assert mediator.post(page("ratify_open", ballot.pk)).status_code == 303
    sheet = words(mediator.post(page("ratify_papers", part(ballot, UPPER).pk)))
    assert sheet.count('class="digits code"') == 40
    assert page("ballot", ballot.slug) in sheet
    assert mediator.get(page("ratify_count", ballot.pk)).status_code == 200
    assert counted(ballot).state == Ratification.OVER


def test_what_was_typed_is_not_lost_by_a_mistake():
    made, _document, clause = settled_ready()
    typed = {"clause": str(clause.pk), f"papers-{made.sides[0].pk}": "3", "rule": "half", "closes": "soon"}
    answer = as_staff(made.mediator).post(page("ratifying", made.case.pk), typed)
    assert answer.status_code == 409 and 'value="3"' in words(answer)
    assert not Ratification.objects.system().exists()


def test_a_paper_is_used_in_three_steps_and_leaves_nothing_on_the_device():
    made, _clause, ballot = opened()
    code = ballots.codes(made, ballot, UPPER)[0]
    at, client = page("ballot", ballot.slug), visitor()
    first = client.get(at)
    assert CLAUSE["kk"] not in words(first) and "Жоғарғы" not in words(first)  # the address alone tells nothing
    assert CLAUSE["ru"] in words(client.post(at, {"code": code})) or CLAUSE["kk"] in words(
        client.post(at, {"code": code})
    )
    look = client.post(at, {"code": code, "do": "look", "vote": "no", "view": "Call me: +7 701 123 45 67"})
    assert look.status_code == 422 and "telephone number" in words(look)
    assert tally(ballot, UPPER) == (0, 0, 0)
    sure = sure_in(look)
    sent = {"code": code, "do": "cast", "vote": "no", "view": "Call me: +7 701 123 45 67", "sure": sure}
    changed = client.post(at, sent | {"vote": "yes"})  # what was not looked at is not sent
    assert changed.status_code == 422 and tally(ballot, UPPER) == (0, 0, 0)
    assert "Your vote is counted" in words(client.post(at, sent))
    assert tally(ballot, UPPER) == (0, 1, 0)
    again = words(client.post(at, sent))  # the line broke, and the person pressed once more
    assert "it was yours" in again and "tell the mediator" not in again
    assert "used already" in words(client.post(at, {"code": code}))
    assert tally(ballot, UPPER) == (0, 1, 0)
    assert set(client.cookies) <= {"csrftoken", "bitim-language", "bitim-form"}  # what every page of the house sets


@pytest.mark.parametrize("step", ["code", "paper", "sure", "counted"])
def test_no_page_of_a_paper_is_kept_by_a_browser(step):
    made, _clause, ballot = opened()
    code = ballots.codes(made, ballot, UPPER)[0]
    at, client = page("ballot", ballot.slug), visitor()
    sent = {"code": {}, "paper": {"code": code}, "sure": {"code": code, "do": "look", "vote": "yes"}}
    if step == "counted":
        sure = sure_in(client.post(at, sent["sure"]))
        answer = client.post(at, sent["sure"] | {"do": "cast", "sure": sure, "view": ""})
    else:
        answer = client.post(at, sent[step]) if sent[step] else client.get(at)
    said = {"code": "The code on your paper", "paper": "I abstain", "sure": "Give my vote", "counted": "is counted"}
    assert said[step] in words(answer) and answer["Cache-Control"] == "no-store"


def test_a_wrong_code_says_the_same_whatever_is_wrong():
    _made, _clause, ballot = opened()
    at, client = page("ballot", ballot.slug), visitor()
    answers = [words(client.post(at, {"code": one})) for one in ("1", "123456789012", "")]
    said = {re.search(r'role="alert".*?</div>', answer, re.DOTALL)[0] for answer in answers}
    assert len(said) == 1 and "opens nothing" in said.pop()
    assert not BallotPaper.objects.system().filter(used=True).exists()


def test_a_ballot_that_is_not_open_has_no_address():
    _made, _clause, ballot = asked()
    assert visitor().get(page("ballot", ballot.slug)).status_code == 404
    assert visitor().get(page("ballot", "nowhere")).status_code == 404


def test_a_paper_opens_the_result_afterwards():
    made, _clause, ballot = opened()
    left = ballots.votes(made, ballot, UPPER, yes=20, no=8)
    used = ballots.votes(made, ballot, LOWER, yes=5)
    counted(ballot)
    at, client = page("ballot", ballot.slug), visitor()
    of_upper = words(client.post(at, {"code": left[0]}))
    assert "passed inside every group" in of_upper and "For: 20" in of_upper and "not used" in of_upper
    of_lower = words(client.post(at, {"code": used[0]}))
    assert "For: 20" not in of_lower  # the other group's count is for those at the table


def test_a_side_reads_the_result_and_no_code():
    made, _clause, ballot = opened()
    codes = ballots.codes(made, ballot, UPPER)
    for code in codes[:6]:
        casts(code, "yes")
    party = as_party(made.parties[0], made.case.pk)
    seen = words(party.get(page("ratifying", made.case.pk)))
    assert codes[7] not in seen and ballot.slug not in seen
    assert party.get(page("ratify_papers", part(ballot, UPPER).pk)).status_code == 404
    assert party.post(page("ratify_papers", part(ballot, UPPER).pk)).status_code == 404


def test_a_stranger_finds_no_page_of_the_case():
    made, _clause, ballot = opened()
    other = as_staff(made.coordinator)
    for name, of in (("ratifying", made.case.pk), ("ratify_end", ballot.pk), ("ratify_papers", part(ballot, UPPER).pk)):
        assert other.get(page(name, of)).status_code == 404
        assert visitor().get(page(name, of)).status_code in (302, 404)


def test_a_guesser_keeps_nobody_with_a_paper_out(monkeypatch):
    monkeypatch.setattr(balloting, "WRONG_TRIES", (3, 3600.0))
    made, _clause, ballot = opened()
    code, at, client = ballots.codes(made, ballot, UPPER)[0], page("ballot", ballot.slug), visitor()
    wrong = [ids.new_code() for _at in range(5)]
    said = [words(client.post(at, {"code": one})) for one in wrong]
    assert "opens nothing" in said[0] and "Very many wrong codes" in said[-1]
    assert "I abstain" in words(client.post(at, {"code": code}))


def test_in_which_language_somebody_had_the_pages_is_not_told():
    made, _clause, ballot = opened()
    codes = ballots.codes(made, ballot, UPPER)
    casts(codes[0], "no", "Арық тар.")
    counted(ballot)
    seen = words(as_party(made.parties[0], made.case.pk).get(page("ratifying", made.case.pk)))
    assert re.search(r"<blockquote class=\"said\"><bdi class=\"said-words\" dir=\"auto\">Арық тар", seen)
