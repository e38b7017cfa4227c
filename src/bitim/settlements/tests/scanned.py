"""Scans made for tests: the frozen PDF as pictures, signed with a few strokes, as a scanner would give them."""

import io
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from bitim.cases.models import Participant
from bitim.demo import cast
from bitim.kernel import clock, files
from bitim.kernel.paper import scans
from bitim.kernel.paper.render import Printed
from bitim.settlements import archive
from bitim.settlements.actions import comparing, handing_in, pen
from bitim.settlements.models import Scan, Signature
from bitim.settlements.tests import stage

DOTS = 100


@lru_cache(maxsize=64)
def drawn(pdf, number, dots=DOTS):
    """Return a page of a PDF as a grey picture at so many dots an inch."""
    return scans.picture(pdf, scans.PDF, number - 1, int(11.7 * dots)).convert("L")


def page(document, number, dots=DOTS):
    return drawn(archive.read(document.pdf), number, dots)


def signed(picture):
    """Return a picture with strokes of a pen on it."""
    made = picture.copy()
    draw = ImageDraw.Draw(made)
    across, down = made.size
    for row in (0.4, 0.5, 0.6):
        draw.line([(across * 0.5, down * row), (across * 0.55, down * (row - 0.02)), (across * 0.6, down * row)], 40, 3)
    return made


def jpeg(picture, name="scan.jpg", quality=60):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def png(picture, name="scan.png"):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def pdf(pictures, name="scan.pdf"):
    out = io.BytesIO()
    first, *rest = pictures
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=DOTS, quality=60)
    return SimpleUploadedFile(name, out.getvalue(), "application/pdf")


def all_pages(document, dots=DOTS):
    return [signed(page(document, number, dots)) for number in range(1, document.pages + 1)]


def whole(document):
    """Return an upload of every page, signed, in one PDF."""
    return [pdf(all_pages(document))]


def blank():
    return Image.new("L", (827, 1169), 250)


def unread(uploads, document):
    """Take pages for what they should be, in place of reading pictures: that is tried in test_scans and test_pages."""
    kept = files.accept_bytes(b"pages", "pages.txt")
    places = tuple((scans.Place(n, n, True, 0), 0, 0) for n in range(1, document.pages + 1))
    return handing_in.Received((kept,), places, 0)


def printed(paper, created):
    """Print nothing: two pages that differ by what they say, signed on the last."""
    return Printed(repr(paper).encode(), "0" * 16, 2, (2,))


# --- the same story in tests: chosen, handed in, compared, confirmed ---


def with_a_pen(made, document, *people):
    """Let people of the case sign with a pen; everybody when nobody is named."""
    for person in people or (*made.parties, made.mediator):
        pen.choose_pen(stage.line_of(document, person), actor=made.as_mediator, pen=True)


def handed_in(made, document, uploads=None, **more):
    return handing_in.hand_in(document, actor=made.as_mediator, uploads=uploads or [None], **more)


def compare(made, scan, actor=None, day=None, people=None):
    """Look at every page of a scan and say that everybody's signature is there, or that of `people` alone."""
    actor = actor or made.as_mediator
    scan = Scan.objects.system().select_related("document").get(pk=scan.pk)
    for number in range(1, scan.document.pages + 1):
        wanted = [
            line for line in comparing.lines_on_paper(scan) if people is None or line.participant.person in people
        ]
        signed_on = {line.pk: day or clock.today() for line in wanted}
        comparing.look_at_page(scan, actor=actor, number=number, same=True, compared=True, signed=signed_on)
    return comparing.finish_check(scan, actor=actor)


def confirm(made, scan, actor=None):
    return comparing.confirm(scan, actor=actor or made.as_coordinator, looked=True)


def second(made):
    """Return another coordinator of the centre, acting."""
    who = cast.staff(made.centre, "Екінші Адам", "coordinator", "kk")
    return cast.acting(who, "coordinator", made.centre)


def lines(document):
    return Signature.objects.system().filter(document=document, voided=None)


def participant(person):
    return Participant.objects.system().get(person=person, ended=None)
