"""The forms of a shared device: one field, or two."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bitim.kernel.models import Door
from bitim.people.forms import DIGITS, EMPTY, CodeForm, PinForm


class DevicePinForm(forms.Form):
    """The PIN of the person who holds the device."""

    pin = forms.CharField(
        label=_("Your PIN"),
        max_length=12,
        widget=forms.PasswordInput(attrs={**DIGITS, "class": "brief", "autofocus": True}),
        error_messages=EMPTY,
    )


class DeviceCodeForm(CodeForm):
    """The code and the answer, on a device that holds nobody."""


class DeviceNewPinForm(PinForm):
    """Choosing a PIN on a shared device: nobody is asked whether it is theirs alone."""

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, door=door, **kwargs)
        del self.fields["own_device"]
