"""What is written to people about meetings: as little as about anything. Registered when the applications are ready."""

from bitim.cases.notices import DAYS, SUBJECT, news_words
from bitim.kernel.delivery import NOTICES, Notice

NOTICES |= {
    "times_proposed": Notice(SUBJECT, news_words, DAYS),
    "meeting_set": Notice(SUBJECT, news_words, DAYS),
}
