"""A sheet of one-time codes on paper: for staff at an office computer without a mailbox of their own.

Signing in takes a code from the sheet *and* the PIN of its owner: what lies on the desk opens nothing by itself. Only
HMACs are kept. A sheet is made by its owner; the first one of a new colleague, who cannot sign in yet, by the head of
the centre with the colleague beside them - never for anybody who has signed in once, or the head could come in as
them.
"""

import secrets
from uuid import UUID

from django.utils.translation import gettext as _

from bitim.kernel import clock, keystore, limits
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import check_digit, digits_of, keyed, same
from bitim.kernel.locking import write
from bitim.kernel.models import NOBODY
from bitim.kernel.record import record
from bitim.people.events import SheetEnded, SheetMade
from bitim.people.models import Account, CodeSheet, Person
from bitim.people.permissions import P

CODES = 20
CODE_DIGITS = 8  # seven by chance and a check digit: a slip of the fingers spends no try
HOUR, WEEK = 3600, 7 * 24 * 3600
TRIES_OF_ACCOUNT = (6, HOUR)
TRIES_OF_ACCOUNT_LONG = (30, WEEK)
TRIES_OF_ALL = (120, 600)


@action(P.MAKE_SHEET, on=Person)
def make_sheet(person: Person, *, actor: Actor, pin: str) -> list[str]:
    """Return a new sheet of codes, this once; the sheet before it is worth nothing any more."""
    account = Account.objects.filter(person=person).first()
    if account is None:
        raise Refused(_("This person has no login."))
    _end_all(person)
    codes = _new_codes()
    sheet = CodeSheet(person=person, made_by_id=actor.who, made=clock.now())
    sheet.pin = _mac(sheet.pk, "pin", pin)
    sheet.codes = [_mac(sheet.pk, "code", code).hex() for code in codes]
    sheet.save(force_insert=True)
    place = actor.centre or person.pk
    record(SheetMade(chain=place, audience=place, person=person.pk), actor=actor)
    return codes


@action(P.END_SHEET, on=Person)
def end_sheet(person: Person, *, actor: Actor) -> Person:
    """End a person's sheet: it was lost, or somebody looked at it. Said twice changes nothing."""
    if _end_all(person):
        place = actor.centre or person.pk
        record(SheetEnded(chain=place, audience=place, person=person.pk), actor=actor)
    return person


def end_if_made_by_another(person: UUID) -> None:
    """End a sheet that somebody else made, when its person signs in another way: a first sheet is made with the new
    colleague beside; one of which they never knew would be a way in for whoever made it."""
    rows = CodeSheet.objects.system().filter(person_id=person, ended=None)
    with write():
        rows.exclude(made_by_id=person).update(ended=clock.now())


def _end_all(person: Person) -> int:
    return CodeSheet.objects.system().filter(person=person, ended=None).update(ended=clock.now())


def _new_codes() -> list[str]:
    found: set[str] = set()
    while len(found) < CODES:
        body = "".join(secrets.choice("0123456789") for _place in range(CODE_DIGITS - 1))
        found.add(body + check_digit(body))
    return sorted(found, key=lambda _code: secrets.randbelow(2**32))


def is_a_code(typed: str) -> bool:
    """Tell whether these could be the digits of a code; asks nothing of the house."""
    digits = digits_of(typed)
    return len(digits) == CODE_DIGITS and check_digit(digits[:-1]) == digits[-1]


def account_by_sheet(email: str, code: str, pin: str) -> Account | None:
    """Use up a code and return whose it is; None for whatever is wrong: an unknown address, a code used before, a
    wrong PIN, too many tries. One path and the same questions for all of them."""
    email = email.strip().lower()
    within = limits.spend("sheets", *TRIES_OF_ALL)
    within &= limits.spend(f"sheet:{email}", *TRIES_OF_ACCOUNT)
    within &= limits.spend(f"sheet-long:{email}", *TRIES_OF_ACCOUNT_LONG)
    with write():
        account = Account.objects.filter(email=email, is_active=True, person__isnull=False).first()
        person = account.person_id if account and account.person_id else NOBODY
        sheet = CodeSheet.objects.system().select_for_update().filter(person_id=person, ended=None).first()
        wanted, said = _macs(sheet.pk if sheet else NOBODY, code, pin)
        kept = bytes(sheet.pin) if sheet else bytes(len(said))
        knows = same(kept, said)
        left = [one for one in sheet.codes if not same(one.encode(), wanted.encode())] if sheet else []
        good = bool(within and sheet and knows and len(left) < len(sheet.codes))
        if not good or sheet is None:
            return None
        sheet.codes, sheet.used = left, clock.now()
        sheet.save(update_fields=["codes", "used"])
        return account


def _macs(sheet: UUID, code: str, pin: str) -> tuple[str, bytes]:
    return _mac(sheet, "code", digits_of(code)).hex(), _mac(sheet, "pin", pin)


def _mac(sheet: UUID, what: str, typed: str) -> bytes:
    return keyed(keystore.store().derived("code-sheets"), f"{what}:{sheet}", digits_of(typed))
