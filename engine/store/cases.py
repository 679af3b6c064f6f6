"""Case rows: add, lock, save, find."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from engine.clock import day
from engine.model import Case, Organisation, Person, Task, Values
from engine.store.database import Tx, upsert
from engine.store.people import ORGANISATION, PERSON
from engine.store.schema import case, organisation, person, task
from engine.store.tasks import TASK, task_from

# Without 0 and O, 1 and I: a reference is read aloud over the telephone. 31^6 is 887 million.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

# Everything of a case but its state and facts: what lists need.
SUMMARY = (
    case.c.id, case.c.reference, case.c.region, case.c.route, case.c.route_name, case.c.definition, case.c.started,
    case.c.status, case.c.outcome, case.c.outcome_name, case.c.phase, case.c.step, case.c.turn, case.c.due,
    case.c.changed, case.c.finished, case.c.rev, case.c.story, case.c.head, case.c.seal,
    case.c.overlay, case.c.hidden,
)  # fmt: skip
_NAMES = tuple(column.name for column in SUMMARY)
CASE_JOIN = case.outerjoin(organisation, organisation.c.id == case.c.organisation).outerjoin(
    person, person.c.id == case.c.applicant
)


# What an act may change, besides the facts.
_SAVED = (
    "state", "status", "outcome", "outcome_name", "phase", "step", "turn", "due", "finished", "story", "head", "seal",
    "hidden",
)  # fmt: skip
_SAVE = update(case).where(case.c.id == bindparam("saved"), case.c.rev == bindparam("read"))


@dataclass(frozen=True)
class NewCase:
    reference: str
    region: str
    route: str
    route_name: str
    definition: int
    organisation: str | None
    applicant: int | None
    search: str
    once: str | None = None
    overlay: str = ""


def new_reference(region: str, now: datetime) -> str:
    """A reference nobody can guess and everybody can read out, such as BER-2026-7KQ4XP, with the year in the Netherlands."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(6))
    return f"{region[:3].upper()}-{day(now).year}-{signs}"


def add(tx: Tx, new: NewCase) -> int | None:
    """Add an empty case; returns its id. Its state is written by `save` in the same transaction.

    None when a case with this `once` exists: two presses at the same moment make one case.
    """
    row = upsert(tx, case).values(**vars(new), started=tx.now, changed=tx.now, state=b"", facts={})
    added = tx.value(row.on_conflict_do_nothing(index_elements=["once"]).returning(case.c.id))
    return None if added is None else int(added)


def save(tx: Tx, changed: Case, rev: int) -> bool:
    """Write what an act changed. `rev` is the number it was read with; False when somebody else came between."""
    values = {name: getattr(changed, name) for name in _SAVED}
    values |= {"facts": dict(changed.facts), "rev": rev + 1, "changed": tx.now}
    return tx.run(_SAVE, {**values, "saved": changed.id, "read": rev}) == 1


def save_head(tx: Tx, case_id: int, story: int, head: str, seal: str) -> None:
    """Write only how far the story is: for lines that change nothing else of the case."""
    tx.run(update(case).where(case.c.id == case_id).values(story=story, head=head, seal=seal))


def by_once(tx: Tx, once: str) -> Case | None:
    """The case that was handed in from a page before."""
    row = tx.one(summary().where(case.c.once == once))
    return summary_from(row) if row else None


def lock(tx: Tx, case_id: int) -> Case | None:
    """The whole case, locked until the end of the transaction."""
    return _read(tx, _LOCKED, case_id)


def with_task(tx: Tx, task_id: str, *, locked: bool) -> tuple[Case, Task] | None:
    """A task and its whole case, in one statement.

    On PostgreSQL the task is read as it was before the lock was won: whoever goes on must claim it
    (`tasks.claim`), which sees it as it is.
    """
    row = tx.one(_WITH_TASK_LOCKED if locked else _WITH_TASK, {"wanted": task_id})
    if row is None:
        return None
    split = len(TASK)
    return _case(row[split:]), task_from(row[:split])


def find(tx: Tx, case_id: int) -> Case | None:
    """The whole case, unlocked: for reading only."""
    return _read(tx, _BY_ID, case_id)


def find_by_reference(tx: Tx, reference: str) -> Case | None:
    return _read(tx, _BY_REFERENCE, reference)


def summaries(tx: Tx, ids: Collection[int]) -> dict[int, Case]:
    """Cases without state and facts, by id."""
    if not ids:
        return {}
    found = summary().where(case.c.id.in_(ids))
    return {one.id: one for one in map(summary_from, tx.rows(found))}


def all_ids(tx: Tx) -> list[int]:
    """The ids of every case, oldest first."""
    return [int(row[0]) for row in tx.rows(select(case.c.id).order_by(case.c.id))]


def open_of_definition(tx: Tx, definition_id: int) -> list[int]:
    """Ids of the cases that run on a version."""
    found = select(case.c.id).where(case.c.definition == definition_id, case.c.status == "open")
    return [int(row.id) for row in tx.rows(found.order_by(case.c.id))]


def move(tx: Tx, case_id: int, definition_id: int) -> None:
    """Let a case run on another version from now on; its state is written by `save`."""
    tx.run(update(case).where(case.c.id == case_id).values(definition=definition_id))


def replace_facts(tx: Tx, case_id: int, facts: Values) -> None:
    """Other facts, apart from any step: for erasing, and when who takes part changes."""
    tx.run(update(case).where(case.c.id == case_id).values(facts=dict(facts), rev=case.c.rev + 1))


def summary() -> Select[Any]:
    """Select of what `summary_from` reads."""
    return select(*SUMMARY, *ORGANISATION, *PERSON).select_from(CASE_JOIN)


def summary_from(row: Any) -> Case:
    width = len(SUMMARY)
    place = row[width : width + len(ORGANISATION)]
    who = row[width + len(ORGANISATION) : width + len(ORGANISATION) + len(PERSON)]
    return Case(
        **dict(zip(_NAMES, row[:width], strict=True)),
        organisation=Organisation(*place) if place[0] is not None else None,
        applicant=Person(*who) if who[0] is not None else None,
    )


def _whole(*before: Any) -> Select[Any]:
    return select(*before, case.c.state, case.c.facts, *SUMMARY, *ORGANISATION, *PERSON)


_WITH_TASK = (
    _whole(*TASK)
    .select_from(CASE_JOIN.join(task, task.c.case == case.c.id))
    .where(task.c.id == bindparam("wanted"))
)
_WITH_TASK_LOCKED = _WITH_TASK.with_for_update(of=case)
_BY_ID = _whole().select_from(CASE_JOIN).where(case.c.id == bindparam("wanted"))
_LOCKED = _BY_ID.with_for_update(of=case)
_BY_REFERENCE = _whole().select_from(CASE_JOIN).where(case.c.reference == bindparam("wanted"))


def _case(row: Any) -> Case:
    return _with_state(summary_from(row[2:]), bytes(row[0]), row[1])


def _with_state(one: Case, state: bytes, facts: Values) -> Case:
    return Case(**{**vars(one), "state": state, "facts": facts})


def _read(tx: Tx, statement: Select[Any], wanted: int | str) -> Case | None:
    row = tx.one(statement, {"wanted": wanted})
    return _case(row) if row else None
