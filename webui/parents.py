"""For a parent: where their case stands, what they may read, what they are asked. There are no other pages for them."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from config.regions import Region
from engine.casework.cases import begin_act, complete_task
from engine.casework.file import ActLine, Visit
from engine.casework.form_pages import FormPage, act_key, task_key
from engine.casework.parents import parent_case
from engine.desk import Desk
from engine.errors import NotFound
from forms.submitted import Submitted
from webui import asking, signing, uploads
from webui.acting import desk, my_region
from webui.answers import ReadVisit, read
from webui.audience import audience, keeps_draft
from webui.language import gettext
from webui.parent_tabs import links

pages = Blueprint("parents", __name__, url_prefix="/ouder")


@pages.get("")
@audience("ouder")
def case() -> str:
    known = parent_case(desk())
    region = my_region(known.story.case.region)
    return render_template(
        "ouder.html",
        region=region,
        case=known.story.case,
        story=known.story,
        phases=known.story.phases,
        now=known.now,
        pupil=known.pupil,
        tasks=known.tasks,
        acts=known.acts,
        visits=_read(known.visits, region),
        concepts=_read(known.concepts, region),
        documents=known.documents,
        tabs=links(known.tabs),
    )


def _read(visits: Sequence[Visit], region: Region) -> list[ReadVisit]:
    return [read(one, region, "parents.download") for one in visits]


@pages.get("/bestanden/<upload>")
@audience("ouder")
def download(upload: str) -> Response:
    return uploads.download(upload)


def _keep_task(at: Desk, task: str) -> None:
    asking.keep(at, task_key(task))


@pages.get("/taken/<task>")
@audience("ouder")
def task(task: str) -> str:
    return asking.opened(_ask_task(task), _draw)


@pages.post("/taken/<task>")
@audience("ouder")
@keeps_draft(_keep_task)
def hand_in(task: str) -> Response | tuple[str, int]:
    def complete(sent: Submitted) -> Response:
        complete_task(desk(), task, sent, signing.sealed(task_key(task), sent))
        return _done()

    return asking.received(_ask_task(task), _draw, complete)


@pages.post("/taken/<task>/velden")
@audience("ouder")
def task_fields(task: str) -> Markup | str:
    return asking.refreshed(_ask_task(task))


@pages.post("/taken/<task>/concept")
@audience("ouder")
def task_draft(task: str) -> str:
    return asking.kept(_ask_task(task))


def _keep_act(at: Desk, act: str) -> None:
    asking.keep(at, act_key(act))


@pages.get("/handelingen/<act>")
@audience("ouder")
def act(act: str) -> str:
    return asking.opened(_ask_act(act), _draw)


@pages.post("/handelingen/<act>")
@audience("ouder")
@keeps_draft(_keep_act)
def begin(act: str) -> Response | tuple[str, int]:
    def carry_out(sent: Submitted) -> Response:
        begin_act(desk(), desk().actor.case or 0, act, sent, once=asking.sign())
        return _done()

    return asking.received(_ask_act(act), _draw, carry_out)


@pages.post("/handelingen/<act>/velden")
@audience("ouder")
def act_fields(act: str) -> Markup | str:
    return asking.refreshed(_ask_act(act))


@pages.post("/handelingen/<act>/concept")
@audience("ouder")
def act_draft(act: str) -> str:
    return asking.kept(_ask_act(act))


def _done() -> Response:
    flash(gettext("Gedaan. Dank u wel."), "goed")
    return redirect(url_for("parents.case"), 303)


def _ask_task(task: str) -> asking.Ask:
    return asking.Ask(
        task_key(task),
        url_for("parents.task", task=task),
        url_for("parents.task_fields", task=task),
        url_for("parents.task_draft", task=task),
        gettext("Klaar"),
    )


def _ask_act(act: str) -> asking.Ask:
    return asking.Ask(
        act_key(act),
        url_for("parents.act", act=act),
        url_for("parents.act_fields", act=act),
        url_for("parents.act_draft", act=act),
        _line(act).act.button,
    )


def _line(act: str) -> ActLine:
    """Raises NotFound when it is not for parents, or cannot be begun any more."""
    found = next((one for one in parent_case(desk()).acts if one.id == act), None)
    if found is None:
        raise NotFound
    return found


def _draw(page: FormPage, asked: asking.Asked) -> str:
    region = my_region(page.case.region)
    known = page.route.acts.get(page.step.id)
    if page.task is None:
        asked = asking.signed(asked)
    return render_template(
        "ouder_formulier.html",
        region=region,
        title=page.task.name if page.task else known.button if known else "",
        explanation=known.explanation if known and not page.task else "",
        due=page.task.due if page.task else None,
        asked=asked,
        visits=_read(page.beside, region),
    )
