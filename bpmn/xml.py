"""Read XML that a stranger wrote: no DOCTYPE, no entities, no network, a limit on size and depth."""

import re
from collections.abc import Iterator

from lxml import etree

from bpmn.errors import ModelError

MAX_BYTES = 2_000_000
MAX_DEPTH = 100


def parse(data: bytes, name: str, limit: int = MAX_BYTES) -> etree._Element:
    """Return the root element of `data`, or raise ModelError with the line.

    `name` is the file's name for the message, `limit` the most bytes taken. Encodings other than UTF-8 are
    read as the file declares them. The returned elements know their `sourceline`.
    """
    if len(data) > limit:
        raise ModelError(
            f"Het bestand is te groot: {len(data)} bytes, hoogstens {limit} mag. Splits het model.", name
        )
    root = _parse_tree(data, name)
    if root.getroottree().docinfo.doctype:
        raise ModelError("Een DOCTYPE mag niet in dit bestand staan. Haal die regel weg.", name, 1)
    _refuse_depth(root, name)
    return root


def _parse_tree(data: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = (
            "Dit is geen geldige XML: een element is niet goed geopend of gesloten, of er staat een los teken"
        )
        raise ModelError(f"{message}.{_unclosed(error.msg or '')}", name, error.lineno) from None
    except ValueError as error:
        raise ModelError(f"Dit bestand is niet te lezen: {error}", name) from None


def _unclosed(told: str) -> str:
    """What the reader of XML says in English of two tags that do not fit, for who looks for them."""
    found = re.match(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+?),", told + ",")
    return f" `{found[1]}` van regel {found[2]} is nog open waar `{found[3]}` sluit." if found else ""


def _refuse_depth(root: etree._Element, name: str) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise ModelError(
        f"Elementen staan meer dan {MAX_DEPTH} diep in elkaar. Maak het model vlakker.",
        name,
        level[0].sourceline,
    )


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element, namespace: str) -> Iterator[etree._Element]:
    """The child elements in `namespace`, written as "{uri}"."""
    return (child for child in element if isinstance(child.tag, str) and child.tag.startswith(namespace))


def line_of(element: etree._Element) -> int:
    return element.sourceline or 0
