"""Signing: a person reads exactly what they sign, says so, and shows once more who they are.

What was shown travels with the form as a digest; when it is something else by then, nothing is signed. This is a record
of ours, and no qualified electronic signature.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine import access
from engine.casework.work import Work
from engine.definitions.definition import RouteDefinition, Step
from engine.model import Answer, Task
from engine.people import actor_of
from engine.store import answers, pieces, signatures, uploads
from engine.store.columns import encode
from engine.store.signatures import Signature
from forms.fields.file import is_reference

STATEMENT = "verklaring"
OF_PIECE = "stuk:"
FACT = "getekend"
AGREED, PROOF, SHOWN = (
    "ondertekening-akkoord",
    "ondertekening-wie",
    "ondertekening-getoond",
)  # names on the page

_STATEMENT = "Ik heb dit gelezen en ik onderteken het."
_CHANGED = "Wat u ondertekent, is veranderd nadat u deze pagina opende. Lees het opnieuw en onderteken dan."


@dataclass(frozen=True)
class Attachment:
    name: str
    sha256: str


@dataclass(frozen=True)
class Part:
    """One of the things that are signed. `name` is as the diagram names it; `answer` is None when nothing was filled in."""

    name: str
    title: str
    answer: Answer | None
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True)
class ToSign:
    """What stands on the page to be signed; `digest` is over all of it, and goes along with the form."""

    statement: str
    parts: tuple[Part, ...]
    digest: str


@dataclass(frozen=True)
class Sealed:
    """What came back: whether the person ticked that they agree, the digest of what they were shown, and whether they
    showed who they are (`proof` empty), or why that did not work."""

    agreed: bool
    shown: str
    proof: str = ""


@dataclass(frozen=True)
class Contents:
    """What can be signed of a case as it is now: answers by the name that a diagram has for them, and the checksum of
    each of its files by id."""

    answers: Mapping[str, Answer]
    files: Mapping[str, str]

    def part(self, name: str, title: str) -> Part:
        answer = self.answers.get(name)
        named = _references(answer.values) if answer else ()
        kept = (Attachment(str(one["name"]), self.files.get(str(one["id"]), "")) for one in named)
        return Part(name, title, answer, tuple(kept))


def contents_of(work: Work) -> Contents:
    """With what is being handed in at this moment."""
    last = {one.node: one for one in (*answers.last_visits(work.tx, work.case.id), *work.visits)}
    versions = pieces.of_case(work.tx, work.case.id) if work.region.pieces else []
    newest = {f"{OF_PIECE}{one.piece}": last[one.node] for one in versions if one.node in last}
    return Contents({**last, **newest}, uploads.checksums(work.tx, work.case.id))


def to_sign(work: Work, step: Step, now: Contents | None = None, *, handed_in: bool = False) -> ToSign | None:
    """What stands there to be signed now; None for a step where nothing is signed. What the step itself asks is signed
    as it is `handed_in`: until then it stands in the questions."""
    if not step.signs:
        return None
    statement = work.region.worded(step.node.properties.get(STATEMENT, "") or _STATEMENT)
    names = [one for one in step.signs if handed_in or one != step.id]
    parts = _parts(work, names, now or contents_of(work))
    return ToSign(statement, parts, _digest(statement, parts, ""))


def _parts(work: Work, names: Sequence[str], now: Contents) -> tuple[Part, ...]:
    return tuple(now.part(_node(work, name), title_of(work, name)) for name in names)


def _node(work: Work, name: str) -> str:
    """`start` is the form with which the case began, whatever its element is called."""
    return work.route.start.id if name == "start" and name not in work.route.steps else name


def title_of(work: Work, name: str) -> str:
    """What a person reads for something that is signed."""
    piece = work.region.pieces.get(name.removeprefix(OF_PIECE)) if name.startswith(OF_PIECE) else None
    return piece.name if piece else work.name_of(_node(work, name))


def why_not_sign(work: Work, step: Step, task: Task, sealed: Sealed | None) -> list[tuple[str, str]]:
    """(field, message) of everything that keeps a signature from being set now."""
    now = contents_of(work) if step.signs else None
    wanted = to_sign(work, step, now)
    if wanted is None or now is None:
        return []
    given = sealed or Sealed(False, "")
    found = [(PROOF, given.proof)] if given.proof else []
    if not given.agreed:
        found.append((AGREED, "Zet een vinkje als u akkoord gaat. Zonder vinkje is er geen handtekening."))
    elif not hmac.compare_digest(given.shown.encode(), wanted.digest.encode()):
        found.append(("", _CHANGED))
    return [*found, *(("", reason) for reason in _about_me(work, step, task, now))]


def _about_me(work: Work, step: Step, task: Task, now: Contents) -> Iterator[str]:
    person = work.desk.actor.person
    if person is None:
        yield "Alleen een persoon kan ondertekenen."
        return
    if reason := access.why_not_do(actor_of(work.tx, person), task, {}):  # the role of this very moment
        yield reason
    mine = (
        one
        for one in signatures.of_case(work.tx, work.case.id)
        if (one.node, one.person) == (step.id, person.id)
    )
    if step.id not in step.signs and any(holds(work, one, now) for one in mine):
        yield "U heeft dit al ondertekend. Hier hoort nog een handtekening van iemand anders."


def sign(work: Work, step: Step, task: Task) -> None:
    """Set the signature of this person; everything was looked at before (`why_not_sign`)."""
    wanted, actor = to_sign(work, step, handed_in=True), work.desk.actor
    if wanted is None or actor.person is None:
        return
    held = next((one for one in actor.in_region(work.case.region) if one.role in task.roles), None)
    salt = secrets.token_hex(16)
    digest = _digest(wanted.statement, wanted.parts, salt)
    one = Signature(
        0, work.case.id, step.id, task.id, actor.person.id, held.organisation.id if held else "",
        held.role if held else "", work.tx.now, wanted.statement, step.signs, digest, salt,
    )  # fmt: skip
    signatures.add(work.tx, one)
    work.tell("signed", step.id, sha256=digest, signed=list(step.signs))


def holds(work: Work, one: Signature, now: Contents) -> bool:
    """Whether what was signed is still the same."""
    digest = _digest(one.statement, _parts(work, one.signed, now), one.salt)
    return hmac.compare_digest(digest, one.sha256)


def know(work: Work, done: Step) -> None:
    """Let the route know what is signed and still as it was (the fact `getekend`), after a step that may change that."""
    steps = work.route.signing
    if not any(_touches(done, one) for one in steps):
        return
    now = contents_of(work)
    held = {one.node for one in signatures.of_case(work.tx, work.case.id) if holds(work, one, now)}
    _know(work, {step.id: step.id in held for step in steps})


def unsigned(route: RouteDefinition) -> dict[str, object]:
    """The fact `getekend` when a case begins."""
    return {step.id: False for step in route.signing}


def _touches(done: Step, signing: Step) -> bool:
    piece = done.node.properties.get("stuk")
    return done.id == signing.id or done.id in signing.signs or f"{OF_PIECE}{piece}" in signing.signs


def _know(work: Work, value: Mapping[str, bool]) -> None:
    work.case = replace(work.case, facts={**work.case.facts, FACT: dict(value)})


def _digest(statement: str, parts: Sequence[Part], salt: str) -> str:
    """Over the statement, the answers and the attachments, by name; the salt keeps anyone from trying what was signed."""
    whole = {
        "verklaring": statement,
        "delen": [
            {
                "naam": part.name,
                "antwoorden": dict(part.answer.values) if part.answer else None,
                "bijlagen": [[one.name, one.sha256] for one in part.attachments],
            }
            for part in parts
        ],
    }
    return hashlib.sha256((salt + encode(whole)).encode()).hexdigest()


def _references(value: object) -> Iterator[Mapping[str, object]]:
    """The files that answers name, those in rows too."""
    if isinstance(value, Mapping) and is_reference(value):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _references(inner)
