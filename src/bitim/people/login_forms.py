"""The forms of django-allauth with our words and fields: the same everywhere else in the house."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

ONE_TIME = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false", "class": "brief"}
E_MAIL = {"type": "email", "autocomplete": "username webauthn", "inputmode": "email", "autocapitalize": "off"}


def _plain(field: forms.Field, label: Any, attrs: dict[str, str], hint: Any = "") -> None:
    field.label, field.help_text = label, hint
    field.widget = forms.TextInput(attrs=attrs)


class StaffLoginForm(LoginForm):  # type: ignore[misc]
    """The e-mail address to which a code goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("Your e-mail at the centre"), E_MAIL)


class StaffCodeRequestForm(RequestLoginCodeForm):  # type: ignore[misc]
    """The same on the page that asks for a code again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("Your e-mail at the centre"), E_MAIL)


class StaffCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {**ONE_TIME, "inputmode": "text", "autocapitalize": "characters"}
        _plain(self.fields["code"], _("Code from the e-mail"), attrs)


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]
    """The code of the authenticator app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code"), ONE_TIME, _("From your authenticator app, or one of your spare codes."))


class SecondStepAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The same before a delicate change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code"), ONE_TIME, _("From your authenticator app, or one of your spare codes."))


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("The six digits that the app shows"), ONE_TIME)


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: its name for the list, and whether it alone is enough to sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], _("A name for it"), {"autocomplete": "off"}, _("For example: my phone"))
        alone = self.fields.get("passwordless")
        if alone is not None:
            alone.label, alone.initial = _("Sign in with it alone"), True
            alone.help_text = _("Then no code by e-mail is needed on this device.")


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Renaming a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], _("A name for it"), {"autocomplete": "off"})
