"""What the check says of [register], and what a rule that hangs on it loses."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.regions import read_region
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.checking import check
from engine.definitions.errors import CannotTakeOut
from engine.definitions.reading import read_definition
from engine.definitions.rules import read_carrier
from engine.definitions.taking_out import take_out
from engine.rehearsal.playing import rehearse
from tests.engine.register.conftest import FOLDER

BUNDLE = read_folder(FOLDER)
EVEN = 'id = "r"\nnaam = "R"\n'


def changed(file: str, old: str, new: str) -> Bundle:
    data = BUNDLE.files[file].decode()
    assert old in data
    files = {**BUNDLE.files, file: data.replace(old, new).encode()}
    return make_bundle(BUNDLE.region, files, BUNDLE.today)


def told(bundle: Bundle, rule: str) -> list[str]:
    return [f"{one.level}: {one.message}" for one in check(bundle) if one.rule == rule]


def test_the_region_of_the_tests_is_right_and_its_rehearsals_go_as_written() -> None:
    assert [str(one) for one in check(BUNDLE)] == []
    played = rehearse(BUNDLE)
    assert [str(one) for one in played if not one.passed] == []
    assert {Path(one.file).stem for one in played} == {"loopt_af", "andere_school"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('taak_route = "afloop"', 'taak_route = "aflop"', 'de route "aflop", maar die is er niet. Bedoelt u "afloop"?'),
        ('taak_route = "afloop"', 'taak_route = "aanvragen"', "maar heeft een formulier aan het begin"),
        ('vernieuwt = "aanvragen"', 'vernieuwt = "vragen"', "bij vernieuwt de route"),
        ('brief = "loopt_af"', 'brief = "loop_af"', 'de brief "loop_af", maar die is er niet'),
        ('aan = ["school"]', "aan = []", "niet aan wie de brief gaat"),
        ('aan = ["school"]', 'aan = ["ibb"]', 'bij aan "ibb"'),
        ('brief = "loopt_af"\naan = ["school"]\ntaak_route = "afloop"\n', "", "geen brief en geen taak"),
        ("[register.arrangement]", '[register.tlv]\nnaam = "TLV"\n[register.arrangement]', "Geen dienstentaak schrijft in register tlv"),
    ],
)  # fmt: skip
def test_what_the_register_names_must_exist(old: str, new: str, message: str) -> None:
    found = told(changed("region.toml", old, new), "register-klopt")
    assert any(message in one for one in found), found


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('route = "aanvragen"', 'route = "aanvraag"', 'de route "aanvraag", maar die is er niet'),
        ('veld = "besluit"', 'veld = "besluiten"', 'staat geen keuze "besluiten"'),
        ('veld = "besluit"', 'veld = "vorm"', '"vorm" is geen feit'),
    ],
)
def test_what_the_overview_counts_must_be_a_choice_that_the_route_keeps(
    old: str, new: str, message: str
) -> None:
    found = told(changed("region.toml", old, new), "telling-klopt")
    assert any(message in one for one in found), found


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('value="geldig_tot"', 'value="geldig_to"', "noemt 'geldig_to', maar dat vult niemand in"),
        ('key="kostendrager"', 'key="betaler"', "De kop 'betaler' kent 'register' niet"),
        ("=&quot;samenwerkingsverband&quot;", "=&quot;samen", "De kop 'kostendrager' is niet goed"),
        ('value="arrangement"', 'value="arangement"', "De soort 'arangement' bestaat niet"),
    ],
)
def test_what_a_drawing_writes_in_the_register_must_exist(old: str, new: str, message: str) -> None:
    found = told(changed("aanvragen.bpmn", old, new), "register")
    assert any(message in one for one in found), found


@pytest.mark.parametrize(
    "text",
    [
        'waarschuwt = ["6 maanden"]', 'waarschuwt = ["P6M", "P6M"]', 'waarschuwt = ["PT6H"]', 'waarschuwt = ["P"]',
        'toont = ["naam"]', 'aan = "school"', "budget = 1", "taak = 1", 'naam = ""',
    ],
)  # fmt: skip
def test_a_word_that_cannot_be_there_is_refused_where_it_stands(text: str) -> None:
    name = "" if text.startswith("naam") else 'naam = "X"\n'
    with pytest.raises(ConfigError) as refused:
        read_region(f"{EVEN}[register.x]\n{name}{text}\n".encode())
    assert refused.value.key.startswith("register.x")


@pytest.mark.parametrize("word", ["taak_route", "waarschuwt"])
def test_a_rule_can_hang_on_a_word_of_the_register(word: str) -> None:
    less = take_out(read_carrier(f"register:arrangement.{word}"), read_definition(BUNDLE))
    failed = {Path(one.file).stem for one in rehearse(less) if not one.passed}
    assert failed == {"loopt_af", "andere_school"}


@pytest.mark.parametrize("carrier", ["register:tlv.brief", "register:arrangement.toont"])
def test_what_is_not_there_cannot_be_taken_out(carrier: str) -> None:
    with pytest.raises(CannotTakeOut):
        take_out(read_carrier(carrier), read_definition(BUNDLE))


def test_the_numbers_are_of_the_role_that_has_them() -> None:
    less = take_out(read_carrier("rolrecht:directeur_swv.overzicht"), read_definition(BUNDLE))
    (failed,) = [one for one in rehearse(less) if not one.passed]
    assert "het overzicht" in str(failed)
