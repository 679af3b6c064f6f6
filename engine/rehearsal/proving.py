"""Prove that the routes do what the source text says: for each rule a rehearsal passes as the files are, and fails
when any one of the elements that carry the rule is taken out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from engine.definitions.bundle import Bundle
from engine.definitions.definition import Definition
from engine.definitions.errors import CannotTakeOut
from engine.definitions.reading import read_definition
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.rules import Carrier, Rule, missing_ids
from engine.definitions.scripts import Deed, Is, Mail, MayNot, Refused, Scene, Script, Sees
from engine.definitions.switches import falls_away
from engine.definitions.taking_out import take_out
from engine.rehearsal.playing import Played, play, playable_in, theatre_for
from engine.rehearsal.stage import Theatre


@dataclass(frozen=True)
class Verdict:
    """What became of one rule. `reason` says why it is not proved, empty when it is; `proofs` are the carriers whose
    absence was noticed. A rule that is not `expected` fails nothing: an addition, of routes that are not there, or an
    inferred rule whose switch is off."""

    rule: Rule
    proofs: tuple[str, ...]
    reason: str
    expected: bool

    @property
    def proved(self) -> bool:
        return not self.reason

    def __str__(self) -> str:
        if self.proved:
            return f"{self.rule.id} bewezen  ({', '.join(self.proofs)})"
        return f"{self.rule.id} niet bewezen: {self.reason}"


@dataclass(frozen=True)
class Proof:
    """All verdicts, and the ids that no rule has. `status` is what a command gives back: 0 or 1."""

    verdicts: tuple[Verdict, ...]
    missing: tuple[str, ...]

    @property
    def status(self) -> int:
        return 1 if self.missing or any(one.expected and not one.proved for one in self.verdicts) else 0

    @property
    def total(self) -> str:
        """The last line: how many of each mark."""
        counts = []
        for mark, word in (("L", "letterlijk"), ("I", "afgeleid"), ("T", "toevoeging")):
            of_mark = [one for one in self.verdicts if one.rule.mark == mark]
            counts.append(f"{word} {sum(one.proved for one in of_mark)} van {len(of_mark)}")
        proved = sum(one.proved for one in self.verdicts)
        return f"{proved} van {len(self.verdicts)} regels bewezen ({', '.join(counts)})"

    def lines(self) -> Iterator[str]:
        yield from map(str, self.verdicts)
        yield from (
            f"{one} ontbreekt: tussen de eerste en de laatste regel hoort elke regel te staan"
            for one in self.missing
        )
        yield self.total


def prove(bundle: Bundle, progress: Callable[[str], object] = lambda line: None) -> Proof:
    """Prove every rule of a region. `progress` gets each line as soon as it is known, the line of totals last.

    Raises ConfigError when today/ cannot be read.
    """
    definition = read_definition(bundle)
    scripts, _ = scripts_of(definition)
    with theatre_for(bundle) as theatre:
        proving = _Proving(theatre, definition, playable_in(definition, scripts))
        verdicts = []
        for rule in definition.rules:
            verdicts.append(proving.verdict(rule))
            progress(str(verdicts[-1]))
    proof = Proof(tuple(verdicts), tuple(missing_ids(definition.rules)))
    for line in list(proof.lines())[len(verdicts) :]:
        progress(line)
    return proof


class _Proving:
    """Plays rehearsals of one region. A rehearsal that names several rules is played once as the files are."""

    def __init__(self, theatre: Theatre, definition: Definition, scripts: Iterable[Script]) -> None:
        self._theatre = theatre
        self._definition = definition
        self._scripts = tuple(scripts)
        self._as_is: dict[str, Played] = {}
        self._without: dict[tuple[str, str], Played] = {}
        self._noticed: Counter[tuple[str, str]] = Counter()

    def verdict(self, rule: Rule) -> Verdict:
        exists = not rule.routes or any(route in self._definition.routes for route in rule.routes)
        proofs: list[str] = []
        if not exists:
            reason = "de routes van deze regel zijn er niet"
        elif rule.switch in self._definition.off:
            reason = f"de schakelaar {rule.switch} staat uit"
        else:
            reason = self._why_not(rule, proofs)
        chosen_off = rule.mark == "I" and rule.switch in self._definition.off
        return Verdict(rule, tuple(proofs), reason, expected=exists and rule.mark != "T" and not chosen_off)

    def _why_not(self, rule: Rule, proofs: list[str]) -> str:
        """Empty when proved; the carriers that were noticed are added to `proofs`."""
        scripts = [script for script in self._scripts if rule.id in script.rules]
        if not scripts:
            return "geen repetitie noemt deze regel"
        if not rule.carriers:
            return "er staan geen dragers bij"
        carriers = [one for one in rule.carriers if not falls_away(one, self._definition, rule.routes)]
        if not carriers:
            return "alles wat deze regel draagt, hangt aan een schakelaar die uit staat"
        for script in scripts:
            if not self._passes(script):
                return f"{script.file} slaagt niet: {_first(self._as_is[script.id])}"
        reasons = []
        for carrier in carriers:
            if reason := self._unnoticed(carrier, rule, scripts):
                reasons.append(f"{carrier.text}: {reason}")
            else:
                proofs.append(carrier.text)
        return "; ".join(reasons)

    def _passes(self, script: Script) -> bool:
        if script.id not in self._as_is:
            self._as_is[script.id] = play(self._theatre, self._definition.bundle, script, until_failure=True)
        return self._as_is[script.id].passed

    def _unnoticed(self, carrier: Carrier, rule: Rule, scripts: list[Script]) -> str:
        """Why taking this carrier out proves nothing; empty when a rehearsal notices."""
        try:
            bundle = take_out(carrier, self._definition, rule.routes)
        except CannotTakeOut as error:
            return error.message
        broken = ""
        for script in self._likely_first(carrier, rule, scripts):
            played = self._played_on(bundle, script)
            stuck = next((one.message for one in played.failures if one.stuck), "")
            if played.failures and not played.crash and not stuck:
                self._noticed[rule.id, script.id] += 1
                return ""
            broken = broken or played.crash or stuck
        return broken or "geen repetitie merkt dat dit weg is"

    def _played_on(self, bundle: Bundle, script: Script) -> Played:
        """Several rules may have the same carrier: without it, a rehearsal goes the same way for each."""
        key = (bundle.checksum, script.id)
        if key not in self._without:
            self._without[key] = play(self._theatre, bundle, script, until_failure=True)
        return self._without[key]

    def _likely_first(self, carrier: Carrier, rule: Rule, scripts: list[Script]) -> list[Script]:
        """One rehearsal that notices is enough: first those that expect something of the carrier, then what noticed
        another carrier of this rule, short ones before long ones."""
        names = {carrier.value, carrier.part, carrier.owner} - {""}

        def unlikely(script: Script) -> tuple[int, int, int]:
            expects = sum(not names.isdisjoint(expected_in(scene)) for scene in script.scenes)
            return -expects, -self._noticed[rule.id, script.id], len(script.scenes)

        return sorted(scripts, key=unlikely)


def expected_in(scene: Scene) -> set[str]:
    """The names of which a step of a rehearsal expects something, apart from that it can be done."""
    match scene.action:
        case Deed(refused=Refused(field=name)):
            return {name}
        case MayNot(target=name) | Mail(letter=name):
            return {name}
        case Sees(there, absent):
            fields = (part for view in (there, absent) for name in view.fields for part in name.split("."))
            seen = (name for view in (there, absent) for name in (*view.tasks, *view.pages, *view.routes))
            return {*fields, *seen}
        case Is(facts=facts):
            return set(facts)
        case _:
            return set()


def _first(played: Played) -> str:
    return played.crash or str(played.failures[0])
