"""The pages of a room: who hears you stands on them, they work without scripts, nothing typed is lost."""

import re
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bitim.kernel import clock
from bitim.kernel.ids import new_id
from bitim.room import actions, queries
from bitim.room.models import Message, Release, Translation

WORDS = "Выходные можем уступить"


def at(name, *ids):
    return reverse(f"room:{name}", args=ids)


def plain(answer):
    """A page without what differs by chance: form keys and the id that was asked for."""
    return re.sub(r'value="[\w-]{20,}"|[0-9a-f]{8}-[0-9a-f-]{27}', "", answer.content.decode())


def test_a_private_room_names_who_hears(rooms, interpreter, browse):
    actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=interpreter.pk)
    page = browse(rooms.party(1)).get(at("space", rooms.caucus(1).pk)).content.decode()
    assert "Сәуле Ахметова (mediator), Нодира Каримова (interpreter)" in page
    assert "Send to the mediator and the interpreter" in page
    assert 'class="room caucus"' in page
    assert "does not know you are here" not in page
    assert "Нижний аул" not in page
    assert "Виктор" not in page


def test_the_live_meeting_alone_may_ask_for_the_camera(rooms, signed, browse):
    actions.open_meeting(rooms.case, actor=rooms.mediator, ways={})
    reader = browse(rooms.party(1))
    meeting = reader.get(at("call", rooms.case.pk)).headers["Permissions-Policy"]
    room = reader.get(at("space", rooms.joint.pk)).headers["Permissions-Policy"]
    assert "camera=(self)" in meeting and "geolocation=()" in meeting and "microphone=(self)" in meeting
    assert "camera=()" in room and "camera=(self)" not in room


def test_no_page_shares_a_screen(rooms, signed, browse):
    """What is spoken about stands beside the voice in words; a screen shows more than its owner means to."""
    actions.open_meeting(rooms.case, actor=rooms.mediator, ways={})
    reader = browse(rooms.mediator)
    for address in (at("call", rooms.case.pk), at("space", rooms.joint.pk)):
        assert "display-capture=()" in reader.get(address).headers["Permissions-Policy"]
    scripts = list((Path(__file__).parents[2]).glob("**/static/**/*.js"))
    assert len(scripts) > 20
    assert not [one.name for one in scripts if "getDisplayMedia" in one.read_text()]


def test_the_input_for_files_asks_telephones_for_jpeg(rooms, browse):
    page = browse(rooms.party(1)).get(at("space", rooms.caucus(1).pk)).content.decode()
    asked = re.findall(r'<input type="file"[^>]*accept="([^"]*)"', page)
    assert len(asked) == 1
    assert asked[0].startswith("image/jpeg,") and "heic" not in asked[0] and "image/*" not in asked[0]


def test_only_apart_it_promises_that_nobody_knows(rooms, browse):
    rooms.go_apart()
    page = browse(rooms.party(1)).get(at("space", rooms.caucus(1).pk)).content.decode()
    assert "The other side does not know you are here." in page


def test_apart_what_is_shown_by_permission_names_nobody(rooms, browse):
    rooms.go_apart()
    item = actions.post(rooms.caucus(2), actor=rooms.party(2), words=WORDS)
    actions.release(item, actor=rooms.party(2))
    page = browse(rooms.party(1)).get(at("space", rooms.caucus(1).pk)).content.decode()
    assert WORDS in page and "The other side" in page
    for name in ("Виктор", "Нижний аул"):
        assert name not in page
    page = browse(rooms.party(2)).get(at("release", item.pk)).content.decode()
    for name in ("Айгерім", "Жоғарғы ауыл"):
        assert name not in page


def test_the_joint_room_shows_the_sides(rooms, browse):
    page = browse(rooms.party(2)).get(at("space", rooms.joint.pk)).content.decode()
    assert "Жоғарғы ауыл" in page
    assert "Нижний аул" in page
    assert "Send to all 2 people at the table" in page
    present = page.partition('<ul class="present"')[2].partition("</ul>")[0]
    assert present.index("Нижний аул") < present.index("Жоғарғы ауыл"), "the reader's own side comes first"
    theirs = browse(rooms.party(1)).get(at("space", rooms.joint.pk)).content.decode()
    present = theirs.partition('<ul class="present"')[2].partition("</ul>")[0]
    assert present.index("Жоғарғы ауыл") < present.index("Нижний аул")


def test_words_are_sent_by_a_plain_form_once(rooms, browse):
    client, address = browse(rooms.party(1)), at("space", rooms.joint.pk)
    for _ in range(2):
        answer = client.post(address, {"words": "Сәлем", "language": "kk", "once": "same"})
        assert (answer.status_code, answer.url) == (303, address + "#latest")
    page = browse(rooms.party(2)).get(address).content.decode()
    assert page.count("Сәлем") == 1
    assert '<bdi class="said-words" dir="auto" lang="kk">Сәлем</bdi>' in page


def test_other_words_by_the_same_form_are_said_too(rooms, browse):
    """The answer to the first press was lost on the line; whoever then changed their words must not lose the change."""
    client, address = browse(rooms.party(1)), at("space", rooms.joint.pk)
    for words in ("Сәлем", "Сәлем, көршілер", "Сәлем, көршілер", "  Сәлем\r\n"):
        assert client.post(address, {"words": words, "language": "kk", "once": "k" * 80}).status_code == 303
    assert rooms.words(rooms.party(2), rooms.joint) == ["Сәлем", "Сәлем, көршілер"]
    first = Message.objects.system().filter(space=rooms.joint).earliest("seq")
    actions.withdraw_message(first, actor=rooms.party(1))
    client.post(address, {"words": "Сәлем", "language": "kk", "once": "k" * 80})
    assert Message.objects.system().filter(space=rooms.joint).count() == 2


def test_a_page_that_stays_is_answered_with_what_it_does_not_show_yet(rooms, browse):
    """The whole page takes ten seconds on a line of 64 kbit/s."""
    for number in range(30):
        actions.post(rooms.joint, actor=rooms.party(2), words=f"бұрын {number}")
    client, address = browse(rooms.party(1)), at("space", rooms.joint.pk)
    shown = re.findall(r'<li id="m-([0-9a-f-]{36})"', client.get(address).content.decode())
    actions.post(rooms.joint, actor=rooms.party(2), words="арасында")
    sent = {"words": "Сәлем", "language": "kk", "once": "k"}
    answer = client.post(address, sent, headers={"x-bitim-after": shown[-1]})
    page = answer.content.decode()
    assert answer.status_code == 200 and len(page) < 3000
    assert [words for words in ("бұрын 29", "арасында", "Сәлем") if words in page] == ["арасында", "Сәлем"]
    assert re.search(r'name="once" value="[\w-]{20,}"', page)
    assert queries.read_up_to(rooms.party(1), rooms.joint) == queries.messages_in(rooms.party(1), rooms.joint)[-1].seq
    # Of a page that nobody knows, or that shows nothing yet, everything is new.
    for seen in ("", str(new_id()), "no id"):
        page = client.post(address, sent, headers={"x-bitim-after": seen}).content.decode()
        assert page.count("<li id=") == 32 and page.count("Сәлем") == 1
    refused = client.post(address, {"words": " ", "language": "kk"}, headers={"x-bitim-after": shown[-1]})
    assert refused.status_code in (409, 422) and "data-room-send" in refused.content.decode()


def test_words_that_could_not_be_sent_are_shown_again(rooms, browse):
    client, address = browse(rooms.party(1)), at("space", rooms.joint.pk)
    long = "ұзақ " * 20_000
    answer = client.post(address, {"words": long, "language": "kk"})
    assert answer.status_code == 409
    assert long.strip() in answer.content.decode()
    assert "too long" in answer.content.decode()
    assert client.post(address, {"words": " "}).status_code == 409


def test_the_form_is_shown_again_when_the_room_closed_meanwhile(rooms, browse):
    rooms.withdraw_consent(1)
    page = browse(rooms.mediator).post(at("space", rooms.joint.pk), {"words": "to nobody"}).content.decode()
    assert "This room is closed now." in page


def test_foreign_and_unknown_things_are_the_same_page(rooms, interpreter, browse):
    said = actions.post(rooms.caucus(2), actor=rooms.party(2), words=WORDS)
    own = actions.translate(said, actor=rooms.mediator, language="kk", words="Демалыс")
    line = actions.release(said, actor=rooms.party(2))
    things = [("space", rooms.caucus(2).pk), ("here", rooms.caucus(2).pk), ("interpreters", rooms.caucus(2).pk)]
    things += [("release", said.pk), ("translate", said.pk), ("take_back", said.pk), ("check_translation", own.pk)]
    things += [("withdraw_release", line.pk), ("space", rooms.team.pk), ("file", new_id())]
    for actor in (rooms.party(1), rooms.interpreter, rooms.cast.as_coordinator):
        client = browse(actor)
        for name, pk in things:
            foreign, unknown = client.get(at(name, pk)), client.get(at(name, new_id()))
            posted = client.post(at(name, pk), {"words": "x", "to": str(rooms.joint.pk), "participant": str(new_id())})
            if name not in ("here", "file"):
                assert foreign.status_code == unknown.status_code == 404, name
                assert plain(foreign) == plain(unknown)
            assert posted.status_code in (404, 405), name
    assert Message.objects.system().filter(space=rooms.caucus(2)).count() == 1
    assert Translation.objects.system().filter(checked_by__isnull=False).count() == 0


def test_permission_shows_exactly_what_and_to_whom(rooms, browse):
    said = actions.post(rooms.caucus(2), actor=rooms.party(2), words=WORDS)
    mine, address = browse(rooms.party(2)), at("release", said.pk)
    assert at("release", said.pk) in mine.get(at("space", rooms.caucus(2).pk)).content.decode()
    page = mine.get(address).content.decode()
    assert WORDS in page
    assert "Айгерім Оспанова" in page
    assert mine.post(address, {"to": str(rooms.joint.pk), "once": "1"}).status_code == 303
    theirs = browse(rooms.party(1)).get(at("space", rooms.joint.pk)).content.decode()
    assert WORDS in theirs
    assert "From the private room of Нижний аул" in theirs
    line = Release.objects.system().get()
    assert line.served
    assert "It has already been read" in mine.get(at("withdraw_release", line.pk)).content.decode()
    mine.post(at("withdraw_release", line.pk))
    theirs = browse(rooms.party(1)).get(at("space", rooms.joint.pk)).content.decode()
    assert "taken back after it had been read" in theirs
    ledger = mine.get(at("ledger", rooms.case.pk)).content.decode()
    assert WORDS in ledger
    assert "taken back after it was read" in ledger
    assert WORDS not in browse(rooms.party(1)).get(at("ledger", rooms.case.pk)).content.decode()


def test_nobody_but_the_owner_is_offered_to_show(rooms, browse):
    said = actions.post(rooms.caucus(2), actor=rooms.party(2), words=WORDS)
    assert at("release", said.pk) not in browse(rooms.mediator).get(at("space", rooms.caucus(2).pk)).content.decode()
    assert browse(rooms.mediator).get(at("release", said.pk)).status_code == 404


def test_translating_and_checking(rooms, interpreter, browse):
    actions.admit_interpreter(rooms.joint, actor=rooms.mediator, participant=interpreter.pk)
    said = actions.post(rooms.joint, actor=rooms.party(1), words="Су")
    nodira = browse(rooms.interpreter)
    assert nodira.get(at("translate", said.pk)).status_code == 200
    kept = nodira.post(at("translate", said.pk), {"language": "kk", "words": "Мои слова"})
    assert (kept.status_code, "Мои слова" in kept.content.decode()) == (409, True)
    nodira.post(at("translate", said.pk), {"language": "ru", "words": "Вода"})
    page = browse(rooms.party(2)).get(at("space", rooms.joint.pk)).content.decode()
    assert "Вода" in page
    assert "Translated by Нодира Каримова" in page
    one = Translation.objects.system().get()
    assert nodira.post(at("check_translation", one.pk)).status_code == 409
    browse(rooms.mediator).post(at("check_translation", one.pk))
    page = browse(rooms.party(2)).get(at("space", rooms.joint.pk)).content.decode()
    assert "checked by a second person" in page


def test_meetings_are_opened_ended_and_explained(rooms, browse, signed):
    saule, address = browse(rooms.mediator), at("meetings", rooms.case.pk)
    later = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert saule.post(address, {"act": "plan", "starts": later}).status_code == 303
    assert saule.post(address, {"act": "plan", "starts": "2020-01-01T10:00"}).status_code == 409
    assert saule.post(address, {"act": "plan", "starts": "soon"}).status_code == 422
    assert saule.post(address, {"act": "joint"}).status_code == 303
    assert browse(rooms.party(1)).get(address).status_code == 404
    party, joint = browse(rooms.party(1)), rooms.joint.pk
    assert "Nobody has come in yet." in party.get(at("space", joint)).content.decode()
    assert party.post(at("here", joint)).status_code == 303
    assert "Айгерім Оспанова</bdi> (party)" in browse(rooms.party(2)).get(at("space", joint)).content.decode()
    assert "Айгерім" in party.post(at("here", joint) + "?part=1").content.decode()
    assert saule.post(address, {"act": "end"}).status_code == 303
    assert "A meeting is open now" not in party.get(at("space", joint)).content.decode()


def test_a_term_that_is_over_leads_to_its_addendum(rooms, browse):
    case, page = rooms.case, browse(rooms.mediator)
    addendum = f"/addendum/{case.pk}/"
    assert addendum not in page.get(at("meetings", case.pk)).content.decode()
    case.term_ends = clock.today() - timedelta(days=1)
    case.save(update_fields=["term_ends"])
    for name in ("meetings", "who"):
        assert addendum in page.get(at(name, case.pk)).content.decode()


def test_what_stands_in_the_way_of_a_meeting_is_said(rooms, browse):
    page = browse(rooms.mediator).get(at("meetings", rooms.case.pk)).content.decode()
    assert "signed by every side" in page


def test_interpreters_are_let_in_on_a_page(rooms, interpreter, browse):
    saule, address = browse(rooms.mediator), at("interpreters", rooms.caucus(1).pk)
    assert "Нодира Каримова" in saule.get(address).content.decode()
    saule.post(address, {"participant": str(interpreter.pk)})
    assert browse(rooms.interpreter).get(at("space", rooms.caucus(1).pk)).status_code == 200
    saule.post(address, {"participant": str(interpreter.pk), "end": "1"})
    assert browse(rooms.interpreter).get(at("space", rooms.caucus(1).pk)).status_code == 404
    assert browse(rooms.party(1)).get(address).status_code == 404


def test_a_page_costs_the_same_for_one_and_for_thirty(rooms, browse):
    def cost():
        client = browse(rooms.party(2))
        client.get(at("space", rooms.joint.pk))
        with CaptureQueriesContext(connection) as spent:
            client.get(at("space", rooms.joint.pk))
        return len(spent)

    actions.post(rooms.joint, actor=rooms.party(1), words="0")
    one = cost()
    for n in range(30):
        actions.post(rooms.joint, actor=rooms.party(1), words=str(n))
    assert cost() == one <= 45


def test_words_are_shown_as_text_and_no_script_stands_in_the_page(rooms, browse):
    actions.post(rooms.joint, actor=rooms.party(1), words="<script>alert(1)</script>")
    page = browse(rooms.party(2)).get(at("space", rooms.joint.pk)).content.decode()
    assert "&lt;script&gt;" in page
    assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=", page)
