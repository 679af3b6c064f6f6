"""A pupil for whom the same route is going on already: said before a second case is begun, never forbidden."""

from dataclasses import replace

from engine.casework.seeing import sees, sees_pupil
from engine.casework.work import Work, work_on
from engine.errors import AlreadyRunning
from engine.store import answers, cases
from forms.filled import FieldError, Filled

MOST_NAMED = 3


def refuse_second(work: Work, filled: Filled | None) -> None:
    """Raises AlreadyRunning when this school has an open case of this route for a pupil with this name and date of
    birth. Without both nothing is compared, and a case that this person does not see does not exist."""
    pupil = filled.pupil if filled else {}
    if filled is None or not work.school or not {"naam", "geboortedatum"} <= pupil.keys():
        return
    known = answers.open_about(
        work.tx, str(pupil["naam"]), region=work.region.id, route=work.route.id, organisation=work.school
    )
    about = [case for case, values in known.items() if pupil["geboortedatum"] in values.values()]
    found = [reference for case in about if (reference := _seen(work, case))]
    if found:
        raise AlreadyRunning(replace(filled, errors=(_error(found),)), tuple(found[:MOST_NAMED]))


def _seen(work: Work, case_id: int) -> str:
    """The reference of a case that exists for this person and whose pupil they may know; empty for another."""
    case = cases.find(work.tx, case_id)
    if case is None:
        return ""
    other = work_on(work.tx, work.desk, case)
    return case.reference if sees(other, []) and sees_pupil(other) else ""


def _error(references: list[str]) -> FieldError:
    named = " en ".join(references[:MOST_NAMED])
    return FieldError(
        "",
        f"Voor deze leerling loopt dit al: {named}. Kijk daar eerst. Is dit echt een nieuwe aanvraag? "
        "Vink dan “Toch indienen” aan en verstuur opnieuw.",
    )
