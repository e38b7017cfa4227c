"""What can happen to the books. Chain and audience are the centre, unless said otherwise."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel.record import Happening


@dataclass(frozen=True)
class LineWritten(Happening):
    """A line was added to a book. The event names the line: a line that is missing later is found by it."""

    line: UUID
    book: str
    act: str
    sentence: ClassVar[str | Promise] = _("A line was written in the journal.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class NumberingChanged(Happening):
    """The head chose how numbers are written, or the list of places, from the next line on."""

    sentence: ClassVar[str | Promise] = _("The way of numbering was changed.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class BookExported(Happening):
    """A book or a report left the house as a file: which (`what`), for which time, in which format, its SHA-256."""

    what: str
    period: str
    form: str
    digest: str
    sentence: ClassVar[str | Promise] = _("A book or a report was taken out as a file.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class AspectMarked(Happening):
    """A dispute was marked for the internal report; as what is not said. Audience: the case's staff."""

    case: UUID
    sentence: ClassVar[str | Promise] = _("The dispute was marked for the internal report.")
