"""Forms about those who sit beside, and about undertakings."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bitim.cases.fields import LineField, MailField, PhoneField
from bitim.cases.labels import OBSERVES
from bitim.cases.models_shape import Undertaking


class SupporterForm(forms.Form):
    """Somebody who will sit beside a side."""

    name = LineField(label=_("Name"), error_messages={"required": _("Say the person's name.")})
    phone = PhoneField(label=_("Telephone"), required=False)
    email = MailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)


class ObserverForm(SupporterForm):
    """Somebody who will observe, why, and the word they come in with."""

    reason = forms.ChoiceField(
        label=_("Why does this person observe?"),
        choices=list(OBSERVES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why this person observes.")},
    )
    word = LineField(
        label=_("A word agreed by voice"),
        help_text=_("Asked at the first opening instead of the last four digits of the telephone."),
        required=False,
    )


class UndertakingForm(forms.Form):
    """How an undertaking was given, and in which language."""

    how = forms.ChoiceField(
        label=_("How was it given?"),
        choices=[(Undertaking.PAPER, _("signed on paper")), (Undertaking.ORAL, _("said before me"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how the undertaking was given.")},
    )
    language = forms.ChoiceField(label=_("In which language"), choices=settings.LANGUAGES)


class SideSaysForm(forms.Form):
    """What a side has said before the mediator about somebody who sits beside."""

    question = forms.ChoiceField(label=_("About what"))
    person = forms.ChoiceField(label=_("Who said it"))
    answer = forms.ChoiceField(
        label=_("What they said"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )

    def __init__(self, *args: Any, questions: list[tuple[str, str]], people: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        asked: Any = self.fields["question"]
        asked.choices = questions
        who: Any = self.fields["person"]
        who.choices = people
