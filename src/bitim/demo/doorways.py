"""The doors of the demo: for each person a link on a host name of its own, so that several can be open at once.

Cookies belong to one host name, and every name under `.localhost` is this machine (RFC 6761): Aigerim's and Viktor's
pages can lie side by side in one browser.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bitim.cases.actions import ways
from bitim.cases.models import Case, Invitation, Request
from bitim.demo.house import House
from bitim.demo.telling import Teller, Who
from bitim.kernel import doors, keystore
from bitim.kernel.ids import digits_of, keyed
from bitim.kernel.locking import write
from bitim.people.models import Person

FILE = "demo.json"
LINK_DAYS = 365
ENTER = "demo/enter"


@dataclass(frozen=True)
class Doorway:
    """One printed line. `token` opens a staff door; a party's link is a real one, `second` what it asks first."""

    words: str
    host: str
    path: str
    person: str
    role: str = ""
    centre: str = ""
    token: str = ""
    second: str = ""

    def line(self, port: int) -> str:
        """Return the line as it is printed."""
        asks = f"   (asks: {self.second})" if self.second else ""
        return f"{self.words}: http://{self.host}.localhost:{port}/{self.path}{asks}"


def of_staff(house: House) -> list[Doorway]:
    """Return a door for everybody who works at a centre; it logs straight in."""
    made = []
    for person, worker, centre in house.staff.values():
        token = keyed(keystore.store().derived("demo-doors"), "enter", f"{person.pk}|{worker.role}").hex()[:32]
        words = f"{worker.role} {worker.name}, {centre.slug.capitalize()} ({worker.language})"
        path = f"{ENTER}/{token}/"
        made.append(Doorway(words, worker.host, path, str(person.pk), worker.role, str(centre.pk), token))
    return made


def of_parties(teller: Teller) -> list[Doorway]:
    """Return a real link for everybody of a side or with a request; made now, good for a year."""
    made: list[Doorway] = []
    with write():
        for told in teller.told:
            case: Case = Case.objects.system().get(pk=told.case.pk)
            title = (case.title or {}).get("en", "")
            for host, person in told.people.items():
                invitation = Invitation.objects.system().filter(case=case, person=person).first()
                waits = invitation is not None and invitation.state not in (Invitation.ACCEPTED, Invitation.PREPARED)
                thing: Case | Invitation = invitation if waits and invitation else case
                stage = "invited" if waits else f"{case.stage}, apart" if case.mode == "shuttle" else case.stage
                made.append(_link(f"party {person.name}, {title}: {stage}", host, person, thing))
        for who, request, _place in teller.requests:
            made.append(_asking(who, Request.objects.system().select_related("person").get(pk=request.pk)))
    return made


def _link(words: str, host: str, person: Person, thing: Case | Invitation) -> Doorway:
    second = digits_of(str(person.phone or ""))[-4:]
    token = doors.issue(ways.door_to(person, thing), doors.LINK, days=LINK_DAYS)
    return Doorway(f"{words} ({person.language})", host, f"j/{token}/", str(person.pk), "party", second=second)


def _asking(who: Who, request: Request) -> Doorway:
    """A door to a request: of a draft nothing is known but what the person typed, so the telephone is the story's."""
    stage = "request sent" if request.sent else "request begun"
    door = doors.make_door(request.person_id, request.pk, ways.REQUEST, second=who.phone, second_kind=doors.PHONE4)
    token, second = doors.issue(door, doors.LINK, days=LINK_DAYS), digits_of(who.phone)[-4:]
    words = f"party {who.name}: {stage} ({who.language})"
    return Doorway(words, who.host, f"j/{token}/", str(request.person_id), "party", second=second)


# --- kept between two starts of one demo ---------------------------------------------------------------


def keep(made: list[Doorway], folder: Path) -> None:
    """Write the doors down beside the demo's data: they open invented cases only."""
    (folder / FILE).write_text(json.dumps([asdict(one) for one in made], ensure_ascii=False, indent=1))


def kept(folder: Path) -> list[Doorway]:
    """Return the doors of a demo that was seeded before; empty when it was not."""
    path = folder / FILE
    return [Doorway(**one) for one in json.loads(path.read_text())] if path.exists() else []
