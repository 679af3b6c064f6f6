"""What who manages a term does by hand, each with a reason: let it stand still, let it go on, make it longer.

The reason is an answer of the case, so it is erased with the other answers.
"""

from engine import audit
from engine.casework.seeing import locked_case, read_case
from engine.casework.term_panel import TermAct, may_manage
from engine.casework.terms import Clocks, node_of, term_of
from engine.casework.work import Work
from engine.desk import Desk
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.model import Answer
from engine.store import answers
from engine.store.terms import REASON

LONGEST_REASON = 2_000
_FIELDS = {"pauzeren": REASON, "hervatten": "reden_hervatten", "verlengen": "reden_verlengen"}


def move_term(desk: Desk, reference: str, name: str, act: TermAct, reason: str) -> None:
    """Raises NotFound, NotAllowed (not this person, or no reason given), AlreadyDone."""
    reason = reason.strip()
    with desk.transaction() as tx:
        work = locked_case(tx, desk, read_case(tx, desk, reference).case.id)
        term = term_of(work, name)
        if term is None or not may_manage(work, term):
            raise NotFound()
        if not reason or len(reason) > LONGEST_REASON:
            raise NotAllowed(f"Schrijf op waarom, in ten hoogste {LONGEST_REASON} tekens.")
        if not _moved(work, name, act, reason):
            raise AlreadyDone("", None, "Dit is al gebeurd, of het kan nu niet meer. Er is niets opgeslagen.")
        audit.append(tx, desk, work.case, work.lines)


def _moved(work: Work, name: str, act: TermAct, reason: str) -> bool:
    clocks = Clocks(work)
    row = clocks.running.get(name)
    if row is None:
        return False
    by_hand = [one.id for one in row.pauses if one.until is None and not one.node]
    if bool(by_hand) is not (act == "hervatten") and act != "verlengen":
        return False
    answer = _kept(work, name, act, reason)
    match act:
        case "pauzeren":
            clocks.pause(name, answer=answer)
        case "hervatten":
            clocks.go_on(name, by_hand)
        case "verlengen":
            if not clocks.extend(name):
                return False
    clocks.write()
    return True


def _kept(work: Work, name: str, act: TermAct, reason: str) -> int:
    place = next((one.organisation.id for one in work.desk.actor.in_region(work.case.region)), "")
    return answers.add_one(
        work.tx,
        Answer(
            0,
            work.case.id,
            node_of(name),
            "",
            "",
            work.desk.actor.person,
            place,
            work.tx.now,
            {_FIELDS[act]: reason},
        ),
    )
