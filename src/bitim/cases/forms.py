"""What pages of requests and cases ask for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bitim.cases.fields import LineField, MailField, PhoneField, SaidField
from bitim.cases.forms_reaching import ReachForm

KINDS_OF_PARTY = [
    ("person", _("a person or a family")),
    ("organisation", _("an organisation or a company")),
    ("group", _("a group of people")),
]
YES_NO_UNSURE = [("yes", _("yes")), ("no", _("no")), ("unsure", _("not sure"))]


class WhatForm(forms.Form):
    """Screen 1: what happened."""

    what = SaidField(
        label=_("What happened?"),
        help_text=_("In your own words and your own language. It need not be complete or in order."),
        rows=9,
        error_messages={"required": _("A few words are enough to begin.")},
    )
    kind = forms.ChoiceField(label=_("What is it about?"), required=False)
    centre = forms.ChoiceField(label=_("Which centre is near you?"), required=False)

    def __init__(
        self, *args: Any, kinds: list[tuple[str, str]], centres: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("kind", [("", _("not sure")), *kinds])
        if centres and len(centres) > 1:
            self._choices("centre", centres)
        else:
            del self.fields["centre"]

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        chosen: Any = self.fields[name]
        chosen.choices = choices


class MeForm(forms.Form):
    """Screen 2, first part: for whom the person speaks."""

    kind = forms.ChoiceField(
        label=_("You speak for"),
        choices=[
            ("person", _("yourself or your family")),
            ("organisation", _("an organisation or a company")),
            ("group", _("a group of people")),
        ],
        widget=forms.RadioSelect,
        initial="person",
    )
    name = LineField(label=_("Name of the organisation or group"), required=False)


class OtherForm(forms.Form):
    """Screen 2: one of the others. What is not known stays empty; the coordinator asks."""

    name = LineField(label=_("Who is it, as you call them?"), required=False)
    kind = forms.ChoiceField(label=_("They are"), choices=KINDS_OF_PARTY, initial="person", required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = MailField(label=_("E-mail"), required=False)
    place = LineField(label=_("Village or address"), required=False)


class ContactForm(ReachForm):
    """Screen 3: how the person wants to be reached."""

    name = LineField(label=_("Your name"), error_messages={"required": _("Say how the coordinator should call you.")})
    word = LineField(
        label=_("A word that only you know"),
        help_text=_("With the code and this word you can come back. With a telephone, its last four digits do too."),
        required=False,
    )
    field_order = ("name",)

    def __init__(self, *args: Any, has_way_back: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_way_back = has_way_back

    def clean(self) -> dict[str, Any]:
        """Ask also for one thing that only this person knows."""
        said = super().clean()
        if not said.get("phone") and not said.get("word") and not self.has_way_back and "phone" not in self.errors:
            self.add_error(
                "word", ValidationError(_("Without a telephone, a word is needed so that only you come back."))
            )
        return said


class WordForm(forms.Form):
    """A word agreed by voice or chosen by the person."""

    word = LineField(label=_("A word that only you know"), required=False)


class TitleForm(forms.Form):
    """A title in each language of the centre; at least one."""

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages:
            self.fields[f"title_{code}"] = LineField(
                label=settings.LANGUAGE_NAMES.get(code, code), required=False, limit=200
            )

    def titles(self) -> dict[str, str]:
        """Return {language: title} of what was filled in."""
        return {k.removeprefix("title_"): v for k, v in self.cleaned_data.items() if k.startswith("title_") and v}


class AcceptForm(TitleForm):
    """Opening a case from a request."""

    kind = forms.ChoiceField(label=_("Kind of dispute"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        chosen["kind"].choices, chosen["place"].choices = kinds, places
        if len(places) < 2:
            del self.fields["place"]


class DeclineForm(forms.Form):
    """Ending a request without a case."""

    outcome = forms.ChoiceField(
        label=_("How does this request end?"),
        choices=[
            ("consultation", _("advice was enough")),
            ("unsuitable", _("mediation does not suit it")),
            ("refused", _("the person does not want to go on")),
            ("no_answer", _("the person could not be reached")),
        ],
        widget=forms.RadioSelect,
    )


class PersonForm(forms.Form):
    """A side or a person that is to be invited."""

    name = LineField(label=_("Name"), error_messages={"required": _("Say who it is.")})
    kind = forms.ChoiceField(label=_("They are"), choices=KINDS_OF_PARTY, initial="person", required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = MailField(label=_("E-mail"), required=False)
    place = LineField(label=_("Village or address"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)


class AppointForm(forms.Form):
    """Whom to appoint, and as what."""

    person = forms.ChoiceField(label=_("Person"))
    role = forms.ChoiceField(
        label=_("As"),
        choices=[("mediator", _("mediator")), ("co_mediator", _("co-mediator")), ("interpreter", _("interpreter"))],
    )
    disclosure = SaidField(label=_("What the mediator disclosed, for each side to read"), rows=2, required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["person"]
        chosen.choices = people


class ConfirmForm(forms.Form):
    """How a second person knows who came by a new code."""

    how = forms.ChoiceField(
        label=_("How do you know that it is this person?"),
        choices=[
            ("seen", _("seen in person")),
            ("called", _("called back on the number we had before")),
            ("known", _("known to me personally, and we have spoken")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how you know that it is this person.")},
    )


QUESTIONS = {
    "fear": _("Are you afraid of the other side, or of what happens after the talk?"),
    "threats": _("Has anybody threatened you or people close to you over this?"),
    "violence": _("Has there been violence?"),
    "dependence": _("Do you depend on the other side: money, housing, work, papers?"),
    "phone_seen": _("Does anybody else read your telephone or your letters?"),
    "capacity": _("Is it hard for you to decide for yourself now: illness, pressure, a guardian?"),
}


class ScreeningForm(forms.Form):
    """Six plain questions, asked alone, and what follows."""

    person = forms.ChoiceField(label=_("With whom do you speak?"), widget=forms.RadioSelect)
    result = forms.ChoiceField(
        label=_("How to go on?"),
        choices=[
            ("joint", _("the sides can meet")),
            ("shuttle", _("work with each side apart")),
            ("decline", _("mediation does not suit this dispute")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how to go on after this talk.")},
    )
    reasons = SaidField(
        label=_("Reasons"),
        help_text=_("Needed when the sides are not to meet. Only you and the mediator read them."),
        required=False,
        rows=4,
        limit=10_000,
    )

    stops = forms.MultipleChoiceField(
        label=_("Does the law bar mediation here?"),
        help_text=_("Mark what holds. Then nothing but the last answer below is possible."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], stops: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["person"]
        chosen.choices = people
        bars: Any = self.fields["stops"]
        bars.choices = stops
        if len(people) == 1:
            self.fields["person"].initial = people[0][0]
        for key, question in QUESTIONS.items():
            self.fields[f"q_{key}"] = forms.ChoiceField(
                label=question,
                choices=YES_NO_UNSURE,
                widget=forms.RadioSelect,
                error_messages={"required": _("Every question needs an answer; not sure is an answer too.")},
            )
        self.order_fields(["person", *(f"q_{key}" for key in QUESTIONS), "stops", "result", "reasons"])

    def answers(self) -> dict[str, str]:
        """Return {question: answer}."""
        return {key: self.cleaned_data[f"q_{key}"] for key in QUESTIONS}


class SendForm(forms.Form):
    """How an invitation goes out."""

    route = forms.ChoiceField(
        label=_("How does it go out?"),
        choices=[("email", _("by e-mail")), ("voice", _("by voice: I call or visit"))],
        widget=forms.RadioSelect,
    )
    shows_title = forms.BooleanField(label=_("The invited person's page may name the dispute"), required=False)
    word = LineField(
        label=_("A word agreed by voice"),
        help_text=_("Asked at the first opening instead of the last four digits of the telephone."),
        required=False,
    )


class LetterForm(forms.Form):
    """Printing the letter."""

    shows_title = forms.BooleanField(label=_("The invited person's page may name the dispute"), required=False)
    word = LineField(
        label=_("A word agreed by voice"),
        help_text=_("Asked at the first opening instead of the last four digits of the telephone."),
        required=False,
    )


class NameSideForm(forms.Form):
    """The name that a side chooses for itself."""

    name = LineField(label=_("Name of your side"), limit=80, error_messages={"required": _("Write a name.")})


class ConsentForm(forms.Form):
    """Consent recorded by staff."""

    person = forms.ChoiceField(label=_("Who consents"))
    how = forms.ChoiceField(
        label=_("How"),
        choices=[("oral", _("said before me")), ("paper", _("signed on paper"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["person"]
        chosen.choices = people


class CloseForm(forms.Form):
    """How a case ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the case ended.")},
    )

    def __init__(self, *args: Any, outcomes: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["outcome"]
        chosen.choices = outcomes
