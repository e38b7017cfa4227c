"""Addresses of the cases domain. None carries a word, a code or a name."""

from django.urls import URLPattern, path

from bitim.cases.views import asking, beside, course, inviting, people, reaching, receiving

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("ask/", asking.ask, name="ask"),
    path("ask/2/", asking.ask_who, name="ask2"),
    path("ask/3/", asking.ask_contact, name="ask3"),
    path("ask/later/", asking.later, name="later"),
    path("ask/mine/", asking.mine, name="mine"),
    path("ask/take-back/", asking.take_back, name="take_back"),
    path("ask/another/", asking.another, name="another"),
    path("requests/", receiving.requests, name="requests"),
    path("requests/<uuid:request_id>/", receiving.one_request, name="request"),
    path("invited/<uuid:invitation_id>/", inviting.invited, name="invited"),
    path("case/<uuid:case_id>/people/", people.people, name="people"),
    path("case/<uuid:case_id>/people/appoint/", people.appoint, name="appoint"),
    path("case/<uuid:case_id>/people/side/", people.add_side, name="add_side"),
    path("case/<uuid:case_id>/people/side/<uuid:side_id>/", people.add_person, name="add_person"),
    path("case/<uuid:case_id>/people/<uuid:participant_id>/end/", people.end_part, name="end_part"),
    path("case/<uuid:case_id>/people/<uuid:participant_id>/code/", people.new_way, name="new_way"),
    path("case/<uuid:case_id>/people/<uuid:participant_id>/confirm/", people.confirm_person, name="confirm_person"),
    path("case/<uuid:case_id>/people/<uuid:participant_id>/vouch/", people.vouch, name="vouch"),
    path("case/<uuid:case_id>/name/", people.name_side, name="name_side"),
    path("case/<uuid:case_id>/invitation/<uuid:invitation_id>/", inviting.invitation, name="invitation"),
    path("case/<uuid:case_id>/invitation/<uuid:invitation_id>/letter/", inviting.letter, name="letter"),
    path("case/<uuid:case_id>/invitation/<uuid:invitation_id>/tried/", reaching.tried, name="tried"),
    path("case/<uuid:case_id>/invitation/<uuid:invitation_id>/reach/", reaching.reach_invited, name="reach_invited"),
    path("case/<uuid:case_id>/reach/", reaching.reach, name="reach"),
    path("case/<uuid:case_id>/people/<uuid:participant_id>/reach/", reaching.reach, name="reach_person"),
    path("case/<uuid:case_id>/screening/<uuid:side_id>/", course.screening, name="screening"),
    path("case/<uuid:case_id>/consent/", course.consent, name="consent"),
    path("case/<uuid:case_id>/consent/<uuid:side_id>/withdraw/", course.withdraw, name="withdraw"),
    path("case/<uuid:case_id>/record/", course.record, name="record"),
    path("case/<uuid:case_id>/title/", course.title, name="title"),
    path("case/<uuid:case_id>/closing/", course.closing, name="closing"),
    path("case/<uuid:case_id>/note/<uuid:side_id>/", beside.note, name="note"),
    path("case/<uuid:case_id>/mode/", course.mode, name="mode"),
    path("case/<uuid:case_id>/stage/", course.stage, name="stage"),
]
