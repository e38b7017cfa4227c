"""Every address of the house, domain by domain."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bitim.web.shell_urls")),
    path("staff/", include("allauth.account.urls")),
    path("staff/mfa/", include("allauth.mfa.urls")),
]
