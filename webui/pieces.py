"""One version of a document of a case: what stands in it, who agreed, and what is different from another version."""

from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from engine.casework.piece_pages import Difference, version_page
from forms.model import Field, Form
from forms.rendering import render_answers
from webui.acting import desk, my_region
from webui.answers import read
from webui.audience import audience

pages = Blueprint("pieces", __name__, url_prefix="/zaken")


class ReadDifference(NamedTuple):
    """One question before and after; None: it was not asked."""

    label: str
    before: Markup | None
    after: Markup | None


@pages.get("/<reference>/stukken/<piece>/<number:number>")
@audience("aangemeld")
def version(reference: str, piece: str, number: int) -> str:
    chosen = request.args.get("met", "")
    against = int(chosen) if chosen.isdecimal() and len(chosen) < 6 else None
    known = version_page(desk(), reference, piece, number, against)
    region = my_region(known.case.region)
    return render_template(
        "stukversie.html",
        region=region,
        case=known.case,
        piece=known.piece.piece,
        versions=known.piece.versions,
        line=known.line,
        answers=read(known.visit, region).answers,
        earlier=known.earlier.number if known.earlier else None,
        differences=[_read(one) for one in known.differences],
        path=[(url_for("cases.case", reference=reference), reference)],
    )


def _read(one: Difference) -> ReadDifference:
    return ReadDifference(one.field.label, _answer(one.field, one.before), _answer(one.field, one.after))


def _answer(field: Field, value: object) -> Markup | None:
    if value is None or value == "":
        return None
    return render_answers(Form("", "", "", (field,)), {field.key: value}, lambda _: True)
