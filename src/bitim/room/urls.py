"""Addresses of the rooms. Ids only: no word, code or name ever stands in an address."""

from django.urls import path

from bitim.room import record_views, views, views_attendance, views_call, views_times

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
    path("room/meetings/<uuid:case>/who/", views_attendance.who, name="who"),
    path("meetings/one/<uuid:meeting>/record/", views_attendance.record, name="record"),
    path("room/person/<uuid:participant>/device/", views_attendance.hand, name="hand"),
    path("room/<uuid:space>/aside/", views_attendance.aside, name="aside"),
    path("meetings/<uuid:case>/times/", views_times.times, name="times"),
    path("meetings/<uuid:case>/times/propose/", views_times.propose, name="propose"),
    path("meetings/answer/<uuid:participant>/", views_times.answer_for, name="answer_for"),
    path("meetings/one/<uuid:meeting>/time/", views_times.move, name="move"),
    path("meetings/one/<uuid:meeting>/calendar/", views_times.calendar, name="calendar"),
    path("meetings/<uuid:case>/held/", record_views.held, name="held"),
    path("room/meeting/<uuid:meeting>/record/", record_views.paper, name="meeting_record"),
    path("room/meeting/<uuid:case>/voice/", views_call.call, name="call"),
    path("files/<uuid:file>/", views.file, name="file"),
]
