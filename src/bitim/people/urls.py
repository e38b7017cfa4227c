"""Addresses of the people domain. None carries a word, a code or a name; a link's token is the door itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from bitim.people.views import desk_computer, device, doors, keeping, register, staff, templates

app_name = "people"


def closed(request: HttpRequest) -> HttpResponse:
    """What django-allauth would offer and this house does not: signing up, passwords, addresses of one's own."""
    raise Http404


urlpatterns: list[URLPattern] = [
    path("code/", doors.code, name="code"),
    path("code/pin/", doors.pin, name="pin"),
    path("code/lost/", doors.lost, name="lost"),
    path("device/", device.device, name="device"),
    path("device/clear/", device.clear, name="clear"),
    path("j/<str:token>/", doors.link, name="link"),
    path("card/", register.card, name="card"),
    path("register/", register.register_list, name="register"),
    path("register/new/", register.card_new, name="card_new"),
    path("card/<str:number>/", register.card_check, name="card_check"),
    path("register/list/", keeping.list_new, name="list_new"),
    path("register/list/<uuid:entry>/", keeping.list_open, name="list"),
    path("register/points/", keeping.points, name="points"),
    path("register/interests/", keeping.interests, name="interests"),
    path("register/away/", keeping.away, name="away"),
    path("register/away/<uuid:absence>/back/", keeping.back, name="back"),
    path("register/<uuid:card>/", register.card_open, name="card_open"),
    path("register/<uuid:card>/change/", register.card_change, name="card_change"),
    path("register/<uuid:card>/paper/", register.card_paper, name="card_paper"),
    path("register/<uuid:card>/revoke/", register.card_revoke, name="card_revoke"),
    path("centre/", staff.centre, name="centre"),
    path("centre/details/", staff.details, name="details"),
    path("centre/texts/", templates.templates, name="templates"),
    path("centre/texts/<slug:kind>/", templates.template, name="template"),
    path("centre/colleague/", staff.colleague, name="colleague"),
    path("centre/role/<uuid:role>/end/", staff.role_end, name="role_end"),
    path("staff/me/", staff.me, name="me"),
    path("staff/role/", staff.role, name="role"),
    path("staff/again/", staff.again, name="again"),
    path("staff/lock-pin/", desk_computer.lock_pin, name="lock_pin"),
    path("staff/sheet/", desk_computer.sheet, name="sheet"),
    path("staff/sheet/<uuid:person>/", desk_computer.sheet, name="sheet_for"),
    path("staff/sheet/end/", desk_computer.sheet_end, name="sheet_end"),
    path("staff/login/sheet/", desk_computer.sheet_login, name="sheet_login"),
    re_path(r"^staff/(?:signup|password|email|confirm-email|reauthenticate)/", closed),
]
