"""Words for the states and choices of this domain."""

from django.utils.translation import gettext_lazy as _

from bitim.kernel.access import Words
from bitim.kernel.paper.words import AUTONYMS

# Each language is named in itself, as in the language menu.
LANGUAGE_NAMES = AUTONYMS

HOW: dict[str, Words] = {
    "read": _("read it"),
    "heard": _("heard it"),
    "read_aloud": _("it was read aloud"),
    "said": _("said before"),
}
HOW_CHOICES: tuple[tuple[str, Words], ...] = (
    ("read", _("I read it myself")),
    ("heard", _("I listened to it on the device")),
    ("read_aloud", _("Somebody read it aloud to me")),
)
CHECKS: tuple[tuple[str, Words], ...] = (
    ("in_person", _("I see the person before me")),
    ("called_back", _("I called back on the recorded number")),
    ("known", _("I know the person and their voice")),
)
METHODS: dict[str, Words] = {
    "code_mail": _("One-time code, sent to the recorded e-mail"),
    "code_read_out": _("One-time code, read out by the mediator after a check"),
    "code_printed": _("One-time code, printed and given from hand to hand or sent by post"),
    "pen": _("Signed on paper with a pen, pages compared by two people"),
    "exchange": _("Signed copy sent by e-mail, pages compared by two people"),
    "in_person": _("Pressed on the centre's computer before the mediator"),
}
# The same two where one person is the whole centre.
METHODS_ALONE: dict[str, Words] = {
    "pen": _("Signed on paper with a pen, pages compared by one person alone"),
    "exchange": _("Signed copy sent by e-mail, pages compared by one person alone"),
}
# What the page that checks a document says each route does not prove.
NOT_PROVED: dict[str, Words] = {
    "code_mail": _("A code proves that it reached the recorded contact, not who typed it."),
    "code_read_out": _("A code that was read out rests on the word of the mediator who read it."),
    "code_printed": _("A printed code proves that somebody held the slip, not who it was."),
    "pen": _("A signature on paper is not examined here: whose hand it is, those say who saw it."),
    "exchange": _("A copy sent by e-mail proves the address from which it came, not whose hand signed it."),
}
WAYS: tuple[tuple[str, Words], ...] = (
    ("handed", _("I give it from hand to hand, in a closed envelope")),
    ("posted", _("I send it by post, in a closed envelope")),
)
# Why somebody cannot sign by themselves: the reasons of the law packs.
REASONS: dict[str, Words] = {
    "impairment": _("a bodily impairment"),
    "illness": _("an illness"),
    "letters": _("does not write"),
}
WHY_ASIDE: tuple[tuple[str, Words], ...] = (
    ("differs", _("The text of a page is not the same")),
    ("not_signed", _("A signature is missing")),
    ("unclear", _("Something cannot be seen clearly")),
)
KINDS: dict[str, Words] = {
    "agreement_to_mediate": _("Agreement to mediate"),
    "settlement": _("Settlement"),
    "addendum": _("Addendum on the term"),
}
DUTY_WORDS: tuple[tuple[str, Words, Words], ...] = (
    ("what", _("What exactly will be done"), ""),
    ("how_much", _("How much, or how many"), ""),
    ("how_proved", _("How it will be shown that it is done"), _("A receipt, a photograph, a visit together")),
    ("consequence", _("What follows if it is not done"), ""),
)
DETAIL_WORDS: tuple[tuple[str, Words, Words], ...] = (
    ("identifier", _("Identification number"), _("12 digits: of the person, or of the body")),
    ("address", _("Address"), ""),
    ("contact", _("How to reach them"), _("It will stand in the paper, and the other side will read it there")),
    ("representative", _("Who acts for this party"), _("Only for a body, or when somebody else signs")),
    ("powers", _("On what ground they act"), _("A power of attorney, minutes of a meeting, a statute")),
    ("state", _("Country, in two letters"), ""),
)
SCOPE_WORDS: dict[str, Words] = {
    "third_parties": _("Does the outcome touch people who take no part?"),
    "capacity": _("Is a party without legal capacity, or limited in it?"),
    "corruption": _("Is this about a corruption crime?"),
}
# What the mediator looked at before somebody signed on the centre's computer; `cases.Participant.SEEN_AS` without
# "nothing was looked at", which is enough to sit at a table and not to sign.
SEEN_TO_SIGN: tuple[tuple[str, Words], ...] = (
    ("id_card", _("identity card")),
    ("passport", _("passport")),
    ("other_paper", _("another paper with a photograph")),
    ("known", _("no paper: I know this person")),
)
