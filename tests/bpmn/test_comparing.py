"""What changed between two versions, in words a designer knows."""

from bpmn.comparing import Change, compare
from bpmn.reading import read_model
from tests.bpmn.diagrams import boundary, diagram, element, plane, step, timer


def changes(old: bytes, new: bytes) -> list[tuple[str, str, str]]:
    found: list[Change] = compare(read_model(old, "oud.bpmn"), read_model(new, "nieuw.bpmn"))
    return [(change.kind, change.element, change.text) for change in found]


OLD = diagram("start -> a -> einde")


def test_the_same_route_has_no_changes():
    assert changes(OLD, OLD) == []


def test_moving_things_in_the_drawing_is_no_change():
    drawn = diagram("start -> a -> einde", top=plane({"a": (0, 0, 100, 80)}, {}))
    moved = diagram("start -> a -> einde", top=plane({"a": (900, 0, 100, 80)}, {}))
    assert changes(drawn, moved) == []


def test_a_new_step_is_added_and_the_flow_that_now_leads_to_it_moved():
    new = diagram("start -> a -> b -> einde").replace(b'id="a_b"', b'id="a_einde"')
    assert changes(OLD, new) == [
        ("toegevoegd", "b", "gebruikerstaak 'B'"),
        ("verplaatst", "a_einde", "stroom liep van 'A' naar 'einde', loopt nu van 'A' naar 'B'"),
    ]


def test_a_step_that_went_away_is_told_once():
    found = changes(diagram("start -> a -> b -> einde"), OLD)
    assert ("weg", "b", "gebruikerstaak 'B'") in found
    assert not [change for change in found if change[0] == "weg" and change[1] in ("a_b", "b_einde")]


def test_what_was_set_differently_is_told_with_what_it_was():
    new = diagram(
        "start -> a -> einde", elements={"a": step("a", form="nieuw", role="directeur", fase="besluit")}
    )
    assert changes(OLD, new) == [
        ("gewijzigd", "a", "formulier: nu 'nieuw', eerst 'formulier'"),
        ("gewijzigd", "a", "rollen: nu 'directeur', eerst 'ib'"),
        ("gewijzigd", "a", "eigenschap 'fase': nu 'besluit', eerst leeg"),
    ]


def test_a_condition_a_default_and_a_timer_are_told():
    def route(limit: str, days: str, default: str) -> bytes:
        return diagram(
            f"start -> a -> xor -> b : {limit}",
            "xor -> c",
            "b -> einde",
            "c -> einde",
            "grens -> einde",
            elements={
                "grens": boundary("grens", "a", timer(days)),
                "xor": element("exclusiveGateway", "xor", default=default),
            },
        )

    assert changes(route("x > 1", "P1D", "xor_c"), route("x > 2", "P2D", "")) == [
        ("gewijzigd", "grens", "tijd of voorwaarde: nu 'P2D', eerst 'P1D'"),
        ("gewijzigd", "xor", "standaardstroom: nu leeg, eerst 'naar C'"),
        ("gewijzigd", "xor_b", "voorwaarde: nu 'x > 2', eerst 'x > 1'"),
    ]


def test_another_lane_is_a_move():
    lanes = '<bpmn:laneSet id="l"><bpmn:lane id="b" name="{}"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    old, new = (diagram("start -> a -> einde", inside=lanes.format(name)) for name in ("School", "Loket"))
    assert changes(old, new) == [("verplaatst", "a", "baan: nu 'Loket', eerst 'School'")]


def test_a_whole_process_can_come_and_go():
    other = diagram("start -> a -> einde", process="ander")
    assert changes(OLD, other) == [
        ("toegevoegd", "ander", "proces 'Route'"),
        ("weg", "route", "proces 'Route'"),
    ]
