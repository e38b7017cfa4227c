"""The first hour of a centre: the centre itself and its head, before anybody is there who could be asked."""

from collections.abc import Mapping

from bitim.kernel import clock
from bitim.kernel.access import SYSTEM
from bitim.kernel.locking import write
from bitim.people.actions import take_on
from bitim.people.models import Centre, CentreRole


def found_centre(
    slug: str,
    *,
    pack: str,
    name: Mapping[str, str],
    place: Mapping[str, str],
    address: Mapping[str, str],
    phone: str,
    email: str = "",
    languages: list[str],
    time_zone: str = "Asia/Almaty",
) -> Centre:
    """Make a centre. Done by the operator at the keyboard of the server, or by the demo: never by a page."""
    with write():
        made: Centre = Centre.objects.create(
            slug=slug,
            pack=pack,
            name=dict(name),
            place=dict(place),
            address=dict(address),
            phone=phone,
            email=email,
            languages=languages,
            time_zone=time_zone,
            made=clock.now(),
        )
    return made


def first_head(centre: Centre, *, name: str, email: str, language: str) -> CentreRole:
    """Give a new centre its head, who logs in with a code sent to this e-mail and takes on everybody else."""
    role: CentreRole = take_on(centre, actor=SYSTEM, name=name, email=email, role=CentreRole.HEAD, language=language)
    return role
