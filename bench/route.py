"""The route that is measured: 30 nodes with every kind of gateway, a sub-process, a timer and a way back.

The same drawing in two dialects: `stock` for SpiffWorkflow with its own parser (conditions are Python), `leidraad` for
ours (conditions are FEEL). `bedrag > 1000` means the same in both.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://leidraad.example">'
)
USER_TASKS = [
    "intake",
    "toets",
    "plan",
    "uitvoer",
    "advies_a",
    "advies_b",
    "zorg",
    "extra",
    "les",
    "besluit",
    "regelen",
    "evaluatie",
]
FORM_OF = {"start": "start", **dict.fromkeys(USER_TASKS, "stap")}


def route(dialect: str) -> bytes:
    """The whole file."""
    return (
        HEAD
        + f'<bpmn:process id="meetroute" name="Meetroute" isExecutable="true">{"".join(_parts(dialect))}</bpmn:process></bpmn:definitions>'
    ).encode()


def line(name: str, steps: Mapping[str, str]) -> bytes:
    """A route of ours that goes straight on: `steps` gives the form of each step, the start first."""
    start, *rest = steps
    nodes = [*steps, "einde"]
    parts = [_event("startEvent", start, _form(steps[start]) + _rol())]
    parts += [_user_task(step, steps[step]) for step in rest]
    parts += [_event("endEvent", "einde"), *(_flow(*pair) for pair in pairwise(nodes))]
    return (
        HEAD
        + f'<bpmn:process id="{name}" name="{name.capitalize()}" isExecutable="true">{"".join(parts)}</bpmn:process></bpmn:definitions>'
    ).encode()


def _parts(dialect: str) -> Iterator[str]:
    ours = dialect == "leidraad"
    yield _event("startEvent", "start", _form("start") + _rol() if ours else "")
    for task in USER_TASKS:
        if task not in ("les", "extra"):
            yield _task(task, ours)
    yield _gateways()
    yield _sub_process(ours)
    yield _timer(ours)
    for end in ("einde", "einde_laat"):
        yield _event("endEvent", end)
    yield from _flows(ours)


def _gateways() -> str:
    kinds = [("exclusiveGateway", "terug"), ("exclusiveGateway", "genoeg"), ("exclusiveGateway", "samen"), ("parallelGateway", "splits"),
             ("parallelGateway", "voeg"), ("inclusiveGateway", "keuze"), ("inclusiveGateway", "bijeen"), ("exclusiveGateway", "opnieuw")]  # fmt: skip
    defaults = {"genoeg": "f_genoeg_zorg", "keuze": "f_keuze_regelen", "opnieuw": "f_opnieuw_einde"}
    return "".join(
        f'<bpmn:{kind} id="{name}"' + (f' default="{defaults[name]}"' if name in defaults else "") + "/>"
        for kind, name in kinds
    )


def _sub_process(ours: bool) -> str:
    inside = (
        _event("startEvent", "s_in") + _task("les", ours) + _task("extra", ours) + _event("endEvent", "s_uit")
    )
    return f'<bpmn:subProcess id="blok">{inside}{_flow("s_in", "les")}{_flow("les", "extra")}{_flow("extra", "s_uit")}</bpmn:subProcess>'


def _timer(ours: bool) -> str:
    duration = "P14D" if ours else '"P14D"'
    return (
        '<bpmn:boundaryEvent id="te_laat" attachedToRef="besluit" cancelActivity="false"><bpmn:timerEventDefinition>'
        f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
    )


def _flows(ours: bool) -> Iterator[str]:
    def when(source: str, target: str, text: str) -> str:
        condition = ("=" if ours else "") + text.replace("<", "&lt;").replace(">", "&gt;")
        return _flow(
            source,
            target,
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>',
        )

    plain = ["start intake", "intake terug", "terug toets", "toets plan", "plan genoeg", "zorg samen", "uitvoer samen", "samen splits",
             "splits advies_a", "splits advies_b", "advies_a voeg", "advies_b voeg", "voeg blok", "blok keuze", "regelen bijeen",
             "evaluatie bijeen", "bijeen besluit", "te_laat einde_laat", "besluit opnieuw"]  # fmt: skip
    yield from (_flow(*pair.split()) for pair in plain)
    yield when("genoeg", "uitvoer", "bedrag > 1000")
    yield _flow("genoeg", "zorg")
    yield when("keuze", "evaluatie", "bedrag > 500")
    yield _flow("keuze", "regelen")
    yield when("opnieuw", "terug", "ronde < rondes")
    yield _flow("opnieuw", "einde")


def _task(name: str, ours: bool) -> str:
    if ours:
        return _user_task(name, FORM_OF[name])
    return f'<bpmn:userTask id="{name}" name="{name.capitalize()}"></bpmn:userTask>'


def _user_task(name: str, form: str) -> str:
    extension = _extension(f'{_form(form)}<zeebe:assignmentDefinition candidateGroups="medewerker"/>')
    return f'<bpmn:userTask id="{name}" name="{name.capitalize()}">{extension}</bpmn:userTask>'


def _form(name: str) -> str:
    return f'<zeebe:formDefinition formId="{name}"/>'


def _rol() -> str:
    return '<zeebe:properties><zeebe:property name="rol" value="ib"/></zeebe:properties>'


def _extension(inside: str) -> str:
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def _event(kind: str, name: str, inside: str = "") -> str:
    return f'<bpmn:{kind} id="{name}" name="{name}">{_extension(inside) if inside else ""}</bpmn:{kind}>'


def _flow(source: str, target: str, inside: str = "") -> str:
    return f'<bpmn:sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>'
