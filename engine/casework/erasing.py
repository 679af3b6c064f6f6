"""Erase a child's data from a case: answers, drafts, facts, documents and files go; who did what and when stays."""

from engine import access, audit
from engine.casework.invited import end_access
from engine.casework.seeing import locked_case
from engine.desk import Desk
from engine.errors import NotAllowed
from engine.model import Event
from engine.store import answers, cases, documents, drafts, events, prints, signatures, uploads


def erase(desk: Desk, case_id: int) -> None:
    """Only of a finished case. The chain of the story stays whole. Raises NotFound, NotAllowed."""
    with desk.transaction() as tx:
        work = locked_case(tx, desk, case_id)
        if not desk.actor.is_system and not access.may_manage(desk.actor, work.region):
            raise NotAllowed("Alleen een beheerder kan gegevens wissen.")
        if work.case.status != "finished":
            raise NotAllowed("Deze zaak loopt nog. Wissen kan als de zaak klaar is.")
        answers.erase(tx, case_id)
        cases.replace_facts(tx, case_id, {})
        events.empty_values(tx, case_id)
        signatures.erase(tx, case_id)
        prints.erase(tx, case_id)
        documents.erase(tx, case_id, title="Gewist document")
        drafts.erase(tx, case_id)
        uploads.erase(tx, case_id)
        end_access(tx, case_id)
        audit.append(tx, desk, work.case, [Event("answers_erased")])
