"""The first page: anybody, no log-in, only ways in that exist."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from bitim.demo import cast
from bitim.desk import links

pytestmark = pytest.mark.django_db
GET = {"HTTP_ACCEPT_LANGUAGE": "en"}


def test_the_first_page_opens_for_anybody_even_before_there_is_a_centre(client: Client):
    answer = client.get("/", **GET)
    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()


def test_it_names_the_centre_and_its_phone_and_shows_four_pictures(client: Client):
    at = cast.centre()
    page = client.get("/", **GET).content.decode()
    assert "House of Friendship" in page
    assert at.phone in page
    assert page.count('class="picture"') == 4


def test_no_way_in_is_a_dead_button(client: Client):
    cast.centre()
    page = client.get("/", **GET).content.decode()
    for names in (links.ASK, links.CODE, links.CARD, links.CHECK):
        assert 'class="tile" href=""' not in page
        if url := links.link(names):
            assert f'href="{url}"' in page
    with pytest.raises(NoReverseMatch):
        reverse("desk:no_such_page")
    assert links.link(("desk:no_such_page",)) == ""


def test_with_several_centres_the_visitor_chooses_unless_the_address_names_one(client: Client):
    cast.centre("almaty")
    second = cast.centre("osh")
    second.name = {"en": "Osh centre"}
    second.save()
    page = client.get("/", **GET).content.decode()
    assert "Osh centre" in page
    assert reverse("desk:centre_home", args=[second.pk]) in page
    assert "Phone of the centre" not in page, "no centre is the reader's yet"
    one = client.get(reverse("desk:centre_home", args=[second.pk]), **GET).content.decode()
    assert "Osh centre" in one
    assert one.count('class="picture"') == 4
    named = client.get("/", headers={"host": "osh.localhost"}, **GET).content.decode()
    assert named.count('class="picture"') == 4
    assert "Osh centre" in named


def test_a_centre_that_is_not_there(client: Client):
    cast.centre()
    assert client.get("/centres/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_questions_do_not_grow_with_the_number_of_centres(client: Client, django_assert_max_num_queries):
    for number in range(30):
        cast.centre(f"centre-{number}")
    with django_assert_max_num_queries(2):
        client.get("/", **GET)
