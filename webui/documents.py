"""A document that a case laid down: to read, to print, and as a PDF to keep."""

from flask import Blueprint, Response, render_template, url_for

from engine.casework.file import document_of
from engine.casework.printed import pdf_of
from engine.errors import NotFound
from forms.markdown import html_of
from webui.acting import desk, my_region
from webui.audience import audience

pages = Blueprint("documents", __name__, url_prefix="/zaken")


@pages.get("/<reference>/documenten/<number:document>")
@audience("aangemeld")
def document(reference: str, document: int) -> str:
    back = (url_for("cases.case", reference=reference), reference)
    return drawn(reference, document, url_for("documents.pdf", reference=reference, document=document), back)


@pages.get("/<reference>/documenten/<number:document>.pdf")
@audience("aangemeld")
def pdf(reference: str, document: int) -> Response:
    return saved(reference, document)


def drawn(reference: str, document: int, pdf_url: str, back: tuple[str, str]) -> str:
    """The page of a document, for who may read it."""
    case, found = document_of(desk(), document)
    if case.reference != reference:
        raise NotFound
    return render_template(
        "document.html",
        region=my_region(case.region),
        case=case,
        document=found,
        body=html_of(found.body),
        pdf_url=pdf_url,
        path=[back],
    )


def saved(reference: str, document: int) -> Response:
    """Only ever saved: a viewer in the browser would run under our address."""
    printed = pdf_of(desk(), reference, document)
    response = Response(printed.data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{printed.name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
