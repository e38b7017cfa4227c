"""What the pages of an appointment ask for."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bitim.cases.fields import SaidField

ACCEPT, ANOTHER, LATER = "accept", "another", ""
HOW = [("oral", _("said by voice before me")), ("phone", _("said by telephone")), ("paper", _("signed on paper"))]


class ProposalForm(forms.Form):
    """The mediator who is asked: what ties them, and whether they take the case."""

    ties = forms.ChoiceField(
        label=_("Are you tied to anybody of this case?"),
        choices=[
            ("nothing", _("No: neither kin nor business, no earlier case, nothing that could make a side doubt me")),
            ("tells", _("Yes, and I tell each side what it is")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    disclosure = SaidField(
        label=_("What each side is told"),
        help_text=_("In a sentence or two. Each side reads it before it accepts you. Name no other case."),
        rows=4,
        required=False,
    )


class AnswerForm(forms.Form):
    """A side's answer to one mediator."""

    answer = forms.ChoiceField(
        label=_("Your side's answer"),
        choices=[(ACCEPT, _("We accept this mediator")), (ANOTHER, _("We would like another mediator"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two, or answer later.")},
    )
    earlier = forms.BooleanField(
        label=_("The mediator may read what was written in our private room before today"), required=False
    )


class StaffAnswerForm(AnswerForm):
    """The same, said before a member of staff, who writes down by whom and how."""

    person = forms.ChoiceField(label=_("Who of this side answered"))
    how = forms.ChoiceField(label=_("How"), choices=HOW)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["person"]
        chosen.choices = people
        answer: Any = self.fields["answer"]
        answer.label = _("The side's answer")
        answer.choices = [(ACCEPT, _("accepts the mediator")), (ANOTHER, _("wishes another one")), (LATER, _("later"))]
        answer.required = False


class ChoiceForm(forms.Form):
    """A side's list: a place for each mediator, or struck."""

    STRUCK, NONE = "x", ""

    def __init__(self, *args: Any, members: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(n), str(n)) for n in range(1, len(members) + 1)]
        choices = [(self.NONE, _("no wish")), *places, (self.STRUCK, _("not this one"))]
        self.members = [person for person, _name in members]
        for person, name in members:
            self.fields[f"m_{person}"] = forms.ChoiceField(label=name, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Each place once."""
        said: dict[str, Any] = super().clean() or {}
        places = [value for value in said.values() if value not in (self.STRUCK, self.NONE)]
        if len(set(places)) != len(places):
            raise forms.ValidationError(_("Give each place to one mediator."))
        return said

    def lists(self) -> tuple[list[UUID], list[UUID]]:
        """Return whom the side strikes, and the rest in its order."""
        said = {person: self.cleaned_data[f"m_{person}"] for person in self.members}
        strikes = [person for person, value in said.items() if value == self.STRUCK]
        ranked = [(int(value), person) for person, value in said.items() if value not in (self.STRUCK, self.NONE)]
        return strikes, [person for _place, person in sorted(ranked, key=lambda pair: pair[0])]


class DisclosureForm(forms.Form):
    """Appointing at once a mediator with whom it was spoken: what they told."""

    person = forms.UUIDField()
    role = forms.ChoiceField(
        choices=[("mediator", _("mediator")), ("co_mediator", _("co-mediator"))], label=_("As"), required=False
    )
    disclosure = SaidField(label=_("What the mediator disclosed, for each side to read"), rows=2, required=False)
    replaces = forms.UUIDField(required=False)
