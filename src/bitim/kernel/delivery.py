"""Notices: rows that say who is told what kind of thing by which route; words and ways in are made while sending.

At least once, each row under one key. Nothing that is stored holds words, codes or addresses. A notice names neither
Bitim nor mediation nor the dispute: whoever looks over a shoulder learns that an office has written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import translation

from bitim.kernel import clock, doors, jobs
from bitim.kernel.access import Words
from bitim.kernel.locking import write
from bitim.kernel.models import Delivery

EMAIL, LETTER, CALL = "email", "letter", "call"
TRIES = 3
WAIT = (timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=2))


@dataclass(frozen=True)
class Recipient:
    """Where and in which language a person is written to; unsealed only while sending. `not_before`: when this moment
    lies outside the hours in which they want to be reached. `alone`: nobody else reads what is sent there."""

    address: str
    language: str
    not_before: datetime | None = None
    alone: bool = True


@dataclass(frozen=True)
class Notice:
    """A kind of notice: neutral subject, the words (made in the recipient's language), and for how many days it
    opens the person's door (0: carries no way in). `asked`: the person has just pressed for it and waits; it goes at
    any hour."""

    subject: Words
    body: Callable[[Delivery], str]
    door_days: int = 0
    asked: bool = False


NOTICES: dict[str, Notice] = {}
# Set by people: (person, what it is about) -> who is behind the id, or None when they may not be written to.
recipient_of: list[Callable[[UUID, UUID | None], Recipient | None]] = []
# Told when a notice is over with: its mail host took it (`sent`), or it was refused for the last time. In the
# transaction that says so, once.
ended: list[Callable[[Delivery], None]] = []


def announce(
    person: UUID,
    notice: str,
    *,
    key: str,
    subject: UUID | None = None,
    door: UUID | None = None,
    due: datetime | None = None,
    route: str = EMAIL,
) -> Delivery:
    """Put a notice on the way, once per key. Must run inside a write transaction; sent after its commit. By the route
    CALL nothing is sent: people of the office tell it, and say so."""
    row, _made = Delivery.objects.system().get_or_create(
        key=key[:120],
        defaults={
            "person": person,
            "subject": subject,
            "door_id": door,
            "route": route,
            "notice": notice,
            "due": due or clock.now(),
        },
    )
    wake()
    return row


@jobs.job
def wake() -> None:
    """Send what is due now."""
    send_due()


@jobs.clockwork(minutes=1)
def send_due(most: int = 50) -> int:
    """Send the notices that are due; return how many went out."""
    gone = 0
    for _turn in range(most):
        row = _claim()
        if row is None:
            break
        gone += _send(row)
    return gone


def _claim() -> Delivery | None:
    """Take one due row for a while: a worker that dies in between leaves it to the next."""
    with write():
        due = Delivery.objects.system().filter(sent=None, route=EMAIL, due__lte=clock.now(), attempts__lt=TRIES)
        skip = connection.features.has_select_for_update_skip_locked
        row = due.select_for_update(skip_locked=skip).order_by("due").first()
        if row is None:
            return None
        row.due = clock.now() + WAIT[row.attempts]
        row.attempts += 1
        row.save(update_fields=["due", "attempts"])
        return row


def _send(row: Delivery) -> bool:
    notice = NOTICES.get(row.notice)
    who = _recipient(row)
    if notice and who and who.not_before and not notice.asked:
        _mark(row, due=who.not_before, attempts=row.attempts - 1)  # not now; and this was no try
        return False
    if notice is None or who is None or not who.address:
        _end(row, failed="no_notice" if notice is None else "no_address", attempts=TRIES)
        return False
    try:
        with translation.override(who.language):
            _letter(str(notice.subject), notice.body(row), who.address).send()
    except (OSError, ValueError):  # an address that is none raises ValueError: it must not hold up the others
        (_mark if row.attempts < TRIES else _end)(row, failed="not_taken")
        return False
    _end(row, sent=clock.now(), failed="")
    return True


def _letter(subject: str, body: str, address: str) -> EmailMessage:
    """Return the message; its id names the sender's host, which may say nothing, and not the machine, which may."""
    sender = settings.DEFAULT_FROM_EMAIL
    known = {"Message-ID": make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or None)}
    return EmailMessage(subject, body, sender, [address], headers=known)


def _recipient(row: Delivery) -> Recipient | None:
    about = row.subject or (row.door.subject if row.door else None)
    return next((found for ask in recipient_of if (found := ask(row.person, about))), None)


def _mark(row: Delivery, **change: object) -> None:
    with write():
        Delivery.objects.system().filter(pk=row.pk).update(**change)


def _end(row: Delivery, **change: object) -> None:
    """Say of a notice how it ended, and tell those who want to know."""
    with write():
        _mark(row, **change)
        over = Delivery.objects.system().get(pk=row.pk)
        for tell in ended:
            tell(over)


def way_in(row: Delivery, days: int) -> str:
    """Return a new link into the row's door, for a notice's words; empty when it carries none, or when somebody else
    reads this mailbox too: they would come to the door first."""
    who = _recipient(row)
    if row.door is None or row.door.closed or who is None or not who.alone:
        return ""
    with write():
        token = doors.issue(row.door, doors.LINK, days=days)
    return f"{settings.PUBLIC_URL}/j/{token}/"
