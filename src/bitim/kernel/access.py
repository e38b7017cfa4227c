"""Who may do what: one table of rules per domain, one function that decides.

`RULES[permission]` is a list of alternatives, each a list of predicates that must all hold. No rule, no permission.
Everything a domain offers is guarded by role AND stage AND side, because the predicates see the locked row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Permission(StrEnum):
    """Parent of every domain's permissions; a value is `domain.verb`."""


@dataclass
class Actor:
    """The person acting, with the one role now active; `person` is None for a visitor and for the system. A `guest`
    came by a door that nobody but one member of staff vouches for: in that one case they read and speak, and decide
    nothing; in any other case of the person they are nobody."""

    person: UUID | None = None
    role: str = "visitor"
    centre: UUID | None = None
    door: UUID | None = None
    guest: UUID | None = None
    memo: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def fresh(self) -> "Actor":
        """Return the same actor with nothing remembered: decisions under a lock see the present rows."""
        return Actor(self.person, self.role, self.centre, self.door, self.guest)

    def once(self, key: Any, ask: Callable[[], Any]) -> Any:
        """Remember an answer for the length of one request."""
        if key not in self.memo:
            self.memo[key] = ask()
        return self.memo[key]

    @property
    def who(self) -> UUID:
        """Return the person, where only a person can act; NotFound for a visitor."""
        if self.person is None:
            raise NotFound
        return self.person

    @property
    def is_system(self) -> bool:
        """Tell whether the house itself acts (clocks, jobs, the demo's seeding)."""
        return self.role == "system"


SYSTEM = Actor(role="system")
VISITOR = Actor()


@dataclass(frozen=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """No, with the reason in words for the reader."""

    reason: Words

    def __bool__(self) -> bool:
        return False


Decision = Allowed | Denied


class Refused(Exception):
    """An action that may not happen now; carries the reason and, where known, what would change it."""

    def __init__(self, reason: Words, what_helps: Words = "") -> None:
        super().__init__(str(type(self).__name__))
        self.reason, self.what_helps = reason, what_helps


class NotFound(Exception):
    """The thing does not exist for this actor. Never says whether it exists for another."""


@dataclass(frozen=True)
class Predicate:
    """One condition with the sentence a refused reader gets."""

    ask: Callable[[Actor, Any], bool]
    reason: Words
    name: str

    def __call__(self, actor: Actor, thing: Any) -> bool:
        """Ask."""
        return self.ask(actor, thing)


def predicate(reason: Words) -> Callable[[Callable[[Actor, Any], bool]], Predicate]:
    """Turn a function into a condition that can explain itself."""
    return lambda ask: Predicate(ask, reason, ask.__name__)


Rules = Mapping[Any, list[list[Predicate]]]
RULES: dict[Permission, list[list[Predicate]]] = {}
NO_RULE = Denied(_("This cannot be done here."))


def register(rules: Rules) -> None:
    """Add a domain's table; a permission may be ruled only once."""
    doubled = RULES.keys() & rules.keys()
    if doubled:
        raise ValueError(f"ruled twice: {sorted(doubled)}")
    RULES.update(rules)


def decide(actor: Actor, permission: Permission, thing: Any) -> Decision:
    """Say Allowed, or Denied with the reason of the alternative that came nearest. The system may do everything."""
    if actor.is_system:
        return Allowed()
    best, nearest = -1, NO_RULE
    for alternative in RULES.get(permission, []):
        met, failed = _first_failing(alternative, actor, thing)
        if failed is None:
            return Allowed()
        if met > best:
            best, nearest = met, Denied(failed.reason)
    return nearest


def _first_failing(conditions: Iterable[Predicate], actor: Actor, thing: Any) -> tuple[int, Predicate | None]:
    met = 0
    for condition in conditions:
        if not condition(actor, thing):
            return met, condition
        met += 1
    return met, None


def require(actor: Actor, permission: Permission, thing: Any) -> None:
    """Raise Refused unless the actor may."""
    decision = decide(actor, permission, thing)
    if isinstance(decision, Denied):
        raise Refused(decision.reason)


def require_visible(actor: Actor, permission: Permission, thing: Any) -> None:
    """Raise NotFound unless the actor may read: whether the thing exists is itself not told."""
    if not decide(actor, permission, thing):
        raise NotFound
