"""Judge the answers that are there: required, smallest and largest, dates, and the form's own demands."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from bpmn.feel.showing import show
from forms.model import Demand
from forms.slots import Scope, Slot

_NO_WORDS = "Dit antwoord kan hier niet. Kijk naar de uitleg bij dit veld."


def judge(slots: list[Slot]) -> None:
    """Set `error` of every visible slot. Demands come last: one that can't be told yet waits for the other errors."""
    there = list(visible(slots))
    for slot in there:
        slot.error = _first_error(slot)
    wrong = {(id(slot.scope), slot.field.key) for slot in there if slot.error}
    for slot in there:
        if slot.field.demands and not slot.error:
            slot.error = _unmet_demand(slot, wrong)


def visible(slots: list[Slot]) -> Iterator[Slot]:
    """The slots with an answer that are there, in the order of the form; a list comes before its rows."""
    for slot in slots:
        if slot.hidden:
            continue
        if slot.field.key:
            yield slot
        yield from visible(slot.children)
        for row in slot.rows:
            yield from visible(row.slots)


def is_empty(value: object) -> bool:
    return value is None or value is False or value == []


def _first_error(slot: Slot) -> str:
    if slot.field.read_only:
        return ""
    if slot.problem:
        return slot.problem
    if is_empty(slot.value):
        return slot.kind.missing if slot.field.required else ""
    if isinstance(slot.value, Decimal):
        return _number_error(slot, slot.value)
    if isinstance(slot.value, date):
        return _date_error(slot, slot.value)
    return ""


def _number_error(slot: Slot, value: Decimal) -> str:
    field, what = slot.field, "bedrag" if slot.field.kind == "amount" else "getal"
    low = slot.scope.value(field.minimum) if field.minimum else None
    high = slot.scope.value(field.maximum) if field.maximum else None
    if isinstance(low, Decimal) and value < low:
        return f"Vul een {what} in van {slot.kind.show(field, low)} of hoger."
    if isinstance(high, Decimal) and value > high:
        return f"Vul een {what} in van ten hoogste {slot.kind.show(field, high)}."
    return ""


def _date_error(slot: Slot, value: date) -> str:
    field = slot.field
    first = _day(slot.scope.value(field.not_before)) if field.not_before else None
    last = _day(slot.scope.value(field.not_after)) if field.not_after else None
    if first is not None and value < first:
        if field.not_before and field.not_before.text == "today()":
            return "Vul een datum in die niet in het verleden ligt."
        return f"Vul een datum in die niet vóór {show(first)} ligt."
    if last is not None and value > last:
        if field.not_after and field.not_after.text == "today()":
            return "Vul een datum in die niet in de toekomst ligt."
        return f"Vul een datum in die niet na {show(last)} ligt."
    return ""


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _unmet_demand(slot: Slot, wrong: set[tuple[int, str]]) -> str:
    for demand in slot.field.demands:
        verdict = slot.scope.value(demand.condition)
        if verdict is not True and not (verdict is None and _waits(slot, demand, wrong)):
            return demand.message or _NO_WORDS
    return ""


def _waits(slot: Slot, demand: Demand, wrong: set[tuple[int, str]]) -> bool:
    """A demand that gives null says nothing about an empty field, or about one next to a field that is wrong."""
    return is_empty(slot.value) or any(_place(slot.scope, name) in wrong for name in demand.condition.reads)


def _place(scope: Scope, name: str) -> tuple[int, str]:
    return id(scope.owner(name)), name
