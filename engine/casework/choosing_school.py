"""The school of a case that somebody of the region begins: chosen in the start form, or nobody's (`school_uit`)."""

from dataclasses import replace

from bpmn.lint.words import SCHOOL_FROM
from engine.casework.work import Work, published_of, route_of
from engine.definitions import catalogue
from engine.errors import AnswersRejected
from engine.model import Organisation
from engine.store import people
from forms.filled import FieldError, Filled


def choose_school(work: Work, filled: Filled | None) -> None:
    """Give a case that is not a row yet the school that was chosen; without an answer it is nobody's.

    Raises AnswersRejected when that is no school of the region.
    """
    field = work.route.start.properties.get(SCHOOL_FROM, "").strip()
    if not field:
        return
    chosen = filled.values.get(field) if filled else None
    school = next((one for one in people.schools_of(work.tx, work.region.id) if one.id == chosen), None)
    if filled is not None and chosen is not None and school is None:
        wrong = FieldError(field, "Deze school hoort niet bij de regio. Kies een school uit de lijst.")
        raise AnswersRejected(replace(filled, errors=(wrong,)))
    facts = {**work.case.facts, "schoolsoort": school.school_type if school else ""}
    work.case = replace(work.case, organisation=school, facts=facts)
    if work.definition.overlays:
        _wear(work, school)


def _wear(work: Work, school: Organisation | None) -> None:
    """From here on the case has the overlay of its school, not of who begins it."""
    published = published_of(work.tx, work.case.definition)
    overlay = catalogue.overlay_for(work.tx, published, school) if school else ""
    shown = catalogue.with_overlay(published, overlay)
    work.definition, work.route = shown.definition, route_of(shown, work.case.route)
    work.case = replace(work.case, overlay=overlay)
