"""Fill a demonstration with cases: the first deeds of the region's own rehearsals, each stopped somewhere on its way."""

from engine.definitions.definition import Published
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.scripts import Deed, Script
from engine.desk import Desk
from engine.rehearsal.acting import do
from engine.rehearsal.errors import Stuck, Unmet
from engine.rehearsal.playing import playable
from engine.rehearsal.stage import Stage

MOST = 8  # cases of one region


def make_examples(desk: Desk, published: Published) -> int:
    """Begin cases in the database of `desk`, by the people of today/. Returns how many.

    A rehearsal is followed until it hands in something that cannot be today (its clock stood elsewhere): the case then
    stands where it came.
    """
    scripts, _ = scripts_of(published.definition)
    fitting = [one for one in playable(scripts, published.definition.off) if not one.positions]
    begun = 0
    for number, script in enumerate(fitting):
        stage = Stage(desk.database, desk.database.clock, published, desk.settings)
        _play_some(stage, script, deeds=1 + number % 4)
        begun += len(stage.cases)
        if begun >= MOST:
            break
    return begun


def _play_some(stage: Stage, script: Script, deeds: int) -> None:
    accepted = [
        scene for scene in script.scenes if isinstance(scene.action, Deed) and scene.action.refused is None
    ]
    for scene in accepted[:deeds]:
        assert isinstance(scene.action, Deed)
        try:
            do(stage, scene, scene.action)
        except (Unmet, Stuck):
            return
