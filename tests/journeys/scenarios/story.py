"""What a rehearsal of a region tells, done by its people through the pages."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Protocol, Self

from tests.journeys.scenarios.forms import Answers
from tests.journeys.scenarios.town import PARENT, Person, Town

TODAY = "2026-11-21"  # in every rehearsal


class Doer(Protocol):
    """Who does what stands in a rehearsal."""

    def begins(self, route: str, answers: Answers) -> str: ...

    def does(self, reference: str, step: str, answers: Answers) -> None: ...

    def acts(self, reference: str, button: str, answers: Answers) -> None: ...

    def meets(self, committee: str, present: Iterable[str]) -> None: ...

    def votes(self, committee: str, reference: str, step: str, choice: str, reason: str) -> None: ...


Doers = Mapping[str, Doer]  # by the name they sign in with
NOBODY: Doers = {}

_HAPPENS = {"start", "doet", "begint", "klok", "vergadering", "stemt"}


class Story:
    """A rehearsal of the region, done by its people through the pages, as far as a test wants. `reference` is its case;
    `today` stands where the rehearsal names its own."""

    def __init__(self, town: Town, name: str, today: str = TODAY) -> None:
        text = (town.folder / "rehearsals" / f"{name}.toml").read_text(encoding="utf-8")
        script = tomllib.loads(text.replace(TODAY, today))
        self.town = town
        self.reference = ""
        self.committee = ""
        self.parents: dict[str, Person] = {}
        self.left: list[dict[str, object]] = [scene for scene in script["stap"] if _happens(scene)]

    def until(self, step: str, others: Doers = NOBODY) -> Self:
        """All that is done before the next time of `step`; by `others` where they are named."""
        while self.left and step not in _targets(self.left[0]):
            self._play(self.left.pop(0), others)
        assert self.left, f"{step} does not come (any more)"
        return self

    def past(self, step: str, others: Doers = NOBODY, **other: object) -> Self:
        """That step too, with other answers than the rehearsal gives."""
        self.until(step, others)
        scene = self.left.pop(0)
        self._play({**scene, "antwoorden": {**_answers(scene), **other}}, others)
        return self

    def to_the_end(self) -> Self:
        while self.left:
            self._play(self.left.pop(0))
        return self

    def answers(self, step: str) -> Answers:
        """Those of the next time of `step`."""
        return next(_answers(scene) for scene in self.left if step in _targets(scene))

    def skip(self, step: str) -> Self:
        """The test itself does the next time of `step`."""
        self.until(step)
        self.left.pop(0)
        return self

    def person(self, login: str) -> Person:
        """Who the rehearsal calls so; a parent of its case."""
        if not login.startswith(PARENT):
            return self.town.person(login)
        if login not in self.parents:
            self.parents[login] = self.town.parent(login)
        return self.parents[login]

    def _play(self, scene: Mapping[str, object], others: Doers = NOBODY) -> None:
        if "klok" in scene:
            self.town.pass_time(_length(str(scene["klok"])))
            return
        login, answers = str(scene["wie"]), _answers(scene)
        person = others.get(login) or self.person(login)
        if "start" in scene:
            self.reference = person.begins(str(scene["start"]), answers)
        elif "doet" in scene:
            person.does(self.reference, str(scene["doet"]), answers)
        elif "begint" in scene:
            person.acts(self.reference, str(scene["begint"]), answers)
        else:
            self._sit(person, scene)

    def _sit(self, person: Doer, scene: Mapping[str, object]) -> None:
        """A committee meets, or somebody votes in it."""
        if isinstance(meeting := scene.get("vergadering"), Mapping):
            self.committee = str(meeting["commissie"])
            person.meets(self.committee, meeting["aanwezig"])
        elif isinstance(vote := scene.get("stemt"), Mapping):
            person.votes(self.committee, self.reference, vote["stap"], vote["stem"], vote.get("reden", ""))


def _happens(scene: Mapping[str, object]) -> bool:
    """Whether it is something a person or the clock does, and not a look at what is there."""
    return "geweigerd" not in scene and bool(_HAPPENS & set(scene))


def _targets(scene: Mapping[str, object]) -> Iterator[object]:
    return (scene[verb] for verb in ("start", "doet", "begint") if verb in scene)


def _answers(scene: Mapping[str, object]) -> Answers:
    answers = scene.get("antwoorden", {})
    assert isinstance(answers, Mapping)
    return answers


def _length(text: str) -> timedelta:
    """A month as 31 days: long enough, whichever it is."""
    found = re.fullmatch(r"P(?:(\d+)M)?(?:(\d+)D)?(?:T(\d+)H)?", text)
    assert found, text
    months, days, hours = (int(part or 0) for part in found.groups())
    return timedelta(days=31 * months + days, hours=hours)
