"""Which facts a process knows, of what type, and which of them can be known at each place.

A form field, the result of a script or decision, the target of an output mapping and the list of a loop are facts.
"Can be known" is: on some way to that place an element sets it. What happens beside that way does not count.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from bpmn.feel.checking import check_text
from bpmn.feel.types import ANY, NUMBER, FeelType, also, list_of, without_choices
from bpmn.lint.names import Names
from bpmn.model import Flow, Node, Process

Types = Mapping[str, FeelType]


class Knowledge:
    """What is known in one process."""

    def __init__(self, process: Process, names: Names) -> None:
        self.process = process
        self.names = names
        self.at_start: dict[str, FeelType] = {**names.facts, **names.given.get(process.id, {})}

    @cached_property
    def types(self) -> dict[str, FeelType]:
        """Every fact that the process can ever know."""
        known = dict(self.at_start)
        for _ in range(4):  # a result may depend on a result: a few rounds settle the types
            before = dict(known)
            for node in self.process.nodes.values():
                for name, kind in self.sets(node, {**known, **self.local(node, known)}).items():
                    known[name] = also(known.get(name), kind)
            if known == before:
                return known
        return {name: without_choices(kind) for name, kind in known.items()}

    @cached_property
    def texts(self) -> frozenset[str]:
        """Fields that are asked but can't be a fact, such as free text and names."""
        fields = (self.names.forms.get(node.form, {}) for node in self.process.nodes.values())
        return (
            frozenset(key for form in fields for key, kind in form.items() if kind is None)
            - self.types.keys()
        )

    def sets(self, node: Node, known: Types) -> dict[str, FeelType]:
        """The facts that are there when `node` is done."""
        facts = {key: kind for key, kind in self.names.forms.get(node.form, {}).items() if kind is not None}
        if node.called:
            facts |= self.names.processes.get(node.called, {})
        if node.result and node.decision:
            facts[node.result] = self.names.decisions.get(node.decision, ((), ANY))[1]
        elif node.result:
            facts[node.result] = check_text(node.script, known).type
        for row in node.outputs:
            facts[row.target] = check_text(row.source, {**known, **facts}).type
        if node.loop and node.loop.output_collection:
            facts[node.loop.output_collection] = list_of(
                check_text(node.loop.output, {**known, **facts}).type
            )
        return {key: kind for key, kind in facts.items() if key}

    def local(self, node: Node, known: Types) -> dict[str, FeelType]:
        """Names that exist only in `node` and what lies in it: items of a loop, targets of input mappings."""
        found: dict[str, FeelType] = {}
        for holder in reversed(list(self._around(node))):
            found |= {row.target: check_text(row.source, {**known, **found}).type for row in holder.inputs}
            if holder.loop and holder.loop.kind != "standard":
                kind = check_text(holder.loop.collection, {**known, **found}).type
                found |= {
                    holder.loop.item or "item": kind.inner if kind.kind == "list" else ANY,
                    "loopCounter": NUMBER,
                }
            elif holder.loop:
                found["loopCounter"] = NUMBER
        return found

    def _around(self, node: Node) -> Iterator[Node]:
        yield node
        while node.parent in self.process.nodes:
            node = self.process.nodes[node.parent]
            yield node

    @cached_property
    def before(self) -> dict[str, frozenset[str]]:
        """Per node: the facts that can be known when it is reached."""
        own = {node.id: frozenset(self.sets(node, self.types)) for node in self.process.nodes.values()}
        reached: dict[str, frozenset[str]] = dict.fromkeys(own, frozenset(self.at_start))
        todo = dict.fromkeys(own)
        while todo:
            node = next(iter(todo))
            del todo[node]
            here = reached[node]
            for target in self._early[node]:
                _spread(target, here, reached, todo)
            for target in self._late[node]:
                _spread(target, here | own[node], reached, todo)
        return reached

    @cached_property
    def _early(self) -> dict[str, list[str]]:
        """What can begin while a node is not done yet: its boundary events, and what lies in it."""
        early: dict[str, list[str]] = {node: [] for node in self.process.nodes}
        for node in self.process.nodes.values():
            for holder in (node.attached_to, node.parent):
                if holder in early:
                    early[holder].append(node.id)
        return early

    @cached_property
    def _late(self) -> dict[str, list[str]]:
        """What can begin when a node is done: the next, and for every scope around it what that scope may begin."""
        acts: dict[str, list[str]] = {}
        for node in self.process.nodes.values():
            if node.by_event:
                acts.setdefault(node.parent, []).append(node.id)
        late = {}
        for node in self.process.nodes.values():
            around = list(self._around(node))
            late[node.id] = [act for each in around for act in acts.get(each.parent, ()) if act != each.id]
            late[node.id] += [flow.target for each in around for flow in self._out(each)]
            late[node.id] += [
                event
                for each in around[1:]
                for event in self._early[each.id]
                if self.process.nodes[event].attached_to
            ]
        return late

    def _out(self, node: Node) -> Iterator[Flow]:
        flows = (self.process.flows[flow] for flow in node.outgoing)
        return (flow for flow in flows if flow.target in self.process.nodes)


def _spread(
    target: str, facts: frozenset[str], reached: dict[str, frozenset[str]], todo: dict[str, None]
) -> None:
    if not facts <= reached[target]:
        reached[target] |= facts
        todo[target] = None


def facts_set(process: Process, names: Names) -> dict[str, FeelType]:
    """The facts that a called process adds to its caller: for `Names.processes`."""
    knowledge = Knowledge(process, names)
    return {key: kind for key, kind in knowledge.types.items() if key not in knowledge.at_start}
