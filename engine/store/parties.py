"""Who takes part in a case."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from engine.store.database import Tx, upsert
from engine.store.schema import party


def add(tx: Tx, case_id: int, parties: Iterable[tuple[str, str]]) -> None:
    """`parties` are (kind, who); who is "person/<id>" or "organisation/<id>". One that is there already stays."""
    rows = [{"case": case_id, "kind": kind, "who": who, "since": tx.now} for kind, who in parties]
    tx.many(upsert(tx, party).on_conflict_do_nothing(), rows)


def of_case(tx: Tx, case_id: int) -> list[tuple[str, str, datetime]]:
    """(kind, who, since), oldest first."""
    found = select(party.c.kind, party.c.who, party.c.since).where(party.c.case == case_id)
    return [
        (row[0], row[1], row[2]) for row in tx.rows(found.order_by(party.c.since, party.c.kind, party.c.who))
    ]
