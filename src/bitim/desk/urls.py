"""Addresses of the desk: the first page, a case by role, the day of the staff."""

from django.urls import URLPattern, path

from bitim.desk.views import case, help, public, staff

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", public.home, name="home"),
    path("centres/", public.centres, name="centres"),
    path("centres/<uuid:centre>/", public.centre_home, name="centre_home"),
    path("help/", help.help_page, name="help"),
    path("call-me-back/", help.call_me_back, name="call_me_back"),
    path("today/", staff.today, name="today"),
    path("today/called/<uuid:wish>/", staff.called, name="called"),
    path("today/told/<uuid:notice>/", staff.told, name="told"),
    path("cases/", staff.case_list, name="cases"),
    path("case/<uuid:case>/", case.case, name="case"),
    path("case/<uuid:case>/apart/", case.apart, name="apart"),
]
