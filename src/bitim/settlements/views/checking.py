"""Check a settlement: public, one field, a clear answer and what it does not prove."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bitim.kernel import limits
from bitim.settlements import queries

MOST_BYTES = 10 * 1024 * 1024
TRIES = (120, 60.0)  # of the whole house, in seconds: mobile addresses are shared, so nobody is counted alone
HASH = re.compile(r"[0-9a-fA-F]{64}\Z")


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """The form, and the answer for a file or a full hash. The address printed on a paper leads to this same page,
    whatever stands in it: alone it tells nothing."""
    if request.method != "POST":
        return _page(request)
    if not limits.spend("check-document", *TRIES):
        answer = render(request, "errors/429.html", {"minutes": 1}, status=429)
        answer.headers["Retry-After"] = "60"
        return answer
    upload, typed = request.FILES.get("file"), request.POST.get("hash", "")
    if getattr(request, "too_large", False) or (upload is not None and (upload.size or 0) > MOST_BYTES):
        return _page(request, 413, wrong=_("This file is larger than a document of ours. Choose the PDF itself."))
    if upload is not None:
        return _page(request, answer=queries.about_bytes(upload.read()))
    digest = "".join(typed.split())
    if not HASH.match(digest):
        return _page(request, 422, wrong=_("Choose the PDF, or write the whole fingerprint: 64 letters and digits."))
    return _page(request, answer=queries.about_hash(digest))


def _page(request: HttpRequest, status: int = 200, **context: object) -> HttpResponse:
    return render(request, "settlements/check.html", context, status=status)
