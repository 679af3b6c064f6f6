"""The FEEL of a form, judged before there are answers: names that exist, types that fit, conditions without a circle."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from bpmn.feel.checking import check_text, problem_of
from bpmn.feel.types import (
    ANY,
    BOOLEAN,
    CONTEXT,
    DATE,
    LIST,
    NUMBER,
    STRING,
    FeelType,
    can_be_equal,
    context_of,
    is_open,
    list_of,
)
from bpmn.findings import Finding, Level
from bpmn.lint.names import ALWAYS_KNOWN
from forms.formulas import Formula, Template
from forms.model import Field, Form, questions

_SCHOOL = context_of(dict.fromkeys(("naam", "brin", "soort", "bestuur", "gemeente"), STRING))
WHERE = "personen_waar"
PREFILL = "vooraf"
CHOICE = "keuze-bestaat"
_PERSON = context_of({"naam": STRING, "functie": STRING, "kenmerken": CONTEXT})
_ME = context_of(dict.fromkeys(("naam", "functie", "email"), STRING))

Types = Mapping[str, FeelType]


@dataclass(frozen=True)
class FormNames:
    """What exists around a form. None: not known, so not judged.

    `facts` of the case by name; `tables`: the outcome of each decision table by its id; `answers` of earlier steps,
    by step and field; `switches` of the region.
    """

    facts: Types | None = None
    tables: Types | None = None
    answers: Mapping[str, Types] | None = None
    switches: Collection[str] | None = None


def check_expressions(form: Form, names: FormNames) -> Iterator[Finding]:
    """Findings about every expression and text template of the form."""
    checker = _Checker(form, names)
    yield from checker.level(form.fields, checker.around())
    yield from _circles(form, form.fields)


class _Checker:
    def __init__(self, form: Form, names: FormNames) -> None:
        self.form = form
        self.names = names

    def around(self) -> dict[str, FeelType]:
        answers, tables = self.names.answers, self.names.tables
        steps = {step: context_of(fields) for step, fields in (answers or {}).items()}
        return {
            **ALWAYS_KNOWN,
            **(self.names.facts or {}),
            "antwoorden": CONTEXT if answers is None else context_of(steps),
            "beslis": CONTEXT if tables is None else context_of(tables),
            "school": _SCHOOL,
            "ik": _ME,
        }

    def level(self, fields: tuple[Field, ...], around: Types) -> Iterator[Finding]:
        """The fields of the form, or of the rows of one list."""
        types = {**around, **{field.key: type_of(field) for field in questions(fields)}}
        yield from self.fields(fields, types)

    def fields(self, fields: tuple[Field, ...], types: Types) -> Iterator[Finding]:
        for field in fields:
            for word, rule, wanted in _expressions(field):
                yield from self.expression(field, word, rule, wanted, types)
            if field.text is not None:
                yield from self.template(field, field.text, types)
            if field.kind == "list":
                yield from self.level(field.fields, types)
            else:
                yield from self.fields(field.fields, types)

    def expression(
        self, field: Field, word: str, rule: Formula, wanted: FeelType, types: Types
    ) -> Iterator[Finding]:
        types = {**types, "persoon": _PERSON} if word == WHERE else types
        checked = check_text(rule.text, self._known(rule, types))
        for problem in checked.problems:
            found = self.finding(
                field, f"{word}: {problem.message}", problem.advice or _LOOK.format(rule.text[:200])
            )
            yield replace(found, rule=CHOICE) if problem.about_choice else found
        if not checked.problems and not _fits(checked.type, wanted):
            message = f"{word}: hier hoort {wanted.in_dutch()}, en dit is {checked.type.in_dutch()}."
            yield self.finding(field, message, _LOOK.format(rule.text[:200]))
        if word == PREFILL and field.options and not can_be_equal(checked.type, type_of(field)):
            message = f"{word}: {_texts(checked.type)} is geen keuze van dit veld."
            advice = f"Kies uit: {_texts(type_of(field))}."
            yield replace(self.finding(field, message, advice), rule=CHOICE)

    def template(self, field: Field, template: Template, types: Types) -> Iterator[Finding]:
        if template.error is not None:
            problem = problem_of(template.error, template.text)
            yield self.finding(field, f"tekst: {problem.message}", problem.advice or "Kijk de {{…}} na.")
        elif self.names.facts is not None and "{{#loop" not in template.text:
            for name in sorted(template.reads - set(types)):
                yield self.finding(
                    field, f"tekst: de naam `{name}` bestaat niet.", "Kijk of hij goed geschreven is."
                )

    def finding(self, field: Field, message: str, advice: str, level: Level = "fout") -> Finding:
        name = field.label or field.key
        return Finding("formulier-feel", level, message, advice, self.form.file, field.line, field.id, name)

    def _known(self, rule: Formula, types: Types) -> Types:
        """With facts that are not known, any other name may be one."""
        if self.names.facts is not None:
            return types
        return {**dict.fromkeys(rule.reads, ANY), **types}


def _texts(kind: FeelType) -> str:
    return ", ".join(f'"{text}"' for text in sorted(kind.choices or ()))


_LOOK = "Kijk de uitdrukking na: `{}`."


def type_of(field: Field) -> FeelType:
    """The type of an answer, also of one that can't be a fact."""
    if field.fact_type is not None:
        return field.fact_type
    if field.kind == "list":
        return list_of(context_of({inner.key: type_of(inner) for inner in questions(field.fields)}))
    if field.kind == "file":
        return list_of(CONTEXT) if field.multiple else CONTEXT
    return STRING


def _expressions(field: Field) -> Iterator[tuple[str, Formula, FeelType]]:
    """Each expression of a field: its word in the file, the expression, and the type it must give."""
    one_by_one = (
        ("hide", field.hide, BOOLEAN),
        ("min", field.minimum, NUMBER),
        ("max", field.maximum, NUMBER),
        ("niet_voor", field.not_before, DATE),
        ("niet_na", field.not_after, DATE),
        (PREFILL, field.prefill, _prefilled(field)),
        ("dataSource", field.source, LIST),
        ("logboek_ouders", field.logbook_parents, ANY),
        ("delen_als", field.share, BOOLEAN),
        (WHERE, field.persons.where if field.persons else None, BOOLEAN),
        *((demand.word, demand.condition, BOOLEAN) for demand in field.demands),
    )
    for word, rule, wanted in one_by_one:
        if rule is not None:
            yield word, rule, wanted


def _prefilled(field: Field) -> FeelType:
    """A text takes any value; the other kinds take what they give."""
    kind = type_of(field) if field.key else ANY
    return ANY if kind.kind == "string" and not field.options else kind


def _fits(kind: FeelType, wanted: FeelType) -> bool:
    if is_open(kind) or is_open(wanted):
        return True
    return kind.kind == wanted.kind or (wanted.kind == "date" and kind.kind == "date time")


def _circles(form: Form, fields: tuple[Field, ...]) -> Iterator[Finding]:
    """Fields whose being there, or read-only value, depends on itself."""
    reads = _dependencies(fields)
    told: set[str] = set()
    for field in questions(fields):
        circle = _circle_from(field.key, reads)
        if circle and not told & set(circle):
            told |= set(circle)
            message = f"Of dit veld er staat, hangt af van zichzelf: {' → '.join([*circle, circle[0]])}."
            advice = "Haal een van de voorwaarden weg, of laat haar iets anders lezen."
            name = field.label or field.key
            yield Finding("formulier-kring", "fout", message, advice, form.file, field.line, field.id, name)
    for field in questions(fields):
        if field.kind == "list":
            yield from _circles(form, field.fields)


def _dependencies(
    fields: tuple[Field, ...], outer: frozenset[str] = frozenset()
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for field in fields:
        reads = outer | (field.hide.reads if field.hide else frozenset())
        if field.read_only and field.prefill:
            reads |= field.prefill.reads
        if field.key:
            found[field.key] = found.get(field.key, frozenset()) | reads
        else:
            found |= _dependencies(field.fields, reads)
    return found


def _circle_from(key: str, reads: Mapping[str, frozenset[str]]) -> list[str]:
    """The shortest way from a key through what it reads back to itself; empty when there is none."""
    came: dict[str, str] = {}
    waiting = [key]
    for here in waiting:
        for name in sorted(reads.get(here, ())):
            if name == key:
                return _way_back(here, came, key)
            if name in reads and name not in came:
                came[name] = here
                waiting.append(name)
    return []


def _way_back(here: str, came: Mapping[str, str], key: str) -> list[str]:
    way = [here]
    while way[-1] != key:
        way.append(came[way[-1]])
    return way[::-1]
