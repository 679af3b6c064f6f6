"""Fill a demonstration with cases: the first deeds of the region's own rehearsals, each stopped somewhere on its way."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice, takewhile

from engine.clock import day
from engine.definitions.definition import Published
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.scripts import Deed, Move, Reply, Scene, Script
from engine.desk import Desk
from engine.rehearsal.acting import do
from engine.rehearsal.answering import answer
from engine.rehearsal.errors import Stuck, Unmet
from engine.rehearsal.playing import playable
from engine.rehearsal.stage import Stage
from engine.store import queue
from forms.model import every_field

MOST = 8  # cases of one region

# Made-up children, one for each case, so that an inbox reads like one.
PUPILS = (
    "Noor Voorbeeld",
    "Sem Testers",
    "Yara Proef",
    "Daan Demo",
    "Lina Fictief",
    "Milan Staal",
    "Ivo Dubbel",
    "Iris Dubbel",
)


def make_examples(desk: Desk, published: Published) -> int:
    """Begin cases in the database of `desk`, by the people of today/. Returns how many.

    Each stops after another act, from the first to the last. What a rehearsal hands in may not be possible today: the
    case then stands where it came.
    """
    scripts, off = scripts_of(published.definition)[0], published.definition.off
    fitting = [one for one in playable(scripts, off) if one.off(off) == off]
    begun: list[int] = []
    for number, (script, deeds) in enumerate(_stops(fitting)):
        stage = Stage(desk.database, desk.database.clock, published, desk.settings)
        days = day(stage.clock.now()) - script.clock.date()
        _play_some(stage, _about(PUPILS[number % len(PUPILS)], days, script, published), deeds)
        begun += [case.id for case in stage.cases.values()]
        if len(begun) >= MOST:
            break
    with desk.transaction() as tx:  # a rehearsal keeps calls in hand: from here on they are the worker's
        queue.put_back(tx, begun)
    return len(begun)


def _stops(scripts: Iterable[Script]) -> list[tuple[Script, int]]:
    """(a rehearsal, how many of its acts): each ends with another act, and together they go all along the routes."""
    walks = [(script, _acts(script)) for script in scripts]
    ends: dict[str, tuple[Script, int]] = {}
    for count in range(1, max((len(acts) for _, acts in walks), default=0) + 1):
        for script, acts in walks:
            if count <= len(acts):
                ends.setdefault(acts[count - 1], (script, count))
    found = list(ends.values())
    if len(found) <= MOST:
        return list(islice(cycle(found), MOST))
    return [found[number * (len(found) - 1) // (MOST - 1)] for number in range(MOST)]


def _acts(script: Script) -> list[str]:
    """What is done before the clock is put forward: a demonstration keeps its own time."""
    now = takewhile(lambda scene: not isinstance(scene.action, Move), script.scenes)
    return [one.action.target for one in now if isinstance(one.action, Deed) and one.action.refused is None]


def _about(pupil: str, days: timedelta, script: Script, published: Published) -> Script:
    """The same rehearsal about another child, with its dates as many days later."""
    fields = [one for form in published.definition.forms.values() for one in every_field(form.fields)]
    dates = {one.key for one in fields if one.kind == "date" and not one.pupil}
    names: dict[str, str] = {}
    for form in published.definition.forms.values():
        names |= _named([one.key for one in every_field(form.fields) if one.pupil == "naam"], pupil)
    return replace(script, scenes=tuple(_renamed(scene, names, dates, days) for scene in script.scenes))


def _named(keys: list[str], pupil: str) -> dict[str, str]:
    """The name over the fields that ask for it: in one, or the first name in the first and the last in the last."""
    if len(keys) < 2:
        return dict.fromkeys(keys, pupil)
    first, _, last = pupil.partition(" ")
    return {**dict.fromkeys(keys, ""), keys[0]: first, keys[-1]: last}


def _renamed(scene: Scene, names: Mapping[str, str], dates: Set[str], days: timedelta) -> Scene:
    if not isinstance(scene.action, Deed):
        return scene
    later = {key: _later(key, value, dates, days) for key, value in scene.action.answers.items()}
    answers = {key: names.get(key, value) for key, value in later.items()}
    return replace(scene, action=replace(scene.action, answers=answers))


def _later(key: str, value: object, dates: Set[str], days: timedelta) -> object:
    """The answer to a field, or to those in its rows."""
    if isinstance(value, list):
        return [
            {inner: _later(inner, one, dates, days) for inner, one in row.items()}
            if isinstance(row, Mapping)
            else row
            for row in value
        ]
    if key not in dates or not isinstance(value, str) or not value:
        return value
    return (date.fromisoformat(value) + days).isoformat()


def _play_some(stage: Stage, script: Script, deeds: int) -> None:
    """The first deeds, and what another system answered to them."""
    for scene in script.scenes:
        try:
            match scene.action:
                case Deed(refused=None) as deed if deeds:
                    do(stage, scene, deed)
                    deeds -= 1
                case Deed(refused=None):
                    return
                case Reply(failure="") as reply:
                    answer(stage, scene, reply)
        except (Unmet, Stuck):
            return
