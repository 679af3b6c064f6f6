from tests.engine.mini import Mini


def test_a_request_goes_to_the_committee_and_ends_with_a_decision(mini: Mini) -> None:
    case = mini.begun()
    assert case.reference.startswith("MIN-2026-")
    assert mini.open_steps(case) == ["beoordelen"]
    assert (case.phase, case.step, case.turn) == ("behandeling", "Beoordelen", "commissielid")

    done = mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
    assert (done.status, done.outcome, done.outcome_name) == ("finished", "toegekend_einde", "Toegekend")
    assert mini.open_steps(case) == []
