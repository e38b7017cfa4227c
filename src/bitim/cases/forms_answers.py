"""The answer to an invitation that came another way than by the invited person's own device."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bitim.cases.forms_office import SEEN_AS
from bitim.cases.labels import ATTEMPT_ROUTES
from bitim.cases.models import Attempt, Participant


class SaidByVoiceForm(forms.Form):
    """By what way somebody said that they want to talk first, or no."""

    how = forms.ChoiceField(
        label=_("By what way did the answer come?"),
        choices=[(key, word) for key, word in ATTEMPT_ROUTES.items() if key != Attempt.ONLINE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say by what way the answer came.")},
    )


class HasComeForm(forms.Form):
    """How it is known who the invited person in the room is."""

    seen_as = forms.ChoiceField(
        label=_("What did you look at?"),
        choices=[(key, word) for key, word in SEEN_AS if key != Participant.NOT_LOOKED],
        error_messages={"required": _("Say how you know who is before you.")},
    )
