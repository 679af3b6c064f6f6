"""A case as those who work on it see it: who takes part, what was filled in, what happened, what can be begun."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.casework import lists
from engine.casework.cases import begin_act
from engine.casework.file import ActLine, OpenTask, case_file
from engine.casework.form_pages import FormPage, act_key
from engine.casework.lists import CaseFilters
from engine.desk import Desk
from engine.errors import AlreadyDone, NotFound
from engine.model import Task
from forms.submitted import Submitted
from webui import asking, listing
from webui.acting import desk, my_region
from webui.answers import read
from webui.audience import audience, keeps_draft
from webui.language import gettext
from webui.tab_links import CASE, tab_links

pages = Blueprint("cases", __name__, url_prefix="/zaken")


class OpenTaskLine(NamedTuple):
    """A step that waits: `roles` says whose turn it is, `named` who that is when it is one person, `reason` why this
    person has to leave it to others; `records`: they may write down what that one said on paper."""

    task: Task
    roles: str
    assignee: str
    mine: bool
    reason: str
    named: str
    records: bool


FILTERS = ("zoek", "regio", "route", "fase", "stap", "status")
STATUSES = {"lopend": "open", "klaar": "finished"}


@pages.get("")
@audience("medewerker")
def all_cases() -> str:
    chosen = listing.chosen(*FILTERS)
    filters = CaseFilters(
        region=chosen["regio"],
        route=chosen["route"],
        text=chosen["zoek"],
        phase=chosen["fase"],
        step=chosen["stap"],
        status=STATUSES.get(chosen["status"], ""),
    )
    page = lists.cases(desk(), filters, listing.cursor())
    return render_template(
        "zaken.html",
        cases=page,
        count=listing.count_text(page),
        chosen=chosen,
        choices=[*listing.region_choices(), *listing.place_choices(), _status_choice()],
        filtered=any(chosen.values()),
        line_page="cases.case",
        page_address=listing.page_address,
    )


@pages.post("")
@audience("medewerker")
def sought() -> Response:
    return listing.sought("cases.all_cases", *FILTERS)


def _status_choice() -> listing.Choice:
    options = [("lopend", gettext("Lopend")), ("klaar", gettext("Klaar"))]
    return listing.Choice("status", gettext("Stand"), gettext("Alle zaken"), options)


@pages.get("/<reference>")
@audience("aangemeld")
def case(reference: str) -> str:
    known = case_file(desk(), reference)
    region = my_region(known.case.region)
    return render_template(
        "zaak.html",
        region=region,
        case=known.case,
        pupil=known.pupil,
        phases=known.phases,
        open_tasks=[_for_reader(one) for one in known.tasks],
        visits=[read(one, region) for one in known.visits],
        story=known.story,
        waits=known.waits,
        parties=known.parties,
        documents=known.documents,
        acts=known.acts,
        manages=known.manages,
        tabs=tab_links(reference, known.tabs, CASE),
        panels=known.panels,
        path=listing.way_back(),
    )


def _for_reader(task: OpenTask) -> OpenTaskLine:
    """Why a person may not do a step is only worth saying to who has the role for it."""
    has_role = not desk().actor.roles_in(task.task.region).isdisjoint(task.task.roles)
    reason = task.reason if has_role else ""
    return OpenTaskLine(
        task.task, task.roles, task.assignee, not task.reason, reason, task.named, task.records
    )


@pages.get("/<reference>/antwoorden/<number:answer>")
@audience("aangemeld")
def answers(reference: str, answer: int) -> str:
    known = case_file(desk(), reference)
    region = my_region(known.case.region)
    found = next((one for one in known.visits if one.answer.id == answer), None)
    if found is None:
        raise NotFound
    return render_template(
        "antwoorden.html",
        region=region,
        case=known.case,
        visit=read(found, region),
        path=_path(reference),
    )


def _keep(at: Desk, reference: str, act: str) -> None:
    asking.keep(at, act_key(act))


@pages.get("/<reference>/handelingen/<act>")
@audience("aangemeld")
def act(reference: str, act: str) -> str:
    return asking.opened(_ask(reference, act), _draw)


@pages.post("/<reference>/handelingen/<act>")
@audience("aangemeld")
@keeps_draft(_keep)
def begin(reference: str, act: str) -> Response | tuple[str, int]:
    ask = _ask(reference, act)

    def carry_out(sent: Submitted) -> Response:
        case_id = case_file(desk(), reference).case.id
        begin_act(desk(), case_id, act, sent, once=asking.sign())
        flash(gettext("Gedaan."), "goed")
        return redirect(url_for("cases.case", reference=reference), 303)

    return asking.received(ask, _draw, carry_out)


@pages.post("/<reference>/handelingen/<act>/velden")
@audience("aangemeld")
def fields(reference: str, act: str) -> Markup | str:
    return asking.refreshed(_ask(reference, act))


@pages.post("/<reference>/handelingen/<act>/concept")
@audience("aangemeld")
def keep_draft(reference: str, act: str) -> str:
    return asking.kept(_ask(reference, act))


def _ask(reference: str, act: str) -> asking.Ask:
    return asking.Ask(
        act_key(act),
        url_for("cases.act", reference=reference, act=act),
        url_for("cases.fields", reference=reference, act=act),
        url_for("cases.keep_draft", reference=reference, act=act),
        _line(reference, act).act.button,
    )


def _line(reference: str, act: str) -> ActLine:
    """Raises NotFound when this person may not see the case, AlreadyDone when it cannot be begun (any more)."""
    found = next((one for one in case_file(desk(), reference).acts if one.id == act), None)
    if found is None:
        raise AlreadyDone("", None, gettext("Dit is al gebeurd, of het kan nu niet."))
    return found


def _draw(page: FormPage, asked: asking.Asked) -> str:
    known = page.route.acts[page.step.id]
    return render_template(
        "handeling.html",
        region=my_region(page.case.region),
        act=known,
        case=page.case,
        pupil=page.pupil,
        asked=asking.signed(asked),
        path=_path(page.case.reference),
    )


def _path(reference: str) -> list[tuple[str, str]]:
    return [(url_for("cases.case", reference=reference), reference)]
