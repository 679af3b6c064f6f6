"""What was filled in at each step last, also of a case that came there very often."""

from dataclasses import replace

import pytest

from engine.model import Answer
from engine.store import answers, definitions
from engine.store.cases import NewCase
from engine.store.cases import add as add_case
from engine.store.database import Database, Tx


@pytest.fixture
def two_cases(database: Database) -> tuple[int, int]:
    with database.transaction() as tx:
        version = definitions.add(tx, "klein", {}, "0" * 64, reason="", by=None)
        return _case(tx, version.id, "KLE-1"), _case(tx, version.id, "KLE-2")


def _case(tx: Tx, definition: int, reference: str) -> int:
    made = add_case(tx, NewCase(reference, "klein", "aanvraag", "Aanvraag", definition, None, None, ""))
    assert made is not None
    return made


def _visit(tx: Tx, case: int, node: str, text: str) -> None:
    answers.add(
        tx, [replace(Answer(0, case, node, "", "form", None, "", tx.now, {}), values={"tekst": text})]
    )


def test_only_the_last_visit_of_each_step_counts(database: Database, two_cases: tuple[int, int]) -> None:
    mine, other = two_cases
    with database.transaction() as tx:
        for text in ("een", "twee", "drie"):
            _visit(tx, mine, "besluit", text)
            _visit(tx, mine, "advies", text)
        _visit(tx, mine, "zorg", "nul")
        _visit(tx, mine, "besluit", "vier")
        _visit(tx, other, "ander", "van een ander")
        found = {node: values["tekst"] for node, values in answers.latest(tx, mine).items()}
        visits = [(one.node, one.values["tekst"]) for one in answers.last_visits(tx, mine)]
    assert found == {"advies": "drie", "zorg": "nul", "besluit": "vier"}
    assert visits == [("advies", "drie"), ("zorg", "nul"), ("besluit", "vier")]


def test_a_case_without_answers_has_none(database: Database, two_cases: tuple[int, int]) -> None:
    with database.transaction() as tx:
        assert answers.latest(tx, two_cases[0]) == {}
        assert answers.last_visits(tx, two_cases[0]) == []
