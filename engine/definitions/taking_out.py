"""Take one carrier of a rule out of a region's files, in memory, so that a rehearsal can notice that it is gone.

The files change, not what was read from them: whatever comes after goes the same way as always.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from bpmn.model import Model
from engine.definitions import diagram_edits, form_edits, toml_edits
from engine.definitions.bundle import Bundle, checksum_of
from engine.definitions.definition import Definition
from engine.definitions.errors import CannotTakeOut
from engine.definitions.letters import without_word
from engine.definitions.rules import SHAPES, Carrier
from engine.definitions.steps import called_by

_LETTER_WITHOUT_TEXT = b"# -\n"
_OVERLAY_FOR_NOBODY = b'naam = "-"\nscholen = ["-"]\n'


def take_out(carrier: Carrier, definition: Definition, routes: Collection[str] = ()) -> Bundle:
    """The bundle of `definition` without `carrier`. An element that stands in several drawings is the one of `routes`.

    Raises CannotTakeOut when that changes nothing, or when it is not certain which element is meant.
    """
    bundle = definition.bundle
    if SHAPES[carrier.kind].startswith(("<element>", "<stroom>")):
        changed = _of_element(carrier, definition, file_of(carrier.owner, definition, routes))
    else:
        changed = _EDITS[carrier.kind](carrier, definition)
    files = {**bundle.files, **changed}
    return replace(bundle, files=files, checksum=checksum_of(files))


def _in_form(edit: Callable[[bytes, str], bytes]) -> Callable[[Carrier, Definition], dict[str, bytes]]:
    def change(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
        form = definition.forms.get(carrier.owner)
        if form is None:
            raise CannotTakeOut(f'Er is geen formulier "{carrier.owner}".')
        files = definition.bundle.files
        return {form.file: edit(form_edits.written_out(form, definition.forms, files), carrier.part)}

    return change


def _option(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
    return _in_form(lambda data, field: form_edits.without_option(data, field, carrier.value))(
        carrier, definition
    )


def file_of(element: str, definition: Definition, routes: Collection[str] = ()) -> str:
    """The drawing with this element (a node, flow or process); of several, the one that `routes` use.

    Raises CannotTakeOut when there is none, or more than one.
    """
    found = [file for file, model in definition.models.items() if holds(model, element)]
    if len(found) > 1:
        used = _files_of(routes, definition)
        found = [file for file in found if file in used] or found
    if not found:
        raise CannotTakeOut(f'Er is geen element "{element}" in de tekeningen.')
    if len(found) > 1:
        raise CannotTakeOut(
            f'"{element}" staat in meer dan één tekening: {", ".join(found)}. '
            "Noem bij de regel de ene route die bedoeld is, of geef een van de elementen een andere id."
        )
    return found[0]


def holds(model: Model, element: str) -> bool:
    return any(
        element in process.nodes or element in process.flows or element == process.id
        for process in model.processes.values()
    )


def _files_of(routes: Collection[str], definition: Definition) -> set[str]:
    """The drawings of these routes and of every process they call."""
    processes = {key: one for model in definition.models.values() for key, one in model.processes.items()}
    used = {name for route in routes if route in processes for name in called_by(processes[route], processes)}
    return {file for file, model in definition.models.items() if used & model.processes.keys()}


def _of_element(carrier: Carrier, definition: Definition, file: str) -> Mapping[str, bytes]:
    data, element = definition.bundle.files[file], carrier.owner
    match carrier.kind:
        case "voorwaarde":
            return {file: diagram_edits.with_condition_turned(data, element)}
        case "eigenschap":
            return {file: diagram_edits.without_property(data, element, carrier.part)}
        case "kop":
            return {file: diagram_edits.without_header(data, element, carrier.part)}
        case "rol":
            return {file: diagram_edits.with_roles(data, element, tuple(definition.region.roles))}
        case (
            _
        ):  # the element gets a switch that is off: it falls away as an addition does, and the path goes on
            region = toml_edits.with_switch_off(definition.bundle.files["region.toml"])
            return {
                file: diagram_edits.with_switch(data, element, toml_edits.SWITCH),
                "region.toml": region,
            }


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


def _letter_header(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
    letter = definition.letters.get(carrier.owner)
    if letter is None or carrier.part not in letter.headers:
        raise CannotTakeOut(f'De brief "{carrier.owner}" heeft geen regel "{carrier.part}".')
    return {letter.file: without_word(definition.bundle.files[letter.file], carrier.part)}


def _overlay(carrier: Carrier, definition: Definition) -> dict[str, bytes]:
    overlay = definition.overlays.get(carrier.owner)
    if overlay is None:
        raise CannotTakeOut(f'Er is geen overlay "{carrier.owner}".')
    return {overlay.file: _OVERLAY_FOR_NOBODY}


def _in_region(edit: Callable[[bytes, Carrier], bytes]) -> Callable[[Carrier, Definition], dict[str, bytes]]:
    return lambda carrier, definition: {"region.toml": edit(definition.bundle.files["region.toml"], carrier)}


_EDITS: Mapping[str, Callable[[Carrier, Definition], Mapping[str, bytes]]] = {
    "veld": _in_form(form_edits.without_field),
    "verplicht": _in_form(form_edits.not_required),
    "eis": _in_form(form_edits.without_demands),
    "optie": _option,
    "tekst": _in_form(form_edits.without_text),
    "vooraf": _in_form(form_edits.without_prefill),
    "personen": _in_form(form_edits.for_anybody),
    "tabel": _row,
    "brief": _letter,
    "briefkop": _letter_header,
    "pagina": _in_region(lambda data, carrier: toml_edits.without(data, "paginas", carrier.owner)),
    "document": _in_region(lambda data, carrier: toml_edits.without(data, "documenten", carrier.owner)),
    "termijn": _in_region(lambda data, carrier: toml_edits.without(data, "termijnen", carrier.owner)),
    "tab": _in_region(lambda data, carrier: toml_edits.without(data, "tabs", carrier.owner)),
    "link": _in_region(lambda data, carrier: toml_edits.without_link(data, carrier.owner)),
    "betrokkene": _in_form(lambda data, field: form_edits.unmarked(data, field, "betrokkene")),
    "logboek": _in_form(lambda data, field: form_edits.unmarked(data, field, "logboek")),
    "delen_als": _in_form(lambda data, field: form_edits.unmarked(data, field, "delen_als")),
    "rijen": _in_form(lambda data, field: form_edits.unmarked(data, field, "rijen")),
    "register": _in_region(
        lambda data, carrier: toml_edits.without_word(data, ("register", carrier.owner), carrier.part)
    ),
    "stukregel": _in_region(lambda data, carrier: toml_edits.consent_turned(data, carrier.owner)),
    "commissieregel": _in_region(
        lambda data, carrier: toml_edits.committee_turned(data, carrier.owner, carrier.part)
    ),
    "overlay": _overlay,
    "rolrecht": _in_region(lambda data, carrier: toml_edits.turned(data, carrier.owner, carrier.part)),
}
