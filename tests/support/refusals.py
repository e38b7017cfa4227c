"""Pages of refusal made once: whoever tries every address as everybody gets thousands of them.

All that the words of such a page may depend on is compared: what the view hands to it, who asks and how, what waits to
be told. So a view that tells something is still seen. `tests/contracts/test_foreign.py` also asks without the memory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.utils import translation

from bitim.web import errors


class Remembering:
    """Stands in the place of `django.shortcuts.render`."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[bytes, bytes]] = {}
        self._make = errors.render

    def __call__(self, request: Any, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
        """Return a page, made anew or remembered; the address that was asked for is put in."""
        told = sorted((name, str(value)) for name, value in context.items())
        heard = [str(message) for message in get_messages(request)]
        who = (
            str(request.actor),
            str(request.centre),
            sorted(request.session.items()),
            sorted(request.COOKIES.items()),
        )
        key = repr((template, status, told, heard, who, request.method, translation.get_language()))
        path = request.path.encode()
        if key not in self._made:
            answer: HttpResponse = self._make(request, template, context, status=status)
            self._made[key] = path, answer.content
            return answer
        before, content = self._made[key]
        return HttpResponse(content.replace(before, path), status=status)


@contextmanager
def refusals_remembered() -> Iterator[None]:
    """Remember until the end; what the house holds must not change meanwhile."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(errors, "render", Remembering())
        yield
