"""Every reference leads to something of the right kind."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.files import about
from bpmn.model import Model, Node, Process

RULE = "verwijzing"


def check_file(model: Model) -> Iterator[Finding]:
    for element, reference, line in model.dangling:
        texts = (
            f"Dit verwijst naar '{reference}', maar dat staat niet in het bestand.",
            "Verbind het opnieuw of haal het weg.",
        )
        yield about(model, RULE, "fout", (element, line), texts)
    missing = {(element, reference) for element, reference, _ in model.dangling}
    for process in model.processes.values():
        for element, reference, line, message, advice in (*_flows(process), *_nodes(process)):
            if (element, reference) not in missing:
                yield about(model, RULE, "fout", (element, line), (message, advice))


def _flows(process: Process) -> Iterator[tuple[str, str, int, str, str]]:
    for flow in process.flows.values():
        for end, word in ((flow.source, "begint"), (flow.target, "eindigt")):
            if end not in process.nodes:
                message = f"Deze stroom {word} niet bij een stap van dit proces."
                yield (
                    flow.id,
                    end,
                    flow.line,
                    message,
                    "Sleep het uiteinde naar een stap, of haal de stroom weg.",
                )


def _nodes(process: Process) -> Iterator[tuple[str, str, int, str, str]]:
    for node in process.nodes.values():
        if node.default and node.default not in node.outgoing:
            message = f"De standaardstroom '{node.default}' gaat niet uit van dit element."
            yield node.id, node.default, node.line, message, "Kies een stroom die hier begint."
        if node.kind == "boundaryEvent" and not _is_host(process.nodes.get(node.attached_to), node):
            message = "Deze gebeurtenis zit niet vast aan een taak of deelproces."
            yield (
                node.id,
                node.attached_to,
                node.line,
                message,
                "Sleep haar op de rand van de stap waar ze bij hoort.",
            )


def _is_host(host: Node | None, event: Node) -> bool:
    return host is not None and host.is_activity and not host.by_event and host.parent == event.parent
