"""The state of a case as bytes: live tokens only, a few hundred bytes, and back.

Format 1 is JSON: {"v": 1, "o": outcome, "s": level}. A level is a list of tokens, each
[id, name of the step, state, since, extra]; extra is left out when empty and may have "p" (place in the list of the
token it hangs on), "k" (what the wait keeps: moment, key, counts), "d" (local values), "i" (the level inside it).
What was once packed must open for ever: a new format gets a new number and the old reader stays.
"""

import json
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task

from bpmn.feel.values import from_json, to_json
from engine.runtime.errors import RouteError
from engine.runtime.steps import Level
from engine.runtime.tokens import LIVE, Run, Scope, scopes

FORMAT = 1


def compact(run: Run) -> None:
    """Forget what has ended: only live tokens stay, each under its nearest live token."""
    for scope in scopes(run.root):
        _compact(scope)


def _compact(scope: Scope) -> None:
    root = scope.task_tree
    kept = {root.id: root}
    children: dict[UUID, list[UUID]] = {root.id: []}
    todo = [(child, root) for child in reversed(root.children)]
    while todo:
        token, above = todo.pop()
        if token.has_state(LIVE):
            kept[token.id] = token
            children[token.id] = []
            children[above.id].append(token.id)
            token.parent = above
        todo.extend((child, kept.get(token.id, above)) for child in reversed(token.children))
    for token_id, token in kept.items():
        token._children = children[token_id]
    scope.tasks = kept


def pack(run: Run) -> bytes:
    packed: dict[str, Any] = {"v": FORMAT, "o": run.outcome, "s": _pack_level(run.root)}
    return json.dumps(packed, separators=(",", ":"), ensure_ascii=False).encode()


def _pack_level(scope: Scope) -> list[Any]:
    rows: list[Any] = []
    places: dict[UUID, int] = {}
    todo = list(reversed(scope.task_tree.children))
    while todo:
        token = todo.pop()
        places[token.id] = len(rows)
        row: list[Any] = [token.id.hex, token.task_spec.name, token.state, _seconds(token.last_state_change)]
        extra = _extra(token, places)
        rows.append([*row, extra] if extra else row)
        todo.extend(reversed(token.children))
    return rows


def _extra(token: Task, places: dict[UUID, int]) -> dict[str, Any]:
    inner = token.workflow.inside.get(token.id)
    extra = {
        "p": places.get(token._parent),
        "k": token.internal_data or None,
        "d": to_json(token.data) if token.data else None,
        "i": None if inner is None else _pack_level(inner),
    }
    return {key: value for key, value in extra.items() if value is not None}


def _seconds(stamp: float) -> float:
    return int(stamp) if stamp == int(stamp) else stamp


def unpack(state: bytes, level: Level, run: Run) -> None:
    """Put the tokens of a packed state into `run`. Raises RouteError when it is not a state of this route."""
    try:
        packed = json.loads(state)
        if packed["v"] != FORMAT:
            raise RouteError(
                f"De stand van deze zaak heeft vorm {packed['v']}; deze versie leest vorm {FORMAT}."
            )
        run.outcome = packed["o"]
        _unpack_level(Scope(level, run, None), packed["s"])
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise RouteError("De stand van deze zaak past niet bij deze route.") from error


def _unpack_level(scope: Scope, rows: list[Any]) -> None:
    tokens: list[Task] = []
    for token_id, name, state, since, *rest in rows:
        extra = rest[0] if rest else {}
        above = tokens[extra["p"]] if "p" in extra else scope.task_tree
        token = Task(scope, scope.spec.task_specs[name], above, state=state, id=UUID(hex=token_id))
        token.last_state_change = since
        token.internal_data = extra.get("k", {})
        token.data = from_json(extra["d"]) if "d" in extra else {}
        tokens.append(token)
        if "i" in extra:
            _unpack_level(Scope(token.task_spec.inner, scope.run, token), extra["i"])
