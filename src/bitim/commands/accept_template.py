"""`bitim accept-template`: the head of a centre puts name and day to the text of a document's template."""

import argparse
from typing import TYPE_CHECKING

from bitim.commands import environment
from bitim.commands.environment import Stop, complain, say

if TYPE_CHECKING:
    from bitim.jurisdictions import Pack

HELP = "put a name to the text of a country's documents"


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    environment.data_option(parser)
    parser.add_argument("--centre", help="the centre's short name (may be left out when there is one only)")
    parser.add_argument("--kind", action="append", default=[], help="a kind of document; without it, all are shown")
    parser.add_argument("--name", help="the name of the head who has read the text and accepts it")
    parser.add_argument("--read", metavar="LANGUAGE", help="print the texts in a language instead of accepting")


def run(arguments: argparse.Namespace) -> int:
    """Show what waits, print texts, or accept."""
    try:
        environment.prepare(arguments)
        accept(arguments.centre, arguments.kind, arguments.name or "", arguments.read or "")
    except Stop as stop:
        complain(str(stop))
        return 1
    return 0


def accept(slug: str | None, kinds: list[str], name: str, read: str) -> None:
    """Accept kinds of one centre's pack in the name of one of its heads."""
    from bitim import jurisdictions
    from bitim.kernel import clock
    from bitim.kernel.access import SYSTEM
    from bitim.people import actions, queries

    centres = {one.slug: one for one in queries.centres_public()}
    if slug is None and len(centres) == 1:
        slug = next(iter(centres))
    if slug not in centres:
        raise Stop(f"Say which centre: --centre {' | '.join(centres) or '(there is none yet: bitim init)'}")
    centre = centres[slug]
    pack = jurisdictions.load(centre.pack)
    unknown = [kind for kind in kinds if kind not in pack.templates]
    if unknown:
        raise Stop(f"There is no document {', '.join(unknown)}; there are: {', '.join(sorted(pack.templates))}.")
    if read:
        for kind in kinds or sorted(pack.templates):
            _print(pack, kind, read)
        return
    if not kinds or not name:
        _show(slug, pack)
        return
    heads = {one.name for one in queries.staff_of(SYSTEM, centre.id, "head")}
    if name not in heads:
        raise Stop(f"{name} is not a head of this centre. Heads: {', '.join(sorted(heads)) or 'none'}.")
    for kind in kinds:
        fingerprint = pack.template(kind).fingerprint
        actions.accept_template(centre.id, actor=SYSTEM, kind=kind, name=name, fingerprint=fingerprint)
        say(f"{kind} of pack {pack.code}, version {pack.version}: accepted by {name} on {clock.today()}.")


def _show(slug: str, pack: "Pack") -> None:
    from bitim.people import queries

    for kind in sorted(pack.templates):
        line = queries.acceptance_of(slug, pack, kind)
        say(f"{kind}: {f'accepted by {line.by} on {line.on}' if line else 'waits for a name'}")
    say("To read a text: --read LANGUAGE --kind KIND. To accept it: --kind KIND --name 'THE HEAD'.")


def _print(pack: "Pack", kind: str, language: str) -> None:
    template = pack.template(kind)
    if language not in template.wordings:
        raise Stop(f"There is no text in {language!r}; there is: {', '.join(sorted(template.wordings))}.")
    wording = template.wordings[language]
    say(f"=== {wording.title} ({kind}, pack {pack.code}, version {pack.version}) ===")
    for title, paragraphs in wording.sections.values():
        say(f"\n{title}")
        for paragraph in paragraphs:
            say(paragraph)
    say()
