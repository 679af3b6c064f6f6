"""Golden states: packed bytes of once, with their files, what waited in them, and where every act led.

`python -m tests.engine.runtime.golden` adds the states of the format of today that are not there yet. It never
overwrites: what was once packed must open for ever.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bpmn.feel.values import from_json, to_json
from bpmn.reading import read_model
from engine.runtime import running
from engine.runtime.packing import FORMAT
from engine.runtime.progress import Progress
from engine.runtime.routes import Route, load_route
from tests.engine.runtime.routes_to_walk import ROUTES
from tests.engine.runtime.walking import Walk, route_of

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "states"
ACTS, SEEDS = 7, range(40)  # of these walks the state in which most waits is kept
CHOSEN = [
    "parallel block in a loop",
    "inclusive block in a loop",
    "parallel repetition with results in a loop",
    "sequential repetition of a sub-process in a loop",
    "acts beside the route",
    "events inside a sub-process in a loop",
    "events on the edge in a loop",
    "first event wins in a loop",
    "called route, repeated, with jobs",
    "again as long as",
    "all at once",
]


def waiting(progress: Progress) -> dict[str, Any]:
    """All that waits, with ids, as JSON."""
    return {
        "tasks": [
            [one.id, one.node, to_json(one.item), one.since.isoformat(), one.scope] for one in progress.tasks
        ],
        "jobs": [
            [one.id, one.node, to_json(one.item), one.since.isoformat(), one.scope] for one in progress.jobs
        ],
        "timers": [[one.id, one.node, one.due.isoformat()] for one in progress.timers],
        "subscriptions": [
            [one.id, one.node, one.kind, one.name, one.correlation] for one in progress.subscriptions
        ],
    }


def nodes_waiting(progress: Progress) -> list[str]:
    waits = (*progress.tasks, *progress.jobs, *progress.timers, *progress.subscriptions)
    return sorted(one.node for one in waits)


def consequences(route: Route, kept: dict[str, Any]) -> dict[str, list[str]]:
    """For each act that is possible in a kept state: the nodes that wait after it."""
    state, facts = kept["state"].encode(), from_json(kept["facts"])
    now, news = datetime.fromisoformat(kept["now"]), from_json(kept["news"])
    acts: dict[str, Callable[..., Progress]] = {
        "tasks": running.complete,
        "jobs": running.finish_job,
        "subscriptions": running.deliver,
    }
    led = {
        one[0]: nodes_waiting(act(route, state, facts, one[0], news, now))
        for kind, act in acts.items()
        for one in kept["waiting"][kind]
    }
    led["clock"] = nodes_waiting(running.fire_due(route, state, facts, now + timedelta(days=30)))
    return led


def route_from(kept: dict[str, Any]) -> Route:
    models = {name: read_model(text.encode(), name) for name, text in kept["files"].items()}
    return load_route(models, kept["process"], {})


def record(name: str) -> dict[str, Any]:
    walks = [Walk(route_of(name), ROUTES[name], seed) for seed in SEEDS]
    for one in walks:
        one.go(ACTS)
    walk = max(walks, key=lambda one: len(nodes_waiting(one.progress)))
    kept = {
        "files": {file: data.decode() for file, data in ROUTES[name].files.items()},
        "process": ROUTES[name].process,
        "now": walk.now.isoformat(),
        "facts": to_json(walk.progress.facts),
        "news": dict.fromkeys(ROUTES[name].flags, True),
        "state": walk.progress.state.decode(),
        "waiting": waiting(walk.progress),
    }
    return {**kept, "then": consequences(walk.route, kept)}


def main() -> None:
    for name in CHOSEN:
        path = FOLDER / f"{FORMAT}-{name.replace(',', '').replace(' ', '-')}.json"
        if not path.exists():
            path.write_text(json.dumps(record(name), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
