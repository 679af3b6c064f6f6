"""What nobody can do today: a role without people, a school without a tie, one person where two are needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bpmn.findings import Finding
from bpmn.lint.supported import PERSON_TASKS
from config.parents import PARENT
from config.regions import Region
from engine import access
from engine.definitions.committee_checks import too_few
from engine.definitions.definition import Definition, RouteDefinition, Step
from engine.definitions.finding import Place, warning
from engine.definitions.population import Population, population_in
from engine.desk import Desk
from engine.model import Organisation

RULE = "niemand-vandaag"
_MOST_NAMED = 5
_NOT_THE_SCHOOL = "niet_school_van_de_zaak"


@dataclass(frozen=True)
class Gap:
    """Something that nobody can do. `steps` are (id, name); `schools` for whose cases, empty: for every school."""

    what: str
    advice: str
    steps: tuple[tuple[str, str], ...] = ()
    schools: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        steps = listed([name for _, name in self.steps])
        return f"{self.what} Het gaat om: {steps}." if steps else self.what


def gaps(definition: Definition, population: Population) -> list[Gap]:
    """Everything that nobody can do today, per school where it differs."""
    found = [*_untied(definition, population), *_undone(definition, population)]
    found += [Gap(*one) for one in too_few(definition, population)]
    merged: dict[tuple[str, str, tuple[str, ...]], Gap] = {}
    for one in found:
        key = (one.what, one.advice, one.schools)
        before = merged.get(key)
        merged[key] = replace(one, steps=tuple(dict.fromkeys((*before.steps, *one.steps)))) if before else one
    return list(merged.values())


def findings_of(definition: Definition, population: Population, file: str) -> Iterator[Finding]:
    """The same as warnings."""
    for one in gaps(definition, population):
        element = one.steps[0][0] if one.steps else ""
        yield warning(RULE, one.message, one.advice, Place(file, element=element))


def findings_now(desk: Desk, definition: Definition) -> list[Finding]:
    """The same by the database: what holds now where the region is used."""
    with desk.reading() as tx:
        population = population_in(tx, definition.region.id)
    place = Place("today/people.toml")
    if not population.holdings:
        advice = f"Laad de scholen en mensen met: leidraad load processes/{definition.region.id}"
        return [warning(RULE, "Deze regio heeft nog geen mensen: niemand kan iets doen.", advice, place)]
    return list(findings_of(definition, population, place.file))


def listed(names: Sequence[str]) -> str:
    """A few names, and how many more."""
    shown = [f'"{name}"' for name in names[:_MOST_NAMED]]
    more = [f"en nog {len(names) - _MOST_NAMED}"] if len(names) > _MOST_NAMED else []
    return ", ".join([*shown, *more])


def _doing(definition: Definition) -> Iterator[tuple[RouteDefinition, Step]]:
    """What people do in the routes: begin, tasks and acts. What is for parents depends on the case."""
    for route in definition.routes.values():
        for step in route.steps.values():
            acts = step.id == route.start.id or step.id in route.acts or step.node.kind in PERSON_TASKS
            if acts and step.roles and not _for_parents(definition.region, step):
                yield route, step


def _for_parents(region: Region, step: Step) -> bool:
    return any(role in region.roles and region.roles[role].of == PARENT for role in step.roles)


def _schools(route: RouteDefinition, population: Population) -> list[Organisation]:
    kinds = route.school_kinds
    return [one for one in population.schools if not kinds or one.school_type in kinds]


def _untied(definition: Definition, population: Population) -> Iterator[Gap]:
    """Schools without a relation of a kind on which a role hangs."""
    for route, step in _doing(definition):
        for kind in sorted(access.kinds_of(definition.region, step.roles)):
            for school in _schools(route, population):
                if not population.targets.get(school.id, {}).get(kind):
                    yield Gap(
                        f'{school.name} is met niemand verbonden door de relatie "{kind}".',
                        f'Zet in today/relations.toml een [[relatie]] met soort = "{kind}" en van = "{school.id}", '
                        "en laad die.",
                        ((step.id, step.name),),
                        (school.id,),
                    )


def _undone(definition: Definition, population: Population) -> Iterator[Gap]:
    for route, step in _doing(definition):
        yield from _of_step(definition, population, route, step)


def _of_step(
    definition: Definition, population: Population, route: RouteDefinition, step: Step
) -> Iterator[Gap]:
    region, schools = definition.region, _schools(route, population)
    names = " of ".join(region.roles[role].name for role in step.roles if role in region.roles)
    begins = step.id == route.start.id
    empty = [one for one in schools if not _doers(region, population, step, one.id)]
    untied = [one for one in empty if _lacks_a_tie(region, population, step, one.id)]
    empty = [one for one in empty if one not in untied]
    here = ((step.id, step.name),)
    if not names or (begins and len(empty) < len(schools)):
        return  # of roles that do not exist more is said elsewhere; that a school begins nothing can be meant
    advice = f'Geef iemand de rol in today/people.toml en laad die, of kies bij de stap een andere rol dan "{names}".'
    if empty and len(empty) == len(schools):
        yield Gap(f'Niemand heeft vandaag de rol "{names}" zoals deze stap die vraagt.', advice, here)
    elif empty:
        where = listed([one.name for one in empty])
        what = f'Voor {where} heeft niemand vandaag de rol "{names}".'
        yield Gap(what, advice, here, tuple(one.id for one in empty))
    yield from _one_for_two(definition, population, route, step)


def _lacks_a_tie(region: Region, population: Population, step: Step, school: str) -> bool:
    ties = population.targets.get(school, {})
    return any(not ties.get(kind) for kind in access.kinds_of(region, step.roles))


def _doers(region: Region, population: Population, step: Step, school: str) -> frozenset[str]:
    found = frozenset[str]().union(*population.who(region, step.roles, school, step.relation).values())
    return found - population.at(school) if step.relation == _NOT_THE_SCHOOL else found


def _one_for_two(
    definition: Definition, population: Population, route: RouteDefinition, step: Step
) -> Iterator[Gap]:
    """Two steps that two people must do, for which there is one."""
    others = [route.steps[name] for name in step.not_by if name in route.steps]
    alone: dict[tuple[str, str], list[str]] = {}
    for school in _schools(route, population):
        mine = _doers(definition.region, population, step, school.id)
        for other in others:
            if len(mine) == 1 and _doers(definition.region, population, other, school.id) == mine:
                alone.setdefault((population.names(mine), other.name), []).append(school.id)
    for (name, doing), schools in alone.items():
        yield Gap(
            f'Alleen {name} kan dit doen, en ook "{doing}"; dat moeten twee mensen zijn.',
            "Geef nog iemand de rol in today/people.toml en laad die.",
            ((step.id, step.name),),
            tuple(schools),
        )
