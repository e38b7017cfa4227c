"""What can happen to a case. Unless said otherwise the audience is the case's staff (audience id = case id)."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel.record import Happening


@dataclass(frozen=True)
class RequestSent(Happening):
    """A request reached the centre. Chain and audience: the centre."""

    request: UUID
    sentence: ClassVar[str | Promise] = _("A request came in.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class RequestAnswered(Happening):
    """A request was accepted, declined or withdrawn. Chain and audience: the centre."""

    request: UUID
    state: str
    sentence: ClassVar[str | Promise] = _("A request was answered.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class CaseOpened(Happening):
    """A case was opened."""

    case: UUID
    sentence: ClassVar[str | Promise] = _("The case was opened.")


@dataclass(frozen=True)
class CaseWalkedIn(Happening):
    """A case was opened with sides in the room, without an invitation. `consultation`: the talk that it began with, a
    number of the office's journal."""

    case: UUID
    consultation: UUID | None = None
    sentence: ClassVar[str | Promise] = _("The sides came in person.")


@dataclass(frozen=True)
class SideAdded(Happening):
    """A side was added; rooms get its caucus."""

    case: UUID
    side: UUID
    sentence: ClassVar[str | Promise] = _("A side was added.")


@dataclass(frozen=True)
class SideNamed(Happening):
    """A side chose its name."""

    case: UUID
    side: UUID
    sentence: ClassVar[str | Promise] = _("A side chose its name.")


@dataclass(frozen=True)
class CaseRetitled(Happening):
    """The title of the case was changed."""

    case: UUID
    sentence: ClassVar[str | Promise] = _("The title was changed.")


@dataclass(frozen=True)
class PersonJoined(Happening):
    """A person takes part from now on, in a role; rooms let them in where the role belongs."""

    case: UUID
    participant: UUID
    role: str
    sentence: ClassVar[str | Promise] = _("A person was added.")


@dataclass(frozen=True)
class PersonLeft(Happening):
    """A person takes part no more; rooms close to them at once."""

    case: UUID
    participant: UUID
    role: str
    sentence: ClassVar[str | Promise] = _("A person left.")


@dataclass(frozen=True)
class MediatorProposed(Happening):
    """A case was put before a mediator, who has not answered."""

    case: UUID
    appointment: UUID
    sentence: ClassVar[str | Promise] = _("A mediator was proposed.")


@dataclass(frozen=True)
class ProposalAnswered(Happening):
    """The proposed mediator took the case or not; `told` when they disclosed something."""

    case: UUID
    appointment: UUID
    state: str
    told: bool
    sentence: ClassVar[str | Promise] = _("The proposed mediator answered.")


@dataclass(frozen=True)
class MediatorAccepted(Happening):
    """A side accepted a mediator; its private room opens to them."""

    case: UUID
    appointment: UUID
    side: UUID
    sentence: ClassVar[str | Promise] = _("A side accepted the mediator.")


@dataclass(frozen=True)
class MediatorInOffice(Happening):
    """Every present side has accepted the mediator."""

    case: UUID
    appointment: UUID
    sentence: ClassVar[str | Promise] = _("Every side has accepted the mediator.")


@dataclass(frozen=True)
class AnotherMediatorSought(Happening):
    """This mediator will not mediate here. Which side asked for another one is not said, nor that one did."""

    case: UUID
    appointment: UUID
    sentence: ClassVar[str | Promise] = _("Another mediator is being sought.")


@dataclass(frozen=True)
class PanelPut(Happening):
    """Mediators were put before the sides to choose from."""

    case: UUID
    panel: UUID
    sentence: ClassVar[str | Promise] = _("The sides were asked to choose a mediator.")


@dataclass(frozen=True)
class PanelDecided(Happening):
    """The sides' lists were laid over one another; who stood where on them is said nowhere."""

    case: UUID
    panel: UUID
    sentence: ClassVar[str | Promise] = _("The sides have chosen a mediator.")


@dataclass(frozen=True)
class SideScreened(Happening):
    """A side was spoken with alone. Carries no answer and no result."""

    case: UUID
    side: UUID
    sentence: ClassVar[str | Promise] = _("The talk with a side alone took place.")


@dataclass(frozen=True)
class InvitationSent(Happening):
    """An invitation went out."""

    case: UUID
    invitation: UUID
    sentence: ClassVar[str | Promise] = _("An invitation was sent.")


@dataclass(frozen=True)
class InvitationAnswered(Happening):
    """An invitation was answered; `how`: by what way the answer came (`Attempt.ROUTES`), empty when it lapsed."""

    case: UUID
    invitation: UUID
    state: str
    how: str = ""
    sentence: ClassVar[str | Promise] = _("An invitation was answered.")


@dataclass(frozen=True)
class ConsentGiven(Happening):
    """A side consented to mediation."""

    case: UUID
    side: UUID
    consent: UUID
    sentence: ClassVar[str | Promise] = _("A side gave its consent.")


@dataclass(frozen=True)
class ConsentWithdrawn(Happening):
    """A side withdrew its consent; the rooms close."""

    case: UUID
    side: UUID
    consent: UUID
    sentence: ClassVar[str | Promise] = _("A side withdrew its consent.")


@dataclass(frozen=True)
class ModeSwitched(Happening):
    """The case is now held jointly or apart (shuttle)."""

    case: UUID
    mode: str
    sentence: ClassVar[str | Promise] = _("The way of working was changed.")


@dataclass(frozen=True)
class StageChanged(Happening):
    """The case came to another stage."""

    case: UUID
    stage: str
    sentence: ClassVar[str | Promise] = _("The case moved to another stage.")


@dataclass(frozen=True)
class DoorReissued(Happening):
    """A person got a new way in; old ones opened nothing from that moment."""

    case: UUID
    participant: UUID
    sentence: ClassVar[str | Promise] = _("A person got a new code.")


@dataclass(frozen=True)
class PersonConfirmed(Happening):
    """A second person confirmed who came; `how` is seen, called, known, or own_side when one of the side said it."""

    case: UUID
    participant: UUID
    how: str
    sentence: ClassVar[str | Promise] = _("It was confirmed who came.")


@dataclass(frozen=True)
class PersonDenied(Happening):
    """A second person said that somebody who came is not who they should be; their way in was shut."""

    case: UUID
    participant: UUID
    sentence: ClassVar[str | Promise] = _("Somebody who came is not who they should be. Their way in was shut.")


@dataclass(frozen=True)
class DoneByOne(Happening):
    """One member of staff both gave somebody a way in and vouched for them, because the centre has nobody else."""

    case: UUID
    sentence: ClassVar[str | Promise] = _("One person alone invited somebody and vouched for them.")


@dataclass(frozen=True)
class CalledBack(Happening):
    """A person was called back on the number on record. `state`: read (waits for the witness), counted, not_so, or
    broken, with no more than that: what was said is in no record."""

    case: UUID
    read_back: UUID
    state: str
    sentence: ClassVar[str | Promise] = _("Somebody was called back.")


@dataclass(frozen=True)
class ReadBackCounted(Happening):
    """What was read out to a person counts: a second person has confirmed it."""

    case: UUID
    side: UUID
    read_back: UUID
    sentence: ClassVar[str | Promise] = _("A text was read out, and a second person confirmed it.")


@dataclass(frozen=True)
class WitnessedFromOutside(Happening):
    """A text was read out with a witness who does not work at the centre: the centre has nobody else. Weaker."""

    case: UUID
    sentence: ClassVar[str | Promise] = _("The witness was somebody from outside: this is weaker.")


@dataclass(frozen=True)
class NumberChanged(Happening):
    """Staff wrote down another telephone number of a person."""

    case: UUID
    change: UUID
    sentence: ClassVar[str | Promise] = _("Another telephone number was written down.")


@dataclass(frozen=True)
class HandNamed(Happening):
    """It was said who signs at a person's request, or that the person signs again."""

    case: UUID
    participant: UUID
    sentence: ClassVar[str | Promise] = _("It was written down who signs at a person's request.")


@dataclass(frozen=True)
class AssistanceNoted(Happening):
    """A side said that it does not mind if one person helps another side as well."""

    case: UUID
    side: UUID
    assistance: UUID
    sentence: ClassVar[str | Promise] = _("A side agreed that one person helps both.")


@dataclass(frozen=True)
class CaseClosed(Happening):
    """The case was closed with an outcome; keys that the law lets go are destroyed."""

    case: UUID
    outcome: str
    sentence: ClassVar[str | Promise] = _("The case was closed.")


@dataclass(frozen=True)
class AttemptNoted(Happening):
    """Somebody tried to bring an invitation to a person; by what way and what came of it."""

    case: UUID
    invitation: UUID
    route: str
    outcome: str
    sentence: ClassVar[str | Promise] = _("An attempt to reach an invited person was noted")


@dataclass(frozen=True)
class ContactsChanged(Happening):
    """How a person of the case is reached was changed; `number`: the telephone too. What to is not said here."""

    case: UUID
    person: UUID
    number: bool
    sentence: ClassVar[str | Promise] = _("How a person is reached was changed")


@dataclass(frozen=True)
class SideWordSaid(Happening):
    """A side said yes or no to somebody beside it, or changed its word. Audience: that side alone, so that nobody else
    learns whose word is missing. Rooms follow at once."""

    case: UUID
    participant: UUID
    about: str
    sentence: ClassVar[str | Promise] = _("Your side said whether somebody may sit in.")
    family: ClassVar[str] = "side"


@dataclass(frozen=True)
class UndertakingRecorded(Happening):
    """Somebody promised to keep what they hear to themselves; `how`: paper, oral, online."""

    case: UUID
    undertaking: UUID
    how: str
    sentence: ClassVar[str | Promise] = _("An undertaking of confidentiality was recorded.")


@dataclass(frozen=True)
class CourtNamed(Happening):
    """The court proceedings that the case belongs to were written down, changed or taken out."""

    case: UUID
    sentence: ClassVar[str | Promise] = _("The court reference was changed.")
