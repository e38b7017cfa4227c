"""Form fields for what people type: control characters go, everything readable stays, too long is a plain sentence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.kernel.access import Refused


class SaidField(forms.CharField):
    """Free words in a text area."""

    def __init__(self, *, limit: int = words.LONG, rows: int = 6, **kwargs: Any) -> None:
        self.limit = limit
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "dir": "auto"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Clean before Django's own checks: a stray null character is not a reason to refuse a person."""
        try:
            return self.clean_words(str(value or ""))
        except Refused as refused:
            raise ValidationError(
                _("This is longer than can be kept in one piece. Shorten it; the rest can be told later.")
            ) from refused

    def clean_words(self, typed: str) -> str:
        """Clean as long words."""
        return words.cleaned(typed, self.limit)


class LineField(SaidField):
    """One line: a name, a telephone, a place."""

    def __init__(self, *, limit: int = words.LINE, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"dir": "auto"}))
        super().__init__(limit=limit, **kwargs)

    def clean_words(self, typed: str) -> str:
        """Clean as one line."""
        return words.line(typed, self.limit)


class PhoneField(LineField):
    """A telephone as people write it; only its digits are looked at."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "dir": "ltr"})
        super().__init__(widget=widget, **kwargs)


class MailField(LineField):
    """An e-mail address; checked only for what no address can be without."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "email", "inputmode": "email", "autocomplete": "email", "dir": "ltr"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """Ask for the sign that every address has."""
        typed = super().to_python(value)
        if typed and "@" not in typed[1:-1]:
            raise ValidationError(_("An e-mail address has the sign @ in it, for example name@mail.kz."))
        return typed
