"""What a route knows of the votes of a committee, with types: `stemmen.<stap>.voor`, `.tegen`, `.onthouden` (numbers) and
`.uitkomst` ("voor", "tegen"; empty as long as nobody decided)."""

from collections.abc import Mapping

from bpmn.feel.types import NUMBER, STRING, FeelType, context_of
from bpmn.lint.words import COMMITTEE
from engine.definitions.definition import Definition, RouteDefinition

VOTES = "stemmen"
Types = Mapping[str, FeelType]
_OF_STEP = context_of({"voor": NUMBER, "tegen": NUMBER, "onthouden": NUMBER, "uitkomst": STRING})


def votes_for_forms(definition: Definition) -> dict[str, FeelType]:
    """What a form can know: the votes of every route, for a form can be used in more than one."""
    steps = {step for route in definition.routes.values() for step in voting_in(definition, route)}
    return _known(steps) if steps else {}


def with_votes(definition: Definition, given: Mapping[str, Types]) -> dict[str, Types]:
    """Per process what it knows from outside, with the steps of its own route at which a committee votes."""
    found: dict[str, set[str]] = {}
    for route in definition.routes.values():
        steps = voting_in(definition, route)
        for process in {step.process for step in route.steps.values()} if steps else ():
            found.setdefault(process, set()).update(steps)
    more = {name: {**given.get(name, {}), **_known(steps)} for name, steps in found.items()}
    return {**given, **more}


def voting_in(definition: Definition, route: RouteDefinition) -> list[str]:
    """The steps of a route at which a committee votes."""
    known = definition.region.committees
    return [step.id for step in route.steps.values() if step.node.properties.get(COMMITTEE) in known]


def _known(steps: set[str]) -> dict[str, FeelType]:
    return {VOTES: context_of(dict.fromkeys(sorted(steps), _OF_STEP))}
