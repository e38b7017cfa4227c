"""Who is acting in this request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bitim.kernel.access import VISITOR


class ActorMiddleware:
    """Put `request.actor`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the actor, then go on."""
        request.actor = VISITOR  # type: ignore[attr-defined]
        return self.get_response(request)
