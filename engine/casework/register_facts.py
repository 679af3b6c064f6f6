"""What a route and its forms know of the row of the register that their case is about: the name `register`."""

from engine import access
from engine.casework.work import Work
from engine.errors import AlreadyDone
from engine.store import answers, register
from engine.store.register import NO_END, Granted

NAME = "register"


def row_of(work: Work) -> Granted | None:
    """The row that the case is about, also while it is not begun yet; only a case of certain routes is about one."""
    if work.route.id not in work.region.register_routes:
        return None
    if not work.case.id:
        return register.by_id(work.tx, work.about) if work.about is not None else None
    return register.about(work.tx, work.case.id)


def route_facts(work: Work, row: Granted | None) -> dict[str, object]:
    """`register` as a fact, when the route reads it. Who the pupil is can never be a fact."""
    if row is None or NAME not in work.route.runtime.facts_read:
        return {}
    return {NAME: values_of(work, row)}


def bind_row(work: Work) -> dict[str, object]:
    """The case that was just begun is about the row of `work.about`; returns what the route reads of it.

    Locked before anything names it: two who begin at one row come after each other. Raises AlreadyDone when the row was
    changed or ended and this route would do that again.
    """
    if work.about is None:
        return {}
    row = register.lock(work.tx, work.about)
    kind = work.region.registers.get(row.kind) if row else None
    if row is not None and row.closed and kind is not None and kind.changed_by == work.route.id:
        raise AlreadyDone(
            "", None, "Deze regel van het register is al veranderd of beëindigd. Er is niets opgeslagen."
        )
    register.bind(work.tx, work.case.id, work.about)
    return route_facts(work, row_of(work))


def form_values(work: Work) -> dict[str, object]:
    """`register` as the forms of a case know it, with the name of the pupil for who may know."""
    row = row_of(work)
    if row is None:
        return {}
    school = row.school.id if row.school else ""
    known = access.may_know_pupil(work.desk.actor, work.region, school, had_task=True)
    pupil = answers.pupils(work.tx, [row.case]).get(row.case, "") if known else ""
    return {NAME: {**values_of(work, row), "leerling": pupil}}


def values_of(work: Work, row: Granted) -> dict[str, object]:
    kind = work.region.registers.get(row.kind)
    return {
        "soort": row.kind,
        "naam": kind.name if kind else row.kind,
        "school": row.school.id if row.school else "",
        "schoolnaam": row.school.name if row.school else "",
        "van": row.since,
        "tot": None if row.until == NO_END else row.until,
        "uren": row.hours,
        "bedrag": row.amount,
        "vorm": row.form,
        "nummer": row.number,
        "kostendrager": row.bearer,
    }
