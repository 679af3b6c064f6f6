"""Texts with FEEL in them, in the signs of form-js: `{{value}}`, `{{#if x}}...{{/if}}`, `{{#loop xs}}...{{/loop}}`.

Inside a loop `this` is the item, its fields have their own names, and `parent` holds the fields around the loop.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bpmn.feel.errors import FeelLimitError, FeelSyntaxError
from bpmn.feel.expressions import Expression, parse, strip_equals
from bpmn.feel.interpreting import value_of
from bpmn.feel.names import free_names
from bpmn.feel.showing import show
from bpmn.feel.syntax import Name, Node, Path, walk
from bpmn.feel.work import Scope, Work, size_of

MAX_TEMPLATE = 100_000
MAX_OUTPUT = 200_000
_MAX_NESTING = 20
_LOOP_NAMES = frozenset(["this", "parent"])


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """`{{expression}}`; `start` is the place of the expression in the template."""

    expression: Expression
    start: int


@dataclass(frozen=True, slots=True)
class Block:
    """`{{#if ...}}` or `{{#loop ...}}` with what stands in it."""

    kind: str  # "if" or "loop"
    expression: Expression
    start: int
    parts: "tuple[Text | Shown | Block, ...]"


Part = Text | Shown | Block


@lru_cache(maxsize=512)
def parse_template(text: str) -> tuple[Part, ...]:
    """Raises FeelSyntaxError (Dutch; line and column in the template) and FeelLimitError."""
    if len(text) > MAX_TEMPLATE:
        raise FeelLimitError(f"De tekst is te lang: ten hoogste {MAX_TEMPLATE} tekens.")
    return _Reader(text).parts("", 0)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.nesting = 0

    def parts(self, inside: str, opened: int) -> tuple[Part, ...]:
        """Everything up to the end of the block `inside` that opened there; "" for the whole text."""
        found: list[Part] = []
        while True:
            sign = self.text.find("{{", self.at)
            end = len(self.text) if sign < 0 else sign
            if end > self.at:
                found.append(Text(self.text[self.at : end]))
            if sign < 0:
                self.at = end
                if inside:
                    raise self.wrong(
                        f"{{{{#{inside}}}}} wordt niet gesloten", opened, f"Zet er {{{{/{inside}}}}} achter."
                    )
                return tuple(found)
            start, body = self.tag(sign)
            if body.startswith("/"):
                self.close(body, inside, sign)
                return tuple(found)
            found.append(self.part(start, body, sign))

    def tag(self, sign: int) -> tuple[int, str]:
        """Where the text between the signs begins, and that text; afterwards we stand behind it."""
        end = _end_of_tag(self.text, sign + 2)
        if end < 0:
            raise self.wrong("{{ wordt niet gesloten", sign, "Zet er }} achter.")
        raw = self.text[sign + 2 : end]
        self.at = end + 2
        return sign + 2 + len(raw) - len(raw.lstrip()), raw.strip()

    def close(self, body: str, inside: str, sign: int) -> None:
        kind = body[1:].strip()
        if kind != inside or not inside:
            advice = f"Hier hoort {{{{/{inside}}}}} te staan." if inside else "Er staat geen blok open."
            raise self.wrong(f"{{{{{body}}}}} hoort hier niet", sign, advice)

    def part(self, start: int, body: str, sign: int) -> Part:
        if not body.startswith("#"):
            return Shown(self.expression(body, start, sign), start)
        kind, _, rest = body[1:].partition(" ")
        if self.nesting >= _MAX_NESTING:
            raise FeelLimitError(f"Zet ten hoogste {_MAX_NESTING} blokken in elkaar.")
        if kind not in ("if", "loop"):
            raise self.wrong(f"{{{{#{kind}}}}} bestaat niet", sign, "Gebruik {{#if ...}} of {{#loop ...}}.")
        place = start + len(body) - len(rest.lstrip())
        expression = self.expression(rest.strip(), place, sign)
        self.nesting += 1
        inner = self.parts(kind, sign)
        self.nesting -= 1
        return Block(kind, expression, place, inner)

    def expression(self, body: str, start: int, sign: int) -> Expression:
        text = strip_equals(body)
        shift = start + len(body) - len(text)
        if not text:
            raise self.wrong("Hier ontbreekt een expressie", sign, "Zet een naam tussen {{ en }}.")
        try:
            return parse(text)
        except FeelSyntaxError as error:
            raise FeelSyntaxError(
                error.message, self.text, shift + error.start, shift + error.end, error.advice
            ) from None

    def wrong(self, message: str, at: int, advice: str) -> FeelSyntaxError:
        return FeelSyntaxError(message, self.text, at, at + 2, advice)


def _end_of_tag(text: str, start: int) -> int:
    """The place of the `}}` that closes, past strings and contexts; -1 when there is none."""
    depth = 0
    at = start
    while at < len(text):
        sign = text[at]
        if sign == '"':
            at = _end_of_string(text, at)
        elif sign == "{":
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
        elif text.startswith("}}", at):
            return at
        at += 1
    return -1


def _end_of_string(text: str, start: int) -> int:
    at = start + 1
    while at < len(text) and text[at] != '"':
        at += 2 if text[at] == "\\" else 1
    return at


def render(
    text: str,
    context: Mapping[str, object],
    now: datetime,
    escape: Callable[[str], str] = str,
) -> str:
    """The text with everything filled in. `escape` is applied to each value shown, not to the text itself.

    A value that is null leaves nothing. Raises FeelSyntaxError and FeelLimitError.
    """
    writer = _Writer(Work(context, now, value_of), escape)
    try:
        writer.write(parse_template(text), None)
    except RecursionError:
        raise FeelLimitError("De tekst is te diep genest.") from None
    return "".join(writer.made)


class _Writer:
    def __init__(self, work: Work, escape: Callable[[str], str]) -> None:
        self.work = work
        self.escape = escape
        self.made: list[str] = []
        self.length = 0

    def write(self, parts: tuple[Part, ...], scope: Scope | None) -> None:
        for part in parts:
            self.work.charge(1)
            if isinstance(part, Text):
                self.add(part.text)
            elif isinstance(part, Shown):
                self.add(self.escape(self.shown(part.expression.tree, scope)))
            elif part.kind == "if":
                if value_of(self.work, part.expression.tree, scope) is True:
                    self.write(part.parts, scope)
            else:
                self.loop(part, scope)

    def shown(self, tree: Node, scope: Scope | None) -> str:
        value = value_of(self.work, tree, scope)
        self.work.charge(size_of(value))
        return show(value)

    def add(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_OUTPUT:
            raise FeelLimitError(f"De tekst wordt langer dan {MAX_OUTPUT} tekens. Maak hem korter.")
        self.made.append(text)

    def loop(self, block: Block, scope: Scope | None) -> None:
        items = value_of(self.work, block.expression.tree, scope)
        if items is None:
            return
        parent = self.work.everything() if scope is None else scope.names
        for item in items if isinstance(items, list) else [items]:
            fields = item if isinstance(item, dict) else {}
            self.write(block.parts, Scope({**fields, "parent": parent, "this": item}, scope))


def names_read(text: str) -> frozenset[str]:
    """The names that a template needs from its context. Raises FeelSyntaxError and FeelLimitError.

    A name inside a loop may be a field of the item: it is counted, because it may also come from the context.
    """
    return frozenset(name for part in parse_template(text) for name in _names_of(part))


def _names_of(part: Part) -> set[str]:
    if isinstance(part, Text):
        return set()
    tree = part.expression.tree
    names = {_beyond_parent(node) for node in walk(tree) if isinstance(node, Path)} - {""}
    names |= free_names(tree) - _LOOP_NAMES
    inner = part.parts if isinstance(part, Block) else ()
    return names.union(*(_names_of(child) for child in inner))


def _beyond_parent(node: Path) -> str:
    """`bedrag` for `parent.bedrag` and `parent.parent.bedrag`, else an empty text."""
    if node.field == "parent":
        return ""
    base: Node = node.base
    while isinstance(base, Path) and base.field == "parent":
        base = base.base
    return node.field if isinstance(base, Name) and base.name == "parent" else ""
