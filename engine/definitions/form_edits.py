"""Change a form file (form-js JSON). A field is named by its key; "rijen.datum" is the field datum in the list rijen.
A text block has no key and is named by its id."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from engine.definitions.errors import CannotTakeOut
from forms.model import Form
from forms.reading import FormError, flattened

_DEMAND = re.compile(r"(?:eis(?:_\d+)?(?:_tekst)?|niet_na|niet_voor)")
_Component = dict[str, Any]


def written_out(form: Form, forms: Mapping[str, Form], files: Mapping[str, bytes]) -> bytes:
    """The file of a form with the fields of its blocks in it: what changes there does not change for other forms that
    take the same block. `forms` are those of the region, by id."""
    blocks = {id_: (one.file, files[one.file]) for id_, one in forms.items()}
    try:
        return flattened(files[form.file], form.file, blocks)
    except FormError:  # a block that cannot be taken is a finding already
        return files[form.file]


def without_field(data: bytes, field: str) -> bytes:
    def remove(siblings: list[_Component], component: _Component) -> bool:
        siblings.remove(component)
        return True

    return _changed(data, field, remove, "staat niet in het formulier")


def not_required(data: bytes, field: str) -> bytes:
    def change(_: list[_Component], component: _Component) -> bool:
        return bool(component.get("validate", {}).pop("required", False))

    return _changed(data, field, change, "is niet verplicht")


def without_demands(data: bytes, field: str) -> bytes:
    def change(_: list[_Component], component: _Component) -> bool:
        properties = component.get("properties", {})
        demands = [name for name in properties if _DEMAND.fullmatch(name)]
        for name in demands:
            del properties[name]
        return bool(demands)

    return _changed(data, field, change, "heeft geen eis, niet_na of niet_voor")


def without_option(data: bytes, field: str, value: str) -> bytes:
    def change(_: list[_Component], component: _Component) -> bool:
        options = component.get("values", [])
        component["values"] = [option for option in options if option.get("value") != value]
        return len(component["values"]) < len(options)

    return _changed(data, field, change, f'heeft geen keuze "{value}"')


def without_text(data: bytes, field: str) -> bytes:
    def change(siblings: list[_Component], component: _Component) -> bool:
        if component.get("type") in ("text", "html"):
            siblings.remove(component)
            return True
        return bool(component.pop("description", ""))

    return _changed(data, field, change, "is geen tekstblok en heeft geen beschrijving")


def without_prefill(data: bytes, field: str) -> bytes:
    def change(_: list[_Component], component: _Component) -> bool:
        return bool(component.get("properties", {}).pop("vooraf", ""))

    return _changed(data, field, change, "heeft geen vooraf")


def unmarked(data: bytes, field: str, word: str) -> bytes:
    """Without a property that marks the field."""

    def change(_: list[_Component], component: _Component) -> bool:
        return bool(component.get("properties", {}).pop(word, ""))

    return _changed(data, field, change, f"heeft geen {word}")


def for_anybody(data: bytes, field: str) -> bytes:
    """Whoever holds the role can be chosen."""

    def change(_: list[_Component], component: _Component) -> bool:
        return bool(component.get("properties", {}).pop("personen_waar", ""))

    return _changed(data, field, change, "heeft geen personen_waar")


def with_label(data: bytes, field: str, option: str, text: str) -> bytes:
    """Another label of a field, of one of its options (not ""), or another text of a text block."""

    def change(_: list[_Component], component: _Component) -> bool:
        if option:
            found = [one for one in component.get("values", []) if one.get("value") == option]
            for one in found:
                one["label"] = text
            return bool(found)
        component["text" if component.get("type") in ("text", "html") else "label"] = text
        return True

    return _changed(data, field, change, f'heeft geen keuze "{option}"')


def with_field(data: bytes, after: str, component: _Component) -> bytes:
    """One more part, after another one; at the end when `after` is empty."""

    def add(siblings: list[_Component], there: _Component) -> bool:
        siblings.insert(siblings.index(there) + 1, component)
        return True

    if after:
        return _changed(data, after, add, "staat niet in het formulier")
    form = json.loads(data)
    form.setdefault("components", []).append(component)
    return _bytes(form)


def _changed(
    data: bytes, field: str, change: Callable[[list[_Component], _Component], bool], otherwise: str
) -> bytes:
    """The form after `change` on the field; `change` says whether there was anything to change."""
    form = json.loads(data)
    found = next(_found(form.get("components", []), field.split(".")), None)
    if found is None:
        raise CannotTakeOut(f'"{field}" staat niet in het formulier.')
    if not change(*found):
        raise CannotTakeOut(f'"{field}" {otherwise}.')
    return _bytes(form)


def _bytes(form: object) -> bytes:
    """What came from TOML has numbers that JSON writes as numbers, and dates that it writes as texts."""
    return json.dumps(
        form,
        ensure_ascii=False,
        default=lambda value: float(value) if isinstance(value, Decimal) else str(value),
    ).encode()


def _found(components: list[_Component], path: list[str]) -> Iterator[tuple[list[_Component], _Component]]:
    """(the list it stands in, the component). A group is looked through: its fields have no longer name."""
    for component in components:
        inside = component.get("components", [])
        if path[0] in (component.get("key"), component.get("path"), component.get("id")):
            yield from [(components, component)] if len(path) == 1 else _found(inside, path[1:])
        yield from _found(inside, path)
