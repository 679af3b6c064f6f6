"""For who manages: the tasks that nobody took or that are late, to give to somebody. Whom a case is about stays out."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.casework import lists, tasks
from engine.casework.lists import TaskLine
from webui import listing
from webui.acting import desk, my_region
from webui.audience import audience
from webui.language import gettext

pages = Blueprint("assigning", __name__)


class LeftTask(NamedTuple):
    """A task with the names of the roles that may do it."""

    line: TaskLine
    roles: str


@pages.get("/beheer")
@audience("beheerder")
def start() -> Response:
    return redirect(url_for("assigning.left"), 303)


@pages.get("/beheer/taken")
@audience("beheerder")
def left() -> str:
    page = lists.left_tasks(desk(), listing.cursor())
    return render_template(
        "verdelen.html",
        tasks=page,
        rows=[LeftTask(one, _roles(one)) for one in page.items],
        page_address=listing.page_address,
    )


def _roles(line: TaskLine) -> str:
    known = my_region(line.task.region).roles
    return gettext(" of ").join(known[role].name for role in line.task.roles if role in known)


@pages.get("/taken/<task>/toewijzen")
@audience("beheerder")
def choose(task: str) -> str:
    known, case = tasks.to_give(desk(), task)
    return render_template("toewijzen.html", task=known, case=case, people=tasks.candidates(desk(), task))


@pages.post("/taken/<task>/toewijzen")
@audience("beheerder")
def assign(task: str) -> Response:
    wanted = request.form.get("wie", "")
    known = {str(person.id): person for person in tasks.candidates(desk(), task)}
    if wanted not in known:
        flash(gettext("Kies iemand uit de lijst."), "fout")
        return redirect(url_for("assigning.choose", task=task), 303)
    tasks.assign(desk(), task, known[wanted].id)
    flash(gettext("De taak is gegeven aan %(name)s.", name=known[wanted].name), "goed")
    return redirect(url_for("assigning.left"), 303)
