"""The checks of a centre's settings: secret, address, mail, languages, law, accepted templates."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bitim.commands import environment
from bitim.commands.findings import Finding, Level, look

if TYPE_CHECKING:
    from bitim.people.queries.centres import CentreShown


@look
def secret() -> Iterator[Finding]:
    """A secret of one's own, long enough."""
    if environment.own_secret:
        yield Finding("good", "The secret key is set.")
        return
    yield Finding(
        "stop",
        f"BITIM_SECRET_KEY is missing or too short (under {environment.SECRET_LENGTH}): sessions could be forged.",
        'Make one: python3 -c "import secrets; print(secrets.token_urlsafe(50))"',
    )


@look
def public_address() -> Iterator[Finding]:
    """HTTPS, and a host name that the site answers to."""
    from django.conf import settings
    from django.http.request import validate_host

    parts = urlsplit(settings.PUBLIC_URL)
    if settings.DEBUG:
        yield Finding("stop", "The settings show faults to readers (DEBUG).", "Take that out of the settings.")
    if parts.scheme != "https" and os.environ.get("BITIM_PLAIN_PROXY") != "1":
        yield Finding(
            "stop",
            f"BITIM_PUBLIC_URL is {settings.PUBLIC_URL}: without https, words and codes travel open.",
            "Put a proxy with TLS in front (docs/operate.md); inside a closed network: --behind-plain-proxy",
        )
    elif not parts.hostname or not validate_host(parts.hostname, settings.ALLOWED_HOSTS):
        yield Finding(
            "stop",
            f"The site does not answer to the name in BITIM_PUBLIC_URL ({parts.hostname}).",
            f"BITIM_HOSTS={parts.hostname or 'office.example'}",
        )
    else:
        yield Finding("good", f"The public address is {settings.PUBLIC_URL}.")


@look
def mail() -> Iterator[Finding]:
    """Staff log in by mailed codes: a server for mail and a sender that is not the default."""
    from django.conf import settings

    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield Finding("mend", "Letters would come from office@localhost and be refused.", "Set BITIM_MAIL_FROM.")
    if "BITIM_SMTP_HOST" not in os.environ:
        yield Finding("mend", "No mail server is named: staff could not log in.", "Set BITIM_SMTP_HOST.")
    elif settings.EMAIL_HOST not in ("localhost", "127.0.0.1") and not settings.EMAIL_USE_TLS:
        yield Finding("mend", f"Mail goes to {settings.EMAIL_HOST} unencrypted.", "Set BITIM_SMTP_TLS=1.")
    else:
        yield Finding("good", f"Mail goes through {settings.EMAIL_HOST}. Whether it arrives, a test letter shows.")


@look
def neutral_names() -> Iterator[Finding]:
    """Sender, links and machine of a notice do not say what the office does: a family reads the same mailbox."""
    from django.conf import settings
    from django.core.mail.utils import DNS_NAME  # what the machine calls itself at the mail server

    from bitim.kernel.neutral import telling

    shown = {
        "BITIM_PUBLIC_URL": settings.PUBLIC_URL,
        "BITIM_MAIL_FROM": settings.DEFAULT_FROM_EMAIL,
        "BITIM_SMTP_USER": settings.EMAIL_HOST_USER or "",
        "The name of this machine": str(DNS_NAME),
    }
    found = [(name, said) for name, said in shown.items() if telling(said)]
    for name, said in found:
        yield Finding(
            "mend",
            f"{name} ({said}) tells what the office does: it stands in every notice that people get.",
            "Choose a name that says nothing, such as office.example (docs/operate.md).",
            aloud=True,
        )
    if not found:
        yield Finding("good", "Sender and links of notices do not say what the office does.")


@look
def languages() -> Iterator[Finding]:
    """Catalogues compiled; read through by a person."""
    from django.conf import settings

    from bitim.kernel import catalogues

    for source in sorted(catalogues.LOCALE.glob("*/LC_MESSAGES/*.po")):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            yield Finding(
                "mend", f"The texts in {source.parent.parent.name} are not compiled.", "Start any command once."
            )
    unread = [code for code, _name in settings.LANGUAGES if not catalogues.checked_by(code)]
    if unread:
        yield Finding("note", f"Not yet read through by a person: {', '.join(unread)}.", "See CONTRIBUTING.md, Words.")


@look
def law() -> Iterator[Finding]:
    """Packs checked by a lawyer; their templates accepted by a head of each centre."""
    from bitim import jurisdictions
    from bitim.people import queries

    centres = queries.centres_public()
    if not centres:
        yield Finding("stop", "There is no centre yet.", "Run `bitim init`.")
    for code in sorted({centre.pack for centre in centres}):
        if jurisdictions.load(code).unchecked:
            yield Finding("note", f"No lawyer has put a name to the law pack {code}: documents say so.", "")
    yield from _texts(centres)


def _texts(centres: list["CentreShown"]) -> Iterator[Finding]:
    """A house in which nobody has accepted any text serves nobody, unless that is said openly: the page on which a head
    accepts is served too. One that waits later, after a change or at a new centre, is refused where it is needed."""
    from bitim import jurisdictions
    from bitim.people import queries

    packs = {centre.slug: jurisdictions.load(centre.pack) for centre in centres}
    waiting = {slug: queries.waiting_templates(slug, pack) for slug, pack in packs.items()}
    none_yet = all(len(waiting[slug]) == len(pack.templates) for slug, pack in packs.items())
    level: Level = "stop" if none_yet and os.environ.get("BITIM_TEXTS_LATER") != "1" else "mend"
    for slug, kinds in waiting.items():
        if not kinds:
            yield Finding("good", f"The templates of {slug} are accepted by its head.")
            continue
        yield Finding(
            level,
            f"No head of {slug} has accepted the text of: {', '.join(kinds)}. Until then it is not used.",
            f"bitim accept-template --centre {slug}, or bitim serve --texts-later and the page of the centre",
        )


@look
def review() -> Iterator[Finding]:
    """What keeps this house a pilot."""
    from bitim.web import pilot

    left = pilot.unchecked()
    if left:
        yield Finding("note", f"Pages say `pilot`: unchecked are {', '.join(left)}.", "")
