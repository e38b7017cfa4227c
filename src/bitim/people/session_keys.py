"""The names under which a session says who is here, and reading them without trusting them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY

PROVED = "proved"
# A computer that is left locks itself: since when nobody touched it, that it is locked, what opens it, tries left,
# and that its person came in by a printed code.
TOUCHED, LOCKED, LOCK_PIN, LOCK_TRIES, BY_SHEET = "touched", "locked", "lock_pin", "lock_tries", "by_sheet"
IDLE_SECONDS = 10 * 60
DOOR, GENERATION, PERSON, NEEDS_PIN, ACTING, LANGUAGE = (
    "door",
    "generation",
    "person",
    "needs_pin",
    "acting",
    "language",
)
SHARED, SEEN, AIM = "shared", "seen", "aim"
OF_A_DOOR = (DOOR, GENERATION, PERSON, NEEDS_PIN, SHARED, SEEN, AIM)
IDLE = 5 * 60  # seconds without a press after which a shared device asks for the PIN again
Session = Mapping[str, Any] | Any


def door_of(session: Session) -> tuple[UUID, int, UUID] | None:
    """Return (door, generation, person) of a session, if it came by a door; whether that is still good is asked of
    the database."""
    try:
        return UUID(session[DOOR]), int(session[GENERATION]), UUID(session[PERSON])
    except (KeyError, TypeError, ValueError):
        return None


def acting(session: Session) -> tuple[UUID, str] | None:
    """Return the (centre, role) that a staff person chose, if any; it still has to be one of theirs."""
    try:
        centre, role = session[ACTING]
        return UUID(centre), str(role)
    except (KeyError, TypeError, ValueError):
        return None


def is_staff(session: Session) -> bool:
    """Tell whether a staff login is in this session, without asking the database."""
    return SESSION_KEY in session


def is_staff_locked(session: Session, now: float) -> bool:
    """Tell whether a staff login is locked, or has been left alone for so long that it is. `now`: seconds."""
    if not is_staff(session):
        return False
    return bool(session.get(LOCKED)) or now - _moment(session.get(TOUCHED), now) >= IDLE_SECONDS


def _moment(kept: Any, otherwise: float) -> float:
    return float(kept) if isinstance(kept, int | float) else otherwise


def is_shared(session: Session) -> bool:
    """Tell whether this device is one that others use too."""
    return bool(session.get(SHARED))


def is_locked(session: Session, now: float) -> bool:
    """Tell whether a session waits for its PIN: not given yet or, on a shared device, nobody has pressed anything for
    some minutes. Told by the session's own age: no script has to run for it."""
    if session.get(NEEDS_PIN):
        return True
    return is_shared(session) and now - float(session.get(SEEN) or 0) > IDLE
