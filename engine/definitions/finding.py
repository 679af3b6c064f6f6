"""Say in one line what is wrong, what to do and where: the findings of this package."""

from typing import NamedTuple

from bpmn.findings import Finding


class Place(NamedTuple):
    """Where a finding is; `line` counts from 1, `element` is an id."""

    file: str
    line: int | None = None
    element: str = ""


def fault(rule: str, message: str, advice: str, place: Place) -> Finding:
    """A finding that stops publishing."""
    return Finding(rule, "fout", message, advice, *place)


def warning(rule: str, message: str, advice: str, place: Place) -> Finding:
    return Finding(rule, "waarschuwing", message, advice, *place)
