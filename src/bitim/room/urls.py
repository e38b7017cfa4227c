"""Addresses of the rooms. Ids only: no word, code or name ever stands in an address."""

from django.urls import path

from bitim.room import views

app_name = "room"
urlpatterns = [
    path("room/<uuid:space>/", views.space, name="space"),
    path("room/<uuid:space>/here/", views.here, name="here"),
    path("room/<uuid:space>/interpreters/", views.interpreters, name="interpreters"),
    path("room/message/<uuid:message>/show/", views.release, name="release"),
    path("room/message/<uuid:message>/translate/", views.translate, name="translate"),
    path("room/message/<uuid:message>/take-back/", views.take_back, name="take_back"),
    path("room/translation/<uuid:translation>/", views.check_translation, name="check_translation"),
    path("room/shown/<uuid:release>/", views.withdraw_release, name="withdraw_release"),
    path("room/ledger/<uuid:case>/", views.ledger, name="ledger"),
    path("room/meetings/<uuid:case>/", views.meetings, name="meetings"),
    path("files/<uuid:file>/", views.file, name="file"),
]
