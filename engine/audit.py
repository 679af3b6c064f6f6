"""The story of a case, which is its audit: lines that only ever get added, each sealed to the one before.

Every line holds the hash of the line before it. The case row holds the number of lines and the last hash, sealed with
the key of the installation; so a line that was changed, taken out or cut off from the end is found. A line holds ids
and names of fields, never answers: of what must be erasable, the line holds a salted digest.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bpmn.feel.json_values import to_json
from engine.desk import Desk
from engine.model import Case, Event, Values
from engine.store import cases, events
from engine.store.database import Tx

SALT = "zout"
DIGEST = "controle"


@dataclass(frozen=True)
class Damage:
    """What is wrong with a story: a line was changed, lines are missing, or the end does not fit the case."""

    case: int
    seq: int
    kind: Literal["changed", "missing", "cut_off", "seal"]
    message: str


def record(tx: Tx, desk: Desk, case: Case, lines: Sequence[Event]) -> Case:
    """Add lines to the story; returns the case with its new head, which the caller saves in this transaction."""
    if not lines:
        return case
    seq, previous, chained = case.story, case.head, []
    for line in lines:
        seq += 1
        detail, values = _with_digest(line)
        row: dict[str, Any] = {
            "kind": line.kind, "node": line.node, "detail": detail, "values": values, "case": case.id, "seq": seq,
            "at": tx.now, "actor": desk.actor.id, "actor_name": desk.actor.name if desk.actor.is_system else "",
            "previous": previous,
        }  # fmt: skip
        previous = row["hash"] = _hash(row)
        chained.append(row)
    events.add(tx, chained)
    return replace(case, story=seq, head=previous, seal=seal(desk, case.id, seq, previous))


def append(tx: Tx, desk: Desk, case: Case, lines: Sequence[Event]) -> Case:
    """Add lines and save the head: for acts that change nothing else of the case. The case must be locked."""
    told = record(tx, desk, case, lines)
    cases.save_head(tx, told.id, told.story, told.head, told.seal)
    return told


def digest(values: Values, salt: str) -> str:
    """What a line keeps of values that can be erased: nothing can be read back from it without the salt."""
    return hashlib.sha256(_text({"salt": salt, "values": to_json(dict(values))})).hexdigest()


def _with_digest(line: Event) -> tuple[Values, Values | None]:
    """The values a decision read stand beside the line with their salt; the line itself holds their digest."""
    if not line.values:
        return line.detail, None
    salt = secrets.token_hex(16)
    return {**line.detail, DIGEST: digest(line.values, salt)}, {**line.values, SALT: salt}


def _hash(line: Mapping[str, Any]) -> str:
    """The hash of a line, by the names of Event: over everything but the erasable values."""
    content = {name: line[name] for name in _HASHED}
    content |= {"at": line["at"].isoformat(), "detail": to_json(line["detail"])}
    return hashlib.sha256(_text(content)).hexdigest()


_HASHED = ("case", "seq", "kind", "node", "actor", "actor_name", "previous")


def seal(desk: Desk, case_id: int, count: int, head: str) -> str:
    """Only who has the key of the installation can make this."""
    message = f"{case_id}:{count}:{head}".encode()
    return hmac.new(desk.settings.secret_key.encode(), message, hashlib.sha256).hexdigest()


def verify(tx: Tx, desk: Desk, case_id: int) -> list[Damage]:
    """Everything that is wrong with the story of a case; empty: whole."""
    case = cases.find(tx, case_id)
    if case is None:
        return [Damage(case_id, 0, "missing", "De zaak zelf is weg.")]
    lines = events.of_case(tx, case_id)
    return [*_broken_links(case_id, lines), *_broken_end(desk, case, lines)]


def verify_all(desk: Desk) -> list[Damage]:
    """Everything that is wrong with any story, each case read by itself."""
    with desk.reading() as tx:
        ids = cases.all_ids(tx)
    found: list[Damage] = []
    for case_id in ids:
        with desk.reading() as tx:
            found += verify(tx, desk, case_id)
    return found


def _broken_links(case_id: int, lines: Sequence[Event]) -> list[Damage]:
    found, expected, previous = [], 1, ""
    for line in lines:
        if line.seq != expected:
            found.append(Damage(case_id, expected, "missing", f"Regel {expected} ontbreekt."))
        elif line.previous != previous or _hash(vars(line)) != line.hash or not _values_fit(line):
            found.append(Damage(case_id, line.seq, "changed", f"Regel {line.seq} is veranderd."))
        expected, previous = line.seq + 1, line.hash
    return found


def _values_fit(line: Event) -> bool:
    """Erased values fit; other values than were read do not."""
    if line.values is None:
        return True
    values = dict(line.values)
    return digest(values, str(values.pop(SALT, ""))) == line.detail.get(DIGEST)


def _broken_end(desk: Desk, case: Case, lines: Sequence[Event]) -> list[Damage]:
    last = lines[-1].seq if lines else 0
    head = lines[-1].hash if lines else ""
    if last < case.story:
        return [Damage(case.id, last + 1, "cut_off", f"De regels na {last} zijn weg.")]
    if not hmac.compare_digest(case.seal, seal(desk, case.id, last, head)):
        return [Damage(case.id, last, "seal", "Het einde van het verhaal past niet bij de zaak.")]
    return []


def _text(content: object) -> bytes:
    return _write(content).encode()


_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
