"""A committee: its agenda with the meeting of now, and one item with its votes."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from config.committees import Committee
from config.regions import Region
from engine.casework import committee as casework
from engine.casework.form_pages import FormPage
from engine.casework.meetings import Agenda, ItemPage, agenda, end_meeting, item_page, meet
from engine.casework.voting import vote
from engine.errors import NotAllowed, NotFound
from webui import listing
from webui.acting import desk, my_definitions, my_region
from webui.answers import read
from webui.audience import audience
from webui.language import gettext

pages = Blueprint("committees", __name__, url_prefix="/commissies")

MOST_PRESENT = 200


def my_committees() -> list[tuple[Region, Committee]]:
    """The committees of which this person reads the agenda."""
    regions = (one.definition.region for one in my_definitions().values())
    return [
        (region, one)
        for region in regions
        for one in region.committees.values()
        if casework.reads_agenda(desk().actor, region, one)
    ]


def address_of(region: Region, committee: Committee) -> str:
    """Only who has two committees with one name has to say of which region."""
    double = sum(one.id == committee.id for _, one in my_committees()) > 1
    return url_for("committees.overview", committee=committee.id, regio=region.id if double else None)


@pages.get("/<committee>")
@audience("aangemeld")
def overview(committee: str) -> str:
    return _drawn(agenda(desk(), _region(committee), committee, listing.cursor()), "")


@pages.post("/<committee>/vergadering")
@audience("aangemeld")
def hold(committee: str) -> Response | tuple[str, int]:
    region = _region(committee)
    try:
        meet(desk(), region, committee, _present(), _day())
    except NotAllowed as error:
        return _drawn(agenda(desk(), region, committee), error.message), 422
    flash(gettext("De vergadering is bewaard. De aanwezige leden kunnen stemmen."), "goed")
    return redirect(url_for("committees.overview", committee=committee, regio=region), 303)


@pages.post("/<committee>/sluiten")
@audience("aangemeld")
def end(committee: str) -> Response:
    region = _region(committee)
    end_meeting(desk(), region, committee)
    flash(gettext("De vergadering is gesloten. Wat nog open is, wacht op de volgende."), "goed")
    return redirect(url_for("committees.overview", committee=committee, regio=region), 303)


@pages.get("/<committee>/<task>")
@audience("aangemeld")
def item(committee: str, task: str) -> str:
    return _drawn_item(_item(committee, task), "")


@pages.post("/<committee>/<task>")
@audience("aangemeld")
def cast(committee: str, task: str) -> Response | tuple[str, int]:
    _item(committee, task)
    try:
        vote(desk(), task, request.form.get("stem", ""), request.form.get("reden", ""))
    except NotAllowed as error:
        return _drawn_item(_item(committee, task), error.message), 422
    flash(gettext("Uw stem is bewaard. U kunt haar veranderen tot het punt gesloten is."), "goed")
    return redirect(url_for("committees.item", committee=committee, task=task), 303)


def on_task(page: FormPage) -> ItemPage | None:
    """What a member reads of the votes beside a task; None for a task without a committee of theirs."""
    region = my_region(page.case.region)
    committee = casework.committee_of(region, page.step)
    if page.task is None or committee is None or not casework.reads_agenda(desk().actor, region, committee):
        return None
    return item_page(desk(), page.task.id)


def _region(committee: str) -> str:
    """Of this person's regions the one with this committee; of several the one that is asked for. Raises NotFound."""
    found = [region.id for region, one in my_committees() if one.id == committee]
    wanted = request.values.get("regio", "")
    if wanted in found:
        return wanted
    if not found:
        raise NotFound
    return found[0]


def _present() -> frozenset[int]:
    numbers = request.form.getlist("aanwezig")[:MOST_PRESENT]
    return frozenset(int(one) for one in numbers if one.isdecimal() and len(one) < 16)


def _day() -> date:
    try:
        return date.fromisoformat(request.form.get("dag", ""))
    except ValueError:
        raise NotAllowed(gettext("Vul de dag van de vergadering in.")) from None


def _item(committee: str, task: str) -> ItemPage:
    """Raises NotFound, also when the task is of another committee."""
    found = item_page(desk(), task)
    if found.tally.committee.id != committee:
        raise NotFound
    return found


def _drawn(known: Agenda, wrong: str) -> str:
    return render_template(
        "commissie.html",
        region=known.region,
        known=known,
        wrong=wrong,
        day=request.form.get("dag") or (known.meeting.day if known.meeting else known.today).isoformat(),
        chosen=_present() if wrong else known.present,
        page_address=listing.page_address,
    )


def _drawn_item(known: ItemPage, wrong: str) -> str:
    region = my_region(known.case.region)
    return render_template(
        "commissiepunt.html",
        region=region,
        known=known,
        case=known.case,
        wrong=wrong,
        typed=request.form,
        visits=[read(one, region) for one in known.beside],
        path=[(address_of(region, known.tally.committee), known.tally.committee.name)],
    )
