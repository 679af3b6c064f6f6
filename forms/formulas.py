"""The FEEL of a form: expressions and text templates, read once per form, evaluated as often as needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bpmn.feel import templates
from bpmn.feel.errors import FeelError
from bpmn.feel.expressions import Expression, evaluate, names_read, parse, strip_equals
from bpmn.feel.values import NotAValue
from forms.markdown import escaped


@dataclass(frozen=True)
class Formula:
    """An expression of a form file, without "=". One that can't be read has an `error` and always gives None."""

    text: str
    expression: Expression | None
    reads: frozenset[str] = frozenset()
    error: FeelError | None = None

    def value(self, context: Mapping[str, object], now: datetime) -> object:
        """The FEEL value; None when it can't be told."""
        if self.expression is None:
            return None
        try:
            return evaluate(self.expression, context, now).value
        except (FeelError, NotAValue):
            return None


def formula_of(text: str) -> Formula | None:
    """The formula of a text with or without "="; None of an empty one. Never raises."""
    text = strip_equals(text)
    if not text:
        return None
    try:
        expression = parse(text)
    except FeelError as error:
        return Formula(text, None, error=error)
    return Formula(text, expression, names_read(expression))


@dataclass(frozen=True)
class Template:
    """The Markdown of a text block, with `{{expression}}` in it. One that can't be read has an `error` and is empty."""

    text: str
    reads: frozenset[str] = frozenset()
    error: FeelError | None = None

    def markdown(self, context: Mapping[str, object], now: datetime) -> str:
        """The text with the values filled in; a value can't become Markdown or HTML."""
        if self.error is not None:
            return ""
        try:
            return templates.render(self.text, context, now, escaped)
        except (FeelError, NotAValue):
            return ""

    def blank(self) -> str:
        """The text with a dotted line where a value would stand: for a form on paper."""
        return self.text if self.error is not None else _blank(templates.parse_template(self.text))


def _blank(parts: tuple[templates.Part, ...]) -> str:
    texts = []
    for part in parts:
        if isinstance(part, templates.Text):
            texts.append(part.text)
        else:
            texts.append(_blank(part.parts) if isinstance(part, templates.Block) else "……")
    return "".join(texts)


def template_of(text: str) -> Template:
    """Never raises."""
    try:
        return Template(text, templates.names_read(text))
    except FeelError as error:
        return Template(text, error=error)
