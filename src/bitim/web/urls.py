"""Every address of the house, domain by domain."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from bitim.web.shell_urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bitim.web.shell_urls")),
    path("", include("bitim.desk.urls")),
    path("", include("bitim.people.urls")),
    path("", include("bitim.cases.urls")),
    path("", include("bitim.room.urls")),
    path("", include("bitim.settlements.urls")),
    path("", include("bitim.compromise.urls")),
    path("", include("bitim.dialogue.urls")),
    path("", include("bitim.journal.urls")),
    path("staff/", include("allauth.account.urls")),
    path("staff/mfa/", include("allauth.mfa.urls")),
]
if settings.MODE != "serve":
    urlpatterns.append(path("", include("bitim.demo.urls")))
