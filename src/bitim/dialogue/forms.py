"""The form of a conversation: what is asked, in which languages, how people come in."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bitim.dialogue.models import Conversation

ENTRIES = (
    (Conversation.SLIPS, _("By slips with one-time codes: without a name, and one person has one voice")),
    (Conversation.LINK, _("By the address alone: anybody who has it, also more than once")),
)


class TalkForm(forms.Form):
    """A conversation before it is opened. Texts come as fields of their own, one for each language."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of the dialogue"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    entry = forms.ChoiceField(label=_("How people come in"), choices=ENTRIES, widget=forms.RadioSelect)
    longest = forms.IntegerField(
        label=_("Letters of a sentence, at most"),
        min_value=Conversation.SHORTEST_LIMIT,
        max_value=Conversation.LONGEST_LIMIT,
        initial=200,
    )
    moderated = forms.BooleanField(
        label=_("A sentence is shown once somebody of the centre has read it"), required=False, initial=True
    )
    embargo = forms.BooleanField(label=_("What came out is shown when the dialogue is over"), required=False)
    closes = forms.DateTimeField(
        label=_("The dialogue ends by itself"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def said(self, texts: dict[str, dict[str, str]]) -> dict[str, Any]:
        """Return what the action takes: the fields, and the texts that were typed beside them."""
        given: dict[str, Any] = dict(self.cleaned_data)
        closes: datetime | None = given.get("closes")
        return given | texts | {"closes": closes}
