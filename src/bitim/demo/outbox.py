"""What the demo would have sent, printed or read out: in the memory of its process and at /outbox/, never on a disk
or a wire."""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from bitim.kernel import clock
from bitim.kernel.handover import Handed
from bitim.kernel.ids import spaced

MOST = 300
MAIL = "mail"
_numbers = count(1)
_kept: deque["Sent"] = deque(maxlen=MOST)
_lock = threading.Lock()


@dataclass(frozen=True)
class Sent:
    """One message as its reader would have got it: an e-mail, or by `kind` of `kernel.handover` a letter on paper
    with its PDF, or a code said by voice. `code` is as it is printed or read out."""

    at: datetime
    to: tuple[str, ...]
    subject: str = ""
    body: str = ""
    attachments: tuple[str, ...] = ()
    kind: str = MAIL
    code: str = field(default="", repr=False)
    paper: bytes = field(default=b"", repr=False)
    number: int = field(default_factory=lambda: next(_numbers))


class OutboxBackend(BaseEmailBackend):
    """Django's mail backend of the demo."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages and say that they were sent."""
        for message in email_messages:
            keep(
                Sent(
                    clock.now(),
                    tuple(message.to),
                    str(message.subject),
                    str(message.body),
                    tuple(_name(one) for one in message.attachments),
                )
            )
        return len(email_messages)


def take(handed: Handed) -> None:
    """Keep a letter that was printed or a code that is read out."""
    keep(Sent(clock.now(), (handed.to,), kind=handed.kind, code=spaced(handed.code), paper=handed.paper))


def paper_of(number: int) -> bytes | None:
    """Return the PDF of a letter that is still kept."""
    return next((one.paper for one in kept() if one.number == number and one.paper), None)


def _name(attachment: object) -> str:
    named = attachment[0] if isinstance(attachment, tuple) else getattr(attachment, "get_filename", str)()
    return str(named or "")


def keep(sent: Sent) -> None:
    """Add a message; beyond the last 300 the oldest go."""
    with _lock:
        _kept.append(sent)


def kept() -> list[Sent]:
    """Return the messages, the newest first."""
    with _lock:
        return list(reversed(_kept))


def empty() -> None:
    """Forget all (tests)."""
    with _lock:
        _kept.clear()
