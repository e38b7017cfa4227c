"""What the pages of the books ask for. Few fields, short keys, the last choice kept: an entry is a minute's work."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bitim.cases.fields import LineField, SaidField
from bitim.journal.words import (
    ADVICE,
    ASKED,
    ASPECTS,
    CHANNELS,
    ENTRY_CHANNELS,
    FORMAT_TROUBLE,
    REGISTERS,
    SENT_TO,
    SUBJECTS,
    WHY,
)

Choices = Sequence[tuple[str, Any]]
NOT_CHOSEN = {"required": _("Choose one.")}


class DayField(forms.DateField):
    """A day, as a date field of the browser."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "brief"}, format="%Y-%m-%d")
        kwargs.setdefault("error_messages", {"required": _("Say the day."), "invalid": _("There is no such day.")})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)


def chosen(label: Any, choices: Choices, *, radio: bool = False, **kwargs: Any) -> forms.ChoiceField:
    """Return a field with one choice out of several."""
    if radio:
        kwargs["widget"] = forms.RadioSelect
    return forms.ChoiceField(label=label, choices=choices, error_messages=NOT_CHOSEN, **kwargs)


class TalkForm(forms.Form):
    """A consultation."""

    def __init__(self, *args: Any, kinds: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = DayField(label=_("Day"))
        if len(places) > 1:
            self.fields["place"] = chosen(_("Place"), places, required=False)
        self.fields["kind"] = chosen(_("Kind of dispute"), [("", _("choose")), *kinds])
        self.fields["asked"] = chosen(_("What was asked"), [("", _("choose")), *ASKED.items()])
        self.fields["language"] = chosen(_("Language"), settings.LANGUAGES)
        channels = [(key, CHANNELS[key]) for key in ENTRY_CHANNELS]
        self.fields["channel"] = chosen(_("How did they come?"), channels, radio=True)
        self.fields["outcome"] = chosen(_("How did it end?"), list(ADVICE.items()), radio=True)
        self.fields["sent_to"] = chosen(_("Sent to which office?"), [("", "—"), *SENT_TO.items()], required=False)
        self.fields["words"] = SaidField(
            label=_("In words"),
            help_text=_("Only if the keys do not say it. Without names."),
            required=False,
            rows=2,
            limit=2_000,
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the office when somebody was sent to one."""
        said = super().clean() or {}
        if said.get("outcome") == "sent" and not said.get("sent_to"):
            self.add_error("sent_to", _("Say to which office the person was sent."))
        return said

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {**self.cleaned_data, "place": self.cleaned_data.get("place") or None}


class WhyForm(forms.Form):
    """Why a line is corrected or struck out."""

    why = chosen(_("Why is it corrected?"), list(WHY.items()), radio=True)
    reason = LineField(label=_("In words"), required=False, limit=200)


class PaperForm(forms.Form):
    """A paper that came in or goes out."""

    subject = chosen(_("What kind of paper?"), [("", _("choose")), *SUBJECTS.items()])
    whom = LineField(label=_("From whom"), limit=200, error_messages={"required": _("Say who.")})
    theirs = LineField(label=_("Number and date on the paper"), required=False, limit=100)
    case = LineField(
        label=_("Number of the case"), help_text=_("Eight digits, where it belongs to one"), required=False
    )
    another = forms.BooleanField(label=_("This is another paper than the one of today"), required=False)

    def __init__(self, *args: Any, book: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if book == "outgoing":
            self.fields["whom"].label = _("To whom")
            del self.fields["theirs"]


class LineForm(forms.Form):
    """How a number of the registration journal should read; what is left as it is stays. `filled`: what can be said
    never to have been."""

    def __init__(  # noqa: ANN204
        self,
        *args: Any,
        kinds: Choices,
        places: Choices,
        outcomes: Choices,
        closed: bool,
        signed: bool,
        filled: Choices,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        blank: list[tuple[str, Any]] = [("", "—")]
        self.fields["kind"] = chosen(_("Kind of dispute"), kinds, required=False)
        if places:
            self.fields["place_id"] = chosen(_("Place"), [*blank, *places], required=False)
        self.fields["channel"] = chosen(_("How the sides take part"), [*blank, *CHANNELS.items()], required=False)
        self.fields["sides"] = forms.IntegerField(label=_("Number of sides"), required=False, min_value=1, max_value=8)
        self.fields["register"] = chosen(_("Register"), [*blank, *REGISTERS.items()], required=False)
        self.fields["agreed"] = DayField(label=_("Day of the agreement to mediate"), required=False)
        if signed:
            self.fields["signed"] = DayField(label=_("Day of the settlement"), required=False)
        if closed:
            self.fields["outcome"] = chosen(_("Outcome"), [*blank, *outcomes], required=False)
            self.fields["closed"] = DayField(label=_("Day of closing"), required=False)
        if filled:
            self.fields["emptied"] = forms.MultipleChoiceField(
                label=_("Where should nothing stand?"),
                help_text=_("For what never happened, as a settlement that was not signed."),
                choices=filled,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class PaperLineForm(forms.Form):
    """How a paper's line should read."""

    subject = chosen(_("What kind of paper?"), list(SUBJECTS.items()))


class NoteForm(forms.Form):
    """What the office knows of a case."""

    def __init__(self, *args: Any, places: Choices, talks: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank: list[tuple[str, Any]] = [("", "—")]
        if talks:
            self.fields["consultation"] = chosen(
                _("Which consultation did it come from?"), [*blank, *talks], required=False
            )
        if places:
            self.fields["place"] = chosen(_("For which place does it count?"), [*blank, *places], required=False)
        self.fields["channel"] = chosen(_("How the sides take part"), [*blank, *CHANNELS.items()], required=False)


class AspectForm(forms.Form):
    """The inter-ethnic aspect of a dispute."""

    answer = chosen(_("Does the dispute have an inter-ethnic aspect?"), list(ASPECTS.items()), radio=True)


class NumberingForm(forms.Form):
    """How numbers are written, and the list of places."""

    code = LineField(label=_("Sign of the centre in numbers"), required=False, limit=12)
    cases = LineField(label=_("Registration journal"), limit=40)
    incoming = LineField(label=_("Incoming papers"), limit=40)
    outgoing = LineField(label=_("Outgoing papers"), limit=40)
    consultations = LineField(label=_("Journal of consultations"), limit=40)
    places = SaidField(
        label=_("Places that are counted apart"),
        help_text=_("One on a line; the name in each language after a stroke: Қаскелең | Каскелен"),
        required=False,
        rows=6,
        limit=20_000,
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages

    def clean(self) -> dict[str, Any]:
        """Say at each pattern what is wrong with it."""
        from bitim.journal import formats

        said = super().clean() or {}
        for book in ("cases", "incoming", "outgoing", "consultations"):
            if book in said and (wrong := formats.trouble(said[book], said.get("code", ""))):
                self.add_error(book, FORMAT_TROUBLE[wrong])
        return said

    def named(self) -> list[dict[str, str]]:
        """Return the places, each with its name by language; one name alone stands for all."""
        found = []
        for line in self.cleaned_data["places"].splitlines():
            names = [" ".join(part.split())[:80] for part in line.split("|")]
            named = {code: name for code, name in zip(self.languages, names, strict=False) if name}
            if named:
                found.append(named)
        return found
