"""What a region file may say of parents, and what the check makes of what is wrong."""

import pytest

from config.errors import ConfigError
from config.regions import read_region
from config.settings import Settings
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.checking import check
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.rehearsal.playing import rehearse
from engine.rehearsal.proving import prove
from engine.store import answers, parties
from engine.store.database import Database
from tests.parents.family import FOLDER, Family

BUNDLE = read_folder(FOLDER)


def changed(name: str, old: str, new: str) -> Bundle:
    text = BUNDLE.files[name].decode()
    assert old in text, f"{old} does not stand in {name}"
    files = {**BUNDLE.files, name: text.replace(old, new).encode()}
    return make_bundle("ouders", files, BUNDLE.today)


def found(bundle: Bundle) -> set[tuple[str, str]]:
    return {(one.rule, one.level) for one in check(bundle)}


def test_the_example_has_no_faults_and_goes_as_written() -> None:
    assert [one for one in check(BUNDLE) if one.level == "fout"] == []
    assert [str(one) for one in rehearse(BUNDLE) if not one.passed] == []


def test_every_word_for_parents_carries_a_rule() -> None:
    proof = prove(BUNDLE)
    assert [str(one) for one in proof.verdicts if not one.proved] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        ("plan.bpmn", 'key="rol" value="ouder"', 'key="rol" value="ib"', ("ouder-rol", "fout")),
        ("plan.bpmn", 'key="rol" value="ouder"', 'key="rol" value="vader"', ("ouder-rol", "fout")),
        ("plan.bpmn", 'value="uitnodiging"', 'value="weg"', ("ouder-brief", "fout")),
        ("plan.bpmn", 'value="uitnodiging"', 'value="vraag_ouders"', ("ouder-brief", "fout")),
        ("plan.bpmn", 'key="mobiel" value="mobiel"', 'key="mobiel" value="telefoon"', ("ouder-velden", "fout")),
        ("plan.bpmn", 'key="lijst" value="ouders"', 'key="lijst" value="verzorgers"', ("ouder-velden", "fout")),
        ("plan.bpmn", 'value="P7D"', 'value="een week"', ("ouder-geldig", "fout")),
        ("plan.bpmn", 'key="email" value="email"', 'key="post" value="email"', ("koppeling", "fout")),
        ("plan.bpmn", 'name="rol" value="ib" /><zeebe:property name="fase"', 'name="rol" value="ouder" /><zeebe:property name="fase"', ("ouder-begint", "fout")),
        ("plan.bpmn", 'value="concept"', 'value="misschien"', ("eigenschap-waarde", "fout")),
        ("plan.bpmn", 'inputCollection="=ouders_met_gezag"', 'inputCollection="=ouders_zonder_gezag"', ("expressie", "fout")),
        ("letters/uitnodiging.md", "Beste ouder", "Beste {{antwoorden.aanvragen.leerling_naam}}", ("mail-zonder-antwoorden", "fout")),
        ("forms/o_aanvraag.form", '"validate": {"required": true}, "properties": {"soort": "mobiel"}', '"properties": {"soort": "mobiel"}', ("ouder-velden", "waarschuwing")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(name: str, old: str, new: str, finding: tuple[str, str]) -> None:
    assert finding in found(changed(name, old, new))
    assert finding not in found(BUNDLE)


def test_a_task_for_one_parent_is_repeated() -> None:
    loop = BUNDLE.files["plan.bpmn"].decode()
    start, end = loop.index("<bpmn:multiInstance"), loop.index("</bpmn:multiInstanceLoopCharacteristics>")
    bundle = changed("plan.bpmn", loop[start:end] + "</bpmn:multiInstanceLoopCharacteristics>", "")
    assert ("eigenschap-waarde", "fout") in found(bundle)


@pytest.mark.parametrize("word", ['ziet = "zaken"', "beheert = true", "ontwerpt = true", "overzicht = true"])
def test_a_role_of_parents_gets_no_other_right(word: str) -> None:
    text = BUNDLE.files["region.toml"].decode().replace('van = "ouder"\n', f'van = "ouder"\n{word}\n')
    with pytest.raises(ConfigError):
        read_region(text.encode())


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "/intern", "ftp://voorbeeld.example", "https://a:b@voorbeeld.example", ""],
)
def test_a_link_leads_to_a_page_of_the_web(address: str) -> None:
    text = BUNDLE.files["region.toml"].decode()
    with pytest.raises(ConfigError):
        read_region(text.replace("https://ouders.voorbeeld.example/uitleg", address).encode())


def test_who_is_invited_can_also_be_named_as_somebody_who_takes_part(
    sqlite_database: Database, settings: Settings
) -> None:
    """Both refer to the same answer, which is written once."""
    bundle = changed(
        "forms/o_aanvraag.form",
        '"label": "Ouders", ',
        '"label": "Ouders", "properties": {"betrokkene": "ja"}, ',
    )
    family = Family(sqlite_database, settings)
    publish(family.system, bundle, "Eerste versie", try_out=True)
    load(family.system, FOLDER)
    case = family.begun()
    with family.database.transaction(writes=False) as tx:
        named = [one for one in parties.of_case(tx, case.id) if one.kind == "genoemd"]
        (answer,) = answers.of_case(tx, case.id)
    assert [one.path for one in named] == ["ouders.1", "ouders.2"]
    assert {one.answer for one in named} == {answer.id, family.parent(case).source.answer}
