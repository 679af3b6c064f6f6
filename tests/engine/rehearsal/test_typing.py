"""A form as it looks while somebody fills it in, and rehearsals under other positions of the switches."""

import pytest

from engine.definitions.bundle import Bundle
from engine.rehearsal.errors import NoRehearsal
from engine.rehearsal.playing import rehearse
from engine.rehearsal.proving import prove
from tests.engine.rehearsal.conftest import changed, with_rehearsal

TYPING = '\n[[stap]]\nwie = "commissie.een"\nvult_in = { doet = "beoordelen" }\nantwoorden = { besluit = "toegekend" }\n'


def _told(bundle: Bundle, scenes: str) -> str:
    (played,) = rehearse(with_rehearsal(bundle, scenes), "proef")
    assert not played.crash
    (failure,) = played.failures
    return failure.message


def test_only_the_form_is_looked_at_and_nothing_is_handed_in(bundle: Bundle) -> None:
    scenes = (
        TYPING
        + 'ziet = { veld = ["beoordelen.besluit"] }\nziet_niet = { tekst = ["Noor"], veld = ["start.domein"] }\n'
    )
    (played,) = rehearse(
        with_rehearsal(bundle, scenes + '[[stap]]\nis = { klaar = false, uitkomst = "" }\n'), "proef"
    )

    assert str(played) == "goed  rehearsals/proef.toml: Proef"


def test_what_does_not_stand_on_the_form_is_told(bundle: Bundle) -> None:
    assert _told(bundle, TYPING + 'ziet = { tekst = ["Noor"] }\n') == 'Carla Smit ziet de tekst "Noor" niet.'


@pytest.mark.parametrize(
    ("who", "where"),
    [("ib.eikel", 'doet = "beoordelen"'), ("commissie.een", 'doet = "tweede_blik"'), ("commissie.een", 'begint = "intrekken_start"')],
)  # fmt: skip
def test_a_form_that_this_person_cannot_fill_in_now_is_told(bundle: Bundle, who: str, where: str) -> None:
    scenes = (
        f'\n[[stap]]\nwie = "{who}"\nvult_in = {{ {where} }}\nantwoorden = {{}}\nziet = {{ tekst = ["x"] }}\n'
    )

    assert "nu niet invullen" in _told(bundle, scenes)


def test_a_step_of_an_addition_is_left_out_when_it_is_off(bundle: Bundle) -> None:
    scenes = (
        '\n[[stap]]\nwie = "commissie.een"\ndoet = "beoordelen"\nantwoorden = { besluit = "toegekend" }\n'
    )
    scenes += '\n[[stap]]\nwie = "commissie.twee"\ndoet = "tweede_blik"\nschakelaar = "tweede_blik"\nantwoorden = {}\n'
    scenes += '\n[[stap]]\nis = { klaar = true, uitkomst = "toegekend_einde" }\n'
    with_step = with_rehearsal(bundle, scenes)
    without = changed(with_step, "region.toml", "aan = true", "aan = false")

    for region in (with_step, without):
        (played,) = rehearse(region, "proef")
        assert str(played) == "goed  rehearsals/proef.toml: Proef"
    assert [len(rehearse(region, "proef")[0].results) for region in (with_step, without)] == [4, 3]


def test_a_rehearsal_can_turn_a_switch_whatever_the_region_says(bundle: Bundle) -> None:
    scenes = '\n[[stap]]\nwie = "commissie.een"\ndoet = "beoordelen"\nantwoorden = { besluit = "toegekend" }\n\n[[stap]]\nis = { klaar = KLAAR }\n'
    for on, done in (("true", "false"), ("false", "true")):
        region = with_rehearsal(bundle, scenes.replace("KLAAR", done))
        region = changed(
            region, "rehearsals/proef.toml", "klok", f"schakelaars = {{ tweede_blik = {on} }}\nklok"
        )
        for stands in ("aan = true", "aan = false"):
            (played,) = rehearse(changed(region, "region.toml", "aan = true", stands), "proef")
            assert played.failures == (), (on, stands)
            assert not played.crash


def test_a_rehearsal_of_an_addition_that_is_off_is_not_played(bundle: Bundle) -> None:
    region = changed(
        with_rehearsal(bundle, ""), "rehearsals/proef.toml", "klok", 'schakelaar = "tweede_blik"\nklok'
    )
    off = changed(region, "region.toml", "aan = true", "aan = false")

    assert [one.file for one in rehearse(region) if "proef" in one.file] == ["rehearsals/proef.toml"]
    assert [one.file for one in rehearse(off) if "proef" in one.file] == []
    with pytest.raises(NoRehearsal, match="schakelaar"):
        rehearse(off, "proef")


def _rules(*carriers: str, mark: str = "L") -> bytes:
    listed = ", ".join(f'"{one}"' for one in carriers)
    switch = 'schakelaar = "tweede_blik"\n' if mark != "L" else ""
    return f'[[regel]]\nid = "K-02"\nmerk = "{mark}"\ncitaat = ["x"]\nroutes = ["hulp"]\n{switch}dragers = [{listed}]\n'.encode()


def _off(bundle: Bundle, rules: bytes) -> Bundle:
    """Switched off, with a rehearsal that knows it."""
    region = changed(bundle, "region.toml", "aan = true", "aan = false")
    old = 'wie = "commissie.een"\nmag_niet = { doen = "tweede_blik"'
    region = changed(region, "rehearsals/gewoon.toml", old, f'schakelaar = "tweede_blik"\n{old}')
    return changed(region, "rules.toml", region.files["rules.toml"].decode(), rules.decode())


def test_what_a_switch_took_away_needs_no_proof_and_the_rest_does(bundle: Bundle) -> None:
    region = _off(bundle, _rules("stap:tweede_blik", "tekst:h_blik.opmerking", "rol:beoordelen"))

    assert next(prove(region).lines()) == "K-02 bewezen  (rol:beoordelen)"


def test_a_rule_that_hangs_on_what_is_off_alone_is_not_proved(bundle: Bundle) -> None:
    proof = prove(_off(bundle, _rules("stap:tweede_blik")))

    assert next(proof.lines()).endswith("alles wat deze regel draagt, hangt aan een schakelaar die uit staat")
    assert proof.status == 1


def test_an_inferred_rule_whose_switch_is_off_fails_nothing(bundle: Bundle) -> None:
    assert prove(_off(bundle, _rules("stap:tweede_blik", mark="I"))).status == 0
