"""What a rule looks at: one process of a file, the names of the region, and what was worked out about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from bpmn.exploring import Explored, Problem, ProblemKind, explore
from bpmn.feel.checking import Checked, check_text
from bpmn.feel.types import ANY
from bpmn.findings import Finding, Level
from bpmn.lint.expressions import Site, sites
from bpmn.lint.facts import Knowledge
from bpmn.lint.names import Names
from bpmn.lint.supported import PERSON_TASKS
from bpmn.model import Flow, Model, Node, Process


@dataclass(frozen=True)
class Subject:
    """One process under the linter. The cached parts are worked out once, for all rules."""

    model: Model
    process: Process
    names: Names
    others: Mapping[str, Process] = field(default_factory=dict)  # the processes that it may call, by id

    @cached_property
    def knowledge(self) -> Knowledge:
        return Knowledge(self.process, self.names)

    @cached_property
    def explored(self) -> Explored:
        return explore(self.process, self.others)

    def problems(self, kind: ProblemKind) -> Iterator[Problem]:
        """What the walk found in this process itself; a called process tells of its own."""
        return (
            each for each in self.explored.problems if (each.kind, each.process) == (kind, self.process.id)
        )

    @cached_property
    def expressions(self) -> tuple[tuple[Site, Checked], ...]:
        """Every expression that is FEEL, checked against all facts that exist."""
        return tuple((site, self._checked(site)) for site in sites(self.process) if "${" not in site.text)

    def _checked(self, site: Site) -> Checked:
        types = {**dict.fromkeys(self.knowledge.texts, ANY), **self.knowledge.types}
        types |= self.knowledge.local(site.node, types)
        if site.open:
            types |= dict.fromkeys(self.names.forms.get(site.node.form, {}), ANY)
        checked = check_text(site.text, types)
        if site.open:  # a call's result or a message brings names that no file tells
            problems = tuple(each for each in checked.problems if not each.message.startswith("De naam"))
            return Checked(checked.type, problems, checked.reads)
        return checked

    def nodes(self, *kinds: str) -> Iterator[Node]:
        """The nodes of these kinds, of all levels; without kinds all nodes."""
        return (node for node in self.process.nodes.values() if not kinds or node.kind in kinds)

    def people_tasks(self) -> Iterator[Node]:
        return self.nodes(*PERSON_TASKS)

    def out(self, node: Node) -> list[Flow]:
        return [self.process.flows[flow] for flow in node.outgoing]

    def scopes(self) -> Iterator[Node | Process]:
        """The process and its sub-processes."""
        yield self.process
        yield from self.nodes("subProcess", "transaction", "adHocSubProcess")

    @property
    def is_route(self) -> bool:
        """Whether somebody can begin it, so that it is not only called by others."""
        starts = (node for node in self.process.inside(self.process.id) if node.kind == "startEvent")
        return any(node.form or node.properties.get("rol") for node in starts)

    def fault(
        self, rule: str, at: Node | Flow | Process, message: str, advice: str, path: tuple[str, ...] = ()
    ) -> Finding:
        """A finding that stops publishing."""
        return self._finding(rule, "fout", at, (message, advice), path)

    def fault_in(self, rule: str, site: Site, message: str, advice: str) -> Finding:
        """As `fault`, at the line where the expression stands."""
        return replace(
            self.fault(rule, site.owner, message, advice), line=site.line or site.owner.line or None
        )

    def warning(self, rule: str, at: Node | Flow | Process, message: str, advice: str) -> Finding:
        return self._finding(rule, "waarschuwing", at, (message, advice), ())

    def _finding(
        self,
        rule: str,
        level: Level,
        at: Node | Flow | Process,
        texts: tuple[str, str],
        path: tuple[str, ...],
    ) -> Finding:
        return Finding(rule, level, *texts, self.model.file, at.line or None, at.id, at.name, path)
