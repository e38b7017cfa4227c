"""What the pages of the office ask for: a case of people who came, a call to a person without a device."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bitim.cases.fields import LineField, PhoneField, SaidField
from bitim.cases.forms import TitleForm
from bitim.jurisdictions.identifiers import valid_bin, valid_iin

PARTY_KINDS = [
    ("person", _("a person or a family")),
    ("organisation", _("an organisation or a company")),
    ("group", _("a group of people")),
]
COMES = [
    ("here", _("in the room")),
    ("phone", _("at home, by telephone")),
]
SEEN_AS = [
    ("", _("choose")),
    ("id_card", _("identity card")),
    ("passport", _("passport")),
    ("other_paper", _("another paper with a photograph")),
    ("known", _("no paper: I know this person")),
    ("not_looked", _("not looked at yet")),
]


def _set(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = list(choices)


class WalkInForm(TitleForm):
    """What the case is called and what it is about; for a coordinator also who mediates."""

    kind = forms.ChoiceField(label=_("Kind of dispute"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    mediator = forms.ChoiceField(label=_("Who mediates"), required=False)
    disclosure = LineField(
        label=_("What ties the mediator to somebody here"),
        help_text=_("Said to everybody before they are asked. Empty: nothing does."),
        required=False,
        limit=500,
    )
    accepted = forms.BooleanField(
        label=_("Each side, asked here, accepts this mediator"),
        help_text=_("Until then the mediator hears nothing in private. It can be said later too."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        kinds: list[tuple[str, str]],
        places: list[tuple[str, str]],
        mediators: list[tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "kind", kinds)
        _set(self, "place", places)
        if len(places) < 2:
            del self.fields["place"]
        if mediators is None:
            del self.fields["mediator"]
        else:
            _set(self, "mediator", [("", _("appointed later")), *mediators])
        titles = [name for name in self.fields if name.startswith("title_")]
        self.order_fields([*titles, "kind", "place", "mediator", "disclosure", "accepted"])
        self.fields[titles[0]].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """Ask for a title in one language at least."""
        said = super().clean() or {}
        if not self.titles():
            first = next(name for name in self.fields if name.startswith("title_"))
            self.add_error(first, ValidationError(_("Give the case a title that both sides can live with.")))
        return said


class WalkInSideForm(forms.Form):
    """One side that has come, or that is called later. What the pack does not ask for is not asked."""

    kind = forms.ChoiceField(label=_("They are"), choices=PARTY_KINDS, initial="person")
    name = LineField(label=_("Name"), error_messages={"required": _("Say who each side is, as they call themselves.")})
    here = LineField(label=_("Who is here for them"), help_text=_("For an organisation or a group."), required=False)
    comes = forms.ChoiceField(
        label=_("Where they are"),
        choices=COMES,
        initial="here",
        required=False,
        help_text=_("Whoever is at home is called: the invitation is read out to them, and they answer."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    seen_as = forms.ChoiceField(
        label=_("What did you look at?"),
        choices=SEEN_AS,
        help_text=_("Only the kind of paper is kept: no number and no copy. Nothing of whoever is at home."),
        required=False,
    )
    identifier = LineField(label=_("Identification number"), help_text=_("12 digits"), required=False, limit=40)
    address = LineField(label=_("Address"), required=False)
    phone = PhoneField(
        label=_("Telephone"), help_text=_("May stay empty where it is not safe to call."), required=False
    )
    in_paper = forms.BooleanField(label=_("The papers may name this telephone"), required=False)

    def __init__(self, *args: Any, asks_identifier: bool = True, asks_address: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checks_identifier = asks_identifier
        if not asks_identifier:
            del self.fields["identifier"]
        if not asks_address:
            del self.fields["address"]
        if "identifier" in self.fields:
            self.fields["identifier"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Ask who is here for a body, and look at the check digit of a number while its owner is in the room; ask for
        the telephone of whoever is not."""
        said = super().clean() or {}
        if said.get("comes") == "phone":
            if not said.get("phone") and "phone" not in self.errors:
                self.add_error(
                    "phone",
                    ValidationError(_("Write down the telephone of whoever is not here: they are called on it.")),
                )
        elif not said.get("seen_as"):
            self.add_error("seen_as", ValidationError(_("Say how you know who is before you.")))
        kind, number = said.get("kind"), said.get("identifier", "")
        if kind in ("organisation", "group") and not said.get("here"):
            self.add_error("here", ValidationError(_("Say who is here for an organisation or a group.")))
        check = {"person": valid_iin, "organisation": valid_bin}.get(str(kind))
        if number and check is not None and not check(number):
            self.add_error("identifier", ValidationError(_("This number has a slip in it: look at it once more.")))
        return said

    def one(self) -> dict[str, Any]:
        """Return the side as `open_walk_in` takes it."""
        said = dict(self.cleaned_data)
        said["by_phone"] = said.pop("comes", "") == "phone"
        if said.pop("in_paper", False) and said.get("phone"):
            said["contact"] = said["phone"]
        return said


ABOUT = {
    "invitation": _("the invitation, and what mediation is"),
    "consent": _("what a side consents to"),
    "questions": _("the questions on the table, and ways to answer them"),
    "clauses": _("the clauses that wait for this side's word"),
    "paper": _("the final text, before it is signed on a visit"),
    "package": _("the search for a package: whether this side takes part, or the package that is open"),
}
BROKEN_BY = {
    "somebody_else": _("somebody else answered"),
    "no_answer": _("nobody answered"),
    "cut": _("the line was cut"),
    "other_word": _("the word did not fit"),
}


class CallForm(forms.Form):
    """What is read out, and who listens."""

    about = forms.ChoiceField(
        label=_("What do you read out?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is read out.")},
    )
    witness = forms.ChoiceField(
        label=_("Who of the staff listens with you?"),
        help_text=_("Tell the person who listens. Nothing counts until your colleague has confirmed the call."),
        required=False,
    )
    outside = LineField(
        label=_("Who listens with you?"),
        help_text=_("The centre has nobody else. Somebody from outside is a weaker witness, and the record says so."),
        required=False,
        limit=200,
    )

    sure = forms.BooleanField(
        label=_("I call all the same, and say nothing to anybody else who answers"),
        error_messages={"required": _("Say that you call all the same, or wait for a better time.")},
    )

    def __init__(
        self,
        *args: Any,
        about: Iterable[str],
        colleagues: list[tuple[str, str]],
        asks: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        """`asks`: what is asked once more before this call."""
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["sure"]
        _set(self, "about", [(key, ABOUT[key]) for key in about])
        if colleagues:
            _set(self, "witness", colleagues)
            del self.fields["outside"]
        else:
            del self.fields["witness"]


class SpokenWordForm(forms.Form):
    """The agreed word."""

    word = LineField(label=_("The word that was said"), limit=80)


class NumberForm(forms.Form):
    """Another number."""

    phone = PhoneField(label=_("Telephone"), error_messages={"required": _("A telephone has more digits than this.")})


class SentenceForm(forms.Form):
    """What was answered to one sentence."""

    said = forms.ChoiceField(
        label=_("The person's answer"),
        choices=[
            ("yes", _("understood, agrees")),
            ("no", _("understood, does not agree")),
            ("again", _("not understood yet")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    note = SaidField(label=_("In the person's own words"), rows=1, limit=1_000, required=False)


class AnswerForm(forms.Form):
    """What was answered at the end."""

    answer = forms.ChoiceField(
        label=_("What does the person say at the end?"),
        choices=[("yes", _("yes")), ("no", _("no")), ("think", _("wants to think"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Write down how the person answered at the end.")},
    )


class HandForm(forms.Form):
    """Who signs at the request of somebody who cannot."""

    name = LineField(label=_("Who signs at this person's request"), required=False, limit=200)
    why = forms.ChoiceField(
        label=_("Why the person cannot sign"),
        choices=[
            ("illness", _("an illness")),
            ("impairment", _("a bodily impairment")),
            ("letters", _("does not write")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    before = LineField(label=_("Before whom it is signed"), required=False, limit=300)

    def __init__(self, *args: Any, attested: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if attested:
            self.fields["before"].help_text = _("A notary or another official, by name and office.")
