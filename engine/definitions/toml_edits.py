"""Change region.toml: read it, change what it says, write it again (layout and comments are lost: nobody sees it)."""

import json
import tomllib
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from engine.definitions.errors import CannotTakeOut

SWITCH = "weg_voor_het_bewijs"
_OTHER_WORD = {
    "zaken": "taken",
    "taken": "zaken",
    "school": "samenwerkingsverband",
    "samenwerkingsverband": "school",
}
_DEFAULTS: Mapping[str, object] = {
    "ziet": "taken",
    "leerling": True,
    "ontwerpt": False,
    "beheert": False,
    "overzicht": False,
    "bereikbaar": False,
}


_COMMITTEE_WORDS: Mapping[str, tuple[object, object]] = {
    "quorum": (1, 1),  # of one: so that it is no quorum
    "beslist": ("meerderheid", "unaniem"),
    "bij_staking": ("afgewezen", "voorzitter"),
}

PAGES, PUBLIC = "paginas", "uitleg"


def without(data: bytes, group: str, name: str) -> bytes:
    """[group.name] gone; the public page, [uitleg], is named as one of the pages."""
    content = read(data)
    if group == PAGES and name == PUBLIC and PUBLIC in content and name not in content.get(PAGES, {}):
        del content[PUBLIC]
        return write(content)
    if name not in content.get(group, {}):
        raise CannotTakeOut(f"In region.toml staat geen [{group}.{name}].")
    del content[group][name]
    return write(content)


def without_link(data: bytes, title: str) -> bytes:
    """The link with this title gone from [[links]]."""
    content: dict[str, Any] = {**read(data)}
    known = content.get("links", [])
    content["links"] = [link for link in known if link.get("titel") != title]
    if len(content["links"]) == len(known):
        raise CannotTakeOut(f'In region.toml staat geen [[links]] met titel "{title}".')
    return write(content)


def without_word(data: bytes, table: tuple[str, str], word: str) -> bytes:
    """The word of [group.name] gone; `table` is (group, name)."""
    content = read(data)
    group, name = table
    if word not in content.get(group, {}).get(name, {}):
        raise CannotTakeOut(f'In region.toml staat bij [{group}.{name}] geen "{word}".')
    del content[group][name][word]
    return write(content)


def consent_turned(data: bytes, piece: str) -> bytes:
    """Consent of everybody becomes consent of one, and the other way round."""
    content = read(data)
    found = content.get("stukken", {}).get(piece)
    if found is None:
        raise CannotTakeOut(f"In region.toml staat geen [stukken.{piece}].")
    found["instemming"] = "allen" if found.get("instemming") == "een" else "een"
    return write(content)


def committee_turned(data: bytes, committee: str, word: str) -> bytes:
    """The rule `word` of a committee otherwise: no quorum, unanimous instead of a majority, another who breaks a tie."""
    content = read(data)
    found = content.get("commissies", {}).get(committee)
    if found is None:
        raise CannotTakeOut(f"In region.toml staat geen [commissies.{committee}].")
    if word not in _COMMITTEE_WORDS:
        known = ", ".join(_COMMITTEE_WORDS)
        raise CannotTakeOut(f'"{word}" is geen regel van een commissie. Kies uit: {known}.')
    one, other = _COMMITTEE_WORDS[word]
    changed = other if found.get(word, one) == one else one
    if found.get(word, one) == changed:
        raise CannotTakeOut(f'"{word}" van [commissies.{committee}] verandert dan niets.')
    found[word] = changed
    return write(content)


def turned(data: bytes, role: str, word: str) -> bytes:
    """The right `word` of a role the other way round."""
    content = read(data)
    if role not in content.get("rollen", {}):
        raise CannotTakeOut(f'In region.toml staat geen rol "{role}".')
    value = content["rollen"][role].get(word, _DEFAULTS.get(word))
    if word == "van" and isinstance(value, str):
        value = value if value in _OTHER_WORD else "school"  # on a relation: let it be wide
    if not isinstance(value, bool) and value not in _OTHER_WORD:
        raise CannotTakeOut(f'"{word}" is geen recht van een rol. Kies uit: van, {", ".join(_DEFAULTS)}.')
    content["rollen"][role][word] = not value if isinstance(value, bool) else _OTHER_WORD[value]
    return write(content)


def with_switch_off(data: bytes) -> bytes:
    """The switch SWITCH added, and off."""
    content = read(data)
    content.setdefault("schakelaars", {})[SWITCH] = {"aan": False, "naam": "Weg voor het bewijs"}
    return write(content)


def with_positions(data: bytes, positions: Mapping[str, bool]) -> bytes:
    """These switches on (True) or off; a switch that is not there stays away."""
    content = read(data)
    for name, switch in content.get("schakelaars", {}).items():
        if name in positions and isinstance(switch, dict):
            switch["aan"] = positions[name]
    return write(content)


def without_switches(data: bytes, group: str, names: Collection[str]) -> bytes:
    """The keys of a table gone: an overlay that says nothing of these switches. What cannot be read stays as it is."""
    try:
        content = read(data)
    except (ValueError, RecursionError):
        return data
    if not isinstance(content.get(group), dict):
        return data
    content[group] = {key: value for key, value in content[group].items() if key not in names}
    return write(content)


def overlaid(
    content: Mapping[str, Mapping[str, object]],
    texts: Mapping[str, str],
    switches: Mapping[str, bool],
    terms: Mapping[str, Mapping[str, object]],
) -> dict[str, object]:
    """What region.toml says, with other values: of what is there already."""
    changed: dict[str, object] = dict(content)
    for group, values in {
        "teksten": texts,
        "schakelaars": {name: {"aan": on} for name, on in switches.items()},
        "termijnen": terms,
    }.items():
        there = content.get(group, {})
        if any(name in there for name in values):
            changed[group] = {name: _merged(old, values.get(name)) for name, old in there.items()}
    return changed


def _merged(old: object, new: object) -> object:
    return {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else old if new is None else new


def write(content: Mapping[str, object]) -> bytes:
    """TOML with one line for each key at the top and tables inside braces."""
    return "".join(f"{_text(key)} = {_value(value)}\n" for key, value in content.items()).encode()


def read(data: bytes) -> dict[str, dict[str, dict[str, object]]]:
    return tomllib.loads(data.decode("utf-8-sig"))


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)} = {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    """A JSON string is a TOML string, but for the delete sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
