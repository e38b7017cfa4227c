"""Preparing, opening and closing a conversation, and making slips for it."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bitim.dialogue import words
from bitim.dialogue.events import (
    ConversationChanged,
    ConversationClosed,
    ConversationMade,
    ConversationOpened,
    SlipsMade,
    VotesTaken,
)
from bitim.dialogue.models import Conversation, Slip, Statement, Voice
from bitim.dialogue.permissions import P
from bitim.engines.disclosure import FLOOR
from bitim.kernel import clock, ids
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.sealed import blind_exact
from bitim.people.models import Centre

FEWEST_SEEDS, MOST_SLIPS, MOST_SLIPS_OF_ALL = 3, 500, 20_000
LONGEST_TIME = timedelta(days=366)
SLUG_LETTERS, SLUG_SIGNS = 7, "abcdefghjkmnpqrstuvwxyz23456789"  # typed from a slip: no sign like another


@action(P.START_CONVERSATION, on=Centre)
def start_conversation(centre: Centre, *, actor: Actor, said: Mapping[str, Any]) -> Conversation:
    """Write down a new conversation; nobody can take part before it is opened. `said`: as for `change_conversation`."""
    slug = "".join(secrets.choice(SLUG_SIGNS) for _at in range(SLUG_LETTERS))
    talk = Conversation(centre=centre, owner_id=actor.who, slug=slug, made=clock.now())
    _put(talk, said)
    talk.save(force_insert=True)
    record(ConversationMade(centre.pk, centre.pk, talk.pk), actor=actor)
    return talk


@action(P.RUN_CONVERSATION, on=Conversation)
def change_conversation(talk: Conversation, *, actor: Actor, said: Mapping[str, Any]) -> Conversation:
    """Change what is asked and how, before anybody could take part. `said`: {"question", "about", "policy": texts by
    language, "languages": codes, "entry", "moderated", "embargo", "longest", "closes": moment or None}."""
    if talk.opened is not None:
        raise Refused(_("People are being asked already. What they were asked cannot be changed any more."))
    _put(talk, said)
    talk.save()
    record(ConversationChanged(talk.centre_id, talk.centre_id, talk.pk), actor=actor)
    return talk


def _put(talk: Conversation, said: Mapping[str, Any]) -> None:
    languages = [code for code, _name in settings.LANGUAGES if code in said["languages"]]
    question = words.texts(said["question"], languages)
    if not languages or set(question) != set(languages):
        raise Refused(_("Choose at least one language, and write the question in each of them."))
    entry = said["entry"] if said["entry"] in (Conversation.SLIPS, Conversation.LINK) else Conversation.SLIPS
    longest = min(max(int(said["longest"]), Conversation.SHORTEST_LIMIT), Conversation.LONGEST_LIMIT)
    talk.question, talk.about = question, words.texts(said["about"], languages)
    talk.policy = words.texts(said["policy"], languages)
    talk.languages, talk.entry, talk.longest = languages, entry, longest
    talk.moderated = bool(said["moderated"])
    # Whoever may come often could take their own answers off and be left with one person's.
    talk.embargo = bool(said["embargo"]) or entry == Conversation.LINK
    talk.closes = _end_of(said.get("closes"))


def _end_of(closes: datetime | None) -> datetime | None:
    now = clock.now()
    if closes is not None and not now < closes <= now + LONGEST_TIME:
        raise Refused(_("The end lies in the past, or more than a year ahead."))
    return closes


@action(P.RUN_CONVERSATION, on=Conversation)
def open_conversation(talk: Conversation, *, actor: Actor) -> Conversation:
    """Let people take part. Some sentences of the centre's own come first: the first voice needs what to answer."""
    if talk.opened is not None:
        return talk
    shown = Statement.objects.system().filter(conversation=talk, state=Statement.SHOWN)
    seeds = list(shown.select_related("conversation"))
    if any(set(one.words) != set(talk.languages) for one in seeds):
        raise Refused(_("Some sentences are not in every language of the dialogue yet. Translate them first."))
    if len(seeds) < FEWEST_SEEDS:
        raise Refused(_("Write at least three sentences first: whoever comes first needs something to answer."))
    if talk.closes is not None and talk.closes <= clock.now():
        raise Refused(_("The end lies in the past, or more than a year ahead."))
    talk.opened = clock.now()
    talk.save(update_fields=["opened"])
    record(ConversationOpened(talk.centre_id, talk.centre_id, talk.pk), actor=actor)
    return talk


@action(P.RUN_CONVERSATION, on=Conversation)
def close_conversation(talk: Conversation, *, actor: Actor) -> Conversation:
    """End it for good: nobody votes any more, and what came out may be shown."""
    if talk.opened is None:
        raise Refused(_("This dialogue was not opened yet."))
    if talk.closed is None:
        talk.closed = clock.now()
        talk.save(update_fields=["closed"])
        record(ConversationClosed(talk.centre_id, talk.centre_id, talk.pk), actor=actor)
    return talk


@action(P.RUN_CONVERSATION, on=Conversation)
def make_slips(talk: Conversation, *, actor: Actor, number: int) -> list[str]:
    """Return so many new codes, this once: they are printed from this answer and kept nowhere in clear."""
    if talk.entry != Conversation.SLIPS or talk.closed is not None:
        raise Refused(_("People come into this dialogue without slips, or it is over."))
    if not 0 < number <= MOST_SLIPS:
        raise Refused(_("From 1 to 500 slips are made at a time."))
    if Slip.objects.system().filter(conversation=talk).count() + number > MOST_SLIPS_OF_ALL:
        raise Refused(_("There are very many slips already. Close this dialogue, or use those first."))
    codes: set[str] = set()
    while len(codes) < number:
        fresh = {ids.new_code() for _ in range(number - len(codes))} - codes
        known = Slip.objects.system().filter(digest__in=[digest_of(one) for one in fresh])
        taken = {bytes(one) for one in known.values_list("digest", flat=True)}
        codes |= {one for one in fresh if digest_of(one) not in taken}
    Slip.objects.bulk_create(Slip(conversation=talk, digest=digest_of(one)) for one in sorted(codes))
    record(SlipsMade(talk.centre_id, talk.centre_id, talk.pk, number), actor=actor)
    return sorted(codes)


def digest_of(code: str) -> bytes:
    """Return under what a slip's code is kept."""
    return blind_exact("dialogue.slip", code)


@action(P.EXPORT_VOTES, on=Conversation)
def take_out(talk: Conversation, *, actor: Actor) -> None:
    """Note that the votes are taken out as files; of fewer people than may be told of they are not."""
    if Voice.objects.system().filter(conversation=talk, presses__gt=0).count() < FLOOR:
        raise Refused(_("Too few people have answered so far: nothing is told of fewer than five."))
    record(VotesTaken(talk.centre_id, talk.centre_id, talk.pk), actor=actor)
