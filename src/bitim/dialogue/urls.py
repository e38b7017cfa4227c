"""Addresses of the dialogue domain."""

from django.urls import path

from bitim.dialogue.views import balloting, ratifying, staff, voices

app_name = "dialogue"
urlpatterns = [
    path("dialogue/", voices.listed, name="listed"),
    path("dialogue/<slug:slug>/", voices.talk, name="talk"),
    path("dialogue/<slug:slug>/vote/", voices.vote, name="vote"),
    path("dialogue/<slug:slug>/mine/", voices.mine, name="mine"),
    path("dialogue/<slug:slug>/back/", voices.take_back, name="take_back"),
    path("dialogue/<slug:slug>/say/", voices.say, name="say"),
    path("dialogue/<slug:slug>/where/", voices.stand, name="stand"),
    path("dialogue/<slug:slug>/results/", voices.results, name="results"),
    path("dialogue/<slug:slug>/sentences.csv", voices.log, name="log"),
    path("dialogue/<slug:slug>/leave/", voices.leave, name="leave"),
    path("ballot/<slug:slug>/", balloting.ballot, name="ballot"),
    path("ballots/of/<uuid:case>/", ratifying.page, name="ratifying"),
    path("ballots/<uuid:ratification>/agree/", ratifying.agree, name="ratify_agree"),
    path("ballots/part/<uuid:ratifier>/note/", ratifying.note, name="ratify_note"),
    path("ballots/<uuid:ratification>/open/", ratifying.begin, name="ratify_open"),
    path("ballots/part/<uuid:ratifier>/papers/", ratifying.papers, name="ratify_papers"),
    path("ballots/<uuid:ratification>/count/", ratifying.count, name="ratify_count"),
    path("ballots/<uuid:ratification>/end/", ratifying.end, name="ratify_end"),
    path("ballots/part/<uuid:ratifier>/strike/", ratifying.strike, name="ratify_strike"),
    path("dialogues/", staff.shelf, name="shelf"),
    path("dialogues/new/", staff.new, name="new"),
    path("dialogues/<uuid:talk>/", staff.desk, name="desk"),
    path("dialogues/<uuid:talk>/change/", staff.change, name="change"),
    path("dialogues/<uuid:talk>/bring/", staff.bring, name="bring"),
    path("dialogues/<uuid:talk>/open/", staff.begin, name="begin"),
    path("dialogues/<uuid:talk>/end/", staff.end, name="end"),
    path("dialogues/<uuid:talk>/slips/", staff.slips, name="slips"),
    path("dialogues/<uuid:talk>/sentences/", staff.queue, name="queue"),
    path("dialogues/<uuid:talk>/sentences/<int:number>/judge/", staff.judge, name="judge"),
    path("dialogues/<uuid:talk>/sentences/<int:number>/", staff.statement, name="statement"),
    path("dialogues/<uuid:talk>/table/", staff.table, name="table"),
    path("dialogues/<uuid:talk>/files/<str:name>", staff.export, name="export"),
]
