"""What the reader of a BPMN file stumbles over: kept for the linter, never raised."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from bpmn.xml import line_of

Note = tuple[str, str, int]  # (element id, what, line)


@dataclass(frozen=True)
class Notes:
    """The elements of the file by id, and what is wrong with them so far."""

    elements: Mapping[str, etree._Element]
    leftovers: list[Note] = field(default_factory=list)  # here: (element kind, id, line)
    dangling: list[Note] = field(default_factory=list)
    repeated: list[Note] = field(default_factory=list)
    bare: list[Note] = field(default_factory=list)
    unknown: list[Note] = field(default_factory=list)

    def resolve(self, reference: str) -> str:
        """The id that a reference means: as it stands, or without its prefix ("tns:M1" is "M1")."""
        reference = reference.strip()
        return reference if reference in self.elements else reference.rpartition(":")[2]

    def refer(self, element: etree._Element, reference: str | None) -> str:
        """As `resolve`; notes a reference to something that is not in the file."""
        found = self.resolve(reference or "")
        if found and found not in self.elements:
            self.dangling.append((element.get("id") or found, found, line_of(element)))
        return found

    def expression(self, text: str | None, owner: str, line: int) -> str:
        """The FEEL text without its leading "="; notes one that has none."""
        text = (text or "").strip()
        if text.startswith("="):
            return text[1:].strip()
        if text:
            self.bare.append((owner, text, line))
        return text
