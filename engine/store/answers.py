"""Answers: one row per visit of a step, the one place of what was filled in about a child."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, text, union, update

from engine.model import Answer, Person, Values
from engine.store import words
from engine.store.database import Tx
from engine.store.people import PERSON
from engine.store.schema import HAS_PUPIL, answer, case, person
from engine.store.schema_who import stand_in

_ANSWER = (
    answer.c.id, answer.c.case, answer.c.node, answer.c.task, answer.c.form, answer.c.organisation, answer.c.at,
    answer.c["values"], answer.c.pupil, answer.c.salt, answer.c.document,
)  # fmt: skip
_ABSENT = person.alias("absent_person")
_FOR = (
    select(_ABSENT.c.name)
    .join(stand_in, stand_in.c.absent == _ABSENT.c.id)
    .where(stand_in.c.case == answer.c.case, stand_in.c.by == answer.c.person, stand_in.c.at == answer.c.at)
    .limit(1)
    .scalar_subquery()
)
# Who filled it in; the name says for whom, when that was for somebody else.
_WHO = tuple(
    func.coalesce(column + ", voor " + _FOR, column).label("name") if column is person.c.name else column
    for column in PERSON
)
_JOIN = answer.outerjoin(person, person.c.id == answer.c.person)
_ADD = answer.insert()
_OF_CASE = (
    select(*_ANSWER, *_WHO).select_from(_JOIN).where(answer.c.case == bindparam("of")).order_by(answer.c.id)
)
_PUPILS = (
    select(answer.c.case, answer.c.pupil)
    .where(answer.c.case.in_(bindparam("cases", expanding=True)), answer.c.pupil != "")
    .order_by(answer.c.id)
)
_MOST_ABOUT = 200  # visits with the name of one pupil that are looked at

# The last visit of each step, by hopping along the index from step to step: however often each was visited.
_LAST = (
    text(
        """
        WITH RECURSIVE hop(node) AS (
            SELECT min(node) FROM answer WHERE "case" = :of
            UNION ALL
            SELECT (SELECT min(node) FROM answer WHERE "case" = :of AND node > hop.node) FROM hop WHERE hop.node IS NOT NULL
        )
        SELECT (SELECT max(id) FROM answer WHERE "case" = :of AND node = hop.node) AS id FROM hop WHERE hop.node IS NOT NULL
        """
    )
    .columns(answer.c.id)
    .subquery()
)
_LATEST = (
    select(answer.c.node, answer.c["values"]).join(_LAST, _LAST.c.id == answer.c.id).order_by(answer.c.id)
)
_LAST_VISITS = (
    select(*_ANSWER, *_WHO).select_from(_JOIN.join(_LAST, _LAST.c.id == answer.c.id)).order_by(answer.c.id)
)


def add(tx: Tx, visits: Iterable[Answer]) -> None:
    """Write visits. Their ids are not used."""
    tx.many(_ADD, [_row(one) for one in visits])


def add_one(tx: Tx, visit: Answer) -> int:
    """Write one visit; returns its id."""
    return int(str(tx.value(_ADD.values(**_row(visit)).returning(answer.c.id))))


def _row(one: Answer) -> dict[str, object]:
    values = {key: value for key, value in vars(one).items() if key not in ("id", "person")}
    return {**values, "person": one.person.id if one.person else None, **_search(one.pupil)}


def _search(pupil: str) -> dict[str, str]:
    """The name as it is looked for: by its beginning, and by the beginning of its last word."""
    whole = words.plain(" ".join(pupil.split()))
    rest, _, last = whole.rpartition(" ")
    return {"pupil_search": whole, "pupil_turned": f"{last} {rest}".strip()}


def latest(tx: Tx, case_id: int) -> dict[str, Values]:
    """What was filled in last at each step of a case."""
    return {row[0]: row[1] for row in tx.rows(_LATEST, {"of": case_id})}


def last_id(tx: Tx, case_id: int, node: str) -> int:
    """Of the last visit of a step that was visited."""
    return int(
        tx.value(select(func.max(answer.c.id)).where(answer.c.case == case_id, answer.c.node == node)) or 0
    )


def last_visits(tx: Tx, case_id: int) -> list[Answer]:
    """The last visit of each step, oldest first."""
    return [_answer(row) for row in tx.rows(_LAST_VISITS, {"of": case_id})]


def of_case(tx: Tx, case_id: int) -> list[Answer]:
    """Every visit, oldest first."""
    return [_answer(row) for row in tx.rows(_OF_CASE, {"of": case_id})]


def by_id(tx: Tx, answer_id: int) -> Answer | None:
    row = tx.one(select(*_ANSWER, *_WHO).select_from(_JOIN).where(answer.c.id == answer_id))
    return _answer(row) if row else None


def erase(tx: Tx, case_id: int) -> None:
    """Take away everything that was filled in about a case; who did what stays in the story."""
    emptied: Mapping[str, object] = {"values": {}, "pupil": "", "salt": "", **_search("")}
    tx.run(update(answer).where(answer.c.case == case_id).values(**emptied))


def pupils(tx: Tx, case_ids: list[int]) -> dict[int, str]:
    """The name of the pupil of each case, as it was filled in last."""
    if not case_ids:
        return {}
    return {int(row[0]): str(row[1]) for row in tx.rows(_PUPILS, {"cases": case_ids})}


def open_about(tx: Tx, pupil: str, *, region: str, route: str, organisation: str) -> dict[int, Values]:
    """What was filled in about a pupil with this name in open cases of a route, of one organisation; by case, what has
    the name filled in last."""
    name = words.plain(" ".join(pupil.split()))
    found = (
        select(answer.c.case, answer.c["values"])
        .select_from(answer.join(case, case.c.id == answer.c.case))
        .where(HAS_PUPIL, answer.c.pupil_search == name, case.c.status == "open")
        .where(case.c.region == region, case.c.route == route, case.c.organisation == organisation)
        .order_by(answer.c.id)
        .limit(_MOST_ABOUT)
    )
    return {int(row[0]): row[1] for row in tx.rows(found)}


def _answer(row: Any) -> Answer:
    values = dict(zip((column.name for column in _ANSWER), row[: len(_ANSWER)], strict=True))
    who = row[len(_ANSWER) :]
    return Answer(**values, person=Person(*who) if who[0] is not None else None)


def cases_of_pupil(tx: Tx, terms: Sequence[str], condition: ColumnElement[bool], limit: int) -> list[int]:
    """Cases in which the name of the pupil, or its last word, begins with the first term and holds the others."""
    first, *others = terms
    held = [answer.c.pupil_search.contains(term, autoescape=True) for term in others]
    by_either = [
        select(answer.c.case)
        .select_from(answer.join(case))
        .where(HAS_PUPIL, words.begins(column, first), condition, *held)
        .limit(limit)
        .subquery()
        .select()
        for column in (answer.c.pupil_search, answer.c.pupil_turned)
    ]
    return [int(row[0]) for row in tx.rows(union(*by_either).limit(limit))]
