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
}
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
