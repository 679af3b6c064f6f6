"""How the documents and signatures of a case stand, against what a rehearsal says: `is = { stuk, getekend }`."""

from collections.abc import Iterator

from engine.casework import signing
from engine.casework.file import Visit
from engine.casework.form_pages import FormPage
from engine.casework.piece_panel import VersionLine, lines_of
from engine.casework.pieces import state_of
from engine.casework.work import Work, work_on
from engine.definitions.scripts import Is, PieceIs
from engine.model import Case
from engine.rehearsal.errors import Unmet
from engine.rehearsal.stage import Stage
from engine.store import signatures
from forms.rendering import render_answers


def shown_beside(page: FormPage) -> Iterator[str]:
    """What a page with a form shows of documents: the part that consent is asked with, and what is signed. As HTML."""
    if page.asked is not None:
        yield f"{page.asked.piece.name}, versie {page.asked.number}"
        yield from _answers(page.asked.visit)
    if page.signing is not None:
        yield page.signing.to_sign.statement
        for part in page.signing.parts:
            yield part.title
            yield from _answers(part.visit) if part.visit else ()
            yield from (one.name for one in part.attachments)


def _answers(visit: Visit) -> Iterator[str]:
    if visit.form is not None:
        yield render_answers(visit.form, visit.answer.values, lambda _: True)


def compare_pieces(stage: Stage, case: Case, state: Is) -> None:
    """Raises Unmet."""
    if not (state.pieces or state.signed or state.unsigned):
        return
    with stage.system.reading() as tx:
        work = work_on(tx, stage.system, case)
        for name, wanted in state.pieces.items():
            _compare_piece(work, name, wanted)
        _compare_signatures(work, state)


def _compare_piece(work: Work, name: str, wanted: PieceIs) -> None:
    piece = work.region.pieces.get(name)
    if piece is None:
        raise Unmet(f'Het stuk "{name}" staat niet onder [stukken] van region.toml.')
    line = _version(lines_of(work, piece).versions, wanted.number)
    if line is None:
        which = f"versie {wanted.number}" if wanted.number else "een versie"
        raise Unmet(f'"{piece.name}" hoort {which} te hebben, maar die is er niet.')
    what = f'"{piece.name}" versie {line.version.number}'
    if wanted.state and wanted.state != line.state:
        raise Unmet(f"{what} hoort {wanted.state} te zijn, maar is {line.state}.")
    for part, expected in wanted.consents.items():
        found = state_of(piece.consent, [one.asked for one in line.consents if one.asked.part == part])
        if found != expected:
            raise Unmet(f'{what}: de instemming met "{part}" hoort {expected} te zijn, maar is {found}.')


def _version(lines: tuple[VersionLine, ...], number: int) -> VersionLine | None:
    return next((one for one in lines if number in (0, one.version.number)), None)


def _compare_signatures(work: Work, state: Is) -> None:
    now = signing.contents_of(work)
    held = {one.node for one in signatures.of_case(work.tx, work.case.id) if signing.holds(work, one, now)}
    for step in state.signed:
        if step not in held:
            raise Unmet(f'Bij "{step}" hoort een handtekening te staan die nog klopt, maar die is er niet.')
    for step in state.unsigned:
        if step in held:
            raise Unmet(f'Bij "{step}" staat een handtekening die nog klopt, en dat hoort niet.')
