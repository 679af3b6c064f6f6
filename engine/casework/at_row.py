"""Begin a case at a row of the register: who may, and for which school."""

from config.regions import SCHOOL, Region
from engine import access
from engine.casework.beginning import Beginning, beginning, for_school
from engine.desk import Desk
from engine.errors import NotAllowed, NotFound
from engine.model import Actor
from engine.store import register
from engine.store.database import Tx
from engine.store.register import Granted


def sees_row(actor: Actor, region: Region, row: Granted) -> bool:
    """Whether a row exists for this person: of a school whose cases they see, or of their whole region."""
    if row.region != region.id:
        return False
    if actor.is_system or access.sees_region(actor, region):
        return True
    return row.school is not None and row.school.id in schools_of(actor, region)


def knows_pupil(actor: Actor, region: Region, row: Granted) -> bool:
    """Whether this person, who sees the row, may know who it is about."""
    if access.sees_every_pupil(actor, region):
        return True
    return row.school is not None and row.school.id in schools_of(actor, region, pupil=True)


def schools_of(actor: Actor, region: Region, *, pupil: bool = False) -> frozenset[str]:
    """The schools whose rows this person sees; with `pupil` only those where they may know the pupil too."""
    own = access.own_schools(actor, region, pupil=pupil)
    return own | access.tied_schools(actor, region, pupil=pupil)


def row_in(route: str) -> tuple[str, int | None]:
    """The route of the key of a start form, and the row that the case will be about. Raises NotFound."""
    name, slash, row = route.partition("/")
    if not slash:
        return name, None
    if not row.isdecimal() or len(row) > 15:
        raise NotFound()
    return name, int(row)


def begun_at(
    tx: Tx, desk: Desk, region: str, route: str, *, organisation: str, about: int | None
) -> Beginning:
    """What a case begins on; `about` is the row that it is about, and then it is a case of the school of that row.

    Raises NothingPublished, NotFound, NotAllowed.
    """
    row = register.by_id(tx, about) if about is not None else None
    if about is not None and row is None:
        raise NotFound()
    begun = beginning(tx, desk, region, route, _place(desk, row) or organisation)
    known = begun.published.definition.region
    if row is None:
        if route in known.row_routes:
            raise NotAllowed("Dit begint u bij een regel in het register.")
        return begun
    kind = known.registers.get(row.kind)
    if (
        kind is None
        or route not in (kind.renewed_by, kind.changed_by)
        or not sees_row(desk.actor, known, row)
    ):
        raise NotFound()
    return _for_school(tx, begun, row)


def _place(desk: Desk, row: Granted | None) -> str:
    """The school of the row, for who belongs to it."""
    school = row.school.id if row and row.school else ""
    return school if any(one.organisation.id == school for one in desk.actor.memberships) else ""


def _for_school(tx: Tx, begun: Beginning, row: Granted) -> Beginning:
    """A person of the partnership begins it for the school that is responsible; a person of another school cannot."""
    role = begun.published.definition.region.roles.get(begun.member.role)
    here = row.school is not None and begun.member.organisation.id == row.school.id
    if here or row.school is None:
        return begun
    if role is not None and role.of == SCHOOL:
        raise NotFound()
    return for_school(tx, begun, row.school)
