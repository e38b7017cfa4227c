"""Forms of the rooms. What a person typed is shown again with the reason whenever it could not be sent."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bitim.kernel import files
from bitim.room.words import LIMIT


class PostForm(forms.Form):
    """Words, a file or voice note, the language they are in; at least one of words and file."""

    words = forms.CharField(required=False, strip=False, label=_("Your words"))
    language = forms.ChoiceField(required=False, choices=settings.LANGUAGES, label=_("Written in"))
    file = forms.FileField(
        required=False,
        label=_("File or voice note"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": files.ACCEPT}),
    )


class TranslationForm(forms.Form):
    """What a message says in another language."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Into which language"))
    words = forms.CharField(
        max_length=LIMIT, label=_("Translation"), widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    )


class PlanForm(forms.Form):
    """When a meeting is to be held, in the time of this page."""

    starts = forms.DateTimeField(
        label=_("Day and time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


class ComeForm(forms.Form):
    """What somebody says before they come by voice: who else hears there, and that nothing is recorded."""

    alone = forms.ChoiceField(
        label=_("Who is with you in the room?"),
        choices=[("yes", _("Nobody: I am alone")), ("no", _("Others are here too"))],
        widget=forms.RadioSelect,
    )
    records_nothing = forms.BooleanField(label=_("I record nothing, and nobody here does"))
