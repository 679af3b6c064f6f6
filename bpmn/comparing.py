"""What changed between two versions of a diagram, told in Dutch. A thing that was only drawn elsewhere did not change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bpmn.model import Event, Flow, IoMapping, Loop, Model, Node, Process

ChangeKind = Literal["toegevoegd", "weg", "gewijzigd", "verplaatst"]
NODE_WORDS = {
    "startEvent": "startelement",
    "endEvent": "einde",
    "intermediateCatchEvent": "wachtende gebeurtenis",
    "intermediateThrowEvent": "gebeurtenis",
    "boundaryEvent": "grensgebeurtenis",
    "task": "taak",
    "userTask": "gebruikerstaak",
    "manualTask": "handmatige taak",
    "scriptTask": "scripttaak",
    "serviceTask": "dienstentaak",
    "businessRuleTask": "beslistaak",
    "sendTask": "verzendtaak",
    "receiveTask": "ontvangtaak",
    "callActivity": "aanroep van een deelroute",
    "subProcess": "deelproces",
    "exclusiveGateway": "keuze (exclusieve poort)",
    "parallelGateway": "parallelle poort",
    "inclusiveGateway": "inclusieve poort",
    "eventBasedGateway": "gebeurtenispoort",
}
_EVENT_WORDS = {
    "none": "geen",
    "timer": "tijd",
    "message": "bericht",
    "signal": "signaal",
    "error": "fout",
    "escalation": "escalatie",
    "conditional": "voorwaarde",
    "terminate": "alles stopt",
}


@dataclass(frozen=True)
class Change:
    """One change of one element. `text` is a Dutch sentence part: what it was and what it is now."""

    kind: ChangeKind
    element: str
    name: str
    text: str


def compare(old: Model, new: Model) -> list[Change]:
    """The changes from `old` to `new`, in the order of the new file; what went away comes last."""
    changes: list[Change] = []
    for key, process in new.processes.items():
        if key in old.processes:
            changes += _processes(old.processes[key], process)
        else:
            changes.append(Change("toegevoegd", key, process.name, f"proces '{process.name or key}'"))
    for key, process in old.processes.items():
        if key not in new.processes:
            changes.append(Change("weg", key, process.name, f"proces '{process.name or key}'"))
    return changes


def _processes(old: Process, new: Process) -> Iterator[Change]:
    yield from _texts(new.id, new.name, _of_process(old), _of_process(new))
    for key, node in new.nodes.items():
        before = old.nodes.get(key)
        if before is None:
            yield Change("toegevoegd", key, node.name, _called(node))
        else:
            yield from _texts(key, node.name, _of_node(before, old), _of_node(node, new))
            yield from _places(before, node, old, new)
    for key, flow in new.flows.items():
        yield from _flow(old.flows.get(key), flow, old, new)
    for key, node in old.nodes.items():
        if key not in new.nodes:
            yield Change("weg", key, node.name, _called(node))
    for key, flow in old.flows.items():
        if key not in new.flows and flow.source in new.nodes and flow.target in new.nodes:
            yield Change(
                "weg", key, flow.name, f"stroom van {_end(old, flow.source)} naar {_end(old, flow.target)}"
            )


def _flow(before: Flow | None, flow: Flow, old: Process, new: Process) -> Iterator[Change]:
    way = f"van {_end(new, flow.source)} naar {_end(new, flow.target)}"
    if before is None:
        if flow.source in old.nodes and flow.target in old.nodes:  # else the new element says it
            yield Change("toegevoegd", flow.id, flow.name, f"stroom {way}")
        return
    if (before.source, before.target) != (flow.source, flow.target):
        was = f"van {_end(old, before.source)} naar {_end(old, before.target)}"
        yield Change("verplaatst", flow.id, flow.name, f"stroom liep {was}, loopt nu {way}")
    yield from _texts(flow.id, flow.name, _of_flow(before), _of_flow(flow))


def _places(before: Node, node: Node, old: Process, new: Process) -> Iterator[Change]:
    """Another lane, another sub-process, another host."""
    for what, was, now in (
        ("baan", before.lane, node.lane),
        ("deelproces", _end(old, before.parent), _end(new, node.parent)),
        ("zit vast aan", _end(old, before.attached_to), _end(new, node.attached_to)),
    ):
        if was != now:
            yield Change("verplaatst", node.id, node.name, _turned(what, was, now))


def _texts(element: str, name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for what in {**new, **old}:
        was, now = old.get(what, ""), new.get(what, "")
        if was != now:
            yield Change("gewijzigd", element, name, _turned(what, was, now))


def _turned(what: str, was: str, now: str) -> str:
    if not was:
        return f"{what}: nu '{now}', eerst leeg"
    return f"{what}: nu '{now}', eerst '{was}'" if now else f"{what}: nu leeg, eerst '{was}'"


def _called(node: Node) -> str:
    word = NODE_WORDS.get(node.kind, node.kind)
    return f"{word} '{node.name or node.id}'"


def _end(process: Process, key: str) -> str:
    """The name of a node as a designer knows it; empty for the process itself."""
    node = process.nodes.get(key)
    if node is not None:
        return f"'{node.name or key}'"
    return "" if key == process.id else key


def _of_process(process: Process) -> dict[str, str]:
    return {
        "naam": process.name,
        "uitvoerbaar": "ja" if process.executable else "nee",
        "toelichting": process.documentation,
        **_prefixed("eigenschap", process.properties),
    }


def _of_flow(flow: Flow) -> dict[str, str]:
    return {
        "naam": flow.name,
        "voorwaarde": flow.condition,
        "schakelaar": flow.properties.get("schakelaar", ""),
    }


def _of_node(node: Node, process: Process) -> dict[str, str]:
    """Everything a designer may have set, in words."""
    return {
        "naam": node.name,
        "soort": NODE_WORDS.get(node.kind, node.kind),
        "formulier": node.form,
        "rollen": ", ".join(node.groups),
        "persoon": node.assignee,
        "uiterlijk": node.due,
        "gegevens erin": _mappings(node.inputs),
        "gegevens eruit": _mappings(node.outputs),
        "script": node.script,
        "resultaat": node.result,
        "beslissing": node.decision,
        "deelroute": node.called,
        "koppeling": node.job,
        "begint door een gebeurtenis": "ja" if node.by_event else "",
        "onderbreekt": "" if node.interrupting else "nee",
        "standaardstroom": _default(node, process),
        "toelichting": node.documentation,
        **_of_event(node.event),
        **_of_loop(node.loop),
        **_prefixed("kop", node.headers),
        **_prefixed("eigenschap", node.properties),
    }


def _default(node: Node, process: Process) -> str:
    flow = process.flows.get(node.default)
    return (
        f"naar {process.nodes[flow.target].name or flow.target}"
        if flow and flow.target in process.nodes
        else ""
    )


def _of_event(event: Event | None) -> dict[str, str]:
    if event is None:
        return {}
    return {
        "gebeurtenis": _EVENT_WORDS.get(event.kind, event.kind),
        "naam van bericht, signaal of fout": event.name,
        "code": event.code,
        "sleutel": event.correlation,
        "soort tijd": {"date": "tijdstip", "duration": "duur", "cycle": "herhaling"}.get(
            event.timer or "", ""
        ),
        "tijd of voorwaarde": event.expression,
    }


def _of_loop(loop: Loop | None) -> dict[str, str]:
    if loop is None:
        return {}
    kinds = {"parallel": "tegelijk", "sequential": "na elkaar", "standard": "lus"}
    return {
        "meer keer": kinds[loop.kind],
        "voor elk uit": loop.collection or loop.cardinality,
        "heet per keer": loop.item,
        "lijst van uitkomsten": loop.output_collection,
        "uitkomst per keer": loop.output,
        "klaar als": loop.completion or loop.condition,
    }


def _mappings(rows: tuple[IoMapping, ...]) -> str:
    return "; ".join(f"{row.target} = {row.source}" for row in rows)


def _prefixed(word: str, pairs: Mapping[str, str]) -> dict[str, str]:
    return {f"{word} '{name}'": value for name, value in pairs.items()}
