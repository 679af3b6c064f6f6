"""Put open tasks in the inboxes of who is tied to the school today: a relation holds at once, for running cases too."""

from collections.abc import Iterator

from config.parents import PARENT
from config.regions import Region
from engine import access, audit
from engine.clock import day
from engine.definitions import catalogue
from engine.desk import Desk
from engine.errors import NothingPublished
from engine.model import Actor, Event, Task
from engine.store import addressing, cases, people, tasks
from engine.store.database import Tx

_NAMED = "genoemd_in:"


def readdress(tx: Tx, desk: Desk, region: str) -> int:
    """Move every open task that lies in the wrong inbox; who picked one up and is not tied any more puts it back. A task
    for somebody in person who may not open the case any more is for the role again.

    Returns how many were moved.
    """
    moved = 0
    targets = _targets(tx, region)
    for one, known, relation in _to_look_at(tx, region):
        if one.named is not None and access.may_open(_holder(tx, one.named), known, one.organisation):
            continue
        tied = targets.get(one.organisation.removeprefix(access.HIDDEN), {})
        places = {**tied, PARENT: [access.place_of_case(one.case)]}
        key = access.audience(known, one.roles, relation, one.organisation, places)
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


def _to_look_at(tx: Tx, region: str) -> Iterator[tuple[Task, Region, str]]:
    """The open tasks of roles on a relation, and those for somebody that a form named, with their region and their
    `relatie`."""
    for definition_id, overlay, one in addressing.open_of_region(tx, region):
        try:
            definition = catalogue.with_overlay(catalogue.by_id(tx, definition_id), overlay).definition
        except NothingPublished:
            continue
        route = definition.routes.get(one.route)
        if route is None or one.node not in route.steps:
            continue
        relation = route.steps[one.node].relation
        on_relation = one.named is None and access.kinds_of(definition.region, one.roles)
        if on_relation or (one.named is not None and relation.startswith(_NAMED)):
            yield one, definition.region, relation


def _release(tx: Tx, desk: Desk, one: Task, key: str) -> None:
    if one.assignee is None or access.belongs(_holder(tx, one.assignee), key):
        return
    case = cases.lock(tx, one.case)
    if case is not None and tasks.assign(tx, one.id, one.assignee, None):
        audit.append(tx, desk, case, [Event("released", one.node, {"task": one.id, "to": None})])


def _holder(tx: Tx, person_id: int) -> Actor:
    person = people.person_by_id(tx, person_id)
    assert person is not None
    return Actor(person.name, person, people.memberships_of(tx, person_id, day(tx.now)))
