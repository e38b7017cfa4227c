"""Look into a demo's data from outside and say, as JSON, where the pages of `tools/pages.py` lie.

    python tools/scenes.py FOLDER PORT [--stage]

Gives {"places": {"address | fill": path}, "facts": {"label@host": words}, "refusals": {"404-kk": html}}. With --stage
it first brings the demo to the states of tools/staging.py.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
from tools import staging  # noqa: E402 - the folder of the project stands in the path from here on

# Who has no door: by the name under which the demo knows them.
WITHOUT_DOOR = {"tolegen": "Төлеген Асанов", "lebedev": "Виктор Лебедев"}


def begin(folder: Path, port: str) -> None:
    """Point the settings at the demo's own folder and wake Django up."""
    os.environ |= {
        "BITIM_MODE": "demo",
        "BITIM_DATA": str(folder),
        "BITIM_SECRET_KEY": (folder / "demo-secret").read_text(),
        "BITIM_PUBLIC_URL": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "bitim.web.settings",
    }
    import django

    django.setup()


class Things:
    """The rows that labels mean, by the host name of a person of the demo."""

    def __init__(self, doors: list[dict[str, str]]) -> None:
        self.doors = {one["host"]: one for one in doors}
        self.made: dict[str, Any] = {}

    def know(self, folder: Path) -> None:
        """Read the doors anew: some were added."""
        self.doors = {one["host"]: one for one in json.loads((folder / "demo.json").read_text())}

    def row(self, label: str) -> Any:
        """Return the row, or for a fact its words; what was made on the stage goes first."""
        if label in self.made:
            return self.made[label]
        name, host = label.split("@")
        return getattr(self, f"_{name}")(host)

    def _person(self, host: str) -> Any:
        from bitim.people.models import Person

        if host in WITHOUT_DOOR:
            named = (one for one in Person.objects.system().all() if str(one.name or "") == WITHOUT_DOOR[host])
            return next(named)
        return Person.objects.system().get(pk=self.doors[host]["person"])

    def _participant(self, host: str) -> Any:
        from bitim.cases.models import Participant

        return Participant.objects.system().exclude(side=None).get(person=self._person(host), ended=None)

    def _case(self, host: str) -> Any:
        from bitim.cases.models import Invitation, Participant

        mine = Participant.objects.system().filter(person=self._person(host)).first()
        return (mine or Invitation.objects.system().get(person=self._person(host))).case

    def _interpreter(self, host: str) -> Any:
        from bitim.cases.models import Participant

        return Participant.objects.system().filter(case=self._case(host), role="interpreter", ended=None).first()

    def _side(self, host: str) -> Any:
        return self._participant(host).side

    def _centre(self, host: str) -> Any:
        return self._case(host).centre

    def _invitation(self, host: str) -> Any:
        from bitim.cases.models import Invitation

        return Invitation.objects.system().get(person=self._person(host))

    def _request(self, host: str) -> Any:
        from bitim.cases.models import Request

        return Request.objects.system().get(person=self._person(host))

    def _space(self, host: str, **which: Any) -> Any:
        from bitim.room.models import Space

        return Space.objects.system().get(case=self._case(host), **which)

    def _talk(self, _host: str) -> Any:
        from bitim.dialogue.models import Conversation

        return Conversation.objects.system().get(closed=None)

    def _over_slug(self, _host: str) -> Any:
        from bitim.dialogue.models import Conversation

        return Conversation.objects.system().exclude(closed=None).get().slug

    def _ballot_slug(self, _host: str) -> str:
        slug: str = self.made["ballot@yerlan"].slug
        return slug

    def _ballot_page(self, host: str) -> str:
        return f"ballot/{self._ballot_slug(host)}/"

    def _talk_slug(self, host: str) -> Any:
        return self._talk(host).slug

    def _talk_page(self, host: str) -> str:
        return f"dialogue/{self._talk(host).slug}/"

    def _caucus(self, host: str) -> Any:
        return self._space(host, side=self._side(host))

    def _joint(self, host: str) -> Any:
        return self._space(host, kind="joint")

    def _team(self, host: str) -> Any:
        return self._space(host, kind="team")

    def _private(self, host: str) -> Any:
        from bitim.room.models import Message

        return (
            Message.objects.system().filter(space=self._caucus(host), author=self._person(host)).order_by("seq").last()
        )

    def _spoken(self, host: str) -> Any:
        from bitim.room.models import Message

        return (
            Message.objects.system().filter(space=self._joint(host), author=self._person(host)).order_by("seq").first()
        )

    def _translation(self, host: str) -> Any:
        from bitim.room.models import Translation

        return Translation.objects.system().filter(message=self._spoken(host)).first()

    def _release(self, host: str) -> Any:
        from bitim.room.models import Release

        return Release.objects.system().get(side=self._side(host))

    def _issue(self, host: str) -> Any:
        from bitim.settlements.models import Issue

        return Issue.objects.system().filter(case=self._case(host)).first()

    def _paper(self, host: str, kind: str) -> Any:
        from bitim.settlements.models import Document

        return Document.objects.system().filter(case=self._case(host), kind=kind).order_by("made").last()

    def _settlement(self, host: str) -> Any:
        return self._paper(host, "settlement")

    def _agreement(self, host: str) -> Any:
        from bitim.settlements.models import Document

        return self._paper(host, Document.AGREEMENT)

    def _clause(self, host: str) -> Any:
        from bitim.settlements.models import Clause

        return Clause.objects.system().filter(document=self._settlement(host)).order_by("position").last()

    def _line(self, host: str) -> Any:
        from bitim.settlements.models import Signature

        rows = Signature.objects.system().filter(document=self._settlement(host), voided=None)
        return rows.get(participant__person=self._person(host))

    def _card(self, host: str) -> Any:
        from bitim.people.models import MediatorCard

        return MediatorCard.objects.system().get(person=self._person(host))

    def _role(self, host: str) -> Any:
        from bitim.people.models import CentreRole

        return CentreRole.objects.system().get(person=self._person(host))

    def _entry(self, host: str) -> Any:
        from bitim.journal.models import Consultation

        return Consultation.objects.system().filter(centre=self._role(host).centre).order_by("-at").first()

    def _line_of(self, host: str, book: str) -> Any:
        from bitim.journal.models import Line

        return Line.objects.system().filter(centre=self._role(host).centre, book=book).order_by("at").last()

    def _written(self, host: str) -> Any:
        return self._line_of(host, "incoming")

    def _registered(self, host: str) -> Any:
        return self._line_of(host, "cases")

    def _planned(self, host: str) -> Any:
        from bitim.room.models import Meeting

        return Meeting.objects.system().filter(case=self._case(host)).order_by("starts").last()

    def _beside(self, host: str) -> Any:
        from bitim.cases.models import Participant

        return Participant.objects.system().get(person=self._person(host), ended=None)

    def _card_number(self, host: str) -> str:
        return str(self._card(host).number)

    def _digest(self, host: str) -> str:
        return str(self._settlement(host).digest)

    def _no_digest(self, host: str) -> str:
        return "0" * 64

    def _link(self, host: str) -> str:
        return self.doors[host]["path"]


def place(things: Things, name: str, fill: str) -> str:
    """Return the path of an address."""
    from django.urls import reverse

    pairs = [pair.split("=", 1) for pair in fill.split()] if fill != "-" else []
    kwargs = {key: label[1:] if label.startswith("=") else _key(things.row(label)) for key, label in pairs}
    return reverse(name, kwargs=kwargs)


def _key(thing: Any) -> Any:
    return getattr(thing, "pk", thing)


def refusals(languages: list[str]) -> dict[str, str]:
    """Return the pages for what could not be done, as their handlers make them for somebody who is nobody."""
    from django.test import RequestFactory
    from django.utils import translation
    from django.utils.translation import gettext as _
    from tools.pages import REFUSALS

    from bitim.web import errors

    made = {}
    for language in languages:
        request = RequestFactory().get("/", HTTP_HOST="localhost", HTTP_REFERER="http://localhost/help/")
        request.COOKIES["bitim-language"] = language
        with translation.override(language):
            pages = {
                "400": errors.bad_request(request),
                "403": errors.forbidden(request),
                "404": errors.not_found(request),
                "409": errors.refused(
                    request,
                    _("A code alone is not enough: somebody could find it."),
                    _("Agree on a word by voice, and write it here."),
                ),
                "410": errors.gone(request),
                "413": errors.too_large(request, 25),
                "429": errors.too_many(request, 3),
                "500": errors.server_error(request),
                "503": errors.unavailable(request),
            }
            assert set(pages) == set(REFUSALS)
        made |= {f"{status}-{language}": page.content.decode() for status, page in pages.items()}
    return made


def _staged(things: Things) -> dict[str, str]:
    """Return the paths that steps go to on a stage."""
    made = {}
    for label, name, fill in (
        ("here@lebedev", "settlements:sign_here", "line=here@lebedev"),
        ("hand@aigerim", "room:hand", "participant=participant@aigerim"),
    ):
        try:
            made[label] = place(things, name, fill)
        except Exception as reason:  # noqa: BLE001 - one scene that did not play must not hide the others
            sys.stderr.write(f"no place for {label}: {type(reason).__name__} {reason}\n")
            made[label] = "/nothing-here/"
    labels = ("link@asem", "link@saule", "ballot_page@yerlan", "paper_code@yerlan")
    return made | {label: str(things.row(label)) for label in labels}


def main() -> None:
    """Write it all to the standard output."""
    folder, port = Path(sys.argv[1]), sys.argv[2]
    begin(folder, port)
    from django.conf import settings
    from tools import pages

    things = Things(json.loads((folder / "demo.json").read_text()))
    found: dict[str, dict[str, str]] = {"places": {}, "facts": {}, "refusals": {}}
    if "--stage" in sys.argv:
        staging.stage(things, folder)
    found["places"]["demo:outbox | paper==letter"] = "/outbox/"
    tables = (pages.PAGES, pages.PAPERS, *([pages.STAGED] if "--stage" in sys.argv else []))
    for table in tables:
        for name, fill, _who in pages.rows(table):
            if f"{name} | {fill}" in found["places"]:
                continue
            try:
                found["places"][f"{name} | {fill}"] = place(things, name, fill)
            except Exception as reason:  # noqa: BLE001 - one thing that is not there must not hide the others
                sys.stderr.write(f"no place for {name} {fill}: {type(reason).__name__} {reason}\n")
    for label in (
        "talk_page@gulnar",
        "card_number@saule",
        "digest@sergei",
        "no_digest@sergei",
        "link@bauyrzhan",
        "link@serik",
    ):
        found["facts"][label] = str(things.row(label))
    found["facts"]["joint@aigerim"] = place(things, "room:space", "space=joint@aigerim")
    found["facts"]["name@aigerim"] = place(things, "cases:name_side", "case_id=case@aigerim")
    found["facts"] |= _staged(things) if things.made else {}
    found["facts"]["sign@maria"] = place(things, "settlements:sign", "document=settlement@maria")
    invitation = "case_id=case@dilbar invitation_id=invitation@bauyrzhan"
    found["facts"]["letter@bauyrzhan"] = place(things, "cases:letter", invitation)
    found["refusals"] = refusals([code for code, _name in settings.LANGUAGES])
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
