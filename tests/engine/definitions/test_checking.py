import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bpmn.findings import Finding
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.checking import check, run_checks
from tests.engine.definitions.conftest import changed, with_file

ROOT = Path(__file__).parents[3]


def _rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


def test_a_region_that_is_right_has_no_findings(bundle: Bundle) -> None:
    assert check(bundle) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        ("region.toml", 'id = "klein"', 'id = "groot"', "regio-id"),
        ("region.toml", 'routes = ["hulp"]', 'routes = ["hulpp"]', "route-bestaat"),
        ("region.toml", '"School" = "ib"', '"Scholen" = "ib"', "baan-bestaat"),
        ("region.toml", "[schakelaars.tweede_blik]", "[schakelaars.blik]", "schakelaar-gebruikt"),
        ("region.toml", "ontwerpt = true", "", "ontwerper-doet-niets"),
        ("hulp.bpmn", 'name="rol" value="ib"', 'name="rol" value="ontwerper"', "ontwerper-doet-niets"),
        ("hulp.bpmn", 'formId="h_besluit"', 'formId="h_besluitt"', "formulier"),
        ("hulp.bpmn", 'besluit = "toegekend"', "besluit = ", "expressie"),
        ("letters/toegekend.md", "{{zaak.link}}", "{{antwoorden.start.domein}}", "mail-zonder-antwoorden"),
        ("letters/toegekend.md", "{{zaak.link}}", "{{domein}}", "mail-zonder-antwoorden"),
        ("letters/toegekend.md", "{{zaak.link}}", "{{zaakk.link}}", "brief-namen"),
        ("letters/toegekend.md", "{{zaak.link}}", "{{zaak.link", "brief-leesbaar"),
        ("rules.toml", 'id = "K-02"', 'id = "K-07"', "regel-ontbreekt"),
        ("rules.toml", "eis:h_aanvraag.vorm", "eis:h_aanvraag.domein", "drager-bestaat"),
        ("rules.toml", "tabel:vorm_mag#1", "tabel:vorm_mag#9", "drager-bestaat"),
        ("rules.toml", "rol:beoordelen", "rol:bestaat_niet", "drager-bestaat"),
        ("rules.toml", 'schakelaar = "tweede_blik"\n', "", "toevoeging-kan-uit"),
        ("rules.toml", 'routes = ["hulp"]', 'routes = ["help"]', "route-bestaat"),
        ("rehearsals/gewoon.toml", 'start = "hulp"', 'start = "hulpp"', "repetitie-route"),
        ("rehearsals/gewoon.toml", 'doet = "beoordelen"', 'doet = "oordelen"', "repetitie-stap"),
        ("rehearsals/gewoon.toml", '{ besluit = "toegekend" }', '{ oordeel = "x" }', "repetitie-veld"),
        ("rehearsals/gewoon.toml", 'wie = "ib.beuk"', 'wie = "ib.berk"', "repetitie-persoon"),
        ("rehearsals/gewoon.toml", 'brief = "toegekend"', 'brief = "toe"', "repetitie-brief"),
        ("rehearsals/gewoon.toml", 'regels = ["K-01"', 'regels = ["K-99"', "repetitie-regel"),
        ("rehearsals/gewoon.toml", 'pagina = ["formulieren"]', 'pagina = ["x"]', "repetitie-pagina"),
        ("rehearsals/gewoon.toml", "[[stap]]", "[[stapp]]", "repetitie-leesbaar"),
        ("rehearsals/intrekken.toml", 'begint = "intrekken_start"', 'begint = "weg"', "repetitie-handeling"),
        ("rehearsals/gewoon.toml", "klok", 'schakelaar = "blik"\nklok', "repetitie-schakelaar"),
        ("rehearsals/gewoon.toml", "klok", "schakelaars = { blik = true }\nklok", "repetitie-schakelaar"),
        ("rehearsals/gewoon.toml", 'wie = "ib.beuk"', 'wie = "ib.beuk"\nschakelaar = "blik"', "repetitie-schakelaar"),
        ("rehearsals/gewoon.toml", 'schakelaar = "tweede_blik"\ndoet', "doet", "repetitie-stap"),
        ("letters/toegekend.md", "{{zaak.link}}", "{{teksten.kanaal}}", "tekst-bestaat"),
        ("rehearsals/gewoon.toml", 'geweigerd = { veld = "vorm"', 'geweigerd = { veld = "vrom"', "repetitie-veld"),
        ("rehearsals/gewoon.toml", 'aan = "ib.eikel"', 'aan = "ib.eikell"', "repetitie-persoon"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_where_it_stands(bundle: Bundle, file: str, old: str, new: str, rule: str) -> None:
    new_bundle = changed(bundle, file, old, new)
    if rule == "ontwerper-doet-niets" and file == "region.toml":
        new_bundle = changed(new_bundle, "region.toml", 'ziet = "zaken"', 'ziet = "zaken"\nontwerpt = true')
    found = [finding for finding in check(new_bundle) if finding.rule == rule]

    assert found
    assert {finding.file for finding in found} <= {file, "hulp.bpmn"}


def test_a_rehearsal_is_checked_as_it_is_played(bundle: Bundle) -> None:
    """With the switch off, the step of the addition is not there any more."""
    switched = changed(bundle, "region.toml", "aan = true", "aan = false")
    off = changed(switched, "rehearsals/gewoon.toml", 'schakelaar = "tweede_blik"\ndoet', "doet")
    pinned = changed(off, "rehearsals/gewoon.toml", "klok", "schakelaars = { tweede_blik = true }\nklok")
    left_out = changed(off, "rehearsals/gewoon.toml", "klok", 'schakelaar = "tweede_blik"\nklok')

    assert _rules(check(off)) == {"repetitie-stap"}
    assert check(switched) == check(left_out) == []
    assert [each for each in check(pinned) if each.level == "fout"] == []


def test_what_nobody_may_see_or_do_can_be_switched_off(bundle: Bundle) -> None:
    scenes = """naam = "Uit"
klok = "2026-11-21"
schakelaars = { tweede_blik = false }
[[stap]]
wie = "ib.eikel"
ziet_niet = { taak = ["tweede_blik"] }
[[stap]]
wie = "ib.eikel"
mag_niet = { doen = "tweede_blik" }
"""

    assert check(with_file(bundle, "rehearsals/uit.toml", scenes.encode())) == []


def test_a_route_that_a_rehearsal_switches_to_and_cannot_run_is_found(bundle: Bundle) -> None:
    """With the addition off, nothing leads to the end any more: the only flow to it was of the addition."""
    diagram = bundle.files["hulp.bpmn"].decode()
    switched = diagram.replace(
        '<zeebe:property name="rol" value="ib" />',
        '<zeebe:property name="rol" value="ib" /><zeebe:property name="schakelaar" value="tweede_blik" />',
        1,
    )
    other = with_file(bundle, "hulp.bpmn", switched.encode())
    pinned = (
        b'naam = "Uit"\nklok = "2026-11-21"\nschakelaars = { tweede_blik = false }\n[[stap]]\nklok = "P1D"\n'
    )
    found = [one for one in check(with_file(other, "rehearsals/uit.toml", pinned)) if one.rule == "leesbaar"]

    assert found
    assert "rehearsals/uit.toml" in found[0].message


def test_a_rehearsal_full_of_unknown_names_tells_the_first(bundle: Bundle) -> None:
    names = ", ".join(f'"stap_{number}"' for number in range(100))
    scenes = f'naam = "x"\nklok = "2026-11-21"\n[[stap]]\nwie = "ib.eikel"\nziet = {{ taak = [{names}] }}\n'
    findings = check(with_file(bundle, "rehearsals/groot.toml", scenes.encode()))

    assert sorted(one.rule for one in findings) == ["repetitie-stap"] * 20 + ["repetitie-te-veel"]


def test_what_may_not_be_known_before_the_check_does_not_crash_it(bundle: Bundle) -> None:
    for name in bundle.files:
        for data in (b"", b"\x00\xff", b"<", b"{", b"[[", bundle.files[name][: len(bundle.files[name]) // 2]):
            findings = check(with_file(bundle, name, data))

            assert not {"controle-mislukt", "controle-te-lang"} & _rules(findings), (
                name,
                data[:20],
                findings,
            )


def test_a_role_in_today_that_the_region_does_not_have_is_found(bundle: Bundle) -> None:
    today = {**bundle.today}
    today["today/people.toml"] = today["today/people.toml"].replace(b'rol = "beheerder"', b'rol = "beheerer"')
    findings = check(make_bundle("klein", bundle.files, today))

    assert [(one.rule, one.file) for one in findings] == [("rol-bestaat", "today/people.toml")]


def test_today_that_cannot_be_read_is_found(bundle: Bundle) -> None:
    findings = check(make_bundle("klein", bundle.files, {"today/people.toml": b"[[persoon]]\nnaam = 3"}))

    assert "vandaag-leesbaar" in _rules(findings)


def test_a_region_without_a_route_says_so(bundle: Bundle) -> None:
    files = {"region.toml": bundle.files["region.toml"]}

    assert "regio-zonder-route" in _rules(check(make_bundle("klein", files)))


def test_a_check_that_crashes_is_a_finding_and_the_next_check_still_runs() -> None:
    def crash() -> list[Finding]:
        raise ZeroDivisionError

    other = Finding("x", "fout", "y", "z", "b")
    findings = list(run_checks(iter([("a", crash), ("b", lambda: [other])]), 1.0))

    assert [(finding.rule, finding.file) for finding in findings] == [("controle-mislukt", "a"), ("x", "b")]


def test_what_there_is_no_time_for_is_a_finding_that_stops_publishing() -> None:
    def slow() -> list[Finding]:
        until = time.thread_time() + 0.05
        while time.thread_time() < until:
            pass
        return []

    (finding,) = run_checks(iter([("a", slow), ("b", slow), ("c", slow)]), 0.01)

    assert (finding.rule, finding.file, finding.level) == ("controle-te-lang", "a", "fout")


def test_a_check_with_endless_findings_ends() -> None:
    def endless() -> Iterator[Finding]:
        while True:
            yield Finding("x", "waarschuwing", "y", "z", "a")

    *_, last = run_checks(iter([("a", endless)]), 0.01)

    assert last.rule == "controle-te-lang"


def test_a_rehearsal_with_thousands_of_unknown_names_is_checked_in_time(bundle: Bundle) -> None:
    names = ", ".join(f'"stap_{number}"' for number in range(20_000))
    scenes = f'naam = "x"\nklok = "2026-11-21"\n[[stap]]\nwie = "ib.eikel"\nziet = {{ taak = [{names}] }}\n'
    begun = time.thread_time()
    findings = check(with_file(bundle, "rehearsals/groot.toml", scenes.encode()))

    assert any(finding.level == "fout" for finding in findings)
    assert time.thread_time() - begun < 6


def test_a_route_that_reads_a_field_of_the_pupil_is_a_mistake(bundle: Bundle) -> None:
    field = '"key": "besluit",'
    of_pupil = changed(
        bundle, "forms/h_besluit.form", field, f'{field} "properties": {{"leerling": "geboortedatum"}},'
    )
    found = [finding for finding in check(of_pupil) if finding.rule == "geen-feit"]
    assert found
    assert "velden met `leerling` kunnen geen feit zijn" in found[0].message


def test_a_region_that_nobody_tried_is_told_so(bundle: Bundle) -> None:
    untried = {name: data for name, data in bundle.files.items() if not name.startswith("rehearsals/")}

    assert "regio-zonder-repetities" in {finding.rule for finding in check(replace(bundle, files=untried))}


def test_a_form_is_found_by_its_id_so_the_file_has_the_same_name(bundle: Bundle) -> None:
    files = {**bundle.files, "forms/ander.form": bundle.files["forms/h_besluit.form"]}
    del files["forms/h_besluit.form"]

    assert "formulier-id" in {finding.rule for finding in check(replace(bundle, files=files))}


def test_one_drawing_that_cannot_be_read_is_not_told_a_hundred_times(bundle: Bundle) -> None:
    broken = with_file(bundle, "hulp.bpmn", bundle.files["hulp.bpmn"].replace(b"</bpmn:process>", b""))
    found = check(broken)

    assert found[-1].rule == "rest-niet-bekeken"
    assert len(found) == 2
    assert "hulp.bpmn" in found[0].file


def test_a_region_without_people_is_told_so(bundle: Bundle) -> None:
    assert "regio-zonder-mensen" in {finding.rule for finding in check(replace(bundle, today={}))}


@pytest.mark.parametrize(
    ("scene", "rule"),
    [
        ('is = { uitkomst = "toegekent" }', "repetitie-einde"),
        ("is = { feit = { besluitt = 1 } }", "repetitie-feit"),
        ('wie = "ib.eikel"\nziet = { veld = ["beoordelen.besluitt"] }', "repetitie-veld"),
    ],
)
def test_what_a_rehearsal_looks_at_exists(bundle: Bundle, scene: str, rule: str) -> None:
    file = "rehearsals/gewoon.toml"
    text = bundle.files[file].decode()
    (finding,) = check(with_file(bundle, file, f"{text}\n[[stap]]\n{scene}\n".encode()))
    assert (finding.rule, finding.file, finding.level) == (rule, file, "fout")
    assert finding.line == text.count("\n") + 2


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("antwoorden.beoordeling.besluit", "Bedoelt u `beoordelen`?"),
        ("antwoorden.beoordelen.besluitt", "Bedoelt u `besluit`?"),
        ('#if antwoorden.beoordelen.besluit = "toegekent"', 'Bedoelt u "toegekend"?'),
    ],
)
def test_a_document_names_answers_that_somebody_gives(bundle: Bundle, named: str, told: str) -> None:
    letter = "# Besluit\n\nU krijgt\n{{" + named + "}}" + ("x{{/if}}" if named.startswith("#") else "")
    sent = changed(bundle, "hulp.bpmn", 'name="brief" value="toegekend"', 'name="brief" value="afgewezen"')
    findings = check(with_file(sent, "letters/toegekend.md", letter.encode()))
    (finding,) = [each for each in findings if each.file == "letters/toegekend.md" and each.level == "fout"]
    assert (finding.rule, finding.line) == ("keuze-bestaat" if "#if" in named else "brief-namen", 4)
    assert told in finding.advice


def with_today(bundle: Bundle, name: str, old: str, new: str) -> Bundle:
    text = bundle.today[name].decode()
    assert old in text
    return make_bundle(
        bundle.region, bundle.files, {**bundle.today, name: text.replace(old, new, 1).encode()}
    )


@pytest.mark.parametrize(
    ("address", "told"), [("", "geen e-mailadres"), ('email = "iris"', '"iris" als e-mailadres')]
)
def test_somebody_without_an_address_is_told_at_their_line(bundle: Bundle, address: str, told: str) -> None:
    text = bundle.today["today/people.toml"].decode()
    line = next(one for one in text.splitlines() if one.startswith("email"))
    (finding,) = check(with_today(bundle, "today/people.toml", line, address))

    assert (finding.rule, finding.level, finding.file) == (
        "persoon-zonder-mail",
        "waarschuwing",
        "today/people.toml",
    )
    assert told in finding.message
    assert text.splitlines()[(finding.line or 0) - 1].startswith("aanmeldnaam")


def test_a_role_of_a_relation_that_is_nearly_something_else_is_told(bundle: Bundle) -> None:
    findings = check(changed(bundle, "region.toml", 'van = "school"', 'van = "scholen"'))
    assert [one.message for one in findings if one.rule == "rol-van"] == [
        'De rol "ib" heeft van = "scholen", en zo\'n relatie staat niet in today/relations.toml. Bedoelt u "school"?'
    ]


def test_a_number_is_made_of_what_somebody_gives(bundle: Bundle) -> None:
    series = '[nummers.n]\nmasker = "{jaar}-{%s}-{volgnr}"\n\n[banen]'
    assert "nummer-masker" in _rules(check(changed(bundle, "region.toml", "[banen]", series % "domeinn")))
    assert "nummer-masker" not in _rules(check(changed(bundle, "region.toml", "[banen]", series % "domein")))


def test_a_form_with_another_id_than_its_file_is_told_once(bundle: Bundle) -> None:
    wrong = changed(bundle, "forms/h_besluit.form", '"id": "h_besluit"', '"id": "h_besluiten"')
    assert {(one.rule, one.file) for one in check(wrong)} == {("formulier-id", "forms/h_besluit.form")}


def test_what_stops_a_route_is_told_once_with_its_line(bundle: Bundle) -> None:
    wrong = changed(bundle, "hulp.bpmn", 'besluit = "toegekend"', 'besluit == "toegekend"')
    assert [one.rule for one in check(wrong) if one.element and one.level == "fout"] == ["expressie"]


def test_what_is_no_toml_or_xml_is_told_in_dutch(bundle: Bundle) -> None:
    toml = check(changed(bundle, "region.toml", 'naam = "', "naam = "))[0]
    assert "geen geldige TOML" in toml.message
    assert "(bij teken " in toml.message
    xml = next(
        one for one in check(changed(bundle, "hulp.bpmn", "</bpmn:userTask>", "")) if one.rule == "leesbaar"
    )
    assert "`userTask` van regel" in xml.message
    assert not re.search("line|mismatch", toml.message + xml.message)


def test_a_missing_block_says_where_was_looked(folder: Path, tmp_path: Path) -> None:
    region = tmp_path / "regios" / "klein"
    shutil.copytree(folder, region)
    form = region / "forms" / "h_aanvraag.form"
    group = (
        '{"type": "group", "id": "groep", "label": "G", "properties": {"blok": "leerlng"}}, {"type": "radio"'
    )
    form.write_text(form.read_text(encoding="utf-8").replace('{"type": "radio"', group), encoding="utf-8")

    alone = check(read_folder(region))[0]
    assert (alone.rule, alone.file) == ("leesbaar", "forms/h_aanvraag.form")
    assert "Er is geen formulier `leerlng` om als blok te gebruiken" in alone.message
    assert "Naast de map van de regio staat geen map gedeeld/" in alone.advice

    shutil.copytree(ROOT / "processes" / "gedeeld", region.parent / "gedeeld")
    beside = check(read_folder(region))[0]
    assert 'in gedeeld/forms/ naast de map van de regio. Bedoelt u "leerling"?' in beside.advice


@pytest.mark.parametrize(
    ("reach", "told"),
    [
        (
            'soort = "team", is = ["nord"]',
            'Bij `voor` staat team "nord", maar geen school hoort daarbij. Bedoelt u "noord"?',
        ),
        (
            'soort = "teams", is = ["noord"]',
            'Bij `voor` staat soort = "teams", maar geen school heeft dat. Bedoelt u "team"?',
        ),
        ('soort = "team", is = ["noord"]', ""),
    ],
)
def test_an_overlay_is_for_what_a_school_has(bundle: Bundle, reach: str, told: str) -> None:
    overlay = f'naam = "N"\nvoor = {{ {reach} }}\n[schakelaars]\ntweede_blik = false\n'
    findings = check(with_file(bundle, "overlays/n.toml", overlay.encode()))
    assert [(one.message, one.line) for one in findings if one.rule == "overlay-voor"] == (
        [(told, 2)] if told else []
    )


def test_a_form_that_cannot_be_read_is_not_told_as_one_that_is_not_there(bundle: Bundle) -> None:
    wrong = changed(bundle, "forms/h_besluit.form", '"schemaVersion"', "schemaVersion")
    assert _rules(check(wrong)) == {"leesbaar", "rest-niet-bekeken"}
