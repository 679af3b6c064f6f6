"""The numbers of a whole region, for who has an eye on all of it."""

from flask import Blueprint, render_template, request

from engine.casework.overview import overview as numbers
from engine.casework.splitting import name_of_year, school_year_of
from engine.clock import day
from engine.errors import NotFound
from webui.acting import desk, now
from webui.audience import audience
from webui.registers import my_overviews

pages = Blueprint("overview", __name__, url_prefix="/overzicht")

YEARS_BACK = 4


@pages.get("")
@audience("aangemeld")
def overview() -> str:
    regions = my_overviews()
    region = next((one for one in regions if one.id == request.args.get("regio")), next(iter(regions), None))
    if region is None:
        raise NotFound
    this_year = school_year_of(day(now()))
    years = range(this_year - YEARS_BACK, this_year + 1)
    wanted = request.args.get("jaar", "")
    year = int(wanted) if wanted in map(str, years) else this_year
    return render_template(
        "overzicht.html",
        known=numbers(desk(), region.id, year),
        region=region,
        regions=regions,
        phases={
            phase.id: f"{phase.level}: {phase.name}" if phase.level else phase.name for phase in region.phases
        },
        years=years,
        year=year,
        name_of_year=name_of_year,
    )
