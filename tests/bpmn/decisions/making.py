"""Small decision tables as DMN text."""

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from bpmn.decisions.deciding import Decided, decide
from bpmn.decisions.model import Decision
from bpmn.decisions.reading import read_decisions

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(body: str, namespace: str = NAMESPACE) -> bytes:
    return f'<?xml version="1.0"?>\n<definitions xmlns="{namespace}" id="d" name="D">\n{body}\n</definitions>'.encode()


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    rows: Sequence[Sequence[str]],
    policy: str = "",
    values: Sequence[str] = (),
) -> str:
    """A `decisionTable`: input expressions, output names, rows of cells; `values` are the allowed outcomes per output."""
    allowed = [*values, *[""] * len(outputs)]
    parts = [f"<decisionTable {policy}>"]
    parts += [
        f"<input><inputExpression><text>{escape(text)}</text></inputExpression></input>" for text in inputs
    ]
    parts += [
        f"<output name={quoteattr(name)}>"
        + (f"<outputValues><text>{escape(own)}</text></outputValues>" if own else "")
        + "</output>"
        for name, own in zip(outputs, allowed, strict=False)
    ]
    for row in rows:
        parts.append("<rule>")
        for index, cell in enumerate(row):
            tag = "inputEntry" if index < len(inputs) else "outputEntry"
            parts.append(f"<{tag}><text>{escape(cell)}</text></{tag}>")
        parts.append("</rule>")
    return "\n".join([*parts, "</decisionTable>"])


def decision(body: str, own: str = "t", requires: Sequence[str] = ()) -> str:
    needs = "".join(
        f'<informationRequirement><requiredDecision href="#{other}"/></informationRequirement>'
        for other in requires
    )
    return f'<decision id="{own}" name="{own.upper()}">{needs}{body}</decision>'


def read_one(body: str) -> Decision:
    return read_decisions(definitions(decision(body)), "test.dmn")["t"]


def decided(body: str, **context: object) -> Decided:
    return decide(read_one(body), context, NOW)
