"""Routes built of nested blocks are sound by construction; the explorer must agree, and must notice a broken join."""

import random

import pytest

from bpmn.exploring import explore
from bpmn.reading import read_model
from bpmn.switching import without
from tests.bpmn.diagrams import boundary, diagram, element, extensions, properties, scope, step, timer


class Blocks:
    """Draws a random route of sequences, choices, parallel and inclusive blocks, loops and sub-processes."""

    def __init__(self, seed: int, switches: bool = False) -> None:
        self.random = random.Random(seed)
        self.count = 0
        self.switches = switches
        self.elements: dict[str, str] = {}

    def name(self, start: str) -> str:
        self.count += 1
        return f"{start}{self.count}"

    def route(self) -> bytes:
        chains: list[str] = []
        end = self.block("start", 3, chains)
        return diagram(*chains, f"{end} -> einde", elements=self.elements)

    def block(self, before: str, depth: int, chains: list[str]) -> str:
        """Draw something behind `before`; the id of its last node."""
        draw = self.random.choice(
            [self.task, self.row, self.split, self.split, self.loop, self.inner] if depth else [self.task]
        )
        return draw(before, depth, chains)

    def task(self, before: str, depth: int, chains: list[str]) -> str:
        task = self.name("t")
        chains.append(f"{before} -> {task}")
        if self.switches and self.random.random() < 0.4:
            self.elements[task] = step(task, schakelaar="extra")
        if self.random.random() < 0.2:
            edge, reminder = self.name("grens"), self.name("r")
            self.elements[edge] = boundary(edge, task, timer("P1D"), interrupting=False)
            chains.append(f"{edge} -> {reminder} -> einde_{reminder}")
        return task

    def row(self, before: str, depth: int, chains: list[str]) -> str:
        for _ in range(self.random.randint(2, 3)):
            before = self.block(before, depth - 1, chains)
        return before

    def split(self, before: str, depth: int, chains: list[str]) -> str:
        kind = self.random.choice(["xor_", "en_", "of_"])
        split, join = self.name(kind), self.name(kind)
        chains.append(f"{before} -> {split}")
        for _ in range(self.random.randint(2, 3)):
            chains.append(f"{self.block(split, depth - 1, chains)} -> {join}")
        return join

    def loop(self, before: str, depth: int, chains: list[str]) -> str:
        merge, choice = self.name("xor_"), self.name("xor_")
        chains.append(f"{before} -> {merge}")
        chains.append(f"{self.block(merge, depth - 1, chains)} -> {choice}")
        chains.append(f"{self.block(choice, 0, chains)} -> {merge}")
        return choice

    def inner(self, before: str, depth: int, chains: list[str]) -> str:
        sub, start = self.name("deel"), self.name("start")
        own: list[str] = []
        outer, self.elements = self.elements, {}
        end = self.block(start, depth - 1, own)
        words = (
            extensions(properties(schakelaar="extra")) if self.switches and self.random.random() < 0.3 else ""
        )
        inside = scope(*own, f"{end} -> einde_{sub}", elements=self.elements)
        self.elements = {**outer, sub: element("subProcess", sub, words + inside)}
        chains.append(f"{before} -> {sub}")
        return sub


@pytest.mark.parametrize("seed", range(150))
def test_a_route_of_nested_blocks_is_sound(seed):
    explored = explore(read_model(Blocks(seed).route(), "route.bpmn").processes["route"], limit=60_000)
    assert explored.problems == ()


@pytest.mark.parametrize("seed", range(100))
def test_a_route_of_nested_blocks_stays_sound_when_a_switch_is_off(seed):
    model = read_model(Blocks(seed, switches=True).route(), "route.bpmn")
    process = without(model, frozenset({"extra"})).processes["route"]
    assert explore(process, limit=60_000).problems == ()
    assert all(node.properties.get("schakelaar") is None for node in process.nodes.values())
    for node in process.nodes.values():
        assert node.kind == "endEvent" or node.by_event or node.outgoing
        assert {process.flows[flow].target for flow in node.outgoing} <= process.nodes.keys()


def test_a_wrong_join_in_a_nested_route_is_noticed():
    noticed = tried = 0
    for seed in range(200):
        data = Blocks(seed).route().decode()
        process = read_model(data.encode(), "route.bpmn").processes["route"]
        joins = [
            node.id
            for node in process.nodes.values()
            if node.is_gateway and len(node.incoming) > 1 and len(node.outgoing) == 1
        ]
        wrong = {"exclusiveGateway": "parallelGateway", "parallelGateway": "exclusiveGateway"}
        join = next((each for each in joins if process.nodes[each].kind in wrong), None)
        if join is None:
            continue
        old = process.nodes[join].kind
        broken = data.replace(
            f'<bpmn:{old} id="{join}"></bpmn:{old}>', f'<bpmn:{wrong[old]} id="{join}"></bpmn:{wrong[old]}>'
        )
        assert broken != data
        tried += 1
        noticed += bool(explore(read_model(broken.encode(), "route.bpmn").processes["route"]).problems)
    assert tried > 50
    assert noticed == tried
