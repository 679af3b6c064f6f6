"""For the school: where a request stands, whose turn it is and what comes next, in words and as a drawing."""

from functools import lru_cache

from flask import Blueprint, Response, render_template, url_for
from markupsafe import Markup

from bpmn.drawing import NOW, Mark, draw
from engine.casework.file import FollowPage, follow_page
from engine.casework.follow import FollowStory
from webui.acting import desk, my_region
from webui.answers import read
from webui.audience import audience
from webui.language import gettext
from webui.listing import way_back
from webui.tab_links import tab_links

DRAWINGS = 64  # kept per process, some tens of kilobytes each

pages = Blueprint("follow", __name__, url_prefix="/volgen")


@pages.get("/<reference>")
@audience("aangemeld")
def follow(reference: str) -> str:
    known = follow_page(desk(), reference)
    story = known.story
    region = my_region(story.case.region)
    drawing = _drawing(story)
    return render_template(
        "volgen.html",
        region=region,
        case=story.case,
        story=story,
        phases=story.phases,
        mine=_mine(known),
        pupil=known.pupil,
        documents=known.documents,
        acts=known.acts,
        decisions=[read(one, region) for one in known.decisions],
        drawing=drawing,
        drawing_has_now=NOW in drawing,
        tabs=tab_links(reference, known.tabs),
        panels=known.panels,
        path=way_back(),
    )


@pages.get("/<reference>/tekening")
@audience("aangemeld")
def drawing(reference: str) -> Response:
    """The drawing alone, to enlarge or to keep."""
    return Response(_drawing(follow_page(desk(), reference).story), mimetype="image/svg+xml")


def _mine(known: FollowPage) -> list[tuple[str, str]]:
    """What this person themselves can do now: address and name of each step."""
    return [(url_for("tasks.task", task=one.task.id), one.task.name) for one in known.tasks if not one.reason]


def _drawing(story: FollowStory) -> Markup:
    title = gettext("Tekening van %(route)s", route=story.case.route_name)
    return _drawn(story.drawing, story.process, tuple(sorted(story.states.items())), title, story.now)


@lru_cache(maxsize=DRAWINGS)
def _drawn(data: bytes, process: str, states: tuple[tuple[str, Mark], ...], title: str, now: str) -> Markup:
    """Drawing takes longer than all the rest of the page, and the same file at the same place looks the same."""
    return Markup(draw(data, process, dict(states), title, now))
