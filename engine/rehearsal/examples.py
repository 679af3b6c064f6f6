"""Fill a demonstration with cases: the first deeds of the region's own rehearsals, each stopped somewhere on its way."""

from collections.abc import Mapping
from dataclasses import replace

from engine.definitions.definition import Published
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.scripts import Deed, Reply, Scene, Script
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

    A rehearsal is followed until it hands in something that cannot be today (its clock stood elsewhere): the case then
    stands where it came.
    """
    scripts, _ = scripts_of(published.definition)
    fitting = [one for one in playable(scripts, published.definition.off) if not one.positions]
    begun: list[int] = []
    for number, script in enumerate(fitting):
        stage = Stage(desk.database, desk.database.clock, published, desk.settings)
        _play_some(stage, _about(PUPILS[number % len(PUPILS)], script, published), deeds=1 + number % 4)
        begun += [case.id for case in stage.cases.values()]
        if len(begun) >= MOST:
            break
    with desk.transaction() as tx:  # a rehearsal keeps calls in hand: from here on they are the worker's
        queue.put_back(tx, begun)
    return len(begun)


def _about(pupil: str, script: Script, published: Published) -> Script:
    """The same rehearsal about another child."""
    names: dict[str, str] = {}
    for form in published.definition.forms.values():
        names |= _named([one.key for one in every_field(form.fields) if one.pupil == "naam"], pupil)
    return replace(script, scenes=tuple(_renamed(scene, names) for scene in script.scenes))


def _named(keys: list[str], pupil: str) -> dict[str, str]:
    """The name over the fields that ask for it: in one, or the first name in the first and the last in the last."""
    if len(keys) < 2:
        return dict.fromkeys(keys, pupil)
    first, _, last = pupil.partition(" ")
    return {**dict.fromkeys(keys, ""), keys[0]: first, keys[-1]: last}


def _renamed(scene: Scene, names: Mapping[str, str]) -> Scene:
    if not isinstance(scene.action, Deed):
        return scene
    answers = {key: names.get(key, value) for key, value in scene.action.answers.items()}
    return replace(scene, action=replace(scene.action, answers=answers))


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
