"""What is written to people's mailboxes. Whoever looks over a shoulder learns that an office has written, no more:
no mediation, no dispute, no names. Registered when the applications are ready."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bitim.kernel.delivery import NOTICES, Notice, way_in
from bitim.kernel.models import Delivery

SUBJECT = gettext_lazy("A message from the office")
DAYS = 14


def news_words(row: Delivery) -> str:
    """Words with a way in, where the person has a door."""
    link = way_in(row, DAYS)
    if not link:
        return _("There is news for you. Please call the office when it suits you.")
    return "\n\n".join(
        (
            _("There is news for you. It can be read here; you will be asked for something that only you know:"),
            link,
            _("If this message is not for you, you need do nothing."),
        )
    )


def messenger_words(language: str, phone: str) -> str:
    """Return what staff copy into a messenger, in the reader's language: that the office has news, and its telephone.
    No way in: nobody can say who else reads that messenger."""
    with translation.override(language):
        news = _("There is news for you. Please call the office when it suits you.")
        return f"{news} {phone}".strip()


def _over(row: Delivery) -> str:
    """Words that something has ended."""
    return _("What you were in touch with the office about has ended. If you have a question, please call.")


def _new_code(row: Delivery) -> str:
    """Words that somebody was given a code in this person's name; no way in: it may not be they who asked."""
    return _(
        "The office has given out a new code in your name; earlier ones open nothing now. If you did not ask for it, "
        "please call the office."
    )


NOTICES |= {
    "invitation": Notice(SUBJECT, news_words, DAYS),
    "request_accepted": Notice(SUBJECT, news_words, DAYS),
    "request_ended": Notice(SUBJECT, _over),
    "new_code": Notice(SUBJECT, _new_code),
    "case_ended": Notice(SUBJECT, _over),
}
