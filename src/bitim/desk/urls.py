"""Addresses of the desk: the first page, a case by role, the day of the staff."""

from django.urls import URLPattern, path

from bitim.desk.views import case, public

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", public.home, name="home"),
    path("centres/", public.centres, name="centres"),
    path("centres/<uuid:centre>/", public.centre_home, name="centre_home"),
    path("case/<uuid:case>/", case.case, name="case"),
]
