"""An overlay as a file: what it may say, and what it is told when it says something else."""

import pytest

from config.errors import ConfigError
from config.overlays import MOST_FIELDS, read_overlay

FILE = "overlays/noord.toml"
HEAD = 'naam = "Team Noord"\nvoor = { soort = "team", is = ["team-noord"] }\n'


def read(text: str, file: str = FILE):
    return read_overlay(text.encode(), file)


def test_an_overlay_has_the_name_of_its_file_and_says_for_whom_it_is():
    overlay = read(
        HEAD + '[teksten]\nloket = "Noord"\n[schakelaars]\nextra = false\n[termijnen.advies]\nduur = "P4W"\n'
    )
    assert (overlay.id, overlay.name, overlay.kind, overlay.values) == (
        "noord",
        "Team Noord",
        "team",
        ("team-noord",),
    )
    assert overlay.texts == {"loket": "Noord"}
    assert overlay.switches == {"extra": False}
    assert overlay.terms == {"advies": {"duur": "P4W"}}


def test_it_fits_a_school_that_is_named_or_that_has_one_of_the_values():
    by_team, by_name = read(HEAD), read('naam = "x"\nscholen = ["99AA00"]\n')
    assert by_team.fits("99AB00", {"team": frozenset({"team-noord"})})
    assert not by_team.fits("99AB00", {"gemeente": frozenset({"team-noord"})})
    assert by_name.fits("99AA00", {})
    assert not by_name.fits("99AB00", {})


def test_a_label_may_be_written_with_or_without_quotes_around_its_name():
    quoted = read(HEAD + '[labels]\n"d_vraag.hulp" = "Wat?"\nbeoordelen = "Kijken"\n')
    bare = read(HEAD + '[labels]\nd_vraag.hulp = "Wat?"\nbeoordelen = "Kijken"\n')
    assert quoted.labels == bare.labels == {"d_vraag.hulp": "Wat?", "beoordelen": "Kijken"}


def test_an_extra_field_is_kept_as_it_is_written():
    text = '[[veld]]\nform = "d"\nna = "hulp"\ncomponent = { type = "textfield", key = "wijk", validate = { required = true } }\n'
    (field,) = read(HEAD + text).fields
    assert (field.form, field.after) == ("d", "hulp")
    assert field.component == {"type": "textfield", "key": "wijk", "validate": {"required": True}}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('naam = "x"\n', "voor"),
        (HEAD + 'scholen = ["99AA00"]\n', "voor"),
        ('naam = "x"\nscholen = []\n', "scholen"),
        ('naam = "x"\nvoor = { soort = "team", is = [] }\n', "voor.is"),
        ('naam = "x"\nvoor = { soort = "team", zijn = ["a"] }\n', "voor.zijn"),
        ('voor = { soort = "team", is = ["a"] }\n', "naam"),
        (HEAD + '[tekening]\nx = "y"\n', "tekening"),
        (HEAD + "[teksten]\nloket = 3\n", "teksten.loket"),
        (HEAD + '[schakelaars]\nextra = "uit"\n', "schakelaars.extra"),
        (HEAD + "[labels]\na = { b = { c = 1 } }\n", "labels.a.b"),
        (HEAD + '[labels]\na = "x\\u0001"\n', "labels.a"),
        (HEAD + '[termijnen]\nadvies = "P4W"\n', "termijnen.advies"),
        (HEAD + '[[veld]]\nform = "d"\n', "veld[1].component"),
        (HEAD + '[[veld]]\nform = "d"\ncomponent = { key = "a" }\n', "veld[1].component"),
        (HEAD + '[[veld]]\nform = "d"\nop = "x"\ncomponent = { type = "t", key = "a" }\n', "veld[1].op"),
        (HEAD + '[[veld]]\nform = "d"\ncomponent = { type = "t", key = "a" }\n' * (MOST_FIELDS + 1), "veld"),
    ],
)
def test_what_an_overlay_cannot_say_is_refused_at_its_place(text: str, key: str):
    with pytest.raises(ConfigError) as refused:
        read(text)
    assert refused.value.key == key
    assert refused.value.file == FILE


def test_a_file_name_that_is_no_id_is_refused():
    with pytest.raises(ConfigError):
        read(HEAD, "overlays/Team Noord.toml")
