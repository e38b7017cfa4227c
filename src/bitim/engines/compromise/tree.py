"""XML of strangers as a small tree. A document type, and with it every entity, is refused before it is read; size,
depth and number of elements are limited. Nothing outside the given bytes is ever fetched. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from bitim.engines.compromise.model import Unfit

MOST_BYTES, MOST_ELEMENTS, DEEPEST = 10_000_000, 300_000, 40


@dataclass
class Element:
    """An element with its attributes and the elements inside it; text is not kept."""

    tag: str
    attributes: dict[str, str]
    inside: list["Element"] = field(default_factory=list)

    def all(self, tag: str) -> Iterator["Element"]:
        """Return the elements of a name at any depth, in order."""
        for one in self.inside:
            if one.tag == tag:
                yield one
            yield from one.all(tag)


class Foreign(Unfit):
    """A file that is something else: no XML at all."""


def grow(name: str, content: bytes) -> Element:
    """Return the outermost element of a file."""
    if len(content) > MOST_BYTES:
        raise Unfit(f"{name} is larger than {MOST_BYTES // 1_000_000} MB: that is no negotiation scenario.")
    top: list[Element] = []
    open_now: list[Element] = []
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS or len(open_now) >= DEEPEST:
            raise Unfit(f"{name} holds more, or deeper, elements than a negotiation scenario has.")
        element = Element(tag, attributes)
        (open_now[-1].inside if open_now else top).append(element)
        open_now.append(element)

    def refuse(*_: object) -> None:
        raise Unfit(f"{name} declares a document type or entities. Scenarios need none; the file was not read further.")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _tag: open_now.pop()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        where = f"line {fault.lineno}: {expat.errors.messages[fault.code]}"
        raise Foreign(f"{name} is not a Genius scenario: it is no whole XML file ({where}).") from None
    except (LookupError, ValueError) as fault:
        if isinstance(fault, Unfit):
            raise
        raise Foreign(f"{name} is not a Genius scenario: its letters are written in an unknown way.") from None
    return top[0]
