"""Who takes part in a case: who acted, who was brought in, and who was named in an answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce

from bpmn.feel.showing import show
from config.parents import PARENT
from config.tabs import PARTIES
from engine import audit
from engine.casework.bringing_in import NAMED, parties_in
from engine.casework.case_frame import CaseFrame, frame_of, read_tab, writes_tab
from engine.casework.invited import shut_out
from engine.casework.panels import ON_PARTIES, panels_of
from engine.casework.readable import readable
from engine.casework.seeing import acts_as_parent, locked_case, sees_pupil
from engine.casework.work import Work
from engine.clock import day
from engine.desk import Desk
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.model import Answer, Event, Party
from engine.store import answers, cases, invitations, parties, people
from engine.store.invitations import Parent
from engine.store.parties import PERSON, Did, Held

APPLICANT, SCHOOL = "aanvrager", "school"
LONGEST_REASON = 2_000


@dataclass(frozen=True)
class PartyLine:
    """`kind` is "aanvrager", "school", "genoemd" or a role; `name` who it is, `roles` as what. `access`: they may open the
    case because they were brought in; `until` is since when they take part no longer. `may_end`: the reader may end it.
    """

    kind: str
    name: str
    who: str = ""
    roles: tuple[str, ...] = ()
    organisation: str = ""
    email: str = ""
    phone: str = ""
    since: datetime | None = None
    until: datetime | None = None
    access: bool = False
    may_end: bool = False


@dataclass(frozen=True)
class PartiesPage:
    frame: CaseFrame
    parties: tuple[PartyLine, ...]
    panels: Mapping[str, object]


def parties_page(desk: Desk, reference: str) -> PartiesPage:
    """Raises NotFound."""
    with desk.reading() as tx:
        work = read_tab(tx, desk, reference, PARTIES)
        return PartiesPage(frame_of(work), everyone(work), panels_of(work, ON_PARTIES))


def end_party(desk: Desk, reference: str, who: str, reason: str) -> None:
    """Somebody who was brought in or named takes part no longer. Raises NotFound, NotAllowed, AlreadyDone."""
    with desk.transaction() as tx:
        case = cases.find_by_reference(tx, reference)
        work = locked_case(tx, desk, case.id if case else 0)
        if not writes_tab(work, PARTIES):
            raise NotFound()
        if not reason.strip():
            raise NotAllowed("Zeg waarom deze persoon niet meer meedoet. Er is niets veranderd.")
        if not parties.end(tx, work.case.id, who):
            raise AlreadyDone("", None, "Deze persoon doet al niet meer mee.")
        to = int(who.removeprefix(PERSON)) if who.startswith(PERSON) else None
        if to is not None:
            shut_out(work, to)
        told = Event("party_ended", "", {"who": who, "to": to}, {"reden": reason.strip()[:LONGEST_REASON]})
        audit.append(tx, desk, work.case, [told])


def parties_of(work: Work) -> tuple[PartyLine, ...]:
    """Who asked, the school, and who was brought in, in short: oldest first."""
    rows = [one for one in parties.of_case(work.tx, work.case.id) if one.until is None]
    names = _names(work, _ids(rows))
    return tuple(PartyLine(one.kind, names[one.who]) for one in rows if one.who in names)


def everyone(work: Work) -> tuple[PartyLine, ...]:
    """Everybody, each once, oldest first: who acted too, and who was named in an answer that this person may read."""
    rows, did = parties.of_case(work.tx, work.case.id), parties.acted(work.tx, work.case.id)
    ids = _ids(rows) | {one.person for one in did}
    reachable = ids if any(role.reachable for role in work.region.roles.values()) else set()
    emails = people.emails_of(work.tx, reachable)
    invited = invitations.of_case(work.tx, work.case.id) if work.region.roles_of(PARENT) else []
    inside = {f"{PERSON}{one.person.id}" for one in invited if one.has_access}
    known = _Known(
        work,
        {**_names(work, ids), **_parents(work, invited)},
        parties.roles_held(work.tx, work.region.id, ids),
        emails,
    )
    ended = {one.who: one.until for one in rows}
    deeds = [replace(one, until=ended.get(one.who)) for one in known.of_deeds(did)]
    found = [*known.of_rows(rows), *deeds, *_named(work, rows)]
    may_end = writes_tab(work, PARTIES)
    return tuple(
        replace(one, may_end=one.may_end and may_end, access=one.access or one.who in inside)
        for one in _each_once(found)
    )


def roles_then(work: Work, given: Sequence[Answer]) -> dict[int, str]:
    """By id of an answer: the name of the role in which it was given, as far as it is known."""
    ids = {one.person.id for one in given if one.person}
    known = _Known(work, {}, parties.roles_held(work.tx, work.region.id, ids))
    deeds = [(one.id, Did(one.person.id, one.node, one.at)) for one in given if one.person]
    return {answer: known.role_of(did) for answer, did in deeds}


def _ids(rows: Iterable[Party]) -> set[int]:
    return {int(one.who.removeprefix(PERSON)) for one in rows if one.who.startswith(PERSON)}


def _names(work: Work, ids: set[int]) -> dict[str, str]:
    """By `who`: the persons, and the school of the case."""
    names = {f"{PERSON}{key}": name for key, name in people.names_of(work.tx, ids).items()}
    if work.case.organisation is not None:
        names[f"organisation/{work.school}"] = work.case.organisation.name
    return names


def _parents(work: Work, invited: Sequence[Parent]) -> dict[str, str]:
    """The invited parents by their own name, for who may know the pupil; to others they are "Ouder 1"."""
    if not invited or not sees_pupil(work):
        return {}
    return {f"{PERSON}{one.person.id}": one.name for one in invited if one.name}


@dataclass(frozen=True)
class _Known:
    """Who everybody is, and which roles they hold or held."""

    work: Work
    names: Mapping[str, str]
    held: Sequence[Held]
    emails: Mapping[int, str] = field(default_factory=dict)

    def of_rows(self, rows: Iterable[Party]) -> Iterator[PartyLine]:
        for one in rows:
            if one.who in self.names:
                place = self._place(one.who, (one.kind,), one.since)
                yield PartyLine(
                    one.kind, self.names[one.who], one.who, (_role(self.work, one.kind),), place,
                    self._email(one.who, one.kind), since=one.since, until=one.until, access=one.access and one.until is None, may_end=_can_end(one),
                )  # fmt: skip

    def of_deeds(self, did: Iterable[Did]) -> Iterator[PartyLine]:
        for one in did:
            who, role = f"{PERSON}{one.person}", self._role_id(one)
            place = self._place(who, (role,), one.at)
            roles = (_role(self.work, role),) if role else ()
            email = self._email(who, role)
            yield PartyLine(role, self.names.get(who, ""), who, roles, place, email, since=one.at)

    def role_of(self, did: Did) -> str:
        """The name of the role in which somebody did a step; "" when the step is for no role."""
        role = self._role_id(did)
        return _role(self.work, role) if role else ""

    def _role_id(self, did: Did) -> str:
        step = self.work.route.steps.get(did.node)
        allowed = (*step.roles, *step.paper_roles) if step else ()
        held = (one.role for one in self._of(f"{PERSON}{did.person}", did.at) if one.role in allowed)
        return next(held, next(iter(allowed), ""))

    def _email(self, who: str, kind: str) -> str:
        """How to reach who takes part in a role that says so."""
        role = self.work.region.roles.get(kind)
        known = role is not None and role.reachable and who.startswith(PERSON)
        return self.emails.get(int(who.removeprefix(PERSON)), "") if known else ""

    def _of(self, who: str, at: datetime) -> list[Held]:
        """The roles of somebody, those that held at that moment first."""
        mine = [one for one in self.held if f"{PERSON}{one.person}" == who]
        return sorted(mine, key=lambda one: not _holds(one, at))

    def _place(self, who: str, roles: Sequence[str], at: datetime) -> str:
        return next((one.organisation for one in self._of(who, at) if one.role in roles), "")


def _holds(one: Held, at: datetime) -> bool:
    today = day(at)
    return (one.since is None or one.since <= today) and (one.until is None or today < one.until)


def _role(work: Work, kind: str) -> str:
    known = work.region.roles.get(kind)
    return known.name if known else kind.capitalize()


def _can_end(one: Party) -> bool:
    return one.until is None and one.kind not in (APPLICANT, SCHOOL)


def _named(work: Work, rows: Sequence[Party]) -> Iterator[PartyLine]:
    """Who has no account: what is known of them stands in the answer. A parent does not read how to reach others."""
    named = {(one.answer, one.path): one for one in rows if one.kind == NAMED and one.answer is not None}
    if not named or not sees_pupil(work):
        return
    reachable = not acts_as_parent(work)
    for visit in readable(work, answers.of_case(work.tx, work.case.id)):
        form = work.definition.forms.get(visit.form)
        for path, about in parties_in(form, visit) if form else ():
            row = named.get((visit.id, path))
            if row is not None:
                yield _from_answer(
                    row, {word: show(value) for word, value in about.items() if value}, reachable
                )


def _from_answer(row: Party, about: Mapping[str, str], reachable: bool) -> PartyLine:
    return PartyLine(
        NAMED,
        about.get("naam", ""),
        row.who,
        (about["rol"],) if "rol" in about else (),
        about.get("organisatie", ""),
        about.get("email", "") if reachable else "",
        about.get("telefoon", "") if reachable else "",
        row.since,
        row.until,
        row.access,
        _can_end(row),
    )


def _each_once(lines: Iterable[PartyLine]) -> list[PartyLine]:
    found: dict[str, list[PartyLine]] = {}
    for one in lines:
        found.setdefault(one.who, []).append(one)
    return sorted((reduce(_joined, same) for same in found.values()), key=lambda one: str(one.since))


def _joined(first: PartyLine, other: PartyLine) -> PartyLine:
    """Two lines about one person, who takes part until all of it has ended."""
    return replace(
        first,
        roles=tuple(dict.fromkeys((*first.roles, *other.roles))),
        organisation=first.organisation or other.organisation,
        email=first.email or other.email,
        phone=first.phone or other.phone,
        since=min(first.since, other.since) if first.since and other.since else first.since,
        until=first.until if other.until else None,
        access=first.access or other.access,
        may_end=first.may_end or other.may_end,
    )
