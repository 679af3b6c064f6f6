"""Read the `zeebe:` extension elements of one BPMN element, as the modelers write them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from bpmn.model import IoMapping
from bpmn.notes import Notes
from bpmn.xml import children, line_of, local_name

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
READ = frozenset(
    [
        "assignmentDefinition", "calledDecision", "calledElement", "formDefinition", "ioMapping",
        "loopCharacteristics", "properties", "script", "subscription", "taskDefinition", "taskHeaders",
        "taskSchedule", "userTask",
    ]
)  # fmt: skip
HARMLESS_ATTRIBUTES = frozenset(  # what modelers add for themselves: templates, versions, colours
    ("modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon", "executionPlatform")
    + ("executionPlatformVersion", "schemaLocation")
)
ACCEPTED = "aanvaard"  # the one property that may stand more than once


@dataclass(frozen=True)
class Extensions:
    """The extension elements of one element: attributes by local name, and what nobody here knows."""

    attributes: Mapping[str, Mapping[str, str]]
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def get(self, name: str, attribute: str) -> str:
        return self.attributes.get(name, {}).get(attribute, "").strip()


def read_extensions(element: etree._Element, owner: str, notes: Notes) -> Extensions:
    """Read what stands in `bpmn:extensionElements` of `element`; `owner` is the id for the notes."""
    found: dict[str, etree._Element] = {}
    unknown = list(_foreign_attributes(element))
    for child in _extension_elements(element):
        name = local_name(child)
        if not str(child.tag).startswith(ZEEBE) or name not in READ:
            unknown.append(_prefixed(child.tag, child))
        elif name in found:
            notes.repeated.append((owner, f"zeebe:{name}", line_of(child)))
        else:
            found[name] = child
    return Extensions(
        {name: {str(key): str(value) for key, value in item.items()} for name, item in found.items()},
        tuple(_mappings(found.get("ioMapping"), "input", owner, notes)),
        tuple(_mappings(found.get("ioMapping"), "output", owner, notes)),
        _pairs(found.get("taskHeaders"), "key", owner, notes),
        _pairs(found.get("properties"), "name", owner, notes),
        tuple(unknown),
    )


def _extension_elements(element: etree._Element) -> Iterator[etree._Element]:
    for holder in children(element, BPMN + "extensionElements"):
        yield from (child for child in holder if isinstance(child.tag, str))


def _foreign_attributes(element: etree._Element) -> Iterator[str]:
    for key in element.attrib:
        name = str(key)
        if name.startswith("{") and name.rpartition("}")[2] not in HARMLESS_ATTRIBUTES:
            yield _prefixed(name, element)


def _prefixed(tag: str | bytes | bytearray | etree.QName, element: etree._Element) -> str:
    uri, _, name = str(tag).lstrip("{").rpartition("}")
    prefix = next((key for key, value in element.nsmap.items() if value == uri and key), None)
    return f"{prefix}:{name}" if prefix else name


def _mappings(holder: etree._Element | None, side: str, owner: str, notes: Notes) -> Iterator[IoMapping]:
    if holder is None:
        return
    for row in holder.iterchildren(ZEEBE + side):
        source = notes.expression(row.get("source"), owner, line_of(row))
        yield IoMapping(source, (row.get("target") or "").strip(), line_of(row))


def _pairs(holder: etree._Element | None, key: str, owner: str, notes: Notes) -> dict[str, str]:
    """Names and values of properties or headers. The first counts when a name stands twice."""
    pairs: dict[str, str] = {}
    for row in () if holder is None else children(holder, ZEEBE):
        name, value = (row.get(key) or "").strip(), (row.get("value") or "").strip()
        if name not in pairs:
            pairs[name] = value
        elif name == ACCEPTED:
            pairs[name] += "\n" + value
        else:
            notes.repeated.append((owner, name, line_of(row)))
    return pairs
