"""A route that says it is about no pupil: the check refuses what would hold one."""

from pathlib import Path

from engine.definitions.bundle import Bundle, read_folder
from engine.definitions.checking import check
from tests.engine.definitions.conftest import changed

PARENTS = Path(__file__).parents[2] / "regions" / "ouders"


def _found(bundle: Bundle) -> list[str]:
    return [one.element for one in check(bundle) if one.rule == "zonder-leerling" and one.level == "fout"]


def _pupilless(bundle: Bundle, route: str) -> Bundle:
    old = '<zeebe:property name="rol" value="ib" />'
    return changed(bundle, route, old, f'{old}<zeebe:property name="zonder_leerling" value="ja" />')


def test_a_route_without_a_pupil_asks_nothing_of_one(bundle: Bundle) -> None:
    assert _found(bundle) == []
    assert _found(_pupilless(bundle, "hulp.bpmn")) == ["leerling"]
    plain = changed(_pupilless(bundle, "hulp.bpmn"), "forms/h_aanvraag.form", ', "leerling": "naam"}', "}")
    assert _found(plain) == []


def test_a_route_without_a_pupil_invites_no_parents() -> None:
    assert set(_found(_pupilless(read_folder(PARENTS), "plan.bpmn"))) == {"leerling_naam", "uitnodigen"}
