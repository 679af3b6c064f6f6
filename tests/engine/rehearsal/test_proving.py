import pytest

from engine.definitions.bundle import Bundle, make_bundle
from engine.rehearsal.proving import Proof, prove
from tests.engine.rehearsal.conftest import changed


def _only(bundle: Bundle, rules: str) -> Bundle:
    return make_bundle("klein", {**bundle.files, "rules.toml": rules.encode()}, bundle.today)


def _rule(
    id_: str = "K-01", mark: str = "I", routes: str = "hulp", carriers: str = "", switch: str = ""
) -> str:
    more = f'schakelaar = "{switch}"\n' if switch else ""
    return f'[[regel]]\nid = "{id_}"\nmerk = "{mark}"\ncitaat = ["x"]\nroutes = ["{routes}"]\ndragers = [{carriers}]\n{more}\n'


def _line(bundle: Bundle, rules: str) -> str:
    return next(prove(_only(bundle, rules)).lines())


@pytest.mark.slow
def test_every_rule_of_the_region_is_proved(bundle: Bundle) -> None:
    told: list[str] = []
    proof = prove(bundle, told.append)

    assert told == [
        "K-01 bewezen  (eis:h_aanvraag.vorm, tabel:vorm_mag#1)",
        "K-02 bewezen  (voorwaarde:naar_toegekend, bericht:bericht_toegekend, rol:beoordelen)",
        "K-03 bewezen  (eigenschap:intrekken_start.knop, stap:intrekken)",
        "K-04 bewezen  (stap:tweede_blik, eigenschap:tweede_blik.niet_door)",
        "K-05 bewezen  (verplicht:h_aanvraag.leerling, optie:h_aanvraag.vorm=uren, pagina:formulieren, document:criteria, rolrecht:commissielid.ziet)",
        "5 van 5 regels bewezen (letterlijk 2 van 2, afgeleid 2 van 2, toevoeging 1 van 1)",
    ]
    assert list(proof.lines()) == told
    assert proof.status == 0


def test_a_rule_without_a_rehearsal_is_not_proved(bundle: Bundle) -> None:
    assert (
        _line(bundle, _rule("K-77", carriers='"stap:beoordelen"'))
        == "K-77 niet bewezen: geen repetitie noemt deze regel"
    )


def test_a_rule_that_nothing_carries_is_not_proved(bundle: Bundle) -> None:
    assert _line(bundle, _rule()) == "K-01 niet bewezen: er staan geen dragers bij"


def test_a_carrier_whose_absence_nobody_notices_proves_nothing(bundle: Bundle) -> None:
    carriers = '"eis:h_aanvraag.vorm", "verplicht:h_besluit.besluit"'

    assert _line(bundle, _rule(carriers=carriers)) == (
        "K-01 niet bewezen: verplicht:h_besluit.besluit: geen repetitie merkt dat dit weg is"
    )


def test_a_carrier_that_is_not_there_is_an_error(bundle: Bundle) -> None:
    assert _line(bundle, _rule(carriers='"stap:nergens"')) == (
        'K-01 niet bewezen: stap:nergens: Er is geen element "nergens" in de tekeningen.'
    )


def test_a_rehearsal_that_does_not_pass_as_the_files_are_proves_nothing(bundle: Bundle) -> None:
    broken = changed(
        bundle, "rehearsals/gewoon.toml", 'uitkomst = "toegekend_einde"', 'uitkomst = "afgewezen_einde"'
    )
    line = _line(broken, _rule(carriers='"eis:h_aanvraag.vorm"'))

    assert line.startswith("K-01 niet bewezen: rehearsals/gewoon.toml slaagt niet: stap 13 (regel ")


def test_a_route_that_cannot_run_without_the_carrier_proves_nothing(bundle: Bundle) -> None:
    line = _line(bundle, _rule(carriers='"stap:toegekend_einde"'))

    assert line.startswith("K-01 niet bewezen: stap:toegekend_einde: De routes zijn niet te laden.")


def test_a_route_that_gets_stuck_without_the_carrier_proves_nothing(bundle: Bundle) -> None:
    both = changed(bundle, "hulp.bpmn", ' default="naar_afgewezen"', "")
    old = '<bpmn:sequenceFlow id="naar_afgewezen" name="nee" sourceRef="besluit_poort" targetRef="afgewezen_einde" />'
    condition = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=besluit = "afgewezen"</bpmn:conditionExpression>'
    both = changed(both, "hulp.bpmn", old, f"{old[:-3]}>{condition}</bpmn:sequenceFlow>")
    line = _line(both, _rule(carriers='"voorwaarde:naar_toegekend"'))

    assert line.startswith(
        "K-01 niet bewezen: voorwaarde:naar_toegekend: Dit hoort te lukken, maar de route loopt vast: "
    )


@pytest.mark.parametrize(
    ("rules", "status"),
    [
        (_rule("K-77", "L"), 1),
        (_rule("K-77", "I"), 1),
        (_rule("K-77", "T", switch="tweede_blik"), 0),
        (_rule("K-77", "L", routes="komt_nog"), 0),
        (_rule("K-77", "T") + _rule("K-79", "T"), 1),
        ("", 0),
    ],
)
def test_the_status_says_whether_what_must_be_proved_is(bundle: Bundle, rules: str, status: int) -> None:
    assert prove(_only(bundle, rules)).status == status


def test_a_missing_rule_is_told_before_the_totals(bundle: Bundle) -> None:
    told: list[str] = []
    prove(_only(bundle, _rule("K-77", "T") + _rule("K-79", "T")), told.append)

    assert told[2] == "K-78 ontbreekt: tussen de eerste en de laatste regel hoort elke regel te staan"
    assert told[3] == "0 van 2 regels bewezen (letterlijk 0 van 0, afgeleid 0 van 0, toevoeging 0 van 2)"


def test_an_addition_that_is_off_is_not_looked_for(bundle: Bundle) -> None:
    off = changed(bundle, "region.toml", "aan = true", "aan = false")

    assert _line(off, _rule("K-04", "T", switch="tweede_blik", carriers='"stap:tweede_blik"')) == (
        "K-04 niet bewezen: de schakelaar tweede_blik staat uit"
    )


def test_a_region_without_rules_has_an_empty_proof(bundle: Bundle) -> None:
    files = {name: data for name, data in bundle.files.items() if name != "rules.toml"}
    proof = prove(make_bundle("klein", files, bundle.today))

    assert proof == Proof((), ())
    assert list(proof.lines()) == [
        "0 van 0 regels bewezen (letterlijk 0 van 0, afgeleid 0 van 0, toevoeging 0 van 0)"
    ]
