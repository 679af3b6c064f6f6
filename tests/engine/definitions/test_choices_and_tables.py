"""Mistakes that a route never shows when it runs: an answer nobody can give, a table with a hole or a double row."""

import pytest

from bpmn.findings import Finding
from engine.definitions.bundle import Bundle
from engine.definitions.checking import check
from tests.engine.definitions.conftest import changed

TABLE = "vorm_mag.dmn"


def found(bundle: Bundle, rule: str) -> Finding:
    findings = [finding for finding in check(bundle) if finding.rule == rule]
    assert len(findings) == 1, check(bundle)
    return findings[0]


def test_a_condition_names_a_choice_that_is_there(bundle: Bundle) -> None:
    finding = found(
        changed(bundle, "hulp.bpmn", 'besluit = "toegekend"', 'besluit = "toegekent"'), "keuze-bestaat"
    )

    assert (finding.level, finding.file, finding.line) == (
        "fout",
        "hulp.bpmn",
        line_of(bundle, "hulp.bpmn", 'besluit = "toegekend"') - 1,  # of the flow that has the condition
    )
    assert '"toegekent" is hier geen keuze: dit is nooit waar.' in finding.message
    assert finding.advice == 'Bedoelt u "toegekend"?'


def test_a_cell_of_a_table_names_a_choice_that_is_there(bundle: Bundle) -> None:
    finding = found(changed(bundle, TABLE, '"geld"', '"gled"'), "keuze-bestaat")

    assert (finding.level, finding.file) == ("fout", TABLE)
    assert "rij 1" in finding.message
    assert finding.line


def test_an_answer_of_a_rehearsal_is_a_choice_that_is_there(bundle: Bundle) -> None:
    rehearsal = "rehearsals/gewoon.toml"
    finding = found(
        changed(bundle, rehearsal, 'besluit = "toegekend"', 'besluit = "toegekent"'), "repetitie-antwoord"
    )

    assert (finding.level, finding.file) == ("fout", rehearsal)
    assert (
        'het antwoord "toegekent" past niet bij het veld "besluit". Bedoelt u "toegekend"?' in finding.message
    )


def test_what_a_rehearsal_wants_refused_may_be_no_choice(bundle: Bundle) -> None:
    rehearsal = "rehearsals/gewoon.toml"
    wrong = changed(bundle, rehearsal, '{ besluit = "toegekend" }', '{ besluit = "x" }\ngeweigerd = {}')
    assert [each for each in check(wrong) if each.rule == "repetitie-antwoord"] == []


def line_of(bundle: Bundle, file: str, text: str) -> int:
    return bundle.files[file].decode().split(text)[0].count("\n") + 1


def test_two_rows_of_a_table_are_not_hit_together(bundle: Bundle) -> None:
    finding = found(changed(bundle, TABLE, 'hitPolicy="FIRST"', 'hitPolicy="UNIQUE"'), "tabel-dubbel")

    assert (finding.level, finding.file, finding.line) == ("fout", TABLE, line_of(bundle, TABLE, '"rij_2"'))
    assert (
        'de rijen 1 en 2 passen allebei, bijvoorbeeld bij Domein = "gedrag" en Vorm = "geld"'
        in finding.message
    )


def test_a_combination_without_a_row_is_told(bundle: Bundle) -> None:
    cell = '<inputEntry id="r2a"><text>-</text>'
    finding = found(changed(bundle, TABLE, cell, cell.replace("-", '"leren"')), "tabel-gat")

    assert (finding.level, finding.file) == ("waarschuwing", TABLE)
    assert 'er is geen rij voor Domein = "gedrag" en Vorm = "uren"' in finding.message


@pytest.mark.parametrize(("digits", "holes"), [(', "decimalDigits": 0', 0), ("", 1)])
def test_a_table_knows_which_numbers_a_field_takes(bundle: Bundle, digits: str, holes: int) -> None:
    number = (
        '{"type": "number", "id": "f_w", "key": "weken", "label": "Weken", "validate": {"min": 1, "max": 9}'
        + digits
    )
    form = changed(bundle, "forms/h_aanvraag.form", '{"type": "radio"', number + '}, {"type": "radio"')
    asked = changed(form, TABLE, "<text>vorm</text>", "<text>weken</text>")
    rows = changed(asked, TABLE, '<text>"geld"</text>', "<text>[1..4]</text>")
    cell = '<inputEntry id="r2a"><text>-</text></inputEntry><inputEntry id="r2b"><text>-</text>'
    split = changed(
        rows, TABLE, cell, cell.replace("-</text></inputEntry>", '"leren"</text></inputEntry>', 1)
    )
    third = '<rule id="rij_3"><inputEntry id="r3a"><text>-</text></inputEntry><inputEntry id="r3b"><text>[5..9]</text></inputEntry><outputEntry id="r3c"><text>true</text></outputEntry></rule>'
    whole = changed(split, TABLE, "    </decisionTable>", third + "    </decisionTable>")

    told = [finding.message for finding in check(whole) if finding.rule == "tabel-gat"]
    assert ["Vorm = 4.5" in message for message in told] == [True] * holes
