"""How people want to be reached, and what came of an attempt."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bitim.cases.fields import LineField, MailField, PhoneField, SaidField
from bitim.cases.labels import ATTEMPT_OUTCOMES, ATTEMPT_ROUTES, WHEN
from bitim.cases.models import Attempt


class ReachForm(forms.Form):
    """The telephone, the mailbox, and the wishes that every notice obeys."""

    phone = PhoneField(label=_("Telephone"), required=False)
    email = MailField(label=_("E-mail"), required=False)
    other_way = LineField(
        label=_("Another way to reach you"),
        help_text=_("Without a telephone of your own: through whom, or where to find you."),
        required=False,
    )
    seen_by = forms.ChoiceField(
        label=_("Who else sees this telephone or mailbox?"),
        help_text=_("Where somebody else reads, no link is sent: you are only asked to call the office."),
        choices=[("me", _("only I")), ("family", _("people at home")), ("others", _("other people"))],
        widget=forms.RadioSelect,
        required=False,
    )
    how = forms.ChoiceField(
        label=_("How is it safe to reach you?"),
        choices=[("either", _("call or write")), ("call", _("call only")), ("write", _("write only"))],
        widget=forms.RadioSelect,
        initial="either",
    )
    when = forms.MultipleChoiceField(
        label=_("When?"),
        help_text=_("Nothing is sent outside these hours. Leave all empty if any time is good."),
        choices=list(WHEN.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hours = LineField(label=_("More exactly, in your own words"), required=False)
    careful = SaidField(label=_("What should we be careful of?"), required=False, rows=3, limit=2_000)
    language = forms.ChoiceField(label=_("Language of letters and pages"), choices=settings.LANGUAGES)
    spoken = LineField(
        label=_("Language you speak best"),
        help_text=_("Any language. If it is another one, an interpreter is found."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one way to be reached, and for a telephone that can be one."""
        said = super().clean() or {}
        phone = said.get("phone", "")
        if not (phone or said.get("email") or said.get("other_way") or {"phone", "email"} & set(self.errors)):
            self.add_error("phone", ValidationError(_("Give a telephone, an e-mail or another way to reach you.")))
        if phone and sum(c.isdecimal() for c in phone) < 5:
            self.add_error("phone", ValidationError(_("A telephone has more digits than this.")))
        return said


class AttemptForm(forms.Form):
    """What was tried and what came of it."""

    way = forms.ChoiceField(
        label=_("By what way?"),
        choices=[(key, word) for key, word in ATTEMPT_ROUTES.items() if key != Attempt.ONLINE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say by what way you tried.")},
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[(key, word) for key, word in ATTEMPT_OUTCOMES.items() if key != Attempt.OPENED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what came of it.")},
    )
    note = LineField(label=_("A few words, if they help"), required=False, limit=500)
