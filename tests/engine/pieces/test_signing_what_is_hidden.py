"""Nobody signs what they may not see: not on the page, and not by sending the answers without it."""

import pytest

from engine.casework import cases
from engine.definitions.bundle import checksum_of
from engine.errors import AnswersRejected
from engine.store import definitions, signatures
from tests.engine.pieces.conftest import BUNDLE, Town

_ROLE = b'[rollen.directeur]\nnaam = "Directeur"\nvan = "school"\n'


def test_who_may_not_know_the_pupil_does_not_sign_what_names_the_pupil(town: Town) -> None:
    region = BUNDLE.files["region.toml"].replace(_ROLE, _ROLE + b"leerling = false\n")
    files = {**BUNDLE.files, "region.toml": region}
    with town.database.transaction() as tx:
        definitions.add(tx, "stukken", files, checksum_of(files), reason="tweede", by=None)
    case = town.agreed(town.planned(town.asked()))
    task = town.task(case, "tekenen")
    assert "voor u te zien" in town.page("directeur.linde", task).reason
    with pytest.raises(AnswersRejected) as told:
        cases.complete_task(town.desk("directeur.linde"), task.id, {}, town.seal(task))
    assert ["voor u te zien" in error.message for error in told.value.filled.errors] == [True]
    with town.database.transaction(writes=False) as tx:
        assert signatures.of_case(tx, case.id) == []
