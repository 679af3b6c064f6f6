"""The first page: what waits for this person, what they can begin, what runs."""

from flask import Blueprint, render_template

from engine.casework import lists
from engine.model import Page
from webui.acting import desk, my_definitions
from webui.audience import audience
from webui.offers import startable
from webui.requests import drafts

FEW = 5

pages = Blueprint("start", __name__)


@pages.get("/")
@audience("aangemeld")
def start() -> str:
    tasks = lists.my_tasks(desk())
    requests = lists.my_requests(desk()).page
    return render_template(
        "start.html",
        tasks=Page(tasks.items[:FEW], total=tasks.total, more=tasks.more),
        drafts=drafts(),
        startable=startable(),
        cases=Page(requests.items[:FEW]),
        line_page="follow.follow",
        regions=[one.definition.region for one in my_definitions().values()],
    )
