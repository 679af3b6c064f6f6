"""Random routes: `Blocks` are built of nested blocks and sound by construction, `Wild` are built with mistakes."""

import random

from tests.bpmn.diagrams import (
    boundary,
    diagram,
    element,
    extensions,
    message,
    messages,
    properties,
    scope,
    step,
    timer,
)
from tests.engine.runtime.routes_to_walk import catch, handler, loop


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


class Wild(Blocks):
    """As `Blocks`, but joins are sometimes of another kind than their split, branches end elsewhere or come back, and
    events, acts and repetitions stand about."""

    def __init__(self, seed: int, wrong: float) -> None:
        super().__init__(seed)
        self.wrong = wrong

    def is_wrong(self) -> bool:
        return self.random.random() < self.wrong

    def route(self) -> bytes:
        chains: list[str] = []
        end = self.block("start", 2, chains)
        return diagram(*chains, f"{end} -> einde", elements=self.elements, top=messages("m"))

    def block(self, before: str, depth: int, chains: list[str]) -> str:
        if depth and self.random.random() < 0.15:
            return self.race(before, depth, chains)
        return super().block(before, depth, chains)

    def task(self, before: str, depth: int, chains: list[str]) -> str:
        task = super().task(before, depth, chains)
        if self.random.random() < 0.1:
            self.elements[task] = element("userTask", task, loop(together=self.random.random() < 0.5))
        if self.random.random() < 0.15:
            edge, after = self.name("grens"), self.name("xor_")
            self.elements[edge] = boundary(edge, task, message("m"), interrupting=not self.is_wrong())
            chains += [f"{task} -> {after}", f"{edge} -> {'einde_' + edge if self.is_wrong() else after}"]
            return after
        return task

    def split(self, before: str, depth: int, chains: list[str]) -> str:
        kinds = ["xor_", "en_", "of_"]
        split = self.name(self.random.choice(kinds))
        join = self.name(self.random.choice(kinds) if self.is_wrong() else split.rstrip("0123456789"))
        chains.append(f"{before} -> {split}")
        for number in range(self.random.randint(2, 3)):
            end = self.block(split, depth - 1, chains)
            chains.append(f"{end} -> {f'einde_{join}' if number and self.is_wrong() else join}")
        return join

    def loop(self, before: str, depth: int, chains: list[str]) -> str:
        choice = super().loop(before, depth, chains)
        if self.is_wrong():
            return self.name_of_broken_loop(choice, chains)
        return choice

    def name_of_broken_loop(self, choice: str, chains: list[str]) -> str:
        """Go round and on at the same time."""
        self.elements[choice] = element("parallelGateway", choice)
        return choice

    def race(self, before: str, depth: int, chains: list[str]) -> str:
        gate, join = self.name("wacht"), self.name("xor_")
        chains.append(f"{before} -> {gate}")
        for event in (message("m"), timer("P1D"), timer("P3D")):
            caught = self.name("vang")
            self.elements[caught] = catch(caught, event)
            chains += [f"{gate} -> {caught}", f"{self.block(caught, depth - 1, chains)} -> {join}"]
        return join

    def inner(self, before: str, depth: int, chains: list[str]) -> str:
        sub = super().inner(before, depth, chains)
        drawn = self.elements[sub]
        if self.random.random() < 0.3:
            drawn = drawn.replace(f'id="{sub}">', f'id="{sub}">{loop(together=False)}', 1)
        if self.random.random() < 0.5:
            drawn = drawn.replace("</bpmn:subProcess>\n", self.act() + "</bpmn:subProcess>\n")
        self.elements[sub] = drawn
        return sub

    def act(self) -> str:
        """An act at any moment, to stand inside a sub-process."""
        act = self.name("act")
        own: list[str] = []
        outer, self.elements = self.elements, {}
        end = self.block(f"start_{act}", 1, own)
        drawn = handler(
            act,
            message("m"),
            *own,
            f"{end} -> einde_{act}",
            interrupting=self.random.random() < 0.5,
            elements=self.elements,
        )
        self.elements = outer
        return drawn
