"""Put open tasks in the inboxes of who is tied to the school today: a relation holds at once, for running cases too."""

from collections.abc import Iterator

from config.regions import Region
from engine import access, audit
from engine.clock import day
from engine.definitions import catalogue
from engine.desk import Desk
from engine.errors import NothingPublished
from engine.model import Actor, Event, Task
from engine.store import addressing, cases, people, tasks
from engine.store.database import Tx


def readdress(tx: Tx, desk: Desk, region: str) -> int:
    """Move every open task that lies in the wrong inbox; who picked one up and is not tied any more puts it back.

    Returns how many were moved.
    """
    moved = 0
    targets = _targets(tx, region)
    for one, known, relation in _on_a_relation(tx, region):
        key = access.audience(known, one.roles, relation, one.organisation, targets.get(one.organisation, {}))
        if key != one.audience:
            addressing.move(tx, one, key)
            _release(tx, desk, one, key)
            moved += 1
    return moved


def _targets(tx: Tx, region: str) -> dict[str, dict[str, list[str]]]:
    """To whom each school is tied, by school and kind of relation."""
    found: dict[str, dict[str, list[str]]] = {}
    for kind, school, target in people.relations(tx, region):
        found.setdefault(school, {}).setdefault(kind, []).append(target)
    return found


def _on_a_relation(tx: Tx, region: str) -> Iterator[tuple[Task, Region, str]]:
    """The open tasks of roles on a relation that are for nobody in person, with their region and their `relatie`."""
    for definition_id, one in addressing.open_of_region(tx, region):
        try:
            definition = catalogue.by_id(tx, definition_id).definition
        except NothingPublished:
            continue
        route = definition.routes.get(one.route)
        if one.named is None and route is not None and access.kinds_of(definition.region, one.roles):
            yield one, definition.region, route.steps[one.node].relation


def _release(tx: Tx, desk: Desk, one: Task, key: str) -> None:
    person = people.person_by_id(tx, one.assignee) if one.assignee is not None else None
    if person is None:
        return
    holder = Actor(person.name, person, people.memberships_of(tx, person.id, day(tx.now)))
    if access.belongs(holder, key):
        return
    case = cases.lock(tx, one.case)
    if case is not None and tasks.assign(tx, one.id, person.id, None):
        audit.append(tx, desk, case, [Event("released", one.node, {"task": one.id, "to": None})])
