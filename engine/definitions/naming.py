"""The names that exist in a region, brought together for the linter and the check of forms."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from bpmn.decisions.checking import check_decision
from bpmn.decisions.deciding import names_read
from bpmn.feel.types import ANY, STRING, FeelType, added, context_of, list_of
from bpmn.lint.facts import Knowledge, facts_set
from bpmn.lint.names import ALWAYS_KNOWN, Names
from bpmn.lint.words import PAPER_FORM
from bpmn.model import Node, Process
from config.parents import PARENT
from config.terms import Term
from engine.definitions.bundle import SHARED
from engine.definitions.committee_facts import votes_for_forms, with_votes
from engine.definitions.definition import Definition
from engine.definitions.parent_checks import LISTS
from engine.definitions.piece_facts import facts_for_forms, facts_of_pieces, with_signatures
from engine.definitions.reading import whole_region
from engine.definitions.register_checks import IN_FORMS, IN_ROUTES
from forms.expression_checking import FormNames
from forms.model import Form, questions

Types = Mapping[str, FeelType]


def names_of(definition: Definition, connectors: Collection[str]) -> Names:
    """`connectors` are those of the installation's settings."""
    processes = processes_of(definition)
    names = _plain_names(definition, connectors)
    called = {node.called for process in processes.values() for node in process.nodes.values()}
    sets = {key: facts_set(process, names) for key, process in processes.items() if key in called}
    names = replace(names, processes=sets)
    return replace(names, given=with_votes(definition, with_signatures(definition, _given(processes, names))))


def form_names_of(definition: Definition) -> FormNames:
    """What the forms of the region can name."""
    facts = {**facts_of(definition), **facts_for_forms(definition), **votes_for_forms(definition)}
    register = {"register": IN_FORMS} if definition.region.register_routes else {}
    return FormNames(
        facts={**facts, **register},
        tables={key: check_decision(decision, facts).type for key, decision in definition.decisions.items()},
        answers=answers_of(definition),
        switches=definition.region.switches.keys(),
    )


def answers_of(definition: Definition) -> dict[str, Types]:
    """By step; two routes may have a step of the same id, each with its form."""
    found: dict[str, Types] = {}
    for route in definition.routes.values():
        for step in route.steps.values():
            if step.form is not None:
                found[step.id] = added(found.get(step.id, {}), _typed(step.form))
    return found


def processes_of(definition: Definition) -> dict[str, Process]:
    """Every process of every file, by id, as it is drawn (nothing switched off)."""
    return {key: process for model in definition.models.values() for key, process in model.processes.items()}


def drawn_nodes(definition: Definition) -> Iterator[Node]:
    """Every element of every drawing, also what is switched off."""
    for process in processes_of(definition).values():
        yield from process.nodes.values()


def constants_of(definition: Definition) -> dict[str, FeelType]:
    """What every expression knows, of whatever case."""
    texts = dict.fromkeys(definition.region.texts, STRING)
    register = {"register": IN_ROUTES} if definition.region.register_routes else {}
    pieces = facts_of_pieces(definition.region.pieces)
    parents = dict.fromkeys(LISTS, list_of(STRING)) if definition.region.roles_of(PARENT) else {}
    return {
        **ALWAYS_KNOWN,
        **register,
        **pieces,
        **parents,
        **({"teksten": context_of(texts)} if texts else {}),
    }


def facts_of(definition: Definition) -> dict[str, FeelType]:
    """Everything that can be a fact in one of the routes, with its type when that is plain to see."""
    found = {**constants_of(definition), **dict.fromkeys(facts_made(definition), ANY)}
    asked = {
        name for node in drawn_nodes(definition) for name in (node.form, node.properties.get(PAPER_FORM))
    }
    for form in definition.forms.values():
        if form.id in asked or not form.file.startswith(SHARED):  # a shared block asks nothing by itself
            found = added(found, form.fact_types)
    return found


def facts_made(definition: Definition) -> set[str]:
    """The names that a route gives a value itself: nobody fills these in."""
    found: set[str] = set()
    for node in drawn_nodes(definition):
        found |= {node.result, *(row.target for row in node.outputs)}
        found |= {node.loop.output_collection} if node.loop else set()
        found |= {node.headers.get("resultaat", "nummer")} if node.job == "nummer" else set()
    return found - {""}


def _plain_names(definition: Definition, connectors: Collection[str]) -> Names:
    region = definition.region
    facts = facts_of(definition)
    return Names(
        roles={role.id: role.name for role in region.roles.values()},
        lanes=region.lanes,
        forms={key: _fields(form) for key, form in definition.forms.items()},
        decisions={
            key: (names_read(decision), check_decision(decision, facts).type)
            for key, decision in definition.decisions.items()
        },
        letters=definition.letters.keys(),
        phases=[phase.id for phase in region.phases],
        switches=region.switches.keys(),
        connectors={*connectors, *region.connections},
        numbers=region.numbers.keys(),
        documents=region.documents.keys(),
        pieces={piece.id: piece.parts.keys() for piece in region.pieces.values()},
        registers=region.registers.keys(),
        terms={term.id: _said(term) for term in whole_region(definition.bundle).terms.values()},
        committees={one.id: one.chair for one in whole_region(definition.bundle).committees.values()},
        facts=constants_of(definition),
    )


def _said(term: Term) -> tuple[str, ...]:
    """What a term says of itself that a drawing may count on."""
    said = {"duur": term.span, "verlengen": term.extension}
    return tuple(word for word, value in said.items() if value is not None)


def _fields(form: Form) -> dict[str, FeelType | None]:
    facts = form.fact_types
    return {field.key: facts.get(field.key) for field in questions(form.fields)}


def _typed(form: Form) -> dict[str, FeelType]:
    """A citizen service number is for who reads the case: no expression gets it."""
    unread = {field.key for field in questions(form.fields) if field.kind == "bsn"}
    return {key: kind or ANY for key, kind in _fields(form).items() if key not in unread}


def _given(processes: Mapping[str, Process], names: Names) -> Mapping[str, Types]:
    """Per process that is called: what its callers can know."""
    given: dict[str, dict[str, FeelType]] = {}
    for process in processes.values():
        for called in {node.called for node in process.nodes.values() if node.called in processes}:
            given[called] = added(given.get(called, {}), Knowledge(process, names).types)
    return given
