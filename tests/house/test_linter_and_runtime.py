"""The linter and the runtime say the same about what can run: one small diagram for every kind of element."""

from collections.abc import Mapping
from itertools import product

import pytest

from bpmn.decisions.reading import read_decisions
from bpmn.lint.linting import lint
from bpmn.lint.rules import niet_ondersteund
from bpmn.lint.supported import (
    EVENT_SUB_PROCESS_STARTS,
    EVENT_WORDS,
    EVENTS,
    NODE_KINDS,
    PROCESS_STARTS,
    SUB_PROCESS_STARTS,
)
from bpmn.node_reading import NODE_KINDS as READ
from bpmn.reading import read_model
from engine.runtime.errors import RouteError
from engine.runtime.routes import load_route
from tests.bpmn.decisions.making import decision, definitions, table
from tests.bpmn.diagrams import (
    boundary,
    diagram,
    element,
    extensions,
    message,
    messages,
    scope,
    script,
    timer,
)
from tests.bpmn.lint.examples import EXAMPLES, NAMES

TOP = messages("m") + "".join(
    f'<bpmn:{kind} id="{kind}_1" name="{kind}"/>' for kind in ("signal", "error", "escalation")
)
DEFINITIONS: Mapping[str, str] = {
    "none": "",
    "timer": timer("P1D"),
    "message": message("m"),
    **{
        kind: f'<bpmn:{kind}EventDefinition {kind}Ref="{kind}_1"/>'
        for kind in ("signal", "error", "escalation")
    },
    "conditional": "<bpmn:conditionalEventDefinition><bpmn:condition>=true</bpmn:condition></bpmn:conditionalEventDefinition>",
    "terminate": "<bpmn:terminateEventDefinition/>",
    "link": '<bpmn:linkEventDefinition name="l"/>',
    "compensate": "<bpmn:compensateEventDefinition/>",
    "cancel": "<bpmn:cancelEventDefinition/>",
    "multiple": timer("P1D") + message("m"),
}
INSIDE: Mapping[str, str] = {
    "scriptTask": script("1 + 1", "som"),
    "businessRuleTask": extensions('<zeebe:calledDecision decisionId="tabel" resultVariable="uitkomst"/>'),
    "serviceTask": extensions('<zeebe:taskDefinition type="dossiers"/>'),
    "callActivity": extensions('<zeebe:calledElement processId="deelroute"/>'),
    **dict.fromkeys(("subProcess", "transaction", "adHocSubProcess"), scope("start_x -> a_x -> einde_x")),
}
DECISIONS = read_decisions(
    definitions(decision(table(["bedrag"], ["u"], [["-", '"ja"']]), "tabel")), "tabel.dmn"
)
CALLED = diagram("start_c -> a_c -> einde_c", process="deelroute")
PLACES = [*EVENTS, "startEvent", "startEvent of a sub-process", "startEvent of a handler"]
SUPPORTED = {
    **EVENTS,
    "startEvent": PROCESS_STARTS,
    "startEvent of a sub-process": SUB_PROCESS_STARTS,
    "startEvent of a handler": EVENT_SUB_PROCESS_STARTS,
}
CANNOT_RUN = (
    "andere-taal", "begin", "bericht", "deelroute", "einde", "gebeurtenispoort", "herhaling", "niet-ondersteund",
    "onbereikbaar", "poort", "script", "timer", "voorwaarde-plaats",
)  # fmt: skip


def is_loaded(data: bytes) -> bool:
    models = {
        file: read_model(text, file) for file, text in {"route.bpmn": data, "deelroute.bpmn": CALLED}.items()
    }
    try:
        load_route(models, "route", DECISIONS)
    except RouteError:
        return False
    return True


def is_refused(data: bytes) -> bool:
    """Whether the linter says that something in it can't run."""
    found = lint(read_model(data, "route.bpmn"), NAMES)
    return any(
        each.rule in (*CANNOT_RUN, "fout-opvangen", "verwijzing") and each.level == "fout" for each in found
    )


def with_kind(kind: str) -> bytes:
    """A route with one activity or gateway of this kind."""
    drawn = element(kind, "x", INSIDE.get(kind, ""), messageRef="bericht_m" if kind == "receiveTask" else "")
    if kind != "eventBasedGateway":
        return diagram("start -> x -> einde", elements={"x": drawn}, top=TOP)
    caught = {
        key: element("intermediateCatchEvent", key, timer(f"P{days}D"))
        for days, key in enumerate(("t1", "t2"), 1)
    }
    return diagram("start -> x -> t1 -> einde", "x -> t2 -> einde", elements={"x": drawn, **caught}, top=TOP)


def with_event(place: str, kind: str) -> bytes:
    """A route with an event of this kind in this place."""
    definition = DEFINITIONS[kind]
    if place == "boundaryEvent":
        held = element("subProcess", "x", INSIDE["subProcess"])
        return diagram(
            "start -> x -> einde",
            "e -> einde",
            elements={"x": held, "e": boundary("e", "x", definition)},
            top=TOP,
        )
    if place.endswith(("sub-process", "handler")):
        inside = scope("e -> a_x -> einde_x", elements={"e": element("startEvent", "e", definition)})
        if place.endswith("handler"):
            return diagram(
                "start -> a -> einde",
                elements={"x": element("subProcess", "x", inside, triggeredByEvent="true")},
                top=TOP,
            )
        return diagram("start -> x -> einde", elements={"x": element("subProcess", "x", inside)}, top=TOP)
    chain = {"startEvent": "e -> a -> einde", "endEvent": "start -> a -> e"}.get(place, "start -> e -> einde")
    return diagram(chain, elements={"e": element(place, "e", definition)}, top=TOP)


@pytest.mark.parametrize("kind", sorted(READ - set(PLACES)))
def test_an_element_runs_if_and_only_if_the_linter_lets_it(kind: str) -> None:
    assert is_loaded(with_kind(kind)) == (kind in NODE_KINDS) == (not is_refused(with_kind(kind)))


@pytest.mark.parametrize(("place", "kind"), list(product(PLACES, EVENT_WORDS)))
def test_an_event_runs_if_and_only_if_the_linter_lets_it(place: str, kind: str) -> None:
    supported = kind in SUPPORTED[place]
    assert is_loaded(with_event(place, kind)) == supported
    uncaught = (place, kind) == ("endEvent", "error")  # it runs, but nobody in this small route catches it
    assert is_refused(with_event(place, kind)) == (not supported) or uncaught


@pytest.mark.parametrize("rule", CANNOT_RUN)
def test_what_the_linter_refuses_as_not_able_to_run_is_refused_by_the_runtime_too(rule: str) -> None:
    assert not is_loaded(EXAMPLES[rule].wrong)
    assert is_loaded(EXAMPLES[rule].right)


@pytest.mark.parametrize(
    "holder", sorted(READ & {"userTask", "serviceTask", "receiveTask", "callActivity", "subProcess"})
)
@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_an_error_or_escalation_comes_only_from_what_has_steps_inside(holder: str, kind: str) -> None:
    data = (
        with_kind(holder)
        .decode()
        .replace(
            "</bpmn:process>",
            f"{boundary('e', 'x', DEFINITIONS[kind])}{element('sequenceFlow', 'f', sourceRef='e', targetRef='einde')}</bpmn:process>",
        )
    )
    assert (
        is_loaded(data.encode())
        == (holder in ("callActivity", "subProcess"))
        == (not is_refused(data.encode()))
    )


def test_the_examples_of_what_does_not_run_are_of_rules_that_exist() -> None:
    assert niet_ondersteund.RULE in CANNOT_RUN
    assert set(CANNOT_RUN) <= EXAMPLES.keys()
