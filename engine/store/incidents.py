"""What went wrong and waits for a person who manages."""

from collections.abc import Iterable

from sqlalchemy import Integer, bindparam, select, update

from engine.model import Incident, Values
from engine.store.database import Tx
from engine.store.schema import incident

_INCIDENT = (
    incident.c.id, incident.c.case, incident.c.kind, incident.c.node, incident.c.what, incident.c.detail, incident.c.at,
    incident.c.solved, incident.c.outbox,
)  # fmt: skip
_OPEN = (
    select(*_INCIDENT)
    .where(incident.c.solved.is_(None), incident.c.region.in_(bindparam("regions", expanding=True)))
    .order_by(incident.c.at.desc(), incident.c.id)
    .limit(bindparam("most", type_=Integer()))
)


def add(
    tx: Tx, kind: str, what: str, *, case_id: int | None, region: str = "", node: str = "",
    detail: Values | None = None, outbox_id: int | None = None,
) -> int:  # fmt: skip
    row = incident.insert().values(
        case=case_id, region=region, kind=kind, node=node, what=what, detail=dict(detail or {}), at=tx.now,
        outbox=outbox_id,
    )  # fmt: skip
    return int(tx.rows(row.returning(incident.c.id))[0][0])


def open_in(tx: Tx, regions: Iterable[str], limit: int = 200) -> list[Incident]:
    """Newest first."""
    found = tx.rows(_OPEN, {"regions": sorted(set(regions)), "most": limit})
    return [Incident(*row) for row in found]


def by_id(tx: Tx, incident_id: int) -> Incident | None:
    row = tx.one(select(*_INCIDENT).where(incident.c.id == incident_id))
    return Incident(*row) if row else None


def solve(tx: Tx, incident_id: int) -> bool:
    open_one = update(incident).where(incident.c.id == incident_id, incident.c.solved.is_(None))
    return tx.run(open_one.values(solved=tx.now)) == 1
