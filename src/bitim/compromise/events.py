"""What can happen in a search for packages. Audience: the joint room, unless said otherwise. No event says what a side
wishes, nor what it answered."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel.record import Happening


@dataclass(frozen=True)
class _Joint(Happening):
    """Parent of the events that everybody at the table may know."""

    case: UUID
    search: UUID
    family: ClassVar[str] = "joint"


@dataclass(frozen=True)
class SearchOffered(_Joint):
    """The sides were asked whether packages may be looked for."""

    sentence: ClassVar[str | Promise] = _("The sides were asked whether to look for a package.")


@dataclass(frozen=True)
class SearchChanged(_Joint):
    """What is weighed was changed before every side had agreed; agreements given before do not count."""

    sentence: ClassVar[str | Promise] = _("What the search is about was changed.")


@dataclass(frozen=True)
class SearchAgreed(_Joint):
    """A side takes part."""

    side: UUID
    sentence: ClassVar[str | Promise] = _("A side takes part in the search for a package.")


@dataclass(frozen=True)
class ListsOpened(_Joint):
    """Every side takes part, or every side asked to open the lists again: each writes its list for itself."""

    sentence: ClassVar[str | Promise] = _("Each side can write its own list.")


@dataclass(frozen=True)
class ListClosed(_Joint):
    """A side closed its list. Audience: that side alone."""

    part: UUID
    commitment: str
    family: ClassVar[str] = "side"
    sentence: ClassVar[str | Promise] = _("Your side has closed its list.")


@dataclass(frozen=True)
class ListShown(_Joint):
    """A side let the mediator read its list, or no longer. Audience: the case's staff."""

    side: UUID
    yes: bool
    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("A side said whether the mediator may read its list.")


@dataclass(frozen=True)
class ListRead(_Joint):
    """The mediator read the list of a side that had shown it. Audience: that side alone."""

    side: UUID
    family: ClassVar[str] = "side"
    sentence: ClassVar[str | Promise] = _("The mediator has read the list of your side.")


@dataclass(frozen=True)
class UnlockAsked(_Joint):
    """A side would open the lists again, or no longer. Audience: that side alone, until every side has asked."""

    part: UUID
    yes: bool
    family: ClassVar[str] = "side"
    sentence: ClassVar[str | Promise] = _("Your side said whether it would open the lists again.")


@dataclass(frozen=True)
class LookingBegan(_Joint):
    """Every list is closed; packages are looked for."""

    sentence: ClassVar[str | Promise] = _("Every list is closed. Packages are being looked for.")


@dataclass(frozen=True)
class RoundPut(_Joint):
    """A round was opened, or no package was possible: then `packages` is 0."""

    number: int
    packages: int
    sentence: ClassVar[str | Promise] = _("There is an answer to the search for a package.")


@dataclass(frozen=True)
class Replied(_Joint):
    """A side answered a package. What it said stands in no event. Audience: that side alone."""

    part: UUID
    family: ClassVar[str] = "side"
    sentence: ClassVar[str | Promise] = _("Your side answered a package.")


@dataclass(frozen=True)
class PackageOpened(_Joint):
    """Every side has answered and none of the open packages was accepted by all: the next one is shown."""

    number: int
    sentence: ClassVar[str | Promise] = _("Another package is shown.")


@dataclass(frozen=True)
class RoundOver(_Joint):
    """Every side has answered every package and none was accepted by all."""

    number: int
    sentence: ClassVar[str | Promise] = _("The round ended without a package.")


@dataclass(frozen=True)
class PackageAccepted(_Joint):
    """Every side has accepted the same package. `digest`: SHA-256 of the record, bound into the audit chain."""

    number: int
    digest: str
    sentence: ClassVar[str | Promise] = _("Every side has accepted the same package.")


@dataclass(frozen=True)
class DealNoted(_Joint):
    """The mediator noted what the sides came to at the table. Audience: the case's staff."""

    family: ClassVar[str] = "staff"
    sentence: ClassVar[str | Promise] = _("The deal that was reached at the table was noted.")


@dataclass(frozen=True)
class ClausesWritten(_Joint):
    """The accepted package was put into the text of the settlement."""

    document: UUID
    sentence: ClassVar[str | Promise] = _("The package was put into the text of the settlement.")


@dataclass(frozen=True)
class SearchEnded(_Joint):
    """The search ended; who wanted it is not said."""

    sentence: ClassVar[str | Promise] = _("The search for a package has ended.")


import bitim.compromise.events_bidding  # noqa: E402, F401 - what can happen in blind bidding
