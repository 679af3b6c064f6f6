"""From words to a tree: a Pratt parser, because FEEL's brackets mean different things in different places."""

from collections.abc import Callable

from bpmn.feel.cursor import Cursor
from bpmn.feel.errors import FeelLimitError, FeelSyntaxError
from bpmn.feel.functions.names import SPACED_FIELDS, SPACED_FUNCTIONS, SPACED_TYPES
from bpmn.feel.primitives import NUMBERS
from bpmn.feel.reading import KEYWORDS, Word, unquote
from bpmn.feel.syntax import (
    And,
    Arithmetic,
    AtLiteral,
    Between,
    Call,
    Comparison,
    ContextOf,
    Filter,
    For,
    FunctionOf,
    If,
    In,
    InstanceOf,
    Iteration,
    ListOf,
    Literal,
    Name,
    Negation,
    Node,
    Or,
    Path,
    Quantified,
    RangeOf,
    Steps,
    Test,
    TypeName,
    depth_of,
    walk,
)

MAX_NESTING = 50
MAX_DEPTH = 80
MAX_ITERATIONS = 10

_OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER, _SIGN, _INSTANCE = 10, 20, 30, 40, 50, 60, 70, 80
_COMPARISONS = frozenset(["=", "!=", "<", "<=", ">", ">="])
_POWERS = {
    "or": _OR,
    "and": _AND,
    "between": _COMPARISON,
    "in": _COMPARISON,
    **dict.fromkeys(_COMPARISONS, _COMPARISON),
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "**": _POWER,
    "instance": _INSTANCE,
}
# These take all that follows, so nothing can stand behind them: `-a.b` is `-(a.b)`.
_GREEDY = frozenset(["-", "if", "for", "some", "every", "function"])
_CONSTANTS: dict[str, object] = {"true": True, "false": False, "null": None}


def parse_tree(text: str) -> Node:
    """The tree of a whole expression. Raises FeelSyntaxError and FeelLimitError."""
    parser = _Parser(text)
    tree = parser.expression()
    parser.finish()
    return _not_too_deep(tree)


def parse_tests(text: str) -> tuple[tuple[Test, ...], bool]:
    """The tests of a table cell and whether `not(...)` stands around them. `-` and an empty text: no tests."""
    parser = _Parser(text)
    tests, negated = parser.unary_tests()
    parser.finish()
    for test in tests:
        _not_too_deep(test)
    return tests, negated


def _not_too_deep(tree: Node) -> Node:
    if depth_of(tree) > MAX_DEPTH:
        raise FeelLimitError("De expressie is te diep genest. Verdeel haar in stukken.")
    return tree


class _Parser(Cursor):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.nesting = 0
        self.closing_interval = False
        self.prefixes: dict[str, Callable[[], Node]] = {
            "-": self.negation,
            "(": self.parenthesis,
            "[": self.bracket,
            "]": self.open_interval,
            "{": self.context,
            "@": self.at_literal,
            "?": self.input_value,
            "if": self.if_else,
            "for": self.for_return,
            "some": self.quantified,
            "every": self.quantified,
            "function": self.function,
        }

    # expressions

    def expression(self, power: int = 0) -> Node:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise FeelLimitError("De expressie is te diep genest. Verdeel haar in stukken.")
        left = self.prefix()
        while True:
            word = self.word
            own = _POWERS.get(word.text, 0) if word.kind in ("SIGN", "NAME") else 0
            if own <= power:
                break
            left = self.infix(left, word.text, own)
        self.nesting -= 1
        return left

    def prefix(self) -> Node:
        word = self.word
        special = self.prefixes.get(word.text) if word.kind in ("SIGN", "NAME") else None
        if special is not None:
            return special() if word.text in _GREEDY else self.postfix(special())
        if word.kind == "NUMBER":
            self.take()
            return self.postfix(self.number(word, word.start))
        if word.kind == "STRING":
            self.take()
            return self.postfix(Literal(word.start, word.end, unquote(word.text)))
        if word.kind == "NAME":
            return self.postfix(self.name())
        raise self.unexpected("Hier hoort een waarde of een naam te staan")

    def number(self, word: Word, start: int, sign: str = "") -> Node:
        try:
            return Literal(start, word.end, NUMBERS.create_decimal(sign + word.text))
        except ArithmeticError:
            raise FeelSyntaxError("Dit getal is te groot", self.text, start, word.end) from None

    def name(self) -> Node:
        word = self.word
        if word.text in _CONSTANTS:
            self.take()
            return Literal(word.start, word.end, _CONSTANTS[word.text])
        if word.text in KEYWORDS and not (word.text == "not" and self.ahead().text == "("):
            raise self.unexpected("Hier hoort een waarde of een naam te staan")
        spaced = self.spaced(SPACED_FUNCTIONS)
        if spaced:
            return Name(word.start, self.end_of_last(), spaced)
        self.take()
        return Name(word.start, word.end, word.text)

    def spaced(self, names: dict[str, tuple[tuple[str, ...], ...]]) -> str:
        """Take the longest built-in name with spaces that stands here; "" when there is none."""
        for parts in names.get(self.word.text, ()):
            if all(self.ahead(i).text == part for i, part in enumerate(parts)):
                if "and" in parts and names is SPACED_FUNCTIONS and self.ahead(len(parts)).text != "(":
                    continue
                self.at += len(parts)
                return " ".join(parts)
        return ""

    def infix(self, left: Node, sign: str, power: int) -> Node:
        if sign in ("and", "or"):
            return self.junction(left, sign, power)
        if sign in _COMPARISONS:
            self.take()
            right = self.expression(power)
            return Comparison(left.start, right.end, sign, left, right)
        if sign == "between":
            return self.between(left)
        if sign == "in":
            return self.membership(left)
        if sign == "instance":
            return self.instance(left)
        return self.arithmetic(left, power)

    def junction(self, left: Node, sign: str, power: int) -> Node:
        items = [left]
        while self.skip(sign):
            items.append(self.expression(power))
        kind = And if sign == "and" else Or
        return kind(left.start, items[-1].end, tuple(items))

    def arithmetic(self, left: Node, power: int) -> Node:
        rest = []
        while self.word.kind == "SIGN" and _POWERS.get(self.word.text) == power:
            sign = self.take().text
            rest.append((sign, self.expression(power)))
        return Arithmetic(left.start, rest[-1][1].end, left, tuple(rest))

    def between(self, left: Node) -> Node:
        self.take()
        low = self.expression(_COMPARISON)
        self.expect("and", " (tussen de twee grenzen)")
        high = self.expression(_COMPARISON)
        return Between(left.start, high.end, left, low, high)

    def membership(self, left: Node) -> Node:
        self.take()
        if not self.sees("("):
            tests = (self.test(_COMPARISON),)
            return In(left.start, tests[0].end, left, tests)
        opened = self.take()
        first = self.test()
        if self.skip(".."):
            interval = self.interval(opened, first.operand, low_included=False)
            return In(left.start, interval.end, left, (_test("", interval),))
        more = self.tests() if self.skip(",") else ()
        closed = self.expect(")", " (haakje sluiten)")
        return In(left.start, closed.end, left, (first, *more))

    def instance(self, left: Node) -> Node:
        self.take()
        self.expect("of", " (instance of)")
        kind = self.type_name()
        return InstanceOf(left.start, kind.end, left, kind)

    # values in brackets

    def negation(self) -> Node:
        start = self.take().start
        if self.word.kind == "NUMBER":
            return self.postfix(self.number(self.take(), start, "-"))
        operand = self.expression(_SIGN)
        return Negation(start, operand.end, operand)

    def parenthesis(self) -> Node:
        opened = self.take()
        inner = self.fresh()
        if self.skip(".."):
            return self.interval(opened, inner, low_included=False)
        self.expect(")", " (haakje sluiten)")
        return inner

    def bracket(self) -> Node:
        opened = self.take()
        if self.sees("]"):
            return ListOf(opened.start, self.take().end, ())
        items = [self.fresh()]
        if self.skip(".."):
            return self.interval(opened, items[0], low_included=True)
        while self.skip(","):
            items.append(self.fresh())
        closed = self.expect("]", " (einde van de lijst)")
        return ListOf(opened.start, closed.end, tuple(items))

    def open_interval(self) -> Node:
        opened = self.take()
        low = self.fresh()
        self.expect("..", " (tussen de grenzen van een bereik)")
        return self.interval(opened, low, low_included=False)

    def interval(self, opened: Word, low: Node, low_included: bool) -> Node:
        outer, self.closing_interval = self.closing_interval, True
        high = self.expression(_COMPARISON)
        self.closing_interval = outer
        if not (self.sees("]") or self.sees(")") or self.sees("[")):
            raise self.unexpected("Hier hoort ] of ) te staan (einde van het bereik)")
        closed = self.take()
        return RangeOf(opened.start, closed.end, low, high, low_included, closed.text == "]")

    def fresh(self) -> Node:
        """An expression inside brackets of its own: there `[` is a filter again."""
        outer, self.closing_interval = self.closing_interval, False
        node = self.expression()
        self.closing_interval = outer
        return node

    def context(self) -> Node:
        opened = self.take()
        entries: list[tuple[str, Node]] = []
        while not self.sees("}"):
            entries.append(self.entry({key for key, _ in entries}))
            if not self.skip(","):
                break
        closed = self.expect("}", " (einde van de context)")
        return ContextOf(opened.start, closed.end, tuple(entries))

    def entry(self, taken: set[str]) -> tuple[str, Node]:
        word = self.word
        key = unquote(self.take().text) if word.kind == "STRING" else self.label()
        if not key:
            raise self.unexpected("Hier hoort een naam te staan")
        if key in taken:
            raise FeelSyntaxError(f"De naam `{key}` staat er twee keer in", self.text, word.start, word.end)
        self.expect(":", " (na de naam)")
        return key, self.fresh()

    def label(self) -> str:
        """Names in a row, joined: `start position`."""
        parts = []
        while self.word.kind == "NAME":
            parts.append(self.take().text)
        return " ".join(parts)

    def at_literal(self) -> Node:
        start = self.take().start
        word = self.take()
        if word.kind != "STRING":
            self.at -= 1
            raise self.unexpected('Na @ hoort een tekst te staan, zoals @"2026-03-01"')
        return AtLiteral(start, word.end, unquote(word.text))

    def input_value(self) -> Node:
        word = self.take()
        return Name(word.start, word.end, "?")

    # behind a value: .field, [filter], (arguments)

    def postfix(self, node: Node) -> Node:
        while True:
            if self.sees("."):
                node = self.path(node)
            elif self.sees("(") and not isinstance(node, Literal):
                node = self.call(node)
            elif self.sees("[") and not self.bracket_closes():
                node = self.filter(node)
            else:
                return node

    def bracket_closes(self) -> bool:
        """Whether `[` ends an interval like `[1..5[`: nothing that could be a filter follows."""
        if not self.closing_interval:
            return False
        follows = self.ahead()
        if follows.kind == "SIGN":
            return follows.text not in ("(", "[", "{", "-", "@", "?")
        return follows.kind == "END" or (follows.kind == "NAME" and follows.text in KEYWORDS - {"not", "if"})

    def path(self, base: Node) -> Node:
        self.take()
        if self.word.kind != "NAME":
            raise self.unexpected("Na een punt hoort de naam van een veld te staan")
        field = self.spaced(SPACED_FIELDS) or self.take().text
        return Path(base.start, self.end_of_last(), base, field)

    def filter(self, base: Node) -> Node:
        self.take()
        condition = self.fresh()
        closed = self.expect("]", " (einde van het filter)")
        return Filter(base.start, closed.end, base, condition)

    def call(self, function: Node) -> Node:
        self.take()
        arguments: list[Node] = []
        names: list[str] = []
        while not self.sees(")"):
            if self.argument_is_named():
                names.append(self.label())
                self.take()
            arguments.append(self.fresh())
            if not self.skip(","):
                break
        closed = self.expect(")", " (haakje sluiten)")
        if names and len(names) != len(arguments):
            raise FeelSyntaxError(
                "Geef alle waarden een naam, of geen", self.text, function.start, closed.end
            )
        if len(set(names)) != len(names):
            raise FeelSyntaxError("Een naam staat er twee keer in", self.text, function.start, closed.end)
        return Call(function.start, closed.end, function, tuple(arguments), tuple(names))

    def argument_is_named(self) -> bool:
        count = 0
        while self.ahead(count).kind == "NAME":
            count += 1
        return count > 0 and self.ahead(count).text == ":"

    # keywords

    def if_else(self) -> Node:
        start = self.take().start
        condition = self.fresh()
        self.expect("then", " (if ... then ... else ...)")
        then = self.fresh()
        self.expect("else", " (if ... then ... else ...)")
        otherwise = self.expression()
        return If(start, otherwise.end, condition, then, otherwise)

    def for_return(self) -> Node:
        start = self.take().start
        iterations = self.iterations()
        self.expect("return", " (for ... in ... return ...)")
        body = self.expression()
        return For(start, body.end, iterations, body, _mentions(body, "partial"))

    def quantified(self) -> Node:
        word = self.take()
        iterations = self.iterations()
        self.expect("satisfies", f" ({word.text} ... in ... satisfies ...)")
        condition = self.expression()
        return Quantified(word.start, condition.end, word.text == "every", iterations, condition)

    def iterations(self) -> tuple[Iteration, ...]:
        found = [self.iteration()]
        while self.skip(","):
            found.append(self.iteration())
        if len(found) > MAX_ITERATIONS:
            raise FeelLimitError(f"Loop door ten hoogste {MAX_ITERATIONS} lijsten tegelijk.")
        return tuple(found)

    def iteration(self) -> Iteration:
        word = self.take()
        if word.kind != "NAME" or word.text in KEYWORDS:
            self.at -= 0 if word.kind == "END" else 1
            raise self.unexpected("Hier hoort een naam te staan")
        self.expect("in", " (na de naam)")
        domain = self.fresh()
        if self.skip(".."):
            last = self.fresh()
            domain = Steps(domain.start, last.end, domain, last)
        return Iteration(word.start, domain.end, word.text, domain)

    def function(self) -> Node:
        start = self.take().start
        self.expect("(", " (function(naam) ...)")
        names: list[str] = []
        types: list[TypeName | None] = []
        while not self.sees(")"):
            word = self.word
            name = self.label()
            if not name:
                raise self.unexpected("Hier hoort een naam te staan")
            if name in names:
                raise FeelSyntaxError(
                    f"De naam `{name}` staat er twee keer in", self.text, word.start, word.end
                )
            names.append(name)
            types.append(self.type_name() if self.skip(":") else None)
            if not self.skip(","):
                break
        self.expect(")", " (haakje sluiten)")
        if self.sees("external"):
            raise FeelSyntaxError(
                "Een functie van buiten (external) kan niet", self.text, self.word.start, self.word.end
            )
        body = self.expression()
        return FunctionOf(start, body.end, tuple(names), tuple(types), body, depth_of(body))

    def type_name(self) -> TypeName:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise FeelLimitError("Het type is te diep genest.")
        start = self.word.start
        name = self.spaced(SPACED_TYPES)
        if not name:
            if self.word.kind != "NAME":
                raise self.unexpected("Hier hoort de naam van een type te staan")
            name = self.take().text
        fields, arguments = self.type_arguments(name) if self.skip("<") else ((), ())
        if self.skip("->"):
            arguments += (self.type_name(),)
        self.nesting -= 1
        return TypeName(start, self.end_of_last(), name, arguments, fields)

    def type_arguments(self, name: str) -> tuple[tuple[str, ...], tuple[TypeName, ...]]:
        fields: list[str] = []
        arguments: list[TypeName] = []
        while not self.sees(">"):
            if name == "context":
                fields.append(self.label())
                self.expect(":", " (na de naam)")
            arguments.append(self.type_name())
            if not self.skip(","):
                break
        self.expect(">", " (einde van het type)")
        return tuple(fields), tuple(arguments)

    # unary tests

    def unary_tests(self) -> tuple[tuple[Test, ...], bool]:
        if self.word.kind == "END":
            return (), False
        if self.sees("-") and self.ahead().kind == "END":
            self.take()
            return (), False
        if self.sees("not") and self.ahead().text == "(" and self.closes_at_end():
            self.at += 2
            tests = self.tests()
            self.expect(")", " (haakje sluiten)")
            return tests, True
        return self.tests(), False

    def closes_at_end(self) -> bool:
        """Whether the bracket after `not` closes as the very last word of the cell."""
        depth = 0
        for at in range(self.at + 1, len(self.words) - 1):
            depth += {"(": 1, ")": -1}.get(self.words[at].text, 0) if self.words[at].kind == "SIGN" else 0
            if depth == 0:
                return at == len(self.words) - 2
        return False

    def tests(self) -> tuple[Test, ...]:
        found = [self.test()]
        while self.skip(","):
            found.append(self.test())
        return tuple(found)

    def test(self, power: int = 0) -> Test:
        if self.word.kind == "SIGN" and self.word.text in _COMPARISONS:
            sign = self.take()
            operand = self.expression(_COMPARISON)
            return Test(sign.start, operand.end, sign.text, operand, True)
        return _test("", self.expression(power))


def _test(sign: str, operand: Node) -> Test:
    return Test(operand.start, operand.end, sign, operand, _mentions(operand, "?"))


def _mentions(tree: Node, name: str) -> bool:
    return any(isinstance(node, Name) and node.name == name for node in walk(tree))
