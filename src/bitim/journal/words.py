"""Words for the keys that stand in the books."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BOOKS: dict[str, Any] = {
    "cases": _("Registration journal"),
    "incoming": _("Incoming papers"),
    "outgoing": _("Outgoing papers"),
    "consultations": _("Journal of consultations"),
}
CHANNELS: dict[str, Any] = {
    "came": _("came to the centre"),
    "phone": _("by telephone"),
    "written": _("by letter"),
    "online": _("online"),
    "mixed": _("in different ways"),
}
ENTRY_CHANNELS = ("came", "phone", "written", "online")
ASKED: dict[str, Any] = {
    "what": _("what mediation is"),
    "how": _("how to begin"),
    "cost": _("what it costs"),
    "paper": _("about a paper or its text"),
    "court": _("about a court case"),
    "rights": _("about rights and the law"),
    "dispute": _("how to settle a quarrel"),
    "other": _("something else"),
}
ADVICE: dict[str, Any] = {
    "advised": _("advice was given"),
    "sent": _("sent to another office"),
    "case": _("becomes a case"),
    "again": _("will come again"),
}
SENT_TO: dict[str, Any] = {
    "court": _("court"),
    "lawyer": _("lawyer or legal aid"),
    "police": _("police"),
    "akimat": _("akimat or another body of the state"),
    "notary": _("notary"),
    "social": _("social help, doctor, psychologist"),
    "centre": _("another mediation centre"),
    "other": pgettext_lazy("another office", "another one"),
}
SUBJECTS: dict[str, Any] = {
    "referral": _("a court sends the sides to mediation"),
    "ruling": _("a ruling or answer of a court"),
    "motion": _("a motion to a court"),
    "request": _("a request for mediation"),
    "invitation": _("an invitation"),
    "notice": _("a notice"),
    "letter": _("a letter"),
    "inquiry": _("an inquiry of a body"),
    "answer": _("an answer"),
    "report": _("a report"),
}
WHY: dict[str, Any] = {
    "slip": _("written wrongly"),
    "later": _("became known later"),
    "twice": _("entered twice"),
    "other": _("another reason"),
}
ACTS: dict[str, Any] = {
    "entered": _("entered"),
    "sides": _("sides written down"),
    "appointed": _("mediator appointed"),
    "agreed": _("agreement to mediate signed"),
    "extended": _("addendum on the term signed"),
    "signed": _("settlement signed"),
    "noted": _("noted by the office"),
    "closed": pgettext_lazy("stage of a case", "closed"),
    "corrected": _("corrected"),
    "struck": _("struck out"),
}
REGISTERS: dict[str, Any] = {
    "professional": _("professional mediator"),
    "public": _("public mediator"),
}
STAGES: dict[str, Any] = {
    "opened": _("registered"),
    "agreed": _("agreement to mediate signed"),
    "signed": _("settlement signed"),
    "closed": pgettext_lazy("stage of a case", "closed"),
}
ASPECTS: dict[str, Any] = {"yes": _("yes"), "no": _("no"), "unclear": _("unclear")}
NOT_SAID = _("not said")
FORMAT_TROUBLE: dict[str, Any] = {
    "unknown_hole": _("Only {number}, {year} and {centre} can stand in braces."),
    "no_number": _("A number needs {number} in it."),
    "no_year": _("A number needs {year} in it: counting begins anew each year."),
    "no_code": _("{centre} is used, but the centre has no sign yet."),
    "touching": _("Put a mark between {number}, {year} and other figures, so that no two numbers look alike."),
    "strange": _("Only letters, figures, spaces and the marks - / . № ( ) can be used."),
    "long": _("A number is at most 30 signs long."),
    "twice": _("Each part can stand once."),
}


def word(words: dict[str, Any], key: str) -> Any:
    """Return the word of a key; what nobody said is called so."""
    return words.get(key, key) if key else NOT_SAID
