"""What a route can know of its documents and signatures, with types, so that a wrong name is found before a case is there:
`stukken.<id>.versie`, `stukken.<id>.<deel>` and `getekend.<stap>`."""

from collections.abc import Mapping

from bpmn.feel.types import ANY, BOOLEAN, NUMBER, STRING, FeelType, context_of
from config.pieces import Piece
from engine.definitions.definition import Definition, RouteDefinition
from forms.model import questions

PIECES, SIGNED = "stukken", "getekend"
Types = Mapping[str, FeelType]


def facts_of_pieces(pieces: Mapping[str, Piece]) -> dict[str, FeelType]:
    """The fact `stukken`; nothing in a region without documents."""
    if not pieces:
        return {}
    kinds = {
        one.id: context_of({"versie": NUMBER, **dict.fromkeys(one.parts, STRING)}) for one in pieces.values()
    }
    return {PIECES: context_of(kinds)}


def facts_for_forms(definition: Definition) -> dict[str, FeelType]:
    """What a form can know: of documents also what the version in force says, and the signatures of every route, for a
    form can be used in more than one."""
    steps = {step for route in definition.routes.values() for step in signing_in(route)}
    signed = {SIGNED: context_of(dict.fromkeys(sorted(steps), BOOLEAN))} if steps else {}
    if not definition.region.pieces:
        return signed
    kinds = {one.id: context_of(_of_piece(one, definition)) for one in definition.region.pieces.values()}
    return {**signed, PIECES: context_of(kinds)}


def _of_piece(piece: Piece, definition: Definition) -> dict[str, FeelType]:
    steps = (step for route in definition.routes.values() for step in route.steps.values())
    forms = [step.form for step in steps if step.node.properties.get("stuk") == piece.id and step.form]
    asked = {one.key: one.fact_type or ANY for form in forms for one in questions(form.fields)}
    return {"versie": NUMBER, **dict.fromkeys(piece.parts, STRING), "inhoud": context_of(asked)}


def with_signatures(definition: Definition, given: Mapping[str, Types]) -> dict[str, Types]:
    """Per process what it knows from outside, with the steps of its own route at which somebody signs."""
    found: dict[str, set[str]] = {}
    for route in definition.routes.values():
        steps = signing_in(route)
        for process in {step.process for step in route.steps.values()} if steps else ():
            found.setdefault(process, set()).update(steps)
    more = {
        name: {**given.get(name, {}), SIGNED: context_of(dict.fromkeys(sorted(steps), BOOLEAN))}
        for name, steps in found.items()
    }
    return {**given, **more}


def signing_in(route: RouteDefinition) -> list[str]:
    """The steps of a route at which somebody signs."""
    return [step.id for step in route.signing]
