"""Play a rehearsal from beginning to end and tell, step by step, whether it went as written."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bpmn.feel.values import show
from engine.casework.letters import compose
from engine.definitions.bundle import Bundle
from engine.definitions.definition import Definition
from engine.definitions.errors import NotPublishable
from engine.definitions.reading import read_definition
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.scripts import (
    PARENT,
    Access,
    ByItself,
    Deed,
    Ending,
    Is,
    Mail,
    MayNot,
    Meets,
    Move,
    Reply,
    Scene,
    Script,
    Sees,
    TermDeed,
    Votes,
)
from engine.definitions.switches import with_positions
from engine.definitions.variants import variants_of
from engine.definitions.wearing import Wearing
from engine.errors import EngineError
from engine.rehearsal import committees, tabs, terms
from engine.rehearsal.acting import do, may_not
from engine.rehearsal.answering import answer
from engine.rehearsal.as_parent import change_access, invited
from engine.rehearsal.errors import NoRehearsal, Stuck, Unmet
from engine.rehearsal.granted import by_itself, compare_rows
from engine.rehearsal.looking import look
from engine.rehearsal.piece_looking import compare_pieces
from engine.rehearsal.stage import Stage, Theatre
from engine.store import documents, outbox, people


@dataclass(frozen=True)
class Result:
    """How one scene went; an empty `message` is: as written. `stuck`: the route could not go on."""

    scene: Scene
    message: str = ""
    stuck: bool = False

    @property
    def passed(self) -> bool:
        return not self.message

    def __str__(self) -> str:
        line = f" (regel {self.scene.line})" if self.scene.line else ""
        return f"stap {self.scene.number}{line}: {self.message or 'goed'}"


@dataclass(frozen=True)
class Played:
    """How a rehearsal went. `results` end at the first act that failed: what comes after has no meaning.

    `crash` is set when something of ours broke: that is no answer to whether the route does what it should.
    """

    file: str
    name: str
    results: tuple[Result, ...] = ()
    crash: str = ""

    @property
    def passed(self) -> bool:
        return not self.crash and all(result.passed for result in self.results)

    @property
    def failures(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if not result.passed)

    def __str__(self) -> str:
        """Dutch, one line for the rehearsal and one for each thing that went otherwise."""
        told = [self.crash] if self.crash else [str(result) for result in self.failures]
        return "\n".join(
            [
                f"{'goed ' if self.passed else 'FOUT '} {self.file}: {self.name}",
                *(f"      {each}" for each in told),
            ]
        )


def rehearse(bundle: Bundle, name: str | None = None) -> list[Played]:
    """Play every rehearsal of a region, or the one with this name (of the file). What belongs to a switch that is off
    is left out. Raises NoRehearsal."""
    definition = read_definition(bundle)
    scripts, findings = scripts_of(definition)
    broken = [Played(one.file, "niet te lezen", crash=one.message) for one in findings]
    named = [script for script in scripts if name in (None, script.id)]
    if name is not None and not named and not any(one.file == f"rehearsals/{name}.toml" for one in broken):
        raise NoRehearsal(f'Er is geen repetitie "{name}".')
    chosen = playable_in(definition, named)
    if name is not None and named and not chosen:
        raise NoRehearsal(f'De repetitie "{name}" hoort bij een schakelaar die uit staat.')
    with theatre_for(bundle) as theatre:
        played = [play(theatre, bundle, script) for script in chosen]
    return [*played, *(one for one in broken if name is None or one.file == f"rehearsals/{name}.toml")]


def rehearse_turned(bundle: Bundle) -> Iterator[tuple[str, list[Played]]]:
    """(what it is called, how it went) with each switch turned alone. A rehearsal that says itself how the switch stands
    goes as it goes anyway, and is left out."""
    for variant in variants_of(read_definition(bundle)):
        if variant.overlay is None:
            definition = variant.definition
            scripts = [one for one in scripts_of(definition)[0] if variant.switch not in one.positions]
            with theatre_for(definition.bundle) as theatre:
                chosen = playable_in(definition, scripts)
                yield variant.title, [play(theatre, definition.bundle, script) for script in chosen]


def playable(scripts: Iterable[Script], off: frozenset[str]) -> list[Script]:
    """What of each rehearsal is played in a region where these switches are off; a rehearsal may turn them itself."""
    left = (script.without(script.off(off)) for script in scripts)
    return [script for script in left if script is not None]


def playable_in(definition: Definition, scripts: Iterable[Script]) -> list[Script]:
    """The same, with the switches as they stand for the school that each rehearsal begins with."""
    wearing = Wearing(definition)
    return [
        left
        for script in scripts
        for left in playable([script], wearing.standing(wearing.overlay_in(script)))
    ]


@contextmanager
def theatre_for(bundle: Bundle) -> Iterator[Theatre]:
    theatre = Theatre(bundle)
    try:
        yield theatre
    finally:
        theatre.close()


def play(theatre: Theatre, bundle: Bundle, script: Script, *, until_failure: bool = False) -> Played:
    """Play one rehearsal on a stage of its own. `until_failure`: stop at the first thing that goes otherwise."""
    results: list[Result] = []
    try:
        stage = theatre.stage(with_positions(bundle, script.positions), script.clock)
        for scene in script.scenes:
            results.append(_played(stage, scene))
            if not results[-1].passed and (until_failure or isinstance(scene.action, Deed)):
                break
    except NotPublishable as error:
        faults = "; ".join(f"{one.file}: {one.message}" for one in error.findings if one.level == "fout")
        return Played(script.file, script.name, crash=f"De routes zijn niet te laden. {faults}")
    except Exception as error:  # ours, not the route's: told as such, so that it is not taken for a proof
        number = len(results) + 1
        return Played(
            script.file, script.name, tuple(results), f"stap {number}: {type(error).__name__}: {error}"
        )
    return Played(script.file, script.name, tuple(results))


def _played(stage: Stage, scene: Scene) -> Result:
    try:
        _play(stage, scene)
    except EngineError as error:
        return Result(scene, error.message, isinstance(error, Stuck))
    return Result(scene)


def _play(stage: Stage, scene: Scene) -> None:
    match scene.action:
        case Deed() as deed:
            do(stage, scene, deed)
        case Ending() as ending:
            tabs.let_stop(stage, scene, ending)
        case MayNot() as action:
            may_not(stage, scene, action)
        case Sees() as sees:
            look(stage, scene, sees)
        case Mail() as mail:
            _compare_mail(stage, scene, mail)
        case Reply() as reply:
            answer(stage, scene, reply)
        case Access() as change:
            change_access(stage, scene, change)
        case Move() as move:
            stage.move_to(move.from_moment(stage.clock.now()))
        case ByItself() as begun:
            by_itself(stage, scene, begun)
        case Is() as state:
            _compare_case(stage, scene, state)
            terms.compare(stage, scene, state.terms)
        case TermDeed() as term_deed:
            terms.move(stage, scene, term_deed)
        case Meets() as meeting:
            committees.meets(stage, scene, meeting)
        case Votes() as vote:
            committees.votes(stage, scene, vote)


def _compare_mail(stage: Stage, scene: Scene, mail: Mail) -> None:
    texts = list(_mails(stage, scene, mail))
    if mail.count is None and not texts or mail.count not in (None, len(texts)):
        wanted = "ten minste één bericht" if mail.count is None else f"{mail.count} bericht(en)"
        raise Unmet(f'Verwacht: {wanted} "{mail.letter}" aan {mail.to}. Gezien: {len(texts)}.')
    for text in mail.texts:
        if texts and not any(text.casefold() in each.casefold() for each in texts):
            raise Unmet(f'Het bericht "{mail.letter}" noemt "{text}" niet.')
    for text in mail.without:
        if any(text.casefold() in each.casefold() for each in texts):
            raise Unmet(f'Het bericht "{mail.letter}" noemt "{text}", en dat hoort niet.')


def _mails(stage: Stage, scene: Scene, mail: Mail) -> Iterator[str]:
    """Subject and text of each mail of this case with this letter to this person."""
    case = stage.case(scene.case)
    with stage.system.reading() as tx:
        parent = invited(stage, tx, scene.case, mail.to) if mail.to.startswith(PARENT) else None
        person = parent.person if parent else people.person_by_login(tx, mail.to)
        if person is None:
            raise Unmet(f'De persoon "{mail.to}" staat niet in today/people.toml.')
        for row in outbox.of_case(tx, case.id):
            to, letter = row.detail.get("to"), row.detail.get("letter")
            if row.kind == "mail" and str(to) == str(person.id) and letter == mail.letter:
                sent = compose(tx, stage.system.settings, row)
                yield f"{sent.subject}\n{sent.text}"


def _compare_case(stage: Stage, scene: Scene, state: Is) -> None:
    case = stage.case(scene.case)
    finished = case.status == "finished"
    if state.finished not in (None, finished):
        now = f"klaar ({case.outcome_name or case.outcome})" if finished else f"bezig: {case.step}"
        raise Unmet(f"De zaak hoort {'klaar' if state.finished else 'nog bezig'} te zijn, maar is {now}.")
    if state.outcome and state.outcome != case.outcome:
        raise Unmet(f'De uitkomst hoort "{state.outcome}" te zijn, maar is "{case.outcome}".')
    if state.phase and state.phase != case.phase:
        raise Unmet(f'De zaak hoort in de fase "{state.phase}" te staan, maar staat in "{case.phase}".')
    for name, value in state.facts.items():
        if not _same(case.facts.get(name), value):
            seen = show(case.facts.get(name)) or "leeg"
            raise Unmet(f'Het feit "{name}" hoort {show(value)} te zijn, maar is {seen}.')
    compare_pieces(stage, case, state)
    compare_rows(stage, scene, state.register)
    with stage.system.reading() as tx:
        titles = [document.title for document in documents.of_case(tx, case.id)]
    for title in state.documents:
        if not any(title.casefold() in each.casefold() for each in titles):
            raise Unmet(f'Het document "{title}" hoort er te zijn. Er is: {", ".join(titles) or "geen"}.')


def _same(fact: object, expected: object) -> bool:
    """TOML's values against FEEL's: a date may be written as a text."""
    if isinstance(fact, (date, datetime)) and isinstance(expected, str):
        return fact.isoformat() == expected
    if isinstance(fact, Decimal) and isinstance(expected, int) and not isinstance(expected, bool):
        return fact == expected
    if isinstance(fact, (list, tuple)) and isinstance(expected, list):
        return len(fact) == len(expected) and all(map(_same, fact, expected))
    if isinstance(fact, Mapping) and isinstance(expected, Mapping):
        return fact.keys() == expected.keys() and all(_same(fact[key], expected[key]) for key in fact)
    return type(fact) is type(expected) and fact == expected
