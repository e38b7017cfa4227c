"""Forms of the people domain: they say what is missing in a form, never whether a code exists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bitim.kernel import doors, ids
from bitim.kernel.models import Door
from bitim.people.actions.sheets import is_a_code
from bitim.people.models import CentreRole
from bitim.people.words import ROLE_WORDS

DIGITS = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
EMPTY = {"required": _("Please write something first.")}
BY_HAND = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}


class AnswerForm(forms.Form):
    """The second thing, or the PIN."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=100,
        help_text=_("The agreed word or the last four digits of your phone. If you have been here before, your PIN."),
        widget=forms.TextInput(attrs=BY_HAND),
        error_messages=EMPTY,
    )

    def forget_answer(self) -> None:
        """Leave the field empty when the page is shown again: an answer is not written into a page."""
        data: Any = self.data
        self.data = {**data.dict(), "answer": ""}


class CodeForm(AnswerForm):
    """The twelve digits and the answer. A slip of the fingers is found by the check digit, before anything is
    asked of the house."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        help_text=_("Twelve digits. Spaces do not matter."),
        widget=forms.TextInput(attrs={**DIGITS, "class": "code"}),
        error_messages=EMPTY,
    )
    field_order = ["code", "answer"]

    def clean_code(self) -> str:
        """Read the digits."""
        code = ids.read_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("These are not the digits of a code. It has twelve digits; please look at each of them again.")
            )
        return code


class TwiceForm(forms.Form):
    """A PIN, typed twice."""

    pin = forms.CharField(
        label=_("Your PIN"),
        max_length=12,
        help_text=_("Four to six digits that only you know."),
        widget=forms.PasswordInput(attrs={**DIGITS, "class": "brief"}),
        error_messages=EMPTY,
    )
    again = forms.CharField(
        label=_("The same PIN again"),
        max_length=12,
        widget=forms.PasswordInput(attrs={**DIGITS, "class": "brief"}),
        error_messages=EMPTY,
    )

    def clean_pin(self) -> str:
        """Refuse what is too short, what anybody would try, and what the door already asked."""
        pin = ids.digits_of(self.cleaned_data["pin"])
        if not 4 <= len(pin) <= 6 or len(pin) != len(self.cleaned_data["pin"].replace(" ", "")):
            raise forms.ValidationError(_("A PIN is four to six digits."))
        if doors.weak_pin(pin):
            raise forms.ValidationError(_("This one is easily guessed. Please choose other digits."))
        return pin

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        said: dict[str, Any] = super().clean() or {}
        pin, again = said.get("pin"), said.get("again")
        if pin and again and ids.digits_of(again) != pin:
            self.add_error("again", _("The two are not the same."))
        return said


class PinForm(TwiceForm):
    """Choosing the PIN of a door."""

    own_device = forms.BooleanField(
        label=_("Nobody else uses this phone or computer"),
        help_text=_("Then you stay signed in here for 30 days. Otherwise for a few hours."),
        required=False,
    )

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.door = door

    def clean_pin(self) -> str:
        """Refuse also what the door already asked."""
        pin = super().clean_pin()
        if doors.is_second(self.door, pin):
            raise forms.ValidationError(_("Others may know these digits. Please choose others."))
        return pin


class SheetLoginForm(forms.Form):
    """Signing in with a printed code and the PIN that goes with the sheet."""

    email = forms.CharField(
        label=_("Your e-mail at the centre"),
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email", "inputmode": "email", "autocapitalize": "off"}),
        error_messages=EMPTY,
    )
    code = forms.CharField(
        label=_("A code of your sheet that is not crossed out"),
        help_text=_("Eight digits. Cross it out afterwards: each opens once."),
        max_length=20,
        widget=forms.TextInput(attrs={**DIGITS, "class": "code"}),
        error_messages=EMPTY,
    )
    pin = forms.CharField(
        label=_("Your PIN"),
        max_length=12,
        widget=forms.PasswordInput(attrs={**DIGITS, "class": "brief"}),
        error_messages=EMPTY,
    )

    def clean_code(self) -> str:
        """Find a slip of the fingers before anything is asked of the house."""
        if not is_a_code(self.cleaned_data["code"]):
            raise forms.ValidationError(_("These are not the digits of a code. Please look at each of them again."))
        return str(self.cleaned_data["code"])


class CardNumberForm(forms.Form):
    """One field: the number on a mediator's card."""

    number = forms.CharField(
        label=_("Number of the card"),
        help_text=_("As it stands on the card, letters and digits."),
        max_length=40,
        widget=forms.TextInput(attrs={**BY_HAND, "placeholder": ""}),
        error_messages=EMPTY,
    )


class CentreForm(forms.Form):
    """What everybody sees of a centre and what changes oftenest."""

    phone = forms.CharField(label=_("Phone"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    email = forms.EmailField(label=_("E-mail"), required=False)
    calendar_title = forms.ChoiceField(
        label=_("Title of calendar files"),
        help_text=_("In each reader's own language. It tells whoever sees the calendar nothing."),
        required=False,
    )

    def __init__(self, *args: Any, titles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["calendar_title"]
        chosen.choices = titles


class ColleagueForm(forms.Form):
    """Taking a person into the staff."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("Sign-in codes are sent here."))
    role = forms.ChoiceField(
        label=_("Role"), choices=[(r, ROLE_WORDS[r]) for r in CentreRole.ROLES], widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
