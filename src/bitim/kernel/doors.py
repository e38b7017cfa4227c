"""Doors: the way in for a person without an account. A link is not a person.

A door belongs to one person and one case or request. Its secrets (a link of 192 bits, a code of twelve digits) are
stored as HMAC alone and shown once, when they are issued. A secret opens nothing by itself: the first opening asks
the *second thing* (what only that person knows) and sets a PIN; later openings ask the PIN. Whoever tries gets one
answer, by one path, whether the code is unknown, expired, ended, guessed or locked.

The functions that write expect to run inside an action of a domain; opening is the one thing that a visitor may do.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from bitim.kernel import clock, keystore, limits
from bitim.kernel.ids import digits_of, keyed, new_code, new_token, read_code, same
from bitim.kernel.locking import write
from bitim.kernel.models import Door as Door
from bitim.kernel.models import DoorSecret
from bitim.kernel.prepared import prepared
from bitim.kernel.sealed import normalised

LINK, CODE = "link", "code"
PHONE4, WORD = "phone4", "word"
SECOND_KINDS = (PHONE4, WORD)
HOUR, WEEK = 3600, 7 * 24 * 3600

# Limits, in tries. A four-digit PIN then lasts a guesser who holds the code for years; a tired person is not shut out.
TRIES_OF_ALL = (600, 600)  # the whole house: one a second, with room for a village that comes at once
TRIES_OF_SECRET = (10, HOUR)
TRIES_OF_DOOR = (6, HOUR)
TRIES_OF_DOOR_LONG = (20, WEEK)

# Where a person goes who came in, by purpose of the door: (person, subject) -> address. Filled by higher layers.
HOMES: dict[str, Callable[[UUID, UUID], str]] = {}
# Which centre a door belongs to, by purpose: subject -> centre or None. Filled by higher layers.
CENTRES: dict[str, Callable[[UUID], UUID | None]] = {}
# What may be heard behind doors of a purpose: subjects -> audiences of each; one query however many. Filled by higher
# layers; behind a door of any other purpose nothing is heard.
AUDIENCES: dict[str, Callable[[Collection[UUID]], Mapping[UUID, frozenset[UUID]]]] = {}
# What is not heard at a screen of several before its PIN was asked: persons -> audiences of each of whom it is true
# now; a fixed number of queries however many. Filled by higher layers.
WITHHELD: list[Callable[[Collection[UUID]], Mapping[UUID, frozenset[UUID]]]] = []
# Doors behind which one is a guest, by purpose: subject -> the one case they open. Filled by higher layers.
GUESTS: dict[str, Callable[[UUID], UUID | None]] = {}
# Called in the opening's transaction at the first opening of a door, by purpose. Filled by higher layers.
FIRST_OPENED: dict[str, Callable[[Door], None]] = {}


# --- making, issuing, ending: inside an action ---------------------------------------------------------


def make_door(person: UUID, subject: UUID, purpose: str, *, second: str = "", second_kind: str = "") -> Door:
    """Make the door of a person into a subject, or return the open one; a door never opened takes the new second
    thing. `second_kind`: `phone4` (last four digits of the phone) or `word` (a word agreed by voice)."""
    door = Door.objects.system().filter(person=person, subject=subject, closed=None).first()
    if door is None:
        door = Door(person=person, subject=subject, purpose=purpose, made=clock.now())
        _ask(door, second, second_kind)
        door.save(force_insert=True)
    elif second and door.pin is None:
        _ask(door, second, second_kind)
        door.save(update_fields=["second", "second_kind"])
    return door


def issue(door: Door, kind: str, *, days: int) -> str:
    """Return a new link token or twelve-digit code, this once; it opens for `days` days."""
    while True:
        secret = new_code() if kind == CODE else new_token()
        try:
            with transaction.atomic():
                DoorSecret.objects.create(
                    door=door, kind=kind, digest=_digest(kind, secret), expires=clock.now() + timedelta(days=days)
                )
            return secret
        except IntegrityError:  # another door has this very code
            continue


def reissue(door: Door, *, second: str = "", second_kind: str = "") -> None:
    """Begin a new generation: every secret, every device session and the PIN end at once; issue a new secret after.

    The caller tells the person and the mediator, and locks what must wait for a second look at who came.
    """
    door = Door.objects.system().select_for_update().get(pk=door.pk)
    door.generation += 1
    door.pin, door.opened = None, None
    if second:
        _ask(door, second, second_kind)
    door.save(update_fields=["generation", "pin", "opened", "second", "second_kind"])
    _end_secrets(door)


def close(door: Door) -> None:
    """Shut a door for good: secrets and device sessions end at once."""
    Door.objects.system().filter(pk=door.pk, closed=None).update(closed=clock.now())
    _end_secrets(door)


def _end_secrets(door: Door) -> None:
    DoorSecret.objects.system().filter(door_id=door.pk, ended=None).update(ended=clock.now())


def _ask(door: Door, second: str, kind: str) -> None:
    if kind not in SECOND_KINDS or not _normal(kind, second):
        if second or kind:
            raise ValueError("a second thing is a phone of four digits or more, or a word")
        return
    door.second_kind, door.second = kind, _answer_digest(door.pk, "second", _normal(kind, second))


# --- opening: one path, one answer ---------------------------------------------------------------------


def find_link(token: str) -> Door | None:
    """Return the open door of a live link, without using it up: only to lead a person whose device is already in."""
    return _live(_digest(LINK, token))


def open_by_link(token: str, answer: str) -> Door | None:
    """Open by a link and the second thing (or the PIN); None for every reason not to."""
    return _open(_digest(LINK, token), answer)


def open_by_code(code: str, answer: str) -> Door | None:
    """Open by a typed code, in any spacing, and the second thing (or the PIN); None for every reason not to."""
    return _open(_digest(CODE, read_code(code) or f"no code: {code[:60]}"), answer)


def _live(digest: bytes) -> Door | None:
    secret = DoorSecret.objects.system().select_related("door").filter(digest=digest).first()
    if secret is None or secret.ended or secret.expires <= clock.now() or secret.door.closed:
        return None
    return secret.door


def _open(digest: bytes, answer: str) -> Door | None:
    """Spend the limits, look, compare. No early way out: each try costs the same queries and the same HMACs."""
    door = _live(digest)
    of_secret, of_door = f"secret:{digest.hex()}", f"door:{door.pk if door else digest.hex()}"
    buckets = [
        (of_secret, TRIES_OF_SECRET),
        (of_door, TRIES_OF_DOOR),
        (f"{of_door}:long", TRIES_OF_DOOR_LONG),
        ("doors", TRIES_OF_ALL),
    ]
    spent = [limits.spend(name, *limit) for name, limit in buckets]  # every one of them, also after an empty one
    right = _answers(door or _NO_DOOR, answer)
    if door is None or not right or not all(spent):
        return None
    for name, limit in buckets[:3]:
        limits.give_back(name, limit[0])
    return _enter(door)


def _answers(door: Door, answer: str) -> bool:
    """Tell whether the answer is the PIN or, before there is one, the second thing."""
    if door.pin is not None:
        expected, given = bytes(door.pin), _answer_digest(door.pk, "pin", digits_of(answer))
    else:
        expected = bytes(door.second or b"")
        given = _answer_digest(door.pk, "second", _normal(door.second_kind, answer))
    return same(expected, given)


def _enter(seen: Door) -> Door | None:
    """Take the door in, unless it was closed or issued anew between the look and now."""
    with write():
        door = Door.objects.system().select_for_update().filter(pk=seen.pk, closed=None).first()
        if door is None or door.generation != seen.generation:
            return None
        if door.opened is None:
            door.opened = clock.now()
            door.save(update_fields=["opened"])
            if tell := FIRST_OPENED.get(door.purpose):
                tell(door)
        return door


def is_in(door: UUID, generation: int, person: UUID) -> Door | None:
    """Return the door when a device session of this generation is still good."""
    return next(iter(_good(door, generation, person)), None)


@prepared
def _good(door: UUID, generation: int, person: UUID) -> "QuerySet[Door, Door]":
    return Door.objects.system().filter(pk=door, generation=generation, person=person, closed=None)


# --- the PIN -------------------------------------------------------------------------------------------


def weak_pin(pin: str) -> bool:
    """Tell whether a PIN is among the first that anybody would try: one digit repeated, a pair repeated, a row."""
    rows = ("01234567890", "09876543210")
    repeated = pin == pin[0] * len(pin) or (len(pin) % 2 == 0 and pin == pin[:2] * (len(pin) // 2))
    return repeated or any(pin in row for row in rows)


def is_second(door: Door, typed: str) -> bool:
    """Tell whether this is the second thing of the door: it may not be the PIN too."""
    given = _answer_digest(door.pk, "second", _normal(door.second_kind, typed))
    return door.second is not None and same(bytes(door.second), given)


def set_pin(door: Door, pin: str) -> bool:
    """Keep the PIN (4 to 6 digits) of a door that has none; False when it already had one: a PIN is not replaced by
    whoever holds the device, but by a new way in from the centre."""
    pin = digits_of(pin)
    if not 4 <= len(pin) <= 6 or weak_pin(pin):
        raise ValueError("a PIN is four to six digits that are not easily guessed")
    with write():
        rows = Door.objects.system().filter(pk=door.pk, pin=None, closed=None, generation=door.generation)
        return rows.update(pin=_answer_digest(door.pk, "pin", pin)) == 1


def is_pin(door: Door, typed: str) -> bool:
    """Tell whether this is the PIN of a door that a device holds already, within the same limits as from outside."""
    of_door = f"door:{door.pk}"
    buckets = [(of_door, TRIES_OF_DOOR), (f"{of_door}:long", TRIES_OF_DOOR_LONG), ("doors", TRIES_OF_ALL)]
    spent = [limits.spend(name, *limit) for name, limit in buckets]
    given = _answer_digest(door.pk, "pin", digits_of(typed))
    if door.pin is None or not same(bytes(door.pin), given) or not all(spent):
        return False
    for name, limit in buckets[:2]:
        limits.give_back(name, limit[0])
    return True


# --- digests -------------------------------------------------------------------------------------------


def _key() -> bytes:
    return keystore.store().derived("doors")


def _digest(kind: str, secret: str) -> bytes:
    return keyed(_key(), kind, secret)


def _answer_digest(door: UUID, what: str, words: str) -> bytes:
    return keyed(_key(), f"{what}:{door}", words)


def _normal(kind: str, typed: str) -> str:
    """Bring an answer to one form; of a phone number only the last four digits count. Too little gives nothing."""
    if kind == PHONE4:
        digits = digits_of(typed)
        return digits[-4:] if len(digits) >= 4 else ""
    return normalised(typed)


def _nothing() -> Any:
    """A door that is not there: an unknown code is compared with it, so that it takes as long as a known one."""
    return Door(person=UUID(int=0), subject=UUID(int=0), purpose="", second=bytes(32), second_kind=WORD)


_NO_DOOR: Door = _nothing()
