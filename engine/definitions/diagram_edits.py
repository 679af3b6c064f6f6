"""Change a diagram or a decision table: the XML, with everything else in it as it was."""

from collections.abc import Iterable

from lxml import etree

from bpmn.xml import parse
from engine.definitions.errors import CannotTakeOut

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


def with_condition_turned(data: bytes, flow: str) -> bytes:
    root = parse(data, "tekening")
    condition = _element(root, flow).find(_BPMN + "conditionExpression")
    text = "" if condition is None else "".join(map(str, condition.itertext())).strip().removeprefix("=")
    if condition is None or not text:
        raise CannotTakeOut(f'De stroom "{flow}" heeft geen voorwaarde.')
    condition[:] = []
    condition.text = f"=not({text})"
    return _bytes(root)


def without_property(data: bytes, element: str, name: str) -> bytes:
    root = parse(data, "tekening")
    found = _properties(_element(root, element), name)
    if not found:
        raise CannotTakeOut(f'"{element}" heeft geen eigenschap "{name}".')
    _remove(found)
    return _bytes(root)


def without_header(data: bytes, element: str, name: str) -> bytes:
    """The service task without this header."""
    root = parse(data, "tekening")
    path = f"{_BPMN}extensionElements/{_ZEEBE}taskHeaders/{_ZEEBE}header"
    found = [header for header in _element(root, element).findall(path) if header.get("key") == name]
    if not found:
        raise CannotTakeOut(f'"{element}" heeft geen kop "{name}".')
    _remove(found)
    return _bytes(root)


def with_switch(data: bytes, element: str, switch: str) -> bytes:
    root = parse(data, "tekening")
    _set_property(_element(root, element), "schakelaar", switch)
    return _bytes(root)


def with_name(data: bytes, element: str, name: str) -> bytes:
    root = parse(data, "tekening")
    _element(root, element).set("name", name)
    return _bytes(root)


def with_roles(data: bytes, element: str, roles: tuple[str, ...]) -> bytes:
    """Everybody with one of `roles` may do the task, or begin at the start event."""
    root = parse(data, "tekening")
    found = _element(root, element)
    if found.tag == _BPMN + "startEvent":
        _set_property(found, "rol", ",".join(roles))
    else:
        extensions = _extensions(found)
        _remove(extensions.findall(_ZEEBE + "assignmentDefinition"))
        etree.SubElement(extensions, _ZEEBE + "assignmentDefinition", candidateGroups=",".join(roles))
    return _bytes(root)


def without_row(data: bytes, decision: str, row: int) -> bytes:
    """The decision table without its row (from 1)."""
    root = parse(data, "tabel")
    for element in root.iter("{*}decision"):
        rows = element.findall("{*}decisionTable/{*}rule")
        if element.get("id") == decision and row <= len(rows):
            _remove([rows[row - 1]])
            return _bytes(root)
    raise CannotTakeOut(f'De tabel "{decision}" heeft geen rij {row}.')


def _element(root: etree._Element, element_id: str) -> etree._Element:
    for element in root.iter(_BPMN + "*"):
        if element.get("id") == element_id:
            return element
    raise CannotTakeOut(f'Er is geen element "{element_id}" in de tekening.')


def _extensions(element: etree._Element) -> etree._Element:
    found = element.find(_BPMN + "extensionElements")
    if found is None:
        found = etree.Element(_BPMN + "extensionElements")
        after_documentation = len(element.findall(_BPMN + "documentation"))
        element.insert(after_documentation, found)
    return found


def _properties(element: etree._Element, name: str) -> list[etree._Element]:
    path = f"{_BPMN}extensionElements/{_ZEEBE}properties/{_ZEEBE}property"
    return [found for found in element.findall(path) if found.get("name") == name]


def _set_property(element: etree._Element, name: str, value: str) -> None:
    _remove(_properties(element, name))
    extensions = _extensions(element)
    properties = extensions.find(_ZEEBE + "properties")
    if properties is None:
        properties = etree.SubElement(extensions, _ZEEBE + "properties")
    etree.SubElement(properties, _ZEEBE + "property", name=name, value=value)


def _remove(elements: Iterable[etree._Element]) -> None:
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
