"""The key of a press: the form it came by and what it said.

A line may lose the answer to a press. The same form then comes again, and with the same content it is the same press:
`kernel.action` does it once. With other content, changed meanwhile by whoever believed that nothing had arrived, it is
something new; taken for the first press, what was changed would be lost without a word.

Nobody can guess from a key that is kept what was said: the token drawn with the form goes into it, and is kept nowhere.
"""

import hashlib
import json

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

FIELD = "once"
BESIDE = frozenset({FIELD, "csrfmiddlewaretoken"})  # say nothing of what was meant


def once(request: HttpRequest, part: str = "") -> str:
    """Return the key of a press, at most 64 letters; empty for a form without a token, each press of which is new.

    `part`: of a press that does the same to several things of one form, which of them is meant. Space around a field
    and the kind of line ends do not make another press; a file is its name and its bytes.
    """
    token = request.POST.get(FIELD, "")
    if not token:
        return ""
    said = {name: [_plain(one) for one in request.POST.getlist(name)] for name in request.POST if name not in BESIDE}
    files = {name: [_print_of(one) for one in request.FILES.getlist(name)] for name in request.FILES}
    return hashlib.sha256(json.dumps([token, part, said, files], sort_keys=True).encode()).hexdigest()


def _plain(words: str) -> str:
    return "\n".join(words.splitlines()).strip()


def _print_of(file: "UploadedFile[bytes]") -> list[str]:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return [file.name or "", found.hexdigest()]
