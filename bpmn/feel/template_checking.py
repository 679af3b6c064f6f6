"""Check a template before there are values: its expressions, and what it shows."""

from collections.abc import Mapping
from dataclasses import replace

from bpmn.feel.checking import Checked, Problem, check, problem_of
from bpmn.feel.errors import FeelError
from bpmn.feel.templates import Block, Part, Text, parse_template
from bpmn.feel.types import ANY, BOOLEAN, FeelType, context_of, is_open


def check_template(text: str, types: Mapping[str, FeelType]) -> tuple[Problem, ...]:
    """The problems of a template against the names that exist; places are offsets in the template."""
    try:
        parts = parse_template(text)
    except FeelError as error:
        return (problem_of(error, text),)
    problems: list[Problem] = []
    for part in parts:
        _check_part(part, dict(types), problems)
    return tuple(problems)


def _check_part(part: Part, types: dict[str, FeelType], problems: list[Problem]) -> None:
    if isinstance(part, Text):
        return
    checked = check(part.expression, types)
    problems += [_moved(problem, part.start) for problem in checked.problems]
    if not isinstance(part, Block):
        return
    wrong = _misfit(part, checked)
    if wrong:
        problems.append(Problem(wrong, "", part.start, part.start + len(part.expression.text)))
    inner = types if part.kind == "if" else _inside_loop(types, checked.type)
    for child in part.parts:
        _check_part(child, inner, problems)


def _misfit(block: Block, checked: Checked) -> str:
    """What is wrong with the kind of value a block is given; an empty text when nothing is."""
    wanted = BOOLEAN if block.kind == "if" else FeelType("list")
    if is_open(checked.type) or checked.type.kind == wanted.kind:
        return ""
    return f"{{{{#{block.kind}}}}} vraagt {wanted.in_dutch()}, niet {checked.type.in_dutch()}."


def _inside_loop(types: dict[str, FeelType], looped: FeelType) -> dict[str, FeelType]:
    item = looped.inner if looped.kind == "list" else ANY
    return types | dict(item.fields or ()) | {"this": item, "parent": context_of(types)}


def _moved(problem: Problem, by: int) -> Problem:
    return replace(problem, start=problem.start + by, end=problem.end + by)
