"""Spaces of a case and what is said in them. A space's id is its audience; its class is its owner's class."""

from django.db import models
from django.db.models import Q

from bitim.cases.models import Case, Participant, Side
from bitim.kernel.keystore import Scope
from bitim.kernel.models import Row, StoredFile
from bitim.kernel.sealed import Sealed, SealedJSON
from bitim.people.models import LANGUAGE_CHOICES, Person
from bitim.room.permissions import P
from bitim.room.words import legible


class Space(Row):
    """A joint room, one caucus per side, the mediators' team room; while a meeting needs it, a corridor: by voice
    alone, for the representatives of the sides and the mediators."""

    JOINT, CAUCUS, TEAM, CORRIDOR = "joint", "caucus", "team", "corridor"

    lock_path = "case"
    read_permission = P.READ_SPACE
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="spaces")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in (JOINT, CAUCUS, TEAM, CORRIDOR)])
    side = models.ForeignKey(Side, on_delete=models.CASCADE, null=True, related_name="spaces")
    open = models.BooleanField(default=False)
    made = models.DateTimeField()
    closed = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(side=None), name="one_space_of_a_kind"),
            models.UniqueConstraint(fields=["side"], condition=Q(side__isnull=False), name="one_caucus_per_side"),
            models.CheckConstraint(
                condition=(Q(kind="caucus") & Q(side__isnull=False)) | (~Q(kind="caucus") & Q(side=None)),
                name="only_a_caucus_has_a_side",
            ),
        ]

    @property
    def scope(self) -> Scope:
        """Whose key seals what is said here."""
        if self.kind == self.CAUCUS and self.side_id:
            return Scope("side", self.side_id, self.case_id)
        if self.kind == self.TEAM:
            return Scope("private", self.pk, self.case_id)
        return Scope("joint", self.case_id, self.case_id)


class Message(Row):
    """Words, a voice note or a file, said in one space. `seq` is the event's number in that space."""

    TEXT, VOICE, FILE = "text", "voice", "file"

    lock_path = "space__case"
    read_permission = P.READ_SPACE
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveBigIntegerField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=20)
    kind = models.CharField(max_length=6, default=TEXT)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    body = Sealed(klass="owner")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "seq"], name="one_message_per_seq")]

    def scope_of(self, column: str) -> Scope:
        """The space's key."""
        return self.space.scope


class Translation(Row):
    """What a message says in another language: by a person, or by a machine until a person has checked it."""

    lock_path = "message__space__case"
    read_permission = P.READ_SPACE
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    body = Sealed(klass="owner")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    machine = models.BooleanField(default=False)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "language"], name="one_translation_per_language")]

    def scope_of(self, column: str) -> Scope:
        """The key of the space in which the message was said."""
        return self.message.space.scope


class Release(Row):
    """A line of the ledger: one item of a caucus shown, by its owner's permission, in another space as a frozen
    copy. Revocable until first served to any recipient; afterwards marked withdrawn, never deleted."""

    lock_path = "source__space__case"
    read_permission = P.READ_SPACE
    source = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="releases")
    copy = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="released_from")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="releases")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    source_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    served = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)


class Meeting(Row):
    """A meeting in the joint room, or apart (shuttle). Presence exists only while it is live."""

    PLANNED, LIVE, ENDED, CALLED_OFF = "planned", "live", "ended", "called_off"

    lock_path = "case"
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="meetings")
    mode = models.CharField(max_length=8)
    starts = models.DateTimeField()
    state = models.CharField(max_length=10, default=PLANNED)
    opened = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=90)
    sequence = models.PositiveSmallIntegerField(default=0)  # of the calendar file: rises with every change of time
    changed = models.DateTimeField(null=True)


class Presence(Row):
    """Who is here in a live meeting, in which space; deleted when the meeting ends."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seen = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="in_one_space_at_a_time")]


class VoicePlace(Row):
    """Where somebody is who came to the live meeting by voice: the room into which the mediator let them, or
    (`space` empty) the waiting room of their side. The one fact of who is where; deleted when the meeting ends.

    `shown`: their name as the mediator corrected it for this meeting; papers and rooms in writing keep the other one.
    `knock`, `knocked`: what they ask of the mediator, and since when. `raised`: since when they want to speak.
    `into`: of an interpreter in a room where interpretation goes on at the same time, the language that their voice
    is; `RESTS`: nobody hears them; empty: everybody does. `slowly`: how often they asked this room to speak slowly.
    `writes`: the language in which they type what is said there, for all in the room; empty: they do not."""

    WORD, COME = "word", "come"  # a word with the mediator; please come to us
    RESTS = "rest"
    KNOCKS = (WORD, COME)

    lock_path = "meeting__case"
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, null=True, related_name="+")
    came = models.DateTimeField()
    moved = models.DateTimeField()
    shown = Sealed(klass="joint")
    knock = models.CharField(max_length=4, blank=True, choices=[(k, k) for k in KNOCKS])
    knocked = models.DateTimeField(null=True)
    raised = models.DateTimeField(null=True)
    into = models.CharField(max_length=4, blank=True)
    slowly = models.PositiveSmallIntegerField(default=0)
    writes = models.CharField(max_length=2, blank=True, choices=LANGUAGE_CHOICES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_place_in_a_meeting")]

    def scope_of(self, column: str) -> Scope:
        """The table's key, as for every name of the case."""
        return Scope("joint", self.meeting.case_id, self.meeting.case_id)

    @property
    def name(self) -> str:
        """How the others of the meeting see this person; never nothing: whoever hears is seen."""
        return legible(str(self.shown or self.participant.shown_name or "")) or "?"


class Epoch(Row):
    """A room while the same people are in it by voice. Whoever comes or goes ends it: the next has another id, and the
    tickets, keys and lines of this one open nothing any more."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="epochs")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    number = models.UUIDField()
    begun = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "space"], name="one_epoch_at_a_time")]


class CallRoom(Row):
    """How a room of a live meeting by voice stands: whether it is locked, until when its time runs, who has the word,
    whether the mediator lets it be measured how long each person speaks, whether interpreters speak at the same time
    as others (`together`), each in a voice of its own, or one after another; which question or clause is spoken about
    now (`point`, its id). Deleted when the meeting ends."""

    lock_path = "meeting__case"
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="call_rooms")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    locked = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    speaker = models.ForeignKey(VoicePlace, on_delete=models.SET_NULL, null=True, related_name="+")
    measured = models.BooleanField(default=False)
    together = models.BooleanField(default=False)
    point = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "space"], name="one_state_of_a_room")]


class WaitingWord(Row):
    """What the mediator says to those of one side who wait; without a side, to those who belong to none. Words to all
    are one row for each side, so that nobody sees who else was told. Deleted when the meeting ends.

    `content`: the key of a ready sentence (`ready`), which everybody reads in their own language, or words of the
    mediator (`words`, `language`)."""

    lock_path = "meeting__case"
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="waiting_words")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, null=True, related_name="+")
    content = SealedJSON(klass="owner")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "side"], condition=Q(side__isnull=False), name="a_word_per_side"
            ),
            models.UniqueConstraint(fields=["meeting"], condition=Q(side=None), name="a_word_to_the_sideless"),
        ]

    def scope_of(self, column: str) -> Scope:
        """The side's key; without a side, the table's."""
        case = self.meeting.case_id
        return Scope("side", self.side_id, case) if self.side_id else Scope("joint", case, case)


class WithSide(Row):
    """A stretch during which a mediator was with people of a side, by voice, in that side's private room. For the
    mediators of this meeting alone; deleted when it ends."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="with_sides")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    begun = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "space"], condition=Q(ended=None), name="one_stretch_with_a_side_at_once"
            )
        ]


class Spoken(Row):
    """How often and how long (seconds) somebody spoke in a room while that was measured, as their own browser says.
    For the mediators of that room alone, in no record and no file; deleted when measuring or the meeting ends."""

    room = models.ForeignKey(CallRoom, on_delete=models.CASCADE, related_name="spoken")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    turns = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    told = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "participant"], name="once_in_a_balance")]


class ReadMark(Row):
    """How far a person has read a space; shown to nobody else."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "person"], name="one_mark")]


class Attendance(Row):
    """A stretch of somebody's part in a meeting: by which channel, behind whose screen, from when to when.

    Before the meeting: what is expected (`came` empty). Whoever goes and comes again, or changes the channel, has
    several stretches, of which at most one is not over. Folded into the record and deleted when the meeting ends.
    """

    IN_ROOM, BY_PHONE, SHARED, OWN_BROWSER, ABSENT = "in_room", "by_phone", "shared_device", "own_browser", "absent"
    CHANNELS = (IN_ROOM, BY_PHONE, SHARED, OWN_BROWSER, ABSENT)

    lock_path = "meeting__case"
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=13, choices=[(c, c) for c in CHANNELS])
    behind = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="+")
    came = models.DateTimeField(null=True)
    gone = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "participant"], condition=Q(gone=None), name="one_channel_at_a_time"
            )
        ]


class Aside(Row):
    """Who sat with the mediator in a private room during a meeting, and from when to when. A fact of that side and the
    mediator alone; sealed with the side's words and deleted from here when the meeting ends."""

    lock_path = "space__case"
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="asides")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="asides")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=13, choices=[(c, c) for c in Attendance.CHANNELS])
    behind = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="+")
    came = models.DateTimeField()
    gone = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "space", "participant"], condition=Q(gone=None), name="once_in_a_private_room"
            )
        ]


class MeetingRecord(Row):
    """What is kept of a meeting: who, in which role, by which channel, from when to when, where, at which stage.
    Nothing that was said. `channels`: those by which people of the sides took part, for counting without names."""

    lock_path = "meeting__case"
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="record")
    channels = models.JSONField(default=list)
    stage = models.CharField(max_length=20)
    place = models.CharField(max_length=8)
    content = SealedJSON(klass="archive")
    made = models.DateTimeField()

    def scope_of(self, column: str) -> Scope:
        """The archive key of the case: it outlives what was said."""
        case = self.meeting.case_id
        return Scope("archive", case, case)


class AsideRecord(Row):
    """What is kept of the times in one private room during a meeting: under that side's key, and gone with it."""

    lock_path = "space__case"
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="aside_records")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    content = SealedJSON(klass="owner")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "space"], name="one_record_per_private_room")]

    def scope_of(self, column: str) -> Scope:
        """The side's key."""
        return self.space.scope


class Proposal(Row):
    """Two to five times that the mediator puts to everybody. Whoever answers, answers to the mediator alone."""

    OPEN, CHOSEN, DROPPED = "open", "chosen", "dropped"

    lock_path = "case"
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="proposals")
    mode = models.CharField(max_length=8)
    minutes = models.PositiveSmallIntegerField(default=90)
    state = models.CharField(max_length=8, default=OPEN)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="one_question_of_time_at_once")
        ]


class ProposedTime(Row):
    """One of the times."""

    lock_path = "proposal__case"
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="times")
    starts = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "starts"], name="a_time_once")]


class TimeAnswer(Row):
    """What one person says to one time, sealed to their side (staff: to themselves) and the mediator. `told_to`: the
    member of staff to whom it was said, where the person did not write it themselves."""

    YES, IF_NEED, NO = "yes", "if_need", "no"
    ANSWERS = (YES, IF_NEED, NO)

    lock_path = "time__proposal__case"
    time = models.ForeignKey(ProposedTime, on_delete=models.CASCADE, related_name="answers")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    answer = Sealed(klass="owner")
    told_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["time", "participant"], name="one_answer_to_a_time")]

    def scope_of(self, column: str) -> Scope:
        """The side's key, or the person's own."""
        return scope_of_participant(self.participant)


class Constraint(Row):
    """When somebody cannot come: in their own words, and as weekdays and hours that the machine keeps clear of.
    Sealed to their side (staff: to themselves) and the mediator."""

    lock_path = "participant__case"
    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="constraint")
    words = Sealed(klass="owner")
    never = SealedJSON(klass="owner")
    told_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def scope_of(self, column: str) -> Scope:
        """The side's key, or the person's own."""
        return scope_of_participant(self.participant)


def scope_of_participant(who: Participant) -> Scope:
    """Return whose key seals what somebody says of their time."""
    if who.side_id is not None:
        return Scope("side", who.side_id, who.case_id)
    return Scope("person", who.person_id)
