"""A conversation that was begun elsewhere comes in whole, or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bitim.dialogue.actions import bringing, moderating, running
from bitim.dialogue.models import Statement, Voice, Vote
from bitim.dialogue.queries.exporting import files_of
from bitim.dialogue.tests import scene
from bitim.dialogue.tests.scene import page
from bitim.engines import opinion
from bitim.kernel.access import Refused

pytestmark = pytest.mark.django_db

TABLE = b"participant,group-id,n-votes,n-agree,n-disagree,0,1\n0,,2,1,1,1,-1\n1,,1,0,0,0,\n"
COMMENTS = 'comment-id,agrees,disagrees,moderated,comment-body\n0,1,0,1,"Су, кезекпен."\n1,0,1,-1,Қорлық\n'.encode()
FILES = {"participants-votes.csv": TABLE, "comments.csv": COMMENTS}


def bring(made, files=FILES, language="kk"):
    return bringing.bring_in(made.talk, actor=made.as_coordinator, files=files, language=language)


def test_sentences_and_votes_come_in_and_those_kept_out_stay_so():
    made = scene.drafted()
    bring(made)
    told = Statement.objects.system().filter(conversation=made.talk, number__gt=3).order_by("number")
    assert [(one.words, one.state) for one in told] == [
        ({"kk": "Су, кезекпен."}, "shown"),
        ({"kk": "Қорлық"}, "out"),
    ]
    assert sorted(Vote.objects.system().values_list("statement__number", "value")) == [(4, 0), (4, 1), (5, -1)]
    assert sorted(Voice.objects.system().values_list("presses", flat=True)) == [1, 2]


def test_it_comes_in_once():
    made = scene.drafted()
    bring(made)
    with pytest.raises(Refused):
        bring(made)


def test_it_comes_in_before_the_opening():
    made = scene.opened()
    with pytest.raises(Refused):
        bring(made)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"participants-votes.csv": TABLE},
        {"comments.csv": COMMENTS},
        {"participants-votes.csv": b"\xff\xfe\x00", "comments.csv": COMMENTS},
        {"participants-votes.csv": TABLE.replace(b"-1", b"7"), "comments.csv": COMMENTS},
        {"participants-votes.csv": TABLE, "comments.csv": COMMENTS.replace("Қорлық".encode(), b"")},
    ],
)
def test_files_that_are_none_bring_in_nothing(files):
    made = scene.drafted()
    with pytest.raises(Refused):
        bring(made, files)
    assert not Voice.objects.system().exists()
    assert Statement.objects.system().filter(conversation=made.talk).count() == 3


def test_what_comes_in_goes_out_again_the_same():
    made = scene.drafted()
    many = TABLE + b"".join(b"%d,,2,1,1,1,-1\n" % at for at in range(2, 8))
    bring(made, FILES | {"participants-votes.csv": many})
    with pytest.raises(Refused):  # not in every language yet
        running.open_conversation(made.talk, actor=made.as_coordinator)
    brought = Statement.objects.system().get(conversation=made.talk, number=4)
    moderating.translate(brought, actor=made.as_mediator, said={"ru": "Вода по очереди."})
    running.open_conversation(made.talk, actor=made.as_coordinator)
    running.close_conversation(made.talk, actor=made.as_coordinator)
    again = opinion.read(files_of(made.as_coordinator, made.talk.pk))
    assert sorted(again.votes.vote.tolist()) == [-1] * 7 + [0] + [1] * 7
    assert [one.text for one in again.statements if not one.rejected][-1] == "Су, кезекпен."


def test_it_comes_in_by_the_page():
    made = scene.drafted()
    sent = {name: SimpleUploadedFile(name, content, "text/csv") for name, content in FILES.items()}
    browser = made.browser()
    assert browser.post(page("bring", made.talk.pk), {**sent, "language": "kk"}).status_code == 303
    assert Vote.objects.system().count() == 3
    assert browser.get(page("bring", made.talk.pk)).status_code == 200
