"""Packs are read once, cannot be changed in memory, and say what they are."""

from dataclasses import FrozenInstanceError

import pytest

from bitim.jurisdictions import LANGUAGES, UnknownPack, available, load


def test_packs_that_are_here():
    assert available() == ["kz", "xx"]
    assert load("kz") is load("kz")


@pytest.mark.parametrize("code", ["", "zz", "../kz", "kz/templates", "KZ"])
def test_a_code_that_is_no_pack(code):
    with pytest.raises(UnknownPack):
        load(code)


@pytest.mark.parametrize("code", ["kz", "xx"])
def test_a_pack_says_that_no_lawyer_has_checked_it(code):
    pack = load(code)
    assert pack.unchecked
    assert (pack.checked_by, pack.checked_on) == ("", "")
    assert tuple(pack.names) == LANGUAGES
    assert pack.version and pack.edition and pack.sources


def test_a_pack_cannot_be_changed_in_memory():
    pack = load("kz")
    with pytest.raises(FrozenInstanceError):
        pack.version = "2"
    for table in (pack.parameters, pack.rules, pack.labels, pack.templates, pack.template("settlement").wordings):
        with pytest.raises(TypeError):
            table["x"] = None
    assert isinstance(pack.parameter("default_languages"), tuple)


def test_a_national_pack_speaks_over_the_general_one_and_leaves_the_rest():
    kz, xx = load("kz"), load("xx")
    assert kz.parameter("official_languages") != xx.parameter("official_languages")
    assert kz.parameter("retention_joint_days") == xx.parameter("retention_joint_days")
    assert "party.identifier_valid" in kz.rules
    assert "party.identifier_valid" not in xx.rules
    assert {label.key for label in xx.labels["mediator_kinds"]} < {label.key for label in kz.labels["mediator_kinds"]}


def test_the_general_pack_cites_no_national_law():
    names = {
        "kk": "Қазақстан",
        "ru": "Казахстан",
        "en": "Kazakhstan",
        "uz": "Qozogʻiston",
        "ky": "Казакстан",
        "bg": "Казахстан",
    }
    for template in load("xx").templates.values():
        for lang in LANGUAGES:
            texts = [text for title, body in template.wordings[lang].sections.values() for text in (title, *body)]
            assert not any(names[lang] in text for text in texts)


def test_fingerprints_tell_contents_apart():
    kz, xx = load("kz"), load("xx")
    assert kz.fingerprint != xx.fingerprint
    assert kz.template("settlement").fingerprint != xx.template("settlement").fingerprint
    assert len(kz.fingerprint) == 64


def test_what_is_not_there_is_named():
    pack = load("kz")
    for ask in (pack.parameter, pack.template, lambda name: pack.label("dispute_kinds", name)):
        with pytest.raises(KeyError, match="nothing"):
            ask("nothing")
