"""A computer that several people use locks itself: after ten minutes without a touch, or at once on a press.

Locked, the session is nobody's: no page, no live line, no act. The person who left it opens it again with the PIN
that they chose for this sign-in, or with their authenticator; after five wrong tries the sign-in is over. The PIN is
kept as an HMAC bound to the account, and ends with the session.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from bitim.kernel import clock, keystore, limits
from bitim.kernel.ids import digits_of, keyed, same
from bitim.people import session_keys as keys

TRIES = 5
HOUR = 3600
NOTED_EVERY = 60  # seconds: a touch is written down once a minute, not with every page
# What a page does by itself is no touch: the beat of a meeting, a page that asks for itself anew.
BY_ITSELF = ("/here/",)
HERE, AGO = "/staff/here/", "ago"  # where a page says that it was touched, and how many seconds ago
FIELD = "unlock_pin"


def _now() -> float:
    return clock.now().timestamp()


def is_locked(request: HttpRequest) -> bool:
    """Tell whether this sign-in is locked, by a press or by having been left alone."""
    return keys.is_staff_locked(request.session, _now())


def touch(request: HttpRequest) -> None:
    """Note that somebody is here. Only what a person does counts: going to a page, sending a form, and what a page says
    that they pressed, typed or turned, with its own moment: said late, it keeps nothing awake for longer."""
    by_person = request.method == "POST" or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if request.GET.get("part"):
        return  # a page says or asks for a part of itself
    if request.path == HERE and request.method == "POST":
        said = request.POST.get(AGO, "0")
        ago = int(said[:9]) if said.isascii() and said.isdecimal() else keys.IDLE_SECONDS
        request.session[keys.TOUCHED] = max(float(request.session.get(keys.TOUCHED) or 0), _now() - ago)
        return
    if not by_person or request.path.endswith(BY_ITSELF):
        return
    if _now() - float(request.session.get(keys.TOUCHED) or 0) >= NOTED_EVERY:
        request.session[keys.TOUCHED] = _now()


def mark_of(request: HttpRequest) -> str:
    """Return what tells this person's pages in one browser from another's: a touch of one keeps no page of another
    open. It says nobody's name."""
    account: Any = getattr(request, "user", None)
    return str(salted_hmac("bitim.touch", str(getattr(account, "pk", ""))).hexdigest()[:16])


def lock(request: HttpRequest) -> None:
    """Lock this sign-in now."""
    request.session[keys.LOCKED] = True


def keep_pin(request: HttpRequest, pin: str) -> None:
    """Keep the PIN that opens this sign-in again."""
    request.session[keys.LOCK_PIN] = _digest(request, pin)
    request.session.pop(keys.LOCK_TRIES, None)


def has_pin(request: HttpRequest) -> bool:
    """Tell whether a PIN was chosen for this sign-in."""
    return bool(request.session.get(keys.LOCK_PIN))


def can_open(request: HttpRequest) -> bool:
    """Tell whether there is anything that opens this lock short of signing in anew."""
    return has_pin(request) or _app_of(request) is not None


def unlock(request: HttpRequest, typed: str) -> bool:
    """Open the lock if what was typed is the PIN or the authenticator's code. The fifth wrong try ends the sign-in."""
    bucket = f"lock:{request.session.session_key}"
    within = limits.spend(bucket, TRIES, HOUR)  # before looking: tries sent side by side are counted together
    if within and _fits(request, digits_of(typed)):
        for name in (keys.LOCKED, keys.LOCK_TRIES):
            request.session.pop(name, None)
        request.session[keys.TOUCHED] = _now()
        for _spent in range(TRIES):
            limits.give_back(bucket, TRIES)
        return True
    tries = int(request.session.get(keys.LOCK_TRIES) or 0) + 1
    if tries >= TRIES or not within:
        logout(request)
    else:
        lock(request)
        request.session[keys.LOCK_TRIES] = tries
    return False


def _fits(request: HttpRequest, digits: str) -> bool:
    kept = request.session.get(keys.LOCK_PIN)
    if kept and digits and same(str(kept).encode(), _digest(request, digits).encode()):
        return True
    app = _app_of(request)
    return bool(app is not None and digits and TOTP(app).validate_code(digits))


def _app_of(request: HttpRequest) -> Authenticator | None:
    account: Any = request.user
    found: Authenticator | None = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).first()
    return found


def _digest(request: HttpRequest, pin: str) -> str:
    account: Any = request.user
    return keyed(keystore.store().derived("lock-pin"), "lock", f"{account.pk}|{digits_of(pin)}").hex()
