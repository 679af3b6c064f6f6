"""FEEL texts of a route: parsed when the route is loaded, judged at a token."""

from collections.abc import Mapping
from dataclasses import dataclass

from SpiffWorkflow.task import Task

from bpmn.feel import expressions as feel
from bpmn.feel.errors import FeelError, FeelLimitError
from engine.runtime.errors import RouteError
from engine.runtime.tokens import context

Reads = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Expression:
    """A parsed FEEL text that stands at the element `element`."""

    parsed: feel.Expression
    element: str

    @property
    def text(self) -> str:
        return self.parsed.text

    @property
    def names(self) -> frozenset[str]:
        """The names that it takes from outside itself."""
        return feel.names_read(self.parsed)


def compiled(text: str, element: str) -> Expression:
    """Raises RouteError when the text is not FEEL."""
    try:
        return Expression(feel.parse(feel.strip_equals(text)), element)
    except FeelError as error:
        raise RouteError(f"De expressie '{text}' klopt niet: {error}", element) from error


def judge(expression: Expression, token: Task, around: Mapping[str, object] | None = None) -> object:
    """The FEEL value at a token; `around` is what it can read when that differs from the token's own surroundings."""
    return evaluated(expression, token, around).value


def evaluated(
    expression: Expression, token: Task, around: Mapping[str, object] | None = None
) -> feel.Evaluation:
    """The FEEL value at a token and what was read for it. Raises RouteError when it asks too much."""
    try:
        return feel.evaluate(
            expression.parsed, context(token) if around is None else around, token.workflow.run.now
        )
    except FeelLimitError as error:
        raise RouteError(
            f"De expressie '{expression.text}' vraagt te veel: {error}", expression.element
        ) from error


def judge_condition(
    expression: Expression, token: Task, around: Mapping[str, object] | None = None
) -> tuple[bool, Reads]:
    """Whether a condition holds, and what it read. Raises RouteError when it is neither true nor false."""
    outcome = evaluated(expression, token, around)
    reads = tuple((name, value) for name, value in outcome.reads)
    if not isinstance(outcome.value, bool):
        names = ", ".join(name for name, _ in reads) or "niets"
        raise RouteError(
            f"De voorwaarde '{expression.text}' is niet waar en niet onwaar. Ze leest: {names}. "
            "Zorg dat deze gegevens dan ingevuld zijn, of maak de voorwaarde volledig.",
            expression.element,
            reads,
        )
    return outcome.value, reads
