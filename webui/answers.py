"""What was filled in before, to read: next to a task, on the page of a case, on paper."""

from datetime import datetime
from typing import NamedTuple

from flask import url_for
from markupsafe import Markup

from config.regions import Region
from engine.casework.file import Visit
from forms.fields.kind import Reference
from forms.model import Field
from forms.rendering import render_answers
from webui.language import gettext


class ReadVisit(NamedTuple):
    """One visit of a step. `criteria` is the guiding document that held, with its version."""

    id: int
    name: str
    by: str
    at: datetime
    answers: Markup
    decides: bool
    criteria: str
    reveals: bool = False


def read(visit: Visit, region: Region, files: str = "uploads.download") -> ReadVisit:
    """`files` is the page that gives a file to who reads this."""
    answer = visit.answer
    return ReadVisit(
        answer.id,
        visit.step,
        answer.person.name if answer.person else gettext("vanzelf"),
        answer.at,
        _answers(visit, files),
        visit.decides,
        _criteria(answer.document, region),
        visit.reveals,
    )


def _answers(visit: Visit, files: str) -> Markup:
    if visit.form is None:
        return _without_form(visit)

    def shown(field: Field) -> bool:
        return field.key not in visit.hidden

    def link(reference: Reference) -> str:
        number = str(reference["id"])
        return "" if number in visit.closed else url_for(files, upload=number)

    return render_answers(visit.form, visit.answer.values, shown, link)


def _without_form(visit: Visit) -> Markup:
    """A number that was given, for example: there was no form, there is an answer."""
    rows = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(name.replace("_", " ").capitalize(), value)
        for name, value in visit.answer.values.items()
    )
    return Markup('<dl class="antwoorden">{}</dl>').format(rows)


def _criteria(kept: str, region: Region) -> str:
    """ "criteria 2026-1" as a title with its version."""
    name, _, version = kept.partition(" ")
    document = region.documents.get(name)
    if not kept:
        return ""
    return gettext(
        "%(title)s, versie %(version)s", title=document.title if document else name, version=version
    )
