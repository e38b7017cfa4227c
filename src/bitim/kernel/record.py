"""The record: what happened, once, in the transaction in which it happened.

A domain declares its events as dataclasses of ids; `record` gives them their place in the audience's feed and in the
chain, and calls the subscribers of higher layers synchronously, in the same transaction.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from bitim.engines import chain as links
from bitim.kernel import bus, clock, keystore
from bitim.kernel.access import Actor
from bitim.kernel.membership import head_of, locked_head
from bitim.kernel.models import ChainHead, Event, Pseudonym
from bitim.kernel.prepared import insert, prepared, update
from bitim.kernel.together import Asked

E = TypeVar("E", bound="Happening")
KINDS: dict[str, type["Happening"]] = {}
_subscribers: dict[type["Happening"], list[Callable[[Any, Actor], None]]] = defaultdict(list)


@dataclasses.dataclass(frozen=True)
class Happening:
    """Parent of every event. Fields hold ids, dates, numbers and short keys - never words of people.

    `chain` is the case or centre; `audience` who may read it. `sentence` is one line for the record page;
    `family` names the kind of audience for docs/events.md.
    """

    chain: UUID
    audience: UUID
    sentence: ClassVar[str | Promise] = ""
    family: ClassVar[str] = "staff"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        KINDS[cls.__name__] = cls

    def payload(self) -> dict[str, Any]:
        """Return the fields beyond chain and audience, ready for JSON."""
        return {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self) if f.name not in _PLACES}


_PLACES = {"chain", "audience"}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= 120):
        return value
    raise TypeError(f"an event carries ids and short keys only, not {type(value).__name__}")


def on(kind: type[E]) -> Callable[[Callable[[E, Actor], None]], Callable[[E, Actor], None]]:
    """Subscribe a function of a higher layer; it runs in the same transaction and may refuse the whole."""

    def subscribe(listener: Callable[[E, Actor], None]) -> Callable[[E, Actor], None]:
        _subscribers[kind].append(listener)
        return listener

    return subscribe


def record(happening: Happening, *, actor: Actor) -> Event:
    """Append an event to its feed and its chain, then tell the subscribers. Must run inside an action."""
    # The chain is always locked before the audience: two writers of one chain cannot hold each other up.
    chain = _chain_head(happening.chain)
    head = head_of(happening.audience)
    name = pseudonym(happening.chain, actor.person)
    head.head += 1
    update(head, "head")
    event = Event(
        chain=happening.chain,
        chain_seq=chain.seq + 1,
        audience=happening.audience,
        seq=head.head,
        kind=type(happening).__name__,
        payload=happening.payload(),
        pseudonym=name,
        role=actor.role,
        at=clock.now(),
    )
    event.mac = links.row_mac(chain_key(), row_of(event))
    event.digest = links.link(bytes(chain.digest), event.mac)
    insert(event)
    chain.seq, chain.digest = event.chain_seq, event.digest
    update(chain, "seq", "digest")
    bus.news(happening.audience)
    for listener in _subscribers[type(happening)]:
        listener(happening, actor)
    return event


def asked_of(chain: UUID, audience: UUID, person: UUID) -> list[Asked]:
    """Return the questions that `record` will ask, in its order, for whoever asks them ahead."""
    return [(_locked_chain, (chain,)), (locked_head, (audience,)), (_pseudonym, (chain, person))]


def _chain_head(chain: UUID) -> ChainHead:
    found = _locked_chain(chain)
    if not found:
        ChainHead.objects.system().get_or_create(pk=chain, defaults={"digest": links.GENESIS})
        found = _locked_chain(chain)
    return found[0]


@prepared
def _locked_chain(chain: UUID) -> "QuerySet[ChainHead, ChainHead]":
    return ChainHead.objects.system().select_for_update().filter(pk=chain)


def row_of(event: Event) -> Mapping[str, Any]:
    """Return what the chain's MAC covers: every column of meaning."""
    return {
        "id": str(event.pk),
        "chain": str(event.chain),
        "chain_seq": event.chain_seq,
        "audience": str(event.audience),
        "seq": event.seq,
        "kind": event.kind,
        "payload": event.payload,
        "pseudonym": str(event.pseudonym) if event.pseudonym else None,
        "role": event.role,
        "at": int(event.at.timestamp() * 1_000_000),
    }


def chain_key() -> bytes:
    """Return the key of the audit chain; it outlives the cases, the content keys do not."""
    return keystore.store().derived("audit-chain")


def pseudonym(chain: UUID, person: UUID | None) -> UUID | None:
    """Return the name under which a person acts in this chain, made at first use. The chain must be locked: two first
    uses cannot meet."""
    if person is None:
        return None
    for known in _pseudonym(chain, person):
        return known
    return insert(Pseudonym(chain=chain, person=person)).pk


@prepared
def _pseudonym(chain: UUID, person: UUID) -> "QuerySet[Pseudonym, UUID]":
    return Pseudonym.objects.system().filter(chain=chain, person=person).values_list("pk", flat=True)
