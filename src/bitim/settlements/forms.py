"""Forms of the settlements domain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bitim.cases.fields import LineField
from bitim.cases.models_shape import Undertaking

OUTSIDE = "outside"


class InterpretedForm(forms.Form):
    """That a text was read back: in which language, by whom, and that it was understood."""

    spoken = LineField(
        label=_("In which language was it read back?"),
        limit=80,
        error_messages={"required": _("Say in which language the text was read back.")},
    )
    who = forms.ChoiceField(
        label=_("Who interpreted?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the interpreter, or name one from outside.")},
    )
    outside = LineField(label=_("Name of the interpreter from outside"), required=False, limit=120)
    promised = forms.ChoiceField(
        label=_("Their undertaking of confidentiality"),
        choices=[(Undertaking.PAPER, _("signed on paper")), (Undertaking.ORAL, _("said before me"))],
        widget=forms.RadioSelect,
        required=False,
    )
    understood = forms.BooleanField(
        label=_("The whole text was read back before me, and the signer said that they understood it"),
        error_messages={"required": _("It is recorded only when the signer has said that they understood the text.")},
    )

    def __init__(self, *args: Any, interpreters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["who"]
        chosen.choices = [*interpreters, (OUTSIDE, _("somebody from outside"))]
        if not interpreters:
            chosen.initial = OUTSIDE
