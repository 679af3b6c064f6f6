"""Drafts: what is not handed in yet. One per thing and owner."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, or_, select

from engine.model import Draft, Person, Values
from engine.store.database import Tx, upsert
from engine.store.people import PERSON
from engine.store.schema import draft, person

_DRAFT = (draft.c.key, draft.c.owner, draft.c["values"], draft.c.at)
_ALL = select(*_DRAFT, *PERSON).select_from(draft.outerjoin(person, person.c.id == draft.c.by))
_OWN = draft.c.key == bindparam("of"), draft.c.owner.in_(bindparam("owners", expanding=True))
_NEWEST = _ALL.where(*_OWN).order_by(draft.c.at.desc()).limit(1)
_REMOVE = delete(draft).where(*_OWN)


def put(tx: Tx, key: str, owner: str, values: Values, by: int | None) -> None:
    changes = {"values": dict(values), "by": by, "at": tx.now}
    row = upsert(tx, draft).values(key=key, owner=owner, **changes)
    tx.run(row.on_conflict_do_update(index_elements=["key", "owner"], set_=changes))


def remove(tx: Tx, key: str, owners: tuple[str, ...]) -> None:
    tx.run(_REMOVE, {"of": key, "owners": list(owners)})


def erase(tx: Tx, case_id: int) -> None:
    """Take away the drafts of the tasks and acts of a case, whoever's they are."""
    of_case = or_(
        *(draft.c.key.startswith(f"{kind}/{case_id}-", autoescape=True) for kind in ("task", "act"))
    )
    tx.run(delete(draft).where(of_case))


def find(tx: Tx, key: str, owners: tuple[str, ...]) -> Draft | None:
    """The newest draft of a thing that one of these owners has."""
    row = tx.one(_NEWEST, {"of": key, "owners": list(owners)})
    return _draft(row) if row else None


def of_keys(tx: Tx, keys: Sequence[str]) -> list[Draft]:
    """The drafts of these things, whoever's they are; the newest last. Nothing is asked when there are none."""
    found = _ALL.where(draft.c.key.in_(keys)).order_by(draft.c.at)
    return [_draft(row) for row in tx.rows(found)] if keys else []


def of_owners(tx: Tx, owners: tuple[str, ...], limit: int = 200) -> list[Draft]:
    """Newest first."""
    found = _ALL.where(draft.c.owner.in_(owners)).order_by(draft.c.at.desc(), draft.c.key).limit(limit)
    return [_draft(row) for row in tx.rows(found)]


def _draft(row: Any) -> Draft:
    key, owner, values, at, *who = row
    return Draft(key, owner, values, Person(*who) if who[0] is not None else None, at)
