"""Very many open tasks, written straight into the tables: what lists must stay quick on."""

from datetime import timedelta

from sqlalchemy import insert, text

from engine.model import Task
from engine.store import tasks, words
from engine.store.database import Database
from engine.store.schema import answer, case, definition, organisation, party, person

SCHOOLS = 200
STEPS = ("Beoordelen", "Advies geven", "Besluit nemen", "Gesprek voeren")


def fill(database: Database, count: int) -> None:
    """`count` cases of region "r", each with one open task of "commissie", of 200 schools and four steps; most schools
    have one task too. A hundred of
    them were opened to person 1, all of them to person 2."""
    with database.transaction() as tx:
        tx.run(insert(person).values(id=1, login="c", name="C"))
        tx.many(
            insert(organisation),
            [{"id": f"S{n}", "name": f"School nummer{n}", "kind": "school"} for n in range(SCHOOLS)],
        )
        tx.run(insert(definition).values(id=1, region="r", version=1, checksum="", at=tx.now))
        for start in range(0, count, 5_000):
            numbers = range(start + 1, min(start + 5_000, count) + 1)
            cases, rows = [], []
            for n in numbers:
                reference = f"R-2026-{n:06d}"
                school = f"School nummer{n % SCHOOLS}"
                since = tx.now - timedelta(minutes=n)
                cases.append(
                    {"id": n, "reference": reference, "region": "r", "route": f"route{n % 3}", "route_name": "Route",
                     "definition": 1, "organisation": f"S{n % SCHOOLS}", "started": since, "changed": since,
                     "state": b"", "facts": {}, "search": words.searchable(reference, "Route", school)}
                )  # fmt: skip
                rows.append(
                    Task(f"{n}-a", n, "r", f"route{n % 3}", "n", STEPS[n % 4], "r//commissie", ("commissie",),
                         f"S{n % SCHOOLS}", since, tx.now + timedelta(minutes=n - count // 2),
                         search=words.searchable(reference, STEPS[n % 4], school, "Route"))
                )  # fmt: skip
            tx.many(insert(case), cases)
            tasks.add(tx, rows)
            schools = [n for n in numbers if 2 <= n < SCHOOLS]
            tasks.add(
                tx,
                [
                    Task(f"{n}-b", n, "r", "route0", "n", STEPS[0], f"r/S{n}/ib", ("ib",), f"S{n}", tx.now)
                    for n in schools
                ],
            )
            words.add(tx, [(row.audience, row.id, row.search) for row in rows])
            words.add(tx, [("case/r", str(one["id"]), str(one["search"])) for one in cases])
            opened = [(2, n) for n in numbers] + [(1, n) for n in numbers if n <= 100]
            tx.many(
                insert(party),
                [
                    {"case": n, "kind": "coach", "who": f"person/{who}", "since": tx.now, "access": True}
                    for who, n in opened
                ],
            )
            tx.many(
                insert(answer),
                [
                    {"case": n, "node": "start", "at": tx.now, "values": {}, "pupil": f"Noor Naam{n:06d}",
                     "pupil_search": f"noor naam{n:06d}", "pupil_turned": f"naam{n:06d} noor"}
                    for n in numbers
                ],
            )  # fmt: skip
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT") if database.is_postgres else None
        connection.execute(text("ANALYZE"))
        if not database.is_postgres:
            connection.commit()
