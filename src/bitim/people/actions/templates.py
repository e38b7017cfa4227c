"""The head puts name and day to the text of a document's template, which it has read."""

from django.utils.translation import gettext as _

from bitim import jurisdictions
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.sealed import normalised
from bitim.people.events import TemplateAccepted
from bitim.people.models import Centre, CentreRole, Person, TemplateAcceptance
from bitim.people.permissions import P


@action(P.ACCEPT_TEMPLATE, on=Centre)
def accept_template(centre: Centre, *, actor: Actor, kind: str, name: str, fingerprint: str) -> TemplateAcceptance:
    """Accept exactly the text that was read (`fingerprint`), in the head's own name, from today on.

    From the keyboard of the server (`bitim accept-template`) the name says which head. Accepted twice changes nothing.
    """
    pack = jurisdictions.load(centre.pack)
    if kind not in pack.templates:
        raise NotFound
    if fingerprint != pack.template(kind).fingerprint:
        raise Refused(_("This text has changed since you opened it. Please read it again."))
    head = _head(centre, actor, name)
    rows = TemplateAcceptance.objects.system().filter(centre=centre, pack=pack.code, kind=kind)
    standing: TemplateAcceptance | None = rows.filter(fingerprint=fingerprint).order_by("on", "pk").last()
    if standing is not None:
        return standing
    made: TemplateAcceptance = TemplateAcceptance.objects.create(
        centre=centre,
        pack=pack.code,
        kind=kind,
        version=pack.version,
        fingerprint=fingerprint,
        by=head,
        name=str(head.name),
        on=clock.today(),
    )
    record(TemplateAccepted(chain=centre.pk, audience=centre.pk, acceptance=made.pk), actor=actor)
    return made


def _head(centre: Centre, actor: Actor, name: str) -> Person:
    """Return the head who accepts. The name is typed, so that nobody puts it there with a press."""
    roles = CentreRole.objects.system().filter(centre=centre, role=CentreRole.HEAD, ended=None).select_related("person")
    heads = [one.person for one in roles if actor.is_system or one.person_id == actor.person]
    found: Person | None = next((one for one in heads if normalised(str(one.name)) == normalised(name)), None)
    if found is None:
        raise Refused(_("Write your name as it stands among the people of the centre."))
    return found
