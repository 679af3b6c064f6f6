from pathlib import Path

import pytest

from engine.definitions.bundle import Bundle, make_bundle, read_folder

KLEIN = Path(__file__).parents[2] / "regions" / "klein"
HEAD = 'naam = "Proef"\nregels = ["K-01"]\nklok = "2026-11-21T10:00:00"\n'
BEGIN = """
[[stap]]
wie = "ib.eikel"
start = "hulp"
antwoorden = { leerling = "Noor", domein = "leren", vorm = "uren" }
"""


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return read_folder(KLEIN)


def changed(bundle: Bundle, name: str, old: str, new: str) -> Bundle:
    text = bundle.files[name].decode()
    assert old in text, f"{old} does not stand in {name}"
    return make_bundle("klein", {**bundle.files, name: text.replace(old, new, 1).encode()}, bundle.today)


def with_rehearsal(bundle: Bundle, scenes: str) -> Bundle:
    """The bundle with one rehearsal, "proef", which begins with a case of Noor."""
    return make_bundle(
        "klein", {**bundle.files, "rehearsals/proef.toml": (HEAD + BEGIN + scenes).encode()}, bundle.today
    )
