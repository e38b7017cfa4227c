"""What the demo would have sent: kept in the memory of its process, shown at /outbox/, never on a disk or a wire."""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from bitim.kernel import clock

MOST = 300
_kept: deque["Sent"] = deque(maxlen=MOST)
_lock = threading.Lock()


@dataclass(frozen=True)
class Sent:
    """One message as its reader would have got it."""

    at: datetime
    to: tuple[str, ...]
    subject: str
    body: str
    attachments: tuple[str, ...] = ()


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
