"""Take one carrier of a rule out of a region's files, in memory, so that a rehearsal can notice that it is gone.

The files change, not what was read from them: whatever comes after goes the same way as always.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from engine.definitions import diagram_edits, form_edits, toml_edits
from engine.definitions.bundle import Bundle, checksum_of
from engine.definitions.definition import Definition
from engine.definitions.errors import CannotTakeOut
from engine.definitions.rules import Carrier

_LETTER_WITHOUT_TEXT = b"# -\n"


def take_out(carrier: Carrier, definition: Definition) -> Bundle:
    """The bundle of `definition` without `carrier`. Raises CannotTakeOut when that changes nothing."""
    bundle = definition.bundle
    changed = _EDITS[carrier.kind](carrier, definition)
    files = {**bundle.files, **changed}
    return replace(bundle, files=files, checksum=checksum_of(files))


def _in_form(edit: Callable[[bytes, str], bytes]) -> Callable[[Carrier, Definition], dict[str, bytes]]:
    def change(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
        form = definition.forms.get(carrier.owner)
        if form is None:
            raise CannotTakeOut(f'Er is geen formulier "{carrier.owner}".')
        return {form.file: edit(definition.bundle.files[form.file], carrier.part)}

    return change


def _option(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
    return _in_form(lambda data, field: form_edits.without_option(data, field, carrier.value))(
        carrier, definition
    )


def _in_diagram(edit: Callable[[bytes, str], bytes]) -> Callable[[Carrier, Definition], dict[str, bytes]]:
    def change(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
        file = _file_of(carrier.owner, definition)
        return {file: edit(definition.bundle.files[file], carrier.owner)}

    return change


def _property(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
    return _in_diagram(lambda data, element: diagram_edits.without_property(data, element, carrier.part))(
        carrier, definition
    )


def _every_role(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
    roles = tuple(definition.region.roles)
    return _in_diagram(lambda data, element: diagram_edits.with_roles(data, element, roles))(
        carrier, definition
    )


def _step(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
    """The element gets a switch that is off: it falls away as an addition does, and the path goes on."""
    file = _file_of(carrier.owner, definition)
    data = diagram_edits.with_switch(definition.bundle.files[file], carrier.owner, toml_edits.SWITCH)
    return {file: data, "region.toml": toml_edits.with_switch_off(definition.bundle.files["region.toml"])}


def _row(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
    decision = definition.decisions.get(carrier.owner)
    if decision is None:
        raise CannotTakeOut(f'Er is geen tabel "{carrier.owner}".')
    data = definition.bundle.files[decision.file]
    return {decision.file: diagram_edits.without_row(data, carrier.owner, int(carrier.part))}


def _letter(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
    letter = definition.letters.get(carrier.owner)
    if letter is None:
        raise CannotTakeOut(f'Er is geen brief "{carrier.owner}".')
    return {letter.file: _LETTER_WITHOUT_TEXT}


def _in_region(edit: Callable[[bytes, Carrier], bytes]) -> Callable[[Carrier, Definition], dict[str, bytes]]:
    return lambda carrier, definition: {"region.toml": edit(definition.bundle.files["region.toml"], carrier)}


def _file_of(element: str, definition: Definition) -> str:
    for file, model in definition.models.items():
        for process in model.processes.values():
            if element in process.nodes or element in process.flows or element == process.id:
                return file
    raise CannotTakeOut(f'Er is geen element "{element}" in de tekeningen.')


_EDITS: Mapping[str, Callable[[Carrier, Definition], Mapping[str, bytes]]] = {
    "voorwaarde": _in_diagram(diagram_edits.with_condition_turned),
    "veld": _in_form(form_edits.without_field),
    "verplicht": _in_form(form_edits.not_required),
    "eis": _in_form(form_edits.without_demands),
    "optie": _option,
    "tekst": _in_form(form_edits.without_text),
    "vooraf": _in_form(form_edits.without_prefill),
    "tabel": _row,
    "rol": _every_role,
    "eigenschap": _property,
    "bericht": _step,
    "stap": _step,
    "brief": _letter,
    "pagina": _in_region(lambda data, carrier: toml_edits.without(data, "paginas", carrier.owner)),
    "document": _in_region(lambda data, carrier: toml_edits.without(data, "documenten", carrier.owner)),
    "rolrecht": _in_region(lambda data, carrier: toml_edits.turned(data, carrier.owner, carrier.part)),
}
