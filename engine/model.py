"""What the rooms of the engine hand to each other: people, cases and what hangs on a case. Plain values, no behaviour
beyond reading themselves. Moments are aware UTC; answers and facts are FEEL values (docs/architecture.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Values = Mapping[str, object]

TaskStatus = Literal["open", "done", "cancelled"]
CaseStatus = Literal["open", "finished"]


@dataclass(frozen=True)
class Organisation:
    """A school, a partnership, or another kind: "school", "samenwerkingsverband", "team", "bestuur", …; `school_type`
    BaO, SBO, SO, …"""

    id: str
    kind: str
    name: str
    brin: str = ""
    school_type: str = ""
    board: str = ""
    municipality: str = ""
    email: str = ""


@dataclass(frozen=True)
class Tie:
    """A relation of a school: `kind` "team", "bpo", …; `target` to whom, as engine.store.people keeps it."""

    kind: str
    school: Organisation
    target: str


@dataclass(frozen=True)
class Membership:
    """A role that a person has in a region, for an organisation. `until` is the first day it no longer holds. `ties` are
    the relations of schools to that organisation or to the person. `standing_for` is whose role it is, when somebody
    stands in for them."""

    region: str
    role: str
    organisation: Organisation
    function: str = ""
    since: date | None = None
    until: date | None = None
    ties: tuple[Tie, ...] = ()
    standing_for: "Person | None" = None

    def holds(self, today: date) -> bool:
        return (self.since is None or self.since <= today) and (self.until is None or today < self.until)


@dataclass(frozen=True)
class Person:
    id: int
    login: str
    name: str
    email: str = ""
    active: bool = True


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with the roles that hold today, or the system (no person). A parent is bound to one `case`: of all
    others, and of what else there is, nothing exists for them."""

    name: str
    person: Person | None = None
    memberships: tuple[Membership, ...] = ()
    case: int | None = None

    @property
    def id(self) -> int | None:
        return self.person.id if self.person else None

    @property
    def is_system(self) -> bool:
        return self.person is None

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.region for one in self.memberships))

    def roles_in(self, region: str) -> frozenset[str]:
        return frozenset(one.role for one in self.memberships if one.region == region)

    def in_region(self, region: str) -> tuple[Membership, ...]:
        return tuple(one for one in self.memberships if one.region == region)


SYSTEM = Actor("Leidraad")


# Between the names of the steps where a case stands at once.
STEPS_JOINED = " en "


@dataclass(frozen=True)
class Case:
    """One case. `state` is the runtime's, opaque here. `outcome` is the id of the end it reached; `phase`, `step` and
    `turn` are texts for lists: phase id, name of the current step(s), role ids that are to act. `story` and `head` are
    the number of events and the hash of the last one."""

    id: int
    reference: str
    region: str
    route: str
    route_name: str
    definition: int
    organisation: Organisation | None
    applicant: Person | None
    started: datetime
    status: CaseStatus = "open"
    outcome: str = ""
    outcome_name: str = ""
    phase: str = ""
    step: str = ""
    turn: str = ""
    due: datetime | None = None
    changed: datetime | None = None
    finished: datetime | None = None
    rev: int = 0
    state: bytes = b""
    facts: Values = field(default_factory=dict)
    story: int = 0
    head: str = ""
    seal: str = ""
    overlay: str = ""  # of the definition, as the school had it when the case began
    hidden: bool = False  # from its school


@dataclass(frozen=True)
class Task:
    """One step that waits for a person, or waited. `audience` says whose inbox it lies in (engine.access.audience);
    `barred` are persons who may not do it, `barred_school` an organisation whose people may not."""

    id: str
    case: int
    region: str
    route: str
    node: str
    name: str
    audience: str
    roles: tuple[str, ...]
    organisation: str = ""
    since: datetime | None = None
    due: datetime | None = None
    status: TaskStatus = "open"
    assignee: int | None = None
    named: int | None = None  # the one person it is for (genoemd_in)
    barred: tuple[int, ...] = ()
    barred_school: str = ""
    item: object | None = None
    phase: str = ""
    done_by: int | None = None
    done: datetime | None = None
    search: str = ""


@dataclass(frozen=True)
class Wait:
    """Something other than a person that a case waits for: a moment (timer), a message or a signal."""

    id: str
    case: int
    node: str
    kind: Literal["timer", "message", "signal"]
    name: str = ""
    correlation: str = ""
    due: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """What one person filled in at one visit of one step. `pupil` is the name of the child, for searching."""

    id: int
    case: int
    node: str
    task: str
    form: str
    person: Person | None
    organisation: str
    at: datetime
    values: Values
    pupil: str = ""
    salt: str = ""
    document: str = ""  # id and version of the guiding document that held


@dataclass(frozen=True)
class Draft:
    """Answers that are not handed in yet. `key` says of what: "start/<region>/<route>", "task/<id>" or
    "act/<case>/<wait>"; `owner` of whom: "person/<id>" or "school/<id>"."""

    key: str
    owner: str
    values: Values
    by: Person | None
    at: datetime


@dataclass(frozen=True)
class Upload:
    id: str
    name: str
    type: str
    size: int
    sha256: str
    by: int | None
    at: datetime
    case: int | None = None


@dataclass(frozen=True)
class OutboxRow:
    """One effect on the world outside: a mail to one person or a call. `message_id` is fixed when it is written, so a
    second try is recognisable; `detail` holds ids, never answers. `status`: waiting, busy, done, failed."""

    id: int
    kind: Literal["mail", "call", "message", "sms"]
    case: int | None
    node: str
    detail: Values
    message_id: str
    status: str = "waiting"
    attempts: int = 0
    next: datetime | None = None
    error: str = ""
    made: datetime | None = None
    done: datetime | None = None
    job: str = ""  # the runtime's job that waits for the result of a call


@dataclass(frozen=True)
class Incident:
    """Something that went wrong and waits for a person who manages. `what` and `detail` hold no personal data."""

    id: int
    case: int | None
    kind: str
    node: str
    what: str
    detail: Values
    at: datetime
    solved: datetime | None = None
    outbox: int | None = None


EventKind = Literal[
    "started", "step_done", "act_done", "step_opened", "step_cancelled", "decided", "number_given", "document_made", "document_printed",
    "mail_written", "call_written", "sent_again", "message_received", "timer_fired", "job_done", "claimed", "released", "assigned",
    "passed", "finished", "invited", "invitation_sent", "invitation_opened", "invitation_revoked", "invitation_restored", "incident", "retried", "moved", "moved_back", "answers_erased", "corrected", "seen",
    "term_started", "term_paused", "term_resumed", "term_extended", "term_stopped", "term_reminded", "term_late", "term_recounted", "hidden", "shown",
    "party_added", "party_ended", "registered", "register_changed", "register_warned",
    "version_made", "version_in_force", "paper_done", "consent_seen", "consent_answered", "consent_withdrawn", "signed",
    "voted", "committee_decided",
]  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One line of a case's story and audit. `detail` holds ids and names of fields; `values` the facts that a decision
    read (erasable: the chain holds only their digest)."""

    kind: EventKind
    node: str = ""
    detail: Values = field(default_factory=dict)
    values: Values | None = None
    case: int = 0
    seq: int = 0
    at: datetime | None = None
    actor: int | None = None
    actor_name: str = ""
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True)
class Document:
    """A text that the case laid down. `body` is Markdown; `sha256` is over `salt` and `body`."""

    id: int
    case: int
    node: str
    title: str
    body: str
    sha256: str
    at: datetime
    number: str = ""
    salt: str = ""


@dataclass(frozen=True)
class Party:
    """Who takes part in a case. `kind` is "aanvrager", "school", the role they were brought in for, or "genoemd"; `who` is
    "person/<id>", "organisation/<id>", or "answer/<id>/<path>" of somebody without an account. `access` opens the case
    to a role that otherwise sees only its tasks; `until` is since when they take part no longer. `answer` and `path`
    say in which answer they were named: the group, or the list and the row from 1 ("betrokkenen.2")."""

    case: int
    kind: str
    who: str
    since: datetime
    access: bool = False
    until: datetime | None = None
    answer: int | None = None
    path: str = ""


@dataclass(frozen=True)
class PublishedRow:
    """A published definition without its files. `by` is the name of who published it."""

    id: int
    region: str
    version: int
    checksum: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list. `after` is the cursor of the next page, empty on the last; `total` counts at most
    `engine.store.paging.COUNT_LIMIT`, and `more` says that there are more than that."""

    items: tuple[T, ...]
    after: str = ""
    before: str = ""
    total: int = 0
    more: bool = False


@dataclass(frozen=True)
class Mail:
    """A mail as it goes out. `message_id` was fixed when its outbox row was written, at `written_at` (UTC)."""

    to: str
    sender: str
    subject: str
    text: str
    message_id: str
    written_at: datetime
