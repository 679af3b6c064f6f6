"""For who has something to do: the list of tasks, and one task with what was filled in before."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.casework import lists, tasks
from engine.casework.cases import complete_task
from engine.casework.form_pages import FormPage, task_key
from engine.casework.lists import TaskFilters
from engine.desk import Desk
from forms.submitted import Submitted
from webui import asking, committees, listing, signing
from webui.acting import desk, my_region, now
from webui.answers import read
from webui.audience import audience, keeps_draft
from webui.language import gettext

WEEK = timedelta(days=7)
FILTERS = ("zoek", "regio", "route", "wanneer")

pages = Blueprint("tasks", __name__, url_prefix="/taken")


def _keep(at: Desk, task: str) -> None:
    asking.keep(at, task_key(task))


@pages.get("")
@audience("aangemeld")
def my_tasks() -> str:
    chosen = listing.chosen(*FILTERS)
    page = lists.my_tasks(desk(), _filters(chosen), listing.cursor())
    return render_template(
        "taken.html",
        tasks=page,
        count=listing.count_text(page),
        chosen=chosen,
        choices=[*listing.region_choices(), listing.when_choice()],
        filtered=any(chosen.values()),
        page_address=listing.page_address,
    )


@pages.post("")
@audience("aangemeld")
def sought() -> Response:
    return listing.sought("tasks.my_tasks", *FILTERS)


def _filters(chosen: Mapping[str, str]) -> TaskFilters:
    return TaskFilters(
        region=chosen["regio"],
        route=chosen["route"],
        text=chosen["zoek"],
        late=chosen["wanneer"] == listing.LATE,
        due=now() + WEEK if chosen["wanneer"] == listing.WEEK else None,
    )


@pages.get("/<task>")
@audience("aangemeld")
def task(task: str) -> str:
    return asking.opened(_ask(task), _draw)


@pages.post("/<task>")
@audience("aangemeld")
@keeps_draft(_keep)
def hand_in(task: str) -> Response | tuple[str, int]:
    def complete(sent: Submitted) -> Response:
        case = complete_task(desk(), task, sent, signing.sealed(task_key(task), sent))
        flash(gettext("Gedaan. De zaak %(reference)s gaat verder.", reference=case.reference), "goed")
        return redirect(url_for("tasks.my_tasks"), 303)

    return asking.received(_ask(task), _draw, complete)


@pages.post("/<task>/velden")
@audience("aangemeld")
def fields(task: str) -> Markup | str:
    return asking.refreshed(_ask(task))


@pages.post("/<task>/concept")
@audience("aangemeld")
def keep_draft(task: str) -> str:
    return asking.kept(_ask(task))


@pages.post("/<task>/oppakken")
@audience("aangemeld")
def claim(task: str) -> Response:
    tasks.claim(desk(), task)
    flash(gettext("U heeft de taak opgepakt."), "goed")
    return redirect(url_for("tasks.task", task=task), 303)


@pages.post("/<task>/teruggeven")
@audience("aangemeld")
def release(task: str) -> Response:
    tasks.release(desk(), task)
    flash(gettext("U heeft de taak teruggegeven. Een ander kan hem nu doen."), "goed")
    return redirect(url_for("tasks.my_tasks"), 303)


def _ask(task: str) -> asking.Ask:
    return asking.Ask(
        task_key(task),
        url_for("tasks.task", task=task),
        url_for("tasks.fields", task=task),
        url_for("tasks.keep_draft", task=task),
        gettext("Klaar"),
    )


def _draw(page: FormPage, asked: asking.Asked) -> str:
    region = my_region(page.case.region)
    return render_template(
        "taak.html",
        region=region,
        case=page.case,
        task=page.task,
        pupil=page.pupil,
        asked=asked,
        visits=[read(one, region) for one in page.beside],
        item=committees.on_task(page),
    )
