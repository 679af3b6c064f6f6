"""Who takes part in a case: who asked, who was brought in, and who was named in an answer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from engine.model import Party
from engine.store.database import Tx, upsert
from engine.store.schema import HAS_ACCESS, event, membership, organisation, party, person

PERSON = "person/"
_PARTY = (
    party.c.case, party.c.kind, party.c.who, party.c.since, party.c.access, party.c.until, party.c.answer, party.c.path,
)  # fmt: skip
_LASTING = ("aanvrager", "school")
_DONE = ("started", "step_done", "act_done")


@dataclass(frozen=True)
class Did:
    """A person who did a step, `at` the first time."""

    person: int
    node: str
    at: datetime


@dataclass(frozen=True)
class Held:
    """A role that a person has or had in a region, for an organisation."""

    person: int
    role: str
    organisation: str
    since: date | None
    until: date | None


def add(tx: Tx, case_id: int, parties: Iterable[tuple[str, str]]) -> None:
    """`parties` are (kind, who); who is "person/<id>" or "organisation/<id>". One that is there already stays."""
    rows = [{"case": case_id, "kind": kind, "who": who, "since": tx.now} for kind, who in parties]
    tx.many(upsert(tx, party).on_conflict_do_nothing(), rows)


def bring_in(tx: Tx, parties: Iterable[Party]) -> None:
    """These take part from now on; who took part before and no longer does, does again."""
    insert = upsert(tx, party)
    changes = {name: insert.excluded[name] for name in ("access", "until", "answer", "path")}
    tx.many(
        insert.on_conflict_do_update(index_elements=["case", "kind", "who"], set_=changes),
        [vars(one) for one in parties],
    )


def end(tx: Tx, case_id: int, who: str) -> bool:
    """Who was brought in takes part no longer; False when they did not. Who asked, and the school, always do."""
    still = (
        party.c.case == case_id,
        party.c.who == who,
        party.c.until.is_(None),
        party.c.kind.not_in(_LASTING),
    )
    return tx.run(update(party).where(*still).values(until=tx.now)) > 0


def of_case(tx: Tx, case_id: int) -> list[Party]:
    """Oldest first, those that ended too."""
    found = select(*_PARTY).where(party.c.case == case_id)
    return [Party(*row) for row in tx.rows(found.order_by(party.c.since, party.c.kind, party.c.who))]


def with_access(tx: Tx, cases: Collection[int], persons: Collection[int]) -> dict[int, set[int]]:
    """By case, those of these persons to whom it was opened; without the cases that were opened to none of them."""
    if not cases:
        return {}
    among = party.c.who.in_(whos(persons)), party.c.case.in_(cases)
    opened: dict[int, set[int]] = {}
    for row in tx.rows(select(party.c.case, party.c.who).where(HAS_ACCESS, *among)):
        opened.setdefault(int(row.case), set()).add(int(row.who.removeprefix(PERSON)))
    return opened


def whos(persons: Iterable[int]) -> list[str]:
    """These persons as a party names them."""
    return [f"{PERSON}{one}" for one in sorted(persons)]


def person_with_email(tx: Tx, email: str) -> int | None:
    """The one person with this address; None when there is nobody, or more than one."""
    same = func.lower(person.c.email) == email.strip().casefold()
    rows = tx.rows(select(person.c.id).where(same, person.c.active).limit(2))
    return int(rows[0].id) if len(rows) == 1 else None


def acted(tx: Tx, case_id: int) -> list[Did]:
    """Who did which step, in the order in which they first did one."""
    first = func.min(event.c.at)
    found = (
        select(event.c.actor, event.c.node, first)
        .where(event.c.case == case_id, event.c.kind.in_(_DONE), event.c.actor.is_not(None))
        .group_by(event.c.actor, event.c.node)
        .order_by(func.min(event.c.seq))
    )
    return [Did(*row) for row in tx.rows(found)]


def roles_held(tx: Tx, region: str, persons: Collection[int]) -> list[Held]:
    """Every role that these persons have or had in a region; `organisation` is its name."""
    if not persons:
        return []
    found = (
        select(
            membership.c.person,
            membership.c.role,
            organisation.c.name,
            membership.c.since,
            membership.c.until,
        )
        .select_from(membership.join(organisation))
        .where(membership.c.region == region, membership.c.person.in_(persons))
        .order_by(membership.c.id)
    )
    return [Held(*row) for row in tx.rows(found)]
