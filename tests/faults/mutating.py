"""Small changes at random to the files of a region: bytes that flip, fall away or repeat, and parts of XML and JSON."""

import json
from random import Random
from typing import Any

from lxml import etree

HOSTILE_WORDS = (
    b"\x00",
    b"\xff\xfe",
    b"<!--",
    b"]]>",
    b"&x;",
    b"{{",
    b"}}",
    b'"',
    b"=",
    b"[[",
    b"9" * 50,
    b"\xe2\x80\xae",
)


def mutated(files: dict[str, bytes], random: Random) -> dict[str, bytes]:
    """The files with one to three changes in one of them."""
    name = random.choice(sorted(files))
    data = files[name]
    for _ in range(random.randint(1, 3)):
        data = _changed(name, data, random)
    return {**files, name: data}


def _changed(name: str, data: bytes, random: Random) -> bytes:
    if name.endswith((".bpmn", ".dmn")) and random.random() < 0.6:
        return _xml(data, random)
    if name.endswith(".form") and random.random() < 0.6:
        return _json(data, random)
    return _bytes(data, random)


def _bytes(data: bytes, random: Random) -> bytes:
    at, length = random.randrange(len(data) + 1), random.choice((1, 1, 2, 8, 40, 400))
    piece = data[at : at + length]
    new = random.choice(
        (
            b"",
            piece * 2,
            piece * 50,
            piece[::-1],
            bytes(one ^ 1 << random.randrange(8) for one in piece),
            random.choice(HOSTILE_WORDS),
        )
    )
    return data[:at] + new + data[at + length :]


def _xml(data: bytes, random: Random) -> bytes:
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return _bytes(data, random)
    elements = [one for one in root.iter(etree.Element) if one.getparent() is not None]
    one, other = random.choice(elements), random.choice(elements)
    kind = random.choice(("remove", "double", "attribute", "swap", "text", "move"))
    parent = one.getparent()
    if kind == "remove":
        parent.remove(one)
    elif kind == "double":
        parent.append(etree.fromstring(etree.tostring(one)))
    elif kind == "attribute" and one.attrib:
        name = random.choice(list(one.attrib))
        one.attrib[name] = random.choice(["", "x", *other.attrib.values()])
    elif kind == "swap" and one.attrib and other.attrib:
        del one.attrib[random.choice(list(one.attrib))]
    elif kind == "text":
        one.text = random.choice(("", "=1/0", "=(", "PT0S", other.text or ""))
    elif kind == "move" and one not in other.iterancestors() and one is not other:
        other.append(one)
    return etree.tostring(root)


def _json(data: bytes, random: Random) -> bytes:
    try:
        root = json.loads(data)
    except ValueError:
        return _bytes(data, random)
    places = list(_places(root))
    if not places:
        return _bytes(data, random)
    holder, key = random.choice(places)
    kind = random.choice(("remove", "value", "other", "double"))
    if kind == "remove":
        del holder[key]
    elif kind == "value":
        holder[key] = random.choice((None, True, -1, 1e15, "", "=(", "=1/0", [], {}, [[]], {"id": "x"}))
    elif kind == "other":
        other, name = random.choice(places)
        holder[key] = json.loads(json.dumps(other[name]))
    elif isinstance(holder, list):
        holder.append(holder[key])
    return json.dumps(root, indent=1).encode()


def _places(thing: Any) -> Any:
    """(holder, key) of every value."""
    keys = thing.keys() if isinstance(thing, dict) else range(len(thing)) if isinstance(thing, list) else ()
    for key in list(keys):
        yield thing, key
        yield from _places(thing[key])
