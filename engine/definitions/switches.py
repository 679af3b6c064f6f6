"""Switches that are turned for one rehearsal, and what of a rule falls away when a switch is off."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bpmn.switching import without
from engine.definitions import toml_edits
from engine.definitions.bundle import OVERLAYS, Bundle, checksum_of
from engine.definitions.definition import Definition
from engine.definitions.errors import CannotTakeOut
from engine.definitions.letter_checks import letters_of
from engine.definitions.naming import drawn_nodes
from engine.definitions.reading import whole_region
from engine.definitions.rules import SHAPES, Carrier
from engine.definitions.taking_out import file_of, holds
from forms.model import Field, Form


def with_positions(bundle: Bundle, positions: Mapping[str, bool]) -> Bundle:
    """The bundle with these switches on (True) or off in its region.toml, and for every overlay the same."""
    if not positions:
        return bundle
    region = toml_edits.with_positions(bundle.files["region.toml"], positions)
    overlays = {
        name: toml_edits.without_switches(data, "schakelaars", positions)
        for name, data in bundle.named(".toml")
        if name.startswith(OVERLAYS)
    }
    files = {**bundle.files, **overlays, "region.toml": region}
    return replace(bundle, files=files, checksum=checksum_of(files))


def falls_away(carrier: Carrier, definition: Definition, routes: tuple[str, ...]) -> bool:
    """Whether a switch that is off took away what this carrier names: then there is nothing to miss."""
    shape = SHAPES[carrier.kind]
    if not definition.off:
        return False
    if shape.startswith(("<element>", "<stroom>")):
        return _element_is_off(carrier.owner, definition, routes)
    if shape.startswith("<formulier>"):
        form = definition.forms.get(carrier.owner)
        return form is not None and (
            _form_is_off(form, definition) or _field_is_off(form, carrier.part, definition)
        )
    if carrier.kind in ("pagina", "document"):
        return _page_is_off(carrier.owner, definition)
    if carrier.kind == "termijn":
        term = whole_region(definition.bundle).terms.get(carrier.owner)
        return term is not None and term.switch in definition.off
    if carrier.kind == "tab":
        tab = whole_region(definition.bundle).tabs.get(carrier.owner)
        return tab is not None and tab.switch in definition.off
    if carrier.kind == "briefkop":
        return _header_is_off(carrier, definition)
    return carrier.kind == "brief" and _letter_is_off(carrier.owner, definition)


def _element_is_off(element: str, definition: Definition, routes: tuple[str, ...]) -> bool:
    try:
        model = definition.models[file_of(element, definition, routes)]
    except CannotTakeOut:
        return False
    return not holds(without(model, definition.off), element)


def _page_is_off(page: str, definition: Definition) -> bool:
    whole, left = whole_region(definition.bundle), definition.region
    drawn = page in whole.pages or page in whole.documents
    return drawn and page not in left.pages and page not in left.documents


def _form_is_off(form: Form, definition: Definition) -> bool:
    drawn = any(node.form == form.id for node in drawn_nodes(definition))
    return drawn and all(
        step.form is None or step.form.id != form.id
        for route in definition.routes.values()
        for step in route.steps.values()
    )


def _letter_is_off(letter: str, definition: Definition) -> bool:
    drawn = any(letter in letters_of(node) for node in drawn_nodes(definition))
    return drawn and all(
        step.letter != letter for route in definition.routes.values() for step in route.steps.values()
    )


def _header_is_off(carrier: Carrier, definition: Definition) -> bool:
    letter = definition.letters.get(carrier.owner)
    if letter is None or _letter_is_off(letter.id, definition):
        return letter is not None
    return carrier.part == "bezwaar" and letter.objection_switch in definition.off


def _field_is_off(form: Form, part: str, definition: Definition) -> bool:
    """The field itself, or a group or list around it, has a switch that is off."""
    return any(
        part.rpartition(".")[2] in (field.key, field.id)
        and any(one.switch in definition.off for one in (*around, field))
        for around, field in _with_holders(form.fields)
    )


def _with_holders(
    fields: tuple[Field, ...], around: tuple[Field, ...] = ()
) -> Iterator[tuple[tuple[Field, ...], Field]]:
    for field in fields:
        yield around, field
        yield from _with_holders(field.fields, (*around, field))
