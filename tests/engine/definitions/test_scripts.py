from datetime import UTC, datetime
from decimal import Decimal

import pytest

from config.errors import ConfigError
from engine.definitions.scripts import Deed, Is, Mail, MayNot, Move, Refused, Sees, read_script

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
    ],
)
def test_a_mistake_in_a_step_is_refused_with_its_place(text: str, key: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _scene(text)

    assert caught.value.key == key
    assert says in caught.value.message


def test_a_rehearsal_without_steps_or_clock_is_refused() -> None:
    with pytest.raises(ConfigError, match="stap"):
        read_script(HEAD.encode(), "rehearsals/a.toml")
    with pytest.raises(ConfigError, match="klok"):
        read_script(b'naam = "x"\n[[stap]]\nklok = "P1D"\n', "rehearsals/a.toml")
