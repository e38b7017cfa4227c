"""Coming in: a slip is used up and a voice made, in one step, with nothing that ties the one to the other."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.dialogue.actions.running import digest_of
from bitim.dialogue.models import Conversation, Slip, Voice
from bitim.dialogue.permissions import P
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import read_code
from bitim.kernel.sealed import blind_exact

SECRET_BYTES = 24
WRONG = _("This code lets nobody in, or it was used already. Look at the slip once more.")


@dataclass(frozen=True)
class Entered:
    """A new voice and the secret of its browser, told this once."""

    voice: UUID
    secret: str


@action(P.TAKE_PART, on=Conversation)
def enter(talk: Conversation, *, actor: Actor, code: str = "") -> Entered:
    """Let one more voice in. Of two presses with the same slip one comes in: the slip is used under the lock."""
    if talk.entry == Conversation.SLIPS:
        typed = read_code(code)
        if typed is None:
            raise Refused(WRONG)
        fresh = Slip.objects.system().filter(conversation=talk, digest=digest_of(typed), used=False)
        if not fresh.update(used=True):
            raise Refused(WRONG)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    voice = Voice.objects.create(conversation=talk, digest=voice_digest(secret))
    return Entered(voice.pk, secret)


def voice_digest(secret: str) -> bytes:
    """Return under what a voice's secret is kept."""
    return blind_exact("dialogue.voice", secret)
