"""Whoever looks over a shoulder, or opens everything a mail programme shows, learns that an office has written: every
notice in every language, its sender, its links and its headers; and nothing the operator is told to type says more."""

import email
import re
from email import policy
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core import mail
from tests.support.house import House, house

from bitim.cases.notices import messenger_words
from bitim.kernel import clock, delivery, doors
from bitim.kernel.locking import write
from bitim.kernel.models import Delivery
from bitim.kernel.neutral import telling

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("Айгерім", "Оспанова", "Виктор", "Ким", "Жайлым", "пастбищ", "40712236", "Достық", "Дом дружбы")


@pytest.fixture
def scene(settings) -> House:
    settings.PUBLIC_URL, settings.DEFAULT_FROM_EMAIL = "https://office.example", "Office <office@office.example>"
    made = house()
    made.at("signing")
    return made


def _written(scene: House) -> list[str]:
    """Have every notice written in every language; return each whole message as a mail programme can show it."""
    who, signature = scene.main.parties[0], scene.things["signature"]
    who.email = "a@example.kz"
    with write():
        door = doors.make_door(who.pk, scene.main.case.pk, "case", second="1234", second_kind="word")
    for language, _name in django_settings.LANGUAGES:
        who.language = language
        who.save()
        for name in delivery.NOTICES:
            about = signature.pk if name == "signing_code" else scene.main.case.pk
            to = {"person": who.pk, "subject": about, "door": door, "route": "email", "due": clock.now()}
            Delivery.objects.create(notice=name, key=f"{name}:{language}", **to)
        delivery.send_due(most=100)
    return [_shown(one) for one in mail.outbox]


def _shown(message: mail.EmailMessage) -> str:
    found = email.message_from_bytes(message.message().as_bytes(), policy=policy.default)
    headers = "\n".join(f"{name}: {value}" for name, value in found.items())
    return f"{headers}\n\n{found.get_content()}"


@pytest.mark.django_db
def test_no_notice_tells_what_it_is_about_not_even_in_its_headers(scene: House):
    found = _written(scene)
    assert len(found) == len(delivery.NOTICES) * len(django_settings.LANGUAGES)
    links = [link for one in found for link in re.findall(r"https?://\S+", one)]
    assert any("Для вас есть новости" in one for one in found)  # each in its language
    assert links and all(re.fullmatch(r"https://office\.example/j/[\w-]+/", one) for one in links)
    for one in found:
        words = re.sub(r"/j/[\w-]+/", "/j/", one)  # chance may spell anything
        words = re.sub(r"(?m)^Message-ID: <[\d.]+@", "Message-ID: <@", words)
        assert telling(words) == "", one
        assert not [name for name in NAMES if name.lower() in words.lower()], one
        assert re.search(r"(?m)^Message-ID: <@office\.example>$", words), one


def test_words_to_copy_into_a_messenger_tell_as_little_in_every_language():
    said = {code: messenger_words(code, "+7 727 000 00 00") for code, _name in django_settings.LANGUAGES}
    assert said["ru"].startswith("Для вас есть новости.")
    assert len(set(said.values())) == len(said)
    for words in said.values():
        assert telling(words) == ""
        assert words.endswith("+7 727 000 00 00")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["PUBLIC_URL", "DEFAULT_FROM_EMAIL"])
def test_the_test_sees_a_sender_or_a_link_that_tells(scene: House, settings, name: str):
    setattr(settings, name, {"PUBLIC_URL": "https://mediation.example"}.get(name, "Медиация <a@office.example>"))
    assert any(telling(one) for one in _written(scene))


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("https://mediation.example", True),
        ("Центр медиации <office@x.example>", True),
        ("https://xn--80aghcmd4ah.example", False),
        (f"https://xn--{'медиация'.encode('punycode').decode()}.kz", True),
        ("https://bitim.example", True),
        ("БІТІМ <a@b.example>", True),
        ("office@mediators.example", True),
        ("https://medijacija.example", True),
        ("https://office.example", False),
        ("Immediate answers <intermediate@office.example>", False),
        ("Кеңсе <office@dostyq.example>", False),
    ],
)
def test_a_name_that_tells_is_known_in_any_spelling(said: str, tells: bool):
    assert bool(telling(said)) is tells


def test_nothing_that_the_operator_is_shown_tells():
    """Settings in documents and messages: the values that stand in notices."""
    files = [*ROOT.glob("docs/**/*.md"), ROOT / "README.md", *ROOT.glob("src/bitim/commands/*.py")]
    for path in files:
        for line in path.read_text().splitlines():
            for said in re.findall(r"(?:BITIM_(?:PUBLIC_URL|HOSTS|MAIL_FROM|SMTP_USER|ORIGINS)=)(\S+)", line):
                assert telling(said) == "", f"{path}: {line}"
            for said in re.findall(r"[\w.@-]+\.example\b", line):
                assert telling(said) == "", f"{path}: {line}"
