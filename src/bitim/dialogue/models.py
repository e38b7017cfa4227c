"""Community dialogue: a question, people who take part without a name, sentences, votes, what came out.

Nothing here names who votes: a `Voice` is made when a slip is used or a link is followed, and no row says which slip
it came by. Votes bear no time. (Whoever has the database file can still see in which order rows were written.)
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bitim.dialogue.permissions import P
from bitim.kernel.access import Permission
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row
from bitim.kernel.sealed import SealedJSON
from bitim.people.models import Centre, Person


class Conversation(Row):
    """One question put to many people.

    `question`, `about` and `policy` (how sentences are let in) are texts by language. `entry`: by one-time slips
    (`slips`: without a name and one person one voice) or by the address alone (`link`). `moderated`: a sentence is
    shown once somebody of the centre has let it in. `embargo`: what came out is shown after the end. `longest`: letters
    of a sentence. `brought`: how many people's votes came from files. It is open from `opened` until `closed`, or until
    `closes` has passed. `owner`: who answers for it.
    """

    SLIPS, LINK = "slips", "link"
    SHORTEST_LIMIT, LONGEST_LIMIT = 140, 280

    read_permission = P.SEE_CONVERSATION
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="conversations")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=12, unique=True)
    question = SealedJSON(klass="centre")
    about = SealedJSON(klass="centre")
    policy = SealedJSON(klass="centre")
    languages = models.JSONField(default=list)
    entry = models.CharField(max_length=8, default=SLIPS)
    moderated = models.BooleanField(default=True)
    embargo = models.BooleanField(default=False)
    brought = models.PositiveIntegerField(default=0)
    longest = models.PositiveSmallIntegerField(default=200)
    made = models.DateTimeField()
    opened = models.DateTimeField(null=True)
    closes = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)

    def scope_of(self, column: str) -> Scope:
        """The centre's own key: what is asked and answered is meant for everybody."""
        return Scope("centre", self.centre_id)


class Slip(Row):
    """One piece of paper with a code that lets one voice in, once. Which voice came by it is written nowhere; a used
    slip keeps no time."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="slips")
    digest = models.BinaryField(unique=True)
    used = models.BooleanField(default=False)


class Voice(Row):
    """Somebody who takes part, known by a secret of their browser alone. `presses` counts their votes and changes of
    votes, `counted` those that the last outcome took in: it is reckoned anew once as many people as may be told of have
    changed something, so that two outcomes never differ by the answers of a few. `forgotten`: nobody can come back as
    it."""

    lock_path = "conversation"
    notes_refusals = False
    read_permission = P.BE_VOICE
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="voices")
    digest = models.BinaryField(unique=True)
    presses = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    forgotten = models.BooleanField(default=False)


class Statement(Row):
    """A sentence that people vote on. `words`: by language; `checked`: the translations that a person has looked at.
    `by` is None for a sentence of the centre. A sentence of a person waits, is shown, or is kept out with a `reason`
    from the words of the house; `asked`: how many have answered it; `reworded`: what it was before somebody of the
    centre put it otherwise."""

    WAITING, SHOWN, OUT, WITHDRAWN = "waiting", "shown", "out", "withdrawn"
    STATES = (WAITING, SHOWN, OUT, WITHDRAWN)
    REASONS: ClassVar[tuple[str, ...]] = ("insult", "person", "twice", "aside", "several", "unclear")

    lock_path = "conversation"
    read_permission: ClassVar[Permission] = P.SEE_QUEUE
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    words = SealedJSON(klass="centre")
    language = models.CharField(max_length=2)
    checked = models.JSONField(default=list)
    by = models.ForeignKey(Voice, on_delete=models.SET_NULL, null=True, related_name="statements")
    state = models.CharField(max_length=10, default=WAITING)
    reason = models.CharField(max_length=10, blank=True)
    asked = models.PositiveIntegerField(default=0)
    reworded = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "number"], name="one_number_per_statement")]
        indexes = [models.Index(fields=["conversation", "state"])]

    def scope_of(self, column: str) -> Scope:
        """The centre's own key."""
        return Scope("centre", self.conversation.centre_id)


class Vote(Row):
    """What a voice said to a statement: 1 agree, -1 disagree, 0 pass. `chance`: with what probability the statement was
    drawn for this voice (0: it was chosen, not drawn)."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="votes")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField()
    chance = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voice", "statement"], name="one_vote_per_voice_and_statement"),
            models.CheckConstraint(condition=Q(value__in=(-1, 0, 1)), name="vote_is_one_of_three"),
        ]
        indexes = [models.Index(fields=["conversation", "statement"])]


class Outcome(Row):
    """What came out of the votes at a moment. `told`: figures that may be published, none of
    fewer people than the floor; `places`: the group of each voice, for that voice alone."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="outcome")
    told = SealedJSON(klass="centre")
    places = SealedJSON(klass="centre")
    at = models.DateTimeField()

    def scope_of(self, column: str) -> Scope:
        """The centre's own key."""
        return Scope("centre", self.conversation.centre_id)
