"""Forms of the register: a card, its removal, a list on its way in, reception points, ties of the centre, absences."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bitim.people.words import INTEREST_WORDS, KIND_WORDS

Choices = Iterable[tuple[str, Any]]


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day, by the device's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **more)


class CardForm(forms.Form):
    """A mediator's line in the register; what does not fit the kind stays empty."""

    person = forms.ChoiceField(
        label=_("Mediator"), required=False, help_text=_("Empty for somebody who does not work with this house.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KIND_WORDS.items()), widget=forms.RadioSelect)
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=120, required=False)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=120, required=False)
    organisation = forms.CharField(label=_("Organisation that keeps the register"), max_length=200, required=False)
    register_number = forms.CharField(label=_("Number in the register"), max_length=60, required=False)
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=60, required=False)
    issued = day(_("Issued on"))
    expires = day(_("Ends on"))
    training = forms.CharField(label=_("Training: programme"), max_length=200, required=False)
    training_hours = forms.IntegerField(label=_("Training: hours"), min_value=1, max_value=9999, required=False)
    refreshed = day(_("Training: last refresher"))
    of_age = forms.ChoiceField(
        label=_("The age that the law asks"),
        choices=[("", _("not noted")), ("yes", _("reached, an identity paper was seen")), ("no", _("not reached"))],
        required=False,
        help_text=_("The date of birth is not kept."),
    )
    elected_at = forms.CharField(label=_("Public mediator: meeting that elected"), max_length=200, required=False)
    elected_on = day(_("Public mediator: elected on"))
    term_from = day(_("Public mediator: term from"))
    term_to = day(_("Public mediator: term until"))
    takes_fee = forms.BooleanField(label=_("Takes a fee"), required=False)
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple, required=False)
    spoken = forms.CharField(label=_("Other languages"), max_length=200, required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of dispute"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None marked: any."),
    )
    places = forms.CharField(
        label=_("Districts"), max_length=400, required=False, help_text=_("With commas between them. Empty: any.")
    )
    load_limit = forms.IntegerField(label=_("At most so many open cases"), min_value=0, max_value=999, required=False)
    point = forms.ChoiceField(label=_("Reception point"), required=False)

    def __init__(
        self, *args: Any, people: Choices, languages: Choices, kinds: Choices, points: Choices, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        fields: dict[str, Any] = self.fields
        fields["person"].choices = [("", _("nobody of this house")), *people]
        fields["languages"].choices = languages
        fields["kinds"].choices = kinds
        fields["point"].choices = [("", _("none")), *points]

    def clean(self) -> dict[str, Any]:
        """A card needs a name, and a number by which it is found."""
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("name_kk") or said.get("name_ru")):
            self.add_error("name_kk", _("Write the name in one of the languages."))
        if said.get("certificate") and not said.get("issued") and "issued" not in self.errors:
            self.add_error("issued", _("Write the day on which the certificate was issued."))
        return said

    def said(self, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what the action takes. `before`: names and organisation in other languages, which stay."""
        given, kept = self.cleaned_data, before or {}
        names = {**kept.get("public_name", {}), "kk": given["name_kk"], "ru": given["name_ru"]}
        organisation = dict(kept.get("organisation", {}))
        language = next(iter(organisation), "ru")
        organisation[language] = given["organisation"]
        plain = ("kind", "certificate", "issued", "expires", "languages", "register_number", "training", "spoken")
        more = ("training_hours", "refreshed", "elected_at", "elected_on", "term_from", "term_to", "takes_fee", "kinds")
        return {
            **{name: given[name] for name in (*plain, *more, "load_limit")},
            "person": given["person"] or None,
            "public_name": {code: name for code, name in names.items() if name},
            "organisation": {code: words for code, words in organisation.items() if words},
            "of_age": {"yes": True, "no": False}.get(given["of_age"]),
            "places": [one for part in given["places"].split(",") if (one := " ".join(part.split())[:60])],
            "point": given["point"] or None,
        }

    @staticmethod
    def of(card: Any) -> dict[str, Any]:
        """Return what a card says, to begin the form with."""
        more = card.more
        return {
            **{name: more[name] for name in more},
            "person": str(card.person or ""),
            "kind": card.kind,
            "name_kk": card.public_name.get("kk", ""),
            "name_ru": card.public_name.get("ru", ""),
            "organisation": next(iter(card.organisation.values()), ""),
            "certificate": card.certificate,
            "issued": card.issued,
            "expires": card.expires,
            "languages": card.languages,
            "of_age": {True: "yes", False: "no"}.get(more["of_age"], ""),
            "places": ", ".join(more["places"]),
            "point": str(more["point_id"] or ""),
        }


class RemoveForm(forms.Form):
    """Why and by which decision a mediator is removed."""

    reason = forms.ChoiceField(label=_("Ground"), error_messages={"required": _("Choose the ground.")})
    decided = day(_("Day of the decision"))

    def __init__(self, *args: Any, reasons: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        chosen: Any = self.fields["reason"]
        chosen.choices = [("", "—"), *reasons]


class ListForm(forms.Form):
    """A region's list as a file."""

    file = forms.FileField(
        label=_("The list, as CSV"),
        help_text=_(
            "From any table program: Save as, CSV. The first line names the columns; commas, semicolons and tabs are "
            "all understood."
        ),
        error_messages={"required": _("Choose the file first."), "empty": _("This file is empty.")},
    )
    kind = forms.ChoiceField(
        label=_("Who is in the list"),
        choices=[("", _("both kinds, a column says which")), *KIND_WORDS.items()],
        required=False,
    )


class ColumnsForm(forms.Form):
    """Which column holds what, where the headers did not say."""

    def __init__(self, *args: Any, header: Iterable[str], known: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        columns = [("-1", "—"), *((str(n), title or f"{n + 1}") for n, title in enumerate(header))]
        self.fields["kind_of_all"] = forms.ChoiceField(
            label=_("Who is in the list"),
            choices=[("", _("both kinds, a column says which")), *KIND_WORDS.items()],
            required=False,
        )
        self.known = [key for key, _label in known]
        for key, label in known:
            self.fields[f"c_{key}"] = forms.ChoiceField(label=label, choices=columns, required=False)

    def columns(self) -> dict[str, int]:
        """Return the place of each column that was chosen."""
        return {key: int(self.cleaned_data.get(f"c_{key}") or -1) for key in self.known}


class PointForm(forms.Form):
    """A place of the centre, in Kazakh and Russian; with an address a reception point."""

    name_kk = forms.CharField(label=pgettext_lazy("of a place", "Name in Kazakh"), max_length=200)
    name_ru = forms.CharField(label=pgettext_lazy("of a place", "Name in Russian"), max_length=200, required=False)
    address_kk = forms.CharField(
        label=_("Address in Kazakh"),
        max_length=200,
        required=False,
        help_text=_("Only where people are received. Empty: a place that is only counted."),
    )
    address_ru = forms.CharField(label=_("Address in Russian"), max_length=200, required=False)
    hours_kk = forms.CharField(label=_("Hours in Kazakh"), max_length=200, required=False)
    hours_ru = forms.CharField(label=_("Hours in Russian"), max_length=200, required=False)

    def said(self) -> dict[str, dict[str, str]]:
        """Return what the action takes."""
        given = self.cleaned_data
        return {what: {code: given[f"{what}_{code}"] for code in ("kk", "ru")} for what in ("name", "address", "hours")}


class InterestForm(forms.Form):
    """Whom the centre depends on."""

    kind = forms.ChoiceField(label=_("What ties the centre"), choices=list(INTEREST_WORDS.items()))
    name = forms.CharField(label=_("Who it is"), max_length=200, help_text=_("A person or an organisation."))
    identifier = forms.CharField(label=_("BIN or IIN, if known"), max_length=40, required=False)


class AwayForm(forms.Form):
    """Who is away, and when."""

    person = forms.ChoiceField(label=_("Mediator"))
    since = forms.DateField(label=_("Away from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = day(_("Away until"), help_text=_("Empty when nobody knows yet."))

    def __init__(self, *args: Any, people: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        chosen: Any = self.fields["person"]
        chosen.choices = list(people)


class AcceptForm(forms.Form):
    """The head's name under the text that was read. The text is named by its fingerprint, as it stood on the page."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Your name, as documents print it"),
        max_length=200,
        error_messages={"required": _("Write your name as it stands among the people of the centre.")},
    )
