"""Ballot papers: made for printing, used once each."""

from django.utils.translation import gettext_lazy as _

from bitim.dialogue import words
from bitim.dialogue.actions.ratifying import VOTES, counted_one_more
from bitim.dialogue.events_ratifying import PapersMade
from bitim.dialogue.models_ratifying import BallotPaper, Ratifier
from bitim.dialogue.permissions_ratifying import R
from bitim.kernel import ids
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.sealed import blind_exact
from bitim.settlements.actions.places import table_of

LONGEST_VIEW, MOST_VIEWS = 280, 500


@action(R.MAKE_PAPERS, on=Ratifier)
def make_papers(ratifier: Ratifier, *, actor: Actor) -> list[str]:
    """Return the codes of a side's papers, this once: they are printed from this answer and kept nowhere in clear. Made
    anew (the printer failed, the sheet was lost), those of before open nothing; not once a paper was used."""
    if not ratifier.papers:
        raise Refused(_("The people of this side do not vote."))
    kept = BallotPaper.objects.system().filter(ratifier=ratifier)
    if kept.filter(used=True).exists():
        raise Refused(_("A paper of this side was used already. They cannot be made anew."))
    kept.delete()
    codes: set[str] = set()
    while len(codes) < ratifier.papers:
        fresh = {ids.new_code() for _ in range(ratifier.papers - len(codes))} - codes
        known = BallotPaper.objects.system().filter(digest__in=[digest_of(one) for one in fresh])
        taken = {bytes(one) for one in known.values_list("digest", flat=True)}
        codes |= {one for one in fresh if digest_of(one) not in taken}
    BallotPaper.objects.bulk_create(BallotPaper(ratifier=ratifier, digest=digest_of(one)) for one in sorted(codes))
    case = ratifier.ratification.case
    made = PapersMade(case.pk, table_of(case), case.pk, ratifier.ratification_id, ratifier.side_id, len(codes))
    record(made, actor=actor)
    return sorted(codes)


@action(R.CAST_BALLOT, on=BallotPaper)
def cast_ballot(paper: BallotPaper, *, actor: Actor, vote: str, view: str = "") -> None:
    """Vote with a paper, once and for good: what was voted stands nowhere by itself, so it cannot be changed. `view`:
    words that shall stand beside the result, if the voter wishes."""
    if vote not in VOTES:
        raise Refused(_("Choose one of the three answers."))
    if paper.used:
        raise Refused(USED)
    said = words.sentence(view)
    if len(said) > LONGEST_VIEW:
        raise Refused(_("These words are too long: at most 280 letters."))
    paper.used = True
    paper.save(update_fields=["used"])
    group = Ratifier.objects.system().select_related("ratification").get(pk=paper.ratifier_id)
    group.tally = counted_one_more(group, vote)
    if said:
        if len(group.views or []) >= MOST_VIEWS:
            raise Refused(
                _("Very many people have written something already. Vote without words; your vote counts as any.")
            )
        group.views = sorted([*(group.views or []), {"words": said, "out": ""}], key=lambda view: view["words"])
    group.save(update_fields=["tally", "views"])


WRONG = _("This code opens nothing. Look at the paper once more.")
USED = _("This paper was used already. If it was not you, tell the mediator.")


def digest_of(code: str) -> bytes:
    """Return under what a paper's code is kept."""
    return blind_exact("dialogue.ballot", code)
