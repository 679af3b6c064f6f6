"""Renew what ends: a new request with the answers of the old case as a draft, about the row of the register."""

from collections.abc import Mapping

from engine.casework.at_row import begun_at
from engine.casework.cases import start_key
from engine.casework.register import found_row
from engine.casework.seeing import owners, see_case, sees_pupil
from engine.definitions.definition import RouteDefinition
from engine.desk import Desk
from engine.errors import NotFound, NothingPublished
from engine.model import Values
from engine.store import drafts
from engine.store.database import Tx
from engine.store.register import Granted
from forms.model import Field
from forms.slots import texts_of
from forms.submitted import Submitted, draft_of


def renew(desk: Desk, row_id: int) -> str:
    """Make the draft, when there is none yet, of the route that renews a row; returns the key of its form.

    Raises NotFound, NotAllowed, NothingPublished.
    """
    with desk.transaction() as tx:
        row, region = found_row(tx, desk, row_id)
        kind = region.registers.get(row.kind)
        if kind is None or not kind.renewed_by:
            raise NotFound()
        begun = begun_at(tx, desk, region.id, kind.renewed_by, organisation="", about=row_id)
        key, mine = (
            start_key(region.id, kind.renewed_by, row_id),
            owners(desk.actor, begun.member.organisation),
        )
        if drafts.find(tx, key, mine) is None:
            values = old_answers(tx, desk, row, begun.route)
            form = begun.route.start_form
            texts = texts_of(form.fields, values) if form else {}
            drafts.put(tx, key, mine[-1], draft_of(Submitted(texts)), desk.actor.id)
        return key


def old_answers(tx: Tx, desk: Desk, row: Granted, route: RouteDefinition) -> Values:
    """What was filled in last in the old case, for the questions of the new form. Nothing for who cannot open the old case
    (the pupil changed school) or may not know the pupil: what another school wrote stays there."""
    try:
        work = see_case(tx, desk, row.case)
    except (NotFound, NothingPublished):
        return {}
    if route.start_form is None or not sees_pupil(work):
        return {}
    given = {key: value for values in work.answers.values() for key, value in values.items()}
    return _asked_again(route.start_form.fields, given)


def _asked_again(fields: tuple[Field, ...], given: Values) -> dict[str, object]:
    """Not a file, which belongs to the old case, nor a number that may stand nowhere but where it was given."""
    found: dict[str, object] = {}
    for field in fields:
        if not field.key:
            found |= _asked_again(field.fields, given)
        elif field.key in given and field.kind != "file" and field.soort != "bsn" and not field.read_only:
            found[field.key] = _rows(field, given[field.key])
    return found


def _rows(field: Field, value: object) -> object:
    if field.kind != "list" or not isinstance(value, list):
        return value
    return [_asked_again(field.fields, row) for row in value if isinstance(row, Mapping)]
