"""For the school: where a request stands, whose turn it is and what comes next, in words and as a drawing."""

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from bpmn.drawing import draw
from engine.casework.file import CaseFile, case_file
from engine.casework.follow import FollowStory, story_of
from webui.acting import desk, my_region
from webui.audience import audience
from webui.language import gettext
from webui.listing import way_back

pages = Blueprint("follow", __name__, url_prefix="/volgen")


@pages.get("/<reference>")
@audience("aangemeld")
def follow(reference: str) -> str:
    story, known = story_of(desk(), reference), case_file(desk(), reference)
    return render_template(
        "volgen.html",
        region=my_region(story.case.region),
        case=story.case,
        story=story,
        phases=story.phases,
        mine=_mine(known),
        pupil=known.pupil,
        documents=known.documents,
        acts=known.acts,
        drawing=_drawing(story),
        path=way_back(),
    )


def _mine(known: CaseFile) -> list[tuple[str, str]]:
    """What this person themselves can do now: address and name of each step."""
    return [(url_for("tasks.task", task=one.task.id), one.task.name) for one in known.tasks if not one.reason]


def _drawing(story: FollowStory) -> Markup:
    title = gettext("Tekening van %(route)s", route=story.case.route_name)
    return Markup(draw(story.drawing, story.process, story.states, title, story.now))
