"""The documents of region.toml: a step makes their versions, and what a part names is asked there."""

from collections.abc import Iterator

from bpmn.findings import Finding
from config.pieces import Piece
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from engine.definitions.naming import drawn_nodes
from forms.model import Form, questions

FILE = "region.toml"


def check_pieces(definition: Definition) -> Iterator[Finding]:
    for piece in definition.region.pieces.values():
        forms = _forms_of(piece, definition)
        if not forms:
            yield warning(
                "stuk-gebruikt",
                f'Geen taak maakt een versie van "{piece.id}".',
                f"Zet de eigenschap `stuk = {piece.id}` op een taak met een formulier, of haal het stuk weg.",
                Place(FILE),
            )
            continue
        known = {key for form in forms for key in _keys_of(form)}
        for part, keys in piece.parts.items():
            for key in keys:
                if key not in known:
                    yield fault(
                        "stuk-deel",
                        f'Het deel "{part}" van "{piece.id}" noemt "{key}", maar geen formulier van dit stuk vraagt dat.'
                        f"{did_you_mean(key, known)}",
                        "Noem de sleutel van een veld, of de id van een groep.",
                        Place(FILE),
                    )


def _forms_of(piece: Piece, definition: Definition) -> list[Form]:
    """The forms of the tasks that make a version of it, also where they are switched off now."""
    names = {node.form for node in drawn_nodes(definition) if node.properties.get("stuk") == piece.id}
    return [form for name, form in definition.forms.items() if name in names]


def _keys_of(form: Form) -> set[str]:
    groups = {field.id for field in form.fields if not field.key}
    return {one.key for one in questions(form.fields)} | groups
