from datetime import UTC, datetime
from decimal import Decimal

import pytest

from config.errors import ConfigError
from engine.definitions.script_reading import read_script
from engine.definitions.scripts import Deed, Is, Mail, MayNot, Move, Refused, Reply, Sees, Typing

HEAD = 'naam = "Proef"\nklok = "2026-11-21T10:00:00"\n'


def _scene(text: str):  # type: ignore[no-untyped-def]
    return read_script((HEAD + "[[stap]]\n" + text).encode(), "rehearsals/proef.toml").scenes[0]


def test_a_rehearsal_begins_at_dutch_time_and_knows_its_lines(bundle) -> None:  # type: ignore[no-untyped-def]
    script = read_script(bundle.files["rehearsals/gewoon.toml"], "rehearsals/gewoon.toml")

    assert script.id == "gewoon"
    assert script.clock == datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    assert [scene.line for scene in script.scenes[:2]] == [5, 9]


def test_a_deed_has_answers_and_may_be_refused() -> None:
    scene = _scene(
        'wie = "ib"\nstart = "hulp"\nantwoorden = { a = 1.10, b = true }\ngeweigerd = { veld = "a" }\n'
    )

    assert scene.case == "zaak"
    assert scene.action == Deed("start", "hulp", {"a": Decimal("1.10"), "b": True}, Refused("a", ""))


def test_every_kind_of_step_is_read() -> None:
    assert _scene('wie = "x"\nmag_niet = { doen = "t" }\n').action == MayNot("doen", "t")
    assert _scene('bericht = { brief = "b", aan = "x", aantal = 0 }\n').action == Mail("b", "x", (), (), 0)
    assert _scene('klok = "2026-12-01"\n').action.from_moment(None) == datetime(
        2026, 11, 30, 23, 0, tzinfo=UTC
    )
    assert _scene("is = { klaar = true, feit = { a = 2026-12-01 } }\n").action.finished is True
    both = _scene('wie = "x"\nziet = { zaak = false }\nziet_niet = { tekst = ["Noor"] }\n').action
    assert isinstance(both, Sees)
    assert both.there.case is False
    assert both.absent.texts == ("Noor",)


def test_a_clock_can_go_a_calendar_month_forward() -> None:
    move = _scene('klok = "P1M"\n').action

    assert isinstance(move, Move)
    assert move.from_moment(datetime(2027, 1, 31, 12, tzinfo=UTC)) == datetime(2027, 2, 28, 12, tzinfo=UTC)


def test_is_without_words_expects_nothing() -> None:
    assert _scene("is = {}\n").action == Is(None, "", {}, ())


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ('start = "hulp"\n', "stap[1].wie", "ontbreekt"),
        ('wie = "x"\nstart = "a"\ndoet = "b"\n', "stap[1].", "precies één"),
        ('wie = "x"\n', "stap[1].", "precies één"),
        ('wie = "x"\nstrat = "a"\n', "stap[1].strat", 'Bedoelt u "start"'),
        ('wie = "x"\nmag_niet = {}\n', "stap[1].mag_niet", "precies één"),
        ('wie = "x"\nziet = { teks = [] }\n', "stap[1].ziet.teks", 'Bedoelt u "tekst"'),
        ('klok = "gisteren"\n', "stap[1].klok", "een duur"),
        ('klok = "P1D"\nantwoorden = {}\n', "stap[1].antwoorden", "hoort bij"),
        ('bericht = { brief = "b" }\n', "stap[1].bericht.aan", "ontbreekt"),
        ('koppeling = "k"\n', "stap[1].koppeling", "antwoord"),
        ('koppeling = "k"\nantwoord = {}\nfout = "x"\n', "stap[1].koppeling", "antwoord"),
        ('koppeling = "k"\nfout = ""\n', "stap[1].fout", "leeg"),
        ('klok = "P1D"\nfout = "x"\n', "stap[1].fout", "hoort bij koppeling"),
        ('wie = "x"\nvult_in = { start = "a" }\n', "stap[1].", "precies één"),
        ('wie = "x"\nvult_in = {}\nziet = {}\n', "stap[1].vult_in", "precies één"),
        ('wie = "x"\nvult_in = { start = "a" }\nziet = { taak = ["t"] }\n', "stap[1].ziet.taak", "kent Leidraad hier niet"),
        ('wie = "x"\nziet = {}\nantwoorden = {}\n', "stap[1].antwoorden", "vult_in"),
        ('klok = "P1D"\nschakelaar = 3\n', "stap[1].schakelaar", "tekst"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_step_is_refused_with_its_place(text: str, key: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _scene(text)

    assert caught.value.key == key
    assert says in caught.value.message


def test_a_form_that_is_filled_in_and_what_a_connector_says_are_read() -> None:
    typed = _scene(
        'wie = "x"\nvult_in = { doet = "t" }\nantwoorden = { a = 1 }\nziet = { tekst = ["b"] }\n'
    ).action

    assert typed.typing == Typing("doet", "t", {"a": 1})
    assert _scene('koppeling = "k"\nantwoord = { a = 1 }\n').action == Reply("k", {"a": 1})
    assert _scene('koppeling = "k"\nfout = "dicht"\n').action == Reply("k", {}, "dicht")


def test_a_rehearsal_knows_the_positions_of_the_switches() -> None:
    text = 'schakelaar = "a"\n' + HEAD + "schakelaars = { b = false, c = true }\n"
    text += '[[stap]]\nklok = "P1D"\nschakelaar = "d"\n[[stap]]\nklok = "P2D"\n'
    script = read_script(text.encode(), "rehearsals/proef.toml")

    assert script.switches == ("a", "b", "c", "d")
    assert script.off(frozenset({"c", "d"})) == {"b", "d"}
    left = script.without(script.off(frozenset({"c", "d"})))
    assert left is not None
    assert [scene.number for scene in left.scenes] == [2]
    assert script.without(frozenset({"a"})) is None


def test_a_rehearsal_of_which_nothing_is_left_is_not_played() -> None:
    script = read_script(
        (HEAD + '[[stap]]\nklok = "P1D"\nschakelaar = "d"\n').encode(), "rehearsals/proef.toml"
    )

    assert script.without(frozenset({"d"})) is None


def test_a_position_is_on_or_off() -> None:
    with pytest.raises(ConfigError, match="true of false"):
        read_script(
            (HEAD + 'schakelaars = { b = "uit" }\n[[stap]]\nklok = "P1D"\n').encode(), "rehearsals/a.toml"
        )


def test_a_rehearsal_without_steps_or_clock_is_refused() -> None:
    with pytest.raises(ConfigError, match="stap"):
        read_script(HEAD.encode(), "rehearsals/a.toml")
    with pytest.raises(ConfigError, match="klok"):
        read_script(b'naam = "x"\n[[stap]]\nklok = "P1D"\n', "rehearsals/a.toml")
