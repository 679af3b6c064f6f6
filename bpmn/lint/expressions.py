"""Every place in a process where an expression stands, with what it should give and what may be known there."""

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.lint.facts import Knowledge
from bpmn.lint.words import VISIBLE, until_of, visible_of
from bpmn.model import Flow, Node, Process

MOMENTS = ("date", "date time")
SPANS = ("days and time duration", "years and months duration")
TIMER_KINDS = {"date": (*MOMENTS, "string"), "duration": (*SPANS, "string"), "cycle": ("string",)}


@dataclass(frozen=True)
class Site:
    """One expression. `what` names it in Dutch; `wanted` are the FEEL kinds it may give (empty: any).

    `owner` is the element a finding points at, `node` where the expression is judged, and `after` whether what that
    node sets is known by then. `open` is whether names may exist that only running shows (the result of a call);
    `anytime` whether it is judged again at every step, so that every fact of the route may be known.
    """

    owner: Node | Flow
    node: Node
    what: str
    text: str
    line: int
    wanted: tuple[str, ...] = ()
    after: bool = False
    open: bool = False
    anytime: bool = False


def sites(process: Process) -> Iterator[Site]:
    for flow in process.flows.values():
        source = process.nodes.get(flow.source)
        if flow.condition and source is not None and not flow.language:
            yield Site(flow, source, "De voorwaarde", flow.condition, flow.line, ("boolean",), after=True)
    for node in process.nodes.values():
        yield from (site for site in _of_node(node) if site.text)


def _of_node(node: Node) -> Iterator[Site]:
    is_open = bool(node.job) or (node.event is not None and node.event.kind == "message")
    for row in node.inputs:
        yield Site(node, node, f"De invoer '{row.target}'", row.source, row.line)
    for row in node.outputs:
        yield Site(node, node, f"De uitvoer '{row.target}'", row.source, row.line, after=True, open=is_open)
    if not node.script_format or node.script_format.lower().endswith("feel"):
        yield Site(node, node, "Het script", node.script, node.line)
    if node.due_is_feel:
        yield Site(node, node, "De uiterste datum", node.due, node.line, (*MOMENTS, *SPANS))
    yield Site(
        node, node, f"De voorwaarde '{VISIBLE}'", visible_of(node), node.line, ("boolean",), anytime=True
    )
    yield Site(node, node, "De datum van 'termijn_tot'", until_of(node), node.line, MOMENTS)
    yield from _of_event(node)
    yield from _of_loop(node)


def _of_event(node: Node) -> Iterator[Site]:
    event = node.event
    if event is None:
        return
    if event.kind == "timer" and event.is_feel:
        yield Site(
            node, node, "De tijd", event.expression, event.line, TIMER_KINDS.get(event.timer or "", ())
        )
    if event.kind == "conditional":
        yield Site(node, node, "De voorwaarde", event.expression, event.line, ("boolean",))
    yield Site(node, node, "De sleutel van het bericht", event.correlation, event.line, ("string", "number"))


def _of_loop(node: Node) -> Iterator[Site]:
    loop = node.loop
    if loop is None:
        return
    yield Site(node, node, "De lijst van de herhaling", loop.collection, loop.line, ("list",))
    yield Site(node, node, "Het aantal keren", loop.cardinality, loop.line, ("number",))
    yield Site(node, node, "De uitkomst per keer", loop.output, loop.line, after=True, open=bool(node.job))
    yield Site(
        node, node, "De voorwaarde om te stoppen", loop.completion, loop.line, ("boolean",), after=True
    )
    yield Site(node, node, "De voorwaarde van de lus", loop.condition, loop.line, ("boolean",), after=True)


def known_at(site: Site, knowledge: Knowledge) -> frozenset[str]:
    """The facts and local names that can be known where this expression is judged."""
    if site.anytime:
        return frozenset(knowledge.types)
    known = knowledge.before[site.node.id] | knowledge.local(site.node, knowledge.types).keys()
    if site.after:
        known |= knowledge.sets(site.node, knowledge.types).keys()
        for inside in _all_inside(knowledge.process, site.node.id):
            known |= knowledge.sets(inside, knowledge.types).keys()
    return known


def _all_inside(process: Process, scope: str) -> Iterator[Node]:
    for node in process.inside(scope):
        yield node
        yield from _all_inside(process, node.id)
