"""Read DMN 1.1 to 1.3: decision tables and loose FEEL expressions, and how they build on each other."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from lxml import etree

from bpmn.decisions.model import Decision, Input, Output, Rule, Table
from bpmn.errors import ModelError
from bpmn.feel.errors import FeelError
from bpmn.feel.expressions import Expression, UnaryTests, parse, parse_unary, strip_equals
from bpmn.feel.types import ANY, BOOLEAN, DATE, DATE_TIME, DAYS, MONTHS, NUMBER, STRING, TIME, FeelType
from bpmn.xml import line_of, local_name
from bpmn.xml import parse as parse_xml

__all__ = ["Decision", "read_decisions"]

MAX_BYTES = 1_000_000
_MAX_DECISIONS = 200
_MAX_RULES = 2_000
_MAX_CHAIN = 30

_NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
)
_FEEL = ("", "feel", "http://www.omg.org/spec/feel", "http://www.omg.org/spec/dmn/20180521/feel/")
_POLICIES = {
    "UNIQUE": "U",
    "FIRST": "F",
    "ANY": "A",
    "PRIORITY": "P",
    "COLLECT": "C",
    "RULE ORDER": "R",
    "OUTPUT ORDER": "O",
}
_AGGREGATIONS = {"": "", "SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}
_TYPES = {
    "string": STRING,
    "boolean": BOOLEAN,
    "number": NUMBER,
    "integer": NUMBER,
    "long": NUMBER,
    "double": NUMBER,
    "date": DATE,
    "time": TIME,
    "date and time": DATE_TIME,
    "dateTime": DATE_TIME,
    "days and time duration": DAYS,
    "dayTimeDuration": DAYS,
    "years and months duration": MONTHS,
    "yearMonthDuration": MONTHS,
}

Parsed = TypeVar("Parsed")


def read_decisions(data: bytes, name: str) -> dict[str, Decision]:
    """All decisions of a file by id. `name` is the file's name for messages. Raises ModelError."""
    root = parse_xml(data, name, MAX_BYTES)
    namespace = etree.QName(root).namespace
    if local_name(root) != "definitions" or namespace not in _NAMESPACES:
        raise ModelError("Dit is geen DMN-bestand van versie 1.1, 1.2 of 1.3.", name, line_of(root))
    return _Reader(root, f"{{{namespace}}}", name).decisions()


class _Reader:
    def __init__(self, root: etree._Element, namespace: str, name: str) -> None:
        self.root = root
        self.namespace = namespace
        self.name = name
        self.read: dict[str, Decision] = {}
        self.busy: list[str] = []
        self.elements = self.decision_elements()

    def decision_elements(self) -> dict[str, etree._Element]:
        found: dict[str, etree._Element] = {}
        for element in self.children(self.root, "decision"):
            own = element.get("id", "")
            if not own:
                raise self.wrong("Een beslissing heeft geen id. Geef haar er een.", element)
            if own in found:
                raise self.wrong(f"Twee beslissingen heten {own}. Geef elke een eigen id.", element)
            found[own] = element
        if len(found) > _MAX_DECISIONS:
            raise self.wrong(
                f"Het bestand heeft meer dan {_MAX_DECISIONS} beslissingen. Splits het.", self.root
            )
        return found

    def decisions(self) -> dict[str, Decision]:
        for own in self.elements:
            self.decision(own)
        return {own: self.read[own] for own in self.elements}

    # elements

    def children(self, element: etree._Element, tag: str) -> Iterator[etree._Element]:
        return element.iterchildren(self.namespace + tag)

    def child(self, element: etree._Element, tag: str) -> etree._Element | None:
        return element.find(self.namespace + tag)

    def text(self, element: etree._Element | None, tag: str = "text") -> str:
        found = None if element is None else self.child(element, tag)
        return "" if found is None else "".join(map(str, found.itertext())).strip()

    def wrong(self, message: str, element: etree._Element) -> ModelError:
        own: etree._Element | None = element
        while own is not None and not own.get("id"):
            own = own.getparent()
        return ModelError(message, self.name, line_of(element), None if own is None else own.get("id"))

    # a decision and what it builds on

    def decision(self, own: str) -> Decision:
        if own in self.read:
            return self.read[own]
        element = self.elements[own]
        if own in self.busy:
            raise self.wrong(
                "Deze beslissingen hebben elkaar nodig, in een kring. Haal één pijl weg.", element
            )
        if len(self.busy) >= _MAX_CHAIN:
            raise self.wrong(f"De beslissingen bouwen te diep op elkaar: ten hoogste {_MAX_CHAIN}.", element)
        self.busy.append(own)
        requires = tuple(self.decision(needed) for needed in self.required(element))
        self.busy.pop()
        title = element.get("name", own)
        variable = self.child(element, "variable")
        named = title if variable is None else variable.get("name", title)
        names = tuple(name for name in dict.fromkeys((own, title, named)) if name.isidentifier())
        self.read[own] = Decision(own, title, names, self.name, self.logic(element), requires)
        return self.read[own]

    def required(self, element: etree._Element) -> list[str]:
        found = []
        for requirement in self.children(element, "knowledgeRequirement"):
            raise self.wrong(
                "Een los stuk kennis (business knowledge model) kan niet. Zet het in de tabel.", requirement
            )
        for requirement in self.children(element, "informationRequirement"):
            needed = self.child(requirement, "requiredDecision")
            if needed is None:
                continue
            file, _, target = (needed.get("href") or "").rpartition("#")
            if file or target not in self.elements:
                raise self.wrong(f"De beslissing {target or '?'} staat niet in dit bestand.", requirement)
            found.append(target)
        return found

    def logic(self, element: etree._Element) -> Table | Expression:
        table = self.child(element, "decisionTable")
        if table is not None:
            return self.table(table, element.get("name") or element.get("id") or "")
        literal = self.child(element, "literalExpression")
        if literal is not None:
            return self.expression(literal, "De beslissing")
        raise self.wrong(
            "Deze beslissing is leeg of iets anders. Maak er een beslistabel of een FEEL-uitdrukking van.",
            element,
        )

    # a table

    def table(self, element: etree._Element, title: str) -> Table:
        policy = (element.get("hitPolicy") or "UNIQUE").upper()
        aggregation = (element.get("aggregation") or "").upper()
        if policy not in _POLICIES or aggregation not in _AGGREGATIONS:
            raise self.wrong(
                f"De regel {policy} {aggregation} bestaat niet. Kies Unique, First, Any of Collect.", element
            )
        inputs = tuple(
            self.input(own, number) for number, own in enumerate(self.children(element, "input"), 1)
        )
        outputs = tuple(
            self.output(own, number) for number, own in enumerate(self.children(element, "output"), 1)
        )
        if not outputs:
            raise self.wrong(f"De tabel {title} heeft geen kolom met een uitkomst.", element)
        if aggregation and len(outputs) > 1 and aggregation != "COUNT":
            raise self.wrong(f"De tabel {title} telt op, en mag dan maar één uitkomst hebben.", element)
        if len(outputs) > 1 and (
            len({own.name for own in outputs}) < len(outputs) or not all(own.name for own in outputs)
        ):
            raise self.wrong(f"De tabel {title} heeft meer uitkomsten: geef elke een eigen naam.", element)
        elements = list(self.children(element, "rule"))
        if len(elements) > _MAX_RULES:
            raise self.wrong(f"De tabel {title} heeft meer dan {_MAX_RULES} rijen. Splits haar.", element)
        columns = (inputs, outputs)
        rules = tuple(self.rule(own, number, columns) for number, own in enumerate(elements, 1))
        letter = _POLICIES[policy]
        return Table(letter, _AGGREGATIONS[aggregation] if letter == "C" else "", inputs, outputs, rules)

    def input(self, element: etree._Element, number: int) -> Input:
        expression = self.child(element, "inputExpression")
        label = element.get("label") or self.text(expression) or f"kolom {number}"
        if expression is None or not self.text(expression):
            raise self.wrong(
                f"Kolom {number} ({label}) zegt niet waar zij naar kijkt. Vul de uitdrukking in.", element
            )
        return Input(
            label,
            self.expression(expression, f"Kolom {number} ({label})"),
            _type_of(expression.get("typeRef")),
        )

    def output(self, element: etree._Element, number: int) -> Output:
        name = element.get("name") or ""
        label = element.get("label") or name or f"uitkomst {number}"
        default = self.child(element, "defaultOutputEntry")
        place = f"Uitkomst {number} ({label})"
        return Output(
            name,
            label,
            _type_of(element.get("typeRef")),
            self.order(self.child(element, "outputValues"), place),
            None if default is None else self.expression(default, place),
        )

    def order(self, element: etree._Element | None, place: str) -> tuple[Expression, ...]:
        """The allowed values of an outcome, as separate expressions."""
        text = self.text(element)
        if element is None or not text:
            return ()
        tests = self.parsed(parse_unary, text, (element, place)).tests
        return tuple(
            parse(text[test.operand.start : test.operand.end]) for test in tests if not test.operator
        )

    def rule(
        self, element: etree._Element, number: int, columns: tuple[tuple[Input, ...], tuple[Output, ...]]
    ) -> Rule:
        cells = list(self.children(element, "inputEntry"))
        results = list(self.children(element, "outputEntry"))
        inputs, outputs = columns
        if (len(cells), len(results)) != (len(inputs), len(outputs)):
            raise self.wrong(
                f"Rij {number} heeft {len(cells)} + {len(results)} cellen; "
                f"de tabel heeft {len(inputs)} + {len(outputs)} kolommen.",
                element,
            )
        return Rule(
            number,
            element.get("id", ""),
            self.text(element, "description"),
            tuple(
                self.tests(cell, f"Rij {number}, {own.label}")
                for cell, own in zip(cells, inputs, strict=True)
            ),
            tuple(
                self.expression(cell, f"Rij {number}, {own.label}", "null")
                for cell, own in zip(results, outputs, strict=True)
            ),
            line_of(element),
        )

    # cells

    def tests(self, element: etree._Element, place: str) -> UnaryTests:
        self.refuse_other_language(element, place)
        return self.parsed(parse_unary, self.text(element), (element, place))

    def expression(self, element: etree._Element, place: str, empty: str = "") -> Expression:
        self.refuse_other_language(element, place)
        text = strip_equals(self.text(element)) or empty
        if not text:
            raise self.wrong(f"{place}: hier ontbreekt een uitdrukking.", element)
        return self.parsed(parse, text, (element, place))

    def refuse_other_language(self, element: etree._Element, place: str) -> None:
        language = element.get("expressionLanguage") or self.root.get("expressionLanguage") or ""
        if language.lower() not in _FEEL and not language.lower().endswith("/feel/"):
            raise self.wrong(f"{place}: de taal {language} kan niet. Schrijf de cel in FEEL.", element)

    def parsed(self, parser: Callable[[str], Parsed], text: str, where: tuple[etree._Element, str]) -> Parsed:
        element, place = where
        try:
            return parser(text)
        except FeelError as error:
            raise self.wrong(f"{place}, `{text[:60]}`: {error}", element) from None


def _type_of(written: str | None) -> FeelType:
    return _TYPES.get((written or "").rpartition(":")[2], ANY)
