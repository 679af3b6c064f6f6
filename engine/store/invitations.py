"""Parents of a case, their links and their codes. What they are called and where they are reached is read from the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from engine.model import Person, Values
from engine.store.database import Tx
from engine.store.people import PERSON
from engine.store.schema import answer, person
from engine.store.schema_invitations import invitation, parent, sms_code

# Nobody in a file can have this login: it holds a slash.
LOGIN = "ouder/"


@dataclass(frozen=True)
class Source:
    """Where a parent was filled in: a row of a list in an answer, or the answer itself; and the keys of the fields."""

    answer: int
    list: str
    row: int
    name: str
    email: str
    mobile: str
    custody: str


@dataclass(frozen=True)
class Parent:
    """`person` is called by a number ("Ouder 1"); `name`, `email` and `mobile` are those of the answer, empty when it was
    erased. `id` is what the route knows."""

    person: Person
    id: str
    case: int
    region: str
    role: str
    node: str
    letter: str
    valid: str
    invited: datetime
    accepted: datetime | None
    revoked: datetime | None
    source: Source
    name: str
    email: str
    mobile: str
    custody: bool

    @property
    def on_paper(self) -> bool:
        """This parent does not use the system: no link was ever meant for them."""
        return not self.valid

    @property
    def has_access(self) -> bool:
        return self.revoked is None and not self.on_paper


@dataclass(frozen=True)
class Invitation:
    """One link that went out. It holds until `until`, and until it is `used`."""

    id: int
    person: int
    nonce: str
    made: datetime
    until: datetime
    used: datetime | None


@dataclass(frozen=True)
class Code:
    id: int
    invitation: int
    nonce: str
    at: datetime
    tries: int


def add(tx: Tx, case_id: int, region: str, new: Mapping[str, str], source: Source) -> int:
    """Write a parent; returns the id of their person. `new` holds id, role, label, node, letter and valid; the last two
    are empty for a parent on paper."""
    row = person.insert().values(login=f"{LOGIN}{new['id']}", name=new["label"]).returning(person.c.id)
    number = int(tx.value(row) or 0)
    rest = {key: value for key, value in new.items() if key != "label"}
    fixed = {"person": number, "case": case_id, "region": region, "invited": tx.now}
    tx.run(parent.insert().values(**fixed, **rest, **vars(source)))
    return number


def let_in(tx: Tx, person_id: int, letter: str, valid: str, source: Source) -> None:
    """A parent on paper uses the system from now on."""
    now = {"letter": letter, "valid": valid, "invited": tx.now, **vars(source)}
    tx.run(update(parent).where(parent.c.person == person_id).values(**now))


def of_case(tx: Tx, case_id: int) -> list[Parent]:
    """Every parent that was ever invited, oldest first."""
    return [_parent(row) for row in tx.rows(_OF_CASE, {"of": case_id})]


def of_person(tx: Tx, person_id: int) -> Parent | None:
    row = tx.one(_OF_PERSON, {"of": person_id})
    return _parent(row) if row else None


def person_of(tx: Tx, case_id: int, parent_id: str) -> int | None:
    """The person behind an id that the route knows."""
    found = select(parent.c.person).where(parent.c.case == case_id, parent.c.id == parent_id)
    row = tx.one(found)
    return int(row.person) if row else None


def set_revoked(tx: Tx, person_id: int, at: datetime | None) -> None:
    """From now on without access; with None: with access again."""
    tx.run(update(parent).where(parent.c.person == person_id).values(revoked=at))


def revoke_all(tx: Tx, case_id: int) -> list[int]:
    """Nobody has access any more; returns whose ended."""
    ended = update(parent).where(parent.c.case == case_id, parent.c.revoked.is_(None))
    return [int(row[0]) for row in tx.rows(ended.values(revoked=tx.now).returning(parent.c.person))]


def set_accepted(tx: Tx, person_id: int) -> None:
    first = update(parent).where(parent.c.person == person_id, parent.c.accepted.is_(None))
    tx.run(first.values(accepted=tx.now))


def add_link(tx: Tx, person_id: int, digest: str, nonce: str, until: datetime) -> int:
    row = invitation.insert().values(person=person_id, digest=digest, nonce=nonce, made=tx.now, until=until)
    return int(tx.value(row.returning(invitation.c.id)) or 0)


def link_by_digest(tx: Tx, digest: str) -> tuple[Invitation, Parent] | None:
    """A link with whose it is, also when it no longer holds."""
    row = tx.one(select(*_INVITATION).where(invitation.c.digest == digest))
    if row is None:
        return None
    found = Invitation(*row)
    whose = of_person(tx, found.person)
    return (found, whose) if whose else None


def link_by_id(tx: Tx, link_id: int) -> Invitation | None:
    row = tx.one(_LINK, {"wanted": link_id})
    return Invitation(*row) if row else None


def last_links(tx: Tx, case_id: int) -> dict[int, Invitation]:
    """The newest link of each parent of a case, by person."""
    found = select(*_INVITATION).select_from(invitation.join(parent)).where(parent.c.case == case_id)
    return {row.person: Invitation(*row) for row in tx.rows(found.order_by(invitation.c.id))}


def use(tx: Tx, link_id: int) -> bool:
    """A link works once. False: it was used already."""
    unused = update(invitation).where(invitation.c.id == link_id, invitation.c.used.is_(None))
    return tx.run(unused.values(used=tx.now)) == 1


def close_links(tx: Tx, person_id: int) -> None:
    """The links of this parent work no longer; each can still be exchanged for a new one by who has access."""
    tx.run(
        update(invitation)
        .where(invitation.c.person == person_id, invitation.c.used.is_(None))
        .values(used=tx.now)
    )


def add_code(tx: Tx, link_id: int, nonce: str, at: datetime) -> int:
    """A new code takes the place of the ones before."""
    tx.run(update(sms_code).where(sms_code.c.invitation == link_id).values(closed=True))
    row = sms_code.insert().values(invitation=link_id, nonce=nonce, at=at).returning(sms_code.c.id)
    return int(tx.value(row) or 0)


def try_code(tx: Tx, link_id: int, most: int) -> Code | None:
    """Count one try of the code of a link before it is looked at; None when there is none or it was tried too often."""
    open_one = (
        update(sms_code)
        .where(sms_code.c.invitation == link_id, ~sms_code.c.closed, sms_code.c.tries < most)
        .values(tries=sms_code.c.tries + 1)
        .returning(*_CODE)
    )
    row = next(iter(tx.rows(open_one)), None)
    return Code(*row) if row else None


def close_code(tx: Tx, code_id: int) -> bool:
    """A code works once. False: it did already."""
    unused = update(sms_code).where(sms_code.c.id == code_id, ~sms_code.c.closed)
    return tx.run(unused.values(closed=True)) == 1


def code_by_id(tx: Tx, code_id: int) -> tuple[Code, Parent] | None:
    found = select(*_CODE, invitation.c.person).select_from(sms_code.join(invitation))
    row = tx.one(found.where(sms_code.c.id == code_id))
    whose = of_person(tx, row.person) if row else None
    return (Code(*row[:5]), whose) if row and whose else None


_INVITATION = (
    invitation.c.id, invitation.c.person, invitation.c.nonce, invitation.c.made, invitation.c.until, invitation.c.used,
)  # fmt: skip
_CODE = (sms_code.c.id, sms_code.c.invitation, sms_code.c.nonce, sms_code.c.at, sms_code.c.tries)
_OWN = (
    parent.c.id, parent.c.case, parent.c.region, parent.c.role, parent.c.node, parent.c.letter, parent.c.valid,
    parent.c.invited, parent.c.accepted, parent.c.revoked,
)  # fmt: skip
_OWN_NAMES = tuple(column.name for column in _OWN)
_SOURCE = (
    parent.c.answer, parent.c.list, parent.c.row, parent.c.name, parent.c.email, parent.c.mobile, parent.c.custody,
)  # fmt: skip


_PARENTS = select(*PERSON, *_OWN, *_SOURCE, answer.c["values"]).select_from(
    parent.join(person, person.c.id == parent.c.person).join(answer, answer.c.id == parent.c.answer)
)
_OF_CASE = _PARENTS.where(parent.c.case == bindparam("of")).order_by(person.c.id)
_OF_PERSON = _PARENTS.where(parent.c.person == bindparam("of"))
_LINK = select(*_INVITATION).where(invitation.c.id == bindparam("wanted"))


def _parent(row: Any) -> Parent:
    who, rest = Person(*row[: len(PERSON)]), row[len(PERSON) :]
    own, source = rest[: len(_OWN)], Source(*rest[len(_OWN) : -1])
    said = said_at(source, rest[-1])
    name, email, mobile = (text_at(said, key) for key in (source.name, source.email, source.mobile))
    custody = bool(source.custody) and said.get(source.custody) in (True, "ja")
    facts: dict[str, Any] = dict(zip(_OWN_NAMES, own, strict=True))
    return Parent(who, source=source, name=name, email=email, mobile=mobile, custody=custody, **facts)


def said_at(source: Source, values: Values) -> Values:
    """The part of an answer that is about this parent."""
    if not source.list:
        return values
    rows = values.get(source.list)
    said = rows[source.row] if isinstance(rows, list) and source.row < len(rows) else {}
    return said if isinstance(said, Mapping) else {}


def text_at(said: Values, key: str) -> str:
    """What was typed, without the spaces around it; empty when it is no text."""
    value = said.get(key)
    return value.strip() if isinstance(value, str) else ""
