"""A document that a case laid down, to read and to print."""

from flask import Blueprint, render_template, url_for

from engine.casework.file import document_of
from engine.errors import NotFound
from forms.markdown import html_of
from webui.acting import desk, my_region
from webui.audience import audience

pages = Blueprint("documents", __name__, url_prefix="/zaken")


@pages.get("/<reference>/documenten/<number:document>")
@audience("aangemeld")
def document(reference: str, document: int) -> str:
    case, found = document_of(desk(), document)
    if case.reference != reference:
        raise NotFound
    return render_template(
        "document.html",
        region=my_region(case.region),
        case=case,
        document=found,
        body=html_of(found.body),
        path=[(url_for("cases.case", reference=reference), reference)],
    )
