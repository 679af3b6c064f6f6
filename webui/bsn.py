"""The citizen service number in full, for who may and asks for it: never in an address, and told in the story."""

from flask import Blueprint, render_template, url_for

from engine.casework.bsn import reveal
from webui.acting import desk, my_region
from webui.audience import audience

pages = Blueprint("bsn", __name__, url_prefix="/zaken")


@pages.post("/<reference>/antwoorden/<number:answer>/bsn")
@audience("aangemeld")
def shown(reference: str, answer: int) -> str:
    known = reveal(desk(), reference, answer)
    return render_template(
        "bsn.html",
        region=my_region(known.case.region),
        known=known,
        path=[(url_for("cases.case", reference=reference), reference)],
    )
