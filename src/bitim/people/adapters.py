"""How django-allauth behaves here: no signing up, our own words, second-factor secrets sealed."""

import base64
import secrets
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel import clock, keystore
from bitim.people import session_keys

FRESH = 5 * 60  # seconds
WRONG_CODE = _("This code is not right. Please look at it again, or ask for a new one.")


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by centres, never by signing up."""

    error_messages: ClassVar[dict[str, Promise | str]] = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "invalid_login": _("This e-mail address is not written as one. Please look at it again."),
        "rate_limited": _("Too many tries. Please wait a few minutes."),
        "too_many_login_attempts": _("Too many tries. Please wait a few minutes."),
        "account_inactive": _("This login is closed. Please call the centre."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kw: Any
    ) -> None:
        """Say only what a person needs to hear: allauth's notices ("signed in as ...") are left out, the words for
        what did not work are not."""
        if message_template is None:
            super().add_message(request, level, message_template, *args, **kw)

    def format_email_subject(self, subject: str) -> str:
        """Leave the subject as it is: the name of the house does not stand in a mailbox."""
        return str(subject)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who one is only when the last proof, of any kind, is not fresh any more."""
        return not proved_lately(context.request)


def proved_lately(request: HttpRequest) -> bool:
    """Tell whether this session's person showed who they are within the last minutes."""
    moments = [float(record.get("at", 0)) for record in get_authentication_records(request, request.user)]
    moments.append(float(request.session.get(session_keys.PROVED, 0)))
    return clock.now().timestamp() - max(moments) < FRESH


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and recovery codes are sealed by the key store, apart from the data."""

    error_messages: ClassVar[dict[str, Promise | str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _("The second step cannot be taken away."),
        "cannot_generate_recovery_codes": _("First set up an authenticator app or a passkey."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Propose a name for a new passkey in the reader's language, numbered from the second on."""
        made = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Passkey")) + (f" {made + 1}" if made else "")

    def build_totp_svg(self, url: str) -> str:
        """Draw the picture on white: a camera reads it in the dark theme too."""
        drawn = str(super().build_totp_svg(url))
        start = drawn.index(">", drawn.index("<svg")) + 1
        return f'{drawn[:start]}<rect width="100%" height="100%" fill="#fff"/>{drawn[start:]}'

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        nonce = secrets.token_bytes(12)
        return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), b"mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret from the database."""
        sealed = base64.b64decode(encrypted_text)
        return _cipher().decrypt(sealed[:12], sealed[12:], b"mfa").decode()


def _cipher() -> AESGCM:
    return AESGCM(keystore.store().derived("mfa"))
