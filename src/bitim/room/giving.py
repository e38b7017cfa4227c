"""A stored file as an answer: whole, or the one part that was asked for. Whoever calls has asked who may have it."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from bitim.kernel import files
from bitim.kernel.models import StoredFile


def given(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Return the file, to be kept and never to be shown as a page of ours.

    We name no version of a file, so whoever asks for a part only `If-Range` it is still the same gets all of it.
    """
    wanted = request.headers.get("Range", "") if request.method == "GET" and "If-Range" not in request.headers else ""
    answer: HttpResponseBase
    try:
        part = files.asked(wanted, stored.size)
    except files.Unsatisfiable:
        answer = HttpResponse(status=416)
        answer.headers["Content-Range"] = f"bytes */{stored.size}"
        return _guarded(answer)
    if part is None:
        answer = StreamingHttpResponse(files.open_sealed(stored), content_type=stored.media_type)
        answer.headers["Content-Length"] = str(stored.size)
    else:
        answer = StreamingHttpResponse(files.open_part(stored, part), content_type=stored.media_type, status=206)
        answer.headers["Content-Length"] = str(len(part))
        answer.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{stored.size}"
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, str(stored.name or "file")))
    return _guarded(answer)


def _guarded(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
