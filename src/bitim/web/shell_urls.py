"""Addresses of the shell, to be included at the root."""

from django.urls import path

from bitim.web import lock, views

urlpatterns = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("leave/", views.leave, name="leave"),
    path("page/", views.neutral, name="neutral"),
    path("staff/locked/", lock.locked, name="locked"),
    path("staff/lock/", lock.lock_now, name="lock_now"),
    path("staff/here/", lock.still_here, name="still_here"),
    path("healthz", views.healthz, name="healthz"),
    path("design/", views.design, name="design"),
    path("design/<slug:page>/", views.design, name="design_page"),
]

# The root address list takes these over: `from bitim.web.shell_urls import handler400, ...`.
handler400 = "bitim.web.errors.bad_request"
handler403 = "bitim.web.errors.forbidden"
handler404 = "bitim.web.errors.not_found"
handler500 = "bitim.web.errors.server_error"
