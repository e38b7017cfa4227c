"""Phrases planted on the way of a case, each found nowhere else, and who may ever be shown them."""

BEGIN = "zharyq7731"  # of every phrase
PHRASES = {
    "account": "zharyq7731account",
    "contact of the other": "zharyq7731othersplace",
    "safe contact": "zharyq7731careful",
    "attempt note": "zharyq7731attemptnote",
    "disclosure": "zharyq7731disclosure",
    "ballot": "zharyq7731ballot",
    "centre tie": "zharyq7731centretie",
    "list": "zharyq7731list",
    "own mail": "zharyq7731own@example.kz",
    "other mail": "zharyq7731other@example.kz",
    "own address": "zharyq7731ownstreet",
    "reasons own": "zharyq7731reasonsown",
    "reasons other": "zharyq7731reasonsother",
    "told by telephone": "zharyq7731telephone",
    "outside witness": "zharyq7731librarian",
    "own caucus": "zharyq7731owncaucus",
    "own caucus kept": "zharyq7731owncaucuskept",
    "own translation": "zharyq7731owntranslation",
    "own file": "zharyq7731ownfile",
    "own file name": "zharyq7731ownname",
    "taken back": "zharyq7731takenback",
    "other caucus": "zharyq7731othercaucus",
    "team": "zharyq7731teamroom",
    "released": "zharyq7731released",
    "own constraint": "zharyq7731ownharvest",
    "other constraint": "zharyq7731otherbus",
    "own waiting": "zharyq7731ownwaits",
    "own called": "zharyq7731owncalled",
    "own spoken": "zharyq7731ownspoken",
    "joint": "zharyq7731jointroom",
    "issue": "zharyq7731issue",
    "comment": "zharyq7731comment",
    "clause": "zharyq7731clause",
    "consultation": "zharyq7731consultation",
    "consultation corrected": "zharyq7731correction",
    "paper of a court": "zharyq7731paper",
    "own note": "zharyq7731ownnote",
    "duty word": "zharyq7731dutyword",
    "court": "zharyq7731court",
    "demand": "zharyq7731demand",
    "scan name": "zharyq7731scanname",
    "by request": "zharyq7731byrequest",
    "sentence": "zharyq7731sentence",
    "voter's view": "zharyq7731votersview",
}
TABLE = frozenset({"own", "other", "mediator"})
STAFF = frozenset({"mediator", "coordinator"})
MAY: dict[str, frozenset[str]] = {
    "account": frozenset({"own", "mediator", "coordinator"}),  # the coordinator until the request is accepted
    "contact of the other": STAFF | {"own"},
    "safe contact": STAFF | {"own"},
    "attempt note": STAFF,
    "disclosure": STAFF | {"own", "other"},
    "ballot": frozenset(),  # what a side wrote is read by that side's own form, key by key, and by nobody else
    "centre tie": frozenset({"coordinator", "head"}),
    "list": frozenset({"coordinator", "head"}),
    "own mail": STAFF | {"own"},
    "other mail": STAFF | {"own", "other"},  # own typed it in the request
    "own address": TABLE,  # the statute puts it into the agreement, which all sign
    "reasons own": frozenset({"mediator"}),
    "reasons other": frozenset({"mediator"}),
    "told by telephone": frozenset({"other", "mediator", "coordinator"}),  # the side, the reader, the mediator
    "outside witness": frozenset({"other", "mediator", "coordinator"}),
    "own caucus": frozenset({"own", "mediator", "interpreter"}),
    "own caucus kept": frozenset({"own", "mediator", "interpreter"}),
    "own translation": frozenset({"own", "mediator", "interpreter"}),
    "own file": frozenset({"own", "mediator", "interpreter"}),
    "own file name": frozenset({"own", "mediator", "interpreter"}),
    "taken back": frozenset(),
    "other caucus": frozenset({"other", "mediator"}),
    "team": frozenset({"mediator"}),
    "released": TABLE | {"interpreter"},
    "own constraint": frozenset({"own", "mediator"}),
    "other constraint": frozenset({"other", "mediator"}),
    "own waiting": frozenset({"own", "mediator"}),
    "own called": frozenset({"own", "mediator", "interpreter"}),
    "own spoken": frozenset({"own", "mediator", "interpreter"}),  # to those in the room, and kept nowhere
    "joint": TABLE,
    "issue": TABLE,
    "comment": TABLE,
    "clause": TABLE,
    "consultation": frozenset({"coordinator"}),
    "consultation corrected": frozenset({"coordinator"}),
    "paper of a court": frozenset({"coordinator"}),
    "own note": frozenset({"mediator"}),
    "duty word": TABLE,
    "court": TABLE | {"coordinator"},
    "demand": STAFF | {"head"},  # the sides may not be told of this one
    "scan name": frozenset({"mediator"}),  # put aside: never part of what was signed
    "sentence": STAFF | {"head", "idle"},  # of a dialogue, not let in yet: whoever of the centre reads what waits
    "voter's view": frozenset(),  # of a ballot that was never counted
    "by request": STAFF,  # noted, then signed by code: it stands in no evidence
}
