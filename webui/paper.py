"""For who records what somebody said on paper: the form of a task that is for another person."""

from flask import Blueprint, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.casework.cases import complete_task
from engine.casework.form_pages import FormPage, paper_key
from engine.desk import Desk
from forms.submitted import Submitted
from webui import asking
from webui.acting import desk, my_region
from webui.audience import audience, keeps_draft
from webui.language import gettext

pages = Blueprint("paper", __name__, url_prefix="/op-papier")


def _keep(at: Desk, task: str) -> None:
    asking.keep(at, paper_key(task))


@pages.get("/<task>")
@audience("aangemeld")
def task(task: str) -> str:
    return asking.opened(_ask(task), _draw)


@pages.post("/<task>")
@audience("aangemeld")
@keeps_draft(_keep)
def hand_in(task: str) -> Response | tuple[str, int]:
    def record(sent: Submitted) -> Response:
        case = complete_task(desk(), task, sent, on_paper=True)
        flash(gettext("Vastgelegd. De zaak %(reference)s gaat verder.", reference=case.reference), "goed")
        return redirect(url_for("cases.case", reference=case.reference), 303)

    return asking.received(_ask(task), _draw, record)


@pages.post("/<task>/velden")
@audience("aangemeld")
def fields(task: str) -> Markup | str:
    return asking.refreshed(_ask(task))


@pages.post("/<task>/concept")
@audience("aangemeld")
def keep_draft(task: str) -> str:
    return asking.kept(_ask(task))


def _ask(task: str) -> asking.Ask:
    return asking.Ask(
        paper_key(task),
        url_for("paper.task", task=task),
        url_for("paper.fields", task=task),
        url_for("paper.keep_draft", task=task),
        gettext("Vastleggen"),
    )


def _draw(page: FormPage, asked: asking.Asked) -> str:
    reference = page.case.reference
    assert page.task is not None
    return render_template(
        "op_papier.html",
        region=my_region(page.case.region),
        title=gettext("Op papier vastleggen: %(step)s", step=page.task.name),
        named=page.named,
        asked=asked,
        path=[(url_for("cases.case", reference=reference), reference)],
    )
