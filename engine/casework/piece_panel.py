"""What the page of a case says of its documents with versions and of its signatures: which version is in force, all
versions with their consents, and who signed what. What stands in a version is on a page of its own (`piece_pages`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from config.pieces import VERSION_STATES, Piece
from engine.casework import signing
from engine.casework.pieces import REFUSED, WITHDRAWN, in_force, state_of
from engine.casework.work import Work
from engine.store import people, pieces, signatures
from engine.store.pieces import Consent, PieceVersion
from engine.store.signatures import Signature

CONCEPT, NOT_AGREED, IN_FORCE, REPLACED = VERSION_STATES


@dataclass(frozen=True)
class ConsentLine:
    """`who` is empty when nobody in particular was asked yet; `asked` is what the question was about; `recorded_by` is
    who wrote down what was said on paper, empty when the person answered here."""

    part: str
    who: str
    asked: Consent
    recorded_by: str = ""

    @property
    def on_paper(self) -> str:
        return f"op papier, vastgelegd door {self.recorded_by}" if self.recorded_by else ""

    @property
    def moments(self) -> list[tuple[str, datetime]]:
        """What happened, each with its moment: asked, seen, given or refused, and withdrawn are different things."""
        one = self.asked
        said = [
            ("gevraagd", one.asked),
            ("gezien", one.seen),
            (one.answer, one.answered),
            ("ingetrokken", one.withdrawn),
        ]
        return [(word, at) for word, at in said if at is not None]

    @property
    def state(self) -> str:
        """The last of its moments."""
        return "vervallen" if self.asked.lapsed else self.moments[-1][0]


@dataclass(frozen=True)
class VersionLine:
    """`state` is one of VERSION_STATES."""

    version: PieceVersion
    state: str
    by: str
    consents: tuple[ConsentLine, ...]


@dataclass(frozen=True)
class PieceLine:
    """A document of the case; `versions` newest first."""

    piece: Piece
    force: VersionLine | None
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class SignatureLine:
    """`changed`: what was signed is something else now; of a case whose answers were erased nobody can say."""

    signature: Signature
    step: str
    who: str
    role: str
    titles: tuple[str, ...]
    changed: bool


@dataclass(frozen=True)
class PiecePanel:
    pieces: tuple[PieceLine, ...]
    signatures: tuple[SignatureLine, ...]


def pieces_of(work: Work) -> PiecePanel:
    """For the page of a case; asks nothing of the database for a route without documents and signatures."""
    known = pieces.of_case(work.tx, work.case.id) if work.region.pieces else []
    asked = pieces.consents(work.tx, work.case.id) if known else []
    signed = signatures.of_case(work.tx, work.case.id) if work.route.signing else []
    names = _names(work, known, asked, signed)
    found = (_piece(one, known, asked, names) for one in work.region.pieces.values())
    return PiecePanel(tuple(one for one in found if one.versions), tuple(_signatures(work, signed, names)))


def lines_of(work: Work, piece: Piece) -> PieceLine:
    """One document of a case."""
    known, asked = pieces.of_case(work.tx, work.case.id), pieces.consents(work.tx, work.case.id)
    return _piece(piece, known, asked, _names(work, known, asked, ()))


def _names(
    work: Work, known: Sequence[PieceVersion], asked: Sequence[Consent], signed: Sequence[Signature]
) -> Mapping[int, str]:
    ids = [one.made_by for one in known] + [one.person for one in asked] + [one.person for one in signed]
    ids += [one.recorded_by for one in asked]
    return people.names_of(work.tx, {one for one in ids if one is not None})


def _piece(
    piece: Piece, known: Sequence[PieceVersion], asked: Sequence[Consent], names: Mapping[int, str]
) -> PieceLine:
    own = [one for one in known if one.piece == piece.id]
    lines = {one.id: _version(piece, one, asked, names) for one in own}
    force = in_force(own)
    return PieceLine(piece, lines[force.id] if force else None, tuple(reversed(lines.values())))


def _version(
    piece: Piece, version: PieceVersion, asked: Sequence[Consent], names: Mapping[int, str]
) -> VersionLine:
    about = [one for one in asked if one.version == version.id]
    consents = (
        ConsentLine(
            one.part.replace("_", " "),
            names.get(one.person or 0, ""),
            one,
            names.get(one.recorded_by or 0, ""),
        )
        for one in about
    )
    by = names.get(version.made_by or 0, "")
    return VersionLine(version, _state(piece, version, about), by, tuple(consents))


def _state(piece: Piece, version: PieceVersion, asked: Sequence[Consent]) -> str:
    """A version with which somebody whose consent counts does not agree, never gets in force as it is."""
    if version.in_force is not None:
        return REPLACED if version.replaced else IN_FORCE
    parts = {one.part for one in asked}
    said = {state_of(piece.consent, [one for one in asked if one.part == part]) for part in parts}
    return CONCEPT if said.isdisjoint({REFUSED, WITHDRAWN}) else NOT_AGREED


def _signatures(work: Work, signed: Sequence[Signature], names: Mapping[int, str]) -> list[SignatureLine]:
    if not signed:
        return []
    now = signing.contents_of(work)
    return [
        SignatureLine(
            one,
            work.name_of(one.node),
            names.get(one.person, ""),
            work.region.roles[one.role].name if one.role in work.region.roles else "",
            tuple(signing.title_of(work, name) for name in one.signed),
            bool(one.salt) and not signing.holds(work, one, now),
        )
        for one in signed
    ]
