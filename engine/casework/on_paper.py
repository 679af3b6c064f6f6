"""What somebody said on paper or in a conversation: a role that the region names records it, with the evidence.

It is the answer of the person whose task it is, and it never counts as that person having seen anything here.
"""

from engine import access
from engine.casework.work import Work
from engine.model import Task


def why_not_record(work: Work, task: Task) -> str:
    """Why this person may not record here what the person of the task said; empty: they may."""
    step, actor = work.step(task.node), work.desk.actor
    if task.status != "open" or task.named is None or step.paper_form is None or not step.paper_roles:
        return "Bij deze stap kan niemand iets op papier vastleggen."
    if actor.id is None or actor.case is not None:
        return "Alleen een medewerker kan vastleggen wat iemand op papier zei."
    if access.why_not_begin(actor, work.region, work.case, step.paper_roles):
        return "Uw rol mag niet vastleggen wat iemand op papier zei."
    return ""
